import itertools
from math import lgamma

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.errors import BadInput
from amparo.questions.estimates import Estimate, Refused, dga
from amparo.questions.estimates.decomposable import average
from amparo.questions.estimates.graphs import decomposable_graphs
from amparo.questions.estimates.overlaps import Overlaps, read_overlaps
from tests.questions.estimates.tables import PLAIN, invented, published

# Table, pseudo-persons, farthest number of unseen persons; median and ends by the reference program, complete graph included.
_REFERENCE = [
    ("kosovo_4lists", 1 / 16, 20_000, 12_595, 9_827, 16_543),
    ("kosovo_4lists", 0.5, 20_000, 11_323, 4_500, 14_486),
    ("kosovo_4lists", 1, 20_000, 4_617, 4_408, 6_860),
    ("uk_slavery_5lists", 1 / 32, 54_880, 22_990, 10_387, 33_508),
    ("netherlands_5lists", 1 / 32, 164_680, 49_385, 41_405, 168_992),
    ("western_us_5lists", 1 / 32, 6_900, 2_132, 1_343, 3_848),
    ("new_orleans_5lists", 1 / 32, 3_700, 869, 511, 1_758),
    ("madigan_york_5lists", 0.5, 300, 616, 588, 655),
]


@pytest.mark.parametrize(
    ("table", "delta", "farthest", "median", "low", "high"), _REFERENCE, ids=[f"{row[0]}-{row[1]}" for row in _REFERENCE]
)
def test_it_gives_what_the_reference_program_gives(table: str, delta: float, farthest: int, median: int, low: int, high: int) -> None:
    """Over the same numbers of unseen persons and with the same graphs, median and ends are those of dga within 0.3 %."""
    overlaps = read_overlaps(published(table))
    found = overlaps.documented + average(overlaps, delta, include_complete=True, most_unseen=farthest).quantiles(
        np.array([0.5, 0.025, 0.975])
    )
    assert found == pytest.approx([median, low, high], rel=0.003)


def test_the_decomposable_graphs_are_all_there() -> None:
    """There are 8, 61, 822 and 18,154 decomposable graphs of three to six lists, as the literature counts them."""
    assert [len(decomposable_graphs(lists).edges) for lists in (3, 4, 5, 6)] == [8, 61, 822, 18_154]


def _in_full(overlaps: Overlaps, delta: float, unseen: int) -> float:
    """Return the log probability of the data, three lists under the chain a – b – c, from the definition."""
    cells = overlaps.cells()
    cells[0] = unseen

    def marginal(part: tuple[int, ...]) -> float:
        margin = np.zeros([2] * len(part))
        for cell, count in enumerate(cells):
            margin[tuple(cell >> one & 1 for one in part)] += count
        pseudo = delta * 2.0 ** (3 - len(part))
        start = lgamma(8 * delta) - lgamma(cells.sum() + 8 * delta)
        return start + sum(lgamma(count + pseudo) - lgamma(pseudo) for count in margin.ravel())

    ways = lgamma(cells.sum() + 1) - sum(lgamma(count + 1) for count in cells)
    return marginal((0, 1)) + marginal((1, 2)) - marginal((1,)) + ways - float(np.log(cells.sum()))


@settings(max_examples=25)
@given(st.lists(st.integers(1, 25), min_size=7, max_size=7), st.sampled_from([1 / 8, 0.5, 1.0]))
def test_scores_are_those_of_the_definition(counts: list[int], delta: float) -> None:
    """The probability of numbers of unseen persons under one graph follows from the definition, cell by cell."""
    from amparo.questions.estimates.decomposable import _scores

    overlaps = read_overlaps(invented("abc", dict(zip([f"{mask:03b}" for mask in range(1, 8)], counts, strict=True))))
    graphs = decomposable_graphs(3)
    scores = _scores(overlaps, graphs, delta).at(np.array([0.0, 3.0, 40.0]))
    row = scores[graphs.edges.index(((0, 1), (1, 2)))]
    direct = [_in_full(overlaps, delta, unseen) for unseen in (0, 3, 40)]
    assert row - row[0] == pytest.approx(np.array(direct) - direct[0], abs=1e-8)


@settings(max_examples=15)
@given(st.lists(st.integers(3, 60), min_size=7, max_size=7), st.permutations(range(3)))
def test_the_order_of_lists_does_not_matter(counts: list[int], order: list[int]) -> None:
    """Naming the lists in another order gives the same distribution."""
    patterns = [f"{mask:03b}" for mask in range(1, 8)]
    table = invented("abc", dict(zip(patterns, counts, strict=True)))
    moved = table.select([*("abc"[place] for place in order), "count"])
    first, second = (average(read_overlaps(one), 1 / 8).quantiles(np.array([0.1, 0.5, 0.9])) for one in (table, moved))
    assert first == pytest.approx(second, rel=1e-6, abs=1e-6)


def test_the_complete_graph_is_left_out_unless_asked_for() -> None:
    """Where every sparser graph is far from the data the complete one would answer that nobody is missing."""
    table = published("kosovo_4lists")
    without, with_it = dga(table, delta=1.0), dga(table, delta=1.0, include_complete=True)
    assert isinstance(without, Estimate)
    assert without.total > 9_000
    assert isinstance(with_it, Estimate)
    assert with_it.total < 5_000
    assert "prior_matters" in with_it.warnings or "models_disagree" in with_it.warnings


def test_two_answers_are_none() -> None:
    """The Netherlands table speaks with two voices, 48,000 and 163,000: there is no figure."""
    answer = dga(published("netherlands_5lists"))
    assert isinstance(answer, Refused)
    assert answer.code == "two_modes"


def test_draws_follow_the_distribution() -> None:
    """The draws have the median and ends of the estimate, and the same seed gives the same draws."""
    answer, again = dga(invented("abc", PLAIN), seed=3), dga(invented("abc", PLAIN), seed=3)
    assert isinstance(answer, Estimate)
    assert isinstance(again, Estimate)
    assert np.quantile(answer.draws, [0.5, 0.025, 0.975]) == pytest.approx([answer.total, answer.low, answer.high], rel=0.03)
    assert (answer.draws == again.draws).all()


@pytest.mark.parametrize("delta", [0, -1, 1_000])
def test_an_impossible_delta_is_refused(delta: float) -> None:
    """Pseudo-persons are more than none, and few."""
    with pytest.raises(BadInput):
        dga(invented("abc", PLAIN), delta=delta)


def test_large_tables_that_fit_no_graph_do_not_underflow() -> None:
    """Half a million persons in two classes give finite figures: weights are taken relative to the largest."""
    reach = np.array([[0.6, 0.5, 0.7], [0.05, 0.08, 0.02]])
    counts = {}
    for pattern in itertools.product((0, 1), repeat=3):
        share = np.mean(np.prod(np.where(np.array(pattern), reach, 1 - reach), axis=1))
        if any(pattern):
            counts["".join(map(str, pattern))] = round(500_000 * share)
    answer = dga(invented("abc", counts))
    assert isinstance(answer, (Estimate, Refused))
    if isinstance(answer, Estimate):
        assert np.isfinite([answer.total, answer.low, answer.high]).all()
