"""The patterns of date expressions, over text of the same length in lower case without accents."""

import re
import unicodedata
from functools import cache
from typing import Any

from amparo.ingest.reports.words.lexicon import data
from amparo.ingest.reports.words.text import folded
from amparo.statements.date_words import numbered, parts, table

SPANISH_MONTHS = frozenset(
    "enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre ene abr ago dic".split()  # noqa: SIM905
)
_UNSAFE = {"set", "sun", "sat", "mon", "wed", "thu", "tue", "fri", "sep", "c"}  # words of other meaning
_FOLD = {code: unicodedata.normalize("NFD", chr(code).lower())[0] for code in range(0xC0, 0x250) if chr(code) not in "ñÑß"}
_FOLD |= {ord("Ñ"): "ñ", ord("’"): "'", ord("–"): "-", ord("—"): ";", ord("\u00a0"): " ", ord("\u202f"): " ", ord("‑"): "-"}


def plain_text(text: str) -> str:
    """
    Return the text in lower case without accents, code point for code point.

    >>> plain_text("Año DE Prisión")
    'año de prision'
    """
    lowered = text.lower() if len(text.lower()) == len(text) else "".join(c.lower()[0] for c in text)
    return lowered.translate(_FOLD)


def either(words: list[str]) -> str:
    """Return words as alternatives, the longest first, without accents."""
    return "|".join(re.escape(folded(word)) for word in sorted(words, key=len, reverse=True))


@cache
def dates() -> dict[str, Any]:  # Any: words by number
    """Return the table of words of dates."""
    return dict(data("dates"))


@cache
def ahead_words() -> re.Pattern[str]:
    """Return what says that a clause speaks of what is to come."""
    return re.compile(rf"\b(?:{either(dates()['ahead'])})\b")


@cache
def opening_words() -> dict[Any, re.Pattern[str]]:
    """Return by role the words before a date that make it a start, an end, a limit."""
    found = {}
    for role in ("since", "until", "before"):
        found[role] = re.compile(rf"\b(?:{either(dates()[role])})(?:\s+(?:el|la|los|las|the|late|este|esta|mes de|pasado|year))*\s*$")
    return found


@cache
def month_words(*, english: bool = False) -> str:
    """Return the months as alternatives; abbreviations only with a dot."""
    words = [word for word in numbered("months") if not english or word not in SPANISH_MONTHS]
    full = [word for word in words if len(word) > 4 or word in {"mayo", "june", "july", "may"}]
    short = [word for word in words if word not in full and word not in _UNSAFE]
    return f"(?:{either(full)}|(?:{either(short)})\\.)"


@cache
def any_month() -> str:
    """Return the months as alternatives, abbreviations without a dot as well: beside a day they are nothing else."""
    short = [word for word in numbered("months") if 3 <= len(word) <= 4 and word not in {"set", "c", "mayo", "june", "july"}]
    return rf"(?:{month_words()}|(?:{either(short)})\b\.?)"


@cache
def weekday_words() -> str:
    """Return the weekdays in full as alternatives."""
    return either([word for word in numbered("weekdays") if word not in _UNSAFE])


def _flat(section: str) -> list[str]:
    found: list[str] = []
    for words in dates()[section].values():
        found.extend([word for more in words.values() for word in more] if isinstance(words, dict) else words)
    return found


