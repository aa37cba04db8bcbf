"""Invented statements, and somebody who meddles with the file behind amparo's back."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from amparo.statements import Statement
from amparo.store import ReceivedFile, Registry, create_registry, open_registry
from amparo.store.database import FILE_NAME

MOMENT = "2026-02-01T10:00:00.000000Z"
NAMES = ("Ana Ruiz Lagos", "Begoña Íñiguez", "Nicanor Ñáñez", "Zoé Quispe", 'Eva "la Maga" Sanz')


def said(number: int, **fields: Any) -> Statement:  # Any: the fields of Statement
    """Return an invented statement on an invented record."""
    plain: dict[str, Any] = {
        "subject_kind": "record", "subject": f"r{number}", "property": "name", "value": NAMES[number % len(NAMES)], "source": "zz-lista",
        "recorded_at": MOMENT, "recorded_by": "yo", "happened_on": "2026-01", "locator": {"file": "ab", "row": number},
    }  # fmt: skip
    return Statement(**{**plain, **fields})


def received(content: bytes) -> ReceivedFile:
    """Return a file as an import keeps it."""
    return ReceivedFile(sha256(content).hexdigest(), "lista.csv", MOMENT, content)


def imported(file: ReceivedFile) -> Statement:
    """Return what an import says of its file."""
    return said(0, subject_kind="import", subject="i1", property="import", value={"kind": "list", "file": file.sha256}, import_id="i1")


def filled(folder: Path) -> None:
    """Make a registry of twenty statements in three appends, the second of them an import with its file."""
    file = received(b"n,nombre\n1,Ana Ruiz Lagos\n")
    with create_registry(folder) as registry:
        registry.append([said(number) for number in range(5)], at=MOMENT)
        registry.append([imported(file), *(said(number, import_id="i1") for number in range(5, 11))], at=MOMENT, files=[file])
        registry.append([said(number) for number in range(11, 19)], at=MOMENT)


def copied(folder: Path, target: Path) -> Path:
    """Return a copy of a closed registry."""
    target.mkdir(exist_ok=True)
    shutil.copy(folder / FILE_NAME, target / FILE_NAME)
    return target


def ask(registry: Registry, query: str) -> Any:  # Any: one cell
    """Return the first cell of an answer of the registry's own connection."""
    with registry._connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


@contextmanager
def meddling(folder: Path) -> Iterator[sqlite3.Connection]:
    """Give the bare database with its guards removed; what is done to it is kept."""
    with closing(sqlite3.connect(folder / FILE_NAME, isolation_level=None)) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
        yield database


def size_of(folder: Path) -> int:
    """Return how many statements a registry has, after its log was verified."""
    with open_registry(folder) as registry:
        return registry.verify().size
