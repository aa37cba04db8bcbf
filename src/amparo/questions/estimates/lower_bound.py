"""
The floor: how many there must have been at least, and what each two lists say by themselves.

Chao's bound (1987; bias-corrected as by Chao 2005) asks of persons on exactly one list and on
exactly two. It stays a lower bound where persons differ in how easily they are found;
where lists follow each other it may lie far below the truth.
"""

from collections.abc import Mapping

import attrs
import numpy as np
import polars as pl

from amparo.questions.estimates.answer import KEPT_DRAWS, Draws, Estimate, Refused, assumed, diagnosed
from amparo.questions.estimates.overlaps import Overlaps, read_overlaps
from amparo.questions.estimates.simple_models import all_lists_alike, each_list_alone, free_of_the_often_listed
from amparo.questions.estimates.support import warnings

_ENOUGH = 12  # lists; beyond, the models of all combinations are left out


@attrs.frozen
class Pair:
    """
    What two lists alone say: sizes, persons on both, and the total by Lincoln–Petersen and by Chapman with its 95 % interval.

    ``lincoln_petersen`` is infinite where nobody is on both.
    """

    one: str
    other: str
    on_one: int
    on_other: int
    shared: int
    lincoln_petersen: float
    chapman: float
    low: float
    high: float


def chao(table: pl.DataFrame, *, seed: int = 0, derived: Mapping[str, str] | None = None) -> Estimate | Refused:
    """
    Return Chao's lower bound: at least so many, documented or not.

    ``diagnostics`` has the uncorrected bound of 1987, the models M0, Mt and Mth for comparison, and every two lists by
    themselves.

    Args:
        table: see ``read_overlaps``.
        seed: of the draws.
        derived: lists that copy another, see ``read_overlaps``.

    Raises:
        BadInput: where the table cannot be read.

    >>> table = pl.DataFrame({"a": [1, 0, 1], "b": [0, 1, 1], "count": [40, 30, 20]})
    >>> round(chao(table).total, 2)
    147.5
    """
    return chao_of(read_overlaps(table, derived), seed=seed)


def chao_of(overlaps: Overlaps, *, seed: int = 0) -> Estimate | Refused:
    """Return the same from overlaps that are read already."""
    if len(overlaps.lists) < 2:
        return Refused("one_list", "chao", overlaps.documented)
    if overlaps.times_listed[2:].sum() == 0:
        return Refused("no_overlap", "chao", overlaps.documented)
    once, twice = float(overlaps.times_listed[1]), float(overlaps.times_listed[2])
    share = (len(overlaps.lists) - 1) / len(overlaps.lists)
    missing = share * once * (once - 1) / (2 * (twice + 1))
    variance = (
        share * once * (once - 1) / (2 * (twice + 1))
        + share**2 * once * (2 * once - 1) ** 2 / (4 * (twice + 1) ** 2)
        + share**2 * once**2 * twice * (once - 1) ** 2 / (4 * (twice + 1) ** 4)
    )
    draws = overlaps.documented + _log_normal(missing, variance, seed)
    low, high = _interval(missing, variance)
    return Estimate(
        total=overlaps.documented + missing,
        low=overlaps.documented + low,
        high=overlaps.documented + high,
        documented=overlaps.documented,
        method="chao",
        assumptions=assumed("closed", "linked", "lower_bound"),
        diagnostics=diagnosed(
            converged=True,
            modes=1,
            warnings=warnings(overlaps) if len(overlaps.lists) > 2 else ["two_lists"],
            listed_once=int(once),
            listed_twice=int(twice),
            standard_error=float(np.sqrt(variance)),
            **_beside(overlaps),
        ),
        draws=draws,
    )


def pairs(table: pl.DataFrame, *, derived: Mapping[str, str] | None = None) -> tuple[Pair, ...]:
    """
    Return what each two lists say by themselves.

    Figures that differ much say that lists follow or avoid each other, or that persons differ in how easily they are found.
    """
    return pairs_of(read_overlaps(table, derived))


def pairs_of(overlaps: Overlaps) -> tuple[Pair, ...]:
    """Return the same from overlaps that are read already."""
    sizes = overlaps.patterns.T @ overlaps.counts
    return tuple(_pair(overlaps, one, other, int(sizes[one]), int(sizes[other]), both) for one, other, both in overlaps.pairs())


def chapman(overlaps: Overlaps) -> Pair | None:
    """Return what the only two lists say; None where they share nobody."""
    found = pairs_of(overlaps)[0]
    return found if found.shared else None


def _pair(overlaps: Overlaps, one: int, other: int, first: int, second: int, both: int) -> Pair:
    total = (first + 1) * (second + 1) / (both + 1) - 1
    variance = (first + 1) * (second + 1) * (first - both) * (second - both) / ((both + 1) ** 2 * (both + 2))
    seen = first + second - both
    low, high = _interval(max(total - seen, 0.0), variance)
    direct = first * second / both if both else float("inf")
    return Pair(overlaps.lists[one], overlaps.lists[other], first, second, both, direct, total, seen + low, seen + high)


def _interval(missing: float, variance: float) -> tuple[float, float]:
    """Return the 95 % interval of a number of missing persons that is nearly log-normal (Chao 1987)."""
    if missing <= 0:
        return 0.0, 1.96 * float(np.sqrt(variance))
    factor = float(np.exp(1.96 * np.sqrt(np.log1p(variance / missing**2))))
    return missing / factor, missing * factor


def _log_normal(missing: float, variance: float, seed: int) -> Draws:
    if missing <= 0:
        return np.zeros(KEPT_DRAWS)
    spread = np.sqrt(np.log1p(variance / missing**2))
    drawn: Draws = missing * np.exp(spread * np.random.default_rng(seed).standard_normal(KEPT_DRAWS))
    return drawn


def _beside(overlaps: Overlaps) -> dict[str, object]:
    """Return the figures that stand beside the bound."""
    once, twice = float(overlaps.times_listed[1]), float(overlaps.times_listed[2])
    found: dict[str, object] = {
        "chao_1987": overlaps.documented + once**2 / (2 * twice) if twice else None,
        "pairs": [attrs.asdict(pair) for pair in pairs_of(overlaps)],
    }
    if len(overlaps.lists) <= _ENOUGH:
        alike, free = each_list_alone(overlaps), free_of_the_often_listed(overlaps)
        found |= {
            "m0": all_lists_alike(overlaps),
            "mt": {"total": alike.total, "standard_error": alike.error},
            "mth_lower_bound": {"total": free.total, "standard_error": free.error},
        }
    return found
