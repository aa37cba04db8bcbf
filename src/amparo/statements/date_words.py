"""The words of date phrases, as patterns over normalised text."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_ACCENTS = re.compile("[\u0300\u0301\u0308]")
_ORDINAL = re.compile(r"\b(\d{1,2})\.?(?:st|nd|rd|th|ro|er|o)\b")
_TIME = re.compile(r"(?:\s+|(?<=\d)t)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:z|[+-]\d{2}:?\d{2})?(?:\s*(?:am|pm|h|hs|hrs))?$")
_DASHES = re.compile("[\u2010-\u2015\u2212]")


@cache
def table() -> Mapping[str, Any]:  # Any: lists of words, some of them by number
    """Return the table of words, section by section."""
    words: dict[str, Any] = yaml.safe_load((files("amparo.statements") / "phrases.yml").read_text(encoding="utf-8"))
    return words


@cache
def numbered(section: str) -> Mapping[str, int]:
    """Return the words of a section with the number that each stands for: months, weekdays, seasons."""
    return {word: number for number, words in table()[section].items() for word in words}


@cache
def parts() -> Mapping[str, str]:
    """Return the words for a part of a month or year: early, mid, late."""
    return {word: part for part, words in table()["parts"].items() for word in words}


@cache
def leading(section: str) -> re.Pattern[str]:
    """Return the pattern of a phrase that starts with a word of the section and goes on."""
    return re.compile(rf"(?:{_either(table()[section])})[.:]?(?:\s+|(?=[\d~]))(?P<rest>.+)")


@cache
def joining(section: str) -> re.Pattern[str]:
    """Return the pattern of a word of the section between two dates."""
    return re.compile(rf"\s+(?:{_either(table()[section])})\s+")


@cache
def either(section: str) -> str:
    """Return the alternatives of a numbered section for use within a pattern."""
    return _either(list(numbered(section)))


def _either(words: list[str]) -> str:
    """Return words as alternatives, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def normalised(text: str) -> str:
    """
    Return a phrase in lower case without accents, times, ordinal endings or doubled blanks; ñ stays.

    >>> normalised("El  1º de Octubre de 1975, 14:30")
    'el 1 de octubre de 1975'
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    plain = unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", plain)))
    plain = " ".join(_DASHES.sub("-", plain).split())
    plain = _TIME.sub("", plain).strip(" ,;")
    plain = re.sub(r"\bprimero de\b", "1 de", plain)
    return _ORDINAL.sub(r"\1", plain)
