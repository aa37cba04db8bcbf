"""The pairs of a linkage as a frame: what was decided of each, by whom, and why in one word."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from amparo.linkage.blocks import Pairs, held, united
from amparo.linkage.doubts import calibration
from amparo.linkage.linking import DOUBT, Work
from amparo.linkage.training import probability

# Why a pair is as it is: a code of ``locale/linkage.toml``.
SCORE, NAME_ONLY, THROUGH_OTHERS, CURATED, CONFLICT, NAME_ALONE, DECISION = (
    "score", "name_only", "through_others", "curated", "conflict", "name_alone", "decision",
)  # fmt: skip
_SCHEMA = {"list_a": pl.String, "record_a": pl.String, "list_b": pl.String, "record_b": pl.String}


def pair_frame(work: Work, who: str) -> pl.DataFrame:
    """
    Return all pairs of one person, all that are undecided, and all that were decided or that a rule keeps apart.

    Whatever speaks for one person and was not joined is undecided: a conflict is never dropped.
    """
    scored, height = work.scored, max(work.records.height, 1)
    likely = calibrated(scored.odds)
    pairs = united([scored.edges.pairs[likely > DOUBT[0]], within(work.person, height), work.decided.pairs])
    scored_here = held(pairs, scored.edges.pairs)
    at = np.minimum(np.searchsorted(scored.edges.pairs, pairs), max(scored.edges.pairs.size - 1, 0))[scored_here]
    chance = np.zeros(pairs.size)
    chance[scored_here] = likely[at]
    first, second = np.divmod(pairs, height)
    one = work.person[first] == work.person[second]
    named, bare = np.zeros((2, pairs.size), np.bool_)
    named[scored_here], bare[scored_here] = scored.name_only[at], scored.facts[at] <= 0
    alone = (work.curated[first] >= 0) & (work.curated[first] == work.curated[second])
    decided = np.full(pairs.size, -1, np.int64)
    decided[np.searchsorted(pairs, work.decided.pairs)] = np.arange(work.decided.pairs.size)
    decision = np.where(one, "same", np.where(alone, "different", "undecided")).astype(object)
    why = np.where(
        one, np.where(named, NAME_ONLY, np.where(scored_here & (chance > DOUBT[0]), SCORE, THROUGH_OTHERS)),
        np.where(alone, CURATED, np.where(bare, NAME_ALONE, np.where(chance > DOUBT[1], CONFLICT, SCORE))),
    ).astype(object)  # fmt: skip
    by = np.full(pairs.size, who, dtype=object)
    for row in np.flatnonzero(decided >= 0):
        place = decided[row]
        said = "undecided" if not work.decided.clear[place] else "same" if work.decided.same[place] else "different"
        # A contradiction between decisions is not resolved by us: the pair is a question again.
        decision[row] = said if said != "same" or one[row] else "undecided"
        why[row] = (work.decided.why[place] or DECISION) if decision[row] == said else CONFLICT
        by[row] = work.decided.who[place] or who
        chance[row] = {"same": 1.0, "different": 0.0}.get(said, chance[row])
    return _frame(work, pairs, chance, decision, by, why)


def within(person: NDArray[np.int64], height: int) -> Pairs:
    """Return all pairs of records of one person."""
    from amparo.linkage.blocks import key_of, pairs_of

    return pairs_of(key_of(person), np.arange(person.size), height, person.size + 1)


def calibrated(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """
    Return the probability of log2 odds that a model of independent comparisons gives.

    Names of one family, days of mass arrest: comparisons depend on each other, so
    the odds claim more than they know. How much was measured on lists of many sorts (``benchmarks.linkage.calibrate``).
    """
    shift, slope = calibration()["pair"]
    return probability(slope * odds + shift / np.log(2))


def _frame(
    work: Work, pairs: Pairs, chance: NDArray[np.float64], decision: NDArray[np.object_], who: NDArray[np.object_], why: NDArray[np.object_]
) -> pl.DataFrame:
    first, second = np.divmod(pairs, max(work.records.height, 1))
    rows = work.records.frame.select("list", "record_id")
    left, right = rows.gather(first), rows.gather(second)
    return pl.DataFrame(
        {
            "list_a": left["list"], "record_a": left["record_id"], "list_b": right["list"], "record_b": right["record_id"],
            "probability": pl.Series(chance, dtype=pl.Float64), "decision": pl.Series(decision.tolist(), dtype=pl.String),
            "who": pl.Series(who.tolist(), dtype=pl.String), "why": pl.Series(why.tolist(), dtype=pl.String),
        }
    )  # fmt: skip
