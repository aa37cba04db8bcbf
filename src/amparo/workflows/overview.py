"""What a registry holds, at a glance."""

from datetime import date

import attrs
import orjson
import polars as pl

from amparo.statements import interval
from amparo.workflows.session import Session


@attrs.frozen
class Overview:
    """
    How much there is.

    Attributes:
        last_news: the last day of which any source that may be seen speaks, no later than today: a sensible day to ask about.
    """

    statements: int
    persons: int
    claims: int
    facilities: int
    imports: int
    answers: int
    last_news: date | None
    hidden: int


def overview(session: Session) -> Overview:
    """Return what the registry holds, as far as this person may see it."""
    stands = session.standing()

    def worked_out() -> Overview:
        subjects = dict(stands.group_by("subject_kind").agg(pl.col("subject").n_unique()).rows())
        told = stands.filter(pl.col("subject_kind").is_in(["record", "person", "claim"]))
        texts = {*told["happened_on"].drop_nulls().unique().to_list(), *told["stated_on"].drop_nulls().unique().to_list()} - {""}
        ends = [end for end in (interval(text)[1] for text in texts) if end is not None and end <= session.today()]
        return Overview(
            statements=stands.height,
            persons=len(session.people().sayings),
            claims=subjects.get("claim", 0),
            facilities=subjects.get("facility", 0),
            imports=subjects.get("import", 0),
            answers=subjects.get("answer", 0),
            last_news=max(ends, default=None),
            hidden=attrs.evolve(session, clearance=0).standing().height - stands.height,
        )

    return session.memory.kept(("overview", session.log().height, session.clearance), worked_out)


def source_name(stands: pl.DataFrame, source: str) -> str:
    """Return the title under which a list is known; the source's own id where it has none."""
    rows = stands.filter((pl.col("subject_kind") == "source") & (pl.col("subject") == source) & (pl.col("property") == "list"))
    return str(orjson.loads(rows["value"][-1]).get("title") or source) if rows.height else source
