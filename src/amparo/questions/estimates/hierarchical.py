"""
All hierarchical log-linear models of some lists, and how they are written.

A model is known by its terms: sets of two lists and more, one bit a list. It is
hierarchical where each subset of a term is a term too. The term of all lists is in none: with it nothing could be said
of those on no list.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations

import numpy as np

from amparo.errors import BadInput
from amparo.questions.estimates.overlaps import Whole

type Terms = tuple[int, ...]

ALL_UP_TO = 5  # lists; six have 7,785,061 models
PAIRS_UP_TO = 6


@cache
def models(lists: int) -> tuple[Terms, ...]:
    """
    Return every hierarchical model with all main effects and without the term of all lists; of six lists those of pairs only.

    >>> [len(models(lists)) for lists in (3, 4)]
    [8, 113]
    """
    pairs = [1 << one | 1 << other for one, other in combinations(range(lists), 2)]
    if lists > ALL_UP_TO:
        return tuple(tuple(pair for place, pair in enumerate(pairs) if graph >> place & 1) for graph in range(1 << len(pairs)))
    return tuple(tuple(sorted(terms, key=_by_size)) for terms in _grown(lists, (), 2))


def _grown(lists: int, terms: Terms, size: int) -> Iterator[Terms]:
    """Yield the models that have these terms below a size, and any of that size and more."""
    if size == lists:
        yield terms
        return
    present = set(terms)
    wholes = [sum(1 << one for one in part) for part in combinations(range(lists), size)]
    possible = [whole for whole in wholes if size == 2 or all(whole ^ 1 << bit in present for bit in range(lists) if whole >> bit & 1)]
    for chosen in range(1 << len(possible)):
        added = tuple(whole for place, whole in enumerate(possible) if chosen >> place & 1)
        if added or size == 2:
            yield from _grown(lists, terms + added, size + 1)
        else:
            yield terms


def _by_size(term: int) -> tuple[int, int]:
    return term.bit_count(), term


def parameters(lists: int, terms: Sequence[Terms]) -> tuple[Whole, Whole]:
    """Return the parameters of each model (the constant, the lists, the terms) in a row filled up with -1, and how many each has."""
    mains = [0, *(1 << one for one in range(lists))]
    sizes = np.array([len(mains) + len(model) for model in terms], np.int64)
    rows = np.full((len(terms), int(sizes.max())), -1, np.int64)
    rows[:, : len(mains)] = mains
    for row, model in zip(rows, terms, strict=True):
        row[len(mains) : len(mains) + len(model)] = model
    return rows, sizes


def written(lists: int, terms: Terms) -> str:
    """
    Return a model by its largest terms, lists numbered from 1.

    >>> written(4, (0b11, 0b101, 0b110, 0b111, 0b1001, 0b1100))
    '[123,14,34]'
    """
    every = [*terms, *(1 << one for one in range(lists))]
    largest = [term for term in every if not any(term != other and term & other == term for other in every)]
    names = [[one + 1 for one in range(lists) if term >> one & 1] for term in largest]
    joint = "" if lists < 10 else "."
    return "[" + ",".join(joint.join(map(str, name)) for name in sorted(names, key=lambda name: (-len(name), name))) + "]"


def read_model(text: str, lists: int) -> Terms:
    """
    Return the terms of a model as it is written, with all that they imply.

    >>> read_model("[123,14,34]", 4)
    (3, 5, 6, 9, 12, 7)
    """
    terms: set[int] = set()
    for part in text.strip().strip("[]").split(","):
        digits = part.strip().split(".") if lists >= 10 else list(part.strip())
        if not digits or not all(digit.isdigit() and 1 <= int(digit) <= lists for digit in digits):
            raise BadInput("estimates.no_such_model", model=text, lists=lists)
        whole = [int(digit) - 1 for digit in digits]
        terms |= {
            sum(1 << one for one in set(some)) for size in range(2, len(whole) + 1) for some in combinations(sorted(set(whole)), size)
        }
    if (1 << lists) - 1 in terms:
        raise BadInput("estimates.no_such_model", model=text, lists=lists)
    return tuple(sorted(terms, key=_by_size))
