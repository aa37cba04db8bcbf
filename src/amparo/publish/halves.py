"""
A large site in two processes, about a language each: rendering is Python's own work, which one process cannot do twice at a time.

The other process is ours, started anew with nothing but the release, and answers with its files; where it cannot be started, or fails,
they are made here. What comes out is the same, byte for byte.
"""

import pickle
import subprocess
import sys
from collections.abc import Callable, Mapping
from threading import Thread

from amparo.publish.release import Release

MANY = 2_000  # persons from which a second process saves more than it costs

_PROGRAM = "from amparo.publish.halves import main; main()"

type Pages = Mapping[str, bytes]
type Render = Callable[[Release], Pages]


class Half:
    """The second half of a site, made beside; ``pages`` waits for it."""

    def __init__(self, release: Release, render: Render) -> None:
        self._release, self._render = release, render
        self._answer: bytes | None = None
        self._thread: Thread | None = None
        if len(release.persons) >= MANY:
            self._thread = Thread(target=self._ask, daemon=True)
            self._thread.start()

    def _ask(self) -> None:
        try:
            told = pickle.dumps(self._release, protocol=pickle.HIGHEST_PROTOCOL)
            ran = subprocess.run([sys.executable, "-c", _PROGRAM], input=told, stdout=subprocess.PIPE, check=True)  # noqa: S603 - ours
            self._answer = ran.stdout
        except (OSError, subprocess.SubprocessError):
            self._answer = None

    def pages(self) -> Pages:
        """Return the pages, whoever made them."""
        if self._thread is not None:
            self._thread.join()
        if self._answer is None:
            return self._render(self._release)
        made: Pages = pickle.loads(self._answer)  # noqa: S301 - written by our own process, on our own pipe
        return made


def main() -> None:
    """Read a release and write its second half."""
    from amparo.publish.build import second_half

    release: Release = pickle.load(sys.stdin.buffer)  # noqa: S301 - as above
    sys.stdout.buffer.write(pickle.dumps(dict(second_half(release)), protocol=pickle.HIGHEST_PROTOCOL))
