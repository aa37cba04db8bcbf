"""
What comes together among people who are not one person, oftener than chance brings it together.

Names of one people go with each other: who shares a surname from the mountains often shares a given name from there as well. Who is
arrested on one day is often arrested in one place. A model of independent comparisons counts such agreement twice, and
joins strangers. How much oftener it comes together is measured on pairs that something else shows to be strangers.
"""

import numpy as np
from numpy.typing import NDArray

from amparo.linkage.model import COMPARISONS, Floats, Model
from amparo.linkage.observing import observe
from amparo.linkage.pair_loops import FACTS, NO_DAY, Columns

_PAIRS = 100_000
_SMALLEST = 20  # rows that share a surname, or a day: fewer are families rather than strangers
_STRANGERS = -3.0  # log2 odds of facts, or of names, from which two are taken for strangers
_OF_OLD = 10.0  # agreements that it takes to say that there are more than by chance
_MOST = 4.0  # log2
_WORDS, _SCENE, _WHERE = (COMPARISONS.index(name) for name in ("words", "scene", "where"))


def with_crowds(columns: Columns, model: Model, rng: np.random.Generator) -> Model:
    """Return the model with what the words of names, and day and place, lose of their weight where they agree together."""
    m, u = model.m.copy(), model.u.copy()
    by_word = _of_words(columns, model, rng)
    m[_WORDS, :4] = np.exp2(-3.0 * by_word)
    u[_WORDS, :4] = np.exp2(-by_word * np.array([3.0, 2.0, 1.0, 0.0]))
    here, near = _of_scenes(columns, model, rng)
    m[_SCENE, :3] = np.exp2(-_MOST)
    u[_SCENE, :3] = np.exp2(np.array([here, near, 0.0]) - _MOST)
    return Model(m, u, model.match_share)


def _of_words(columns: Columns, model: Model, rng: np.random.Generator) -> float:
    """Return how much oftener, as log2, strangers who share a surname agree in another word of the name than strangers do."""
    word = columns.names[:, 0]
    told = (word >= 0) & ~columns.initial[word]
    first, second = _sharing(np.where(told, columns.sound[word], -1), rng)
    levels = observe(columns, first, second, model).levels
    apart = _weight(levels, model, FACTS) < _STRANGERS
    seen, chance = 0.0, 0.0
    for row in (1, 2):
        said = apart & (levels[:, row] >= 0)
        seen += float((said & (levels[:, row] <= 3)).sum())
        chance += float(said.sum() * model.u[row, :4].sum())
    return _more(seen, chance)


def _of_scenes(columns: Columns, model: Model, rng: np.random.Generator) -> tuple[float, float]:
    """Return how much oftener, as log2, strangers of one day agree in the municipality, and in the region, than strangers do."""
    exact = (columns.event[:, 0] == columns.event[:, 1]) & (columns.event[:, 0] != NO_DAY)
    first, second = _sharing(np.where(exact, columns.event[:, 0] - NO_DAY, -1), rng)
    levels = observe(columns, first, second, model).levels
    said = (_weight(levels, model, range(4)) < _STRANGERS) & (levels[:, _WHERE] >= 0)
    here, near = (_more(float((said & (levels[:, _WHERE] == level)).sum()), float(said.sum() * model.u[_WHERE, level])) for level in (0, 1))
    return here, near


def _more(seen: float, chance: float) -> float:
    return float(np.clip(np.log2((seen + _OF_OLD) / (chance + _OF_OLD)), 0.0, _MOST))


def _weight(levels: NDArray[np.int8], model: Model, rows: range | tuple[int, ...]) -> Floats:
    total = np.zeros(levels.shape[0])
    for row in rows:
        total += np.where(levels[:, row] >= 0, model.weights[row, np.maximum(levels[:, row], 0)], 0.0)
    return total


def _sharing(value: NDArray[np.integer], rng: np.random.Generator) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return random pairs of rows that share a value, of those that many rows have; negative: none."""
    order = np.argsort(value, kind="stable")
    ordered = value[order]
    begin, end = (np.searchsorted(ordered, ordered, side=side) for side in ("left", "right"))
    many = np.flatnonzero((end - begin >= _SMALLEST) & (ordered >= 0))
    if not many.size:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    one = many[rng.integers(0, many.size, _PAIRS)]
    other = begin[one] + rng.integers(0, end[one] - begin[one])
    apart = one != other
    pair = np.stack([order[one[apart]], order[other[apart]]])
    return pair.min(axis=0).astype(np.int64), pair.max(axis=0).astype(np.int64)
