"""One date of a phrase: numbers or words in the order of a convention, parts of it possibly left to its neighbour."""

import re
from functools import cache
from typing import Literal

import attrs

from amparo.errors import BadInput
from amparo.statements import interval
from amparo.statements.date_words import either, leading, numbered, parts

type Order = Literal["dmy", "mdy", "ymd"]

_TWO = r"(?:[0-9]{1,2}|xx|\?\?)"
_YEAR = r"(?:[0-9]{4}|[0-9]{3}x|[0-9]{2}xx)"
_TRIPLE = re.compile(rf"(?P<a>{_TWO})\s*(?P<sep>[./-])\s*(?P<b>{_TWO})\s*(?P=sep)\s*(?P<year>{_YEAR}|[0-9]{{2}})")
_YEAR_FIRST = re.compile(rf"(?P<year>{_YEAR})\s*(?P<sep>[./-])\s*(?P<month>{_TWO})(?:\s*(?P=sep)\s*(?P<day>{_TWO}))?")
_MONTH_YEAR = re.compile(rf"(?P<month>{_TWO})\s*[./-]\s*(?P<year>{_YEAR})")
_ONLY_YEAR = re.compile(rf"(?:(?:año|year)\s+)?(?P<year>{_YEAR})(?:\.0+)?")
_PAIR = re.compile(rf"(?P<a>{_TWO})\s*[./-]\s*(?P<b>{_TWO})")
_NUMBER = re.compile(rf"(?P<number>{_TWO})")
_DECADE = re.compile(r"(?P<decade>[0-9]{3})0")
_UNKNOWN = {"0", "00", "x", "xx", "??"}
_OPENING = re.compile(r"(?:el|la|los|las|lo|a|al|de|del|en|durante|the|on|in|at|of|during|dia|day|mes|month)\s+")
_HALVES = {"early": (1, 6), "mid": (4, 9), "late": (7, 12)}


@attrs.frozen
class Atom:
    """
    One date as printed: ``"1976"``, ``"06"``, ``"24"``; None is not said, ``"XX"`` said to be unknown.

    ``number`` is a bare number whose unit its neighbour decides ("24 o 26.06.1976").
    """

    year: str | None = None
    month: str | None = None
    day: str | None = None
    part: str | None = None
    weekday: int | None = None
    number: str | None = None

    @property
    def unit(self) -> str:
        """The smallest unit that the date gives: day, month, year, or none."""
        units = {"day": self.day, "month": self.month, "year": self.year}
        return next((unit for unit, digits in units.items() if digits not in {None, "XX"}), "none")


def read_atom(text: str, order: Order | None, pivot: int | None) -> Atom | None:
    """Return the date that the whole text is, or None where it is none; a date that cannot be is refused."""
    part, weekday = None, None
    while opening := _OPENING.match(text):
        text = text[opening.end() :]
    if match := _part_pattern().fullmatch(text):
        part, text = parts()[match["part"]], match["rest"]
    elif match := re.fullmatch(rf"(?P<weekday>{either('weekdays')})\.?,?\s+(?P<rest>.+)", text):
        weekday, text = numbered("weekdays")[match["weekday"]], match["rest"]
    while opening := _OPENING.match(text):
        text = text[opening.end() :]
    found = _worded(text, pivot) or _numeric(text, order, pivot)
    if found is None or (part is not None and (found.day is not None or found.number is not None)):
        return None
    return attrs.evolve(found, part=part, weekday=weekday)


def completed(left: Atom, right: Atom) -> Atom | None:
    """Return the left date of a pair with what it leaves to the right one; None where the two do not match."""
    if left.number is not None:
        if right.unit == "day":
            return attrs.evolve(right, day=left.number, number=None, weekday=None)
        if right.unit == "month" and right.day in {None, "XX"}:
            return attrs.evolve(right, month=left.number, number=None)
        return None
    if left.year is not None:
        return left
    if left.unit != right.unit:
        return None
    return attrs.evolve(left, year=right.year)


def atom_edtf(atom: Atom, text: str) -> str:
    """Return the EDTF of a whole date; a part of a month or year is an interval; a day that does not exist is refused."""
    if atom.number is not None:
        raise BadInput("statements.date_unreadable", value=text)
    if atom.year is None:
        raise BadInput("statements.date_no_year", value=text)
    year, month, day = atom.year, _known(atom.month), _known(atom.day)
    if set(year) <= {"0"}:
        return ""
    if day is not None and month is None:
        raise BadInput("statements.date_not_a_day", value=text)
    edtf = "-".join(piece for piece in (year, month, day) if piece is not None)
    try:
        first, last = interval(edtf)
    except BadInput as refusal:
        raise BadInput(refusal.code, value=text) from None
    if atom.weekday is not None and day is not None and first is not None and first == last and first.weekday() != atom.weekday:
        raise BadInput("statements.date_weekday", value=text)
    return edtf if atom.part is None else _part(edtf, atom.part, text)


def _part(edtf: str, part: str, text: str) -> str:
    """Return the early, middle or late half of a month or a year."""
    first, last = interval(edtf)
    if first is None or last is None or "X" in edtf or len(edtf) not in {4, 7}:
        raise BadInput("statements.date_unreadable", value=text)
    if len(edtf) == 4:
        low, high = _HALVES[part]
        return f"{edtf}-{low:02d}/{edtf}-{high:02d}"
    low, high = {"early": (1, 15), "mid": (8, 23), "late": (16, last.day)}[part]
    return f"{edtf}-{low:02d}/{edtf}-{high:02d}"


