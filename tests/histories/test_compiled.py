"""Tests of `amparo.histories.compiled`."""

import subprocess
import sys

import numpy as np
import pytest

from amparo.histories import compiled, kernels


def test_few_events_load_no_compiler() -> None:
    """A small registry is counted without importing Numba."""
    program = """
import sys
from datetime import date
import polars as pl
from amparo.histories import daily_counts
events = pl.DataFrame({"person_id": ["p"], "event_id": ["e"], "state": ["free"], "lo": [date(2026, 1, 1)], "hi": [date(2026, 1, 1)]})
assert len(daily_counts(events, first=date(2026, 1, 1), last=date(2026, 1, 1))) == 2
assert "numba" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_many_events_are_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """From a few thousand events on the compiled kernels are chosen."""
    monkeypatch.setattr(compiled, "compiled", lambda: "machine code")
    assert compiled.chosen(compiled.COMPILE_ABOVE) is compiled.interpreted()
    assert compiled.chosen(compiled.COMPILE_ABOVE + 1) == "machine code"


def test_code_that_no_folder_can_keep_is_compiled_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Installed read-only and without a home to write to, the kernels are compiled in memory."""
    from numba.core.caching import CacheImpl

    monkeypatch.setattr(CacheImpl, "_locator_classes", [])
    assert compiled._compile(kernels.widest, inline=True)(np.array([0, 2, 5])) == 3
