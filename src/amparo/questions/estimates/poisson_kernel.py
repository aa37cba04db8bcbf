"""
Poisson log-linear models, many at a time: iteratively reweighted least squares, compiled.

A parameter is a set of lists, one bit each (0 is the constant); it acts on the
cells that contain the set.
"""

from math import lgamma

import numpy as np

from amparo.questions.estimates.compiling import compiled

FITTED, NOT_IDENTIFIED, NOT_CONVERGED, NO_MAXIMUM = 0, 1, 2, 3
_ROUNDS = 60
_RANK = 1e-9
_FAR = 60.0  # on the log scale; no mean is taken beyond it
_DRIFTS, _STANDS = 0.5, 1e-3  # by how much a log mean still moves at the end: for ever, by one a round; or not at all


@compiled
def _factored(matrix, size, least):  # type: ignore[no-untyped-def]
    """Cholesky in place; False where a pivot falls below its share of the diagonal."""
    for column in range(size):
        start = matrix[column, column]
        for k in range(column):
            start -= matrix[column, k] * matrix[column, k]
        if not start > least * (1.0 + matrix[column, column]):
            return False
        root = np.sqrt(start)
        matrix[column, column] = root
        for row in range(column + 1, size):
            value = matrix[row, column]
            for k in range(column):
                value -= matrix[row, k] * matrix[column, k]
            matrix[row, column] = value / root
    return True


@compiled
def _solved(matrix, size, right):  # type: ignore[no-untyped-def]
    """Solve in place with a factored matrix."""
    for row in range(size):
        for k in range(row):
            right[row] -= matrix[row, k] * right[k]
        right[row] /= matrix[row, row]
    for row in range(size - 1, -1, -1):
        for k in range(row + 1, size):
            right[row] -= matrix[k, row] * right[k]
        right[row] /= matrix[row, row]


@compiled
def _gram(acts, weights, cells, size, matrix):  # type: ignore[no-untyped-def]
    """Fill the lower half of A'WA."""
    for a in range(size):
        for b in range(a + 1):
            matrix[a, b] = 0.0
    for cell in range(cells):
        weight = weights[cell]
        for a in range(size):
            if acts[cell, a]:
                for b in range(a + 1):
                    if acts[cell, b]:
                        matrix[a, b] += weight


@compiled
def fit(acts, counts, cells, size, means, matrix, right):  # type: ignore[no-untyped-def]
    """
    Fit one model from the means given; leave the means of the maximum there, and parameters in ``right``.

    Where the maximum is not finite the likelihood settles while some means go to zero, by a factor of e each round: that
    motion is the direction in which the maximum lies at infinity, and proves it.

    Returns verdict and log likelihood (without Σ log y!).
    """
    for cell in range(cells):
        means[cell] = max(means[cell], 1e-8)
    before = -np.inf
    for _ in range(_ROUNDS):
        _gram(acts, means, cells, size, matrix)
        for a in range(size):
            right[a] = 0.0
        for cell in range(cells):
            pull = means[cell] * np.log(means[cell]) + counts[cell] - means[cell]
            for a in range(size):
                if acts[cell, a]:
                    right[a] += pull
        if not _factored(matrix, size, 1e-14):
            return NOT_CONVERGED, before
        _solved(matrix, size, right)
        likelihood, drift = 0.0, 0.0
        for cell in range(cells):
            log_mean = 0.0
            for a in range(size):
                if acts[cell, a]:
                    log_mean += right[a]
            log_mean = min(max(log_mean, -_FAR), _FAR)
            drift = max(drift, abs(log_mean - np.log(means[cell])))
            means[cell] = np.exp(log_mean)
            likelihood += counts[cell] * log_mean - means[cell]
        if abs(likelihood - before) < 1e-10 * (1.0 + abs(likelihood)):
            if drift < _STANDS:
                return FITTED, likelihood
            if drift > _DRIFTS:
                return NO_MAXIMUM, likelihood
        before = likelihood
    return NOT_CONVERGED, before


