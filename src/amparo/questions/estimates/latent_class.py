"""
The latent-class model with a stick-breaking prior (Manrique-Vallier 2016), run until its chains agree or not at all.

Four chains start far apart and run in parallel. They go on until split
R-hat is at most 1.01 and the effective sizes are large, or until the draws allowed are spent: then there is no figure.
"""

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import attrs
import numpy as np
import polars as pl
from numpy.typing import NDArray

from amparo.errors import BadInput
from amparo.questions.estimates.answer import KEPT_DRAWS, Estimate, Refused, assumed, diagnosed
from amparo.questions.estimates.conclusion import concluded
from amparo.questions.estimates.convergence import ess_bulk, ess_tail, rhat
from amparo.questions.estimates.latent_kernel import ACCEPTED, ALPHA, CALM_STEP, KEPT, LAST_CLASS, STEP, advance
from amparo.questions.estimates.overlaps import Overlaps, read_overlaps
from amparo.questions.estimates.shape import ends, modes
from amparo.questions.estimates.support import refusal, warnings

type Real = NDArray[np.float64]

_CHAINS = 4
CAP = 20  # unseen persons for each documented one, as the reference program cuts
WIDER = 10
_CAP_MASS, _NEAR_CAP = 0.005, 0.9
_RHAT, _ESS, _WANTED = 1.01, 400, 1_500
PRIOR = (0.25, 0.25)  # shape and rate of the concentration
_OTHER_PRIORS = ((1.0, 1.0), (1.0, 0.1))  # fewer classes beforehand, and more
_MATTERS = 1.5
_BRIEF = 5_000  # iterations of a chain that only asks what another prior would have said
_WARM, _WINDOWS = 500, (200, 300, 500, 700, 400)  # iterations before the draws: sweeps, then more and more of both
_FIRST_ROUND = 2_500
_WORK = 2_000_000  # cells × iterations of a chain, where no limit is given
_MOVING, _STEPS = 4, 40
_WIDEST = 2.5  # the spread of a coordinate; the logit of a stick has no bounds of its own
_APART = 1.3
_LAST_CLASS = 0.02  # of all persons; below, twice as many classes give the same ends


@attrs.frozen(eq=False)
class _Chain:
    """One chain where it stands; all its parts move on."""

    stream: NDArray[np.uint64]
    position: Real
    mass: Real
    kept: Real


@attrs.frozen(eq=False)
class Run:
    """
    What chains have found.

    Attributes:
        unseen: chains × iterations, unseen persons.
        cap: the most unseen persons that were allowed.
        rhat, ess_bulk, ess_tail: of log unseen.
        last_class: share of all persons in the last class of late, the largest over chains.
        accepted: share of trajectories accepted, chain by chain, at their end.
    """

    unseen: Real
    cap: int
    rhat: float
    ess_bulk: float
    ess_tail: float
    last_class: float
    accepted: tuple[float, ...]

    @property
    def has_converged(self) -> bool:
        """Whether the chains agree and are worth enough independent draws."""
        return self.rhat <= _RHAT and min(self.ess_bulk, self.ess_tail) >= _ESS

    @property
    def cap_mass(self) -> float:
        """The share of draws within a tenth of the cap."""
        return float((self.unseen > _NEAR_CAP * self.cap).mean())


def lcmcr(
    table: pl.DataFrame,
    *,
    seed: int = 0,
    classes: int = 10,
    chains: int = _CHAINS,
    most_draws: int | None = None,
    sensitivity: bool = False,
    derived: Mapping[str, str] | None = None,
) -> Estimate | Refused:
    """
    Return the total by the latent-class model, or a refusal where its chains do not agree.

    The first call on a machine compiles for some seconds; later ones load the code. Unseen persons are capped at 20 for each
    documented one, as in the reference program; where the cap cuts, it is widened tenfold, and where it
    still does, there is no figure.

    Args:
        table: see ``read_overlaps``.
        seed: of the chains; the same seed gives the same draws.
        classes: the most latent classes, 2 to 50; with a warning where the last is in use.
        chains: 2 to 64, from starts far apart.
        most_draws: iterations that each chain may spend; from the size of the table where not given.
        sensitivity: also say what other priors of the number of classes would give, in ``diagnostics["sensitivity"]``.
        derived: lists that copy another, see ``read_overlaps``.

    Raises:
        BadInput: where the table or an option cannot be taken.
    """
    overlaps = read_overlaps(table, derived)
    return lcmcr_of(overlaps, seed=seed, classes=classes, chains=chains, most_draws=most_draws, sensitivity=sensitivity)


