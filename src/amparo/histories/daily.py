"""How many persons were surely, and may have been, in each state: all days at once."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from itertools import pairwise

import numpy as np
import polars as pl

from amparo.errors import BadInput
from amparo.histories.cells import Cells, divide, is_known
from amparo.histories.compiled import chosen
from amparo.histories.identity import Parts, read_parts
from amparo.histories.intake import lay_out
from amparo.histories.kernels import Small
from amparo.histories.merging import add_joined, merged_sets
from amparo.histories.sheet import Sheet, blank_sheet, read_off

_MOST_THREADS = 8
_WORTH_A_THREAD = 50_000  # events; fewer are counted before a thread has started


def daily_counts(
    events: pl.DataFrame,
    *,
    first: date,
    last: date,
    by: Sequence[str] = (),
    undecided: pl.DataFrame | None = None,
    different: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """
    Return day, state, the columns of ``by``, at_least and at_most: persons per day, from ``first`` to ``last``.

    ``at_least`` counts the persons whose only possible state it is, ``at_most``
    those for whom it is possible; both are attained in some world, so neither can
    be improved without new facts. One row for every day, every state of the
    events (and ``no_record``) and every group that somebody may belong to.

    A column of ``by`` is a value, null (unknown) or a list (disputed). Whoever's
    value is unknown counts in ``at_most`` of each value and of the null row,
    and in no ``at_least``; the null row's ``at_most`` shows how many they are.
    ``place``, ``facility`` and columns that differ between events of one person
    follow the event; before any event nobody is in a place, which is null too, and sure.

    ``undecided`` pairs (a, b) of persons may be one person; ``different`` pairs
    are not. Up to eight persons in one web of undecided pairs are counted exactly,
    over all the ways to join them; beyond, by a rule that is safe, not
    tight: ``uses_safe_rule`` says whether it applied.

    >>> arrest = {"person_id": "p1", "event_id": "e1", "state": "deprived", "lo": date(2026, 1, 2), "hi": date(2026, 1, 3)}
    >>> counts = daily_counts(pl.DataFrame([arrest]), first=date(2026, 1, 1), last=date(2026, 1, 3))
    >>> counts.filter(pl.col("state") == "deprived").select("at_least", "at_most").rows()
    [(0, 0), (0, 1), (1, 1)]
    """
    for name, given in (("first", first), ("last", last)):
        if not isinstance(given, date) or isinstance(given, datetime):
            raise BadInput("histories.not_a_day", name=name, kind=type(given).__name__)
    if first > last:
        raise BadInput("histories.window_reversed", first=first, last=last)
    laid = lay_out(events, by=by)
    cells = divide(laid, by)
    parts = read_parts(laid.persons, undecided, different)
    sheet = blank_sheet(cells, {*cells.group_sets, *merged_sets(cells, parts)}, first, (last - first).days + 1)
    _count_alone(cells, parts, sheet)
    add_joined(cells, parts, sheet)
    return read_off(sheet, by)


def _count_alone(cells: Cells, parts: Parts, sheet: Sheet) -> None:
    """Add the persons whose identity is decided: each group's counts to the rows of all its values, at least only where there is one."""
    lower, upper = _count_groups(cells, parts, sheet)
    for group, sets in enumerate(cells.group_sets):
        own = slice(group * cells.count, (group + 1) * cells.count)
        for rows in sheet.rows_of(sets):
            sheet.upper[rows] += upper[own]
            if is_known(sets):
                sheet.lower[rows] += lower[own]


def _count_groups(cells: Cells, parts: Parts, sheet: Sheet) -> tuple[Small, Small]:
    """Return the changes, group and cell × day; spans of persons are counted side by side and added up."""
    runs = cells.runs
    kernel = chosen(runs.lo.size)
    shape = (len(cells.group_sets) * cells.count, sheet.days + 1)
    # A thread must also have more to count than its sums take to add up.
    threads = max(1, min(_MOST_THREADS, os.cpu_count() or 1, runs.lo.size // max(_WORTH_A_THREAD, shape[0] * shape[1])))

    def count(span: tuple[int, int]) -> tuple[Small, Small]:
        lower, upper = np.zeros(shape, np.int32), np.zeros(shape, np.int32)
        kernel.count_days(runs, cells.count, cells.group, parts.joined, span, sheet.first_day, lower, upper)
        return lower, upper

    bounds = np.linspace(0, runs.start.size - 1, threads + 1).astype(int).tolist()
    spans = list(pairwise(bounds))
    if threads == 1:
        return count(spans[0])
    with ThreadPoolExecutor(threads) as pool:
        partial = list(pool.map(count, spans))
    lower, upper = partial[0]
    for more_lower, more_upper in partial[1:]:
        lower += more_lower
        upper += more_upper
    return lower, upper
