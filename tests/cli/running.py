"""The command line, run in this process as a shell would run it, or in one of its own."""

import contextlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest import mock

import attrs

from amparo.cli import main
from amparo.cli.language import language

AMPARO = str(Path(sys.executable).with_name("amparo"))
OURS = ("AMPARO_REGISTRY", "AMPARO_WHO", "AMPARO_PASSPHRASE", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


@attrs.frozen
class Ran:
    """What a command left: its exit code, the answer on stdout, the messages on stderr."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:  # Any: a JSON document
        """The one JSON document on stdout; anything else there is an error."""
        assert self.code == 0, self.err
        return json.loads(self.out)


def amparo(*words: object, **environment: str) -> Ran:
    """Run the command line in this process; it speaks Spanish unless the words or the environment say otherwise."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    with mock.patch.dict(os.environ, surroundings(environment), clear=True), mock.patch.object(sys, "argv", ["amparo", *map(str, words)]):
        language.cache_clear()
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                main()
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            language.cache_clear()
    return Ran(code, out.getvalue(), err.getvalue())


def process(*words: object, cwd: Path | None = None, **environment: str) -> Ran:
    """Run the command line in a process of its own."""
    done = subprocess.run(
        [AMPARO, *map(str, words)], capture_output=True, check=False, text=True, encoding="utf-8", env=surroundings(environment), cwd=cwd
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def surroundings(environment: dict[str, str]) -> dict[str, str]:
    """Return this environment without what steers amparo, and with what is given."""
    return {name: value for name, value in os.environ.items() if name not in OURS} | {"AMPARO_WHO": "marta"} | environment


def head(registry: Path) -> tuple[int, str]:
    """Return size and root of a registry's log."""
    found = amparo("log", "head", "--json", "--registry", registry).document
    return found["size"], found["root"]
