"""
The pages of a large site in two processes, one a language: rendering is Python's own work, which one process cannot do twice at a time.

The other process is ours, started anew with nothing but the release, and answers with the pages; where it cannot be started, or fails,
they are made here. What comes out is the same, byte for byte.
"""

import pickle
import subprocess
import sys
from collections.abc import Callable, Mapping
from threading import Thread
from typing import Any

from amparo.publish.release import Release
from amparo.words import Language

MANY = 2_000  # persons from which a second process saves more than it costs

_PROGRAM = "from amparo.publish.halves import main; main()"

type Pages = Mapping[str, bytes]
type Render = Callable[[Release, Language], Pages]


class Half:
    """The pages of one language, made beside; ``pages`` waits for them."""

    def __init__(self, release: Release, language: Language, render: Render) -> None:
        self._release, self._language, self._render = release, language, render
        self._answer: bytes | None = None
        self._thread: Thread | None = None
        if len(release.persons) >= MANY:
            self._thread = Thread(target=self._ask, daemon=True)
            self._thread.start()

    def _ask(self) -> None:
        try:
            told = pickle.dumps((self._release, self._language), protocol=pickle.HIGHEST_PROTOCOL)
            ran = subprocess.run([sys.executable, "-c", _PROGRAM], input=told, stdout=subprocess.PIPE, check=True)  # noqa: S603 - ours
            self._answer = ran.stdout
        except (OSError, subprocess.SubprocessError):
            self._answer = None

    def pages(self) -> Pages:
        """Return the pages, whoever made them."""
        if self._thread is not None:
            self._thread.join()
        if self._answer is None:
            return self._render(self._release, self._language)
        made: Pages = pickle.loads(self._answer)  # noqa: S301 - written by our own process, on our own pipe
        return made


def main() -> None:
    """Read a release and a language, and write the pages."""
    from amparo.publish.build import language_files

    given: tuple[Release, Any] = pickle.load(sys.stdin.buffer)  # noqa: S301 - as above
    sys.stdout.buffer.write(pickle.dumps(dict(language_files(*given)), protocol=pickle.HIGHEST_PROTOCOL))
