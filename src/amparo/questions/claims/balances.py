"""
How many persons must have come in between two printed stocks, given the releases printed between them.

``stock(t2) = stock(t1) + entries − exits``, within one body's figures for one population and place. The implied entries
are what the two stocks and the printed releases leave over: new arrests, older arrests registered late, *less* every exit
that is not a release (deaths, moves to house arrest, names struck off), which bodies seldom print. All hedges are kept:
the answer is an interval. A negative upper end means that the figures contradict each other unless such other exits
explain it.

Days. A stock is printed for a day, not an hour, and some bodies print it before subtracting that day's releases. So only
releases strictly between the two days surely left in between (the lower bound of exits). A window that reaches from the
day after the first stock, or earlier, to the day of the second or later counts every release in between (the upper bound).
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations, pairwise

import attrs

from amparo.questions.claims.arithmetic import BadSum
from amparo.questions.claims.bounds import Bounds
from amparo.questions.claims.readings import Days, Reading, day
from amparo.statements import margin


@attrs.frozen
class Balance:
    """
    The entries that two stocks of one body imply; `until` names the later day where copies of the stock differ on it.

    `implied_entries` is [least, most]; None where nothing printed bounds the exits from above.
    """

    claimant: str
    since: date
    until: date
    implied_entries: tuple[int, int | None]
    consistent: bool


@attrs.frozen
class Figure:
    """One statement, however many outlets carry it: its number, and the days its window may begin and end."""

    bounds: Bounds
    start: Days
    end: Days


def balances_of(readings: Sequence[Reading], clusters: Sequence[Sequence[Reading]], bad_sums: Iterable[BadSum] = ()) -> list[Balance]:
    """
    Return a balance for each two consecutive stock days of a body, and for each two consecutive days with a definite number.

    The second series keeps "about 800" between 863 and 687 from hiding what the two exact figures imply. A figure whose
    printed parts do not add up is taken as anything from the sum to the whole: which of them slipped is not known.
    """
    sums: dict[str, list[int]] = defaultdict(list)
    for bad in bad_sums:
        sums[bad.claim_id].append(bad.sum)
    series: dict[tuple[str, str, str], dict[str, list[list[Reading]]]] = defaultdict(lambda: defaultdict(list))
    for statement in _statements(readings, clusters):
        first = statement[0]
        if first.claimant and not first.announced and first.measure.family in {"detained", "released"}:
            series[first.claimant, first.population, first.place][first.measure.family].append(statement)
    found: set[Balance] = set()
    for kept in series.values():
        stocks = _stock_days([_figure(statement, sums) for statement in kept["detained"]])
        releases = Releases([_figure(statement, sums) for statement in kept["released"]])
        if len(stocks) > 1:
            name = min(reading.claimant_printed for statement in kept["detained"] for reading in statement)
            definite = [stock for stock in stocks if stock.bounds.at_least == stock.bounds.at_most]
            found.update(_balance(name, a, b, releases) for chain in (stocks, definite) for a, b in pairwise(chain))
    return sorted(found, key=lambda balance: (balance.claimant, balance.since, balance.until, balance.implied_entries[0]))


class Releases:
    """The printed releases of one body, population and place, ready to bound the exits of any gap."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        forwards = [figure for figure in figures if figure.start[0] <= figure.end[1]]
        self._by_start = sorted(forwards, key=lambda f: (f.start, f.end, f.bounds.at_least))
        self._starts = [figure.start[0] for figure in self._by_start]
        cumulative = sorted((f for f in forwards if f.start[0] == f.start[1]), key=lambda f: (f.end, f.start, f.bounds.at_least))
        self._series: dict[Days, list[Figure]] = defaultdict(list)
        for figure in cumulative:
            self._series[figure.start].append(figure)
        self._series = {start: figures for start, figures in self._series.items() if len(figures) > 1}
        self._by_end = [figure for figure in cumulative if figure.start in self._series]
        self._ends = [figure.end[0] for figure in self._by_end]

    def at_least(self, after: int, before: int) -> int:
        """
        Return how many releases surely happened strictly between two days.

        The best sum of figures that share no day; a rise of a cumulative figure is one of them. Its first day belongs to it,
        for the lower figure may have been printed while that day ran.
        """
        begun = self._by_start[bisect_right(self._starts, after) : bisect_left(self._starts, before)]
        gains: list[tuple[int, int, int]] = [(f.start[0], f.end[1], f.bounds.at_least) for f in begun if f.end[1] < before]
        ended = self._by_end[bisect_right(self._ends, after) : bisect_left(self._ends, before)]
        rising: dict[Days, list[Figure]] = defaultdict(list)
        for figure in ended:
            rising[figure.start].append(figure)
        gains.extend(
            (low.end[0], high.end[1], high.bounds.at_least - low.bounds.at_most)
            for figures in rising.values()
            for low, high in combinations(figures, 2)
            if low.bounds.at_most is not None and low.end[1] <= high.end[0] and high.end[1] < before
        )
        return _best_sum(gains)

    def at_most(self, after: int, until: int) -> int | None:
        """Return how many releases at most happened after one day up to another; None where no figure covers them all."""
        covering = [f.bounds.at_most for f in self._by_start if f.start[1] <= after + 1 and f.end[0] >= until]
        limits = [limit for limit in covering if limit is not None]
        for figures in self._series.values():
            before = [f.bounds.at_least for f in figures if f.end[1] <= after]
            over = [f.bounds.at_most for f in figures if f.end[0] >= until and f.bounds.at_most is not None]
            if before and over:
                limits.append(max(0, min(over) - max(before)))
        return min(limits, default=None)


