"""Documents out of a web archive (WARC, WACZ): each answer that holds one, with its address and when it was fetched. Extra ``warc``."""

import base64
import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import attrs

from amparo.ingest.guard import Limits, Refusals, guarded_lines

_READER = Path(__file__).parents[2] / "guarded_archive.py"
_ARCHIVE = Refusals("reading.document_damaged", "reading.document_too_heavy")
_SUFFIXES = (".warc", ".warc.gz", ".wacz")


@attrs.frozen
class Archived:
    """One document of an archive, as the server answered it."""

    name: str
    url: str
    at: str
    content: bytes
    headers: Mapping[str, str] = attrs.field(factory=dict)


def is_archive(name: str) -> bool:
    """Say whether a file is a web archive by its name."""
    return name.lower().endswith(_SUFFIXES)


def archived(content: bytes, name: str, *, limits: Limits | None = None) -> list[Archived]:
    """
    Return the documents of a web archive in its order; answers other than 200, scripts and pictures are none.

    It is parsed in a process apart. Raises BadInput where it is damaged, too
    heavy, or where the extra that reads it is not installed.
    """
    lines = guarded_lines(_READER, content, name, {}, limits or Limits(), _ARCHIVE)
    return [_document(json.loads(line)) for line in lines[1:]]


def _document(told: Mapping[str, object]) -> Archived:
    url = str(told["url"])
    last = PurePosixPath(urlsplit(url).path).name or urlsplit(url).hostname or "page"
    suffix = str(told["suffix"])
    name = last if last.endswith(suffix) else f"{last}{suffix}"
    headers = told["headers"] if isinstance(told["headers"], dict) else {}
    return Archived(
        name[:120], url, str(told["at"]), base64.b64decode(str(told["body"])), {str(key): str(one) for key, one in headers.items()}
    )
