"""
What moved each person into custody and out of it, as arrays: the days that sources leave open, and days drawn within them.

Only what is told is here: an event that a source denies, or that silence alone suggests, moves nobody in an estimate. It
may still move somebody in the bounds.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

import attrs
import numpy as np

from amparo.histories.event import Event
from amparo.histories.frames import narrowed
from amparo.questions.flows.kernels import Whole
from amparo.statements import kinds_of

EPOCH = date(1970, 1, 1).toordinal()
FAR = 10**8  # days; no date lies so far

# What a move does, and the situation that it leads to.
HELD, HOME, OUT, EXILED, DEAD = range(5)
SITUATIONS = ("held", "home", "out", "exiled", "dead")


def _situations() -> dict[str, int]:
    """Return where each kind of event leads; other kinds move nobody into or out of custody."""
    leads = dict.fromkeys(kinds_of("detention"), HELD) | dict.fromkeys(kinds_of("release"), OUT)
    return leads | {"house_arrest": HOME, "health_leave": HOME, "exile": EXILED, "death": DEAD, "death_in_custody": DEAD}


@attrs.frozen(eq=False)
class Moves:
    """
    The moves of all persons, those of a person side by side in a known or likely order.

    Attributes:
        persons: ids; ``person`` numbers into it.
        leads: the situation that each move leads to.
        lo, hi: the days that it may have happened on; ``-FAR`` and ``FAR`` where nobody knows a bound.
        before: pairs (earlier, later) of moves whose order is known.
        denied: a source denies it: it moves somebody in the bounds only.
        documented: the day on which a source first told of it, where all its sources say when they spoke; ``-FAR`` otherwise.
        statements: behind each move.
        followed: by person, the last day for which the sources vouch.
    """

    persons: tuple[str, ...]
    person: Whole
    leads: Whole
    lo: Whole
    hi: Whole
    before: Whole
    denied: Whole
    documented: Whole
    statements: tuple[tuple[str, ...], ...]
    followed: Whole

    @property
    def is_certain(self) -> bool:
        """Whether every day is known."""
        return bool((self.denied | (self.lo == self.hi)).all())

    @cached_property
    def _known(self) -> frozenset[tuple[int, int]]:
        return frozenset((int(one), int(other)) for one, other in self.before)

    def of(self, move: int) -> range:
        """Return the places of all moves of the person of one move."""
        first, after = np.searchsorted(self.person, [self.person[move], self.person[move] + 1])
        return range(int(first), int(after))

    def follows(self, first: int, second: int) -> bool:
        """Say whether the second of two moves of one person surely happened, and not before the first."""
        in_order = first < second and self.lo[second] >= self.hi[first]
        return bool(not self.denied[first] and not self.denied[second] and (in_order or (first, second) in self._known))

    def may_follow(self, first: int, second: int) -> bool:
        """Say whether the second of two moves of one person may have happened on the day of the first or later."""
        return bool(self.hi[second] >= self.lo[first] and (second, first) not in self._known and not self._stands_before(second, first))

    def _stands_before(self, one: int, other: int) -> bool:
        """Say whether two certain moves of one day stand in this order."""
        same = self.lo[one] == self.hi[one] == self.lo[other] == self.hi[other]
        return bool(same and one < other)


def moves_of(histories: Mapping[str, Sequence[Event]], *, until: date, fresh_within: int | None) -> Moves:
    """
    Return the moves up to a day.

    Somebody is followed for ``fresh_within`` days after a source last spoke of them, and never beyond ``until``; with None, until
    then. Persons whose dates contradict the known order move nobody: nothing is certain of them.
    """
    last, leads = until.toordinal() - EPOCH, _situations()
    kept, doubted = narrowed(histories)
    rows: list[tuple[int, ...]] = []
    before: list[tuple[int, int]] = []
    statements: list[tuple[str, ...]] = []
    persons: list[str] = []
    followed: list[int] = []
    for person in sorted(kept):
        told = [event for event in kept[person] if event.kind in leads and (event.lo is None or event.lo <= last)]
        if all(event.optional for event in told) or person in doubted:
            continue
        told = in_order(told)
        place = {event.event_id: len(rows) + number for number, event in enumerate(told)}
        before += [(place[one], place[event.event_id]) for event in told for one in event.after if one in place]
        rows += [
            (
                len(persons),
                leads[event.kind],
                -FAR if event.lo is None else event.lo,
                FAR if event.hi is None else event.hi,
                event.optional,
                _documented(event),
            )
            for event in told
        ]
        statements += [tuple(sorted(report.statement_id for report in event.reports)) for event in told]
        persons.append(person)
        followed.append(_followed(kept[person], last, fresh_within))
    number, situation, lo, hi, denied, documented = np.array(rows, np.int64).reshape(-1, 6).T
    pairs = np.array(sorted(before, key=lambda pair: pair[1]), np.int64).reshape(-1, 2)
    return Moves(
        tuple(persons),
        number,
        situation,
        lo,
        hi,
        pairs,
        denied.astype(np.bool_),
        documented,
        tuple(statements),
        np.array(followed, np.int64),
    )


def in_order(events: Sequence[Event]) -> list[Event]:
    """Return events so that each stands after those known to come before it, and otherwise by their days."""
    waiting = sorted(events, key=lambda event: (-FAR if event.lo is None else event.lo, FAR if event.hi is None else event.hi))
    known, placed = {event.event_id for event in events}, list[Event]()
    while waiting:
        gone = {event.event_id for event in placed}
        ready = next((event for event in waiting if not (known - gone) & set(event.after)), waiting[0])
        waiting.remove(ready)
        placed.append(ready)
    return placed


def _documented(event: Event) -> int:
    """Return the day on which a source first told of an event, where none leaves that open."""
    told = [report.stated for report in event.reports if not report.denied]
    return min((day for day in told if day is not None), default=-FAR) if None not in told else -FAR


def _followed(events: Sequence[Event], last: int, fresh_within: int | None) -> int:
    if fresh_within is None:
        return last
    cited = [event.cited for event in events if event.cited is not None and not (event.optional and event.implicit)]
    return min(last, max(cited, default=-FAR) + fresh_within)


def drawn_days(moves: Moves, rng: np.random.Generator) -> Whole:
    """
    Return a day for each move, drawn evenly within the days that its sources and the known order leave.

    A move whose first or last day nobody knows gets none, nor does one that a source denies: ``FAR`` or ``-FAR`` stands there.
    """
    chance = rng.random(moves.lo.size)
    days = _within(moves.lo, moves.hi, chance)
    for earlier, later in moves.before:  # sorted by the later one, and each person's moves by their order: what is needed is there
        if moves.lo[later] < days[earlier] <= moves.hi[later] < FAR:
            first = max(int(moves.lo[later]), int(days[earlier]))
            days[later] = max(int(days[later]), first + int(chance[later] * (moves.hi[later] - first + 1)))
    days[moves.denied] = FAR
    return days


def _within(lo: Whole, hi: Whole, chance: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Whole:
    """Return a day of each interval; of one that is open on a side, its known end's open side: no day."""
    bounded = (lo > -FAR) & (hi < FAR)
    width = np.where(bounded, hi - lo + 1, 1)
    return np.where(bounded, lo + (chance * width).astype(np.int64), np.where(lo > -FAR, FAR, -FAR))
