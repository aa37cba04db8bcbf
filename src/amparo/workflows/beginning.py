"""The three ways in which a registry begins: empty, with the demonstration's public data, or from a backup."""

import tempfile
from pathlib import Path

from amparo.errors import BadInput, WrongUse
from amparo.store import create_registry, restore
from amparo.workflows.demo import WHO, make_demo_registry
from amparo.workflows.session import Session

WAYS = ("new", "demo", "backup")


def begin(folder: Path, way: str, *, backup: bytes | None = None) -> None:
    """Make the registry in its folder; where it cannot be made, nothing is left behind."""
    match way:
        case "new":
            create_registry(folder).close()
        case "demo":
            make_demo_registry(folder).registry.close()
        case "backup":
            if not backup:
                raise BadInput("workflows.backup_needed")
            _restored(folder, backup)
        case _:
            raise WrongUse("workflows.way_unknown", way=way, ways=", ".join(WAYS))


def _restored(folder: Path, backup: bytes) -> None:
    """Restore a backup that came as bytes; the copy on the disk is gone afterwards."""
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".amparo-") as scratch:
        path = Path(scratch) / "backup.zip"
        path.write_bytes(backup)
        restore(path, folder)


def is_demo(session: Session) -> bool:
    """Say whether a registry is the demonstration: its secret is known to everybody, so nothing else belongs in it."""
    log = session.registry.log()
    return not log.is_empty() and log["recorded_by"][0] == WHO
