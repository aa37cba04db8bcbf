# ruff: noqa: ARG001 - every page is made from the same two arguments
"""What each page of the site shows, gathered from a release; the templates only lay it out."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import attrs

from amparo.publish import claimreview, claims_page, drawing, tables
from amparo.publish.release import PersonEvent, PersonPage, Release, Spell
from amparo.publish.sorting import sort_key
from amparo.publish.states import shade, states
from amparo.publish.voice import Voice, capital
from amparo.statements import margin

type Context = Mapping[str, Any]  # what a template prints


@attrs.frozen
class Track:
    """One line of a drawing: a label and its bars."""

    label: str
    bars: tuple[drawing.Bar, ...]


def claims(release: Release, voice: Voice) -> Context:
    """The board of claims, and what the check of them found."""
    by_id = claims_page.claims_of(release, voice)
    standing = claims_page.merged(by_id, release.claims_report)
    stock, stock_more = claims_page.panels(release, standing, voice, flows=False)
    flow, flow_more = claims_page.panels(release, standing, voice, flows=True)
    report = release.claims_report
    return {
        "reviews": claimreview.embedded(release, voice) if report.get("claims") else "",
        "verdicts": claims_page.verdict_counts(standing) if report.get("claims") else [],
        "stock": stock, "stock_more": stock_more, "flow": flow, "flow_more": flow_more,
        "boards": claims_page.boards(standing), "latest": claims_page.LATEST,
        "highlights": claims_page.highlights(release, standing),
        "clashes": claims_page.clashes(release, standing),
        "reasons": claims_page.reason_counts(release, standing),
        "arithmetic": [(by_id[row["claim_id"]], row) for row in sorted(report.get("arithmetic", ()), key=_arithmetic_order)],
        "balances": sorted(report.get("balances", ()), key=lambda row: (row["claimant"], str(row["from"]), str(row["until"]))),
    }  # fmt: skip


def _arithmetic_order(row: Mapping[str, Any]) -> tuple[str, Sequence[str]]:
    return row["claim_id"], sorted(row["breakdown"])


def facilities(release: Release, voice: Voice) -> Context:
    """The list of facilities with how many public cases each has seen."""
    seen: dict[str, set[str]] = {}
    for row in (*release.rows("placements"), *release.rows("departures"), *release.rows("unaccounted")):
        seen.setdefault(row["facility_id"], set()).add(row["person_id"])
    rows = sorted(release.rows("facilities"), key=lambda row: sort_key(row["name"]))
    placed = states(release)
    most = max((state.at_most for state in placed), default=0)
    return {
        "facilities": [(row, len(seen.get(row["facility_id"], ()))) for row in rows],
        "tiles": [(state, shade(state, most)) for state in placed if state.code],
        "states": [state for state in placed if state.facilities],
    }


_OF_FACILITIES = ("facility_events", "placements", "departures", "unaccounted")


def facility_pages(release: Release) -> Iterator[tuple[str, Context]]:
    """Yield for each facility what it is, what happened to it, who was there, where each went, who is unaccounted for."""
    names = {person.person_id: person.name for person in release.persons}
    mine: dict[str, dict[str, list[Any]]] = {}
    for table in _OF_FACILITIES:
        for row in release.rows(table):
            mine.setdefault(row["facility_id"], {}).setdefault(table, []).append(row)
    for row in release.rows("facilities"):
        own = mine.get(row["facility_id"], {})
        yield row["facility_id"], {"facility": row, "names": names, **{table: own.get(table, []) for table in _OF_FACILITIES}}


def first_event(person: PersonPage) -> PersonEvent | None:
    """Return the first event that a source states."""
    stated = [event for event in person.events if not event.implicit]
    return min(stated, key=lambda event: (event.lo or date.min, event.hi or date.max), default=None)


def person(release: Release, voice: Voice, one: PersonPage) -> Context:
    """One public case: its states in time, its events and their sources."""
    known = [s for s in one.spells if s.state != "no_record" and (s.since is None or s.since <= release.as_of)]
    spells = sorted(known, key=lambda s: (s.since or date.min, s.until or date.max, s.state))
    days = [day for event in one.events for day in (event.lo, event.hi)] + [spell.since for spell in spells]
    past = [day for day in days if day is not None and day <= release.as_of]
    on = drawing.axis(past, last=release.as_of)
    assert on is not None
    states = list(dict.fromkeys(spell.state for spell in spells))
    tracks = [Track(capital(voice.state(state)), tuple(_spell_bar(on, s, voice) for s in spells if s.state == state)) for state in states]
    stated = [event for event in one.events if not event.implicit and (event.lo is not None or event.hi is not None)]
    stated.sort(key=lambda event: event.lo is not None and event.lo == event.hi)  # exact days are drawn over the others
    marks = tuple(_mark(on, event, voice) for event in stated)
    return {
        "person": one, "spells": spells, "first": min(past, default=release.as_of),
        "ticks": drawing.ticks(on, voice.language), "tracks": tracks, "marks": marks,
        "events": sorted(one.events, key=lambda e: (e.lo or date.min, e.hi or date.max, e.kind)),
    }  # fmt: skip


def _mark(on: drawing.Axis, event: PersonEvent, voice: Voice) -> drawing.Bar:
    words = f"{voice.kind(event.kind)}: {voice.window(event.lo, event.hi)}"
    return drawing.bar(on, event.lo, event.hi, certain=not event.disputed and event.lo == event.hi, words=words)


def _spell_bar(on: drawing.Axis, spell: Spell, voice: Voice) -> drawing.Bar:
    last = date.fromordinal(spell.until.toordinal() - 1) if spell.until is not None and spell.until > date.min else None
    words = f"{voice.state(spell.state)}, {voice.t('certain' if spell.certain else 'possible')}: {voice.window(spell.since, last)}"
    return attrs.evolve(drawing.bar(on, spell.since, last, certain=spell.certain, words=words), point=False)


def methods(release: Release, voice: Voice) -> Context:
    """The margins that the text names."""
    return {"margins": {name: margin(name) for name in ("approximate_day", "approximate_month", "approximate_year", "same_event")},
            "verdict_names": claims_page.VERDICTS}  # fmt: skip


def data(release: Release, voice: Voice) -> Context:
    """The tables, their columns, and an example of a citation."""
    listed = [(table, len(tables.records(release, table)), tables.columns(table)) for table in tables.TABLES]
    return {"tables": listed, "meaning": tables.meaning, "example": release.figures[0] if release.figures else None}
