"""Tests of ``amparo estimate`` as a user calls it."""

from pathlib import Path
from xml.etree import ElementTree as ET

import polars as pl
import pytest

from tests.cli.running import amparo
from tests.questions.estimates.tables import PLAIN, invented


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Return the path of an invented table of overlaps."""
    path = tmp_path / "overlaps.csv"
    invented("abc", PLAIN).write_csv(path)
    return path


def test_all_methods_come_side_by_side(table: Path) -> None:
    """Without a method all four answer, in one document, with the persons documented on top; each has three numbers or a reason."""
    document = amparo("estimate", table, "--json").document
    assert document["documented"] == sum(PLAIN.values())
    assert [one["method"] for one in document["estimates"]] == ["lcmcr", "dga", "loglinear", "chao"]
    for one in document["estimates"]:
        assert (one["refused"] is None) != (one["total"] is None)
        assert set(one["assumptions"]) == {"es", "en"}


def test_one_method_is_one_document(table: Path) -> None:
    """With one method its figures stand on the first level."""
    document = amparo("estimate", table, "--method", "dga", "--json").document
    assert document["documented"] < document["low"] < document["total"] < document["high"]
    assert document["undocumented"]["median"] == pytest.approx(document["total"] - document["documented"], abs=0.01)


@pytest.mark.parametrize(("language", "words"), [("es", "Estas cifras valen si:"), ("en", "These figures hold if:")])
def test_figures_come_with_what_must_hold(table: Path, language: str, words: str) -> None:
    """The print has the three numbers and every assumption in the reader's language."""
    ran = amparo("--lang", language, "estimate", table, "--method", "chao")
    assert ran.code == 0
    assert words in ran.out
    assert str(sum(PLAIN.values())) in ran.out


def test_a_refusal_is_no_error(tmp_path: Path) -> None:
    """A table that bears no figure gives the reason and the remedy, with exit code 0."""
    path = tmp_path / "two.csv"
    invented("ab", {"10": 50, "01": 40, "11": 15}).write_csv(path)
    ran = amparo("--lang", "en", "estimate", path, "--method", "dga")
    assert ran.code == 0
    assert "No figure" in ran.out
    assert "What would allow one" in ran.out


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ({"a": [1, 0], "b": [0, 0], "count": [4, 5]}, "estimates.on_no_list"),
        ({"a": [1, 1], "b": [0, 0], "count": [4, 5]}, "estimates.repeated_pattern"),
        ({"a": [1, 0], "b": [0, 1], "count": [4, -5]}, "estimates.negative_count"),
    ],
)
def test_a_bad_table_changes_nothing_and_says_why(tmp_path: Path, rows: dict[str, list[int]], code: str) -> None:
    """A row of no list, a repeated combination and a negative count end with exit code 3 and their code."""
    path = tmp_path / "bad.csv"
    pl.DataFrame(rows).write_csv(path)
    ran = amparo("estimate", path)
    assert ran.code == 3
    assert f"[{code}]" in ran.err
    assert ran.out == ""


def test_a_table_as_a_spreadsheet_writes_it_is_read(table: Path, tmp_path: Path) -> None:
    """Semicolons, a mark at the beginning and another name for the counts give the same figures; places are those of the file."""
    path = tmp_path / "excel.csv"
    path.write_text("\ufeff" + table.read_text(encoding="utf-8").replace(",", ";").replace("count", "Frecuencia"), encoding="utf-8")
    found = [amparo("estimate", one, "--method", "chao", "--json").document["total"] for one in (table, path)]
    assert found[0] == found[1]
    path.write_text("a;b;count\n1;1;4\n0;0;2\n", encoding="utf-8")
    assert "Fila 3" in amparo("estimate", path).err


@pytest.mark.parametrize("given", ["missing.csv", "ragged.csv"])
def test_what_is_no_table_is_said_so(tmp_path: Path, given: str) -> None:
    """A file that is not there, or is no table, ends with exit code 3 and its name."""
    (tmp_path / "ragged.csv").write_text("a,b,count\n1,0\n0,1,5\n", encoding="utf-8")
    ran = amparo("estimate", tmp_path / given)
    assert ran.code == 3
    assert given in ran.err


def test_the_chart_says_what_the_table_says(table: Path, tmp_path: Path) -> None:
    """The chart is an SVG with a title and a description that holds the three numbers; the same estimates give the same bytes."""
    for name in ("one.svg", "two.svg"):
        assert amparo("estimate", table, "--method", "dga", "--chart", tmp_path / name).code == 0
    drawn = (tmp_path / "one.svg").read_text(encoding="utf-8")
    assert drawn == (tmp_path / "two.svg").read_text(encoding="utf-8")
    root = ET.fromstring(drawn)
    description = root.find("{http://www.w3.org/2000/svg}desc")
    assert description is not None
    assert str(sum(PLAIN.values())) in (description.text or "")
    assert "<script" not in drawn


def test_the_lists_of_a_registry_are_taken_without_a_table(registry: Path) -> None:
    """A state and a window ask the registry: who is meant, the lists and a refusal are printed; as JSON the population comes with it."""
    asked = ("--registry", registry, "estimate", "--state", "deprived", "--from", "2026-01-01", "--until", "2026-01-31", "--method", "dga")
    ran = amparo("--lang", "en", *asked)
    assert ran.code == 0
    assert "Persons in the state" in ran.out
    assert "No figure" in ran.out
    document = amparo(*asked, "--json").document
    assert document["population"]["states"] == ["deprived"]
    assert document["refused"]["reason"]["code"] == "one_list"


@pytest.mark.parametrize(
    "given", [(), ("overlaps.csv", "--state", "deprived"), ("--state", "deprived"), ("--from", "2026-01-01", "--until", "2026-01-31")]
)
def test_a_table_or_a_window_is_needed(registry: Path, given: tuple[str, ...]) -> None:
    """Neither a table nor a window, both, a window without end, or one of nobody in particular is wrong use."""
    ran = amparo("--registry", registry, "estimate", *given)
    assert ran.code == 2
    assert "[estimates." in ran.err
