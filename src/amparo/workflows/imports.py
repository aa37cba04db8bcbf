"""A file into the record: read, checked, compared with what stands, and appended whole or not at all."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import attrs
import orjson
import polars as pl

from amparo import ingest
from amparo.errors import BadInput, Problem, WrongUse
from amparo.ingest import Fact, ListMap, Proposals, Record, Table
from amparo.questions.law.importing import propose_instrument
from amparo.statements import Statement, canonical_bytes, interval, row_of, standing
from amparo.store import ReceivedFile
from amparo.workflows.editions import Difference, difference, standing_by_subject
from amparo.workflows.progress import Progress, no_progress, told
from amparo.workflows.session import Session

_PROPOSERS: Mapping[str, Callable[[Table], Proposals]] = {
    "claims": ingest.propose_claims,
    "cases": ingest.propose_cases,
    "facilities": ingest.propose_facilities,
    "stages": ingest.propose_stages,
    "pledges": ingest.propose_pledges,
}
_FILES: Mapping[str, Callable[[bytes, str], Proposals]] = {"casefiles": ingest.propose_casefile, "instruments": propose_instrument}
KINDS = ("list", *_PROPOSERS, *_FILES)


@attrs.frozen(kw_only=True)
class ImportReport:
    """
    What an import did, or with a dry run would do.

    Attributes:
        import_id: to take it back with; of the earlier import where the file was imported already.
        already: the same file under the same map stood already; nothing was added.
        added, changed, same: facts that are new, that replaced one, that stood already.
        gone: keys of the rows that this edition of the list no longer has.
        statements: how many were appended.
        refused: rows that were not taken, and why.
        records: how many subjects the file speaks of.
        table: the file as a table; None for case files.
    """

    import_id: str
    kind: str
    file: str
    already: bool = False
    dry_run: bool = False
    records: int = 0
    added: int = 0
    changed: int = 0
    same: int = 0
    gone: tuple[str, ...] = ()
    statements: int = 0
    refused: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    table: Table | None = None
    samples: tuple[Record, ...] = ()

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return the report as data; rows are named by number, never by what stands in them."""
        return {
            "import_id": self.import_id,
            "kind": self.kind,
            "file": self.file,
            "already": self.already,
            "dry_run": self.dry_run,
            **{name: getattr(self, name) for name in ("records", "added", "changed", "same", "statements")},
            "gone": len(self.gone),
            "refused": [_as_data(problem) for problem in self.refused],
            "warnings": [_as_data(problem) for problem in self.warnings],
        }  # fmt: skip


def _as_data(problem: Problem) -> dict[str, Any]:  # Any: a JSON document
    return {"row": problem.row, "column": problem.column, "code": problem.code, "es": problem.message("es"), "en": problem.message("en")}


@attrs.frozen
class Given:
    """A file as somebody hands it over: its name and its bytes."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The hash by which the registry keeps it."""
        return sha256(self.content).hexdigest()


@attrs.frozen
class _File:
    """A file that was read: what it proposes, and what it is to the record."""

    kind: str
    name: str
    content: bytes
    proposals: Proposals
    source: str
    table: Table | None = None
    list_map: ListMap | None = None
    map_file: Given | None = None
    edition: str | None = None

    @property
    def map_sha256(self) -> str | None:
        return None if self.map_file is None else self.map_file.sha256

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


def import_file(
    session: Session,
    kind: str,
    path: Path,
    *,
    map_path: Path | None = None,
    edition: str | None = None,
    dry_run: bool = False,
    strict: bool = False,
) -> ImportReport:
    """
    Bring a file into the record and return what was done; with ``dry_run``, what would be done.

    The same file under the same map adds nothing. A further edition of a list
    is recorded as its difference. Raises BadInput, and changes nothing, where
    the file as a whole cannot be taken; with ``strict`` also where one row cannot.
    """
    given = Given(path.name, ingest.file_content(path))
    map_file = None if map_path is None else Given(map_path.name, ingest.file_content(map_path))
    return import_given(session, kind, given, map_file=map_file, edition=edition, dry_run=dry_run, strict=strict)


