"""From a statement back to its source: the cells of the file it was read from, what it replaced, and what became of it."""

from collections.abc import Mapping, Sequence
from typing import Any

import attrs
import orjson
import polars as pl

from amparo import ingest
from amparo.errors import BadInput
from amparo.publish import effective_exposure
from amparo.workflows.sameness import records_of_persons
from amparo.workflows.session import Session

_LIMITING = ("age_group", "consent", "embargo", "exposure")


@attrs.frozen
class Cell:
    """One cell of the row that a statement was read from; ``read`` where the statement rests on it."""

    heading: str
    text: str
    read: bool


@attrs.frozen
class Trace:
    """
    One statement and everything around it.

    Attributes:
        row: its fields, as the log has them.
        value, locator: opened.
        person_id: whose page it stands on; None where it speaks of something else.
        stands: whether it counts today.
        replaces: the statement that it supersedes or withdraws.
        followed_by: later statements that supersede or withdraw it, in log order.
        file_name, cells: the file and the row that it came from, where the registry has them.
    """

    row: Mapping[str, Any]  # Any: cells of the log
    value: Any  # Any: Json
    locator: Mapping[str, Any]  # Any: Json
    person_id: str | None
    stands: bool
    replaces: Mapping[str, Any] | None
    followed_by: Sequence[Mapping[str, Any]]
    file_name: str | None
    cells: Sequence[Cell]


def trace(session: Session, statement_id: str) -> Trace:
    """Return a statement with its source; one that this person may not see is not there."""
    log = session.log()
    found = _visible(session, log.filter(pl.col("statement_id") == statement_id))
    if found.is_empty():
        raise BadInput("workflows.no_statement", statement_id=statement_id)
    row = found.row(0, named=True)
    locator = orjson.loads(row["locator"])
    file_name, cells = _cells(session, row, locator)
    before = _visible(session, log.filter(pl.col("statement_id") == row["target"])) if row["target"] else None
    after = _visible(session, log.filter(pl.col("target") == statement_id))
    standing = session.standing().filter(pl.col("statement_id") == statement_id)
    return Trace(
        row=row,
        value=orjson.loads(row["value"]),
        locator=locator,
        person_id=_person_of(session, row),
        stands=not standing.is_empty(),
        replaces=None if before is None or before.is_empty() else before.row(0, named=True),
        followed_by=list(after.iter_rows(named=True)),
        file_name=file_name,
        cells=cells,
    )


def _visible(session: Session, found: pl.DataFrame) -> pl.DataFrame:
    """
    Return those of some statements, standing or not, that this person may see.

    Whoever corrects or withdraws under a stricter level means what was said before as well: it is seen only where
    all that followed it is.
    """
    if not session.clearance or found.is_empty():
        return found
    whole = attrs.evolve(session, clearance=0)
    log = session.log()
    chain, later = found, found
    while not (later := log.filter(pl.col("target").is_in(later["statement_id"].to_list()))).is_empty():
        chain = pl.concat([chain, later])
    limits = whole.standing().filter(pl.col("property").is_in(_LIMITING))
    levels = effective_exposure(pl.concat([limits, chain]), same=records_of_persons(whole.people())).slice(limits.height)
    seen = dict(zip(chain["statement_id"].to_list(), levels.to_list(), strict=True))
    after: dict[str, list[str]] = {}
    for target, ident in chain.filter(pl.col("target").is_not_null()).select("target", "statement_id").iter_rows():
        after.setdefault(target, []).append(ident)

    def level(ident: str) -> int:
        return min([int(seen[ident]), *map(level, after.get(ident, ()))])

    return found.filter(pl.Series([level(ident) >= session.clearance for ident in found["statement_id"].to_list()], dtype=pl.Boolean))


def _person_of(session: Session, row: Mapping[str, Any]) -> str | None:  # Any: cells of the log
    if row["subject_kind"] not in ("record", "person"):
        return None
    everybody = session.people()
    subject = row["subject"]
    person = everybody.owners.get(subject, subject)
    while person in everybody.merged:
        person = everybody.merged[person]
    return person if person in everybody.sayings else None


def _cells(session: Session, row: Mapping[str, Any], locator: Mapping[str, Any]) -> tuple[str | None, Sequence[Cell]]:  # Any: as above
    """Return the name of the file and the cells of the row that a statement was read from."""
    sha256, number = locator.get("file"), locator.get("row")
    content = session.registry.original(sha256) if sha256 else None
    if content is None:
        return None, ()
    about = _import_of(session, row["import_id"])
    name = str(about.get("name", sha256))
    if number is None:
        return name, ()
    try:
        table = ingest.read_table(content, name, **_layout(session, about))
        place = list(table.row_numbers).index(number)
    except (BadInput, ValueError):
        return name, ()  # a sheet that only its map could find, and the map came before maps were kept
    read = set(locator.get("columns", ()))
    return name, [
        Cell(heading, text, heading in read) for heading, text in zip(table.header, table.rows[place], strict=False) if text.strip()
    ]


def _import_of(session: Session, import_id: str | None) -> Mapping[str, Any]:  # Any: Json
    rows = session.log().filter((pl.col("subject") == import_id) & (pl.col("property") == "import"))
    return {} if rows.is_empty() else orjson.loads(rows["value"][0])


def _layout(session: Session, about: Mapping[str, Any]) -> dict[str, Any]:  # Any: Json
    """Return how the map of a list says that its file is laid out."""
    content = session.registry.original(about["map"]) if about.get("map") else None
    if content is None:
        return {}
    found = ingest.read_map(content, "map")
    layout = {"sheet": found.sheet, "header_row": found.header_row, "delimiter": found.delimiter, "encoding": found.encoding}
    return {**layout, "headings": found.columns}
