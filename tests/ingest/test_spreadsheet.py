import io
import zipfile
from datetime import datetime
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.errors import BadInput
from amparo.ingest.files import read_table
from amparo.ingest.guard import Limits
from amparo.ingest.spreadsheet import read_spreadsheet

HEADER = ("nombre", "cédula", "fecha")
PERSON = ("Begoña Peñalver", "0123", "13-14.06.1977")


def workbook(sheets: dict[str, list[tuple[Any, ...]]], *, hidden: tuple[str, ...] = (), **options: object) -> bytes:
    """Return a workbook with the given cells; dates are typed, text is never a formula."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, **options})
    as_date = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        if name in hidden:
            sheet.hide()
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, datetime):
                    sheet.write_datetime(place, column, cell, as_date)
                else:
                    sheet.write(place, column, cell)
    book.close()
    return out.getvalue()


def archive(parts: dict[str, bytes]) -> bytes:
    """Return a compressed archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def test_text_stays_as_printed() -> None:
    """Text cells keep leading zeros, formula-like signs and partial dates; the sheet and the file are named."""
    content = workbook({"Lista": [HEADER, PERSON, ("=cmd|x", "", "")]})
    table = read_table(content, "list.xlsx")
    assert (table.header, list(table.rows)) == (HEADER, [PERSON, ("=cmd|x", "", "")])
    assert (table.sheet, list(table.row_numbers), table.problems, table.warnings) == ("Lista", [2, 3], (), ())


@pytest.mark.parametrize("since_1904", [False, True])
def test_typed_cells_become_plain_text(since_1904: bool) -> None:
    """Whole numbers lose their point, dates are ISO whatever day zero the file has, and number columns are known."""
    rows = [HEADER, (34, 123.0, datetime(2026, 2, 5)), (1.5, True, datetime(2026, 2, 5, 10, 30))]  # noqa: DTZ001 - cells have no zone
    table = read_spreadsheet(workbook({"A": rows}, date_1904=since_1904), "list.xlsx")
    assert list(table.rows) == [("34", "123", "2026-02-05"), ("1.5", "true", "2026-02-05T10:30:00")]
    assert table.number_columns == {"nombre", "cédula"}


def test_rows_keep_the_numbers_of_the_sheet() -> None:
    """Empty rows and a title above the header do not shift the numbers that messages print."""
    table = read_spreadsheet(workbook({"A": [(), ("Lista de detenidas",), (), HEADER, (), PERSON]}), "list.xlsx")
    assert (table.header, list(table.row_numbers)) == (HEADER, [6])


def test_the_only_filled_sheet_is_read_and_hidden_ones_are_named() -> None:
    """Empty sheets are passed over, and a hidden one is a warning."""
    table = read_spreadsheet(workbook({"Vacía": [], "Lista": [HEADER, PERSON], "Notas": [("x", "y")]}, hidden=("Notas",)), "list.xlsx")
    assert table.sheet == "Lista"
    assert [(warning.code, warning.values) for warning in table.warnings] == [("ingest.sheets_hidden", {"sheets": '"Notas"'})]


def test_a_sheet_must_be_named_where_two_are_filled() -> None:
    """Two filled sheets are refused until the map names one; a wrong name is refused with those that are there."""
    content = workbook({"Enero": [HEADER, PERSON], "Febrero": [HEADER, PERSON]})
    with pytest.raises(BadInput, match='"Enero", "Febrero"') as refusal:
        read_spreadsheet(content, "list.xlsx")
    assert refusal.value.code == "ingest.sheet_choose"
    with pytest.raises(BadInput, match='"Enero", "Febrero"') as refusal:
        read_spreadsheet(content, "list.xlsx", sheet="Marzo")
    assert refusal.value.code == "ingest.sheet_missing"
    assert read_spreadsheet(content, "list.xlsx", sheet="Febrero").sheet == "Febrero"


