"""
Append invented statements in bulk, read them, read a tail, verify, and print a table.

    .venv/bin/python -m benchmarks.append             1M statements
    .venv/bin/python -m benchmarks.append 100k 1M
"""

import os
import platform
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any

from amparo.statements import Statement, row_of
from amparo.store import Registry, create_registry, open_registry
from amparo.store.database import FILE_NAME

_UNITS = {"k": 1_000, "m": 1_000_000}
_TAIL = 1_000
_TRANSACTION = 100_000  # an import this long is one transaction; more are several
_FILE = "0" * 64
_MOMENT = "2026-02-01T10:00:00.000000Z"


def statements(text: str) -> int:
    """Return a number of statements: 40, 100k, 1M."""
    unit = _UNITS.get(text[-1].lower(), 1)
    return int(text.rstrip("kKmM")) * unit


def rows(first: int, last: int) -> Iterator[tuple[Any, ...]]:  # Any: a column each
    """Give invented statements of the usual length: an arrest with its place, file, row and column."""
    plain = row_of(
        Statement(
            subject_kind="record",
            subject="",
            property="event",
            value={"kind": "arrest", "facility": "El Faro", "key": "arrest"},
            source="zz-lista",
            recorded_at=_MOMENT,
            recorded_by="benchmark",
            happened_on="2026-01-05",
            stated_on="2026-02-01",
            language="es",
            import_id="ibenchmark0000000",
        )
    )
    before, between, after = plain[:5], plain[6:14], plain[15:]
    for number in range(first, last):
        locator = f'{{"columns":["detenida","centro"],"file":"{_FILE}","row":{number}}}'
        yield (*before, locator, *between, f"r{number:016}", *after)


def timed(what: str, target: float | None, act: Any) -> None:  # Any: a function
    """Do something and print a line with its seconds."""
    begun = perf_counter()
    act()
    seconds = perf_counter() - begun
    aim = "" if target is None else f"under {target:g}"
    print(f"| {what} | {seconds:.3f} | {aim} |", flush=True)


def in_one(registry: Registry, size: int) -> None:
    """Append in one transaction."""
    registry.append_rows(rows(0, size), at=_MOMENT)


def in_several(registry: Registry, size: int) -> None:
    """Append in transactions of the length of a large import."""
    for first in range(0, size, _TRANSACTION):
        registry.append_rows(rows(first, min(size, first + _TRANSACTION)), at=_MOMENT)


def report(size: int, folder: Path) -> None:
    """Measure one size; targets are for a million."""
    goal = 15 * size / 1_000_000
    with create_registry(folder / "several") as registry:
        timed(f"append {size:,} in transactions of {_TRANSACTION:,}", goal, lambda: in_several(registry, size))
    with create_registry(folder / "one") as registry:
        timed(f"append {size:,} in one transaction", goal, lambda: in_one(registry, size))
    with open_registry(folder / "one") as registry:
        timed(f"read {size:,} into columns", None, registry.log)
        registry.append_rows(rows(size, size + _TAIL), at=_MOMENT)
        timed(f"read the tail of {_TAIL:,}", 0.2, registry.log)
        timed(f"append one after {size:,}", None, lambda: registry.append_rows(rows(0, 1), at=_MOMENT))
        assert registry.log().height == size + _TAIL + 1
        timed(f"verify {size:,}", None, registry.verify)
    print(f"\nfile: {(folder / 'one' / FILE_NAME).stat().st_size / 2**20:,.0f} MiB, {size:,} statements")


def machine() -> str:
    """Return the processor, the cores, the versions, and how busy the machine is."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.processor())
    packages = ", ".join(f"{name} {version(name)}" for name in ("django", "orjson", "polars"))
    python = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    return f"{model}, {os.cpu_count()} cores; {python}, {packages}; load {os.getloadavg()[0]:.1f}"


def main(sizes: list[int]) -> None:
    """Print the table."""
    print(machine(), end="\n\n")
    print("| what | seconds | target |")
    print("|---|---:|---|")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            report(size, Path(folder))


if __name__ == "__main__":
    main([statements(text) for text in sys.argv[1:] or ["1M"]])
