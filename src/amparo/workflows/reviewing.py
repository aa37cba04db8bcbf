"""Reviewing what reports propose: one card a proposal; nothing enters the record without somebody's decision on it."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, Literal

import attrs
import orjson
import polars as pl

from amparo.errors import BadInput
from amparo.ingest.reports import Field, Proposal
from amparo.ingest.reports.clusters import Told, contradictions, same_claims
from amparo.ingest.reports.others.extractors import by_rules
from amparo.statements import Statement, nearest
from amparo.workflows.acceptance import Subject, checked_changes, edited, statements_for
from amparo.workflows.originals import Report, report_of, reports, text_of
from amparo.workflows.session import Session
from amparo.workflows.words_of_reports import words_of

type Verdict = Literal["accepted", "edited", "rejected", "duplicate", "skipped"]

VERDICTS: tuple[Verdict, ...] = ("accepted", "edited", "rejected", "duplicate", "skipped")
REASONS = ("wrong_number", "wrong_measure", "wrong_speaker", "wrong_date", "not_a_claim", "not_said", "out_of_scope", "other")
_SAMPLE = 8  # of a hundred decided proposals, how many are reviewed a second time, blind
_CONTEXT = 240  # characters before and after a passage
_BY_KEY: Mapping[str, Verdict] = {"a": "accepted", "e": "edited", "r": "rejected", "d": "duplicate", "s": "skipped"}


@attrs.frozen(kw_only=True)
class Card:
    """
    One proposal as a reviewer sees it.

    Attributes:
        id: of the proposal: the same as long as text, kind, place and values are the same.
        before, passage, after: the text around and of the proposal; the passage is what is highlighted.
        start: the code point of the canonical text at which ``before`` begins: fields' spans minus it lie in the three texts joined.
        where: the place of detention or the place that the proposal names; empty where it names none.
        origin: where the passage stands in the original: ``page 3``, ``p12``, ``table 1 row 4``.
        same: ids of proposals that are the same claim, here or in other reports.
        against: ids of proposals of other bodies with another number for the same.
        names_person: no such card is accepted in bulk.
    """

    id: str
    report: Report
    proposal: Proposal
    before: str
    passage: str
    after: str
    start: int
    where: str = ""
    origin: str = ""
    same: tuple[str, ...] = ()
    against: tuple[str, ...] = ()

    @property
    def names_person(self) -> bool:
        """Say whether the proposal is about a person by name."""
        return self.proposal.kind in {"person", "quote"} or self.proposal.value("person") is not None

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return the card as data."""
        return {
            "id": self.id,
            "report": self.report.id,
            "file": self.report.name,
            "published_on": self.report.published_on.isoformat(),
            "before": self.before,
            "passage": self.passage,
            "after": self.after,
            "start": self.start,
            "where": self.where,
            "origin": self.origin,
            "same": list(self.same),
            "against": list(self.against),
            "names_person": self.names_person,
            **self.proposal.to_dict(),
        }


@attrs.frozen(kw_only=True)
class Decided:
    """One decision: on which proposal, what, by whom, why, and what was recorded."""

    id: str
    verdict: Verdict
    who: str
    reason: str | None
    kind: str
    report: str
    statements: tuple[str, ...]
    values: Mapping[str, Any]  # Any: Json
    is_second: bool = False


def cards(session: Session, *, report: str | None = None, limit: int | None = None, skipped: bool = False) -> list[Card]:
    """
    Return the undecided proposals as cards, those whose decision changes most first.

    By kind; what stands against another's figure before what is said once, repetitions last; the doubtful before the plain; then report
    by report as they came.

    With ``skipped`` those that somebody put off are among them. What was decided on a proposal of an earlier extractor stays
    decided: a proposal of the same kind and values whose passage meets a decided one's does not come back.
    """
    known = decisions(session)
    done = {one.id for one in known if not one.is_second and (one.verdict != "skipped" or not skipped)}
    earlier = [one for one in known if one.verdict != "skipped" and not one.is_second]
    told = _told(session)
    relations = _Relations.of(told)
    found: list[Card] = []
    for one in [report_of(session, report)] if report else reports(session):
        mine = [card for card in _cards_of(session, one, relations) if card.id not in done and not _is_decided(card, earlier)]
        found.extend(sorted(mine, key=lambda card: card.proposal.span[0]))
    return sorted(found, key=_rank)[:limit]


def card(session: Session, card_id: str) -> Card:
    """Return one card, decided or not; raise BadInput where no report proposes it."""
    return _found(session, card_id, _Relations.of(_told(session)))


def _found(session: Session, card_id: str, relations: "_Relations | None" = None) -> Card:
    """Return one card; without relations it does not say what repeats or contradicts it."""
    for report in reports(session):
        for one in _cards_of(session, report, relations or _Relations({}, {})):
            if one.id == card_id:
                return one
    raise BadInput("reading.no_card", card=card_id)


