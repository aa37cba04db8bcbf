"""The demonstration: what it prints, what it shows of the public figures, and that it comes out the same each time."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.demonstration import Demo, files
from tests.cli.running import Ran, amparo, head, process

TITLES = {"es": "Venezuela, enero–marzo de 2026", "en": "Venezuela, January–March 2026"}
FORO_PENAL, MINISTER = "ve-dc87035d", "ve-ae777bea"  # 350 since 8 January; 895 since November


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ran, Path]:
    """Return a second demonstration: another process, language, hash seed and time zone."""
    folder = tmp_path_factory.mktemp("again")
    ran = process("demo", "--out", "demo", "--lang", "en", cwd=folder, PYTHONHASHSEED="7", TZ="Pacific/Kiritimati", AMPARO_WHO="otro")
    return ran, folder / "demo"


@pytest.fixture(scope="module")
def checked(demo: Demo) -> dict[str, Any]:
    """Return the document of ``claims check``."""
    found: dict[str, Any] = amparo("--registry", demo.registry, "claims", "check", "--json").document
    return found


@pytest.fixture(scope="module")
def claims(demo: Demo) -> dict[str, dict[str, Any]]:
    """Return the claims by id."""
    return {row["claim_id"]: row for row in amparo("--registry", demo.registry, "claims", "--json").document}


def test_the_demonstration_answers(demo: Demo, again: tuple[Ran, Path]) -> None:
    """It ends well in both languages and prints counts with bounds and rules, verdicts, the comparison, and where the site is."""
    for language, ran, folder in (("es", demo.ran, demo.folder), ("en", again[0], Path("demo"))):
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith(TITLES[language])
        assert len(re.findall(r"Al menos \d+, a lo sumo \d+ personas|Exactamente|At least \d+, at most \d+ persons|Exactly", ran.out)) >= 3
        assert len(re.findall("documentadas en este registro|documented in this registry", ran.out)) == 3
        for figure in ("350", "895", "384", "383", "992", "922", "863", "687", "212"):
            assert figure in ran.out
        assert str(folder / "site" / "index.html") in ran.out
    assert re.findall(r"\d+", re.sub(r"\S*/\S*", "", demo.ran.out)) == re.findall(r"\d+", re.sub(r"\S*/\S*", "", again[0].out))


def test_two_demonstrations_are_equal(demo: Demo, again: tuple[Ran, Path]) -> None:
    """Whatever the language, the hash seed, the time zone and the user: the same log and the same site, byte for byte."""
    assert head(again[1] / "registry") == head(demo.registry)
    site = files(again[1] / "site")
    assert site.keys() == demo.site.keys()
    assert [name for name, content in site.items() if content != demo.site[name]] == []


def test_a_demonstration_replaces_only_its_own_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An earlier demonstration makes room; a folder with anything else is refused and left as it was."""
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "notas.txt").write_text("importante", encoding="utf-8")
    for out in (mine, mine / "notas.txt"):
        ran = amparo("demo", "--out", out)
        assert ran.code == 3
        assert files(mine) == {"notas.txt": b"importante"}
    earlier = tmp_path / "earlier"
    monkeypatch.setattr("amparo.workflows.demo._FILES", (("facilities", "facilities.csv"),))
    for _ in range(2):
        assert amparo("demo", "--out", earlier).code == 0
        assert {path.name for path in earlier.iterdir()} >= {"registry", "site"}
        (earlier / "site" / "index.html").write_text("viejo", encoding="utf-8")
    (earlier / "site" / "index.html").unlink()
    assert amparo("demo", "--out", earlier).code == 0
    assert "index.html" in files(earlier / "site")


def test_350_and_895_are_not_comparable(checked: dict[str, Any], claims: dict[str, dict[str, Any]]) -> None:
    """Foro Penal's releases since 8 January and the minister's since November differ in window and in population."""
    assert (claims[MINISTER]["value"], claims[FORO_PENAL]["value"]) == (895, 350)
    (found,) = [row for row in checked["relations"] if {row["a"], row["b"]} == {MINISTER, FORO_PENAL}]
    assert found["relation"] == "not_comparable"
    assert {"window", "population"} <= set(found["reasons"])


def test_printed_breakdowns_that_do_not_add_up(checked: dict[str, Any]) -> None:
    """Three printed breakdowns are flagged, of two figures, and no other."""
    found = sorted((row["printed"], row["sum"], tuple(row["breakdown"])) for row in checked["arithmetic"])
    assert [printed for printed, _, _ in found] == [384, 992, 992]
    assert all(total != printed for printed, total, _ in found)


def test_equal_numbers_are_not_equal_claims(checked: dict[str, Any], claims: dict[str, dict[str, Any]]) -> None:
    """687 held in 2019 and in 2026, and 895 held and 895 released, are never one statement."""
    joined = [set(cluster) for cluster in checked["clusters"]]
    joined += [{row["a"], row["b"]} for row in checked["relations"] if row["relation"] == "same_statement"]
    assert joined
    for value, kind in ((687, _year), (895, _measure)):
        kinds = {claim_id: kind(row) for claim_id, row in claims.items() if row["value"] == value}
        assert len(set(kinds.values())) > 1
        assert [group for group in joined if len({kinds[one] for one in group & kinds.keys()}) > 1] == []


def _year(row: dict[str, Any]) -> str:
    return str(row["until"])[:4]


def _measure(row: dict[str, Any]) -> str:
    return str(row["measure"])


@pytest.mark.parametrize("copies", [("ve-dc87035d", "ve-ef9b81c0"), ("ve-36b215f5", "ve-ae777bea")])
def test_copies_are_one_statement(checked: dict[str, Any], copies: tuple[str, str]) -> None:
    """What several outlets printed of one statement is one cluster."""
    assert [cluster for cluster in checked["clusters"] if set(copies) <= set(cluster)] != []


def test_two_stocks_imply_entries(checked: dict[str, Any]) -> None:
    """From 863 held to 687, with the releases between them, at least 212 came in; no upper end is negative."""
    (found,) = [
        row for row in checked["balances"] if (row["claimant"], row["from"], row["until"]) == ("Foro Penal", "2025-12-29", "2026-02-02")
    ]
    low, high = found["implied_entries"]
    assert low >= 212
    assert high is None or high >= low
    assert found["consistent"] is True


def test_no_wolf_is_cried(checked: dict[str, Any]) -> None:
    """On these figures no cumulative one certainly falls, and the record of a few public cases contradicts none."""
    assert [row for row in checked["relations"] if row["relation"] == "not_monotone"] == []
    assert [row for row in checked["claims"] if row["verdict"] == "contradicted"] == []


def test_answers_are_sourced(demo: Demo) -> None:
    """Each statement that a count rests on is a statement of somebody's history, with a source and a place in it."""
    people = amparo("--registry", demo.registry, "people", "--json").document
    known = {
        row["statement_id"]: row
        for person in people
        for row in amparo("--registry", demo.registry, "person", person["person_id"], "--json").document["statements"]
    }
    found = amparo("--registry", demo.registry, "count", "--state", "deprived", "--on", "2026-01-07", "--json").document
    assert found["statements"]
    for one in found["statements"]:
        assert known[one]["source"]
        assert known[one]["locator"]
