"""
From scored pairs to persons: greedy joins of the greatest summed evidence, under constraints.

Records in one connected part of the pairs that speak for one person are joined
pair of groups by pair of groups; evidence against counts as well as evidence for, between all
members. Never joined: what a reviewer held apart, and two rows of a list in which nobody stands twice.
"""

from collections.abc import Sequence

import attrs
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from amparo.linkage import cluster_loops, machine
from amparo.linkage.blocks import Pairs

type Floats = NDArray[np.float64]
type Longs = NDArray[np.int64]

CERTAIN = 1e6  # the weight of what a reviewer joined
STRONGEST = 25.0  # log2: beyond, one comparison would outvote all others


@attrs.frozen(eq=False)
class Edges:
    """
    Scored pairs.

    Attributes:
        pairs: sorted, ``first * height + second``.
        weight: log2 odds that the two are one person; CERTAIN where a reviewer joined them.
        apart: a reviewer held them apart.
    """

    pairs: Pairs
    weight: Floats
    apart: NDArray[np.bool_]

    def where(self, keep: NDArray[np.bool_]) -> "Edges":
        """Return some of the edges."""
        return Edges(self.pairs[keep], self.weight[keep], self.apart[keep])


def components(edges: Edges, height: int, above: float) -> NDArray[np.int32]:
    """Return the number of each record's part, connected by pairs whose weight is above a bound."""
    linked = edges.pairs[(edges.weight > above) & ~edges.apart]
    first, second = np.divmod(linked, max(height, 1))
    graph = coo_array((np.ones(linked.size, np.int8), (first, second)), shape=(height, height))
    _, part = connected_components(graph, directed=False)
    return part.astype(np.int32)


def persons_of(edges: Edges, height: int, alone: Longs, *, cut: float, parts: Sequence[int] | None = None) -> Longs:
    """
    Return the person of each record: the place of their first record.

    Args:
        edges: scored pairs.
        height: how many records there are.
        alone: the curated list of each record, -1 for none.
        cut: the log2 odds that a join must exceed.
        parts: the parts to look at, others stay as single records; None for all.
    """
    person = np.arange(height)
    part = components(edges, height, cut)
    first, second = np.divmod(edges.pairs, max(height, 1))
    within = part[first] == part[second]
    size = np.bincount(part, minlength=1)
    wanted = np.ones(size.size, np.bool_)
    if parts is not None:
        wanted[:] = False
        wanted[list(parts)] = True
        within &= wanted[part[first]]
    order = np.argsort(part, kind="stable")
    used = size[part[order]] > 1
    used &= wanted[part[order]]
    members = order[used]
    if not members.size:
        return person
    of = part[members]
    start = np.append(np.flatnonzero(np.append(True, of[1:] != of[:-1])), members.size)
    place = np.full(height, -1, np.int64)
    place[members] = np.arange(members.size)
    number = np.full(int(part.max()) + 1, -1, np.int64)
    number[of[start[:-1]]] = np.arange(start.size - 1)
    inside = np.flatnonzero(within)
    inside = inside[np.argsort(number[part[first[inside]]], kind="stable")]
    component = number[part[first[inside]]]
    edge_start = np.append(np.searchsorted(component, np.arange(start.size - 1)), inside.size)
    label = np.empty(members.size, np.int64)
    weight = edges.weight[inside]
    weight = np.where(weight < CERTAIN, np.clip(weight, -STRONGEST, STRONGEST), weight)
    machine.chosen(cluster_loops, members.size).join_all(
        start, edge_start, place[first[inside]] - start[component], place[second[inside]] - start[component], weight,
        edges.apart[inside].astype(np.int8), alone[members], cut, label,
    )  # fmt: skip
    person[members] = members[label]
    return person
