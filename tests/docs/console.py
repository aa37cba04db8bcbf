"""Running the commands that the manual prints, in this process, and comparing what they print."""

import contextlib
import io
import os
import re
import shlex
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs

from amparo.cli import main
from amparo.cli.language import language

# Ids differ from one registry to the next: the id of a page stands for the one that comes out in its place.
_ID = r"\b(?:[pri][a-z2-7]{16}|log[a-z2-7]{16}|[se][0-9a-f]{20})\b"
# These differ from run to run, or with every page that the site gains: moments, roots, editions, numbers of files.
_VOLATILE = (
    r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9a-f]{8}\b|\b[0-9]+ (?:archivos|files)\b"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{5,8}|\b[0-9a-f]{64}\b|[A-Za-z0-9+/]{43}="
)
_PARTS = re.compile(f"(?P<id>{_ID})|(?P<volatile>{_VOLATILE})")
GAP = "…"


@attrs.frozen
class Ids:
    """The ids of a page and those that stand for them in this run."""

    actual: dict[str, str] = attrs.field(factory=dict)

    def in_command(self, text: str) -> str:
        """Return a command of the page with the ids of this run."""
        return re.sub(_ID, lambda match: self.actual.get(match[0], match[0]), text)

    def in_print(self, text: str) -> str:
        """Return a printed line with the ids of the page."""
        printed = {actual: page for page, actual in self.actual.items()}
        return re.sub(_ID, lambda match: printed.get(match[0], match[0]), text)

    def matches(self, expected: str, line: str) -> bool:
        """Say whether a line is the one that the page prints; ids that are new on the page are learnt."""
        pattern, last, wanted = "", 0, []
        for part in _PARTS.finditer(expected):
            pattern += re.escape(expected[last : part.start()]) + (f"({_ID})" if part["id"] else f"(?:{_VOLATILE})")
            wanted += [part["id"]] if part["id"] else []
            last = part.end()
        found = re.fullmatch(pattern + re.escape(expected[last:]), line)
        if found is None:
            return False
        if any(self.actual.get(page, actual) != actual for page, actual in zip(wanted, found.groups(), strict=True)):
            return False
        self.actual.update(zip(wanted, found.groups(), strict=True))
        return True


def run(text: str, home: str) -> tuple[int, list[str]]:
    """Run one command as a shell would and return its exit code and what it printed; ``home`` is the language of the page."""
    words = shlex.split(text)
    if words[0] == "export":
        os.environ.update(dict([words[1].split("=", 1)]))
        return 0, []
    if words[0] == "cat":
        return 0, Path(words[1]).read_text(encoding="utf-8-sig").splitlines()
    words = ["amparo", "demo", *words[1:]] if words[0] == "scripts/demo" else words
    assert words[0] == "amparo", f"the manual may only show amparo, export and cat: {text}"
    target = words.pop() if ">" in words else None
    words = [word for word in words if word != ">"]
    out = io.StringIO()
    code = _amparo(words, home, out)
    if target is not None:
        Path(target).write_text(out.getvalue(), encoding="utf-8")
        return code, []
    return code, [line.rstrip() for line in out.getvalue().splitlines()]


def _amparo(words: Sequence[str], home: str, out: io.StringIO) -> int:
    """Run the command line with these words; messages and answers come in the order in which a terminal shows them."""
    os.environ["LC_ALL"] = f"{home}.UTF-8"
    given, sys.argv = sys.argv, list(words)
    language.cache_clear()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        sys.argv = given
        language.cache_clear()
    return 0


def differences(expected: Sequence[str], printed: Sequence[str], ids: Ids) -> Iterator[str]:
    """Yield each line of the page that the command did not print, in order; ``…`` stands for any lines between."""
    place, after_gap = 0, False
    for line in (one.rstrip() for one in expected):
        if line == GAP:
            after_gap = True
            continue
        reach = range(place, len(printed)) if after_gap else range(place, min(place + 1, len(printed)))
        found = next((number for number in reach if ids.matches(line, printed[number])), None)
        if found is None:
            yield f"{line!r}, but it printed {printed[place] if place < len(printed) else 'nothing more'!r}"
            return
        place, after_gap = found + 1, False
    if place < len(printed) and not after_gap:
        yield f"the end, but it also printed {printed[place]!r}"


def refreshed(expected: Sequence[str], printed: Sequence[str], ids: Ids, head: int | None) -> list[str]:
    """Return what the page should print: its own lines where they still hold, else those of this run."""
    shown = list(printed if head is None else printed[:head])
    old = list(expected)
    lines = []
    for line in shown:
        same = next((one for one in old if ids.matches(one.rstrip(), line)), None)
        lines.append(same.rstrip() if same is not None else ids.in_print(line))
    return [*lines, GAP] if head is not None and head < len(printed) else lines
