"""Published tables of overlaps, from beside the checkout, and invented ones."""

from collections.abc import Sequence

import polars as pl

from tests.realdata import folder


def published(name: str) -> pl.DataFrame:
    """Return a published table by the name of its file, or skip the test."""
    return pl.read_csv(folder("overlaps") / f"{name}.csv")


def invented(lists: Sequence[str], counts: dict[str, int]) -> pl.DataFrame:
    """Return a table from combinations written as ``"110": 7``."""
    columns = {name: [int(pattern[place]) for pattern in counts] for place, name in enumerate(lists)}
    return pl.DataFrame({**columns, "count": list(counts.values())})


PLAIN = {"100": 120, "010": 90, "001": 70, "110": 30, "101": 25, "011": 20, "111": 8}
