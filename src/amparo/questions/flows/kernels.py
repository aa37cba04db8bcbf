"""
The arithmetic of moving between states, in plain Python over arrays that Numba compiles as it is (decision 0011).

Event days are numbered from 0; a row of a person is at risk on the event days ``first`` … ``last - 1`` in the state
``origin``, and moves to ``target`` on the last of them, or to nowhere (-1).
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

type Whole = NDArray[Any]  # Any: int8 to int64
type Real = NDArray[np.float64]


class Rows(NamedTuple):
    """The rows of persons, those of one side by side."""

    person: Whole
    origin: Whole
    target: Whole
    first: Whole
    last: Whole


class Counts(NamedTuple):
    """On each event day: moves from each state to each, persons at risk by state; and the shares before each day and after the last."""

    moves: Real
    at_risk: Real
    held: Real


class Asked(NamedTuple):
    """What is paid for a move from j to k before the event day ``until``, what is still to come in each state, and what risk has cost."""

    fare: Real
    until: Whole
    ahead: Real
    carried: Real


class Sums(NamedTuple):
    """Sums of influences over persons: who enters each state before an event day, who has left it by then, who moves from j to k on it."""

    enters: Real
    leaves: Real
    moves: Real


def occupy(counts: Counts) -> None:
    """Fill in the share of persons in each state from where they began, ``held[0]``: the product integral."""
    moves, at_risk, held = counts
    states = held.shape[1]
    for e in range(moves.shape[0]):
        for j in range(states):
            if at_risk[j, e] == 0:
                held[e + 1, j] += held[e, j]
                continue
            stay, share = at_risk[j, e], held[e, j] / at_risk[j, e]
            for k in range(states):
                if k != j:
                    stay -= moves[e, j, k]
                    held[e + 1, k] += share * moves[e, j, k]
            held[e + 1, j] += share * stay


def look_ahead(counts: Counts, asked: Asked) -> None:
    """Turn what is paid after each number of event days into what is still to come from there on, state by state."""
    moves, at_risk, _ = counts
    fare, until, ahead, _ = asked
    for e in range(moves.shape[0] - 1, -1, -1):
        for j in range(moves.shape[1]):
            ahead[e, j] += ahead[e + 1, j]
            for k in range(moves.shape[1]):
                if moves[e, j, k] > 0:
                    share = moves[e, j, k] / at_risk[j, e]
                    for c in range(until.size):
                        paid = fare[j, k, c] if e < until[c] else 0.0
                        ahead[e, j, c] += share * (ahead[e + 1, k, c] - ahead[e + 1, j, c] + paid)


def carry(counts: Counts, asked: Asked) -> None:
    """Fill in what being at risk in each state costs a person's influence, added up from the first event day."""
    moves, at_risk, held = counts
    fare, until, ahead, carried = asked
    for j in range(moves.shape[1]):
        for e in range(moves.shape[0]):
            carried[j, e + 1] = carried[j, e]
            if at_risk[j, e] > 0:
                weight = held[e, j] / at_risk[j, e] / at_risk[j, e]
                for k in range(moves.shape[1]):
                    if moves[e, j, k] > 0:
                        for c in range(until.size):
                            paid = fare[j, k, c] if e < until[c] else 0.0
                            carried[j, e + 1, c] += weight * moves[e, j, k] * (ahead[e + 1, k, c] - ahead[e + 1, j, c] + paid)


def influence(rows: Rows, counts: Counts, asked: Asked, begun: Real, squares: Real) -> None:
    """
    Add up over persons the square of how much the answer would change if a person weighed a little more.

    The infinitesimal jackknife: the rows of a person are one term. ``begun[j]`` is the part of having been in j at the beginning.
    """
    fare, until, ahead, carried = asked
    columns = until.size
    own = np.zeros(columns)
    for row in range(rows.person.size):
        if row > 0 and rows.person[row] != rows.person[row - 1]:
            for c in range(columns):
                squares[c] += own[c] * own[c]
                own[c] = 0.0
        j, k, enters, leaves = rows.origin[row], rows.target[row], rows.first[row], rows.last[row]
        if leaves <= enters:
            continue
        for c in range(columns):
            own[c] -= carried[j, leaves, c] - carried[j, enters, c]
        if enters == 0:
            for c in range(columns):
                own[c] += begun[j, c]
        if k >= 0:
            share = counts.held[leaves - 1, j] / counts.at_risk[j, leaves - 1]
            for c in range(columns):
                paid = fare[j, k, c] if leaves - 1 < until[c] else 0.0
                own[c] += share * (ahead[leaves, k, c] - ahead[leaves, j, c] + paid)
    for c in range(columns):
        squares[c] += own[c] * own[c]


def follow(  # noqa: C901, PLR0912 (one loop, compiled)
    rows: Rows, counts: Counts, carried: Real, added: Real, start: Real, sums: Sums
) -> None:
    """
    Take the influence of each person from row to row, and add it to the sums where the person comes, leaves or moves.

    ``carried[n, e]`` and ``added[n, e, j]`` say what 2^n event days from e on do to the influence of somebody in state j;
    ``start[j]`` is the influence of who was in j at the beginning.
    """
    states = start.shape[0]
    own, next_own = np.zeros(states), np.zeros(states)
    at = 0
    for row in range(rows.person.size):
        j, k, enters, leaves = rows.origin[row], rows.target[row], rows.first[row], rows.last[row]
        if row == 0 or rows.person[row] != rows.person[row - 1]:
            at = enters
            for s in range(states):
                own[s] = 0.0
        if leaves <= enters:
            continue
        if enters == 0:
            for s in range(states):
                own[s] += start[j, s]
        for stage in range(3):  # to the row, along it to the day before its last, over its last
            goal = enters if stage == 0 else leaves - 1 if stage == 1 else leaves
            level = 0
            while at < goal:
                while level + 1 < carried.shape[0] and at + (2 << level) <= goal:
                    level += 1
                while at + (1 << level) > goal:
                    level -= 1
                for s in range(states):
                    next_own[s] = added[level, at, j, s] if stage > 0 else 0.0
                    for r in range(states):
                        next_own[s] += own[r] * carried[level, at, r, s]
                for s in range(states):
                    own[s] = next_own[s]
                at += 1 << level
            if stage == 0:
                for s in range(states):
                    sums.enters[enters, j, s] += own[s]
            elif stage == 1 and k >= 0:
                for s in range(states):
                    sums.moves[leaves - 1, j, k, s] += own[s]
        for s in range(states):
            sums.leaves[leaves, j, s] += own[s]
        if k >= 0 and k != j:
            share = counts.held[leaves - 1, j] / counts.at_risk[j, leaves - 1]
            own[k] += share
            own[j] -= share
