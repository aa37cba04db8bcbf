"""
Train the model that ships, on the train seeds of the generator, and write ``src/amparo/linkage/prior.json``.

    .venv/bin/python -m benchmarks.linkage.train

``m`` is counted on pairs of one person that the candidates reach, ``u`` on random
pairs; two levels that depend on others (kin) are fitted so that their weight is what pairs
with the same names show beyond their other evidence.
"""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from amparo.linkage import training
from amparo.linkage.blocks import key_of, pairs_of
from amparo.linkage.candidates import find_candidates
from amparo.linkage.columns import columns_of
from amparo.linkage.fields import read_lists
from amparo.linkage.model import COMPARISONS, LEVELS, MOST_LEVELS, Model
from amparo.linkage.observing import observe
from benchmarks.linkage.lists import CURATED, FIVE, SIX, TRAIN_SEEDS, USUAL, Noise, make_lists, some_noise

_HOME = Path(__file__).resolve().parents[2] / "src" / "amparo" / "linkage" / "prior.json"


def flat() -> Model:
    """Return a model in which nothing is worth anything, to begin with."""
    shares = np.zeros((len(COMPARISONS), MOST_LEVELS))
    for row, name in enumerate(COMPARISONS):
        shares[row, : len(LEVELS[name])] = 1 / len(LEVELS[name])
    return Model(shares, shares.copy(), 1e-4)


def counts(rows: int, seed: int, which: tuple[str, ...], noise: Noise) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how often pairs of one person, and random pairs, show each level."""
    made = make_lists(rows, seed, which, noise)
    records = read_lists(made.lists)
    columns = columns_of(records)
    curated = [place for place, name in enumerate(records.lists) if name in CURATED]
    truth = records.frame.join(made.truth, on=["list", "record_id"], how="left", maintain_order="left")["person"].to_numpy()
    found = find_candidates(records, curated)
    height = records.height
    pairs = pairs_of(key_of(truth), np.arange(height), height, 1_000)
    pairs = pairs[np.isin(pairs, found.pairs)]
    seen = observe(columns, *np.divmod(pairs, height), flat())
    rng = np.random.default_rng(seed)
    first, second = rng.integers(0, height, (2, 1_000_000))
    apart = truth[first] != truth[second]
    other = observe(columns, first[apart], second[apart], flat())
    return training._counted(seen.levels, np.ones(pairs.size)), training._counted(other.levels, np.ones(int(apart.sum())))


def main() -> None:
    """Write the model."""
    m, u = np.zeros((2, len(COMPARISONS), MOST_LEVELS))
    for seed in TRAIN_SEEDS:
        one, two = counts(30_000, seed, FIVE if seed % 2 else SIX, USUAL if seed < TRAIN_SEEDS[4] else some_noise(seed))
        m, u = m + one, u + two
    start = flat()
    m, u = training._mixed(m, start.m, 5.0), training._mixed(u, start.u, 5.0)
    m = 0.995 * m + 0.005 * u  # one cell in two hundred is simply wrong, in ways that no generator thinks of
    _kin(m, u)
    for name in ("words", "scene"):  # worth nothing until the lists at hand show that they come together
        row = COMPARISONS.index(name)
        m[row, : len(LEVELS[name])] = u[row, : len(LEVELS[name])] = 1 / len(LEVELS[name])
    row = COMPARISONS.index("nationality")  # the invented lists have none
    m[row, :2], u[row, :2] = (0.97, 0.03), (0.85, 0.15)
    _HOME.write_text(json.dumps(Model(m, u, 1e-4).to_dict(), indent=1) + "\n", encoding="utf-8")


def _kin(m: NDArray[np.float64], u: NDArray[np.float64]) -> None:
    """
    Make siblings and namesakes evidence against, and father and son much: what comparisons that are taken as independent cannot say.

    Day, place and rarity of what a family shares are not counted there (``pair_loops.compare``); what is left is nearly right as it is.
    """
    row = COMPARISONS.index("kin")
    m[row, :4], u[row, :4] = (0.05, 0.05, 1e-4, 0.8999), (0.1, 0.1, 0.05, 0.75)


if __name__ == "__main__":
    main()
