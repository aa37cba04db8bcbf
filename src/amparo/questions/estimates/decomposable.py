"""
Averaging over all decomposable graphs of the lists (Madigan & York 1997; Dawid & Lauritzen 1993).

For a graph with cliques C and separators S, and δ pseudo-persons in each full
cell, the probability of the data and n0 unseen persons is a product over C divided by one over S; only
the all-zero cell of each depends on n0. So one matrix of scores (sets of lists × numbers of unseen persons) serves all graphs.
"""

from collections.abc import Mapping
from functools import cache

import attrs
import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import gammaln

from amparo.errors import BadInput
from amparo.questions.estimates.answer import KEPT_DRAWS, Estimate, Refused, assumed, diagnosed
from amparo.questions.estimates.conclusion import concluded
from amparo.questions.estimates.graphs import Graphs, decomposable_graphs
from amparo.questions.estimates.overlaps import Overlaps, read_overlaps
from amparo.questions.estimates.support import refusal, warnings

type Real = NDArray[np.float64]

MOST_LISTS = 6
_WHOLE_UP_TO = 600  # numbers of unseen persons that are gone through one by one
_FARTHEST = 1e6  # times the persons documented
_COARSE = 100
_BELOW = 25.0  # on the log scale: what is so much less probable than the best is left out
_REACH = 12.0  # standard deviations on both sides of a peak
_FINE = 4.0  # points within a standard deviation of the narrowest peak
_MATTERS = 1.5
_APART = 2.0


@attrs.frozen(eq=False)
class Average:
    """
    The distribution of the unseen persons over all graphs.

    Attributes:
        unseen: numbers of unseen persons, ascending.
        below: the probability of fewer unseen persons, to the middle of each.
        graphs, weights: the graphs and their probabilities.
        tail: the probability that is left beyond the last number looked at, at most.
    """

    unseen: Real
    below: Real
    graphs: Graphs
    weights: Real
    tail: float

    def quantiles(self, shares: Real) -> Real:
        """Return how many unseen persons there are at shares of the probability."""
        return np.interp(shares, self.below, self.unseen)


def dga(
    table: pl.DataFrame,
    *,
    seed: int = 0,
    delta: float | None = None,
    include_complete: bool = False,
    derived: Mapping[str, str] | None = None,
) -> Estimate | Refused:
    """
    Return the total averaged over all decomposable graphs of three to six lists.

    Args:
        table: see ``read_overlaps``.
        seed: of the draws.
        delta: pseudo-persons in each of the 2^lists cells; 2^-lists where not given.
        include_complete: let the complete graph in. It says nothing of the unseen but what is assumed beforehand.
        derived: lists that copy another, see ``read_overlaps``.

    Raises:
        BadInput: where the table or an option cannot be taken.
    """
    return dga_of(read_overlaps(table, derived), seed=seed, delta=delta, include_complete=include_complete)


def dga_of(overlaps: Overlaps, *, seed: int = 0, delta: float | None = None, include_complete: bool = False) -> Estimate | Refused:
    """Return the same from overlaps that are read already."""
    lists = len(overlaps.lists)
    if delta is not None and not 0 < delta <= 100:
        raise BadInput("estimates.not_an_option", name="delta", value=delta, allowed="0 < delta ≤ 100")
    refused = refusal(overlaps, "dga")
    if refused is not None:
        return refused
    if lists > MOST_LISTS:
        return Refused("too_many_lists", "dga", overlaps.documented, {"lists": lists, "most": MOST_LISTS})
    chosen = delta if delta is not None else 2.0**-lists
    found = average(overlaps, chosen, include_complete=include_complete)
    if found.tail > 1e-6:
        return Refused("unbounded", "dga", overlaps.documented)
    low, middle, high = (float(value) for value in overlaps.documented + found.quantiles(np.array([0.025, 0.5, 0.975])))
    sensitivity = _sensitivity(overlaps, chosen)
    doubts = warnings(overlaps)
    medians = [row["median"] for row in sensitivity if include_complete or not row["complete"]]
    if max(medians) > _MATTERS * min(medians):
        doubts.append("prior_matters")
    draws = overlaps.documented + found.quantiles(np.random.default_rng(seed).random(KEPT_DRAWS))
    best = np.argsort(-found.weights, kind="stable")[:10]
    return concluded(
        "dga",
        overlaps.documented,
        (low, middle, high),
        draws,
        apart=_APART,
        assumptions=assumed("closed", "linked", "reach", "alike", "graphs", "prior"),
        diagnostics=diagnosed(
            converged=True,
            warnings=doubts,
            delta=chosen,
            graphs=[{"graph": found.graphs.name(int(place)), "weight": float(found.weights[place])} for place in best],
            sensitivity=sensitivity,
        ),
    )


