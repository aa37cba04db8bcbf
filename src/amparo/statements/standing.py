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
    undone = known.filter((pl.col("subject_kind") == "import") & (pl.col("property") == "undone"))
    withdrawn_undoing = known.filter(pl.col("target").is_in(undone["statement_id"].to_list()))["target"].to_list()
    imports = undone.filter(~pl.col("statement_id").is_in(withdrawn_undoing))["subject"].to_list()
    if imports:
        known = known.filter(~pl.col("import_id").fill_null("").is_in(imports))
    gone = _withdrawn(known)
    if gone:
        known = known.filter(~pl.col("statement_id").is_in(gone))
    return known.filter(pl.col("action") != "retract")


def _withdrawn(known: "pl.DataFrame") -> list[str]:
    """Return the ids that a standing later statement targets; later ones are judged first."""
    import polars as pl

    gone: set[str] = set()
    acts = known.filter(pl.col("target").is_not_null()).select("statement_id", "target")
    for statement_id, target in reversed(acts.rows()):
        if statement_id not in gone:
            gone.add(target)
    return sorted(gone)
