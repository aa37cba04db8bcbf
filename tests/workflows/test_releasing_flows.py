"""What a release says of movements: the same as the command, from the statements that it carries."""

import csv
import io
import json
import math
import shlex
from collections.abc import Mapping
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from amparo.publish import site_files
from amparo.statements import kinds, kinds_of
from amparo.words import LANGUAGES, say
from amparo.workflows.publishing import release_of
from amparo.workflows.releasing_flows import kinds_by_terms
from tests.cli.demonstration import Demo, demonstration
from tests.cli.running import amparo
from tests.publish.reading import text
from tests.workflows.sitting import Desk


@pytest.fixture(scope="module")
def demo() -> Demo:
    """Return the demonstration; no test writes to it."""
    return demonstration()


def table(content: Mapping[str, bytes], name: str) -> list[dict[str, str]]:
    """Return a table of the site."""
    return list(csv.DictReader(io.StringIO(content[f"data/{name}.csv"].decode())))


def told(document: Any, name: str) -> tuple[int, int | None]:  # Any: a JSON document
    """Return the bounds of a figure of movement as the command gives them."""
    if name == "replacement":
        low, high = (document["replacement"][0]["detained"][n] / document["replacement"][0]["released"][1 - n] for n in (0, 1))
        return math.floor(100 * low), math.ceil(100 * high)
    found = document["rearrests"] if name == "rearrests" else document[name]
    return found["at_least"], found["at_most"]


@pytest.mark.parametrize("where", ["registry", "release"])
def test_every_figure_of_movement_can_be_asked_again(demo: Demo, where: str) -> None:
    """The query under a figure of movement gives its bounds, from the registry and from the release alone."""
    rows = [row for row in table(demo.site, "figures") if row["topic"] == "releases"]
    assert len(rows) == 8
    source = ["--release", str(demo.folder / "site")] if where == "release" else []
    answers = {query: amparo("--registry", demo.registry, *shlex.split(query)[1:], *source, "--json").document
               for query in dict.fromkeys(row["query"] for row in rows)}  # fmt: skip
    for row in rows:
        question, answer = json.loads(row["question"]), answers[row["query"]]
        both = told(answer, question["flows"]) if "flows" in question else (answer["persons"]["at_least"], answer["persons"]["at_most"])
        assert both == (int(row["at_least"]), int(row["at_most"])), row["figure_id"]


def test_weeks_pace_and_lag_are_those_of_the_command(demo: Demo) -> None:
    """The table of weeks, the pace and the lag are what ``flows`` says over the same days."""
    rows = table(demo.site, "weeks")
    mondays = [row for row in rows if row["terms"] == "all"]
    document = amparo("--registry", demo.registry, "flows", "--from", "2025-01-01", "--until", "2026-03-17", "--json").document
    assert [(row["monday"], int(row["at_least"]), int(row["at_most"]), int(row["counted"]), [float(row["low"]), float(row["high"])])
            for row in mondays] == [
        (week["monday"], week["at_least"], week["at_most"], week["counted"], week["band"]) for week in document["weeks"]
    ]  # fmt: skip
    [own] = [row for row in table(demo.site, "paces") if row["source"] == "record"]
    assert [float(own["per_week_low"]), float(own["per_week_high"])] == [round(document["pace"][end], 2) for end in ("low", "high")]
    assert int(own["released_least"]) == document["pace"]["events"]
    assert (table(demo.site, "lag") == []) == (document["lag"] is None)


def test_terms_divide_the_releases(demo: Demo) -> None:
    """Every kind of release is of one sort of terms, and week by week the sorts add up to all."""
    sorts = kinds_by_terms()
    assert sorted(kind for found in sorts.values() for kind in found) == sorted(kinds_of("release"))
    assert all(tuple(kinds()[kind].states) == ("full_liberty",) for kind in sorts["full"])
    assert sorts["unspecified"] == ("release_unspecified",)
    counted: dict[str, dict[str, int]] = {}
    for row in table(demo.site, "weeks"):
        counted.setdefault(row["monday"], {})[row["terms"]] = int(row["counted"])
    assert all(week["all"] == sum(week[name] for name in sorts) for week in counted.values())


def test_pledges_are_those_of_the_watch(demo: Demo) -> None:
    """Each pledge of the registry is there with the verdict, and the page counts them by verdict."""
    rows = table(demo.site, "pledges")
    assert {row["pledge_id"]: row["verdict"] for row in rows} == {
        "ve-p-2025-07-swap": "cannot_tell", "ve-p-2025-12-99": "cannot_tell", "ve-p-2026-01-116": "late",
        "ve-p-2026-01-helicoide": "cannot_tell", "ve-p-2026-02-all": "broken", "ve-p-2026-02-debate": "late",
    }  # fmt: skip
    for path in ("releases.html", "en/releases.html"):
        page = ET.fromstring(demo.site[path])
        [shown] = [row for row in page.iter("dl") if row.get("class") == "tally"]
        assert [text(number) for number in shown.iter("b")] == ["2", "1", "3"]


def test_a_pledge_below_public_is_not_there(desk: Desk) -> None:
    """A pledge that is not public leaves no trace; the same one at exposure 5 does."""
    value = {"pledge_id": "x-1", "pledger": "Ministerio Xwq", "act": "release_all", "stated_on": "2026-01-05", "due": "2026-02-01"}

    def published(exposure: int) -> Mapping[str, bytes]:
        said = desk.session.statement(subject_kind="pledge", subject="x-1", property="pledge", value=value, exposure=exposure,
                                      source="prensa.example", stated_on="2026-01-05")  # fmt: skip
        desk.session.registry.append([said], at=desk.session.now())
        return site_files(release_of(desk.session, as_of=date(2026, 3, 1)))

    assert not any(b"Xwq" in content for content in published(4).values())
    assert b"Ministerio Xwq" in published(5)["releases.html"]


def test_the_warnings_come_first(demo: Demo) -> None:
    """Before any number the page says that recent weeks will rise, and that a list of known cases is no sample."""
    for language in LANGUAGES:
        page = demo.site[f"{'' if language == 'es' else 'en/'}releases.html"].decode()
        first = page.index('class="bounds"')
        assert page.index(say("flows.warning_no_lag", language)) < first
        assert page.index(say("flows.warning_documented", language)) < first


def test_one_person_is_said_in_the_singular(demo: Demo) -> None:
    """A figure of one is followed by the singular of its unit, in both languages."""
    [row] = [row for row in table(demo.site, "figures") if row["figure_id"].startswith("rearrests_")]
    assert (row["at_least"], row["at_most"]) == ("1", "1")
    for path, unit in ((f"figures/{row['figure_id']}.html", "persona"), (f"en/figures/{row['figure_id']}.html", "person")):
        [shown] = [e for e in ET.fromstring(demo.site[path]).iter("span") if e.get("class") == "unit"]
        assert text(shown) == unit
