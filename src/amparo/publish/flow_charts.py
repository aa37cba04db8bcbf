"""
The charts of flows as files: each an SVG with title and description, and beside it the same figures as a table.

Altair describes, vl-convert draws (decision 0010). These stand alone, outside of the site, so their colours are their own.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal
from xml.etree import ElementTree as ET

import polars as pl

from amparo.words import Language, say

if TYPE_CHECKING:
    from amparo.questions.flows.chances import Chance
    from amparo.questions.flows.report import FlowsReport

_INK, _BAND, _BOUND = "#1b3a57", "#9db8d2", "#8a8a8a"
_SVG = "http://www.w3.org/2000/svg"

type Drawn = Any  # Any: Altair's classes are generated


def charts(report: "FlowsReport", language: Language) -> dict[str, str]:
    """Return the files by name: ``weeks``, ``released`` and ``redetained``, each as svg and csv; what has no figures has no files."""
    found: dict[str, str] = {}
    weeks = pl.DataFrame(
        [(week.monday, week.at_least, week.at_most, week.counted, week.low, week.high, week.whole) for week in report.weeks],
        schema={"monday": pl.Date, "at_least": pl.Int64, "at_most": pl.Int64, "counted": pl.Int64, "low": pl.Float64, "high": pl.Float64,
                "whole_week": pl.Boolean},
        orient="row",
    )  # fmt: skip
    if weeks.height:
        found |= _pair("weeks", _weeks(weeks, language), weeks, language)
    for name, chances in (("released", report.release_within), ("redetained", report.redetained_within)):
        table = _table(chances)
        if any(chance.of for chance in chances):
            found |= _pair(name, _chances(table, say(f"flows.chart_{name}_title", language), language), table, language)
    return found


def _table(chances: Sequence["Chance"]) -> pl.DataFrame:
    rows = []
    for chance in chances:
        estimate = chance.estimate
        share = (None, None, None) if estimate is None else (estimate.value, estimate.low, estimate.high)
        rows.append((chance.days, chance.surely, chance.possibly, chance.of, chance.followed, *share))
    names = ("within_days", "at_least", "at_most", "of", "followed", "estimate", "low", "high")
    schema = {name: pl.Float64 if name in ("estimate", "low", "high") else pl.Int64 for name in names}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _pair(name: str, drawn: Drawn, table: pl.DataFrame, language: Language) -> Mapping[str, str]:
    import vl_convert

    locale: Literal["es-ES", "en-US"] = "es-ES" if language == "es" else "en-US"
    svg = vl_convert.vegalite_to_svg(drawn.to_json(), format_locale=locale, time_format_locale=locale)
    return {f"{name}.svg": _titled(svg, name, language), f"{name}.csv": table.write_csv()}


def _titled(svg: str, name: str, language: Language) -> str:
    """Return a drawing that says to a screen reader what it shows."""
    ET.register_namespace("", _SVG)
    root = ET.fromstring(svg)  # noqa: S314 - drawn by our own renderer from our own specification
    for place, tag in enumerate(("title", "desc")):
        element = ET.Element(f"{{{_SVG}}}{tag}", {"id": f"{name}-{tag}"})
        element.text = say(f"flows.chart_{name}_{tag}", language)
        root.insert(place, element)
    root.attrib |= {"role": "img", "aria-labelledby": f"{name}-title {name}-desc"}
    return ET.tostring(root, encoding="unicode") + "\n"


def _weeks(weeks: pl.DataFrame, language: Language) -> Drawn:
    """Bars of events a week, the bounds of partial dates on them, and the band of the pace behind."""
    import altair as alt

    rows = weeks.with_columns(pl.col("monday").dt.to_string(), next=(pl.col("monday") + pl.duration(days=6)).dt.to_string()).to_dicts()
    base = alt.Chart(alt.InlineData(values=rows))
    x = alt.X("monday:T", title=say("flows.chart_week", language), axis=alt.Axis(format="%d %b %Y", labelOverlap=True))
    y_title = say("flows.chart_releases", language)
    band = base.mark_rect(color=_BAND, opacity=0.5).encode(x=x, x2="next:T", y=alt.Y("low:Q", title=y_title), y2="high:Q")
    bars = base.mark_tick(color=_INK, thickness=3, orient="horizontal").encode(x=x, y="counted:Q")
    points = base.mark_point(color=_INK, filled=True, size=36).encode(x=x, y="counted:Q")
    bounds = base.mark_rule(color=_BOUND, strokeWidth=2).encode(x=x, y="at_least:Q", y2="at_most:Q")
    return alt.layer(band, bounds, bars, points).properties(width=640, height=260, title=say("flows.chart_weeks_title", language))


def _chances(table: pl.DataFrame, title: str, language: Language) -> Drawn:
    """A bar from at least to at most, a line where they are one, and on it the estimate with its interval."""
    import altair as alt

    rows = table.with_columns(
        surely=pl.col("at_least") / pl.col("of"), possibly=pl.col("at_most") / pl.col("of"), days=pl.col("within_days").cast(pl.String)
    ).to_dicts()
    base = alt.Chart(alt.InlineData(values=rows))
    y = alt.Y("days:N", sort=[row["days"] for row in rows], title=say("flows.chart_days", language))
    scale = alt.Scale(domain=[0, 1])
    share = say("flows.chart_share", language)
    x = alt.X("surely:Q", scale=scale, axis=alt.Axis(format=".0%"), title=share)
    bounds = base.mark_bar(color=_BAND, height=14, stroke=_BAND, strokeWidth=2).encode(y=y, x=x, x2="possibly:Q")
    known = [row for row in rows if row["estimate"] is not None]
    layers = [bounds]
    if known:
        own = alt.Chart(alt.InlineData(values=known))
        layers.append(own.mark_rule(color=_INK, strokeWidth=2).encode(y=y, x=alt.X("low:Q", title=share), x2="high:Q"))
        layers.append(own.mark_point(color=_INK, filled=True, size=50).encode(y=y, x="estimate:Q"))
    return alt.layer(*layers).properties(width=520, height=36 * len(rows), title=title)
