"""
Where linking errs: pairs of one person that were missed, by what stopped them, and false pairs, by what brought them about.

    .venv/bin/python -m benchmarks.linkage.errors 100k [SEED]

Every pair of one person that is not joined is one of: never compared; kept apart because nothing but the name agrees; below the
cut; above the cut and kept out by a constraint or by other evidence. Every false pair was scored above the cut, or came about
through others.
"""

import sys
from collections.abc import Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from amparo.linkage.blocks import held, key_of, pairs_of
from amparo.linkage.linking import Work, link
from amparo.linkage.model import COMPARISONS, LEVELS
from amparo.linkage.observing import observe
from benchmarks.daily_counts.__main__ import machine, persons
from benchmarks.linkage.lists import CURATED, TRAIN_SEEDS, Lists, make_lists

type Pairs = NDArray[np.int64]


def truth_of(work: Work, made: Lists) -> NDArray[np.int64]:
    """Return the person of each record."""
    frame = work.records.frame.join(made.truth, on=["list", "record_id"], how="left", maintain_order="left")
    found: NDArray[np.int64] = frame["person"].to_numpy()
    return found


def missed(work: Work, truth: NDArray[np.int64]) -> Mapping[str, Pairs]:
    """Return the pairs of one person that were not joined, by what stopped them."""
    height, scored = work.records.height, work.scored
    true = pairs_of(key_of(truth), np.arange(height), height, height)
    first, second = np.divmod(true, height)
    apart = true[work.person[first] != work.person[second]]
    compared = held(apart, work.candidates.pairs)
    kept = held(apart, scored.edges.pairs)
    at = np.minimum(np.searchsorted(scored.edges.pairs, apart), scored.edges.pairs.size - 1)
    odds = np.where(kept, scored.odds[at], -99.0)
    weight = np.where(kept, scored.edges.weight[at], -99.0)
    alone = compared & (odds > work.cut) & (weight <= work.cut)
    below = compared & (odds <= work.cut)
    rest = compared & (weight > work.cut)
    return {
        "never compared": apart[~compared],
        "name alone": apart[alone],
        "below the cut": apart[below],
        "constraint or others": apart[rest],
    }


def false_pairs(work: Work, truth: NDArray[np.int64]) -> Mapping[str, Pairs]:
    """Return the pairs of two persons that were joined, by what brought them about."""
    height, scored = work.records.height, work.scored
    found = pairs_of(key_of(work.person), np.arange(height), height, height)
    first, second = np.divmod(found, height)
    wrong = found[truth[first] != truth[second]]
    kept = held(wrong, scored.edges.pairs)
    at = np.minimum(np.searchsorted(scored.edges.pairs, wrong), scored.edges.pairs.size - 1)
    above = kept & (scored.edges.weight[at] > work.cut)
    return {"above the cut": wrong[above], "through others": wrong[~above]}


def levels_of(work: Work, pairs: Pairs) -> pl.DataFrame:
    """Return the level of each comparison of pairs, in words."""
    seen = observe(work.columns, *np.divmod(pairs, work.records.height), work.model).levels
    return pl.DataFrame(
        {name: [None if one < 0 else LEVELS[name][one] for one in seen[:, row].tolist()] for row, name in enumerate(COMPARISONS)},
        schema=dict.fromkeys(COMPARISONS, pl.String),
    )


def main(arguments: list[str]) -> None:
    """Print the errors by kind, and the commonest patterns of the names of each."""
    rows, seed = persons(arguments[0]), int(arguments[1]) if len(arguments) > 1 else TRAIN_SEEDS[0]
    print(machine())
    made = make_lists(rows, seed)
    work = link(made.lists, curated=CURATED)
    truth = truth_of(work, made)
    for title, kinds in (("missed", missed(work, truth)), ("false", false_pairs(work, truth))):
        for kind, pairs in kinds.items():
            print(f"{title}, {kind}: {pairs.size:,}")
            patterns = levels_of(work, pairs).group_by(COMPARISONS[:5]).len().sort("len", *COMPARISONS[:5], descending=[True] + 5 * [False])
            for row in patterns.head(6).iter_rows():
                print("    ", row[-1], *(word or "-" for word in row[:-1]))


if __name__ == "__main__":
    main(sys.argv[1:])
