"""Refused rows as a table to correct and import again: the same columns and a reason."""

import csv
import io
import re

import attrs

from amparo.errors import Problem
from amparo.ingest.tables import Table
from amparo.words import LANGUAGES, Language, say

# The wide forms too: some spreadsheets read them as the plain ones.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")


def refused_table(table: Table, refused: tuple[Problem, ...], language: Language) -> bytes:
    """
    Return the refused rows as CSV (UTF-8 with its mark, for spreadsheets), each with the reasons in the last column.

    A cell that a spreadsheet would run as a formula gets an apostrophe before
    it, unless it is a number; ``as_printed`` takes it off again.
    """
    reasons: dict[int, list[str]] = {}
    for problem in refused:
        if problem.row is not None:
            reasons.setdefault(problem.row, []).append(problem.message(language))
    heading = say("ingest.reason", language)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    # A table that was refused before brings its old reasons along: they are replaced.
    kept = [place for place, name in enumerate(table.header) if not is_reason(name)]
    writer.writerow([*(formula_safe(table.header[place]) for place in kept), heading])
    for row, number in zip(table.rows, table.row_numbers, strict=True):
        if number in reasons:
            cells = [row[place] if place < len(row) else "" for place in kept]
            beyond = row[len(table.header) :]
            writer.writerow([formula_safe(cell) for cell in (*cells, " · ".join(reasons[number]), *beyond)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def is_reason(heading: str) -> bool:
    """Say whether a heading is that of the reasons, in either language: a column of ours, not of the list."""
    return heading in {say("ingest.reason", language) for language in LANGUAGES}


def is_correction(table: Table) -> bool:
    """Say whether a table is one of refused rows, corrected: a part of an edition, which says nothing of the rows it lacks."""
    return any(map(is_reason, table.header))


def as_printed(table: Table) -> Table:
    """
    Return the table; one of refused rows with its cells as the list printed them, without the apostrophes of ``refused_table``.

    What is recorded is what a source says, and the key of a row is the one that its earlier editions have.
    """
    if not is_correction(table):
        return table
    rows = [tuple(map(_printed, row)) for row in table.rows]
    return attrs.evolve(table, header=tuple(map(_printed, table.header)), rows=rows)


def formula_safe(cell: str) -> str:
    """Return a cell that no spreadsheet runs as a formula; numbers keep their sign, and an apostrophe before a formula gets another."""
    return f"'{cell}" if _is_formula(cell.lstrip("'")) else cell


def _printed(cell: str) -> str:
    """Return a cell without the apostrophe that ``formula_safe`` put before it."""
    return cell[1:] if cell.startswith("'") and _is_formula(cell.lstrip("'")) else cell


def _is_formula(cell: str) -> bool:
    return cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell)
