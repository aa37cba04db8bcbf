"""The pages of the manual: where they lie, their blocks of commands, and the parts of them that are generated."""

import re
from collections.abc import Iterator
from pathlib import Path

import attrs

from amparo.words import Language

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
EXAMPLE = DOCS / "example"

_FENCE = re.compile(r"^```(?P<name>\S*)\s*$")
_SETUP = "<!-- setup"
_OPTIONS = re.compile(r"^<!-- console:(?P<options>[^>]*)-->$")


@attrs.frozen
class Command:
    """One command of a block and what the page prints under it; ``first`` and ``last`` are the lines of the print."""

    text: str
    printed: tuple[str, ...]
    first: int
    last: int


@attrs.frozen
class Block:
    """
    A fenced ``console`` block, or a hidden ``setup`` comment, whose print is not looked at.

    Attributes:
        exit_code: of its last command; those before it end with 0.
        head: how many lines of print a page shows; None shows all.
    """

    commands: tuple[Command, ...]
    hidden: bool
    exit_code: int = 0
    head: int | None = None


def pages() -> list[Path]:
    """Return every page whose commands are run."""
    return [ROOT / "README.md", ROOT / "ARCHITECTURE.md", *sorted(DOCS.glob("e[sn]/*.md"))]


def language_of(page: Path) -> Language:
    """Return the language in which the commands of a page answer, unless they say another."""
    return "en" if page.parent.name == "en" or page.name == "ARCHITECTURE.md" else "es"


def blocks(page: Path) -> Iterator[Block]:
    """Yield the blocks of a page in its order."""
    lines = page.read_text(encoding="utf-8").splitlines()
    options: dict[str, str] = {}
    start: int | None = None
    for number, line in enumerate(lines):
        if start is None:
            fence = _FENCE.match(line)
            if line == _SETUP or (fence and fence["name"] == "console"):
                start = number + 1
            elif match := _OPTIONS.match(line):
                options = dict(part.split("=") for part in match["options"].split())
        elif line in ("```", "-->"):
            head = int(options["head"]) if "head" in options else None
            yield Block(tuple(_commands(lines, start, number)), line == "-->", int(options.get("exit", "0")), head)
            start, options = None, {}


def _commands(lines: list[str], start: int, end: int) -> Iterator[Command]:
    """Yield the commands between two lines; a line that starts with ``$`` is one."""
    places = [number for number in range(start, end) if lines[number].startswith("$ ")]
    for place, after in zip(places, [*places[1:], end], strict=True):
        yield Command(lines[place][2:], tuple(lines[place + 1 : after]), place + 1, after)


def generated(page: Path, name: str, content: str) -> str:
    """Return the text of a page with its generated part of that name replaced."""
    text = page.read_text(encoding="utf-8")
    pattern = re.compile(rf"(<!-- generated: {name} -->\n).*?(\n<!-- end -->)", re.DOTALL)
    assert pattern.search(text), f"{page.name} has no generated part {name}"
    return pattern.sub(lambda match: match[1] + content.strip("\n") + match[2], text)
