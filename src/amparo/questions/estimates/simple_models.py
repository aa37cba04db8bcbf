"""
Three models that need no search: every list catches alike, each list has its own reach, and the latter with persons who differ.

They are the yardsticks of the others: M0 and Mt assume that lists are
independent; the lower bound of Mth leaves free how many persons stand on three
lists and more, so that persons who are easy to find do not pull the figure down (Chao 1987; Baillargeon & Rivest 2007).
"""

import attrs
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from amparo.questions.estimates.overlaps import Overlaps, Whole

type Real = NDArray[np.float64]

_ROUNDS = 200
_NO_MAXIMUM = 1e6  # times the persons documented


@attrs.frozen
class Fit:
    """
    A figure of one model: total and standard error in persons; deviance and how many parameters.

    ``total`` is not finite where the model has no maximum.
    """

    total: float
    error: float
    deviance: float
    parameters: int

    @property
    def is_finite(self) -> bool:
        """Whether there is a figure at all."""
        return bool(np.isfinite(self.total) and np.isfinite(self.error))


def all_lists_alike(overlaps: Overlaps) -> float:
    """Return the total if every list reaches every person with one probability (M0)."""
    lists, times = len(overlaps.lists), overlaps.times_listed
    mean = float((np.arange(lists + 1) * times).sum()) / overlaps.documented
    if mean <= 1.0 or mean >= lists:
        return float(overlaps.documented) if mean >= lists else float("inf")
    reach = brentq(lambda p: lists * p / -np.expm1(lists * np.log1p(-p)) - mean, 1e-12, 1 - 1e-12)
    return float(overlaps.documented / -np.expm1(lists * np.log1p(-reach)))


def each_list_alone(overlaps: Overlaps) -> Fit:
    """Return the total if lists are independent, each with its own reach (Mt)."""
    return _fitted(overlaps, _lists_and_constant(overlaps))[0]


def free_of_the_often_listed(overlaps: Overlaps) -> Fit:
    """
    Return the lower bound if persons differ in how easily they are found (Mth, Chao).

    From three lists up each further list may weigh more than the last, by a bend of its own; bends below zero would say
    that persons differ less than not at all, and are left out, as Baillargeon and Rivest do.
    """
    base = _lists_and_constant(overlaps)
    times = _cells(overlaps)[0].sum(axis=1)
    bends = list(range(2, len(overlaps.lists)))
    while True:
        design = np.column_stack([base, *(np.maximum(times - bend, 0) for bend in bends)])
        fitted, slopes = _fitted(overlaps, design)
        below = slopes[base.shape[1] :]
        if not len(below) or below.min() >= 0:
            return fitted
        bends.pop(int(below.argmin()))


def _cells(overlaps: Overlaps) -> tuple[Whole, Real]:
    """Return the combinations of lists but that of none, as rows of 0 and 1, and their counts."""
    every = np.arange(1, 1 << len(overlaps.lists))
    return (every[:, None] >> np.arange(len(overlaps.lists))) & 1, overlaps.cells()[1:]


def _lists_and_constant(overlaps: Overlaps) -> Real:
    listed, _ = _cells(overlaps)
    return np.column_stack([np.ones(len(listed)), listed])


def _fitted(overlaps: Overlaps, design: Real) -> tuple[Fit, Real]:
    """Return the figure of a Poisson log-linear model of the cells seen, and its coefficients; by reweighted least squares."""
    counts = _cells(overlaps)[1]
    means, before = counts + 0.5, -np.inf
    slopes = np.zeros(design.shape[1])
    for _ in range(_ROUNDS):
        pull = design.T @ (means * np.log(means) + counts - means)
        slopes = np.linalg.lstsq(design.T @ (design * means[:, None]), pull, rcond=1e-13)[0]
        means = np.exp(np.clip(design @ slopes, -50, 50))
        likelihood = float(counts @ np.log(means) - means.sum())
        if abs(likelihood - before) < 1e-11 * (1 + abs(likelihood)):
            break
        before = likelihood
    missing = float(np.exp(min(slopes[0], 50.0)))
    if missing > _NO_MAXIMUM * overlaps.documented:
        return Fit(float("inf"), float("inf"), float("inf"), design.shape[1]), slopes
    variance = float(np.linalg.pinv(design.T @ (design * means[:, None]), rcond=1e-13)[0, 0])
    seen = counts[counts > 0]
    deviance = 2 * (float(seen @ np.log(seen) - seen.sum()) - likelihood)
    return Fit(overlaps.documented + missing, float(np.sqrt(missing + missing**2 * variance)), deviance, design.shape[1]), slopes
