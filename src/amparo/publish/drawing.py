"""Time drawn as tracks of bars and marks; places along the axis are percentages, so that drawings flow with the page."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import attrs

from amparo.words import Language


@attrs.frozen
class Axis:
    """The days from ``first`` to ``last``, both shown in full."""

    first: date
    last: date

    def at(self, day: date) -> float:
        """Return where a day begins, in per cent of the width; days outside lie on the edge."""
        share = (day - self.first).days / ((self.last - self.first).days + 1)
        return round(100 * min(max(share, 0.0), 1.0), 2)


_ROOM = 48  # per cent of the width that two labels with their backs to each other need


@attrs.frozen
class Tick:
    """A label of the axis; ``end`` labels are set against the right edge so that they are not cut."""

    x: float
    text: str
    end: bool


@attrs.frozen
class Bar:
    """Days on a track, certain (solid) or possible (hatched), with the words that say so; ``point`` marks a single known day."""

    x: float
    width: float
    certain: bool
    words: str
    point: bool = False


def axis(days: Iterable[date | None], last: date | None = None) -> Axis | None:
    """Return an axis that holds all the days, with a little air on both sides; None where there is no day at all."""
    known = sorted(day for day in days if day is not None)
    if last is not None:
        known.append(last)
    if not known:
        return None
    lo, hi = min(known), max(known)
    air = timedelta(days=max(2, (hi - lo).days // 50))
    return Axis(max(lo, date.min + air) - air, min(hi, date.max - air) + air)


def bar(on: Axis, lo: date | None, hi: date | None, *, certain: bool, words: str) -> Bar:
    """Return the bar of an inclusive interval of days; an unbounded end reaches the edge."""
    start = on.at(lo) if lo is not None else 0.0
    after = hi + timedelta(days=1) if hi is not None and hi < date.max else None
    end = on.at(after) if after is not None else 100.0
    return Bar(start, round(max(end - start, 0.0), 2), certain, words, point=lo is not None and lo == hi)


def ticks(on: Axis, language: Language) -> Sequence[Tick]:
    """Return at most five labels: years where the axis spans more than three, months otherwise."""
    from amparo.publish.wording import short_month

    firsts = _first_days(on)
    months = (on.last - on.first).days <= 3 * 366
    labels = [short_month(day.year, day.month, language) if months else str(day.year) for day in firsts]
    made = [Tick(on.at(day), text, on.at(day) > 78) for day, text in zip(firsts, labels, strict=True)]
    # Set against the right edge, a label reaches back over the one before: on a phone a month takes a quarter of the width.
    return [
        attrs.evolve(one, text="") if after is not None and after.end and not one.end and after.x - one.x < _ROOM else one
        for one, after in zip(made, [*made[1:], None], strict=False)
    ]


def _first_days(on: Axis) -> Sequence[date]:
    """Return the first days of evenly spaced months or years within the axis."""
    span = (on.last.year - on.first.year) * 12 + on.last.month - on.first.month
    step = next(step for step in (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000, 120000) if span / step <= 4)
    first = on.first.year * 12 + on.first.month - 1
    starts = range(first - first % step, first + span + 1, step)
    days = [date(month // 12, month % 12 + 1, 1) for month in starts if 1 <= month // 12 <= 9999]
    return [day for day in days if on.first <= day <= on.last]
