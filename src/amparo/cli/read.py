"""``read``: reports to proposals, and their review; nothing enters the record without somebody's decision."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from amparo.cli.language import language
from amparo.cli.shared import DAY, command, json_option, note, print_json, say_line, table, text
from amparo.words import say

if TYPE_CHECKING:
    from amparo.ingest.reports import Field, Proposal
    from amparo.workflows.reading import Reading

_SHOWN = ("value", "measure", "claimant", "from", "until", "place")


@command("read")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--published", type=DAY, metavar="DATE", help=text("published_day"))
@json_option
def read(files: tuple[Path, ...], published: date | None, as_json: bool) -> None:
    """Read reports."""
    from amparo.errors import WrongUse
    from amparo.workflows.reading import read_file

    if not files:
        raise WrongUse("cli.read_what")
    readings = [read_file(file, published) for file in files]
    for reading in readings:
        if reading.day_by != "given":
            by = say(f"reading.by_{reading.day_by}", language())
            note(say("reading.day_assumed", language(), file=reading.file, day=reading.published_on.isoformat(), by=by))
        if reading.dropped:
            note(say("reading.dropped", language(), n=len(reading.dropped)))
    if as_json:
        documents = [reading.to_dict() for reading in readings]
        print_json(documents[0] if len(documents) == 1 else documents)
        return
    for reading in readings:
        _print(reading)


def _print(reading: "Reading") -> None:
    """Print the figures as a table, and the other proposals by kind."""
    head = {"file": reading.file, "day": reading.published_on.isoformat(), "language": reading.language}
    say_line(say("reading.read_summary", language(), n=len(reading.proposals), **head))
    claims = [one for one in reading.proposals if one.kind == "claim"]
    if claims:
        heads = [say("reading.field_qualifier", language()), *(say(f"reading.field_{name}", language()) for name in _SHOWN)]
        table(heads, [(str(one.value("qualifier")), *(_cell(one, name) for name in _SHOWN)) for one in claims])
    others = [one for one in reading.proposals if one.kind != "claim"]
    if others:
        say_line()
        table(["", "", ""], [_row(one, reading) for one in others])


def _cell(proposal: "Proposal", name: str) -> str:
    field = proposal.fields.get(name)
    if name == "claimant" and field is not None and field.value is None:
        return say("reading.the_report_itself", language())
    high = proposal.value("value_high")
    shown = "" if field is None else _shown(field)
    return f"{shown}–{high}" if name == "value" and high is not None else shown


def _row(proposal: "Proposal", reading: "Reading") -> tuple[str, str, str]:
    fields = ", ".join(
        f"{say(f'reading.field_{name}', language())}: {_shown(field)}"
        for name, field in proposal.fields.items()
        if field.value not in (False, None)
    )
    return say(f"reading.kind_{proposal.kind}", language()), fields, reading.text.text[slice(*proposal.span)][:80].replace("\n", " ")


def _shown(field: "Field") -> str:
    return "" if field.value is None else str(field.value)
