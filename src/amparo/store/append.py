"""Appending to the log: hashed, in one transaction, all of it or nothing."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import batched
from typing import Any

import attrs
from django.db.backends.base.base import BaseDatabaseWrapper

from amparo.statements import SALT_BYTES, Frontier, StatementId, canonical_bytes, leaf_hash
from amparo.store.database import writing

HASH_BYTES = 32
_CHUNK = 10_000
_INSERT = "INSERT INTO statement (position, leaf, salt, body) VALUES (%s, %s, %s, %s)"

type Row = tuple[Any, ...]  # Any: a column of COLUMNS each
type Entropy = Callable[[int], bytes]


@attrs.frozen
class ReceivedFile:
    """A file to keep beside the statements that came from it."""

    sha256: str
    name: str
    received_at: str
    content: bytes


def statement_id(leaf: bytes) -> StatementId:
    """Return the id that a leaf gives its statement: it says nothing of the content without the salt."""
    return StatementId("s" + leaf[:10].hex())


def append(
    connection: BaseDatabaseWrapper, rows: Iterable[Row], *, at: str, entropy: Entropy, files: Sequence[ReceivedFile] = ()
) -> list[StatementId]:
    """
    Add rows to the end of the log and return their ids; when this returns they are on the disk.

    ``rows`` are in the order of ``statements.COLUMNS``; ``at`` is the moment of the new head. Any error leaves the log as it was.
    """
    ids: list[StatementId] = []
    with writing(connection) as cursor:
        frontier = last_frontier(cursor)
        for file in files:
            _keep(cursor, file)
        for chunk in batched(rows, _CHUNK):
            leaves = list(_leaves(chunk, frontier.size, entropy))
            cursor.executemany(_INSERT, leaves)
            frontier = frontier.extended(leaf for _, leaf, _, _ in leaves)
            ids.extend(statement_id(leaf) for _, leaf, _, _ in leaves)
        if ids:
            cursor.execute(
                "INSERT INTO head (size, root, peaks, at) VALUES (%s, %s, %s, %s)",
                [frontier.size, frontier.root(), b"".join(frontier.peaks), at],
            )
    return ids


def _leaves(chunk: tuple[Row, ...], first: int, entropy: Entropy) -> Iterator[tuple[int, bytes, bytes, bytes]]:
    """Yield each row as it is stored: position, leaf, salt, body."""
    salts = entropy(SALT_BYTES * len(chunk))
    for offset, row in enumerate(chunk):
        salt, body = salts[offset * SALT_BYTES : (offset + 1) * SALT_BYTES], canonical_bytes(row)
        yield first + offset, leaf_hash(salt, body), salt, body


def last_frontier(cursor: Any) -> Frontier:  # Any: Django's cursor
    """Return the tree's right edge after the last acknowledged append."""
    cursor.execute("SELECT size, peaks FROM head ORDER BY size DESC LIMIT 1")
    row = cursor.fetchone()
    if row is None:
        return Frontier()
    size, peaks = row[0], bytes(row[1])
    return Frontier(size, tuple(peaks[at : at + HASH_BYTES] for at in range(0, len(peaks), HASH_BYTES)))


def _keep(cursor: Any, file: ReceivedFile) -> None:  # Any: Django's cursor
    """Keep the file; one that is here already stays as it first came."""
    cursor.execute("SELECT 1 FROM original WHERE sha256 = %s", [file.sha256])
    if cursor.fetchone() is None:
        cursor.execute(
            "INSERT INTO original (sha256, name, received_at, content) VALUES (%s, %s, %s, %s)",
            [file.sha256, file.name, file.received_at, file.content],
        )
