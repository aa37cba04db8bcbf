"""
Counts of persons that may be one person: least and most over all the ways to join them.

Joining puts the events of the parts together. A column of the person keeps
the values that all parts allow; where none is left the parts disagree and the value is
disputed.
"""

from collections.abc import Iterator, Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from amparo.histories.cells import Cells, Sets, is_known
from amparo.histories.compiled import chosen
from amparo.histories.identity import Parts, Web
from amparo.histories.identity_kernel import Blocks
from amparo.histories.kernels import CONSISTENT, Runs, Whole
from amparo.histories.possible import cut
from amparo.histories.sheet import Sheet

type Members = tuple[int, ...]


@attrs.frozen(eq=False)
class Stretches:
    """Stretches of days in the rows of a sheet, clipped to its days: of which block, and whether certain."""

    block: Whole
    row: Whole
    begin: Whole
    until: Whole
    certain: NDArray[np.bool_]

    def of(self, chosen_rows: Whole) -> "Stretches":
        """Return some of them."""
        return Stretches(*(column[chosen_rows] for column in attrs.astuple(self, recurse=False)))


def merged_sets(cells: Cells, parts: Parts) -> Iterator[Sets]:
    """Yield the value sets of all that may come of joining."""
    if cells.of_person:
        for web in parts.webs:
            if web.blocks:
                yield from (merge(cells, members) for members in map(web.members, web.blocks) if members)
            elif web.known:
                yield _widened(cells, web)


def merge(cells: Cells, members: Members) -> Sets:
    """Return the values that all parts allow, column by column; where they disagree, those of the parts that know any."""
    found = []
    for column, *sets in zip(cells.of_person, *(cells.group_sets[cells.group[person]] for person in members), strict=True):
        known = [one for one in sets if column.null not in one]
        found.append(frozenset.intersection(*sets) or frozenset.union(*known))
    return tuple(found)


def add_joined(cells: Cells, parts: Parts, sheet: Sheet) -> None:
    """Add the persons of undecided identity: exactly in webs of up to eight, safely in larger ones."""
    small = [web for web in parts.webs if web.blocks]
    if small:
        _add_exactly(cells, small, sheet)
    for web in parts.webs:
        if not web.blocks and web.known:
            _add_safely(cells, web, sheet)


def _add_exactly(cells: Cells, webs: Sequence[Web], sheet: Sheet) -> None:
    blocks = [(number, block) for number, web in enumerate(webs) for block in web.blocks]
    members = [webs[number].members(block) for number, block in blocks]
    runs = join(cells.runs, members)
    stretches = _place(cells, runs, [merge(cells, one) if one else cells.group_sets[0] for one in members], sheet)
    web_of_block = np.array([number for number, _ in blocks])
    # Blocks stand web by web, so sorting by block sorts by web.
    stretches = stretches.of(np.argsort(stretches.block, kind="stable"))
    numbers = np.arange(len(webs) + 1)
    chosen(runs.lo.size).add_components(
        Blocks(
            np.array([len(web.persons) for web in webs]),
            np.searchsorted(web_of_block, numbers),
            np.array([block for _, block in blocks]),
            np.searchsorted(web_of_block[stretches.block], numbers),
            stretches.block,
            stretches.row,
            stretches.begin,
            stretches.until,
            stretches.certain,
        ),
        sheet.lower,
        sheet.upper,
    )


