"""The laws of printed breakdowns."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.questions.claims import Bounds, claim_bounds
from tests.questions.claims.printed import report, stock


def failing(**row: Any) -> list[tuple[tuple[str, ...], int]]:  # Any: cells
    """Return the breakdowns of one claim that fail, and their sums."""
    value = row.pop("value")
    return [(bad.breakdown, bad.sum) for bad in report(stock("c", value, "2020-08-13", **row)).arithmetic]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"value": 384, "men": 355, "women": 29, "civilians": 255, "military": 128}, [(("civilians", "military"), 383)]),
        (
            {"value": 992, "men": 830, "women": 92, "civilians": 753, "military": 169},
            [(("men", "women"), 922), (("civilians", "military"), 922)],
        ),
        ({"value": 100, "women": 101}, [(("women",), 101)]),
        ({"value": 100, "men": 10}, []),
        ({"value": 100, "foreigners": 100}, []),
        ({"value": 100, "qualifier": "at_least", "men": 90, "women": 20}, []),
        ({"value": 100, "qualifier": "at_least", "men": 70, "women": 20}, [(("men", "women"), 90)]),
        ({"value": 100, "qualifier": "about", "adults": 90, "adolescents": 5}, []),
        ({"value": 100, "qualifier": "fewer_than", "sentenced": 60, "unsentenced": 40}, [(("sentenced", "unsentenced"), 100)]),
    ],
)
def test_only_what_cannot_add_up_is_flagged(row: dict[str, Any], expected: list[tuple[tuple[str, ...], int]]) -> None:
    """A breakdown is flagged when no number that the figure allows is its sum, or a part exceeds the whole."""
    assert failing(**row) == expected


@given(
    value=st.integers(1, 30),
    men=st.integers(0, 30),
    women=st.integers(0, 30),
    qualifier=st.sampled_from(["exact", "at_least", "about", "at_most"]),
)
def test_a_flag_is_certain(value: int, men: int, women: int, qualifier: str) -> None:
    """Two printed parts are flagged exactly when their sum is none of the numbers that the figure allows."""
    bad = failing(value=value, qualifier=qualifier, men=men, women=women)
    assert bool(bad) == (men + women not in Bounds(*claim_bounds(qualifier, value)))
