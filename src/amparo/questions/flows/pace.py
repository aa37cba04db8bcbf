"""
How fast people are let go: counts by week with bands, the present pace, and how long it would take at that pace.

A band says which underlying pace would give such a count (Garwood, Biometrika 28, 1936), widened where weeks scatter more than
Poisson counts do (quasi-likelihood). A projection is no forecast: it says what would follow if the pace held.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import attrs
import numpy as np
from scipy.stats import chi2

from amparo.histories.event import Event
from amparo.histories.frames import narrowed
from amparo.histories.people import day
from amparo.questions.flows.spells import Window

RECENT = 8  # whole weeks that make the present pace
_TAIL = 0.025


@attrs.frozen
class Week:
    """The events of a week from a Monday: surely within it, possibly, counted at the middle of their dates; and the band of the pace."""

    monday: date
    at_least: int
    at_most: int
    counted: int
    low: float
    high: float
    whole: bool

    def to_dict(self) -> dict[str, object]:
        """Return it as data."""
        return {
            "monday": str(self.monday),
            "at_least": self.at_least,
            "at_most": self.at_most,
            "counted": self.counted,
            "band": [round(self.low, 2), round(self.high, 2)],
            "whole": self.whole,
        }


@attrs.frozen
class Pace:
    """The pace of the last whole weeks: per week with its interval, from how many weeks and events; ``scatter`` 1 is Poisson's."""

    per_week: float
    low: float
    high: float
    weeks: int
    events: int
    scatter: float

    def to_dict(self) -> dict[str, object]:
        """Return it as data."""
        rounded = {name: round(getattr(self, name), 3) for name in ("per_week", "low", "high", "scatter")}
        return {**rounded, "weeks": self.weeks, "events": self.events}


@attrs.frozen
class Projection:
    """At a pace, the weeks until nobody of a stock is held, at least and at most (None: never), and the days that this means."""

    stock: tuple[int, int]
    weeks: tuple[float, float | None]
    days: tuple[date, date | None]

    def to_dict(self) -> dict[str, object]:
        """Return it as data."""
        low, high = self.weeks
        return {
            "stock": list(self.stock),
            "weeks": [round(low, 1), None if high is None else round(high, 1)],
            "days": [str(self.days[0]), None if self.days[1] is None else str(self.days[1])],
        }


def spans_of(histories: Mapping[str, Sequence[Event]], kinds: frozenset[str]) -> list[tuple[int, int]]:
    """Return the first and last possible day of every event of some kinds that no source denies, both ends known."""
    return spans_of_each(histories, {"": kinds})[""]


def spans_of_each(histories: Mapping[str, Sequence[Event]], groups: Mapping[str, frozenset[str]]) -> dict[str, list[tuple[int, int]]]:
    """Return the same for several groups of kinds, the days narrowed once."""
    kept, _ = narrowed(histories)
    found: dict[str, list[tuple[int, int]]] = {name: [] for name in groups}
    for events in kept.values():
        for event in events:
            if not event.optional and event.lo is not None and event.hi is not None:
                for name, kinds in groups.items():
                    if event.kind in kinds:
                        found[name].append((event.lo, event.hi))
    return {name: sorted(spans) for name, spans in found.items()}


