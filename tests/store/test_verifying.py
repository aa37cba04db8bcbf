import random
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import attrs
import pytest

from amparo.errors import BadInput, VerificationFailed
from amparo.statements import Checkpoint, Frontier, leaf_hash
from amparo.store import create_registry, open_registry
from tests.store.invented import MOMENT, ask, copied, imported, meddling, received, said
from tests.store.mutations import MEDDLERS


def do(*queries: str) -> Callable[[sqlite3.Connection], None]:
    """Return a meddler that runs some queries."""

    def meddle(database: sqlite3.Connection) -> None:
        for query in queries:
            database.execute(query)

    return meddle


SWAP = do(*(f"UPDATE statement SET position = {new} WHERE position = {old}" for old, new in ((3, -9), (4, 3), (-9, 4))))
ATTACKS: dict[str, tuple[Callable[[sqlite3.Connection], None], str]] = {
    "edited body": (do("UPDATE statement SET body = replace(CAST(body AS TEXT), 'Ana', 'Eva') WHERE position = 5"), "altered"),
    "edited as bytes": (do("UPDATE statement SET body = CAST(replace(body, 'Ana', 'Eva') AS BLOB) WHERE position = 6"), "altered"),
    "edited salt": (do("UPDATE statement SET salt = zeroblob(16) WHERE position = 5"), "altered"),
    "edited leaf": (do("UPDATE statement SET leaf = zeroblob(32) WHERE position = 5"), "altered"),
    "emptied": (do("UPDATE statement SET body = NULL, salt = NULL WHERE position = 5"), "altered"),
    "deleted row": (do("DELETE FROM statement WHERE position = 5"), "gap"),
    "deleted first row": (do("DELETE FROM statement WHERE position = 0"), "gap"),
    "inserted row": (do("INSERT INTO statement SELECT 20, leaf, salt, body FROM statement WHERE position = 3"), "no_head"),
    "inserted below": (do("INSERT INTO statement SELECT -1, leaf, salt, body FROM statement WHERE position = 3"), "gap"),
    "inserted between": (do("INSERT INTO statement SELECT 3.5, leaf, salt, body FROM statement WHERE position = 3"), "gap"),
    "reordered rows": (SWAP, "wrong_head"),
    "truncated tail": (do("DELETE FROM statement WHERE position >= 15"), "truncated"),
    "all rows gone": (do("DELETE FROM statement"), "truncated"),
    "last head gone": (do("DELETE FROM head WHERE size = 20"), "no_head"),
    "edited root": (do("UPDATE head SET root = zeroblob(32) WHERE size = 12"), "wrong_head"),
    "edited peaks": (do("UPDATE head SET peaks = zeroblob(64) WHERE size = 20"), "wrong_head"),
    "head of text": (do("UPDATE head SET root = 'text' WHERE size = 12"), "wrong_head"),
    "head of no size": (do("UPDATE head SET size = 'many' WHERE size = 12"), "wrong_head"),
    "head promised": (do("UPDATE head SET size = 21 WHERE size = 20"), "truncated"),
    "edited original": (do("UPDATE original SET content = x'00'"), "altered_original"),
    "lost original": (do("DELETE FROM original"), "missing_original"),
}  # fmt: skip


@pytest.mark.parametrize(("meddle", "code"), ATTACKS.values(), ids=ATTACKS.keys())
def test_meddling_is_found(closed_registry: Path, tmp_path: Path, meddle: Callable[[sqlite3.Connection], None], code: str) -> None:
    """Whoever removes the guards and changes the log behind amparo's back is found out, and the message names what and where."""
    folder = copied(closed_registry, tmp_path / "registry")
    with meddling(folder) as database:
        meddle(database)
    with open_registry(folder) as registry, pytest.raises(VerificationFailed) as failure:
        registry.verify()
    assert (failure.value.code, failure.value.exit_code) == (f"store.{code}", 1)
    for language in ("es", "en"):
        assert failure.value.message(language).endswith(f"[store.{code}]")
        assert "Ana" not in failure.value.message(language)


def test_an_untouched_registry_verifies(closed_registry: Path) -> None:
    """Without meddling the recomputed tree is the head, with its own checkpoint and with every older one."""
    with open_registry(closed_registry) as registry:
        head = registry.head()
        for checkpoint in (None, head, Checkpoint(registry.origin, 0, Frontier().root())):
            frontier = registry.verify(checkpoint)
            assert (frontier.size, frontier.root()) == (head.size, head.root) == (20, head.root)


def test_every_older_checkpoint_holds(tmp_path: Path) -> None:
    """A checkpoint taken at any moment is still true after all later appends."""
    with create_registry(tmp_path / "registry") as registry:
        checkpoints = [registry.head()]
        for number in range(9):
            registry.append([said(number)] * (number + 1), at=MOMENT)
            checkpoints.append(registry.head())
        assert [registry.verify(checkpoint).size for checkpoint in checkpoints] == [45] * 10


