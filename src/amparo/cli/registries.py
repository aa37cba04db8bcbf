"""``init``, ``doctor``, ``backup``, ``restore``: the registry as a thing on a disk."""

import sys
from pathlib import Path

import click

from amparo.cli.language import language
from amparo.cli.shared import command, folder, json_option, note, print_json, say_line, session, text
from amparo.errors import AmparoError


@command("init")
def init() -> None:
    """Make a registry in its folder."""
    from amparo.store import create_registry

    create_registry(folder()).close()
    say_line(text("made", folder=folder()))
    note(text("not_encrypted"))


@command("doctor")
@json_option
def doctor(as_json: bool) -> None:
    """Say whether this machine and this registry are in order."""
    import shutil
    import sqlite3

    from amparo import __version__

    found: dict[str, object] = {
        "amparo": __version__,
        "python": ".".join(map(str, sys.version_info[:3])),
        "sqlite": sqlite3.sqlite_version,
        "registry": str(folder()),
        "free_megabytes": shutil.disk_usage(Path.cwd()).free // 2**20,
    }
    code = 0
    try:
        with session() as opened:
            found |= {"statements": opened.registry.verify().size, "log": "ok"}
    except AmparoError as error:
        code, found["log"] = error.exit_code, error.code
        note(error.message(language()))
    if as_json:
        print_json(found)
    else:
        for name, value in found.items():
            say_line(f"{text(f'doctor_{name}')}: {value}")
    click.get_current_context().exit(code)


@command("backup")
@click.argument("path", type=click.Path(path_type=Path))
def backup(path: Path) -> None:
    """Write the whole registry to one file."""
    from amparo.store import back_up

    with session() as opened:
        head = back_up(opened.registry, path)
    say_line(text("backed_up", path=path, size=head.size))
    note(text("backup_not_encrypted"))


@command("restore")
@click.argument("path", type=click.Path(path_type=Path))
def restore(path: Path) -> None:
    """Make a registry again from a backup, in a new folder."""
    from amparo.store import restore as restore_registry

    head = restore_registry(path, folder())
    say_line(text("restored", folder=folder(), size=head.size))
    note(text("backup_not_encrypted"))