def decide(
    session: Session,
    card_id: str,
    verdict: Verdict,
    *,
    changes: Mapping[str, Any] | None = None,  # Any: Json
    reason: str | None = None,
    subject: Subject | None = None,
) -> Decided:
    """
    Record one decision, and with it what it lets into the record; both or neither.

    ``changes`` are values of fields that the reviewer corrected, and make an edited acceptance. A rejection needs a reason:
    one of REASONS, or words. A claim is decided once: a second decision is refused; what was accepted is changed by
    superseding or retracting its statements.
    """
    one = _found(session, card_id)
    if verdict not in VERDICTS:
        raise BadInput("reading.verdict", verdict=verdict, near=nearest(str(verdict), VERDICTS) or "accepted")
    if any(other.id == card_id and other.verdict != "skipped" and not other.is_second for other in decisions(session)):
        raise BadInput("reading.already_decided", card=card_id)
    if verdict == "rejected" and not (reason or "").strip():
        raise BadInput("reading.reason_needed")
    corrected = checked_changes(one.proposal, changes or {})
    if corrected and verdict not in {"accepted", "edited"}:
        raise BadInput("reading.changes_without_acceptance")
    final: Verdict = "edited" if corrected else "accepted" if verdict == "edited" else verdict
    accepted: list[Statement] = []
    if final in {"accepted", "edited"}:
        accepted = statements_for(
            session, one.report, text_of(session, one.report.text_sha256), edited(one.proposal, corrected), card_id, subject
        )
    return _record(session, one, final, reason, corrected, accepted)


def _record(
    session: Session, one: Card, verdict: Verdict, reason: str | None, corrected: Mapping[str, Any], accepted: Sequence[Statement]
) -> Decided:
    """Append a decision with the statements that it lets in, in one piece."""
    value = _value(one, verdict, corrected, len(accepted))
    decision = session.statement(
        subject_kind="proposal",
        subject=one.id,
        property="decision",
        value=value,
        source=session.who,
        reason=reason,
        locator=_locator(one),
        exposure=1 if one.names_person else 2,
    )
    ids = session.registry.append([*accepted, decision], at=session.now())
    return Decided(
        id=one.id,
        verdict=verdict,
        who=session.who,
        reason=reason,
        kind=one.proposal.kind,
        report=one.report.id,
        statements=tuple(ids[:-1]),
        values={**value["fields"], **corrected},
    )


def _value(one: Card, verdict: Verdict, corrected: Mapping[str, Any], accepted: int) -> dict[str, Any]:  # Any: Json
    """Return what is kept of a decision: the proposal as it was, the corrections, who proposed it."""
    return {
        "decision": verdict,
        "kind": one.proposal.kind,
        "report": one.report.id,
        "text_sha256": one.report.text_sha256,
        "span": list(one.proposal.span),
        "fields": {name: field.value for name, field in one.proposal.fields.items()},
        "changes": dict(corrected),
        "extractor": one.proposal.extractor,
        "version": one.proposal.version,
        "accepted": accepted,
    }


def _locator(one: Card) -> dict[str, Any]:  # Any: a locator
    return {"file": one.report.original, "text": one.report.text_sha256, "start": one.proposal.span[0], "end": one.proposal.span[1]}


def accept_together(session: Session, card_ids: Sequence[str]) -> list[Decided]:
    """Accept several cards as they are; raise BadInput, and accept none, where one of them names a person."""
    chosen = [_found(session, card_id) for card_id in card_ids]
    if any(one.names_person for one in chosen):
        raise BadInput("reading.person_in_bulk", n=sum(one.names_person for one in chosen))
    return [decide(session, one.id, "accepted") for one in chosen]


def decisions(session: Session) -> list[Decided]:
    """Return all decisions in the order in which they were made, rejections and second opinions among them."""
    rows = session.standing().filter((pl.col("subject_kind") == "proposal") & pl.col("property").is_in(["decision", "second_decision"]))
    found = []
    for row in rows.iter_rows(named=True):
        value = orjson.loads(row["value"])
        found.append(
            Decided(
                id=row["subject"],
                verdict=value["decision"],
                who=row["recorded_by"],
                reason=row["reason"],
                kind=value["kind"],
                report=value["report"],
                statements=(),
                values={**value["fields"], **value["changes"]},
                is_second=row["property"] == "second_decision",
            )
        )
    return found


def second_cards(session: Session) -> list[Card]:
    """
    Return the cards of the sample for a second, blind review: decided by somebody else, not yet by a second person.

    The sample is drawn by the proposal's id, so that nobody chooses it; a card does not say what was decided.
    """
    known = decisions(session)
    twice = {one.id for one in known if one.is_second}
    mine = {one.id for one in known if one.who == session.who}
    wanted = [one.id for one in known if one.verdict != "skipped" and one.id not in twice | mine and in_sample(one.id)]
    return [_found(session, card_id) for card_id in dict.fromkeys(wanted)]


def in_sample(card_id: str) -> bool:
    """Say whether a proposal is of the sample that is reviewed twice."""
    return int(sha256(card_id.encode()).hexdigest()[:8], 16) % 100 < _SAMPLE