def _add_safely(cells: Cells, web: Web, sheet: Sheet) -> None:
    """
    Add a web that is too large to go through.

    At least: once where every part and the whole are surely in the row. At
    most: every part for whom the row is possible; when one of them is in conflict a
    merger is too and takes all dates as given, so then the dates of all are.
    """
    alone = [(person,) for person in web.known]
    runs = join(cells.runs, [*alone, web.known])
    sets = [merge(cells, members) for members in (*alone, web.known)]
    sure = _place(cells, runs, sets, sheet)
    sure = sure.of(np.flatnonzero(sure.certain))
    whole = sure.of(np.flatnonzero(sure.block == len(alone)))
    for row in np.unique(whole.row):
        together = np.zeros(sheet.days + 1, np.int64)
        for stretch in np.flatnonzero(sure.row == row):
            together[sure.begin[stretch]] += 1
            together[sure.until[stretch]] -= 1
        everyone = np.cumsum(together) == len(alone) + 1
        everyone[-1] = False
        sheet.lower[row] += np.diff(everyone, prepend=False).astype(np.int32) * np.where(everyone, 1, -1)
    _, verdicts = cut(runs, cells.count)
    wide = _widened(cells, web)
    agree = all(frozenset.intersection(*column) for column in zip(*sets, strict=True))
    runs = join(cells.runs, alone)
    if (verdicts != CONSISTENT).any():
        runs = runs._replace(after_start=np.zeros(0, np.int64), after=np.zeros(0, np.int64))
    maybe = _place(cells, runs, sets[:-1] if agree else [wide] * len(alone), sheet)
    np.add.at(sheet.upper, (maybe.row, maybe.begin), 1)
    np.subtract.at(sheet.upper, (maybe.row, maybe.until), 1)


def _widened(cells: Cells, web: Web) -> Sets:
    """Return every value that some part has: whatever block a part joins, its values lie within."""
    columns = zip(*(cells.group_sets[cells.group[person]] for person in web.known), strict=True)
    return tuple(frozenset.union(*sets) for sets in columns)


def _place(cells: Cells, runs: Runs, sets: Sequence[Sets], sheet: Sheet) -> Stretches:
    """Return the stretches of joined persons in the rows of the sheet, one for each combination of values they may have."""
    pieces, _ = cut(runs, cells.count)
    begin = np.clip(pieces.begin.astype(np.int64) - sheet.first_day, 0, sheet.days)
    until = np.clip(pieces.until.astype(np.int64) - sheet.first_day, 0, sheet.days)
    number = {one: place for place, one in enumerate(dict.fromkeys(sets))}
    set_of_piece = np.array([number[one] for one in sets])[pieces.person]
    found: list[Stretches] = []
    for one, place in number.items():
        own = np.flatnonzero((set_of_piece == place) & (begin < until))
        certain = pieces.certain[own] & is_known(one)
        found += [Stretches(pieces.person[own], rows[pieces.cell[own]], begin[own], until[own], certain) for rows in sheet.rows_of(one)]
    return Stretches(*(np.concatenate(columns) for columns in zip(*(attrs.astuple(one, recurse=False) for one in found), strict=True)))


def join(runs: Runs, members: Sequence[Members]) -> Runs:
    """Return runs in which each group of persons is one person: their events side by side."""
    person = np.array([one for group in members for one in group], np.int64)
    size = runs.start[person + 1] - runs.start[person]
    begins = np.cumsum(size) - size
    total = int(size.sum())
    rows = np.repeat(runs.start[person] - begins, size) + np.arange(total)
    owner = np.repeat(np.arange(len(members)), [len(group) for group in members])
    length = np.bincount(owner, weights=size, minlength=len(members)).astype(np.int64)
    start = np.append(0, np.cumsum(length)).astype(np.int64)
    after_start, after = runs.after_start, runs.after
    if after_start.size:
        known = np.diff(runs.after_start)[rows]
        after_start = np.append(0, np.cumsum(known)).astype(np.int64)
        source = np.repeat(runs.after_start[rows] - after_start[:-1], known) + np.arange(int(known.sum()))
        # Within one person rows keep their distance.
        after = runs.after[source] + np.repeat(np.arange(total) - rows, known)
    return runs._replace(
        start=start,
        lo=runs.lo[rows],
        hi=runs.hi[rows],
        after_start=after_start,
        after=after,
        choice=runs.choice[rows],
        optional=runs.optional[rows],
    )