@compiled
def variance_of_constant(acts, means, cells, size, matrix, right):  # type: ignore[no-untyped-def]
    """Return the variance of the first parameter at the means of a maximum; infinite where the information has no inverse."""
    _gram(acts, means, cells, size, matrix)
    if not _factored(matrix, size, 1e-14):
        return np.inf
    for a in range(size):
        right[a] = 1.0 if a == 0 else 0.0
    _solved(matrix, size, right)
    return right[0]


@compiled
def fit_all(parameters, sizes, counts):  # type: ignore[no-untyped-def]
    """
    Fit models to the counts of all cells but that of no list.

    A parameter that nobody bears witness to is minus infinity: it goes, with
    the cells that it acts on. Before a fit the rank of what is left is tested.

    Args:
        parameters: a row a model, the constant first, filled up with -1.
        sizes: how many parameters each has.
        counts: of all 2^lists cells; the first is not looked at.

    Returns:
        verdict, constant, its variance and log likelihood, for each model.
    """
    models, most = parameters.shape
    every = len(counts)
    verdicts = np.empty(models, np.int64)
    constants, variances = np.empty(models), np.empty(models)
    likelihoods = np.empty(models)
    acts = np.empty((every, most), np.bool_)
    kept, means, ones, matrix, right = np.empty(every), np.empty(every), np.ones(every), np.empty((most, most)), np.empty(most)
    for model in range(models):
        cells, size = _design(parameters[model], sizes[model], counts, acts, kept)
        verdicts[model], constants[model], variances[model], likelihoods[model] = NOT_IDENTIFIED, np.inf, np.inf, -np.inf
        _gram(acts, ones, cells, size, matrix)
        if cells < size or not _factored(matrix, size, _RANK):
            continue
        for cell in range(cells):
            means[cell] = kept[cell] + 0.5
        verdicts[model], likelihoods[model] = fit(acts, kept, cells, size, means, matrix, right)
        constants[model] = right[0]
        if verdicts[model] == FITTED:
            variances[model] = variance_of_constant(acts, means, cells, size, matrix, right)
    return verdicts, constants, variances, likelihoods


@compiled
def _design(parameters, size, counts, acts, kept):  # type: ignore[no-untyped-def]
    """Fill in what acts on what, and the counts, of cells and parameters that are not minus infinity; return how many there are."""
    every = len(counts)
    alive = np.ones(size, np.bool_)
    for a in range(size):
        total = 0.0
        for cell in range(1, every):
            if cell & parameters[a] == parameters[a]:
                total += counts[cell]
        alive[a] = total > 0
    cells = 0
    for cell in range(1, every):
        dead = False
        for a in range(size):
            dead = dead or (not alive[a] and cell & parameters[a] == parameters[a])
        if dead:
            continue
        place = 0
        for a in range(size):
            if alive[a]:
                acts[cells, place] = cell & parameters[a] == parameters[a]
                place += 1
        kept[cells] = counts[cell]
        cells += 1
    return cells, alive.sum()


@compiled
def profile(parameters, counts, unseen):  # type: ignore[no-untyped-def]
    """
    Return the log likelihood of the total at each number of unseen persons, all else at its best.

    Multinomial over all cells: log N! − log n0! + Σ y log π; ``unseen`` should be in order, each fit starts from the one before.
    """
    every, most = len(counts), len(parameters)
    acts = np.empty((every, most), np.bool_)
    kept, means, matrix, right = np.empty(every), np.empty(every), np.empty((most, most)), np.empty(most)
    cells, size = _design(parameters, most, counts, acts, kept)
    for a in range(size):
        acts[cells, a] = a == 0
    for cell in range(cells):
        means[cell] = kept[cell] + 0.5
    found = np.empty(len(unseen))
    documented = kept[:cells].sum()
    for place, missing in enumerate(unseen):
        kept[cells] = missing
        means[cells] = missing + 0.5
        fit(acts, kept, cells + 1, size, means, matrix, right)
        total = documented + missing
        value = lgamma(total + 1.0) - lgamma(missing + 1.0) - total * np.log(total)
        for cell in range(cells + 1):
            if kept[cell] > 0:
                value += kept[cell] * np.log(means[cell])
        found[place] = value
    return found
