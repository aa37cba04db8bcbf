"""What pairs of records show: the level of each comparison, and what rarity adds."""

import attrs
import numpy as np
from numpy.typing import NDArray

from amparo.linkage import machine, pair_loops
from amparo.linkage.model import COMPARISONS, Floats, Model, heed
from amparo.linkage.pair_loops import Columns


@attrs.frozen(eq=False)
class Observed:
    """Levels of pairs (a row a pair), and what rarity adds to the weight of each."""

    levels: NDArray[np.int8]
    rare: Floats


def observe(columns: Columns, first: NDArray[np.int64], second: NDArray[np.int64], model: Model) -> Observed:
    """Return the levels of pairs."""
    levels = np.empty((first.size, len(COMPARISONS)), np.int8)
    rare = np.empty(first.size)
    machine.chosen(pair_loops, first.size).observe(columns, first, second, model.usual, heed(), levels, rare)
    return Observed(levels, rare)
