"""
A backup: one file that restores the whole registry, on this version or a later one.

It is a zip of the database and a manifest (format, size and root of the log).
It is NOT encrypted yet, and every command that makes one says so.
"""

import errno
import json
import shutil
import zipfile
import zlib
from pathlib import Path

from amparo.errors import BadInput, VerificationFailed
from amparo.statements import Checkpoint, read_checkpoint
from amparo.store import database
from amparo.store.building import built_aside, durable
from amparo.store.registry import Registry, open_registry

FORMAT = "amparo-backup/1"
_MANIFEST = "manifest.json"
_CHECKPOINT = "checkpoint.txt"

# What zipfile and json raise on bytes that are not, or no longer, what a backup holds.
_DAMAGES = (KeyError, TypeError, ValueError, EOFError, NotImplementedError, RuntimeError, zipfile.BadZipFile, zlib.error)


def back_up(registry: Registry, path: Path) -> Checkpoint:
    """
    Write the registry to one file and return the head that it holds.

    The file appears under its name only when it is whole. Raises BadInput where the name is taken.
    """
    if path.exists():
        raise BadInput("store.backup_exists", path=path)
    aside = path.with_name(f".{path.name}.part")
    archived = aside / "backup.zip"
    shutil.rmtree(aside, ignore_errors=True)
    try:
        aside.mkdir()
        registry.copy_to(aside / database.FILE_NAME)
        with open_registry(aside) as copy:  # others may have appended since: the head is that of the copy
            head = copy.head()
        with zipfile.ZipFile(archived, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(_MANIFEST, json.dumps({"format": FORMAT, "encrypted": False}))
            archive.writestr(_CHECKPOINT, head.text())
            archive.write(aside / database.FILE_NAME, database.FILE_NAME)
        durable(archived)
        archived.rename(path)
        durable(path.parent)
    except OSError:
        raise BadInput("store.backup_not_written", path=path) from None
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return head


def restore(path: Path, folder: Path) -> Checkpoint:
    """
    Make the registry of a backup in a new folder, migrate it, verify it, and return its head.

    The registry appears only when the restored log matches the backup's own
    checkpoint. Raises BadInput for a file that is no backup, VerificationFailed for a damaged one.
    """
    with built_aside(folder) as aside:
        checkpoint = _unpack(path, aside)
        with open_registry(aside) as registry:
            registry.verify(checkpoint)
            if registry.head() != checkpoint:
                raise VerificationFailed("store.damaged_backup", path=path)
    return checkpoint


def _unpack(path: Path, folder: Path) -> Checkpoint:
    """Take database and checkpoint out of the archive; every byte is checked against its sum."""
    if not path.is_file():
        raise BadInput("store.not_a_backup", path=path)
    try:
        with zipfile.ZipFile(path) as archive:
            if json.loads(archive.read(_MANIFEST))["format"] != FORMAT:
                raise BadInput("store.not_a_backup", path=path)
            checkpoint = read_checkpoint(archive.read(_CHECKPOINT).decode())
            with archive.open(database.FILE_NAME) as source, (folder / database.FILE_NAME).open("wb") as target:
                shutil.copyfileobj(source, target)
            return checkpoint
    except _DAMAGES as error:
        raise BadInput("store.not_a_backup", path=path) from error
    except OSError as error:
        if error.errno == errno.EINVAL:  # the archive's own table sends us to before its beginning
            raise BadInput("store.not_a_backup", path=path) from error
        raise