def import_given(
    session: Session,
    kind: str,
    given: Given,
    *,
    map_file: Given | None = None,
    edition: str | None = None,
    dry_run: bool = False,
    strict: bool = False,
    progress: Progress = no_progress,
) -> ImportReport:
    """
    Bring a file that is at hand into the record, as ``import_file`` does from the disk; its map is kept beside it.

    ``progress`` is told how many statements of how many are written; what it raises takes everything back.
    """
    file = read_given(kind, given, map_file, edition)
    refused = file.proposals.refused
    if strict and refused:
        raise BadInput("workflows.refused_all", problems=refused, file=given.name, n=len(file.proposals.refused_rows))
    earlier = _earlier(session, file)
    again = next((import_id for import_id, value in earlier.items() if _is_again(value, file)), None)
    shared: dict[str, Any] = {  # Any: fields of the report
        "kind": kind, "file": given.name, "records": len(file.proposals.records), "refused": refused,
        "warnings": file.proposals.warnings, "table": file.table, "dry_run": dry_run, "samples": file.proposals.records[:20],
    }  # fmt: skip
    if again is not None:
        return ImportReport(import_id=again, already=True, **shared)
    _refuse_older_edition(file, earlier.values())
    import_id = session.registry.mint("i", file.sha256, file.map_sha256 or "", str(session.registry.head().size))
    differences = _differences(session, file, list(earlier))
    gone = _gone(session, file, list(earlier))
    counted: dict[str, Any] = {  # Any: numbers and ids
        "added": sum(target is None for one in differences.values() for _, target in one.changes),
        "changed": sum(target is not None for one in differences.values() for _, target in one.changes),
        "same": sum(one.same for one in differences.values()),
        "gone": tuple(gone),
    }
    statements = list(_statements(session, file, import_id, differences, gone, counted))
    if dry_run:
        for statement in statements:
            canonical_bytes(row_of(statement))  # what the log would refuse is refused now
    else:
        received = [ReceivedFile(one.sha256, one.name, session.now(), one.content) for one in (given, map_file) if one is not None]
        session.registry.append(told(statements, progress), at=session.now(), files=received)
    return ImportReport(import_id=import_id, statements=len(statements), **counted, **shared)


def read_given(kind: str, given: Given, map_file: Given | None, edition: str | None) -> _File:
    """Return the file with what it proposes."""
    name, content = given.name, given.content
    if kind == "list" and map_file is None:
        raise WrongUse("workflows.map_needed", file=name)
    if kind in _FILES:
        return _File(kind, name, content, _FILES[kind](content, name), kind)
    if kind != "list" or map_file is None:
        table = ingest.read_table(content, name)
        return _File(kind, name, content, _PROPOSERS[kind](table), kind, table)
    list_map = ingest.read_map(map_file.content, map_file.name)
    table = ingest.read_table(
        content,
        name,
        sheet=list_map.sheet,
        header_row=list_map.header_row,
        delimiter=list_map.delimiter,
        encoding=list_map.encoding,
        headings=list_map.columns,
    )
    proposals = ingest.propose_list(table, list_map, edition)
    return _File(kind, name, content, proposals, list_map.id, table, list_map, map_file, edition or list_map.edition)


def _earlier(session: Session, file: _File) -> dict[str, dict[str, Any]]:  # Any: the value of an import
    """Return the imports that stand of the same list, or of the same kind of table, by id."""
    rows = session.imports().select("subject", "value").iter_rows()
    found = {subject: orjson.loads(value) for subject, value in rows}
    return {subject: value for subject, value in found.items() if value["kind"] == file.kind and value["source"] == file.source}


def _is_again(value: Mapping[str, Any], file: _File) -> bool:  # Any: the value of an import
    return bool(value["file"] == file.sha256 and value.get("map") == file.map_sha256 and value.get("edition") == file.edition)


def _refuse_older_edition(file: _File, earlier: Iterable[Mapping[str, Any]]) -> None:  # Any: the value of an import
    """Raise where a later edition of the list stands: what that one corrected would come back."""
    if file.kind != "list" or file.edition is None:
        return
    issued = interval(file.edition)[0]
    for value in earlier:
        begun = interval(value["edition"] or "")[0]
        if issued is not None and begun is not None and issued < begun:
            raise BadInput("workflows.older_edition", edition=file.edition, later=value["edition"])


def _subject(session: Session, file: _File, record: Record) -> tuple[str, str]:
    """Return kind and id of what a record speaks of: persons get ids of our own, the rest keep theirs."""
    if record.subject_kind == "person":
        return "record", session.registry.mint("r", file.source, record.key)
    return record.subject_kind, record.key


def _differences(session: Session, file: _File, earlier: Sequence[str]) -> dict[str, Difference]:
    """Return, by the key of each record, what must be recorded."""
    # What the list itself said last: a correction by hand does not make it say anything else, and is not brought back by the next edition.
    told = standing(session.registry.log().filter(pl.col("import_id").is_in(list(earlier))))
    stands = standing_by_subject(told, earlier)
    return {record.key: difference(record.facts, stands.get(_subject(session, file, record)[1], ())) for record in file.proposals.records}


def _gone(session: Session, file: _File, earlier: Sequence[str]) -> list[str]:
    """Return the records that an earlier edition of the list had, and this one lacks."""
    if file.kind != "list" or not earlier or (file.table is not None and ingest.is_correction(file.table)):
        return []
    here = {_subject(session, file, record)[1] for record in file.proposals.records}
    here |= {session.registry.mint("r", file.source, key) for key in _refused_keys(file)}
    listings = session.standing().filter(
        pl.col("import_id").is_in(list(earlier)) & (pl.col("subject_kind") == "record") & (pl.col("property") == "event")
    )
    last: dict[str, str] = {}
    for subject, value in listings.select("subject", "value").iter_rows():
        kind = orjson.loads(value)["kind"]
        if kind in ("listed", "delisted"):
            last[subject] = kind
    return sorted(subject for subject, kind in last.items() if kind == "listed" and subject not in here)


