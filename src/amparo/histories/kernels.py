"""
The arithmetic of histories, one person at a time, over plain arrays of days.

Every function here is ordinary Python that Numba can also compile:
``amparo.histories.compiled`` gives both. Days are counted from 1970;
``PAST`` and ``FUTURE`` stand for an end that nobody knows. The rule is the
closed form for the last event: event ``e`` may be the last one on or before day
``d`` exactly when ``lo_e <= d < end_e``, where ``end_e`` is the least ``hi_x``
over the events that surely follow it (``lo_x > hi_e``, or ``e`` precedes ``x``).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

type Whole = NDArray[np.int64]
type Small = NDArray[np.int32]

PAST = -(2**31)
FUTURE = 2**31 - 1
CONSISTENT, DATES_AGAINST_ORDER, CIRCULAR_ORDER = 0, 1, 2
_DAY_SHIFT = 31  # a step is one integer, day, ending or beginning, choice: sorting it sorts the days, beginnings first
_ENDS = 2**30
_CHOICE_MASK = 2**30 - 1
# The rows of a person's working table.
LO, HI, ENDING, WAITING, ORDER, BEGIN, UNTIL = range(7)
_ROWS = 7
_FEW = 32  # up to here comparing all pairs of events is quicker than sorting them


class Runs(NamedTuple):
    """
    The events of all persons, those of one person side by side.

    Attributes:
        start: where each person's events begin; one more entry for the end.
        lo, hi: first and last possible day of each event.
        after_start, after: for each event, the rows that must follow it; ``after_start`` is empty where no order is known.
        choice: for each event, the set of cells that it makes possible.
        cell_start, cells: the cells of each choice.
        silent: the choice of a person without any event yet.
        optional: events that may not have happened at all: they end nothing, and narrow nothing but themselves.
    """

    start: Whole
    lo: Small
    hi: Small
    after_start: Whole
    after: Whole
    choice: Small
    cell_start: Whole
    cells: Small
    silent: int
    optional: NDArray[np.bool_]


def widest(start: Whole) -> int:
    """Return how many events the person with the most has."""
    most = 0
    for person in range(start.size - 1):
        most = max(most, start[person + 1] - start[person])
    return most


def room(start: Whole) -> Whole:
    """Return the working table of one person: a row for each of LO to UNTIL; reused, so that memory does not grow with the work."""
    return np.zeros((_ROWS, widest(start) + 1), np.int64)


def arrange(start: int, size: int, after_start: Whole, after: Whole, own: Whole) -> int:
    """Order one person's events so that none comes before one that it must follow; return how many could be ordered."""
    for event in range(size):
        own[WAITING, event] = 0
    for place in range(after_start[start], after_start[start + size]):
        own[WAITING, after[place] - start] += 1
    filled = 0
    for event in range(size):
        if own[WAITING, event] == 0:
            own[ORDER, filled] = event
            filled += 1
    taken = 0
    while taken < filled:
        earlier = own[ORDER, taken]
        taken += 1
        for place in range(after_start[start + earlier], after_start[start + earlier + 1]):
            later = after[place] - start
            own[WAITING, later] -= 1
            if own[WAITING, later] == 0:
                own[ORDER, filled] = later
                filled += 1
    return filled


def as_given(start: int, size: int, lo: Small, hi: Small, own: Whole) -> None:
    """Take one person's intervals as the sources give them."""
    for event in range(size):
        own[LO, event] = lo[start + event]
        own[HI, event] = hi[start + event]


def narrow(start: int, size: int, lo: Small, hi: Small, optional: NDArray[np.bool_], after_start: Whole, after: Whole, own: Whole) -> int:
    """
    Carry the known order into one person's intervals, rows LO and HI of ``own``, to the fixed point.

    Returns CONSISTENT, or the kind of conflict; then the intervals stay as given.
    """
    as_given(start, size, lo, hi, own)
    if after_start.size == 0 or after_start[start] == after_start[start + size]:
        return CONSISTENT
    if arrange(start, size, after_start, after, own) < size:
        return CIRCULAR_ORDER
    for position in range(size):
        earlier = own[ORDER, position]
        for place in range(after_start[start + earlier], after_start[start + earlier + 1]):
            later = after[place] - start
            if not optional[start + earlier]:
                own[LO, later] = max(own[LO, later], own[LO, earlier])
    verdict = CONSISTENT
    for position in range(size - 1, -1, -1):
        earlier = own[ORDER, position]
        for place in range(after_start[start + earlier], after_start[start + earlier + 1]):
            if not optional[after[place]]:
                own[HI, earlier] = min(own[HI, earlier], own[HI, after[place] - start])
        if own[LO, earlier] > own[HI, earlier] and not optional[start + earlier]:
            verdict = DATES_AGAINST_ORDER
    if verdict != CONSISTENT:
        as_given(start, size, lo, hi, own)
    return verdict


