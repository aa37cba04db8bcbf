from collections import Counter
from itertools import permutations
from math import exp, lgamma
from typing import Any

import numpy as np
import pytest
from scipy import stats

from amparo.errors import BadInput
from amparo.questions.estimates import Estimate, Refused, lcmcr
from amparo.questions.estimates import latent_kernel as kernel
from amparo.questions.estimates.cap_kernel import log_below, unseen
from amparo.questions.estimates.convergence import ess_bulk, ess_tail, rhat
from amparo.questions.estimates.overlaps import read_overlaps
from amparo.questions.estimates.random_kernel import binomial, log_gamma, poisson
from tests.questions.estimates.tables import PLAIN, invented, published

# Median and ends by the reference program, four runs of half a million iterations each.
_REFERENCE = [
    ("western_us_5lists", 1_837, 1_309, 2_971),
    ("new_orleans_5lists", 834, 571, 1_379),
    ("hiv_rome_4lists", 10_931, 9_361, 13_047),
]


def _agrees(answer: Estimate | Refused, median: int, low: int, high: int) -> None:
    assert isinstance(answer, Estimate)
    assert answer.total == pytest.approx(median, rel=0.02)
    assert [answer.low, answer.high] == pytest.approx([low, high], rel=0.04)
    assert answer.diagnostics["rhat"] <= 1.01
    assert min(answer.diagnostics["ess_bulk"], answer.diagnostics["ess_tail"]) >= 400


def test_kosovo_is_what_the_reference_program_finds() -> None:
    """Median within 2 % and ends within 4 % of long runs of the reference program; the chains agree."""
    _agrees(lcmcr(published("kosovo_4lists"), seed=1), 10_429, 9_111, 13_908)


@pytest.mark.nightly
@pytest.mark.parametrize(("table", "median", "low", "high"), _REFERENCE, ids=str)
def test_posteriors_are_those_of_the_reference_program(table: str, median: int, low: int, high: int) -> None:
    """Every table on which the reference program converges gives its posterior, pooled over four seeds."""
    answers = [lcmcr(published(table), seed=seed) for seed in range(4)]
    draws = np.concatenate([answer.draws for answer in answers if isinstance(answer, Estimate)])
    assert np.median(draws) == pytest.approx(median, rel=0.02)
    assert np.quantile(draws, [0.025, 0.975]) == pytest.approx([low, high], rel=0.04)


@pytest.mark.nightly
@pytest.mark.parametrize("table", ["uk_slavery_5lists", "uk_slavery_6lists", "australia_4lists"])
def test_what_is_said_of_hard_tables_hangs_on_no_seed(table: str) -> None:
    """Every seed gives a figure, medians within 4 % of each other and ends within 10 %, all with a warning."""
    answers = [lcmcr(published(table), seed=seed) for seed in range(5)]
    figures = [answer for answer in answers if isinstance(answer, Estimate)]
    assert len(figures) == len(answers)
    for part, apart in (("total", 1.04), ("low", 1.1), ("high", 1.1)):
        values = [getattr(answer, part) for answer in figures]
        assert max(values) < apart * min(values)
    assert all({"mostly_once", "heterogeneity"} & set(answer.warnings) for answer in figures)


@pytest.mark.nightly
@pytest.mark.parametrize("table", ["netherlands_5lists", "uk_slavery_5lists", "australia_4lists"])
def test_hard_tables_get_no_bare_figure(table: str) -> None:
    """Where the reference program answers otherwise for each seed there is a refusal, or a warning; the Netherlands are refused."""
    answer = lcmcr(published(table))
    if isinstance(answer, Refused):
        assert answer.code in {"not_converged", "two_modes", "at_the_cap", "wide"}
    else:
        assert table != "netherlands_5lists"
        assert answer.warnings


def test_chains_that_may_not_go_on_give_no_figure() -> None:
    """Chains stopped before they agree are a refusal with their R-hat, not a number."""
    answer = lcmcr(published("netherlands_5lists"), most_draws=1_000)
    assert isinstance(answer, Refused)
    assert answer.diagnostics["converged"] is False
    assert answer.documented == 8_234


def test_the_same_seed_gives_the_same_draws() -> None:
    """A seed repeats every draw, whatever the threads do; another seed gives others."""
    table = invented("abc", PLAIN)
    first, again, other = (lcmcr(table, seed=seed, most_draws=5_000) for seed in (5, 5, 6))
    assert isinstance(first, Estimate)
    assert isinstance(again, Estimate)
    assert (first.draws == again.draws).all()
    assert not isinstance(other, Estimate) or not (first.draws[:50] == other.draws[:50]).all()


def test_other_priors_are_told() -> None:
    """Asked for, the answer says what fewer and more classes beforehand would give, and the figure itself stays as it was."""
    table = invented("abc", PLAIN)
    plain, told = lcmcr(table, seed=1), lcmcr(table, seed=1, sensitivity=True)
    assert isinstance(plain, Estimate)
    assert isinstance(told, Estimate)
    assert (plain.total, plain.low, plain.high) == (told.total, told.low, told.high)
    rows = told.diagnostics["sensitivity"]
    assert [(row["shape"], row["rate"]) for row in rows] == [(0.25, 0.25), (1.0, 1.0), (1.0, 0.1)]
    assert all(row["low"] < row["median"] < row["high"] for row in rows)
    assert ("prior_matters" in told.warnings) == (max(row["median"] for row in rows) > 1.5 * min(row["median"] for row in rows))


