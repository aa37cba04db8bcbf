"""Which words of a name are given names and which are surnames: the loops."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

type Ints = NDArray[np.int32]
type Floats = NDArray[np.float64]

SLOTS = 6  # first and second surname, first and second given name, two further words
NONE = -1


def fill_slots(slots: Ints, words: Ints, married: Any, first: int, last: int, at: int, spare: int) -> int:  # Any: array of flags
    """Put the words from first to last into two slots, a husband's surname and the rest into the spare ones; return the next spare slot."""
    taken = 0
    for place in range(first, last):
        if words[place] < 0:
            continue
        apart = taken >= 2 or (taken >= 1 and married[place])
        if not apart:
            slots[at + taken] = words[place]
            taken += 1
        elif spare < SLOTS:
            slots[spare] = words[place]
            spare += 1
    return spare


def best_split(first: int, last: int, role: Floats, order: float, given_prior: Floats, surname_prior: Floats) -> tuple[int, float]:
    """
    Return where a name without a comma is best cut, and its log odds over the best cut the other way round.

    A positive place: so many given names come first; a negative one: so many surnames do.
    """
    number = last - first
    forward, backward = -1e9, -1e9
    cut_forward, cut_backward = 1, 1
    total = 0.0
    for place in range(first, last):
        total += role[place]
    before = 0.0
    for cut in range(1, number):
        before += role[first + cut - 1]
        after = total - before
        ahead, behind = min(cut, 4), min(number - cut, 4)
        # The log odds of a word of being a given name count half for it and half against.
        score = 0.5 * (before - after) + given_prior[ahead] + surname_prior[behind]
        if score > forward:
            forward, cut_forward = score, cut
        score = 0.5 * (after - before) + given_prior[behind] + surname_prior[ahead]
        if score > backward:
            backward, cut_backward = score, cut
    odds = forward - backward
    if odds + order >= 0:
        return cut_forward, odds
    return -cut_backward, odds


def assign(  # noqa: PLR0913, PLR0917 (arrays for compiled code)
    start: NDArray[np.int64], half: Ints, words: Ints, married: Any, of_list: Ints, role: Floats, order: Floats,
    given_prior: Floats, surname_prior: Floats, reversed_comma: Any, slots: Ints, votes: Floats, kind: Ints,
) -> None:  # fmt: skip
    """Fill the slots of every name; ``kind`` of a word becomes 1 for a given name, 0 for a surname; ``votes`` sums each list's log odds."""
    for name in range(start.size - 1):
        first, last, cut = start[name], start[name + 1], half[name]
        if last <= first:
            continue
        mine = slots[name]
        source = of_list[name]
        if first < cut < last:
            surnames_first = not reversed_comma[source]
            middle = cut
        elif last - first == 1:
            surnames_first, middle = role[first] <= 0, last
        else:
            place, odds = best_split(first, last, role, order[source], given_prior, surname_prior)
            votes[source] += min(max(odds, -3.0), 3.0)
            surnames_first = place < 0
            middle = first + abs(place)
        for place in range(first, middle):
            kind[place] = 0 if surnames_first else 1
        for place in range(middle, last):
            kind[place] = 1 if surnames_first else 0
        if surnames_first:
            spare = fill_slots(mine, words, married, first, middle, 0, 4)
            fill_slots(mine, words, married, middle, last, 2, spare)
        else:
            spare = fill_slots(mine, words, married, middle, last, 0, 4)
            fill_slots(mine, words, married, first, middle, 2, spare)


PARTS: tuple[Callable[..., Any], ...] = (fill_slots, best_split, assign)  # Any: see each