def follow(size: int, own: Whole) -> None:
    """Let each event last until the first day by which another, that surely comes later by its days, has ended it."""
    if size <= _FEW:
        for event in range(size):
            until = FUTURE
            for other in range(size):
                if own[LO, other] > own[HI, event] and own[ENDING, other] < until:
                    until = own[ENDING, other]
            own[UNTIL, event + 1] = until
        return
    by_lo = np.argsort(own[LO, :size])
    sorted_lo = own[LO, :size][by_lo]
    least = np.empty(size + 1, np.int64)
    least[size] = FUTURE
    for position in range(size - 1, -1, -1):
        least[position] = min(least[position + 1], own[ENDING, by_lo[position]])
    for event in range(size):
        own[UNTIL, event + 1] = least[np.searchsorted(sorted_lo, own[HI, event], side="right")]


def spread(start: int, size: int, verdict: int, optional: NDArray[np.bool_], after_start: Whole, after: Whole, own: Whole) -> None:
    """
    Find the days, rows BEGIN and UNTIL, on which nothing (item 0) and each event (item j + 1) may be the last to have happened.

    In a conflict the order is what cannot be believed: only the intervals as given count.
    """
    own[BEGIN, 0] = PAST
    own[UNTIL, 0] = FUTURE
    for event in range(size):
        # The day by which it has ended what came before: never, where it may not have happened.
        own[ENDING, event] = FUTURE if optional[start + event] else own[HI, event]
        own[UNTIL, 0] = min(own[UNTIL, 0], own[ENDING, event])
        own[BEGIN, event + 1] = own[LO, event]
    follow(size, own)
    if verdict == CONSISTENT and after_start.size > 0:
        for event in range(size):
            for place in range(after_start[start + event], after_start[start + event + 1]):
                own[UNTIL, event + 1] = min(own[UNTIL, event + 1], own[ENDING, after[place] - start])
    for event in range(size):
        if own[LO, event] > own[HI, event]:  # only an optional event can be left without a day: then it did not happen
            own[UNTIL, event + 1] = own[BEGIN, event + 1]


def line_up(start: int, size: int, choice: Small, silent: int, own: Whole, steps: Whole) -> int:
    """Sort the beginnings and ends of what may be last by day, beginnings first; return how many there are."""
    few = size <= _FEW
    count = 0
    for item in range(size + 1):
        if own[BEGIN, item] >= own[UNTIL, item]:
            continue
        opened = silent if item == 0 else choice[start + item - 1]
        for bound in range(2):
            day = own[BEGIN, item] if bound == 0 else own[UNTIL, item]
            step = ((day - PAST) << _DAY_SHIFT) | (bound * _ENDS) | opened
            place = count
            while few and place > 0 and steps[place - 1] > step:
                steps[place] = steps[place - 1]
                place -= 1
            steps[place] = step
            count += 1
    if not few:
        steps[:count].sort()
    return count


class Pieces(NamedTuple):
    """Stretches of days: whose, which cell, from when, until before when, and whether nothing else is possible."""

    person: Whole
    cell: Small
    begin: Small
    until: Small
    certain: NDArray[np.bool_]


def write(pieces: Pieces, place: int, person: int, cell: int, begin: int, until: int, certain: int) -> int:
    """Put one stretch in its place if there is room; return the next place."""
    if place < pieces.person.size:
        pieces.person[place] = person
        pieces.cell[place] = cell
        pieces.begin[place] = begin
        pieces.until[place] = until
        pieces.certain[place] = certain == 1
    return place + 1


def cut_person(
    person: int, verdict: int, steps: Whole, cell_start: Whole, cells: Small, active: Whole, opened: Whole, pieces: Pieces, written: int
) -> int:
    """Write one person's stretches after those already written; return how many there are then."""
    several, total, certain = 0, 0, -1  # how many cells are open, the sum of their numbers, and the only one
    at = 0
    while at < steps.size:
        mark = steps[at] >> _DAY_SHIFT
        day = mark + PAST
        while at < steps.size and steps[at] >> _DAY_SHIFT == mark:
            choice = steps[at] & _CHOICE_MASK
            change = -1 if steps[at] & _ENDS else 1
            at += 1
            for place in range(cell_start[choice], cell_start[choice + 1]):
                cell = cells[place]
                active[cell] += change
                if active[cell] == 0:
                    several -= 1
                    total -= cell
                    written = write(pieces, written, person, cell, opened[cell], day, int(certain == cell))
                elif active[cell] == 1 and change == 1:
                    several += 1
                    total += cell
                    opened[cell] = day
        now = total if several == 1 and verdict == CONSISTENT else -1
        if now != certain:
            if certain >= 0 and active[certain] > 0:
                written = write(pieces, written, person, certain, opened[certain], day, 1)
                opened[certain] = day
            if now >= 0 and opened[now] < day:
                written = write(pieces, written, person, now, opened[now], day, 0)
                opened[now] = day
            certain = now
    return written


