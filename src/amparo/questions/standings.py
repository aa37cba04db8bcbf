"""
How each person stands towards a rule: surely in it, possibly, in which cells of a breakdown.

A person is in the count if an event with enough independent sources puts
them there; surely so if that holds in every world that the sources allow.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import product
from typing import Any

import attrs
import polars as pl

from amparo.histories import conflicts, possible_states
from amparo.histories.event import Event
from amparo.histories.frames import event_frame, narrowed, open_on
from amparo.histories.intake import day_number
from amparo.histories.people import day
from amparo.questions.rule import Rule

type Cell = tuple[str, ...]
type Histories = Mapping[str, Sequence[Event]]
type Values = Mapping[str, frozenset[str]]  # dimension → the values possible for one person; empty = nothing known

_PLACE = "facility"
_IN_FACILITIES = ("deprived",)  # house arrest is at home: a place named with it is the one that the person left
_APART, _UNNAMED = "\x1e", "\x1d"
_NO_STRETCHES = pl.DataFrame(schema={"person_id": pl.String, "state": pl.String, "from": pl.Date, "until": pl.Date, "certain": pl.Boolean})
_MOVES: dict[str, Any] = {"person_id": pl.String, "kind": pl.String, "lo": pl.Int32, "hi": pl.Int32, "optional": pl.Boolean,
                          "sources": pl.Int32, "facilities": pl.List(pl.String)}  # fmt: skip  # Any: Polars types
_GROUNDS: dict[str, Any] = {"person_id": pl.String, "kind": pl.String, "lo": pl.Int32, "hi": pl.Int32, "sources": pl.Int32,
                            "moves": pl.Boolean, "disputed": pl.Boolean, "statements": pl.List(pl.String)}  # fmt: skip  # Any: as above


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
_SURE, _MAYBE = Standing(certain=True, possible=True), Standing(certain=False, possible=True)


@attrs.frozen(eq=False)
class Table:
    """
    Something of everybody in rows, those of one person made from that person's events alone.

    Attributes:
        rows: ``person_id`` and what the table tells.
        doubted: whose dates contradict the known order: they are certain of nothing.
    """

    rows: pl.DataFrame
    doubted: frozenset[str] = frozenset()

    def replaced(self, persons: Collection[str], anew: "Table") -> "Table":
        """Return the table with the rows of some persons made anew."""
        if not persons:
            return self
        kept = self.rows.filter(~pl.col("person_id").is_in(sorted(persons)))
        return Table(pl.concat([kept, anew.rows], rechunk=True), (self.doubted - frozenset(persons)) | anew.doubted)


def stretches(histories: Histories, min_sources: int) -> Table:
    """Return when each person may be in which state, and whether ``min_sources`` sources say so: as ``possible_states`` gives it."""

    def label(event: Event, state: str) -> tuple[str]:
        return (_APART.join((state, "1" if _is_supported(event, min_sources) else "0", *_places(event, state))),)

    if not any(event.states for events in histories.values() for event in events):
        return Table(_NO_STRETCHES)
    frame = event_frame(histories, label)
    return Table(possible_states(frame), frozenset(conflicts(frame)["person_id"].to_list()))


def moves(histories: Histories) -> Table:
    """Return every event with the days that the known order leaves it, and how many sources report it."""
    ordered, doubted = narrowed(histories)
    rows = [
        (person, event.kind, event.lo, event.hi, event.optional, _support(event), list(event.facilities))
        for person, events in ordered.items()
        for event in events
    ]
    return Table(pl.DataFrame(rows, schema=_MOVES, orient="row"), doubted)


def grounds(histories: Histories) -> Table:
    """Return every event as told, with the statements behind it."""
    rows = [
        (person, event.kind, event.lo, event.hi, _support(event), bool(event.states), event.disputed,
         [report.statement_id for report in (*event.reports, *event.vouchers)])
        for person, events in histories.items()
        for event in events
    ]  # fmt: skip
    return Table(pl.DataFrame(rows, schema=_GROUNDS, orient="row"))


def standings(histories: Histories, rule: Rule) -> dict[str, Standing]:
    """Return the standing of every person whom the rule may concern; others stand nowhere."""
    return standings_in(stretches(histories, rule.min_sources) if rule.is_stock else moves(histories), rule)


def standings_in(table: Table, rule: Rule, *, places: bool = True) -> dict[str, Standing]:
    """
    Return the standing of every person whom the rule may concern.

    ``table``: of a stock the stretches, of a flow the moves. ``places`` False where nobody asks where it was.
    """
    return (_of_stock if rule.is_stock else _of_flow)(table, rule, places)


def _of_stock(table: Table, rule: Rule, places: bool) -> dict[str, Standing]:  # noqa: FBT001 (named by its caller)
    assert rule.on is not None  # a stock has a day
    here = open_on(table.rows, rule.on).select("person_id", "state")
    words = here["state"].unique().to_list()
    within = [word for word in words if (parts := word.split(_APART))[1:2] == ["1"] and parts[0] in rule.states]
    told = pl.col("state").is_in(within)
    of_person = (
        here.lazy().group_by("person_id").agg(told.all().alias("all"), told.any().alias("any"), pl.col("state").filter(told).unique())
    )
    found = of_person.filter("any").collect()
    surely = (found["all"] & ~found["person_id"].is_in(sorted(table.doubted))).to_list()
    persons = found["person_id"].to_list()
    if not places:
        return dict(zip(persons, (_SURE if sure else _MAYBE for sure in surely), strict=True))
    weighed: dict[tuple[frozenset[str], bool], Standing] = {}  # many persons share their few cases
    standing = {}
    for person, sure, labels in zip(persons, surely, map(frozenset, found["state"].to_list()), strict=True):
        if (labels, sure) not in weighed:
            located = _located([label.split(_APART)[2:] for label in labels])
            weighed[labels, sure] = attrs.evolve(located, certain=sure, possible=True)
        standing[person] = weighed[labels, sure]
    return standing


def standings_within(table: Table, on: date, states: Collection[str], place: str | None) -> dict[str, Standing]:
    """Return the standing of everybody who may be in some states on a day, with a ``place`` only there."""
    here = open_on(table.rows, on).select("person_id", "state")
    words = here["state"].unique().to_list()
    inside = [word for word in words if _may_be_there(word, states, place)[0]]
    outside = [word for word in words if _may_be_there(word, states, place)[1]]
    told = [pl.col("state").is_in(inside).any().alias("in"), pl.col("state").is_in(outside).any().alias("out")]
    found = here.lazy().group_by("person_id").agg(told).filter("in").collect()
    surely = (~found["out"] & ~found["person_id"].is_in(sorted(table.doubted))).to_list()
    return dict(zip(found["person_id"].to_list(), (_SURE if sure else _MAYBE for sure in surely), strict=True))


def states_in(table: Table, on: date) -> dict[str, frozenset[str]]:
    """Return the states possible for everybody on a day."""
    here = open_on(table.rows, on).select("person_id", pl.col("state").str.split(_APART).list.first())
    states = here.group_by("person_id").agg(pl.col("state").unique())
    return dict(zip(states["person_id"].to_list(), map(frozenset, states["state"].to_list()), strict=True))


def _may_be_there(word: str, states: Collection[str], place: str | None) -> tuple[bool, bool]:
    """Say whether a stretch may be one of those states in that place, and whether it may be anything else."""
    state, *rest = word.split(_APART)
    if state not in states or rest[:1] != ["1"]:
        return False, True
    named = rest[1:]
    if place is None or (state in _IN_FACILITIES and named == [place]):
        return True, False
    # House arrest is at home: a facility named with it is the one that the person left.
    return state in _IN_FACILITIES and (named == [_UNNAMED] or place in named), True


def _of_flow(table: Table, rule: Rule, places: bool) -> dict[str, Standing]:  # noqa: FBT001 (named by its caller)
    counted = table.rows.filter(counted_in(rule))
    since, until = _window(rule)
    sure = ~pl.col("optional") & (pl.col("lo") >= since) & (pl.col("hi") <= until) & ~pl.col("person_id").is_in(sorted(table.doubted))
    of_person = counted.lazy().group_by("person_id").agg(sure.fill_null(value=False).sum().alias("sure"), pl.len(), "facilities").collect()
    found = {}
    weighed: dict[tuple[int, int], Standing] = {}
    for person, surely, number, where in of_person.iter_rows():
        if (surely, number) not in weighed:
            weighed[surely, number] = Standing(certain=surely > 0, possible=True, events_certain=surely, events_possible=number)
        found[person] = weighed[surely, number]
        if places:
            located = _located([tuple(one) or (_UNNAMED,) for one in where])
            found[person] = attrs.evolve(located, certain=surely > 0, possible=True, events_certain=surely, events_possible=number)
    return found


def counted_in(rule: Rule) -> pl.Expr:
    """Return which rows of moves or grounds may lie in the window of a flow, well enough supported."""
    since, until = _window(rule)
    supported = pl.col("sources").is_null() | (pl.col("sources") >= rule.min_sources)
    touches = (pl.col("lo").is_null() | (pl.col("lo") <= until)) & (pl.col("hi").is_null() | (pl.col("hi") >= since))
    return pl.col("kind").is_in(sorted(rule.single_kinds)) & supported & touches


def _window(rule: Rule) -> tuple[int, int]:
    assert rule.since is not None  # a flow has a window
    assert rule.until is not None
    return day_number(rule.since), day_number(rule.until)


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


def _support(event: Event) -> int | None:
    """Return how many sources report an event; None for what follows from other events and needs none of its own."""
    return len(event.sources) if event.reports else None


def _is_supported(event: Event, min_sources: int) -> bool:
    """Say whether enough sources report an event."""
    sources = _support(event)
    return sources is None or sources >= min_sources


def counted_events(events: Sequence[Event], rule: Rule) -> Iterator[Event]:
    """Yield a person's events that may lie in the window of a flow, well enough supported."""
    for event in events:
        if event.kind in rule.single_kinds and _is_supported(event, rule.min_sources) and _may_touch(event, rule.since, rule.until):
            yield event


def _may_touch(event: Event, since: date | None, until: date | None) -> bool:
    lo, hi = day(event.lo), day(event.hi)
    return (lo is None or until is None or lo <= until) and (hi is None or since is None or hi >= since)


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
