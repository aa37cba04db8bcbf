import json
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from amparo.errors import BadInput
from amparo.questions.flows import incidence, occupancy, survival
from tests.questions.flows import naive
from tests.questions.flows.simulated import spells, walks
from tests.questions.flows.survival_in_r import ANSWERS, CASES, TIMES, in_r, rscript, simulated

FUNCTIONS = {"survival": survival, "incidence": incidence, "occupancy": occupancy}


def ours(what: str, rows: pl.DataFrame, times: list[int]) -> pl.DataFrame:
    """Our answer in the shape of R's."""
    found = FUNCTIONS[what](rows, times=times)
    named = {"survival": pl.lit("survival"), "incidence": pl.col("cause"), "occupancy": pl.col("state")}[what]
    value = "survival" if what == "survival" else "value"
    return found.select(pl.col("time").cast(pl.Float64), name=named.cast(pl.String), value=pl.col(value), se=pl.col("se"))


def assert_as_in_r(what: str, rows: pl.DataFrame, told: list[dict[str, Any]], times: list[int]) -> None:
    """Values to 1e-9 and errors to a millionth of R's."""
    theirs = pl.DataFrame(told, schema={"time": pl.Float64, "name": pl.String, "value": pl.Float64, "se": pl.Float64})
    both = ours(what, rows, times).join(theirs, on=["time", "name"], suffix="_r", how="full")
    assert both.null_count()["name"].item() == both.null_count()["name_r"].item() == 0
    assert (both["value"] - both["value_r"]).abs().max() < 1e-9  # type: ignore[operator]  # a number
    assert both["se"].is_null().equals(both["se_r"].is_null())
    assert ((both["se"] - both["se_r"]).abs() <= 1e-6 * both["se_r"] + 1e-8).fill_null(value=True).all()


@pytest.mark.parametrize("name", CASES)
def test_curves_are_those_of_r(name: str) -> None:
    """Survival, incidence and occupancy equal what R's survival package answered, with late entries, ties and returns."""
    what, how = CASES[name]
    assert_as_in_r(what, simulated(what, how), json.loads(ANSWERS.read_text(encoding="utf-8"))[name], TIMES)


@pytest.mark.nightly
@pytest.mark.skipif(rscript() is None, reason="R with its survival package is not here: apt-get install r-base-core r-cran-survival")
@pytest.mark.parametrize("seed", range(100, 112))
@pytest.mark.parametrize("what", FUNCTIONS)
def test_curves_are_those_of_r_today(what: str, seed: int) -> None:
    """On rows that were never seen before, R and we agree."""
    persons = (25, 90, 700)[seed % 3]
    more: dict[str, dict[str, Any]] = {"incidence": {"causes": 3}, "occupancy": {"final": "c" if seed % 2 else ""}}
    how = {"persons": persons, "seed": seed, **more.get(what, {})}
    rows = simulated(what, how)
    assert_as_in_r(what, rows, in_r(what, rows, TIMES), TIMES)


