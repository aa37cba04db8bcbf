"""Spreadsheets (xlsx, xls, xlsb, ods) to a table: text cells, with what the format may have lost pointed out."""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from amparo.errors import Problem
from amparo.ingest.guard import Limits, guarded_cells
from amparo.ingest.tables import Table, body, header_place, quoted

# A spreadsheet keeps fifteen digits of a number; the rest of a longer one is gone.
_LONGEST_NUMBER = 10**15


def read_spreadsheet(
    content: bytes, name: str, *, sheet: str | None = None, header_row: int | None = None, limits: Limits | None = None
) -> Table:
    """
    Return the table of one sheet, or refuse the file.

    Whole numbers lose their ".0", dates become ISO text. Without a sheet named,
    the only filled visible one is read; hidden sheets are pointed out. A formula
    without a stored result, an error, and a number of more than fifteen digits
    are problems of their cells.
    """
    facts, cells = guarded_cells(content, name, sheet=sheet, limits=limits)
    rows = [[_text(cell) for cell in row] for row in cells]
    header_index = header_place(rows, header_row, name)
    header, kept, numbers, problems = body(rows, header_index)
    typed = [(index, cells[number - 1]) for index, number in enumerate(numbers)]
    return Table(
        header=header,
        rows=kept,
        row_numbers=numbers,
        name=name,
        sha256=sha256(content).hexdigest(),
        sheet=facts["sheet"],
        problems=tuple(problems + _cell_problems(facts["doubts"], header, cells, header_index)),
        warnings=tuple(_warnings(facts, header_index)),
        number_columns=frozenset(
            header[place] for place in range(len(header)) if any(_is_number(row[place]) for _, row in typed if place < len(row))
        ),
    )


def _is_number(cell: Any) -> bool:  # Any: a cell of JSON
    """Say whether the spreadsheet holds the cell as a number."""
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _text(cell: Any) -> str:  # Any: a cell of JSON
    """Return a cell as text: whole numbers without a point, dates and times as ISO text."""
    if isinstance(cell, dict):
        return str(next(iter(cell.values())))
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _LONGEST_NUMBER:
        return str(int(cell))
    return str(cell)


def _cell_problems(
    doubts: Sequence[tuple[int, int, str]], header: Sequence[str], cells: Sequence[Sequence[Any]], header_index: int
) -> list[Problem]:
    """Return the cells below the header whose value is not known for certain."""
    found = [
        Problem(f"ingest.cell_{kind}", row, header[column - 1])
        for row, column, kind in doubts
        if row > header_index + 1 and column <= len(header)
    ]
    for number, row in enumerate(cells[header_index + 1 :], header_index + 2):
        found.extend(
            Problem("ingest.cell_long_number", number, heading, {"value": str(cell)})
            for heading, cell in zip(header, row, strict=False)
            if _is_number(cell) and abs(cell) >= _LONGEST_NUMBER
        )
    return found


def _warnings(facts: dict[str, Any], header_index: int) -> list[Problem]:
    """Return what the format may hide from a reader: sheets that are not shown, and merged cells."""
    warnings = []
    if facts["hidden"]:
        warnings.append(Problem("ingest.sheets_hidden", values={"sheets": quoted(facts["hidden"])}))
    rows = Counter(row + 1 for row, _ in facts["merged"] if row > header_index)
    if rows:
        warnings.append(Problem("ingest.cells_merged", values={"n": rows.total(), "row": min(rows)}))
    return warnings
