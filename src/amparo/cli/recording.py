"""``record``, ``supersede``, ``retract``, ``undo``: one statement more, its successor, its withdrawal, an import taken back."""

import json
from typing import Any

import click

from amparo.cli.shared import Command, command, json_option, print_json, say_line, session, text
from amparo.errors import WrongUse

_REASON = click.option("--reason", required=True, metavar=text("sentence"), help=text("reason"))


def _fields(function: Command) -> Command:
    for option in (
        click.option("--value", metavar="JSON|TEXT", help=text("value")),
        click.option("--kind", metavar="KIND", help=text("kind_event")),
        click.option("--date", "happened_on", metavar="EDTF", help=text("date")),
        click.option("--facility", metavar=text("place"), help=text("facility")),
        click.option("--source", metavar=text("place"), help=text("source")),
        click.option("--url", metavar="URL", help=text("url")),
        click.option("--stated-on", metavar="EDTF", help=text("stated_on")),
        click.option("--denied/--stated", "negated", default=None, help=text("denied")),
        click.option("--reliability", metavar=text("word"), help=text("reliability")),
        click.option("--exposure", type=int, metavar="0-5", help=text("exposure")),
    ):
        function = option(function)
    return function


def _given(options: dict[str, Any]) -> dict[str, Any]:  # Any: fields of a statement
    """Return the fields that were given, the value read as JSON where it is some, an event put together from its parts."""
    given = {name: value for name, value in options.items() if value is not None}
    kind, facility, value = (given.pop(name, None) for name in ("kind", "facility", "value"))
    if kind is not None:
        given["value"] = {"kind": kind, **({"facility": facility} if facility else {}), **(_json(value) if value else {})}
    elif value is not None:
        given["value"] = _json(value)
    return given


def _json(text_or_json: str) -> Any:  # Any: Json
    try:
        return json.loads(text_or_json)
    except ValueError:
        return text_or_json


@command("record")
@click.argument("subject", required=False)
@click.argument("property", required=False)
@click.option("--new-person", metavar=text("name"), help=text("new_person"))
@_fields
@json_option
def record(subject: str | None, property: str | None, new_person: str | None, as_json: bool, **options: Any) -> None:  # Any: fields
    """Record one statement."""
    from amparo.workflows import recording

    given = _given(options)
    with session() as opened:
        source = given.pop("source", opened.who)
        if new_person is not None:
            if subject is not None or given.keys() - {"exposure"}:
                raise WrongUse("cli.new_person_alone")
            person, statement_id = recording.new_person(opened, name=new_person, source=source, exposure=given.get("exposure", 2))
            _done({"person_id": person, "statement_id": statement_id}, as_json=as_json, line=text("recorded_person", person=person))
            return
        if subject is None or "value" not in given:
            raise WrongUse("cli.record_what")
        new = recording.NewStatement(subject=subject, property=property or "event", source=source, **given)
        statement_id = recording.record(opened, new)
    _done({"statement_id": statement_id}, as_json=as_json, line=text("recorded", statement_id=statement_id))


@command("supersede")
@click.argument("statement_id")
@_fields
@_REASON
@json_option
def supersede(statement_id: str, reason: str, as_json: bool, **options: Any) -> None:  # Any: fields
    """Record the successor of a statement."""
    from amparo.workflows import recording

    changes = _given(options)
    if not changes:
        raise WrongUse("cli.supersede_what")
    with session() as opened:
        new = recording.supersede(opened, statement_id, changes, reason)
    _done({"statement_id": new, "supersedes": statement_id}, as_json=as_json, line=text("superseded", old=statement_id, new=new))


@command("retract")
@click.argument("statement_id")
@_REASON
@json_option
def retract(statement_id: str, reason: str, as_json: bool) -> None:
    """Withdraw a statement."""
    from amparo.workflows import recording

    with session() as opened:
        new = recording.retract(opened, statement_id, reason)
    _done({"statement_id": new, "retracts": statement_id}, as_json=as_json, line=text("retracted", old=statement_id, new=new))


@command("undo")
@click.argument("import_id")
@_REASON
@json_option
def undo(import_id: str, reason: str, as_json: bool) -> None:
    """Take an import back."""
    from amparo.workflows import recording

    with session() as opened:
        new = recording.undo(opened, import_id, reason)
    _done({"statement_id": new, "undoes": import_id}, as_json=as_json, line=text("undone", import_id=import_id, new=new))


def _done(document: dict[str, str], *, as_json: bool, line: str) -> None:
    if as_json:
        print_json(document)
    else:
        say_line(line)
