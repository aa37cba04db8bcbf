"""
What an event makes possible, as numbers: cells of state and breakdown value.

A value that is empty is unknown: any value that occurs in its column, or
none of them (the null group). A list is disputed: any of its values. Both are
sets of possible values, so the rules of counting need no special case. Most
columns belong to the person; ``place``, ``facility`` and any other column that
differs between the events of one person belong to the event, and a person
without any event yet is nowhere (null).
"""

from collections.abc import Sequence
from itertools import product
from typing import Any

import attrs
import numpy as np
import polars as pl

from amparo.errors import BadInput
from amparo.histories.intake import Events
from amparo.histories.kernels import Runs, Small, Whole

NO_RECORD = "no_record"
_OF_THE_EVENT = frozenset({"place", "facility"})
_SAMPLE = 50_000
_BETWEEN = "\x1f"  # joins the values of a list into one key; no text carries it

type Combination = tuple[int, ...]  # one place in `Column.values` for each column
type Sets = tuple[frozenset[int], ...]  # the possible places, for each column


@attrs.frozen(eq=False)
class Column:
    """
    One column as sets of possible values.

    Attributes:
        name: of the column.
        codes: for each event, which of the sets.
        sets: sets of places in ``values``.
        values: the known values, sorted; one place beyond them stands for null.
    """

    name: str
    codes: Whole
    sets: tuple[frozenset[int], ...]
    values: pl.Series

    @property
    def null(self) -> int:
        """The place that stands for null."""
        return len(self.values)


@attrs.frozen(eq=False)
class Cells:
    """
    The cells of a question, and which of them each event and each person may fill.

    A cell of an event is a state and a combination of the event's own columns;
    a group is a set of combinations of the person's columns, the same through
    the whole history, so that it is applied once, to the sums.
    """

    states: tuple[str, ...]
    of_event: tuple[Column, ...]
    of_person: tuple[Column, ...]
    event_combinations: tuple[Combination, ...]
    runs: Runs
    group: Small
    group_sets: tuple[Sets, ...]

    @property
    def count(self) -> int:
        """How many cells an event can fill."""
        return len(self.states) * len(self.event_combinations)


def is_known(sets: Sets) -> bool:
    """Say whether somebody with these values is surely in one group."""
    return all(len(one) == 1 for one in sets)


def divide(events: Events, by: Sequence[str] = ()) -> Cells:
    """Return the cells of events broken down by some columns."""
    state = _states(events)
    columns = [_column(events.frame[name], name) for name in by]
    of_event = tuple(column for column in columns if _differs_within(column, events))
    of_person = tuple(column for column in columns if column not in of_event)
    event_sets, choice = _together(events.lo.size, [state, *of_event])
    nowhere = tuple(column.null for column in of_event)
    combinations = tuple(sorted({nowhere, *(part for sets in event_sets for part in product(*sets[1:]))}))
    place = {combination: position for position, combination in enumerate(combinations)}
    states: tuple[str, ...] = tuple(state.values)
    filled = [
        sorted(place[combination] * len(states) + number for number in sets[0] for combination in product(*sets[1:])) for sets in event_sets
    ]
    filled.append([place[nowhere] * len(states) + states.index(NO_RECORD)])
    cell_start = np.cumsum([0, *map(len, filled)]).astype(np.int64)
    cells = np.array([cell for one in filled for cell in one], np.int32)
    runs = Runs(
        events.start, events.lo, events.hi, events.after_start, events.after, choice, cell_start, cells, len(filled) - 1, events.optional
    )
    heads = [attrs.evolve(column, codes=column.codes[events.start[:-1]]) for column in of_person]
    group_sets, group = _together(events.start.size - 1, heads)
    return Cells(states, of_event, of_person, combinations, runs, group, group_sets)


def _states(events: Events) -> Column:
    """Return the states as sets; the state before any event is always among the values."""
    series = events.frame["state"]
    keys = _keys(series)
    codes, distinct = _number(keys)
    if "" in distinct or keys.null_count():
        row = int(((keys == "") | keys.is_null()).arg_max() or 0)
        raise BadInput("histories.state_empty", event_id=events.frame["event_id"][row])
    parts = [str(key).split(_BETWEEN) if isinstance(series.dtype, pl.List) else [str(key)] for key in distinct]
    values = sorted({NO_RECORD, *(state for states in parts for state in states)})
    sets = tuple(frozenset(values.index(state) for state in states) for states in parts)
    return Column("state", codes, sets, pl.Series(values, dtype=pl.String))


