"""
What others would do with the same lists: Splink 5 as its documentation has it, and Splink well set.

``splink_default``   names split at the comma or the first and last word, library comparisons, six plain blocking rules,
                     the best of three thresholds.
``splink_well_set``  our reading of names, twelve blocking rules on sounds, the comparisons of the shipped model, u from random
                     pairs, expectation and maximisation on a sample, our joining of groups.
``same_rules``       our candidates, fit and joining, scored through Splink in place of the compiled loops.
"""

import re
from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import polars as pl

from amparo.linkage.clusters import Edges, persons_of
from amparo.linkage.columns import columns_of
from amparo.linkage.fields import Records, read_lists
from amparo.linkage.linking import link
from amparo.linkage.model import shipped_model
from amparo.linkage.splink_frame import splink_frame
from amparo.linkage.splink_settings import splink_settings

# On sounds of the four words; `place` and `day` as read.
TWELVE_RULES = (
    ("sound_0", "sound_2"), ("sound_0", "sound_1"), ("sound_0", "sound_3"), ("sound_1", "sound_2"), ("sound_2", "sound_3", "region"),
    ("id_number",), ("sound_0", "event_day"), ("sound_2", "event_day", "region"), ("sound_0", "region", "event_month"),
    ("sound_0", "municipality"), ("sound_0", "region", "birth_year"), ("sound_2", "region", "birth_year"),
)  # fmt: skip


def naive(lists: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Return the rows as a hurried analyst would prepare them: given name, surname, number, state, years."""
    rows = []
    for name, frame in sorted(lists.items()):
        for row in frame.iter_rows(named=True):
            full = row.get("full_name") or f"{row.get('surnames') or ''}, {row.get('given_names') or ''}"
            family, comma, given = full.lower().partition(",")
            words = re.findall(r"\w+", full.lower())
            surname = (re.findall(r"\w+", family) or [""])[0] if comma else words[-1] if words else ""
            first = (re.findall(r"\w+", given) or [""])[0] if comma else words[0] if words else ""
            day = row.get("event_date")
            born = row.get("birth_date")
            number = re.sub(r"\D", "", row.get("id_number") or "").lstrip("0")
            year = int(day[:4]) if day else None
            birth = int(born[:4]) if born else (year or 2025) - row["age"] if row.get("age") is not None else None
            rows.append((f"{name}|{row['record_id']}", first or None, surname or None, number or None, row.get("region"), day, year, birth))
    columns = ["unique_id", "given", "surname", "number", "state", "day", "year", "birth"]
    return pl.DataFrame(rows, schema=columns, orient="row", infer_schema_length=None)


def splink_default(lists: Mapping[str, pl.DataFrame], threshold: float) -> pl.DataFrame:
    """Return the persons that Splink's library comparisons and plain blocking rules find."""
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    rules = [
        ("number",),
        ("given", "surname"),
        ("surname", "state"),
        ("surname", "year"),
        ("given", "day", "state"),
        ("given", "year", "state"),
    ]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.NameComparison("given"), cl.NameComparison("surname"), cl.LevenshteinAtThresholds("number", 1), cl.ExactMatch("state"),
            cl.ExactMatch("day"), cl.ExactMatch("year"), cl.ExactMatch("birth"),
        ],
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in rules],
    )  # fmt: skip
    api = DuckDBAPI()
    linker: Any = Linker([api.register(naive(lists).to_arrow(), dataset_display_name="rows")], settings, log_level="ERROR")
    linker.training.estimate_probability_two_random_records_match([block_on("number"), block_on("given", "surname", "year")], recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    for rule in (block_on("surname", "state"), block_on("given", "year")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    predicted = linker.inference.predict(threshold_match_probability=min(threshold, 0.5))
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold_match_probability=threshold)
    found = pl.from_arrow(clusters.as_pyarrow_table())
    assert isinstance(found, pl.DataFrame)
    parts = found["unique_id"].str.split_exact("|", 1)
    return pl.DataFrame(
        {"list": parts.struct.field("field_0"), "record_id": parts.struct.field("field_1"), "person_id": found["cluster_id"]}
    )


def blocking_frame(lists: Mapping[str, pl.DataFrame]) -> tuple[Records, pl.DataFrame]:
    """Return the records, and the frame that the twelve rules block on."""
    records = read_lists(lists)
    frame = splink_frame(records, columns_of(records))
    return records, frame.with_columns(
        event_month=pl.col("event_lo") // 30, birth_year=((pl.col("born_lo") + pl.col("born_hi")) / 2 + 60_000) // 365
    )


def twelve_rule_pairs(frame: pl.DataFrame, curated: Collection[int]) -> Any:  # Any: an array of pairs
    """Return the pairs that the twelve rules find."""
    import duckdb

    con = duckdb.connect(":memory:")
    con.register("records", frame.to_arrow())
    found = []
    for rule in TWELVE_RULES:
        on = " and ".join(f"l.{name} = r.{name}" for name in rule)
        pair = f"l.unique_id * {frame.height} + r.unique_id as pair"
        query = f"select {pair} from records l join records r on {on} where l.unique_id < r.unique_id"
        found.append(con.sql(query).pl()["pair"].to_numpy().astype(np.int64))
    pairs = np.unique(np.concatenate(found))
    first, second = np.divmod(pairs, frame.height)
    source = frame["list"].to_numpy()
    return pairs[(source[first] != source[second]) | ~np.isin(source[first], list(curated))]


def splink_well_set(lists: Mapping[str, pl.DataFrame], curated: Collection[str]) -> pl.DataFrame:
    """Return the persons that Splink finds with our reading, twelve rules, sampled training, and our joining."""
    from splink import DuckDBAPI, Linker, block_on

    records, frame = blocking_frame(lists)
    settings = splink_settings(shipped_model())
    settings["blocking_rules_to_generate_predictions"] = [
        {"blocking_rule": " and ".join(f"l.{name} = r.{name}" for name in rule)} for rule in TWELVE_RULES
    ]
    api = DuckDBAPI()
    linker: Any = Linker([api.register(frame.to_arrow(), dataset_display_name="records")], settings, log_level="ERROR")
    linker.training.estimate_probability_two_random_records_match(
        [block_on("id_number"), block_on("sound_0", "sound_1", "sound_2")], recall=0.7
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    for rule in (block_on("sound_0", "sound_2"), block_on("sound_0", "event_day")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule, max_pairs=1e6, estimate_without_term_frequencies=True)
    predicted = pl.from_arrow(linker.inference.predict(threshold_match_weight=-10).as_pyarrow_table())
    assert isinstance(predicted, pl.DataFrame)
    one, two = predicted["unique_id_l"].to_numpy().astype(np.int64), predicted["unique_id_r"].to_numpy().astype(np.int64)
    pairs = np.minimum(one, two) * records.height + np.maximum(one, two)
    order = np.argsort(pairs)
    alone = np.array([name in curated for name in records.lists])[records.source]
    edges = Edges(pairs[order], predicted["match_weight"].to_numpy().astype(np.float64)[order], np.zeros(pairs.size, np.bool_))
    person = persons_of(edges, records.height, np.where(alone, records.source, -1).astype(np.int64), cut=0.0)
    return records.frame.select("list", "record_id", pl.Series("person_id", person))


def same_rules(lists: Mapping[str, pl.DataFrame], curated: Collection[str]) -> pl.DataFrame:
    """Return the persons that our own way finds when Splink scores the same candidates."""
    work = link(lists, curated=curated, engine="splink")
    return work.records.frame.select("list", "record_id", pl.Series("person_id", work.person))
