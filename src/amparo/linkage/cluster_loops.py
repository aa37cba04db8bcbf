"""Joining records into persons, the most convincing join first: the loops."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Longs = NDArray[np.int64]

UNCOMPARED = -0.5  # two records that no key brought together are a little less likely to be one person
FREE, BLOCKED = 0, 1


def best_of(row: int, alive: Any, weight: Floats, blocked: Any) -> int:
    """Return the record group that a group would best be joined with; -1 where none may be."""
    best, most = -1, 0.0
    for other in range(alive.size):
        if other != row and alive[other] and not blocked[row, other] and (best < 0 or weight[row, other] > most):
            best, most = other, weight[row, other]
    return best


def join(weight: Floats, blocked: Any, cut: float, label: Longs) -> None:  # noqa: C901 (one loop, compiled)
    """
    Join groups while the sum of weights between two of them exceeds the cut and nothing forbids it; ``label`` becomes each record's group.

    Groups that may not be joined are never joined through a third one: what is
    forbidden for a part is forbidden for the whole.
    """
    number = weight.shape[0]
    alive = np.ones(number, np.bool_)
    best = np.empty(number, np.int64)
    for one in range(number):
        label[one] = one
    for one in range(number):
        best[one] = best_of(one, alive, weight, blocked)
    while True:
        keep, most = -1, cut
        for one in range(number):
            if alive[one] and best[one] >= 0 and weight[one, best[one]] > most:
                keep, most = one, weight[one, best[one]]
        if keep < 0:
            return
        gone = best[keep]
        if gone < keep:
            keep, gone = gone, keep
        alive[gone] = False
        for other in range(number):
            if label[other] == gone:
                label[other] = keep
            if alive[other] and other != keep:
                weight[keep, other] += weight[gone, other]
                weight[other, keep] = weight[keep, other]
                blocked[keep, other] = blocked[keep, other] or blocked[gone, other]
                blocked[other, keep] = blocked[keep, other]
        best[keep] = best_of(keep, alive, weight, blocked)
        for other in range(number):
            if not alive[other] or other == keep:
                continue
            if best[other] in (keep, gone):
                best[other] = best_of(other, alive, weight, blocked)
            elif not blocked[other, keep] and (best[other] < 0 or weight[other, keep] > weight[other, best[other]]):
                best[other] = keep


def join_all(
    start: Longs, edge_start: Longs, first: Longs, second: Longs, weights: Floats, marks: Any, alone: Longs, cut: float, label: Longs
) -> None:
    """
    Join the records of every component; records and edges of one lie together.

    ``first`` and ``second`` count from the component's first record; a mark of 1
    forbids a join; ``alone`` is the curated list of each record, -1 for none.
    """
    for component in range(start.size - 1):
        begin, number = start[component], start[component + 1] - start[component]
        weight = np.full((number, number), UNCOMPARED)
        blocked = np.zeros((number, number), np.bool_)
        for one in range(number):
            blocked[one, one] = True
            for other in range(one):
                if alone[begin + one] >= 0 and alone[begin + one] == alone[begin + other]:
                    blocked[one, other] = True
                    blocked[other, one] = True
        for edge in range(edge_start[component], edge_start[component + 1]):
            one, other = first[edge], second[edge]
            weight[one, other] = weights[edge]
            weight[other, one] = weights[edge]
            blocked[one, other] = marks[edge] == BLOCKED or (blocked[one, other] and weights[edge] < 1e5)
            blocked[other, one] = blocked[one, other]
        mine = np.empty(number, np.int64)
        join(weight, blocked, cut, mine)
        for one in range(number):
            label[begin + one] = begin + mine[one]


PARTS: tuple[Callable[..., Any], ...] = (best_of, join, join_all)  # Any: see each
