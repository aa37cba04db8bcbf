"""Refused rows as a table to correct and import again: the same columns and a reason."""

import csv
import io
import re

from amparo.errors import Problem
from amparo.ingest.tables import Table
from amparo.words import Language, say

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")


def refused_table(table: Table, refused: tuple[Problem, ...], language: Language) -> bytes:
    """
    Return the refused rows as CSV (UTF-8 with its mark, for spreadsheets), each with the reasons in the last column.

    A cell that a spreadsheet would run as a formula gets an apostrophe before
    it, unless it is a number.
    """
    reasons: dict[int, list[str]] = {}
    for problem in refused:
        if problem.row is not None:
            reasons.setdefault(problem.row, []).append(problem.message(language))
    heading = say("ingest.reason", language)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    # A table that was refused before brings its old reasons along: they are replaced.
    kept = [place for place, name in enumerate(table.header) if name not in _reason_headings()]
    writer.writerow([*(formula_safe(table.header[place]) for place in kept), heading])
    for row, number in zip(table.rows, table.row_numbers, strict=True):
        if number in reasons:
            cells = [row[place] if place < len(row) else "" for place in kept]
            beyond = row[len(table.header) :]
            writer.writerow([formula_safe(cell) for cell in (*cells, " · ".join(reasons[number]), *beyond)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def is_correction(table: Table) -> bool:
    """Say whether a table is one of refused rows, corrected: a part of an edition, which says nothing of the rows it lacks."""
    return any(name in _reason_headings() for name in table.header)


def formula_safe(cell: str) -> str:
    """Return a cell that no spreadsheet runs as a formula; numbers keep their sign."""
    return f"'{cell}" if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell) else cell


def _reason_headings() -> set[str]:
    """Return the heading of the reasons in each language."""
    return {say("ingest.reason", "es"), say("ingest.reason", "en")}
