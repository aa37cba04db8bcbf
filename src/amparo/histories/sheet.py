"""The rows of an answer, state by group, against its days; kept as changes until the end."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import product
from typing import Any

import attrs
import numpy as np
import polars as pl
from numpy.typing import NDArray

from amparo.histories.cells import Cells, Combination, Sets
from amparo.histories.intake import day_number
from amparo.histories.kernels import Small


@attrs.frozen(eq=False)
class Sheet:
    """
    At least and at most, row by row.

    Attributes:
        cells: what the events may fill.
        groups: the place of each group: a combination of the person's values and one of the event's.
        first: the day of the first column.
        lower, upper: changes, row × day; the last column is for what changes after the last day.
    """

    cells: Cells
    groups: dict[tuple[Combination, Combination], int]
    first: date
    lower: Small
    upper: Small

    @property
    def first_day(self) -> int:
        """The first day since 1970."""
        return day_number(self.first)

    @property
    def days(self) -> int:
        """How many days are asked for."""
        return int(self.lower.shape[1]) - 1

    def rows_of(self, sets: Sets) -> NDArray[np.int64]:
        """Return the rows that persons with these values fill: their combinations × the cells of their events."""
        states = np.arange(len(self.cells.states))
        return np.array(
            [
                np.concatenate([self.groups[one, of_event] * states.size + states for of_event in self.cells.event_combinations])
                for one in product(*map(sorted, sets))
            ]
        )


def blank_sheet(cells: Cells, sets: Iterable[Sets], first: date, days: int) -> Sheet:
    """Return a sheet of zeros with a row for every state of every group that somebody may belong to."""
    of_person = {combination for one in sets for combination in product(*map(sorted, one))}
    groups = {pair: place for place, pair in enumerate(sorted(product(of_person, cells.event_combinations)))}
    shape = (len(groups) * len(cells.states), days + 1)
    return Sheet(cells, groups, first, np.zeros(shape, np.int32), np.zeros(shape, np.int32))


def read_off(sheet: Sheet, by: Sequence[str]) -> pl.DataFrame:
    """Return the sheet as a frame: day by day, states and groups in order, null last."""
    cells = sheet.cells
    columns = {column.name: column for column in (*cells.of_person, *cells.of_event)}
    rows = []
    for (of_person, of_event), place in sheet.groups.items():
        values = dict(zip(columns, (*of_person, *of_event), strict=True))
        if any(number > columns[name].null for name, number in values.items()):
            continue  # a value that nobody has written down has no row
        rows += [(state, [values[name] for name in by], place * len(cells.states) + state) for state in range(len(cells.states))]
    rows.sort()
    heads: dict[str, Any] = {"state": pl.Series(cells.states, dtype=pl.String).gather([state for state, _, _ in rows])}  # Any: any column
    for number, name in enumerate(by):
        known = columns[name].values
        heads[name] = known.extend_constant(None, 1).gather([values[number] for _, values, _ in rows])
    order = [row for _, _, row in rows]
    days = pl.DataFrame({"day": pl.date_range(sheet.first, sheet.first + timedelta(sheet.days - 1), eager=True)})
    return days.join(pl.DataFrame(heads), how="cross", maintain_order="left_right").with_columns(
        at_least=_running(sheet.lower, order), at_most=_running(sheet.upper, order)
    )


def _running(changes: Small, order: list[int]) -> pl.Series:
    sums = np.cumsum(changes[order, :-1], axis=1, dtype=np.int64)
    return pl.Series(np.ascontiguousarray(sums.T).ravel())
