"""
One measurement in a process of its own, so that its memory is its own.

``python -m benchmarks.daily_counts.measure make PERSONS FOLDER`` writes the events;
``… measure own|kernel|duckdb EVENTS RUNS ANSWER`` prints one line of JSON and leaves the answer as Parquet.
"""

import json
import resource
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from time import perf_counter

import numpy as np
import polars as pl

from benchmarks.daily_counts.people import DAYS, FIRST, LAST, invented_events

_SQL = Path(__file__).with_name("counts.sql")
_THREADS = 2


def own_counts(events: pl.DataFrame) -> Callable[[], pl.DataFrame | None]:
    """Return the public function, frame to frame."""
    from amparo.histories import daily_counts

    return lambda: daily_counts(events, first=FIRST, last=LAST)


def kernel_alone(events: pl.DataFrame) -> Callable[[], pl.DataFrame | None]:
    """Return the compiled sweep alone, on one core, over arrays that are ready."""
    from amparo.histories.cells import divide
    from amparo.histories.compiled import compiled
    from amparo.histories.intake import day_number, lay_out

    cells = divide(lay_out(events))
    skip = np.zeros(cells.runs.start.size - 1, np.bool_)
    lower, upper = np.zeros((cells.count, DAYS + 1), np.int32), np.zeros((cells.count, DAYS + 1), np.int32)

    def sweep() -> None:
        compiled().count_days(cells.runs, cells.count, cells.group, skip, (0, skip.size), day_number(FIRST), lower, upper)

    return sweep


def duckdb_counts(events: pl.DataFrame) -> Callable[[], pl.DataFrame | None]:
    """Return the same answer asked of DuckDB in SQL."""
    import duckdb

    connection = duckdb.connect(":memory:", config={"threads": str(_THREADS)})
    connection.register("events", events)
    parameters = {"first": FIRST, "last": LAST, "after": LAST + timedelta(1)}
    return lambda: connection.sql(_SQL.read_text(encoding="utf-8"), params=parameters).pl()


def peak_mib() -> float:
    """Return the most memory this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(engine: str, source: str, runs: str, answer: str) -> None:
    """Measure and print; the first run of compiled code is not counted."""
    events = pl.read_parquet(source)
    loaded = peak_mib()
    ask = {"own": own_counts, "kernel": kernel_alone, "duckdb": duckdb_counts}[engine](events)
    if engine != "duckdb":
        ask()
    seconds = []
    for _ in range(int(runs)):
        started = perf_counter()
        found = ask()
        seconds.append(perf_counter() - started)
    if isinstance(found, pl.DataFrame):
        found.select("day", "state", "at_least", "at_most").write_parquet(answer)
    figures = {"events": len(events), "seconds": min(seconds), "median": sorted(seconds)[len(seconds) // 2]}
    print(json.dumps(figures | {"loaded_mib": loaded, "peak_mib": peak_mib()}))


def make(persons: str, folder: str) -> None:
    """Write invented events, with whole numbers and with text as ids."""
    for ids in ("whole", "text"):
        invented_events(int(persons), text_ids=ids == "text").write_parquet(Path(folder) / f"{ids}.parquet", compression="uncompressed")


if __name__ == "__main__":
    (make if sys.argv[1] == "make" else measure)(*sys.argv[2:])
