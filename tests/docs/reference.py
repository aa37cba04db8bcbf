"""
The command reference, made from the help that the commands carry.

``python -m tests.docs.reference es`` prints it in Spanish: help is chosen when
the commands are loaded, so each language needs a process of its own.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import click

from tests.docs.pages import ROOT

_WORDS = {
    "es": {
        "option": "opción",
        "meaning": "qué hace",
        "required": "obligatoria",
        "default": "por omisión",
        "repeat": "se puede repetir",
        "options": "[OPCIONES]",
        "command": "ORDEN …",
    },
    "en": {
        "option": "option",
        "meaning": "what it does",
        "required": "required",
        "default": "default",
        "repeat": "may be repeated",
        "options": "[OPTIONS]",
        "command": "COMMAND …",
    },
}


def reference(language: str) -> str:
    """Return the reference in one language, from a process that speaks it."""
    made = subprocess.run(
        [sys.executable, "-m", "tests.docs.reference", language],
        env={**os.environ, "LC_ALL": f"{language}.UTF-8"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return made.stdout


def commands(group: click.Command, path: tuple[str, ...] = ("amparo",)) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command with the words that call it, groups before what is in them."""
    yield path, group
    if isinstance(group, click.Group):
        context = click.Context(group)
        for name in group.list_commands(context):
            found = group.get_command(context, name)
            assert found is not None, name
            yield from commands(found, (*path, name))


def _section(path: tuple[str, ...], command: click.Command, words: dict[str, str]) -> Iterator[str]:
    """Yield the lines of one command: how it is called, what it does, its options."""
    depth = "##" if len(path) < 3 else "###"
    yield f"{depth} {' '.join(path)}"
    yield ""
    yield (command.help or "").strip()
    yield ""
    arguments = [_argument(one) for one in command.params if isinstance(one, click.Argument)]
    more = [words["command"]] if isinstance(command, click.Group) else []
    options = [one for one in command.params if isinstance(one, click.Option) and not one.hidden]
    yield "```text"
    yield " ".join([*path, *([words["options"]] if options else []), *arguments, *more])
    yield "```"
    yield ""
    if options:
        yield f"| {words['option']} | {words['meaning']} |"
        yield "|---|---|"
        for option in options:
            yield f"| {_names(option)} | {_meaning(option, words)} |"
        yield ""


def _argument(argument: click.Argument) -> str:
    name = argument.make_metavar(click.Context(click.Command("x"))).strip("[]").removesuffix("...")
    name += "…" if argument.nargs == -1 else ""
    return name if argument.required else f"[{name}]"


def _names(option: click.Option) -> str:
    names = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
    if option.is_flag or option.count:
        return names
    metavar = option.make_metavar(click.Context(click.Command("x"))).replace("|", "\\|")
    return f"{names} `{metavar}`"


def _meaning(option: click.Option, words: dict[str, str]) -> str:
    default: Any = option.default  # Any: whatever Click keeps there
    notes = [words["required"]] if option.required else []
    notes += [words["repeat"]] if option.multiple else []
    notes += [f"{words['default']}: `{default}`"] if option.show_default and default is not None else []
    return (option.help or "").replace("|", "\\|") + (f" ({'; '.join(notes)})" if notes else "")


def main() -> None:
    """Print the reference in the language of the process."""
    from amparo.cli import amparo

    words = _WORDS[sys.argv[1]]
    lines = [line for path, command in commands(amparo) for line in _section(path, command, words)]
    sys.stdout.write("\n".join(lines).strip() + "\n")


if __name__ == "__main__":
    main()
