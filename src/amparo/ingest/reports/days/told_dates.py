"""A date expression in its place, and what every rule asks of it: its month and day, the year that is meant."""

import re
from datetime import date

import attrs

from amparo.ingest.reports.days.date_patterns import any_month, month_words
from amparo.statements import interval
from amparo.statements.date_words import numbered

_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")


@attrs.frozen
class Told:
    """
    An expression in its place.

    Attributes:
        before: the dates told before it, the last one last.
        ahead: the clause speaks of what is to come.
        near: the date just before it in the paragraph.
    """

    match: re.Match[str]
    text: str
    plain: str
    published: date
    before: tuple[str, ...]
    ahead: bool
    near: str | None

    @property
    def expression(self) -> str:
        """The expression in lower case without accents."""
        return self.match.group()

    @property
    def printed(self) -> str:
        """The expression as printed."""
        return self.text[slice(*self.match.span())]


def capital_month(printed: str) -> bool:
    """Say whether what may be a month is not the verb "may" or "march"."""
    return re.search(r"\b(?:may|march|august)\b", printed) is None


def month_in(text: str) -> int | None:
    """Return the number of the month that a text names."""
    match = re.search(month_words(), text) or re.search(rf"(?<![a-z])(?:{any_month()})", text)
    return numbered("months").get(match.group().rstrip(".")) if match else None


def day_number(text: str) -> int | None:
    """Return the first number of one or two digits: the day."""
    if "primero" in text:
        return 1
    numbers = [int(digits) for digits in re.findall(r"(?<!\d)(\d{1,2})(?!\d)", text)]
    return numbers[0] if numbers else None


def nearest_year(told: Told, month: int, day: int | None) -> int:
    """Return the year of a month or day told without one: the last, the next if the clause looks ahead, or the year told just before."""
    published = told.published
    year = published.year
    key, now = (month, day or 1), (published.month, published.day if day else 31)
    first = interval(told.near)[0] if told.near is not None and 7 <= len(told.near) <= 10 else None
    if first is not None and year - 30 <= first.year < year and key >= (first.month, 1 if len(told.near or "") == 7 else first.day):
        return first.year
    if told.ahead:
        return year if key >= (published.month, published.day if day else 1) else year + 1
    return year if key <= now else year - 1


def years_in(edtf: str) -> list[str]:
    """Return the years that a date names, "0" where it names none."""
    return _YEAR.findall(edtf) or ["0"]


def same_day(year: int, month: int, day: int) -> date:
    """Return a day of a month, the last one where the month is shorter."""
    last = interval(f"{year:04d}-{month:02d}")[1]
    assert last is not None
    return date(year, month, min(day, last.day))
