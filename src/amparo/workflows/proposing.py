"""
Publishing takes two: one proposes what is to leave, another, in charge of the edition, approves it; then it is made.

Both are statements in the log. What was proposed is known by the root of the statements that leave: if the record has changed
since in anything that would leave, an approval is refused, and so is the making of what was approved.
"""

import os
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import attrs
import orjson
import polars as pl

from amparo.errors import BadInput
from amparo.histories.people import people
from amparo.publish import effective_exposure, site_address, write_site
from amparo.statements import PUBLIC_EXPOSURE
from amparo.workflows.progress import Progress, no_progress, stages
from amparo.workflows.publishing import released, site_of
from amparo.workflows.releasing import STAGES, edition_of, last_day
from amparo.workflows.releasing_law import texts_applied
from amparo.workflows.sameness import records_of_persons
from amparo.workflows.session import Session

RELEASES = "releases"  # the folder beside the log: the site as it last left, and each edition as one file


@attrs.frozen
class Leaving:
    """
    What would leave today.

    Attributes:
        edition: its id; ``root``: of the statements that leave.
        levels: for each level of exposure how many statements stand, and how many of them leave.
        persons: those who leave, id and name; ``kept_in``: how many of whom nothing leaves.
        claims: figures of others that leave.
    """

    edition: str
    root: str
    as_of: date
    levels: tuple[tuple[int, int, int], ...]
    persons: tuple[tuple[str, str], ...]
    kept_in: int
    claims: int


@attrs.frozen
class Proposed:
    """A release that somebody proposed, and who approved it, if anybody did."""

    release_id: str
    statement_id: str
    edition: str
    root: str
    as_of: date
    address: str
    statements: int
    persons: int
    note: str
    proposed_by: str
    proposed_at: str
    approved_by: str = ""
    approved_at: str = ""


def what_leaves(session: Session, *, as_of: date | None = None) -> Leaving:
    """Return what a release made now would hold; counted over everything that stands, whoever asks."""
    whole = attrs.evolve(session, clearance=0)
    return session.memory.kept(("leaving", session.log().height, as_of, session.today()), lambda: _leaving(whole, as_of))


def _leaving(session: Session, as_of: date | None) -> Leaving:
    leaves, everybody = released(session, as_of=as_of), session.people()
    stands = session.standing()
    day = as_of or last_day(leaves)
    levels = effective_exposure(stands, on=min(day, session.today()), same=records_of_persons(everybody))
    gone = set(leaves["statement_id"].to_list())
    table = pl.DataFrame({"level": levels, "leaves": stands["statement_id"].is_in(list(gone))})
    counted = {level: (stand, leave) for level, stand, leave in table.group_by("level").agg(pl.len(), pl.col("leaves").sum()).iter_rows()}
    shown = people(leaves.with_columns(exposure=pl.lit(PUBLIC_EXPOSURE, pl.Int64)))
    named = sorted(((one, shown.name(one)) for one in shown.sayings if shown.name(one) != one), key=lambda one: one[1])
    edition = edition_of(leaves, day, texts_applied(leaves, day))
    return Leaving(
        edition=edition.id,
        root=edition.root,
        as_of=day,
        levels=tuple((level, *counted.get(level, (0, 0))) for level in range(PUBLIC_EXPOSURE, -1, -1)),
        persons=tuple(named),
        kept_in=len(set(everybody.sayings) - {one for one, _ in named}),
        claims=leaves.filter(pl.col("subject_kind") == "claim").height,
    )


def propose_release(session: Session, *, as_of: date | None = None, address: str = "", note: str = "") -> str:
    """Record that somebody proposes to publish what leaves now, and return the id of the proposal."""
    leaving = what_leaves(session, as_of=as_of)
    if not any(leaves for _, _, leaves in leaving.levels):
        raise BadInput("answers.nothing_leaves")
    release_id = session.registry.mint("l", str(session.registry.head().size), leaving.edition)
    value = {
        "edition": leaving.edition, "root": leaving.root, "as_of": str(leaving.as_of), "address": site_address(address) if address else "",
        "statements": sum(leaves for _, _, leaves in leaving.levels), "persons": len(leaving.persons), "note": note.strip(),
    }  # fmt: skip
    _append(session, release_id, "proposed", value)
    return release_id


