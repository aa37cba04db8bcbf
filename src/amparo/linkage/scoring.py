"""
The scorer behind its narrow interface: records and pairs in, log2 odds out.

Two scorers give the same odds for the same model, and a test holds them to it:
Splink, on DuckDB or Spark, from the model written as Splink settings; and compiled loops
over the same levels, which are several times faster and start at once (decision 0012).
"""

from concurrent.futures import ThreadPoolExecutor
from os import cpu_count
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from amparo.errors import WrongUse
from amparo.linkage import machine, pair_loops
from amparo.linkage.blocks import Pairs
from amparo.linkage.fields import Records
from amparo.linkage.model import Model, heed
from amparo.linkage.pair_loops import Columns

type Floats = NDArray[np.float64]

_CHUNK = 1_000_000


class Scorer(Protocol):
    """Whatever can say how likely pairs are to be one person."""

    def score(self, records: Records, columns: Columns, pairs: Pairs, model: Model) -> tuple[Floats, Floats]:
        """Return the log2 odds of each pair, prior included, and what the columns besides the name add."""


class CompiledScorer:
    """The levels of ``pair_loops``, on as many cores as there are."""

    def score(self, records: Records, columns: Columns, pairs: Pairs, model: Model) -> tuple[Floats, Floats]:
        """Return the log2 odds of each pair, prior included, and what the columns besides the name add."""
        odds, facts = np.empty(pairs.size), np.empty(pairs.size)
        loops = machine.chosen(pair_loops, pairs.size)
        weights, usual, heeded = model.weights, model.usual, heed()

        def chunk(begin: int) -> None:
            end = min(begin + _CHUNK, pairs.size)
            first, second = np.divmod(pairs[begin:end], max(records.height, 1))
            loops.score(columns, first, second, weights, usual, heeded, odds[begin:end], facts[begin:end])

        begins = range(0, pairs.size, _CHUNK)
        if len(begins) < 2:
            for begin in begins:
                chunk(begin)
        else:
            with ThreadPoolExecutor(cpu_count() or 1) as pool:
                list(pool.map(chunk, begins))
        return odds + model.prior, facts


def scorer_for(engine: str) -> Scorer:
    """Return the scorer of an engine: ``compiled`` (the same as ``duckdb`` unless Splink is asked for), ``splink`` or ``spark``."""
    if engine in ("compiled", "duckdb"):
        return CompiledScorer()
    if engine in ("splink", "spark"):
        from amparo.linkage.splink_scorer import SplinkScorer

        return SplinkScorer("spark" if engine == "spark" else "splink")
    raise WrongUse("linkage.no_engine", engine=engine)
