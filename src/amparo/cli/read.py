"""``read``: reports to proposals, and their review; nothing enters the record without somebody's decision."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from amparo.cli.language import language
from amparo.cli.shared import DAY, command, folder, json_option, note, print_json, say_line, session, table, text
from amparo.words import say

if TYPE_CHECKING:
    from amparo.ingest.reports import Field, Proposal
    from amparo.workflows.reading import Reading

_SHOWN = ("value", "measure", "claimant", "from", "until", "place")


@command("read")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--published", type=DAY, metavar="DATE", help=text("published_day"))
@click.option("--url", metavar="URL", help=text("read_url"))
@click.option("--publisher", metavar="NAME", help=text("read_publisher"))
@click.option("--with", "extractor_ids", multiple=True, metavar="NAME", help=text("read_with"))
@click.option("--allow-network", is_flag=True, help=text("read_allow_network"))
@click.option("--review", is_flag=True, help=text("read_review"))
@click.option("--second", is_flag=True, help=text("read_second"))
@json_option
def read(files: tuple[Path, ...], review: bool, second: bool, **options: Any) -> None:  # Any: options
    """Read reports, or review what was proposed."""
    from amparo.errors import WrongUse

    if review or second:
        from amparo.cli.reading_review import review as go_through

        go_through(second=second)
        return
    if not files:
        raise WrongUse("cli.read_what")
    _read(files, **options)


def _read(
    files: tuple[Path, ...], *, published: date | None, url: str | None, publisher: str | None, extractor_ids: tuple[str, ...],
    allow_network: bool, as_json: bool,
) -> None:  # fmt: skip
    """Print what the files propose, and keep the files where there is a registry; a folder is that of an auto-archiver."""
    from amparo.ingest.reports.originals.warc import is_archive
    from amparo.ingest.reports.others.extractors import Policy
    from amparo.workflows.reading import read_archive, read_file
    from amparo.workflows.words_of_reports import words_in

    own = words_in(folder())
    policy = Policy(tuple(dict.fromkeys(("rules", *extractor_ids))), allow_network, own)
    if own.added or own.removed:
        note(say("reading.own_words", language(), n=len(own.added), out=len(own.removed)))
    archives = [file for file in files if not file.is_dir() and is_archive(file.name)]
    single = [file for file in files if not file.is_dir() and file not in archives]
    readings = [read_file(file, published, policy) for file in single]
    for archive in archives:
        found, refused = read_archive(archive, published, policy)
        readings.extend(found)
        if refused:
            note(say("reading.archived_refused", language(), n=len(refused), names=", ".join(refused[:10])))
    for reading in readings:
        if reading.day_by != "given":
            by = say(f"reading.by_{reading.day_by}", language())
            note(say("reading.day_assumed", language(), file=reading.file, day=reading.published_on.isoformat(), by=by))
        if reading.dropped:
            note(say("reading.dropped", language(), n=len(reading.dropped)))
    _keep(single, [file for file in files if file.is_dir()], archives, published, url, publisher)
    if as_json:
        documents = [reading.to_dict() for reading in readings]
        print_json(documents[0] if len(documents) == 1 else documents)
        return
    for reading in readings:
        _print(reading)


def _keep(
    single: list[Path], folders: list[Path], archives: list[Path], published: date | None, url: str | None, publisher: str | None
) -> None:
    """Keep the files in the registry, if there is one here, so that they can be reviewed."""
    from amparo.workflows.originals import Retrieval, keep_archived, keep_file, keep_warc

    if not folder().is_dir():
        note(say("reading.not_kept", language(), folder=folder()))
        return
    with session() as opened:
        for file in single:
            keep_file(opened, file, published_on=published, retrieval=Retrieval(url=url, publisher=publisher))
            note(say("reading.kept_for_review", language(), file=file.name))
        for archive in [*folders, *archives]:
            kept, refused = keep_warc(opened, archive, published_on=published) if archive in archives else keep_archived(opened, archive)
            for report in kept:
                note(say("reading.kept_for_review", language(), file=report.name))
            if refused:
                note(say("reading.archived_refused", language(), n=len(refused), names=", ".join(refused[:10])))


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
