"""Keeping a registry: its backups as bytes, checked before they are trusted, and its log without what it says."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import attrs

from amparo.errors import VerificationFailed
from amparo.statements import Checkpoint
from amparo.store import back_up, restore
from amparo.workflows.session import Session

_FIELDS = (
    "position",
    "recorded_at",
    "recorded_by",
    "action",
    "subject_kind",
    "property",
    "statement_id",
    "target",
    "import_id",
    "exposure",
)


def backup_bytes(session: Session, beside: Path) -> bytes:
    """Return a backup of the registry; the file it was written to is gone."""
    with tempfile.TemporaryDirectory(dir=beside, prefix=".amparo-") as scratch:
        path = Path(scratch) / "backup.zip"
        back_up(session.registry, path)
        return path.read_bytes()


@attrs.frozen
class CheckedBackup:
    """
    A backup that was restored aside and verified.

    Attributes:
        ours: whether this registry's log still contains all that the backup holds; None for a backup of another registry.
        missing: how many statements this registry has more.
    """

    head: Checkpoint
    ours: bool | None
    missing: int


def check_backup(session: Session, content: bytes, beside: Path) -> CheckedBackup:
    """Restore a backup aside, verify it, compare it with this registry, and leave nothing behind."""
    with tempfile.TemporaryDirectory(dir=beside, prefix=".amparo-") as scratch:
        path = Path(scratch) / "backup.zip"
        path.write_bytes(content)
        head = restore(path, Path(scratch) / "restored")
    if head.origin != session.registry.origin:
        return CheckedBackup(head, None, 0)
    try:
        session.registry.verify(head)
    except VerificationFailed:
        return CheckedBackup(head, ours=False, missing=0)
    return CheckedBackup(head, ours=True, missing=session.registry.head().size - head.size)


def entries(session: Session, *, first: int, most: int) -> Sequence[dict[str, Any]]:  # Any: cells of the log
    """Return entries of the log, the latest first, without subjects, values and sources: enough to see that and by whom, not what."""
    log = session.registry.log()
    last = max(log.height - first, 0)
    return list(log.select(_FIELDS).slice(max(last - most, 0), min(most, last)).reverse().iter_rows(named=True))
