"""The laws of printed numbers."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.errors import BadInput
from amparo.questions.claims import Bounds, claim_bounds

SOME = range(60)
ends = st.integers(0, 40)
bounds = st.builds(lambda lo, width: Bounds(lo, None if width is None else lo + width), ends, st.none() | st.integers(0, 12))


def numbers(of: Bounds) -> set[int]:
    """Return the interval as a set, cut at the end of SOME."""
    return {n for n in SOME if n in of}


@pytest.mark.parametrize(
    ("qualifier", "value", "value_high", "expected"),
    [
        ("exact", 350, None, (350, 350)),
        ("at_least", 340, None, (340, None)),
        ("more_than", 600, None, (601, None)),
        ("at_most", 12, None, (0, 12)),
        ("fewer_than", 1900, None, (0, 1899)),
        ("nearly", 2000, None, (0, 1999)),
        ("about", 400, None, (360, 440)),
        ("about", 75, None, (67, 83)),
        ("about", 154, 170, (154, 170)),
        ("order_of_magnitude", 200, 999, (200, 999)),
        ("range", 20, 99, (20, 99)),
        ("at_least", 154, 170, (154, None)),
        ("exact", 0, None, (0, 0)),
    ],
)
def test_each_hedge_is_an_interval(qualifier: str, value: int, value_high: int | None, expected: tuple[int, int | None]) -> None:
    """A hedge says which numbers a figure allows (semantics §4)."""
    assert claim_bounds(qualifier, value, value_high) == expected


@given(value=st.integers(1, 5000))
def test_rounding_never_narrows_a_hedge(value: int) -> None:
    """Each number within ten per cent of "about n" is allowed."""
    lo, hi = claim_bounds("about", value)
    assert hi is not None
    assert all(n in Bounds(lo, hi) for n in range(value * 9 // 10 + (value * 9 % 10 > 0), value * 11 // 10 + 1))
    assert lo > value * 0.9 - 1
    assert hi < value * 1.1 + 1


MEANINGS: dict[str, Callable[[int, int], bool]] = {
    "exact": lambda n, v: n == v,
    "at_least": lambda n, v: n >= v,
    "more_than": lambda n, v: n > v,
    "at_most": lambda n, v: n <= v,
    "fewer_than": lambda n, v: n < v,
}


@given(qualifier=st.sampled_from(sorted(MEANINGS)), value=st.integers(1, 40))
def test_a_hedge_means_its_words(qualifier: str, value: int) -> None:
    """The interval holds exactly the numbers of which the words are true."""
    assert numbers(Bounds(*claim_bounds(qualifier, value))) == {n for n in SOME if MEANINGS[qualifier](n, value)}


@given(a=bounds, b=bounds)
def test_the_algebra_is_that_of_sets(a: Bounds, b: Bounds) -> None:
    """Meeting, lying in, below and hull say of intervals what they say of the sets of their numbers."""
    left, right = numbers(a), numbers(b)
    assert a.meets(b) == bool(left & right)
    assert (numbers(meet) if (meet := a.meet(b)) else set()) == left & right
    assert a.below(b) == (max(left) < min(right))
    assert a.lies_in(b) == (left <= right and not (a.at_most is None and b.at_most is not None))
    assert numbers(a.hull(b)) == set(range(min(left | right), max(left | right) + 1))


@pytest.mark.parametrize(
    ("qualifier", "value", "value_high"), [("exact", -1, None), ("about", 170, 154), ("fewer_than", 0, None), ("loud", 1, None)]
)
def test_what_cannot_be_read_is_refused(qualifier: str, value: int, value_high: int | None) -> None:
    """A number of persons below none, a range printed backwards and an unknown hedge are errors, never guessed."""
    with pytest.raises(BadInput) as refused:
        claim_bounds(qualifier, value, value_high)
    assert refused.value.message("es")
    assert refused.value.message("en")
