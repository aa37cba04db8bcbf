"""``verify``: a release against its own data."""

from pathlib import Path

import click

from amparo.cli.language import language
from amparo.cli.shared import command, json_option, note, print_json, say_line, text

_SHOWN = 20


@command("verify")
@click.argument("release", type=click.Path(path_type=Path))
@click.option("--edition", metavar="ID", help=text("edition_cited"))
@json_option
def verify(release: Path, edition: str | None, as_json: bool) -> None:
    """Compute everything in a release again from its own statements; exit 1 on any difference."""
    from amparo.workflows.verifying import verify_release

    found = verify_release(release, edition=edition)
    if as_json:
        print_json(found.to_dict())
    else:
        say_line(text("verify_edition", edition=found.edition, root=found.root, n=found.statements))
        if not found.same_software:
            note(text("verify_other_version", version=found.software))
        for difference in found.differences[:_SHOWN]:
            say_line(f"  · {difference.message(language())}")
        if len(found.differences) > _SHOWN:
            say_line("  " + text("and_more", n=len(found.differences) - _SHOWN))
        key = "verify_failed" if found.differences else "verify_good"
        say_line(text(key, n=len(found.differences) or found.figures, files=found.files))
    click.get_current_context().exit(1 if found.differences else 0)