def _sensitivity(overlaps: Overlaps, delta: float) -> list[dict[str, float | bool]]:
    """Return median and ends for other pseudo-persons, and with the complete graph let in."""
    base = 2.0 ** -len(overlaps.lists)
    rows: list[dict[str, float | bool]] = []
    for one, complete in [*((one, False) for one in sorted({base, 4 * base, 0.5, delta})), (delta, True)]:
        found = overlaps.documented + average(overlaps, one, include_complete=complete).quantiles(np.array([0.025, 0.5, 0.975]))
        rows.append({"delta": one, "complete": complete, "low": float(found[0]), "median": float(found[1]), "high": float(found[2])})
    return rows


def average(overlaps: Overlaps, delta: float, *, include_complete: bool = False, most_unseen: float | None = None) -> Average:
    """
    Return the distribution of the unseen persons over all decomposable graphs, all equally credible beforehand, p(N) ∝ 1/N.

    A coarse look finds the peak of each graph and leaves out those that do not matter; then as fine a look as the narrowest peak
    needs, at every whole number where there are few.

    Nothing beyond ``most_unseen`` is looked at: a million times those documented where it is not given. See ``dga`` for the rest.
    """
    graphs = decomposable_graphs(len(overlaps.lists))
    scores = _scores(overlaps, graphs, delta)
    if not include_complete:
        scores = scores.of(np.arange(len(graphs.edges)) != graphs.complete)
    farthest = most_unseen or _FARTHEST * overlaps.documented
    coarse = np.concatenate([np.arange(16.0), np.geomspace(16, farthest, _COARSE)])
    heights = scores.at(coarse)
    peaks = _peaks(np.log1p(coarse), heights)
    kept = peaks.height > peaks.height.max() - _BELOW
    unseen, steps = _grid(_Peaks(peaks.centre[kept], peaks.spread[kept], peaks.height[kept]), farthest)
    fine = scores.of(kept).at(unseen) + np.log(steps)
    top = fine.max()
    shares = np.exp(fine - top)
    whole = shares.sum()
    probable = shares.sum(axis=0) / whole
    weights = np.zeros(len(graphs.edges))
    weights[scores.places[kept]] = shares.sum(axis=1) / whole
    tail = 0.0 if most_unseen else float(np.exp(heights[:, -1] - top).sum() * farthest / whole)
    return Average(unseen, _below(unseen, probable, steps), graphs, weights, tail)


def _below(unseen: Real, probable: Real, steps: Real) -> Real:
    """Return the probability below each number: up to its middle where every number is there, else by trapezia between them."""
    if steps[0] == 1.0:
        return np.cumsum(probable) - probable / 2
    heights = probable / steps
    return np.cumsum(np.diff(unseen, prepend=unseen[0]) * (heights + np.roll(heights, 1)) / 2)


@attrs.frozen(eq=False)
class _Scores:
    """The log probability of some graphs at numbers of unseen persons; ``places`` says which graphs these are."""

    signs: csr_array
    zeros: Real  # pseudo-persons and persons in the all-zero cell of each set of lists
    fixed: Real  # what does not depend on the unseen
    surplus: Real  # cliques less separators
    places: NDArray[np.int64]
    documented: int
    pseudo: float

    def of(self, kept: NDArray[np.bool_]) -> "_Scores":
        """Return the scores of some of the graphs."""
        return attrs.evolve(self, signs=self.signs[kept], fixed=self.fixed[kept], surplus=self.surplus[kept], places=self.places[kept])

    def at(self, unseen: Real) -> Real:
        """Return graphs × numbers of unseen persons."""
        total = self.documented + unseen
        shared = gammaln(total + 1) - gammaln(unseen + 1) - np.log(total)
        found = self.signs @ gammaln(self.zeros[:, None] + unseen)  # sparse: a graph has few cliques
        found -= np.multiply.outer(self.surplus, gammaln(total + self.pseudo))
        found += shared
        found += self.fixed[:, None]
        return found


