"""One table as a file carries it: text cells, with the place of each for the messages and locators."""

from collections.abc import Iterable, Iterator, Sequence

import attrs

from amparo.errors import BadInput, Problem
from amparo.statements import nearest

type Row = tuple[str, ...]


@attrs.frozen
class Table:
    """
    The rows below one header, cell by cell as printed.

    Attributes:
        header: the headings, outer blanks removed.
        rows: the cells; a row in ``problems`` may be longer or shorter than the header.
        row_numbers: the row of each in the file as a spreadsheet numbers it (a header on top is 1).
        name: the file's name, for messages and locators.
        sha256: of the file's bytes.
        sheet: the sheet's name; None for delimited text.
        encoding: of delimited text; None for spreadsheets.
        problems: rows and cells that could not be read for certain.
        warnings: what a reader should look at, though nothing is refused.
        number_columns: headings above cells that the spreadsheet holds as numbers, where leading zeros may be lost.

    """

    header: Row
    rows: Sequence[Row]
    row_numbers: Sequence[int]
    name: str
    sha256: str
    sheet: str | None = None
    encoding: str | None = None
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    number_columns: frozenset[str] = frozenset()

    def place(self, heading: str) -> int:
        """Return the position of a heading; a missing or doubled one is refused, with the nearest that is there."""
        found = self.header.count(heading)
        if found == 1:
            return self.header.index(heading)
        if found > 1:
            raise BadInput("ingest.column_twice", file=self.name, column=heading)
        near = nearest(heading, [known for known in self.header if known])
        raise BadInput(
            "ingest.column_missing", file=self.name, column=heading, headings=quoted(self.header), near=f' "{near}"?' if near else ""
        )


def quoted(words: Iterable[str]) -> str:
    """Return words in quotes with commas between, for a message; the first thirty of them."""
    shown = [f'"{word}"' for word in words if word]
    return ", ".join(shown[:30]) + (" …" if len(shown) > 30 else "")


def header_place(rows: Iterable[Sequence[str]], header_row: int | None, name: str) -> int:
    """
    Return the index of the header: the row asked for, else the first with two filled cells.

    Titles above a table fill one cell, so the first row with two is the header;
    where no row has two, the first filled row is.
    """
    first_filled: int | None = None
    for index, row in enumerate(rows):
        filled = sum(1 for cell in row if cell.strip())
        if header_row is not None:
            if index == header_row - 1 and filled:
                return index
            continue
        if filled >= 2:
            return index
        if filled and first_filled is None:
            first_filled = index
    if first_filled is None or header_row is not None:
        raise BadInput("ingest.no_header", file=name, row=header_row or 1)
    return first_filled


def body(rows: Sequence[Sequence[str]], header_index: int) -> tuple[Row, list[Row], list[int], list[Problem]]:
    """Return header, filled rows, their numbers, and a problem for each row that does not fit the header."""
    header = tuple(cell.strip() for cell in rows[header_index])
    while header and not header[-1]:
        header = header[:-1]
    cells: list[Row] = []
    numbers: list[int] = []
    problems: list[Problem] = []
    for number, row in _filled(rows, header_index):
        kept = tuple(row)
        if len(kept) > len(header) and not any(cell.strip() for cell in kept[len(header) :]):
            kept = kept[: len(header)]
        if len(kept) != len(header):
            problems.append(Problem("ingest.row_ragged", number, None, {"cells": len(kept), "expected": len(header)}))
        cells.append(kept)
        numbers.append(number)
    return header, cells, numbers, problems


def _filled(rows: Sequence[Sequence[str]], header_index: int) -> Iterator[tuple[int, Sequence[str]]]:
    """Give each row below the header that has a filled cell, with its number."""
    for index in range(header_index + 1, len(rows)):
        if any(cell.strip() for cell in rows[index]):
            yield index + 1, rows[index]
