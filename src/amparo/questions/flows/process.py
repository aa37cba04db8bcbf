"""
The counting process of persons between states: shares in each state, and anything that is paid along the way, with errors.

Where people are is estimated by Aalen & Johansen's product integral (Scand. J. Statist. 5, 1978), whether or not their moves
depend on their past (Datta & Satten, Stat. Probab. Lett. 55, 2001). Whatever is asked is a sum that a path pays: one for being in a
state on a day, one for each day in it, one for each move into it. The standard error is the infinitesimal jackknife over persons
(Jaeckel 1972; Therneau & Grambsch 2000): who returns is one person, however many rows.
"""

import attrs
import numpy as np

from amparo.questions.flows import kernels
from amparo.questions.flows.compiled import chosen
from amparo.questions.flows.kernels import Asked, Counts, Real, Rows, Whole
from amparo.questions.flows.paths import Paths

_AT_ONCE = 32  # answers worked out in one pass over the rows: their tables stay in the processor's cache


@attrs.frozen(eq=False)
class Process:
    """
    The counts of a set of paths.

    Attributes:
        began: persons at risk on the first event day, by state; everybody's first state where nobody ever moved.
    """

    paths: Paths
    counts: Counts
    began: Real

    @property
    def held(self) -> Real:
        """The share in each state before each event day, and after the last."""
        return self.counts.held


@attrs.frozen(eq=False)
class Payments:
    """
    What is asked of the paths, a column each.

    Attributes:
        pay: paid in each state after a number of event days (rows), by column.
        fare: paid for a move from a state to a state, on the event days before ``until``.
    """

    pay: Real
    fare: Real
    until: Whole


def process_of(paths: Paths) -> Process:
    """Return the counts of the paths and the shares that follow from them."""
    states, events = len(paths.states), paths.days.size
    entered = np.bincount(paths.origin * (events + 1) + paths.first, minlength=states * (events + 1)).reshape(states, events + 1)
    left = np.bincount(paths.origin * (events + 1) + paths.last, minlength=states * (events + 1)).reshape(states, events + 1)
    at_risk = np.cumsum(entered - left, axis=1)[:, :events].astype(np.float64)
    moved = paths.target >= 0
    cell = ((paths.last[moved] - 1) * states + paths.origin[moved]) * states + paths.target[moved]
    moves = np.bincount(cell, minlength=events * states * states).reshape(events, states, states).astype(np.float64)
    opening = np.append(True, paths.person[1:] != paths.person[:-1])
    began = at_risk[:, 0] if events else np.bincount(paths.origin[opening], minlength=states).astype(np.float64)
    held = np.zeros((events + 1, states))
    held[0] = began / began.sum()
    counts = Counts(moves, at_risk, held)
    chosen(kernels.occupy, moves.size)(counts)
    return Process(paths, counts, began)


def on_days(process: Process, times: Whole) -> Payments:
    """Ask for the share in each state at each time: times × states columns."""
    states, rank = len(process.paths.states), process.paths.rank(times)
    columns = np.arange(times.size * states)
    payments = _nothing(process, columns.size)
    payments.pay[np.repeat(rank, states), columns % states, columns] = 1.0
    return payments


def days_in(process: Process, state: int, since: float, horizons: Whole) -> Payments:
    """Ask for the days spent in a state from a time up to each horizon."""
    payments = _nothing(process, horizons.size)
    edges = np.concatenate([[-np.inf], process.paths.days, [np.inf]])
    for column, horizon in enumerate(horizons):
        spent = np.minimum(edges[1:], horizon) - np.maximum(edges[:-1], since)
        payments.pay[:, state, column] = np.maximum(spent, 0.0)
    return payments


def moves_into(process: Process, states: Whole, horizons: Whole) -> Payments:
    """Ask for the number of moves into some states up to each horizon, from whatever state, their own included."""
    payments = _nothing(process, horizons.size)
    payments.fare[:, states, :] = 1.0
    payments.until[:] = process.paths.rank(horizons)
    return payments


def answer(process: Process, payments: Payments, *, sampled_start: bool = False) -> tuple[Real, Real]:
    """
    Return what the paths pay on average, and its standard error, column by column.

    The error is that of the moves, given where people began; with ``sampled_start`` it takes in that those, too, are a sample.
    """
    columns = payments.until.size
    value, squares = np.zeros(columns), np.zeros(columns)
    start, paths = process.held[0], process.paths
    rows = Rows(paths.person, paths.origin, paths.target, paths.first, paths.last)
    for low in range(0, columns, _AT_ONCE):
        part = slice(low, min(low + _AT_ONCE, columns))
        ahead = np.ascontiguousarray(payments.pay[:, :, part])
        fare, until = np.ascontiguousarray(payments.fare[:, :, part]), payments.until[part]
        asked = Asked(fare, until, ahead, np.zeros((start.size, len(ahead), until.size)))
        steps = process.counts.moves.size * until.size
        chosen(kernels.look_ahead, steps)(process.counts, asked)
        value[part] = start @ ahead[0]
        chosen(kernels.carry, steps)(process.counts, asked)
        begun = (ahead[0] - value[part]) / process.began.sum() * sampled_start
        if process.paths.days.size:
            chosen(kernels.influence, process.paths.person.size * until.size)(rows, process.counts, asked, begun, squares[part])
        else:
            squares[part] = process.began @ begun**2
    return value, np.sqrt(squares)


def _nothing(process: Process, columns: int) -> Payments:
    """Return payments of nothing."""
    states, events = len(process.paths.states), process.paths.days.size
    return Payments(np.zeros((events + 1, states, columns)), np.zeros((states, states, columns)), np.zeros(columns, np.int64))
