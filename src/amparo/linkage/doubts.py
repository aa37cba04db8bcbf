"""
What is in doubt about the persons that were found: which two may be one, and which record may be somebody else.

A pair's odds speak of two records. Whether two *persons* are one depends on all pairs between
them at once, and so does whether a record belongs where it was put; how often either is true for given evidence
was counted on lists of many sorts (``benchmarks.linkage.calibrate``) and ships as ``calibration.json``.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import attrs
import numpy as np
import polars as pl
from numpy.typing import NDArray

from amparo.linkage.cluster_loops import UNCOMPARED
from amparo.linkage.clusters import CERTAIN, STRONGEST
from amparo.linkage.linking import Work

type Floats = NDArray[np.float64]
type Longs = NDArray[np.int64]


@attrs.frozen(eq=False)
class Doubts:
    """
    The doubts of a linkage, each with the chance that the outcome is wrong there.

    Attributes:
        one, other: persons that may be one, by the place of their first record; ``together`` is the chance that they are.
        record: records of persons with several; ``astray`` is the chance that one is somebody else.
    """

    one: Longs
    other: Longs
    together: Floats
    record: Longs
    astray: Floats


@attrs.frozen(eq=False)
class Evidence:
    """What speaks for each doubt: the persons or records, and a row of measures for each (``calibration.json`` has their weights)."""

    places: tuple[Longs, ...]
    measures: Floats


@cache
def calibration() -> Mapping[str, list[float]]:
    """Return the weights that ship with the program."""
    found: Mapping[str, list[float]] = json.loads((files("amparo.linkage") / "calibration.json").read_text(encoding="utf-8"))
    return found


def doubts_of(work: Work) -> Doubts:
    """Return what is in doubt of a linkage; nothing where a reviewer has decided."""
    apart, astray = between_persons(work), within_persons(work)
    weights = calibration()
    (one, other), (record,) = apart.places, astray.places
    together = _chance(apart.measures, weights["together"])
    return Doubts(one, other, together, record, _chance(astray.measures, weights["astray"]))


def _chance(measures: Floats, weights: list[float]) -> Floats:
    chance: Floats = 1 / (1 + np.exp(-np.clip(measures @ np.array(weights), -50, 50)))
    return chance


def between_persons(work: Work) -> Evidence:
    """Return the pairs of persons that may be one, and what speaks for it: the best pair, the mean of all, whether names alone."""
    height, person = max(work.records.height, 1), work.person
    first, second = np.divmod(work.scored.edges.pairs, height)
    one, other = np.minimum(person[first], person[second]), np.maximum(person[first], person[second])
    cross = one != other
    odds = np.clip(work.scored.odds[cross], -STRONGEST, STRONGEST)
    pairs = (
        pl.DataFrame({"one": one[cross], "other": other[cross], "odds": odds, "bare": work.scored.facts[cross] <= 0})
        .group_by("one", "other")
        .agg(best=pl.col("odds").max(), total=pl.col("odds").sum(), compared=pl.len(), bare=pl.col("bare").get(pl.col("odds").arg_max()))
        .sort("one", "other")
    )
    one, other = pairs["one"].to_numpy(), pairs["other"].to_numpy()
    possible = ~_both_in_curated(work, one, other) & ~_told_apart(work, one, other)
    size = np.bincount(person, minlength=height)
    number = (size[one] * size[other]).astype(np.float64)
    mean = (pairs["total"].to_numpy() + UNCOMPARED * (number - pairs["compared"].to_numpy())) / number
    best, bare = np.clip(pairs["best"].to_numpy(), -25, 20), pairs["bare"].to_numpy().astype(np.float64)
    measures = [
        np.ones(one.size), best, np.minimum(best + 4, 0), np.maximum(best - 4, 0), bare, bare * np.clip(best, -10, 10), np.log(number),
        np.clip(mean, -25, 20) - best,
    ]  # fmt: skip
    return Evidence((one[possible], other[possible]), np.stack(measures, axis=1)[possible])


def within_persons(work: Work) -> Evidence:
    """Return the records of persons with several, and what holds each there: its best pair, the mean of all, how many the others are."""
    height, person = max(work.records.height, 1), work.person
    first, second = np.divmod(work.scored.edges.pairs, height)
    inside = person[first] == person[second]
    odds = np.clip(work.scored.odds[inside], -STRONGEST, STRONGEST)
    sure = work.scored.edges.weight[inside] >= CERTAIN
    both = pl.DataFrame({"record": np.concatenate([first[inside], second[inside]]), "odds": np.tile(odds, 2), "sure": np.tile(sure, 2)})
    rows = (
        both.group_by("record")
        .agg(best=pl.col("odds").max(), total=pl.col("odds").sum(), compared=pl.len(), sure=pl.col("sure").any())
        .filter(~pl.col("sure"))
        .sort("record")
    )
    record = rows["record"].to_numpy()
    others = np.bincount(person, minlength=height)[person[record]] - 1.0
    mean = (rows["total"].to_numpy() + UNCOMPARED * (others - rows["compared"].to_numpy())) / np.maximum(others, 1.0)
    best = np.clip(rows["best"].to_numpy(), -5, 20)
    measures = [np.ones(record.size), best, np.clip(mean, -5, 20) - best, np.log(np.maximum(others, 1.0))]
    return Evidence((record,), np.stack(measures, axis=1))


def _both_in_curated(work: Work, one: Longs, other: Longs) -> NDArray[np.bool_]:
    """Say which two persons stand in the same list in which nobody stands twice."""
    both = np.zeros(one.size, np.bool_)
    for source in np.unique(work.curated[work.curated >= 0]):
        there = np.zeros(max(work.records.height, 1), np.bool_)
        there[work.person[work.curated == source]] = True
        both |= there[one] & there[other]
    return both


def _told_apart(work: Work, one: Longs, other: Longs) -> NDArray[np.bool_]:
    """Say which two persons a reviewer told apart."""
    height = max(work.records.height, 1)
    pairs = work.decided.pairs[work.decided.clear & ~work.decided.same]
    first, second = (work.person[place] for place in np.divmod(pairs, height))
    return np.isin(one * height + other, np.minimum(first, second) * height + np.maximum(first, second))
