"""The gold passages: text, claims, dates and persons, read from their marks."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import attrs

from amparo.ingest.reports.words.lexicon import lexicon
from amparo.ingest.reports.words.numbers import numbers_of
from amparo.ingest.reports.words.text import Language, read_text

FOLDER = Path(__file__).parent
BOUNDS = {
    "=": "exact",
    ">=": "at_least",
    ">": "more_than",
    "~": "about",
    "<": "fewer_than",
    "<=": "at_most",
    "^": "order_of_magnitude",
    "-": "range",
}
_HEADER = re.compile(r"^=== (?P<id>\S+) (?P<language>es|en) (?P<day>\S+) (?P<country>.+) (?P<kind>\w+)$", re.MULTILINE)
_MARK = re.compile(r"\{(?P<claim>[^{}]*)\}|<(?P<date>[^<>]*)>|\[(?P<person>[^\[\]]*)\]")


@attrs.frozen
class GoldClaim:
    """One claim as the annotator reads it; a claimant of None is the report itself."""

    span: tuple[int, int]
    value: int
    high: int | None
    bound: str
    measure: str
    claimant: str | None


@attrs.frozen
class Passage:
    """One passage with its annotations."""

    id: str
    language: Language
    published_on: date
    country: str
    kind: str
    text: str
    claims: tuple[GoldClaim, ...]
    dates: tuple[tuple[tuple[int, int], str], ...]
    persons: frozenset[str]


@cache
def passages(part: str) -> tuple[Passage, ...]:
    """Return the passages of a part of the gold: ``dev`` or ``test``."""
    content = (FOLDER / f"{part}.txt").read_text(encoding="utf-8")
    headers = list(_HEADER.finditer(content))
    ends = [header.start() for header in headers[1:]] + [len(content)]
    return tuple(_passage(header, content[header.end() + 1 : end].strip()) for header, end in zip(headers, ends, strict=True))


def _passage(header: re.Match[str], marked: str) -> Passage:
    text, dates, persons = "", [], set()
    claims: list[GoldClaim] = []
    at, claimant = 0, None
    language: Language = "en" if header["language"] == "en" else "es"
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        at = match.end()
        start = len(text)
        if match["claim"] is not None:
            printed, *parts = match["claim"].split("|")
            text += printed
            if len(parts) > 1:
                claimant = claimant if parts[2] == "@" else None if parts[2] == "-" else parts[2]
                span = (start, len(text))
                claims.extend(_claim(span, printed, [parts[0], one, *parts[2:]], claimant, language) for one in parts[1].split("+"))
        elif match["date"] is not None:
            printed, edtf = match["date"].split("|")
            text += printed
            if edtf:
                dates.append(((start, len(text)), edtf))
        else:
            text += match["person"]
            persons.add(match["person"])
    text += marked[at:]
    return Passage(
        header["id"], language, date.fromisoformat(header["day"]), header["country"], header["kind"], text, tuple(claims), tuple(dates),
        frozenset(persons),
    )  # fmt: skip


def _claim(span: tuple[int, int], printed: str, parts: list[str], claimant: str | None, language: Language) -> GoldClaim:
    told = parts[3].split("-") if len(parts) > 3 else []
    value = int(told[0]) if told else _value(printed, language)
    high = int(told[1]) if len(told) > 1 else None
    return GoldClaim(span, value, high, BOUNDS[parts[0]], parts[1], claimant)


def _value(printed: str, language: Language) -> int:
    """Return the number that a mark prints: digits, or a word."""
    digits = re.sub(r"(?<=\d)[.,\s](?=\d{3})", "", printed)
    if digits.isdigit():
        return int(digits)
    read = read_text(printed, language)
    found = numbers_of(read, lexicon(language).marks(read.tokens), 0, len(read.tokens))
    assert len(found) == 1, printed
    return found[0].value


def all_claims(part: str) -> Iterator[GoldClaim]:
    """Yield the claims of a part."""
    for passage in passages(part):
        yield from passage.claims
