from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.linkage import cluster_loops, machine
from amparo.linkage.clusters import CERTAIN, Edges, persons_of

N = 7
PAIRS = list(combinations(range(N), 2))
WEIGHTS = st.lists(st.floats(-8, 8, allow_nan=False), min_size=len(PAIRS), max_size=len(PAIRS))
MARKS = st.lists(st.booleans(), min_size=len(PAIRS), max_size=len(PAIRS))


def made(weights: list[float], apart: list[bool]) -> Edges:
    """Return the edges of all pairs of seven records."""
    return Edges(np.array([a * N + b for a, b in PAIRS]), np.array(weights), np.array(apart))


def by_hand(weights: list[float], apart: list[bool], alone: list[int], cut: float) -> list[frozenset[int]]:
    """Join groups the plain way: again and again the two with the greatest sum that nothing forbids."""
    weight = {frozenset(pair): w for pair, w in zip(PAIRS, weights, strict=True)}
    barred = {frozenset(pair) for pair, mark in zip(PAIRS, apart, strict=True) if mark}
    barred |= {frozenset(pair) for pair in PAIRS if alone[pair[0]] == alone[pair[1]] >= 0 and weight[frozenset(pair)] < 1e5}
    linked = {
        frozenset(p)
        for p in PAIRS
        if weight[frozenset(p)] > cut and frozenset(p) not in {frozenset(q) for q, m in zip(PAIRS, apart, strict=True) if m}
    }
    part = list(range(N))
    for a, b in map(sorted, linked):
        old, new = part[b], part[a]
        part = [new if one == old else one for one in part]
    groups = [frozenset([one]) for one in range(N)]
    while True:
        best = None
        for one, other in combinations(groups, 2):
            pairs = [frozenset((a, b)) for a in one for b in other]
            if part[min(one)] != part[min(other)] or any(pair in barred for pair in pairs):
                continue
            total = sum(weight[pair] for pair in pairs)
            if total > cut and (best is None or total > best[0] + 1e-9):
                best = (total, one, other)
        if best is None:
            return groups
        groups = [group for group in groups if group not in best[1:]] + [best[1] | best[2]]


@given(WEIGHTS, MARKS, st.lists(st.integers(-1, 2), min_size=N, max_size=N))
def test_the_most_convincing_joins_come_first_and_nothing_forbidden_is_joined(
    weights: list[float], apart: list[bool], alone: list[int]
) -> None:
    """The persons are those of the plain rule, and none holds two records that were held apart or are of one curated list."""
    found = persons_of(made(weights, apart), N, np.array(alone), cut=0.5)
    groups = {frozenset(np.flatnonzero(found == one).tolist()) for one in found}
    assert groups == set(by_hand(weights, apart, alone, 0.5))


@settings(max_examples=20)
@given(WEIGHTS, MARKS)
def test_machine_code_joins_as_plain_python_does(weights: list[float], apart: list[bool]) -> None:
    """Both forms of the loops give the same persons."""
    start, edge_start = np.array([0, N]), np.array([0, len(PAIRS)])
    labels = []
    for loops in (machine.plain(cluster_loops), machine.compiled(cluster_loops)):
        label = np.empty(N, np.int64)
        first, second = (np.array(column, np.int64) for column in zip(*PAIRS, strict=True))
        loops.join_all(start, edge_start, first, second, np.array(weights), np.array(apart, np.int8), np.full(N, -1), 0.5, label)
        labels.append(label.tolist())
    assert labels[0] == labels[1]


def test_what_a_reviewer_joined_is_joined_before_anything_else() -> None:
    """A join by a reviewer holds against all evidence, and even of two rows of a curated list."""
    weights = [CERTAIN if pair == (0, 1) else 5.0 if pair in {(0, 2), (1, 3)} else -9.0 for pair in PAIRS]
    found = persons_of(made(weights, [False] * len(PAIRS)), N, np.array([0, 0, 1, 2, -1, -1, -1]), cut=0.5)
    assert found[0] == found[1]
