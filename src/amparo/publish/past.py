"""
What earlier editions said, carried along: an address that was cited stays good, and a correction can be seen.

It is quoted, not computed: what an edition said can only be checked against that edition.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import attrs

from amparo.errors import BadInput
from amparo.publish.release import Change, Past, PastEdition, PastFigure, Release, Words
from amparo.words import LANGUAGES

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "changes": ("kind", "id", "before", "after"),
    "editions": ("edition", "as_of", "known_at", "statements", "persons", "root"),
    "past_figures": ("edition", "figure_id", "label_es", "label_en", "at_least", "at_most", "unit", "rule_es", "rule_en", "question"),
    "past_verdicts": ("claim_id", "verdict"),
}


def records(release: Release, table: str) -> Sequence[Sequence[Any]]:  # Any: cells of every type
    """Return the rows of one of these tables."""
    past = release.past
    match table:
        case "changes":
            return [(change.kind, change.id, change.before, change.after) for change in release.changes]
        case "editions":
            return [attrs.astuple(edition) for edition in past.editions]
        case "past_figures":
            return [(f.edition, f.id, *_both(f.label), f.at_least, f.at_most, f.unit, *_both(f.rule), f.question) for f in past.figures]
        case _:
            return sorted(past.verdicts.items())


def _both(words: Words) -> Sequence[str]:
    return [words[language] for language in LANGUAGES]


def past_in(files: Mapping[str, bytes]) -> Past:
    """Return what a release carries of the editions before it."""
    try:
        editions = tuple(
            PastEdition(
                row["edition"],
                date.fromisoformat(row["as_of"]),
                date.fromisoformat(row["known_at"]) if row["known_at"] else None,
                int(row["statements"]),
                int(row["persons"]),
                row["root"],
            )
            for row in _rows(files, "editions")
        )
        figures = tuple(_figure(row, row["edition"]) for row in _rows(files, "past_figures"))
        verdicts = {row["claim_id"]: row["verdict"] for row in _rows(files, "past_verdicts")}
    except (KeyError, ValueError, TypeError) as error:
        raise BadInput("publish.past_unreadable") from error
    return Past(editions, figures, verdicts)


def past_after(files: Mapping[str, bytes], told: PastEdition, now: str) -> Past:
    """
    Return what the edition ``now`` carries of earlier ones, when ``files`` are those of the release published before it.

    Published again unchanged, an edition has the same past as the first time.
    """
    before = past_in(files)
    if told.id == now:
        return before
    figures = tuple(_figure(row, told.id) for row in _rows(files, "figures"))
    verdicts = {row["claim_id"]: row["verdict"] for row in _rows(files, "verdicts")}
    return Past(
        editions=tuple(one for one in (*before.editions, told) if one.id != now),
        figures=tuple(one for one in (*before.figures, *figures) if one.edition != now),
        verdicts=verdicts,
    )


def _figure(row: Mapping[str, str], edition: str) -> PastFigure:
    return PastFigure(
        edition=edition,
        id=row["figure_id"],
        label={"es": row["label_es"], "en": row["label_en"]},
        rule={"es": row["rule_es"], "en": row["rule_en"]},
        at_least=int(row["at_least"]),
        at_most=int(row["at_most"]) if row["at_most"] else None,
        unit=row["unit"],
        question=row["question"],
    )


def _rows(files: Mapping[str, bytes], table: str) -> Iterator[Mapping[str, str]]:
    """Yield the rows of a table of a release, texts as they were."""
    from amparo.publish.tables import restored

    for row in csv.DictReader(io.StringIO(files.get(f"data/{table}.csv", b"").decode(), newline="")):
        yield {name: restored(cell) for name, cell in row.items()}


__all__ = ["Change", "past_after", "past_in", "records"]
