"""
Decisions of reviewers on pairs of records, and their undoing.

A decision is a statement ``same_person`` by whoever took it. Telling two records of one person
apart also withdraws the weakest join between them, so that unmerging is one step; undoing
the decision gives that join back.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs
import orjson
import polars as pl

from amparo.errors import BadInput
from amparo.statements import Statement, StatementId
from amparo.workflows.pair_review import ANSWERS, Answer, Review
from amparo.workflows.registry_lists import BY_LINKAGE
from amparo.workflows.session import Session


@attrs.frozen
class Decision:
    """
    What a decision did.

    Attributes:
        statement_id: of the decision; to undo it with.
        decision: same, different or undecided, as recorded.
        persons: the ids of the two persons now; equal where they are one.
        per_mille: the probability that linking had given, in thousandths, now that the answer is in; None where it had none.
        agrees: for a second answer, whether it was the first one's.
    """

    statement_id: StatementId
    decision: str
    persons: tuple[str, str]
    per_mille: int | None
    agrees: bool | None = None


def decide(session: Session, a: str, b: str, answer: Answer, *, why: str = "", second: bool = False) -> Decision:
    """
    Record that two records are the same person, different ones, or that one cannot tell; return what that did.

    Where a second reviewer says other than the first, the pair is an open question again.
    """
    if answer not in ANSWERS:
        raise BadInput("linkage.no_answer", answer=answer)
    review = Review.of(session)
    one, other = review.card(a, b).a.record, review.card(a, b).b.record
    if one == other:
        raise BadInput("linkage.same_record", record=one)
    rows = review.pairs.get(frozenset((one, other)), [])
    decision = ANSWERS[answer]
    value: dict[str, Any] = {"other": other, "decision": decision} | ({"why": why} if why.strip() else {})  # Any: Json
    agrees: bool | None = None
    if second:
        first = next((row["value"]["decision"] for row in rows if row["source"] != BY_LINKAGE), None)
        agrees = first == decision
        value |= {"second": True, "said": decision, "first": first, "decision": decision if agrees else "undecided"}
    token = session.registry.mint("d", one, other, str(session.registry.head().size))
    exposure = min(
        int(row)
        for row in review.standing.filter(pl.col("subject").is_in([one, other]) & (pl.col("property") != "same_person"))["exposure"]
    )
    statement = session.statement(
        subject_kind=_kind(review, one),
        subject=one,
        property="same_person",
        value=value,
        source=session.who,
        exposure=exposure,
        locator={"decision": token},
    )
    companions = list(_cut(session, review, one, other, token)) if value["decision"] == "different" else []
    ids = session.registry.append([statement, *companions], at=session.now())
    now = Review.of(session)
    _moved(session, review, now)
    return Decision(ids[0], value["decision"], (now.person(one), now.person(other)), review.chance(one, other), agrees)


def _kind(review: Review, subject: str) -> str:
    return str(review.standing.filter(pl.col("subject") == subject)["subject_kind"][0])


def _cut(session: Session, review: Review, a: str, b: str, token: str) -> Iterator[Statement]:
    """Yield the withdrawals of the weakest joins by which two records are one person, until nothing joins them."""
    joins: dict[frozenset[str], dict[str, Any]] = {}  # Any: cells of the log
    for pair, rows in review.pairs.items():
        if rows[-1]["value"]["decision"] == "same" and pair != frozenset((a, b)):
            joins[pair] = rows[-1]
    while (path := _path(joins, a, b)) is not None:
        # What linking joined goes before what somebody decided; of each, the least likely, or the latest.
        weakest = min(
            path,
            key=lambda pair: (joins[pair]["source"] != BY_LINKAGE, joins[pair]["value"].get("per_mille", 1000), -joins[pair]["position"]),
        )
        row = joins.pop(weakest)
        for earlier in review.pairs[weakest]:
            if earlier["value"]["decision"] == "same":
                yield session.statement(
                    subject_kind=earlier["subject_kind"],
                    subject=earlier["subject"],
                    property="same_person",
                    value=None,
                    source=session.who,
                    exposure=earlier["exposure"],
                    action="retract",
                    target=earlier["statement_id"],
                    reason=f"told apart: {token}",
                    locator={"decision": token},
                )
        del row


def _path(joins: Mapping[frozenset[str], Any], a: str, b: str) -> list[frozenset[str]] | None:  # Any: cells of the log
    """Return the joins that lead from one record to another, None where none do."""
    beside: dict[str, list[str]] = {}
    for pair in joins:
        if len(pair) == 2:
            one, other = sorted(pair)
            beside.setdefault(one, []).append(other)
            beside.setdefault(other, []).append(one)
    came: dict[str, str] = {a: a}
    waiting = [a]
    while waiting:
        here = waiting.pop(0)
        for there in beside.get(here, ()):
            if there not in came:
                came[there] = here
                waiting.append(there)
    if b not in came:
        return None
    path, here = [], b
    while here != a:
        path.append(frozenset((here, came[here])))
        here = came[here]
    return path


def _moved(session: Session, before: Review, after: Review) -> None:
    """Record what became of ids."""
    changed = []
    for person in sorted({*before.found.merged, *after.found.merged}):
        old, new = before.found.merged.get(person, person), after.found.merged.get(person, person)
        if old != new:
            property, other = ("split_from", old) if new == person else ("merged_into", new)
            changed.append(
                session.statement(
                    subject_kind="person", subject=person, property=property, value={"person": other}, source=BY_LINKAGE, exposure=2
                )
            )
    if changed:
        session.registry.append(changed, at=session.now())


def undo_decision(session: Session, statement_id: str, reason: str) -> tuple[str, str]:
    """Withdraw a decision, and give back the joins that it withdrew; return the ids of the two persons now."""
    review = Review.of(session)
    row = next((row for rows in review.pairs.values() for row in rows if row["statement_id"] == statement_id), None)
    if row is None or row["source"] == BY_LINKAGE:
        raise BadInput("linkage.no_decision", statement_id=statement_id)
    if not reason.strip():
        raise BadInput("workflows.reason_needed")
    token = orjson.loads(row["locator"]).get("decision")
    log = (
        session.registry.log().filter((pl.col("action") == "retract") & pl.col("locator").str.contains(f'"{token}"', literal=True))
        if token
        else None
    )
    targets = [statement_id, *(log["statement_id"].to_list() if log is not None else ())]
    kinds = {one["statement_id"]: one for one in session.registry.log().filter(pl.col("statement_id").is_in(targets)).iter_rows(named=True)}
    statements = [
        session.statement(
            subject_kind=kinds[target]["subject_kind"],
            subject=kinds[target]["subject"],
            property="same_person",
            value=None,
            source=session.who,
            exposure=kinds[target]["exposure"],
            action="retract",
            target=target,
            reason=reason,
        )
        for target in targets
    ]
    session.registry.append(statements, at=session.now())
    now = Review.of(session)
    _moved(session, review, now)
    return now.person(row["subject"]), now.person(row["value"]["other"])


def last_decision(session: Session) -> str | None:
    """Return the latest decision of whoever is working that still stands, to undo it."""
    own = [
        row
        for rows in Review.of(session).pairs.values()
        for row in rows
        if row["source"] != BY_LINKAGE and row["recorded_by"] == session.who
    ]
    return max(own, key=lambda row: row["position"])["statement_id"] if own else None
