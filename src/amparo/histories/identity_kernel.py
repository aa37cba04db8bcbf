"""Least and most persons of a component of undecided links, over all its partitions."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from amparo.histories.kernels import Small, Whole

_TOO_MANY = 2**30


class Blocks(NamedTuple):
    """
    The possible mergers of each component, and when each may and must be in a cell.

    Attributes:
        parts: how many parts each component has.
        block_start: where each component's blocks begin; one more entry for the end.
        mask: the parts of each block, one bit each.
        row_start: where each component's rows begin; one more entry for the end.
        block, row, begin, until, certain: one row a stretch of days (columns of the answer, already clipped).
    """

    parts: Whole
    block_start: Whole
    mask: Whole
    row_start: Whole
    block: Whole
    row: Whole
    begin: Whole
    until: Whole
    certain: NDArray[np.bool_]


def add_components(blocks: Blocks, lower: Small, upper: Small) -> None:
    """Add to ``lower`` and ``upper`` (cell × day, as changes) the exact least and most of each component."""
    for component in range(blocks.parts.size):
        start, stop = blocks.row_start[component], blocks.row_start[component + 1]
        if start == stop:
            continue
        by_row = np.argsort(blocks.row[start:stop], kind="mergesort") + start
        begin = 0
        while begin < by_row.size:
            cell = blocks.row[by_row[begin]]
            end = begin
            while end < by_row.size and blocks.row[by_row[end]] == cell:
                end += 1
            add_row(blocks, component, by_row[begin:end], lower[cell], upper[cell])
            begin = end


def add_row(blocks: Blocks, component: int, rows: Whole, lower: Small, upper: Small) -> None:
    """Add one component's least and most for one cell, segment by segment between the days on which anything changes."""
    edges = np.unique(np.concatenate((blocks.begin[rows], blocks.until[rows])))
    first_block = blocks.block_start[component]
    count = blocks.block_start[component + 1] - first_block
    surely = np.zeros((count, edges.size), np.int64)
    maybe = np.zeros((count, edges.size), np.int64)
    for row in rows:
        block = blocks.block[row] - first_block
        begin = np.searchsorted(edges, blocks.begin[row])
        until = np.searchsorted(edges, blocks.until[row])
        maybe[block, begin:until] = 1
        if blocks.certain[row]:
            surely[block, begin:until] = 1
    masks = blocks.mask[first_block : first_block + count]
    least, most = best_partitions(int(blocks.parts[component]), masks, surely, maybe)
    before_least, before_most = 0, 0
    for segment in range(edges.size):
        lower[edges[segment]] += least[segment] - before_least
        upper[edges[segment]] += most[segment] - before_most
        before_least, before_most = least[segment], most[segment]


def best_partitions(parts: int, masks: Whole, surely: Whole, maybe: Whole) -> tuple[Whole, Whole]:
    """
    Return the least sum of ``surely`` and the most of ``maybe`` over the partitions into the given blocks.

    A partition of a set is the block that holds its lowest part and
    a partition of the rest, so at most 3^8 / 2 steps cover the 4,140 partitions of eight parts.
    """
    least = np.full((1 << parts, surely.shape[1]), _TOO_MANY)
    most = np.full((1 << parts, surely.shape[1]), -_TOO_MANY)
    least[0] = 0
    most[0] = 0
    for whole in range(1, 1 << parts):
        lowest = whole & -whole
        for block in range(masks.size):
            mask = masks[block]
            if mask & lowest and mask & whole == mask:
                least[whole] = np.minimum(least[whole], surely[block] + least[whole ^ mask])
                most[whole] = np.maximum(most[whole], maybe[block] + most[whole ^ mask])
    return least[-1], most[-1]


INLINE = (best_partitions, add_row)
PARTS = (add_components,)
