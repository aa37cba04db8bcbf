"""What a date expression means on the day of publication: one function a rule, EDTF or None."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache

import attrs

from amparo.errors import BadInput
from amparo.ingest.reports.date_patterns import either, month_words, season_words, section
from amparo.ingest.reports.text import folded
from amparo.statements import interval, to_edtf
from amparo.statements.date_words import numbered, parts

_SPANISH = frozenset(
    [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "setiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ]
)
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_LONG_AGO = 2  # a day told without a year is of the last twelve months, whichever the year
_SMALL = {
    "un": 1,
    "una": 1,
    "uno": 1,
    "a": 1,
    "an": 1,
    "one": 1,
    "dos": 2,
    "two": 2,
    "tres": 3,
    "three": 3,
    "cuatro": 4,
    "four": 4,
    "cinco": 5,
    "five": 5,
    "seis": 6,
    "six": 6,
    "siete": 7,
    "seven": 7,
    "ocho": 8,
    "eight": 8,
    "nueve": 9,
    "nine": 9,
    "diez": 10,
    "ten": 10,
    "once": 11,
    "eleven": 11,
    "doce": 12,
    "twelve": 12,
    "quince": 15,
    "fifteen": 15,
    "dieciocho": 18,
    "eighteen": 18,
    "veinte": 20,
    "twenty": 20,
    "treinta": 30,
    "thirty": 30,
}


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


def resolved(rule: str, told: Told) -> str | None:
    """Return the EDTF of an expression; None where it is no date after all."""
    try:
        return _RULES[rule](told)
    except (BadInput, ValueError, OverflowError):
        return None


def _plain(told: Told) -> str | None:
    return to_edtf(told.expression)


def _capital_month(printed: str) -> bool:
    """Say whether what may be a month is not the verb "may" or "march"."""
    return re.search(r"\b(?:may|march|august)\b", printed) is None


def _month(text: str) -> int | None:
    match = re.search(month_words(), text)
    return numbered("months").get(match.group().rstrip(".")) if match else None


def _day_number(text: str) -> int | None:
    if "primero" in text:
        return 1
    numbers = [int(digits) for digits in re.findall(r"(?<!\d)(\d{1,2})(?!\d)", text)]
    return numbers[0] if numbers else None


def _nearest(told: Told, month: int, day: int | None) -> int:
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


def _day(told: Told) -> str | None:
    """8 de enero · January 8, 2026 · Thursday, 5 February."""
    if not _capital_month(told.printed):
        return None
    body, printed_year = told.match.group(1), told.match.group(2)
    month, day = _month(body), _day_number(body)
    if month is None or day is None:
        return None
    year = int(printed_year) if printed_year else _nearest(told, month, day)
    return date(year, month, day).isoformat()


def _range(told: Told) -> str | None:
    """Entre el 8 y el 20 de enero · from January 8 to February 4."""
    if not _capital_month(told.printed):
        return None
    left, left_year, right, right_year = told.match.groups()
    if _month(left) is None and _month(right) is None:
        return None
    if (
        _month(left) is None
        and re.match(r"(?:y|and)\b", told.plain[told.match.end(1) :].lstrip())
        and not re.match(r"entre|between", told.expression)
    ):
        return None
    right_month = _month(right) or _month(left)
    left_month = _month(left) or right_month
    first_day, last_day = _day_number(left), _day_number(right)
    if left_month is None or right_month is None or first_day is None or last_day is None:
        return None
    year = int(right_year or left_year or _nearest(told, right_month, last_day))
    start_year = int(left_year) if left_year else year - (left_month > right_month)
    start, end = date(start_year, left_month, first_day), date(year, right_month, last_day)
    return f"{start}/{end}" if start < end else None


def _number_of_weekday(told: Told) -> str | None:
    """Jueves 5: the day of that number which is that weekday, within a month of the publication."""
    weekday, day = numbered("weekdays")[told.match.group(1)], _day_number(told.match.group(2))
    for offset in sorted(range(-31, 32), key=lambda n: (abs(n), n)):
        candidate = told.published + timedelta(days=offset)
        if candidate.day == day and candidate.weekday() == weekday and (offset <= 0 or told.ahead):
            return candidate.isoformat()
    return None


def _month_alone(told: Told) -> str | None:
    if not told.printed[0].isupper() and not _capital_month(told.printed):
        return None
    month, after = _month(told.match.group(1)), told.match.group(2) or ""
    if told.printed[0].isupper() and told.match.group(1) in _SPANISH and re.match(r"\s[A-ZÁÉÍÓÚÑ]", told.text[told.match.end() :]):
        return None  # Julio Rondón
    if month is None or (told.match.group(1) in {"mayo", "may"} and "\n" in told.printed):
        return None
    if told.match.group(1) in {"may", "march", "august"} and re.search(
        r"\b(?:i|we|he|she|it|they|you|that|which|who)\s$", told.plain[: told.match.start()][-8:]
    ):
        return None
    year = _nearest(told, month, None)
    if "año pasado" in after or "last year" in after:
        year = told.published.year - 1
    elif "este año" in after or "this year" in after:
        year = told.published.year
    elif ("same" in after or "mismo" in after or "ese" in after or "that" in after) and told.before:
        year = int(_years_in(told.before[-1])[-1])
    return f"{year:04d}-{month:02d}"


def _month_of_year(told: Told) -> str | None:
    month = _month(told.match.group(1))
    return f"{told.match.group(2)}-{month:02d}" if month else None


def _month_range(told: Told) -> str | None:
    left, left_year, right, right_year = told.match.groups()
    first, last = _month(left), _month(right)
    if first is None or last is None:
        return None
    year = int(right_year) if right_year else _nearest(told, last, None)
    start = int(left_year) if left_year else year - (first > last)
    return f"{start}-{first:02d}/{year}-{last:02d}"


def _part(text: str) -> tuple[int, int, int, int]:
    words = sorted(parts(), key=len, reverse=True)
    word = next(word for word in words if re.search(rf"\b{re.escape(word)}\b", text))
    found: tuple[int, int, int, int] = tuple(section("parts")[parts()[word]])
    return found


def _part_of_year(told: Told) -> str | None:
    low, high, *_ = _part(told.expression)
    if re.search(r"primera mitad|first half", told.expression):
        low, high = 1, 6
    elif re.search(r"segunda mitad|second half", told.expression):
        low, high = 7, 12
    return f"{told.match.group(1)}-{low:02d}/{told.match.group(1)}-{high:02d}"


def _part_of_this_year(told: Told) -> str | None:
    low, high, *_ = _part(told.expression)
    year = told.published.year
    if low > told.published.month and not told.ahead and "this" not in told.expression and "este" not in told.expression:
        year -= 1
    return f"{year}-{low:02d}/{year}-{high:02d}"


def _part_of_month(told: Told) -> str | None:
    if not _capital_month(told.printed):
        return None
    month = _month(told.match.group(1))
    if month is None:
        return None
    year = int(told.match.group(2)) if told.match.group(2) else _nearest(told, month, None)
    return _days_of_part(told.expression, year, month)


def _part_of_this_month(told: Told) -> str | None:
    month = told.published.replace(day=1)
    if re.search(r"last|pasado", told.expression):
        month = (month - timedelta(days=1)).replace(day=1)
    return _days_of_part(told.expression, month.year, month.month)


def _days_of_part(text: str, year: int, month: int) -> str:
    *_, low, high = _part(text)
    if re.search(r"primera (?:quincena|mitad)|first half", text):
        low, high = 1, 15
    elif re.search(r"segunda (?:quincena|mitad)|second half", text):
        low, high = 16, 31
    end = interval(f"{year}-{month:02d}")[1]
    assert end is not None
    return f"{year}-{month:02d}-{low:02d}/{year}-{month:02d}-{min(high, end.day):02d}"


def _years(told: Told) -> str | None:
    first, last = told.match.groups()
    return f"{first}/{last}" if int(first) < int(last) else None


def _year(told: Told) -> str | None:
    year = int(told.match.group(1))
    return str(year) if 1900 <= year <= told.published.year + 15 else None


def _decade(told: Told) -> str | None:
    short, full = told.match.group(1) or told.match.group(3), told.match.group(2) or told.match.group(4)
    if full:
        return full[:3] + "X"
    return ("19" if int(short) > 20 else "20") + short[0] + "X"


def _season(told: Told) -> str | None:
    word, year = [part for part in told.match.groups() if part]
    return f"{year}-{season_words()[word]}"


def _quarter(told: Told) -> str | None:
    order = {
        "primer": 0,
        "first": 0,
        "segundo": 1,
        "second": 1,
        "tercer": 2,
        "third": 2,
        "cuarto": 3,
        "fourth": 3,
        "last": -1,
        "ultimo": -1,
    }
    size = {"trimestre": 3, "quarter": 3, "cuatrimestre": 4, "semestre": 6, "half": 6}[told.match.group(2)]
    number = order[told.match.group(1)] % (12 // size)
    named = told.match.group(3) or ""
    if told.match.group(2) == "half" and not named:
        return None
    year = int(named) if named.isdigit() else told.published.year - ("pasado" in named)
    if not named and number * size + 1 > told.published.month:
        year -= 1
    return f"{year}-{number * size + 1:02d}/{year}-{(number + 1) * size:02d}"


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


def _feast(told: Told) -> str | None:
    feasts = {folded(word): key for key, words in section("feasts").items() for word in words}
    name = re.sub(r"\s+(?:de\s+|of\s+)?\d{4}$", "", told.expression)
    month, day = map(int, feasts[name].split("-"))
    year = int(told.match.group(1)) if told.match.group(1) else _nearest(told, month, day)
    return date(year, month, day).isoformat()


def _count(word: str) -> int | None:
    return int(word) if word.isdigit() else _SMALL.get(word)


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
        start = _same_day(year, month + 1, told.published.day).isoformat()
    return f"{start.rstrip('~')}/{told.published}"


def _same_day(year: int, month: int, day: int) -> date:
    last = interval(f"{year:04d}-{month:02d}")[1]
    assert last is not None
    return date(year, month, min(day, last.day))


def _numeric(told: Told) -> str | None:
    day, month, year = told.match.groups()
    return date(int(year), int(month), int(day)).isoformat()


def _years_in(edtf: str) -> list[str]:
    return _YEAR.findall(edtf) or ["0"]


_RULES: Mapping[str, Callable[[Told], str | None]] = {
    "iso": _plain,
    "numeric": _numeric,
    "range": _range,
    "day": _day,
    "day_of_week_number": _number_of_weekday,
    "part_of_month": _part_of_month,
    "part_of_year": _part_of_year,
    "part_of_this_year": _part_of_this_year,
    "part_of_this_month": _part_of_this_month,
    "month": _month_of_year,
    "month_alone": _month_alone,
    "month_range": _month_range,
    "years": _years,
    "quarter": _quarter,
    "year": _year,
    "decade": _decade,
    "season": _season,
    "weekday": _weekday,
    "days": _days,
    "whole": _whole,
    "weekend": _weekend,
    "feast": _feast,
    "ago": _ago,
    "apart": _apart,
    "next_day": _next_day,
    "past": _past,
}
