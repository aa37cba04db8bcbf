"""What a date expression means on the day of publication: EDTF, or None where it is no date after all."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache

from amparo.errors import BadInput
from amparo.ingest.reports.days import calendar_dates
from amparo.ingest.reports.days.date_patterns import either, section
from amparo.ingest.reports.days.told_dates import Told, same_day
from amparo.ingest.reports.words.text import folded
from amparo.statements import interval
from amparo.statements.date_words import numbered


def resolved(rule: str, told: Told) -> str | None:
    """Return the EDTF of an expression; None where it is no date after all."""
    try:
        return _RULES[rule](told)
    except (BadInput, ValueError, OverflowError):
        return None


def _weekday(told: Told) -> str | None:
    """Jueves · el pasado viernes · next Monday: the last such day, the publication itself among them."""
    before, word, after = told.match.groups()
    weekday, back = numbered("weekdays")[word], 0
    told_words = f"{told.expression}"
    back = (told.published.weekday() - weekday) % 7
    if re.search(rf"\b(?:{either(section('next'))})\b", told_words) or (
        told.ahead and not re.search(rf"\b(?:{either(section('last'))})\b", told_words)
    ):
        return (told.published + timedelta(days=(weekday - told.published.weekday() - 1) % 7 + 1)).isoformat()
    if back == 0 and re.search(rf"\b(?:{either(section('last'))})\b", told_words):
        back = 7
    del before, after
    return (told.published - timedelta(days=back)).isoformat()


@cache
def _offsets(name: str) -> Mapping[str, tuple[str, int]]:
    """Return the phrases of a section with unit and number."""
    found = {}
    for key, value in section(name).items():
        rows = value.items() if isinstance(value, dict) else [(key, value)]
        for number, words in rows:
            for word in words:
                found[folded(word)] = (str(key), int(number))
    return found


def _days(told: Told) -> str | None:
    return (told.published + timedelta(days=_offsets("days")[told.expression][1])).isoformat()


def _whole(told: Told) -> str | None:
    unit, number = next(
        row for word, row in sorted(_offsets("whole").items(), key=lambda one: -len(one[0])) if told.expression.endswith(word)
    )
    return _unit_around(told.published, unit, number)


def _unit_around(day: date, unit: str, number: int) -> str:
    """Return the week, month or year that lies a number of units from a day's."""
    if unit == "week":
        monday = day - timedelta(days=day.weekday()) + timedelta(weeks=number)
        return f"{monday}/{monday + timedelta(days=6)}"
    if unit == "month":
        year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
        return f"{year:04d}-{month + 1:02d}"
    return f"{day.year + number:04d}"


def _weekend(told: Told) -> str | None:
    saturday = told.published - timedelta(days=(told.published.weekday() - 5) % 7)
    if told.ahead:
        saturday += timedelta(days=7)
    return f"{saturday}/{saturday + timedelta(days=1)}"


def _count(word: str) -> int | None:
    return int(word) if word.isdigit() else section("small_numbers").get(word)


def _unit(word: str) -> str:
    for unit, stems in {
        "day": "dia day",
        "week": "seman week",
        "month": "mes month",
        "year": "año year",
        "decade": "decad",
        "hour": "hora hour",
    }.items():
        if word.startswith(tuple(stems.split())):
            return unit
    raise ValueError(word)


def _shifted(day: date, unit: str, number: int) -> str | None:
    """Return what lies a number of units from a day, as precise as the unit."""
    match unit:
        case "day":
            return (day + timedelta(days=number)).isoformat()
        case "hour":
            return (day + timedelta(hours=number)).isoformat()
        case "week":
            return f"{day + timedelta(weeks=number)}~"
        case "decade":
            return f"{day.year + 10 * number}~"
    return _unit_around(day, unit, number)


def _ago(told: Told) -> str | None:
    words = [part for part in told.match.groups() if part]
    number = _count(words[0])
    before = told.plain[max(0, told.match.start() - 14) : told.match.start()]
    if re.search(r"(?:mas de|casi) ", told.expression) or re.search(r"\b(?:more than|over|nearly|almost)\s$", before):
        return None  # more than two years ago is no date
    return None if number is None else _shifted(told.published, _unit(words[1]), -number)


def _apart(told: Told) -> str | None:
    """Two years earlier · un mes después: from the date told before."""
    number, unit = _count(told.match.group(1)), _unit(told.match.group(2))
    if number is None or not told.before:
        return None
    sign = -1 if re.match("antes|earlier|before|previous", told.match.group(3)) else 1
    first = interval(told.before[-1])[0]
    if first is None:
        return None
    if unit in {"day", "week"} and len(told.before[-1]) < 10:
        return None
    if unit == "month" and len(told.before[-1]) < 7:
        return None
    return _shifted(first, unit, sign * number)


def _next_day(told: Told) -> str | None:
    if not told.before or len(told.before[-1]) != 10:
        return None
    first = interval(told.before[-1])[0]
    if first is None:
        return None
    words = told.expression
    shift = 1 if re.search("siguiente|following|next", words) else 0 if re.search("mismo|same", words) else -1
    return (first + timedelta(days=shift)).isoformat()


def _past(told: Told) -> str | None:
    """Los últimos tres meses · the past week: up to the publication."""
    words = [part for part in told.match.groups() if part]
    number = _count(words[0]) if len(words) == 2 else 1
    unit = _unit(words[-1])
    several = len(words) == 1 and words[-1].endswith("s") and not words[-1].endswith("mes")
    if several or unit in {"year", "decade"}:
        return None  # in recent years is no date
    if number is None or (len(words) == 1 and unit == "hour"):
        return None
    start = (
        _shifted(told.published, unit, -number) if unit != "hour" else (told.published - timedelta(days=max(1, number // 24))).isoformat()
    )
    if start is None:
        return None
    if unit in {"month", "year"}:
        months = number * (12 if unit == "year" else 1)
        year, month = divmod(told.published.year * 12 + told.published.month - 1 - months, 12)
        start = same_day(year, month + 1, told.published.day).isoformat()
    return f"{start.rstrip('~')}/{told.published}"


_RULES: Mapping[str, Callable[[Told], str | None]] = {
    **calendar_dates.RULES,
    "weekday": _weekday,
    "days": _days,
    "whole": _whole,
    "weekend": _weekend,
    "ago": _ago,
    "apart": _apart,
    "next_day": _next_day,
    "past": _past,
}
