"""
How each person stands towards a rule: surely in it, possibly, in which cells of a breakdown.

A person is in the count if an event with enough independent sources puts
them there; surely so if that holds in every world that the sources allow.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import product

import attrs
import polars as pl

from amparo.histories import conflicts, possible_states
from amparo.histories.event import Event
from amparo.histories.frames import event_frame, narrowed, states_on
from amparo.histories.people import day
from amparo.questions.rule import Rule

type Cell = tuple[str, ...]
type Values = Mapping[str, frozenset[str]]  # dimension → the values possible for one person; empty = nothing known

_PLACE = "facility"
_IN_FACILITIES = ("deprived",)  # house arrest is at home: a place named with it is the one that the person left
_APART, _UNNAMED = "\x1e", "\x1d"


@attrs.frozen
class Standing:
    """
    One person under one rule.

    Attributes:
        certain, possible: in the count in every world, in some world.
        events_certain, events_possible: how many events count surely, and at most.
        places: for a breakdown by facility, where it may have been, as far as sources say.
        anywhere: in some world it was at a place that nobody names.
        placed: in every world it was at the one place in ``places``.
    """

    certain: bool
    possible: bool
    events_certain: int = 0
    events_possible: int = 0
    places: frozenset[str] = frozenset()
    anywhere: bool = False
    placed: bool = False


NOWHERE = Standing(certain=False, possible=False)


@attrs.frozen(eq=False)
class Stretches:
    """
    When whose states are possible, told apart by place and support: the same for every day and state that a rule may ask for.

    Attributes:
        spans: as ``possible_states`` gives them; None where nothing moves anybody.
        doubted: whose dates contradict the known order: they are certain of nothing.
    """

    spans: pl.DataFrame | None
    doubted: frozenset[str]


def stretches(histories: Mapping[str, Sequence[Event]], min_sources: int) -> Stretches:
    """Return when each person may be in which state, and whether ``min_sources`` sources say so."""
    if not any(event.states for events in histories.values() for event in events):
        return Stretches(None, frozenset())

    def label(event: Event, state: str) -> tuple[str]:
        return (_APART.join((state, "1" if _is_supported(event, min_sources) else "0", *_places(event, state))),)

    return Stretches(possible_states(event_frame(histories, label)), _in_conflict(histories))


def standings(histories: Mapping[str, Sequence[Event]], rule: Rule, when: Stretches | None = None) -> dict[str, Standing]:
    """
    Return the standing of every person whom the rule may concern; others stand nowhere.

    ``when``: of a stock, the stretches of these histories or of more, if they are at hand.
    """
    if not rule.is_stock:
        return _of_flow(histories, rule)
    return _of_stock(histories, rule, when or stretches(histories, rule.min_sources))


def _of_stock(histories: Mapping[str, Sequence[Event]], rule: Rule, when: Stretches) -> dict[str, Standing]:
    assert rule.on is not None  # a stock has a day
    if when.spans is None:
        return {}
    weighed: dict[tuple[frozenset[str], bool], Standing] = {}  # many persons share their few cases
    found = {}
    for person, labels in states_on(when.spans, rule.on).items():
        case = (labels, person in when.doubted)
        if case not in weighed:
            weighed[case] = _weighed(labels, rule, case[1])
        if weighed[case].possible and person in histories:
            found[person] = weighed[case]
    return found


def _weighed(labels: frozenset[str], rule: Rule, doubted: bool) -> Standing:  # noqa: FBT001 (one of two cases, named by its caller)
    """Return the standing that the possible states of a day give."""
    parts = [label.split(_APART) for label in labels]
    within = [part for part in parts if len(part) > 1 and part[1] == "1" and part[0] in rule.states]
    return attrs.evolve(_located([part[2:] for part in within]), certain=len(within) == len(parts) and not doubted, possible=bool(within))


def _located(places: Sequence[Sequence[str]]) -> Standing:
    """Return where somebody may be, from the places of each case: several are disputed, an empty one is unknown, none is nowhere."""
    named = frozenset(place for one in places for place in one if place != _UNNAMED)
    return Standing(
        certain=False,
        possible=False,
        places=named,
        anywhere=any(_UNNAMED in one for one in places),
        placed=len(named) == 1 and all(set(one) == named for one in places),
    )


def _places(event: Event, state: str) -> tuple[str, ...]:
    """Return where a state that follows an event has its person: in a facility, perhaps one that nobody names, or in none."""
    return (event.facilities or (_UNNAMED,)) if state in _IN_FACILITIES else ()


def _is_supported(event: Event, min_sources: int) -> bool:
    """Say whether enough sources report an event; what follows from other events needs none of its own."""
    return len(event.sources) >= min_sources or not event.reports


def _in_conflict(histories: Mapping[str, Sequence[Event]]) -> frozenset[str]:
    """Return the persons whose dates contradict the known order: they are certain of nothing."""
    ordered = {person: events for person, events in histories.items() if any(event.after for event in events)}
    return frozenset(conflicts(event_frame(ordered))["person_id"].to_list())


def _of_flow(histories: Mapping[str, Sequence[Event]], rule: Rule) -> dict[str, Standing]:
    assert rule.since is not None  # a flow has a window
    assert rule.until is not None
    concerned = {person: events for person, events in histories.items() if any(event.kind in rule.single_kinds for event in events)}
    found = {}
    ordered, doubted = narrowed(concerned)
    for person, events in ordered.items():
        counted = list(counted_events(events, rule))
        if counted:
            sure = [event for event in counted if _lies_within(event, rule.since, rule.until) and person not in doubted]
            found[person] = attrs.evolve(
                _located([event.facilities or (_UNNAMED,) for event in counted]),
                certain=bool(sure),
                possible=True,
                events_certain=len(sure),
                events_possible=len(counted),
            )
    return found


def counted_events(events: Sequence[Event], rule: Rule) -> Iterator[Event]:
    """Yield a person's events that may lie in the window of a flow, well enough supported."""
    for event in events:
        if event.kind in rule.single_kinds and _is_supported(event, rule.min_sources) and _may_touch(event, rule.since, rule.until):
            yield event


