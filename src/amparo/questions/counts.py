"""
How many, at least and at most, by a stated rule, with the reasons of the gap and the statements behind it.

L counts the persons who are in the count in every world that the sources
allow, U those who are in it in some world (semantics §3). Both are
attained by a world, so neither can be bettered without new facts.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import attrs

from amparo.histories.event import Event
from amparo.histories.events import histories, with_silences
from amparo.histories.people import People, day
from amparo.questions.identity import Webs, bounds_of_webs, webs_of
from amparo.questions.relaxed import Doubt, relaxed
from amparo.questions.rule import Rule
from amparo.questions.standings import (
    NOWHERE,
    Cell,
    Standing,
    Stretches,
    Values,
    cells,
    counted_events,
    is_known,
    limited,
    standings,
    stretches,
)
from amparo.questions.values import known_values, values_of


@attrs.frozen
class Bounds:
    """At least, at most."""

    at_least: int
    at_most: int

    @property
    def gap(self) -> int:
        """What is not known."""
        return self.at_most - self.at_least

    def to_dict(self) -> dict[str, int]:
        """Return the two bounds as data."""
        return {"at_least": self.at_least, "at_most": self.at_most}


@attrs.frozen(kw_only=True)
class Answer:
    """
    A count with its rule and everything that it rests on.

    Attributes:
        groups: cell of the breakdown → bounds, sorted.
        unknown: dimension → how many of those counted at most have no single known value.
        gap: the parts of at most − at least, in the order of semantics §3.
        statements: ids behind the figure, sorted.
        surely, possibly: the persons counted at least, and those counted at most; for lists, never for a public page by themselves.
        safe: some persons were counted by a rule that is safe, not tight (more than eight who may be one).
    """

    rule: Rule
    persons: Bounds
    events: Bounds | None
    groups: Mapping[Cell, Bounds]
    unknown: Mapping[str, int]
    gap: Mapping[str, int]
    statements: tuple[str, ...]
    surely: tuple[str, ...]
    possibly: tuple[str, ...]
    safe: bool = False

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return the document of ``count --json``, but for the ledger."""
        return {
            "rule": self.rule.to_dict(),
            "unit": self.rule.unit,
            "persons": self.persons.to_dict(),
            "events": None if self.events is None else self.events.to_dict(),
            "groups": [{"by": dict(zip(self.rule.by, cell, strict=True)), **bounds.to_dict()} for cell, bounds in self.groups.items()],
            "unknown": dict(self.unknown),
            "gap": dict(self.gap),
            "statements": list(self.statements),
        }


@attrs.frozen
class _World:
    """The standings under one set of doubts."""

    standings: Mapping[str, Standing]
    webs: Webs
    values: Mapping[str, Values]

    def standing(self, person: str) -> Standing:
        return self.standings.get(person, NOWHERE)


@attrs.frozen(eq=False)
class Shared:
    """What all rules over the same persons share, worked out as it is asked for: histories, and when whose states are possible."""

    people: People
    webs: Webs
    _histories: dict[int | None, dict[str, list[Event]]] = attrs.field(factory=dict)
    _relaxed: dict[int | None, dict[str, list[Event]]] = attrs.field(factory=dict)
    _stretches: dict[tuple[int | None, bool, int], Stretches] = attrs.field(factory=dict)

    @staticmethod
    def of(people: People) -> "Shared":
        """Return what the rules over some persons share, nothing worked out yet."""
        return Shared(people, webs_of(people))

    def histories(self, fresh_within: int | None) -> dict[str, list[Event]]:
        """Return the events of everybody, and of every set of persons who may be one."""
        if not self._histories:
            reports = [*self.people.reports, *self.webs.reports(self.people.reports)]
            self._histories[None] = histories(reports, fresh_within=None)
        if fresh_within is not None and fresh_within not in self._histories:
            self._histories[fresh_within] = {person: with_silences(own, fresh_within) for person, own in self._histories[None].items()}
        return self._histories[fresh_within]

    def without_disputes(self, fresh_within: int | None) -> dict[str, list[Event]]:
        """Return the events as if no sources contradicted each other."""
        if fresh_within not in self._relaxed:
            self._relaxed[fresh_within] = {person: relaxed(own) for person, own in self.histories(fresh_within).items()}
        return self._relaxed[fresh_within]

    def stretches(self, fresh_within: int | None, min_sources: int, *, disputes: bool) -> Stretches:
        """Return when whose states are possible, of everybody and of every set of persons who may be one."""
        key = (fresh_within, disputes, min_sources)
        if key not in self._stretches:
            events = self.histories(fresh_within) if disputes else self.without_disputes(fresh_within)
            self._stretches[key] = stretches(events, min_sources)
        return self._stretches[key]

    @cached_property
    def is_disputed(self) -> bool:
        """Whether any sources contradict each other on a day or on terms."""
        return any(event.disputed for events in self.histories(None).values() for event in events)


