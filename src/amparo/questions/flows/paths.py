"""
Rows of persons at risk as arrays on a grid of event days: who is where, from when, until what.

A row is at risk in (start, stop]: whoever enters on a day is not at risk on it, whoever leaves on a day is. Hence on one day
events come before censorings and before entries, as in R's ``survfit``.
"""

from collections.abc import Sequence
from typing import Any

import attrs
import numpy as np
import polars as pl
from numpy.typing import NDArray

from amparo.errors import BadInput

type Whole = NDArray[Any]  # Any: int8 to int64

_TABLE = 20_000_000  # days; a wider range of whole numbers is looked up by halving


@attrs.frozen(eq=False)
class Paths:
    """
    The rows, those of a person side by side and in their order.

    Attributes:
        days: on which somebody moved, rising.
        person, origin, target: numbers of persons and of states; a target of -1 is a row that ends without a move.
        first, last: the event days on which a row is at risk are first … last - 1.
        states: what the numbers of states stand for.
    """

    days: Whole
    person: Whole
    origin: Whole
    target: Whole
    first: Whole
    last: Whole
    states: pl.Series

    @property
    def persons(self) -> int:
        """How many persons there are."""
        return int(self.person[-1]) + 1 if self.person.size else 0

    def rank(self, times: Whole) -> Whole:
        """Return how many event days are at or before each time."""
        return np.searchsorted(self.days, times, side="right")


def spell_paths(frame: pl.DataFrame, outcome: str) -> tuple[Paths, pl.DataFrame]:
    """
    Return the paths of persons who all are in one state until an outcome (0 = none): columns id, time, the outcome and, optionally, entry.

    The states are 0 and the outcomes that occur. The rows come back beside them, in their new order.
    """
    checked(frame, ("id", "time", outcome))
    rows = frame.select("id", "time", outcome, *(["entry"] if "entry" in frame.columns else []))
    if "entry" not in rows.columns:
        rows = rows.with_columns(entry=pl.lit(None, dtype=rows["time"].dtype))
    time, entry = numbers(rows["time"]), rows["entry"]
    earliest = time.min() - 1 if time.size else 0
    begin = numbers(entry.fill_null(pl.Series([earliest], dtype=entry.dtype)[0] if entry.dtype != pl.Null else earliest))
    outcomes = rows[outcome].cast(pl.Int64)
    if outcomes.min() is not None and int(outcomes.min()) < 0:  # type: ignore[arg-type]  # a number, not null
        raise BadInput("flows.negative_outcome", column=outcome)
    placed = rows.select("id").with_columns(start=pl.Series(begin), stop=pl.Series(time), outcome=outcomes)
    placed, person = _side_by_side(placed)
    _reject(placed, person, overlaps=False)
    labels = np.unique(np.concatenate([[0], placed["outcome"].to_numpy()]))
    code = np.searchsorted(labels, placed["outcome"].to_numpy())
    paths = _laid(person, np.zeros(len(placed), np.int64), np.where(code == 0, -1, code), placed, pl.Series(labels))
    return paths, placed


def state_paths(frame: pl.DataFrame) -> Paths:
    """Return the paths of persons between states: columns id, start, stop, from_state, to_state (null = nobody saw a move)."""
    checked(frame, ("id", "start", "stop", "from_state"))
    if "to_state" not in frame.columns:
        raise BadInput("flows.column_missing", column="to_state", known=", ".join(frame.columns))
    named = {pl.Categorical, pl.Enum}
    rows = frame.select("id", "from_state", "to_state", start=pl.Series(numbers(frame["start"])), stop=pl.Series(numbers(frame["stop"])))
    rows = rows.with_columns(pl.col(name).cast(pl.String) for name in ("from_state", "to_state") if rows[name].dtype in named)
    if rows["to_state"].dtype == pl.Null:
        rows = rows.with_columns(pl.col("to_state").cast(rows["from_state"].dtype))
    if rows["to_state"].dtype != rows["from_state"].dtype:
        raise BadInput("flows.states_differ", one=rows["from_state"].dtype, other=rows["to_state"].dtype)
    rows, person = _side_by_side(rows)
    _reject(rows, person, overlaps=True)
    labels = pl.concat([rows["from_state"].unique(), rows["to_state"].unique()]).drop_nulls().unique().sort()
    return _laid(person, _codes(rows["from_state"], labels), _codes(rows["to_state"], labels), rows, labels)


