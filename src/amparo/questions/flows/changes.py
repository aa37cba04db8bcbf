"""
What changed since a day, and what no longer fits: re-arrests, measures, deadlines, facilities, figures, trends.

Each finding is one thing that somebody should look at, with what shows it. Certain: true in every reading of the sources; else possible.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import attrs
import polars as pl

from amparo.histories.measures import Measure
from amparo.histories.people import day, folded
from amparo.questions.claims import ClaimsReport
from amparo.questions.claims.bounds import claim_bounds
from amparo.questions.flows.moves import EPOCH, FAR, HELD, OUT, Moves
from amparo.questions.flows.pledges import Followed
from amparo.statements import interval, label
from amparo.words import LANGUAGES, Language, decimal_in_words, listed, say

KINDS = ("rearrest", "covered_but_held", "closed_but_placed", "deadline_passed", "measure_imposed", "claim_contradicted", "sum_fails",
         "balance_impossible", "trend_reversed", "pace_changed")  # fmt: skip
CLOSING = frozenset({"closure_announced", "closed", "in_closure_process"})
_OPENING = frozenset({"reopened"})
_STOCKS = ("detained_stock", "still_detained")


@attrs.frozen(kw_only=True)
class Finding:
    """
    One thing to look at.

    Attributes:
        kind: of ``KINDS``.
        lo, hi: the days that it may have happened on; None where nobody knows.
        certain: true in every reading of the sources.
        person, facility, refs: whom, where, and which claims, pledges or statements.
        values: what its sentence prints besides; no names of persons.
    """

    kind: str
    lo: date | None = None
    hi: date | None = None
    certain: bool = True
    person: str = ""
    facility: str = ""
    refs: tuple[str, ...] = ()
    values: Mapping[str, Any] = attrs.field(factory=dict)  # Any: what the sentence prints

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return it as data."""
        return {
            "kind": self.kind,
            "days": [None if end is None else str(end) for end in (self.lo, self.hi)],
            "certain": self.certain,
            "person_id": self.person or None,
            "facility": self.facility or None,
            "refs": list(self.refs),
            "text": {language: worded(self, language) for language in LANGUAGES},
        }


@attrs.frozen(eq=False, kw_only=True)
class Watched:
    """What the watch looks at; ``on`` is the day of asking, ``since`` the day from which on something is new."""

    since: date
    on: date
    moves: Moves
    measures: Mapping[str, Sequence[Measure]]
    covered: Sequence[tuple[str, str, bool]]
    pledges: Sequence[Followed]
    facility_events: Sequence[tuple[str, str, date, date, str]]
    placed: pl.DataFrame
    claims: pl.DataFrame
    claims_report: ClaimsReport
    breaks: Sequence[tuple[date, date, date, float, float]]
    territory: str


def changes(watched: Watched) -> tuple[Finding, ...]:
    """Return everything to look at, by kind and then by day."""
    found = [
        *_rearrests(watched), *_covered(watched), *_closed_but_placed(watched), *_deadlines(watched), *_measures(watched),
        *_claims(watched), *_trends(watched), *_paces(watched),
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (KINDS.index(one.kind), one.hi or date.max, one.person, one.facility, one.refs)))


def _rearrests(watched: Watched) -> Iterator[Finding]:
    """Yield detentions of persons who had been released, that may have happened since."""
    moves, first, last = watched.moves, _number(watched.since), _number(watched.on)
    for move in range(len(moves.person)):
        if moves.leads[move] != HELD or moves.hi[move] < first or moves.lo[move] > last:
            continue
        own = [other for other in moves.of(move) if moves.leads[other] == OUT]
        if not any(moves.may_follow(release, move) for release in own):
            continue
        surely = any(moves.follows(release, move) for release in own)
        yield Finding(
            kind="rearrest",
            lo=None if moves.lo[move] <= -FAR else day(int(moves.lo[move])),
            hi=None if moves.hi[move] >= FAR else day(int(moves.hi[move])),
            certain=surely and bool(first <= moves.lo[move] and moves.hi[move] <= last),
            person=moves.persons[moves.person[move]],
            refs=moves.statements[move],
        )


def _covered(watched: Watched) -> Iterator[Finding]:
    """Yield persons whom an instrument covers and who are, or may be, held."""
    for person, instrument, certain in watched.covered:
        yield Finding(
            kind="covered_but_held", lo=watched.on, hi=watched.on, certain=certain, person=person, values={"instrument": instrument}
        )


def _closed_but_placed(watched: Watched) -> Iterator[Finding]:
    """Yield persons who are, or may be, in a facility whose closing was announced or reported, and not taken back."""
    for facility in sorted({event[0] for event in watched.facility_events}):
        own = [event for event in watched.facility_events if event[0] == facility and event[2] <= watched.on]
        closing = [event for event in own if event[1] in CLOSING]
        if not closing or any(event[1] in _OPENING and event[2] > max(one[3] for one in closing) for event in own):
            continue
        told = min(closing, key=lambda event: event[2])
        for person, certain in watched.placed.filter(pl.col("facility_id") == facility).select("person_id", "certain").iter_rows():
            yield Finding(
                kind="closed_but_placed", lo=told[2], hi=told[3], certain=certain, person=person, facility=facility, refs=(told[4],)
            )
        for event in own:
            if event[1] == "detainees_still_held" and event[3] >= watched.since:
                yield Finding(kind="closed_but_placed", lo=event[2], hi=event[3], certain=True, facility=facility, refs=(event[4],))


