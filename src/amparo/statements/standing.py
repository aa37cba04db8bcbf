"""Which statements of the log stand, as known at a moment."""

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

_CHUNKS = 64  # of a frame that grew statement by statement; beyond, it is laid together


def standing(log: "pl.DataFrame", known_at: date | None = None) -> "pl.DataFrame":
    """
    Return the statements that stand at the end of a day of knowledge.

    A statement stands unless a *standing* statement supersedes or retracts it, or
    its import was undone. So a correction that is itself withdrawn gives way
    to what it corrected. Statements recorded after the day are not known yet: a
    figure published in the past can be computed again exactly. Retractions
    themselves are left out: they say nothing of the world.

    ``log``: the columns of the store's snapshot, in log order; ``known_at`` None means all that is known.
    """
    import polars as pl

    known = log if known_at is None else log.filter(pl.col("recorded_at").str.slice(0, 10) <= known_at.isoformat())
    withdrawn, undone = _withdrawn(known)
    stands = pl.col("action") != "retract"
    if undone:
        stands &= ~pl.col("import_id").fill_null("").is_in(undone)
    if withdrawn:
        stands &= ~pl.col("statement_id").is_in(withdrawn)
    return known.filter(stands)


def standing_since(before: "pl.DataFrame", tail: "pl.DataFrame", known_at: date | None = None) -> "pl.DataFrame | None":
    """
    Return ``standing`` of a log that grew by a tail, from what stood ``before``; None where the whole log must be asked.

    That is so where the tail withdraws anything, for a withdrawal may give back what an earlier one
    took, and where it belongs to imports, for one of them may be undone.
    """
    import polars as pl

    if tail["import_id"].null_count() < tail.height:
        return None
    known = tail if known_at is None else tail.filter(pl.col("recorded_at").str.slice(0, 10) <= known_at.isoformat())
    if any(_withdrawn(known)):
        return None
    grown = pl.concat([before, known.filter(pl.col("action") != "retract")])
    return grown.rechunk() if grown.n_chunks() > _CHUNKS else grown


def came_or_went(before: "pl.DataFrame", after: "pl.DataFrame") -> "pl.DataFrame":
    """Return what stands in only one of two states of a log: ``position``, of what, and whether it ``came``."""
    import numpy as np
    import polars as pl

    old, new = before["position"].to_numpy(), after["position"].to_numpy()
    seen = np.zeros(max([0, *old[-1:].tolist(), *new[-1:].tolist()]) + 1, np.int8)
    seen[old] = 1
    seen[new] += 2
    columns = ["position", "subject_kind", "subject", "property"]
    went = before.select(columns)[np.flatnonzero(seen[old] == 1)].with_columns(came=pl.lit(value=False))
    came = after.select(columns)[np.flatnonzero(seen[new] == 2)].with_columns(came=pl.lit(value=True))
    return pl.concat([went, came])


def _withdrawn(known: "pl.DataFrame") -> tuple[list[str], list[str]]:
    """Return the statements that a standing later one targets, and the imports that one undoes; the latest is judged first."""
    import polars as pl

    is_undoing = (pl.col("subject_kind") == "import") & (pl.col("property") == "undone") & (pl.col("action") != "retract")
    acts = known.filter(pl.col("target").is_not_null() | is_undoing)
    gone: set[str] = set()
    undone: set[str] = set()
    for statement_id, target, import_id, subject in reversed(
        acts.select("statement_id", "target", "import_id", pl.when(is_undoing).then("subject")).rows()
    ):
        if statement_id in gone or import_id in undone:
            continue
        if target is not None:
            gone.add(target)
        if subject is not None:
            undone.add(subject)
    return sorted(gone), sorted(undone)
