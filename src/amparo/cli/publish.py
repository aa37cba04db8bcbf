"""``publish``: the site of what is public."""

from datetime import date
from pathlib import Path

import click

from amparo.cli.shared import DAY, command, say_line, session, text


@command("publish")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar=text("folder"), help=text("out"))
@click.option("--as-of", type=DAY, metavar="DAY", help=text("as_of"))
@click.option("--previous", type=click.Path(path_type=Path), metavar=text("folder"), help=text("previous"))
@click.option("--address", default="", metavar="URL", help=text("site_address"))
def publish(out: Path, as_of: date | None, previous: Path | None, address: str) -> None:
    """Write the site into a folder."""
    from amparo.workflows.publishing import publish as publish_site

    with session() as opened:
        files = publish_site(opened, out, as_of=as_of, previous=previous, address=address)
    say_line(text("published", path=out / "index.html", n=files))
