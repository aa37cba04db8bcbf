"""Recomputing the log from what is stored, to see that nothing was changed since it was acknowledged."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

import orjson
from django.db.backends.base.base import BaseDatabaseWrapper

from amparo.errors import VerificationFailed
from amparo.statements import Checkpoint, Frontier, leaf_hash
from amparo.store.append import statement_id
from amparo.store.columns import read
from amparo.store.database import explained, reading

_LOWEST = -(2**63)  # a row smuggled in below position 0 is found as well


def verify(connection: BaseDatabaseWrapper, checkpoint: Checkpoint | None = None) -> Frontier:
    """
    Return the tree recomputed from every stored statement.

    Raises VerificationFailed, naming the position, where a statement, a leaf, the
    numbering, a head or an original does not match, or where the log no longer
    contains what the checkpoint saw.
    """
    with reading(connection):
        heads = _heads(connection)
        frontier, imported = _recomputed(connection, heads, checkpoint)
        promised = max(max(heads, default=0), checkpoint.size if checkpoint is not None else 0)
        if frontier.size < promised:
            raise VerificationFailed("store.truncated", size=frontier.size, promised=promised)
        if frontier.size and frontier.size not in heads:
            raise VerificationFailed("store.no_head", size=frontier.size)
        _check_originals(connection, imported)
    return frontier


def _recomputed(
    connection: BaseDatabaseWrapper, heads: Mapping[int, tuple[bytes, bytes]], checkpoint: Checkpoint | None
) -> tuple[Frontier, set[str]]:
    """Return the tree over the stored statements, each compared with its leaf and its head, and the files that were imported."""
    frontier, imported = Frontier(), set[str]()
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
        imported |= _file_imported(body)
    return frontier, imported


def _leaves(connection: BaseDatabaseWrapper) -> Iterator[tuple[Any, bytes, bytes, bytes]]:  # Any: a position, if nobody meddled
    for chunk in read(connection, "position, leaf, salt, body", _LOWEST):
        for position, leaf, salt, body in zip(*chunk, strict=True):
            yield position, _bytes(leaf), _bytes(salt), _bytes(body)


def _bytes(cell: Any) -> bytes:  # Any: what a meddler may have put there
    """Return a stored cell; what is not bytes is nothing, and matches no hash."""
    return cell if isinstance(cell, bytes) else b""


def _heads(connection: BaseDatabaseWrapper) -> dict[int, tuple[bytes, bytes]]:
    """Return root and peaks by size; a size that no log can have is not a head of ours."""
    with explained(), connection.cursor() as cursor:
        cursor.execute("SELECT size, root, peaks FROM head")
        heads = {size: (_bytes(root), _bytes(peaks)) for size, root, peaks in cursor.fetchall()}
    for size in heads:
        if not isinstance(size, int) or size < 1:
            raise VerificationFailed("store.wrong_head", size=size)
    return heads


def _file_imported(body: bytes) -> set[str]:
    """Return the hash of the file that a statement says was imported, if it says so."""
    if b'"property":"import"' not in body:
        return set()
    statement = orjson.loads(body)
    value = orjson.loads(statement["value"])
    file = value.get("file") if isinstance(value, dict) else None
    return {file} if statement["subject_kind"] == "import" and isinstance(file, str) else set()


def _check_originals(connection: BaseDatabaseWrapper, imported: set[str]) -> None:
    """Raise where a file is not what was received, or one that was imported is missing."""
    missing = set(imported)
    with explained(), connection.cursor() as cursor:
        cursor.execute("SELECT sha256, content FROM original ORDER BY sha256")
        for name, content in cursor:
            if sha256(_bytes(content)).hexdigest() != name:
                raise VerificationFailed("store.altered_original", sha256=name)
            missing.discard(name)
    if missing:
        raise VerificationFailed("store.missing_original", sha256=min(missing))
