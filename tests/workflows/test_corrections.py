"""Tests of importing refused rows again, corrected: a part of an edition says nothing of the rows that it lacks."""

from amparo.ingest import refused_table
from amparo.workflows.imports import import_file
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