def _deadlines(watched: Watched) -> Iterator[Finding]:
    """Yield pledges whose day passed since, and that were not shown to be kept."""
    for one in watched.pledges:
        due = one.pledge.due
        if due is not None and watched.since <= due[1] < watched.on and one.verdict != "kept":
            values = {"pledge": one.pledge.pledge_id, "pledger": one.pledge.pledger, "verdict": one.verdict}
            yield Finding(kind="deadline_passed", lo=due[0], hi=due[1], refs=(one.pledge.pledge_id, one.pledge.statement_id), values=values)


def _measures(watched: Watched) -> Iterator[Finding]:
    """Yield measures that may have been imposed since; those imposed on a person on the same days together."""
    first, last = _number(watched.since), _number(watched.on)
    for person, own in watched.measures.items():
        together: dict[tuple[int, int, bool], list[Measure]] = {}
        for measure in own:
            if measure.lo is None or measure.hi is None or measure.hi < first or measure.lo > last:
                continue
            certain = not measure.optional and first <= measure.lo and measure.hi <= last
            together.setdefault((measure.lo, measure.hi, certain), []).append(measure)
        for (lo, hi, certain), imposed in together.items():
            yield Finding(
                kind="measure_imposed", lo=day(lo), hi=day(hi), certain=certain, person=person,
                refs=tuple(dict.fromkeys(statement for measure in imposed for statement in measure.statements)),
                values={"measures": tuple(dict.fromkeys(measure.token for measure in imposed))},
            )  # fmt: skip


def _claims(watched: Watched) -> Iterator[Finding]:
    """Yield figures published since that the record contradicts or that do not add up, and balances since that cannot be."""
    rows = {row["claim_id"]: row for row in watched.claims.iter_rows(named=True)}

    def published(claim: str) -> tuple[date | None, date | None]:
        return interval(rows[claim]["published_on"] or "")

    def is_new(claim: str) -> bool:
        last = published(claim)[1]
        return last is not None and last >= watched.since

    report = watched.claims_report
    failing = [("claim_contradicted", claim) for claim in report.contradicted] + [("sum_fails", bad.claim_id) for bad in report.arithmetic]
    for kind, claim in failing:
        if is_new(claim):
            lo, hi = published(claim)
            yield Finding(kind=kind, lo=lo, hi=hi, refs=(claim,), values={"claim": claim, "claimant": rows[claim]["claimant"]})
    for balance in report.balances:
        if not balance.consistent and balance.until >= watched.since:
            values = {"claimant": balance.claimant, "least": balance.implied_entries[1]}
            yield Finding(kind="balance_impossible", lo=balance.since, hi=balance.until, values=values)


def _trends(watched: Watched) -> Iterator[Finding]:
    """Yield series of persons held, of one body, that turned since: it surely fell, and then surely rose, or the other way round."""
    series: dict[tuple[str, str], list[tuple[date, int, int, str]]] = {}
    stocks = watched.claims.filter(pl.col("measure").is_in(_STOCKS) & pl.col("claimant_kind").is_in(["ngo", "family_committee", "igo"]))
    for row in stocks.iter_rows(named=True):
        first, last = interval(row["until"] or "")
        low, high = claim_bounds(row["qualifier"], row["value"], row["value_high"])
        if first is not None and first == last and high is not None and folded(row["place"] or "") in ("", watched.territory):
            series.setdefault((row["claimant"], row["population"]), []).append((first, low or 0, high, row["claim_id"]))
    for (claimant, _), points in sorted(series.items()):
        turns = _turns(sorted(points))
        if turns is not None and turns[-1][0] >= watched.since:
            top, mid, end = turns
            values = {"claimant": claimant, "first": top[1], "then": mid[1], "now": end[1], "first_day": top[0], "then_day": mid[0]}
            yield Finding(kind="trend_reversed", lo=end[0], hi=end[0], refs=(top[3], mid[3], end[3]), values=values)


def _turns(points: Sequence[tuple[date, int, int, str]]) -> tuple[tuple[date, int, int, str], ...] | None:
    """Return the last three points of a series if it turned at the middle one; figures of one day that differ are left out."""
    days = [point[0] for point in points]
    alone = [point for point in points if days.count(point[0]) == 1]
    steps = [(one, other) for one, other in pairwise(alone) if other[1] > one[2] or other[2] < one[1]]
    if len(steps) < 2:
        return None
    (top, mid), (again, end) = steps[-2:]
    rising = [other[1] > one[2] for one, other in ((top, mid), (again, end))]
    return (top, again, end) if rising[0] != rising[1] else None


def _paces(watched: Watched) -> Iterator[Finding]:
    """Yield the days since on which releases took another pace."""
    for at, earliest, latest, before, after in watched.breaks:
        if at >= watched.since:
            values = {"before": round(before, 1), "after": round(after, 1)}
            yield Finding(kind="pace_changed", lo=earliest, hi=latest, certain=False, values=values)


def worded(one: Finding, language: Language) -> str:
    """Return a finding in words; persons by their ids."""
    days = str(one.lo) if one.lo == one.hi else f"{one.lo or '…'} / {one.hi or '…'}"
    values = {"person": one.person, "facility": one.facility, "days": days, **one.values}
    if "measures" in values:
        values["measures"] = listed([label("measures", token, language) for token in values["measures"]], language)
    if one.kind == "pace_changed":
        values |= {name: decimal_in_words(values[name], 1, language) for name in ("before", "after")}
    if "verdict" in values:
        values["verdict"] = say(f"flows.verdict_{values['verdict']}", language)
    return say(f"flows.watch_{one.kind}", language, **values).strip()


def _number(on: date) -> int:
    return on.toordinal() - EPOCH
