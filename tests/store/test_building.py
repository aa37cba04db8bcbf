import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from amparo.errors import BadInput
from amparo.store import create_registry, open_registry
from amparo.store.building import built_aside
from amparo.store.database import FILE_NAME
from tests.store.invented import MOMENT, copied, said, size_of

ROOT = Path(__file__).parents[2]
# Each script prints the code of the refusal; it runs in a process of its own, whose limits do not touch the tests.
PRELUDE = """
import sys
import tempfile
from pathlib import Path
from amparo.errors import AmparoError
from amparo.store import back_up, create_registry, open_registry, restore
from tests.store.invented import MOMENT, said
folder = Path(sys.argv[1])
def attempt(act):
    try:
        act()
    except AmparoError as refusal:
        print(refusal.code)
    else:
        print("done")
"""


def spoken(script: str, folder: Path) -> list[str]:
    """Return the lines that a script prints."""
    command = [sys.executable, "-c", PRELUDE + script, str(folder)]
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout.splitlines()


def test_a_registry_is_made_in_a_new_or_empty_folder(tmp_path: Path) -> None:
    """A folder is made with those above it, and an empty one is taken as it is; only the database stands in it."""
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "a" / "b", tmp_path / "empty"):
        create_registry(folder).close()
        assert [entry.name for entry in folder.iterdir()] == [FILE_NAME]


def test_a_registry_is_made_where_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder in which the command runs can be made a registry."""
    monkeypatch.chdir(tmp_path)
    create_registry(Path()).close()
    assert (tmp_path / FILE_NAME).exists()


def test_a_folder_in_use_is_refused(tmp_path: Path, closed_registry: Path) -> None:
    """A folder with a registry, with anything else, or a file, is refused, each with its message; nothing in it changes."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("mine", encoding="utf-8")
    cases = {closed_registry: "already_a_registry", tmp_path / "full": "folder_in_use", tmp_path / "full" / "notes.txt": "folder_in_use"}
    for folder, code in cases.items():
        with pytest.raises(BadInput) as refusal:
            create_registry(folder)
        assert refusal.value.code == f"store.{code}"
    assert (tmp_path / "full" / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert [entry.name for entry in (tmp_path / "full").iterdir()] == ["notes.txt"]


def test_what_fails_while_it_is_made_leaves_nothing(tmp_path: Path) -> None:
    """An error on the way leaves no folder that was not there, and no database in one that was."""
    (tmp_path / "there").mkdir()
    for folder in (tmp_path / "there", tmp_path / "new"):
        with pytest.raises(BadInput, match="no_registry"), built_aside(folder) as aside:
            open_registry(aside)
    assert [entry.name for entry in tmp_path.iterdir()] == ["there"]
    assert list((tmp_path / "there").iterdir()) == []


def test_what_a_killed_attempt_left_is_swept_away(tmp_path: Path) -> None:
    """If the machine stopped while a registry was being made, there is none, and the next attempt makes it."""
    (tmp_path / ".part").mkdir()
    (tmp_path / ".part" / FILE_NAME).write_bytes(b"half")
    with pytest.raises(BadInput, match="no_registry"):
        open_registry(tmp_path)
    with create_registry(tmp_path) as registry:
        registry.append([said(1)], at=MOMENT)
    assert [entry.name for entry in tmp_path.iterdir()] == [FILE_NAME]


FULL = """
import resource
def most_bytes(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
registry = folder / "registry"
with open_registry(registry) as opened:
    most_bytes(400_000)
    attempt(lambda: opened.append([said(n) for n in range(20_000)], at=MOMENT))
    print(opened.verify().size)
    attempt(lambda: opened.append([said(1)], at=MOMENT))
    print(opened.verify().size)
    most_bytes(10_000)
    attempt(lambda: back_up(opened, folder / "small.zip"))
    attempt(lambda: create_registry(folder / "new"))
    most_bytes(4_000_000)
    attempt(lambda: back_up(opened, folder / "copy.zip"))
most_bytes(10_000)
attempt(lambda: restore(folder / "copy.zip", folder / "again"))
"""


def test_a_full_disk_is_a_message(tmp_path: Path, closed_registry: Path) -> None:
    """Where the disk takes no more bytes, an append is refused whole and all that was there stays; nothing half-made is left."""
    registry = copied(closed_registry, tmp_path / "registry")
    assert spoken(FULL, tmp_path) == [
        *("store.cannot_write", "20", "done", "21"),
        *("store.cannot_write", "store.cannot_write", "done", "store.cannot_write"),
    ]
    assert size_of(registry) == 21
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["copy.zip", "registry"]


READ_ONLY = """
import os
with create_registry(folder / "other") as registry:  # everything is loaded before the right to read it is given up
    registry.append([said(1)], at=MOMENT)
    registry.verify()
folder.chmod(0o555)
(folder / "registry").chmod(0o555)
(folder / "registry" / "registry.sqlite3").chmod(0o444)
if os.getuid() == 0:
    os.setuid(65534)
def append():
    with open_registry(folder / "registry") as registry:
        registry.append([said(1)], at=MOMENT)
attempt(append)
attempt(lambda: create_registry(folder / "new"))
"""


@pytest.mark.skipif(os.name == "nt", reason="permissions of a folder are another thing there")
def test_a_read_only_folder_is_a_message(closed_registry: Path) -> None:
    """Somebody who may not write in the folder gets a message, and nothing changes."""
    with tempfile.TemporaryDirectory() as name:  # not below the folder of pytest, which others may not enter
        folder = Path(name)
        registry = copied(closed_registry, folder / "registry")
        before = (registry / FILE_NAME).read_bytes()
        assert spoken(READ_ONLY, folder) == ["store.cannot_write", "store.cannot_write"]
        folder.chmod(0o755)
        registry.chmod(0o755)
        assert (registry / FILE_NAME).read_bytes() == before
        assert [entry.name for entry in registry.iterdir()] == [FILE_NAME]
        assert sorted(entry.name for entry in folder.iterdir()) == ["other", "registry"]
