"""Decisions of reviewers on pairs of records, as the linkage takes them."""

import attrs
import numpy as np
import polars as pl
from numpy.typing import NDArray

from amparo.errors import BadInput, Problem
from amparo.linkage.blocks import Pairs
from amparo.linkage.fields import Records

COLUMNS = ("list_a", "record_a", "list_b", "record_b", "decision")
DECISIONS = ("same", "different", "undecided")


@attrs.frozen(eq=False)
class Decided:
    """
    What was decided of pairs of records; the last word on a pair holds.

    Attributes:
        pairs: ``first * height + second``, sorted.
        same: one person.
        clear: decided; False for those left undecided.
        who, why: as given.
        warnings: decisions on records that are in no list.
    """

    pairs: Pairs
    same: NDArray[np.bool_]
    clear: NDArray[np.bool_]
    who: tuple[str | None, ...] = ()
    why: tuple[str | None, ...] = ()
    warnings: tuple[Problem, ...] = ()


def nothing_decided() -> Decided:
    """Return no decisions."""
    return Decided(np.zeros(0, np.int64), np.zeros(0, np.bool_), np.zeros(0, np.bool_))


def read_decisions(decisions: pl.DataFrame | None, records: Records) -> Decided:
    """Return the decisions by place of the records; those on records that are in no list are kept out, with a warning."""
    if decisions is None or decisions.is_empty():
        return nothing_decided()
    missing = [name for name in COLUMNS if name not in decisions.columns]
    if missing:
        raise BadInput("linkage.decision_columns", missing=", ".join(missing))
    optional = [(pl.col(name) if name in decisions.columns else pl.lit(None)).cast(pl.String).alias(name) for name in ("who", "why")]
    frame = decisions.select(*(pl.col(name).cast(pl.String).str.strip_chars() for name in COLUMNS), *optional).with_row_index("order")
    wrong = frame.filter(~pl.col("decision").is_in(DECISIONS) | pl.col("decision").is_null())
    if not wrong.is_empty():
        raise BadInput("linkage.decision_word", value=wrong["decision"][0], row=wrong["order"][0] + 1)
    places = (
        records.frame.select("list", "record_id").with_row_index("place").unique(["list", "record_id"], keep="first", maintain_order=True)
    )
    for side in ("a", "b"):
        renamed = places.rename({"list": f"list_{side}", "record_id": f"record_{side}", "place": f"place_{side}"})
        frame = frame.join(renamed, on=[f"list_{side}", f"record_{side}"], how="left", maintain_order="left")
    lost = frame.filter(pl.any_horizontal(pl.col("place_a", "place_b").is_null()))
    warnings = (Problem("linkage.decision_lost", values={"n": lost.height}),) if lost.height else ()
    frame = frame.drop_nulls(["place_a", "place_b"]).filter(pl.col("place_a") != pl.col("place_b"))
    low, high = pl.min_horizontal("place_a", "place_b").cast(pl.Int64), pl.max_horizontal("place_a", "place_b").cast(pl.Int64)
    frame = frame.with_columns(pair=low * records.height + high).unique("pair", keep="last", maintain_order=True).sort("pair")
    return Decided(
        pairs=frame["pair"].to_numpy().astype(np.int64),
        same=(frame["decision"] == "same").to_numpy(),
        clear=(frame["decision"] != "undecided").to_numpy(),
        who=tuple(frame["who"].to_list()),
        why=tuple(frame["why"].to_list()),
        warnings=warnings,
    )
