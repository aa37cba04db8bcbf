"""``import`` and ``imports``: files into the record, and what came in so far."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from amparo.cli.shared import Command, command, group, json_option, member, note, print_json, say_line, session, table, text

if TYPE_CHECKING:
    from amparo.workflows.imports import ImportReport

_FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))


@group("import")
def import_() -> None:
    """Group the kinds of files."""


def _options(function: Command) -> Command:
    for option in (
        click.option("--dry-run", is_flag=True, help=text("dry_run")),
        click.option("--strict", is_flag=True, help=text("strict_import")),
        click.option("--refused", type=click.Path(path_type=Path), metavar="FILE.csv", help=text("refused")),
        json_option,
    ):
        function = option(function)
    return function


@member(import_, "list")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--map", "map_path", required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="MAP.yml", help=text("map")
)
@click.option("--edition", metavar="DATE", help=text("edition"))
@_options
def import_list(file: Path, map_path: Path, edition: str | None, **options: Any) -> None:  # Any: options
    """Import one list."""
    _run("list", (file,), map_path=map_path, edition=edition, **options)


def _table_command(kind: str) -> click.Command:
    @member(import_, kind)
    @_FILES
    @_options
    def import_tables(files: tuple[Path, ...], **options: Any) -> None:  # Any: options
        _run(kind, files, **options)

    return import_tables


for _kind in ("claims", "cases", "casefiles", "facilities", "stages", "instruments", "pledges"):
    _table_command(_kind)


def _run(
    kind: str, files: tuple[Path, ...], *, dry_run: bool, strict: bool, refused: Path | None, as_json: bool,
    map_path: Path | None = None, edition: str | None = None,
) -> None:  # fmt: skip
    """Import each file and print what was done."""
    from amparo.workflows.imports import import_file

    documents = []
    with session() as opened:
        for file in files:
            report = import_file(opened, kind, file, map_path=map_path, edition=edition, dry_run=dry_run, strict=strict)
            documents.append(report.to_dict())
            _messages(report, refused)
            if not as_json:
                _print(report)
    if as_json:
        print_json(documents[0] if len(documents) == 1 else documents)


def _messages(report: "ImportReport", refused: Path | None) -> None:
    """Say on stderr what was not taken and where it is, and what to look at."""
    from amparo.cli.language import language
    from amparo.ingest import refused_table

    for problem in (*report.refused[:20], *report.warnings[:20]):
        note(f"  · {problem.message(language())}")
    rest = max(0, len(report.refused) - 20)
    if rest:
        note("  " + text("and_more", n=rest))
    if report.refused and report.table is not None:
        if refused is not None:
            refused.write_bytes(refused_table(report.table, report.refused, language()))
            note(text("refused_written", path=refused))
        else:
            note(text("refused_hint"))


def _print(report: "ImportReport") -> None:
    if report.already:
        say_line(text("import_already", file=report.file, import_id=report.import_id))
        return
    say_line(text("import_dry" if report.dry_run else "import_done", file=report.file, import_id=report.import_id))
    counts = {name: getattr(report, name) for name in ("records", "added", "changed", "same")}
    say_line("  " + text("import_counts", **counts, gone=len(report.gone), refused=len({one.row for one in report.refused})))
    if report.dry_run:
        _samples(report)
    elif report.gone:
        say_line("  " + text("import_gone", ids=", ".join(report.gone[:20])))


def _samples(report: "ImportReport") -> None:
    """Print the first records as they were understood, so that wrong columns and dates are seen before anything is recorded."""
    rows = [
        (str(record.row or ""), fact.property, _shown(fact.value), fact.happened_on or "")
        for record in report.samples
        for fact in record.facts
    ]
    table([text("column_row"), text("column_property"), text("column_value"), text("column_date")], rows[:60])


def _shown(value: object) -> str:
    import json

    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


@command("imports")
@json_option
def imports(as_json: bool) -> None:
    """List the imports that stand."""
    import orjson

    with session() as opened:
        rows = [
            {
                "import_id": row["subject"],
                "recorded_at": row["recorded_at"],
                "recorded_by": row["recorded_by"],
                **orjson.loads(row["value"]),
            }
            for row in opened.imports().iter_rows(named=True)
        ]
    if as_json:
        print_json(rows)
    else:
        table(
            ["import", text("column_date"), text("column_kind"), text("column_source"), text("column_records")],
            [(row["import_id"], row["recorded_at"][:16], row["kind"], row["source"], str(row["records"])) for row in rows],
        )
