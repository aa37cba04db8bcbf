from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.stats import poisson

from amparo.questions.flows import segments
from amparo.questions.flows.lag import lag_of
from amparo.questions.flows.moves import EPOCH
from amparo.questions.flows.pace import daily, pace_of, projected, rate_interval, weekly
from amparo.questions.flows.segments import Series, segment
from amparo.questions.flows.spells import Window
from amparo.questions.flows.turnover import Replacement, claimed_paces, claimed_replacements

WINDOW = Window(date(2026, 1, 5), date(2026, 3, 1))  # a Monday to a Sunday


def span(first: str, last: str | None = None) -> tuple[int, int]:
    """The days of an event."""
    return tuple(date.fromisoformat(day).toordinal() - EPOCH for day in (first, last or first))  # type: ignore[return-value]  # two


def test_weeks_have_what_surely_and_possibly_fell_in_them() -> None:
    """An event whose days straddle two weeks is possible in both, sure in neither, and counted in one."""
    weeks = weekly([span("2026-01-07"), span("2026-01-10", "2026-01-13")], WINDOW)
    assert [(week.at_least, week.at_most, week.counted) for week in weeks[:3]] == [(1, 2, 2), (0, 1, 0), (0, 0, 0)]
    assert len(weeks) == 8
    assert all(week.whole for week in weeks)


@pytest.mark.parametrize("count", [0, 1, 7, 40])
def test_the_band_is_garwoods(count: int) -> None:
    """At the ends of the band the count is as surprising as five per cent allow, exactly."""
    low, high = rate_interval(count, 1, 1)
    assert poisson.cdf(count, high) == pytest.approx(0.025)
    assert count == 0 or 1 - poisson.cdf(count - 1, low) == pytest.approx(0.025)


def test_scattered_weeks_widen_the_pace() -> None:
    """Weeks that scatter more than Poisson's give the same pace and a wider interval."""
    even = pace_of(weekly([span(str(date(2026, 1, 5) + timedelta(7 * week))) for week in range(8) for _ in range(4)], WINDOW))
    bunched = pace_of(weekly([span("2026-01-06")] * 32, WINDOW))
    assert even is not None
    assert bunched is not None
    assert even.per_week == bunched.per_week == 4
    assert bunched.low < even.low < 4 < even.high < bunched.high


def test_a_projection_is_a_range_that_may_have_no_end() -> None:
    """The least is the smallest stock at the quickest pace; at a pace that may be nothing there is no most."""
    found = projected((100, 120), 0.0, 20.0, date(2026, 3, 1))
    assert found is not None
    assert (found.weeks, found.days) == ((5.0, None), (date(2026, 4, 5), None))
    assert projected((0, 0), 1, 2, date(2026, 3, 1)) is None


def test_a_loosely_dated_event_is_set_on_no_day() -> None:
    """An event known to the month is left out of the days, and said to be."""
    first, counts, left_out = daily([span("2026-01-06"), span("2026-02-01", "2026-02-28")], WINDOW)
    assert (first, sum(counts), counts[1], left_out) == (date(2026, 1, 5), 1, 1, 1)


def plain_cost(counts: list[int], size: float) -> float:
    """The least cost over every division, by trying all last stretches without pruning."""
    places, best = len(counts), {0: -3 * np.log(len(counts))}
    for end in range(2, places + 1):
        for start in [one for one in best if end - one >= 2 and one < end]:
            total, length = sum(counts[start:end]), end - start
            fit = 0.0
            if total and size:
                spread = length * size
                fit = total * np.log(total / (total + spread)) + spread * np.log(spread / (total + spread))
            elif total:
                fit = total * np.log(total / length)
            elif size:
                fit = 0.0
            cost = best[start] - 2 * fit + np.log(length) + 3 * np.log(places)
            best[end] = min(cost, best.get(end, np.inf))
    return float(best[places])


@given(st.lists(st.integers(0, 9), min_size=4, max_size=40), st.sampled_from([0.0, 0.7, 5.0]))
@example([0, 9, 0, 0, 4], 0.0)  # pruned as soon as beaten, a stretch was once missed that ends one place later
@settings(max_examples=60)
def test_the_division_is_the_best_of_all(counts: list[int], size: float) -> None:
    """Pruning never loses the best division of a series."""
    sums = np.concatenate([[0], np.cumsum(counts)])
    whole = np.arange(max(int(sums[-1]), len(counts)) + 1, dtype=np.float64)
    whole[0] = 1.0
    best, previous, alive, until = np.full(len(counts) + 1, np.inf), *np.zeros((3, len(counts) + 1), np.int64)
    segments.best_ends(Series(sums, np.log(whole), size, 2), best, previous, alive, until, np.empty_like(best))
    assert best[-1] == pytest.approx(plain_cost(counts, size), abs=1e-9)


