"""Changing what is recorded without losing anything: one statement more, its successor, its withdrawal, an import taken back."""

from typing import Any

import attrs
import orjson
import polars as pl

from amparo.errors import BadInput
from amparo.statements import StatementId, interval, nearest, vocabulary
from amparo.workflows.session import Session
from amparo.workflows.shapes import check_value


@attrs.frozen(kw_only=True)
class NewStatement:
    """What somebody wants to record; the meaning of the fields is that of ``statements.Statement``."""

    subject: str
    property: str
    value: Any  # Any: Json
    source: str
    happened_on: str | None = None
    stated_on: str | None = None
    url: str | None = None
    negated: bool = False
    reliability: str = "unknown"
    exposure: int = 2
    language: str | None = None


def record(session: Session, new: NewStatement) -> StatementId:
    """Append one statement on a subject that is known, or on a person who is new, and return its id."""
    kind = _kind_of(session, new.subject)
    _check(new, kind)
    return session.registry.append([session.statement(subject_kind=kind, **_fields(new))], at=session.now())[0]


def new_person(session: Session, *, name: str, source: str, exposure: int = 2) -> tuple[str, StatementId]:
    """Record a person whom no list brought, and return the id minted for them."""
    person = session.registry.mint("p", "by hand", str(session.registry.head().size), name)
    new = NewStatement(subject=person, property="name", value=name, source=source, exposure=exposure)
    _check(new, "person")
    return person, session.registry.append([session.statement(subject_kind="person", **_fields(new))], at=session.now())[0]


def supersede(session: Session, target: str, changes: dict[str, Any], reason: str) -> StatementId:  # Any: fields of NewStatement
    """Append the successor of a statement: the same but for the changes. Both stay in the log; only the successor stands."""
    old = _standing_row(session, target)
    _needs_reason(reason)
    locator = orjson.loads(old["locator"])
    kept = {name: old[name] for name in ("source", "happened_on", "stated_on", "negated", "reliability", "exposure", "language")}
    new = NewStatement(
        subject=old["subject"],
        property=old["property"],
        **{**kept, "value": orjson.loads(old["value"]), "url": locator.get("url"), **changes},
    )
    _check(new, old["subject_kind"])
    fields = _fields(new)
    fields["locator"] = fields["locator"] or locator
    statement = session.statement(subject_kind=old["subject_kind"], action="supersede", target=target, reason=reason, **fields)
    return session.registry.append([statement], at=session.now())[0]


def retract(session: Session, target: str, reason: str) -> StatementId:
    """
    Append the withdrawal of a statement, with its reason.

    Withdrawing a correction lets what it corrected stand again; withdrawing a withdrawal undoes it.
    """
    old = _known_row(session, target)
    _needs_reason(reason)
    if old["action"] != "retract":
        old = _standing_row(session, target)
    statement = session.statement(
        subject_kind=old["subject_kind"],
        subject=old["subject"],
        property=old["property"],
        value=None,
        source=session.who,
        exposure=old["exposure"],
        action="retract",
        target=target,
        reason=reason,
    )
    return session.registry.append([statement], at=session.now())[0]


def undo(session: Session, import_id: str, reason: str) -> StatementId:
    """
    Take an import back: none of its statements stands any more; all stay in the log.

    A later edition records only what changed, so it would lose what it did not
    repeat: an import that another builds on is refused until that one is undone.
    """
    _needs_reason(reason)
    if import_id not in session.imports()["subject"].to_list():
        raise BadInput("workflows.no_import", import_id=import_id)
    later = _built_upon(session, import_id)
    if later is not None:
        raise BadInput("workflows.built_upon", import_id=import_id, later=later)
    statement = session.statement(
        subject_kind="import", subject=import_id, property="undone", value=True, source=session.who, reason=reason
    )
    return session.registry.append([statement], at=session.now())[0]


def _built_upon(session: Session, import_id: str) -> str | None:
    """Return the last import that is of the same list, came later, and repeats or changes what this one brought."""
    found = {subject: orjson.loads(value) for subject, value in session.imports().select("subject", "value").iter_rows()}
    order, mine = [str(subject) for subject in found], found[import_id]
    brought = session.standing().filter(~pl.col("subject_kind").is_in(["import", "source"]))
    subjects = {one: set(brought.filter(pl.col("import_id") == one)["subject"].to_list()) for one in order}
    for later in reversed(order[order.index(import_id) + 1 :]):
        value = found[later]
        alike = (value["kind"], value["source"]) == (mine["kind"], mine["source"])
        if alike and (value["same"] or value["changed"] or subjects[later] & subjects[import_id]):
            return later
    return None


def _fields(new: NewStatement) -> dict[str, Any]:  # Any: fields of Statement
    fields = attrs.asdict(new, recurse=False)
    url = fields.pop("url")
    return {**fields, "locator": {"url": url} if url else {}}


def _kind_of(session: Session, subject: str) -> str:
    """Return what kind of thing a subject is; an unknown one is an error, never a silent new record."""
    known = session.registry.log().filter(pl.col("subject") == subject)
    if not known.is_empty():
        return str(known["subject_kind"][0])
    owners = session.registry.log().filter((pl.col("property") == "person") & (pl.col("value") == f'"{subject}"'))
    if not owners.is_empty():
        return "person"
    raise BadInput("workflows.no_subject", subject=subject)


def _known_row(session: Session, target: str) -> dict[str, Any]:  # Any: one cell each
    found = session.registry.log().filter(pl.col("statement_id") == target)
    if found.is_empty():
        raise BadInput("workflows.no_statement", statement_id=target)
    return found.row(0, named=True)


def _standing_row(session: Session, target: str) -> dict[str, Any]:  # Any: one cell each
    _known_row(session, target)
    found = session.standing().filter(pl.col("statement_id") == target)
    if found.is_empty():
        raise BadInput("workflows.not_standing", statement_id=target)
    return found.row(0, named=True)


def _needs_reason(reason: str) -> None:
    if not reason.strip():
        raise BadInput("workflows.reason_needed")


def _check(new: NewStatement, subject_kind: str) -> None:
    """Refuse what no question could use: an impossible date, an exposure off the scale, a value of another shape."""
    for name in ("happened_on", "stated_on"):
        text = getattr(new, name)
        if text:
            interval(text)
    if new.exposure not in vocabulary()["exposure"]:
        raise BadInput("workflows.exposure", value=new.exposure)
    if new.reliability not in vocabulary()["reliability"]:
        raise BadInput(
            "workflows.word", word=new.reliability, near=nearest(new.reliability, list(vocabulary()["reliability"])) or "unknown"
        )
    if not new.source.strip():
        raise BadInput("workflows.source_needed")
    check_value(subject_kind, new.subject, new.property, new.value)