@attrs.frozen(eq=False)
class _Worlds:
    """The standings under one rule and any set of doubts; what no doubt touches is worked out once."""

    rule: Rule
    shared: Shared
    _found: dict[frozenset[Doubt], _World] = attrs.field(factory=dict)

    @property
    def webs(self) -> Webs:
        return self.shared.webs

    def without(self, doubts: Sequence[Doubt]) -> _World:
        """Return everybody's standing, and that of everybody who may be several, with some doubts set aside."""
        aside = frozenset(doubt for doubt in doubts if self._matters(doubt))
        if aside not in self._found:
            self._found[aside] = self._world(aside)
        return self._found[aside]

    def _matters(self, doubt: Doubt) -> bool:
        """Say whether a doubt can make a difference at all."""
        match doubt:
            case "identity":
                return bool(self.webs.webs)
            case "breakdown":
                return bool(self.rule.where)
            case "freshness":  # silence is no event of a flow, unless it is what the flow asks for
                return self.rule.fresh_within is not None and (self.rule.is_stock or "unrecorded" in self.rule.single_kinds)
            case "disputes":
                return self.shared.is_disputed
        return True

    def _world(self, aside: frozenset[Doubt]) -> _World:
        rule, people, shared = self.rule, self.shared.people, self.shared
        webs = Webs.none() if "identity" in aside else self.webs
        fresh_within = None if "freshness" in aside or not self._matters("freshness") else rule.fresh_within
        events = shared.without_disputes(fresh_within) if "disputes" in aside else shared.histories(fresh_within)
        events = {person: own for person, own in events.items() if person in webs.blocks or person not in self.webs.blocks}
        values: Mapping[str, Values] = {}
        if rule.by or rule.where:
            values = {person: values_of(people, webs.members(person), own, rule) for person, own in events.items()}
        when = shared.stretches(fresh_within, rule.min_sources, disputes="disputes" not in aside) if rule.is_stock else None
        found = standings(events, rule, when)
        if rule.where:
            strict = "breakdown" in aside
            narrowed = ((person, _where(standing, values[person], rule, strict=strict)) for person, standing in found.items())
            found = {person: standing for person, standing in narrowed if standing.possible}
        return _World(found, webs, values)


def count_each(people: People, rules: Sequence[Rule]) -> list[Answer]:
    """Return the answer of each rule over the same persons; what does not hang on the rule is worked out once."""
    shared = Shared.of(people)
    return [count(people, rule, shared) for rule in rules]


def count(people: People, rule: Rule, shared: Shared | None = None) -> Answer:
    """Return the answer of a rule over the persons of a registry; ``shared`` is what earlier rules over them have worked out."""
    worlds = _Worlds(rule, shared or Shared.of(people))
    webs, full = worlds.webs, worlds.without(())
    persons, events = _bounds(full, rule)
    measured = persons if rule.unit == "persons" or events is None else events
    counted = sorted(person for person, standing in full.standings.items() if standing.possible and person not in webs.blocks)
    known = known_values(people, full.values, rule.by)
    return Answer(
        rule=rule,
        persons=persons,
        events=events,
        groups=_groups(full, rule, known),
        unknown={dimension: _unknown(full, counted, dimension) for dimension in rule.by},
        gap=_gap(worlds, measured.gap),
        statements=_statements(worlds.shared.histories(None), rule, counted),
        surely=tuple(person for person in counted if full.standing(person).certain),
        possibly=tuple(counted),
        safe=webs.safe,
    )


