"""Dates that name their place in the calendar: days, months, years, parts of them, seasons, feasts."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

import attrs

from amparo.ingest.reports.days.date_patterns import SPANISH_MONTHS, month_words, season_words, section
from amparo.ingest.reports.days.told_dates import Told, capital_month, day_number, month_in, nearest_year, same_day, years_in
from amparo.ingest.reports.words.text import folded
from amparo.statements import interval, to_edtf
from amparo.statements.date_words import numbered, parts


def _plain(told: Told) -> str | None:
    return to_edtf(told.expression)


def _numeric(told: Told) -> str | None:
    day, month, year = told.match.groups()
    return date(int(year), int(month), int(day)).isoformat()


def _day(told: Told) -> str | None:
    """8 de enero · January 8, 2026 · Thursday, 5 February."""
    if not capital_month(told.printed):
        return None
    body, printed_year, which = told.match.group(1), told.match.group(2), told.match.group(3) or ""
    month, day = month_in(body), day_number(body)
    if month is None or day is None or (not printed_year and _names_a_group(told, body)):
        return None
    if which in {"pasado", "ultimo"}:
        year = nearest_year(attrs.evolve(told, ahead=False), month, day)
    elif which in {"proximo", "next year"}:
        year = nearest_year(attrs.evolve(told, ahead=True), month, day)
    elif "pasado" in which or "last" in which:
        year = told.published.year - 1
    elif which and "ese" not in which:
        year = told.published.year
    else:
        year = int(printed_year) if printed_year else nearest_year(told, month, day)
    return date(year, month, day).isoformat()


def _names_a_group(told: Told, body: str) -> bool:
    """Say whether a Spanish month with a capital is of a name: el Movimiento 10 de Octubre."""
    start = told.match.start(1)
    printed = told.text[start : start + len(body)]
    return re.search(r"\bde [A-Z]", printed) is not None and told.text[max(0, start - 3) : start].strip().lower() not in {
        "el",
        "al",
        "del",
        "",
    }


def _day_of_number(told: Told) -> str | None:
    """El pasado día 23 · el día 8 · el próximo 18: the last such day, the next one where it is said to come."""
    day = int(re.sub(r"\D", "", told.match.group(1)))
    step = timedelta(days=1 if "proximo" in told.expression else -1)
    candidate = told.published
    for _ in range(62):
        if candidate.day == day:
            return candidate.isoformat()
        candidate += step
    return None


def _first_days(told: Told) -> str | None:
    """Primeros días de enero · the last week of May 2021: ten days, or seven, at an end of the month."""
    days, week, named, printed_year = told.match.groups()
    month = month_in(named)
    if month is None or not capital_month(told.printed):
        return None
    year = int(printed_year) if printed_year else nearest_year(told, month, None)
    last = same_day(year, month, 31).day
    size = 7 if week else 10
    first = 1 if (days or week) in {"primeros", "first", "opening", "primera"} else last - size + 1
    return f"{date(year, month, first)}/{date(year, month, first + size - 1)}"


def _part_of_that(told: Told) -> str | None:
    """Late last month · early this year."""
    part, which, unit = told.match.groups()
    if unit == "year":
        low, high, *_ = _part(part)
        year = told.published.year - (which == "last")
        return f"{year}-{low:02d}/{year}-{high:02d}"
    month = told.published.replace(day=1)
    month = (month - timedelta(days=1)).replace(day=1) if which == "last" else month
    return _days_of_part(part, month.year, month.month)


def _range(told: Told) -> str | None:
    """Entre el 8 y el 20 de enero · from January 8 to February 4."""
    if not capital_month(told.printed):
        return None
    left, left_year, right, right_year = told.match.groups()
    if month_in(left) is None and month_in(right) is None:
        return None
    if (
        month_in(left) is None
        and re.match(r"(?:y|and)\b", told.plain[told.match.end(1) :].lstrip())
        and not re.match(r"entre|between", told.expression)
        and (day_number(right) or 0) - (day_number(left) or 0) != 1  # "5 y 6 de enero" is one stretch
    ):
        return None
    right_month = month_in(right) or month_in(left)
    left_month = month_in(left) or right_month
    first_day, last_day = day_number(left), day_number(right)
    if left_month is None or right_month is None or first_day is None or last_day is None:
        return None
    year = int(right_year or left_year or nearest_year(told, right_month, last_day))
    start_year = int(left_year) if left_year else year - (left_month > right_month)
    start, end = date(start_year, left_month, first_day), date(year, right_month, last_day)
    return f"{start}/{end}" if start < end else None


def _number_of_weekday(told: Told) -> str | None:
    """Jueves 5: the day of that number which is that weekday, within a month of the publication."""
    weekday, day = numbered("weekdays")[told.match.group(1)], day_number(told.match.group(2) or told.match.group(3))
    for offset in sorted(range(-31, 32), key=lambda n: (abs(n), n)):
        candidate = told.published + timedelta(days=offset)
        if candidate.day == day and candidate.weekday() == weekday and (offset <= 0 or told.ahead):
            return candidate.isoformat()
    return None


def _month_alone(told: Told) -> str | None:
    if not told.printed[0].isupper() and not capital_month(told.printed):
        return None
    month, after = month_in(told.match.group(1)), told.match.group(2) or ""
    if told.printed[0].isupper() and told.match.group(1) in SPANISH_MONTHS and re.match(r"\s[A-ZÁÉÍÓÚÑ]", told.text[told.match.end() :]):
        return None  # Julio Rondón
    before = re.search(r"\b([A-Z][a-z]+)\s$", told.text[max(0, told.match.start() - 14) : told.match.start()])
    if told.match.group(1) in {"may", "june", "april", "august"} and before and before[1].lower() not in section("before_month"):
        return None  # Thiri May Win
    if told.match.group(1) in SPANISH_MONTHS and told.printed[0].isupper() and re.search(r"\d de $", told.plain[: told.match.start()][-6:]):
        return None  # the Movimiento 10 de Octubre
    if month is None or (told.match.group(1) in {"mayo", "may"} and "\n" in told.printed):
        return None
    if told.match.group(1) in {"may", "march", "august"} and re.search(
        r"\b(?:i|we|he|she|it|they|you|that|which|who)\s$", told.plain[: told.match.start()][-8:]
    ):
        return None
    year = nearest_year(told, month, None)
    joined = re.match(
        rf"\s*(?:,|y|and|e|o|or|-)\s*{month_words()}\s+(?:de\s+|del\s+|of\s+)?((?:1[89]|20)\d\d)\b", told.plain[told.match.end() :]
    )
    if joined and not after:
        year = int(joined.group(1))  # abril y mayo de 2018
    elif re.search(r"año pasado|last year", after) or "last year" in after:
        year = told.published.year - 1
    elif "este año" in after or "this year" in after:
        year = told.published.year
    elif ("same" in after or "mismo" in after or "ese" in after or "that" in after) and told.before:
        year = int(years_in(told.before[-1])[-1])
    return f"{year:04d}-{month:02d}"


def _month_of_year(told: Told) -> str | None:
    month = month_in(told.match.group(1))
    return f"{told.match.group(2)}-{month:02d}" if month else None


def _month_range(told: Told) -> str | None:
    left, left_year, right, right_year = told.match.groups()
    first, last = month_in(left), month_in(right)
    if first is None or last is None:
        return None
    year = int(right_year) if right_year else nearest_year(told, last, None)
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
    year = told.published.year - bool(re.search("pasado|last", told.expression))
    if (
        year == told.published.year
        and low > told.published.month
        and not told.ahead
        and "this" not in told.expression
        and "este" not in told.expression
    ):
        year -= 1
    return f"{year}-{low:02d}/{year}-{high:02d}"


def _part_of_month(told: Told) -> str | None:
    if not capital_month(told.printed):
        return None
    month = month_in(told.match.group(1))
    if month is None:
        return None
    year = int(told.match.group(2)) if told.match.group(2) else nearest_year(told, month, None)
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


def _feast(told: Told) -> str | None:
    feasts = {folded(word): key for key, words in section("feasts").items() for word in words}
    name = re.sub(r"\s+(?:de\s+|of\s+)?\d{4}$", "", told.expression)
    month, day = map(int, feasts[name].split("-"))
    year = int(told.match.group(1)) if told.match.group(1) else nearest_year(told, month, day)
    return date(year, month, day).isoformat()


RULES: Mapping[str, Callable[[Told], str | None]] = {
    "iso": _plain,
    "numeric": _numeric,
    "range": _range,
    "day": _day,
    "day_of_week_number": _number_of_weekday,
    "day_number": _day_of_number,
    "first_days": _first_days,
    "part_of_that": _part_of_that,
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
    "feast": _feast,
}
