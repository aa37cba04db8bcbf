"""
What was promised, followed: kept, late, broken, or cannot tell, each with what shows it.

A pledge is kept or broken by what happened, never by silence. What a body verified is what it managed to verify: it can show that
a number was reached, never that it was not. Somebody still held the day after "all" were to be free shows that a
promise was broken; so does a person placed in a facility after the day of its closing.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, Literal

import attrs
import polars as pl

from amparo.histories.people import folded
from amparo.questions.claims.bounds import claim_bounds
from amparo.statements import interval

type Verdict = Literal["kept", "late", "broken", "cannot_tell"]
type Ends = tuple[int, int | None]

_VERIFIERS = frozenset({"ngo", "family_committee", "igo"})
_OFFICIALS = frozenset({"government", "parliament"})
_GRACE = 30  # days after a deadline within which a count of persons held still speaks of it
_SOON = 7  # days after a deadline within which a figure is taken to speak of what was done by it
_LATE = 60  # days after a deadline within which a figure still speaks of what was announced
_CLOSED = frozenset({"closed"})
_STILL_USED = frozenset({"detainees_still_held", "headcount", "transfer_in"})


@attrs.frozen(kw_only=True)
class Pledge:
    """
    A promise as it was printed.

    Attributes:
        act: release (of a size), release_all, close_facility or law_stage.
        begins: the first day that may belong to it; None where the source does not say.
        due: its last day, and the earliest it may mean; None where no day was given.
        size: how many, as the words allow.
    """

    pledge_id: str
    statement_id: str
    pledger: str
    act: str
    stated_on: str
    begins: date | None = None
    due: tuple[date, date] | None = None
    due_printed: str = ""
    size: Ends | None = None
    population: str = ""
    facility: str = ""
    instrument: str = ""
    stage: str = ""
    source_url: str = ""


@attrs.frozen
class Evidence:
    """One thing that bears on a pledge: its kind, which (a claim or statement; "" for the record's count), by whom, when, its figures."""

    kind: Literal["claim", "stage", "facility", "record"]
    ref: str
    who: str
    day: str
    figures: Ends | None = None
    what: str = ""

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return it as data."""
        return {**attrs.asdict(self), "figures": None if self.figures is None else list(self.figures)}


@attrs.frozen
class Followed:
    """A pledge with its verdict, why, what shows it, and figures: announced, carried out (officials), verified (others), on record."""

    pledge: Pledge
    verdict: Verdict
    reason: str
    evidence: tuple[Evidence, ...]
    figures: dict[str, Ends | None]

    @property
    def gap(self) -> Ends | None:
        """How many of those announced nobody has verified, at least and at most; None where nothing was announced or verified."""
        announced, verified = self.figures.get("announced"), self.figures.get("verified")
        if announced is None or verified is None:
            return None
        most = None if announced[1] is None else max(announced[1] - verified[0], 0)
        return (max(announced[0] - verified[1], 0) if verified[1] is not None else 0), most

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return it as data."""
        pledge = self.pledge
        return {
            "pledge_id": pledge.pledge_id,
            "pledger": pledge.pledger,
            "act": pledge.act,
            "stated_on": pledge.stated_on,
            "due": pledge.due_printed or None,
            **{name: getattr(pledge, name) or None for name in ("population", "facility", "instrument", "stage", "source_url")},
            "verdict": self.verdict,
            "reason": self.reason,
            "figures": {name: None if ends is None else list(ends) for name, ends in self.figures.items()},
            "gap": None if self.gap is None else list(self.gap),
            "evidence": [one.to_dict() for one in self.evidence],
            "statement": pledge.statement_id,
        }


@attrs.frozen(eq=False)
class Record:
    """
    What a pledge is set against.

    Attributes:
        claims: as the record holds them.
        stages: instrument, stage, first and last possible day, statement.
        facility_events: facility, type, first and last possible day, statement.
        held: documented persons in custody on a day, at least and at most.
        placed: documented persons in a facility on a day, at least and at most.
        released: documented releases between two days, at least and at most.
        places: the id of a facility by its printed name.
        territory: the place that stands for the record as a whole, folded.
        on: the day of asking.
    """

    claims: pl.DataFrame
    stages: Sequence[tuple[str, str, date, date, str]]
    facility_events: Sequence[tuple[str, str, date, date, str]]
    held: Callable[[date], Ends]
    placed: Callable[[str, date], Ends]
    released: Callable[[date, date], Ends]
    places: Callable[[str], str]
    territory: str
    on: date


def follow(pledge: Pledge, record: Record) -> Followed:
    """Return what became of a pledge, up to the day of asking."""
    if pledge.due is not None and pledge.due[1] >= record.on:
        return Followed(pledge, "cannot_tell", "not_due", (), {})
    follower = {"release": _size, "release_all": _everybody, "close_facility": _closing, "law_stage": _stage}[pledge.act]
    verdict, reason, evidence, figures = follower(pledge, record)
    return Followed(pledge, verdict, reason, tuple(evidence), figures)


type _Answer = tuple[Verdict, str, Sequence[Evidence], dict[str, Ends | None]]


def _size(pledge: Pledge, record: Record) -> _Answer:
    """A number was to be let go: others' figures show when it was reached; a record that falls short shows nothing."""
    assert pledge.size is not None  # the import asks for it
    if pledge.due is None or pledge.begins is None:
        return "cannot_tell", "no_day", (), {"announced": pledge.size}
    deadline = pledge.due[1]
    told = _figures_of(record, "released", pledge.begins, deadline + timedelta(days=_LATE), begun_by=deadline)
    verified = [one for one in told if one[1] in _VERIFIERS]
    carried = [one for one in told if one[1] in _OFFICIALS]
    own = record.released(pledge.begins, min(deadline, record.on))
    figures: dict[str, Ends | None] = {
        "announced": pledge.size,
        "carried_out": _most_by_each([one for one, _, end in carried if end <= deadline + timedelta(days=_SOON)]),
        "verified": _most_by_each([one for one, _, end in verified if end <= deadline + timedelta(days=_SOON)]),
        "record": own,
    }
    by = min((end for one, _, end in verified if one.figures and one.figures[0] >= pledge.size[0]), default=date.max)
    evidence = [one for one, _, end in verified if end <= by]
    size = pledge.size[0]
    in_time = own[0] >= size or any(one.figures and one.figures[0] >= size and end <= deadline for one, _, end in verified)
    if in_time:
        return "kept", "reached", evidence, figures
    reached = [(end, one) for one, _, end in verified if one.figures and one.figures[0] >= size]
    if not reached:
        return "cannot_tell", "not_verified", evidence, figures
    _, last = min(reached, key=lambda pair: (pair[0], pair[1].ref))
    short = [
        one
        for one, _, end in verified
        if one.who == last.who and deadline <= end < by and one.figures and one.figures[1] is not None and one.figures[1] < size
    ]
    return ("late", "reached_later", evidence, figures) if short else ("cannot_tell", "reached_unknown_when", evidence, figures)


def _everybody(pledge: Pledge, record: Record) -> _Answer:
    """Everybody was to be let go: one person held after it shows that they were not."""
    if pledge.due is None:
        return "cannot_tell", "no_day", (), {}
    after = pledge.due[1] + timedelta(days=1)
    own = record.held(after)
    evidence = [Evidence("record", "", "", str(after), own)] if own[0] else []
    for measure in ("detained_stock", "still_detained"):
        told = _figures_of(record, measure, after, after + timedelta(days=_GRACE), population=pledge.population)
        evidence += [one for one, kind, _ in told if kind in _VERIFIERS and one.figures and one.figures[0] > 0]
    figures: dict[str, Ends | None] = {
        "record": own,
        "verified": _hull([one.figures for one in evidence if one.kind == "claim" and one.figures]),
    }
    return ("broken", "still_held", evidence, figures) if evidence else ("cannot_tell", "nobody_counted", (), figures)


def _closing(pledge: Pledge, record: Record) -> _Answer:
    """A facility was to close: its closing shows when; persons held there afterwards show that it had not."""
    place = record.places(pledge.facility)
    events = [one for one in record.facility_events if one[0] == place]
    begun = interval(pledge.stated_on)[0] or date.min
    closed = [one for one in events if one[1] in _CLOSED and one[3] >= begun]
    deadline = pledge.due[1] if pledge.due is not None else None
    used = [one for one in events if one[1] in _STILL_USED and one[2] > (deadline or begun)]
    own = record.placed(place, record.on if deadline is None else deadline + timedelta(days=1))
    evidence = [Evidence("facility", one[4], "", str(one[2]), None, one[1]) for one in (*closed, *used)]
    evidence += [Evidence("record", "", "", str(record.on if deadline is None else deadline + timedelta(days=1)), own)] if own[1] else []
    figures: dict[str, Ends | None] = {"record": own}
    if closed and (deadline is None or min(one[3] for one in closed) <= deadline):
        return "kept", "closed", evidence, figures
    if closed and deadline is not None and min(one[2] for one in closed) > deadline:
        return "late", "closed_later", evidence, figures
    if deadline is not None and (used or own[0]):
        return "broken", "still_used", evidence, figures
    return "cannot_tell", "no_day" if deadline is None else "not_verified", evidence, figures


def _stage(pledge: Pledge, record: Record) -> _Answer:
    """A law was to reach a stage: the day on which it did shows whether it was in time."""
    if pledge.due is None:
        return "cannot_tell", "no_day", (), {}
    reached = [one for one in record.stages if (one[0], one[1]) == (pledge.instrument, pledge.stage)]
    evidence = [Evidence("stage", one[4], "", str(one[2]), None, one[1]) for one in reached]
    if not reached:
        return "cannot_tell", "not_recorded", (), {}
    if all(one[3] <= pledge.due[1] for one in reached):
        return "kept", "reached", evidence, {}
    if all(one[2] > pledge.due[1] for one in reached):
        return "late", "reached_later", evidence, {}
    return "cannot_tell", "days_disagree", evidence, {}


def _figures_of(
    record: Record, measure: str, first: date, last: date, *, population: str | None = None, begun_by: date = date.max
) -> list[tuple[Evidence, str, date]]:
    """Return the figures of a measure whose window lies within some days: each with the kind of who says so, and the day it ends on."""
    found = []
    for row in record.claims.filter(pl.col("measure") == measure).sort("claim_id").iter_rows(named=True):
        start, end = interval(row["from"] or ""), interval(row["until"] or "")
        if end[0] is None or end[1] is None or (population is not None and row["population"] != population):
            continue
        begins = start[0] if measure == "released" else end[0]
        if (
            begins is None
            or not first <= begins <= begun_by
            or end[1] > last
            or end[1] < first
            or folded(row["place"] or "") not in ("", record.territory)
        ):
            continue
        low, high = claim_bounds(row["qualifier"], row["value"], row["value_high"])
        found.append((Evidence("claim", row["claim_id"], row["claimant"], str(end[1]), (low or 0, high)), row["claimant_kind"], end[1]))
    return sorted(found, key=lambda one: (one[2], one[0].ref))


def _most_by_each(told: Sequence[Evidence]) -> Ends | None:
    """Return from the smallest to the largest of what each body says at most: its smaller figures are of shorter windows."""
    most: dict[str, Ends] = {}
    for one in told:
        if one.figures is not None and one.figures[0] >= most.get(one.who, (0, 0))[0]:
            most[one.who] = one.figures
    return _hull(list(most.values()))


def _hull(figures: Sequence[Ends]) -> Ends | None:
    """Return from the smallest to the largest of some figures."""
    if not figures:
        return None
    highs = [high for _, high in figures]
    return min(low for low, _ in figures), None if None in highs else max(high for high in highs if high is not None)
