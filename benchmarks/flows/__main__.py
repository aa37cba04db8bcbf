"""
Time the multi-state curve with errors, the curves of one event, and the division of a series; R in the same run where it is.

    .venv/bin/python -m benchmarks.flows            150,000 and 1.5 million moves, R for the smaller
    .venv/bin/python -m benchmarks.flows --r-large  R for both: minutes
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
import polars as pl
from tests.questions.flows.survival_in_r import rscript

from amparo.questions.flows import incidence, occupancy
from amparo.questions.flows.compiled import compiled
from amparo.questions.flows.segments import best_ends, segment

_R = Path(__file__).with_name("curves.R")
_FEW = [90, 180, 365, 730]
_MANY = list(range(10, 1010, 10))


def walks(persons: int, seed: int = 3) -> pl.DataFrame:
    """Persons who move between three states and back, two fifths of them followed only from some day on."""
    rng = np.random.default_rng(seed)
    day = np.where(rng.random(persons) < 0.4, rng.integers(0, 300, persons), 0)
    end, state, rows = day + rng.integers(1, 1_000, persons), rng.integers(0, 3, persons), []
    alive = np.arange(persons)
    while alive.size:
        stop = day[alive] + rng.geometric(1 / 60, alive.size)
        moved = stop <= end[alive]
        to = (state[alive] + rng.integers(1, 3, alive.size)) % 3
        rows.append(np.stack([alive, day[alive], np.minimum(stop, end[alive]), state[alive], np.where(moved, to, -1)]))
        day[alive], state[alive] = np.minimum(stop, end[alive]), np.where(moved, to, state[alive])
        alive = alive[moved & (stop < end[alive])]
    who, start, stop, before, after = np.concatenate(rows, axis=1)
    names = pl.Series(["held", "measures", "free"])
    frame = pl.DataFrame({"id": who, "start": start, "stop": stop, "from_state": names.gather(before), "after": after})
    following = pl.col("after").replace_strict([0, 1, 2], names, default=None)
    return frame.select("id", "start", "stop", "from_state", to_state=following).sort("id", "start")


def timed(what: str, rows: int, act: Callable[[], object], runs: int = 3) -> float:
    """Do something a few times and print a line: the best wall and processor seconds."""
    act()
    best = min((_once(act) for _ in range(runs)), key=lambda pair: pair[0])
    print(f"| {what} | {rows:,} | {best[0]:.3f} | {best[1]:.3f} |", flush=True)
    return best[0]


def _once(act: Callable[[], object]) -> tuple[float, float]:
    wall, processor = perf_counter(), process_time()
    act()
    return perf_counter() - wall, process_time() - processor


def in_r(what: str, frame: pl.DataFrame) -> None:
    """Print R's seconds for the same rows, reading and writing not counted, and the largest difference of the shares."""
    found = rscript()
    if found is None:
        print(f"| R survfit, {what} | {len(frame):,} | R is not here | |")
        return
    with tempfile.TemporaryDirectory() as scratch:
        rows, answer = Path(scratch) / "rows.csv", Path(scratch) / "answer.csv"
        frame.write_csv(rows)
        done = subprocess.run([found, _R, rows, answer], check=True, capture_output=True, text=True)
        told = pl.read_csv(answer, infer_schema=False).with_columns(pl.all().str.strip_chars())
        told = told.with_columns(pl.col("time", "value", "se").cast(pl.Float64)).cast({"time": pl.Int64})
    wall, processor = (float(part) for part in done.stdout.split()[-2:])
    own = occupancy(frame, times=_FEW).join(told, on=["time", "state"], suffix="_r")
    apart = [float((own[name] - own[f"{name}_r"]).abs().max() or 0.0) for name in ("value", "se")]  # type: ignore[arg-type]  # numbers
    print(
        f"| R survfit, {what}, shares within {apart[0]:.0e}, errors within {apart[1]:.0e} | {len(frame):,} | {wall:.1f} | {processor:.1f} |"
    )


def main(*, r_large: bool) -> None:
    """Print the table."""
    print("| what | rows | wall, s | processor, s |\n|---|---:|---:|---:|")
    for persons in (16_000, 161_000):
        frame = walks(persons)
        moves = frame["to_state"].is_not_null().sum()
        timed(f"occupancy with errors at 4 times ({moves:,} moves)", len(frame), lambda frame=frame: occupancy(frame, times=_FEW))  # type: ignore[misc]
        timed("occupancy with errors at 100 times", len(frame), lambda frame=frame: occupancy(frame, times=_MANY))  # type: ignore[misc]
        last = int(frame["stop"].max())  # type: ignore[arg-type]  # a number
        every = range(last + 1)
        timed(f"occupancy with errors on each of {last:,} days", len(frame), lambda frame=frame, every=every: occupancy(frame, times=every))  # type: ignore[misc]
        if persons < 100_000 or r_large:
            in_r("every day, with errors", frame)
    rng = np.random.default_rng(1)
    causes = pl.DataFrame({"id": np.arange(10**6), "time": rng.integers(1, 1_000, 10**6), "cause": rng.integers(0, 3, 10**6)})
    timed("incidence of two causes with errors at 4 times", len(causes), lambda: incidence(causes, times=_FEW))
    compiled(best_ends)
    means = np.repeat([1.0, 4.0, 2.0, 8.0, 3.0], [700, 800, 600, 800, 750])
    for name, counts in (("Poisson", rng.poisson(means)), ("negative binomial", rng.negative_binomial(4, 4 / (4 + means)))):
        found = len(segment(counts).breaks)
        timed(f"3,650 days divided, {name} ({found} breaks found of 4)", len(counts), lambda counts=counts: segment(counts))  # type: ignore[misc]


if __name__ == "__main__":
    main(r_large="--r-large" in sys.argv)
