"""Events as frames: what the kernels of states and counts take."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import polars as pl

from amparo.histories.event import Event
from amparo.histories.people import day

_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "person_id": pl.String, "event_id": pl.String, "state": pl.List(pl.String), "lo": pl.Date, "hi": pl.Date,
    "after": pl.List(pl.String), "optional": pl.Boolean,
}  # fmt: skip


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
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def states_on(spans: pl.DataFrame, on: date) -> dict[str, frozenset[str]]:
    """Return the states possible for each person on a day, from the stretches that ``possible_states`` gives."""
    open_then = (pl.col("from").is_null() | (pl.col("from") <= on)) & (pl.col("until").is_null() | (pl.col("until") > on))
    grouped = spans.filter(open_then).group_by("person_id").agg(pl.col("state").unique())
    return {person: frozenset(states) for person, states in grouped.iter_rows()}
