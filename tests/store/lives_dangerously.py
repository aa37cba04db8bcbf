"""
A process that forks imports to be killed: it loads amparo once, so that a hundred deaths do not take a hundred starts.

For each line ``KIND FOLDER SEED`` on its input it forks a child and prints the child's number; the child appends one transaction after
another to the registry in the folder, prints ``SEED NUMBER`` when each is acknowledged, and ``SEED end`` after the last.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from amparo.statements import row_of
from amparo.store import Registry, open_registry
from amparo.workflows.session import Session
from tests.store.invented import MOMENT, received, said
from tests.workflows.sitting import Clock, Desk

TRANSACTIONS = 4
ROWS_IN_BULK = 3_000
ROWS_IN_A_LIST = 150


def acts(kind: str, registry: Registry, folder: Path) -> Iterator[int]:
    """Do one transaction after another; give the number of each when it is acknowledged."""
    clock = Clock()
    desk = Desk(Session(registry, "yo", clock), clock, folder)
    rows = [f"{number},Ana Ruiz Lagos,F,maestra|poeta,{number % 28 + 1:02}.01.2025,El Faro," for number in range(ROWS_IN_A_LIST)]
    for number in range(TRANSACTIONS):
        if kind == "bulk":
            content = b"%d" % number
            said_here = (row_of(said(one, source=f"t{number}")) for one in range(ROWS_IN_BULK))
            registry.append_rows(said_here, at=MOMENT, files=[received(content)])
        else:
            desk.bring(*rows[: ROWS_IN_A_LIST - number], id=f"zz-{number % 2}", edition=f"2026-02-0{number + 1}")
        yield number


def main() -> None:
    """Fork a child for each line."""
    for line in sys.stdin:
        kind, name, seed = line.split()
        pid = os.fork()
        if pid == 0:
            with open_registry(Path(name)) as registry:
                for number in acts(kind, registry, Path(name).parent):
                    os.write(1, f"{seed} {number}\n".encode())
            os.write(1, f"{seed} end\n".encode())
            os._exit(0)
        os.write(1, f"{seed} is {pid}\n".encode())
        os.waitpid(pid, 0)
        os.write(1, f"{seed} gone\n".encode())


if __name__ == "__main__":
    main()