def _refused_keys(file: _File) -> Iterator[str]:
    """Yield the keys of the refused rows: a row that could not be read has not gone."""
    column = file.list_map and (file.list_map.person_key or file.list_map.record_id)
    if file.table is None or not column:
        return
    place, refused = file.table.place(column), set(file.proposals.refused_rows)
    for row, number in zip(file.table.rows, file.table.row_numbers, strict=True):
        if number in refused and place < len(row):
            yield row[place].strip()


def _statements(
    session: Session, file: _File, import_id: str, differences: Mapping[str, Difference], gone: Sequence[str], counted: Mapping[str, Any]
) -> Iterator[Statement]:
    """Yield the statements of an import: the import itself, its source, whose each record is, and what changed."""
    base: dict[str, Any] = {"recorded_at": session.now(), "recorded_by": session.who, "import_id": import_id}  # Any: fields of Statement
    about = {"kind": file.kind, "source": file.source, "file": file.sha256, "name": file.name, "map": file.map_sha256,
             "edition": file.edition, "records": len(file.proposals.records), "refused": list(file.proposals.refused_rows),
             **{name: len(value) if name == "gone" else value for name, value in counted.items()}}  # fmt: skip
    yield Statement(subject_kind="import", subject=import_id, property="import", value=about, source=session.who, **base)
    if file.list_map is not None:
        yield from _about_the_list(file.list_map, base)
    known = set(session.standing().filter(pl.col("property") == "person")["subject"].to_list())
    reliability = file.list_map.reliability if file.list_map else "unknown"
    for record in file.proposals.records:
        kind, subject = _subject(session, file, record)
        exposure = max((fact.exposure for fact in record.facts), default=2)
        shared = {**base, "subject_kind": kind, "subject": subject, "reliability": reliability}
        if kind == "record" and subject not in known:
            person = session.registry.mint("p", file.source, record.key)
            locator = {"file": file.sha256, "row": record.row}
            yield Statement(property="person", value=person, source=file.source, exposure=exposure, locator=locator, **shared)
        for fact, target in differences[record.key].changes:
            yield _statement(file, fact, target, shared)
        if file.kind == "list" and not any(fact.property == "event" and fact.value.get("kind") == "listed" for fact in record.facts):
            listed = Fact("event", {"kind": "listed"}, file.edition, record.row, exposure=exposure, stated_on=file.edition)
            yield _statement(file, listed, None, shared)
        if file.kind == "list":
            for statement in differences[record.key].gone:
                yield _withdrawal(file, statement, shared)
    for subject in gone:
        delisted = Fact("event", {"kind": "delisted", "reason": None}, file.edition, stated_on=file.edition)
        yield _statement(file, delisted, None, {**base, "subject_kind": "record", "subject": subject, "reliability": reliability})


def _about_the_list(list_map: ListMap, base: Mapping[str, Any]) -> Iterator[Statement]:
    value = {
        "title": list_map.title, "publisher": list_map.publisher, "url": list_map.url, "licence": list_map.licence,
        "curated": list_map.curated, "names_identify": list_map.names_identify, "population": list_map.population,
    }  # fmt: skip
    yield Statement(
        subject_kind="source", subject=list_map.id, property="list", value=value, source=list_map.id, exposure=list_map.exposure, **base
    )


def _statement(file: _File, fact: Fact, target: str | None, shared: Mapping[str, Any]) -> Statement:
    locator: dict[str, Any] = {"file": file.sha256}
    if fact.row is not None:
        locator |= {"row": fact.row, "columns": list(fact.columns)}
    if fact.source_url:
        locator["url"] = fact.source_url
    fields = {**shared, "action": "assert" if target is None else "supersede", "target": target}
    return Statement(
        property=fact.property,
        value=fact.value,
        source=source_of(fact.source_url) or file.source,
        happened_on=fact.happened_on,
        stated_on=fact.stated_on,
        negated=fact.negated,
        exposure=fact.exposure,
        language=fact.language,
        locator=locator,
        reason=None if target is None else f"edition {file.edition}",
        **fields,
    )


def _withdrawal(file: _File, statement_id: str, shared: Mapping[str, Any]) -> Statement:
    return Statement(
        property="event", value=None, source=file.source, action="retract", target=statement_id, reason=f"edition {file.edition}",
        locator={"file": file.sha256}, **shared,
    )  # fmt: skip


def source_of(url: str | None) -> str | None:
    """
    Return who speaks at an address: its host; a name without an address is the source itself.

    >>> source_of("https://www.example.org/a?b=1"), source_of("note.txt"), source_of(None)
    ('example.org', 'note.txt', None)
    """
    if not url:
        return None
    return urlsplit(url).netloc.removeprefix("www.") or url