def test_a_log_that_was_cut_with_its_heads_needs_an_old_checkpoint(closed_registry: Path, tmp_path: Path) -> None:
    """Statements and heads cut off together leave a sound log; only who kept a checkpoint can tell, and is told how many are missing."""
    folder = copied(closed_registry, tmp_path / "registry")
    with open_registry(folder) as registry:
        checkpoint = registry.head()
    with meddling(folder) as database:
        do("DELETE FROM statement WHERE position >= 12", "DELETE FROM head WHERE size > 12")(database)
    with open_registry(folder) as registry:
        assert registry.verify().size == 12
        with pytest.raises(VerificationFailed) as failure:
            registry.verify(checkpoint)
    assert (failure.value.code, failure.value.values) == ("store.truncated", {"size": 12, "promised": 20})


def rewrite(database: sqlite3.Connection, position: int) -> None:
    """Change a statement and recompute its leaf and every head, as somebody who knows amparo could."""
    [(salt, body)] = database.execute("SELECT salt, body FROM statement WHERE position = ?", [position]).fetchall()
    body = body.replace(b"2026-01", b"2025-01", 1)
    database.execute("UPDATE statement SET body = ?, leaf = ? WHERE position = ?", [body, leaf_hash(salt, body), position])
    leaves = [leaf for (leaf,) in database.execute("SELECT leaf FROM statement ORDER BY position")]
    for (size,) in database.execute("SELECT size FROM head").fetchall():
        frontier = Frontier().extended(leaves[:size])
        database.execute("UPDATE head SET root = ?, peaks = ? WHERE size = ?", [frontier.root(), b"".join(frontier.peaks), size])


def test_a_log_that_was_rewritten_whole_needs_an_old_checkpoint(closed_registry: Path, tmp_path: Path) -> None:
    """Whoever recomputes leaf and heads deceives the registry itself, but nobody who kept a checkpoint of what was rewritten."""
    folder = copied(closed_registry, tmp_path / "registry")
    with open_registry(folder) as registry:
        checkpoint = registry.head()
        first = Checkpoint(registry.origin, 5, ask(registry, "SELECT root FROM head WHERE size = 5"))
    with meddling(folder) as database:
        rewrite(database, 7)
    with open_registry(folder) as registry:
        assert registry.verify().size == 20
        assert registry.verify(first).size == 20
        with pytest.raises(VerificationFailed) as failure:
            registry.verify(checkpoint)
    assert failure.value.code == "store.not_the_checkpoint"


def test_another_registry_in_its_place_is_named(closed_registry: Path, tmp_path: Path) -> None:
    """Where the whole file was replaced, the checkpoint says that it belongs to another registry, and names both."""
    with open_registry(closed_registry) as registry:
        checkpoint = registry.head()
    with create_registry(tmp_path / "other") as other:
        other.append([said(number) for number in range(20)], at=MOMENT)
        with pytest.raises(BadInput) as refusal:
            other.verify(checkpoint)
        assert refusal.value.code == "store.other_registry"
        assert checkpoint.origin in refusal.value.message("es")
        assert other.origin in refusal.value.message("es")


def test_another_log_under_the_same_name_is_found(closed_registry: Path, tmp_path: Path) -> None:
    """Whoever copies the registry's name into another log is found by the checkpoint's root."""
    with open_registry(closed_registry) as registry:
        checkpoint, secret = registry.head(), registry.value("secret")
    with create_registry(tmp_path / "other") as other:
        other.append([said(number) for number in range(25)], at=MOMENT)
    with meddling(tmp_path / "other") as database:
        database.execute("UPDATE registry_value SET value = ? WHERE key = 'secret'", [secret])
    with open_registry(tmp_path / "other") as other, pytest.raises(VerificationFailed) as failure:
        other.verify(checkpoint)
    assert failure.value.code == "store.not_the_checkpoint"


@pytest.mark.parametrize("value", [None, "file", {"kind": "list"}, {"file": 7}, ["file"]], ids=str)
def test_what_only_looks_like_an_import_names_no_file(tmp_path: Path, value: Any) -> None:  # Any: Json
    """A statement of another shape, or by hand, under the name of an import does not make a sound log fail."""
    with create_registry(tmp_path / "registry") as registry:
        looks = attrs.evolve(imported(received(b"")), value=value)
        registry.append([looks, said(1, property="import", value={"file": "0" * 64})], at=MOMENT)
        assert registry.verify().size == 2


def overlooked(folder: Path, work: Path, seeds: range) -> list[int]:
    """Return the seeds of the mutations that a verification passes over."""
    found = []
    for seed in seeds:
        copied(folder, work)
        chance = random.Random(seed)
        with meddling(work) as database:
            chance.choice(MEDDLERS)(database, chance)
        with suppress(VerificationFailed), open_registry(work) as registry:
            registry.verify()
            found.append(seed)
    return found


def test_random_meddling_is_found(closed_registry: Path, tmp_path: Path) -> None:
    """Each of sixty random changes to rows, heads and originals is found without a checkpoint."""
    assert overlooked(closed_registry, tmp_path / "registry", range(60)) == []


@pytest.mark.nightly
def test_much_random_meddling_is_found(closed_registry: Path, tmp_path: Path) -> None:
    """Each of a thousand random changes to rows, heads and originals is found without a checkpoint."""
    assert overlooked(closed_registry, tmp_path / "registry", range(1000, 2000)) == []