def approve_release(session: Session, release_id: str) -> Proposed:
    """
    Record that a second person approves a proposal, and return it.

    Raises BadInput where it is one's own, approved already, or no longer what would leave.
    """
    found = proposed(session, release_id)
    if found.approved_by:
        raise BadInput("answers.already_approved", who=found.approved_by)
    if found.proposed_by == session.who:
        raise BadInput("answers.own_proposal")
    _still(session, found)
    _append(session, release_id, "approved", {"root": found.root})
    return proposed(session, release_id)


def make_release(session: Session, release_id: str, folder: Path, progress: Progress = no_progress) -> Path:
    """
    Write the site of an approved proposal into the releases of a registry, and each file of it into one file to take along.

    The edition before is corrected by this one, as ``publish`` does. Nothing is written that was not approved as it stands, and
    until everything is made nothing is put in place: whoever calls it off through ``progress`` leaves all as it was.
    """
    found = proposed(session, release_id)
    if not found.approved_by:
        raise BadInput("answers.not_approved")
    pause = stages(progress, STAGES + 4)  # before and after the release, the pages, and the packing
    pause()
    _still(session, found)
    site = folder / RELEASES / "site"
    site.parent.mkdir(exist_ok=True)
    files = site_of(session, site, as_of=found.as_of, address=found.address, pause=pause)
    pause()
    packed = release_file(folder, found)
    fresh = packed.with_suffix(".new")
    try:
        fresh.write_bytes(_packed(files))
        pause()  # the last: from here on it is put in place, whoever may call
        write_site(files, site)
        os.replace(fresh, packed)
    finally:
        fresh.unlink(missing_ok=True)
    return packed


def release_file(folder: Path, found: Proposed) -> Path:
    """Return where the one file of a release lies, once it is made."""
    return folder / RELEASES / f"amparo-{found.edition}.zip"


def proposals(session: Session) -> Sequence[Proposed]:
    """Return what was proposed, the latest first."""
    rows = session.standing().filter(pl.col("subject_kind") == "release")
    approved = {row["subject"]: row for row in rows.filter(pl.col("property") == "approved").iter_rows(named=True)}
    found = [_proposed(row, approved.get(row["subject"])) for row in rows.filter(pl.col("property") == "proposed").iter_rows(named=True)]
    return list(reversed(found))


def proposed(session: Session, release_id: str) -> Proposed:
    """Return one proposal."""
    found = next((one for one in proposals(session) if one.release_id == release_id), None)
    if found is None:
        raise BadInput("answers.no_proposal", release=release_id)
    return found


def _still(session: Session, found: Proposed) -> None:
    if what_leaves(session, as_of=found.as_of).root != found.root:
        raise BadInput("answers.record_moved")


def _append(session: Session, release_id: str, name: str, value: dict[str, Any]) -> None:  # Any: Json
    statement = session.statement(subject_kind="release", subject=release_id, property=name, value=value, source=session.who, exposure=2)
    session.registry.append([statement], at=session.now())


def _proposed(row: dict[str, Any], approval: dict[str, Any] | None) -> Proposed:  # Any: cells of the log
    value = orjson.loads(row["value"])
    return Proposed(
        release_id=row["subject"],
        statement_id=row["statement_id"],
        as_of=date.fromisoformat(value.pop("as_of")),
        proposed_by=row["recorded_by"],
        proposed_at=row["recorded_at"],
        approved_by=approval["recorded_by"] if approval else "",
        approved_at=approval["recorded_at"] if approval else "",
        **value,
    )


def _packed(files: Mapping[str, bytes]) -> bytes:
    """Return all files of a site as one, the same bytes for the same files."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(path), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