def test_changes_of_pace_are_found_where_they_are() -> None:
    """Breaks of a simulated series are dated, and their intervals hold the true days."""
    rng = np.random.default_rng(1)
    found = segment(rng.poisson(np.repeat([1.0, 4.0, 2.0], [120, 100, 130])))
    assert [one.earliest <= true <= one.latest for one, true in zip(found.breaks, [120, 220], strict=True)] == [True, True]


def test_an_even_series_has_no_change() -> None:
    """Of forty even series, scattered or not, at most one is divided."""
    rng = np.random.default_rng(2)
    even = [rng.poisson(2.0, 200) for _ in range(20)] + [rng.negative_binomial(1, 0.3, 200) for _ in range(20)]
    assert sum(bool(segment(series).breaks) for series in even) <= 1


def test_intervals_of_breaks_hold_what_they_promise() -> None:
    """Over a hundred simulated series the interval of the break holds the true day nearly always."""
    rng = np.random.default_rng(3)
    held = []
    for _ in range(100):
        at = int(rng.integers(60, 140))
        found = segment(np.concatenate([rng.poisson(2.0, at), rng.poisson(5.0, 200 - at)]))
        held += [one.earliest <= at <= one.latest for one in found.breaks] if len(found.breaks) == 1 else []
    assert len(held) > 90
    assert np.mean(held) > 0.88


def test_the_lag_is_not_shortened_by_what_is_still_to_come() -> None:
    """With only what is documented so far, the lag that would be seen in the end is found, and recent weeks are known in part."""
    rng = np.random.default_rng(4)
    happened, lags = rng.integers(0, 400, 4_000), rng.geometric(0.03, 4_000) - 1
    pairs = [(int(day), int(day + lag)) for day, lag in zip(happened, lags, strict=True) if day + lag <= 400]
    found = lag_of(pairs, date.fromordinal(EPOCH + 400), EPOCH)
    assert found is not None
    assert found.days[0.5] == pytest.approx(np.quantile(lags, 0.5), abs=2)
    assert found.days[0.9] == pytest.approx(np.quantile(lags, 0.9), abs=5)
    assert list(found.known.values()) == sorted(found.known.values(), reverse=True)
    assert lag_of(pairs[:5], date(2026, 1, 1), EPOCH) is None


def claims(*rows: tuple[str, str, str, str, int, str]) -> pl.DataFrame:
    """Claims of one place and population: id, claimant, measure, qualifier, value, day of their end; counted from 8 January."""
    names = ["claim_id", "claimant", "measure", "qualifier", "value", "until"]
    frame = pl.DataFrame(rows, schema=names, orient="row")
    return frame.with_columns(
        pl.lit("political_prisoners").alias("population"), pl.lit("").alias("place"), pl.lit("2026-01-08").alias("from"),
        pl.lit(None, dtype=pl.Int64).alias("value_high"), pl.col("until").str.to_date("%Y-%m-%d").alias("until_day"),
        pl.lit(value=True).alias("whole_place"),
    )  # fmt: skip


def test_both_halves_of_a_ratio_come_from_one_source() -> None:
    """New detentions by one body are never set against releases by another."""
    told = claims(
        ("a", "Uno", "arrested", "exact", 30, "2026-02-01"),
        ("b", "Otro", "released", "exact", 60, "2026-02-01"),
        ("c", "Uno", "released", "at_least", 20, "2026-02-01"),
    )
    (found,) = claimed_replacements(told)
    assert (found.source, found.low, found.high, found.claims) == ("Uno", None, 1.5, ("a", "c"))
    assert (Replacement("", None, None, (3, 5), (10, 12)).low, Replacement("", None, None, (3, 5), (10, 12)).high) == (0.25, 0.5)


def test_the_pace_of_a_body_is_the_rise_of_its_own_figures() -> None:
    """The last cumulative figure against one four weeks older, with its own count of persons held."""
    told = claims(
        ("a", "Uno", "released", "exact", 100, "2026-01-18"),
        ("b", "Uno", "released", "exact", 140, "2026-02-01"),
        ("c", "Uno", "released", "exact", 200, "2026-03-01"),
        ("d", "Uno", "detained_stock", "exact", 500, "2026-02-25"),
    )
    (found,) = claimed_paces(told)
    assert (found.claims, found.released, found.per_week, found.stock) == (("b", "c"), (60, 60), (15.0, 15.0), (500, 500))
