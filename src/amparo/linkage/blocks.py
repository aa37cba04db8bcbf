"""
Pairs from shared keys, with a cap: a key that too many rows share is narrowed by a second one.

A key is a number made of its parts; two rows that share one are a pair. Pairs
are numbers too, ``first * rows + second`` with first < second, so that a set of
pairs is a sorted array.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

type Keys = NDArray[np.uint64]
type Rows = NDArray[np.int64]
type Pairs = NDArray[np.int64]

_MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x165667B19E3779F9))


def key_of(*parts: NDArray[np.integer] | int) -> Keys:
    """Return one number for each row of parts; different parts give different numbers, but for a chance of 1 in 10¹²."""
    with np.errstate(over="ignore"):
        made: Any = np.uint64(0x27D4EB2F165667C5)  # Any: a number, then a row of them
        for place, part in enumerate(parts):
            one = (
                np.asarray(part).astype(np.int64).view(np.uint64) if isinstance(part, np.ndarray) else np.uint64(part & 0xFFFFFFFFFFFFFFFF)
            )
            made = (made ^ (one + _MIX[place % 3])) * _MIX[1]
            made = made ^ (made >> np.uint64(29))
    return np.atleast_1d(made)


def pairs_of(keys: Keys, rows: Rows, height: int, cap: int, narrower: Sequence[NDArray[np.integer]] = ()) -> Pairs:
    """
    Return the pairs of rows that share a key, sorted, each once.

    Where more than ``cap`` rows share it, only those pairs are returned that also
    share one of the ``narrower`` columns (by row; negative: nothing to share), under the same cap.
    """
    rows, inverse, size = _blocks(keys, rows)
    found = [_within(rows[size <= cap], inverse[size <= cap], size[size <= cap], height)]
    wide = size > cap
    if wide.any():
        for column in narrower:
            value = np.asarray(column)[rows[wide]]
            known = value >= 0
            again = key_of(inverse[wide][known], value[known])
            inner_rows, inner_inverse, inner_size = _blocks(again, rows[wide][known])
            small = inner_size <= cap
            found.append(_within(inner_rows[small], inner_inverse[small], inner_size[small], height))
    return united(found)


def united(sets: Sequence[Pairs]) -> Pairs:
    """Return the union of sets of pairs, sorted."""
    together = np.concatenate([np.zeros(0, np.int64), *sets])
    together.sort(kind="stable")
    if together.size:
        together = together[np.append(np.array([True]), together[1:] != together[:-1])]
    return together


def held(pairs: Pairs, among: Pairs) -> NDArray[np.bool_]:
    """Say which pairs are among others; both are sorted."""
    if not among.size:
        return np.zeros(pairs.size, np.bool_)
    there: NDArray[np.bool_] = among[np.minimum(np.searchsorted(among, pairs), among.size - 1)] == pairs
    return there


def _blocks(keys: Keys, rows: Rows) -> tuple[Rows, NDArray[np.int64], NDArray[np.int64]]:
    """Return the rows in order of their keys, the number of each one's block and its size; blocks of one row are left out."""
    order = np.argsort(keys)
    keys, rows = keys[order], rows[order]
    if not keys.size:
        return rows, np.zeros(0, np.int64), np.zeros(0, np.int64)
    number = np.cumsum(np.append(0, (keys[1:] != keys[:-1]).astype(np.int64)))
    size = np.bincount(number)[number]
    shared = size > 1
    return rows[shared], number[shared], size[shared]


def _within(rows: Rows, number: NDArray[np.int64], size: NDArray[np.int64], height: int) -> Pairs:
    """Return all pairs within blocks; rows of a block lie together."""
    found = []
    for one in np.unique(size):
        block = rows[size == one].reshape(-1, one)
        first, second = np.triu_indices(int(one), 1)
        low, high = np.minimum(block[:, first], block[:, second]), np.maximum(block[:, first], block[:, second])
        pairs = (low * height + high)[low != high]
        found.append(pairs)
    del number
    return united(found)
