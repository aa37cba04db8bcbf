"""
How alike two records are, column by column: the loops.

Each comparison gives a level; the levels and their order are those of ``model.LEVELS``,
and ``splink_settings`` says the same in SQL for Splink. A level of -1 means that
one of the two does not say.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

type Ints = NDArray[np.int32]
type Floats = NDArray[np.float64]

NO_DAY = -1_000_000
NEAR, ROUGH = 0.92, 0.84
SIBLING, NAMESAKE, GENERATION, NEITHER = 0, 1, 2, 3
FAMILY = (0, 1, 2)  # the slots of a name that a family may share
GENERATION_DAYS = 5_000  # between the births of two generations, at least
ELSEWHERE = 5  # the level of a word that stands in another place of the other name
FACTS = (6, 7, 8, 9, 10, 11)  # the comparisons that are no part of the name: number, birth, event, where, place, occupation


class Columns(NamedTuple):
    """What the loops read, one row a record (words, numbers: one row each)."""

    names: Ints
    sound: Ints
    forms: Ints  # the consonants and the shape of each word, where they are long enough to tell it
    letters: Any
    length: Ints
    initial: Any
    nicknames: Ints
    share: Floats  # of each word among surnames, among given names
    source: Ints
    identity: Ints
    digits: Any
    digits_length: Ints
    born: Ints
    born_parts: Ints
    event: Ints
    day_share: Floats
    codes: Ints  # municipality, region, place, occupation, sex, nationality
    place_share: Floats


def one_edit(a: Any, length_a: int, b: Any, length_b: int) -> bool:
    """Say whether two words differ by one letter put in, left out or changed, or by two neighbours swapped."""
    if abs(length_a - length_b) > 1:
        return False
    first = 0
    while first < length_a and first < length_b and a[first] == b[first]:
        first += 1
    last = 0
    while last < length_a - first and last < length_b - first and a[length_a - 1 - last] == b[length_b - 1 - last]:
        last += 1
    left_a, left_b = length_a - first - last, length_b - first - last
    if left_a <= 1 and left_b <= 1:
        return True
    return left_a == 2 and left_b == 2 and a[first] == b[first + 1] and a[first + 1] == b[first]


def jaro_winkler(a: Any, length_a: int, b: Any, length_b: int) -> float:
    """Return the Jaro-Winkler similarity of two words (Winkler 1990: prefix weight 0.1, four letters, from 0.7 on)."""
    if length_a == 0 or length_b == 0:
        return 0.0
    reach = max(length_a, length_b) // 2 - 1
    reach = max(reach, 0)
    used_a, used_b = 0, 0
    common = 0
    for i in range(length_a):
        for j in range(max(0, i - reach), min(length_b, i + reach + 1)):
            if not (used_b >> j) & 1 and a[i] == b[j]:
                used_a |= 1 << i
                used_b |= 1 << j
                common += 1
                break
    if common == 0:
        return 0.0
    swapped, j = 0, 0
    for i in range(length_a):
        if (used_a >> i) & 1:
            while not (used_b >> j) & 1:
                j += 1
            if a[i] != b[j]:
                swapped += 1
            j += 1
    similarity = (common / length_a + common / length_b + (common - swapped // 2) / common) / 3.0
    if similarity > 0.7:
        prefix = 0
        while prefix < 4 and prefix < length_a and prefix < length_b and a[prefix] == b[prefix]:
            prefix += 1
        similarity += prefix * 0.1 * (1.0 - similarity)
    return similarity


def word_level(c: Any, a: int, b: int, elsewhere: bool) -> int:  # noqa: FBT001, PLR0911 (a ladder)
    """Return 0 same, 1 same sound, 2 short for it, 3 nearly, 4 initial, 5 in another place of the name, 6 roughly, 7 another; -1 unsaid."""
    if a < 0 or b < 0:
        return -1
    if a == b:
        return 0
    if c.initial[a] or c.initial[b]:
        if c.letters[a, 0] == c.letters[b, 0]:
            return 4
        return 5 if elsewhere else 7
    if c.sound[a] == c.sound[b]:
        return 1
    for k in range(2):
        if (c.nicknames[a, k] >= 0 and c.nicknames[a, k] == c.sound[b]) or (c.nicknames[b, k] >= 0 and c.nicknames[b, k] == c.sound[a]):
            return 2
    la, lb = c.length[a], c.length[b]
    close = min(la, lb) >= 4 and one_edit(c.letters[a], la, c.letters[b], lb)
    for k in range(2):
        close = close or (c.forms[a, k] >= 0 and c.forms[a, k] == c.forms[b, k])
    similar = 1.0 if close else jaro_winkler(c.letters[a], la, c.letters[b], lb)
    if similar >= NEAR:
        return 3
    if elsewhere:
        return 5
    if similar >= ROUGH:
        return 6
    return 7


def stands(c: Any, word: int, row: int, besides: int) -> bool:
    """Say whether a word, by sound, stands in a name in another slot than one."""
    if word < 0 or c.initial[word]:
        return False
    for slot in range(6):
        other = c.names[row, slot]
        if slot != besides and other >= 0 and not c.initial[other] and c.sound[other] == c.sound[word]:
            return True
    return False


def left_over(c: Any, one: int, two: int, levels: Any) -> int:
    """Return how many words of a name were not compared in their place and stand nowhere in the other name; initials aside."""
    number = 0
    for slot in range(6):
        word = c.names[one, slot]
        if word < 0 or c.initial[word] or (slot < 4 and levels[slot] >= 0 and levels[slot] != ELSEWHERE):
            continue
        if not stands(c, word, two, 6):
            number += 1
    return number


def rest_level(c: Any, i: int, j: int, levels: Any) -> int:
    """
    Return what is left of two names with a word in another place: 0 nothing, 1 words of one, 2 a word of each, 3 more; -1 for others.

    A name that was shortened or turned round leaves nothing over on one side. Two people who share a word leave some on both.
    """
    crossed = False
    for slot in range(4):
        crossed = crossed or levels[slot] == ELSEWHERE
    if not crossed:
        return -1
    one, two = left_over(c, i, j, levels), left_over(c, j, i, levels)
    fewer = min(one, two)
    if fewer == 0:
        return 0 if one + two == 0 else 1
    return 2 if fewer == 1 else 3


def gap_of(a: Any, b: Any) -> int:
    """Return how many days lie between two spans; 0 where they meet."""
    return int(max(0, b[0] - a[1], a[0] - b[1]))


def born_level(c: Any, i: int, j: int) -> int:
    """Return 0 same day, 1 a part of it wrong or two swapped, 2 may be the same, 3 a year apart, 4 two, 5 six, 6 more; -1 unsaid."""
    a, b = c.born[i], c.born[j]
    if a[0] == NO_DAY or b[0] == NO_DAY:
        return -1
    if a[0] == a[1] and b[0] == b[1]:
        if a[0] == b[0]:
            return 0
        p, q = c.born_parts[i], c.born_parts[j]
        same = int(p[0] == q[0]) + int(p[1] == q[1]) + int(p[2] == q[2])
        if same == 2 or (p[0] == q[0] and p[1] == q[2] and p[2] == q[1]):
            return 1
    gap = gap_of(a, b)
    if gap == 0:
        return 2
    if gap <= 366:
        return 3
    if gap <= 731:
        return 4
    if gap <= 2192:
        return 5
    return 6


def event_level(c: Any, i: int, j: int) -> int:
    """Return 0 same day, 1 within three days, 2 may be the same, 3 a month apart, 4 a year, 5 more; -1 unsaid."""
    a, b = c.event[i], c.event[j]
    if a[0] == NO_DAY or b[0] == NO_DAY:
        return -1
    gap = gap_of(a, b)
    if a[0] == a[1] and b[0] == b[1] and gap <= 3:
        return 0 if gap == 0 else 1
    if gap == 0:
        return 2
    if gap <= 31:
        return 3
    if gap <= 366:
        return 4
    return 5


def where_level(c: Any, i: int, j: int) -> int:
    """Return 0 same municipality, 1 same region, a municipality unsaid, 2 same region, another municipality, 3 elsewhere; -1 unsaid."""
    m, n, r, s = c.codes[i, 0], c.codes[j, 0], c.codes[i, 1], c.codes[j, 1]
    if m >= 0 and m == n:
        return 0
    if r >= 0 and s >= 0:
        if r != s:
            return 3
        return 2 if m >= 0 and n >= 0 else 1
    return 3 if m >= 0 and n >= 0 else -1


def kin_level(c: Any, i: int, j: int, levels: Any) -> int:
    """Return 0 brothers or sisters, 1 two with one name but another mother, 2 father and son or the like, 3 neither."""
    if not 0 <= levels[0] <= 3:
        return NEITHER
    if 0 <= levels[1] <= 3 and levels[2] == 7:
        return SIBLING
    if not 0 <= levels[2] <= 3:
        return NEITHER
    if levels[1] == 7:
        return NAMESAKE
    if levels[1] < 0 and levels[7] == 6 and gap_of(c.born[i], c.born[j]) >= GENERATION_DAYS:
        return GENERATION
    return NEITHER


def compare(c: Any, i: int, j: int, out: Any) -> None:
    """Write the level of each comparison of two records."""
    a, b = c.names[i], c.names[j]
    for slot in range(4):
        x, y = a[slot], b[slot]
        elsewhere = x >= 0 and y >= 0 and x != y and (stands(c, x, j, slot) or stands(c, y, i, slot))
        out[slot] = word_level(c, x, y, elsewhere)
    out[7] = born_level(c, i, j)
    out[4] = kin_level(c, i, j, out)
    out[5] = 0 if c.source[i] == c.source[j] else 1
    p, q = c.identity[i], c.identity[j]
    out[6] = -1
    if p >= 0 and q >= 0:
        out[6] = 2
        if p == q:
            out[6] = 0
        elif one_edit(c.digits[p], c.digits_length[p], c.digits[q], c.digits_length[q]):
            # Brothers and sisters are registered one after the other: between them a number that is near says nothing.
            out[6] = -1 if 0 <= out[0] <= 3 and out[2] == 7 else 1
    out[8] = event_level(c, i, j)
    out[9] = where_level(c, i, j)
    for k in range(4):
        x, y = c.codes[i, 2 + k], c.codes[j, 2 + k]
        out[10 + k] = -1 if x < 0 or y < 0 else (0 if x == y else 1)
    if out[4] != NEITHER:
        # A family is taken together: that day and place agree says nothing of which of its members this is.
        out[8] = -1 if 0 <= out[8] <= 2 else out[8]
        out[9] = -1 if 0 <= out[9] <= 1 else out[9]
        out[10] = -1 if out[10] == 0 else out[10]
    out[14] = rest_level(c, i, j, out)
    agree = 0
    for slot in range(4):
        agree += int(0 <= out[slot] <= 3 or out[slot] == ELSEWHERE)
    out[15] = max(agree - 1, 0)
    out[16] = -1
    if out[8] >= 0 and out[9] >= 0:
        out[16] = out[9] if out[8] == 0 and out[9] <= 1 else 2


def rarity(c: Any, i: int, j: int, levels: Any, usual: Floats, heed: Floats) -> float:
    """
    Return what rare words, days and places add to the weight: log2 of the usual share over the share of this one, by level.

    What a family shares says nothing of which of its members this is: the rarity of two surnames between
    brothers, of surname and given name between father and son, counts for nothing; nor do day and place (``compare``).
    """
    total = 0.0
    for slot in range(4):
        level = levels[slot]
        if levels[4] != NEITHER and slot in FAMILY:
            continue
        if level >= 0 and heed[slot, level] > 0:
            kind = 0 if slot < 2 else 1
            share = max(c.share[kind, c.names[i, slot]], c.share[kind, c.names[j, slot]])
            total += heed[slot, level] * np.log2(usual[slot] / share)
    if levels[8] == 0:
        total += heed[8, 0] * np.log2(usual[8] / c.day_share[i])
    if levels[9] == 0:
        total += heed[9, 0] * np.log2(usual[9] / c.place_share[i])
    return total


def score(c: Any, first: Any, second: Any, weights: Floats, usual: Floats, heed: Floats, out: Any, facts: Any) -> None:
    """Write the weight of each pair (log2, without the prior), and what the facts besides the name add to it."""
    levels = np.empty(weights.shape[0], np.int64)
    for pair in range(first.size):
        i, j = first[pair], second[pair]
        compare(c, i, j, levels)
        total, besides = 0.0, 0.0
        for k in range(weights.shape[0]):
            if levels[k] >= 0:
                total += weights[k, levels[k]]
                if 6 <= k <= 11:
                    besides += max(0.0, weights[k, levels[k]])
        out[pair] = total + rarity(c, i, j, levels, usual, heed)
        facts[pair] = besides


def observe(c: Any, first: Any, second: Any, usual: Floats, heed: Floats, levels: Any, rare: Any) -> None:
    """Write the levels of each pair, and what rarity adds."""
    one = np.empty(levels.shape[1], np.int64)
    for pair in range(first.size):
        compare(c, first[pair], second[pair], one)
        for k in range(levels.shape[1]):
            levels[pair, k] = one[k]
        rare[pair] = rarity(c, first[pair], second[pair], one, usual, heed)


def word_levels(c: Any, first: Any, second: Any, out: Any) -> None:
    """Write the level of each two words, wherever they stand."""
    for pair in range(first.size):
        out[pair] = word_level(c, first[pair], second[pair], elsewhere=False)


def close_numbers(c: Any, first: Any, second: Any, out: Any) -> None:
    """Say of each two identity numbers whether they differ by one digit."""
    for pair in range(first.size):
        p, q = first[pair], second[pair]
        out[pair] = one_edit(c.digits[p], c.digits_length[p], c.digits[q], c.digits_length[q])


PARTS: tuple[Callable[..., Any], ...] = (
    one_edit, jaro_winkler, word_level, stands, left_over, rest_level, gap_of, born_level, event_level, where_level, kin_level, compare,
    rarity, score, observe, word_levels, close_numbers,
)  # fmt: skip
