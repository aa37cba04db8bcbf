"""
Measure how often the doubts of a linkage are true, and pairs of given odds, on lists of many sorts: ``calibration.json``.

    .venv/bin/python -m benchmarks.linkage.calibrate

Every seed is a country of its own: errors, empty cells, identity numbers, namesakes, unevenness and overlap differ (``some_noise``).
What is left of the error in the number of persons, each country foretold by the others, is how far off an estimate on strange lists may be.
"""

import json
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.optimize import minimize

from amparo.linkage.doubts import Doubts, between_persons, within_persons
from amparo.linkage.head_count import shares
from amparo.linkage.linking import Work, link
from benchmarks.linkage.lists import CURATED, FIVE, SIX, USUAL, make_lists, some_noise

_HOME = Path(__file__).resolve().parents[2] / "src" / "amparo" / "linkage" / "calibration.json"
_JOBS = ((5_000, range(200, 236)), (2_000, range(236, 244)), (20_000, range(244, 254)), (60_000, range(254, 257)))
_LEAST = 0.02  # of the persons may lack though no doubt says so
_STRANGE = 2.4  # lists of another make are further off than ours are from each other

type Floats = NDArray[np.float64]


class Seen(NamedTuple):
    """One country: measures of doubts and whether they were true, the work, and how many persons there are."""

    together: Floats
    one: NDArray[np.bool_]
    astray: Floats
    else_: NDArray[np.bool_]
    work: Work
    persons: int
    odds: Floats
    same: NDArray[np.bool_]


def seen(rows: int, seed: int) -> Seen:
    """Return what linking shows on the lists of a seed."""
    noise, which = USUAL if seed % 6 == 0 else some_noise(seed), SIX if seed % 5 == 0 else FIVE
    made = make_lists(rows, seed, which, noise)
    work = link(made.lists, curated=CURATED if seed % 4 else ())
    frame = work.records.frame.join(made.truth, on=["list", "record_id"], how="left", maintain_order="left")
    truth = frame["person"].to_numpy()
    most = (
        pl.DataFrame({"found": work.person, "truth": truth})
        .group_by("found", "truth").len().sort("found", "len", "truth", descending=[False, True, False]).unique("found", keep="first")
    )  # fmt: skip
    mainly = np.full(work.records.height, -1)
    mainly[most["found"].to_numpy()] = most["truth"].to_numpy()
    apart, astray = between_persons(work), within_persons(work)
    record = astray.places[0]
    one = mainly[apart.places[0]] == mainly[apart.places[1]]
    first, second = np.divmod(work.scored.edges.pairs, max(work.records.height, 1))
    said = (truth[record] != mainly[work.person[record]], work, int(np.unique(truth).size))
    return Seen(apart.measures, one, astray.measures, *said, work.scored.odds, truth[first] == truth[second])


def logistic(measures: Floats, true: NDArray[np.bool_], weight: Floats) -> Floats:
    """Return the weights under which the measures foretell best what is true."""
    wanted = true.astype(np.float64)

    def cost(at: Floats) -> tuple[float, Floats]:
        odds = measures @ at
        slope = measures.T @ (weight * (1 / (1 + np.exp(-odds)) - wanted)) / weight.sum()
        return float((weight * (np.logaddexp(0, odds) - wanted * odds)).sum() / weight.sum() + 1e-5 * (at**2).sum()), slope + 2e-5 * at

    found: Floats = minimize(cost, np.zeros(measures.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 2_000}).x
    return found


def main() -> None:
    """Write the calibration, and print how far off the number of persons is where each country is foretold by the others."""
    countries = [seen(rows, seed) for rows, seeds in _JOBS for seed in seeds]
    found = {}
    for name, measures, true in (("together", "together", "one"), ("astray", "astray", "else_")):
        weight = np.concatenate([np.full(len(getattr(one, true)), one.persons**-0.5) for one in countries])
        parts = [np.concatenate([getattr(one, part) for one in countries]) for part in (measures, true)]
        found[name] = logistic(parts[0], parts[1], weight)
    odds = np.clip(np.concatenate([one.odds for one in countries]), -20, 30) * np.log(2)
    weight = np.concatenate([np.full(one.odds.size, one.persons**-0.5) for one in countries])
    found["pair"] = logistic(np.stack([np.ones(odds.size), odds], axis=1), np.concatenate([one.same for one in countries]), weight)
    rows, wanted = [], []
    for one in countries:
        chance = [1 / (1 + np.exp(-getattr(one, name) @ found[name])) for name in ("together", "astray")]
        none = np.zeros(0, np.int64)
        rows.append(shares(one.work, Doubts(none, none, chance[0], none, chance[1])))
        there = np.unique(one.work.person).size
        wanted.append((there - one.persons) / there)
    table, target = np.array(rows), np.array(wanted)
    weight = np.array([1 / (0.006**2 + 0.05 / one.persons) for one in countries])
    left = np.array([target[k] - table[k] @ _regressed(*(np.delete(a, k, 0) for a in (table, target, weight))) for k in range(len(target))])
    relative = float(np.sqrt(np.mean((left / (table[:, 0] + _LEAST)) ** 2)))
    found["too_many"] = _regressed(table, target, weight)
    print(f"persons, foretold: error {left.std():.4f}, greatest {np.abs(left).max():.4f}; relative {relative:.3f}")
    error = [round(_STRANGE * relative, 4), _LEAST]
    rounded = {name: [round(float(one), 4) for one in values] for name, values in found.items()} | {"error": error}
    _HOME.write_text(json.dumps({"format": "amparo-linkage-calibration/1"} | rounded, indent=1) + "\n", encoding="utf-8")


def _regressed(table: Floats, target: Floats, weight: Floats) -> Floats:
    scaled = table * weight[:, None]
    found: Floats = np.linalg.solve(table.T @ scaled + 1e-6 * weight.sum() * np.eye(table.shape[1]), scaled.T @ target)
    return found


if __name__ == "__main__":
    main()
