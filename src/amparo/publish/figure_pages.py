"""Each figure at its own address, how to cite it, and what changed since the last edition."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from amparo.publish import claims_page
from amparo.publish.links import anchor, file_names
from amparo.publish.pages import first_event
from amparo.publish.release import Figure, PastFigure, PersonPage, Release
from amparo.publish.sorting import sort_key
from amparo.publish.voice import Voice

_MOST_SHOWN = 400  # statements under a figure; the rest stands in the table
_MOST_NAMED = 300  # persons under a figure, as on one page of names

type Context = Mapping[str, Any]  # what a template prints


def figure_files(release: Release) -> Mapping[str, str]:
    """Return the file name of every figure of this edition and of those before it."""
    return file_names([*(figure.id for figure in release.figures), *(figure.id for figure in release.past.figures)])


def tops(release: Release) -> Mapping[str, int]:
    """Return the end of the scale of each unit: the greatest number that any figure of it may be."""
    found: dict[str, int] = {}
    for figure in release.figures:
        found[figure.unit] = max(found.get(figure.unit, 1), figure.at_least, figure.at_most or 0)
    return found


def scaled(release: Release, topic: str) -> Sequence[tuple[Figure, str, int]]:
    """Return the figures of a topic, each with its anchor and the end of the scale of its unit."""
    scale = tops(release)
    return [(figure, anchor("figure", figure.id), scale[figure.unit]) for figure in release.figures if figure.topic == topic]


def address(release: Release, voice: Voice, name: str) -> str:
    """Return where a page of this language stands: the whole address where the site's own is known."""
    return f"{release.address}{'' if voice.language == 'es' else 'en/'}figures/{name}.html"


def figures(release: Release, voice: Voice, names: Mapping[str, str]) -> Iterator[tuple[str, Context]]:
    """Yield the page of each figure, those of earlier editions included, by its file name."""
    ours = {figure.id: figure for figure in release.figures}
    before: dict[str, list[PastFigure]] = {}
    for past in release.past.figures:
        before.setdefault(past.id, []).append(past)
    changed = {change.id: change.after for change in release.changes if change.kind == "figure"}
    scale = tops(release)
    whose = {one: person for person in release.persons for event in person.events for one in event.statement_ids}
    for identifier, name in names.items():
        figure: Figure | None = ours.get(identifier)
        earlier = before.get(identifier, [])
        yield (
            f"figures/{name}.html",
            {
                "figure": figure,
                "label": figure.label if figure is not None else earlier[-1].label,
                "top": scale[figure.unit] if figure is not None else 1,
                "past": earlier[::-1],
                "change": _bounds(changed[identifier], voice) if identifier in changed and figure is None else None,
                "address": address(release, voice, name),
                "shown": sorted(figure.statements)[:_MOST_SHOWN] if figure is not None else [],
                "entry": figure.topic if figure is not None else "index",
                "counted": _counted(figure, whose),
                "first_event": first_event,
                "most_named": _MOST_NAMED,
            },
        )


def _counted(figure: Figure | None, whose: Mapping[str, PersonPage]) -> Sequence[PersonPage]:
    """Return the persons that a figure counts, surely or possibly: those whose statements it rests on, by name."""
    if figure is None or figure.unit != "persons" or figure.topic == "law":
        return ()
    found = {person.person_id: person for one in figure.statements if (person := whose.get(one)) is not None}
    return sorted(found.values(), key=lambda person: (sort_key(person.name), person.person_id))


def cite(release: Release, voice: Voice) -> Context:
    """Every figure with its address and its query, and those of earlier editions."""
    names = figure_files(release)
    ours = {figure.id for figure in release.figures}
    latest = {figure.id: figure for figure in release.past.figures if figure.id not in ours}
    return {
        "figures": release.figures,
        "past": list(latest.values())[::-1],
        "example": release.figures[0] if release.figures else None,
        "address": lambda identifier: address(release, voice, names[identifier]),
    }


def changes(release: Release, voice: Voice) -> Context:
    """What the last edition said and this one says otherwise."""
    labels = {figure.id: figure for figure in release.past.figures}
    by_id = claims_page.claims_of(release, voice)
    merged = claims_page.merged(by_id, release.claims_report).values()
    standing = {one.row["claim_id"]: claim for claim in merged for one in (claim, *claim.copies)}
    return {
        "last": release.past.editions[-1] if release.past.editions else None,
        "editions": release.past.editions[::-1],
        "figures": [(labels[c.id], _bounds(c.before, voice), _bounds(c.after, voice)) for c in release.changes if c.kind == "figure"],
        "verdicts": [(standing[c.id], c.before, c.after) for c in release.changes if c.kind == "verdict"],
        "persons": len(release.persons),
    }


def _bounds(text: str, voice: Voice) -> str:
    """Return the bounds of a change, ``3..7``, in words."""
    low, _, high = text.partition("..")
    return voice.bounds(int(low), int(high) if high else None)


__all__: Sequence[str] = ["address", "changes", "cite", "figure_files", "figures", "scaled", "tops"]
