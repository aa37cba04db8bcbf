"""
How many, at least and at most, by a stated rule, with the reasons of the gap and the statements behind it.

L counts the persons who are in the count in every world that the sources
allow, U those who are in it in some world (semantics §3). Both are
attained by a world, so neither can be bettered without new facts.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import attrs
import polars as pl

from amparo.histories.dossier import read_reports
from amparo.histories.intake import day_number
from amparo.histories.people import People
from amparo.questions.identity import Web, Webs, bounds_of_webs
from amparo.questions.relaxed import Doubt
from amparo.questions.rule import Rule
from amparo.questions.shared import Shared
from amparo.questions.standings import NOWHERE, Cell, Standing, Values, cells, counted_in, is_known, limited, standings_in
from amparo.questions.values import DERIVED, known_values, values_of

_PLACE = "facility"

type _Case = tuple[Standing, tuple[frozenset[str] | None, ...]]

__all__ = ["Answer", "Bounds", "Shared", "count", "count_each"]


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


@attrs.frozen(eq=False)
class _World:
    """The standings under one set of doubts; ``values`` gives those of everybody in the dimensions of the rule."""

    standings: Mapping[str, Standing]
    webs: Webs
    values: Mapping[str, Values]

    def standing(self, person: str) -> Standing:
        return self.standings.get(person, NOWHERE)


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
        rule, shared, disputes = self.rule, self.shared, "disputes" not in aside
        webs = Webs.none() if "identity" in aside else self.webs
        fresh_within = None if "freshness" in aside or not self._matters("freshness") else rule.fresh_within
        if rule.is_stock:
            table = shared.stretches(fresh_within, rule.min_sources, disputes=disputes)
        else:
            table = shared.moves(fresh_within, disputes=disputes)
        found = standings_in(table, rule, places=_PLACE in rule.dimensions)
        if not webs.webs:
            found = {person: standing for person, standing in found.items() if person not in self.webs.blocks}
        values: Mapping[str, Values] = {}
        if rule.where or (rule.by and not aside):  # without doubts only bounds are asked for
            values = self._values(fresh_within, disputes=disputes)
        if rule.where:
            strict = "breakdown" in aside
            narrowed = ((person, _where(standing, values[person], rule, strict=strict)) for person, standing in found.items())
            found = {person: standing for person, standing in narrowed if standing.possible}
        return _World(found, webs, values)

    def _values(self, fresh_within: int | None, *, disputes: bool) -> Mapping[str, Values]:
        """Return everybody's values in the dimensions of the rule: most are stated, and the same under every rule."""
        rule, shared = self.rule, self.shared
        if DERIVED.isdisjoint(rule.dimensions):
            return shared.stated(rule.dimensions, lambda name: values_of(shared.people, self.webs.members(name), (), rule))
        read_reports(shared.people.dossiers)
        return {
            name: values_of(shared.people, self.webs.members(name), shared.life(name, fresh_within, disputes=disputes), rule)
            for name, life in shared.lives.items()
            if life.reports
        }


def count_each(people: People, rules: Sequence[Rule], shared: Shared | None = None) -> list[Answer]:
    """Return the answer of each rule over the same persons; what does not hang on the rule is worked out once."""
    shared = shared or Shared.of(people)
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
        statements=_statements(worlds.shared.grounds, rule, counted),
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
    webs = world.webs
    cases: dict[_Case, tuple[list[Cell], bool]] = {}  # many persons share their few
    alone: Counter[_Case] = Counter()
    placed: dict[str, tuple[list[Cell], bool]] = {}
    for person, one in world.standings.items():
        own = world.values.get(person, {})
        case = (one, tuple(own.get(dimension) for dimension in rule.by))
        if case not in cases:
            cases[case] = cells(one, own, rule, known)
        placed[person] = cases[case]
        if person not in webs.persons and person not in webs.blocks:
            alone[case] += 1
    least: defaultdict[Cell, int] = defaultdict(int)
    most: defaultdict[Cell, int] = defaultdict(int)
    for case, number in alone.items():
        choices, single = cases[case]
        for cell in choices:
            most[cell] += number * case[0].possible
            least[cell] += number * (single and case[0].certain)
    for cell, concerned in _webs_by_cell(webs, placed).items():

        def surely(block: str, cell: Cell = cell) -> bool:
            choices, single = placed.get(block, ([], False))
            return single and cell in choices and world.standing(block).certain

        def maybe(block: str, cell: Cell = cell) -> bool:
            return cell in placed.get(block, ([], False))[0] and world.standing(block).possible

        low, high = bounds_of_webs(concerned, surely, maybe)
        least[cell] += low
        most[cell] += high
    return {cell: Bounds(least[cell], most[cell]) for cell in sorted(most)}


def _webs_by_cell(webs: Webs, placed: Mapping[str, tuple[list[Cell], bool]]) -> dict[Cell, Webs]:
    """Return the webs of which some person, or some set of them, may stand in a cell: the others add nothing there."""
    found: defaultdict[Cell, list[Web]] = defaultdict(list)
    for web in webs.webs:
        for cell in {cell for block in web.blocks.values() if block in placed for cell in placed[block][0]}:
            found[cell].append(web)
    return {cell: attrs.evolve(webs, webs=tuple(own)) for cell, own in found.items()}


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


def _statements(grounds: pl.DataFrame, rule: Rule, counted: Sequence[str]) -> tuple[str, ...]:
    """
    Return the statements that put somebody into the count, at least possibly.

    Those of the events that the count looks at: of a flow the counted ones, of a stock those up to its day.
    """
    by_then = pl.col("moves") & (pl.col("lo").is_null() | (pl.col("lo") <= day_number(rule.on))) if rule.on else None
    looked_at = counted_in(rule) if by_then is None else by_then
    behind = grounds.lazy().filter(looked_at & pl.col("person_id").is_in(counted))
    return tuple(behind.select(pl.col("statements").explode().drop_nulls().unique().sort()).collect().to_series().to_list())
