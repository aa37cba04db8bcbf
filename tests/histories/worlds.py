"""
Every world that a handful of events allows, one by one.

Nothing here knows the closed form: days are assigned, orders of one day
permuted, identities partitioned, and what holds in all worlds or in some is read
off. It is slow and plain on purpose: it is what the answers are checked against.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import permutations, product

import attrs
import polars as pl

BASE = date(2026, 1, 1)
DAYS = 6  # days 0 to 5 are asked about; -1 stands for the unbounded past, 6 for the unbounded future
NO_RECORD = "no_record"

type Values = frozenset[str] | None  # what a column says: the possible values, or None for unknown
type Cell = tuple[str, ...]
type Pair = frozenset[str]


@attrs.frozen
class Event:
    """Something that happened to a person on a day from lo to hi; None is unbounded."""

    event_id: str
    states: tuple[str, ...]
    lo: int | None
    hi: int | None
    after: frozenset[str] = frozenset()
    place: Values = None
    optional: bool = False


@attrs.frozen
class Person:
    """A person, or a part of one."""

    person_id: str
    events: tuple[Event, ...]
    sex: Values = None


@attrs.frozen
class Possible:
    """What one person may be on each day, and whether anything is believed for certain."""

    cells: tuple[frozenset[Cell], ...]
    is_conflict: bool

    def is_certain(self, day: int, cell: Cell) -> bool:
        """Say whether a cell holds in every world."""
        return not self.is_conflict and self.cells[day] == {cell}


@cache
def last_events(events: tuple[Event, ...]) -> tuple[frozenset[tuple[Event | None, ...]], bool]:
    """Return the sequences of last events (days -1 to 5) of all worlds, and whether the known order allows no world."""
    found = frozenset(sequence for chosen in happening(events) for sequence in _sequences(chosen, ordered=True))
    if found and not is_circular(events):
        return found, False
    return frozenset(sequence for chosen in happening(events) for sequence in _sequences(chosen, ordered=False)), True


def happening(events: tuple[Event, ...]) -> Iterator[tuple[Event, ...]]:
    """Yield the events that happened: all that must have, and any of those that may have; an absent one orders nothing."""
    may = [event for event in events if event.optional]
    for picks in product([True, False], repeat=len(may)):
        absent = {event.event_id for event, happened in zip(may, picks, strict=True) if not happened}
        yield tuple(attrs.evolve(event, after=event.after - absent) for event in events if event.event_id not in absent)


def is_circular(events: tuple[Event, ...]) -> bool:
    """Say whether the order as given goes round, be it through events that may not have happened."""
    left = {event.event_id: event.after for event in events}
    while free := [one for one, after in left.items() if not after & left.keys()]:
        for one in free:
            del left[one]
    return bool(left)


def _sequences(events: tuple[Event, ...], *, ordered: bool) -> Iterator[tuple[Event | None, ...]]:
    domains = [range(-1 if event.lo is None else event.lo, (DAYS if event.hi is None else event.hi) + 1) for event in events]
    for days in product(*domains):
        day_of = {event.event_id: day for event, day in zip(events, days, strict=True)}
        if ordered and any(day_of[before] > day_of[event.event_id] for event in events for before in event.after):
            continue
        together = {day: [event for event in events if day_of[event.event_id] == day] for day in sorted(set(days))}
        orders = [[order for order in permutations(group) if not ordered or _keeps_order(order)] for group in together.values()]
        for chosen in product(*orders):
            last = {day: order[-1] for day, order in zip(together, chosen, strict=True)}
            yield tuple(next((last[earlier] for earlier in range(day, -2, -1) if earlier in last), None) for day in range(-1, DAYS))


def _keeps_order(order: Sequence[Event]) -> bool:
    seen: set[str] = set()
    ids = {event.event_id for event in order}
    for event in order:
        if event.after & ids - seen:
            return False
        seen.add(event.event_id)
    return True


def possible(person: Person, by: Sequence[str], known: Mapping[str, Iterable[str]]) -> Possible:
    """Return the cells that a person may fill on each day from -1 to 5, over all worlds and all possible values."""
    sequences, is_conflict = last_events(person.events)
    cells = tuple(
        frozenset(cell for event in {sequence[day] for sequence in sequences} for cell in _cells(person, event, by, known))
        for day in range(DAYS + 1)
    )
    return Possible(cells, is_conflict)


def _cells(person: Person, event: Event | None, by: Sequence[str], known: Mapping[str, Iterable[str]]) -> Iterator[Cell]:
    """Yield state and breakdown values; unknown is any known value, null, or a value that nobody wrote down."""
    choices: list[Iterable[str]] = [(NO_RECORD,) if event is None else event.states]
    for name in by:
        values = person.sex if name == "sex" else event.place if event is not None else frozenset({"null"})
        choices.append({*known[name], "null", "unwritten"} if values is None else values)
    yield from product(*choices)


def known_values(persons: Iterable[Person]) -> dict[str, set[str]]:
    """Return the values that occur in each column."""
    everyone = list(persons)
    return {
        "sex": {value for person in everyone if person.events for value in person.sex or ()},
        "place": {value for person in everyone for event in person.events for value in event.place or ()},
    }


def counts(
    persons: Sequence[Person], by: Sequence[str], undecided: Iterable[Pair], different: Iterable[Pair]
) -> dict[tuple[int, Cell], tuple[int, int]]:
    """
    Return the least and most persons in each cell on each day 0 to 5, over all partitions and worlds.

    Blocks are independent: the least of a sum is the sum of the leasts.
    """
    known = known_values(persons)
    bounds: dict[tuple[int, Cell], tuple[int, int]] = {}
    partitions = [
        [possible(merged(block), by, known) for block in partition if merged(block).events]
        for partition in identities(persons, undecided, different)
    ]
    cells = {cell for blocks in partitions for block in blocks for of_day in block.cells for cell in of_day}
    for day, cell in product(range(DAYS), cells):
        least = min(sum(block.is_certain(day + 1, cell) for block in blocks) for blocks in partitions)
        most = max(sum(cell in block.cells[day + 1] for block in blocks) for blocks in partitions)
        bounds[day, cell] = (least, most)
    return bounds


def identities(persons: Sequence[Person], undecided: Iterable[Pair], different: Iterable[Pair]) -> Iterator[list[list[Person]]]:
    """Yield the partitions into blocks that undecided pairs connect and no pair of different persons breaks."""
    links, apart = set(undecided), set(different)
    for partition in _partitions(list(persons)):
        if all(_holds_together(block, links - apart) and not _holds(block, apart) for block in partition):
            yield partition


def _partitions(items: list[Person]) -> Iterator[list[list[Person]]]:
    if not items:
        yield []
        return
    for rest in _partitions(items[1:]):
        yield [[items[0]], *rest]
        for place in range(len(rest)):
            yield [*rest[:place], [items[0], *rest[place]], *rest[place + 1 :]]


def _holds_together(block: Sequence[Person], links: set[Pair]) -> bool:
    ids = {person.person_id for person in block}
    reached = {block[0].person_id}
    while more := {b for a in reached for b in ids - reached if frozenset((a, b)) in links}:
        reached |= more
    return reached == ids


def _holds(block: Sequence[Person], apart: set[Pair]) -> bool:
    return any(frozenset((a.person_id, b.person_id)) in apart for a in block for b in block if a != b)


def merged(block: Sequence[Person]) -> Person:
    """Return several persons as one: all their events, and the values that all allow, or, where none is left, all their values."""
    known = [person.sex for person in block if person.events and person.sex is not None]
    sex = (frozenset.intersection(*known) or frozenset.union(*known)) if known else None
    return Person("+".join(person.person_id for person in block), tuple(event for person in block for event in person.events), sex)


def day(number: int | None) -> date | None:
    """Return a day by its number."""
    return None if number is None else BASE + timedelta(number)


def frame(persons: Iterable[Person], *, as_lists: bool = True) -> pl.DataFrame:
    """Return the events as the frame that the answers take."""
    write: Callable[[Values], list[str] | str | None] = (lambda values: None if values is None else sorted(values)) if as_lists else _scalar
    text = pl.List(pl.String) if as_lists else pl.String
    rows = [
        (
            person.person_id,
            event.event_id,
            list(event.states),
            day(event.lo),
            day(event.hi),
            sorted(event.after),
            write(person.sex),
            write(event.place),
            event.optional,
        )
        for person in persons
        for event in person.events
    ]
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        "person_id": pl.String, "event_id": pl.String, "state": pl.List(pl.String), "lo": pl.Date, "hi": pl.Date,
        "after": pl.List(pl.String), "sex": text, "place": text, "optional": pl.Boolean,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def _scalar(values: Values) -> str | None:
    return None if values is None else next(iter(values))


def pair_frame(pairs: Iterable[Pair]) -> pl.DataFrame:
    """Return pairs of persons as the frame that the answers take."""
    return pl.DataFrame([tuple(sorted(pair)) for pair in pairs], schema={"a": pl.String, "b": pl.String}, orient="row")