def _may_touch(event: Event, since: date | None, until: date | None) -> bool:
    lo, hi = day(event.lo), day(event.hi)
    return (lo is None or until is None or lo <= until) and (hi is None or since is None or hi >= since)


def _lies_within(event: Event, since: date, until: date) -> bool:
    lo, hi = day(event.lo), day(event.hi)
    return not event.optional and lo is not None and hi is not None and since <= lo and hi <= until


def cells(standing: Standing, values: Values, rule: Rule, known: Mapping[str, Sequence[str]]) -> tuple[list[Cell], bool]:
    """
    Return the cells that a person may stand in, and whether there is one only.

    A value that is unknown or disputed is a set of possible values: nothing
    known means every known value of the dimension. Whoever is in no facility
    stands in no cell of a breakdown by facility, and whoever counts only with a
    value that the rule asks for stands in its cell.
    """
    choices, single = [], True
    only = dict(rule.where)
    for dimension in rule.by:
        single = single and is_known(standing, values, dimension)
        here = standing.places if dimension == _PLACE else values.get(dimension, frozenset())
        unknown = standing.anywhere if dimension == _PLACE else not here
        possible = {only[dimension]} if dimension in only else {*here, *known[dimension]} if unknown else here
        choices.append(sorted(possible))
    return list(product(*choices)), single


def is_known(standing: Standing, values: Values, dimension: str) -> bool:
    """Say whether a person has one value of a dimension, whatever the world."""
    return standing.placed if dimension == _PLACE else len(values.get(dimension, frozenset())) == 1


def limited(standing: Standing, values: Values, dimension: str, value: str) -> Standing:
    """Return the standing among those with a value: unknown is possible, never certain."""
    here = standing.places if dimension == _PLACE else values.get(dimension, frozenset())
    unknown = standing.anywhere if dimension == _PLACE else not here
    if value not in here and not unknown:
        return NOWHERE
    return standing if is_known(standing, values, dimension) else attrs.evolve(standing, certain=False, events_certain=0)
