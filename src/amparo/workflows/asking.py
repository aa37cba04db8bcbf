"""
One way to ask: a kind of question and its parameters, as an address carries them.

What is on the screen, on paper and saved is the same question asked the same
way; a saved one is asked again at the log's position of then, and must give the same answer.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

import attrs

from amparo.errors import BadInput, WrongUse
from amparo.histories.people import dimensions
from amparo.publish import Paper
from amparo.questions.rule import DEFAULT_FRESHNESS, Rule
from amparo.statements import canonical_json
from amparo.words import Language
from amparo.workflows import papers
from amparo.workflows.answers import answer_claims, answer_count, answer_facility, answer_person, facility_names, ledger
from amparo.workflows.session import Session

type Params = Mapping[str, Sequence[str]]


@attrs.frozen(eq=False)
class Asked:
    """
    An answer with the question that it answers.

    Attributes:
        document: the answer as data, without the ledger position.
        paper: writes it down in a language.
        value: the answer itself, for the screen.
    """

    kind: str
    params: Params
    document: dict[str, Any]  # Any: a JSON document
    paper: Callable[[Language], Paper]
    value: Any  # Any: of the kind

    @property
    def digest(self) -> str:
        """The hash of the answer: two answers with one digest say the same."""
        return sha256(canonical_json(self.document).encode()).hexdigest()


type Asker = Callable[[Session, Params], Asked]


def ask(session: Session, kind: str, params: Params) -> Asked:
    """Return the answer to a question; raises WrongUse for a kind that nobody knows."""
    if kind not in ASKERS:
        raise WrongUse("workflows.question_unknown", kind=kind)
    return ASKERS[kind](session, {name: tuple(values) for name, values in sorted(params.items()) if any(values)})


def rule_of(params: Params) -> Rule:
    """Return the rule of a count; what is missing is refused in the words of a form."""
    stock = _one(params, "moment") != "flow"
    needed = (
        [("rule_needs_state", "state"), ("rule_needs_day", "on")]
        if stock
        else [("rule_needs_kind", "kind"), ("rule_needs_window", "since"), ("rule_needs_window", "until")]
    )
    for code, name in needed:
        if not _one(params, name):
            raise BadInput(f"workflows.{code}")
    return Rule(
        states=tuple(params["state"]) if stock else (),
        on=_day(params, "on") if stock else None,
        kinds=() if stock else tuple(params["kind"]),
        since=None if stock else _day(params, "since"),
        until=None if stock else _day(params, "until"),
        known_at=_day(params, "known_at"),
        fresh_within=_freshness(params),
        by=tuple(params.get("by", ())),
        where=tuple((name, _one(params, f"where_{name}")) for name in dimensions() if _one(params, f"where_{name}")),
        min_sources=_whole(params, "min_sources", 1),
        unit="events" if _one(params, "unit") == "events" and not stock else "persons",
    )


def _count(session: Session, params: Params) -> Asked:
    rule = rule_of(params)
    answer, people = answer_count(session, rule), session.people(rule.known_at)
    position = ledger(session)
    return Asked("count", params, answer.to_dict(), lambda language: papers.count_paper(answer, people, position, language), answer)


def _person(session: Session, params: Params) -> Asked:
    known_at = _day(params, "known_at")
    on = _day(params, "on") or known_at or session.today()
    answer = answer_person(session, _one(params, "id"), on=on, known_at=known_at, fresh_within=_freshness(params))
    names, position = facility_names(session, known_at), ledger(session)
    return Asked("person", params, answer.to_dict(), lambda language: papers.person_paper(answer, names, position, language), answer)


def _claims(session: Session, params: Params) -> Asked:
    claims, report = session.memory.kept(
        ("claims", session.log().height, session.clearance, _freshness(params)),
        lambda: answer_claims(session.standing(), fresh_within=_freshness(params)),
    )
    position = ledger(session)
    return Asked(
        "claims", params, report.to_dict(), lambda language: papers.claims_paper(claims, report, position, language), (claims, report)
    )


def _facility(session: Session, params: Params) -> Asked:
    known_at = _day(params, "known_at")
    on = _day(params, "on") or known_at or session.today()
    name, answer, people = answer_facility(session, _one(params, "id"), on=on, known_at=known_at, fresh_within=_freshness(params))
    position = ledger(session)
    return Asked(
        "facility",
        params,
        answer.to_dict(),
        lambda language: papers.facility_paper(name, answer, people, position, language),
        (name, answer, people),
    )


ASKERS: dict[str, Asker] = {"count": _count, "person": _person, "claims": _claims, "facility": _facility}


def _one(params: Params, name: str) -> str:
    values = params.get(name, ())
    return values[0].strip() if values else ""


def _day(params: Params, name: str) -> date | None:
    text = _one(params, name)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput("workflows.not_a_day", value=text) from None


def _freshness(params: Params) -> int | None:
    return None if _one(params, "fresh") == "forever" else _whole(params, "fresh", DEFAULT_FRESHNESS)


def _whole(params: Params, name: str, otherwise: int) -> int:
    text = _one(params, name)
    if not text:
        return otherwise
    if not (text.isdecimal() and int(text) <= 36_500):
        raise BadInput("workflows.not_a_number", value=text)
    return int(text)
