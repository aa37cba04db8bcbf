"""``link``: which records are one person, recorded as statements that can be undone."""

from typing import TYPE_CHECKING, cast

import click

from amparo.cli.language import language
from amparo.cli.shared import command, json_option, note, print_json, say_line, session
from amparo.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from amparo.linkage.linking import Engine
    from amparo.workflows.linking import LinkReport

_SHOWN = 20


def words(code: str, **values: object) -> str:
    """Return a sentence of linking in the language of this run."""
    return say(f"linkage.{code}", language(), **values)


@command("link")
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True, help=words("option_engine"))
@click.option("--dry-run", is_flag=True, help=words("option_dry_run"))
@click.option("--settings", type=click.Path(exists=True, dir_okay=False), help=words("option_settings"))
@click.option("--export-settings", type=click.Path(dir_okay=False), help=words("option_export"))
@click.option("--whole", is_flag=True, help=words("option_whole"))
@click.option("--conflicts", is_flag=True, help=words("option_conflicts"))
@json_option
def link(
    engine: str, settings: str | None, export_settings: str | None, *, dry_run: bool, whole: bool, conflicts: bool, as_json: bool
) -> None:
    """Link the records of the registry."""
    from pathlib import Path

    from amparo.workflows.linking import exported_settings, link_registry

    if export_settings:
        with session() as opened:
            Path(export_settings).write_bytes(exported_settings(opened))
        say_line(words("exported", path=export_settings))
        return
    if conflicts:
        _conflicts(as_json=as_json)
        return
    given = Path(settings).read_bytes() if settings else None

    with session() as opened:
        report = link_registry(opened, engine=cast("Engine", engine), dry_run=dry_run, settings=given, whole=whole)
    for warning in report.warnings:
        note(warning.message(language()))
    if as_json:
        print_json(report.to_dict())
        return
    _print(report)


def _conflicts(*, as_json: bool) -> None:
    """Print the dates that the joined records of one person contradict each other in."""
    import attrs

    from amparo.workflows.date_conflicts import date_conflicts

    with session() as opened:
        found = date_conflicts(opened)
    if as_json:
        print_json({"conflicts": [attrs.asdict(one) for one in found]})
        return
    say_line(words("date_conflicts", n=len(found)) if found else words("no_date_conflicts"))
    for one in found:
        say_line(
            words(
                f"date_conflict_{one.what}",
                person=one.person,
                dates="; ".join(f"{date} ({name}, {record})" for record, name, date in one.dates),
            )
        )


def _print(report: "LinkReport") -> None:
    low, high = report.interval
    say_line(
        words(
            "linked", records=report.records, lists=report.lists, persons=report.persons, before=report.persons_before, low=low, high=high
        )
    )
    if report.compared < report.records:
        say_line(words("linked_near", n=report.compared))
    say_line(words("linked_changes", joined=len(report.joined), separated=len(report.separated), undecided=report.undecided))
    share = f"{report.recall / 10:.1f}"
    say_line(words("linked_recall", share=share.replace(".", ",") if language() == "es" else share))
    _pairs("linked_name_only", report.name_only)
    _pairs("linked_conflicts", report.conflicts)
    if report.dry_run:
        say_line(words("linked_dry"))
    elif not report.statements:
        say_line(words("linked_nothing"))


def _pairs(code: str, pairs: "Sequence[tuple[str, str]]") -> None:
    if not pairs:
        return
    say_line(words(code, n=len(pairs)))
    for a, b in pairs[:_SHOWN]:
        say_line(f"  {a}  {b}")
    if len(pairs) > _SHOWN:
        say_line("  " + words("and_more", n=len(pairs) - _SHOWN))