def judge(runs: Runs, verdicts: Small) -> None:
    """Write each person's kind of conflict into ``verdicts``."""
    own = room(runs.start)
    for person in range(runs.start.size - 1):
        start, size = runs.start[person], runs.start[person + 1] - runs.start[person]
        verdicts[person] = narrow(start, size, runs.lo, runs.hi, runs.optional, runs.after_start, runs.after, own)


def narrow_each(runs: Runs, lo: Small, hi: Small, verdicts: Small) -> None:
    """Write the days that the known order leaves each event into ``lo`` and ``hi``, and each person's kind of conflict."""
    own = room(runs.start)
    for person in range(runs.start.size - 1):
        start, size = runs.start[person], runs.start[person + 1] - runs.start[person]
        verdicts[person] = narrow(start, size, runs.lo, runs.hi, runs.optional, runs.after_start, runs.after, own)
        for event in range(size):
            lo[start + event] = own[LO, event]
            hi[start + event] = own[HI, event]


def cut_pieces(runs: Runs, cells: int, pieces: Pieces, verdicts: Small) -> int:
    """
    Write every person's stretches into ``pieces`` while there is room, and return how many there are.

    Called once with no room to learn the number, then again to fill: memory
    stays linear in the answer. ``verdicts`` receives each person's conflict.
    """
    own, active, opened = room(runs.start), np.zeros(cells, np.int64), np.zeros(cells, np.int64)
    steps = np.zeros(2 * own.shape[1], np.int64)
    written = 0
    for person in range(runs.start.size - 1):
        start, size = runs.start[person], runs.start[person + 1] - runs.start[person]
        verdicts[person] = CONSISTENT
        if size == 0:
            continue
        verdict = narrow(start, size, runs.lo, runs.hi, runs.optional, runs.after_start, runs.after, own)
        spread(start, size, verdict, runs.optional, runs.after_start, runs.after, own)
        count = line_up(start, size, runs.choice, runs.silent, own, steps)
        written = cut_person(person, verdict, steps[:count], runs.cell_start, runs.cells, active, opened, pieces, written)
        verdicts[person] = verdict
    return written


def count_person(
    base: int, verdict: int, steps: Whole, cell_start: Whole, cells: Small, active: Whole, first_day: int, lower: Small, upper: Small
) -> None:
    """
    Add one person's changes: the sweep of ``cut_person`` without branches on what is open, which takes half the time.

    A cell rises in ``upper`` on the day it becomes possible and in ``lower`` on the day it becomes the only one.
    """
    days = upper.shape[1] - 1
    several, total, certain = 0, 0, -1
    at = 0
    while at < steps.size:
        mark = steps[at] >> _DAY_SHIFT
        column = min(max(mark + PAST - first_day, 0), days)
        while at < steps.size and steps[at] >> _DAY_SHIFT == mark:
            choice = steps[at] & _CHOICE_MASK
            change = 1 - 2 * ((steps[at] // _ENDS) & 1)
            at += 1
            for place in range(cell_start[choice], cell_start[choice + 1]):
                cell = cells[place]
                before = active[cell]
                active[cell] = before + change
                turned = int(before + change > 0) - int(before > 0)
                several += turned
                total += turned * cell
                upper[base + cell, column] += turned
        now = total if several == 1 and verdict == CONSISTENT else -1
        if now != certain:
            if certain >= 0:
                lower[base + certain, column] -= 1
            if now >= 0:
                lower[base + now, column] += 1
            certain = now


def count_days(
    runs: Runs, cells: int, group: Small, skip: NDArray[np.bool_], span: tuple[int, int], first_day: int, lower: Small, upper: Small
) -> None:
    """
    Add to ``lower`` and ``upper`` (group and cell × day) the changes of the persons of a span; sums over the days give the counts.

    Spans are disjoint, so their partial sums add up.
    """
    own, active = room(runs.start), np.zeros(cells, np.int64)
    steps = np.zeros(2 * own.shape[1], np.int64)
    for person in range(span[0], span[1]):
        start, size = runs.start[person], runs.start[person + 1] - runs.start[person]
        if skip[person] or size == 0:
            continue
        verdict = narrow(start, size, runs.lo, runs.hi, runs.optional, runs.after_start, runs.after, own)
        spread(start, size, verdict, runs.optional, runs.after_start, runs.after, own)
        count = line_up(start, size, runs.choice, runs.silent, own, steps)
        count_person(group[person] * cells, verdict, steps[:count], runs.cell_start, runs.cells, active, first_day, lower, upper)


# Callees before callers. What runs for every person is compiled into its caller, and takes arrays one by one:
# a tuple of arrays costs more to hand over than a person takes to count.
INLINE = (widest, room, arrange, as_given, narrow, follow, spread, line_up, write, cut_person, count_person)
PARTS = (judge, narrow_each, cut_pieces, count_days)
