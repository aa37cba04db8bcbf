"""A registry that is being made lies aside in its folder, and stands there only when it is whole."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from amparo.errors import BadInput
from amparo.store.database import FILE_NAME

_ASIDE = ".part"


@contextmanager
def built_aside(folder: Path) -> Iterator[Path]:
    """
    Give a folder to build a registry in; when the block ends well, its database stands in the folder asked for.

    What a killed attempt left is swept away by the next one. Raises BadInput
    where the folder holds a registry or anything else already, or cannot be written.
    """
    aside = folder / _ASIDE
    try:
        if folder.exists() and (not folder.is_dir() or any(entry.name != _ASIDE for entry in folder.iterdir())):
            raise BadInput("store.already_a_registry" if (folder / FILE_NAME).exists() else "store.folder_in_use", folder=folder)
        was_there = folder.exists()
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        try:
            yield aside
            durable(aside / FILE_NAME)
            (aside / FILE_NAME).rename(folder / FILE_NAME)
            durable(folder)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
            if not was_there and not any(folder.iterdir()):
                folder.rmdir()
    except OSError:
        raise BadInput("store.cannot_write") from None


def durable(path: Path) -> None:
    """Return when a file, or the names in a folder, are on the disk."""
    if path.is_dir() and os.name == "nt":
        return  # Windows keeps the names of a folder by itself, and refuses to open it
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
