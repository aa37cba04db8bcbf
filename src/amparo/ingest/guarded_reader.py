"""
Read one spreadsheet from standard input and write its cells as JSON lines: one of the programs that ``guarded`` runs apart.

It imports nothing of amparo, and looks at the archive before it parses
anything. The first line says what was found, or
``{"refused": code, …}``; each further line is one row. Cells: text, number,
true/false, ``{"date": …}`` or ``{"time": …}``.
"""

import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from typing import Any, NoReturn

# Expat limits expansion, and this process has limits of its own.
from xml.etree import ElementTree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def main() -> None:
    """Read, check and write; every refusal is one line of JSON and the exit status 3."""
    limits = json.loads(sys.argv[1])
    try:
        content = sys.stdin.buffer.read()
        _check_archive(content, limits)
        _write_sheet(content, limits)
    except (MemoryError, ImportError):  # a library that finds no room cannot be loaded either
        _refuse("ingest.spreadsheet_too_heavy")
    except Exception as error:  # noqa: BLE001 - whatever a damaged file provokes
        locked = type(error).__name__ == "PasswordError"
        _refuse("ingest.spreadsheet_locked" if locked else "ingest.spreadsheet_damaged")


def _refuse(code: str, **values: Any) -> NoReturn:  # Any: what the sentence prints
    """Say why the file is refused and end."""
    print(json.dumps({"refused": code, "values": values}), flush=True)  # noqa: T201 - this is the answer to the guard
    sys.exit(3)


def _check_archive(content: bytes, limits: dict[str, Any]) -> None:
    """Refuse an archive that would inflate beyond the limits; other formats are not archives."""
    if not content.startswith(b"PK"):
        return
    inflated = sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(content)).infolist())
    if inflated > limits["inflated"] or inflated > limits["ratio"] * len(content):
        _refuse("ingest.spreadsheet_inflates", megabytes=inflated // 2**20, ratio=inflated // max(1, len(content)))


def _write_sheet(content: bytes, limits: dict[str, Any]) -> None:
    """Write what the workbook holds and the rows of the sheet that was asked for."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets = [entry for entry in book.sheets_metadata if entry.typ == SheetTypeEnum.WorkSheet]
    visible = [entry.name for entry in sheets if entry.visible == SheetVisibleEnum.Visible]
    hidden = [entry.name for entry in sheets if entry.visible != SheetVisibleEnum.Visible]
    if limits.get("names"):
        print(json.dumps({"sheets": [name for name in visible if book.get_sheet_by_name(name).height]}))  # noqa: T201
        return
    chosen = limits["sheet"]
    if chosen is None:
        filled = [name for name in visible if book.get_sheet_by_name(name).height]
        if len(filled) > 1:
            _refuse("ingest.sheet_choose", sheets=filled)
        chosen = filled[0] if filled else (visible or [""])[0]
    elif chosen not in visible + hidden:
        _refuse("ingest.sheet_missing", sheet=chosen, sheets=visible + hidden)
    sheet = book.get_sheet_by_name(chosen)
    end = sheet.end or (0, 0)
    if (end[0] + 1) * (end[1] + 1) > limits["cells"]:
        _refuse("ingest.spreadsheet_too_heavy")
    merged = [list(start) for start, _ in sheet.merged_cell_ranges or []]
    print(json.dumps({"sheet": chosen, "hidden": hidden, "merged": merged, "doubts": list(_doubts(content, chosen))}))  # noqa: T201
    for row in sheet.to_python(skip_empty_area=False):
        print(json.dumps([_cell(cell) for cell in row]))  # noqa: T201


def _cell(cell: Any) -> Any:  # Any: whatever a cell may hold, and what JSON can
    """Return a cell as JSON can carry it, without losing which type it had."""
    import datetime as dt

    if isinstance(cell, dt.datetime):
        return {"date": cell.date().isoformat() if cell.time() == dt.time(0) else cell.isoformat()}
    if isinstance(cell, dt.date):
        return {"date": cell.isoformat()}
    if isinstance(cell, dt.time | dt.timedelta):
        return {"time": str(cell)}
    return cell


def _doubts(content: bytes, sheet: str) -> Iterator[tuple[int, int, str]]:
    """Give row, column and kind of each cell that the parser shows as empty or zero though the file says otherwise."""
    if not content.startswith(b"PK"):
        return
    archive = zipfile.ZipFile(io.BytesIO(content))
    if "xl/workbook.xml" not in archive.namelist():
        return
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - see the import
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    ids = [entry.get(_RELATION) for entry in book.iter(f"{_MAIN}sheet") if entry.get("name") == sheet]
    targets = [link.get("Target", "") for link in links if link.get("Id") in ids]
    part = targets[0].removeprefix("/").removeprefix("xl/") if targets else ""
    if f"xl/{part}" not in archive.namelist():
        return
    for _, cell in ElementTree.iterparse(archive.open(f"xl/{part}")):  # noqa: S314
        if cell.tag == f"{_MAIN}c":
            kind = _doubt(cell)
            place = re.fullmatch("([A-Z]{1,3})([0-9]{1,7})", cell.get("r", ""))
            if kind and place:
                column = sum((ord(letter) - 64) * 26**power for power, letter in enumerate(reversed(place[1])))
                yield int(place[2]), column, kind
        elif cell.tag == f"{_MAIN}row":
            cell.clear()


def _doubt(cell: ElementTree.Element) -> str | None:
    """Return why a cell's value is not known: an error, or a formula without a stored result."""
    value = cell.findtext(f"{_MAIN}v") or ""
    if cell.get("t") == "e":
        return "error"
    # A formula that no program has calculated is stored with nothing or with zero.
    return "formula" if cell.find(f"{_MAIN}f") is not None and value in {"", "0"} else None


if __name__ == "__main__":
    main()
