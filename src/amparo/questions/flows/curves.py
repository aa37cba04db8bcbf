"""The three curves that outside code may ask for: survival, incidence by cause, and the share in each state."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from amparo.errors import BadInput
from amparo.questions.flows.every_day import errors
from amparo.questions.flows.kernels import Real, Whole
from amparo.questions.flows.paths import asked, spell_paths, state_paths
from amparo.questions.flows.process import Process, answer, on_days, process_of

type Times = Sequence[Any] | pl.Series  # Any: days, as numbers or dates


def survival(frame: pl.DataFrame, *, times: Times) -> pl.DataFrame:
    """
    Return the share to whom the event has not yet happened at each time: time, survival, se.

    ``frame``: id, time (the event's, or the last on which somebody was followed), event (0 or 1) and, optionally, entry: the time
    after which somebody is at risk, null for those followed from the start (who was listed late counts only from then).
    Times are whole days, or dates; other numbers work as well. The estimate is Kaplan & Meier's (JASA 53, 1958), its error
    Greenwood's; where one id has several events, the infinitesimal jackknife over persons, as R's ``survfit`` does with ``id``. On one
    day events come before censorings and entries. After the last time on record the curve stays where it was. Raises BadInput for
    empty cells, for an event that is neither 0 nor 1, and for a time before its entry.

    >>> told = pl.DataFrame({"id": [1, 2, 3, 4], "entry": [None, None, 2, 2], "time": [3, 5, 5, 6], "event": [1, 1, 0, 1]})
    >>> survival(told, times=[3, 5]).rows()
    [(3, 0.75, 0.21650635094610965), (5, 0.5, 0.25)]
    """
    column, wanted = asked(times)
    checked_events = frame["event"].cast(pl.Int64) if isinstance(frame, pl.DataFrame) and "event" in frame.columns else None
    if checked_events is not None and not checked_events.drop_nulls().is_in([0, 1]).all():
        raise BadInput("flows.event_not_01")
    paths, rows = spell_paths(frame, "event")
    process = process_of(paths)
    if paths.persons < len(rows) and int(rows.group_by("id").agg(pl.col("outcome").sum())["outcome"].max()) > 1:  # type: ignore[arg-type]
        value, se = answer(process, on_days(process, wanted))
        states = len(paths.states)
        return pl.DataFrame({"time": column, "survival": value[::states], "se": se[::states]})
    share, error = _greenwood(process)
    rank = paths.rank(wanted)
    return pl.DataFrame({"time": column, "survival": share[rank], "se": pl.Series(error[rank]).fill_nan(None)})


def _greenwood(process: Process) -> tuple[Real, Real]:
    """Return the share without the event before each event day, and after the last, with Greenwood's error: null where nobody is left."""
    at_risk = process.counts.at_risk[0]
    happened = process.counts.moves[:, 0, :].sum(axis=1)
    share = process.held[:, 0]
    left = at_risk * (at_risk - happened)
    grown = np.cumsum(np.divide(happened, left, out=np.full(left.size, np.inf), where=left > 0))
    spread = np.sqrt(np.concatenate([[0.0], grown]))
    return share, np.multiply(share, spread, out=np.full_like(share, np.nan), where=np.isfinite(spread))


def incidence(frame: pl.DataFrame, *, times: Times) -> pl.DataFrame:
    """
    Return the share to whom each cause has happened first, by each time: time, cause, value, se.

    ``frame``: as in ``survival``, with cause (0 = followed until then, nothing happened) in place of event. Causes compete: who
    died in custody was not released later. The estimate is Aalen & Johansen's, its error the infinitesimal jackknife over persons.

    >>> told = pl.DataFrame({"id": [1, 2, 3, 4], "time": [1, 2, 3, 4], "cause": [1, 2, 0, 1]})
    >>> [(row[1], round(row[2], 3)) for row in incidence(told, times=[2]).iter_rows()]
    [(1, 0.25), (2, 0.25)]
    """
    column, wanted = asked(times)
    paths, _ = spell_paths(frame, "cause")
    process = process_of(paths)
    return _by_state(process, column, wanted, "cause", skip=1)


def occupancy(frame: pl.DataFrame, *, times: Times, sampled_start: bool = False) -> pl.DataFrame:
    """
    Return the share of persons in each state at each time: time, state, value, se.

    ``frame``: a row for each stretch of a person in a state: id, start, stop, from_state, to_state (null = not seen to leave it). A row is
    at risk in (start, stop]; persons may come late, leave, and return; rows of one person must not overlap. Shares start from
    those at risk on the day of the first move, as in R's ``survfit`` with ``id`` and ``istate``. The error is that of the moves, given
    those beginnings (what ``survfit`` prints); with ``sampled_start`` the beginnings are a sample too (what it prints with ``influence``).
    A move from a state to itself changes nothing. Raises BadInput for empty cells, rows of no length, and overlaps.

    >>> told = pl.DataFrame({"id": [1, 1, 2], "start": [0, 4, 0], "stop": [4, 9, 6]})
    >>> told = told.with_columns(from_state=pl.Series(["held", "free", "held"]), to_state=pl.Series(["free", None, "free"]))
    >>> occupancy(told, times=[4]).select("state", "value").rows()
    [('free', 0.5), ('held', 0.5)]
    """
    column, wanted = asked(times)
    process = process_of(state_paths(frame))
    return _by_state(process, column, wanted, "state", sampled_start=sampled_start)


def _by_state(process: Process, column: pl.Series, wanted: Whole, name: str, *, skip: int = 0, sampled_start: bool = False) -> pl.DataFrame:
    """Return the share in each state but the first few, time by time."""
    states, count = process.paths.states, len(process.paths.states)
    rank = process.paths.rank(wanted)
    value, se = process.held[rank].ravel(), errors(process, rank, sampled_start=sampled_start).ravel()
    kept = np.flatnonzero(np.arange(value.size) % count >= skip)
    return pl.DataFrame({"time": column.gather(kept // count), name: states.gather(kept % count), "value": value[kept], "se": se[kept]})
