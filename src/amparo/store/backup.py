"""
A backup: one file that restores the whole registry, on this version or a later one.

It is a zip of the database and a manifest (format, size and root of the log).
It is NOT encrypted yet, and every command that makes one says so.
"""

import json
import shutil
import zipfile
from pathlib import Path

from amparo.errors import BadInput, VerificationFailed
from amparo.statements import Checkpoint, read_checkpoint
from amparo.store import database
from amparo.store.registry import Registry, open_registry

FORMAT = "amparo-backup/1"
_MANIFEST = "manifest.json"
_CHECKPOINT = "checkpoint.txt"


def back_up(registry: Registry, path: Path) -> Checkpoint:
    """
    Write the registry to one file and return the head that it holds.

    The file appears under its name only when it is whole. Raises BadInput where the name is taken.
    """
    if path.exists():
        raise BadInput("store.backup_exists", path=path)
    copy, part = path.with_name(f".{path.name}.copy"), path.with_name(f".{path.name}.part")
    try:
        registry.copy_to(copy)
        head = registry.head()
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(_MANIFEST, json.dumps({"format": FORMAT, "encrypted": False}))
            archive.writestr(_CHECKPOINT, head.text())
            archive.write(copy, database.FILE_NAME)
        part.rename(path)
    finally:
        copy.unlink(missing_ok=True)
        part.unlink(missing_ok=True)
    return head


def restore(path: Path, folder: Path) -> Checkpoint:
    """
    Make the registry of a backup in a new folder, migrate it, verify it, and return its head.

    The folder appears only when the restored log matches the backup's own
    checkpoint. Raises BadInput for a file that is no backup, VerificationFailed for a damaged one.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput("store.folder_in_use", folder=folder)
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        checkpoint = _unpack(path, part)
        with open_registry(part) as registry:
            if registry.verify(checkpoint).size < checkpoint.size:
                raise VerificationFailed("store.damaged_backup", path=path)
        if folder.exists():
            folder.rmdir()
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return checkpoint


def _unpack(path: Path, folder: Path) -> Checkpoint:
    """Take database and checkpoint out of the archive; every byte is checked against its sum."""
    try:
        with zipfile.ZipFile(path) as archive:
            if json.loads(archive.read(_MANIFEST)).get("format") != FORMAT:
                raise BadInput("store.not_a_backup", path=path)
            with archive.open(database.FILE_NAME) as source, (folder / database.FILE_NAME).open("wb") as target:
                shutil.copyfileobj(source, target)
            return read_checkpoint(archive.read(_CHECKPOINT).decode())
    except (OSError, KeyError, ValueError, AttributeError, zipfile.BadZipFile) as error:
        raise BadInput("store.not_a_backup", path=path) from error
