"""A report into proposals: its text made canonical, its day settled, the extractors run, everything through the gate."""

from datetime import date
from pathlib import Path
from typing import Any

import attrs

from amparo import ingest
from amparo.errors import BadInput
from amparo.ingest.reports import CanonicalText, Dropped, Proposal, canonical_text
from amparo.ingest.reports.originals.warc import archived
from amparo.ingest.reports.others.extractors import Policy, extractors, run
from amparo.ingest.reports.words.text import read_text


@attrs.frozen(kw_only=True)
class Reading:
    """
    A report that was read, and what it proposes; nothing of it is recorded.

    Attributes:
        published_on: the day that its relative dates are told from.
        day_by: where that day comes from: ``given``, ``metadata`` or ``opening``.
        dropped: what the gate took out.
    """

    file: str
    text: CanonicalText
    published_on: date
    day_by: str
    language: str
    proposals: tuple[Proposal, ...]
    dropped: tuple[Dropped, ...]

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return the reading as data; spans are code points of ``text``."""
        return {
            "file": self.file,
            "original_sha256": self.text.original_sha256,
            "text_sha256": self.text.sha256,
            "extractor": self.text.extractor,
            "language": self.language,
            "published_on": self.published_on.isoformat(),
            "published_by": self.day_by,
            "text": self.text.text,
            "proposals": [{"id": one.key(self.text.sha256), **one.to_dict(self.text.text)} for one in self.proposals],
            "dropped": [attrs.asdict(one) for one in self.dropped],
        }


def read_file(path: Path, published_on: date | None = None, policy: Policy | None = None) -> Reading:
    """Return what a document proposes; raise BadInput where it cannot be read, or says no day and none is given."""
    return read_content(ingest.file_content(path), path.name, published_on, policy)


def read_archive(path: Path, published_on: date | None = None, policy: Policy | None = None) -> tuple[list[Reading], list[str]]:
    """Return what the documents of a web archive propose, and the addresses of those that cannot be read or say no day."""
    readings, refused = [], []
    for one in archived(ingest.file_content(path), path.name):
        try:
            readings.append(read_content(one.content, one.name, published_on, policy))
        except BadInput:
            refused.append(one.url)
    return readings, refused


def read_content(content: bytes, name: str, published_on: date | None = None, policy: Policy | None = None) -> Reading:
    """Return what the bytes of a document propose."""
    text = canonical_text(content, name)
    day = published_on or text.published_on
    if day is None:
        raise BadInput("reading.no_day", file=name)
    by = "given" if published_on else str(text.published_by)
    language = read_text(text.text).language
    proposals, dropped = run(text.text, day, language, extractors(policy or Policy()))
    return Reading(file=name, text=text, published_on=day, day_by=by, language=language, proposals=tuple(proposals), dropped=tuple(dropped))