def _keys(series: pl.Series) -> pl.Series:
    """Return each state, or list of states sorted and joined, as one text."""
    dtype = series.dtype
    if isinstance(dtype, pl.List) and _is_text(dtype.inner):
        # A null among the states becomes the empty key, which is refused: dropping it would make the others sure.
        keys = series.list.first().cast(pl.String).fill_null("")
        # Nearly all lists have one state, which is their key: sorting and joining them took half the time of a release.
        several = (series.list.len() > 1).arg_true()
        return keys.scatter(several, _joined(series.gather(several))) if len(several) else keys
    if not _is_text(dtype):
        raise BadInput("histories.not_text", column=series.name, dtype=str(dtype))
    return series.cast(pl.String)


def _joined(lists: pl.Series) -> pl.Series:
    holes = lists.list.eval(pl.element().is_null()).list.any()
    return lists.cast(pl.List(pl.String)).list.unique().list.sort().list.join(_BETWEEN).set(holes, "")


def _is_text(dtype: Any) -> bool:  # Any: Polars gives classes and instances alike
    return dtype in (pl.String, pl.Categorical, pl.Enum, pl.Null)


def _number(keys: pl.Series) -> tuple[Whole, pl.Series]:
    """Return each key's number, and the distinct keys in order."""
    # The first rows nearly always hold all the states there are; if not, all rows are asked.
    distinct = keys.head(_SAMPLE).drop_nulls().unique().sort()
    numbers = keys.cast(pl.Enum(distinct), strict=False)
    if numbers.null_count():
        distinct = keys.drop_nulls().unique().sort()
        numbers = keys.cast(pl.Enum(distinct), strict=False)
    codes: Whole = numbers.to_physical().fill_null(0).to_numpy().astype(np.int64)
    return codes, distinct


def _column(series: pl.Series, name: str) -> Column:
    """Return a breakdown column as sets; null, an empty list or a null within a list is unknown."""
    if isinstance(series.dtype, pl.List):
        values = series.explode().drop_nulls().unique().sort()
        distinct = pl.DataFrame({"set": series.list.unique().list.sort()}).with_row_index("row")
        grouped = distinct.group_by("set", maintain_order=True).agg("row")
        members: list[Any] = grouped["set"].to_list()  # Any: whatever the column holds
        codes = np.empty(len(series), np.int64)
        codes[grouped["row"].explode().to_numpy()] = np.repeat(np.arange(len(members)), grouped["row"].list.len().to_numpy())
    else:
        values = series.drop_nulls().unique().sort()
        numbered = pl.DataFrame({"value": values, "code": np.arange(len(values))})
        codes = (
            pl.DataFrame({"value": series})
            .join(numbered, on="value", how="left", maintain_order="left")["code"]
            .fill_null(len(values))
            .to_numpy()
        )
        members = [*([value] for value in values), *([None] if series.null_count() else [])]
    place = {value: position for position, value in enumerate(values)}
    # Null and at least one more: where a column says nothing about anyone, a value that nobody has written down.
    unknown = frozenset(range(max(2, len(values) + 1)))
    sets = tuple(frozenset(place[value] for value in one) if one and None not in one else unknown for one in members)
    return Column(name, codes.astype(np.int64), sets, values)


def _differs_within(column: Column, events: Events) -> bool:
    """Say whether a column belongs to the event: by its name, or because it differs within some person."""
    if column.name in _OF_THE_EVENT:
        return True
    of_first = np.repeat(column.codes[events.start[:-1]], np.diff(events.start))
    return bool((of_first != column.codes).any())


def _together(rows: int, columns: Sequence[Column]) -> tuple[tuple[Sets, ...], Small]:
    """Return the distinct combinations of sets, and which of them each row has."""
    if not columns:
        return ((),), np.zeros(rows, np.int32)
    mixed = columns[0].codes
    for column in columns[1:]:
        mixed = mixed * len(column.sets) + column.codes
    if len(columns) == 1:
        return tuple((one,) for one in columns[0].sets), mixed.astype(np.int32)
    distinct = pl.Series(mixed).unique().sort().to_numpy()
    sets = []
    for number in distinct:
        rest, parts = int(number), []
        for column in reversed(columns):
            rest, code = divmod(rest, len(column.sets))
            parts.append(column.sets[code])
        sets.append(tuple(reversed(parts)))
    return tuple(sets), np.searchsorted(distinct, mixed).astype(np.int32)