def _where(standing: Standing, values: Values, rule: Rule, *, strict: bool) -> Standing:
    """Return the standing among those with a value: unknown is possible, never certain."""
    for dimension, value in rule.where:
        if strict and not is_known(standing, values, dimension):
            return NOWHERE
        standing = limited(standing, values, dimension, value)
    return standing


def _bounds(world: _World, rule: Rule) -> tuple[Bounds, Bounds | None]:
    """Return the bounds in persons, and in events for a flow."""
    webs = world.webs
    alone = [one for person, one in world.standings.items() if person not in webs.persons and person not in webs.blocks]
    least, most = bounds_of_webs(webs, lambda block: world.standing(block).certain, lambda block: world.standing(block).possible)
    persons = Bounds(sum(one.certain for one in alone) + least, sum(one.possible for one in alone) + most)
    if rule.is_stock:
        return persons, None
    least, most = bounds_of_webs(
        webs, lambda block: world.standing(block).events_certain, lambda block: world.standing(block).events_possible
    )
    return persons, Bounds(sum(one.events_certain for one in alone) + least, sum(one.events_possible for one in alone) + most)


def _groups(world: _World, rule: Rule, known: Mapping[str, Sequence[str]]) -> dict[Cell, Bounds]:
    """Return the bounds of each cell: certain only for the persons who can be in no other."""
    if not rule.by:
        return {}
    placed = {person: cells(one, world.values.get(person, {}), rule, known) for person, one in world.standings.items()}
    webs = world.webs
    least: defaultdict[Cell, int] = defaultdict(int)
    most: defaultdict[Cell, int] = defaultdict(int)
    for person, (choices, single) in placed.items():
        if person not in webs.persons and person not in webs.blocks:
            for cell in choices:
                most[cell] += world.standing(person).possible
                least[cell] += single and world.standing(person).certain
    for cell in sorted({cell for choices, _ in placed.values() for cell in choices}):

        def surely(block: str, cell: Cell = cell) -> bool:
            choices, single = placed.get(block, ([], False))
            return single and cell in choices and world.standing(block).certain

        def maybe(block: str, cell: Cell = cell) -> bool:
            return cell in placed.get(block, ([], False))[0] and world.standing(block).possible

        low, high = bounds_of_webs(webs, surely, maybe)
        least[cell] += low
        most[cell] += high
    return {cell: Bounds(least[cell], most[cell]) for cell in sorted(most)}


def _unknown(world: _World, counted: Sequence[str], dimension: str) -> int:
    """Return how many of those counted at most have no single known value."""
    return sum(not is_known(world.standing(person), world.values.get(person, {}), dimension) for person in counted)


def _gap(worlds: _Worlds, total: int) -> dict[str, int]:
    """
    Return the parts of the gap, doubt upon doubt in the order of semantics §3.

    Each part is what the gap grows by when one more sort of doubt is admitted; the parts add up to the total.
    """
    parts: dict[str, int] = {}
    reached = 0
    doubts: tuple[Doubt, ...] = ("dates", "disputes", "breakdown", "identity", "freshness")
    for place, doubt in enumerate(doubts):
        upto = total
        if total and doubt != "freshness":
            persons, events = _bounds(worlds.without(doubts[place + 1 :]), worlds.rule)
            upto = (persons if worlds.rule.unit == "persons" or events is None else events).gap
        upto = min(max(upto, reached), total)
        parts[doubt] = upto - reached
        reached = upto
    return parts


def _statements(events: Mapping[str, Sequence[Event]], rule: Rule, counted: Sequence[str]) -> tuple[str, ...]:
    """Return the statements that put somebody into the count, at least possibly."""
    behind = [event for person in counted for event in _behind(events.get(person, ()), rule)]
    return tuple(sorted({report.statement_id for event in behind for report in (*event.reports, *event.vouchers)}))


def _behind(events: Sequence[Event], rule: Rule) -> Iterator[Event]:
    """Yield the events that the count of a person looks at: of a flow the counted ones, of a stock those up to its day."""
    if not rule.is_stock:
        yield from counted_events(events, rule)
        return
    for event in events:
        first = day(event.lo)
        if event.states and (first is None or rule.on is None or first <= rule.on):
            yield event
