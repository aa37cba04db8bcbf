"""
Read one document from standard input and write its text as JSON lines: one of the programs that ``guarded`` runs apart.

It imports nothing of amparo, and looks at an archive before it parses anything. Nothing that a document points to is loaded.
The first line says what the document tells of itself, or ``{"refused": code,
…}``; each further line is a piece of its text with the place that it comes from.
"""

import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from typing import Any, NoReturn

type Piece = tuple[str, str]  # where, text


def main() -> None:
    """Read, check and write; every refusal is one line of JSON and the exit status 3."""
    limits = json.loads(sys.argv[1])
    try:
        content = sys.stdin.buffer.read()
        about, pieces = _READERS[limits["kind"]](content, limits)
        _write(about, pieces, limits)
    except (MemoryError, ImportError):  # a library that finds no room cannot be loaded either
        _refuse("reading.document_too_heavy")
    except Exception as error:  # noqa: BLE001 - whatever a damaged file provokes
        locked = "password" in str(error).lower()
        _refuse("reading.document_locked" if locked else "reading.document_damaged")


def _refuse(code: str, **values: Any) -> NoReturn:  # Any: what the sentence prints
    """Say why the document is refused and end."""
    print(json.dumps({"refused": code, "values": values}), flush=True)  # noqa: T201 - this is the answer to the guard
    sys.exit(3)


def _write(about: dict[str, Any], pieces: Iterator[Piece], limits: dict[str, Any]) -> None:  # Any: what is told of a document
    """Write the document line by line, up to the most that a report may hold."""
    print(json.dumps(about))  # noqa: T201
    size = 0
    for where, text in pieces:
        size += len(text)
        if size > limits["characters"]:
            _refuse("reading.document_too_long", most=limits["characters"])
        print(json.dumps({"where": where, "text": text}))  # noqa: T201


def _html(content: bytes, limits: dict[str, Any]) -> tuple[dict[str, Any], Iterator[Piece]]:  # Any: what a page tells of itself
    """Return the text of the article on a page, paragraph by paragraph, with date, title and address as the page gives them."""
    import logging

    del limits
    logging.disable(logging.CRITICAL)
    from trafilatura import bare_extraction

    found: Any = bare_extraction(content, include_comments=False, include_tables=True, with_metadata=True)  # Any: its Document
    if found is None or not (found.text or "").strip():
        _refuse("reading.document_empty")
    about = {"published_on": found.date, "title": found.title, "url": found.url, "author": found.author}
    return about, ((f"p{number}", line) for number, line in enumerate(found.text.split("\n"), start=1) if line.strip())


def _pdf(content: bytes, limits: dict[str, Any]) -> tuple[dict[str, Any], Iterator[Piece]]:  # Any: what a file tells of itself
    """Return the text of a PDF page by page, words joined that a line's end parts."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    if len(document) > limits["pages"]:
        _refuse("reading.document_too_long", most=limits["pages"])

    def pages() -> Iterator[Piece]:
        for number in range(len(document)):
            text = document[number].get_textpage().get_text_range()
            text = re.sub(r"(?:\ufffe|-)\r?\n(?=[^\W\d_])", "", text).replace("\ufffe", "-").replace("\r\n", "\n").replace("\r", "\n")
            yield f"page {number + 1}", text.strip()

    return {"title": document.get_metadata_value("Title") or None}, pages()


def _docx(content: bytes, limits: dict[str, Any]) -> tuple[dict[str, Any], Iterator[Piece]]:  # Any: what a file tells of itself
    """Return the paragraphs and the cells of a Word file in the order of its body."""
    inflated = sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(content)).infolist())
    if inflated > limits["inflated"] or inflated > limits["ratio"] * max(1, len(content)):
        _refuse("reading.document_inflates", megabytes=inflated // 2**20, ratio=inflated // max(1, len(content)))
    import docx

    document = docx.Document(io.BytesIO(content))

    def body() -> Iterator[Piece]:
        paragraphs = tables = 0
        for item in document.iter_inner_content():
            if hasattr(item, "rows"):
                tables += 1
                for row_number, row in enumerate(item.rows, start=1):
                    cells = list(dict.fromkeys(cell.text.strip() for cell in row.cells))
                    yield f"table {tables} row {row_number}", "\t".join(cells)
            else:
                paragraphs += 1
                yield f"p{paragraphs}", item.text

    return {"title": document.core_properties.title or None}, body()


_READERS = {"html": _html, "pdf": _pdf, "docx": _docx}

if __name__ == "__main__":
    main()
