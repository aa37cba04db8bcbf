"""Whether chains have found the same answer, and how many independent draws theirs are worth (Vehtari et al. 2021)."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import rankdata

type Real = NDArray[np.float64]


def rhat(chains: Real) -> float:
    """
    Return the largest of the split R-hats of ranks and of folded ranks: 1 where all halves of all chains agree.

    ``chains`` has a row a chain.
    """
    return max(_rhat(_ranked(_split(chains))), _rhat(_ranked(_split(abs(chains - np.median(chains))))))


def ess_bulk(chains: Real) -> float:
    """Return how many independent draws the middle of the distribution is worth."""
    return _ess(_ranked(_split(chains)))


def ess_tail(chains: Real) -> float:
    """Return how many independent draws the ends of the distribution (5 % and 95 %) are worth, the lesser."""
    low, high = np.quantile(chains, [0.05, 0.95])
    return min(_ess(_split((chains <= low).astype(np.float64))), _ess(_split((chains >= high).astype(np.float64))))


def _split(chains: Real) -> Real:
    half = chains.shape[1] // 2
    return np.concatenate([chains[:, :half], chains[:, chains.shape[1] - half :]])


def _ranked(chains: Real) -> Real:
    ranks = rankdata(chains.ravel(), method="average").reshape(chains.shape)
    return np.asarray(ndtri((ranks - 0.375) / (chains.size + 0.25)), np.float64)


def _rhat(chains: Real) -> float:
    draws = chains.shape[1]
    within = float(chains.var(axis=1, ddof=1).mean())
    between = float(chains.mean(axis=1).var(ddof=1))
    if within <= 0:
        return 1.0 if between <= 0 else float("inf")
    return float(np.sqrt((draws - 1) / draws + between / within))


def _ess(chains: Real) -> float:
    """Return the effective size by the autocorrelations of all chains, summed in pairs while these are positive (Geyer 1992)."""
    number, draws = chains.shape
    covariance = _autocovariance(chains)
    within = covariance[:, 0].mean() * draws / (draws - 1)
    if within <= 0:
        return float(number * draws)
    whole = within * (draws - 1) / draws + chains.mean(axis=1).var(ddof=1)
    correlation = 1 - (within - covariance.mean(axis=0) * draws / (draws - 1)) / whole
    pairs = correlation[: draws // 2 * 2].reshape(-1, 2).sum(axis=1)
    negative = np.flatnonzero(pairs < 0)
    positive = np.minimum.accumulate(pairs[: negative[0] if len(negative) else len(pairs)])
    return float(min(number * draws / max(2 * positive.sum() - 1, 1 / np.log10(number * draws)), number * draws))


def _autocovariance(chains: Real) -> Real:
    draws = chains.shape[1]
    size = 1 << (2 * draws - 1).bit_length()
    spectrum = np.fft.rfft(chains - chains.mean(axis=1, keepdims=True), size)
    return np.asarray(np.fft.irfft(abs(spectrum) ** 2, size)[:, :draws] / draws, np.float64)
