"""
What bodies claim over time, as small multiples: Altair to SVG, the SVG reduced to shapes with classes.

Each chart is 340 units wide, readable on the narrowest phone. Colours are
classes, so that the one style sheet decides them, in light and in dark; ids are made unique
on the page; labels and ticks are computed here, so that no installed font moves anything.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal
from xml.etree import ElementTree as ET

import attrs

from amparo.publish.drawing import Axis, ticks
from amparo.words import Language

WIDTH, HEIGHT = 340, 190
_PADDING = {"left": 46, "right": 14, "top": 10, "bottom": 24}
# Colours never reach the page: each stands for the class of the same name.
_CLASSES = {"#010101": "claimed", "#020202": "record", "#030303": "grid", "#040404": "label", "#050505": "window", "#060606": "paper"}
_COLOUR = {name: colour for colour, name in _CLASSES.items()}
_SVG = "http://www.w3.org/2000/svg"


@attrs.frozen
class Mark:
    """
    One claim on a chart.

    Attributes:
        first, last: the days that the claim's moment (or its window's end) may mean.
        low, high: the interval that its words mean; None = unbounded.
        start: the first day of its window, for a cumulative figure; None for a stock.
        own_low, own_high: the record's own bounds under the claim's rule; None where not comparable.
    """

    first: date
    last: date
    low: int | None
    high: int | None
    start: date | None = None
    own_low: int | None = None
    own_high: int | None = None

    @property
    def shown_at(self) -> int:
        """The number that the mark stands at: the known end of a half-open interval, the middle of a closed one."""
        ends = [end for end in (self.low, self.high) if end is not None]
        return sum(ends) // len(ends) if ends else 0


@attrs.frozen
class Chart:
    """One small multiple: its axis, the lines of its scale, the claims and the record's own daily bounds (day, at least, at most)."""

    axis: Axis
    lines: tuple[int, ...]
    marks: tuple[Mark, ...]
    band: tuple[tuple[date, int, int], ...] = ()

    @property
    def top(self) -> int:
        """The uppermost line."""
        return self.lines[-1]


def scale(values: Sequence[int]) -> tuple[int, ...]:
    """
    Return the lines of a scale that holds all values: from nothing up, in round and even steps, five at most.

    >>> scale([3, 1896]), scale([]), scale([412])
    ((0, 500, 1000, 1500, 2000), (0, 2, 4, 6, 8, 10), (0, 100, 200, 300, 400, 500))
    """
    largest = max([8, *values])
    largest += largest // 40 + 1  # a mark on the uppermost line would be cut
    steps = (unit * first for unit in (10**power for power in range(19)) for first in (1, 2, 5))
    step = next(step for step in steps if step * 5 >= largest)
    return tuple(range(0, largest + step, step))


def svg(chart: Chart, language: Language, *, identifier: str, title: str, description: str) -> str:
    """Return the chart as one SVG element for a page: titled, described, without colours, scripts or style."""
    import vl_convert

    locale: Literal["es-ES", "en-US"] = "es-ES" if language == "es" else "en-US"
    drawn = vl_convert.vegalite_to_svg(_layers(chart, language).to_json(), format_locale=locale, time_format_locale=locale)
    return reduced(drawn, identifier=identifier, title=title, description=description)


def _layers(chart: Chart, language: Language) -> Any:  # Any: Altair's classes are generated
    import altair as alt

    layers = [_window_lines(chart), *_band(chart), *_own(chart), *_claims(chart)]
    inner = {"width": WIDTH - _PADDING["left"] - _PADDING["right"], "height": HEIGHT - _PADDING["top"] - _PADDING["bottom"]}
    drawn = alt.layer(*[_encoded(chart, layer, language) for layer in layers if layer["rows"]] or [_encoded(chart, _blank(), language)])
    drawn = drawn.properties(**inner, padding=_PADDING, autosize="none", background=_COLOUR["paper"])
    line = {"domainColor": _COLOUR["label"], "tickColor": _COLOUR["label"], "gridColor": _COLOUR["grid"]}
    return drawn.configure_view(stroke=None).configure_axis(labelColor=_COLOUR["label"], labelFontSize=11, title=None, **line)


