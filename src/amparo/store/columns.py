"""Reading the log: as one Polars frame that grows by its tail, and leaf by leaf to verify it."""

import io
from collections.abc import Iterator
from typing import Any

import polars as pl
from django.db.backends.base.base import BaseDatabaseWrapper

from amparo.errors import VerificationFailed
from amparo.statements import COLUMNS, Checkpoint, Frontier, leaf_hash
from amparo.store.append import statement_id
from amparo.store.database import explained

_BODY: dict[str, type[pl.DataType]] = {**dict.fromkeys(COLUMNS, pl.String), "exposure": pl.Int64, "negated": pl.Boolean}
SCHEMA: dict[str, type[pl.DataType]] = {"position": pl.Int64, "statement_id": pl.String, **_BODY}
_CHUNK = 50_000


class Snapshot:
    """The log in columns, in memory only; each refresh reads what was appended since the last."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self._connection = connection
        self._frame = pl.DataFrame(schema=SCHEMA)

    def refreshed(self) -> pl.DataFrame:
        """Return all statements in log order; only the tail is read."""
        parts = [self._frame, *self._tail(self._frame.height)]
        if len(parts) > 1:
            self._frame = pl.concat(parts, rechunk=len(parts) > 8)
        return self._frame

    def _tail(self, first: int) -> Iterator[pl.DataFrame]:
        for positions, leaves, bodies in _read(self._connection, "position, leaf, body", first):
            ids = pl.Series("statement_id", [statement_id(leaf) for leaf in leaves])
            body = pl.read_ndjson(io.BytesIO(b"\n".join(bodies)), schema=_BODY)
            yield body.select(pl.Series("position", positions, dtype=pl.Int64), ids, *_BODY)


def _read(
    connection: BaseDatabaseWrapper, names: str, first: int = 0
) -> Iterator[tuple[tuple[Any, ...], ...]]:  # Any: one stored column each
    """Yield the named columns of the log from a position on, a chunk at a time, in log order."""
    query = f"SELECT {names} FROM statement WHERE position >= %s ORDER BY position"  # noqa: S608 (our own names)
    with explained(), connection.cursor() as cursor:
        cursor.execute(query, [first])
        while rows := cursor.fetchmany(_CHUNK):
            yield tuple(zip(*rows, strict=True))


def verify(connection: BaseDatabaseWrapper, checkpoint: Checkpoint | None = None) -> Frontier:
    """
    Return the tree recomputed from every stored statement.

    Raises VerificationFailed, naming the position, where a statement, a leaf, the
    numbering or a head does not match, or where the log no longer contains
    what the checkpoint saw.
    """
    frontier, heads = Frontier(), _heads(connection)
    if checkpoint is not None and checkpoint.size == 0:
        checkpoint = None  # every log extends the empty one
    for position, leaf, salt, body in _leaves(connection):
        if position != frontier.size:
            raise VerificationFailed("store.gap", position=frontier.size)
        if leaf_hash(salt, body) != leaf:
            raise VerificationFailed("store.altered", position=position, statement_id=statement_id(leaf))
        frontier = frontier.extended((leaf,))
        if frontier.size in heads and heads[frontier.size] != (frontier.root(), b"".join(frontier.peaks)):
            raise VerificationFailed("store.wrong_head", size=frontier.size)
        if checkpoint is not None and frontier.size == checkpoint.size and frontier.root() != checkpoint.root:
            raise VerificationFailed("store.not_the_checkpoint", size=checkpoint.size)
    promised = max(max(heads, default=0), checkpoint.size if checkpoint is not None else 0)
    if frontier.size < promised:
        raise VerificationFailed("store.truncated", size=frontier.size, promised=promised)
    if frontier.size and frontier.size not in heads:
        raise VerificationFailed("store.no_head", size=frontier.size)
    return frontier


def _leaves(connection: BaseDatabaseWrapper) -> Iterator[tuple[int, bytes, bytes, bytes]]:
    for chunk in _read(connection, "position, leaf, salt, body"):
        for position, leaf, salt, body in zip(*chunk, strict=True):
            yield position, bytes(leaf), bytes(salt), bytes(body)


def _heads(connection: BaseDatabaseWrapper) -> dict[int, tuple[bytes, bytes]]:
    with explained(), connection.cursor() as cursor:
        cursor.execute("SELECT size, root, peaks FROM head")
        return {size: (bytes(root), bytes(peaks)) for size, root, peaks in cursor.fetchall()}


def head(connection: BaseDatabaseWrapper) -> tuple[int, bytes]:
    """Return size and root of the log as last acknowledged."""
    with explained(), connection.cursor() as cursor:
        cursor.execute("SELECT size, root FROM head ORDER BY size DESC LIMIT 1")
        row = cursor.fetchone()
    return (row[0], bytes(row[1])) if row else (0, Frontier().root())
