"""
Estimates where days are partly known: the days are drawn many times within their intervals, and the answers pooled.

Rubin, Multiple Imputation for Nonresponse in Surveys (1987): the mean of the answers, with the variance within them and between them.
"""

from collections.abc import Callable, Sequence

import attrs
import numpy as np
from scipy.stats import norm

from amparo.questions.flows.kernels import Real, Whole
from amparo.questions.flows.moves import Moves, drawn_days

DRAWS = 20
LEVEL = 0.95


@attrs.frozen
class Estimate:
    """A number with its standard error and the ends of its interval; ``persons`` (or spells) it is an average over."""

    value: float
    se: float
    low: float
    high: float
    persons: int

    def plus(self, known: float) -> "Estimate":
        """Return the estimate of a sum of which a part is known."""
        return attrs.evolve(self, value=self.value + known, low=self.low + known, high=self.high + known)

    def to_dict(self) -> dict[str, float | int]:
        """Return the estimate as data, rounded to what anybody can use."""
        return {
            "value": round(self.value, 4),
            "se": round(self.se, 4),
            "low": round(self.low, 4),
            "high": round(self.high, 4),
            "n": self.persons,
        }


def over_draws(moves: Moves, ask: Callable[[Whole], tuple[Real, Real]], *, seed: int, draws: int = DRAWS) -> tuple[Real, Real]:
    """Return the pooled answers and errors of a question asked of drawn days; where every day is known, of one draw."""
    rng = np.random.default_rng(seed)
    answers = [ask(drawn_days(moves, rng)) for _ in range(1 if moves.is_certain else draws)]
    return pooled([value for value, _ in answers], [se for _, se in answers])


def pooled(values: Sequence[Real], errors: Sequence[Real]) -> tuple[Real, Real]:
    """
    Return mean and error of answers that each rest on other drawn days.

    >>> value, se = pooled([np.array([0.2]), np.array([0.4])], [np.array([0.1]), np.array([0.1])])
    >>> round(float(value[0]), 3), round(float(se[0]), 3)
    (0.3, 0.2)
    """
    stacked, count = np.stack(values), len(values)
    between = stacked.var(axis=0, ddof=1) if count > 1 else np.zeros(stacked.shape[1])
    within = np.mean(np.square(errors), axis=0)
    return stacked.mean(axis=0), np.sqrt(within + (1 + 1 / count) * between)


def share(value: float, se: float, persons: int) -> Estimate:
    """
    Return a share with an interval that stays between nothing and all: on the scale of the odds; exact where it is nothing or all.

    >>> one = share(0.0, 0.0, 19)
    >>> round(one.low, 3), round(one.high, 3)
    (0.0, 0.176)
    """
    value = min(max(value, 0.0), 1.0)
    if persons == 0:
        return Estimate(value, se, 0.0, 1.0, persons)
    value, se = float(value), float(se)
    if value in (0.0, 1.0) or se == 0.0:
        reach = 1 - ((1 - LEVEL) / 2) ** (1 / persons)
        return Estimate(value, se, max(value - reach, 0.0), min(value + reach, 1.0), persons)
    width = norm.ppf((1 + LEVEL) / 2) * se / (value * (1 - value))
    odds = np.log(value / (1 - value))
    low, high = (1 / (1 + np.exp(-(odds + side * width))) for side in (-1, 1))
    return Estimate(value, se, float(low), float(high), persons)


def amount(value: float, se: float, persons: int, most: float = np.inf) -> Estimate:
    """Return an amount that cannot be negative with an interval on the scale of logarithms; of nothing seen, up to what might go unseen."""
    if value <= 0:
        return Estimate(0.0, float(se), 0.0, float(-np.log((1 - LEVEL) / 2) / max(persons, 1)), persons)
    width = float(norm.ppf((1 + LEVEL) / 2) * se / value)
    return Estimate(float(value), float(se), float(value * np.exp(-width)), float(min(value * np.exp(width), most)), persons)
