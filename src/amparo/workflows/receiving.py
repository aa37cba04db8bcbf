"""A file before and after it is imported: what it looks like, whether its list is known, and the report that stays."""

from collections.abc import Mapping, Sequence
from typing import Any

import attrs
import orjson
import polars as pl

from amparo import ingest
from amparo.errors import BadInput, Problem
from amparo.ingest import ListMap, Table
from amparo.workflows.imports import Given, read_given
from amparo.workflows.session import Session


@attrs.frozen
class Look:
    """A list as it is read: its table, and the sheets that could be read instead."""

    table: Table
    sheets: tuple[str, ...]


def look(given: Given, *, sheet: str | None = None, header_row: int | None = None) -> Look:
    """Return what a file holds; where several sheets are filled and none is named, the first."""
    sheets = ingest.sheets_of(given.content, given.name)
    chosen = sheet if sheet in sheets else (sheets[0] if sheets else None)
    return Look(ingest.read_table(given.content, given.name, sheet=chosen, header_row=header_row), sheets)


@attrs.frozen
class Remembered:
    """The map of a list that came before: as it was kept, as it is read, and its last edition."""

    file: Given
    list_map: ListMap
    edition: str | None
    columns_missing: tuple[str, ...] = ()


def remembered(session: Session, table: Table) -> Remembered | None:
    """Return the map of the latest import whose columns all stand in this table's header; None where no list is recognised."""
    for about in _maps(session):
        content = session.registry.original(about["map"])
        if content is None:
            continue  # it came before maps were kept
        list_map = ingest.read_map(content, "map")
        if list_map.columns and list_map.columns <= set(table.header):
            return Remembered(Given(f"{list_map.id}.yml", content), list_map, about.get("edition"))
    return None


def _maps(session: Session) -> list[dict[str, Any]]:  # Any: the value of an import
    """Return the imports of lists, the latest first, each map once."""
    found = [orjson.loads(value) for value in reversed(session.imports()["value"].to_list())]
    return list({about["map"]: about for about in reversed(found) if about.get("map")}.values())[::-1]


@attrs.frozen
class ImportRecord:
    """
    The report of an import, as it stays.

    Attributes:
        about: what was counted when it was done.
        undone: why it was taken back, and by whom; None while it stands.
        builds_on: a later import of the same list, which must be taken back first.
    """

    import_id: str
    about: Mapping[str, Any]  # Any: Json
    recorded_at: str
    recorded_by: str
    undone: Mapping[str, Any] | None


def import_records(session: Session) -> Sequence[ImportRecord]:
    """Return every import, the latest first, those taken back included."""
    log = session.registry.log().filter(pl.col("subject_kind") == "import")
    stands = set(session.imports()["subject"].to_list())
    undone = {
        row["subject"]: row for row in log.filter(pl.col("property") == "undone").iter_rows(named=True) if row["subject"] not in stands
    }
    return [
        ImportRecord(row["subject"], orjson.loads(row["value"]), row["recorded_at"], row["recorded_by"], undone.get(row["subject"]))
        for row in reversed(list(log.filter(pl.col("property") == "import").iter_rows(named=True)))
    ]


def import_record(session: Session, import_id: str) -> ImportRecord:
    """Return the report of one import."""
    found = next((one for one in import_records(session) if one.import_id == import_id), None)
    if found is None:
        raise BadInput("workflows.no_import", import_id=import_id)
    return found


def refused_rows(session: Session, about: Mapping[str, Any]) -> tuple[Table, tuple[Problem, ...]] | None:  # Any: the value of an import
    """Return the file's table and why rows of it were refused, read again from the originals; None where they are not all there."""
    content = session.registry.original(about["file"])
    map_content = session.registry.original(about["map"]) if about.get("map") else None
    if content is None or (about["kind"] == "list" and map_content is None):
        return None
    map_file = None if map_content is None else Given("map.yml", map_content)
    file = read_given(about["kind"], Given(about["name"], content), map_file, about.get("edition"))
    return None if file.table is None else (file.table, file.proposals.refused)
