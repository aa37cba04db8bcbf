"""How sure a linkage is: worlds drawn from what is uncertain in it."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from amparo.linkage.clusters import CERTAIN, Edges, components, persons_of
from amparo.linkage.linking import Work
from amparo.linkage.pairs import SHIFT, SLOPE
from amparo.linkage.recall import estimated_recall

type Longs = NDArray[np.int64]

_DRAWS = 100
_SURE = 10.0  # log2 odds, calibrated, beyond which a pair is not doubted


def draw(work: Work, n: int, seed: int) -> Iterator[Longs]:
    """
    Yield so many drawings of who each record is.

    Each doubtful pair's calibrated log odds are moved by logistic noise, so that a pair
    alone is joined as often as its probability says; parts of the pairs that hold
    a doubt are then joined anew under the same constraints.
    """
    edges, height = work.scored.edges, work.records.height
    rng = np.random.default_rng([seed, 5])
    doubt = SLOPE * work.scored.odds + SHIFT
    fixed = edges.apart | (edges.weight >= CERTAIN)
    unsure = (np.abs(doubt) < _SURE) & ~fixed
    loose = Edges(edges.pairs, np.where(fixed, edges.weight, doubt), edges.apart)
    part = components(loose, height, -_SURE)
    parts = np.unique(part[edges.pairs[unsure] // max(height, 1)]) if unsure.any() else np.zeros(0, np.int64)
    touched = np.isin(part, parts)
    base = work.person
    for _ in range(n):
        person = base.copy()
        if touched.any():
            moved = doubt.copy()
            moved[unsure] += rng.logistic(0.0, 1 / np.log(2.0), int(unsure.sum()))
            drawn = Edges(edges.pairs, np.where(fixed, edges.weight, moved), edges.apart)
            again = persons_of(drawn, height, work.curated, cut=0.0)
            person[touched] = again[touched]
        yield person


def interval_of_persons(work: Work, level: float, seed: int) -> tuple[int, int]:
    """
    Return an interval for the number of persons.

    Besides the doubtful pairs it allows for pairs of one person that no key brought together,
    by the estimated recall of the candidates.
    """
    height = work.records.height
    if height < 2:
        return height, height
    rng = np.random.default_rng([seed, 6])
    numbers = np.array([np.unique(person).size for person in draw(work, _DRAWS, seed)], np.float64)
    recall = estimated_recall(work)
    joins = height - numbers
    missed = joins * (1 - recall) / max(recall, 0.5)
    numbers = numbers - missed * rng.uniform(0.3, 1.3, numbers.size)
    tail = (1 - level) / 2
    low, high = np.quantile(numbers, [tail, 1 - tail])
    return max(int(np.floor(low)), 1), min(int(np.ceil(high)), height)
