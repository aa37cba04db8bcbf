"""Events as frames: what the kernels of states and counts take."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import attrs
import numpy as np
import polars as pl
import pyarrow as pa

from amparo.histories.event import Event
from amparo.histories.kernels import CONSISTENT, FUTURE, HI, LO, PAST, narrow, room
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
    found: dict[str, list[Event]] = {}
    doubted = []
    for person, events in histories.items():
        if not any(event.after for event in events):
            found[person] = list(events)
            continue
        place = {event.event_id: number for number, event in enumerate(events)}
        later = sorted((place[one], number) for number, event in enumerate(events) for one in event.after if one in place)
        after_start = np.searchsorted([earlier for earlier, _ in later], np.arange(len(events) + 1)).astype(np.int64)
        own = room(np.array([0, len(events)], np.int64))
        verdict = narrow(
            0,
            len(events),
            np.array([PAST if event.lo is None else event.lo for event in events], np.int32),
            np.array([FUTURE if event.hi is None else event.hi for event in events], np.int32),
            np.array([event.optional for event in events], np.bool_),
            after_start,
            np.array([number for _, number in later], np.int64),
            own,
        )
        if verdict != CONSISTENT:
            doubted.append(person)
        days = [(int(own[LO, number]), int(own[HI, number])) for number in range(len(events))]
        found[person] = [
            attrs.evolve(event, lo=None if lo == PAST else lo, hi=None if hi == FUTURE else hi)
            for event, (lo, hi) in zip(events, days, strict=True)
            if lo <= hi
        ]
    return found, frozenset(doubted)


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
