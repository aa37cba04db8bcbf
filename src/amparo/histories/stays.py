"""
A person's history as stays: the events that say where somebody was held, and what ended each stay.

A place is known from the last event that names one: an arrest, a transfer, a
contact there, or the release that says from where. A sentence without a
place moves nobody. The word on a place ages by itself: that somebody was
released years later vouches for the custody, not for the place.
"""

from collections.abc import Iterator, Sequence

import attrs

from amparo.histories.event import Event
from amparo.histories.events import with_silences
from amparo.histories.order import follows_surely
from amparo.histories.reports import Day

AT, AWAY, UNNAMED, SILENT = "@", "-", "@", "unknown"
_HELD = frozenset({"deprived", "disappeared"})
_SIGHTINGS = frozenset({"whereabouts_learned", "contact_allowed", "contact_refused"})


def stays(events: Sequence[Event], fresh_within: int | None) -> list[Event]:
    """
    Return the events that move a person between places, their ``states`` replaced by places.

    ``@F`` held in facility F, ``@`` held nobody says where, ``-state`` in no
    facility, ``unknown`` from ``fresh_within`` days after the place was last cited.
    """
    told = [event for event in events if not (event.optional and event.implicit) and (event.states or _is_sighting(event))]
    kept = [event for event in told if not _moves_nobody(event, told)]
    placed = []
    for event in kept:
        *left, own = _with_place_left(event, kept)
        placed += [attrs.evolve(stay, states=_places(stay)) for stay in left]
        placed.append(attrs.evolve(own, states=_places(own), cited=_place_cited(event)))
    if fresh_within is None:
        return placed
    silences = {f"{event.event_id}?" for event in placed if any(is_at(place) for place in event.states)}
    return [event for event in with_silences(placed, fresh_within) if not event.event_id.endswith("?") or event.event_id in silences]


def is_at(place: str) -> bool:
    """Say whether a place is a facility that has a name."""
    return place.startswith(AT) and place != UNNAMED


def _is_sighting(event: Event) -> bool:
    return event.kind in _SIGHTINGS and bool(event.facilities)


def _moves_nobody(event: Event, events: Sequence[Event]) -> bool:
    """Say whether an event finds a person where they are: a sentence that names no place, in a custody already known."""
    known = [other for other in events if other is not event and other.step in ("takes", "keeps") and not other.optional]
    return event.kind == "sentence" and not event.facilities and any(follows_surely(other, event) for other in known)


def _place_cited(event: Event) -> Day:
    """Return the last day on which a source cited the place itself."""
    naming = [report for report in (*event.reports, *event.vouchers) if report.facilities and not report.denied]
    days = [report.lo for report in naming] + [report.stated for report in naming if report in event.reports]
    return max((one for one in (*days, event.lo) if one is not None), default=None)


def _places(event: Event) -> tuple[str, ...]:
    if event.kind in _SIGHTINGS:
        return tuple(AT + place for place in event.facilities)
    held = tuple(AT + place for place in event.facilities) or (UNNAMED,)
    return tuple(dict.fromkeys(place for state in event.states for place in (held if state in _HELD else (AWAY + state,))))


def _with_place_left(event: Event, events: Sequence[Event]) -> Iterator[Event]:
    """Yield an event, and before it the stay that it ends, where it names the place from which somebody was let go."""
    if not event.facilities or set(event.states) & _HELD or event.kind in _SIGHTINGS:
        yield event
        return
    before = [other for other in events if other.step in ("takes", "keeps") and follows_surely(other, event)]
    last = [other for other in before if not any(follows_surely(other, later) for later in before)]
    if last and all(other.facilities == event.facilities for other in last):
        yield event
        return
    since = max((one.lo for one in before if one.step == "takes" and one.lo is not None), default=None)
    taken = [one.event_id for one in before if one.step == "takes"]
    stay = attrs.evolve(
        event,
        event_id=f"{event.event_id}@",
        kind="transfer",
        states=("deprived",),
        lo=since,
        after=tuple(taken),
        cited=event.lo,
        implicit=True,
    )
    yield stay
    yield attrs.evolve(event, after=(*event.after, stay.event_id))
