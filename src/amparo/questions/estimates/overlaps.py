"""The table of overlaps: which lists name whom, and how many persons each combination of lists has in common."""

from collections.abc import Iterator, Mapping
from itertools import combinations

import attrs
import numpy as np
import polars as pl
from numpy.typing import NDArray

from amparo.errors import BadInput
from amparo.questions.estimates.provenance import origins

type Whole = NDArray[np.int64]

MOST_LISTS = 20
COUNT = "count"
_ALSO_COUNTS = frozenset(("freq", "frequency", "n", "conteo", "frecuencia", "cantidad"))


@attrs.frozen(eq=False)
class Overlaps:
    """
    How many persons stand on exactly which lists.

    Attributes:
        lists: the names of the lists, in the order of the table.
        masks: the combinations that somebody stands on, ascending; bit j is the j-th list.
        counts: how many persons stand on exactly those lists; none is zero.
    """

    lists: tuple[str, ...]
    masks: Whole
    counts: Whole

    @property
    def documented(self) -> int:
        """The persons on at least one list."""
        return int(self.counts.sum())

    @property
    def patterns(self) -> Whole:
        """The combinations as rows of 0 and 1, a column for each list."""
        return np.array((self.masks[:, None] >> np.arange(len(self.lists))) & 1, np.int64)

    @property
    def times_listed(self) -> Whole:
        """How many persons stand on exactly 0, 1, 2, … lists."""
        return np.bincount(self.patterns.sum(axis=1), weights=self.counts, minlength=len(self.lists) + 1).astype(np.int64)

    def cells(self) -> NDArray[np.float64]:
        """Return the counts of all 2^lists combinations, that of no list at place 0, always 0."""
        every = np.zeros(1 << len(self.lists))
        every[self.masks] = self.counts
        return every

    def pairs(self) -> Iterator[tuple[int, int, int]]:
        """Yield each two lists, and how many persons stand on both."""
        listed = self.patterns
        shared = listed.T @ (listed * self.counts[:, None])
        for one, other in combinations(range(len(self.lists)), 2):
            yield one, other, int(shared[one, other])

    def without(self, place: int) -> "Overlaps":
        """Return the table that there would be without one list: who stood on it alone is gone."""
        low = self.masks & ((1 << place) - 1)
        return collected(self.lists[:place] + self.lists[place + 1 :], low | (self.masks >> (place + 1)) << place, self.counts)


def collected(lists: tuple[str, ...], masks: Whole, counts: Whole) -> Overlaps:
    """Return a table from combinations that may repeat; nobody on no list, and no combination without persons."""
    every, place = np.unique(masks, return_inverse=True)
    sums = np.bincount(place, weights=counts, minlength=len(every)).astype(np.int64)
    kept = (every > 0) & (sums > 0)
    return Overlaps(lists, every[kept].astype(np.int64), sums[kept])


def read_overlaps(table: pl.DataFrame, derived: Mapping[str, str] | None = None) -> Overlaps:
    """
    Return the overlaps of a table.

    A column of 0 and 1 for each list; a last column ``count`` says how many
    persons each combination has; without it each row is one person. A combination
    that is not given has nobody.

    Args:
        table: at most 20 lists.
        derived: a list that copies another → the list that it copies; the two become one, under the name of the other.

    Raises:
        BadInput: where a cell, a row or a column cannot be meant; nothing is guessed.

    >>> read_overlaps(pl.DataFrame({"a": [1, 1], "b": [0, 1], "count": [7, 2]})).documented
    9
    """
    if not isinstance(table, pl.DataFrame):
        raise BadInput("estimates.not_a_frame", kind=type(table).__name__)
    names, count = _columns(table)
    lists = tuple(name for name in names if name != count)
    if not lists or len(lists) > MOST_LISTS:
        raise BadInput("estimates.number_of_lists", n=len(lists), most=MOST_LISTS)
    masks = np.zeros(table.height, np.int64)
    for place, name in enumerate(lists):
        masks |= _listed(table[name], name) << place
    nowhere = np.flatnonzero(masks == 0)
    if len(nowhere):
        raise BadInput("estimates.on_no_list", row=int(nowhere[0]) + 1)
    counts = np.ones(table.height, np.int64) if count is None else _counted(table[count], count)
    if count is not None:
        _refuse_repeats(masks)
    if not counts.sum():
        raise BadInput("estimates.nobody")
    return _merged(collected(lists, masks, counts), derived or {})


def _columns(table: pl.DataFrame) -> tuple[list[str], str | None]:
    """Return the columns, and which of them holds counts; other programs call it Freq or n."""
    names = table.columns
    if COUNT in names and names[-1] != COUNT:
        raise BadInput("estimates.count_is_not_last", place=names.index(COUNT) + 1)
    if names and (names[-1] == COUNT or (names[-1].casefold() in _ALSO_COUNTS and not _is_list(table[names[-1]]))):
        return names, names[-1]
    return names, None


def _is_list(column: pl.Series) -> bool:
    return set(column.cast(pl.String).unique().to_list()) <= {"0", "1", "true", "false"}


def _listed(column: pl.Series, name: str) -> Whole:
    """Return a column of 0 and 1."""
    whole = _whole(column, name)
    bad = np.flatnonzero((whole != 0) & (whole != 1))
    if len(bad):
        raise BadInput("estimates.not_0_or_1", row=int(bad[0]) + 1, column=name, value=column[int(bad[0])])
    return whole


def _counted(column: pl.Series, name: str) -> Whole:
    whole = _whole(column, name)
    bad = np.flatnonzero(whole < 0)
    if len(bad):
        raise BadInput("estimates.negative_count", row=int(bad[0]) + 1, column=name, value=int(whole[bad[0]]))
    return whole


def _whole(column: pl.Series, name: str) -> Whole:
    """Return a column of whole numbers; text is read as such."""
    texts = column.str.strip_chars() if column.dtype == pl.String else column
    numbers = texts.cast(pl.Float64, strict=False)
    bad = numbers.is_null() | numbers.is_nan() | (numbers != numbers.round()) | (numbers.abs() > 2**53)
    place = bad.fill_null(value=True).arg_true()
    if len(place):
        raise BadInput(
            "estimates.not_whole", row=int(place[0]) + 1, column=name, value="" if column[place[0]] is None else column[place[0]]
        )
    return numbers.cast(pl.Int64).to_numpy().astype(np.int64)


def _refuse_repeats(masks: Whole) -> None:
    """Two rows of one combination: perhaps two strata, perhaps a row pasted twice; who wrote the table must say."""
    seen: dict[int, int] = {}
    for row, mask in enumerate(masks.tolist(), 1):
        if mask in seen:
            raise BadInput("estimates.repeated_pattern", row=row, first=seen[mask])
        seen[mask] = row


def _merged(found: Overlaps, derived: Mapping[str, str]) -> Overlaps:
    """Return the table with each list that copies another merged into the list where its copying begins."""
    unknown = sorted({*derived, *derived.values()} - set(found.lists))
    if unknown:
        raise BadInput("estimates.no_such_list", name=unknown[0], lists=", ".join(found.lists))
    origin = origins(found.lists, derived)
    kept = tuple(name for name in found.lists if origin[name] == name)
    masks = np.zeros_like(found.masks)
    for place, name in enumerate(found.lists):
        masks |= (found.masks >> place & 1) << kept.index(origin[name])
    return collected(kept, masks, found.counts)
