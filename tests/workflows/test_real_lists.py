import csv
import io
from datetime import date
from itertools import permutations
from pathlib import Path

import orjson
import polars as pl

from amparo.questions.rule import Rule
from amparo.store import create_registry
from amparo.workflows.answers import answer_count
from amparo.workflows.imports import ImportReport, import_file
from amparo.workflows.session import Session
from tests.realdata import folder
from tests.workflows.sitting import Clock

HEAD = "format: amparo-map/1\nlicence: CC-BY-SA-4.0\nedition: 2024-01-01\nlanguage: es\n"
MAPS = {
    "uy_list_a_sitiosdememoria": """
id: uy-sitios
title: Personas desaparecidas y asesinadas
publisher: Sitios de Memoria Uruguay
dates: {order: ymd, two_dates: span}
record_id: id
source_url: source_page
columns:
  name: full_name
  given_names: given_names
  surnames: family_names
  birth_date: date_of_birth
  nationality: {column: nationality, separator: "|"}
  occupation: {column: occupations, separator: "|"}
events:
- key: disappearance
  kind: disappearance
  date: date_of_disappearance
  facility: {column: places_of_detention, separator: "|"}
  undated: keep
""",
    "uy_list_b_madresyfamiliares": """
id: uy-madres
title: Detenidos desaparecidos
publisher: Madres y Familiares
record_id: n
columns: {name: name}
""",
    "uy_list_c_presidencia_fichas": """
id: uy-presidencia
title: Fichas personales
publisher: Presidencia
dates: {order: dmy, two_dates: span, trailing_text: note}
record_id: cid
columns:
  name: name
  sex: sex
  birth_date: birth_date
  birth_place: birth_place
  age: {column: age, on: detention_date, unmapped: skip}
  alias: alias
events:
- {key: arrest, kind: arrest, date: detention_date, place: detention_place, undated: keep}
""",
}
ROWS = {"uy_list_a_sitiosdememoria": 204, "uy_list_b_madresyfamiliares": 197, "uy_list_c_presidencia_fichas": 192}


def brought(session: Session, work: Path, name: str) -> ImportReport:
    """Import one of the real lists from where it lies."""
    path = work / f"{name}.yml"
    path.write_text(HEAD + MAPS[name], encoding="utf-8")
    return import_file(session, "list", folder("uruguay") / f"{name}.csv", map_path=path)


def test_no_row_of_the_real_lists_is_lost(tmp_path: Path) -> None:
    """Each row of three published lists, with all their partial and double dates, becomes one record; imported again, nothing is added."""
    with create_registry(tmp_path / "registry") as registry:
        session = Session(registry, "yo", Clock())
        for name, rows in ROWS.items():
            report = brought(session, tmp_path, name)
            assert (report.records, len(report.refused)) == (rows, 0)
            assert brought(session, tmp_path, name).already
        standing = session.standing()
        assert standing.filter(pl.col("property") == "person")["value"].n_unique() == sum(ROWS.values())
        assert standing.filter(pl.col("property") == "name").height == sum(ROWS.values())
        for kind, name in (("disappearance", "uy_list_a_sitiosdememoria"), ("arrest", "uy_list_c_presidencia_fichas")):
            events = standing.filter(pl.col("value").str.contains(f'"kind":"{kind}"', literal=True))
            assert events["subject"].n_unique() == ROWS[name]
        assert registry.verify().size == registry.head().size


def test_real_cells_are_found_again(tmp_path: Path) -> None:
    """From every name in the record one finds the file, the row and the cell, and in it the name as printed."""
    with create_registry(tmp_path / "registry") as registry:
        session = Session(registry, "yo", Clock())
        for name in ROWS:
            brought(session, tmp_path, name)
        tables: dict[str, list[list[str]]] = {}
        for row in session.standing().filter(pl.col("property") == "name").iter_rows(named=True):
            locator = orjson.loads(row["locator"])
            if locator["file"] not in tables:
                tables[locator["file"]] = list(csv.reader(io.StringIO((registry.original(locator["file"]) or b"").decode("utf-8-sig"))))
            table = tables[locator["file"]]
            printed = table[locator["row"] - 1][table[0].index(locator["columns"][0])]
            value = orjson.loads(row["value"])
            # Compared without showing it: a failure must not print whom the row is about.
            found = (value["raw"] if isinstance(value, dict) else value).split() == printed.split()
            assert found, f"row {locator['row']} of {row['source']}"
        assert len(tables) == 3


def test_the_order_of_the_real_lists_changes_no_answer(tmp_path: Path) -> None:
    """Whichever of the three lists comes first, the same number of persons was surely and possibly disappeared in each year."""
    found = set()
    for number, order in enumerate(list(permutations(ROWS))[::2]):
        with create_registry(tmp_path / str(number) / "registry") as registry:
            session = Session(registry, "yo", Clock())
            for name in order:
                brought(session, tmp_path, name)
            counts = []
            for year in (1974, 1976, 1978):
                rule = Rule(kinds=("disappearance",), since=date(year, 1, 1), until=date(year, 12, 31))
                answer = answer_count(session, rule)
                counts.append((answer.persons.at_least, answer.persons.at_most))
            found.add(tuple(counts))
    assert len(found) == 1
    assert all(0 < low <= high for counts in found for low, high in counts)
