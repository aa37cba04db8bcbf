import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.questions.estimates import Estimate, Refused, side_by_side
from amparo.questions.estimates.consistency import predictions
from amparo.questions.estimates.overlaps import read_overlaps
from amparo.questions.estimates.shape import modes
from tests.questions.estimates.tables import PLAIN, invented, published


def test_every_method_answers_with_three_numbers_or_a_reason() -> None:
    """Side by side each method gives documented, undocumented and total with what must hold, or a reason and a remedy; as JSON too."""
    found = side_by_side(invented("abc", PLAIN), methods=("dga", "loglinear", "chao"))
    for answer in found.answers.values():
        assert isinstance(answer, Estimate)
        assert answer.documented + answer.undocumented == pytest.approx(answer.total)
        assert answer.low <= answer.total <= answer.high
        assert len(answer.assumptions["es"]) == len(answer.assumptions["en"]) > 2
        assert {"converged", "rhat", "ess_bulk", "ess_tail", "cap", "cap_mass", "modes", "warnings"} <= set(answer.diagnostics)
    assert json.loads(json.dumps(found.to_dict(), allow_nan=False))["documented"] == sum(PLAIN.values())


def test_a_refusal_is_a_result_of_the_same_shape() -> None:
    """What is refused has the keys of a figure, the persons documented, and a reason and a remedy in both languages."""
    found = side_by_side(published("nonidentifiable_3lists"), methods=("dga", "loglinear"))
    for answer in found.answers.values():
        assert isinstance(answer, Refused)
        document = answer.to_dict()
        assert document["documented"] == 96
        assert document["total"] is None
        assert document["refused"]["reason"]["code"] == "too_few_lists"
        assert document["refused"]["remedy"]["es"] != document["refused"]["remedy"]["en"]


def test_lists_that_are_independent_predict_each_other() -> None:
    """From three lists drawn at random, each is as the others predict; a list of persons whom the others never reach is not."""
    share = {"a": 0.4, "b": 0.3, "c": 0.5}
    counts = {}
    for mask in range(1, 8):
        pattern = f"{mask:03b}"
        chance = np.prod([reach if bit == "1" else 1 - reach for bit, reach in zip(pattern, share.values(), strict=True)])
        counts[pattern] = round(5_000 * chance)
    assert all(one.holds for one in predictions(read_overlaps(invented("abc", counts))))
    apart = {**counts, "001": counts["001"] + 2_000}
    assert not predictions(read_overlaps(invented("abc", apart)))[2].holds


@settings(max_examples=30)
@given(st.integers(0, 2**32 - 1), st.floats(0.05, 0.6))
def test_one_hump_is_one_mode(seed: int, spread: float) -> None:
    """Draws of a log-normal number of undocumented persons have one mode, however wide."""
    draws = 1_000 + np.exp(8 + spread * np.random.default_rng(seed).standard_normal(4_000))
    assert len(modes(draws, 1_000)) == 1


def test_two_humps_are_two_modes() -> None:
    """A mixture of totals near 50,000 and near 150,000 has two modes, and says where."""
    generator = np.random.default_rng(1)
    draws = np.concatenate([generator.normal(50_000, 3_000, 3_000), generator.normal(150_000, 10_000, 1_000)])
    low, high = modes(draws, 8_000)
    assert low == pytest.approx(50_000, rel=0.05)
    assert high == pytest.approx(150_000, rel=0.05)
