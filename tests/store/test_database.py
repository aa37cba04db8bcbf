import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError

from amparo.errors import BadInput, Locked
from amparo.store import create_registry, open_registry
from amparo.store.database import FILE_NAME, explained, writing
from tests.store.invented import MOMENT, ask, copied, meddling, said

LATEST = 2


def test_every_commit_is_on_the_disk_before_it_is_acknowledged(closed_registry: Path) -> None:
    """The pragmas that keep what was acknowledged are in force on the connection, not only asked for."""
    with open_registry(closed_registry) as registry:
        assert ask(registry, "PRAGMA journal_mode") == "wal"
        assert ask(registry, "PRAGMA synchronous") == 2
        assert ask(registry, "PRAGMA checkpoint_fullfsync") == 1
        assert ask(registry, "PRAGMA recursive_triggers") == 1
        assert ask(registry, "PRAGMA foreign_keys") == 1


@pytest.mark.parametrize("table", ["statement", "head", "original"])
@pytest.mark.parametrize("act", ["UPDATE", "DELETE", "REPLACE"])
def test_the_database_itself_refuses_to_change_the_log(closed_registry: Path, tmp_path: Path, table: str, act: str) -> None:
    """Statements, heads and originals can neither be changed nor deleted nor replaced, and the message says what to do instead."""
    folder = copied(closed_registry, tmp_path / "registry")
    query = {
        "UPDATE": f"UPDATE {table} SET rowid = rowid + 100",
        "DELETE": f"DELETE FROM {table}",
        "REPLACE": f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    }[act]
    with open_registry(folder) as registry:
        with pytest.raises(BadInput) as refusal, writing(registry._connection) as cursor:
            cursor.execute(query)
        assert refusal.value.code == "store.append_only"
        assert "supersede" in refusal.value.message("es")
        assert registry.verify().size == 20


def test_the_models_are_the_tables() -> None:
    """No migration is missing: the models and the migrations describe the same tables."""
    call_command("makemigrations", "store", check=True, dry_run=True, verbosity=0)


def test_the_file_says_whose_it_is(closed_registry: Path) -> None:
    """The head of the file names amparo and the number of the last migration."""
    with closing(sqlite3.connect(closed_registry / FILE_NAME)) as database:
        assert database.execute("PRAGMA application_id").fetchone() == (int.from_bytes(b"ampa"),)
        assert database.execute("PRAGMA user_version").fetchone() == (LATEST,)


def test_a_newer_registry_is_left_alone(closed_registry: Path, tmp_path: Path) -> None:
    """A registry of a newer version is refused with both numbers, and not a byte of it changes."""
    folder = copied(closed_registry, tmp_path / "registry")
    with meddling(folder) as database:
        database.execute("PRAGMA user_version = 99")
    before = (folder / FILE_NAME).read_bytes()
    with pytest.raises(BadInput) as refusal:
        open_registry(folder)
    assert refusal.value.code == "store.newer_version"
    assert "99" in refusal.value.message("es")
    assert str(LATEST) in refusal.value.message("es")
    assert (folder / FILE_NAME).read_bytes() == before


def test_an_older_registry_is_brought_up_to_date(closed_registry: Path, tmp_path: Path) -> None:
    """A registry of an earlier schema opens with all it held, and then has what the later schema adds."""
    folder = copied(closed_registry, tmp_path / "registry")
    with open_registry(folder) as registry:
        call_command("migrate", "store", "0001", database=registry._connection.alias, verbosity=0)
        assert ask(registry, "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'") == 0
    with meddling(folder) as database:
        database.execute("PRAGMA user_version = 1")
    with open_registry(folder) as registry:
        assert registry.verify().size == 20
        assert ask(registry, "PRAGMA user_version") == LATEST
        with pytest.raises(BadInput, match="append_only"), writing(registry._connection) as cursor:
            cursor.execute("DELETE FROM statement")


@pytest.mark.parametrize("content", [b"", b"n,nombre\n1,Ana\n", b"SQLite format 3\x00" + b"\xff" * 5000], ids=["empty", "csv", "garbage"])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    """A file under the registry's name that is no database is refused with its code, and stays as it was."""
    (tmp_path / FILE_NAME).write_bytes(content)
    with pytest.raises(BadInput) as refusal:
        open_registry(tmp_path)
    assert refusal.value.code == "store.not_a_registry"
    assert (tmp_path / FILE_NAME).read_bytes() == content


