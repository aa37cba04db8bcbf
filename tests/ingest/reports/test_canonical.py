"""From bytes to canonical text: formats, the way back, and files that mean harm."""

import io
import zipfile
from datetime import date

import docx
import pytest
import typst

from amparo.errors import BadInput
from amparo.ingest.reports.originals.canonical import DocumentLimits, canonical_text

SENTENCE = "La ONG Voz Libre informó el jueves que al menos 340 presos políticos fueron excarcelados en la capital, con medidas cautelares."
PAGE = f"""<html><head><title>Nota</title><meta property="article:published_time" content="2026-02-06T10:00:00Z">
<script src="http://127.0.0.1:9/evil.js"></script></head><body><nav>Menú</nav><article><h1>Excarcelaciones</h1><p>{SENTENCE}</p>
<img src="http://127.0.0.1:9/pixel.png"><p>Los familiares esperan frente a la cárcel desde hace semanas, sin noticias de los demás.</p>
</article></body></html>"""


def word_file() -> bytes:
    """Return a Word file with a paragraph, a table and a paragraph."""
    document = docx.Document()
    document.add_paragraph(SENTENCE)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Mujeres", "87"
    document.add_paragraph("Fin.")
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def test_a_page_gives_its_article_and_its_day() -> None:
    """Of a page the article's words come verbatim, without menu or script, with the day that the page gives."""
    text = canonical_text(PAGE.encode(), "nota.html")
    assert SENTENCE in text.text
    assert "Menú" not in text.text
    assert (text.published_on, text.published_by) == (date(2026, 2, 6), "metadata")


def test_a_word_file_keeps_the_order_of_paragraphs_and_cells() -> None:
    """Paragraphs and tables come in the order of the body, each with its place."""
    text = canonical_text(word_file(), "nota.docx")
    assert [piece.where for piece in text.pieces] == ["p1", "table 1 row 1", "p2"]
    assert text.where(text.text.index("87")) == "table 1 row 1"


def test_a_pdf_gives_its_text_page_by_page() -> None:
    """Each page of a PDF is a piece, and a point of the text leads back to it."""
    source = f"#set page(width: 12cm)\n{SENTENCE}\n#pagebreak()\nSegunda hoja."
    text = canonical_text(typst.compile(source.encode()), "nota.pdf")
    assert text.where(text.text.index("Segunda")) == "page 2"
    assert "340 presos" in " ".join(text.text.split())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_plain_text_is_read_whatever_its_encoding(encoding: str) -> None:
    """Accents survive each encoding that programs write."""
    assert canonical_text(SENTENCE.encode(encoding), "nota.txt").text == SENTENCE


def bomb() -> bytes:
    """Return an archive that would inflate to a gigabyte."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 2**28)
    return content.getvalue()


def nested() -> bytes:
    """Return an archive within an archive within an archive."""
    content = b"text"
    for _ in range(3):
        outer = io.BytesIO()
        with zipfile.ZipFile(outer, "w") as archive:
            archive.writestr("inner.zip", content)
        content = outer.getvalue()
    return content


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "reading.document_empty"),
        (b"   \n", "reading.document_empty"),
        (b"%PDF-1.7\n" + b"\x00" * 1000, "reading.document_damaged"),
        (b"PK\x03\x04garbage", "reading.document_damaged"),
        (bomb(), "reading.document_inflates"),
        (nested(), "reading.document_damaged"),
        (b"<html><body>" + b"<div>" * 200, "reading.document"),
        (b"<html><script>x</script></html>", "reading.document_empty"),
    ],
    ids=["empty", "blank", "no pdf", "no docx", "bomb", "nested archives", "open tags", "nothing but script"],
)
def test_a_harmful_file_is_refused(content: bytes, code: str) -> None:
    """A damaged, empty or inflating file ends as a refusal that says so."""
    with pytest.raises(BadInput) as refused:
        canonical_text(content, "nota")
    assert refused.value.code.startswith(code)


def test_a_file_takes_no_more_than_its_limits() -> None:
    """A document with more pages, more text or more work than allowed is given up, whatever it is."""
    many = typst.compile(b"\n".join([b"Hoja.", b"#pagebreak()"] * 12))
    with pytest.raises(BadInput, match=r"reading\.document_too_long"):
        canonical_text(many, "nota.pdf", limits=DocumentLimits(pages=5))
    with pytest.raises(BadInput, match=r"reading\.document_too_long"):
        canonical_text(PAGE.encode(), "nota.html", limits=DocumentLimits(characters=50))
    with pytest.raises(BadInput, match=r"reading\.document_too_heavy"):
        canonical_text(PAGE.encode(), "nota.html", limits=DocumentLimits(memory=60 * 2**20))
    with pytest.raises(BadInput, match=r"ingest\.file_too_large"):
        canonical_text(PAGE.encode(), "nota.html", limits=DocumentLimits(file=100))
