"""The shape of a distribution of totals: its middle and ends, and whether it has one mode."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

type Real = NDArray[np.float64]

ENDS = (0.025, 0.5, 0.975)
_POINTS = 256
_SHALLOW = 0.6  # a valley this high between two modes is none
_LEAST_MASS = 0.05
_APART = 1.3  # times; two modes nearer than this are one answer


def ends(draws: Real) -> tuple[float, float, float]:
    """Return the lower end of the 95 % interval, the median and the upper end."""
    low, middle, high = np.quantile(draws, ENDS)
    return float(low), float(middle), float(high)


def modes(draws: Real, documented: int) -> list[float]:
    """
    Return the totals at which the distribution has its modes; more than one only where the data speak with two voices.

    The number of undocumented persons is looked at on the log scale. Two modes count as two if the valley between them is
    deep, each has at least a twentieth of the mass, and the totals differ by three tenths.
    """
    logs = np.log(np.maximum(draws - documented, 0.0) + 1.0)
    spread = float(np.std(logs))
    if spread < 1e-6:
        return [float(np.median(draws))]
    places = np.linspace(logs.min() - spread / 2, logs.max() + spread / 2, _POINTS)
    width = 0.9 * min(spread, float(np.subtract(*np.quantile(logs, [0.75, 0.25]))) / 1.34 or spread) * len(logs) ** -0.2
    density = _smoothed(logs, places, max(width, 2 * (places[1] - places[0])))
    return [float(np.exp(places[peak]) - 1.0 + documented) for peak in _peaks(density, np.exp(places) - 1.0 + documented)]


def _smoothed(values: Real, places: Real, width: float) -> Real:
    """Return a kernel density at even places, from counts per place."""
    step = places[1] - places[0]
    counts = np.bincount(np.clip(np.round((values - places[0]) / step).astype(np.int64), 0, len(places) - 1), minlength=len(places))
    reach = int(np.ceil(4 * width / step))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) * step / width) ** 2)
    smooth: Real = np.convolve(counts, kernel, mode="full")[reach:-reach]
    return np.asarray(smooth / (kernel.sum() * step * len(values)), np.float64)


def _peaks(density: Real, totals: Real) -> list[int]:
    """Return the places of the modes: maxima joined until the valleys between them are deep and each has mass."""
    padded = np.concatenate([[-1.0], density, [-1.0]])
    peaks = [int(place) for place in np.flatnonzero((padded[1:-1] > padded[:-2]) & (padded[1:-1] >= padded[2:]))]
    while len(peaks) > 1:
        weak = _weakest(density, totals, peaks)
        if weak is None:
            break
        peaks.remove(weak)
    return peaks


def _weakest(density: Real, totals: Real, peaks: list[int]) -> int | None:
    """Return a maximum that is no mode of its own beside its neighbours; None where all are."""
    valleys = [one + int(density[one:other].argmin()) for one, other in pairwise(peaks)]
    bounds = [0, *valleys, len(density)]
    for place, peak in sorted(enumerate(peaks), key=lambda pair: density[pair[1]]):
        mass = density[bounds[place] : bounds[place + 1]].sum() / density.sum()
        beside = [near for near in (place - 1, place) if 0 <= near < len(valleys)]
        shallow = any(density[valleys[near]] > _SHALLOW * density[peak] for near in beside)
        near = any(totals[peaks[n + 1]] < _APART * totals[peaks[n]] for n in beside)
        if mass < _LEAST_MASS or (density[peak] < density[peaks].max() and (shallow or near)):
            return peak
    return None
