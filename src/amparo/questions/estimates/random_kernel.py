"""
Random numbers for the compiled chains: a stream for each, the same on every machine.

xoshiro256++ (Blackman & Vigna 2021), the polar method, gamma by Marsaglia & Tsang (2000), binomial and Poisson by
transformed rejection (Hörmann 1993).
"""

from math import lgamma

import numpy as np

from amparo.questions.estimates.compiling import compiled

_SHIFT_17, _SHIFT_23, _SHIFT_41, _SHIFT_45, _SHIFT_19, _SHIFT_11 = (np.uint64(n) for n in (17, 23, 41, 45, 19, 11))
_UNIT = 2.0**-53


@compiled
def uniform(stream):  # type: ignore[no-untyped-def]
    """Return a number between 0 and 1, neither of them; ``stream`` is four whole numbers and moves on."""
    total = stream[0] + stream[3]
    bits = ((total << _SHIFT_23) | (total >> _SHIFT_41)) + stream[0]
    shifted = stream[1] << _SHIFT_17
    stream[2] ^= stream[0]
    stream[3] ^= stream[1]
    stream[1] ^= stream[2]
    stream[0] ^= stream[3]
    stream[2] ^= shifted
    stream[3] = (stream[3] << _SHIFT_45) | (stream[3] >> _SHIFT_19)
    return (np.float64(bits >> _SHIFT_11) + 0.5) * _UNIT


@compiled
def normal(stream):  # type: ignore[no-untyped-def]
    """Return a standard normal number."""
    while True:
        x, y = 2.0 * uniform(stream) - 1.0, 2.0 * uniform(stream) - 1.0
        square = x * x + y * y
        if 0.0 < square < 1.0:
            return x * np.sqrt(-2.0 * np.log(square) / square)


@compiled
def log_gamma(stream, shape):  # type: ignore[no-untyped-def]
    """Return the logarithm of a gamma number of scale 1: of tiny shapes the number itself would be zero."""
    boost = 0.0
    if shape < 1.0:
        boost = np.log(uniform(stream)) / shape
        shape += 1.0
    d = shape - 1.0 / 3.0
    c = 1.0 / np.sqrt(9.0 * d)
    while True:
        x = normal(stream)
        v = 1.0 + c * x
        if v <= 0.0:
            continue
        v = v * v * v
        u = uniform(stream)
        if u < 1.0 - 0.0331 * x * x * x * x or np.log(u) < 0.5 * x * x + d * (1.0 - v + np.log(v)):
            return boost + np.log(d * v)


@compiled
def poisson(stream, mean):  # type: ignore[no-untyped-def]
    """Return a Poisson number."""
    if mean < 10.0:
        limit, product, count = np.exp(-mean), uniform(stream), 0
        while product > limit:
            product *= uniform(stream)
            count += 1
        return count
    root = np.sqrt(mean)
    b = 0.931 + 2.53 * root
    a = -0.059 + 0.02483 * b
    scale = 1.1239 + 1.1328 / (b - 3.4)
    squeeze = 0.9277 - 3.6224 / (b - 2.0)
    while True:
        u, v = uniform(stream) - 0.5, uniform(stream)
        us = 0.5 - abs(u)
        k = np.floor((2.0 * a / us + b) * u + mean + 0.43)
        if us >= 0.07 and v <= squeeze:
            return int(k)
        if k < 0.0 or (us < 0.013 and v > us):
            continue
        if np.log(v * scale / (a / (us * us) + b)) <= k * np.log(mean) - mean - lgamma(k + 1.0):
            return int(k)


@compiled
def binomial(stream, trials, share):  # type: ignore[no-untyped-def]
    """Return how many of some trials succeed."""
    if trials <= 0 or share <= 0.0:
        return 0
    if share >= 1.0:
        return trials
    if share > 0.5:
        return trials - _binomial(stream, trials, 1.0 - share)
    return _binomial(stream, trials, share)


@compiled
def _binomial(stream, trials, share):  # type: ignore[no-untyped-def]
    """The same for a share of at most a half."""
    if trials * share < 10.0:
        odds = share / (1.0 - share)
        chance, u, count = np.exp(trials * np.log1p(-share)), uniform(stream), 0
        while u > chance and count < trials:
            u -= chance
            count += 1
            chance *= odds * (trials - count + 1) / count
        return count
    root = np.sqrt(trials * share * (1.0 - share))
    b = 1.15 + 2.53 * root
    a = -0.0873 + 0.0248 * b + 0.01 * share
    centre = trials * share + 0.5
    squeeze = 0.92 - 4.2 / b
    scale = (2.83 + 5.1 / b) * root
    log_odds = np.log(share / (1.0 - share))
    mode = np.floor((trials + 1) * share)
    height = lgamma(mode + 1.0) + lgamma(trials - mode + 1.0)
    while True:
        u, v = uniform(stream) - 0.5, uniform(stream)
        us = 0.5 - abs(u)
        k = np.floor((2.0 * a / us + b) * u + centre)
        if us >= 0.07 and v <= squeeze:
            return int(k)
        if k < 0.0 or k > trials:
            continue
        if np.log(v * scale / (a / (us * us) + b)) <= height - lgamma(k + 1.0) - lgamma(trials - k + 1.0) + (k - mode) * log_odds:
            return int(k)
