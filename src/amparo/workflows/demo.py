"""The demonstration: a registry from the bundled public data, made the same way, byte for byte, each time."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import shake_256
from importlib.resources import as_file, files
from itertools import count as counter
from pathlib import Path

from amparo.errors import BadInput
from amparo.questions.law.cases import Case, read_casefile
from amparo.store import create_registry
from amparo.workflows.imports import import_file
from amparo.workflows.session import Clock, Session

# The curators of the bundled tables wrote them down on this day: it is when the sample registry learnt of them.
RECORDED = datetime(2026, 3, 17, 12, tzinfo=UTC)
WHO = "amparo demo"
HIGHLIGHTS = (("ve-dc87035d", "ve-ae777bea"),)
LAW = "ve/ley/2026/amnistia-convivencia-democratica@v3-gazette"
BILL = "ve/ley/2026/amnistia-convivencia-democratica@v1-first-discussion"
AS_OF = RECORDED.date()
_FILES = (("facilities", "facilities.csv"), ("claims", "claims.csv"), ("stages", "law_stages.csv"), ("cases", "public_cases.csv"),
          ("pledges", "pledges.csv"))  # fmt: skip
_MARK = ".amparo-demo"


def make_demo_registry(folder: Path) -> Session:
    """Return a session in a registry that holds the bundled data; an earlier demo in the folder is replaced."""
    registry = create_registry(folder, entropy=_repeatable())
    session = Session(registry, WHO, _ticking())
    for kind, name in _FILES:
        with as_file(files("amparo.demo_data") / "venezuela" / name) as path:
            import_file(session, kind, path)
    return session


def invented_cases() -> list[Case]:
    """Return the invented cases of the demonstration; none of these people exists."""
    with as_file(files("amparo.demo_data") / "invented" / "cases.yml") as path:
        return read_casefile(path)


def clear(out: Path) -> None:
    """Make room for a demo; a folder that holds anything else is left alone."""
    if out.exists() and any(out.iterdir()):
        if not (out / _MARK).exists():
            raise BadInput("cli.demo_exists", folder=out)
        shutil.rmtree(out)
    out.mkdir(parents=True, exist_ok=True)
    (out / _MARK).write_text("amparo demo\n", encoding="utf-8")


def _repeatable() -> Callable[[int], bytes]:
    """Return entropy that is none: the demo's data are public, and two demos must be equal."""
    calls = counter()
    return lambda size: shake_256(f"amparo demo {next(calls)}".encode()).digest(size)


def _ticking() -> Clock:
    """Return a clock that starts on the day of the data and ticks a second a look."""
    seconds = counter()
    return lambda: RECORDED + timedelta(seconds=next(seconds))