def _balance(claimant: str, first: Figure, second: Figure, releases: Releases) -> Balance:
    """Return the balance between two stocks, true for every day that either may have been taken on."""
    after, until = first.end, second.end
    exits = Bounds(releases.at_least(after[1], until[0]), releases.at_most(after[0], until[1]))
    least = 0 if first.bounds.at_most is None else second.bounds.at_least - first.bounds.at_most + exits.at_least
    most = None
    if second.bounds.at_most is not None and exits.at_most is not None:
        most = second.bounds.at_most - first.bounds.at_least + exits.at_most
    consistent = most is None or most >= 0
    since, last = day(after[1]), day(until[1])
    if since is None or last is None:
        raise ValueError(after, until)  # _stock_days() keeps known days only
    return Balance(claimant, since, last, (max(least, 0) if consistent else least, most), consistent)


def _statements(readings: Sequence[Reading], clusters: Sequence[Sequence[Reading]]) -> list[list[Reading]]:
    """Return the readings with the copies of one statement together."""
    copied = {reading.claim_id for cluster in clusters for reading in cluster}
    return [list(cluster) for cluster in clusters] + [[reading] for reading in readings if reading.claim_id not in copied]


def _figure(statement: Sequence[Reading], sums: Mapping[str, Sequence[int]]) -> Figure:
    """Return one statement as its outlets allow it: dates and number refined by each other, widened where they differ."""
    bounds, start, end = statement[0].bounds, statement[0].start, statement[0].end
    for copy in statement[1:]:
        bounds = bounds.meet(copy.bounds) or bounds.hull(copy.bounds)
        start, end = _together(start, copy.start), _together(end, copy.end)
    for total in (total for copy in statement for total in sums.get(copy.claim_id, ())):
        bounds = bounds.hull(Bounds(total, total))
    return Figure(bounds, start, end)


def _together(a: Days, b: Days) -> Days:
    """Return the days that both allow, or, where they share none, all from the first to the last."""
    lo, hi = max(a[0], b[0]), min(a[1], b[1])
    return (lo, hi) if lo <= hi else (min(a[0], b[0]), max(a[1], b[1]))


def _stock_days(stocks: Iterable[Figure]) -> list[Figure]:
    """
    Return one figure a day, in order, from stocks whose day is known (to the margin by which copies differ).

    Several figures of one day refine each other (more than 800, at least 803); where they share no number, all between
    them is kept.
    """
    dated = sorted((s for s in stocks if s.end[1] - s.end[0] <= margin("same_statement")), key=lambda s: (s.end, s.bounds.at_least))
    days: list[Figure] = []
    for stock in dated:
        if days and stock.end[0] <= days[-1].end[1]:
            last = days[-1]
            span = (last.end[0], max(last.end[1], stock.end[1]))
            days[-1] = Figure(last.bounds.meet(stock.bounds) or last.bounds.hull(stock.bounds), span, span)
        else:
            days.append(stock)
    return days


def _best_sum(gains: Sequence[tuple[int, int, int]]) -> int:
    """Return the greatest sum of gains (first day, last day, number) of which no two share a day."""
    ordered = sorted(gains, key=lambda gain: gain[1])
    ends = [gain[1] for gain in ordered]
    best = [0]
    for first, _last, gain in ordered:
        best.append(max(best[-1], best[bisect_right(ends, first - 1, hi=len(best) - 1)] + gain))
    return best[-1]
