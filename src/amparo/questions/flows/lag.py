"""
How long it takes until what happened is documented, and how much of the last weeks is still to come.

Lags of late are known only where they were short; taken as they are they would look shorter than they are. Counted
backwards the long lags are those that come late to the count: the survival curve with late entries, read from the other end,
is right (Lagakos, Barraj & De Gruttola, Biometrika 75, 1988).
"""

from collections.abc import Sequence
from datetime import date, timedelta

import attrs
import numpy as np
import polars as pl

from amparo.questions.flows.curves import survival

LONGEST = 730  # days; a report after more than two years is history, not news
FEWEST = 10
_KNOWN = (0.5, 0.75, 0.9)
_COMPLETE = 0.95


@attrs.frozen
class Lag:
    """
    The lag from happening to documentation.

    Attributes:
        events: how many it is taken from; ``late``: after more than two years, left out.
        days: the share of a half, three quarters and nine tenths → within how many days documented; None where the data do not reach.
        settled: weeks that end by this day are as good as complete; None where it cannot be said.
        known: Monday of a recent week → the share of its events that are documented by now.
    """

    events: int
    late: int
    days: dict[float, int | None]
    settled: date | None
    known: dict[date, float]

    def to_dict(self) -> dict[str, object]:
        """Return it as data."""
        return {
            "events": self.events,
            "late": self.late,
            "days": {str(share): days for share, days in self.days.items()},
            "settled": None if self.settled is None else str(self.settled),
            "known": {str(monday): round(share, 3) for monday, share in self.known.items()},
        }


def lag_of(pairs: Sequence[tuple[int, int]], on: date, epoch: int, weeks: int = 8) -> Lag | None:
    """
    Return the lag of events: the day each happened and the day it was documented, in days; None with fewer than ten.

    ``on``: the day of asking; ``epoch``: the ordinal of day 0.
    """
    today = on.toordinal() - epoch
    lags = [(max(told - happened, 0), today - happened) for happened, told in pairs if happened <= told <= today]
    kept = [(lag, room) for lag, room in lags if lag <= LONGEST]
    if len(kept) < FEWEST:
        return None
    shares = _shares(kept)
    days = {share: _within(shares, share) for share in _KNOWN}
    settled = _within(shares, _COMPLETE)
    monday = on - timedelta(days=on.weekday())
    mondays = [monday - timedelta(weeks=back) for back in range(weeks - 1, -1, -1)]
    known = {one: float(shares[min(max((on - one).days - 3, 0), LONGEST)]) for one in mondays}
    return Lag(len(kept), len(lags) - len(kept), days, None if settled is None else on - timedelta(days=settled), known)


def _shares(lags: Sequence[tuple[int, int]]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return the share documented within 0, 1, … days of all that will be within ``LONGEST``."""
    backwards = pl.DataFrame(
        {
            "id": range(len(lags)),
            "entry": [LONGEST - min(room, LONGEST) - 1 for _, room in lags],
            "time": [LONGEST - lag for lag, _ in lags],
            "event": 1,
        }
    )
    left = survival(backwards, times=range(LONGEST, -2, -1))["survival"].to_numpy()  # at time LONGEST - x - 1: lags of x and less
    found: np.ndarray[tuple[int, ...], np.dtype[np.float64]] = left[1:]
    return found


def _within(shares: np.ndarray[tuple[int, ...], np.dtype[np.float64]], share: float) -> int | None:
    """Return the first number of days within which a share is documented."""
    reached = np.flatnonzero(shares >= share)
    return int(reached[0]) if reached.size else None
