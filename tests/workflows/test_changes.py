"""One edition after another: what is carried, what is asked again, what is not told."""

from pathlib import Path
from typing import Any

from amparo.publish import past_in, read_release
from amparo.workflows.publishing import publish
from amparo.workflows.verifying import verify_release
from tests.cli.demonstration import files
from tests.workflows.sitting import Desk


def say(desk: Desk, subject: str, property: str, value: Any, day: str | None = None, exposure: int = 5) -> None:
    """Record one public statement on a person."""
    session = desk.session
    session.registry.append(
        [session.statement(subject_kind="person", subject=subject, property=property, value=value, happened_on=day, exposure=exposure,
                           source="prensa.example")],
        at=session.now(),
    )  # fmt: skip


def first_edition(desk: Desk, out: Path) -> None:
    """Publish an edition with two persons."""
    for person in ("pa", "pb"):
        say(desk, person, "name", f"Persona {person}")
        say(desk, person, "event", {"kind": "arrest"}, "2026-01-05")
    publish(desk.session, out)


def test_a_correction_is_told_and_the_address_kept(desk: Desk, tmp_path: Path) -> None:
    """News of the past changes what the last edition said: the corrections give both, and the old figure keeps its page."""
    first_edition(desk, tmp_path / "site")
    before = files(tmp_path / "site")
    assert b"primera edici" in before["changes.html"]
    desk.clock.set("2026-03-01")
    say(desk, "pb", "event", {"kind": "release_full"}, "2026-01-02/2026-01-05")
    say(desk, "pb", "event", {"kind": "rearrest"}, "2026-02-20")
    publish(desk.session, tmp_path / "site")
    after = files(tmp_path / "site")
    past = past_in(after)
    assert [one.as_of.isoformat() for one in past.editions] == ["2026-01-05"]
    assert "figures/deprived_on_2026_01_05.html" in before.keys() & after.keys()
    assert b"deprived_on_2026_01_05,2..2,1..1" in after["data/changes.csv"]
    assert "exactamente 2" in after["changes.html"].decode()
    assert verify_release(tmp_path / "site").differences == ()


def test_publishing_again_leaves_the_same_past(desk: Desk, tmp_path: Path) -> None:
    """The same edition published again, over itself or from the same release before, is the same bytes."""
    first_edition(desk, tmp_path / "one")
    desk.clock.set("2026-03-01")
    say(desk, "pa", "event", {"kind": "release_full"}, "2026-02-05")
    publish(desk.session, tmp_path / "two", previous=tmp_path / "one")
    once = files(tmp_path / "two")
    publish(desk.session, tmp_path / "two")
    assert files(tmp_path / "two") == once
    publish(desk.session, tmp_path / "three", previous=tmp_path / "one")
    assert files(tmp_path / "three") == once


def test_who_is_no_longer_shown_is_not_told(desk: Desk, tmp_path: Path) -> None:
    """A person hidden since the last edition is on no page and in no table of the new one, corrections included."""
    first_edition(desk, tmp_path / "site")
    say(desk, "pb", "exposure", 2, exposure=1)
    publish(desk.session, tmp_path / "site")
    told = b"".join(read_release(tmp_path / "site").values())
    assert b"Persona pb" not in told
    assert b"pb" not in b"".join(content for path, content in read_release(tmp_path / "site").items() if path.startswith("data/changes"))
    assert past_in(files(tmp_path / "site")).editions[0].persons == 2
