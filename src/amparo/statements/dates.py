"""
Partial dates: an EDTF expression and the days that it may mean.

A date is text as a source supports it, and denotes an inclusive interval of
days; ``None`` at an end is the unbounded past or future. Read are EDTF levels
0 and 1 and unspecified digits anywhere:

    2026-02-05  2026-02  2026        a day, a month, a year
    1994~  1994?  1994%              about (widened by the table of margins), doubtful (not widened), both
    2026-01-14/2026-01-16            some day from one to the other; each end may carry ~ ? %
    ../2007-12-31  2026-01/..        open at one end; an empty side, and the empty text, mean the same
    199X  2026-XX  2026-XX-05        the hull of the days that fit
    XXXX-03-08                       unbounded: the year is never guessed
    2024-21 … 2024-24                a season; the hemisphere is not said, so both are allowed for

A time of day is dropped: the day stays as printed, whatever its zone.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import lru_cache
from typing import Literal

import attrs

from amparo.errors import BadInput
from amparo.statements.vocabulary import margin

type Interval = tuple[date | None, date | None]
type Precision = Literal["day", "month", "season", "year", "interval", "unspecified", "unknown"]

# [0-9], never \d: digits of other scripts are not EDTF.
_DATE = re.compile(r"(?P<year>[0-9X]{4})(?:-(?P<month>[0-9X]{2})(?:-(?P<day>[0-9X]{2}))?)?(?P<mark>[~?%]?)")
_TIME = re.compile(
    r"T(?:[01][0-9]|2[0-4]):[0-5][0-9](?::(?:[0-5][0-9]|60)(?:\.[0-9]+)?)?(?:Z|[+-](?:[01][0-9]|2[0-4])(?::?[0-5][0-9])?)?\Z"
)
_FAR_YEAR = re.compile(r"(?:-[0-9X]{4}(?:-[0-9X]{2}){0,2}|Y-?[0-9]+(?:E[0-9]+)?)[~?%]?")
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}


@attrs.frozen
class PartialDate:
    """
    A date as far as its source goes.

    Attributes:
        edtf: the expression, outer blanks removed.
        earliest, latest: the inclusive days it may mean; None is unbounded.
        precision: the unit it is written in.
        approximate: carries ``~`` or ``%`` at some end; the interval is widened already.
        uncertain: carries ``?`` or ``%``; the source doubts it, which moves no day.

    """

    edtf: str
    earliest: date | None
    latest: date | None
    precision: Precision
    approximate: bool = False
    uncertain: bool = False


def interval(edtf: str) -> Interval:
    """
    Return the first and the last day that an EDTF expression may mean; None is unbounded.

    >>> interval("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    >>> interval("XXXX-03-08")
    (None, None)
    """
    found = partial_date(edtf)
    return found.earliest, found.latest


def intervals(texts: Iterable[str | None]) -> tuple[list[date | None], list[date | None]]:
    """Return the first and the last days of many expressions as two columns; None reads as unknown."""
    known: dict[str | None, Interval] = {None: (None, None)}
    first: list[date | None] = []
    last: list[date | None] = []
    for text in texts:
        pair = known.get(text)
        if pair is None:
            pair = known[text] = interval(text or "")
        first.append(pair[0])
        last.append(pair[1])
    return first, last


def is_edtf(text: str) -> bool:
    """Say whether :func:`interval` takes the text."""
    try:
        partial_date(text)
    except BadInput:
        return False
    return True


def precision(edtf: str) -> Precision:
    """Return the unit in which an expression is written, e.g. ``month`` for ``2026-02~``."""
    return partial_date(edtf).precision


@lru_cache(maxsize=1 << 16)  # a national list has millions of dates, but few different ones
def partial_date(edtf: str) -> PartialDate:
    """Return the partial date of an EDTF expression, or raise what is wrong with it and what to write."""
    text = edtf.strip()
    if text == "":
        return PartialDate("", None, None, "unknown")
    if "/" not in text:
        return _single(text)
    start, _slash, end = text.partition("/")
    if "/" in end:
        raise BadInput("statements.date_not_edtf", value=text)
    ends = [PartialDate(side, None, None, "unknown") if side in {"", ".."} else _single(side) for side in (start, end)]
    earliest, latest = ends[0].earliest, ends[1].latest
    if earliest is not None and latest is not None and earliest > latest:
        raise BadInput("statements.date_reversed", value=text)
    return PartialDate(
        text,
        earliest,
        latest,
        "unknown" if earliest is None and latest is None else "interval",
        approximate=any(side.approximate for side in ends),
        uncertain=any(side.uncertain for side in ends),
    )


def _single(text: str) -> PartialDate:
    """Return the partial date of an expression without a slash."""
    match = _DATE.fullmatch(_TIME.sub("", text) if len(text) > len("2026-02-05T") else text)
    if match is None:
        raise BadInput("statements.date_year_out_of_range" if _FAR_YEAR.fullmatch(text) else "statements.date_not_edtf", value=text)
    year, month, day, mark = match.group("year", "month", "day", "mark")
    if year == "0000":
        raise BadInput("statements.date_year_out_of_range", value=text)
    if month in _SEASONS and day is None:
        unit: Precision = "season"
        earliest, latest = _season(year, month)
    else:
        unit = "unspecified" if "X" in text else "day" if day else "month" if month else "year"
        earliest, latest = _hull(year, month, day, text)
    approximate = mark in {"~", "%"}
    if approximate:
        earliest, latest = _widened(earliest, latest, _margin_unit(month, day))
    return PartialDate(text, earliest, latest, unit, approximate=approximate, uncertain=mark in {"?", "%"})


def _hull(year: str, month: str | None, day: str | None, text: str) -> Interval:
    """Return the first and last of the days that fit a pattern."""
    months, days = _fitting(month or "XX", 1, 12), _fitting(day or "XX", 1, 31)
    # A leap year among the four proves whether any year has such a day at all.
    years = [2000] if year == "XXXX" else _fitting(year, MINYEAR, MAXYEAR)
    first = _first_day(years, months, days)
    if first is None:
        raise BadInput("statements.date_not_a_day", value=text)
    if year == "XXXX":
        return None, None
    last = _first_day(years[::-1], months[::-1], days[::-1])
    # Year 0 fits "000X" and has no day in Python's calendar: the past stays open rather than cut off.
    return (None if year.replace("X", "0") == "0000" else first), last


def _fitting(pattern: str, low: int, high: int) -> Sequence[int]:
    """Return the numbers of a range whose digits fit a pattern, rising."""
    if "X" not in pattern:
        return [int(pattern)] if low <= int(pattern) <= high else []
    fits = re.compile(pattern.replace("X", "[0-9]")).fullmatch
    return [number for number in range(low, high + 1) if fits(f"{number:0{len(pattern)}d}")]


def _first_day(years: Iterable[int], months: Sequence[int], days: Sequence[int]) -> date | None:
    """Return the first day that exists, in the order given."""

    def existing() -> Iterator[date]:
        for year in years:
            for month in months:
                for day in days:
                    try:
                        yield date(year, month, day)
                    except ValueError:
                        continue

    return next(existing(), None)


def _season(year: str, code: str) -> Interval:
    """
    Return the days of a season in either hemisphere.

    Spring and autumn lie between March and December of the year. Summer and
    winter span two years in one hemisphere or the other, and sources name
    them after either one.
    """
    if year == "XXXX":
        return None, None
    years = _fitting(year, MINYEAR, MAXYEAR)
    if _SEASONS[code] in {"spring", "autumn"}:
        return date(years[0], 3, 1), date(years[-1], 12, 31)
    return (
        date(years[0] - 1, 12, 1) if years[0] > MINYEAR else None,
        date(years[-1] + 1, 3, 31) if years[-1] < MAXYEAR else None,
    )


def _margin_unit(month: str | None, day: str | None) -> Literal["day", "month", "year"]:
    """Return the smallest unit that is written out whole, which sets the margin of ``~``."""
    if month is None or "X" in month or month in _SEASONS:
        return "year"
    return "month" if day is None or "X" in day else "day"


def _widened(earliest: date | None, latest: date | None, unit: Literal["day", "month", "year"]) -> Interval:
    """Return an interval widened by the margin of its unit: days, or whole months for a year."""
    amount = margin(f"approximate_{unit}")
    if unit == "year":
        return (
            earliest and _months_later(earliest, -amount),
            # The end is reckoned from the day after it, so that whole months stay whole.
            latest and (None if latest == date.max else _day_before(_months_later(latest + timedelta(days=1), amount))),
        )
    return earliest and _days_later(earliest, -amount), latest and _days_later(latest, amount)


def _months_later(day: date, months: int) -> date | None:
    """Return the same day of another month (its last, where it is shorter); None beyond the calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        return None
    return _first_day([year], [month + 1], range(day.day, 0, -1))


def _days_later(day: date, days: int) -> date | None:
    """Return another day; None beyond the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def _day_before(day: date | None) -> date | None:
    """Return the day before, None where there is none."""
    return None if day is None else _days_later(day, -1)
