"""Charts and tracks: honest places, round scales, nothing but shapes and classes."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.publish import charts, drawing
from amparo.publish.charts import Chart, Mark

DAY = date(2031, 1, 1)
days = st.dates(date(1900, 1, 1), date(2100, 1, 1))


def chart(*marks: Mark) -> Chart:
    """Return a chart of three months with these claims."""
    return Chart(
        drawing.Axis(DAY, date(2031, 3, 31)), (0, 50, 100), marks, ((DAY, 2, 5), (date(2031, 2, 1), 3, 9), (date(2031, 3, 31), 3, 9))
    )


def test_a_chart_is_titled_described_and_plain() -> None:
    """A chart has one title and one description, and no colour, style, script, font or handler of its own."""
    drawn = charts.svg(chart(Mark(DAY, DAY, 40, 40)), "es", identifier="c", title="a <b>", description="d & e")
    root = ET.fromstring(drawn)
    assert [(e.attrib["id"], e.text) for e in list(root)[:2]] == [("c-title", "a <b>"), ("c-desc", "d & e")]
    allowed = {*charts._KEPT, "role", "aria-labelledby", "focusable"}
    assert {name for e in root.iter() for name in e.attrib} <= allowed
    assert not re.search(r"#0[0-9]0|style|script|font", drawn)
    assert {t.text for t in root.iter("{http://www.w3.org/2000/svg}text")} >= {"ene 2031", "feb 2031", "mar 2031", "0", "50", "100"}


def test_each_kind_of_claim_has_its_shape() -> None:
    """Exact figures are discs, half-open ones hollow triangles, ranges bars: told apart without colour."""
    marks = {"exact": (40, 40), "up": (40, None), "down": (0, 40), "range": (30, 50)}
    drawn = {name: chart(Mark(DAY, DAY, low, high)) for name, (low, high) in marks.items()}
    shapes = {name: charts.svg(one, "en", identifier="c", title="t", description="d") for name, one in drawn.items()}
    bare = charts.svg(chart(), "en", identifier="c", title="t", description="d")
    assert len({*shapes.values(), bare}) == 5
    assert "fill-claimed" in shapes["exact"]
    assert "fill-paper" in shapes["up"]
    assert "stroke-claimed" in shapes["range"]


def test_the_same_chart_twice_is_the_same_text() -> None:
    """The renderer's counters do not show: ids come from the chart alone."""
    mark = Mark(DAY, date(2031, 1, 31), 30, 50, start=date(2031, 1, 8), own_low=2, own_high=None)
    first, second = (charts.svg(chart(mark), "es", identifier="c", title="t", description="d") for _ in range(2))
    assert first == second


def test_a_chart_without_anything_still_draws_its_axes() -> None:
    """No claim and no record leave empty axes, not an error."""
    empty = Chart(drawing.Axis(DAY, date(2031, 3, 31)), (0, 50, 100), ())
    assert "ene 2031" in charts.svg(empty, "es", identifier="c", title="t", description="d")


def test_a_mark_stands_at_what_is_known_of_it() -> None:
    """A half-open interval stands at its known end, a closed one in its middle."""
    assert [Mark(DAY, DAY, low, high).shown_at for low, high in ((40, None), (None, 30), (20, 40), (None, None))] == [40, 30, 30, 0]


@given(st.lists(st.integers(0, 10**7), max_size=5))
def test_a_scale_is_round_even_and_holds_everything(values: list[int]) -> None:
    """A scale starts at nothing, has even steps of 1, 2 or 5 times a power of ten, at most six lines, and room above."""
    lines = charts.scale(values)
    step = lines[1]
    assert lines == tuple(range(0, lines[-1] + step, step))
    assert str(step).rstrip("0") in {"1", "2", "5"}
    assert len(lines) <= 7
    assert lines[-1] > max([0, *values])


@given(days, days, days)
def test_places_on_an_axis_keep_the_order_of_days(first: date, second: date, third: date) -> None:
    """A later day is never drawn before an earlier one, and all places lie on the axis."""
    on = drawing.axis([first, second], last=third)
    assert on is not None
    places = [on.at(day) for day in sorted((first, second, third, on.first, on.last))]
    assert places == sorted(places)
    assert all(0 <= place <= 100 for place in places)


@given(days, st.integers(0, 40000))
def test_an_axis_has_few_labels_in_order(first: date, length: int) -> None:
    """Any span has between one and five labels, each at the first day of its month or year, unless it is too short for one."""
    on = drawing.Axis(first, first + timedelta(days=length))
    labels = drawing.ticks(on, "es")
    assert len(labels) <= 5
    assert [t.x for t in labels] == sorted(t.x for t in labels)
    assert len({t.text for t in labels}) == len(labels)
    assert labels or length < 62 or (on.last.year - on.first.year) < 400


@pytest.mark.parametrize(
    ("lo", "hi", "x", "width", "point"),
    [
        (None, None, 0.0, 100.0, False),
        (DAY, None, 0.0, 100.0, False),
        (None, DAY, 0.0, 10.0, False),
        (DAY, DAY, 0.0, 10.0, True),
        (date(2031, 1, 2), date(2031, 1, 3), 10.0, 20.0, False),
        (date(2032, 1, 1), date(2032, 1, 3), 100.0, 0.0, False),
    ],
)
def test_a_bar_covers_its_days(lo: date | None, hi: date | None, x: float, width: float, point: bool) -> None:
    """A bar begins with its first day and ends with its last, an unbounded end reaching the edge."""
    drawn = drawing.bar(drawing.Axis(DAY, date(2031, 1, 10)), lo, hi, certain=True, words="w")
    assert (drawn.x, drawn.width, drawn.point) == (x, width, point)


def test_no_day_no_axis() -> None:
    """Where nothing is dated nothing is drawn."""
    assert drawing.axis([None]) is None
