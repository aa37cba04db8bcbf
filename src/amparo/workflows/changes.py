"""What a new edition changes in the last one: the same questions, asked of what is known now."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import orjson

from amparo.errors import BadInput
from amparo.publish import Change, Figure, Past, PastEdition, edition_in, past_after, read_release
from amparo.publish.writing import MANIFEST
from amparo.questions.counts import Shared, count_each
from amparo.questions.rule import Rule


def past_of(folder: Path | None, edition: str) -> Past:
    """Return what the edition carries of the release in a folder and of those before it; nothing where there is none."""
    if folder is None or not (folder / MANIFEST).exists():
        return Past()
    files = read_release(folder)
    told, document = edition_in(files)
    try:
        day, persons = date.fromisoformat(document["as_of"]), int(document["persons"])
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput("publish.edition_unreadable", file="data/edition.json") from error
    return past_after(files, PastEdition(told.id, day, told.known_at, told.statements, persons, told.root), edition)


def changes_since(past: Past, shared: Shared, verdicts: Mapping[str, str], asked: Sequence[Figure] = ()) -> tuple[Change, ...]:
    """
    Return every figure and every verdict of the last edition that comes out otherwise now.

    ``asked``: figures of this edition that are no counts by a rule; the same question of the last edition has the same answer now.
    """
    return (*_of_figures(past, shared, asked), *_of_verdicts(past.verdicts, verdicts))


def _of_figures(past: Past, shared: Shared, asked: Sequence[Figure]) -> Iterator[Change]:
    last = past.editions[-1].id if past.editions else None
    figures = [figure for figure in past.figures if figure.edition == last]
    known = {figure.question: (figure.at_least, figure.at_most) for figure in asked}
    counted = [figure for figure in figures if "unit" in orjson.loads(figure.question)]
    answers = count_each(shared.people, [Rule.from_dict(orjson.loads(figure.question)) for figure in counted], shared)
    known |= {figure.question: (answer.persons.at_least, answer.persons.at_most) for figure, answer in zip(counted, answers, strict=True)}
    for figure in figures:
        now = known.get(figure.question)
        if now is not None and now != (figure.at_least, figure.at_most):
            yield Change("figure", figure.id, _bounds(figure.at_least, figure.at_most), _bounds(*now))


def _of_verdicts(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Change]:
    for claim in sorted(before.keys() & now.keys()):
        if before[claim] != now[claim]:
            yield Change("verdict", claim, before[claim], now[claim])


def _bounds(at_least: int, at_most: int | None) -> str:
    return f"{at_least}..{'' if at_most is None else at_most}"