@st.composite
def few_walks(draw: st.DrawFn) -> pl.DataFrame:
    """A handful of persons who move between three states within ten days, with gaps and late beginnings."""
    rows = []
    for person in range(draw(st.integers(1, 5))):
        day, state = draw(st.integers(0, 4)), draw(st.sampled_from("abc"))
        for _ in range(draw(st.integers(1, 3))):
            stop = day + draw(st.integers(1, 3))
            to = draw(st.sampled_from(["a", "b", "c", None]))
            rows.append((person, day, stop, state, to))
            day, state = stop + draw(st.sampled_from([0, 0, 2])), to or state
    schema = {"id": pl.Int64, "start": pl.Int64, "stop": pl.Int64, "from_state": pl.String, "to_state": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


@given(few_walks(), st.integers(0, 12), st.booleans())
@settings(max_examples=60)
def test_occupancy_is_what_counting_one_by_one_gives(rows: pl.DataFrame, time: int, sampled_start: bool) -> None:
    """Shares equal those of the plain count, and errors those of weighing each person a little more, gaps and self-moves included."""
    told = naive.rows_of(rows)
    if not any(to is not None for *_, to in told):
        return
    for row in occupancy(rows, times=[time], sampled_start=sampled_start).iter_rows(named=True):
        value, se = naive.paid(told, naive.share_on(row["state"], time), sampled_start=sampled_start)
        assert row["value"] == pytest.approx(value, abs=1e-12)
        assert row["se"] == pytest.approx(se, abs=1e-7)


@given(st.integers(0, 10**6), st.integers(1, 60))
@settings(max_examples=25)
def test_the_order_of_rows_and_the_names_of_persons_do_not_matter(seed: int, persons: int) -> None:
    """Shuffled rows, text for ids and dates for days give the same curve."""
    rows = walks(persons, seed)
    origin = date(2026, 1, 1)
    other = rows.sample(fraction=1, shuffle=True, seed=seed + 1).with_columns(
        id=pl.format("p{}", "id"),
        start=pl.lit(origin) + pl.duration(days=pl.col("start")),
        stop=pl.lit(origin) + pl.duration(days=pl.col("stop")),
    )
    plain = occupancy(rows, times=[10, 40])
    dated = occupancy(other, times=[origin + timedelta(10), origin + timedelta(40)])
    assert dated["time"].to_list()[0] == origin + timedelta(10)
    assert_frame_equal(plain.drop("time"), dated.drop("time"), rel_tol=1e-12, abs_tol=1e-12)


def test_compiled_and_plain_kernels_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    """Machine code and plain Python give the same shares and errors."""
    rows = walks(40, 8)
    plain = occupancy(rows, times=[5, 30, 60])
    monkeypatch.setattr("amparo.questions.flows.compiled.COMPILE_ABOVE", 0)
    assert_frame_equal(occupancy(rows, times=[5, 30, 60]), plain, rel_tol=1e-12, abs_tol=1e-12)


@given(st.integers(0, 10**6), st.integers(2, 80))
@settings(max_examples=25)
def test_shares_add_up_to_everybody(seed: int, persons: int) -> None:
    """At every time the shares of all states add up to one; causes and survival too."""
    shares = occupancy(walks(persons, seed), times=[0, 7, 31, 300]).group_by("time").agg(pl.col("value").sum())
    assert shares["value"].to_list() == pytest.approx([1.0] * 4)
    rows = spells(persons, seed, causes=3)
    if rows.is_empty():
        return
    caused = incidence(rows, times=[60]).select(pl.col("value").sum()).item()
    left = survival(rows.select("id", "entry", "time", event=pl.col("cause").clip(0, 1)), times=[60])["survival"].item()
    assert caused + left == pytest.approx(1.0)


def test_whoever_enters_on_the_day_is_not_yet_at_risk() -> None:
    """A person is at risk in (entry, time]: an entry on the day of an event does not count for it, a censoring does."""
    rows = pl.DataFrame({"id": [1, 2, 3], "entry": [None, 5, None], "time": [5, 9, 5], "event": [1, 1, 0]})
    assert survival(rows, times=[5])["survival"].to_list() == [0.5]


def test_an_error_that_nobody_can_know_is_null() -> None:
    """Once nobody is left, Greenwood's error is null, as R prints none."""
    rows = pl.DataFrame({"id": [1, 2], "time": [3, 4], "event": [1, 1]})
    assert survival(rows, times=[4]).row(0) == (4, 0.0, None)


WRONG: dict[str, tuple[str, dict[str, list[Any]]]] = {
    "flows.column_missing": ("survival", {"id": [1], "event": [1]}),
    "flows.cells_empty": ("survival", {"id": [1, 2], "time": [1, None], "event": [1, 1]}),
    "flows.event_not_01": ("survival", {"id": [1], "time": [1], "event": [2]}),
    "flows.no_rows": ("survival", {"id": [], "time": [], "event": []}),
    "flows.not_days": ("survival", {"id": [1], "time": ["soon"], "event": [1]}),
    "flows.negative_outcome": ("incidence", {"id": [1], "time": [1], "cause": [-1]}),
    "flows.ends_before": ("incidence", {"id": [1], "entry": [4], "time": [1], "cause": [1]}),
    "flows.no_length": ("occupancy", {"id": [1], "start": [2], "stop": [2], "from_state": ["a"], "to_state": ["b"]}),
    "flows.rows_overlap": ("occupancy", {"id": [1, 1], "start": [0, 2], "stop": [3, 5], "from_state": ["a", "b"], "to_state": ["b", None]}),
    "flows.states_differ": ("occupancy", {"id": [1], "start": [0], "stop": [3], "from_state": ["a"], "to_state": [1]}),
}


@pytest.mark.parametrize("what", sorted(FUNCTIONS))
def test_a_frame_that_is_not_in_memory_is_refused(what: str) -> None:
    """A lazy frame is refused with what to do, not with an error of the library."""
    with pytest.raises(BadInput) as refused:
        FUNCTIONS[what](pl.LazyFrame({"id": [1]}), times=[1])  # type: ignore[arg-type]  # wrong on purpose
    assert refused.value.code == "flows.not_a_frame"
    assert "collect()" in refused.value.message("es")


@pytest.mark.parametrize("code", WRONG)
def test_bad_tables_get_clear_errors(code: str) -> None:
    """What cannot be computed is refused with its reason, in both languages."""
    what, columns = WRONG[code]
    with pytest.raises(BadInput) as refused:
        FUNCTIONS[what](pl.DataFrame(columns, strict=False), times=[1])
    assert refused.value.code == code
    assert refused.value.message("es") != refused.value.message("en")
