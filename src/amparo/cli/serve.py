"""``serve``: the working app, on this machine alone, in the browser."""

import click

from amparo.cli.language import language
from amparo.cli.shared import command, folder, note, text


@command("serve")
@click.option("--port", type=click.IntRange(0, 65535), default=0, show_default=True, metavar="PORT", help=text("port"))
@click.option("--no-browser", is_flag=True, help=text("no_browser"))
def serve(port: int, no_browser: bool) -> None:
    """Serve until ended, and open the browser."""
    from amparo.web.serving import serve as serve_app

    def ready(address: str) -> None:
        click.echo(text("serving", address=address))
        note(text("serving_end"))

    serve_app(folder(), port=port, browse=not no_browser, language=language(), ready=ready)
