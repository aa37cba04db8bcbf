"""
Which lists name whom within a window: the captures of an estimate, from what each list by itself says of each person.

A list names a person if its own statements put them in the population in
every world that they allow; what another list knows does not help it. A person
whom all statements together keep out of the population belongs to none.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import attrs
import polars as pl

from amparo.histories import conflicts, possible_states
from amparo.histories.event import Event
from amparo.histories.events import histories
from amparo.histories.frames import event_frame
from amparo.histories.order import NEED_CUSTODY
from amparo.histories.people import People, day
from amparo.questions.estimates.population import Population
from amparo.questions.standings import Values, limited, standings
from amparo.questions.values import values_of

type Histories = Mapping[str, Sequence[Event]]
type Label = Callable[[Event, str], Sequence[str]]
type Named = tuple[frozenset[str], frozenset[str]]  # surely, possibly

_APART = "\x1f"
_IN, _OUT = "in", "out"


@attrs.frozen(eq=False)
class Captures:
    """
    Whom which lists name.

    Attributes:
        lists: those that surely name somebody, sorted.
        sure: person → the lists that surely name them, bit by bit; nobody has none.
        doubtful: list → persons whom it names, but perhaps not within the window or not in that state.
        values: person → dimension → the values that all sources allow; none where unknown.
        placed: whether a person was surely at the place that is asked for; False for one who may have been.
        elsewhere: how many persons whom lists name were surely at another place.
    """

    lists: tuple[str, ...]
    sure: Mapping[str, int]
    doubtful: Mapping[str, int]
    values: Mapping[str, Values]
    placed: Mapping[str, bool]
    elsewhere: int = 0


def captures_of(people: People, list_of: Mapping[str, str], population: Population) -> Captures:
    """
    Return whom each list names in a population.

    ``list_of``: the list that each record stands on. A report of no list is its source's own, unless lists are named.
    """
    owned = [(report, list_of.get(report.record) or ("" if population.lists else report.source)) for report in people.reports]
    own = [attrs.evolve(report, person_id=f"{report.person_id}{_APART}{name}") for report, name in owned if name]
    sure, maybe = _named(histories(own, fresh_within=population.fresh_within), population)
    persons = {key.split(_APART)[0] for key in sure | maybe}
    whole = histories([report for report in people.reports if report.person_id in persons], fresh_within=population.fresh_within)
    placed, possible = _named(whole, population, population.place)
    lists = sorted({name for person, name in (key.split(_APART) for key in sure) if person in possible})
    bit = {name: 1 << place for place, name in enumerate(lists)}
    masks: dict[str, int] = {}
    for person, name in (key.split(_APART) for key in sorted(sure)):
        if person in possible:
            masks[person] = masks.get(person, 0) | bit[name]
    doubtful: dict[str, int] = {}
    for person, name in (key.split(_APART) for key in sorted(maybe - sure)):
        if person in possible:
            doubtful[name] = doubtful.get(name, 0) + 1
    values = {person: values_of(people, (person,), whole[person], population.rule) for person in masks} if population.traits else {}
    elsewhere = len({key.split(_APART)[0] for key in sure} - possible) if population.place is not None else 0
    return Captures(tuple(lists), masks, doubtful, values, {person: person in placed for person in masks}, elsewhere)


def _named(found: Histories, population: Population, place: str | None = None) -> Named:
    """Return the persons who surely, and those who possibly, belong to a population by their histories."""
    if population.kinds:
        stands = standings(found, attrs.evolve(population.rule, by=(), where=()))
        if place is not None:
            stands = {person: limited(one, {}, "facility", place) for person, one in stands.items()}
        return (
            frozenset(person for person, one in stands.items() if one.certain),
            frozenset(person for person, one in stands.items() if one.possible),
        )
    return _in_state(found, population, place)


def _in_state(found: Histories, population: Population, place: str | None) -> Named:
    """
    Return who surely, and who possibly, was in a state at some time within the window.

    Surely: on some day of it no other state is possible, or what shows the state lies wholly within it.
    """

    def label(event: Event, state: str) -> Sequence[str]:
        if state not in population.states:
            return (_OUT,)
        if place is None or (state == "deprived" and event.facilities == (place,)):
            return (_IN,)
        # House arrest is at home: a facility named with it is the one that the person left.
        return (_IN, _OUT) if state == "deprived" and (not event.facilities or place in event.facilities) else (_OUT,)

    moving = {person: events for person, events in found.items() if any(event.states for event in events)}
    if not moving:
        return frozenset(), frozenset()
    frame = event_frame(moving, label)
    begun = pl.col("from").is_null() | (pl.col("from") <= population.until)
    unended = pl.col("until").is_null() | (pl.col("until") > population.since)
    spans = possible_states(frame).filter((pl.col("state") == _IN) & begun & unended)
    doubted = set(conflicts(frame)["person_id"].to_list())
    within = {person for person, events in moving.items() if person not in doubted and _shown_within(events, population, label)}
    possible = set(spans["person_id"].to_list()) | within
    return frozenset(spans.filter("certain")["person_id"].to_list()) | within, frozenset(possible)


def _shown_within(events: Sequence[Event], population: Population, label: Label) -> bool:
    """Say whether something that surely happened within the window led to the state, or ended a custody of which nothing else is told."""
    sure = [event for event in events if _lies_within(event, population.since, population.until)]
    if any(event.states and all(label(event, state) == (_IN,) for state in event.states) for event in sure):
        return True
    return any(event.kind in NEED_CUSTODY and label(event, "deprived") == (_IN,) and _is_first(event, events) for event in sure)


def _is_first(event: Event, events: Sequence[Event]) -> bool:
    """Say whether nothing that touches custody can have come before."""
    return not any(other is not event and other.states and (other.lo is None or (event.hi or 0) >= other.lo) for other in events)


def _lies_within(event: Event, since: date, until: date) -> bool:
    lo, hi = day(event.lo), day(event.hi)
    return not event.optional and lo is not None and hi is not None and since <= lo and hi <= until