def decide_again(
    session: Session, card_id: str, verdict: Verdict, *, changes: Mapping[str, Any] | None = None, reason: str | None = None
) -> None:  # Any: Json
    """Record a second opinion; it changes nothing of the record, it measures agreement. The first reviewer is refused."""
    first = next((one for one in decisions(session) if one.id == card_id and not one.is_second and one.verdict != "skipped"), None)
    if first is None:
        raise BadInput("reading.not_decided", card=card_id)
    if first.who == session.who:
        raise BadInput("reading.own_decision")
    one = _found(session, card_id)
    corrected = checked_changes(one.proposal, changes or {})
    value = _value(one, "edited" if corrected else verdict, corrected, 0)
    statement = session.statement(
        subject_kind="proposal",
        subject=card_id,
        property="second_decision",
        value=value,
        source=session.who,
        reason=reason,
        locator=_locator(one),
        exposure=1,
    )
    session.registry.append([statement], at=session.now())


@attrs.frozen
class Agreement:
    """How far two reviewers agree: of how many proposals reviewed twice, how many they let in or kept out alike, and with equal values."""

    twice: int
    same_verdict: int
    same_values: int


def agreement(session: Session) -> Agreement:
    """Return the agreement of first and second reviews."""
    known = decisions(session)
    first = {one.id: one for one in known if not one.is_second and one.verdict != "skipped"}
    pairs = [(first[one.id], one) for one in known if one.is_second and one.id in first]
    alike = [(a, b) for a, b in pairs if _lets_in(a) == _lets_in(b)]
    return Agreement(len(pairs), len(alike), sum(not _lets_in(a) or a.values == b.values for a, b in alike))


def _lets_in(one: Decided) -> bool:
    return one.verdict in {"accepted", "edited"}


def _told(session: Session) -> list[Told]:
    """Return the claims of all reports with their days."""
    found: list[Told] = []
    for report in reports(session):
        claims = (one for one in proposals_of(session, report) if one.kind == "claim")
        found.extend(Told(one.key(report.text_sha256), report.id, report.published_on, one) for one in claims)
    return found


def proposals_of(session: Session, report: Report) -> tuple[Proposal, ...]:
    """Return what the built-in rules propose of a report."""
    return by_rules(text_of(session, report.text_sha256), report.published_on, report.language, words_of(session))[0]


@attrs.frozen
class _Relations:
    """Which proposed claims are the same, and which stand against each other."""

    same: Mapping[str, tuple[str, ...]]
    against: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, told: Sequence[Told]) -> "_Relations":
        same = {one: tuple(other for other in cluster if other != one) for cluster in same_claims(told) for one in cluster}
        against: dict[str, tuple[str, ...]] = {}
        for a, b in contradictions(told):
            against[a] = (*against.get(a, ()), b)
            against[b] = (*against.get(b, ()), a)
        return cls(same, against)


def _cards_of(session: Session, report: Report, relations: _Relations) -> Iterator[Card]:
    text = text_of(session, report.text_sha256)
    for proposal in proposals_of(session, report):
        key = proposal.key(report.text_sha256)
        start, end = proposal.span
        low = max(0, start - _CONTEXT)
        yield Card(
            id=key,
            report=report,
            proposal=proposal,
            before=text[low:start],
            passage=text[start:end],
            after=text[end : end + _CONTEXT],
            start=low,
            where=_where(proposal),
            origin=report.origin(start),
            same=relations.same.get(key, ()),
            against=relations.against.get(key, ()),
        )


def _where(proposal: Proposal) -> str:
    """Return the place of detention or the place that a proposal names."""
    name = "name" if proposal.kind == "facility" else "facility"
    return str(proposal.value(name) or proposal.value("place") or "")


def _is_decided(card: Card, earlier: Sequence[Decided]) -> bool:
    """Say whether somebody has decided on the same thing as another extractor or version proposed it."""
    return any(
        one.report == card.report.id and one.kind == card.proposal.kind and one.id != card.id and _same_values(card.proposal, one.values)
        for one in earlier
    )


def _same_values(proposal: Proposal, values: Mapping[str, Any]) -> bool:  # Any: Json
    names = {"claim": ("value", "measure", "claimant"), "person": ("name",), "quote": ("text",)}.get(proposal.kind, tuple(proposal.fields))
    return all(proposal.value(name) == values.get(name) for name in names)


_ORDER = ("claim", "law_stage", "facility", "event", "quote", "person")


def _rank(card: Card) -> tuple[int, bool, bool, float]:
    """Return the order of a card: by kind, repetitions last, contradictions first, doubtful speakers before sure ones."""
    claimant: Field | None = card.proposal.fields.get("claimant")
    doubt = 0.0 if claimant is None or claimant.rule.startswith(("sentence", "quoted", "list")) else -1.0
    plain = card.proposal.kind == "event" and card.proposal.value("kind") == "other"
    kind = _ORDER.index(card.proposal.kind) + plain * 10
    return kind, bool(card.same), not card.against, doubt


def verdict_of_key(key: str) -> Verdict | None:
    """Return the verdict of a key: a accept, e edit, r reject, d duplicate, s skip."""
    return _BY_KEY.get(key)
