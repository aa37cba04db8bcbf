"""The one place of this package that touches the disk: a site is swapped in whole, or not at all."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from amparo.errors import BadInput

MANIFEST = "MANIFEST.txt"
_FIRST_LINE = "amparo-site/1"


def manifest(files: Mapping[str, bytes]) -> bytes:
    """Return the list of a site's files with their SHA-256; it marks a folder as a site of ours."""
    lines = [f"{hashlib.sha256(content).hexdigest()}  {path}" for path, content in sorted(files.items())]
    return "\n".join((_FIRST_LINE, *lines, "")).encode()


def write_site(files: Mapping[str, bytes], out: Path) -> None:
    """
    Leave the site in ``out``: everything or, when something fails, what was there before.

    A folder that is not a site of ours, or that holds files which we did not put there, is not touched.
    """
    out = Path(os.path.abspath(out))  # not resolve(): a link must be seen as a link
    for path in files:
        pure = PurePosixPath(path)
        if pure.is_absolute() or ".." in pure.parts or "\\" in path or "\0" in path or not pure.parts:
            raise BadInput("publish.path_outside", path=path)
    _refuse_what_is_not_ours(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}.new-", dir=out.parent))
    try:
        _fill(fresh, files)
        _swap(fresh, out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _refuse_what_is_not_ours(out: Path) -> None:
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise BadInput("publish.not_a_folder", path=out)
    if not out.exists() or not any(out.iterdir()):
        return
    try:
        lines = (out / MANIFEST).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        lines = []
    if not lines or lines[0] != _FIRST_LINE:
        raise BadInput("publish.not_our_site", path=out)
    ours = {MANIFEST} | {line.partition("  ")[2] for line in lines[1:]}
    found = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_symlink() or not path.is_dir()}
    if found - ours:
        raise BadInput("publish.foreign_file", path=out, file=min(found - ours))


def _fill(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.chmod(0o755)
    for parent in sorted({PurePosixPath(path).parent for path in files}):
        (folder / parent).mkdir(parents=True, exist_ok=True)
    for path, content in sorted(files.items()):
        (folder / path).write_bytes(content)
    # All of it reaches the disk before the folders are swapped; file by file, forty thousand would take minutes.
    if hasattr(os, "sync"):
        os.sync()


def _swap(fresh: Path, out: Path) -> None:
    """Put the new folder in the place of the old one; two renames, the first undone if the second fails."""
    if not out.exists():
        fresh.rename(out)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{out.name}.old-", dir=out.parent))
    try:
        out.rename(old / "site")
        try:
            fresh.rename(out)
        except OSError:
            (old / "site").rename(out)
            raise
    finally:
        # Where even the way back failed, the old site stays in its hidden folder: better untidy than lost.
        if out.exists():
            shutil.rmtree(old, ignore_errors=True)
