"""A registry: the folder that holds a log of statements, opened."""

import base64
import hmac
import os
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import polars as pl

from amparo.errors import BadInput
from amparo.statements import Checkpoint, Frontier, Statement, StatementId, row_of
from amparo.store import append, columns, database, verifying
from amparo.store.append import Entropy, ReceivedFile, Row
from amparo.store.building import built_aside
from amparo.store.derived import Derived, Value

_SECRET_BYTES = 32


class Registry:
    """
    An open registry.

    What it returns is a frame or a value; what it takes it keeps for ever. It has
    no clock: moments come from the caller. ``entropy`` gives salts, and the
    secret of a new registry; ``snapshot`` is the log as somebody else in this process has read it.
    """

    def __init__(self, folder: Path, *, entropy: Entropy = os.urandom, new: bool = False, snapshot: columns.Snapshot | None = None) -> None:
        self.folder = folder
        self._entropy = entropy
        self._connection = database.connect(folder, new=new)
        self._snapshot = snapshot or columns.Snapshot()

    def append(self, statements: Iterable[Statement], *, at: str, files: Sequence[ReceivedFile] = ()) -> list[StatementId]:
        """Add statements to the end of the log, all or none, and return their ids."""
        return self.append_rows((row_of(statement) for statement in statements), at=at, files=files)

    def append_rows(self, rows: Iterable[Row], *, at: str, files: Sequence[ReceivedFile] = ()) -> list[StatementId]:
        """Add rows in the order of ``statements.COLUMNS``: the bulk path, without a value per statement."""
        return append.append(self._connection, rows, at=at, entropy=self._entropy, files=files)

    def log(self) -> pl.DataFrame:
        """Return every statement ever recorded, in log order (columns: ``store.columns.SCHEMA``)."""
        return self._snapshot.refreshed(self._connection, self._derived)

    def head(self) -> Checkpoint:
        """Return size and root of the log now."""
        size, root = columns.head(self._connection)
        return Checkpoint(self.origin, size, root)

    def verify(self, checkpoint: Checkpoint | None = None) -> Frontier:
        """Recompute the log from its statements; see ``store.verifying.verify``."""
        if checkpoint is not None and checkpoint.origin != self.origin:
            raise BadInput("store.other_registry", theirs=checkpoint.origin, ours=self.origin)
        self._derived.drop()  # whatever is answered from now on is worked out of what was verified
        return verifying.verify(self._connection, checkpoint)

    def original(self, sha256: str) -> bytes | None:
        """Return a file as it was received, by its content hash."""
        with database.explained(), self._connection.cursor() as cursor:
            cursor.execute("SELECT content FROM original WHERE sha256 = %s", [sha256])
            row = cursor.fetchone()
        return bytes(row[0]) if row else None

    def mint(self, prefix: str, *key: str) -> str:
        """
        Return the id of a thing by its key: always the same here, and a riddle elsewhere.

        Ids stand in logs, messages and addresses of pages, so they must not be
        guessable from a name: they are keyed with the registry's own secret.
        """
        digest = hmac.digest(self.value("secret"), "\x1f".join((prefix, *key)).encode(), "sha256")
        return prefix + base64.b32encode(digest[:10]).decode().lower()

    @cached_property
    def _derived(self) -> Derived:
        return Derived(self.folder, self.value("secret"))

    @property
    def origin(self) -> str:
        """The registry's name in checkpoints; it says nothing of who keeps it."""
        return f"amparo/{self.mint('log')}"

    def value(self, key: str) -> bytes:
        """Return a value of the registry itself."""
        with database.explained(), self._connection.cursor() as cursor:
            cursor.execute("SELECT value FROM registry_value WHERE key = %s", [key])
            row = cursor.fetchone()
        if row is None:
            raise BadInput("store.not_a_registry")
        return bytes(row[0])

    def copy_to(self, path: Path) -> None:
        """Write one consistent copy of the database while others may read and write it."""
        with database.explained(), self._connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(path)])

    def derived(self, name: str, version: str) -> bytes | None:
        """Return what somebody worked out of this log, or of its beginning, and kept; see ``store.derived``."""
        value = self._derived.get(name, version)
        whole = value is not None and columns.root_at(self._connection, value.size) == value.root
        return value.content if value is not None and whole else None

    def derived_names(self, prefix: str) -> list[str]:
        """Return the names under which something was kept."""
        return self._derived.names(prefix)

    def keep_derived(self, values: Mapping[str, bytes], version: str, height: int) -> None:
        """Keep what was worked out of the first statements of the log."""
        root = columns.root_at(self._connection, height)
        if root is not None:
            self._derived.put(*(Value(name, version, height, root, content) for name, content in values.items()))

    def close(self) -> None:
        """Let go of the folder, keeping for the next program what took long to read."""
        if self._snapshot.is_worth_keeping:
            self._snapshot.keep(self._connection, self._derived)
        database.disconnect(self._connection)

    def __enter__(self) -> "Registry":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def create_registry(folder: Path, *, entropy: Entropy = os.urandom) -> Registry:
    """
    Make a registry in a folder and return it open.

    Raises BadInput where the folder holds a registry, or anything else, already.
    """
    with built_aside(folder) as aside, Registry(aside, new=True) as registry, database.writing(registry._connection) as cursor:
        cursor.execute("INSERT INTO registry_value (key, value) VALUES (%s, %s)", ["secret", entropy(_SECRET_BYTES)])
    return Registry(folder, entropy=entropy)


def open_registry(folder: Path, *, entropy: Entropy = os.urandom, snapshot: columns.Snapshot | None = None) -> Registry:
    """
    Return the registry in a folder, its tables brought up to this version.

    Raises BadInput where there is none, Locked where another program is writing.
    """
    if not (folder / database.FILE_NAME).is_file():
        raise BadInput("store.no_registry", folder=folder)
    if not (folder / database.FILE_NAME).stat().st_size:
        raise BadInput("store.not_a_registry")  # SQLite would take an empty file for a database without tables
    return Registry(folder, entropy=entropy, snapshot=snapshot)
