"""Reports as received: kept by content hash, with each retrieval and each canonical text; same bytes twice are one original."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import attrs
import orjson
import polars as pl

from amparo import ingest
from amparo.errors import BadInput
from amparo.ingest.reports import CanonicalText, canonical_text
from amparo.ingest.reports.originals.warc import archived, is_archive
from amparo.ingest.reports.words.text import Language, read_text
from amparo.store import ReceivedFile
from amparo.workflows.imports import source_of
from amparo.workflows.session import Session


@attrs.frozen(kw_only=True)
class Retrieval:
    """
    How an original came here.

    Attributes:
        url: where it was fetched from; None where nobody knows.
        at: when it was fetched, as told by whoever fetched it.
        how: ``file``, ``upload``, ``auto-archiver``, ``warc``.
        tool: with its version, of an archiving program.
        publisher: the outlet or body that published it.
        headers: of the answer, as far as they are kept.
    """

    how: str = "file"
    url: str | None = None
    at: str | None = None
    tool: str | None = None
    publisher: str | None = None
    note: str | None = None
    headers: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Report:
    """A report that is kept, with its latest canonical text."""

    id: str
    name: str
    original: str
    text_sha256: str
    extractor: str
    published_on: date
    published_by: str
    language: Language
    title: str | None
    retrievals: tuple[Mapping[str, Any], ...] = ()  # Any: JSON
    pieces: tuple[tuple[int, int, str], ...] = ()  # stretches of the canonical text, and where they come from

    def origin(self, at: int) -> str:
        """Return where a code point of the text comes from in the original: a page, paragraph, cell or line."""
        return next((where for start, _, where in reversed(self.pieces) if start <= at), "")

    @property
    def url(self) -> str | None:
        """The address of the first retrieval that has one."""
        return next((one["url"] for one in self.retrievals if one.get("url")), None)

    @property
    def publisher(self) -> str:
        """Who published it: as told, else the host of the address, else the name of the file."""
        told = next((one["publisher"] for one in self.retrievals if one.get("publisher")), None)
        return str(told or source_of(self.url) or self.name)


def keep(session: Session, content: bytes, name: str, *, published_on: date | None = None, retrieval: Retrieval | None = None) -> Report:
    """
    Keep a report and return it: original, retrieval, canonical text; raise BadInput, and keep nothing, where it cannot be read.

    The same bytes again add a retrieval and no original; the same text again adds no text.
    """
    text = canonical_text(content, name)
    day, by = published_on or text.published_on, "given" if published_on else str(text.published_by)
    if day is None:
        raise BadInput("reading.no_day", file=name)
    how = retrieval or Retrieval()
    report = "d" + text.original_sha256[:20]
    shared: dict[str, Any] = {"subject_kind": "report", "subject": report}  # Any: fields of Statement
    source = source_of(how.url or text.url) or session.who
    locator = {"file": text.original_sha256, **({"url": how.url or text.url} if how.url or text.url else {})}
    told = {"sha256": text.original_sha256, "name": name, "size": len(content), **attrs.asdict(how), "url": how.url or text.url}
    known = _known(session, report)
    statements = [session.statement(property="retrieval", value=_without_nones(told), source=source, locator=locator, **shared)]
    value = {
        "sha256": text.sha256, "extractor": text.extractor, "published_on": day.isoformat(), "published_by": by, "title": text.title,
        "language": read_text(text.text).language, "pieces": [[*piece.span, piece.where] for piece in text.pieces],
    }  # fmt: skip
    files = [ReceivedFile(text.original_sha256, name, session.now(), content)]
    earlier = known.get("text")
    if (
        earlier is None
        or any(earlier[part] != value[part] for part in ("sha256", "extractor"))
        or published_on not in (None, _day(earlier))
    ):
        statements.append(session.statement(property="text", value=_without_nones(value), source=source, locator=locator, **shared))
        files.append(ReceivedFile(text.sha256, name, session.now(), text.text.encode()))
    session.registry.append(statements, at=session.now(), files=files)
    return report_of(session, report)


def keep_file(session: Session, path: Path, *, published_on: date | None = None, retrieval: Retrieval | None = None) -> Report:
    """Keep a report from a file; see :func:`keep`."""
    return keep(session, ingest.file_content(path), path.name, published_on=published_on, retrieval=retrieval)


def keep_archived(session: Session, folder: Path) -> tuple[list[Report], list[str]]:
    """
    Keep what an auto-archiver wrote into a folder: each ``*.json`` of an item with the file beside it that it names.

    Returns the reports, and the names of items that could not be read; the rest is kept all the same.
    """
    kept, refused = [], []
    for path in sorted(folder.rglob("*.json")):
        for item in _items(path):
            file = path.parent / str(item["filename"])
            if not file.is_file() or folder.resolve() not in file.resolve().parents:
                refused.append(str(item["filename"]))
                continue
            day = str(item.get("published") or item.get("timestamp") or "")[:10]
            how = Retrieval(
                how="auto-archiver",
                url=item.get("url"),
                at=item.get("archived_at") or item.get("timestamp"),
                tool=item.get("tool"),
                publisher=item.get("publisher"),
            )
            try:
                if is_archive(file.name):
                    kept.extend(keep_warc(session, file, published_on=_as_day(day))[0])
                    continue
                kept.append(keep_file(session, file, published_on=_as_day(day), retrieval=how))
            except BadInput:
                refused.append(file.name)
    return kept, refused


def keep_warc(session: Session, path: Path, *, published_on: date | None = None) -> tuple[list[Report], list[str]]:
    """
    Keep the documents of a web archive (WARC, WACZ), each with its address, headers and when it was fetched.

    Returns the reports, and the addresses of documents that could not be read, or say no day and none is given; the rest is
    kept all the same. When a page was fetched is not the day of its publication, and is never taken for it.
    """
    kept, refused = [], []
    for one in archived(ingest.file_content(path), path.name):
        how = Retrieval(how="warc", url=one.url, at=one.at, tool=path.name, headers=one.headers)
        try:
            kept.append(keep(session, one.content, one.name, published_on=published_on, retrieval=how))
        except BadInput:
            refused.append(one.url)
    return kept, refused


def _items(path: Path) -> Iterator[dict[str, str]]:
    """Yield the archived items of one JSON file: url, timestamp and the media with their file names."""
    try:
        document = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return
    for entry in document if isinstance(document, list) else [document]:
        if not isinstance(entry, dict):
            continue
        told = {**_texts(entry.get("metadata")), **_texts(entry)}
        media = entry.get("media")
        for one in media if isinstance(media, list) else [entry]:
            name = _texts(one).get("filename")
            if name:
                yield {**told, "filename": Path(name).name}


def _texts(value: object) -> dict[str, str]:
    """Return the parts of a JSON object that are text."""
    return {str(name): part for name, part in value.items() if isinstance(part, str)} if isinstance(value, dict) else {}


def _as_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def reports(session: Session) -> list[Report]:
    """Return the reports that are kept, in the order in which they came."""
    told = session.standing().filter(pl.col("subject_kind") == "report")
    return [report_of(session, subject) for subject in dict.fromkeys(told["subject"].to_list())]


def report_of(session: Session, report: str) -> Report:
    """Return one report; raise BadInput where there is none of this id."""
    known = _known(session, report)
    if "text" not in known:
        raise BadInput("reading.no_report", report=report)
    text, retrievals = known["text"], known["retrievals"]
    return Report(
        id=report, name=retrievals[0]["name"], original=retrievals[0]["sha256"], text_sha256=text["sha256"], extractor=text["extractor"],
        published_on=date.fromisoformat(text["published_on"]), published_by=text["published_by"], language=text["language"],
        title=text.get("title"), retrievals=tuple(retrievals),
        pieces=tuple((start, end, where) for start, end, where in text.get("pieces", ())),
    )  # fmt: skip


def text_of(session: Session, sha256: str) -> str:
    """Return a canonical text by its hash."""
    content = session.registry.original(sha256)
    if content is None:
        raise BadInput("reading.no_report", report=sha256[:12])
    return _decoded(content)


@lru_cache(maxsize=32)
def _decoded(content: bytes) -> str:
    return content.decode()


def _known(session: Session, report: str) -> dict[str, Any]:  # Any: JSON
    """Return what is recorded of a report: its last text and all retrievals."""
    rows = (
        session.standing()
        .filter((pl.col("subject_kind") == "report") & (pl.col("subject") == report))
        .select("property", "value")
        .iter_rows()
    )
    found: dict[str, Any] = {"retrievals": []}
    for property_, value in rows:
        if property_ == "retrieval":
            found["retrievals"].append(orjson.loads(value))
        elif property_ == "text":
            found["text"] = orjson.loads(value)
    return found


def _day(text: Mapping[str, Any]) -> date:
    return date.fromisoformat(text["published_on"])


def _without_nones(value: Mapping[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in value.items() if part is not None and part != {}}


def made_again(session: Session, report: Report) -> CanonicalText:
    """Return the canonical text made anew from the original: by a newer reader another text, beside the earlier one."""
    content = session.registry.original(report.original)
    assert content is not None  # an original is never removed
    return canonical_text(content, report.name)
