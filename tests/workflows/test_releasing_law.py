"""What a release says of the law: bounds over its own cases by the texts that it carries, and nothing of anybody."""

import csv
import io
import json
import shlex
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from amparo.publish import site_files, write_site
from amparo.words import LANGUAGES, Language, say
from amparo.workflows.coverage import compare_registry, coverage
from amparo.workflows.law import instrument_named
from amparo.workflows.publishing import release_of
from amparo.workflows.session import Session
from amparo.workflows.verifying import verify_release
from tests.cli.demonstration import Demo, demonstration, files
from tests.cli.running import amparo
from tests.workflows.sitting import Desk
from tests.workflows.test_verifying import signed_again

LAW = "ve/ley/2026/amnistia-convivencia-democratica"
ON = date(2026, 3, 17)


@pytest.fixture(scope="module")
def demo() -> Demo:
    """Return the demonstration; no test writes to it."""
    return demonstration()


def charge(number: int) -> Mapping[str, Any]:
    """Return a charge: of some a protest of 2014, of some drugs, of some nothing but its name."""
    whole = {"status": ["charged"], "act": {"start": "2014-03-12", "end": "2014-03-12"}, "offences_complete": True, "caused_complete": True,
             "events": {"ve.2014.protests": True},
             "known_false": ["crime_against_humanity", "foreign_armed_action", "grave_hr_violation", "war_crime"]}  # fmt: skip
    match number % 3:
        case 0:
            return {"id": "c", **whole, "offences": ["public_disorder"]}
        case 1:
            return {"id": "c", **whole, "offences": ["drug_trafficking"], "facts": {"drug_min_penalty_years": 12}}
        case _:
            return {"id": "c"}


def registry(desk: Desk, charged: int, *, exposure: int = 5) -> Session:
    """Return a registry of nine invented persons, so many with charges, and the stages of the law."""
    session = desk.session
    said: list[tuple[str, str, str, Any, str | None, int]] = []
    for number in range(9):
        said.append(("person", f"p{number}", "name", f"Persona Inventada {number}", None, 5))
        said.append(("person", f"p{number}", "event", {"kind": "arrest"}, "2026-01-05", 5))
        if number < charged:
            said.append(("person", f"p{number}", "charge", charge(number), None, exposure))
            said.append(("person", f"p{number}", "case_fact", {"name": "at_law", "value": True}, None, exposure))
    said += [("instrument", "VE-2026-LEY-AMNISTIA-CONVIVENCIA", "stage", {"stage": stage}, day, 5)
             for stage, day in (("first_reading", "2026-02-05"), ("in_force", "2026-02-19"), ("in_force", "2026-02-20"))]  # fmt: skip
    session.registry.append(
        [session.statement(subject_kind=kind, subject=subject, property=name, value=value, happened_on=day, exposure=level,
                           source="prensa.example")
         for kind, subject, name, value, day, level in said],
        at=session.now(),
    )  # fmt: skip
    return session


def table(content: Mapping[str, bytes], name: str) -> list[dict[str, str]]:
    """Return a table of the site."""
    return list(csv.DictReader(io.StringIO(content[f"data/{name}.csv"].decode())))


def bounds(content: Mapping[str, bytes]) -> dict[str, tuple[int, int]]:
    """Return the bounds of the figures of law, by what they ask: answer and version, or change."""
    found = {}
    for row in table(content, "figures"):
        if row["topic"] == "law":
            question = json.loads(row["question"])
            found[question.get("change") or f"{question['answer']} {question['version']}"] = int(row["at_least"]), int(row["at_most"])
    return found


def test_bounds_are_those_of_the_registry(desk: Desk) -> None:
    """Where everything is public, the site says of each text and of the change what the registry answers."""
    session = registry(desk, 7)
    said = bounds(site_files(release_of(session, as_of=ON)))
    texts = [instrument_named(f"{LAW}@{label}") for label in ("v1-first-discussion", "v3-gazette")]
    for text in texts:
        for answer, both in coverage(session, text, on=ON).bounds.items():
            assert said[f"{answer} {text.label}"] == (both.at_least, both.at_most)
    for change, both in compare_registry(session, *texts).bounds.items():
        assert said[change] == (both.at_least, both.at_most)
    assert said["covered v3-gazette"][0] > 0
    assert said["excluded v3-gazette"][0] > 0


def test_the_facts_that_are_missing_are_counted(desk: Desk) -> None:
    """Of two persons nobody knows the charges; the facts of open charges are named with their articles, and counted."""
    rows = {row["fact"]: row for row in table(site_files(release_of(registry(desk, 7), as_of=ON)), "missing_facts")}
    assert rows["charges"]["persons"] == "2"
    assert rows["act_date"]["persons"] == "2"
    assert "6" in rows["act_date"]["articles"].split("|")


