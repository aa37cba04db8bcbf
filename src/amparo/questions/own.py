"""Our own counts under the rules of others: what the record shows for the measure, window and place that a claim names."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

import attrs
import polars as pl

from amparo.histories import daily_counts
from amparo.histories.event import Event
from amparo.histories.events import histories
from amparo.histories.frames import event_frame
from amparo.histories.people import People, folded
from amparo.questions.claims import OwnQuestion
from amparo.questions.rule import Rule
from amparo.questions.standings import standings

type Bounds = tuple[int, int]


@attrs.frozen(eq=False)
class Record:
    """The persons of a registry, ready to be counted under many rules."""

    people: People
    events: Mapping[str, Sequence[Event]]
    territory: str
    _stocks: dict[tuple[tuple[str, ...], str | None], pl.DataFrame] = attrs.field(factory=dict)

    def own(self, question: OwnQuestion) -> Bounds | None:
        """Return at least and at most under a claim's rule, over all that its dates may mean; None where the place is none of ours."""
        place = None if folded(question.place) in ("", folded(self.territory)) else self.people.places.get(folded(question.place), "")
        if place == "":
            return None
        return self._stock(question, place) if question.moment == "stock" else self._flow(question, place)

    def _stock(self, question: OwnQuestion, place: str | None) -> Bounds:
        series = self._series(question.tokens, place)
        first, last = question.until
        days = series.filter((pl.col("day") >= first) & (pl.col("day") <= last))
        known_from, known_to = series["day"].min(), series["day"].max()
        # Nothing changes before the first or after the last day of the record.
        if isinstance(known_from, date) and first < known_from:
            days = pl.concat([days, series.head(1)])
        if isinstance(known_to, date) and last > known_to:
            days = pl.concat([days, series.tail(1)])
        return int(days["at_least"].min() or 0), int(days["at_most"].max() or 0)  # type: ignore[arg-type]  # whole numbers

    def _series(self, states: tuple[str, ...], place: str | None) -> pl.DataFrame:
        """Return at least and at most in some states (and a place) for every day on which the record can change."""
        if (states, place) not in self._stocks:
            frame = event_frame(self.events, _inside(states, place))
            first, last = _span(frame)
            counts = daily_counts(frame, first=first, last=last).filter(pl.col("state") == "in")
            if counts.is_empty():
                counts = pl.DataFrame({"day": [first], "state": ["in"], "at_least": [0], "at_most": [0]})
            self._stocks[states, place] = counts
        return self._stocks[states, place]

    def _flow(self, question: OwnQuestion, place: str | None) -> Bounds:
        low = 0
        if question.narrowest is not None:
            low = sum(one.certain for one in self._standings(question.tokens, *question.narrowest, place))
        high = sum(one.events_possible for one in self._standings(question.tokens, *question.widest, place))
        return low, high

    def _standings(self, kinds: tuple[str, ...], since: date, until: date, place: str | None) -> list["_Flow"]:
        rule = Rule(kinds=kinds, since=since, until=until, fresh_within=None)
        found = standings(self.events, rule).values()
        if place is None:
            return [_Flow(certain=one.certain, events_possible=one.events_possible) for one in found]
        return [
            _Flow(certain=one.certain and one.placed and one.places == {place}, events_possible=one.events_possible)
            for one in found
            if one.anywhere or place in one.places
        ]


@attrs.frozen
class _Flow:
    certain: bool
    events_possible: int


def record_of(people: People, *, fresh_within: int | None, territory: str) -> Record:
    """Return the record that claims are set against."""
    return Record(people, histories(people.reports, fresh_within=fresh_within), territory)


def _inside(states: tuple[str, ...], place: str | None) -> Callable[[Event, str], Sequence[str]]:
    """Return what says of an event's state whether it is in the states and the place asked for, or may be either."""

    def label(event: Event, state: str) -> Sequence[str]:
        if state not in states:
            return ("out",)
        if place is None or event.facilities == (place,):
            return ("in",)
        return ("in", "out") if not event.facilities or place in event.facilities else ("out",)

    return label


def _span(frame: pl.DataFrame) -> tuple[date, date]:
    """Return the days between which the record can change, a day more at the end."""
    ends = [end for name in ("lo", "hi") for end in (frame[name].min(), frame[name].max()) if isinstance(end, date)]
    if not ends:
        return date(2000, 1, 1), date(2000, 1, 1)
    return min(ends), max(ends) + timedelta(1)
