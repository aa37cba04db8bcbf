"""The long lists of the site, cut into pages that a cheap phone can load: the public cases by name, the statements by source."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from amparo.publish.links import anchor
from amparo.publish.pages import Context, first_event
from amparo.publish.release import PersonPage, Release
from amparo.publish.sorting import cut, letter, page_names, sort_key
from amparo.publish.voice import Voice

NAMES_PER_PAGE = 300
STATEMENTS_PER_PAGE = 400


@attrs.frozen
class Part:
    """One page of a list: its path, what it is a part of, its rows, and the pages before and after it."""

    path: str
    of: str
    rows: Sequence[Any]  # Any: persons or statements
    before: str | None
    after: str | None


def names(release: Release) -> Mapping[str, Sequence[Part]]:
    """Return the pages of names under each letter; none where all fit on the page of cases."""
    letters = by_letter(release)
    if len(release.persons) <= NAMES_PER_PAGE:
        return {}
    return {one: _parts(f"names/{anchor('letter', one)}", one, persons, NAMES_PER_PAGE) for one, persons in letters.items()}


def by_letter(release: Release) -> Mapping[str, Sequence[PersonPage]]:
    """Return the public cases under their first letters, sorted."""
    letters: dict[str, list[PersonPage]] = {}
    for person in sorted(release.persons, key=lambda person: (sort_key(person.name), person.person_id)):
        letters.setdefault(letter(person.name), []).append(person)
    return dict(sorted(letters.items()))


def statements(release: Release) -> Mapping[str, Sequence[Part]]:
    """Return the pages of statements of each source, in the order of sources."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for row in release.rows("statements"):
        groups.setdefault(row["source"], []).append(row)
    files = page_names(groups)
    ordered = sorted(groups, key=lambda source: (sort_key(source), source))
    return {source: _parts(f"sources/{files[source]}", source, groups[source], STATEMENTS_PER_PAGE) for source in ordered}


def _parts(stem: str, of: str, rows: Sequence[Any], most: int) -> Sequence[Part]:  # Any: as in Part
    pieces = cut(rows, most)
    paths = [f"{stem}.html" if number == 0 else f"{stem}~{number + 1}.html" for number in range(len(pieces))]
    beside = [None, *paths, None]
    return [Part(path, of, piece, beside[n], beside[n + 2]) for n, (path, piece) in enumerate(zip(paths, pieces, strict=True))]


def cases(release: Release, voice: Voice) -> Context:
    """The public cases under their first letters: all of them, or the way to the pages of each letter."""
    del voice
    pages = names(release)
    letters = by_letter(release)
    return {
        "letters": [] if pages else [(one, anchor("letter", one), persons) for one, persons in letters.items()],
        "pages": [(one, parts[0].path, len(letters[one])) for one, parts in pages.items()],
        "persons": len(release.persons),
        "first_event": first_event,
    }


def name_pages(release: Release) -> Iterator[tuple[str, Context]]:
    """Yield each page of names."""
    for parts in names(release).values():
        for part in parts:
            yield part.path, {"letter": part.of, "persons": part.rows, "first_event": first_event, **_around(part)}


def sources(release: Release, voice: Voice) -> Context:
    """Every source with the pages of what it says."""
    del voice
    found = statements(release).items()
    return {"sources": [(source, sum(len(part.rows) for part in parts), [part.path for part in parts]) for source, parts in found]}


def source_pages(pages: Mapping[str, Sequence[Part]], voice: Voice) -> Iterator[tuple[str, Context]]:
    """Yield each page of statements."""
    for source, parts in pages.items():
        total = sum(len(part.rows) for part in parts)
        for part in parts:
            rows = [{**row, "place": _place_in_source(row["locator"], voice)} for row in part.rows]
            yield part.path, {"source": source, "total": total, "rows": rows, **_around(part)}


def _around(part: Part) -> Context:
    """Return the file names of the pages before and after, which lie in the same folder."""
    return {"before": part.before and part.before.rpartition("/")[2], "after": part.after and part.after.rpartition("/")[2]}


def statement_paths(pages: Mapping[str, Sequence[Part]]) -> Mapping[str, str]:
    """Return the page on which each statement stands."""
    return {row["statement_id"]: part.path for parts in pages.values() for part in parts for row in part.rows}


def _place_in_source(locator: str | None, voice: Voice) -> str:
    """Return where in the source, in words where it is a row, else as recorded."""
    try:
        place = json.loads(locator or "{}")
    except ValueError:
        return str(locator)
    if not isinstance(place, dict):
        return str(locator)
    if isinstance(place.get("row"), int):
        return voice.t("row_n", row=voice.number(place["row"]))
    rest = {name: value for name, value in sorted(place.items()) if name not in {"url", "file"}}
    return ", ".join(f"{name} {value}" for name, value in rest.items())
