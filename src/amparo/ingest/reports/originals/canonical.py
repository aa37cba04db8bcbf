"""A document as received to its canonical text: versioned, with the way back to page, paragraph or cell."""

import json
import re
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Literal

import attrs

from amparo.errors import BadInput
from amparo.ingest.delimited import detected_encoding
from amparo.ingest.guard import Limits, Refusals, guarded_lines
from amparo.ingest.reports.proposals import Span
from amparo.statements import is_edtf

type DocumentKind = Literal["text", "html", "pdf", "docx"]

VERSION = "1"  # of the way from bytes to text: another version makes another text, and leaves earlier spans as they are
DOCUMENT = Refusals("reading.document_damaged", "reading.document_too_heavy")
_READER = Path(__file__).parents[2] / "guarded_document.py"
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|div|p)\b", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufeff]")
_OPENING_DATE = re.compile(r"\A\W*(?:date|fecha|published|publicado)?\W{0,3}(?P<day>(?:19|20)\d\d-\d\d-\d\d)\b", re.IGNORECASE)


@attrs.frozen
class DocumentLimits(Limits):
    """What one document may cost: of a file also its pages and the length of its text."""

    file: int = 50 * 2**20
    seconds: int = 30
    pages: int = 500
    characters: int = 2_000_000
    kind: str = ""


@attrs.frozen
class Piece:
    """A stretch of canonical text and where it comes from: ``page 3``, ``p12``, ``table 1 row 4``, ``line 7``."""

    span: Span
    where: str


@attrs.frozen(kw_only=True)
class CanonicalText:
    """
    The text of an original.

    Attributes:
        sha256: of the text in UTF-8; spans are code points of this text and of no other.
        original_sha256: of the bytes as received.
        extractor: by what the text was made, with its version.
        published_on: the day that the document gives of itself, a proposal to confirm; ``published_by`` says where it stands.
    """

    text: str
    sha256: str
    original_sha256: str
    kind: DocumentKind
    extractor: str
    pieces: tuple[Piece, ...]
    title: str | None = None
    url: str | None = None
    published_on: date | None = None
    published_by: str | None = None

    def where(self, at: int) -> str:
        """Return where a code point comes from in the original."""
        return next((piece.where for piece in reversed(self.pieces) if piece.span[0] <= at), "")


def canonical_text(content: bytes, name: str, *, limits: DocumentLimits | None = None) -> CanonicalText:
    """
    Return the text of a document: plain text, HTML, PDF or docx, told by its first bytes.

    Foreign formats are parsed in a process apart with little memory and time.
    Raises BadInput where the document is damaged, empty or too heavy.
    """
    kind = document_kind(content)
    if kind == "text":
        pieces, about = _plain_pieces(content, name), {}
    else:
        most = limits or DocumentLimits()
        lines = guarded_lines(_READER, content, name, {"kind": kind}, most, DOCUMENT)
        about = json.loads(lines[0])
        pieces = [(piece["where"], piece["text"]) for piece in map(json.loads, lines[1:])]
    joint = "\n" if kind == "text" else "\n\n"
    text, placed = _placed(pieces, joint)
    if not text.strip():
        raise BadInput("reading.document_empty", file=name)
    day, by = _day(about.get("published_on"), text)
    return CanonicalText(
        text=text,
        sha256=sha256(text.encode()).hexdigest(),
        original_sha256=sha256(content).hexdigest(),
        kind=kind,
        extractor=f"{kind}/{VERSION}",
        pieces=tuple(placed),
        title=about.get("title"),
        url=about.get("url"),
        published_on=day,
        published_by=by,
    )


def document_kind(content: bytes) -> DocumentKind:
    """Return what a document is by its bytes; archives other than docx are refused by their reader."""
    start = content[:4096].lstrip()
    if start.startswith(b"%PDF"):
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return "docx"
    if start.startswith(b"<") and _HTML.search(start):
        return "html"
    return "text"


def _plain_pieces(content: bytes, name: str) -> list[tuple[str, str]]:
    if len(content) > DocumentLimits().file:
        raise BadInput("ingest.file_too_large", file=name, megabytes=len(content) // 2**20, most=DocumentLimits().file // 2**20)
    try:
        text = content.decode(detected_encoding(content))
    except (UnicodeDecodeError, LookupError):
        raise BadInput("reading.document_damaged", file=name) from None
    if len(text) > DocumentLimits().characters:
        raise BadInput("reading.document_too_long", file=name, most=DocumentLimits().characters)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [(f"line {number}", line) for number, line in enumerate(lines, start=1)]


def _placed(pieces: list[tuple[str, str]], joint: str) -> tuple[str, list[Piece]]:
    """Return the pieces as one text, and where each of them stands in it."""
    placed, parts, at = [], [], 0
    for where, piece in pieces:
        clean = _CONTROL.sub(" ", piece)
        if clean.strip():
            placed.append(Piece((at, at + len(clean)), where))
        parts.append(clean)
        at += len(clean) + len(joint)
    return joint.join(parts), placed


def _day(told: str | None, text: str) -> tuple[date | None, str | None]:
    """Return the day of publication that a document gives, and where."""
    if told and is_edtf(told) and len(told) >= 10:
        return date.fromisoformat(told[:10]), "metadata"
    match = _OPENING_DATE.match(text[:200])
    if match:
        try:
            return date.fromisoformat(match["day"]), "opening"
        except ValueError:
            return None, None
    return None, None
