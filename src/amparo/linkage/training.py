"""
Fitting the model to the lists at hand, from the shipped one.

Nothing starts cold: every share begins as the shipped model has it and moves as
far as the lists bear it out (a Dirichlet prior worth some hundreds of pairs).
``u`` comes from random pairs, ``m`` from expectation and maximisation over the candidates; decided
pairs count with what was decided. How many persons two lists share is estimated for each two lists.
"""

import attrs
import numpy as np
from numpy.typing import NDArray

from amparo.linkage.blocks import Pairs
from amparo.linkage.crowds import with_crowds
from amparo.linkage.model import COMPARISONS, LEVELS, Floats, Model
from amparo.linkage.observing import Observed, observe
from amparo.linkage.pair_loops import Columns

RANDOM_PAIRS = 400_000
CANDIDATE_PAIRS = 400_000
ROUNDS = 6
_M_WORTH, _U_WORTH = 400.0, 2_000.0
_LABEL_WORTH = 4.0  # a decided pair counts as so many that are guessed
_PAIRS_OF_OLD = 500.0
_LIFT_WORTH, _MOST_LIFT = 20.0, 5.0  # pairs that it takes to say that two lists share many or few persons; log2
_FIXED = [COMPARISONS.index(name) for name in ("kin", "words", "scene")]


@attrs.frozen(eq=False)
class Fitted:
    """
    What the lists at hand teach.

    Attributes:
        model: the weights.
        lift: for each two lists, log2 of how much likelier a pair of theirs is to be one person than a pair of any two lists
            (on the diagonal: than a pair within any list).
    """

    model: Model
    lift: Floats

    def of_pairs(self, columns: Columns, pairs: Pairs) -> Floats:
        """Return the lift of each pair."""
        first, second = np.divmod(pairs, max(columns.source.size, 1))
        lifted: Floats = self.lift[columns.source[first], columns.source[second]]
        return lifted


def unfitted(model: Model, lists: int) -> Fitted:
    """Return a model as it is, with no list nearer to another one than to a third."""
    return Fitted(model, np.zeros((max(lists, 1), max(lists, 1))))


def fit(
    columns: Columns,
    candidates: Pairs,
    possible: int,
    prior: Model,
    *,
    labels: tuple[Pairs, NDArray[np.bool_]] | None = None,
    seed: int = 0,
) -> Fitted:
    """
    Return the model that suits these lists.

    Args:
        columns: the records.
        candidates: pairs, ``first * height + second``.
        possible: how many pairs could be of one person: all but those within curated lists.
        prior: where to begin.
        labels: decided pairs, and whether each is one person.
        seed: of the random pairs.
    """
    height, lists = columns.source.size, int(columns.source.max(initial=0)) + 1
    if height < 2:
        return unfitted(prior, lists)
    rng = np.random.default_rng([seed, 3])
    prior = with_crowds(columns, Model(prior.m, _fit_u(columns, prior, rng), prior.match_share), rng)
    u = prior.u
    model = prior
    sample = (
        candidates
        if candidates.size <= CANDIDATE_PAIRS
        else candidates[np.sort(rng.choice(candidates.size, CANDIDATE_PAIRS, replace=False))]
    )
    seen = observe(columns, *np.divmod(sample, height), model)
    stands_for = candidates.size / max(sample.size, 1)
    known = None if labels is None or not labels[0].size else (observe(columns, *np.divmod(labels[0], height), model), labels[1])
    share = max(0.3 * height / max(possible, 1), 1e-12)
    model = Model(prior.m, u, min(share, 0.3))
    fitted = unfitted(model, lists)
    for _ in range(ROUNDS):
        belief = probability(weigh(seen, fitted.model) + fitted.of_pairs(columns, sample))
        total = float(belief.sum()) * stands_for
        m = _counted(seen.levels, belief)
        if known is not None:
            m += _LABEL_WORTH * _counted(known[0].levels, known[1].astype(np.float64))
        m = _mixed(m, prior.m, _M_WORTH)
        model = Model(m, u, float(np.clip((total + 0.1) / (possible + _PAIRS_OF_OLD), 1e-12, 0.3)))
        fitted = Fitted(model, _lift(columns, sample, belief * stands_for))
    return fitted


def _lift(columns: Columns, pairs: Pairs, belief: Floats) -> Floats:
    """Return how much likelier pairs of each two lists are to be one person than those of any two, drawn towards no difference."""
    size = np.bincount(columns.source).astype(np.float64)
    lists = size.size
    first, second = (columns.source[one].astype(np.int64) for one in np.divmod(pairs, columns.source.size))
    code = np.minimum(first, second) * lists + np.maximum(first, second)
    matched = np.bincount(code, weights=belief, minlength=lists * lists).reshape(lists, lists)
    matched = np.triu(matched) + np.triu(matched, 1).T
    could = np.outer(size, size)
    within = np.eye(lists, dtype=np.bool_)
    could[within] = size * (size - 1) / 2
    lift = np.zeros((lists, lists))
    for here in (within, ~within):
        share = (matched[here].sum() + 0.1) / max(could[here].sum(), 1.0)
        old = np.minimum(_LIFT_WORTH, share * could[here]) + 0.1
        lift[here] = np.log2((matched[here] + old) / (share * could[here] + old))
    return np.clip(lift, -_MOST_LIFT, _MOST_LIFT)


def beliefs(seen: Observed, model: Model) -> Floats:
    """Return the probability that each pair is one person."""
    return probability(weigh(seen, model))


def weigh(seen: Observed, model: Model) -> Floats:
    """Return the weight of each pair, the prior included."""
    total = seen.rare + model.prior
    weights = model.weights
    for row in range(len(COMPARISONS)):
        level = seen.levels[:, row]
        total += np.where(level >= 0, weights[row, np.maximum(level, 0)], 0.0)
    return total


def probability(weight: Floats) -> Floats:
    """Return the probability of a log2 weight."""
    found: Floats = 1 / (1 + np.exp2(-np.clip(weight, -1_000, 1_000)))
    return found


def _counted(levels: NDArray[np.int8], belief: Floats) -> Floats:
    """Return the sum of beliefs by comparison and level."""
    width = max(map(len, LEVELS.values()))
    found = np.zeros((len(COMPARISONS), width))
    for row in range(len(COMPARISONS)):
        said = levels[:, row] >= 0
        found[row] = np.bincount(levels[said, row], weights=belief[said], minlength=width)
    return found


def _mixed(counted: Floats, prior: Floats, worth: float) -> Floats:
    """Return shares from counts and a prior that is worth so many pairs; kinship, and what comes together, keep their own."""
    together = counted + worth * prior
    found: Floats = together / np.maximum(together.sum(axis=1, keepdims=True), 1e-12)
    # Brothers arrested together look like one person in all but the given name: left to itself, the fit would join them.
    found[_FIXED] = prior[_FIXED]
    return found


def _fit_u(columns: Columns, prior: Model, rng: np.random.Generator) -> Floats:
    """Return how often two persons agree: from random pairs, of which next to none are one person."""
    height = columns.source.size
    number = min(RANDOM_PAIRS, height * 40)
    first, second = rng.integers(0, height, (2, number))
    keep = first != second
    seen = observe(columns, np.minimum(first, second)[keep], np.maximum(first, second)[keep], prior)
    # In a short list random pairs often are one person: their beliefs are left out.
    belief = beliefs(seen, attrs.evolve(prior, match_share=min(0.5, 1.0 / height)))
    return _mixed(_counted(seen.levels, 1 - belief), prior.u, _U_WORTH)
