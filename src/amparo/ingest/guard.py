"""Foreign parsers run in a process of their own, with little memory and time: a hostile file ends as a refusal."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import attrs

from amparo.errors import BadInput

_GUARDED = Path(__file__).with_name("guarded.py")
_READER = Path(__file__).with_name("guarded_reader.py")


@attrs.frozen
class Limits:
    """
    What one file may cost.

    Attributes:
        file: bytes of the file.
        inflated: bytes of an archive's parts together.
        ratio: inflated bytes per byte of the file.
        memory: bytes of the parser's address space.
        seconds: of processor time, and of the clock.
        cells: of the sheet's rectangle.

    """

    file: int = 100 * 2**20
    inflated: int = 200 * 2**20
    ratio: int = 100
    memory: int = 2**30
    seconds: int = 60
    cells: int = 20_000_000


@attrs.frozen
class Refusals:
    """The sentences for a file whose parser broke off, and for one that a limit ended."""

    damaged: str
    too_heavy: str


SPREADSHEET = Refusals("ingest.spreadsheet_damaged", "ingest.spreadsheet_too_heavy")


def guarded_cells(
    content: bytes, name: str, *, sheet: str | None = None, limits: Limits | None = None
) -> tuple[dict[str, Any], list[list[Any]]]:
    """Return what a workbook says of itself and the rows of one sheet, or refuse the file; this process never parses it."""
    lines = guarded_lines(_READER, content, name, {"sheet": sheet}, limits or Limits(), SPREADSHEET)
    return json.loads(lines[0]), [json.loads(line) for line in lines[1:]]


def guarded_sheets(content: bytes, name: str, *, limits: Limits | None = None) -> tuple[str, ...]:
    """Return the names of a workbook's filled visible sheets, or refuse the file."""
    lines = guarded_lines(_READER, content, name, {"names": True}, limits or Limits(), SPREADSHEET)
    return tuple(json.loads(lines[0])["sheets"])


def guarded_lines(program: Path, content: bytes, name: str, order: dict[str, Any], most: Limits, refusals: Refusals) -> list[bytes]:
    """
    Return the lines that a program apart writes about a file; it refuses with the status 3 and one line of JSON.

    What ends it otherwise is refused here: as damaged where its parser broke off, as too heavy where a limit ended it.
    """
    if len(content) > most.file:
        raise BadInput("ingest.file_too_large", file=name, megabytes=len(content) // 2**20, most=most.file // 2**20)
    try:
        done = subprocess.run(  # noqa: S603 - our own program, no shell
            [sys.executable, "-I", "-B", "-X", "utf8", str(_GUARDED), str(program), json.dumps(attrs.asdict(most) | order)],
            input=content,
            capture_output=True,
            timeout=most.seconds,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired:
        raise BadInput(refusals.too_heavy, file=name) from None
    lines = done.stdout.splitlines()
    if done.returncode == 3 and lines:
        refusal = json.loads(lines[-1])
        raise BadInput(refusal["refused"], file=name, **_shown(refusal["values"]))
    if done.returncode != 0 or not lines:
        # 1: the parser broke off; anything else: a limit ended it.
        raise BadInput(refusals.damaged if done.returncode in {0, 1} else refusals.too_heavy, file=name)
    return lines


def _shown(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a refusal with lists of names as one text."""
    from amparo.ingest.tables import quoted

    return {name: quoted(value) if isinstance(value, list) else value for name, value in values.items()}
