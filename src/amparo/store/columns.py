"""Reading the log as one Polars frame that grows by its tail."""

import io
from collections.abc import Iterator
from threading import Lock
from typing import Any

import polars as pl
from django.db.backends.base.base import BaseDatabaseWrapper

from amparo.errors import VerificationFailed
from amparo.statements import COLUMNS, Frontier
from amparo.store.append import statement_id
from amparo.store.database import explained
from amparo.store.derived import Derived, Value

_BODY: dict[str, type[pl.DataType]] = {**dict.fromkeys(COLUMNS, pl.String), "exposure": pl.Int64, "negated": pl.Boolean}
SCHEMA: dict[str, type[pl.DataType]] = {"position": pl.Int64, "statement_id": pl.String, **_BODY}
_CHUNK = 50_000
_CHUNKS = 64  # of a frame that grew statement by statement; beyond, it is laid together


_WORTH_KEEPING = 20_000  # statements read one by one: half a second that the next program can be spared
_DERIVED, _VERSION = "log", "1"


class Snapshot:
    """
    The log in columns, in memory; each refresh reads what was appended since the last.

    Several connections to one registry may share it, each from a thread of its own.
    """

    def __init__(self) -> None:
        self._frame = pl.DataFrame(schema=SCHEMA)
        self._kept = 0
        self._refreshing = Lock()

    def refreshed(self, connection: BaseDatabaseWrapper, derived: Derived | None = None) -> pl.DataFrame:
        """Return all statements in log order; only the tail is read. ``derived`` may know the beginning."""
        with self._refreshing:
            if derived is not None and not self._frame.height:
                self._frame = _beginning(connection, derived)
                self._kept = self._frame.height
            parts = [self._frame, *_tail(connection, self._frame.height)]
            if len(parts) > 1:
                self._frame = pl.concat(parts, rechunk=len(parts) > 8 or self._frame.n_chunks() > _CHUNKS)
            return self._frame

    @property
    def is_worth_keeping(self) -> bool:
        """Whether the next program would be spared much reading."""
        return self._frame.height - self._kept >= _WORTH_KEEPING

    def keep(self, connection: BaseDatabaseWrapper, derived: Derived) -> None:
        """Keep the columns for the next program."""
        with self._refreshing:
            frame = self._frame
            root = root_at(connection, frame.height)
            if not self.is_worth_keeping or root is None:
                return
            content = io.BytesIO()
            frame.write_ipc(content, compression="zstd")
            derived.put(Value(_DERIVED, _VERSION, frame.height, root, content.getvalue()))
            self._kept = frame.height


def _beginning(connection: BaseDatabaseWrapper, derived: Derived) -> pl.DataFrame:
    """Return the beginning of the log as it was kept, if it is the beginning of this log."""
    value = derived.get(_DERIVED, _VERSION)
    if value is not None and root_at(connection, value.size) == value.root:
        frame = pl.read_ipc(io.BytesIO(value.content))
        if frame.schema == pl.Schema(SCHEMA) and frame.height == value.size:
            return frame
    return pl.DataFrame(schema=SCHEMA)


def root_at(connection: BaseDatabaseWrapper, size: int) -> bytes | None:
    """Return the root of the log when it had a size; None where it was never acknowledged with that size."""
    with explained(), connection.cursor() as cursor:
        cursor.execute("SELECT root FROM head WHERE size = %s", [size])
        row = cursor.fetchone()
    return bytes(row[0]) if row else None


def _tail(connection: BaseDatabaseWrapper, first: int) -> Iterator[pl.DataFrame]:
    for positions, leaves, bodies in read(connection, "position, leaf, body", first):
        try:
            ids = pl.Series("statement_id", [statement_id(leaf) for leaf in leaves])
            body = pl.read_ndjson(io.BytesIO(b"\n".join(bodies)), schema=_BODY)
            # In one piece: columns in pieces of different lengths would be laid together anew, the whole log long, by whatever is asked.
            yield body.select(pl.Series("position", positions, dtype=pl.Int64), ids, *_BODY).rechunk()
        except (AttributeError, TypeError, pl.exceptions.PolarsError):
            raise VerificationFailed("store.unreadable") from None


def read(connection: BaseDatabaseWrapper, names: str, first: int) -> Iterator[tuple[tuple[Any, ...], ...]]:  # Any: one stored column each
    """Yield the named columns of the log from a position on, a chunk at a time, in log order."""
    query = f"SELECT {names} FROM statement WHERE position >= %s ORDER BY position"  # noqa: S608 (our own names)
    with explained(), connection.cursor() as cursor:
        cursor.execute(query, [first])
        while rows := cursor.fetchmany(_CHUNK):
            yield tuple(zip(*rows, strict=True))


def head(connection: BaseDatabaseWrapper) -> tuple[int, bytes]:
    """Return size and root of the log as last acknowledged."""
    with explained(), connection.cursor() as cursor:
        cursor.execute("SELECT size, root FROM head ORDER BY size DESC LIMIT 1")
        row = cursor.fetchone()
    return (row[0], bytes(row[1])) if row else (0, Frontier().root())
