"""
How likely release is within some days of a detention, and a new detention within some days of a release: bounds and estimates.

Bounds need no model: surely within, because every reading of the dates says so; possibly within, because some reading
does, or because nobody vouches for the person so long. The estimate fills in what nobody saw as if those who were
followed stood for those who were not.
"""

from collections.abc import Callable, Sequence

import attrs
import numpy as np
import polars as pl

from amparo.questions.flows.curves import incidence
from amparo.questions.flows.imputed import Estimate, over_draws, share
from amparo.questions.flows.kernels import Real, Whole
from amparo.questions.flows.moves import FAR, HELD, OUT, Moves
from amparo.questions.flows.spells import REDETAINED, RELEASED, Window, custody_spells, liberty_spells

HORIZONS = (30, 90, 180, 365)
FEWEST = 5  # followed to a horizon; with fewer, an estimate there says nothing


@attrs.frozen
class Chance:
    """
    What happened within some days of what began a spell.

    Attributes:
        surely, possibly, of: of so many spells that surely began in the window, in how many it did, at least and at most.
        followed: in how many somebody was still followed, and it had not happened, at the end of those days.
        estimate: the share, partial dates drawn and pooled; None where fewer than ``FEWEST`` were followed so long.
    """

    days: int
    surely: int
    possibly: int
    of: int
    followed: int
    estimate: Estimate | None

    def to_dict(self) -> dict[str, object]:
        """Return it as data."""
        return {
            "within_days": self.days,
            "at_least": self.surely,
            "at_most": self.possibly,
            "of": self.of,
            "followed": self.followed,
            "estimate": None if self.estimate is None else self.estimate.to_dict(),
        }


def chances_of_release(moves: Moves, window: Window, *, seed: int = 0, horizons: Sequence[int] = HORIZONS) -> tuple[Chance, ...]:
    """Return how many of the detentions that began in a window had ended in release within some days."""
    return _chances(moves, window, HELD, OUT, lambda days: custody_spells(moves, days, window), RELEASED, seed, horizons)


def chances_of_redetention(moves: Moves, window: Window, *, seed: int = 0, horizons: Sequence[int] = HORIZONS) -> tuple[Chance, ...]:
    """Return how many of those released in a window were detained again within some days."""
    return _chances(moves, window, OUT, HELD, lambda days: liberty_spells(moves, days, window), REDETAINED, seed, horizons)


def _chances(
    moves: Moves,
    window: Window,
    begins: int,
    ends: int,
    spells: Callable[[Whole], pl.DataFrame],
    cause: int,
    seed: int,
    horizons: Sequence[int],
) -> tuple[Chance, ...]:
    spans = begun(moves, window, begins)
    found = []
    for days, (followed, estimate) in zip(horizons, _estimates(moves, spells, cause, seed, horizons), strict=True):
        verdicts = [within(moves, move, ends, days, window) for move in spans]
        surely, possibly = sum(sure for sure, _ in verdicts), sum(maybe for _, maybe in verdicts)
        found.append(Chance(days, surely, possibly, len(spans), followed, estimate))
    return tuple(found)


def _estimates(
    moves: Moves, spells: Callable[[Whole], pl.DataFrame], cause: int, seed: int, horizons: Sequence[int]
) -> Sequence[tuple[int, Estimate | None]]:
    """Return for each horizon how many were followed so long, and the share to whom it happened, where enough were."""
    sizes: list[int] = []
    followed: list[list[int]] = []

    def ask(days: Whole) -> tuple[Real, Real]:
        rows = at_risk(spells(days))
        sizes.append(len(rows))
        followed.append([rows.filter((pl.col("time") >= end) & (pl.col("entry").fill_null(-1) < end)).height for end in horizons])
        nothing = np.zeros(len(horizons))
        if not (rows["cause"] == cause).any():
            return nothing, nothing
        found = incidence(rows.with_row_index("spell").select("entry", "time", "cause", id="spell"), times=list(horizons))
        own = found.filter(pl.col("cause") == cause)
        return own["value"].to_numpy(), own["se"].to_numpy()

    value, se = over_draws(moves, ask, seed=seed)
    size, least = min(sizes), np.min(followed, axis=0)
    return [
        (int(left), share(float(one), float(error), size) if left >= FEWEST else None)
        for one, error, left in zip(value, se, least, strict=True)
    ]


def at_risk(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the spells in which somebody was at risk for a while: those told of only after their end are left out."""
    return rows.filter(pl.col("entry").is_null() | (pl.col("entry") < pl.col("time")))


def begun(moves: Moves, window: Window, situation: int) -> list[int]:
    """Return the moves that surely begin a spell in the window: into a situation that does not go on from the move before."""
    found = []
    for move in np.flatnonzero((moves.leads == situation) & ~moves.denied & (moves.lo >= window.first) & (moves.hi <= window.last)):
        earlier = move - 1
        while earlier >= 0 and moves.person[earlier] == moves.person[move] and moves.denied[earlier]:
            earlier -= 1
        goes_on = earlier >= 0 and moves.person[earlier] == moves.person[move] and moves.leads[earlier] == situation
        if not goes_on:
            found.append(int(move))
    return found


def within(moves: Moves, move: int, ends: int, days: int, window: Window) -> tuple[bool, bool]:
    """
    Say whether a spell surely ended in a way within some days of its beginning, and whether it may have.

    What ends it otherwise comes between: who was moved to house arrest, and let go later, was not released from custody.
    """
    others = [other for other in moves.of(move) if other != move and moves.lo[other] <= window.last]
    later = [other for other in others if moves.leads[other] != moves.leads[move] and moves.may_follow(move, other)]
    sure = maybe = False
    for end in (other for other in later if moves.leads[other] == ends):
        rivals = [other for other in later if moves.leads[other] != ends]
        soon = moves.hi[end] < FAR and moves.hi[end] - moves.lo[move] <= days
        sure |= bool(soon and moves.follows(move, end) and not any(moves.may_follow(rival, end) for rival in rivals))
        barred = any(moves.follows(move, rival) and moves.follows(rival, end) for rival in rivals)
        maybe |= bool(moves.lo[end] - moves.hi[move] <= days and not barred)
    closed = any(moves.follows(move, other) for other in later)
    followed = min(int(moves.followed[moves.person[move]]), window.last)
    return sure, sure or maybe or (not closed and followed < int(moves.hi[move]) + days)
