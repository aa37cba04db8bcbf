"""
A frame of events, checked and laid out as arrays: the events of one person side by side.

The common case, events that already stand person by person, costs one
comparison of neighbours; otherwise one hashing of the person ids brings them
together (about 1.5 s more for a million persons with text ids).
"""

from collections.abc import Sequence
from datetime import date

import attrs
import numpy as np
import polars as pl
from numpy.typing import NDArray

from amparo.errors import BadInput
from amparo.histories.kernels import FUTURE, PAST, Small, Whole

_NEEDED = ("person_id", "event_id", "state", "lo", "hi")
_ANSWER = ("day", "at_least", "at_most", *_NEEDED, "after", "optional", "from", "until", "certain")


@attrs.frozen(eq=False)
class Events:
    """
    Checked events, person by person.

    Attributes:
        frame: the events, those of one person side by side.
        persons: the ids, one a person, in the order of their runs.
        start: where each person's events begin; one more entry for the end.
        lo, hi: days since 1970; PAST and FUTURE where unbounded.
        after_start, after: for each event, the rows that are known to follow it; both empty where no order is known.
        optional: for each event, whether it may not have happened at all.
    """

    frame: pl.DataFrame
    persons: pl.Series
    start: Whole
    lo: Small
    hi: Small
    after_start: Whole
    after: Whole
    optional: NDArray[np.bool_]


def lay_out(events: pl.DataFrame, *, by: Sequence[str] = (), in_order: bool = False) -> Events:
    """
    Return the events checked and grouped by person; ``in_order`` sorts the persons by id.

    Raises BadInput and changes nothing when it is no frame in memory, when a column is missing, a date is not
    a date, an interval ends before it begins, or an id is empty, unknown, or repeated within one person.
    """
    refuse_no_frame(events, "events")
    missing = [name for name in (*_NEEDED, *by) if name not in events.columns]
    if missing:
        raise BadInput("histories.columns_missing", columns=", ".join(missing))
    taken = [name for name in by if name in _ANSWER] + [name for place, name in enumerate(by) if name in by[:place]]
    if taken:
        raise BadInput("histories.by_not_possible", columns=", ".join(taken))
    _refuse_empty(events)
    wanted = [name for name in (*_NEEDED, "after", "optional", *by) if name in events.columns]
    frame, start = _grouped(events.select(wanted), in_order=in_order)
    ids_are_unique = _refuse_repeated(frame)
    lo, hi = _days(frame, "lo", PAST), _days(frame, "hi", FUTURE)
    _refuse_reversed(frame, lo, hi)
    after_start, after = _known_order(frame, start, ids_are_unique=ids_are_unique)
    return Events(frame, frame["person_id"].gather(start[:-1]), start, lo, hi, after_start, after, _optional(frame))


def refuse_no_frame(given: object, table: str) -> None:
    """Raise BadInput for anything but a frame in memory, a lazy one among them."""
    if not isinstance(given, pl.DataFrame):
        raise BadInput("histories.not_a_frame", table=table, kind=type(given).__name__)


def day_number(day: date) -> int:
    """Return the days since 1970."""
    return (day - date(1970, 1, 1)).days


def days_to_dates(days: Small, unbounded: int) -> pl.Series:
    """Return dates, null where unbounded."""
    series = pl.Series(days, dtype=pl.Int32)
    return series.set(series == unbounded, None).cast(pl.Date)


def _refuse_empty(events: pl.DataFrame) -> None:
    for name in ("person_id", "event_id", "state"):
        if events[name].null_count():
            raise BadInput("histories.value_missing", column=name, row=int(events[name].is_null().arg_max() or 0) + 1)


def _run_starts(person: pl.Series) -> Whole:
    """Return where each run of equal ids begins, and the end."""
    changes = (person != person.shift()).fill_null(value=True)
    return np.append(changes.arg_true().to_numpy().astype(np.int64), len(person))


def _grouped(events: pl.DataFrame, *, in_order: bool) -> tuple[pl.DataFrame, Whole]:
    """Return the frame with each person's events side by side, and where each person's begin."""
    person = events["person_id"]
    start = _run_starts(person)
    heads = person.gather(start[:-1])
    if heads.is_sorted() or (not in_order and heads.n_unique() == len(heads)):
        return events, start
    if in_order:
        grouped = events.sort("person_id", maintain_order=True)
    else:
        rows = pl.DataFrame({"person_id": person}).with_row_index("row").group_by("person_id", maintain_order=True).agg("row")
        grouped = events[rows["row"].explode()]
    return grouped, _run_starts(grouped["person_id"])


