"""
Readings of what is undecided: who is one person with whom, and which value somebody has of whom none is known.

Each reading decides every undecided pair by its probability and gives everybody one
value; an estimate over many readings carries what linking and lists leave open.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import attrs
import numpy as np
from numpy.random import Generator

from amparo.questions.estimates.captures import Captures
from amparo.questions.estimates.overlaps import Overlaps, collected
from amparo.questions.estimates.partitions import Links, Pair, drawn_persons
from amparo.questions.estimates.population import Population

type Cell = tuple[str, ...]


@attrs.frozen(eq=False)
class Reading:
    """The overlaps of every stratum, as one way of deciding what is undecided has them; a stratum of no dimension is the whole."""

    strata: Mapping[Cell, Overlaps]


def touched(captures: Captures, links: Links) -> dict[Pair, float]:
    """Return the undecided pairs of two persons whom lists name: only these matter."""
    return {pair: chance for pair, chance in links.undecided.items() if all(person in captures.sure for person in pair)}


def is_undecided(captures: Captures, links: Links, population: Population) -> bool:
    """Say whether two readings can differ at all."""
    unknown = any(len(captures.values[person].get(name, ())) != 1 for person in captures.values for name in population.traits)
    return bool(touched(captures, links)) or unknown or (population.place is not None and not all(captures.placed.values()))


def readings(captures: Captures, links: Links, population: Population, number: int, seed: int) -> Iterator[Reading]:
    """Yield so many readings; the same seed gives the same ones."""
    rng = np.random.default_rng([seed, 7])
    for persons in drawn_persons(sorted(captures.sure), links, number, rng):
        yield _reading(captures, persons, population, rng)


def undecided_apart(captures: Captures, population: Population, seed: int) -> Reading:
    """Return the reading in which nobody who is undecided is joined to anybody, and values are drawn once."""
    alone = [(person,) for person in sorted(captures.sure)]
    return _reading(captures, alone, population, np.random.default_rng([seed, 8]))


def _reading(captures: Captures, persons: Sequence[tuple[str, ...]], population: Population, rng: Generator) -> Reading:
    """Return the overlaps of some persons, stratum by stratum."""
    chances = {name: _frequencies(captures, name) for name in population.traits}
    there = sum(captures.placed.values())
    masks: dict[Cell, list[int]] = {}
    for own in persons:
        known = population.place is None or any(captures.placed[person] for person in own)
        if not known and rng.random() >= there / max(there + captures.elsewhere, 1):  # as often as somebody whose place is known
            continue
        values = {name: _value(captures, own, name, chances[name], rng) for name in population.traits}
        if any(values[name] != value for name, value in population.where if name != "facility"):
            continue
        mask = 0
        for person in own:
            mask |= captures.sure[person]
        masks.setdefault(tuple(values[name] for name in population.by), []).append(mask)
    return Reading({cell: _overlaps(captures.lists, found) for cell, found in sorted(masks.items())})


def _overlaps(lists: tuple[str, ...], masks: Sequence[int]) -> Overlaps:
    """Return the overlaps of some persons; lists that name none of them are left out."""
    every = np.array(masks, np.int64)
    used = [place for place in range(len(lists)) if (every >> place & 1).any()]
    packed = np.zeros_like(every)
    for place, old in enumerate(used):
        packed |= (every >> old & 1) << place
    return collected(tuple(lists[place] for place in used), packed, np.ones(len(every), np.int64))


def _frequencies(captures: Captures, name: str) -> Counter[str]:
    """Return how many persons surely have each value of a dimension."""
    return Counter(next(iter(own[name])) for own in captures.values.values() if len(own.get(name, ())) == 1)


def _value(captures: Captures, own: Sequence[str], name: str, frequencies: Counter[str], rng: Generator) -> str:
    """Return the value of somebody: the known one; else one of those allowed, as often as others have it."""
    told = [values for values in (captures.values[person].get(name, frozenset()) for person in own) if values]
    allowed = sorted(frozenset.intersection(*told) or frozenset.union(*told)) if told else sorted(frequencies)
    if len(allowed) < 2:
        return allowed[0] if allowed else ""
    weights = np.array([frequencies[value] + 0.5 for value in allowed])
    return allowed[int(rng.choice(len(allowed), p=weights / weights.sum()))]
