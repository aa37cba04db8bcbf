"""
Measures on a person over time: which, on what terms, since when, until when, and how heavily they restrict.

A measure is imposed with a release, a house arrest or a decision of its own. It
ends with full liberty, with its lifting or with a new arrest; a new order may
replace it or stand beside it, so after one it may have ended.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal

import attrs

from amparo.histories.event import Event
from amparo.histories.order import follows_surely
from amparo.histories.people import People, day
from amparo.histories.reports import Day, Report
from amparo.statements import vocabulary

type Force = Literal["yes", "maybe", "no"]

_ENDING = frozenset(
    {"release_full", "amnesty_granted", "pardon", "dismissal", "acquittal", "arrest", "rearrest", "death", "death_in_custody"}
)
_REPLACING = frozenset({"release_conditional", "release_unspecified", "conditional_release", "house_arrest", "measure_imposed", "exile"})
_UNNAMED = "other"


@attrs.frozen
class Ending:
    """An event with which a measure ended, or (``certain`` false) may have ended."""

    kind: str
    lo: Day
    hi: Day
    certain: bool
    statements: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Measure:
    """
    One measure on one person.

    Attributes:
        token: of the vocabulary's measures; ``other`` where no source names it.
        lo, hi: the days on which it may have begun.
        terms: such as ``{"every_days": 30}``.
        texts: the conditions as printed.
        authority: who imposed it, as printed.
        written, document_seen: None where nobody says.
        optional: it may never have been imposed.
        cited: the last day on which a source spoke of it.
        endings: in the order of their days; the first certain one is the last.
        breaches: the days of each breach that a source reports.
        statements: that impose it or speak of it.
    """

    person_id: str
    token: str
    lo: Day
    hi: Day
    terms: Mapping[str, int] = attrs.field(factory=dict)
    texts: tuple[str, ...] = ()
    authority: str | None = None
    written: bool | None = None
    document_seen: bool | None = None
    optional: bool = False
    cited: Day = None
    endings: tuple[Ending, ...] = ()
    breaches: tuple[tuple[Day, Day], ...] = ()
    statements: tuple[str, ...] = ()

    @property
    def levels(self) -> frozenset[str]:
        """The restriction levels that it may have: one, or any but none where the measure is not named."""
        level = vocabulary()["measures"][self.token]["level"]
        return frozenset({str(level)}) if level else frozenset(vocabulary()["restriction_levels"]) - {"none"}

    def in_force(self, on: date, *, fresh_within: int | None = None) -> Force:
        """Say whether it was in force on a day; ``fresh_within``: days for which a source's word on it is taken to hold."""
        here = _number(on)
        if (self.lo is not None and self.lo > here) or any(end.certain and end.hi is not None and end.hi <= here for end in self.endings):
            return "no"
        begun = not self.optional and self.hi is not None and self.hi <= here
        may_have_ended = any(end.lo is None or end.lo <= here for end in self.endings)
        stale = fresh_within is not None and (self.cited is None or self.cited + fresh_within <= here)
        return "yes" if begun and not may_have_ended and not stale else "maybe"

    def next_due(self, on: date) -> tuple[date, date] | None:
        """
        Return the earliest and the latest day on or after ``on`` on which the next report to the court falls due.

        None where no interval or no start is known, or the measure is surely not in force. Holidays of the courts are not known here.
        """
        every = self.terms.get("every_days")
        if not every or self.lo is None or self.hi is None or self.in_force(on) == "no":
            return None
        starts = range(self.lo, min(self.hi, self.lo + every - 1) + 1)  # a later start falls due on the same days again, or later
        due = [start + every * max(1, -((start - _number(on)) // every)) for start in (*starts, self.hi)]
        return _date(min(due)), _date(max(due))

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return the measure as data."""
        return {
            "measure": self.token,
            "levels": sorted(self.levels),
            "starts": [_text(self.lo), _text(self.hi)],
            "ends": [
                {"kind": end.kind, "earliest": _text(end.lo), "latest": _text(end.hi), "certain": end.certain} for end in self.endings
            ],
            "terms": dict(self.terms),
            "texts": list(self.texts),
            "authority": self.authority,
            "written": self.written,
            "document_seen": self.document_seen,
            "optional": self.optional,
            "breaches": [[_text(lo), _text(hi)] for lo, hi in self.breaches],
            "statements": list(self.statements),
        }


def measures(people: People, person_id: str) -> list[Measure]:
    """Return every measure that a person has been under, in the order of their first days."""
    return measures_of(people.history(person_id, None))


def measures_of(events: Sequence[Event]) -> list[Measure]:
    """Return the measures that the events of one person impose, each with what ended it."""
    told = [event for event in events if event.reports]
    found: list[tuple[Event, Measure]] = []
    for event in told:
        for measure in _imposed(event):
            place = next((at for at, (first, one) in enumerate(found) if _goes_on(first, one, measure, event, told)), None)
            if place is None:
                found.append((event, measure))
            else:
                found[place] = (found[place][0], _together(found[place][1], measure))
    ended = [attrs.evolve(one, endings=tuple(_endings(first, one, told)), breaches=tuple(_breaches(one, told))) for first, one in found]
    return sorted(ended, key=lambda one: (one.lo is not None, one.lo or 0, one.token))


def restriction_level(measures: Sequence[Measure], on: date, *, fresh_within: int | None = None) -> frozenset[str]:
    """
    Return the restriction levels that a person may have been under on a day: the heaviest of the measures in force.

    ``none`` only where measures are known and none surely stands; empty where no measure was ever recorded: silence is not liberty.
    """
    if not measures:
        return frozenset()
    order = list(vocabulary()["restriction_levels"])
    reached = {"none"}
    for measure in measures:
        force = measure.in_force(on, fresh_within=fresh_within)
        with_it = {max(one, level, key=order.index) for one in reached for level in measure.levels}
        reached = with_it if force == "yes" else reached | with_it if force == "maybe" else reached
    return frozenset(reached)


def _imposed(event: Event) -> Iterator[Measure]:
    """Yield the measures that an event imposes; one on unnamed measures where it must have imposed some."""
    if event.kind in ("measure_lifted", "measure_breached") or event.step in ("takes", "ends"):
        return
    tokens = [one for one in event.measures if one in vocabulary()["measures"]]
    if event.kind == "house_arrest" and "house_detention" not in tokens:
        tokens.insert(0, "house_detention")
    if not tokens and event.kind in ("release_conditional", "measure_imposed", "measure_changed"):
        tokens = [_UNNAMED]
    reports = [report for report in event.reports if not report.denied]
    for token in dict.fromkeys(tokens):
        naming = [report for report in reports if token in report.measures] or reports
        yield Measure(
            person_id=event.person_id,
            token=token,
            lo=event.lo,
            hi=event.hi,
            terms=_first([terms.get(token) for terms in _said(naming, "measure_terms")]) or {},
            texts=tuple(dict.fromkeys(_said(naming, "measures_text"))),
            authority=_first(_said(naming, "authority")),
            written=_first(_said(naming, "written")),
            document_seen=_first(_said(naming, "document_seen")),
            optional=event.optional,
            cited=max((report.lo for report in naming if report.lo is not None), default=None),
            statements=tuple(sorted(report.statement_id for report in naming)),
        )


def _said(reports: Sequence[Report], part: str) -> Iterator[Any]:  # Any: a part of a statement's value
    """Yield what the reports say of one part of an event."""
    return (value for report in reports if (value := report.details.get(part)) is not None)


def _first(values: Iterable[Any]) -> Any:  # Any: as above
    return next((value for value in values if value is not None), None)


def _goes_on(first: Event, measure: Measure, again: Measure, event: Event, events: Sequence[Event]) -> bool:
    """Say whether a measure named again is the one already standing: same terms, and nothing may have ended it in between."""
    if measure.token != again.token or (measure.terms and again.terms and measure.terms != again.terms):
        return False
    if not follows_surely(first, event) or event.kind == "measure_changed":
        return False
    return not any(end is not event and not follows_surely(event, end) for end in _ending_events(first, measure, events))


def _tokens(event: Event) -> frozenset[str]:
    return frozenset(measure.token for measure in _imposed(event))


def _together(measure: Measure, again: Measure) -> Measure:
    """Return a measure with what a later event says of it once more."""
    return attrs.evolve(
        measure,
        terms=measure.terms or again.terms,
        texts=tuple(dict.fromkeys((*measure.texts, *again.texts))),
        authority=measure.authority or again.authority,
        written=again.written if measure.written is None else measure.written,
        document_seen=again.document_seen if measure.document_seen is None else measure.document_seen,
        cited=max((one for one in (measure.cited, again.cited) if one is not None), default=None),
        statements=tuple(sorted({*measure.statements, *again.statements})),
    )


def _ending_events(first: Event, measure: Measure, events: Sequence[Event]) -> Iterator[Event]:
    """Yield the events after a measure's first that ended it or may have."""
    for event in events:
        if event is first or follows_surely(event, first):
            continue
        lifts = event.kind in ("measure_lifted", "measure_changed") and (not event.measures or measure.token in event.measures)
        renews = event.kind in _REPLACING and measure.token not in _tokens(event)
        if event.kind in _ENDING or lifts or renews:
            yield event


def _endings(first: Event, measure: Measure, events: Sequence[Event]) -> Iterator[Ending]:
    """Yield what ended a measure, up to the first event that surely did."""
    for event in sorted(_ending_events(first, measure, events), key=lambda one: (one.lo is not None, one.lo or 0, one.event_id)):
        named = event.kind in _ENDING or measure.token in event.measures or (event.kind == "measure_lifted" and not event.measures)
        surely = named and not event.optional and follows_surely(first, event)
        lo = max((one for one in (event.lo, measure.lo) if one is not None), default=None)
        yield Ending(event.kind, lo, event.hi, surely, tuple(sorted(report.statement_id for report in event.reports)))
        if surely:
            return


def _breaches(measure: Measure, events: Sequence[Event]) -> Iterator[tuple[Day, Day]]:
    for event in events:
        if event.kind == "measure_breached" and (not event.measures or measure.token in event.measures):
            yield event.lo, event.hi


def _number(on: date) -> int:
    return on.toordinal() - date(1970, 1, 1).toordinal()


def _date(number: int) -> date:
    found = day(number)
    assert found is not None  # a number has a day
    return found


def _text(number: Day) -> str | None:
    found = day(number)
    return None if found is None else str(found)
