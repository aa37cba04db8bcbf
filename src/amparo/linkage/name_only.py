"""The one case in which names alone join records: a full and rare name, unique in each list, in a list whose names identify."""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from amparo.linkage.blocks import Pairs, key_of
from amparo.linkage.columns import columns_of
from amparo.linkage.fields import Records
from amparo.linkage.names import MISSING
from amparo.linkage.roles import GIVEN_1, GIVEN_2, SURNAME_1, SURNAME_2

RARE = 5e-6  # of all people may bear the name, by the shares of its words, for it to be rare
EXPECTED = 2e-3  # namesakes that chance alone may be expected to bring into the lists


def name_only_pairs(records: Records, pairs: Pairs, odds: NDArray[np.float64], names_identify: Collection[str]) -> Pairs:
    """
    Return the pairs of two lists that a name alone may join.

    Both surnames and a given name sound the same in both, the name stands once in
    each list, it is rare, and one of the lists was said to identify by names. Nothing
    else may speak against it: the odds of the whole are not below even.
    """
    flagged = np.isin(records.source, [place for place, name in enumerate(records.lists) if name in names_identify])
    if not flagged.any() or not records.words.text:
        return np.zeros(0, np.int64)
    slots, words = records.names, records.words
    full = (slots[:, [SURNAME_1, SURNAME_2, GIVEN_1]] != MISSING).all(axis=1)
    full &= ~words.initial[slots[:, [SURNAME_1, SURNAME_2, GIVEN_1]]].any(axis=1)
    heard = np.where(slots == MISSING, MISSING, words.sound[slots]).astype(np.int64)
    key = key_of(heard[:, SURNAME_1], heard[:, SURNAME_2], heard[:, GIVEN_1])
    once = _once(key_of(key.view(np.int64), records.source.astype(np.int64)))
    share = columns_of(records).share
    common = share[0, slots[:, SURNAME_1]] * share[0, slots[:, SURNAME_2]] * share[1, slots[:, GIVEN_1]]
    first, second = np.divmod(pairs, records.height)
    same = (key[first] == key[second]) & full[first] & full[second] & (records.source[first] != records.source[second])
    two = heard[:, GIVEN_2]
    agree = (two[first] == two[second]) | (two[first] == MISSING) | (two[second] == MISSING)
    rare = np.maximum(common[first], common[second]) < min(RARE, EXPECTED / records.height)
    found: Pairs = pairs[same & agree & once[first] & once[second] & rare & (flagged[first] | flagged[second]) & (odds > 0)]
    return found


def _once(keys: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Say which keys stand once."""
    _, place, number = np.unique(keys, return_inverse=True, return_counts=True)
    once: NDArray[np.bool_] = number[place] == 1
    return once
