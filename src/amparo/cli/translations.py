"""``translations export`` and ``translations import``: the sentences of the program as a spreadsheet, and back."""

from pathlib import Path

import click

from amparo.cli.shared import group, member, say_line, text


@group("translations")
def translations() -> None:
    """Group the two."""


@member(translations, "export")
@click.argument("file", type=click.Path(path_type=Path))
def export(file: Path) -> None:
    """Write the spreadsheet."""
    from amparo.workflows.translating import write_sentences

    say_line(text("sentences_written", path=file, n=write_sentences(file)))


@member(translations, "import")
@click.argument("file", type=click.Path(path_type=Path))
def import_(file: Path) -> None:
    """Take the spreadsheet back."""
    from amparo.workflows.translating import apply_sentences

    applied = apply_sentences(file)
    say_line(text("sentences_taken", n=applied.sentences, packages=", ".join(applied.packages) or "–"))
