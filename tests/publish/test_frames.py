"""Tables written a column at a time say what they say written cell by cell."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.publish import Release, halves, site_files
from amparo.publish.frames import columnar, csv_lines
from amparo.publish.tables import TABLES, columns, csv_bytes, records
from tests.publish import releases

_SIGNS = st.sampled_from(list("=+-@'\"\t\r\n,; |\x1c\x1f\x85\xa0＝＠ñaZ0"))
_TEXT = st.text(_SIGNS, max_size=6) | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)
_CELLS: dict[Any, st.SearchStrategy[Any]] = {
    pl.String: _TEXT,
    pl.Int64: st.integers(-(10**12), 10**12),
    pl.Boolean: st.booleans(),
    pl.Date: st.dates(date(1000, 1, 1)),
    pl.Float64: st.integers(0, 10**6).map(lambda cents: cents / 100),
    pl.List(pl.String): st.lists(_TEXT, max_size=3),
}


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[Any], list[tuple[Any, ...]]]:
    """Return names, types and rows of a table; any cell may be empty."""
    types = draw(st.lists(st.sampled_from(list(_CELLS)), min_size=1, max_size=5))
    rows = draw(st.lists(st.tuples(*(st.none() | _CELLS[one] for one in types)), max_size=6))
    return [f"c{place}" for place in range(len(types))], types, rows


@given(tables())
def test_columns_and_cells_write_the_same(made: tuple[list[str], list[Any], list[tuple[Any, ...]]]) -> None:
    """Whatever the texts, what is written by columns is what is written cell by cell: quoted, inert, byte for byte."""
    names, types, rows = made
    assert csv_bytes(names, ()) + csv_lines(columnar(names, types, rows)) == csv_bytes(names, rows)


@pytest.mark.parametrize("make", [releases.release, releases.hostile], ids=["plain", "hostile"])
@pytest.mark.parametrize("table", TABLES)
def test_every_table_of_a_release_is_written_the_same(make: Any, table: str) -> None:  # Any: a maker of releases
    """Each published table, by columns, has the cells of its records."""
    release: Release = make()
    from amparo.publish.tables import frame

    assert csv_bytes(columns(table), ()) + csv_lines(frame(release, table)) == csv_bytes(columns(table), records(release, table))


def test_two_processes_make_the_same_site(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages that another process makes are those that this one makes, byte for byte; if it cannot be started, this one makes them."""
    alone = dict(site_files(releases.release()))
    monkeypatch.setattr(halves, "MANY", 1)
    assert dict(site_files(releases.release())) == alone
    monkeypatch.setattr(halves, "_PROGRAM", "raise SystemExit(1)")
    assert dict(site_files(releases.release())) == alone
