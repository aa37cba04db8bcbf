"""Delimited text to a table: encoding and delimiter found or as the map says, rows numbered as a spreadsheet would."""

import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Sequence
from hashlib import sha256

from amparo.errors import BadInput, Problem
from amparo.ingest.tables import Table, body, header_place

MOST_BYTES = 200 * 1024 * 1024
DELIMITERS = ",;\t|"
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_SEPARATOR_LINE = re.compile(r"sep=(?P<delimiter>.)\r?\n", re.IGNORECASE)
_HALF_A_LETTER = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")  # a surrogate, which UTF-8 does not have
# UTF-8 that was once read as Windows-1252 and saved again: "MarÃ­a".
_TWICE_ENCODED = re.compile("Ã[\u00a1\u00a9\u00ad\u00b3\u00ba\u00b1\u0081\u2030\u201c\u0161\u2018]")


def read_delimited(
    content: bytes,
    name: str,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    header_row: int | None = None,
    headings: Collection[str] = (),
) -> Table:
    r"""
    Return the table of a CSV, TSV or similar file, or raise what cannot be read and where.

    Row numbers count records, not lines, as a spreadsheet shows them: a quoted
    cell may hold line breaks. Ragged rows come back as problems of the table.
    Of several delimiters that may be meant, the one that shows most of the ``headings`` that are expected is.

    >>> read_delimited(b"name;age\nAna;34\n", "list.csv").rows
    [('Ana', '34')]
    """
    if len(content) > MOST_BYTES:
        raise BadInput("ingest.file_too_large", file=name, megabytes=len(content) // 2**20, most=MOST_BYTES // 2**20)
    used = encoding or detected_encoding(content)
    text = _decoded(content, used, name, given=encoding is not None)
    match = _SEPARATOR_LINE.match(text)
    given = delimiter or (match["delimiter"] if match else None)
    rows = _records(text, given or sniffed_delimiter(text, headings), name)
    if match:
        rows[0] = []
    header, cells, numbers, problems = body(rows, header_place(rows, header_row, name))
    return Table(
        header=header,
        rows=cells,
        row_numbers=numbers,
        name=name,
        sha256=sha256(content).hexdigest(),
        encoding=used,
        problems=tuple(problems),
        warnings=tuple(_doubts(text, used, given_encoding=encoding is not None)),
    )


def detected_encoding(content: bytes) -> str:
    """
    Return the encoding that the bytes fit: by their mark, else UTF-8, else UTF-16 by its zeros, else a Western one.

    Any bytes can be read in a Western encoding. So bytes that are mostly UTF-8 are
    called UTF-8 all the same: one wrong byte must not turn every other name into signs.
    """
    for mark, encoding in _BOMS.items():
        if content.startswith(mark):
            return encoding
    if b"\x00" in content[:4096] and len(content) % 2 == 0:
        even, odd = content[:4096:2].count(0), content[1:4096:2].count(0)
        if max(even, odd) > 4 * min(even, odd) + 1:
            return "utf-16-le" if odd > even else "utf-16-be"
    for encoding in ("utf-8", "cp1252"):
        if _fits(content, encoding):
            return encoding
        if encoding == "utf-8" and _is_nearly_utf8(content):
            return encoding
    return "latin-1"


def _fits(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _is_nearly_utf8(content: bytes) -> bool:
    """Say whether bytes that are not UTF-8 hold at least as many letters beyond ASCII that are as bytes that are not, or half a letter."""
    text = content.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    return wrong <= sum(not sign.isascii() for sign in text) - wrong or _HALF_A_LETTER.search(content) is not None


def sniffed_delimiter(text: str, headings: Collection[str] = ()) -> str:
    """Return the delimiter that shows most headings, or under which the first rows have most columns alike; a comma where none has two."""
    best, best_score = ",", (0, 0.0, 0)
    sample, expected = text[:65536], set(headings)
    for delimiter in DELIMITERS:
        try:
            rows = [row for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if row][:50]
        except csv.Error:
            continue
        widths = Counter(len(row) for row in rows if len(row) > 1)
        if widths:
            width, alike = max(widths.items(), key=lambda pair: (pair[1], pair[0]))
            named = max(len(expected.intersection(cell.strip() for cell in row)) for row in rows)
            best, best_score = max((best, best_score), (delimiter, (named, round(alike / len(rows), 1), width)), key=lambda pair: pair[1])
    return best


def _decoded(content: bytes, encoding: str, name: str, *, given: bool) -> str:
    """Return the text of the bytes, without signs that no table holds."""
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        code = "ingest.encoding_wrong" if given else "ingest.encoding_mixed"
        raise BadInput(code, file=name, encoding=encoding, line=line) from None
    except LookupError:
        raise BadInput("ingest.encoding_unknown", file=name, encoding=encoding) from None
    text = text.removeprefix("\ufeff")
    spoilt = re.search("[\x00\ud800-\udfff]", text)
    if spoilt:
        raise BadInput("ingest.text_spoilt", file=name, line=text.count("\n", 0, spoilt.start()) + 1)
    return text


def _records(text: str, delimiter: str, name: str) -> list[Sequence[str]]:
    """Return all records; a quote that is never closed is refused, for it swallows the rows below it."""
    if len(delimiter) != 1 or delimiter in '"\r\n':
        raise BadInput("ingest.delimiter_wrong", file=name, delimiter=delimiter)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Sequence[str]] = []
    try:
        rows.extend(reader)
    except csv.Error as error:
        if "field limit" in str(error):  # csv has one class for all its errors
            raise BadInput("ingest.cell_too_long", file=name, row=len(rows) + 1, most=csv.field_size_limit()) from None
        raise BadInput("ingest.quotes_wrong", file=name, row=len(rows) + 1, line=reader.line_num) from None
    return rows


def _doubts(text: str, encoding: str, *, given_encoding: bool) -> list[Problem]:
    """Return what a reader should look at in the decoded text."""
    doubts = []
    if encoding in {"cp1252", "latin-1"} and not given_encoding and not text.isascii():
        doubts.append(Problem("ingest.encoding_guessed", values={"encoding": encoding}))
    if _TWICE_ENCODED.search(text):
        doubts.append(Problem("ingest.twice_encoded"))
    return doubts
