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


class Scratch(NamedTuple):
    """Room for one person: reused, so that memory does not grow with the work."""

    lo: Whole
    hi: Whole
    waiting: Whole
    order: Whole
    ending: Whole
    begin: Whole
    until: Whole
    steps: Whole
    active: Whole
    opened: Whole


def room(runs: Runs, cells: int) -> Scratch:
    """Return scratch space for the person with the most events."""
    widest = 0
    for person in range(runs.start.size - 1):
        widest = max(widest, runs.start[person + 1] - runs.start[person])
    return Scratch(
        np.zeros(widest, np.int64),
        np.zeros(widest, np.int64),
        np.zeros(widest, np.int64),
        np.zeros(widest, np.int64),
        np.zeros(widest, np.int64),
        np.zeros(widest + 1, np.int64),
        np.zeros(widest + 1, np.int64),
        np.zeros(2 * widest + 2, np.int64),
        np.zeros(cells, np.int64),
        np.zeros(cells, np.int64),
    )


def arrange(runs: Runs, start: int, stop: int, scratch: Scratch) -> int:
    """Order one person's events so that none comes before one that it must follow; return how many could be ordered."""
    size = stop - start
    scratch.waiting[:size] = 0
    for place in range(runs.after_start[start], runs.after_start[stop]):
        scratch.waiting[runs.after[place] - start] += 1
    filled = 0
    for event in range(size):
        if scratch.waiting[event] == 0:
            scratch.order[filled] = event
            filled += 1
    taken = 0
    while taken < filled:
        earlier = scratch.order[taken]
        taken += 1
        for place in range(runs.after_start[start + earlier], runs.after_start[start + earlier + 1]):
            later = runs.after[place] - start
            scratch.waiting[later] -= 1
            if scratch.waiting[later] == 0:
                scratch.order[filled] = later
                filled += 1
    return filled


def as_given(runs: Runs, start: int, size: int, scratch: Scratch) -> None:
    """Take one person's intervals as the sources give them."""
    for event in range(size):
        scratch.lo[event] = runs.lo[start + event]
        scratch.hi[event] = runs.hi[start + event]


def narrow(runs: Runs, start: int, stop: int, scratch: Scratch) -> int:
    """
    Carry the known order into one person's intervals, ``scratch.lo`` and ``scratch.hi``, to the fixed point.

    Returns CONSISTENT, or the kind of conflict; then the intervals stay as given.
    """
    size = stop - start
    lo, hi = scratch.lo, scratch.hi
    as_given(runs, start, size, scratch)
    if runs.after_start.size == 0 or runs.after_start[start] == runs.after_start[stop]:
        return CONSISTENT
    verdict = CONSISTENT
    if arrange(runs, start, stop, scratch) < size:
        return CIRCULAR_ORDER
    for position in range(size):
        earlier = scratch.order[position]
        for place in range(runs.after_start[start + earlier], runs.after_start[start + earlier + 1]):
            later = runs.after[place] - start
            if not runs.optional[start + earlier]:
                lo[later] = max(lo[later], lo[earlier])
    for position in range(size - 1, -1, -1):
        earlier = scratch.order[position]
        for place in range(runs.after_start[start + earlier], runs.after_start[start + earlier + 1]):
            if not runs.optional[runs.after[place]]:
                hi[earlier] = min(hi[earlier], hi[runs.after[place] - start])
        if lo[earlier] > hi[earlier] and not runs.optional[start + earlier]:
            verdict = DATES_AGAINST_ORDER
    if verdict != CONSISTENT:
        as_given(runs, start, size, scratch)
    return verdict


def follow(size: int, scratch: Scratch) -> None:
    """Let each event last until the first day by which another, that surely comes later by its days, has ended it."""
    lo, hi, until, ending = scratch.lo, scratch.hi, scratch.until, scratch.ending
    if size <= _FEW:
        for event in range(size):
            until[event + 1] = FUTURE
            for other in range(size):
                if lo[other] > hi[event] and ending[other] < until[event + 1]:
                    until[event + 1] = ending[other]
        return
    by_lo = np.argsort(lo[:size])
    sorted_lo = lo[:size][by_lo]
    least = np.empty(size + 1, np.int64)
    least[size] = FUTURE
    for position in range(size - 1, -1, -1):
        least[position] = min(least[position + 1], ending[by_lo[position]])
    for event in range(size):
        until[event + 1] = least[np.searchsorted(sorted_lo, hi[event], side="right")]


def spread(runs: Runs, start: int, stop: int, verdict: int, scratch: Scratch) -> None:
    """
    Find the days on which nothing (item 0) and each event (item j + 1) may be the last to have happened.

    In a conflict the order is what cannot be believed: only the intervals as given count.
    """
    size = stop - start
    lo, hi, begin, until, ending = scratch.lo, scratch.hi, scratch.begin, scratch.until, scratch.ending
    begin[0] = PAST
    until[0] = FUTURE
    for event in range(size):
        # The day by which it has ended what came before: never, where it may not have happened.
        ending[event] = FUTURE if runs.optional[start + event] else hi[event]
        until[0] = min(until[0], ending[event])
        begin[event + 1] = lo[event]
    follow(size, scratch)
    if verdict == CONSISTENT and runs.after_start.size > 0:
        for event in range(size):
            for place in range(runs.after_start[start + event], runs.after_start[start + event + 1]):
                until[event + 1] = min(until[event + 1], ending[runs.after[place] - start])
    for event in range(size):
        if lo[event] > hi[event]:  # only an optional event can be left without a day: then it did not happen
            until[event + 1] = begin[event + 1]


