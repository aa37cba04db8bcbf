"""
What was worked out of a log, kept in a file of its own beside it, so that the next program need not begin again.

Nothing in it is a source: every value names the size and root of the log that it was worked out of and
the version of whoever did, and is sealed with the registry's own secret. Whoever deletes the file loses nothing but time.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

import attrs
from django.db import DatabaseError, connections

from amparo.store import settings

FILE_NAME = "derived.sqlite3"
_TABLE = """CREATE TABLE IF NOT EXISTS derived (
    name TEXT PRIMARY KEY, version TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, seal BLOB NOT NULL, content BLOB NOT NULL)"""

_PUT = "INSERT OR REPLACE INTO derived (name, version, size, root, seal, content) VALUES (%s, %s, %s, %s, %s, %s)"
_SETBACKS = (DatabaseError, OSError, TypeError)  # a full disk, a folder that is read-only, a damaged file: it is worked out again


@attrs.frozen
class Value:
    """One value, with the log that it was worked out of."""

    name: str
    version: str
    size: int
    root: bytes
    content: bytes

    def seal(self, secret: bytes) -> bytes:
        """Return what only this registry can have written under the value."""
        digest = blake2b(self.content, key=secret, digest_size=32)
        digest.update(f"\x1f{self.name}\x1f{self.version}\x1f{self.size}\x1f".encode() + self.root)
        return digest.digest()


@attrs.frozen
class Derived:
    """The file of a registry's folder; where it cannot be read or written nothing is kept, and nobody is told."""

    folder: Path
    secret: bytes

    def get(self, name: str, version: str) -> Value | None:
        """Return a value of this version; None where there is none, or where somebody else touched it."""
        query = "SELECT name, version, size, root, content, seal FROM derived WHERE name = %s AND version = %s"
        for row in self._asked(query, name, version):
            value = Value(row[0], row[1], row[2], bytes(row[3]), bytes(row[4]))
            if value.seal(self.secret) == bytes(row[5]):
                return value
        return None

    def names(self, prefix: str) -> list[str]:
        """Return the names that begin so."""
        rows = self._asked("SELECT name FROM derived WHERE substr(name, 1, %s) = %s ORDER BY name", len(prefix), prefix)
        return [str(name) for (name,) in rows]

    def put(self, *values: Value) -> None:
        """Keep values, each in the place of the one of its name."""
        rows = [(one.name, one.version, one.size, one.root, one.seal(self.secret), one.content) for one in values]
        with suppress(*_SETBACKS), self._open() as cursor:
            cursor.execute(_TABLE)
            cursor.executemany(
                "INSERT OR REPLACE INTO derived (name, version, size, root, seal, content) VALUES (%s, %s, %s, %s, %s, %s)", rows
            )

    def _asked(self, query: str, *values: object) -> list[tuple[Any, ...]]:  # Any: stored cells
        """Return the rows of an answer; none where there is no file, or none of ours."""
        found: list[tuple[Any, ...]] = []  # Any: as above
        if (self.folder / FILE_NAME).is_file():
            with suppress(*_SETBACKS), self._open() as cursor:
                cursor.execute(query, values)
                found = cursor.fetchall()
        return found

    def drop(self) -> None:
        """Delete the file."""
        for suffix in ("", "-wal", "-shm"):
            with suppress(OSError):
                (self.folder / f"{FILE_NAME}{suffix}").unlink(missing_ok=True)

    @contextmanager
    def _open(self) -> Iterator[Any]:  # Any: Django's cursor
        path = self.folder.resolve() / FILE_NAME
        alias = f"derived:{path.parent}"
        if alias not in connections.settings:
            connections.settings[alias] = {**connections.settings["default"], **settings.sqlite(str(path)), "TEST": {}}
        connection = connections[alias]
        try:
            with connection.cursor() as cursor:
                yield cursor
        finally:
            connection.close()
