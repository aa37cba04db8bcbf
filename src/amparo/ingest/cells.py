"""The value of one cell under its map: printed words to what they mean, dates, ages, closed words."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import attrs
import yaml

from amparo.errors import BadInput, Problem
from amparo.ingest.mapping import Cell, Moment, When
from amparo.ingest.proposals import Value
from amparo.ingest.tables import Table, quoted
from amparo.statements import interval, nearest, vocabulary
from amparo.statements.phrases import DateConvention, ReadDate, read_date

_AGE = re.compile(
    r"(?P<years>\d{1,3})(?:\.0+)?\s*(?:(?:años?|years?(?:\s+old)?)(?:\s+(?:y|and)\s+(?:medio|a half|\d{1,2}\s+(?:mes(?:es)?|months?)))?)?",
    re.IGNORECASE,
)
_MONTHS_OLD = re.compile(r"(?P<months>\d{1,3})\s*(?:mes(?:es)?|months?)(?:\s+(?:de\s+\w+|old))?", re.IGNORECASE)
_DAYS_OLD = re.compile(r"\d{1,3}\s*(?:d[ií]as?|days?)(?:\s+(?:de\s+\w+|old))?", re.IGNORECASE)
_MISSING = object()


@attrs.frozen
class RowReader:
    """One row of a table by its headings; what is wrong with its cells is noted and the whole row then refused."""

    cells: Mapping[str, str]
    number: int
    dates: DateConvention
    problems: list[Problem] = attrs.field(factory=list)

    def text(self, column: str) -> str:
        """Return a cell without outer and doubled blanks, composed accents."""
        return tidy(self.cells[column])

    def printed(self, cell: Cell) -> str:
        """Return the text of a cell's columns, joined by a blank."""
        return " ".join(part for column in cell.columns if (part := self.text(column)))

    def holds(self, when: When | None) -> bool:
        """Say whether the row meets a condition; no condition is always met."""
        if when is None:
            return True
        found = self.text(when.column)
        if when.equals is not None:
            return (found.casefold() in when.equals) == when.filled
        return bool(found) == when.filled

    def values(self, cell: Cell) -> list[Value]:
        """Return what a cell says: nothing, one value, or several where it has a separator; unmapped words as the map says."""
        if not cell.columns:
            return [] if cell.value is None else cell.value if isinstance(cell.value, list) else [cell.value]
        printed = self.printed(cell)
        parts = [printed] if cell.separator is None else [tidy(part) for part in printed.split(cell.separator.strip() or cell.separator)]
        found = []
        for part in parts:
            meant = self._meant(part, cell)
            for value in meant if isinstance(meant, list) else [meant]:
                if value is not None and value is not _MISSING and value not in found:
                    found.append(value)
        return found

    def value(self, cell: Cell | None) -> Value | None:
        """Return what a cell says: a list only where it says several things."""
        found = [] if cell is None else self.values(cell)
        return found[0] if len(found) == 1 else found or None

    def moment(self, moment: Moment | None) -> ReadDate | None:
        """Return the date of a row, None where its cells are empty."""
        if moment is None:
            return None
        if moment.value is not None:
            return ReadDate(moment.value)
        if moment.column is not None:
            return self.date(moment.column)
        start, end = (self.date(column) if column else None for column in (moment.start, moment.end))
        if start is None and end is None:
            return None
        span = f"{start.edtf.partition('/')[0] if start else ''}/{end.edtf.rpartition('/')[2] if end else ''}"
        try:
            interval(span)
        except BadInput as refusal:
            self.problems.append(Problem(refusal.code, self.number, moment.end, refusal.values))
        return ReadDate(span)

    def date(self, column: str) -> ReadDate | None:
        """Return the date of one cell, None where it is empty."""
        printed = self.cells[column].strip()
        if not printed:
            return None
        try:
            return read_date(printed, self.dates)
        except BadInput as refusal:
            self.problems.append(Problem(refusal.code, self.number, column, refusal.values))
            return None

    def closed(self, dimension: str, cell: Cell) -> list[Value]:
        """Return the words of a closed dimension, from the map's words or the usual ones."""
        usual = usual_words(dimension)
        found = self.values(cell if cell.values is not None or not usual else attrs.evolve(cell, values=usual))
        known = vocabulary()["dimensions"][dimension]["values"]
        for part in found:
            if part not in known:
                self.refuse("ingest.word_unknown", cell, value=part, known=quoted(known))
        return found

    def age(self, cell: Cell) -> int | None:
        """Return full years of age; "30 años" is 30, "16 meses" is 1; what is no age is refused, or passed over where the map says skip."""
        printed = self.printed(cell) if cell.columns else str(cell.value)
        if not printed:
            return None
        meant = printed if cell.values is None else cell.values.get(printed.casefold(), printed)
        years = None if meant is None else years_of(str(meant))
        if years is None and meant is not None and cell.unmapped != "skip":
            self.refuse("ingest.not_an_age", cell, value=printed)
        return years

    def refuse(self, code: str, cell: Cell, **values: Any) -> None:  # Any: what the sentence prints
        """Note what is wrong with a cell."""
        self.problems.append(Problem(code, self.number, cell.columns[0] if cell.columns else None, values))

    def _meant(self, part: str, cell: Cell) -> Value | None:
        """Return what a printed word means under the map; an unknown one is refused, kept or passed over."""
        if cell.values is None:
            return part or None
        meant = cell.values.get(part.casefold(), _MISSING)
        if meant is not _MISSING or not part or cell.unmapped == "skip":
            return meant
        if cell.unmapped == "keep":
            return part
        near = nearest(part, list(cell.values))
        self.refuse("ingest.word_unmapped", cell, value=part, known=f'"{near}"' if near else quoted(cell.values))
        return None


def row_reader(table: Table, row: tuple[str, ...], number: int, dates: DateConvention) -> RowReader:
    """Return the reader of one row; a row of another length leaves the missing cells empty."""
    return RowReader(dict(zip(table.header, row + ("",) * len(table.header), strict=False)), number, dates)


def tidy(text: str) -> str:
    """Return a text with composed accents and single blanks."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def years_of(text: str) -> int | None:
    """
    Return the full years of an age as printed, None where it is none.

    >>> years_of("1 año y medio"), years_of("9 meses"), years_of("mayor")
    (1, 0, None)
    """
    if match := _AGE.fullmatch(text):
        years = int(match["years"])
    elif match := _MONTHS_OLD.fullmatch(text):
        years = int(match["months"]) // 12
    elif _DAYS_OLD.fullmatch(text):
        years = 0
    else:
        return None
    return years if years <= 120 else None


@cache
def usual_words(dimension: str) -> Mapping[str, str]:
    """Return the words that lists print for a closed dimension, and their tokens."""
    table: dict[str, dict[str, list[str]]] = yaml.safe_load((files("amparo.ingest") / "words.yml").read_text(encoding="utf-8"))
    return {word: token for token, words in table.get(dimension, {}).items() for word in words}
