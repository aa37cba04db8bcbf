"""All decomposable graphs of some lists, with their cliques and separators, as sets of lists: one bit a list."""

from functools import cache
from itertools import combinations

import attrs
import numpy as np
from scipy.sparse import csr_array

type Edges = tuple[tuple[int, int], ...]


@attrs.frozen(eq=False)
class Graphs:
    """
    The decomposable graphs of some lists: 8 of three lists, 61 of four, 822 of five, 18,154 of six.

    Attributes:
        edges: of each graph.
        incidence: graphs × sets of lists: how often a set is a clique, less how often it is a separator; column s − 1 is the set s.
        complete: the place of the complete graph.
    """

    lists: int
    edges: tuple[Edges, ...]
    incidence: csr_array
    complete: int

    def name(self, place: int) -> str:
        """Return a graph by its cliques, lists numbered from 1: ``[12,34]``."""
        cliques = [part + 1 for part in range((1 << self.lists) - 1) if self.incidence[place, part] > 0]
        return "[" + ",".join("".join(str(one + 1) for one in range(self.lists) if clique >> one & 1) for clique in sorted(cliques)) + "]"


@cache
def decomposable_graphs(lists: int) -> Graphs:
    """
    Return the decomposable graphs of some lists.

    A graph is decomposable where a search that goes on with the list that has
    most neighbours among those visited finds these neighbours all linked (Tarjan & Yannakakis 1984).

    >>> len(decomposable_graphs(4).edges)
    61
    """
    pairs = list(combinations(range(lists), 2))
    edges, rows = [], []
    for chosen in range(1 << len(pairs)):
        linked = [0] * lists
        for place, (one, other) in enumerate(pairs):
            if chosen >> place & 1:
                linked[one] |= 1 << other
                linked[other] |= 1 << one
        row = _cliques_less_separators(linked)
        if row is not None:
            edges.append(tuple(pair for place, pair in enumerate(pairs) if chosen >> place & 1))
            rows.append(row)
    incidence = np.zeros((len(rows), (1 << lists) - 1))
    for place, row in enumerate(rows):
        for part, times in row.items():
            incidence[place, part - 1] = times
    return Graphs(lists, tuple(edges), csr_array(incidence), len(rows) - 1)


def _cliques_less_separators(linked: list[int]) -> dict[int, int] | None:
    """Return cliques (counted up) and separators (counted down) of a graph; None where it is not decomposable."""
    found: dict[int, int] = {}
    visited, clique = 0, 0
    left = list(range(len(linked)))
    while left:
        node = max(left, key=lambda one: (linked[one] & visited).bit_count())
        before = linked[node] & visited
        if any(before & ~linked[one] & ~(1 << one) for one in left_bits(before)):
            return None
        if before != clique and visited:
            found[clique] = found.get(clique, 0) + 1
            if before:
                found[before] = found.get(before, 0) - 1
        clique = before | 1 << node
        visited |= 1 << node
        left.remove(node)
    found[clique] = found.get(clique, 0) + 1
    return found


def left_bits(whole: int) -> list[int]:
    """Return the places of the bits of a set."""
    return [place for place in range(whole.bit_length()) if whole >> place & 1]