def weekly(spans: Sequence[tuple[int, int]], window: Window) -> tuple[Week, ...]:
    """Return the weeks of a window, each with its events; the first and last may be cut by the window."""
    first = window.first if window.since is not None else min((lo for lo, _ in spans), default=window.last)
    begin = first - (first + 3) % 7  # day 0 of 1970 was a Thursday
    mondays = range(begin, window.last + 1, 7)
    lo, hi = np.array([span for span in spans if span[1] >= first and span[0] <= window.last], np.int64).reshape(-1, 2).T
    middle = (lo + hi) // 2
    counted = np.bincount((middle[(middle >= first) & (middle <= window.last)] - begin) // 7, minlength=len(mondays))
    earliest, latest = (np.maximum(lo, first) - begin) // 7, (np.minimum(hi, window.last) - begin) // 7
    sure = (earliest == latest) & (lo >= first) & (hi <= window.last)
    surely = np.bincount(earliest[sure], minlength=len(mondays))
    begun, ended = (np.bincount(place, minlength=len(mondays) + 1) for place in (earliest, latest + 1))
    possibly = np.cumsum(begun - ended)
    scatter = local_scatter([int(number) for number in counted[1:-1]])
    found = []
    for at, monday in enumerate(mondays):
        number, whole = int(counted[at]), monday >= first and monday + 6 <= window.last
        found.append(Week(_date(monday), int(surely[at]), int(possibly[at]), number, *rate_interval(number, 1, scatter), whole))
    return tuple(found)


def pace_of(weeks: Sequence[Week]) -> Pace | None:
    """Return the pace of the last whole weeks, None where there is none."""
    whole = [week.counted for week in weeks if week.whole][-RECENT:]
    if not whole:
        return None
    scatter, events = scatter_of(whole), sum(whole)
    low, high = rate_interval(events, len(whole), scatter)
    return Pace(events / len(whole), low, high, len(whole), events, scatter)


def scatter_of(counts: Sequence[int]) -> float:
    """
    Return by how much counts scatter more than Poisson's: Pearson's statistic over its degrees of freedom, at least 1.

    >>> scatter_of([2, 2, 2, 2]), scatter_of([0, 8, 0, 8])
    (1.0, 5.333333333333333)
    """
    mean = float(np.mean(counts)) if len(counts) else 0.0
    if len(counts) < 2 or mean == 0:
        return 1.0
    return max(1.0, float(((np.array(counts) - mean) ** 2).sum() / mean / (len(counts) - 1)))


def local_scatter(counts: Sequence[int]) -> float:
    """
    Return by how much a count scatters about its neighbours more than Poisson's would, at least 1; a slow rise or a step is no scatter.

    >>> round(local_scatter([2, 2, 9, 9]), 3), local_scatter([0, 8, 0, 8])
    (1.485, 8.0)
    """
    mean = float(np.mean(counts)) if len(counts) else 0.0
    return max(1.0, float((np.diff(counts) ** 2).mean() / 2 / mean)) if len(counts) > 1 and mean > 0 else 1.0


def rate_interval(count: int, exposure: float, scatter: float) -> tuple[float, float]:
    """
    Return the rates under which a count is neither surprisingly high nor surprisingly low (95 %).

    >>> [round(end, 3) for end in rate_interval(10, 1, 1)]
    [4.795, 18.39]
    """
    effective = count / scatter
    low = float(chi2.ppf(_TAIL, 2 * effective)) / 2 if count else 0.0
    high = float(chi2.ppf(1 - _TAIL, 2 * effective + 2)) / 2
    return low * scatter / exposure, high * scatter / exposure


def projected(stock: tuple[int, int], low: float, high: float, on: date) -> Projection | None:
    """Return how long it would take to let a stock go at a pace between two ends a week; None where there is nobody or no pace."""
    if high <= 0 or stock[1] == 0:
        return None
    least, most = stock[0] / high, (stock[1] / low if low > 0 else None)
    far = None if most is None or most > 52 * 200 else on + timedelta(weeks=most)
    return Projection(stock, (least, most), (on + timedelta(weeks=least), far))


def _date(number: int) -> date:
    found = day(number)
    assert found is not None  # a number has a day
    return found


def daily(spans: Sequence[tuple[int, int]], window: Window, widest: int = 6) -> tuple[date, list[int], int]:
    """
    Return the first day, the events of each day from it to the end of the window, and how many are left out.

    An event is counted on the middle of its days; one whose days span more than ``widest`` would invent a day, and is left out.
    """
    first = window.first if window.since is not None else min((lo for lo, _ in spans), default=window.last)
    inside = [(lo, hi) for lo, hi in spans if lo >= first and hi <= window.last]
    kept = [(lo + hi) // 2 - first for lo, hi in inside if hi - lo <= widest]
    counts = np.bincount(np.array(kept, np.int64), minlength=window.last - first + 1)
    return _date(first), [int(count) for count in counts], len(inside) - len(kept)
