import os
import random
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import attrs
import polars as pl
import pytest

from amparo.store import create_registry, open_registry
from tests.store.invented import MOMENT, ask, copied, said
from tests.store.lives_dangerously import TRANSACTIONS

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the children to be killed are forked")


@attrs.define
class Danger:
    """The process that forks children, and what it prints."""

    process: subprocess.Popen[bytes]
    unread: bytes = b""

    def line(self, until: float | None = None) -> str | None:
        """Return the next line, None if it does not come before a moment."""
        assert self.process.stdout is not None
        while b"\n" not in self.unread:
            wait = None if until is None else max(0.0, until - time.monotonic())
            if not select.select([self.process.stdout], [], [], wait)[0]:
                return None
            self.unread += os.read(self.process.stdout.fileno(), 4096) or b"stopped\n"
        line, _, self.unread = self.unread.partition(b"\n")
        return line.decode()

    def run(self, kind: str, folder: Path, seed: int, seconds: float | None) -> tuple[int, float]:
        """Start a child, kill it after some seconds, and return how many transactions it had acknowledged and how long it lived."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{kind} {folder} {seed}\n".encode())
        self.process.stdin.flush()
        begun = time.monotonic()
        pid, acknowledged, until = 0, 0, None if seconds is None else begun + seconds
        while (line := self.line(until)) != f"{seed} gone":
            if line is None and pid:
                os.kill(pid, signal.SIGKILL)
                until = None
            elif line is None:  # killed before it was even announced: wait for its number
                until = None
                seconds = 0.0
            elif line.startswith(f"{seed} is "):
                pid = int(line.split()[2])
                if seconds == 0.0:
                    os.kill(pid, signal.SIGKILL)
            elif line.split()[1].isdigit():
                acknowledged += 1
            else:
                assert line == f"{seed} end", line
        return acknowledged, time.monotonic() - begun


@pytest.fixture(scope="module")
def danger() -> Iterator[Danger]:
    """Give the process that forks children."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.store.lives_dangerously"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as process:
        yield Danger(process)
        assert process.stdin is not None
        process.stdin.close()


def whole(folder: Path, kind: str, sizes: list[int], acknowledged: int) -> int:
    """See that a registry holds whole transactions only, all acknowledged ones among them; return how many it holds."""
    with open_registry(folder) as registry:
        assert ask(registry, "PRAGMA integrity_check") == "ok"
        size = registry.verify().size
        assert size in sizes
        done = sizes.index(size)
        # One more may be on the disk: committed, and killed before it could say so.
        assert acknowledged <= done <= acknowledged + 1
        assert registry.log().height == size == registry.head().size
        assert ask(registry, "SELECT count(*) FROM head") == done + 1
        maps = min(done, 2) if kind == "list" else 0  # two lists take turns, and the map of each is kept once
        assert ask(registry, "SELECT count(*) FROM original") == done + maps
        registry.append([said(1)], at=MOMENT)
        assert registry.verify().size == size + 1
    return done


def killed(danger: Danger, kind: str, work: Path, seeds: range) -> None:
    """Kill an import at random moments, a new copy of the registry each time."""
    with create_registry(work / "new") as registry:
        registry.append([said(number) for number in range(100)], at=MOMENT)
    sizes, lives = [100], []
    for _ in range(2):  # nobody is killed; the second time everything is warm
        folder = copied(work / "new", work / "whole")
        acknowledged, life = danger.run(kind, folder, 0, None)
        assert acknowledged == TRANSACTIONS
        lives.append(life)
    with open_registry(folder) as registry:
        heads = ask(registry, "SELECT group_concat(size) FROM (SELECT size FROM head ORDER BY size)")
        sizes = [int(size) for size in heads.split(",")]
    assert whole(folder, kind, sizes, TRANSACTIONS) == TRANSACTIONS
    for entry in folder.iterdir():
        entry.unlink()
    survived = []
    for seed in seeds:
        copied(work / "new", folder)
        moment = random.Random(seed).uniform(0, lives[-1])
        acknowledged, _ = danger.run(kind, folder, seed, moment)
        survived.append(whole(folder, kind, sizes, acknowledged))
    spread = pl.Series(survived).n_unique()
    assert spread > 1, f"all died in the same transaction: {survived}"


@pytest.mark.parametrize("kind", ["bulk", "list"])
def test_a_killed_import_loses_nothing_and_leaves_nothing_half_there(danger: Danger, kind: str, tmp_path: Path) -> None:
    """An import killed at fifty random moments has kept all it acknowledged, holds whole transactions only, verifies and goes on."""
    killed(danger, kind, tmp_path, range(50))


@pytest.mark.nightly
@pytest.mark.parametrize("kind", ["bulk", "list"])
def test_a_hundred_more_killed_imports(danger: Danger, kind: str, tmp_path: Path) -> None:
    """The same at two hundred and fifty other moments."""
    killed(danger, kind, tmp_path, range(1000, 1250))
