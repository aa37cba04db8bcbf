"""
Count invented persons per day and state, and the same in DuckDB SQL, and print a table.

    .venv/bin/python -m benchmarks.daily_counts            100k and 1M persons
    .venv/bin/python -m benchmarks.daily_counts 100k 1M 10M
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl

_UNITS = {"k": 1_000, "m": 1_000_000}
_SQL_AT_MOST = 3_000_000  # persons; more do not fit into the memory of a small machine in SQL


def persons(text: str) -> int:
    """Return a number of persons: 40, 100k, 1M."""
    unit = _UNITS.get(text[-1].lower(), 1)
    return int(text.rstrip("kKmM")) * unit


def run(*arguments: object) -> str:
    """Return what a process of its own prints."""
    command = [sys.executable, "-m", "benchmarks.daily_counts.measure", *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def measured(engine: str, events: Path, runs: int) -> dict[str, Any]:  # Any: JSON
    """Return the figures of one measurement; its answer lies beside the events, under the engine's name."""
    figures: dict[str, Any] = json.loads(run("measure", engine, events, runs, events.with_suffix(f".{engine}")).splitlines()[-1])
    return figures


def machine() -> str:
    """Return the processor, the cores, the versions, and how busy the machine is."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.processor())
    packages = ", ".join(f"{name} {version(name)}" for name in ("polars", "numba", "numpy", "duckdb"))
    return f"{model}, {os.cpu_count()} cores; Python {platform.python_version()}, {packages}; load {os.getloadavg()[0]:.1f}"


def row(what: str, size: int, ids: str, figures: dict[str, Any], beside: str = "") -> None:
    """Print one line of the table."""
    more = figures["peak_mib"] - figures["loaded_mib"]
    cells = (
        f"{size:,}",
        f"{figures['events']:,}",
        what,
        ids,
        f"{figures['seconds']:.2f}",
        f"{figures['median']:.2f}",
        f"{more:,.0f}",
        beside,
    )
    print(f"| {' | '.join(cells)} |", flush=True)


def report(size: int, folder: Path) -> None:
    """Measure one size, the SQL in the same run, and stop if an answer differs."""
    run("make", size, folder)
    whole, text = folder / "whole.parquet", folder / "text.parquet"
    row("kernel, one core", size, "whole", measured("kernel", whole, 7))
    own, own_text = measured("own", whole, 7), measured("own", text, 7)
    answer = pl.read_parquet(whole.with_suffix(".own"))
    if not pl.read_parquet(text.with_suffix(".own")).equals(answer):
        sys.exit("the answers for whole and for text ids differ")
    ratio = "SQL not asked: memory"
    if size <= _SQL_AT_MOST:
        sql = measured("duckdb", whole, 3)
        if not pl.read_parquet(whole.with_suffix(".duckdb")).equals(answer):
            sys.exit("the answers of daily_counts and of SQL differ")
        ratio = f"{sql['seconds'] / own['seconds']:.0f} times faster, equal answer"
        row("DuckDB SQL, 2 threads", size, "whole", sql)
    row("daily_counts", size, "whole", own, ratio)
    row("daily_counts", size, "text", own_text, "equal answer")


def main(sizes: list[int]) -> None:
    """Print the table."""
    print(machine(), end="\n\n")
    print("| persons | events | what | ids | best, s | median, s | more memory at peak, MiB | |")
    print("|---:|---:|---|---|---:|---:|---:|---|")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            report(size, Path(folder))


if __name__ == "__main__":
    main([persons(text) for text in sys.argv[1:] or ["100k", "1M"]])
