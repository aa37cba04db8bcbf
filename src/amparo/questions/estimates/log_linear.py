"""
All hierarchical log-linear models at once, averaged by their BIC weights.

Whether a finite maximum exists is asked first (Fienberg & Rinaldo 2012; Chan, Silverman & Vincent 2021): a parameter that
nobody bears witness to is minus infinity and goes with its cells; the rank of the rest is tested; a fit that
settles at positive means proves that there is a maximum, one that drifts for ever that there is none; where it does neither, a
linear programme decides.
"""

from collections.abc import Mapping, Sequence
from math import lgamma
from typing import Any

import attrs
import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import stats
from scipy.optimize import linprog

from amparo.errors import BadInput
from amparo.questions.estimates.answer import KEPT_DRAWS, Estimate, Refused, assumed, diagnosed
from amparo.questions.estimates.conclusion import concluded
from amparo.questions.estimates.hierarchical import ALL_UP_TO, PAIRS_UP_TO, Terms, models, parameters, read_model, written
from amparo.questions.estimates.overlaps import Overlaps, read_overlaps
from amparo.questions.estimates.poisson_kernel import FITTED, NO_MAXIMUM, NOT_CONVERGED, NOT_IDENTIFIED, fit_all, profile
from amparo.questions.estimates.support import refusal, warnings

type Real = NDArray[np.float64]

_STATUS = {FITTED: "fitted", NOT_CONVERGED: "fitted", NOT_IDENTIFIED: "not_identified", NO_MAXIMUM: "no_maximum"}
_BEYOND = 1e6  # times the persons documented
_KEPT_WEIGHT = 1e-3
_MOST_KEPT = 300
_APART = 2.0
_STEPS = np.concatenate([-np.geomspace(6, 0.15, 22), [0.0], np.geomspace(0.15, 6, 22)])


@attrs.frozen(eq=False)
class FittedModels:
    """
    Every model of a table: ``status`` is fitted, no_maximum or not_identified.

    Attributes:
        totals, errors, bics: infinite where not fitted.
        weights: from BIC; they add up to 1 over the fitted.
    """

    overlaps: Overlaps
    terms: Sequence[Terms]
    status: Sequence[str]
    totals: Real
    errors: Real
    bics: Real
    weights: Real

    def names(self) -> list[str]:
        """Return the models as they are written."""
        return [written(len(self.overlaps.lists), terms) for terms in self.terms]


def loglinear(
    table: pl.DataFrame, *, seed: int = 0, model: str | None = None, derived: Mapping[str, str] | None = None
) -> Estimate | Refused:
    """
    Return the total by log-linear models: the average of all, or one that is named.

    The distribution of each model is that of its profile likelihood; ``diagnostics`` has the models with their weights.

    Args:
        table: see ``read_overlaps``; up to six lists. Of six lists only models with dependences between two are averaged.
        seed: of the draws.
        model: one model as it is written, e.g. ``[123,14,34]``.
        derived: lists that copy another, see ``read_overlaps``.

    Raises:
        BadInput: where the table or the model cannot be read.
    """
    return loglinear_of(read_overlaps(table, derived), seed=seed, model=model)


def loglinear_of(overlaps: Overlaps, *, seed: int = 0, model: str | None = None) -> Estimate | Refused:
    """Return the same from overlaps that are read already."""
    lists = len(overlaps.lists)
    refused = refusal(overlaps, "loglinear")
    if refused is not None:
        return refused
    if lists > PAIRS_UP_TO:
        return Refused("too_many_lists", "loglinear", overlaps.documented, {"lists": lists, "most": PAIRS_UP_TO})
    fitted = fit_models(overlaps, (read_model(model, lists),) if model else models(lists))
    if not (fitted.weights > 0).any():
        code = {"not_identified": "model_not_identified"}.get(fitted.status[0], "model_no_maximum") if model else "no_maximum"
        return Refused(code, "loglinear", overlaps.documented, {"model": model} if model else {})
    return _averaged(fitted, seed)


def loglinear_models(table: pl.DataFrame, *, derived: Mapping[str, str] | None = None) -> pl.DataFrame:
    """
    Return every model with its status, total, standard error, BIC and weight, the best first.

    Also where no estimate would be given: to see which models have no maximum.
    """
    overlaps = read_overlaps(table, derived)
    if not 2 < len(overlaps.lists) <= PAIRS_UP_TO:
        raise BadInput("estimates.not_an_option", name="lists", value=len(overlaps.lists), allowed=f"3…{PAIRS_UP_TO}")
    fitted = fit_models(overlaps, models(len(overlaps.lists)))
    columns = {"total": fitted.totals, "standard_error": fitted.errors, "bic": fitted.bics, "weight": fitted.weights}
    frame = pl.DataFrame({"model": fitted.names(), "status": list(fitted.status), **columns})
    return frame.sort("bic", "model")


