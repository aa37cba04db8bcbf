"""
The command line: one file per verb, each loaded only when it is called.

``amparo --help`` imports no frames, no database and no web framework: the short
help of every command stands in the table of sentences.
"""

import errno
import os
import sys

import click

from amparo.cli.inert import inert
from amparo.cli.language import language, speak
from amparo.errors import AmparoError, BadInput, Locked
from amparo.words import say

# verb → module : attribute. The order is that of the story, and of the help.
VERBS = {
    "demo": "demo:demo",
    "init": "registries:init",
    "doctor": "registries:doctor",
    "import": "imports:import_",
    "imports": "imports:imports",
    "read": "read:read",
    "record": "recording:record",
    "supersede": "recording:supersede",
    "retract": "recording:retract",
    "undo": "recording:undo",
    "link": "link:link",
    "review": "review:review",
    "people": "people:people",
    "person": "people:person",
    "count": "count:count",
    "claims": "claims:claims",
    "estimate": "estimate:estimate",
    "facility": "facility:facility",
    "serve": "serve:serve",
    "law": "law:law",
    "flows": "flows:flows",
    "pledges": "watch:pledges",
    "watch": "watch:watch",
    "publish": "publish:publish",
    "export": "export:export",
    "verify": "verify:verify",
    "log": "log:log",
    "backup": "registries:backup",
    "restore": "registries:restore",
    "translations": "translations:translations",
}


class LazyVerbs(click.Group):
    """A group whose commands are imported when they are named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order of the story."""
        del ctx
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command; its module is imported now."""
        del ctx
        if cmd_name not in VERBS:
            return None
        from importlib import import_module

        module, _, attribute = VERBS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(f"amparo.cli.{module}"), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the verbs with their short help, without importing them."""
        del ctx
        with formatter.section(say("cli.commands", language())):
            formatter.write_dl([(verb, say(f"cli.short_{verb}", language())) for verb in VERBS])


@click.group(
    cls=LazyVerbs,
    help=say("cli.help", language()),
    options_metavar=say("cli.options_metavar", language()),
    subcommand_metavar=say("cli.command_metavar", language()),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("--registry", metavar=say("cli.folder", language()), envvar="AMPARO_REGISTRY", help=say("cli.registry", language()))
@click.option("--lang", type=click.Choice(["es", "en"]), help=say("cli.lang", language()))
@click.version_option(package_name="amparo", message="%(prog)s %(version)s", help=say("cli.version", language()))
@click.pass_context
def amparo(ctx: click.Context, registry: str | None, lang: str | None) -> None:
    """Keep what every command shares."""
    ctx.obj = {"registry": registry, "lang": lang}


def main() -> None:
    """Run the command line; what goes wrong is said in the reader's language, with the exit code of its kind."""
    speak()
    try:
        code = amparo.main(prog_name="amparo", standalone_mode=False)
        sys.stdout.flush()
    except AmparoError as error:
        code = _explain(error)
    except click.Abort:
        click.echo(say("cli.aborted", language()), err=True)
        code = 2
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except SystemExit:
        code = 0  # Click ends so where the reader (head, less) has seen enough
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the same, noticed with the last words
        code = 0
    except OSError as error:
        code = _explain(_of_the_system(error))
    if code:
        sys.exit(code)


def _of_the_system(error: OSError) -> AmparoError:
    """Return an error of ours for a file or folder that the system does not let us use."""
    kind = Locked if isinstance(error, PermissionError) else BadInput
    return kind("cli.system", path=error.filename or "?", why=errno.errorcode.get(error.errno or 0, type(error).__name__))


def _explain(error: AmparoError) -> int:
    """Say on stderr what happened, and the first twenty places where; return the exit code."""
    click.echo(inert(error.message(language())), err=True)
    problems = error.problems if isinstance(error, BadInput) else ()
    for problem in problems[:20]:
        click.echo(inert(f"  · {problem.message(language())}"), err=True)
    if len(problems) > 20:
        click.echo("  " + say("cli.and_more", language(), n=len(problems) - 20), err=True)
    return error.exit_code