@pytest.mark.parametrize("option", [{"classes": 1}, {"chains": 1}, {"most_draws": 10}])
def test_impossible_options_are_refused(option: dict[str, int]) -> None:
    """One class, one chain or a handful of draws cannot be asked for."""
    with pytest.raises(BadInput):
        lcmcr(invented("abc", PLAIN), **option)  # type: ignore[arg-type]


@pytest.mark.parametrize("moving", [2, 3])
def test_the_slope_is_the_slope_of_the_density(moving: int) -> None:
    """Along every coordinate that moves, the gradient is what the density changes by; also where the cap cuts."""
    overlaps, classes = read_overlaps(invented("abc", PLAIN)), 4
    masks, counts = np.append(0, overlaps.masks), np.append(0, overlaps.counts)
    position = np.random.default_rng(3).normal(size=classes - 1 + 3 * classes)
    for cap in (20 * overlaps.documented, 40):
        data = (masks, counts, overlaps.documented, cap, 3, classes)
        work = (
            np.empty(classes),
            np.empty((3, 2, classes)),
            np.empty((4, classes)),
            np.empty((8, classes)),
            np.empty(8),
            np.empty(classes),
        )
        kernel._stand_still(data, moving, position, work)
        slope = np.zeros(len(position))
        kernel._slope(data, 0.5, moving, position, slope, work)
        for place in (0, 1, 3, 4, 7, 8):
            shift = np.zeros(len(position))
            shift[place] = 1e-5
            change = [kernel._log_density(data, 0.5, moving, position + sign * shift, work) for sign in (1, -1)]
            assert slope[place] == pytest.approx((change[0] - change[1]) / 2e-5, rel=1e-4, abs=1e-4)


def test_classes_change_ranks_as_often_as_the_prior_has_them() -> None:
    """Over long runs each order of three sizes comes as often as the stick-breaking prior with its sticks summed out says."""
    alpha, sizes = 0.7, (9.0, 4.0, 1.0)
    expected = {}
    for order in permutations(sizes):
        later = [sum(order[k + 1 :]) for k in range(2)]
        logs = (lgamma(1 + order[k]) + lgamma(alpha + later[k]) - lgamma(1 + alpha + order[k] + later[k]) for k in range(2))
        expected[order] = exp(sum(logs))
    stream = np.random.SeedSequence(4).generate_state(4, np.uint64)
    members, listed = np.array(sizes), np.array([sizes])
    found: Counter[tuple[float, ...]] = Counter()
    for _ in range(20_000):
        kernel._change_ranks(stream, alpha, members, listed)
        found[tuple(members.tolist())] += 1
        assert (listed[0] == members).all()
    for order, weight in expected.items():
        assert found[order] / 20_000 == pytest.approx(weight / sum(expected.values()), abs=0.02)


@pytest.mark.parametrize(("documented", "cap", "share"), [(100, 2_000, 0.9), (100, 2_000, 0.97), (4_400, 88_000, 0.955), (50, 40, 0.3)])
def test_the_cap_cuts_as_the_distribution_says(documented: int, cap: int, share: float) -> None:
    """The probability below the cap, its derivative, and draws below it are those of the negative binomial."""
    assert log_below(documented, cap, share)[0] == pytest.approx(stats.nbinom.logcdf(cap, documented, 1 - share), rel=1e-6, abs=1e-9)
    change = [log_below(documented, cap, share + sign * 1e-7)[0] for sign in (1, -1)]
    assert log_below(documented, cap, share)[1] == pytest.approx((change[0] - change[1]) / 2e-7, rel=1e-3, abs=1e-3)
    stream = np.random.SeedSequence(1).generate_state(4, np.uint64)
    drawn = np.array([unseen(stream, documented, cap, share) for _ in range(2_000)])
    assert drawn.max() <= cap
    expected = stats.nbinom.ppf(np.array([0.25, 0.5, 0.75]) * stats.nbinom.cdf(cap, documented, 1 - share), documented, 1 - share)
    assert np.quantile(drawn, [0.25, 0.5, 0.75]) == pytest.approx(expected, rel=0.05)


def test_random_numbers_follow_their_distributions() -> None:
    """Binomial, Poisson and gamma numbers have the mean and the spread that their distributions have, small and large."""
    stream = np.random.SeedSequence(7).generate_state(4, np.uint64)
    size = 20_000
    drawn: list[tuple[Any, Any]] = [
        *((np.array([binomial(stream, n, p) for _ in range(size)]), stats.binom(n, p)) for n, p in ((7, 0.3), (500, 0.02), (4_000, 0.7))),
        *((np.array([poisson(stream, mean) for _ in range(size)]), stats.poisson(mean)) for mean in (2.5, 300.0)),
        *((np.exp([log_gamma(stream, shape) for _ in range(size)]), stats.gamma(shape)) for shape in (0.3, 1.0, 40.0)),
    ]
    for found, known in drawn:
        assert found.mean() == pytest.approx(known.mean(), abs=5 * known.std() / size**0.5)
        assert found.var() == pytest.approx(known.var(), rel=0.08)


def test_effective_size_is_that_of_a_known_process() -> None:
    """Draws that each remember half of the last are worth a third of as many; chains apart from each other are found out."""
    noise = np.random.default_rng(2).standard_normal((4, 20_000))
    chains = noise.copy()
    for place in range(1, chains.shape[1]):
        chains[:, place] = 0.5 * chains[:, place - 1] + noise[:, place] * 0.75**0.5
    assert ess_bulk(chains) == pytest.approx(80_000 / 3, rel=0.07)
    assert ess_tail(chains) > 10_000
    assert rhat(chains) < 1.005
    assert rhat(chains + np.array([[0.0], [0.0], [0.0], [1.0]])) > 1.1
