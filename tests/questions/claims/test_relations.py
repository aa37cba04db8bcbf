"""The laws of two printed figures."""

from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.questions.claims import Bounds, claim_bounds
from tests.questions.claims.printed import figure, relation, report, stock

JAN = "2026-01-08"
CUMULATIVE = figure("a", 350, JAN, "2026-02-04")


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"claimant": "Body B"}, ("agree", [])),
        ({"claimant": "Body B", "value": 340, "qualifier": "at_least"}, ("agree", [])),
        ({"claimant": "Body B", "value": 360}, ("disagree", [])),
        ({"claimant": "Body B", "value": 360, "published_on": "2026-02-04"}, ("disagree", ["window"])),
        ({"value": 360}, ("disagree", ["verification"])),
        ({"value": 360, "published_on": "2026-02-04"}, ("nested", ["window"])),
        ({"value": 360, "source_url": "a"}, ("not_comparable", ["definition"])),
        ({"value": 400, "until": "2026-02-10"}, ("nested", [])),
        ({"value": 349, "until": "2026-02-10"}, ("not_monotone", [])),
        ({"value": 340, "qualifier": "about", "until": "2026-02-10"}, ("nested", [])),
        ({"value": 100, "qualifier": "at_least", "until": "2026-02-10"}, ("nested", [])),
        ({"value": 349, "until": "2026-02"}, ("nested", ["window"])),
        ({"value": 360, "from": "2026-01-10", "until": "2026-02-01"}, ("not_monotone", [])),
        ({"value": 349, "until": "2026-02-10", "claimant": "Body B"}, ("disagree", ["window"])),
        ({"value": 340, "from": None, "until": "2026-02-06"}, ("not_comparable", ["window"])),
        ({"value": 340, "from": "XXXX-03-08", "until": "2026-02-06"}, ("not_comparable", ["window"])),
        ({"value": 20, "from": "2026-02-02", "until": "2026-02-06"}, ("not_comparable", ["window"])),
        ({"population": "all_benefited"}, ("not_comparable", ["population"])),
        ({"place": "Prison"}, ("not_comparable", ["population"])),
        ({"claimant": None}, ("not_comparable", ["source"])),
        (
            {"claimant": "Ministry", "population": "all_benefited", "value": 895, "from": "2025-11"},
            ("not_comparable", ["window", "population"]),
        ),
        ({"claimant": "Body B", "published_on": "2025-12-01"}, ("not_comparable", ["announced"])),
        ({"measure": "arrested", "value": 350}, ("not_comparable", ["unit"])),
        ({"measure": "full_freedom", "value": 350}, ("not_comparable", ["definition"])),
        (
            {"claimant": "Ministry", "population": "all_benefited", "value": 895, "from": "2025-11", "until": "2026-02-02"},
            ("not_comparable", ["window", "population"]),
        ),
    ],
    ids=str,
)
def test_two_flows(changed: dict[str, Any], expected: tuple[str, list[str]]) -> None:
    """Two figures in windows are compared only where the windows allow it, and every reason against it is named."""
    assert relation(CUMULATIVE, {**CUMULATIVE, "claim_id": "b", "source_url": "b", **changed}) == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"claimant": "Body B"}, ("agree", [])),
        ({"claimant": "Body B", "value": 700}, ("disagree", [])),
        ({"claimant": "Body B", "value": 700, "measure": "still_detained"}, ("disagree", ["definition"])),
        ({"value": 700, "measure": "still_detained"}, ("not_comparable", ["definition"])),
        ({"value": 700}, ("disagree", ["verification"])),
        ({"value": 700, "published_on": "2026-02-02"}, ("not_comparable", ["window"])),
        ({"value": 600, "qualifier": "more_than", "measure": "still_detained"}, ("agree", ["definition"])),
        ({"value": 700, "until": "2026-02-05"}, ("not_comparable", ["window"])),
        ({"value": 700, "until": "2026-02"}, ("not_comparable", ["window"])),
        ({"measure": "missing", "value": 687}, ("not_comparable", ["definition"])),
        ({"measure": "released", "from": "2026-02-01", "value": 687}, ("not_comparable", ["window", "unit"])),
    ],
    ids=str,
)
def test_two_stocks(changed: dict[str, Any], expected: tuple[str, list[str]]) -> None:
    """Two stocks are compared only for one certain day; "held" and "still held" are one thing with two definitions."""
    first = stock("a", 687, "2026-02-02")
    assert relation(first, {**first, "claim_id": "b", "source_url": "b", **changed}) == expected


def test_several_counts_of_one_day_are_one_count_growing() -> None:
    """6, 11, 14 and 18 releases printed on one day by one body do not disagree."""
    rows = [figure(f"u{n}", n, "2026-01-14", "2026-01-14", published_on="2026-01-14") for n in (6, 11, 14, 18)]
    found = report(*rows).relations
    assert found["relation"].to_list() == ["nested"] * 6
    assert found["reasons"].to_list() == [["window"]] * 6


