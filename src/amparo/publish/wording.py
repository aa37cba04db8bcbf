"""How numbers, days, dates and bounds are written in Spanish and in English."""

import re
from datetime import date
from functools import lru_cache

from amparo.words import MONTHS, Language, say
from amparo.words import number_in_words as number

_SINGLE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d))?(?:-(?P<day>\d\d))?(?P<mark>[~?%]?)")
_UNNAMED_END = re.compile(r"(?<=\d{4})(?:-XX){1,2}$|(?<=\d{4}-\d\d)-XX$")
_DECADE = re.compile(r"(\d{3})X")
_YEARLESS = re.compile(r"XXXX-(0[1-9]|1[0-2])(?:-(\d\d))?")
_SEEN = 1 << 14  # the same days are said on many pages


def short_month(year: int, month: int, language: Language) -> str:
    """Return a month as an axis shows it: ``ene 2026``."""
    return f"{MONTHS[language][month - 1][:3].lower() if language == 'es' else MONTHS[language][month - 1][:3]} {year}"


@lru_cache(_SEEN)
def phrase(edtf: str | None, language: Language, *, article: bool = False) -> str:
    """
    Return a partial date in words that claim no more than it does; one that has no words here is printed as it is.

    ``article``: within a Spanish sentence a day takes its article, "desde *el* 8 de enero".

    >>> phrase("2026-02", "es"), phrase("2026-01-14/2026-01-16", "es"), phrase("1994~", "en")
    ('febrero de 2026', 'entre el 14 de enero de 2026 y el 16 de enero de 2026', 'about 1994')
    >>> phrase("XXXX-03-08", "es"), phrase("199X", "en"), phrase("2014-XX", "es")
    ('8 de marzo de un año que no se dice', 'the 1990s', '2014')
    """
    if not edtf:
        return say("publish.date_unknown", language)
    first, slash, last = edtf.partition("/")
    if not slash:
        return _single(first, language, article=article)
    open_start, open_end = first in {"", ".."}, last in {"", ".."}
    if open_start and open_end:
        return say("publish.date_unknown", language)
    if open_start:
        return say("publish.date_until", language, last=_single(last, language, article=article))
    if open_end:
        return say("publish.date_since", language, first=_single(first, language, article=article))
    return say("publish.date_between", language, first=_single(first, language, article=True), last=_single(last, language, article=True))


@lru_cache(_SEEN)
def window(lo: date | None, hi: date | None, language: Language) -> str:
    """
    Return the days that something may have happened on.

    >>> window(date(2025, 1, 1), date(2025, 1, 31), "en"), window(None, date(2025, 1, 31), "es")
    ('between 1 January 2025 and 31 January 2025', 'el 31 de enero de 2025 o antes')
    """
    if lo is not None and lo == hi:
        return phrase(lo.isoformat(), language, article=True)
    first, last = (day.isoformat() if day is not None else ".." for day in (lo, hi))
    return phrase(f"{first}/{last}", language, article=True)


def _single(text: str, language: Language, *, article: bool) -> str:
    text = _UNNAMED_END.sub("", text)  # a day of an unnamed month is the year
    if decade := _DECADE.fullmatch(text):
        return say("publish.date_decade", language, year=f"{decade[1]}0")
    if yearless := _YEARLESS.fullmatch(text):
        day = f"{int(yearless[2])} " if yearless[2] else ""
        name = MONTHS[language][int(yearless[1]) - 1]
        told = f"{day}de {name}".strip() if language == "es" and day else f"{day}{name}"
        return say("publish.date_yearless", language, date=f"el {told}" if article and day and language == "es" else told)
    found = _SINGLE.fullmatch(text)
    if found is None or not 0 < int(found["month"] or 1) <= 12:
        return text
    plain = _calendar(found["year"], found["month"], found["day"], language)
    within = f"el {plain}" if language == "es" and found["day"] else plain
    about = say("publish.date_about", language, date=within)
    match found["mark"]:
        case "~":
            return about
        case "?":
            return say("publish.date_uncertain", language, date=within if article else plain)
        case "%":
            return say("publish.date_uncertain", language, date=about)
        case _:
            return within if article else plain


def _calendar(year: str, month: str | None, day_of_month: str | None, language: Language) -> str:
    if month is None:
        return str(int(year))
    name = MONTHS[language][int(month) - 1]
    parts = ([str(int(day_of_month))] if day_of_month else []) + [name, str(int(year))]
    return " de ".join(parts) if language == "es" else " ".join(parts)


def bounds(at_least: int | None, at_most: int | None, language: Language) -> str:
    """
    Return an interval of counts in words.

    >>> bounds(12, 19, "es"), bounds(12, None, "en"), bounds(7, 7, "es")
    ('al menos 12 · a lo sumo 19', 'at least 12', 'exactamente 7')
    """
    if at_least is not None and at_least == at_most:
        return say("publish.exactly", language, number=number(at_least, language))
    parts = []
    if at_least is not None:
        parts.append(say("publish.at_least", language, number=number(at_least, language)))
    if at_most is not None:
        parts.append(say("publish.at_most", language, number=number(at_most, language)))
    return " · ".join(parts) if parts else say("publish.any_number", language)
