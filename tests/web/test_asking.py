"""Questions in the app: the same answers as the command line's, kept, repeated, printed, taken along."""

import csv
import io
import re
from urllib.parse import urlencode

import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from tests.web.running import Served, Visitor

HELD = urlencode({"moment": "stock", "state": "deprived", "on": "2026-01-07", "by": "branch"})


def test_a_count_is_the_count_of_the_command_line(demo: Served) -> None:
    """The figures, the rule and the gap on the screen are those of ``amparo count`` under the same rule."""
    from datetime import date

    from amparo.questions.rule import Rule
    from amparo.workflows.answers import answer_count
    from amparo.workflows.session import at_work

    with at_work(demo.folder, who="yo") as session:
        answer = answer_count(session, Rule(states=("deprived",), on=date(2026, 1, 7), by=("branch",)))
    page = Visitor(demo).sign_in().get(f"/questions/count?{HELD}")
    assert f"al menos {answer.persons.at_least} · a lo sumo {answer.persons.at_most}" in page.text
    assert "7 de enero de 2026" in page.text
    assert f"Se apoya en {len(answer.statements)} afirmaciones" in page.text


def test_an_answer_is_taken_along_typed(demo: Served) -> None:
    """The workbook has numbers as numbers and dates as dates, the CSV is a table, the PDF has text."""
    visitor = Visitor(demo).sign_in()
    book = CalamineWorkbook.from_filelike(io.BytesIO(visitor.get(f"/answers/count.xlsx?{HELD}").body))
    figure = book.get_sheet_by_name("La cifra").to_python()
    assert [type(cell) for cell in figure[1]] == [str, float, float]
    claims = CalamineWorkbook.from_filelike(io.BytesIO(visitor.get("/answers/claims.xlsx").body)).get_sheet_by_index(1).to_python()
    assert {type(row[3]) for row in claims[1:]} == {float}
    assert any(hasattr(row[5], "year") for row in claims[1:])
    rows = list(csv.reader(io.StringIO(visitor.get(f"/answers/count.csv?{HELD}").body.decode("utf-8-sig"))))
    assert len({len(row) for row in rows}) == 1
    pdf = visitor.get(f"/answers/count.pdf?{HELD}").body
    assert pdf == visitor.get(f"/answers/count.pdf?{HELD}").body
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    assert "7 de enero de 2026" in " ".join(text.split())


def test_a_kept_answer_is_repeated_as_it_was(demo: Served) -> None:
    """After more has been recorded, a kept answer comes out as it was, beside what the record says today."""
    visitor = Visitor(demo).sign_in()
    page = visitor.get(f"/questions/count?{HELD}")
    headline = re.findall(r'<p class="bounds"><span>([^<]+)</span>', page.text)[0]
    kept = visitor.post_to(page, "/answers/keep/count", {"question": HELD, "title": "Detenidas el 7 de enero"})
    assert headline in kept.text
    assert "La respuesta es la misma" in kept.text
    person = visitor.post("/people/new", {"name": "Persona Inventada", "source": "prueba"})
    visitor.post(f"{person.path}/say", {"what": "event:arrest", "date": "2026-01-05", "source": "prueba", "exposure": "2"})
    again = visitor.get(kept.path)
    assert again.text.count(headline) == 1
    assert "Desde entonces se anotó" in again.text
    assert "Detenidas el 7 de enero" in visitor.get("/answers").text


@pytest.mark.parametrize(
    "path", ["/answers/nothing.pdf", "/answers/count.exe", "/answers/anope", "/questions/claims/nope", "/questions/facilities/nope"]
)
def test_what_cannot_be_asked_is_not_there(demo: Served, path: str) -> None:
    """An unknown question, form, claim or facility is answered like a page that does not exist."""
    assert Visitor(demo).sign_in().get(path).status == 404


def test_claims_are_set_beside_each_other(demo: Served) -> None:
    """A claim shows its verdict, its source, and every figure it can be compared with, or why not."""
    visitor = Visitor(demo).sign_in()
    board = visitor.get("/questions/claims?verdict=not_comparable")
    first = re.findall(r'<th scope="row"><a href="(/questions/claims/[^"?]+)"', board.text)[0]
    page = visitor.get(first)
    assert "no comparable" in page.text
    assert "/statements/" in page.text
    one = visitor.get("/questions/claims/ve-dc87035d")
    assert "no son comparables" in one.text


def test_a_facility_says_who_is_unaccounted_for(demo: Served) -> None:
    """A facility's page lists who was there and of whom nothing more is known, as of the day asked for."""
    visitor = Visitor(demo).sign_in()
    listing = visitor.get("/questions/facilities")
    first = re.findall(r'href="(/questions/facilities/[^"?]+)"', listing.text)[0]
    page = visitor.get(f"{first}?on=2026-03-13")
    assert page.status == 200
    assert "13 de marzo de 2026" in page.text
