"""Which statements of the log stand, as known at a moment."""

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


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
    if undone:
        known = known.filter(~pl.col("import_id").fill_null("").is_in(undone))
    if withdrawn:
        known = known.filter(~pl.col("statement_id").is_in(withdrawn))
    return known.filter(pl.col("action") != "retract")


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
