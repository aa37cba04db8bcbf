"""Tests of importing refused rows again, corrected: a part of an edition says nothing of the rows that it lacks."""

import orjson
import polars as pl

from amparo.ingest import refused_table
from amparo.workflows.imports import import_file
from tests.realdata import folder
from tests.workflows.sitting import ANA, BERTA, CIRO, Desk

WRONG = "4,Dora Vidal Rey,F,,31.02.2025,El Faro,"


def test_corrected_rows_complete_the_edition_and_nobody_is_gone(desk: Desk) -> None:
    """The file of refused rows, corrected, adds what it has; those whom it lacks are still on the list."""
    first = desk.bring(ANA, BERTA, CIRO, WRONG)
    assert first.records == 3
    assert first.table is not None
    corrected = refused_table(first.table, first.refused, "es").replace(b"31.02.2025", b"28.02.2025")
    path = desk.folder / "corregidas.csv"
    path.write_bytes(corrected)
    report = import_file(desk.session, "list", path, map_path=desk.map(), edition="2026-02-01")
    assert (report.records, report.gone) == (1, ())
    assert desk.held() == (3, 3)
    again = desk.bring(ANA, CIRO, edition="2026-03-01")
    assert len(again.gone) == 2


def test_corrected_rows_say_what_the_list_printed(desk: Desk) -> None:
    """The apostrophe that keeps a spreadsheet from running a cell is ours, and is neither recorded nor part of a key."""
    first = desk.bring(ANA, "=4,Dora Vidal Rey,F,,31.02.2025,=cmd,", "'5,'Eva Sol,F,,31.02.2025,'=El Faro,")
    assert first.table is not None
    path = desk.folder / "corregidas.csv"
    path.write_bytes(refused_table(first.table, first.refused, "es").replace(b"31.02.2025", b"28.02.2025"))
    report = import_file(desk.session, "list", path, map_path=desk.map(), edition="2026-02-01")
    assert (report.records, report.refused, [warning.code for warning in report.warnings]) == (2, (), [])
    told = desk.session.standing().filter(pl.col("property") == "event")["value"].to_list()
    assert {value.get("facility") for value in map(orjson.loads, told)} == {None, "El Faro", "=cmd", "'=El Faro"}
    assert "'Eva Sol" in {name for _, property, name, _, _ in desk.facts() if property == "name" for name in [orjson.loads(name)]}
    mint = desk.session.registry.mint
    assert {subject for subject, *_ in desk.facts()} == {mint("r", "zz-lista", key) for key in ("1", "=4", "'5")}


def test_a_corrected_table_of_claims_comes_in(desk: Desk) -> None:
    """Refused rows of the tables with fixed columns come back in with their column of reasons, as those of a list do."""
    lines = (folder("venezuela") / "claims.csv").read_text(encoding="utf-8").splitlines()[:3]
    wrong = desk.folder / "cifras.csv"
    wrong.write_text("\n".join([*lines[:2], lines[2].replace(",exact,12098,", ",exact,doce mil,")]), encoding="utf-8")
    first = import_file(desk.session, "claims", wrong)
    assert (first.records, len(first.refused)) == (1, 1)
    assert first.table is not None
    path = desk.folder / "corregidas.csv"
    path.write_bytes(refused_table(first.table, first.refused, "es").replace(b"doce mil", b"12098"))
    assert import_file(desk.session, "claims", path).added == 1
