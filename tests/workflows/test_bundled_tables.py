from importlib.resources import as_file, files
from pathlib import Path

import orjson
import polars as pl
import pytest

from amparo.errors import BadInput
from amparo.workflows.demo import make_demo_registry
from amparo.workflows.imports import import_file
from amparo.workflows.recording import undo
from tests.workflows.sitting import Desk

TABLES = {"claims": "claims.csv", "cases": "public_cases.csv", "facilities": "facilities.csv", "stages": "law_stages.csv"}


def rows_of(kind: str) -> list[str]:
    """Return the lines of a bundled table; none of those taken here has a line break in a cell."""
    with as_file(files("amparo.demo_data") / "venezuela" / TABLES[kind]) as path:
        return path.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("kind", TABLES)
def test_a_bundled_table_comes_in_whole_and_once(desk: Desk, kind: str) -> None:
    """No row of a bundled table is refused, each statement is public, and the same file twice adds nothing."""
    with as_file(files("amparo.demo_data") / "venezuela" / TABLES[kind]) as path:
        report = import_file(desk.session, kind, path)
        assert report.refused == ()
        assert report.records > 5
        assert import_file(desk.session, kind, path).already
    told = desk.session.standing().filter(~pl.col("subject_kind").is_in(["import", "source"]))
    assert told["subject"].n_unique() == report.records
    assert set(told.filter(pl.col("property") != "person")["exposure"]) == {5}
    assert all("file" in orjson.loads(locator) for locator in told["locator"])


def test_a_corrected_claim_replaces_the_one_before(desk: Desk) -> None:
    """A table with one figure corrected and one row left out changes that claim alone: what a table no longer names is not denied."""
    header, *rows = rows_of("claims")[:12]
    path = desk.folder / "claims.csv"
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    first = import_file(desk.session, "claims", path)
    place = header.split(",").index("claim_id")
    path.write_text("\n".join([header, rows[0].replace(rows[0].split(",")[place + 2], "Otro medio", 1), *rows[1:-1]]), encoding="utf-8")
    second = import_file(desk.session, "claims", path)
    assert (second.added, second.changed, second.same, second.gone) == (0, 1, len(rows) - 2, ())
    standing = desk.session.standing().filter(pl.col("property") == "claim")
    assert standing["subject"].n_unique() == standing.height == len(rows)
    with pytest.raises(BadInput, match="built_upon"):
        undo(desk.session, first.import_id, "The wrong file.")
    undo(desk.session, second.import_id, "The wrong file.")
    assert desk.session.standing().filter(pl.col("property") == "claim")["value"].str.contains("Otro medio").sum() == 0


def test_two_demonstrations_are_equal(tmp_path: Path) -> None:
    """The sample registry is made the same way each time: its log has the same head."""
    heads = []
    for name in ("one", "two"):
        session = make_demo_registry(tmp_path / name)
        heads.append(session.registry.head())
        session.registry.close()
    assert heads[0] == heads[1]
    assert heads[0].size > 500
