"""
How many persons the records are, with its uncertainty.

Persons as joined are too many: names alone never join, some true pairs score low, some were never compared. The expected
number of joins that lack, and of records put with somebody else, comes from ``doubts``; what was never compared is
inferred from the pairs *within* persons that no key brought together. How these add up, and how far off they
may be on lists of another make, was measured on lists of many sorts (``benchmarks.linkage.calibrate``).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from amparo.linkage.blocks import held, key_of, pairs_of
from amparo.linkage.doubts import Doubts, calibration, doubts_of
from amparo.linkage.linking import Work
from amparo.linkage.recall import estimated_recall

type Floats = NDArray[np.float64]


class HeadCount(NamedTuple):
    """An expected number of persons and its standard error."""

    expected: float
    error: float

    def interval(self, level: float, records: int) -> tuple[int, int]:
        """Return between which two numbers it lies with so much certainty."""
        wide = float(ndtri(0.5 + level / 2)) * self.error
        low, high = int(np.floor(self.expected - wide)), int(np.ceil(self.expected + wide))
        return min(max(low, min(records, 1)), records), max(min(high, records), min(records, 1))


def head_count(work: Work) -> HeadCount:
    """Return how many persons the records are expected to be."""
    found = np.unique(work.person).size
    if work.records.height < 2:
        return HeadCount(float(found), 0.0)
    doubts = doubts_of(work)
    weights = calibration()
    measures = shares(work, doubts)
    too_many = float(measures @ np.array(weights["too_many"]))
    known = float((doubts.together * (1 - doubts.together)).sum() + (doubts.astray * (1 - doubts.astray)).sum())
    relative, least = weights["error"]
    error = float(np.hypot(np.sqrt(known), found * relative * (float(measures[0]) + least)))
    return HeadCount(found * (1 - too_many), error)


def shares(work: Work, doubts: Doubts) -> Floats:
    """
    Return what the number of persons too many is inferred from, each as a share of the persons found.

    In order: joins that lack; records astray; pairs within persons that no key found, and the candidates' estimated losses, both times
    the records joined; the first times the records joined; the records joined.
    """
    found = float(np.unique(work.person).size)
    joined = (work.records.height - found) / found
    lacking, astray = float(doubts.together.sum()) / found, float(doubts.astray.sum()) / found
    return np.array([lacking, astray, not_compared(work) * joined, (1 - estimated_recall(work)) * joined, lacking * joined, joined])


def not_compared(work: Work) -> float:
    """Return the share of pairs within persons of three records and more that no key brought together."""
    size = np.bincount(work.person, minlength=1)
    rows = np.flatnonzero(size[work.person] > 2)
    pairs = pairs_of(key_of(work.person[rows]), rows, work.records.height, work.records.height + 1)
    return float((~held(pairs, work.candidates.pairs)).sum() / max(pairs.size, 1))
