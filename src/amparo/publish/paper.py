"""
An answer on paper: a title, the sentences that make it an answer, and its tables; as PDF, as a workbook, as CSV.

Numbers and dates keep their type in the workbook; a text is never run as a
formula; and the same answer gives the same bytes.
"""

import csv
import io
import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Any, Literal

import attrs

from amparo.publish.links import host, is_web_address
from amparo.publish.tables import inert
from amparo.publish.voice import capital
from amparo.words import Language

type Kind = Literal["text", "number", "date"]

_MADE = datetime(2026, 1, 1, tzinfo=UTC)  # a moment that never changes: the day of the answer stands in its sentences
_SHEET_SIGNS = re.compile(r"[\[\]:*?/\\']")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LONGEST_CELL = 32_767  # of a workbook
_WIDEST = 60
_UPRIGHT = 6  # columns; a wider table is printed across
_SHORT, _MOST_SHARES = 27, 3  # signs; a column of longer cells shares what room is left
_LONG_WORD, _PIECE, _MAY_BREAK = re.compile(r"[^\s\u200b]{20,}"), 12, "\u200b"


@attrs.frozen
class Column:
    """A column: its heading, and what its cells are; an empty cell is None."""

    heading: str
    kind: Kind = "text"


@attrs.frozen
class Sheet:
    """A table with its title."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]  # Any: text, number, date or None by column


@attrs.frozen
class Paper:
    """
    An answer to take along.

    Attributes:
        headline: the answer itself in a few words.
        sentences: the rule, the reasons, what it rests on; each a paragraph.
        sheets: the tables; the first is the one that a CSV carries.
        foot: the ledger position that repeats the answer.
    """

    title: str
    headline: str
    sentences: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    foot: str
    language: Language


def csv_bytes(paper: Paper) -> bytes:
    """Return the first table as CSV: UTF-8 with its mark, dates as ISO text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    sheet = paper.sheets[0]
    writer.writerow([inert(column.heading) for column in sheet.columns])
    for row in sheet.rows:
        writer.writerow(["" if cell is None else cell if isinstance(cell, int) else inert(_clean(str(cell))) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def xlsx_bytes(paper: Paper) -> bytes:
    """Return a workbook: a first sheet with title and sentences, then a sheet a table, dates and numbers typed."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": _clean(paper.title), "created": _MADE.replace(tzinfo=None)})
    strong, wrapped, day = (
        book.add_format({"bold": True}),
        book.add_format({"text_wrap": True}),
        book.add_format({"num_format": "yyyy-mm-dd"}),
    )
    names = _sheet_names([paper.title, *(sheet.title for sheet in paper.sheets)])
    first = book.add_worksheet(names[0])
    first.set_column(0, 0, 100)
    for number, line in enumerate((paper.title, paper.headline, *paper.sentences, paper.foot)):
        first.write_string(number, 0, _clean(line)[:_LONGEST_CELL], strong if number < 2 else wrapped)
    for sheet, name in zip(paper.sheets, names[1:], strict=True):
        made = book.add_worksheet(name)
        made.freeze_panes(1, 0)
        for place, column in enumerate(sheet.columns):
            made.write_string(0, place, _clean(column.heading), strong)
            made.set_column(place, place, _width(sheet, place))
        for number, row in enumerate(sheet.rows, 1):
            for place, cell in enumerate(row):
                if cell is None:
                    continue
                if isinstance(cell, date):
                    made.write_datetime(number, place, cell, day)
                elif isinstance(cell, int):
                    made.write_number(number, place, cell)
                else:
                    made.write_string(number, place, _clean(str(cell))[:_LONGEST_CELL])
    book.close()
    return out.getvalue()


def pdf_bytes(paper: Paper) -> bytes:
    """Return the paper as PDF/A and PDF/UA; what a source printed is data and stays inert."""
    import typst

    data = {
        "title": _clean(paper.title), "headline": _clean(paper.headline), "sentences": [_clean(one) for one in paper.sentences],
        "foot": _clean(paper.foot), "lang": paper.language,
        "sheets": [
            {"title": _clean(sheet.title), "kinds": [column.kind for column in sheet.columns],
             "head": [capital(_clean(column.heading)) for column in sheet.columns],
             "widths": _widths(sheet),
             "rows": [[_printed(cell) for cell in row] for row in sheet.rows]}
            for sheet in paper.sheets if sheet.rows
        ],
        "wide": any(len(sheet.columns) > _UPRIGHT for sheet in paper.sheets if sheet.rows),
    }  # fmt: skip
    source = (files("amparo.publish") / "site" / "paper.typ").read_bytes()
    made: bytes = typst.compile(
        source,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["a-2a", "ua-1"],
        ignore_system_fonts=True,
        timestamp=int(_MADE.timestamp()),
    )
    return made


def _printed(cell: Any) -> dict[str, str]:  # Any: text, number, date or None
    """Return a cell as it is printed: an address as the name of its site, which leads there; a long word so that it can be broken."""
    text = "" if cell is None else _clean(str(cell))
    if is_web_address(text):
        return {"text": _breakable(host(text).replace(".", f".{_MAY_BREAK}")), "url": text}
    return {"text": _breakable(text), "url": ""}


def _breakable(text: str) -> str:
    return _LONG_WORD.sub(lambda word: _MAY_BREAK.join(word[0][at : at + _PIECE] for at in range(0, len(word[0]), _PIECE)), text)


def _widths(sheet: Sheet) -> list[int]:
    """Return for each column its share of the room that is left: none where its cells are short, more where they are long."""
    return [min(_printed_width(sheet, place) // _SHORT, _MOST_SHARES) for place in range(len(sheet.columns))]


def _printed_width(sheet: Sheet, place: int) -> int:
    cells = [str(row[place]) for row in sheet.rows[:500] if row[place] is not None]
    return max((len(host(cell) if is_web_address(cell) else cell) for cell in cells), default=0)


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub("\ufffd", text)


def _width(sheet: Sheet, place: int) -> int:
    longest = max([len(sheet.columns[place].heading), *(len(str(row[place])) for row in sheet.rows[:500])])
    return min(max(longest + 2, 8), _WIDEST)


def _sheet_names(titles: Sequence[str]) -> list[str]:
    """Return names that a workbook takes: thirty signs, none of its own, each once."""
    names: list[str] = []
    for title in titles:
        name = _SHEET_SIGNS.sub(" ", _clean(title)).strip()[:28] or "–"
        taken = {one.casefold() for one in names}
        names.append(next(one for one in (name, *(f"{name} {n}" for n in range(2, 100))) if one.casefold() not in taken))
    return names
