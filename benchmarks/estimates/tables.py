"""The tables that are timed: published ones, which are not kept here, and simulated ones with two classes of persons."""

import os
from pathlib import Path

import numpy as np
import polars as pl

from amparo.questions.estimates.overlaps import Overlaps, collected, read_overlaps

_HERE = Path(os.environ.get("AMPARO_DATA", Path(__file__).resolve().parents[3] / "shared" / "data")) / "overlaps"


def published(name: str) -> Overlaps | None:
    """Return a published table; None where it is not beside this checkout."""
    path = _HERE / f"{name}.csv"
    return read_overlaps(pl.read_csv(path)) if path.is_file() else None


def simulated(lists: int, persons: int, seed: int = 1) -> Overlaps:
    """Return the overlaps of a population of two classes: three in ten easy to find, the others hard."""
    rng = np.random.default_rng(seed)
    reach = np.vstack([rng.uniform(0.25, 0.6, lists), rng.uniform(0.03, 0.15, lists)])
    kind = rng.choice(2, persons, p=[0.3, 0.7])
    masks = (rng.random((persons, lists)) < reach[kind]) @ (1 << np.arange(lists))
    return collected(tuple("abcdefgh"[:lists]), masks.astype(np.int64), np.ones(persons, np.int64))
