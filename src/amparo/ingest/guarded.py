"""
Lower what this process may take, then run one reader of foreign files in it: the program that ``guard`` starts.

It imports nothing of amparo. Arguments: the reader's file, and the limits with what else it is asked, as JSON.
"""

import json
import os
import runpy
import sys
from typing import Any

ROOM = 16 * 2**20
"""Bytes that must be free before a reader starts: with less, what breaks and how it breaks would be chance."""


def main() -> None:
    """Run the reader as a program of its own, with nothing but the limits left to it; the status 2 says that they leave no room for it."""
    sys.argv = sys.argv[1:]
    _lower_limits(json.loads(sys.argv[1]))
    try:
        bytearray(ROOM)
        runpy.run_path(sys.argv[0], run_name="__main__")
    except (MemoryError, ImportError):  # a library that finds no room cannot be loaded either
        os._exit(2)  # an orderly end may find no room either, and would say 1


def _lower_limits(limits: dict[str, Any]) -> None:  # Any: numbers and words
    """Take memory, processor time and files away from this process, where the system can."""
    try:
        import resource
    except ImportError:  # Windows: the wall clock of the guard remains
        return
    wanted = {
        resource.RLIMIT_AS: limits["memory"],
        resource.RLIMIT_CPU: limits["seconds"],
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for limit, value in wanted.items():
        try:
            resource.setrlimit(limit, (value, value))
        except (ValueError, OSError):  # macOS refuses some
            continue


if __name__ == "__main__":
    main()
