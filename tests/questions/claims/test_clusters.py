"""The laws of repeated statements."""

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.questions.claims.printed import figure, relation, report, stock


def clusters(*rows: dict[str, Any]) -> tuple[tuple[str, ...], ...]:  # Any: cells
    """Return the clusters of rows as claim ids."""
    return report(*rows).clusters


def test_copies_in_several_outlets_are_one_statement() -> None:
    """One number by one body for one window, in two outlets within days, is one statement."""
    a, b = figure("a", 350, "2026-01-08", "2026-02-04"), figure("b", 350, "2026-01-08", "2026-02-04", published_on="2026-02-08")
    assert clusters(a, b) == (("a", "b"),)
    assert relation(a, b) == ("same_statement", [])


@pytest.mark.parametrize(
    "changed",
    [
        {"claimant": "Body B"},
        {"value": 351},
        {"measure": "arrested"},
        {"population": "journalists"},
        {"place": "Prison"},
        {"until": "2026-02-06"},
        {"from": "2026-01-10"},
        {"published_on": "2026-02-20"},
        {"women": 31},
        {"qualifier": "more_than"},
        {"value_high": 360},
    ],
    ids=str,
)
def test_anything_else_keeps_statements_apart(changed: dict[str, Any]) -> None:
    """Another body, number, thing counted, window, week of publication, part or hedge is another statement."""
    first = figure("a", 350, "2026-01-08", "2026-02-04", women=30)
    assert clusters(first, {**first, "claim_id": "b", **changed}) == ()


@pytest.mark.parametrize(
    "changed",
    [
        {"until": "2026-02-05"},
        {"from": None},
        {"from": "XXXX-03-08"},
        {"qualifier": "at_least"},
        {"women": None},
        {"published_on": "2026-02"},
    ],
    ids=str,
)
def test_what_an_outlet_leaves_out_or_slips_by_a_day_does_not_part_copies(changed: dict[str, Any]) -> None:
    """Copies may differ by a day, leave out a date or a part, or drop "at least"."""
    first = figure("a", 350, "2026-01-08", "2026-02-04", women=30)
    assert clusters(first, {**first, "claim_id": "b", **changed}) == (("a", "b"),)


def test_one_number_years_apart_is_two_statements() -> None:
    """A number that recurs years later is a coincidence, and says so."""
    old, new = stock("old", 687, "2019-06", qualifier="about", published_on="2019-06-24"), stock("new", 687, "2026-02-02")
    assert clusters(old, new) == ()
    assert relation(old, new) == ("not_comparable", ["window"])


def test_a_figure_that_stands_still_is_not_one_quotation() -> None:
    """Claims that would only chain day by day stay apart, but for those of one and the same window."""
    days = [figure(f"d{day}", 383, "2026-01-08", f"2026-02-0{day}", published_on="2026-02-09") for day in (5, 6, 7)]
    again = figure("d7b", 383, "2026-01-08", "2026-02-07", published_on="2026-02-09")
    assert clusters(*days) == ()
    assert clusters(*days, again) == (("d7", "d7b"),)


def test_a_missing_start_does_not_join_two_windows() -> None:
    """A figure without a start fits two series but does not make them one."""
    rows = [figure(i, 383, since, "2026-01-26") for i, since in (("a", "2025-12-01"), ("b", None), ("c", "2026-01-08"))]
    assert clusters(*rows) == ()


@given(
    seed=st.randoms(use_true_random=False),
    picks=st.lists(st.tuples(st.integers(1, 4), st.integers(1, 9), st.sampled_from([5, 6])), max_size=7),
)
def test_the_order_of_rows_never_matters(seed: Random, picks: list[tuple[int, int, int]]) -> None:
    """Shuffled rows give the same clusters."""
    rows = [
        figure(f"c{n}", value, "2026-01-01", f"2026-01-1{end}", published_on=f"2026-01-2{pub}") for n, (end, pub, value) in enumerate(picks)
    ]
    shuffled = list(rows)
    seed.shuffle(shuffled)
    assert clusters(*shuffled) == clusters(*rows)
