"""
Days on which the pace of counts changed: the best division of a series into stretches of one mean, and how surely each break is dated.

Optimal partitioning with the pruning of Killick, Fearnhead & Eckley (JASA 107, 2012, "PELT"), exact; the criterion is the
modified Schwarz criterion of Zhang & Siegmund (Biometrics 63, 2007). Counts are Poisson, or negative binomial where they scatter more.
A break is a description of a series. What happened about that day is not thereby its cause.
"""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import attrs
import numpy as np
from scipy.special import gammaln

from amparo.questions.flows.compiled import chosen
from amparo.questions.flows.kernels import Real, Whole

_SHORTEST = 2  # a day alone is an event, not a pace
_LEVEL = 0.95
_ROUNDS = 6
_EVEN = 1e6  # size of a negative binomial that is Poisson for every purpose


class Series(NamedTuple):
    """Sums of counts up to each place, the logarithms of whole numbers that a Poisson cost needs, and the size (0: Poisson)."""

    sums: Whole
    logs: Real
    size: float
    shortest: int


@attrs.frozen
class Segment:
    """A stretch of one pace: its first place, the place after its last, its count, and the mean per place."""

    first: int
    after: int
    count: int

    @property
    def mean(self) -> float:
        """The mean count per place."""
        return self.count / (self.after - self.first)


@attrs.frozen
class Break:
    """The place where a new pace begins, and the earliest and latest where it may, with 95 % probability given its neighbours."""

    at: int
    earliest: int
    latest: int


@attrs.frozen
class Segmentation:
    """The division of a series; ``size`` is that of the negative binomial, None where counts scatter no more than Poisson's."""

    segments: tuple[Segment, ...]
    breaks: tuple[Break, ...]
    size: float | None


def segment(counts: Sequence[int] | Whole) -> Segmentation:
    """
    Return the best division of a series of counts.

    >>> [one.first for one in segment([1] * 30 + [9] * 30).segments]
    [0, 30]
    """
    series = np.asarray(counts, np.int64)
    size, ends = 0.0, _ends(series, 0.0)
    for _ in range(_ROUNDS):
        found = _size(series, ends)
        if found == size:
            break
        size, before = found, ends
        ends = _ends(series, size)
        if ends == before:
            break
    edges = [0, *ends]
    segments = tuple(Segment(first, after, int(series[first:after].sum())) for first, after in pairwise(edges))
    breaks = tuple(_dated(series, before.first, here.first, here.after, size) for before, here in pairwise(segments))
    return Segmentation(segments, breaks, size or None)


def best_ends(series: Series, best: Real, previous: Whole, alive: Whole, until: Whole, cost: Real) -> None:
    """
    Fill in, for each place, the least cost of dividing what lies before it, and where its last stretch begins.

    Costs are minus twice the logarithm of the likelihood, plus three logarithms of the length for each break and one of each
    stretch. Two parts of a stretch never cost more together than it and one logarithm of the whole length: hence what is pruned,
    but only once the second part may be a stretch of its own.
    """
    sums, logs, size, shortest = series
    places = len(sums) - 1
    whole, penalty = logs[places], 3 * logs[places]
    log_size = math.log(max(size, 1e-300))
    best[0] = -penalty
    living, until[0] = 1, places + 1
    for end in range(shortest, places + 1):
        least = math.inf
        for place in range(living):
            start = alive[place]
            length, count = end - start, sums[end] - sums[start]
            if size == 0:
                fit = count * (logs[count] - logs[length])
            else:
                even = length * size
                fit = count * logs[count] + even * (logs[length] + log_size) - (count + even) * math.log(count + even)
            cost[place] = best[start] - 2 * fit + logs[length]
            if cost[place] < least:
                least, previous[end] = cost[place], start
        best[end] = least + penalty
        kept = 0
        for place in range(living):
            if until[place] > places and cost[place] - whole > best[end]:
                until[place] = end + shortest - 1
            if until[place] > end:
                alive[kept], until[kept] = alive[place], until[place]
                kept += 1
        alive[kept], until[kept] = end - shortest + 1, places + 1
        living = kept + 1


def _ends(series: Whole, size: float) -> list[int]:
    """Return the places after the last of each stretch of the best division."""
    places = series.size
    if places < 2 * _SHORTEST:
        return [places]
    sums = np.concatenate([[0], np.cumsum(series)])
    whole = np.arange(max(int(sums[-1]), places) + 1, dtype=np.float64)
    whole[0] = 1.0
    kernel = chosen(best_ends, 100 * places)
    room: list[Any] = [np.full(places + 1, math.inf), *np.zeros((3, places + 1), np.int64), np.empty(places + 1)]
    given: list[Any] = [sums, np.log(whole)]
    if kernel is best_ends:  # plain Python counts faster in lists
        given, room = [array.tolist() for array in given], [array.tolist() for array in room]
    kernel(Series(given[0], given[1], size, _SHORTEST), *room)
    previous = room[1]
    ends = [places]
    while previous[ends[-1]] > 0:
        ends.append(int(previous[ends[-1]]))
    return ends[::-1]


def _size(series: Whole, ends: Sequence[int]) -> float:
    """
    Return the size of a negative binomial that gives the scatter within the stretches; 0 where it is no more than Poisson's.

    The variance is mean + mean²/size: the size is solved for by moments over all stretches, one degree of freedom lost for each.
    """
    excess, square, first = 0.0, 0.0, 0
    for after in ends:
        part = series[first:after].astype(np.float64)
        mean = part.mean()
        excess += float(((part - mean) ** 2).sum()) * part.size / max(part.size - 1, 1) - part.size * mean
        square += part.size * mean**2
        first = after
    return min(square / excess, _EVEN) if excess > 2 * np.sqrt(2 * series.size) * max(series.mean(), 1e-9) else 0.0


def _dated(series: Whole, first: int, at: int, after: int, size: float) -> Break:
    """Return a break with the shortest run of places that holds it with 95 % probability, its neighbours given."""
    part = series[first:after]
    sums = np.cumsum(part)[:-1]
    places = np.arange(1, part.size)
    fit = _fits(sums, places, size) + _fits(part.sum() - sums, part.size - places, size)
    chance = np.exp(fit - fit.max())
    chance /= chance.sum()
    low = high = at - first - 1
    held = chance[low]
    while held < _LEVEL and (low > 0 or high < chance.size - 1):
        down, up = (chance[low - 1] if low > 0 else -1.0), (chance[high + 1] if high < chance.size - 1 else -1.0)
        low, high = (low - 1, high) if down >= up else (low, high + 1)
        held += max(down, up)
    return Break(at, first + 1 + low, first + 1 + high)


def _fits(count: Whole, length: Whole, size: float) -> Real:
    """Return the logarithm of the likelihood of stretches, their means integrated out evenly on the scale of logarithms."""
    if size == 0:
        found: Real = gammaln(count + 0.5) - (count + 0.5) * np.log(length)
        return found
    total = length * size
    spread: Real = gammaln(count + 0.5) - gammaln(count + total + 0.5) + gammaln(total)
    return spread
