"""The drawing of weeks: what stands in the table stands in the picture."""

import re
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from amparo.publish.weeks_chart import HEIGHT, TERMS, WIDTH, weeks_svg

MONDAY = date(2025, 1, 6)


@st.composite
def weeks(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Return rows of the table of weeks: some weeks, by terms and together."""
    rows = []
    for place in range(draw(st.integers(1, 60))):
        monday = MONDAY + timedelta(weeks=place)
        counted = {terms: draw(st.integers(0, 300)) for terms in TERMS}
        total = sum(counted.values())
        spread = draw(st.integers(0, 20))
        base = {"monday": monday, "at_least": max(total - spread, 0), "at_most": total + spread, "whole": draw(st.booleans())}
        rows.append({**base, "terms": "all", "counted": total, "low": total * 0.6, "high": total * 1.5})
        rows += [{**base, "terms": terms, "counted": number, "low": 0.0, "high": 1.0} for terms, number in counted.items()]
    return rows


@given(weeks())
def test_every_count_is_drawn_within_the_frame(rows: list[dict[str, Any]]) -> None:
    """Each count above nothing has its rectangle, each width its line, and nothing is drawn outside."""
    drawn = ET.fromstring(weeks_svg(rows, "es", title="<título> & más", description="descripción"))
    shapes = list(drawn)
    for terms in TERMS:
        wanted = sum(row["counted"] > 0 for row in rows if row["terms"] == terms)
        assert sum(shape.get("class") == f"terms-{terms}" for shape in shapes) == wanted
    assert sum(shape.get("class") == "whisker" for shape in shapes) == sum(
        row["at_least"] != row["at_most"] for row in rows if row["terms"] == "all"
    )
    for shape in shapes:
        for name, most in (("x", WIDTH), ("x1", WIDTH), ("x2", WIDTH), ("y", HEIGHT), ("y1", HEIGHT), ("y2", HEIGHT)):
            assert 0 <= float(shape.get(name, 0)) <= most + 0.1
        assert float(shape.get("height", 0)) >= 0


def test_nothing_is_drawn_of_nothing() -> None:
    """Without weeks there is no drawing."""
    assert weeks_svg([], "en", title="", description="") == ""


@given(weeks())
def test_numbers_are_printed_alike_everywhere(rows: list[dict[str, Any]]) -> None:
    """No number of the drawing has more than one decimal."""
    assert not re.search(r"\d\.\d\d", weeks_svg(rows, "en", title="t", description="d"))
