"""Web archives: their documents come out with address and day of retrieval, and a hostile one takes nothing."""

import gzip
import io
import subprocess
import sys
import zipfile
from contextlib import suppress

import pytest

from amparo.errors import BadInput
from amparo.ingest.guard import Limits
from amparo.ingest.reports.originals.warc import Archived, archived, is_archive

PAGE = b"<html><body><article><p>La ONG Voz Libre dijo que 30 presos fueron liberados.</p></article></body></html>"


def record(url: str, body: bytes, *, kind: str = "text/html; charset=utf-8", status: str = "200 OK") -> bytes:
    """Return one answer as a record of a web archive."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nETag: x1\r\n\r\n".encode()
    content = head + body
    fields = [
        "WARC/1.0", "WARC-Type: response", f"WARC-Target-URI: {url}", "WARC-Date: 2026-02-06T10:00:00Z",
        "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>", "Content-Type: application/http; msgtype=response",
        f"Content-Length: {len(content)}",
    ]  # fmt: skip
    return "\r\n".join(fields).encode() + b"\r\n\r\n" + content + b"\r\n\r\n"


def packed(warc: bytes) -> bytes:
    """Return a WACZ with one compressed archive in it."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as wacz:
        wacz.writestr("archive/data.warc.gz", warc)
        wacz.writestr("indexes/index.cdx", "")
    return content.getvalue()


def test_documents_come_out_with_address_and_day() -> None:
    """Answers that hold a document come out in their order, with address, headers and day; scripts, errors and requests do not."""
    pytest.importorskip("warcio")
    records = [
        record("https://diario.example/nota", PAGE),
        record("https://diario.example/app.js", b"x()", kind="text/javascript"),
        record("https://diario.example/perdida", PAGE, status="404 Not Found"),
        record("https://diario.example/acta.txt", b"30 presos", kind="text/plain"),
    ]
    zipped = b"".join(gzip.compress(one) for one in records)
    for content, name in ((b"".join(records), "a.warc"), (zipped, "a.warc.gz"), (packed(zipped), "a.wacz")):
        page, plain = archived(content, name)
        assert (page.url, page.at, page.name) == ("https://diario.example/nota", "2026-02-06T10:00:00Z", "nota.html")
        assert (page.content, page.headers["etag"]) == (PAGE, "x1")
        assert (plain.name, plain.content) == ("acta.txt", b"30 presos")
        assert is_archive(name)


@pytest.mark.parametrize(
    "content",
    [b"\x1f\x8b" + b"\0" * 50, b"PK\x03\x04" + b"\0" * 50, gzip.compress(b"WARC/1.0\r\nContent-Length: 99999999999\r\n\r\n")],
    ids=["broken gzip", "broken zip", "endless record"],
)
def test_a_damaged_archive_gives_nothing(content: bytes) -> None:
    """A damaged archive is refused, or gives no document; it never breaks the program."""
    found: list[Archived] = []
    with suppress(BadInput):
        found = archived(content, "x.warc.gz")
    assert found == []


@pytest.mark.parametrize("shape", ["gzip", "zip"])
def test_a_bomb_takes_no_more_than_its_limits(shape: str) -> None:
    """An archive that would inflate beyond its limits is refused before it does."""
    pytest.importorskip("warcio")
    warc = record("https://x.example/", b"\0" * 2**24)
    content = gzip.compress(warc) if shape == "gzip" else packed(gzip.compress(warc))
    with pytest.raises(BadInput) as refused:
        archived(content, "x.warc.gz", limits=Limits(inflated=2**20, memory=2**29))
    assert refused.value.code in {"reading.document_inflates", "reading.document_too_heavy"}


def test_without_the_extra_it_is_said_what_to_install() -> None:
    """Where the reader of web archives is not installed, the refusal says so."""
    program = archived.__globals__["_READER"]
    script = f"import sys; sys.modules['warcio'] = None; sys.argv = ['x', sys.argv[1]]; exec(open({str(program)!r}).read())"
    limits = '{"memory": 536870912, "seconds": 10, "inflated": 1000000, "ratio": 100}'
    done = subprocess.run(
        [sys.executable, "-c", script, limits], input=record("https://x.example/", PAGE), capture_output=True, check=False
    )
    assert (done.returncode, b"reading.warc_missing" in done.stdout) == (3, True)
