"""``log head`` and ``log verify``: the tree over all statements, for those who keep a checkpoint."""

from pathlib import Path

import click

from amparo.cli.shared import group, json_option, member, print_json, say_line, session, text
from amparo.errors import VerificationFailed


@group("log")
def log() -> None:
    """Group the two."""


@member(log, "head")
@json_option
def head(as_json: bool) -> None:
    """Print the checkpoint of now."""
    with session() as opened:
        checkpoint = opened.registry.head()
    if as_json:
        print_json({"origin": checkpoint.origin, "size": checkpoint.size, "root": checkpoint.root.hex()})
    else:
        click.echo(checkpoint.text(), nl=False)


@member(log, "verify")
@click.option("--against", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="CHECKPOINT", help=text("against"))
@json_option
def verify(against: Path | None, as_json: bool) -> None:
    """Recompute the log, and compare it with an older checkpoint."""
    from amparo.statements import read_checkpoint

    checkpoint = read_checkpoint(against.read_text(encoding="utf-8", errors="replace")) if against else None
    try:
        with session() as opened:
            frontier = opened.registry.verify(checkpoint)
    except VerificationFailed as error:
        if as_json:
            print_json({"verified": False, "code": error.code, "values": error.values})
        raise
    if as_json:
        print_json(
            {
                "verified": True,
                "size": frontier.size,
                "root": frontier.root().hex(),
                "against": None if checkpoint is None else checkpoint.size,
            }
        )
    else:
        say_line(text("verified", size=frontier.size, root=frontier.root().hex()))
        if checkpoint is not None:
            say_line(text("verified_against", size=checkpoint.size))