def lcmcr_of(
    overlaps: Overlaps, *, seed: int = 0, classes: int = 10, chains: int = _CHAINS, most_draws: int | None = None, sensitivity: bool = False
) -> Estimate | Refused:
    """Return the same from overlaps that are read already."""
    options = (("classes", classes, 2, 50), ("chains", chains, 2, 64), ("most_draws", most_draws or 1_000, 1_000, 10**8))
    for name, value, least, most in options:
        if not least <= value <= most:
            raise BadInput("estimates.not_an_option", name=name, value=value, allowed=f"{least}…{most}")
    refused = refusal(overlaps, "lcmcr")
    if refused is not None:
        return refused
    limit = most_draws or max(10_000, min(80_000, _WORK // len(overlaps.masks)))
    run = run_chains(overlaps, seed=seed, classes=classes, chains=chains, limit=limit)
    widened = run.cap_mass > _CAP_MASS
    if widened:
        run = run_chains(overlaps, seed=seed, classes=classes, chains=chains, limit=limit, cap=CAP * WIDER)
    said = _said(overlaps, run, seed, widened=widened)
    return _with_other_priors(said, overlaps, seed, classes) if sensitivity and isinstance(said, Estimate) else said


def _with_other_priors(estimate: Estimate, overlaps: Overlaps, seed: int, classes: int) -> Estimate:
    """Return the estimate with what other priors would have given, and a warning where that is far from it."""
    rows = [{"shape": PRIOR[0], "rate": PRIOR[1], "median": estimate.total, "low": estimate.low, "high": estimate.high, "converged": True}]
    for shape, rate in _OTHER_PRIORS:
        run = run_chains(overlaps, seed=seed, classes=classes, chains=_CHAINS, limit=_BRIEF, prior=(shape, rate))
        low, middle, high = ends(overlaps.documented + run.unseen.ravel())
        rows.append({"shape": shape, "rate": rate, "median": middle, "low": low, "high": high, "converged": run.has_converged})
    medians = [row["median"] for row in rows if row["converged"]]
    told = attrs.evolve(estimate, diagnostics={**estimate.diagnostics, "sensitivity": rows})
    return told.with_warnings("prior_matters") if max(medians) > _MATTERS * min(medians) else told


def run_chains(
    overlaps: Overlaps, *, seed: int, classes: int, chains: int, limit: int, cap: int = CAP, prior: tuple[float, float] = PRIOR
) -> Run:
    """Return the draws of chains that have run until they agree, or to their limit."""
    lists, most = len(overlaps.lists), cap * overlaps.documented
    data = (np.append(0, overlaps.masks), np.append(0, overlaps.counts), overlaps.documented, most, lists, classes)
    started = [_start(sequence, lists, classes) for sequence in np.random.SeedSequence(seed).spawn(chains)]
    moving, beforehand = min(_MOVING, classes - 1), np.array(prior)

    def run_on(chain: _Chain, iterations: int, moments: Real | None = None, steps: int = _STEPS) -> Real:
        found, added = np.empty(iterations), np.zeros((3, 1)) if moments is None else moments
        adapts = moments is not None
        advance(chain.stream, data, beforehand, chain.position, chain.mass, chain.kept, moving, steps, adapts, found, added)
        return found

    def spread(chain: _Chain, iterations: int, steps: int = _STEPS) -> Real:
        moments = np.zeros((3, len(chain.position)))
        run_on(chain, iterations, moments, steps)
        return np.asarray(np.sqrt(moments[2] / moments[0, 0] + 1e-3), np.float64)

    with ThreadPoolExecutor(min(chains, os.cpu_count() or 1)) as pool:
        list(pool.map(spread, started, [_WARM] * chains, [0] * chains))
        for window in _WINDOWS:
            _agree(started, np.median(list(pool.map(spread, started, [window] * chains)), axis=0))
        found = np.empty((chains, 0))
        while True:
            more = min(max(found.shape[1], _FIRST_ROUND), limit - found.shape[1])
            found = np.column_stack([found, np.array(list(pool.map(run_on, started, [more] * chains)))])
            run = _judged(found, most, started)
            if found.shape[1] >= limit or (run.has_converged and min(run.ess_bulk, run.ess_tail) >= _WANTED):
                return run


def _start(sequence: np.random.SeedSequence, lists: int, classes: int) -> _Chain:
    """Return a chain at a place of its own: reaches and weights drawn from the prior."""
    stream, places = sequence.spawn(2)
    size = classes - 1 + lists * classes
    position = np.random.default_rng(places).logistic(size=size)
    kept = np.zeros(KEPT)
    kept[[ALPHA, STEP, ACCEPTED, CALM_STEP]] = 1.0, 0.1, 0.7, np.log(0.1)
    return _Chain(stream.generate_state(4, np.uint64).astype(np.uint64), position, np.ones(size), kept)


def _agree(chains: list[_Chain], spreads: Real) -> None:
    """Give all chains the middle of what each has learnt: one that sits in a corner must not go on by what holds there."""
    step = float(np.exp(np.median([chain.kept[CALM_STEP] for chain in chains])))
    for chain in chains:
        chain.mass[:] = np.minimum(spreads, _WIDEST)
        chain.kept[STEP] = step


def _judged(found: Real, cap: int, chains: list[_Chain]) -> Run:
    logs = np.log(found + 1.0)
    last = max(float(chain.kept[LAST_CLASS]) for chain in chains)
    accepted = tuple(round(float(chain.kept[ACCEPTED]), 3) for chain in chains)
    return Run(found, cap, rhat(logs), ess_bulk(logs), ess_tail(logs), last, accepted)


def _said(overlaps: Overlaps, run: Run, seed: int, *, widened: bool) -> Estimate | Refused:
    """Return the figure that a run bears, or why it bears none."""
    documented = overlaps.documented
    totals = documented + run.unseen.ravel()
    doubts = warnings(overlaps)
    doubts += ["cap_widened"] if widened else []
    doubts += ["last_class_used"] if run.last_class > _LAST_CLASS else []
    about = diagnosed(
        converged=run.has_converged,
        rhat=run.rhat,
        ess_bulk=run.ess_bulk,
        ess_tail=run.ess_tail,
        cap=documented + run.cap,
        cap_mass=run.cap_mass,
        modes=None,
        warnings=doubts,
        chains=len(run.unseen),
        draws_each=run.unseen.shape[1],
        median_of_each_chain=[float(np.median(documented + chain)) for chain in run.unseen],
        accepted=list(run.accepted),
        last_class=run.last_class,
    )
    found = modes(totals, documented)
    if run.cap_mass > _CAP_MASS:
        return Refused("at_the_cap", "lcmcr", documented, {"percent": 100 * run.cap_mass, "cap": documented + run.cap}, about)
    if not run.has_converged and len(found) < 2:
        values = {"rhat": run.rhat, "ess": min(run.ess_bulk, run.ess_tail)}
        return Refused("not_converged", "lcmcr", documented, values, {**about, "modes": len(found)})
    if len(found) > 1:
        places = ", ".join(f"{place:.0f}" for place in found)
        return Refused("two_modes", "lcmcr", documented, {"modes": len(found), "places": places}, {**about, "modes": len(found)})
    drawn = np.random.default_rng(seed).permutation(totals)[:KEPT_DRAWS]
    assumptions = assumed("closed", "linked", "reach", "classes", "unseen_like_seen", "prior")
    return concluded("lcmcr", documented, ends(totals), drawn, apart=_APART, assumptions=assumptions, diagnostics=about)