def _refuse_repeated(frame: pl.DataFrame) -> bool:
    """Refuse two events of one person under one id; say whether no two persons share one either."""
    ids = frame["event_id"]
    # Ids that rise need no hashing; and where all hashes differ, so do the ids.
    rising = ids.is_sorted() and not (ids == ids.shift()).any()
    if rising or ids.hash().n_unique() == len(ids) or ids.n_unique() == len(ids):
        return True
    repeated = ids.filter(frame.select("person_id", "event_id").is_duplicated())
    if len(repeated):
        raise BadInput("histories.event_repeated", event_id=repeated[0])
    return False


def _days(frame: pl.DataFrame, name: str, unbounded: int) -> Small:
    column = frame[name]
    if column.dtype not in (pl.Date, pl.Null):
        raise BadInput("histories.not_dates", column=name, dtype=str(column.dtype))
    days: Small = column.cast(pl.Date).to_physical().fill_null(unbounded).to_numpy().astype(np.int32)  # a writable copy: one compiled form
    return days


def _refuse_reversed(frame: pl.DataFrame, lo: Small, hi: Small) -> None:
    wrong = np.flatnonzero(lo > hi)
    if wrong.size:
        first = frame.row(int(wrong[0]), named=True)
        raise BadInput("histories.interval_reversed", event_id=first["event_id"], lo=first["lo"], hi=first["hi"], n=int(wrong.size))


def _optional(frame: pl.DataFrame) -> NDArray[np.bool_]:
    """Return which events may not have happened: none, where the frame does not say."""
    if "optional" not in frame.columns:
        return np.zeros(len(frame), np.bool_)
    if frame["optional"].dtype != pl.Boolean:
        raise BadInput("histories.optional_not_boolean", dtype=str(frame["optional"].dtype))
    optional: NDArray[np.bool_] = frame["optional"].fill_null(value=False).to_numpy(writable=True)
    return optional


def _known_order(frame: pl.DataFrame, start: Whole, *, ids_are_unique: bool) -> tuple[Whole, Whole]:
    """Return, for each event, the rows known to follow it, as offsets and rows; empty arrays where nothing is known."""
    nothing = np.zeros(0, np.int64)
    if "after" not in frame.columns or frame["after"].dtype == pl.Null:
        return nothing, nothing
    if not isinstance(frame["after"].dtype, pl.List):
        raise BadInput("histories.after_not_a_list", dtype=str(frame["after"].dtype))
    named = frame.select("after").with_row_index("row").filter(pl.col("after").list.len() > 0).explode("after").drop_nulls("after")
    if named.is_empty():
        return nothing, nothing
    later = named["row"].to_numpy().astype(np.int64)
    owner = np.repeat(np.arange(start.size - 1), np.diff(start))
    earlier = _rows_of(named["after"], frame["event_id"], later, owner, ids_are_unique=ids_are_unique)
    foreign = np.flatnonzero(owner[earlier] != owner[later])
    if foreign.size:
        place = int(foreign[0])
        raise BadInput("histories.after_other_person", event_id=frame["event_id"][int(later[place])], after=named["after"][place])
    after_start = np.zeros(len(frame) + 1, np.int64)
    np.cumsum(np.bincount(earlier, minlength=len(frame)), out=after_start[1:])
    return after_start, later[np.argsort(earlier, kind="stable")]


def _rows_of(named: pl.Series, ids: pl.Series, later: Whole, owner: Whole, *, ids_are_unique: bool) -> Whole:
    """
    Return the row of each named event; most name the row just before their own, which needs no search.

    Where persons share ids, an event is looked for among those of its own person first.
    """
    try:
        named = named.cast(ids.dtype)
    except pl.exceptions.InvalidOperationError as error:
        raise BadInput("histories.after_unknown", event_id=ids[int(later[0])], after=named[0]) from error
    rows = later - 1
    is_before = (ids.shift().gather(later) == named).fill_null(value=False).to_numpy() & (owner[rows] == owner[later])
    elsewhere = np.flatnonzero(~is_before)
    if elsewhere.size:
        wanted = pl.DataFrame({"id": named.gather(elsewhere), "owner": owner[later[elsewhere]]})
        known = pl.DataFrame({"id": ids, "owner": owner}).with_row_index("row")
        first = known if ids_are_unique else known.unique("id", keep="first")
        found = wanted.join(first, on="id", how="left", maintain_order="left")["row"]
        if not ids_are_unique:
            own = wanted.join(known, on=["id", "owner"], how="left", maintain_order="left")["row"]
            found = own.fill_null(found)
        if found.null_count():
            place = int(elsewhere[found.is_null().arg_max() or 0])
            raise BadInput("histories.after_unknown", event_id=ids[int(later[place])], after=named[place])
        rows[elsewhere] = found.to_numpy().astype(np.int64)
    return rows