def test_a_series_since_a_year_may_stand_still_but_its_fall_is_not_certain() -> None:
    """Printed twice, "since 2014" is one series; as its first day is not known a fall is not called certain."""
    a, b = figure("a", 18330, "2014", "2025-04-14"), figure("b", 18000, "2014", "2025-04-28")
    assert relation(a, b) == ("nested", ["window"])


def test_a_fall_is_found_at_any_distance() -> None:
    """A cumulative figure that falls years later is found, whatever lies between."""
    rows = [figure("a", 900, "2020-01-01", "2020-03-01"), figure("b", 950, "2020-01-01", "2021-03-01", qualifier="at_least")]
    rows += [figure("c", 940, "2020-01-01", "2023-03-01"), figure("d", 870, "2020-01-01", "2024-03-01")]
    falls = {(r["a"], r["b"]) for r in report(*rows).relations.iter_rows(named=True) if r["relation"] == "not_monotone"}
    assert {("b", "c"), ("b", "d"), ("c", "d")} <= falls


dates = st.integers(1, 4).flatmap(lambda lo: st.integers(lo, min(lo + 1, 4)).map(lambda hi: (lo, hi)))
windows = st.tuples(dates, dates).filter(lambda w: w[0][0] <= w[1][1])
numbers = st.tuples(st.sampled_from(["exact", "at_least", "at_most"]), st.integers(0, 4))


def edtf(days: tuple[int, int]) -> str:
    """Return the days as an EDTF date or interval."""
    return "/".join(f"2026-01-0{day}" for day in sorted(set(days)))


def has_a_world(a: Any, b: Any) -> bool:  # Any: window and number
    """Say whether some days and numbers make both figures true of one body's count, of which the last day may be half done."""

    def choices(window: tuple[tuple[int, int], tuple[int, int]], number: tuple[str, int]) -> list[tuple[int, int, int]]:
        (s_lo, s_hi), (e_lo, e_hi) = window
        bounds = Bounds(*claim_bounds(*number))
        return [(s, e, n) for s in range(s_lo, s_hi + 1) for e in range(e_lo, e_hi + 1) if s <= e for n in range(8) if n in bounds]

    def fits(x: tuple[int, int, int], y: tuple[int, int, int]) -> bool:
        inside = y[0] <= x[0] and x[1] < y[1]
        return not inside or x[2] <= y[2]

    return any(fits(x, y) and fits(y, x) for x, y in product(choices(*a), choices(*b)))


@given(a=st.tuples(windows, numbers), b=st.tuples(windows, numbers))
def test_not_monotone_is_said_exactly_where_no_world_allows_both(a: Any, b: Any) -> None:  # Any: window and number
    """A cumulative figure is said to fall only if it falls in each world; with certain dates, whenever it does."""
    rows = [
        figure(i, number[1], edtf(window[0]), edtf(window[1]), qualifier=number[0], published_on="2026-01-20")
        for i, (window, number) in (("a", a), ("b", b))
    ]
    said = relation(*rows)[0] == "not_monotone"
    if said:
        assert not has_a_world(a, b)
    if all(lo == hi for window, _number in (a, b) for lo, hi in window):
        assert said == (not has_a_world(a, b))


some_row = st.builds(
    lambda claimant, measure, population, value, since, until, pub, qualifier: {
        "claimant": claimant, "measure": measure, "population": population, "value": value, "from": since, "until": until,
        "published_on": pub, "qualifier": qualifier,
    },
    st.sampled_from(["A", "B", None]), st.sampled_from(["released", "detained_stock", "still_detained", "missing"]),
    st.sampled_from(["x", "y"]), st.sampled_from([20, 21, 30]), st.sampled_from([None, "2026-01-01", "2026-01", "2026-01-03"]),
    st.sampled_from(["2026-01-03", "2026-01-04", "2026-01", "2026-03-09"]), st.sampled_from(["2026-01-04", "2026-01-06", None]),
    st.sampled_from(["exact", "at_least", "about"]),
)  # fmt: skip


@given(rows=st.lists(some_row, min_size=2, max_size=6), shuffle=st.randoms(use_true_random=False))
def test_relations_are_symmetric_and_know_no_order(rows: list[dict[str, Any]], shuffle: Random) -> None:
    """Neither the order of rows nor which claim comes first by its id changes what is said of a pair."""

    def said(ids: list[int]) -> dict[frozenset[int], tuple[str, tuple[str, ...]]]:
        named = [{**figure(f"c{i}", 1, None, None), **row, "claim_id": f"c{i}"} for i, row in zip(ids, rows, strict=True)]
        shuffle.shuffle(named)
        place = {f"c{i}": n for n, i in enumerate(ids)}
        return {frozenset({place[a], place[b]}): (word, tuple(why)) for a, b, word, why in report(*named).relations.rows()}

    assert said(list(range(len(rows)))) == said(list(reversed(range(len(rows)))))


def test_pairs_grow_with_the_years_not_with_their_square() -> None:
    """Figures far apart in time are not paired unless they print one number or one series."""
    rows = [figure(f"c{n}", 30 + n, f"{2000 + n}-01-01", f"{2000 + n}-02-01", claimant=f"Body {n}") for n in range(20)]
    assert report(*rows).relations.is_empty()
