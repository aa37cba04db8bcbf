"""
One way to ask: a kind of question and its parameters, as an address carries them.

What is on the screen, on paper and saved is the same question asked the same
way; a saved one is asked again at the log's position of then, and must give the same answer.
"""

import polars as pl

from amparo.errors import BadInput, WrongUse
from amparo.histories.people import dimensions
from amparo.questions.claims import ClaimsReport
from amparo.questions.rule import Rule
from amparo.workflows import papers
from amparo.workflows.answers import answer_count, answer_facility, answer_person, checked_claims, facility_names, ledger
from amparo.workflows.asked import Asked, Asker, Params, day, freshness, one, whole
from amparo.workflows.estimates_asked import ESTIMATE_ASKERS
from amparo.workflows.law_asked import LAW_ASKERS
from amparo.workflows.moves_asked import MOVES_ASKERS
from amparo.workflows.session import Session

__all__ = ["ASKERS", "Asked", "Params", "ask", "rule_of"]


def ask(session: Session, kind: str, params: Params) -> Asked:
    """Return the answer to a question; raises WrongUse for a kind that nobody knows."""
    if kind not in ASKERS:
        raise WrongUse("workflows.question_unknown", kind=kind)
    return ASKERS[kind](session, {name: tuple(values) for name, values in sorted(params.items()) if any(values)})


def rule_of(params: Params) -> Rule:
    """Return the rule of a count; what is missing is refused in the words of a form."""
    stock = one(params, "moment") != "flow"
    needed = (
        [("rule_needs_state", "state"), ("rule_needs_day", "on")]
        if stock
        else [("rule_needs_kind", "kind"), ("rule_needs_window", "since"), ("rule_needs_window", "until")]
    )
    for code, name in needed:
        if not one(params, name):
            raise BadInput(f"workflows.{code}")
    return Rule(
        states=tuple(params["state"]) if stock else (),
        on=day(params, "on") if stock else None,
        kinds=() if stock else tuple(params["kind"]),
        since=None if stock else day(params, "since"),
        until=None if stock else day(params, "until"),
        known_at=day(params, "known_at"),
        fresh_within=freshness(params),
        by=tuple(params.get("by", ())),
        where=tuple((name, one(params, f"where_{name}")) for name in dimensions() if one(params, f"where_{name}")),
        min_sources=whole(params, "min_sources", 1),
        unit="events" if one(params, "unit") == "events" and not stock else "persons",
    )


def _count(session: Session, params: Params) -> Asked:
    rule = rule_of(params)
    answer, people = answer_count(session, rule), session.people(rule.known_at)
    position = ledger(session)
    return Asked("count", params, answer.to_dict(), lambda language: papers.count_paper(answer, people, position, language), answer)


def _person(session: Session, params: Params) -> Asked:
    known_at = day(params, "known_at")
    on = day(params, "on") or known_at or session.today()
    answer = answer_person(session, one(params, "id"), on=on, known_at=known_at, fresh_within=freshness(params))
    names, position = facility_names(session, known_at), ledger(session)
    return Asked("person", params, answer.to_dict(), lambda language: papers.person_paper(answer, names, position, language), answer)


def _claims(session: Session, params: Params) -> Asked:
    claims, report = checked_claims(session, fresh_within=freshness(params))
    position, shown = ledger(session), claims_shown(claims, report, params)
    return Asked(
        "claims",
        params,
        {**report.to_dict(), "shown": shown["claim_id"].to_list()},
        lambda language: papers.claims_paper(shown, report, position, language),
        (claims, report, shown),
    )


def claims_shown(claims: pl.DataFrame, report: ClaimsReport, params: Params) -> pl.DataFrame:
    """Return the claims of one claimant, of one measure, with one verdict, as far as any was asked for; the latest first."""
    for name in ("claimant", "measure"):
        if one(params, name):
            claims = claims.filter(pl.col(name) == one(params, name))
    if one(params, "verdict"):
        meant = [verdict.claim_id for verdict in report.verdicts if verdict.verdict == one(params, "verdict")]
        claims = claims.filter(pl.col("claim_id").is_in(meant))
    return claims.sort("until", "claim_id", descending=[True, False], nulls_last=True)


def _facility(session: Session, params: Params) -> Asked:
    known_at = day(params, "known_at")
    on = day(params, "on") or known_at or session.today()
    name, answer, people = answer_facility(session, one(params, "id"), on=on, known_at=known_at, fresh_within=freshness(params))
    position, names = ledger(session), facility_names(session, known_at)
    return Asked(
        "facility",
        params,
        answer.to_dict(),
        lambda language: papers.facility_paper(name, answer, people, position, language, names),
        (name, answer, people),
    )


ASKERS: dict[str, Asker] = {
    "count": _count,
    "person": _person,
    "claims": _claims,
    "facility": _facility,
    **LAW_ASKERS,
    **MOVES_ASKERS,
    **ESTIMATE_ASKERS,
}
