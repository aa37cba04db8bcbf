from typing import Any

import numpy as np
import pytest
from benchmarks.linkage.lists import SIX, make_lists
from splink import DuckDBAPI, Linker

from amparo.linkage.candidates import find_candidates
from amparo.linkage.columns import columns_of
from amparo.linkage.fields import read_lists
from amparo.linkage.model import shipped_model
from amparo.linkage.scoring import CompiledScorer, Scorer, scorer_for
from amparo.linkage.splink_frame import splink_frame
from amparo.linkage.splink_settings import model_of_settings, splink_settings
from tests.linkage.invented import three_lists

LISTS = make_lists(1_200, 12, SIX).lists | three_lists()


def scored(scorer: Scorer) -> tuple[np.ndarray, np.ndarray]:
    """Return odds and facts of all candidates of the invented lists."""
    records = read_lists(LISTS)
    return scorer.score(records, columns_of(records), find_candidates(records).pairs, shipped_model())


def test_splink_gives_each_pair_the_same_odds() -> None:
    """The compiled loops are Splink's model: pair for pair the same weight, and the same weight of what is not the name."""
    ours, splinks = scored(CompiledScorer()), scored(scorer_for("splink"))
    np.testing.assert_allclose(ours[0], splinks[0], atol=1e-9)
    np.testing.assert_allclose(ours[1], splinks[1], atol=1e-9)


@pytest.mark.nightly
def test_spark_gives_each_pair_the_same_odds() -> None:
    """Splink on Spark scores the same pairs as the compiled loops, with the same odds."""
    pytest.importorskip("pyspark", reason="the extra `spark` is not installed")
    ours, sparks = scored(CompiledScorer()), scored(scorer_for("spark"))
    np.testing.assert_allclose(ours[0], sparks[0], atol=1e-9)
    np.testing.assert_allclose(ours[1], sparks[1], atol=1e-9)


def test_exported_settings_run_in_splink_as_they_are() -> None:
    """What is exported asks Splink for nothing but its own functions and the columns of the records."""
    records = read_lists(three_lists())
    api = DuckDBAPI()
    table = api.register(splink_frame(records, columns_of(records)).to_arrow(), dataset_display_name="records")
    linker: Any = Linker([table], splink_settings(shipped_model()), log_level="ERROR")  # Any: Splink has no types
    assert linker.inference.predict().as_pyarrow_table().num_rows >= 5


def test_a_model_survives_splinks_settings() -> None:
    """Exported as Splink settings and brought back, a model is what it was, but for probabilities too small for Splink."""
    model = shipped_model()
    back = model_of_settings(splink_settings(model), model)
    np.testing.assert_allclose(back.m, np.where(model.m > 0, np.maximum(model.m, 1e-7), 0), rtol=1e-12)
    assert back.match_share == model.match_share
