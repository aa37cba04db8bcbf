"""
Releases week by week, drawn by us: a column a week by the terms of release, the bounds that dates allow, the band of the pace behind.

340 units wide, readable on the narrowest phone; colours are classes, so that the one style sheet decides them. Numbers are printed
with one decimal at most, so that they are the same on every machine.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import attrs
from markupsafe import escape

from amparo.publish.charts import scale
from amparo.publish.drawing import Axis, ticks
from amparo.words import Language

TERMS = ("full", "measures", "unspecified")
WIDTH, HEIGHT = 340, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 6, 8, 22

type Row = Mapping[str, Any]  # a row of the table of weeks


@attrs.frozen
class Plot:
    """Where things stand: the axis of days, and the uppermost line."""

    axis: Axis
    lines: tuple[int, ...]

    def x(self, day: date) -> float:
        """Return the place of a day."""
        days = (self.axis.last - self.axis.first).days + 1
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * (day - self.axis.first).days / days

    def y(self, value: float) -> float:
        """Return the place of a number."""
        return HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * min(value, self.lines[-1]) / self.lines[-1]


def weeks_svg(weeks: Sequence[Row], language: Language, *, title: str, description: str) -> str:
    """Return the weeks as one SVG element; ``weeks``: rows of the table of weeks, of every sort of terms. Empty where there are none."""
    whole = [row for row in weeks if row["terms"] == "all"]
    if not whole:
        return ""
    last = max(row["monday"] for row in whole) + timedelta(days=6)
    plot = Plot(Axis(min(row["monday"] for row in whole), last), scale([max(row["at_most"], row["counted"]) for row in whole]))
    drawn = [*_lines(plot), *_axis(plot, language), *_bands(plot, whole), *_columns(plot, weeks), *_whiskers(plot, whole)]
    return (
        f'<svg class="chart weeks" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="weeks-title weeks-desc" focusable="false">'
        f'<title id="weeks-title">{escape(title)}</title><desc id="weeks-desc">{escape(description)}</desc>{"".join(drawn)}</svg>'
    )


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _lines(plot: Plot) -> Iterator[str]:
    for value in plot.lines:
        y = _n(plot.y(value))
        yield f'<line class="stroke-grid" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y}" y2="{y}"/>'
        yield f'<text x="{_LEFT - 5}" y="{_n(plot.y(value) + 4)}" text-anchor="end">{value}</text>'


def _axis(plot: Plot, language: Language) -> Iterator[str]:
    for tick in ticks(plot.axis, language):
        x = _n(_LEFT + (WIDTH - _LEFT - _RIGHT) * tick.x / 100)
        yield f'<line class="stroke-label" x1="{x}" x2="{x}" y1="{HEIGHT - _BOTTOM}" y2="{HEIGHT - _BOTTOM + 4}"/>'
        yield f'<text x="{x}" y="{HEIGHT - 6}" text-anchor="{"end" if tick.end else "start"}">{escape(tick.text)}</text>'


def _bands(plot: Plot, whole: Sequence[Row]) -> Iterator[str]:
    """Yield the paces that are no surprise in each whole week, as one shape behind the columns for weeks in a row."""
    for row in whole:
        if row["whole"] and row["counted"]:
            x, top, bottom = plot.x(row["monday"]), plot.y(row["high"]), plot.y(row["low"])
            wide = plot.x(row["monday"] + timedelta(days=7)) - x if row["monday"] + timedelta(days=7) <= plot.axis.last else 0
            wide = wide or plot.x(plot.axis.last) - x
            yield f'<rect class="band" x="{_n(x)}" y="{_n(top)}" width="{_n(wide)}" height="{_n(bottom - top)}"/>'


def _columns(plot: Plot, weeks: Sequence[Row]) -> Iterator[str]:
    by_week: dict[date, dict[str, int]] = {}
    for row in weeks:
        by_week.setdefault(row["monday"], {})[row["terms"]] = row["counted"]
    for monday, counted in sorted(by_week.items()):
        x, base = plot.x(monday), 0
        wide = max((WIDTH - _LEFT - _RIGHT) * 5 / ((plot.axis.last - plot.axis.first).days + 1), 1.0)
        for terms in TERMS:
            number = counted.get(terms, 0)
            if number:
                top, bottom = plot.y(base + number), plot.y(base)
                yield f'<rect class="terms-{terms}" x="{_n(x)}" y="{_n(top)}" width="{_n(wide)}" height="{_n(bottom - top)}"/>'
                base += number


def _whiskers(plot: Plot, whole: Sequence[Row]) -> Iterator[str]:
    for row in whole:
        if row["at_least"] != row["at_most"]:
            x = plot.x(row["monday"] + timedelta(days=3))
            yield f'<line class="whisker" x1="{_n(x)}" x2="{_n(x)}" y1="{_n(plot.y(row["at_most"]))}" y2="{_n(plot.y(row["at_least"]))}"/>'
