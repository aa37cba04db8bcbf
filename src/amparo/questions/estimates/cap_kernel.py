"""
The unseen persons under a cap: n0 given p0 is negative binomial, cut at the cap by its distribution function.

To draw again until a number falls below the cap could take for ever where p0 is near 1.
"""

from math import lgamma

import numpy as np

from amparo.questions.estimates.compiling import compiled
from amparo.questions.estimates.random_kernel import log_gamma, poisson, uniform

_SAFE = 9.0  # standard deviations below the cap: nothing is cut
_HALF = -0.7


@compiled
def log_below(documented, cap, unseen_share):  # type: ignore[no-untyped-def]
    """
    Return the log probability that the unseen are at most the cap, and its derivative by the share of the unseen.

    The distribution function is an incomplete beta function, here by its continued fraction (DLMF 8.17.22).
    """
    seen_share = 1.0 - unseen_share
    if documented * unseen_share + _SAFE * np.sqrt(documented * unseen_share) < cap * seen_share:
        return 0.0, 0.0
    a, b = documented + 0.0, cap + 1.0
    log_front = a * np.log(seen_share) + b * np.log(unseen_share) + lgamma(a + b) - lgamma(a) - lgamma(b)
    if seen_share < (a + 1.0) / (a + b + 2.0):
        below = log_front - np.log(a) + np.log(_fraction(a, b, seen_share))
    else:
        below = np.log1p(-min(np.exp(log_front - np.log(b)) * _fraction(b, a, unseen_share), 1.0 - 1e-16))
    return below, -np.exp(log_front - below) / (seen_share * unseen_share)


@compiled
def _fraction(a, b, x):  # type: ignore[no-untyped-def]
    """The continued fraction of the incomplete beta function, by Lentz."""
    tiny = 1e-300
    c, d = 1.0, 1.0 - (a + b) * x / (a + 1.0)
    d = 1.0 / (d if abs(d) > tiny else tiny)
    value = d
    for m in range(1, 10_000):
        even = m * (b - m) * x / ((a + 2 * m - 1.0) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1.0))
        for step in (even, odd):
            d = 1.0 + step * d
            d = 1.0 / (d if abs(d) > tiny else tiny)
            c = 1.0 + step / c
            c = c if abs(c) > tiny else tiny
            value *= c * d
        if abs(c * d - 1.0) < 1e-12:
            break
    return value


@compiled
def unseen(stream, documented, cap, unseen_share):  # type: ignore[no-untyped-def]
    """Return a number of unseen persons, at most the cap."""
    if log_below(documented, cap, unseen_share)[0] > _HALF:
        ratio = np.log(unseen_share) - np.log1p(-unseen_share)
        for _ in range(200):
            drawn = poisson(stream, np.exp(log_gamma(stream, documented + 0.0) + ratio))
            if drawn <= cap:
                return drawn
    return _from_the_cap_down(stream, documented, cap, unseen_share)


@compiled
def _from_the_cap_down(stream, documented, cap, unseen_share):  # type: ignore[no-untyped-def]
    """The same where most of the probability lies above the cap: each number below it is less probable than the next."""
    total, weight, number = 1.0, 1.0, cap
    while number > 0 and weight > 1e-14 * total:
        weight *= number / ((documented + number - 1.0) * unseen_share)
        total += weight
        number -= 1
    left, weight, number = uniform(stream) * total, 1.0, cap
    while left > weight and number > 0:
        left -= weight
        weight *= number / ((documented + number - 1.0) * unseen_share)
        number -= 1
    return number
