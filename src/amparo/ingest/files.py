"""A list file to a table, whatever its format: the bytes decide, not the name."""

from collections.abc import Collection
from pathlib import Path

from amparo.errors import BadInput
from amparo.ingest.delimited import MOST_BYTES, read_delimited
from amparo.ingest.guard import guarded_sheets
from amparo.ingest.refused import as_printed
from amparo.ingest.spreadsheet import read_spreadsheet
from amparo.ingest.tables import Table

# Archives (xlsx, xlsb, ods) and the older compound files (xls).
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def file_content(path: Path) -> bytes:
    """Return the bytes of a file of bearable size, or refuse it."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise BadInput("ingest.file_too_large", file=path.name, megabytes=size // 2**20, most=MOST_BYTES // 2**20)
        return path.read_bytes()
    except OSError:
        raise BadInput("ingest.file_missing", file=path.name) from None


def sheets_of(content: bytes, name: str) -> tuple[str, ...]:
    """Return the names of the filled sheets that are shown, in their order; none for delimited text."""
    return guarded_sheets(content, name) if content.startswith(_SPREADSHEETS) else ()


def read_table(
    content: bytes,
    name: str,
    *,
    sheet: str | None = None,
    header_row: int | None = None,
    delimiter: str | None = None,
    encoding: str | None = None,
    headings: Collection[str] = (),
) -> Table:
    """
    Return the table of a list file, as it printed it: a spreadsheet by its first bytes, else delimited text.

    ``headings``: those that are expected, which tell what delimits the cells.
    """
    if content.startswith(_SPREADSHEETS):
        return as_printed(read_spreadsheet(content, name, sheet=sheet, header_row=header_row))
    found = read_delimited(content, name, encoding=encoding, delimiter=delimiter, header_row=header_row, headings=headings)
    return as_printed(found)
