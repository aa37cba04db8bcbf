"""What commands share: their options, the open registry, and how answers are printed."""

import getpass
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from amparo.cli.inert import inert
from amparo.cli.language import language
from amparo.errors import WrongUse
from amparo.words import say

if TYPE_CHECKING:
    from amparo.workflows.session import Session

type Command = Callable[..., None]

DEFAULT_REGISTRY = "registry"


class Day(click.ParamType[date]):
    """A day as YYYY-MM-DD."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:  # Any: Click's own signature
        """Return the day, or say how to write one."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(say("cli.not_a_day", language(), value=value), param, ctx)


class Freshness(click.ParamType[int]):
    """A number of days, or ``forever``, kept as -1."""

    name = "days"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # Any: Click's own signature
        """Return the days, or say what is allowed."""
        if value in ("forever", -1):
            return -1
        try:
            days = int(value)
        except ValueError:
            days = -1
        if days < 0:
            self.fail(say("cli.not_a_freshness", language(), value=value), param, ctx)
        return days


DAY = Day()


def text(key: str, **values: object) -> str:
    """Return a sentence of the command line in the language of this run."""
    return say(f"cli.{key}", language(), **values)


def command(name: str) -> Callable[[Command], click.Command]:
    """Make a command with the options that all have; its help is in the table of sentences."""

    def decorate(function: Command) -> click.Command:
        return click.command(name, help=text(f"help_{name}"), short_help=text(f"short_{name}"), options_metavar=text("options_metavar"))(
            common(function)
        )

    return decorate


def group(name: str, *, alone: bool = False) -> Callable[[Command], click.Group]:
    """Make a command that has commands of its own; ``alone`` where it does something without them."""

    def decorate(function: Command) -> click.Group:
        metavar = text("command_metavar")
        return click.group(
            name,
            help=text(f"help_{name}"),
            short_help=text(f"short_{name}"),
            options_metavar=text("options_metavar"),
            subcommand_metavar=f"[{metavar}]" if alone else metavar,
            invoke_without_command=alone,
        )(common(function))

    return decorate


def member(of: click.Group, name: str) -> Callable[[Command], click.Command]:
    """Make a command of a group, with the options that all have."""

    def decorate(function: Command) -> click.Command:
        key = f"help_{of.name}_{name}"
        return of.command(name, help=text(key), options_metavar=text("options_metavar"))(common(function))

    return decorate


def common(function: Command) -> Command:
    """Give a command --registry and --lang, wherever on the line they stand."""

    @click.option("--registry", "own_registry", metavar=text("folder"), help=text("registry"))
    @click.option("--lang", "own_lang", type=click.Choice(["es", "en"]), help=text("lang"))
    @wraps(function)
    def with_common(own_registry: str | None, own_lang: str | None, **options: Any) -> None:  # Any: options
        del own_lang  # read before any command was loaded
        if own_registry:
            click.get_current_context().ensure_object(dict)["registry"] = own_registry
        function(**options)

    return with_common


def folder() -> Path:
    """Return the registry's folder: --registry, AMPARO_REGISTRY, else ./registry."""
    context = click.get_current_context(silent=True)
    named = context.obj.get("registry") if context is not None and isinstance(context.obj, dict) else None
    return Path(named or os.environ.get("AMPARO_REGISTRY") or DEFAULT_REGISTRY)


def who() -> str:
    """Return who is working: AMPARO_WHO, else the name of the account."""
    return os.environ.get("AMPARO_WHO") or getpass.getuser()


@contextmanager
def session() -> Iterator["Session"]:
    """Open the registry for one command."""
    from amparo.workflows.session import at_work

    with at_work(folder(), who=who()) as opened:
        yield opened


def print_json(document: Any) -> None:  # Any: a JSON document
    """Print one JSON document on stdout, and nothing else there."""
    click.echo(inert(json.dumps(document, ensure_ascii=False, indent=2, default=str)))


def say_line(line: str = "") -> None:
    """Print a line of an answer on stdout."""
    click.echo(inert(line))


def note(line: str) -> None:
    """Print a message on stderr."""
    click.echo(inert(line), err=True)


def table(columns: Sequence[str], rows: Sequence[tuple[str, ...]]) -> None:
    """Print a table as wide as the terminal; on a pipe, wide enough for its content."""
    import shutil
    import sys

    from rich.console import Console
    from rich.table import Table

    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 160
    made = Table(*columns, show_edge=False, pad_edge=False, header_style="bold")
    for row in rows:
        made.add_row(*map(inert, row))
    Console(width=width, highlight=False, markup=False, emoji=False).print(made)


json_option = click.option("--json", "as_json", is_flag=True, help=text("json"))
known_at_option = click.option("--known-at", type=DAY, metavar="DAY", help=text("known_at"))
fresh_option = click.option(
    "--fresh-within", type=Freshness(), default=180, show_default=True, metavar="DAYS|forever", help=text("fresh_within")
)


def freshness(days: int) -> int | None:
    """Return the freshness that a rule takes: None for ever."""
    return None if days < 0 else days


def words(given: tuple[str, ...]) -> tuple[str, ...]:
    """Return words given one by one or with commas between."""
    return tuple(word.strip() for part in given for word in part.split(",") if word.strip())


def pair(given: str) -> tuple[str, str]:
    """Return a dimension and its value, from DIM=VALUE."""
    name, equals, value = given.partition("=")
    if not equals or not value:
        raise WrongUse("cli.where_pair", value=given)
    return name.strip(), value.strip()