def _encoded(chart: Chart, layer: Mapping[str, Any], language: Language) -> Any:
    import altair as alt

    labels = {str(_place(tick.x)): tick.text for tick in ticks(chart.axis, language)}
    named = "(" + str(labels) + ")[datum.value]"
    x_axis = alt.Axis(values=[int(value) for value in labels], labelExpr=named, grid=False, labelOverlap=False, labelFlush=True, tickSize=4)
    y_axis = alt.Axis(values=list(chart.lines), format=",d", labelOverlap=False, domain=False, ticks=False)
    y_scale = alt.Scale(domain=[0, chart.top], nice=False, zero=True)
    encoding: dict[str, Any] = {
        "x": alt.X("x:Q", scale=alt.Scale(domain=[0, 10000], nice=False, zero=False), axis=x_axis),
        "y": alt.Y("y:Q", scale=y_scale, axis=y_axis),
    }
    if "x2" in layer["rows"][0]:
        encoding["x2"] = alt.X2("x2")
    if "y2" in layer["rows"][0]:
        encoding["y2"] = alt.Y2("y2")
    return alt.Chart(alt.InlineData(values=list(layer["rows"])), mark=alt.MarkDef(clip=True, **layer["mark"])).encode(**encoding)


def _window_lines(chart: Chart) -> Mapping[str, Any]:
    """A cumulative figure rises from nothing on the first day of its own window: two slopes show two windows."""
    rows = [
        {"x": _day(chart, mark.start), "y": 0, "x2": _day(chart, mark.last), "y2": mark.shown_at}
        for mark in chart.marks
        if mark.start is not None
    ]
    return {"mark": {"type": "rule", "stroke": _COLOUR["window"], "strokeWidth": 1}, "rows": rows}


def _band(chart: Chart) -> Sequence[Mapping[str, Any]]:
    kept = [row for i, row in enumerate(chart.band) if i == 0 or i == len(chart.band) - 1 or row[1:] != chart.band[i - 1][1:]]
    area = [{"x": _day(chart, day), "y": low, "y2": high} for day, low, high in kept]
    line = [{"x": _day(chart, day), "y": high} for day, _, high in kept]
    stepped = {"interpolate": "step-after"}
    return (
        {"mark": {"type": "area", "fill": _COLOUR["record"], "fillOpacity": 0.35, **stepped}, "rows": area},
        {"mark": {"type": "line", "stroke": _COLOUR["record"], "strokeWidth": 1.5, **stepped}, "rows": line},
    )


def _own(chart: Chart) -> Sequence[Mapping[str, Any]]:
    marks = [mark for mark in chart.marks if mark.own_low is not None]
    spans = [{"x": _middle(chart, m), "y": m.own_low, "y2": m.own_high if m.own_high is not None else chart.top} for m in marks]
    points = [{"x": _middle(chart, m), "y": m.own_low} for m in marks]
    return (
        {"mark": {"type": "rule", "stroke": _COLOUR["record"], "strokeWidth": 3}, "rows": spans},
        {"mark": {"type": "point", "shape": "square", "fill": _COLOUR["record"], "stroke": _COLOUR["record"], "size": 14}, "rows": points},
    )


def _claims(chart: Chart) -> Sequence[Mapping[str, Any]]:
    ink = {"stroke": _COLOUR["claimed"], "strokeWidth": 1.5}
    across = [{"x": _day(chart, m.first), "x2": _day(chart, m.last), "y": m.shown_at} for m in chart.marks if m.first != m.last]
    closed = [m for m in chart.marks if m.low is not None and m.high is not None]
    spans = [{"x": _middle(chart, m), "y": m.low, "y2": m.high} for m in closed if m.low != m.high]
    exact = [{"x": _middle(chart, m), "y": m.low} for m in closed if m.low == m.high]
    upward = [{"x": _middle(chart, m), "y": m.low} for m in chart.marks if m.low is not None and m.high is None]
    downward = [{"x": _middle(chart, m), "y": m.high} for m in chart.marks if m.high is not None and not m.low]
    hollow = {"type": "point", "fill": _COLOUR["paper"], "size": 42, **ink}
    return (
        {"mark": {"type": "rule", **ink}, "rows": across},
        {"mark": {"type": "rule", "stroke": _COLOUR["claimed"], "strokeWidth": 3}, "rows": [row for row in spans if row["y"]]},
        {"mark": {"type": "point", "shape": "circle", "fill": _COLOUR["claimed"], "size": 34, **ink}, "rows": exact},
        {"mark": {**hollow, "shape": "triangle-up"}, "rows": upward},
        {"mark": {**hollow, "shape": "triangle-down"}, "rows": downward},
    )