def fit_models(overlaps: Overlaps, terms: Sequence[Terms]) -> FittedModels:
    """Return models with their totals, standard errors, BIC and weights; those without a finite maximum have weight 0."""
    rows, sizes = parameters(len(overlaps.lists), terms)
    cells = overlaps.cells()
    verdicts, constants, variances, likelihoods = fit_all(rows, sizes, cells)
    status = [_STATUS[verdict] for verdict in verdicts]
    for place in np.flatnonzero(verdicts == NOT_CONVERGED):
        status[place] = "fitted" if _has_maximum(rows[place, : sizes[place]], cells) else "no_maximum"
    for place in np.flatnonzero(constants > np.log(_BEYOND * overlaps.documented)):
        status[place] = status[place] if verdicts[place] == NOT_IDENTIFIED else "no_maximum"
    good = np.array([one == "fitted" for one in status])
    missing = np.where(good, np.exp(np.where(good, constants, 0.0)), np.inf)
    errors = np.sqrt(missing + missing**2 * variances)
    likelihoods = likelihoods - sum(lgamma(count + 1) for count in overlaps.counts)
    bics = np.where(good, sizes * np.log(overlaps.documented) - 2 * likelihoods, np.inf)
    weights = np.where(good, np.exp(-0.5 * (bics - bics.min(initial=np.inf, where=good))), 0.0) if good.any() else np.zeros(len(good))
    return FittedModels(
        overlaps, terms, status, overlaps.documented + missing, np.where(good, errors, np.inf), bics, weights / (weights.sum() or 1)
    )


def _has_maximum(rows: NDArray[np.int64], cells: Real) -> bool:
    """Say whether positive means of all remaining cells have the margins that were seen: then, and only then, the maximum is finite."""
    every = np.arange(1, len(cells))
    acts = (every[:, None] & rows[None, :]) == rows[None, :]
    margins = acts.T @ cells[1:]
    kept = ~acts[:, margins == 0].any(axis=1)
    design = acts[kept][:, margins > 0].astype(np.float64)
    size = len(design)
    # The largest s such that some x has these margins and every x is at least s.
    found = linprog(
        np.append(np.zeros(size), -1.0),
        A_eq=np.column_stack([design.T, np.zeros(design.shape[1])]),
        b_eq=margins[margins > 0],
        A_ub=np.column_stack([-np.eye(size), np.ones(size)]),
        b_ub=np.zeros(size),
        bounds=[(0, None)] * size + [(None, float(cells.sum()))],
        method="highs",
    )
    return found.x is not None and bool(found.x[-1] > 1e-7)


def _averaged(fitted: FittedModels, seed: int) -> Estimate | Refused:
    """Return the mixture of the models' distributions."""
    overlaps = fitted.overlaps
    order = np.argsort(-fitted.weights, kind="stable")[:_MOST_KEPT]
    kept = [int(place) for place in order if fitted.weights[place] > _KEPT_WEIGHT]
    curves = [_distribution(fitted, place) for place in kept]
    weights = fitted.weights[kept] / fitted.weights[kept].sum()
    totals = np.unique(np.concatenate([totals for totals, _ in curves]))
    shares = sum(
        weight * np.interp(totals, places, heights, left=0.0, right=heights[-1])
        for weight, (places, heights) in zip(weights, curves, strict=True)
    )
    if shares[-1] < 0.99:
        return Refused("unbounded", "loglinear", overlaps.documented)
    low, middle, high = (float(np.interp(end, shares, totals)) for end in (0.025, 0.5, 0.975))
    draws = np.interp(np.random.default_rng(seed).random(KEPT_DRAWS), shares, totals)
    return concluded(
        "loglinear",
        overlaps.documented,
        (low, middle, high),
        draws,
        apart=_APART,
        assumptions=assumed("closed", "linked", "reach", "alike", "no_highest"),
        diagnostics=diagnosed(converged=True, **_about(fitted, kept)),
    )


def _distribution(fitted: FittedModels, place: int) -> tuple[Real, Real]:
    """Return totals and how much of a model's probability lies below each: the signed root of the profile likelihood is nearly normal."""
    overlaps = fitted.overlaps
    rows, _ = parameters(len(overlaps.lists), [fitted.terms[place]])
    missing = max(float(fitted.totals[place]) - overlaps.documented, 0.5)
    spread = min(float(fitted.errors[place]) / missing, 3.0)
    unseen = missing * np.exp(spread * _STEPS)
    unseen = unseen[unseen < _BEYOND * overlaps.documented]
    heights = profile(rows[0], overlaps.cells(), unseen)
    top = int(heights.argmax())
    roots = np.sqrt(2 * np.maximum(heights[top] - heights, 0.0)) * np.where(np.arange(len(unseen)) < top, -1.0, 1.0)
    return overlaps.documented + unseen, stats.norm.cdf(np.maximum.accumulate(roots))


def _about(fitted: FittedModels, kept: list[int]) -> dict[str, Any]:  # Any: diagnostics
    """Return what is told of the models: the best ten, and the warnings that they give rise to."""
    overlaps = fitted.overlaps
    found = warnings(overlaps)
    best = [
        {"model": written(len(overlaps.lists), fitted.terms[place]), "total": float(fitted.totals[place]),
         "standard_error": float(fitted.errors[place]), "bic": float(fitted.bics[place]), "weight": float(fitted.weights[place])}
        for place in kept[:10]
    ]  # fmt: skip
    near = fitted.totals[[place for place in kept if fitted.weights[place] > 0.05]]
    if len(near) > 1 and near.max() > 1.5 * near.min():
        found.append("models_disagree")
    if "no_maximum" in fitted.status:
        found.append("models_without_maximum")
    if len(overlaps.lists) > ALL_UP_TO and len(fitted.terms) > 1:
        found.append("not_all_models")
    counted = {status: fitted.status.count(status) for status in ("fitted", "no_maximum", "not_identified")}
    return {"warnings": found, "models": best, "models_examined": counted, "best_model": best[0]["model"], "best_total": best[0]["total"],
            "standard_error": best[0]["standard_error"], "bic": best[0]["bic"]}  # fmt: skip