@cache
def PATTERNS() -> dict[str, re.Pattern[str]]:  # noqa: N802 - the table of patterns, made once
    """Return the patterns by rule; of two that begin at one place the longer match is read."""
    m, w = month_words(), weekday_words()
    m_first = month_words(english=True)  # January 8; Spanish has the day before the month
    day, year = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:1[89]|20)\d\d"
    nth = rf"{day}(?:st|nd|rd|th|º|°|ro)?"
    part = either([word for word in parts() if word not in {"end", "start", "late", "early", "mid", "fin", "inicio", "final"}])
    part_word = rf"(?:(?:a|hacia|at|in|by|en|towards?)\s+(?:la\s+|el\s+|the\s+)?)?(?:{part}|the end|end|the start|start|late|early|mid|fin|inicio|final)"
    of = r"\s*(?:-|\s(?:de|del|of|in)\s(?:the\s)?|\s)\s*"
    count = (
        r"(?:\d{1,3}|un|una|uno|a|an|one|dos|two|tres|three|cuatro|four|cinco|five|seis|six|siete|seven|ocho|eight|nueve|nine|diez|ten|"
        r"once|eleven|doce|twelve|quince|fifteen|dieciocho|eighteen|veinte|twenty|treinta|thirty|varios|varias|several|a few|algunos|algunas|pocos|pocas)"
    )
    unit = r"(?:dias?|days?|semanas?|weeks?|mes(?:es)?|months?|años?|years?|decadas?|decades?|horas?|hours?)"
    near_day = any_month()
    a_day = (
        rf"(?:{nth}\s+(?:de\s+|of\s+)?{near_day}|{m_first}\s+{nth}|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\s+{nth}"
        rf"|{m}\s+{nth}(?=,?\s+(?:de\s+|del\s+)?{year}\b)|primero\s+de\s+{m})"
    )
    which = r"(?:\s+(pasado|ultimo|proximo|(?:de |del )?(?:este|presente|pasado) año|(?:de |del )año pasado|de ese año|(?:of )?(?:this|last|next) year))?"
    a_year = rf"(?:,?\s+(?:de\s+|del\s+|of\s+|año\s+)*({year}))?"
    lead = rf"(?:(?:{w})(?:\s+night|\s+morning)?,?\s+(?:the\s+|el\s+)?)?"
    texts = {
        "iso": r"\b(?:19|20)\d\d-(?:0\d|1[0-2])-(?:[0-2]\d|3[01])\b",
        "numeric": rf"\b(0?{day})[/.](0?[1-9]|1[0-2])[/.]({year})\b",
        "range": rf"\b(?:(?:entre|between|del|desde|from|de)\s+(?:el\s+|los\s+dias\s+)?)?"
        rf"({nth}(?:\s+(?:de\s+)?{m})?|{m_first}\s+{nth}){a_year}\s*(?:-|\s(?:al|a|y|to|and|hasta|until|through|till)(?:\sel)?)\s*({a_day}|{nth}){a_year}\b",
        "day": rf"\b{lead}({a_day}){a_year}{which}(?!\d)",
        "day_number": rf"\b(?:el\s+)?(?:pasado\s+dia|proximo\s+dia|dia|pasado|proximo)\s+({nth})\b(?!\s+de\b|\s*%|[.,]\d|\s+\w+s\b)",
        "first_days": rf"\b(?:(?:los\s+|the\s+)?(primeros|ultimos|first|last|final|opening)\s+(?:dias|days)|(?:la\s+|the\s+)?(primera|ultima|first|last)\s+(?:semana|week))"
        rf"\s+(?:de|of)\s+({m}){a_year}",
        "part_of_that": r"\b(early|mid|late)[\s-](this|last)\s+(month|year)\b",
        "day_of_week_number": rf"\b(?:(?:el|este|pasado|on)\s+)*({w})(?:\s+({nth})(?=\s*[,.;)](?!\d)|\s*$|\s+(?!de\b|of\b|{m}|\d|(?!(?:las|los|sus|tras|mas|unos|unas)\b)\w+s\b))"
        rf"|,\s+({nth})(?=\s*[,.;)](?!\d)|\s*$))",
        "part_of_month": rf"\b{part_word}{of}({m})(?:{a_year})\b",
        "part_of_year": rf"\b{part_word}{of}(?:año\s+)?({year})\b",
        "part_of_this_year": rf"\b(?:a\s+|at\s+|en\s+|by\s+)?(?:{part}|the end|the start|the beginning)\s+(?:de(?:l)?|of)\s+(?:the\s+|this\s+|last\s+|este\s+)?(?:año|year)(?:\s+pasado)?\b",
        "part_of_this_month": rf"\b(?:a\s+|at\s+|en\s+)?(?:{part}|the end|the start|the beginning)\s+(?:de(?:l)?|of)\s+(?:the\s+|this\s+|last\s+|este\s+)?(?:mes|month)(?:\s+pasado)?\b",
        "month": rf"\b({m})(?:\s+(?:de\s+|del\s+|of\s+)?(?:año\s+)?|,\s+)({year})\b",
        "month_alone": rf"\b({m})(?:\s+(last year|this year|pasado|last|proximo|de este año|del año pasado|of this year|of last year|of the same year|del mismo año|de ese año|of that year|de ese mismo año))?\b",
        "month_range": rf"\b(?:entre|between|from|de|desde)\s+({m}){a_year}\s*(?:-|\s(?:a|y|to|and|hasta|until|through)\s)\s*({m}){a_year}\b",
        "years": rf"\b(?:(?:entre|between|from|de|desde)\s+)?({year})\s*(?:-|\s(?:a|y|to|and|hasta|until|through)\s)\s*({year})\b",
        "quarter": rf"\b(?:the\s+)?(primer|segundo|tercer|cuarto|first|second|third|fourth|last|ultimo)\s+(trimestre|semestre|cuatrimestre|quarter|half)(?:\s+(?:de(?:l)?|of)\s+({year}|(?:este\s+|the\s+|this\s+)?(?:año|year)(?:\s+pasado)?))?",
        "year": rf"\b({year})\b(?![.,]\d{{3}}|\s*(?:presos|personas|detenid|prisoners|people|political|releases|excarcel|arrest))",
        "decade": r"\b(?:los años|la decada de(?: los)?|decada de(?: los)?)\s+(?:'?(\d0)|((?:19|20)\d0))s?\b|\bthe\s+(?:'?(\d0)|((?:19|20)\d0))s\b",
        "season": rf"\b({either(list(numbered('seasons')))})\s+(?:de(?:l)?|of)\s+({year})\b|\b(?:the\s+)?(spring|summer|autumn|winter)\s+({year})\b",
        "weekday": rf"\b(?:(?:el|este|esta|la|del|on|this|last|next|the|late|early)\s+)*(?:(pasado|pasada|proximo|ultimo|last|this|next|este|mismo|noche del|madrugada del|tarde del)\s+)?({w})(?:\s+(pasado|proximo|que viene|anterior|siguiente|last|ultimo))?(?:\s+(?:night|morning|evening|afternoon))?\b",
        "days": rf"\b(?:{either(_flat('days'))})\b",
        "whole": rf"\b(?:(?:earlier|later|late|early)\s+)?(?:{either(_flat('whole'))})\b",
        "weekend": rf"\b(?:{either(_flat('weekend'))})\b",
        "feast": rf"\b(?:{either(_flat('feasts'))})\b(?:\s+(?:de\s+|of\s+)?({year}))?",
        "ago": rf"\bhace\s+(?:mas de\s+|casi\s+|ya\s+|unos\s+|unas\s+|poco mas de\s+)?({count})\s+({unit})\b|\b({count})\s+({unit})\s+(?:ago|atras)\b",
        "apart": rf"\b(?:just\s+|apenas\s+|solo\s+)?({count})\s+({unit})\s+(antes|earlier|before|previously|despues|later|mas tarde|afterwards?)\b(?!\s+(?:de|que|of|del|the)\b)",
        "next_day": r"\b(?:al|el|the)\s+(?:dia\s+(siguiente|anterior)|(following|next|previous)\s+day|(mismo)\s+dia|(same)\s+day)\b",
        "past": rf"\b(?:in|over|during|en|durante|for)\s+(?:the|los|las)\s+(?:past|last|ultimos|ultimas|pasados|previous)\s+(?:({count})\s+)?({unit})\b|\b(?:the\s+)(?:past)\s+({unit})\b|\b(?:los|las)\s+ultim[oa]s\s+({count})\s+({unit})\b|\b(?:en\s+)?(?:la|el)\s+ultim[oa]\s+({unit})\b",
    }
    return {rule: re.compile(text) for rule, text in texts.items()}


def section(name: str) -> Any:  # Any: words by number
    """Return one section of the table."""
    return dates()[name]


def season_words() -> dict[str, int]:
    """Return the seasons with their EDTF codes."""
    return {word: number for number, words in table()["seasons"].items() for word in words}