def numbers(column: pl.Series) -> Whole:
    """Return days as numbers: dates as days since 1970, whole or broken numbers as they are."""
    if column.dtype == pl.Date or column.dtype.is_integer():
        return column.to_physical().to_numpy().astype(np.int64, copy=False)
    if column.dtype.is_float() and column.is_finite().all():
        found = column.to_numpy()
        whole = found.astype(np.int64)
        return whole if (whole == found).all() else found
    raise BadInput("flows.not_days", column=column.name, dtype=column.dtype)


def asked(times: Sequence[Any] | pl.Series) -> tuple[pl.Series, Whole]:
    """Return the times asked for as a column and as numbers."""
    column = pl.Series("time", times, strict=False)
    if column.null_count():
        raise BadInput("flows.time_missing")
    return column, numbers(column) if len(column) else np.zeros(0, np.int64)


def checked(frame: pl.DataFrame, columns: Sequence[str]) -> None:
    """Refuse a frame that lacks rows, a column, or a cell of one, and what is no frame in memory."""
    if not isinstance(frame, pl.DataFrame):
        raise BadInput("flows.not_a_frame", kind=type(frame).__name__)
    for name in columns:
        if name not in frame.columns:
            raise BadInput("flows.column_missing", column=name, known=", ".join(frame.columns))
        if frame[name].null_count():
            raise BadInput("flows.cells_empty", column=name, n=frame[name].null_count())
    if frame.is_empty():
        raise BadInput("flows.no_rows")


def _side_by_side(rows: pl.DataFrame) -> tuple[pl.DataFrame, Whole]:
    """Return the rows with those of a person side by side in the order of their days, and the number of each row's person."""
    for _ in range(2):
        same = (rows["id"] == rows["id"].shift(1)).fill_null(value=False).to_numpy()
        person = np.cumsum(~same, dtype=np.int64) - 1
        start = rows["start"].to_numpy()
        in_order = not (same[1:] & (start[1:] < start[:-1])).any()
        if in_order and int(person[-1]) + 1 == rows["id"].n_unique():
            return rows, person
        rows = rows.sort("id", "start", "stop", maintain_order=True)
    return rows, person


def _reject(rows: pl.DataFrame, person: Whole, *, overlaps: bool) -> None:
    """Refuse rows that end before they begin, and, of a path, rows of no length and rows of one person that overlap."""
    start, stop = rows["start"].to_numpy(), rows["stop"].to_numpy()
    wrong = np.flatnonzero(stop <= start if overlaps else stop < start)
    if wrong.size:
        code = "flows.no_length" if overlaps else "flows.ends_before"
        raise BadInput(code, n=wrong.size, id=rows["id"][int(wrong[0])], start=start[wrong[0]], stop=stop[wrong[0]])
    if overlaps:
        twice = np.flatnonzero((person[1:] == person[:-1]) & (start[1:] < stop[:-1]))
        if twice.size:
            raise BadInput("flows.rows_overlap", n=twice.size, id=rows["id"][int(twice[0])], day=start[twice[0] + 1])


def _codes(column: pl.Series, labels: pl.Series) -> Whole:
    """Return the number of each state; -1 where there is none."""
    if labels.dtype == pl.String:
        coded = column.cast(pl.Enum(labels)).to_physical().cast(pl.Int64)
    else:
        coded = column.replace_strict(labels, pl.Series(np.arange(len(labels))), return_dtype=pl.Int64)
    return coded.fill_null(-1).to_numpy()


def _laid(person: Whole, origin: Whole, target: Whole, rows: pl.DataFrame, states: pl.Series) -> Paths:
    """Return the paths, their days replaced by their places among the event days."""
    start, stop = rows["start"].to_numpy(), rows["stop"].to_numpy()
    moved = (target >= 0) & (stop > start)
    days = _distinct(stop[moved])
    first, last = _ranks(start, days), _ranks(stop, days)
    return Paths(days, person, origin, np.where(moved, target, -1), first, last, states)


def _distinct(days: Whole) -> Whole:
    """Return the different days, rising."""
    if days.size and days.dtype.kind == "i" and int(days.max()) - int(days.min()) < _TABLE:
        low = int(days.min())
        return np.flatnonzero(np.bincount(days - low)) + low
    return np.unique(days)


def _ranks(values: Whole, days: Whole) -> Whole:
    """Return how many of the days are at or before each value."""
    whole = days.size and days.dtype.kind == "i" and values.dtype.kind == "i"
    if not whole or int(days[-1]) - int(days[0]) >= _TABLE:
        return np.searchsorted(days, values, side="right")
    low, high = int(days[0]), int(days[-1])
    table = np.zeros(high - low + 2, np.int64)  # one more place for whatever lies before the first
    table[days - low + 1] = 1
    counted: Whole = np.cumsum(table)[np.clip(values, low - 1, high) - low + 1]
    return counted
