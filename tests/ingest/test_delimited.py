import csv
import io
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.errors import BadInput
from amparo.ingest.delimited import read_delimited

ROWS = [("nombre", "edad"), ("Begoña Peñalver Íñiguez", "34"), ("Ana; la «Nena»", "")]


def written(rows: Iterable[tuple[str, ...]], delimiter: str = ",") -> str:
    """Return rows as delimited text."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "latin-1"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encoding_and_delimiter_are_found(encoding: str, delimiter: str) -> None:
    """The usual encodings and delimiters of a list need not be named."""
    table = read_delimited(written(ROWS, delimiter).encode(encoding), "list.csv")
    assert table.header == ROWS[0]
    assert list(table.rows) == ROWS[1:]


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    """A line break inside quotes is no new row, and a blank line is one."""
    table = read_delimited(b'a,b\r\n"one\r\ntwo",1\r\n\r\nthree,3\r\n', "list.csv")
    assert list(table.rows) == [("one\r\ntwo", "1"), ("three", "3")]
    assert list(table.row_numbers) == [2, 4]


def test_a_title_above_the_table_is_no_header() -> None:
    """The first row with two filled cells is the header, unless the map names another."""
    content = b"Lista de personas detenidas,\n,\nnombre,edad\nAna,34\n"
    assert read_delimited(content, "list.csv").header == ("nombre", "edad")
    assert read_delimited(content, "list.csv", header_row=1).header == ("Lista de personas detenidas",)


def test_the_headings_that_are_expected_tell_the_delimiter() -> None:
    """Cells full of another delimiter do not make a header of a person's row where the map says what the headings are."""
    content = b"id,name,sex\n1,Xa;; Xb;; Xc;;,F\n2,Xa;; Xb;; Xc;;\n"
    assert read_delimited(content, "list.csv").header != ("id", "name", "sex")
    assert read_delimited(content, "list.csv", headings={"id", "name"}).header == ("id", "name", "sex")


def test_the_line_with_which_excel_names_its_delimiter_is_obeyed() -> None:
    """A first line "sep=;" names the delimiter and still counts as a row."""
    table = read_delimited(b"sep=;\na,x;b\n1;2\n", "list.csv")
    assert (table.header, list(table.row_numbers)) == (("a,x", "b"), [3])


def test_a_ragged_row_is_a_problem_with_its_number() -> None:
    """A row with too many or too few cells is kept, and named as a problem."""
    table = read_delimited(b"a,b\n1,2\n1,2,3\n1\n1,2,,\n", "list.csv")
    assert [(problem.code, problem.row) for problem in table.problems] == [("ingest.row_ragged", 3), ("ingest.row_ragged", 4)]
    assert table.rows[3] == ("1", "2")


@pytest.mark.parametrize(
    ("content", "options", "code"),
    [
        (b"", {}, "ingest.no_header"),
        (b"\n\n , \n", {}, "ingest.no_header"),
        (b"a,b\n1,2\n", {"header_row": 9}, "ingest.no_header"),
        (b"a,b\n1,\x002\n", {}, "ingest.text_spoilt"),
        (b"a,b\n\xed\xa0\x80,2\n", {"encoding": "utf-8"}, "ingest.encoding_wrong"),
        ("a,b\nñ,2\n".encode("latin-1"), {"encoding": "utf-8"}, "ingest.encoding_wrong"),
        ("a,b\nñandú,2\n".encode() + "Íñigo,3\n".encode("latin-1"), {}, "ingest.encoding_mixed"),
        (b"a,b\n\xed\xa0\x80,2\n", {}, "ingest.encoding_mixed"),
        (b"a,b\n" + b"x" * 200_000 + b",2\n", {}, "ingest.cell_too_long"),
        (b"a,b\n1,2\n", {"encoding": "utf-99"}, "ingest.encoding_unknown"),
        (b'a,b\n1,"2\n3,4\n', {}, "ingest.quotes_wrong"),
        (b'a,b\n1,"2"x\n', {}, "ingest.quotes_wrong"),
        (b"a,b\n1,2\n", {"delimiter": ";;"}, "ingest.delimiter_wrong"),
    ],
)
def test_what_cannot_be_read_is_refused(content: bytes, options: dict[str, object], code: str) -> None:
    """A file that would be misread is refused, with a sentence in both languages."""
    with pytest.raises(BadInput) as refusal:
        read_delimited(content, "list.csv", **options)  # type: ignore[arg-type]
    assert refusal.value.code == code
    assert all("list.csv" in refusal.value.message(language) for language in ("es", "en"))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("nombre,b\nPeña,1\n".encode("cp1252"), "ingest.encoding_guessed"),
        ("nombre,b\nPeña,1\n".encode().decode("cp1252").encode(), "ingest.twice_encoded"),
    ],
)
def test_doubtful_accents_are_pointed_out(content: bytes, code: str) -> None:
    """A guessed encoding, and text that was once decoded wrongly, come with a warning."""
    assert [warning.code for warning in read_delimited(content, "list.csv").warnings] == [code]


@given(st.text("aeñÑíÉó€”…", min_size=1), st.integers(128, 255))
def test_one_wrong_byte_never_turns_the_other_names_into_signs(text: str, wrong: int) -> None:
    """A list in UTF-8 with one byte that is none is refused with its line, unless nothing else depends on the encoding."""
    content = f"a,b\n{text},1\n".encode() + bytes([wrong]) + b",2\n"
    if text.isascii():
        assert read_delimited(content, "list.csv").rows[0] == (text, "1")
        return
    with pytest.raises(BadInput) as refusal:
        read_delimited(content, "list.csv")
    assert (refusal.value.code, refusal.value.values["line"]) == ("ingest.encoding_mixed", 3)


@given(st.lists(st.tuples(*[st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=9)] * 3), max_size=6))
def test_what_was_written_is_read_back(rows: list[tuple[str, str, str]]) -> None:
    """Filled rows come back cell for cell, whatever signs they hold."""
    content = written([("a", "b", "c"), *rows]).encode()
    table = read_delimited(content, "list.csv", delimiter=",", encoding="utf-8")
    assert list(table.rows) == [row for row in rows if any(cell.strip() for cell in row)]


@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_refused(content: bytes) -> None:
    """No bytes whatever end in another error."""
    try:
        table = read_delimited(content, "list.csv")
    except BadInput:
        return
    assert len(table.rows) == len(table.row_numbers)
