import itertools

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.errors import BadInput
from amparo.questions.estimates import Estimate, Refused, loglinear, loglinear_models
from amparo.questions.estimates.hierarchical import models, parameters, read_model, written
from amparo.questions.estimates.log_linear import _has_maximum, fit_models
from amparo.questions.estimates.overlaps import read_overlaps
from tests.questions.estimates.tables import PLAIN, invented, published


def test_kosovo_is_the_published_model() -> None:
    """The model of the expert report for the Hague tribunal gives its figure, standard error and BIC to all digits printed."""
    answer = loglinear(published("kosovo_4lists"), model="[123,14,34]")
    assert isinstance(answer, Estimate)
    assert answer.total == pytest.approx(10_356.52, abs=0.005)
    assert answer.diagnostics["standard_error"] == pytest.approx(785.90, abs=0.005)
    assert answer.diagnostics["bic"] == pytest.approx(203.030, abs=0.0005)


def test_kosovo_is_best_under_all_models() -> None:
    """Among all 113 models of four lists BIC chooses the published one; persons and combinations give the same."""
    ranked = loglinear_models(published("kosovo_4lists"))
    assert (ranked["model"][0], ranked.height) == ("[123,14,34]", 113)
    averaged, by_person = loglinear(published("kosovo_4lists")), loglinear(published("kosovo_killings_4lists"))
    assert isinstance(averaged, Estimate)
    assert isinstance(by_person, Estimate)
    assert (averaged.total, averaged.low, averaged.high) == (by_person.total, by_person.low, by_person.high)
    assert averaged.low < 10_356 < averaged.high


def test_models_without_a_maximum_are_told_apart() -> None:
    """On the table of Chan, Silverman and Vincent each of the eight models is fitted, without a maximum or not identifiable."""
    ranked = loglinear_models(published("nonidentifiable_3lists"))
    status = dict(ranked.select("model", "status").iter_rows())
    assert {model for model, one in status.items() if one == "no_maximum"} == {"[12,3]", "[12,13]", "[12,23]"}
    assert [model for model, one in status.items() if one == "not_identified"] == ["[12,13,23]"]
    assert ranked.filter(pl.col("model") == "[1,2,3]")["total"][0] == pytest.approx(539.09, abs=0.01)


@pytest.mark.parametrize("model", ["[12,3]", "[12,13,23]"])
def test_a_named_model_without_a_figure_is_refused(model: str) -> None:
    """A model that has no maximum on a table that others can bear gives a refusal that names it."""
    table = invented("abc", {"100": 40, "010": 30, "001": 20, "110": 12})
    assert isinstance(loglinear(table, model=model), Refused)


@settings(max_examples=40)
@given(st.lists(st.integers(0, 3), min_size=15, max_size=15).filter(lambda counts: sum(counts) > 8))
def test_the_fit_and_the_linear_programme_agree(counts: list[int]) -> None:
    """What a fit proves of its maximum, settling or drifting for ever, is what a linear programme says."""
    patterns = ["".join(bits) for bits in itertools.product("01", repeat=4)][1:]
    overlaps = read_overlaps(invented("abcd", dict(zip(patterns, counts, strict=True))))
    some = models(4)[::9]
    fitted = fit_models(overlaps, some)
    rows, sizes = parameters(4, some)
    for place, status in enumerate(fitted.status):
        if status != "not_identified":
            assert (status == "fitted") == _has_maximum(rows[place, : sizes[place]], overlaps.cells()), fitted.names()[place]


@given(st.lists(st.integers(5, 400), min_size=7, max_size=7))
def test_independence_of_three_lists_meets_its_margins(counts: list[int]) -> None:
    """A fitted model of independence has the sizes of the lists and the documented persons that were seen."""
    patterns = [f"{mask:03b}" for mask in range(1, 8)]
    overlaps = read_overlaps(invented("abc", dict(zip(patterns, counts, strict=True))))
    total = float(fit_models(overlaps, ((),)).totals[0])
    sizes = overlaps.patterns.T @ overlaps.counts
    assert overlaps.documented / total == pytest.approx(1 - np.prod(1 - sizes / total), rel=1e-6)


@pytest.mark.parametrize("model", models(4)[::17], ids=lambda terms: written(4, terms))
def test_a_model_is_read_as_it_is_written(model: tuple[int, ...]) -> None:
    """The name of a model leads back to its terms."""
    assert set(read_model(written(4, model), 4)) == set(model)


@pytest.mark.parametrize("text", ["[1234]", "[15]", "twelve", ""])
def test_a_model_that_cannot_be_meant_is_refused(text: str) -> None:
    """The term of all lists, an unknown list and other words are said so."""
    with pytest.raises(BadInput):
        loglinear(invented("abc", PLAIN), model=text or "[]")


@pytest.mark.parametrize(("table", "code"), [("netherlands_5lists", "two_modes"), ("australia_4lists", "wide")])
def test_tables_that_bear_no_figure_are_refused(table: str, code: str) -> None:
    """Where the models that fit best give totals far apart, or the interval says nothing, there is no figure."""
    answer = loglinear(published(table))
    assert isinstance(answer, Refused)
    assert answer.code == code
