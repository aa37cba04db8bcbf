"""
What each comparison is worth: the model of Fellegi and Sunter (1969) in log2 weights.

``m`` is how often records of one person show a level, ``u`` how often records of
two persons do; log2(m/u) is the level's weight. Where the value itself is rare,
its own share takes the place of ``u`` to the degree ``heed``.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import attrs
import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]

_WORD = ("same", "same_sound", "nickname", "nearly", "initial", "elsewhere", "roughly", "other")
LEVELS: Mapping[str, tuple[str, ...]] = {
    "surname_1": _WORD,
    "surname_2": _WORD,
    "given_1": _WORD,
    "given_2": _WORD,
    "kin": ("siblings", "namesakes", "generations", "neither"),
    "lists": ("same", "other"),
    "id_number": ("same", "one_digit", "other"),
    "birth": ("same_day", "part_wrong", "may_be_same", "one_year", "two_years", "six_years", "other"),
    "event": ("same_day", "three_days", "may_be_same", "month", "year", "other"),
    "where": ("municipality", "region", "other_municipality", "other"),
    "place": ("same", "other"),
    "occupation": ("same", "other"),
    "sex": ("same", "other"),
    "nationality": ("same", "other"),
    "rest": ("nothing", "of_one", "of_both", "of_both_more"),
    "words": ("few", "two", "three", "four"),
    "scene": ("municipality", "region", "neither"),
}
COMPARISONS = tuple(LEVELS)
MOST_LEVELS = max(map(len, LEVELS.values()))
# How far the rarity of what agrees counts: fully where it is the same, in part where it is alike.
_WORD_HEED = {"same": 1.0, "same_sound": 0.7, "nearly": 0.5, "elsewhere": 0.7}
HEED: Mapping[str, Mapping[str, float]] = {
    **dict.fromkeys(("surname_1", "surname_2", "given_1", "given_2"), _WORD_HEED),
    "event": {"same_day": 1.0},
    "where": {"municipality": 1.0},
}
SMALLEST = 1e-7


@attrs.frozen(eq=False)
class Model:
    """
    The weights of one linkage.

    Attributes:
        m, u: a row a comparison, a column a level; 0 beyond the last level.
        match_share: how many of all the pairs that could be are of one person.
    """

    m: Floats
    u: Floats
    match_share: float

    @property
    def weights(self) -> Floats:
        """Log2 of m over u."""
        return np.log2(np.maximum(self.m, SMALLEST) / np.maximum(self.u, SMALLEST))

    @property
    def prior(self) -> float:
        """Log2 odds that two records that nothing is known of are one person."""
        return float(np.log2(self.match_share / (1 - self.match_share)))

    @property
    def usual(self) -> Floats:
        """How often two persons agree exactly, by comparison: what the share of a rare value is measured against."""
        return np.maximum(self.u[:, 0], SMALLEST)

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return the model as data."""
        return {
            "format": "amparo-linkage-model/1",
            "match_share": self.match_share,
            "comparisons": {
                name: {
                    level: {"m": round(float(self.m[row, place]), 9), "u": round(float(self.u[row, place]), 9)}
                    for place, level in enumerate(LEVELS[name])
                }
                for row, name in enumerate(COMPARISONS)
            },
        }


def model_from(document: Mapping[str, Any]) -> Model:  # Any: a JSON document
    """Return the model of a document of ``Model.to_dict``; what an older document does not know is as in the shipped one."""
    m, u = np.zeros((2, len(COMPARISONS), MOST_LEVELS))
    for row, name in enumerate(COMPARISONS):
        for place, level in enumerate(LEVELS[name]):
            found = document["comparisons"].get(name, {}).get(level)
            if found is None:
                m[row, place], u[row, place] = shipped_model().m[row, place], shipped_model().u[row, place]
            else:
                m[row, place], u[row, place] = found["m"], found["u"]
    return Model(m, u, float(document["match_share"]))


def heed() -> Floats:
    """Return how far rarity counts, by comparison and level."""
    table = np.zeros((len(COMPARISONS), MOST_LEVELS))
    for row, name in enumerate(COMPARISONS):
        for level, share in HEED.get(name, {}).items():
            table[row, LEVELS[name].index(level)] = share
    return table


@cache
def shipped_model() -> Model:
    """Return the model that ships with the program, trained on invented lists (``benchmarks/linkage``)."""
    return model_from(json.loads((files("amparo.linkage") / "prior.json").read_text(encoding="utf-8")))
