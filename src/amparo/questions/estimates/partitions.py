"""
Who is one person with whom, drawn at random from all the ways to decide the undecided pairs.

A way is as probable as the product of the odds of the pairs that it joins: those of
an undecided pair are what linking gives, those of a pair that linking left apart are low. So one strong pair does not
draw a whole web together, and a pair that stands by itself is joined exactly as often as its probability says.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import log

import attrs
import numpy as np
from numpy.random import Generator

type Pair = tuple[str, str]
type Persons = list[tuple[str, ...]]
type Labels = tuple[int, ...]

UNKNOWN_CHANCE = 0.5  # of a pair that linking gave no probability
_APART = log(0.05)  # log odds of two persons of a web whom linking did not even doubt
_NEVER = float("-inf")
_SURELY = 1 - 1e-9
_ENUMERATED = 7  # persons; 877 partitions
_WARM, _BETWEEN = 20, 5  # sweeps before the first way, and from one to the next


@attrs.frozen(eq=False)
class Links:
    """
    What is undecided of who is who.

    Attributes:
        undecided: pairs of persons who may be one → the probability that they are, as if no other pair were undecided.
        different: pairs who are not.
        alone: person → the lists on which nobody stands twice that name them: no two persons of one such list are one.
    """

    undecided: Mapping[Pair, float] = attrs.field(factory=dict)
    different: frozenset[Pair] = frozenset()
    alone: Mapping[str, frozenset[str]] = attrs.field(factory=dict)

    def log_odds(self, one: str, other: str) -> float:
        """Return the log odds of two persons being one; minus infinity where something forbids it."""
        pair, twin = (one, other), (other, one)
        if pair in self.different or twin in self.different or self.alone.get(one, frozenset()) & self.alone.get(other, frozenset()):
            return _NEVER
        chance = self.undecided.get(pair, self.undecided.get(twin))
        if chance is None:
            return _APART
        chance = min(max(chance, 1 - _SURELY), _SURELY)
        return log(chance / (1 - chance))


def drawn_persons(persons: Sequence[str], links: Links, number: int, rng: Generator) -> Iterator[Persons]:
    """Yield so many ways in which some persons may be fewer: for each the sets of them that are one."""
    webs = _webs(persons, links)
    drawn = [_drawn(web, links, number, rng) for web in webs]
    in_webs = {person for web in webs for person in web}
    alone: Persons = [(person,) for person in persons if person not in in_webs]
    for way in range(number):
        yield sorted([*alone, *(block for web, labels in zip(webs, drawn, strict=True) for block in _blocks(web, labels[way]))])


def _drawn(web: Sequence[str], links: Links, number: int, rng: Generator) -> list[Labels]:
    """Return so many partitions of a web, each as the set in which each person is: from all of them if they are few, else by a chain."""
    odds = [[0.0 if one == other else links.log_odds(one, other) for other in web] for one in web]
    if len(web) <= _ENUMERATED:
        ways = list(_partitions(len(web)))
        sums = np.array([sum(odds[a][b] for a, b in combinations(range(len(web)), 2) if way[a] == way[b]) for way in ways])
        weights = np.exp(sums - sums.max())
        return [ways[place] for place in rng.choice(len(ways), size=number, p=weights / weights.sum())]
    labels, found = list(range(len(web))), []
    for way in range(number):
        for _ in range(_BETWEEN if way else _WARM):
            _sweep(labels, odds, rng)
        found.append(tuple(labels))
    return found


def _partitions(size: int) -> Iterator[Labels]:
    """Yield every way to put so many persons into sets, a set being named after the order in which it comes up."""
    ways: list[Labels] = [()]
    for _ in range(size):
        ways = [(*way, label) for way in ways for label in range(max(way, default=-1) + 2)]
    yield from ways


def _sweep(labels: list[int], odds: Sequence[Sequence[float]], rng: Generator) -> None:
    """Place each person anew, given where all others are: alone, or with one of the others' sets (Gibbs)."""
    size = len(labels)
    for person in rng.permutation(size).tolist():
        sums: dict[int, float] = {}
        for other in range(size):
            if other != person:
                sums[labels[other]] = sums.get(labels[other], 0.0) + odds[person][other]
        free = next(label for label in range(size) if label not in sums)
        sums[free] = 0.0
        weights = np.exp(np.array(list(sums.values())) - max(sums.values()))
        labels[person] = list(sums)[int(np.searchsorted(np.cumsum(weights), rng.random() * weights.sum()))]


def _blocks(web: Sequence[str], labels: Labels) -> Persons:
    """Return the sets of a partition."""
    found: dict[int, list[str]] = {}
    for person, label in zip(web, labels, strict=True):
        found.setdefault(label, []).append(person)
    return [tuple(own) for own in found.values()]


def _webs(persons: Sequence[str], links: Links) -> list[list[str]]:
    """Return the persons connected by undecided pairs, web by web, all in order."""
    known = set(persons)
    web = {person: [person] for person in persons}
    for one, other in sorted(links.undecided):
        if one in known and other in known and web[one] is not web[other]:
            larger, smaller = sorted((web[one], web[other]), key=len, reverse=True)
            larger += smaller
            for person in smaller:
                web[person] = larger
    found = {id(own): own for own in web.values() if len(own) > 1}
    return sorted(sorted(own) for own in found.values())
