"""Worlds drawn from what is uncertain in a linkage: who each record is, each as likely as any other."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from amparo.linkage.doubts import Doubts, doubts_of
from amparo.linkage.linking import Work

type Longs = NDArray[np.int64]


def draw(work: Work, n: int, seed: int) -> Iterator[Longs]:
    """
    Yield so many drawings of who each record is.

    Two persons that may be one are joined as often as their chance says, and a record that may be astray stands
    alone as often as its own does; never two rows of a list in which nobody stands twice, nor what a reviewer told apart.
    Pairs that were never compared are drawn apart.
    """
    doubts = doubts_of(work)
    rng = np.random.default_rng([seed, 5])
    order = np.argsort(-doubts.together, kind="stable")
    for _ in range(n):
        person = work.person.copy()
        drawn = order[rng.random(order.size) < doubts.together[order]]
        _join(person, doubts, drawn, work)
        alone = doubts.record[rng.random(doubts.record.size) < doubts.astray]
        yield _parted(person, alone)


def _join(person: Longs, doubts: Doubts, drawn: Longs, work: Work) -> None:
    """Join the drawn persons, the likeliest first; a join that a rule forbids is left out."""
    touched = np.unique(np.concatenate([doubts.one[drawn], doubts.other[drawn]]))
    lists: dict[int, set[int]] = {one: set() for one in touched.tolist()}
    here = np.isin(person, touched) & (work.curated >= 0)
    for one, source in zip(person[here].tolist(), work.curated[here].tolist(), strict=True):
        lists[one].add(source)
    leader = {one: one for one in touched.tolist()}
    apart = _told_apart(work)

    def lead(one: int) -> int:
        while leader[one] != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    members: dict[int, set[int]] = {one: {one} for one in leader}
    for a, b in zip(doubts.one[drawn].tolist(), doubts.other[drawn].tolist(), strict=True):
        one, other = sorted((lead(a), lead(b)))
        if one == other or lists[one] & lists[other] or any(apart.get(part, set()) & members[other] for part in members[one]):
            continue
        leader[other] = one
        lists[one] |= lists[other]
        members[one] |= members[other]
    table = np.arange(person.size)
    for one in touched.tolist():
        table[one] = lead(one)
    person[:] = table[person]


def _told_apart(work: Work) -> dict[int, set[int]]:
    """Return for each person those that a reviewer told apart from them."""
    found: dict[int, set[int]] = {}
    pairs = work.decided.pairs[work.decided.clear & ~work.decided.same]
    for first, second in zip(*(work.person[place].tolist() for place in np.divmod(pairs, max(work.records.height, 1))), strict=True):
        found.setdefault(first, set()).add(second)
        found.setdefault(second, set()).add(first)
    return found


def _parted(person: Longs, alone: Longs) -> Longs:
    """Return persons of which some records stand alone, each named after its first record."""
    person = person.copy()
    person[alone] = person.size + alone
    _, first, of = np.unique(person, return_index=True, return_inverse=True)
    named: Longs = first[of].astype(np.int64)
    return named
