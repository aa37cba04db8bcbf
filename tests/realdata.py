"""Where other people's published tables lie, when they lie beside the checkout; they are never copied into it."""

import os
from pathlib import Path

import pytest

_BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data"


def folder(name: str) -> Path:
    """Return the folder of one set of real tables, or skip the test and say why."""
    path = Path(os.environ.get("AMPARO_DATA", _BESIDE)) / name
    if not path.is_dir():
        pytest.skip(f"the tables of {name!r} are not beside this checkout (set AMPARO_DATA to their folder)")
    return path
