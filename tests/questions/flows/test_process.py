import doctest
from importlib import import_module

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.questions.flows.every_day import errors
from amparo.questions.flows.paths import state_paths
from amparo.questions.flows.process import answer, days_in, moves_into, on_days, process_of
from tests.questions.flows import naive
from tests.questions.flows.simulated import walks
from tests.questions.flows.test_curves import few_walks

MODULES = ("chances", "curves", "imputed", "lag", "pace", "segments", "sojourn")


@pytest.mark.parametrize("module", MODULES)
def test_examples_in_docstrings_run(module: str) -> None:
    """What a docstring shows is what comes out."""
    assert doctest.testmod(import_module(f"amparo.questions.flows.{module}")).failed == 0


@given(few_walks(), st.integers(1, 12), st.sampled_from("abc"))
@settings(max_examples=60)
def test_days_and_moves_are_what_counting_one_by_one_gives(rows: pl.DataFrame, horizon: int, state: str) -> None:
    """Expected days in a state and moves into it equal those of the plain count, and their errors those of weighing persons."""
    told, paths = naive.rows_of(rows), state_paths(rows)
    place = paths.states.index_of(state)
    if place is None or not any(to is not None for *_, to in told):
        return
    process, horizons = process_of(paths), np.array([horizon])
    for payments, payment in (
        (days_in(process, place, 0, horizons), naive.days_until(state, horizon)),
        (moves_into(process, np.array([place]), horizons), naive.moves_until(state, horizon)),
    ):
        value, se = answer(process, payments)
        expected, error = naive.paid(told, payment)
        assert value[0] == pytest.approx(expected, abs=1e-9)
        assert se[0] == pytest.approx(error, abs=1e-6)


@given(few_walks(), st.booleans())
@settings(max_examples=80)
def test_errors_of_every_day_are_those_of_each_day_alone(rows: pl.DataFrame, sampled_start: bool) -> None:
    """The errors of all days at once equal those that each day asked for alone has, whoever comes, leaves, returns or stays away."""
    process = process_of(state_paths(rows))
    days = np.arange(rows["stop"].to_numpy().max() + 2)
    _, alone = answer(process, on_days(process, days), sampled_start=sampled_start)
    found = errors(process, process.paths.rank(days), sampled_start=sampled_start)
    assert found.ravel() == pytest.approx(alone, abs=1e-7)


def test_errors_of_many_days_are_the_same_as_machine_code() -> None:
    """Of a thousand persons over a year the errors of every day equal those of each alone to twelve digits, compiled or not."""
    process = process_of(state_paths(walks(1_000, 3)))
    days = np.arange(0, 160, 3)
    _, alone = answer(process, on_days(process, days), sampled_start=True)
    assert errors(process, process.paths.rank(days), sampled_start=True).ravel() == pytest.approx(alone, abs=1e-12)


def test_a_return_on_the_day_of_release_is_a_second_detention() -> None:
    """A move from custody to custody counts as a move into it."""
    rows = pl.DataFrame({"id": [1, 1], "start": [0, 5], "stop": [5, 9], "from_state": ["held", "held"], "to_state": ["held", "out"]})
    process = process_of(state_paths(rows))
    assert answer(process, moves_into(process, np.array([0]), np.array([9])))[0].tolist() == [1.0]