def _scores(overlaps: Overlaps, graphs: Graphs, delta: float) -> _Scores:
    lists = len(overlaps.lists)
    cells, starts, sizes = _margins(lists)
    margins = np.bincount(cells, weights=np.tile(overlaps.cells(), len(starts)))
    pseudo = delta * 2.0**lists / sizes
    logs = gammaln(margins + np.repeat(pseudo, sizes))
    fixed = np.add.reduceat(logs, starts) - logs[starts] - sizes * gammaln(pseudo)
    surplus = graphs.incidence.sum(axis=1)
    own = graphs.incidence @ fixed + surplus * gammaln(2.0**lists * delta)
    places = np.arange(len(graphs.edges))
    return _Scores(graphs.incidence, margins[starts] + pseudo, own, surplus, places, overlaps.documented, 2.0**lists * delta)


@cache
def _margins(lists: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the cell of each margin (of each set of lists in turn) that each full cell falls into; where each margin begins; its size."""
    every = np.arange(1 << lists)
    cells, starts, sizes = [], [], []
    begin = 0
    for part in range(1, 1 << lists):
        places = [place for place in range(lists) if part >> place & 1]
        cells.append(begin + ((every[:, None] >> np.array(places) & 1) << np.arange(len(places))).sum(axis=1))
        starts.append(begin)
        sizes.append(1 << len(places))
        begin += 1 << len(places)
    return np.concatenate(cells), np.array(starts), np.array(sizes)


@attrs.frozen(eq=False)
class _Peaks:
    """Where each graph has its peak (on the scale of log(1 + unseen)), how wide it is, and about how much lies under it (log)."""

    centre: Real
    spread: Real
    height: Real


def _peaks(places: Real, heights: Real) -> _Peaks:
    """Return the peak of each graph, from a parabola through the highest of some points and its neighbours."""
    peak = np.clip(heights.argmax(axis=1), 1, len(places) - 2)
    rows = np.arange(len(heights))
    left, middle, right = places[peak - 1], places[peak], places[peak + 1]
    below, top, above = heights[rows, peak - 1], heights[rows, peak], heights[rows, peak + 1]
    bend = ((above - top) / (right - middle) - (top - below) / (middle - left)) / ((right - left) / 2)
    slope = (top - below) / (middle - left) + bend * (middle - left) / 2
    spread = 1 / np.sqrt(np.maximum(-bend, (right - left) ** -2))
    centre = np.clip(middle + slope * spread**2, left, right)
    move = (centre - middle) / spread
    return _Peaks(centre, spread, top + slope * spread * move - 0.5 * move**2 + np.log(spread) + centre)


def _grid(peaks: _Peaks, farthest: float) -> tuple[Real, Real]:
    """Return numbers of unseen persons that cover all peaks, and how many numbers each stands for."""
    reach = _REACH * peaks.spread
    first = np.floor(np.expm1(np.clip((peaks.centre - reach).min(), 0.0, None)))
    last = np.ceil(min(np.expm1(min((peaks.centre + reach).max(), np.log1p(farthest))), farthest))
    if last - first <= _WHOLE_UP_TO:
        unseen = np.arange(first, last + 1)
        return unseen, np.ones(len(unseen))
    width = min(float(peaks.spread.min()) / _FINE, 0.05)
    number = int(np.ceil((np.log1p(last) - np.log1p(first)) / width)) + 1
    unseen = np.expm1(np.linspace(np.log1p(first), np.log1p(last), number))
    gaps = np.diff(unseen, prepend=unseen[0], append=unseen[-1])
    return unseen, (gaps[:-1] + gaps[1:]) / 2
