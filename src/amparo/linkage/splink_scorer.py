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
from amparo.linkage.fields import NO_DAY, SAMES, Records
from amparo.linkage.model import COMPARISONS, Model
from amparo.linkage.names import MISSING
from amparo.linkage.pair_loops import FACTS, FAMILY, Columns
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

        frame = splink_frame(records, columns)
        api, table = (_spark if self.engine == "spark" else _duckdb)()
        linker: Any = Linker([api.register(table(frame), dataset_display_name="records")], splink_settings(model), log_level="ERROR")
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
    kin = scored["mw_kin"].to_numpy().astype(np.float64)
    for level, slots in enumerate(FAMILY):
        related = np.isclose(kin, model.weights[COMPARISONS.index("kin"), level])
        for slot in slots:
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
        from splink.internals.spark.jar_location import similarity_jar_location
    except ImportError:
        raise WrongUse("linkage.no_spark") from None
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    build = SparkSession.builder.appName("amparo").config("spark.ui.enabled", "false").config("spark.jars", similarity_jar_location())
    if not os.environ.get("SPARK_MASTER"):
        build = build.master("local[*]").config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
    session = build.config("spark.sql.shuffle.partitions", "16").getOrCreate()
    # Splink writes what it has worked out to parquet between steps, so that Spark need not plan it again.
    folder = tempfile.mkdtemp(prefix="amparo-spark-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    session.sparkContext.setCheckpointDir(folder)
    make: Any = SparkAPI  # Any: as above
    return make(spark_session=session, num_partitions_on_repartition=16), lambda frame: session.createDataFrame(frame.to_arrow())


def splink_frame(records: Records, columns: Columns) -> pl.DataFrame:
    """Return the records as Splink's SQL reads them: a row each, null where unsaid."""
    words, slots = records.words, records.names
    text = pl.Series([*words.text, None], dtype=pl.String)
    made: dict[str, pl.Series] = {"unique_id": pl.Series(np.arange(records.height)), "list": pl.Series(records.source)}
    for slot in range(slots.shape[1]):
        word = np.where(slots[:, slot] == MISSING, len(words.text), slots[:, slot])
        short = np.append(words.initial[: len(words.text)], False)[word]
        sound = np.append(words.sound[: len(words.text)], MISSING)[word]
        made[f"word_{slot}"] = text.gather(word)
        made[f"short_{slot}"] = pl.Series(short)
        made[f"sound_{slot}"] = _null_where(sound, (sound == MISSING) | short)
        for column, name in enumerate("ab"):
            nickname = np.append(words.nicknames[: len(words.text), column], MISSING)[word]
            made[f"nickname_{slot}_{name}"] = _null_where(nickname, nickname == MISSING)
    made["id_number"] = pl.Series([*records.numbers, None], dtype=pl.String).gather(
        np.where(records.identity == MISSING, len(records.numbers), records.identity)
    )
    for name, days in (("born", records.born), ("event", records.event)):
        for side, column in (("lo", 0), ("hi", 1)):
            made[f"{name}_{side}"] = _null_where(days[:, column], days[:, 0] == NO_DAY)
    for column, name in enumerate(("year", "month", "day")):
        made[f"born_{name}"] = pl.Series(columns.born_parts[:, column])
    exact = (records.event[:, 0] == records.event[:, 1]) & (records.event[:, 0] != NO_DAY)
    made["event_day"] = _null_where(records.event[:, 0], ~exact)
    for place, name in enumerate(SAMES):
        made[name] = _null_where(columns.codes[:, place], columns.codes[:, place] == MISSING)
    return pl.DataFrame(made)


def _null_where(values: NDArray[Any], unsaid: NDArray[np.bool_]) -> pl.Series:  # Any: integers
    return pl.Series(values).set(pl.Series(unsaid), None)


def shares_of(frame: pl.DataFrame, columns: Columns) -> dict[str, pl.DataFrame]:
    """Return how common each word, day and municipality is, as Splink takes it."""
    found = {}
    for slot in range(4):
        number = columns.names[:, slot]
        share = np.where(number == MISSING, 1.0, columns.share[0 if slot < 2 else 1, number])
        found[f"word_{slot}"] = _lookup(frame[f"word_{slot}"], share)
    found["event_day"] = _lookup(frame["event_day"], columns.day_share)
    found["municipality"] = _lookup(frame["municipality"], columns.place_share)
    return found


def _lookup(values: pl.Series, share: Floats) -> pl.DataFrame:
    made = pl.DataFrame({values.name: values, f"tf_{values.name}": share}).drop_nulls(values.name)
    return made.unique(values.name, keep="first", maintain_order=True)
