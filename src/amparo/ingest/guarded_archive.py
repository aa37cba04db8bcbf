"""
Read a web archive from standard input and write its documents as JSON lines: one of the programs that ``guarded`` runs apart.

An archive is a WARC, or a WACZ with WARCs in it. It imports nothing of amparo. Only answers that hold a document are written
(pages, PDF, Word, plain text); nothing that a page points to is loaded.
"""

import base64
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO, NoReturn

_DOCUMENTS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_HEADERS = ("date", "last-modified", "content-type", "etag")


def main() -> None:
    """Read and write; every refusal is one line of JSON and the exit status 3."""
    limits = json.loads(sys.argv[1])
    try:
        print(json.dumps({"kind": "warc"}))  # noqa: T201 - this is the answer to the guard
        for name, stream in _archives(sys.stdin.buffer.read(), limits):
            _write(name, stream, limits)
    except MemoryError:
        _refuse("reading.document_too_heavy")
    except ImportError:
        _refuse("reading.warc_missing")
    except Exception:  # noqa: BLE001 - whatever a damaged file provokes
        _refuse("reading.document_damaged")


def _refuse(code: str, **values: Any) -> NoReturn:  # Any: what the sentence prints
    print(json.dumps({"refused": code, "values": values}), flush=True)  # noqa: T201
    sys.exit(3)


def _archives(content: bytes, limits: dict[str, Any]) -> Iterator[tuple[str, BinaryIO]]:  # Any: numbers and words
    """Yield the WARC, or the WARCs of a WACZ, that is looked at before anything is taken out of it."""
    if not content.startswith(b"PK"):
        yield "", io.BytesIO(content)
        return
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = packed.infolist()
        inflated = sum(part.file_size for part in parts)
        if inflated > limits["inflated"] or inflated > limits["ratio"] * max(1, len(content)):
            _refuse("reading.document_inflates", megabytes=inflated // 2**20, ratio=inflated // max(1, len(content)))
        for part in parts:
            if re.fullmatch(r"archive/[^/]+\.warc(\.gz)?", part.filename):
                yield part.filename, io.BytesIO(packed.read(part))


def _write(name: str, stream: BinaryIO, limits: dict[str, Any]) -> None:  # Any: numbers and words
    """Write each answer of an archive that holds a document, up to the most that an archive may hold."""
    from warcio.archiveiterator import ArchiveIterator

    size = 0
    for record in ArchiveIterator(stream):
        headers = record.http_headers
        if record.rec_type not in {"response", "resource"} or (headers is not None and headers.get_statuscode() != "200"):
            continue
        told = (headers.get_header("Content-Type") if headers is not None else record.rec_headers.get_header("Content-Type")) or ""
        suffix = _DOCUMENTS.get(told.split(";")[0].strip().lower())
        if suffix is None:
            continue
        body = record.content_stream().read(limits["inflated"] - size + 1)
        size += len(body)
        if size > limits["inflated"]:
            _refuse("reading.document_inflates", megabytes=size // 2**20, ratio=limits["ratio"])
        kept = {key: headers.get_header(key) for key in _HEADERS if headers is not None and headers.get_header(key)}
        line = {
            "url": record.rec_headers.get_header("WARC-Target-URI") or "",
            "at": record.rec_headers.get_header("WARC-Date") or "",
            "archive": name,
            "suffix": suffix,
            "headers": kept,
            "body": base64.b64encode(body).decode(),
        }
        print(json.dumps(line))  # noqa: T201


if __name__ == "__main__":
    main()