def test_cells_whose_value_is_not_known_are_problems() -> None:
    """A formula without a result, an error, and a number beyond fifteen digits are named by row and column."""
    content = workbook({"A": [HEADER, ("Ana", "=1+1", 1), ("Eva", 12345678901234567, 2)]}, strings_to_formulas=True)
    table = read_spreadsheet(content, "list.xlsx")
    assert [(problem.code, problem.row, problem.column) for problem in table.problems] == [
        ("ingest.cell_formula", 2, "cédula"),
        ("ingest.cell_long_number", 3, "cédula"),
    ]


def test_merged_cells_are_pointed_out() -> None:
    """Only the first of merged cells has the value, so a reader is told."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADER)
    sheet.merge_range(1, 0, 2, 0, "Ana")
    sheet.write(1, 1, "1")
    sheet.write(2, 1, "2")
    book.close()
    assert [warning.code for warning in read_spreadsheet(out.getvalue(), "list.xlsx").warnings] == ["ingest.cells_merged"]


BOMB = archive({"xl/workbook.xml": b"0" * 30_000_000})


@pytest.mark.parametrize(
    ("content", "limits", "code"),
    [
        pytest.param(BOMB, Limits(), "ingest.spreadsheet_inflates", id="ratio"),
        pytest.param(BOMB, Limits(ratio=10**6, inflated=10**6), "ingest.spreadsheet_inflates", id="inflated"),
        pytest.param(archive({"x": b"y"}), Limits(), "ingest.spreadsheet_damaged", id="no workbook"),
        pytest.param(b"PK\x03\x04" + b"\0" * 200, Limits(), "ingest.spreadsheet_damaged", id="broken archive"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, Limits(), "ingest.spreadsheet_damaged", id="broken compound file"),
        pytest.param(workbook({"A": [HEADER, PERSON]}), Limits(memory=2**20), "ingest.spreadsheet_too_heavy", id="memory"),
        pytest.param(workbook({"A": [HEADER, PERSON]}), Limits(cells=5), "ingest.spreadsheet_too_heavy", id="cells"),
        pytest.param(workbook({"A": [HEADER, PERSON]}), Limits(file=100), "ingest.file_too_large", id="file"),
        pytest.param(workbook({"A": []}), Limits(), "ingest.no_header", id="empty"),
    ],
)
def test_a_hostile_file_ends_as_a_refusal(content: bytes, limits: Limits, code: str) -> None:
    """Archives that inflate, broken files and files beyond a limit are refused in both languages; nothing crashes."""
    with pytest.raises(BadInput) as refusal:
        read_spreadsheet(content, "list.xlsx", limits=limits)
    assert refusal.value.code == code
    assert all("list.xlsx" in refusal.value.message(language) for language in ("es", "en"))


def test_one_far_cell_does_not_fill_the_memory() -> None:
    """A sheet of one cell in its last corner is refused, not laid out."""
    rows = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = b'<worksheet xmlns="%b"><sheetData>%b</sheetData></worksheet>' % (space, rows)
    good = zipfile.ZipFile(io.BytesIO(workbook({"A": [HEADER]})))
    content = archive({name: sheet if name == "xl/worksheets/sheet1.xml" else good.read(name) for name in good.namelist()})
    with pytest.raises(BadInput) as refusal:
        read_spreadsheet(content, "list.xlsx")
    assert refusal.value.code == "ingest.spreadsheet_too_heavy"


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=40))
def test_a_damaged_workbook_is_a_table_or_refused(where: int, what: bytes) -> None:
    """A good file with some bytes changed is read or refused, and no other error leaves the guard."""
    content = bytearray(GOOD)
    place = where % len(content)
    content[place : place + len(what)] = what
    try:
        table = read_spreadsheet(bytes(content), "list.xlsx", limits=Limits(seconds=20))
    except BadInput:
        return
    assert len(table.rows) == len(table.row_numbers)


GOOD = workbook({"A": [HEADER, PERSON]})
