"""
Time what somebody waits for over a national registry: ``python -m benchmarks.app [PERSONS] [CACHE FOLDER]``.

The registry is made once and kept in the cache folder; every run works on a copy. Times are wall and CPU seconds, ratios those of one run.
"""

import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from functools import partial
from importlib.metadata import version
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from amparo.questions.rule import Rule
from amparo.store import open_registry
from amparo.store.derived import FILE_NAME as DERIVED
from amparo.workflows.answers import answer_count, answer_facility, answer_person, checked_claims
from amparo.workflows.finding import Search, find
from amparo.workflows.recording import NewStatement, record, retract
from amparo.workflows.session import Session
from benchmarks.app.over_http import over_http
from benchmarks.app.registry import PERSONS, registry_of

HELD = Rule(states=("deprived",), on=date(2025, 12, 1))
RELEASED = Rule(kinds=("release",), since=date(2025, 11, 1), until=date(2025, 12, 31))
_AMPARO = (sys.executable, "-c", "from amparo.cli import main; main()")


def timed[T](what: str, act: Callable[[], T]) -> T:
    """Do something and print a line with its seconds, wall and CPU."""
    begun, worked = perf_counter(), process_time()
    found = act()
    line(what, perf_counter() - begun, process_time() - worked)
    return found


def line(what: str, wall: float, cpu: float | None = None) -> None:
    """Print a line of the table, with what this process has taken up at most."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000
    print(f"| {what} | {wall:.3f} | {'' if cpu is None else f'{cpu:.3f}'} | {peak:,} |", flush=True)


def in_one_process(folder: Path) -> str:
    """Measure what the app does behind its pages, from nothing; return somebody's id."""
    with open_registry(folder) as registry:
        session = Session(registry, "benchmark")
        timed("read the log into columns", session.log)
        timed("find out what stands, and lay it out by person", session.people)
        timed("first count", lambda: answer_count(session, HELD))
        timed("count on another day", lambda: answer_count(session, Rule(states=("deprived",), on=date(2025, 9, 1))))
        for by in (("sex", "region"), ("facility",)):
            rule = Rule(states=("deprived",), on=date(2025, 11, 1), by=by)
            timed(f"count by {', '.join(by)}, first", partial(answer_count, session, rule))
            timed(f"count by {', '.join(by)}, again", partial(answer_count, session, rule))
        timed("flow, first", lambda: answer_count(session, RELEASED))
        timed("flow, again", lambda: answer_count(session, RELEASED))
        who = next(person for person in session.people().dossiers if person.startswith("p"))
        timed("a person, with the situation on a day", lambda: answer_person(session, who, on=HELD.on))
        timed("people search, first", lambda: find(session, Search(words="ana perez", on=date(2025, 12, 1))))
        timed("people search", lambda: find(session, Search(words="luis nunez", on=date(2025, 12, 1))))
        timed("people search by state", lambda: find(session, Search(words="rosa", states=("deprived",), on=date(2025, 12, 1))))
        timed("claims board, first", lambda: checked_claims(session))
        timed("a facility", lambda: answer_facility(session, "Centro 3", on=date(2025, 12, 1)))
        after_changes(session, who)
    return who


def after_changes(session: Session, who: str) -> None:
    """Measure the first count after one statement of each sort."""
    new = NewStatement(
        subject=who, property="event", value={"kind": "transfer", "facility": "Centro 3"}, happened_on="2025-12-01", source="a"
    )
    number = timed("record an event", lambda: record(session, new))
    timed("first count after it", lambda: answer_count(session, HELD))
    timed("people search after it", lambda: find(session, Search(words="ana", on=date(2025, 12, 1))))
    timed("retract it", lambda: retract(session, number, "x"))
    timed("first count after that", lambda: answer_count(session, HELD))
    pair = NewStatement(subject=who, property="same_person", value={"other": _other(session, who), "decision": "undecided"}, source="a")
    timed("leave open whether two are one", lambda: record(session, pair))
    timed("first count after that", lambda: answer_count(session, HELD))
    timed("claims board after that", lambda: checked_claims(session))


def _other(session: Session, who: str) -> str:
    return next(person for person in session.people().dossiers if person.startswith("p") and person != who)


def on_the_command_line(folder: Path, who: str) -> None:
    """Measure programs that begin anew: without what an earlier one kept, and with it."""
    count = ("count", "--state", "deprived", "--on", "2025-12-01")
    program("`amparo log verify`", folder, "log", "verify")
    (folder / DERIVED).unlink(missing_ok=True)
    program("`amparo count`, nothing kept", folder, *count)
    program("`amparo count`", folder, *count)
    program("`amparo count --by sex`", folder, *count, "--by", "sex")
    program("`amparo person`", folder, "person", who, "--on", "2025-12-01")
    program("`amparo people ana perez`", folder, "people", "ana", "perez")
    program("`amparo --help`", folder, "--help")


def program(what: str, folder: Path, *words: str) -> None:
    """Run a command and print its wall and CPU seconds, and its memory."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = perf_counter()
    subprocess.run([*_AMPARO, "--registry", str(folder), *words], check=True, stdout=subprocess.DEVNULL)
    wall = perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"| {what} | {wall:.3f} | {cpu:.3f} | |", flush=True)


def machine() -> str:
    """Return the processor, the cores, the versions, and how busy the machine is."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.processor())
    packages = ", ".join(f"{name} {version(name)}" for name in ("django", "polars", "duckdb", "numba"))
    return f"{model}, {os.cpu_count()} cores; Python {platform.python_version()}, {packages}; load {os.getloadavg()[0]:.1f}"


def pages(folder: Path, who: str) -> None:
    """Measure the pages of the app as a browser asks for them."""
    for what, seconds in over_http(folder, who):
        first, *again = seconds
        middle = f"; again {statistics.median(again):.3f} (of {len(again)})" if again else ""
        print(f"| {what}: {first:.3f}{middle} | {first:.3f} | | |", flush=True)


def main(persons: int, cache: Path) -> None:
    """Print the tables."""
    print(machine(), end="\n\n")
    made = registry_of(persons, cache)
    with tempfile.TemporaryDirectory(dir=cache) as aside:
        folder = Path(shutil.copytree(made, Path(aside) / "registry"))
        print(f"{persons:,} persons\n\n| what | wall, s | CPU, s | peak, MB |\n|---|---:|---:|---:|", flush=True)
        who = in_one_process(folder)
        on_the_command_line(folder, who)
        pages(folder, who)


if __name__ == "__main__":
    given: list[Any] = sys.argv[1:]
    main(int(given[0]) if given else PERSONS, Path(given[1]) if len(given) > 1 else Path(tempfile.gettempdir()) / "amparo-benchmarks")
