"""Events as frames: what the kernels of states and counts take."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import attrs
import numpy as np
import polars as pl
import pyarrow as pa

from amparo.histories.compiled import chosen
from amparo.histories.event import Event
from amparo.histories.kernels import CONSISTENT, FUTURE, PAST, Runs
from amparo.histories.people import day

_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "person_id": pl.String, "event_id": pl.String, "state": pl.List(pl.String), "lo": pl.Date, "hi": pl.Date,
    "after": pl.List(pl.String), "optional": pl.Boolean,
}  # fmt: skip


def narrowed(histories: Mapping[str, Sequence[Event]]) -> tuple[dict[str, list[Event]], frozenset[str]]:
    """
    Return every person's events with the days that the known order leaves them, and the persons for whom it leaves none.

    Those keep the days as given. An event that may not have happened, and for which no day is left, did not happen.
    """
    ordered = {person: events for person, events in histories.items() if any(event.after for event in events)}
    if not ordered:
        return {person: list(events) for person, events in histories.items()}, frozenset()
    runs = _runs(ordered)
    lo, hi, verdicts = np.empty_like(runs.lo), np.empty_like(runs.hi), np.empty(runs.start.size - 1, np.int32)
    chosen(runs.lo.size).narrow_each(runs, lo, hi, verdicts)
    doubted = frozenset(person for person, verdict in zip(ordered, verdicts.tolist(), strict=True) if verdict != CONSISTENT)
    days = zip(lo.tolist(), hi.tolist(), strict=True)
    within = {person: list(map(_within, events, days)) for person, events in ordered.items()}  # the days go on from person to person
    return {
        person: [event for event in within[person] if event is not None] if person in within else list(events)
        for person, events in histories.items()
    }, doubted


def _runs(histories: Mapping[str, Sequence[Event]]) -> Runs:
    """Return the events of everybody as the kernels take them, without cells."""
    start, before, events = [0], list[tuple[int, int]](), list[Event]()
    for own in histories.values():
        place = {event.event_id: number for number, event in enumerate(own, len(events))}
        before += [(place[one], place[event.event_id]) for event in own for one in event.after if one in place]
        events += own
        start.append(len(events))
    earlier, later = np.array(sorted(before), np.int64).reshape(-1, 2).T
    nothing = np.zeros(0, np.int32)
    return Runs(
        np.array(start, np.int64),
        np.array([PAST if event.lo is None else event.lo for event in events], np.int32),
        np.array([FUTURE if event.hi is None else event.hi for event in events], np.int32),
        np.searchsorted(earlier, np.arange(len(events) + 1)).astype(np.int64),
        np.ascontiguousarray(later),
        np.zeros(len(events), np.int32),
        np.zeros(2, np.int64),
        nothing,
        0,
        np.array([event.optional for event in events], np.bool_),
    )


def _within(event: Event, days: tuple[int, int]) -> Event | None:
    """Return an event with the days left to it; None where there is none."""
    lo, hi = None if days[0] == PAST else days[0], None if days[1] == FUTURE else days[1]
    if days[0] > days[1]:
        return None
    return event if (event.lo, event.hi) == (lo, hi) else attrs.evolve(event, lo=lo, hi=hi)


def event_frame(histories: Mapping[str, Sequence[Event]], label: Callable[[Event, str], Sequence[str]] | None = None) -> pl.DataFrame:
    """
    Return the events that move the liberty axis, in the columns that ``possible_states`` takes.

    ``label`` turns each state into what a question tells apart (with who says so, or where): one label, or several that may be true.
    """
    rows = []
    for person in sorted(histories):
        moving = [event for event in histories[person] if event.states]
        known = {event.event_id for event in moving}
        for event in moving:
            states = sorted({one for state in event.states for one in label(event, state)}) if label else list(event.states)
            after = [one for one in event.after if one in known]
            rows.append((person, event.event_id, states, day(event.lo), day(event.hi), after, event.optional))
    columns = zip(*rows, strict=True) if rows else ((),) * len(_SCHEMA)
    return pl.DataFrame({name: _column(column, kind) for (name, kind), column in zip(_SCHEMA.items(), columns, strict=True)})


def _column(cells: Sequence[Any], kind: pl.DataType | type[pl.DataType]) -> pl.Series:  # Any: texts, days, lists of texts
    """Return a column; lists are laid end to end, for read one by one they take ten times as long."""
    if kind != pl.List(pl.String):
        return pl.Series(cells, dtype=kind)
    ends = np.cumsum([0, *map(len, cells)])
    laid = pa.LargeListArray.from_arrays(ends, pa.array([text for cell in cells for text in cell], pa.large_string()))
    return pl.Series(laid, dtype=kind)


def open_on(spans: pl.DataFrame, on: date) -> pl.DataFrame:
    """Return those of the stretches that ``possible_states`` gives which a day lies in."""
    return spans.filter((pl.col("from").is_null() | (pl.col("from") <= on)) & (pl.col("until").is_null() | (pl.col("until") > on)))


def states_on(spans: pl.DataFrame, on: date) -> dict[str, frozenset[str]]:
    """Return the states possible for each person on a day, from the stretches that ``possible_states`` gives."""
    grouped = open_on(spans, on).group_by("person_id").agg(pl.col("state").unique())
    return dict(zip(grouped["person_id"].to_list(), map(frozenset, grouped["state"].to_list()), strict=True))