@pytest.mark.parametrize("version", [0, LATEST])
def test_a_database_of_another_program_is_refused(tmp_path: Path, version: int) -> None:
    """Another program's database is not made into a registry: its tables stay as they were."""
    with closing(sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)) as database:
        database.execute("CREATE TABLE plan (day)")
        database.execute(f"PRAGMA user_version = {version}")
    with pytest.raises(BadInput) as refusal:
        open_registry(tmp_path)
    assert refusal.value.code == "store.not_a_registry"
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as database:
        assert database.execute("SELECT name FROM sqlite_master").fetchall() == [("plan",)]


def test_a_truncated_database_is_refused(closed_registry: Path, tmp_path: Path) -> None:
    """Half of a database file is refused with a message, whether opening or reading finds out."""
    folder = copied(closed_registry, tmp_path / "registry")
    whole = (folder / FILE_NAME).read_bytes()
    for size in range(0, len(whole), 8192):
        (folder / FILE_NAME).write_bytes(whole[:size])
        with pytest.raises(Exception, match=r"store\."), open_registry(folder) as registry:
            registry.verify()


HOLD = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_writer_is_told_to_wait(closed_registry: Path, tmp_path: Path) -> None:
    """While another process writes, a second writer gets a message and changes nothing; readers go on; afterwards it can write."""
    folder = copied(closed_registry, tmp_path / "registry")
    with open_registry(folder) as registry:
        assert ask(registry, "PRAGMA busy_timeout") == 5000
        ask(registry, "PRAGMA busy_timeout = 20")
        command = [sys.executable, "-c", HOLD, str(folder / FILE_NAME)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "held\n"
            with pytest.raises(Locked) as refusal:
                registry.append([said(1)], at=MOMENT)
            assert (refusal.value.code, refusal.value.exit_code) == ("store.busy", 4)
            assert registry.verify().size == registry.log().height == 20
            holder.communicate()
        registry.append([said(1)], at=MOMENT)
        assert registry.verify().size == 21


def test_verification_sees_one_moment(closed_registry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another process appends while the log is being verified is neither seen nor taken for an intrusion."""
    from amparo.store import verifying

    folder = copied(closed_registry, tmp_path / "registry")
    heads = verifying._heads
    body = ("ab", MOMENT, sys.executable)

    def appended_meanwhile(connection: object) -> object:
        found = heads(connection)  # type: ignore[arg-type]  # as it was called
        script = "from tests.store.invented import *; from pathlib import Path; import sys\n"
        script += "with open_registry(Path(sys.argv[1])) as other: other.append([said(1)], at=MOMENT)"
        subprocess.run([body[2], "-c", script, str(folder)], check=True, cwd=Path(__file__).parents[2])
        return found

    monkeypatch.setattr(verifying, "_heads", appended_meanwhile)
    with open_registry(folder) as registry:
        assert registry.verify().size == 20
        monkeypatch.undo()
        assert registry.verify().size == 21


def test_an_error_of_the_database_never_reaches_the_screen() -> None:
    """The database's own texts may hold whole rows: what is raised instead has neither them nor a trace of them."""
    with pytest.raises(BadInput) as refusal, explained():
        raise DatabaseError("UNIQUE constraint failed: Ana Ruiz Lagos")
    assert refusal.value.code == "store.not_a_registry"
    assert "Ana" not in refusal.value.message("es")
    assert refusal.value.__suppress_context__


def test_there_is_no_registry_where_there_is_none(tmp_path: Path) -> None:
    """Opening a folder without a registry, or no folder, is refused with the folder's name, and makes nothing."""
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(BadInput) as refusal:
            open_registry(folder)
        assert refusal.value.code == "store.no_registry"
        assert str(folder) in refusal.value.message("es")
    assert list(tmp_path.iterdir()) == []


def test_two_registries_are_open_at_once(tmp_path: Path) -> None:
    """Two folders are two registries: what is appended to one is not in the other."""
    with create_registry(tmp_path / "one") as one, create_registry(tmp_path / "two") as two:
        one.append([said(1)], at=MOMENT)
        assert (one.log().height, two.log().height) == (1, 0)
