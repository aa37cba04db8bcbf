import json
import random
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from amparo.errors import AmparoError, BadInput, VerificationFailed
from amparo.store import back_up, create_registry, open_registry, restore
from amparo.store.database import FILE_NAME
from tests.store.invented import MOMENT, copied, meddling, said


@pytest.fixture(scope="module")
def backup(closed_registry: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a backup that no test changes."""
    path = tmp_path_factory.mktemp("backup") / "copy.zip"
    with open_registry(closed_registry) as registry:
        back_up(registry, path)
    return path


def repacked(backup: Path, target: Path, **members: bytes | None) -> Path:
    """Return a copy of a backup with some members replaced, or left out where they are None."""
    names = {"manifest": "manifest.json", "checkpoint": "checkpoint.txt", "database": FILE_NAME}
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(target, "w") as new:
        for key, name in names.items():
            content = members.get(key, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return target


def test_a_registry_comes_back_whole(closed_registry: Path, backup: Path, tmp_path: Path) -> None:
    """Head, origin, statements, minted ids and originals of a restored registry are those of the one that was saved."""
    head = restore(backup, tmp_path / "again")
    with open_registry(closed_registry) as old, open_registry(tmp_path / "again") as new:
        assert new.head() == old.head() == head
        assert new.log().equals(old.log())
        assert new.mint("p", "1") == old.mint("p", "1")
        file = json.loads(old.log().row(5, named=True)["value"])["file"]
        assert new.original(file) == old.original(file) is not None
        assert new.verify(old.head()).size == 20
    assert [entry.name for entry in (tmp_path / "again").iterdir()] == [FILE_NAME]


def test_a_restored_registry_goes_on(backup: Path, tmp_path: Path) -> None:
    """After a restoration the log grows from where it was, and the old checkpoint still holds."""
    head = restore(backup, tmp_path / "again")
    with open_registry(tmp_path / "again") as registry:
        registry.append([said(1)], at=MOMENT)
        assert registry.verify(head).size == 21


def test_a_backup_is_of_one_moment(closed_registry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is appended while a backup is being written is not in it, and the backup restores."""
    folder = copied(closed_registry, tmp_path / "registry")
    with open_registry(folder) as registry:
        copy_to = registry.copy_to

        def appended_meanwhile(path: Path) -> None:
            copy_to(path)
            registry.append([said(1)], at=MOMENT)

        monkeypatch.setattr(registry, "copy_to", appended_meanwhile)
        assert back_up(registry, tmp_path / "copy.zip").size == 20
        assert registry.head().size == 21
    assert restore(tmp_path / "copy.zip", tmp_path / "again").size == 20


def test_a_backup_says_that_it_is_not_encrypted(backup: Path) -> None:
    """The manifest names the format and says that nothing is encrypted; the checkpoint stands beside it in clear."""
    with zipfile.ZipFile(backup) as archive:
        assert json.loads(archive.read("manifest.json")) == {"format": "amparo-backup/1", "encrypted": False}
        assert sorted(archive.namelist()) == ["checkpoint.txt", "manifest.json", FILE_NAME]


def test_a_backup_never_replaces_a_file(closed_registry: Path, tmp_path: Path) -> None:
    """A name that is taken is refused and the file stays; so is a folder that does not exist; nothing half-made is left."""
    (tmp_path / "copy.zip").write_bytes(b"mine")
    with open_registry(closed_registry) as registry:
        for path, code in ((tmp_path / "copy.zip", "store.backup_exists"), (tmp_path / "no" / "copy.zip", "store.backup_not_written")):
            with pytest.raises(BadInput) as refusal:
                back_up(registry, path)
            assert refusal.value.code == code
            assert str(path) in refusal.value.message("es")
    assert [(entry.name, entry.read_bytes()) for entry in tmp_path.iterdir()] == [("copy.zip", b"mine")]


def test_what_a_killed_backup_left_is_swept_away(closed_registry: Path, tmp_path: Path) -> None:
    """The half of a backup that was killed stands in nobody's way."""
    (tmp_path / ".copy.zip.part").mkdir()
    (tmp_path / ".copy.zip.part" / FILE_NAME).write_bytes(b"half")
    with open_registry(closed_registry) as registry:
        back_up(registry, tmp_path / "copy.zip")
    assert [entry.name for entry in tmp_path.iterdir()] == ["copy.zip"]


def test_a_folder_in_use_is_not_restored_into(backup: Path, closed_registry: Path, tmp_path: Path) -> None:
    """A backup is restored into a new or empty folder only: a registry or other files are never overwritten."""
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    for folder, code in ((tmp_path, "store.folder_in_use"), (closed_registry, "store.already_a_registry")):
        with pytest.raises(BadInput) as refusal:
            restore(backup, folder)
        assert refusal.value.code == code
    assert [entry.name for entry in tmp_path.iterdir()] == ["notes.txt"]
    (tmp_path / "empty").mkdir()
    assert restore(backup, tmp_path / "empty").size == 20


@pytest.mark.parametrize(
    "members",
    [
        {"manifest": None},
        {"manifest": b'{"format": "amparo-backup/99"}'},
        {"manifest": b"{}"},
        {"manifest": b"[]"},
        {"manifest": b"\xff"},
        {"checkpoint": None},
        {"checkpoint": b"nothing"},
        {"checkpoint": b"\xff"},
        {"database": None},
        {"database": b""},
        {"database": b"not a database"},
    ],
    ids=lambda members: "-".join(f"{name} {content and content[:12].decode('latin-1')}" for name, content in members.items()),
)
def test_what_is_no_backup_is_refused(backup: Path, tmp_path: Path, members: dict[str, bytes | None]) -> None:
    """An archive without what a backup holds is refused with a message, and no folder appears."""
    path = repacked(backup, tmp_path / "other.zip", **members)
    with pytest.raises(BadInput) as refusal:
        restore(path, tmp_path / "again")
    assert refusal.value.code in ("store.not_a_backup", "store.not_a_registry", "statements.not_a_checkpoint", "store.no_registry")
    assert [entry.name for entry in tmp_path.iterdir()] == ["other.zip"]


def test_a_file_that_is_no_archive_is_refused(tmp_path: Path) -> None:
    """A missing file, a folder, or a file of another kind is refused by its name."""
    (tmp_path / "list.csv").write_bytes(b"n,nombre\n")
    for path in (tmp_path / "list.csv", tmp_path / "nowhere.zip", tmp_path):
        with pytest.raises(BadInput) as refusal:
            restore(path, tmp_path / "again")
        assert refusal.value.code == "store.not_a_backup"
        assert str(path) in refusal.value.message("en")


def test_a_backup_of_a_changed_log_is_refused(closed_registry: Path, backup: Path, tmp_path: Path) -> None:
    """A database that was meddled with, that ends early, or is another registry's, does not match the checkpoint beside it."""
    folder = copied(closed_registry, tmp_path / "meddled")
    with meddling(folder) as database:
        database.execute("DELETE FROM statement WHERE position >= 12")
        database.execute("DELETE FROM head WHERE size > 12")
    shorter = repacked(backup, tmp_path / "shorter.zip", database=(folder / FILE_NAME).read_bytes())
    with pytest.raises(VerificationFailed, match="truncated"):
        restore(shorter, tmp_path / "again")
    with create_registry(tmp_path / "other") as other:
        other.append([said(1)], at=MOMENT)
    replaced = repacked(backup, tmp_path / "replaced.zip", database=(tmp_path / "other" / FILE_NAME).read_bytes())
    with pytest.raises(BadInput, match="other_registry"):
        restore(replaced, tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_a_backup_that_holds_more_than_it_says_is_refused(backup: Path, tmp_path: Path) -> None:
    """A log that goes on after the checkpoint beside it is not the one that was saved."""
    restore(backup, tmp_path / "longer")
    with open_registry(tmp_path / "longer") as registry:
        registry.append([said(1)], at=MOMENT)
    longer = repacked(backup, tmp_path / "longer.zip", database=(tmp_path / "longer" / FILE_NAME).read_bytes())
    with pytest.raises(VerificationFailed) as failure:
        restore(longer, tmp_path / "again")
    assert failure.value.code == "store.damaged_backup"
    assert str(longer) in failure.value.message("es")


def damaged(backup: Path, work: Path, seeds: range) -> None:
    """Turn a random byte of a backup, or cut it, and see that it is refused with a message or comes back whole."""
    whole = backup.read_bytes()
    refused = 0
    for seed in seeds:
        chance = random.Random(seed)
        place = chance.randrange(len(whole))
        changed = whole[:place] + bytes([whole[place] ^ chance.randrange(1, 256)]) + whole[place + 1 :]
        path = work / f"{seed}.zip"
        path.write_bytes(whole[:place] if seed % 10 == 0 else changed)
        head = None
        with suppress(AmparoError):
            head = restore(path, work / str(seed))
        refused += head is None
        assert (work / str(seed)).exists() == (head is not None)
        if head is not None:  # a byte that means nothing, such as a file's time
            with open_registry(work / str(seed)) as registry:
                assert registry.verify(head).size == 20
    assert refused > len(seeds) * 0.8


@pytest.mark.parametrize("cut", [1, 40, 1000])
def test_a_backup_that_lacks_a_piece_is_no_full_disk(backup: Path, tmp_path: Path, cut: int) -> None:
    """Where bytes in the middle of a backup are missing, the message is about the backup and not about the disk."""
    whole = backup.read_bytes()
    shorter = tmp_path / "shorter.zip"
    shorter.write_bytes(whole[: len(whole) // 2] + whole[len(whole) // 2 + cut :])
    with pytest.raises(BadInput) as refusal:
        restore(shorter, tmp_path / "again")
    assert refusal.value.code == "store.not_a_backup"
    assert not (tmp_path / "again").exists()


def test_a_damaged_backup_is_refused(backup: Path, tmp_path: Path) -> None:
    """Whichever byte of a backup is changed, or wherever it is cut, it is refused with a message, unless all of it comes back."""
    damaged(backup, tmp_path, range(60))


@pytest.mark.nightly
def test_many_damaged_backups_are_refused(backup: Path, tmp_path: Path) -> None:
    """The same over two thousand changed bytes."""
    damaged(backup, tmp_path, range(1000, 3000))
