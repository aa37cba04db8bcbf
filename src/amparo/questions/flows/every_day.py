"""
The error of the share in each state on every day at once: in time that grows with the rows, and hardly with the days.

Between two moves the influence of a person on the shares changes as that of everybody in the same state does: it is carried
from day to day by the same matrix, and what being at risk costs is added. So it is taken over any number of days in a few
steps, by a table of one, two, four … days, and the sum of squares over persons follows from sums over those in each state.
"""

import numpy as np

from amparo.questions.flows import kernels
from amparo.questions.flows.compiled import chosen
from amparo.questions.flows.kernels import Real, Rows, Sums, Whole
from amparo.questions.flows.process import Process


def errors(process: Process, rank: Whole, *, sampled_start: bool = False) -> Real:
    """
    Return the standard error of the share in each state after numbers of event days: ranks × states.

    It is the infinitesimal jackknife over persons, as ``answer`` gives it one column at a time; with ``sampled_start`` it takes in
    that those who began are a sample.
    """
    paths, counts = process.paths, process.counts
    states, events = len(paths.states), paths.days.size
    start = (np.eye(states) - process.held[0]) / process.began.sum() * sampled_start
    if not events:
        return np.asarray(np.tile(np.sqrt(process.began @ start**2), (rank.size, 1)), np.float64)
    carried, added = _steps(process)
    sums = Sums(np.zeros((events + 1, states, states)), np.zeros((events + 1, states, states)), np.zeros((events, states, states, states)))
    rows = Rows(paths.person, paths.origin, paths.target, paths.first, paths.last)
    chosen(kernels.follow, paths.person.size * states)(rows, counts, carried, added, start, sums)
    squares = _products(process, carried[0], added[0], sums, start.T @ (process.began[:, None] * start))
    return np.asarray(np.sqrt(np.maximum(np.diagonal(squares, axis1=1, axis2=2)[rank], 0.0)), np.float64)


def _products(process: Process, carried: Real, added: Real, sums: Sums, first: Real) -> Real:
    """
    Return the sum over persons of the products of their influences on every two states, after each number of event days.

    An influence x becomes xP + a on a day, and xP + a + b for somebody who moves: of the products of these only the sums of x over
    those at risk in each state, and over those who move, are needed besides the products of the day before.
    """
    moves, at_risk, held = process.counts
    events, states = moves.shape[:2]
    within = np.empty((events, states, states))  # the sums over those at risk in each state
    here, risk = sums.enters[0], at_risk.T[:, :, None] * added
    for day in range(events):
        within[day] = here
        here = here @ carried[day] + risk[day] + sums.enters[day + 1] - sums.leaves[day + 1]
    pushed = within @ carried
    share = held[:-1] / np.where(at_risk > 0, at_risk, 1.0).T
    jumps = share[:, :, None, None] * (np.eye(states)[None, :, :] - np.eye(states)[:, None, :])  # b: by day, origin, target
    away = moves * (1 - np.eye(states))
    before = sums.moves @ carried[:, None] + away[..., None] * added[:, :, None, :]
    before *= 1 - np.eye(states)[None, :, :, None]
    crossed = np.einsum("ejs,ejr->esr", pushed, added) + np.einsum("ejks,ejkr->esr", before, jumps)
    new = np.einsum("ejs,ejr->esr", risk, added) + np.einsum("ejk,ejks,ejkr->esr", away, jumps, jumps)
    new += crossed + np.swapaxes(crossed, 1, 2)
    squares = np.empty((events + 1, states, states))
    squares[0] = first
    for day in range(events):
        squares[day + 1] = carried[day].T @ squares[day] @ carried[day] + new[day]
    return squares


def _steps(process: Process) -> tuple[Real, Real]:
    """
    Return what one, two, four … event days do to an influence, from each day on: the matrix, and what is added by state.

    A run of days that would pass the end is cut there.
    """
    moves, at_risk, held = process.counts
    events, states = moves.shape[:2]
    away = moves * (1 - np.eye(states))
    safe = np.where(at_risk > 0, at_risk, 1.0).T[:, :, None]
    carried, added = [away / safe], []
    carried[0][:, np.arange(states), np.arange(states)] = 1 - carried[0].sum(axis=2)
    added.append(-(held[:-1, :, None] / safe) * (carried[0] - np.eye(states)))
    while 1 << len(carried) <= events:
        half = 1 << len(carried) - 1
        later = np.minimum(np.arange(events) + half, events)
        nothing, same = np.zeros((1, states, states)), np.eye(states)[None]
        onward, more = np.concatenate([carried[-1], same])[later], np.concatenate([added[-1], nothing])[later]
        added.append(added[-1] @ onward + more)
        carried.append(carried[-1] @ onward)
    return np.array(carried), np.array(added)
