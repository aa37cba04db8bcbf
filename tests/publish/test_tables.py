"""The public tables: inert in a spreadsheet, and read back as they were."""

import csv
import io
import json

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.publish import COLUMNS, restored
from amparo.publish.tables import TABLES, columns, csv_bytes, data_files, inert, records
from tests.publish import releases

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\n=x", "＝1", "＋1", "－1", "＠x", "'=1", "'tis"]


def read(content: bytes) -> list[list[str]]:
    """Return the cells of a CSV."""
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_formula_is_text(text: str) -> None:
    """A text that a spreadsheet would run begins with an apostrophe."""
    assert inert(text).startswith("'")


@given(st.text())
def test_the_escape_is_undone_exactly(text: str) -> None:
    """What was made inert is restored to the letter."""
    assert restored(inert(text)) == text
    assert inert(text) == text or text[0] in "=+-@\t\r\n＝＋－＠'"


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00")), min_size=2, max_size=2), max_size=5))
def test_cells_survive_the_way_out_and_back(rows: list[list[str]]) -> None:
    """Quotes, commas, line ends and accents in a cell come back as they were."""
    back = read(csv_bytes(("a", "b"), rows))
    assert [[restored(cell) for cell in row] for row in back[1:]] == rows


def test_numbers_are_left_alone() -> None:
    """A negative number is a number, not a formula; nothing stated is an empty cell."""
    assert read(csv_bytes(("a", "b", "c", "d"), [(-7, None, True, ["=x", "y"])]))[1] == ["-7", "", "true", "'=x|y"]


def test_every_table_comes_back_with_its_columns_and_rows() -> None:
    """Each table of the release has a file with the columns of the contract, all its rows, and all of them in the dictionary."""
    release = releases.release()
    files = data_files(release)
    listed = {(row[0], row[1]) for row in read(files["data/dictionary.csv"])[1:]}
    for table in TABLES:
        header, *rows = read(files[f"data/{table}.csv"])
        assert tuple(header) == columns(table)
        assert len(rows) == len(records(release, table))
        assert {(table, column) for column in header} <= listed
    assert set(COLUMNS) < set(TABLES)


def test_hostile_cells_are_inert_in_every_table() -> None:
    """No cell of a hostile release begins like a formula."""
    files = data_files(releases.hostile())
    cells = [cell for content in files.values() for row in read(content.replace(b"\x00", b"?")) for cell in row]
    assert len(cells) > 200
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "\t", "\r"))]


def test_a_data_tool_reads_the_claims() -> None:
    """Polars reads the table of claims with its numbers."""
    frame = pl.read_csv(data_files(releases.release())["data/claims.csv"], schema_overrides={"value": pl.Int64})
    assert frame["value"].to_list() == [40, 40, 55, 90, 95, 7, 60]


def test_a_figure_is_published_with_all_that_repeats_it() -> None:
    """The table of figures carries bounds, rule in both languages, gap, statements and query."""
    header, first, *_ = read(data_files(releases.release())["data/figures.csv"])
    row = dict(zip(header, first, strict=True))
    assert (row["at_least"], row["at_most"], row["gap"], row["statement_ids"]) == ("12", "1919", "dates=1900|identity=7", "s-1|s-4")
    assert row["rule_en"].startswith("Documented persons")
    assert row["query"].startswith("amparo count")


def test_locators_stay_json() -> None:
    """A locator is published as recorded."""
    header, row, *_ = read(data_files(releases.release())["data/statements.csv"])
    assert json.loads(row[header.index("locator")]) == {"file": "ab", "row": 3}