@pytest.mark.parametrize("charged", [1, 4])
def test_nothing_is_said_of_so_few(desk: Desk, charged: int) -> None:
    """With public charges of one to four persons a bound would speak of each of them: no figure, and the page says why."""
    content = site_files(release_of(registry(desk, charged), as_of=ON))
    assert bounds(content) == {}
    assert table(content, "missing_facts") == []
    assert say("publish.law_too_few", "es").encode() in content["law.html"]


def test_charges_below_public_change_nothing(desk: Desk) -> None:
    """Charges that are not public leave the bounds from nobody to everybody."""
    said = bounds(site_files(release_of(registry(desk, 7, exposure=4), as_of=ON)))
    assert said["covered v3-gazette"] == (0, 9)
    assert said["cannot_tell v3-gazette"] == (9, 9)


def test_nobody_is_answered_for(desk: Desk) -> None:
    """No page of a person and no table with persons says an answer of the law."""
    content = site_files(release_of(registry(desk, 7), as_of=ON))
    answers = [say(f"publish.law_answer_{answer}", language) for answer in ("covered", "partial") for language in LANGUAGES]
    answers += [say(f"law.answer_{answer}", language) for answer in ("covered", "excluded", "partial") for language in LANGUAGES]
    pages = {path: text.decode() for path, text in content.items() if "cases/" in path or path in ("data/persons.csv", "data/events.csv")}
    assert len(pages) == 20
    assert [(path, word) for path, text in pages.items() for word in answers if word in text] == []


def test_the_banner_is_there_while_the_text_is_reconstructed(desk: Desk) -> None:
    """Whoever reads a bound reads first that nobody has seen the official text, in both languages."""
    content = site_files(release_of(registry(desk, 7), as_of=ON))
    pages: tuple[tuple[str, Language], ...] = (("law.html", "es"), ("en/law.html", "en"))
    for path, language in pages:
        page = content[path].decode()
        assert page.index(say("publish.law_reconstructed", language)) < page.index(say("publish.law_answer_covered", language))


def test_the_law_is_answered_for_once_it_is_in_force(desk: Desk) -> None:
    """Before the text is in force there are its path and its deadlines, and no figure."""
    content = site_files(release_of(registry(desk, 7), as_of=date(2026, 2, 10)))
    assert bounds(content) == {}
    assert [row["deadline"] for row in table(content, "deadlines")] == ["committee_report"]


def test_dates_that_disagree_make_due_days_an_interval(desk: Desk) -> None:
    """A first reading on one of two days is due for a report on one of two days."""
    session = registry(desk, 0)
    again = session.statement(subject_kind="instrument", subject="VE-2026-LEY-AMNISTIA-CONVIVENCIA", property="stage",
                              value={"stage": "first_reading"}, happened_on="2026-02-06", exposure=5, source="otra.example")  # fmt: skip
    session.registry.append([again], at=session.now())
    [row] = [row for row in table(site_files(release_of(session, as_of=ON)), "deadlines") if row["deadline"] == "committee_report"]
    assert (row["due_from"], row["due_until"]) == ("2026-03-07", "2026-03-08")


def test_the_edition_commits_to_the_text(desk: Desk, tmp_path: Path) -> None:
    """A text of law that somebody altered is found, though every figure were computed from it anew."""
    write_site(site_files(release_of(registry(desk, 7), as_of=ON)), tmp_path / "site")
    assert not verify_release(tmp_path / "site").differences
    told = files(tmp_path / "site")
    path = "data/law/ve-2026-amnistia.v3-gazette-2026-02-19.yaml"
    told[path] = told[path].replace(b"from: 2014-02-01", b"from: 2015-02-01")
    write_site(signed_again(told), tmp_path / "forged")
    codes = {one.code for one in verify_release(tmp_path / "forged").differences}
    assert "publish.root_differs" in codes


@pytest.mark.parametrize("where", ["registry", "release"])
def test_every_figure_of_law_can_be_asked_again(demo: Demo, where: str) -> None:
    """The query under a figure of law gives its bounds, from the registry and from the release alone."""
    rows = [row for row in table(demo.site, "figures") if row["topic"] == "law"]
    assert len(rows) == 11
    for query in dict.fromkeys(row["query"] for row in rows):
        program, *words = shlex.split(query)
        assert program == "amparo"
        source = ["--release", str(demo.folder / "site")] if where == "release" else []
        answer = amparo("--registry", demo.registry, *words, *source, "--json").document["bounds"]
        for row in (row for row in rows if row["query"] == query):
            question = json.loads(row["question"])
            both = answer[question.get("answer") or question["change"]]
            assert (both["at_least"], both["at_most"]) == (int(row["at_least"]), int(row["at_most"]))
