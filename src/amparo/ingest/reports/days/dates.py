"""Dates of a report as EDTF, told from the day of publication; a day that the words do not give is never made up."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Literal

import attrs

from amparo.ingest.reports.days.date_patterns import PATTERNS, ahead_words, opening_words, plain_text
from amparo.ingest.reports.days.relative_dates import resolved
from amparo.ingest.reports.days.told_dates import Told
from amparo.ingest.reports.proposals import Span
from amparo.statements import interval, is_edtf

type Role = Literal["on", "since", "until", "before", "range"]

# What was announced on Friday was announced last Friday, whatever will be.
_TOLD = re.compile(r"\b(?:anunci|dij|inform|report|asegur|afirm|confirm|declar|said|announced|told|ordered|orden|added|agreg)\w*")


@attrs.frozen
class ReadDate:
    """
    A date expression.

    Attributes:
        span: the expression without the word before it ("8 de enero", not "desde el 8 de enero").
        role: what the word before it makes of the date: a start, an end, a limit; ``range`` names both ends itself.
        start: where the word before it begins.
    """

    span: Span
    edtf: str
    role: Role
    rule: str
    start: int


def dates_of(text: str, published_on: date) -> list[ReadDate]:
    """
    Return the dates of a text in its order; expressions do not overlap, the longest that starts first is read.

    >>> [one.edtf for one in dates_of("El jueves, y a finales de 2007.", date(2026, 2, 6))]
    ['2026-02-05', '2007-10/2007-12']
    """
    return list(_dates_of(text, published_on))


@lru_cache(maxsize=16)  # the gate asks again for the dates of the report that was read
def _dates_of(text: str, published_on: date) -> tuple[ReadDate, ...]:
    plain = plain_text(text)
    found: list[ReadDate] = []
    for expressions in _matches(plain):
        for match, rule in expressions:
            told = Told(match, text, plain, published_on, tuple(one.edtf for one in found[-3:]), _lies_ahead(plain, match.start()),
                        _near(found, plain, match.start()))  # fmt: skip
            edtf = resolved(rule, told)
            if edtf is not None and is_edtf(edtf):
                role, start = _role(plain, match.start(), rule)
                found.append(ReadDate(match.span(), edtf, role, rule, start))
                break
    return tuple(found)


def _matches(plain: str) -> Iterator[list[tuple[re.Match[str], str]]]:
    """Yield the expressions from the left; of those that overlap the longest, then those inside it, where it is no date after all."""
    every = [(match, rule) for rule, pattern in PATTERNS().items() for match in pattern.finditer(plain)]
    every.sort(key=lambda one: (one[0].start() - one[0].end(), one[0].start()))
    kept: list[tuple[re.Match[str], str]] = []
    for match, rule in every:
        if all(match.end() <= other.start() or other.end() <= match.start() for other, _ in kept):
            kept.append((match, rule))
    for match, rule in sorted(kept, key=lambda one: one[0].start()):
        inside = [one for one in every if one[0] is not match and match.start() <= one[0].start() and one[0].end() <= match.end()]
        yield [(match, rule), *inside]


def _lies_ahead(plain: str, start: int) -> bool:
    """Say whether the clause before a date speaks of what is to come."""
    left = plain[max(0, start - 70) : start]
    left = re.split(r"[.;\n]", left)[-1]
    words = list(ahead_words().finditer(left))
    return bool(words) and _TOLD.search(left, words[-1].end()) is None


def _near(found: Sequence[ReadDate], plain: str, start: int) -> str | None:
    """Return the date told just before, in the same paragraph and at most two sentences away."""
    if not found:
        return None
    between = plain[found[-1].span[1] : start]
    return found[-1].edtf if "\n" not in between and len(re.findall(r"[.!?]\s", between)) <= 1 else None


def _role(plain: str, start: int, rule: str) -> tuple[Role, int]:
    """Return what the word before a date makes of it, and where that word begins."""
    for role, pattern in opening_words().items():
        match = pattern.search(plain[max(0, start - 30) : start])
        if match:
            return role, max(0, start - 30) + match.start()
    if rule in {"range", "years"}:
        return "range", start
    return "on", start


def ends_of(edtf: str) -> tuple[str, str]:
    """
    Return the two ends of a date as expressions; of a single date, twice itself.

    >>> ends_of("2026-01-08/2026-02-04"), ends_of("2026-01")
    (('2026-01-08', '2026-02-04'), ('2026-01', '2026-01'))
    """
    start, slash, end = edtf.partition("/")
    return (start, end) if slash else (edtf, edtf)


@cache
def normalises(expression: str, published_on: date, edtf: str) -> bool:
    """Say whether a date expression alone gives the EDTF, or one whose days meet it: the gate's check of foreign proposals."""
    own = [one.edtf for one in dates_of(expression, published_on)]
    if edtf in own:
        return True
    low, high = interval(edtf)
    for other in own:
        first, last = interval(other)
        if first == low and last == high:
            return True
    return False
