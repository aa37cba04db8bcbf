"""Answers that are kept: the question and the position of the log, so that anyone can ask again and see the same."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import attrs
import orjson
import polars as pl

from amparo.errors import BadInput
from amparo.words import LANGUAGES
from amparo.workflows.asking import Asked, Params, ask
from amparo.workflows.session import Session

_MOST_SEEN = 2  # an answer made from more than internal statements is kept for those who see as much


@attrs.frozen
class Saved:
    """A kept answer: who kept it, when, and what it said then, in both languages."""

    answer_id: str
    statement_id: str
    title: str
    kind: str
    params: Params
    headline: dict[str, str]
    digest: str
    size: int
    root: str
    clearance: int
    recorded_at: str
    recorded_by: str


def save_answer(session: Session, asked: Asked, title: str) -> str:
    """Append a question with what it is answered now, and return its id."""
    title = " ".join(title.split())
    if not title:
        raise BadInput("workflows.title_needed")
    head = session.registry.head()
    answer_id = session.registry.mint("a", str(head.size), asked.kind, title)
    value = {
        "title": title,
        "kind": asked.kind,
        "params": {name: list(values) for name, values in asked.params.items()},
        "headline": {language: asked.paper(language).headline for language in LANGUAGES},
        "digest": asked.digest,
        "size": head.size,
        "root": head.root.hex(),
        "clearance": session.clearance,
    }
    statement = session.statement(
        subject_kind="answer",
        subject=answer_id,
        property="question",
        value=value,
        source=session.who,
        exposure=min(session.clearance, _MOST_SEEN),
    )
    session.registry.append([statement], at=session.now())
    return answer_id


def saved_answers(session: Session) -> Sequence[Saved]:
    """Return the kept answers that this person may see, the latest first."""
    rows = session.standing().filter((pl.col("subject_kind") == "answer") & (pl.col("property") == "question"))
    return [_saved(row) for row in reversed(list(rows.iter_rows(named=True)))]


def saved_answer(session: Session, answer_id: str) -> Saved:
    """Return one kept answer."""
    found = next((one for one in saved_answers(session) if one.answer_id == answer_id), None)
    if found is None:
        raise BadInput("workflows.no_answer", answer=answer_id)
    return found


def repeated(session: Session, saved: Saved) -> Asked:
    """Return the answer asked again with what was on record when it was kept, and no more."""
    return ask(as_then(session, saved), saved.kind, saved.params)


def as_then(session: Session, saved: Saved) -> Session:
    """Return a sitting with what was on record, and visible, when an answer was kept."""
    then = datetime.fromisoformat(saved.recorded_at)
    return attrs.evolve(session, upto=saved.size, clearance=saved.clearance, clock=lambda: then)


def _saved(row: dict[str, Any]) -> Saved:  # Any: cells of the log
    value = orjson.loads(row["value"])
    params = {name: tuple(values) for name, values in value.pop("params").items()}
    return Saved(
        answer_id=row["subject"],
        statement_id=row["statement_id"],
        params=params,
        recorded_at=row["recorded_at"],
        recorded_by=row["recorded_by"],
        **value,
    )
