"""``export``: what is public, in a form for other tools."""

from pathlib import Path

import click

from amparo.cli.shared import command, say_line, session, text

FORMS = ("csv", "parquet", "sqlite", "ftm", "popolo", "claimreview")


@command("export")
@click.argument("form", type=click.Choice(FORMS), metavar="|".join(FORMS))
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar=text("folder"), help=text("export_out"))
def export(form: str, out: Path) -> None:
    """Write the public data into a folder."""
    from amparo.workflows.exporting import export as export_public

    with session() as opened:
        files = export_public(opened, form, out)
    say_line(text("exported", path=out, n=files))
