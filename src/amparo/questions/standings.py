"""
How each person stands towards a rule: surely in it, possibly, in which cells of a breakdown.

A person is in the count if an event with enough independent sources puts
them there; surely so if that holds in every world that the sources allow.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import product

import attrs

from amparo.histories import conflicts, possible_states
from amparo.histories.event import Event
from amparo.histories.frames import event_frame, states_on
from amparo.histories.people import day
from amparo.questions.rule import Rule

type Cell = tuple[str, ...]
type Values = Mapping[str, frozenset[str]]  # dimension → the values possible for one person; empty = nothing known

_PLACE = "facility"
_APART = "\x1e"


@attrs.frozen
class Standing:
    """
    One person under one rule.

    Attributes:
        certain, possible: in the count in every world, in some world.
        events_certain, events_possible: how many events count surely, and at most.
        places: for a breakdown by facility, where it may have been: a cell's value, or nothing known.
        place_certain: the places do not depend on the world.
    """

    certain: bool
    possible: bool
    events_certain: int = 0
    events_possible: int = 0
    places: frozenset[str] = frozenset()
    place_certain: bool = True


NOWHERE = Standing(certain=False, possible=False)


def standings(histories: Mapping[str, Sequence[Event]], rule: Rule) -> dict[str, Standing]:
    """Return the standing of every person whom the rule may concern; others stand nowhere."""
    return _of_stock(histories, rule) if rule.is_stock else _of_flow(histories, rule)


def _of_stock(histories: Mapping[str, Sequence[Event]], rule: Rule) -> dict[str, Standing]:
    assert rule.on is not None  # a stock has a day
    if not any(event.states for events in histories.values() for event in events):
        return {}

    def label(event: Event, state: str) -> tuple[str]:
        supported = "1" if len(event.sources) >= rule.min_sources or event.implicit else "0"
        return (_APART.join((state, supported, *(event.facilities if state in ("deprived", "house_arrest") else ()))),)

    open_then = states_on(possible_states(event_frame(histories, label)), rule.on)
    doubted = _in_conflict(histories)
    return {person: found for person, labels in open_then.items() if (found := _weighed(labels, rule, person in doubted)).possible}


def _weighed(labels: frozenset[str], rule: Rule, doubted: bool) -> Standing:  # noqa: FBT001 (one of two cases, named by its caller)
    """Return the standing that the possible states of a day give."""
    parts = [label.split(_APART) for label in labels]
    within = [len(part) > 1 and part[1] == "1" and part[0] in rule.states for part in parts]
    places = [frozenset(part[2:]) for part, inside in zip(parts, within, strict=True) if inside]
    return Standing(
        certain=all(within) and not doubted,
        possible=any(within),
        places=frozenset().union(*places) if all(places) else frozenset(),
        place_certain=all(within) and all(len(one) == 1 for one in places) and len(set(places)) == 1,
    )


def _in_conflict(histories: Mapping[str, Sequence[Event]]) -> frozenset[str]:
    """Return the persons whose dates contradict the known order: they are certain of nothing."""
    return frozenset(conflicts(event_frame(histories))["person_id"].to_list())


def _of_flow(histories: Mapping[str, Sequence[Event]], rule: Rule) -> dict[str, Standing]:
    assert rule.since is not None  # a flow has a window
    assert rule.until is not None
    doubted = _in_conflict(histories) if any(event.states for events in histories.values() for event in events) else frozenset()
    found = {}
    for person, events in histories.items():
        counted = list(counted_events(events, rule))
        if counted:
            sure = [event for event in counted if _lies_within(event, rule.since, rule.until) and person not in doubted]
            places = [frozenset(event.facilities) for event in counted]
            found[person] = Standing(
                certain=bool(sure),
                possible=True,
                events_certain=len(sure),
                events_possible=len(counted),
                places=frozenset().union(*places) if all(places) else frozenset(),
                place_certain=all(len(one) == 1 for one in places) and len(set(places)) == 1,
            )
    return found


def counted_events(events: Sequence[Event], rule: Rule) -> Iterator[Event]:
    """Yield a person's events that may lie in the window of a flow, well enough supported."""
    for event in events:
        enough = event.implicit or len(event.sources) >= rule.min_sources
        if event.kind in rule.single_kinds and enough and _may_touch(event, rule.since, rule.until):
            yield event


def _may_touch(event: Event, since: date | None, until: date | None) -> bool:
    lo, hi = day(event.lo), day(event.hi)
    return (lo is None or until is None or lo <= until) and (hi is None or since is None or hi >= since)


def _lies_within(event: Event, since: date, until: date) -> bool:
    lo, hi = day(event.lo), day(event.hi)
    return not event.optional and lo is not None and hi is not None and since <= lo and hi <= until


def cells(standing: Standing, values: Values, by: Sequence[str], known: Mapping[str, Sequence[str]]) -> tuple[list[Cell], bool]:
    """
    Return the cells that a person may stand in, and whether there is one only.

    A value that is unknown or disputed is a set of possible values: nothing
    known means every known value of the dimension.
    """
    choices, single = [], True
    for dimension in by:
        here = standing.places if dimension == _PLACE else values.get(dimension, frozenset())
        single = single and len(here) == 1 and (dimension != _PLACE or standing.place_certain)
        choices.append(sorted(here) if here else list(known[dimension]))
    return list(product(*choices)), single
