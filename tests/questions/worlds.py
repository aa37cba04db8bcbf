"""
Counts by going through every world: identities, days, orders of one day, and what may not have happened.

The events of a history are taken as `amparo.histories.events` gives them, implicit ones
among them; everything after that is enumerated, and knows no closed form.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import product

import attrs

from amparo.histories.event import Event
from amparo.histories.events import history
from amparo.histories.people import People, days
from amparo.questions.rule import Rule
from tests.histories import worlds
from tests.histories.worlds import BASE, DAYS

FIRST = days(BASE.isoformat())[0] or 0

type Cell = tuple[str, ...]


@attrs.frozen
class Outcome:
    """One world of one person under a rule: how many events count, and the cells that it may fill."""

    counted: int
    cells: frozenset[Cell]


@attrs.frozen
class Expected:
    """The least and most persons and events over all worlds, and those of each cell."""

    persons: tuple[int, int]
    events: tuple[int, int]
    groups: dict[Cell, tuple[int, int]]


def expected(people: People, rule: Rule) -> Expected:
    """Return the bounds of a rule over all worlds."""
    pairs, apart = ([frozenset(pair) for pair in some] for some in (people.undecided, people.different))
    everyone = [worlds.Person(person, ()) for person in sorted(people.sayings)]
    known = {dimension: sorted({v for person in people.sayings for v in people.values(person, dimension)}) for dimension in rule.by}
    if "facility" in rule.by:
        known["facility"] = sorted(set(people.places.values()) | {place for report in people.reports for place in report.facilities})
    partitions = [
        [_outcomes(people, sorted(person.person_id for person in block), rule, known) for block in partition]
        for partition in worlds.identities(everyone, pairs, apart)
    ]
    cells = {cell for blocks in partitions for outcomes, _ in blocks for one in outcomes for cell in one.cells}
    return Expected(
        _bounds(partitions, _is_counted, _is_counted),
        _bounds(partitions, _events, _events),
        {cell: _bounds(partitions, partial(_fills_only, cell), partial(_may_fill, cell)) for cell in cells},
    )


def _is_counted(one: Outcome) -> int:
    return int(one.counted > 0)


def _events(one: Outcome) -> int:
    return one.counted


def _fills_only(cell: Cell, one: Outcome) -> int:
    return int(one.counted > 0 and one.cells == {cell})


def _may_fill(cell: Cell, one: Outcome) -> int:
    return int(one.counted > 0 and cell in one.cells)


def _bounds(
    partitions: Sequence[Sequence[tuple[frozenset[Outcome], bool]]], least: Callable[[Outcome], int], most: Callable[[Outcome], int]
) -> tuple[int, int]:
    """Return the least and most of a sum over blocks; who is in conflict is certain of nothing."""
    lows = [sum(0 if conflict else min(map(least, outcomes)) for outcomes, conflict in blocks) for blocks in partitions]
    highs = [sum(max(map(most, outcomes)) for outcomes, _ in blocks) for blocks in partitions]
    return min(lows), max(highs)


def _outcomes(people: People, members: Sequence[str], rule: Rule, known: Mapping[str, Sequence[str]]) -> tuple[frozenset[Outcome], bool]:
    """Return all that a person, or several as one, may come to in some world; and whether the order allows no world."""
    own = [attrs.evolve(report, person_id="+".join(members)) for report in people.reports if report.person_id in members]
    events = history(own, fresh_within=rule.fresh_within)
    given = {event.event_id: event for event in events}
    values = {dimension: _value(people, members, dimension) for dimension in (*rule.by, *(name for name, _ in rule.where))}
    if rule.is_stock:
        found, conflict = _last(events, rule)
        cases = {(given[event.event_id] if event else None, state) for event, state in found}
        outcomes = frozenset(
            outcome
            for event, state in cases
            for outcome in _filled(int(_is_in(event, state, rule)), [event] if event else [], state, values, rule, known)
        )
    else:
        counts, conflict = _counted(events, rule)
        outcomes = frozenset(
            outcome for chosen in counts for outcome in _filled(len(chosen), [given[one] for one in chosen], None, values, rule, known)
        )
    return outcomes, conflict


def _value(people: People, members: Iterable[str], dimension: str) -> frozenset[str]:
    told = [values for one in members if (values := people.values(one, dimension))]
    return (frozenset.intersection(*told) or frozenset.union(*told)) if told else frozenset()


def _is_in(event: Event | None, state: str, rule: Rule) -> bool:
    return event is not None and state in rule.states and _supported(event, rule)


def _supported(event: Event, rule: Rule) -> bool:
    return not event.reports or len({report.source for report in event.reports if not report.denied}) >= rule.min_sources


def _filled(
    counted: int,
    events: Sequence[Event],
    state: str | None,
    values: Mapping[str, frozenset[str]],
    rule: Rule,
    known: Mapping[str, Sequence[str]],
) -> Iterator[Outcome]:
    """Yield the outcomes of one world over the values that nobody knows; ``None`` in a cell stands for a value nobody wrote."""

    def here(dimension: str) -> frozenset[str] | None:
        """The values that the person may have in this world; None where nobody says."""
        if dimension != "facility":
            return values[dimension] or None
        if state is not None and state != "deprived":
            return frozenset({"nowhere"})
        named = [event.facilities for event in events]
        return frozenset(place for one in named for place in one) if all(named) else None

    wanted = [(here(dimension), value) for dimension, value in rule.where]
    if any(one is not None and value not in one for one, value in wanted):
        yield Outcome(0, frozenset())
        return
    if any(one != frozenset({value}) for one, value in wanted):
        yield Outcome(0, frozenset())
    asked = {name: [value] for name, value in rule.where}
    choices = [asked.get(name) or ([*known[name], "unwritten"] if (one := here(name)) is None else sorted(one)) for name in rule.by]
    for cell in product(*choices) if counted else [()]:
        yield Outcome(counted, frozenset() if {"unwritten", "nowhere"} & set(cell) else frozenset({cell}))


def _plain(events: Sequence[Event]) -> tuple[worlds.Event, ...]:
    """Return the events with days counted from the first of the horizon; what lies beyond it is put just beyond."""

    def inside(number: int | None) -> int | None:
        return None if number is None else min(max(number - FIRST, -1), DAYS)

    known = {event.event_id for event in events}
    return tuple(
        worlds.Event(
            event.event_id,
            event.states or ("none",),
            inside(event.lo),
            inside(event.hi),
            frozenset(event.after) & known,
            optional=event.optional,
        )
        for event in events
    )


def _last(events: Sequence[Event], rule: Rule) -> tuple[set[tuple[worlds.Event | None, str]], bool]:
    """Return the events that may be the last by the day of the rule, with each state that may follow."""
    assert rule.on is not None
    moving = _plain([event for event in events if event.states])
    if not moving:
        return {(None, "no_record")}, False
    sequences, conflict = worlds.last_events(moving)
    place = (days(rule.on.isoformat())[0] or 0) - FIRST + 1
    last = {sequence[place] for sequence in sequences}
    return {(event, state) for event in last for state in (("no_record",) if event is None else event.states)}, conflict


def _counted(events: Sequence[Event], rule: Rule) -> tuple[set[frozenset[str]], bool]:
    """Return the sets of events that count, one a world."""
    assert rule.since is not None
    assert rule.until is not None
    window = range((days(rule.since.isoformat())[0] or 0) - FIRST, (days(rule.until.isoformat())[0] or 0) - FIRST + 1)
    wanted = {event.event_id for event in events if event.kind in rule.single_kinds and _supported(event, rule)}
    plain = _plain(events)
    found = set(_inside(plain, wanted, window, ordered=True))
    if found and not worlds.is_circular(plain):
        return found, False
    return set(_inside(plain, wanted, window, ordered=False)), True


def _inside(plain: tuple[worlds.Event, ...], wanted: set[str], window: range, *, ordered: bool) -> Iterator[frozenset[str]]:
    for chosen in worlds.happening(plain):
        domains = [range(-1 if event.lo is None else event.lo, (DAYS if event.hi is None else event.hi) + 1) for event in chosen]
        for drawn in product(*domains):
            day_of = {event.event_id: day for event, day in zip(chosen, drawn, strict=True)}
            if ordered and any(day_of[before] > day_of[event.event_id] for event in chosen for before in event.after):
                continue
            yield frozenset(one for one, day in day_of.items() if one in wanted and day in window)
