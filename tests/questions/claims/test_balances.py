"""The laws of stocks, releases and the entries between them."""

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.questions.claims.balances import Figure, Releases
from amparo.questions.claims.bounds import Bounds
from tests.questions.claims.printed import figure, report, stock

type Found = tuple[str, str, tuple[int, int | None], bool]


def balances(*rows: dict[str, Any]) -> list[Found]:  # Any: cells
    """Return the balances of rows, without the body's name."""
    return [(b.since.isoformat(), b.until.isoformat(), b.implied_entries, b.consistent) for b in report(*rows).balances]


FIRST, SECOND = stock("s1", 100, "2026-01-01"), stock("s2", 90, "2026-01-31")
COVERING, INSIDE = figure("r1", 30, "2026-01-01", "2026-01-31"), figure("r2", 25, "2026-01-05", "2026-01-20")


CASES: dict[str, tuple[list[dict[str, Any]], tuple[int, int | None], bool]] = {  # Any: cells
    "nothing printed": ([], (0, None), True),
    "covering": ([COVERING], (0, 20), True),
    "inside": ([INSIDE], (15, None), True),
    "both": ([COVERING, INSIDE], (15, 20), True),
    "at least inside": ([{**INSIDE, "qualifier": "at_least"}], (15, None), True),
    "about inside": ([{**INSIDE, "qualifier": "about"}], (12, None), True),
    "at least covering": ([{**COVERING, "qualifier": "at_least"}], (0, None), True),
    "disjoint parts": (
        [INSIDE, figure("r3", 4, "2026-01-21", "2026-01-25"), figure("r4", 6, "2026-01-20", "2026-01-24")],
        (19, None),
        True,
    ),
    "a rise inside": ([figure("c1", 200, "2025-12-01", "2026-01-02"), figure("c2", 225, "2025-12-01", "2026-01-30")], (15, None), True),
    "a rise around": ([figure("c1", 200, "2025-12-01", "2026-01-01"), figure("c2", 225, "2025-12-01", "2026-02-03")], (0, 15), True),
    "ends on the second day": ([figure("r5", 25, "2026-01-05", "2026-01-31")], (0, None), True),
    "another population": ([{**INSIDE, "population": "journalists"}], (0, None), True),
    "another body": ([{**INSIDE, "claimant": "Body B"}], (0, None), True),
    "announced": ([{**INSIDE, "published_on": "2025-06-01"}], (0, None), True),
    "start unknown": ([{**INSIDE, "from": "2026-01"}], (0, None), True),
    "too few left": ([figure("r6", 4, "2026-01-01", "2026-02-02")], (-10, -6), False),
}


@pytest.mark.parametrize(("rows", "entries", "consistent"), CASES.values(), ids=CASES)
def test_two_stocks_and_the_releases_between_them(rows: list[dict[str, Any]], entries: tuple[int, int | None], consistent: bool) -> None:
    """Entries are the second stock less the first plus the exits, as far as windows surely lie inside or around the gap."""
    assert balances(FIRST, SECOND, *rows) == [("2026-01-01", "2026-01-31", entries, consistent)]


def test_a_hedged_stock_does_not_hide_what_exact_ones_imply() -> None:
    """With "about 800" between two exact stocks the exact ones are balanced too."""
    found = balances(
        stock("a", 863, "2025-12-29"),
        stock("b", 800, "2026-01-25", qualifier="about"),
        stock("c", 687, "2026-02-02"),
        figure("r", 344, "2026-01-08", "2026-02-01"),
    )
    assert ("2025-12-29", "2026-02-02", (168, None), True) in found
    assert len(found) == 3


def test_copies_are_one_stock_and_their_days_are_kept_open() -> None:
    """A stock that outlets date 25 and 26 February is one stock, and the bounds hold for both days."""
    later = [stock("b", 568, "2026-02-25"), stock("c", 568, "2026-02-26")]
    release = figure("r", 50, "2026-02-10", "2026-02-25")
    assert balances(stock("a", 600, "2026-02-01"), *later, release) == [("2026-02-01", "2026-02-26", (0, None), True)]
    earlier = {**release, "until": "2026-02-24"}
    assert balances(stock("a", 600, "2026-02-01"), *later, earlier) == [("2026-02-01", "2026-02-26", (18, None), True)]


def test_copies_of_a_release_are_counted_once() -> None:
    """Releases that two outlets print are not twice as many."""
    copy = {**INSIDE, "claim_id": "r9", "from": "2026-01-06", "until": "2026-01-21"}
    assert balances(FIRST, SECOND, INSIDE, copy) == [("2026-01-01", "2026-01-31", (15, None), True)]


def test_a_stock_that_does_not_add_up_is_taken_with_its_doubt() -> None:
    """Which of the whole and its parts slipped is unknown, so the balance allows both."""
    slip = stock("s2", 992, "2026-01-31", men=830, women=92)
    assert balances(stock("s1", 895, "2026-01-01"), slip) == [("2026-01-01", "2026-01-31", (27, None), True)]


def test_a_stock_of_an_unknown_day_takes_no_part() -> None:
    """A stock "in January" is before or after any day of January: it balances nothing."""
    assert balances(stock("a", 245, "2022-01"), stock("b", 240, "2022-02-15")) == []


DAYS = range(1, 7)
moves = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=6, max_size=6)
spans = st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS)).map(lambda pair: (min(pair), max(pair)))


@given(
    world=moves,
    first=st.integers(1, 3),
    second=st.integers(5, 6),  # two equal stocks a day apart would be one statement
    told=st.lists(st.tuples(spans, st.booleans()), max_size=4),
    early=st.booleans(),
)
def test_the_entries_of_the_world_that_was_printed_are_never_excluded(
    world: list[tuple[int, int]], first: int, second: int, told: list[tuple[tuple[int, int], bool]], early: bool
) -> None:
    """Figures printed from one true history imply bounds that hold its entries; the lower one at whatever hour stocks are taken."""
    entered, left = [pair[0] for pair in world], [pair[1] for pair in world]
    upto = {day: day - 1 if early else day for day in (first, second)}  # days that the stock has seen
    held = {day: 50 + sum(entered[: upto[day]]) - sum(left[: upto[day]]) for day in upto}
    rows = [stock(f"s{day}", held[day], f"2026-01-0{day}") for day in upto]
    for number, ((start, end), hedged) in enumerate(told):
        released = sum(left[start - 1 : end])
        rows.append(figure(f"r{number}", released, f"2026-01-0{start}", f"2026-01-0{end}", qualifier="at_least" if hedged else "exact"))
    ((_since, _until, (least, most), consistent),) = balances(*rows)
    entries = sum(entered[upto[first] : upto[second]])
    assert least <= entries
    if not early:
        assert consistent
        assert most is None or entries <= most


@given(told=st.lists(st.tuples(spans, st.integers(0, 3)), max_size=4))
def test_the_least_number_of_exits_is_that_of_the_emptiest_world(told: list[tuple[tuple[int, int], int]]) -> None:
    """The sum of figures that share no day equals the fewest releases of all worlds that make every figure true."""
    figures = [Figure(Bounds(n), (s, s), (e, e)) for (s, e), n in told if s > 1 and e < 6]
    worlds = product(range(4), repeat=4)  # releases on days 2 to 5
    fewest = min(sum(world) for world in worlds if all(sum(world[f.start[0] - 2 : f.end[0] - 1]) >= f.bounds.at_least for f in figures))
    assert Releases(figures).at_least(1, 6) == fewest
