"""Tests of `amparo.store.derived`: what was worked out of a log is a help, never a source."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from amparo.errors import VerificationFailed
from amparo.store import Registry, columns, open_registry
from amparo.store.database import FILE_NAME as REGISTRY
from amparo.store.derived import FILE_NAME
from tests.store.invented import MOMENT, copied, filled, said


@pytest.fixture
def folder(closed_registry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A registry whose columns are kept however few they are."""
    monkeypatch.setattr(columns, "_WORTH_KEEPING", 1)
    return copied(closed_registry, tmp_path / "registry")


def _read(folder: Path) -> Registry:
    with open_registry(folder) as registry:
        registry.log()
    return registry


def _alter(folder: Path, query: str) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME)) as derived:
        derived.execute(query)
        derived.commit()


def test_what_was_read_is_there_for_the_next_program(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next program reads the columns that the last one kept, and of the log only what was appended since."""
    _read(folder)
    with open_registry(folder) as registry:
        registry.append([said(99)], at=MOMENT)
    asked = []

    def watched(connection: object, names: str, first: int) -> Iterator[object]:
        asked.append(first)
        return read(connection, names, first)  # type: ignore[arg-type]  # the connection of the registry

    read = columns.read
    monkeypatch.setattr(columns, "read", watched)
    with open_registry(folder) as registry:
        log = registry.log()
    assert asked == [20]
    assert log["position"].to_list() == list(range(21))
    assert log["subject"][-1] == "r99"


def test_few_statements_are_not_worth_a_file(closed_registry: Path, tmp_path: Path) -> None:
    """A small registry is its one file."""
    folder = copied(closed_registry, tmp_path / "registry")
    _read(folder)
    assert [entry.name for entry in folder.iterdir()] == [REGISTRY]


@pytest.mark.parametrize(
    "query",
    [
        "UPDATE derived SET content = content || x'00'", "UPDATE derived SET size = size - 1", "UPDATE derived SET root = x'00'",
        "UPDATE derived SET seal = x'00'", "UPDATE derived SET version = '0'", "DELETE FROM derived", "DROP TABLE derived",
    ],
)  # fmt: skip
def test_what_somebody_touched_is_read_again(folder: Path, query: str) -> None:
    """A kept value that is not as this registry wrote it is passed over, and the log is read as if nothing had been kept."""
    with open_registry(folder) as registry:
        log = registry.log()
    _alter(folder, query)
    with open_registry(folder) as registry:
        assert registry.log().equals(log)


def test_a_file_that_is_no_database_is_passed_over(folder: Path) -> None:
    """Rubbish in the place of the file changes no answer."""
    log = _read(folder).folder
    (folder / FILE_NAME).write_bytes(b"rubbish")
    with open_registry(log) as registry:
        assert registry.log().height == 20


def test_the_values_of_another_registry_are_not_taken(folder: Path, tmp_path: Path) -> None:
    """A file from the folder of another registry says nothing of this one, though the logs are as long."""
    filled(tmp_path / "other")
    _read(tmp_path / "other")
    (folder / FILE_NAME).write_bytes((tmp_path / "other" / FILE_NAME).read_bytes())
    with open_registry(folder) as registry:
        assert registry.log()["statement_id"].to_list() != _ids(tmp_path / "other")


def test_values_of_a_log_that_was_rewound_are_not_taken(folder: Path, tmp_path: Path) -> None:
    """Where the registry was put back to an older copy and went on otherwise, what was kept of the lost branch is passed over."""
    older = copied(folder, tmp_path / "older")
    with open_registry(folder) as registry:
        registry.append([said(50)], at=MOMENT)
        registry.log()
    copied(older, folder)
    with open_registry(folder) as registry:
        registry.append([said(51)], at=MOMENT)
        assert registry.log()["subject"][-1] == "r51"


def _ids(folder: Path) -> list[str]:
    with open_registry(folder) as registry:
        ids: list[str] = registry.log()["statement_id"].to_list()
        return ids


def test_verifying_begins_from_the_log_alone(folder: Path) -> None:
    """Whoever verifies the log answers from then on out of what was verified: the kept values are gone."""
    _read(folder)
    assert (folder / FILE_NAME).exists()
    with open_registry(folder) as registry:
        registry.verify()
    assert not (folder / FILE_NAME).exists()


def test_a_failed_verification_leaves_nothing_kept(folder: Path) -> None:
    """Where the log was altered, nothing that was worked out of it before stays."""
    _read(folder)
    with closing(sqlite3.connect(folder / REGISTRY)) as meddled:
        meddled.execute("DROP TRIGGER IF EXISTS statement_update")
        for (name,) in meddled.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            meddled.execute(f"DROP TRIGGER {name}")
        meddled.execute("UPDATE statement SET body = x'7b7d' WHERE position = 3")
        meddled.commit()
    with open_registry(folder) as registry, pytest.raises(VerificationFailed):
        registry.verify()
    assert not (folder / FILE_NAME).exists()


def test_a_folder_that_cannot_be_written_is_read_all_the_same(folder: Path) -> None:
    """Where nothing can be kept, everything is answered, and nobody is bothered."""
    (folder / FILE_NAME).mkdir()
    with open_registry(folder) as registry:
        assert registry.log().height == 20
