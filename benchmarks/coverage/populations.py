"""Simulated populations of a known number, and what four lists know of them."""

from collections.abc import Callable, Mapping
from typing import Any

import attrs
import numpy as np
from numpy.random import Generator

from amparo.questions.estimates.captures import Captures
from amparo.questions.estimates.overlaps import Overlaps, collected
from amparo.questions.estimates.partitions import Links

LISTS = ("a", "b", "c", "d")
_REACH = np.array([0.35, 0.3, 0.25, 0.2])
_SPLIT, _JOINED = 0.1, 0.05

type Listed = Any  # persons × lists, True where a list names a person


@attrs.frozen(eq=False)
class Known:
    """A table of overlaps with what is undecided of it, of a population whose number is known."""

    table: Overlaps
    captures: Captures | None = None
    links: Links = attrs.field(factory=Links)


def independent(size: int, rng: Generator) -> Known:
    """Every person on each list with its probability, whatever the other lists have."""
    return _table(rng.random((size, 4)) < _REACH)


def following(size: int, rng: Generator) -> Known:
    """Whoever is on the first list is on the second more than twice as often as others: one office asks the other."""
    listed = rng.random((size, 4)) < _REACH
    listed[:, 1] = rng.random(size) < np.where(listed[:, 0], 0.55, 0.165)
    return _table(listed)


def avoiding(size: int, rng: Generator) -> Known:
    """Whoever is on the first list is seldom on the second: families go to one office or the other."""
    listed = rng.random((size, 4)) < _REACH
    listed[:, 1] = rng.random(size) < np.where(listed[:, 0], 0.08, 0.42)
    return _table(listed)


def two_kinds(size: int, rng: Generator) -> Known:
    """Three in ten are easy to find, for all lists, and the others hard."""
    reach = np.where((rng.random(size) < 0.3)[:, None], 0.55, 0.15)
    return _table(rng.random((size, 4)) < reach)


def all_differ(size: int, rng: Generator) -> Known:
    """How easily somebody is found has a bell shape on the log scale, with a long tail of those whom hardly any list finds."""
    odds = np.log(_REACH / (1 - _REACH)) + rng.normal(-0.3, 1.2, size)[:, None]
    return _table(rng.random((size, 4)) < 1 / (1 + np.exp(-odds)))


def hidden(size: int, rng: Generator) -> Known:
    """A fifth of the population can be on no list at all, for instance the detained of a place from which no word comes."""
    return _table((rng.random((size, 4)) < _REACH)[rng.random(size) > 0.2])


def missed_links(size: int, rng: Generator) -> Known:
    """Of one in ten persons on two lists or more one record is taken for somebody else, and nobody knows."""
    return _table(_split(rng.random((size, 4)) < _REACH, rng)[0])


def false_links(size: int, rng: Generator) -> Known:
    """One in twenty of those listed is taken for the next one, and nobody knows."""
    listed = rng.random((size, 4)) < _REACH
    listed = listed[listed.any(axis=1)]
    one = np.flatnonzero(rng.random(len(listed)) < _JOINED)
    listed[(one + 1) % len(listed)] |= listed[one]
    return _table(np.delete(listed, one, axis=0))


def open_links(size: int, rng: Generator) -> Known:
    """As missed links, but every doubtful pair is known as such, true ones and as many false ones, each with probability one half."""
    listed, pairs = _split(rng.random((size, 4)) < _REACH, rng)
    whole = np.flatnonzero(listed.any(axis=1))
    free = np.setdiff1d(whole, np.array(pairs).ravel())
    false = rng.permutation(free)[: 2 * len(pairs)].reshape(-1, 2)
    masks = listed @ (1 << np.arange(4))
    names = {place: f"p{place:05d}" for place in whole.tolist()}
    captures = Captures(LISTS, {names[place]: int(masks[place]) for place in names}, {}, {}, dict.fromkeys(names.values(), True))
    undecided = {(names[min(one, other)], names[max(one, other)]): 0.5 for one, other in [*pairs, *false.tolist()]}
    return Known(_table(listed).table, captures, Links(undecided))


def _split(listed: Listed, rng: Generator) -> tuple[Listed, list[tuple[int, int]]]:
    """Return the lists with one record in ten persons torn off as a person of its own, and the pairs that belong together."""
    twice = np.flatnonzero(listed.sum(axis=1) > 1)
    torn = twice[rng.random(len(twice)) < _SPLIT]
    pairs, added = [], []
    for person in torn.tolist():
        place = int(rng.choice(np.flatnonzero(listed[person])))
        listed[person, place] = False
        added.append(np.arange(4) == place)
        pairs.append((person, len(listed) + len(added) - 1))
    return np.vstack([listed, *added]) if added else listed, pairs


def _table(listed: Listed) -> Known:
    masks = (listed @ (1 << np.arange(4))).astype(np.int64)
    return Known(collected(LISTS, masks, np.ones(len(masks), np.int64)))


POPULATIONS: Mapping[str, Callable[[int, Generator], Known]] = {
    "independent lists": independent,
    "two lists that follow each other": following,
    "two lists that avoid each other": avoiding,
    "two kinds of persons": two_kinds,
    "all persons differ": all_differ,
    "a fifth on no list ever": hidden,
    "links missed, unknown": missed_links,
    "links missed, known as doubtful": open_links,
    "false links, unknown": false_links,
}
