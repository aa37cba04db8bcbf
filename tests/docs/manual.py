"""Bring the manual up to date: its generated parts, and what the commands in it print."""

import sys
import tempfile
from pathlib import Path

from tests.docs import console, tables
from tests.docs.pages import Command, blocks, generated, language_of, pages
from tests.docs.stage import make_demo, staged


def main() -> int:
    """Rewrite every page that is stale and name it; say which commands no longer end as the page says."""
    wrong = 0
    with tempfile.TemporaryDirectory() as scratch:
        demo = make_demo(Path(scratch) / "sample")
        for page in pages():
            for name, content in tables.parts(page.name, language_of(page)):
                _write(page, generated(page, name, content))
            with tempfile.TemporaryDirectory(dir=scratch) as folder, staged(page, Path(folder), demo):
                text, mistakes = _played(page)
            _write(page, text)
            for mistake in mistakes:
                sys.stderr.write(f"{page}: {mistake}\n")
            wrong += len(mistakes)
    return 1 if wrong else 0


def _played(page: Path) -> tuple[str, list[str]]:
    """Return the text of a page with what its commands print now, and each command that ends with another code."""
    lines = page.read_text(encoding="utf-8").splitlines()
    ids, mistakes = console.Ids(), []
    fresh: list[tuple[Command, list[str]]] = []
    for block in blocks(page):
        for place, command in enumerate(block.commands):
            code, printed = console.run(ids.in_command(command.text), language_of(page))
            if code != (block.exit_code if place == len(block.commands) - 1 else 0):
                mistakes.append(f"`{command.text}` ended with {code}: {' '.join(printed)[:200]}")
            if not block.hidden and (console.GAP not in command.printed or block.head is not None):
                fresh.append((command, console.refreshed(command.printed, printed, ids, block.head)))
            elif not block.hidden:
                list(console.differences(command.printed, printed, ids))
    for command, printed in reversed(fresh):
        lines[command.first : command.last] = printed
    return "\n".join(lines) + "\n", mistakes


def _write(page: Path, text: str) -> None:
    if text != page.read_text(encoding="utf-8"):
        page.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{page}\n")


if __name__ == "__main__":
    sys.exit(main())