def _blank() -> Mapping[str, Any]:
    return {"mark": {"type": "point", "opacity": 0}, "rows": [{"x": 0, "y": 0}]}


def _place(percent: float) -> int:
    """Return a place on the axis in whole steps of a hundredth of a per cent: no float is ever printed two ways."""
    return round(percent * 100)


def _day(chart: Chart, day: date | None) -> int:
    return _place(chart.axis.at(day)) if day is not None else 0


def _middle(chart: Chart, mark: Mark) -> int:
    return (_day(chart, mark.first) + _day(chart, mark.last)) // 2


def reduced(drawn: str, *, identifier: str, title: str, description: str) -> str:
    """Return an SVG from Vega as a page may hold it: shapes, classes and text, one title, one description, ids of its own."""
    ET.register_namespace("", _SVG)
    root = ET.fromstring(drawn)  # noqa: S314 - drawn by our own renderer from our own specification
    _without_background(root)
    _plain(root)
    ids = {element.attrib["id"]: f"{identifier}-{n}" for n, element in enumerate(e for e in root.iter() if "id" in e.attrib)}
    for element in root.iter():
        for name, value in element.attrib.items():
            element.attrib[name] = ids[value] if name == "id" else re.sub(r"url\(#(\w+)\)", lambda m: f"url(#{ids[m[1]]})", value)
    view = root.attrib["viewBox"]
    root.attrib.clear()
    root.attrib.update(
        {"class": "chart", "viewBox": view, "role": "img", "aria-labelledby": f"{identifier}-title {identifier}-desc", "focusable": "false"}
    )
    for place, (tag, text) in enumerate((("title", title), ("desc", description))):
        element = ET.Element(f"{{{_SVG}}}{tag}", {"id": f"{identifier}-{tag}"})
        element.text = text
        root.insert(place, element)
    return ET.tostring(root, encoding="unicode", short_empty_elements=True)


def _without_background(root: ET.Element) -> None:
    for child in list(root):
        if child.tag == f"{{{_SVG}}}rect":
            root.remove(child)


_KEPT = frozenset(
    ("class", "clip-path", "cx", "cy", "d", "fill-opacity", "height", "id", "r", "stroke-width", "text-anchor", "transform", "viewBox",
     "width", "x", "x1", "x2", "y", "y1", "y2")
)  # fmt: skip


def _plain(element: ET.Element) -> None:
    """Leave out what is not drawn; turn the colours that stand for classes into them; shorten numbers."""
    for child in list(element):
        _plain(child)
        invisible = child.get("d") in {"", "M0,0h0v0h0Z"} or child.get("opacity") == "0"
        hollow = child.tag == f"{{{_SVG}}}g" and len(child) == 0
        if invisible or hollow:
            element.remove(child)
    names = [f"{part}-{_CLASSES[colour]}" for part in ("fill", "stroke") if (colour := element.get(part, "")) in _CLASSES]
    if element.tag == f"{{{_SVG}}}path" and element.get("fill") in {None, "none"}:
        names.append("no-fill")
    for name in sorted(set(element.attrib) - _KEPT):
        del element.attrib[name]
    element.attrib.pop("class", None)
    for name, value in element.attrib.items():
        element.attrib[name] = re.sub(r"-?\d+\.\d{3,}", lambda m: f"{float(m[0]):.2f}".rstrip("0").rstrip("."), value)
    if names:
        element.attrib["class"] = " ".join(names)
