"""The demonstration, made once for all tests of a process."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

import attrs

from tests.cli.running import Ran, amparo


@attrs.frozen
class Demo:
    """A demonstration: what it printed, and what it left."""

    folder: Path
    ran: Ran

    @property
    def registry(self) -> Path:
        """The registry that it made; no test writes to it."""
        return self.folder / "registry"

    @property
    def site(self) -> dict[str, bytes]:
        """The files of its site."""
        return files(self.folder / "site")


@cache
def demonstration() -> Demo:
    """Return a demonstration in Spanish."""
    folder = Path(tempfile.mkdtemp(prefix="amparo-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Demo(folder / "demo", amparo("demo", "--out", folder / "demo"))


def files(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
