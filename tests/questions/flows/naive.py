"""
The oracle: weighted Aalen–Johansen shares by counting persons one by one, and errors by weighing each of them a little more.

Slow and plain on purpose; it shares nothing with the program.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

type Row = tuple[Any, int, int, str, str | None]
type Weights = dict[Any, float]
type Payment = Callable[[list[tuple[int, dict[str, float]]], list[tuple[int, str, float]]], float]

_STEP = 1e-5


def rows_of(frame: pl.DataFrame) -> list[Row]:
    """The rows of a frame, as the oracle takes them."""
    return list(frame.select("id", "start", "stop", "from_state", "to_state").iter_rows())


def course(rows: Sequence[Row], weights: Weights, began: dict[str, float]) -> tuple[list[tuple[int, dict[str, float]]], list[Any]]:
    """The shares after each event day, and the expected moves: day, into which state, how many a person."""
    days = sorted({stop for _, _, stop, _, to in rows if to is not None})
    shares, told, moves = dict(began), [(-(10**9), dict(began))], []
    for day in days:
        at_risk: dict[str, float] = {}
        moved: dict[tuple[str, str], float] = {}
        for person, start, stop, state, to in rows:
            if start < day <= stop:
                at_risk[state] = at_risk.get(state, 0.0) + weights[person]
                if stop == day and to is not None:
                    moved[state, to] = moved.get((state, to), 0.0) + weights[person]
        before = dict(shares)
        for (state, to), number in moved.items():
            share = before.get(state, 0.0) * number / at_risk[state]
            shares[state] = shares.get(state, 0.0) - share
            shares[to] = shares.get(to, 0.0) + share
            moves.append((day, to, share))
        told.append((day, dict(shares)))
    return told, moves


def beginnings(rows: Sequence[Row], weights: Weights) -> dict[str, float]:
    """The shares of those at risk on the first event day."""
    first = min(stop for _, _, stop, _, to in rows if to is not None)
    began: dict[str, float] = {}
    for person, start, stop, state, _ in rows:
        if start < first <= stop:
            began[state] = began.get(state, 0.0) + weights[person]
    total = sum(began.values())
    return {state: weight / total for state, weight in began.items()}


def paid(rows: Sequence[Row], payment: Payment, *, sampled_start: bool = False) -> tuple[float, float]:
    """What is paid on average, and the root of the summed squares of its derivatives by each person's weight."""
    persons = sorted({row[0] for row in rows})
    even: Weights = dict.fromkeys(persons, 1.0)
    fixed = beginnings(rows, even)

    def value(weights: Weights) -> float:
        return payment(*course(rows, weights, beginnings(rows, weights) if sampled_start else fixed))

    slopes: NDArray[np.float64] = np.array(
        [(value({**even, one: 1 + _STEP}) - value({**even, one: 1 - _STEP})) / (2 * _STEP) for one in persons]
    )
    return value(even), float(np.sqrt((slopes**2).sum()))


def share_on(state: str, time: int) -> Payment:
    """The share in a state at a time."""
    return lambda told, _: [shares for day, shares in told if day <= time][-1].get(state, 0.0)


def days_until(state: str, horizon: int) -> Payment:
    """The days in a state from day 0 to a horizon."""

    def payment(told: list[tuple[int, dict[str, float]]], _: list[tuple[int, str, float]]) -> float:
        ends = [day for day, _ in told[1:]] + [horizon]
        spent = [(max(0, min(end, horizon) - max(0, day)), shares) for (day, shares), end in zip(told, ends, strict=True)]
        return sum(days * shares.get(state, 0.0) for days, shares in spent)

    return payment


def moves_until(state: str, horizon: int) -> Payment:
    """The moves into a state up to a horizon."""
    return lambda _, moves: sum(share for day, to, share in moves if to == state and day <= horizon)
