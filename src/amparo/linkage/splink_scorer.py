"""Scoring pairs through Splink 5, on DuckDB or on Spark: the same model, written as settings."""

import atexit
import os
import shutil
import sys
import tempfile
from typing import Any, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from amparo.errors import WrongUse
from amparo.linkage.blocks import Pairs
from amparo.linkage.fields import Records
from amparo.linkage.model import COMPARISONS, Model
from amparo.linkage.pair_loops import FACTS, FAMILY, NEITHER, Columns
from amparo.linkage.splink_frame import shares_of, splink_frame, with_likes
from amparo.linkage.splink_settings import splink_settings

type Floats = NDArray[np.float64]


class SplinkScorer:
    """Splink's own scoring of given pairs; what we add is the columns, the pairs and how common each word is."""

    def __init__(self, engine: Literal["splink", "spark"]) -> None:
        self.engine = engine

    def score(self, records: Records, columns: Columns, pairs: Pairs, model: Model) -> tuple[Floats, Floats]:
        """Return the log2 odds of each pair, prior included, and what the columns besides the name add."""
        if not pairs.size:
            return np.zeros(0), np.zeros(0)
        scored = self._predicted(records, columns, pairs, model)
        height = records.height
        key = scored["unique_id_l"].to_numpy().astype(np.int64) * height + scored["unique_id_r"].to_numpy().astype(np.int64)
        order = np.argsort(key)
        facts = np.zeros(key.size)
        for row in FACTS:
            facts += np.maximum(scored[f"mw_{COMPARISONS[row]}"].to_numpy().astype(np.float64), 0.0)
        odds = scored["match_weight"].to_numpy().astype(np.float64) - _of_families(scored, model)
        return odds[order], facts[order]

    def _predicted(self, records: Records, columns: Columns, pairs: Pairs, model: Model) -> pl.DataFrame:
        from splink import Linker

        frame = with_likes(splink_frame(records, columns), records, columns, pairs)
        api, table = (_spark if self.engine == "spark" else _duckdb)()
        settings = splink_settings(model, listed=True)
        linker: Any = Linker([api.register(table(frame), dataset_display_name="records")], settings, log_level="ERROR")
        for column, shares in shares_of(frame, columns).items():
            linker.table_management.register_term_frequency_lookup(api.register(table(shares)), column)
        first, second = np.divmod(pairs, records.height)
        blocked = pl.DataFrame({"match_key": "0", "join_key_l": first, "join_key_r": second})
        linker.table_management.register_blocked_pairs_for_predict(api.register(table(blocked)))
        scored = pl.from_arrow(linker.inference.predict().as_pyarrow_table())
        assert isinstance(scored, pl.DataFrame)
        return scored


def _of_families(scored: pl.DataFrame, model: Model) -> Floats:
    """Return what Splink counts for the rarity of what a family shares (``pair_loops.rarity``): its settings have no word for this."""
    too_much = np.zeros(scored.height)
    weights = model.weights[COMPARISONS.index("kin"), :NEITHER]
    kin = scored["mw_kin"].to_numpy().astype(np.float64)
    related = np.isclose(kin[:, None], weights).any(axis=1)
    for slot in FAMILY:
        too_much += np.where(related, scored[f"mw_tf_adj_{COMPARISONS[slot]}"].to_numpy().astype(np.float64), 0.0)
    return too_much


def _duckdb() -> tuple[Any, Any]:  # Any: Splink has no types
    import duckdb
    from splink import DuckDBAPI

    return DuckDBAPI(connection=duckdb.connect(":memory:")), lambda frame: frame.to_arrow()


def _spark() -> tuple[Any, Any]:  # Any: as above
    try:
        from pyspark.sql import SparkSession
        from splink import SparkAPI
    except ImportError:
        raise WrongUse("linkage.no_spark") from None
    cores = os.cpu_count() or 1
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    build = SparkSession.builder.appName("amparo").config("spark.ui.enabled", "false")
    if not os.environ.get("SPARK_MASTER"):
        build = build.master("local[*]").config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
        # On one machine a part for each core: Spark's 200 are 200 small jobs a step. Its usual gigabyte holds few pairs.
        build = build.config("spark.driver.memory", "4g").config("spark.sql.shuffle.partitions", str(cores))
    session = build.getOrCreate()
    # Splink writes what it has worked out to parquet between steps, so that Spark need not plan it again.
    folder = tempfile.mkdtemp(prefix="amparo-spark-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    session.sparkContext.setCheckpointDir(folder)
    make: Any = SparkAPI  # Any: as above
    # Likeness is looked up, not measured: Splink's functions for Spark are not asked for.
    api = make(spark_session=session, num_partitions_on_repartition=cores, register_udfs_automatically=False)
    return api, lambda frame: session.createDataFrame(frame.to_arrow())