def line_up(runs: Runs, start: int, stop: int, scratch: Scratch) -> int:
    """Sort the beginnings and ends of what may be last by day, beginnings first; return how many there are."""
    steps = scratch.steps
    few = stop - start <= _FEW
    count = 0
    for item in range(stop - start + 1):
        if scratch.begin[item] >= scratch.until[item]:
            continue
        choice = runs.silent if item == 0 else runs.choice[start + item - 1]
        for bound in range(2):
            day = scratch.begin[item] if bound == 0 else scratch.until[item]
            step = ((day - PAST) << _DAY_SHIFT) | (bound * _ENDS) | choice
            place = count
            while few and place > 0 and steps[place - 1] > step:
                steps[place] = steps[place - 1]
                place -= 1
            steps[place] = step
            count += 1
    if not few:
        steps[:count].sort()
    return count


def prepare(runs: Runs, person: int, scratch: Scratch) -> tuple[int, int]:
    """Line up one person's steps; return how many there are, and the kind of conflict if any."""
    start, stop = runs.start[person], runs.start[person + 1]
    verdict = narrow(runs, start, stop, scratch)
    spread(runs, start, stop, verdict, scratch)
    return line_up(runs, start, stop, scratch), verdict


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


def cut_person(runs: Runs, person: int, scratch: Scratch, pieces: Pieces, written: int) -> tuple[int, int]:
    """Write one person's stretches after those already written; return how many there are then, and the kind of conflict."""
    active, opened, steps = scratch.active, scratch.opened, scratch.steps
    count, verdict = prepare(runs, person, scratch)
    several, total, certain = 0, 0, -1  # how many cells are open, the sum of their numbers, and the only one
    at = 0
    while at < count:
        mark = steps[at] >> _DAY_SHIFT
        day = mark + PAST
        while at < count and steps[at] >> _DAY_SHIFT == mark:
            choice = steps[at] & _CHOICE_MASK
            change = -1 if steps[at] & _ENDS else 1
            at += 1
            for place in range(runs.cell_start[choice], runs.cell_start[choice + 1]):
                cell = runs.cells[place]
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
    return written, verdict


def judge(runs: Runs, verdicts: Small) -> None:
    """Write each person's kind of conflict into ``verdicts``."""
    scratch = room(runs, 1)
    for person in range(runs.start.size - 1):
        verdicts[person] = narrow(runs, runs.start[person], runs.start[person + 1], scratch)


def cut_pieces(runs: Runs, cells: int, pieces: Pieces, verdicts: Small) -> int:
    """
    Write every person's stretches into ``pieces`` while there is room, and return how many there are.

    Called once with no room to learn the number, then again to fill: memory
    stays linear in the answer. ``verdicts`` receives each person's conflict.
    """
    scratch = room(runs, cells)
    written = 0
    for person in range(runs.start.size - 1):
        verdict = CONSISTENT
        if runs.start[person] < runs.start[person + 1]:
            written, verdict = cut_person(runs, person, scratch, pieces, written)
        verdicts[person] = verdict
    return written


def count_days(
    runs: Runs, cells: int, group: Small, skip: NDArray[np.bool_], span: tuple[int, int], first_day: int, lower: Small, upper: Small
) -> None:
    """
    Add to ``lower`` and ``upper`` (group and cell × day) the changes of the persons of a span.

    Person by person, a cell rises in ``upper`` on the day it becomes possible
    and in ``lower`` on the day it becomes the only one possible; sums over the
    days give the counts. Spans are disjoint, so their partial sums add up.
    The same sweep as ``cut_person``, but without branches on what is open: a third of the time.
    """
    days = upper.shape[1] - 1
    scratch = room(runs, cells)
    active, steps = scratch.active, scratch.steps
    for person in range(span[0], span[1]):
        if skip[person] or runs.start[person] == runs.start[person + 1]:
            continue
        count, verdict = prepare(runs, person, scratch)
        base = group[person] * cells
        several, total, certain = 0, 0, -1
        at = 0
        while at < count:
            mark = steps[at] >> _DAY_SHIFT
            column = min(max(mark + PAST - first_day, 0), days)
            while at < count and steps[at] >> _DAY_SHIFT == mark:
                choice = steps[at] & _CHOICE_MASK
                change = 1 - 2 * ((steps[at] // _ENDS) & 1)
                at += 1
                for place in range(runs.cell_start[choice], runs.cell_start[choice + 1]):
                    cell = runs.cells[place]
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


# Callees before callers. What runs for every person is compiled into its caller, which halves the time.
INLINE = (arrange, as_given, narrow, follow, spread, line_up, prepare, write, cut_person)
PARTS = (room, judge, cut_pieces, count_days)
