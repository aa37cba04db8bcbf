"""What is published comes from public statements, and shows nothing else by any change of a byte."""

import csv
import io
import shlex
import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest

from amparo.publish import site_files
from amparo.store import open_registry
from amparo.workflows.publishing import publish, release_of
from amparo.workflows.session import Session
from tests.cli.demonstration import Demo, demonstration, files
from tests.cli.running import amparo
from tests.workflows.hidden import MARK, Secrets
from tests.workflows.sitting import Clock, Desk


@pytest.fixture(scope="module")
def demo() -> Demo:
    """Return the demonstration; no test writes to it."""
    return demonstration()


@pytest.fixture
def copy(demo: Demo, tmp_path: Path) -> Iterator[Session]:
    """Give a session in a copy of the demonstration's registry, a year later."""
    shutil.copytree(demo.registry, tmp_path / "registry")
    with open_registry(tmp_path / "registry") as registry:
        yield Session(registry, "yo", Clock(datetime(2027, 3, 1, tzinfo=UTC)))


def site(session: Session, **how: Any) -> Mapping[str, bytes]:
    """Return the files of the site."""
    return site_files(release_of(session, **how))


def changed(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[str]:
    """Return the files that differ."""
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


@pytest.fixture(scope="module")
def before(demo: Demo) -> Mapping[str, bytes]:
    """Return the site of the demonstration's registry as it is."""
    with open_registry(demo.registry) as registry:
        return site(Session(registry, "yo", Clock(datetime(2027, 3, 1, tzinfo=UTC))))


def hide_and_compare(session: Session, before: Mapping[str, bytes], *, rounds: int, how_many: int) -> None:
    """Add hidden statements, round after round; the site must stay as it was."""
    for seed in range(rounds):
        secrets = Secrets(session, seed + 1).statements(how_many)
        assert len({one.exposure for one in secrets}) > 1
        session.registry.append(secrets, at=session.now())
        after = site(session)
        assert changed(before, after) == []
        assert not any(MARK.encode() in content for content in after.values())


def test_what_is_hidden_changes_no_byte(copy: Session, before: Mapping[str, bytes]) -> None:
    """A hundred hidden facts on persons, records, claims, facilities and laws, new and public: 0 bytes of the site differ."""
    hide_and_compare(copy, before, rounds=2, how_many=50)


@pytest.mark.nightly
def test_much_that_is_hidden_changes_no_byte(copy: Session, before: Mapping[str, bytes]) -> None:
    """The same, a hundred times over."""
    hide_and_compare(copy, before, rounds=100, how_many=20)


def test_what_is_public_does_change_the_site(copy: Session, before: Mapping[str, bytes]) -> None:
    """The same facts at exposure 5 are seen: the test above could fail."""
    secrets = [one for one in Secrets(copy, 1).statements(50) if one.subject_kind in ("person", "record")]
    copy.registry.append([attrs.evolve(one, exposure=5) for one in secrets], at=copy.now())
    after = site(copy)
    assert len(changed(before, after)) > 10
    assert any(MARK.encode() in content for content in after.values())


def test_a_site_comes_out_the_same(demo: Demo, tmp_path: Path) -> None:
    """Published again over the last one, by somebody else and years later: identical bytes, and no file left beside them."""
    with open_registry(demo.registry) as registry:
        publish(Session(registry, "yo", Clock(datetime(2031, 1, 1, tzinfo=UTC))), tmp_path / "site")
    later = files(tmp_path / "site")
    assert amparo("publish", "--out", tmp_path / "site", "--registry", demo.registry, AMPARO_WHO="otra").code == 0
    assert files(tmp_path / "site") == later
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def table(content: Mapping[str, bytes], name: str) -> list[dict[str, str]]:
    """Return a table of the site."""
    return list(csv.DictReader(io.StringIO(content[f"data/{name}.csv"].decode("utf-8-sig"))))


def test_every_figure_can_be_asked_again(demo: Demo) -> None:
    """The query that stands under a figure, typed into a terminal, gives its bounds, its rule and its statements."""
    figures = [figure for figure in table(demo.site, "figures") if figure["topic"] == "index"]
    assert len(figures) >= 8
    for figure in figures:
        program, *words = shlex.split(figure["query"])
        assert program == "amparo"
        answer = amparo("--registry", demo.registry, *words, "--json").document
        assert [str(answer[figure["unit"]][bound]) for bound in ("at_least", "at_most")] == [figure["at_least"], figure["at_most"]]
        assert (answer["rule"]["text"]["es"], answer["rule"]["text"]["en"]) == (figure["rule_es"], figure["rule_en"])
        assert answer["statements"] == [one for one in figure["statement_ids"].split("|") if one]
        assert figure["query"].encode() in demo.site["index.html"]


def test_verdicts_on_the_site_are_those_of_the_command(demo: Demo) -> None:
    """Where everything is public, the site's verdicts are those of ``claims check``."""
    checked = amparo("--registry", demo.registry, "claims", "check", "--json").document["claims"]
    assert {row["claim_id"]: row["verdict"] for row in table(demo.site, "verdicts")} == {row["claim_id"]: row["verdict"] for row in checked}


def test_what_the_site_says_of_a_person_is_public(desk: Desk) -> None:
    """Of a person with facts at every level only those at 5 are there: their statements, places, sources and names."""
    session = desk.session
    said = [
        session.statement(
            subject_kind="person", subject="pq", property=property, value=value, exposure=exposure, source=f"fuente{exposure}.example",
            happened_on="2026-01-05", locator={"url": f"https://example.org/nivel{exposure}"},
        )
        for exposure in range(6)
        for property, value in (
            ("name", f"Zoraida{exposure}"),
            ("event", {"kind": "arrest", "facility": f"Centro{exposure}", "note": f"Nota{exposure}"}),
        )
    ]  # fmt: skip
    ids = session.registry.append(said, at=session.now())
    files = site(session)
    told = b"".join(files.values()).decode("utf-8", errors="replace")
    for exposure in range(6):
        for mark in ("Zoraida", "Centro", "Nota", "fuente", "nivel"):
            assert (f"{mark}{exposure}" in told) == (exposure == 5), f"{mark}{exposure}"
    assert [one in told for one in ids] == [statement.exposure == 5 for statement in said]
    assert {row["statement_id"] for row in table(files, "statements")} == set(ids[-2:])


def limit(session: Session, subject: str, property: str, value: Any) -> None:
    """Record a hidden limit on a person."""
    session.registry.append(
        [session.statement(subject_kind="person", subject=subject, property=property, value=value, source="familia", exposure=1)],
        at=session.now(),
    )


@pytest.mark.parametrize("by_hand", [True, False])
def test_a_limit_on_a_person_survives_a_merger(desk: Desk, by_hand: bool) -> None:
    """A refusal of consent holds for all records of a person, whichever of the merged ids it was said of, before or after."""
    session = desk.session
    people = ["pa", "pb"]
    for place, person in enumerate(people):
        kind, subject = ("person", person) if by_hand else ("record", f"r{place}")
        told = [("name", f"Zoraida{place}"), ("event", {"kind": "arrest"}), *([] if by_hand else [("person", person)])]
        statements = [
            session.statement(subject_kind=kind, subject=subject, property=property, value=value, source="prensa.example", exposure=5)
            for property, value in told
        ]
        session.registry.append(statements, at=session.now())
    same = session.statement(
        subject_kind="person", subject="pa", property="same_person", value={"other": "pb", "decision": "same"}, source="yo", exposure=5
    )
    session.registry.append([same], at=session.now())
    assert b"Zoraida0" in b"".join(site(session).values())
    limit(session, "pb", "consent", False)
    told_of = b"".join(site(session).values())
    assert b"Zoraida0" not in told_of
    assert b"Zoraida1" not in told_of


def test_an_embargo_ends_on_its_day_and_not_before(desk: Desk) -> None:
    """The day that the site speaks of lifts no embargo that holds today; today lifts none that held on that day."""
    session = desk.session
    said = [session.statement(subject_kind="person", subject="pe", property="name", value="Zoraida", source="prensa.example", exposure=5)]
    session.registry.append(said, at=session.now())
    limit(session, "pe", "embargo", "2026-06-01")

    def shown(today: str, as_of: date | None) -> bool:
        desk.clock.set(today)
        return b"Zoraida" in b"".join(site(session, as_of=as_of).values())

    assert shown("2026-05-31", None) is False
    assert shown("2026-05-31", date(2026, 7, 1)) is False
    assert shown("2026-06-01", None) is True
    assert shown("2026-07-01", date(2026, 7, 1)) is True
    assert shown("2026-07-01", date(2026, 5, 1)) is False


def test_an_empty_registry_has_a_site(desk: Desk) -> None:
    """A registry with nothing public publishes a site that says so, and does not fail."""
    empty = site(desk.session)
    assert empty["index.html"].startswith(b"<!DOCTYPE html>")
    limit(desk.session, "px", "name", "Zoraida")
    assert changed(empty, site(desk.session)) == []
