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

_BODY: dict[str, type[pl.DataType]] = {**dict.fromkeys(COLUMNS, pl.String), "exposure": pl.Int64, "negated": pl.Boolean}
SCHEMA: dict[str, type[pl.DataType]] = {"position": pl.Int64, "statement_id": pl.String, **_BODY}
_CHUNK = 50_000


class Snapshot:
    """
    The log in columns, in memory only; each refresh reads what was appended since the last.

    Several connections to one registry may share it, each from a thread of its own.
    """

    def __init__(self) -> None:
        self._frame = pl.DataFrame(schema=SCHEMA)
        self._refreshing = Lock()

    def refreshed(self, connection: BaseDatabaseWrapper) -> pl.DataFrame:
        """Return all statements in log order; only the tail is read."""
        with self._refreshing:
            parts = [self._frame, *_tail(connection, self._frame.height)]
            if len(parts) > 1:
                self._frame = pl.concat(parts, rechunk=len(parts) > 8)
            return self._frame


def _tail(connection: BaseDatabaseWrapper, first: int) -> Iterator[pl.DataFrame]:
    for positions, leaves, bodies in read(connection, "position, leaf, body", first):
        try:
            ids = pl.Series("statement_id", [statement_id(leaf) for leaf in leaves])
            body = pl.read_ndjson(io.BytesIO(b"\n".join(bodies)), schema=_BODY)
            yield body.select(pl.Series("position", positions, dtype=pl.Int64), ids, *_BODY)
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
