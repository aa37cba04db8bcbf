"""Long work that is called off between two of its stages leaves everything as it was, whichever stage it had come to."""

from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

from amparo.workflows.estimating import estimate_registry
from amparo.workflows.linking import link_registry
from amparo.workflows.progress import CalledOff, Progress
from amparo.workflows.proposing import RELEASES, approve_release, make_release, propose_release
from amparo.workflows.recording import NewStatement, new_person, record
from tests.linkage.invented import three_lists
from tests.workflows.sitting import Desk
from tests.workflows.test_estimating import JANUARY
from tests.workflows.test_estimating import linked as overlapping  # noqa: F401 (a fixture)
from tests.workflows.test_linking import bring


def ended_after(stages: int) -> tuple[Progress, list[tuple[int, int]]]:
    """Return a progress that calls the work off after some tellings, and what it was told."""
    told: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        if len(told) == stages:
            raise CalledOff
        told.append((done, total))

    return progress, told


def called_off_at_each(work: Callable[[Progress], object], unharmed: Callable[[], object]) -> list[tuple[int, int]]:
    """Call work off at its first stage, at its second, and so on, until it ends; what nobody may change is as it was each time."""
    before, stages = unharmed(), 0
    while True:
        progress, told = ended_after(stages)
        try:
            work(progress)
        except CalledOff:
            assert unharmed() == before
            stages += 1
        else:
            return told


def everything_in(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def public_person(desk: Desk, name: str) -> None:
    """Record somebody in public, with an arrest."""
    person, _ = new_person(desk.session, name=name, source="zz", exposure=5)
    record(desk.session, NewStatement(subject=person, property="event", value={"kind": "arrest"}, happened_on="2026-01-05", source="zz",
                                      exposure=5))  # fmt: skip


def test_publishing_is_called_off_whole(desk: Desk) -> None:
    """No file of a first edition is there before its last stage, and a second one leaves the first untouched until then."""
    folder = desk.folder / "registry"
    for name in ("Ana Inventada", "Berta Inventada"):
        public_person(desk, name)
        proposal = propose_release(desk.session)
        approve_release(attrs.evolve(desk.session, who="otra"), proposal)
        told = called_off_at_each(
            lambda progress, proposal=proposal: make_release(desk.session, proposal, folder, progress),  # type: ignore[misc]
            lambda: everything_in(folder / RELEASES),
        )
        assert [done for done, _ in told] == list(range(len(told)))
        assert {total for _, total in told} == {len(told)}
        assert "Inventada" in (folder / RELEASES / "site" / "cases.html").read_text(encoding="utf-8")
    assert len(list((folder / RELEASES).glob("*.zip"))) == 2


def test_linking_is_called_off_before_anything_is_recorded(desk: Desk) -> None:
    """Whichever stage linking had come to, the log is as long as it was."""
    for name, frame in three_lists().items():
        bring(desk, frame, name)
    height = desk.height()
    told = called_off_at_each(lambda progress: link_registry(desk.session, progress=progress), desk.height)
    assert told == [(done, 4) for done in range(4)]
    assert desk.height() > height


@pytest.mark.usefixtures("overlapping")
def test_an_estimate_is_called_off_between_two_tables(desk: Desk) -> None:
    """It tells how many tables are worked out, ends where it is told to, and gives the same afterwards as if nobody had."""
    asked = {"method": "chao", "draws": 3}
    told = called_off_at_each(lambda progress: estimate_registry(desk.session, JANUARY, progress=progress, **asked), desk.height)  # type: ignore[arg-type]
    assert [done for done, _ in told] == list(range(len(told)))
    assert told
    progress, _ = ended_after(0)
    with pytest.raises(CalledOff):
        estimate_registry(desk.session, JANUARY, progress=progress, **asked)  # type: ignore[arg-type]
    calm = estimate_registry(desk.session, JANUARY, **asked)  # type: ignore[arg-type]
    assert calm.to_dict() == estimate_registry(desk.session, JANUARY, progress=lambda done, total: None, **asked).to_dict()  # type: ignore[arg-type]