def _known(digits: str | None) -> str | None:
    """Return two digits, or None where the source says or prints that they are unknown."""
    return None if digits is None or digits == "XX" else digits


def _two(digits: str | None) -> str | None:
    """Return one or two printed digits as two; zeros and crosses say that the number is unknown."""
    if digits is None:
        return None
    return "XX" if digits in _UNKNOWN else digits.zfill(2)


def _full_year(digits: str, pivot: int | None, text: str) -> str:
    """Return four digits of a year; two need the map to say from which number on they mean the last century."""
    if len(digits) == 4:
        return digits.upper()
    if pivot is None:
        raise BadInput("statements.date_short_year", value=text)
    return ("20" if int(digits) < pivot else "19") + digits


@cache
def _part_pattern() -> re.Pattern[str]:
    words = "|".join(sorted(parts(), key=len, reverse=True))
    return re.compile(rf"(?P<part>{words})(?:\s+(?:de|del|of|in)\s+|\s*-\s*|\s+)(?P<rest>.+)")


@cache
def _word_patterns() -> tuple[re.Pattern[str], ...]:
    month = rf"(?P<month>{either('months')})\.?"
    year = r"(?P<year>[0-9]{4}|'?[0-9]{2})"
    day = r"(?P<day>[0-9]{1,2})"
    between = r"(?:\s*,?\s*(?:de|del|of)\s+|\s*,\s*|\s+|\s*[-/.]\s*)(?:(?:año|year)\s+)?"
    to_month = r"(?:\s*[-/.]\s*|\s+)(?:de\s+|of\s+)?(?:mes\s+de\s+)?"
    return tuple(
        re.compile(pattern)
        for pattern in (
            rf"{day}{to_month}{month}{between}{year}",
            rf"{month}\s+{day}(?:\s*,\s*|\s+)(?P<year>[0-9]{{4}})",
            rf"{month}{between}{year}",
            rf"{day}{to_month}{month}",
            rf"{month}\s+{day}",
            month,
        )
    )


@cache
def _season_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?P<season>{either('seasons')})(?:\s+(?:de|del|of))?\s+(?P<year>[0-9]{{4}})")


def _worded(text: str, pivot: int | None) -> Atom | None:
    """Return a date with a month, a season or a decade in words."""
    if match := _season_pattern().fullmatch(text):
        return Atom(match["year"], str(numbered("seasons")[match["season"]]))
    decade = leading("decade").fullmatch(text)
    if match := _DECADE.fullmatch(decade["rest"]) if decade else re.fullmatch(r"(?P<decade>[0-9]{3})0s", text):
        return Atom(match["decade"] + "X")
    for pattern in _word_patterns():
        if match := pattern.fullmatch(text):
            found = match.groupdict()
            if pivot is not None and _is_day_or_year(text):
                raise BadInput("statements.date_month_and_number", value=text)
            year = _full_year(found["year"].lstrip("'"), pivot, text) if found.get("year") else None
            return Atom(year, f"{numbered('months')[found['month']]:02d}", _two(found.get("day")))
    return None


def _is_day_or_year(text: str) -> bool:
    """Say whether a month and a bare number of two digits are all there is: "May 26" may be a day of any year, or a month of 2026."""
    match = re.fullmatch(rf"(?:{either('months')})\.?\s+(?P<number>[0-9]{{2}})", text)
    return match is not None and 1 <= int(match["number"]) <= 31


def _numeric(text: str, order: Order | None, pivot: int | None) -> Atom | None:
    """Return a date in numbers."""
    if match := _TRIPLE.fullmatch(text):
        if order == "ymd" and len(match["year"]) == 2:
            return Atom(_full_year(match["a"].zfill(2), pivot, text), _two(match["b"]), _two(match["year"]))
        month, day = _ordered(match["a"], match["b"], order, text)
        return Atom(_full_year(match["year"], pivot, text), month, day)
    if match := _YEAR_FIRST.fullmatch(text):
        return Atom(match["year"].upper(), _two(match["month"]), _two(match["day"]))
    if match := _MONTH_YEAR.fullmatch(text) or _ONLY_YEAR.fullmatch(text):
        return Atom(match["year"].upper(), _two(match.groupdict().get("month")))
    if match := _PAIR.fullmatch(text):
        month, day = _ordered(match["a"], match["b"], order, text)
        return Atom(None, month, day)
    if match := _NUMBER.fullmatch(text):
        return Atom(number=_two(match["number"]))
    return None


def _ordered(a: str, b: str, order: Order | None, text: str) -> tuple[str | None, str | None]:
    """Return month and day of two numbers; without a convention, numbers that could be either are refused."""
    first, second = _two(a), _two(b)
    if order == "mdy":
        return first, second
    if order in {"dmy", "ymd"}:
        return second, first
    day_first, month_first = _may_be(day=first, month=second), _may_be(day=second, month=first)
    if day_first and month_first and first != second:
        raise BadInput("statements.date_ambiguous", value=text)
    return (first, second) if month_first else (second, first)


def _may_be(*, day: str | None, month: str | None) -> bool:
    """Say whether two numbers can be a day and a month; an unknown month has no known day."""
    if day is None or month is None:
        return False
    return (day == "XX" or int(day) <= 31) and (int(month) <= 12 if month != "XX" else day == "XX")
