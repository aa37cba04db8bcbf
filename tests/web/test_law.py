"""The law, the watch, flows and pledges in the app: the same answers as the command line's, kept and printed like counts."""

import io
import re
from datetime import date
from urllib.parse import urlencode

import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from tests.web.running import Served, Visitor

LAW = "ve/ley/2026/amnistia-convivencia-democratica"
BILL, GAZETTE = f"{LAW}@v1-first-discussion", f"{LAW}@v3-gazette"
QUESTIONS = {
    "law_path": {"instrument": LAW, "on": "2026-03-13"},
    "coverage": {"instrument": GAZETTE, "on": "2026-03-13"},
    "compare": {"before": BILL, "after": GAZETTE, "cases": "invented"},
    "person_law": {"id": "p5kjc4a6tof6ovsco", "instrument": GAZETTE, "on": "2026-03-13"},
    "watch": {"since": "2026-02-01", "on": "2026-03-13"},
    "flows": {"since": "2025-03-13", "until": "2026-03-13"},
    "pledges": {"on": "2026-03-13"},
    "claims": {"verdict": "contradicted"},
}


def test_coverage_is_that_of_the_command_line(demo: Served) -> None:
    """The bounds on the screen are those of ``law assess`` over the registry, and a reconstructed text is said to be one."""
    from amparo.workflows.coverage import coverage
    from amparo.workflows.law import instrument_named
    from amparo.workflows.session import at_work

    with at_work(demo.folder, who="yo") as session:
        found = coverage(session, instrument_named(GAZETTE), on=date(2026, 3, 13))
    page = Visitor(demo).sign_in().get(f"/questions/law/coverage?{urlencode(QUESTIONS['coverage'])}").text
    for bounds in found.bounds.values():
        words = f"al menos {bounds.at_least} · a lo sumo {bounds.at_most}" if bounds.at_least != bounds.at_most else str(bounds.at_least)
        assert words in page
    assert "TEXTO RECONSTRUIDO" in page


def test_a_comparison_names_who_changes_before_it_sums(demo: Served) -> None:
    """Who gains and who loses stands above the totals, and the totals are there."""
    page = Visitor(demo).sign_in().get(f"/questions/law/compare?{urlencode(QUESTIONS['compare'])}").text
    assert page.index("Ganan") < page.index("Pierden") < page.index("Totales")
    assert "inventada-4" in page


def test_names_that_not_everybody_may_see_are_withheld(demo: Served) -> None:
    """Over the registry, who changes goes by name only where anybody may see the name."""
    visitor = Visitor(demo).sign_in()
    made = visitor.post("/people/new", {"name": "Reservada Invisible", "source": "prueba"})
    page = visitor.get(f"/questions/law/coverage?{urlencode(QUESTIONS['coverage'])}").text
    assert "Reservada Invisible" not in page
    assert made.path.removeprefix("/people/") in page
    assert "nombre reservado" in page


def test_a_file_of_the_machine_is_no_instrument(demo: Served) -> None:
    """A path in place of a text's name is refused: the app reads nothing but what it knows by name."""
    for path in ("/etc/passwd", str(demo.folder), "/etc/passwd:A", "x.yaml"):
        answer = Visitor(demo).sign_in().get(f"/questions/law/coverage?{urlencode({'instrument': path})}")
        assert answer.status == 422
        assert "root:" not in answer.text


@pytest.mark.parametrize("kind", QUESTIONS)
def test_every_answer_is_kept_and_taken_along(demo: Served, kind: str) -> None:
    """Each kind of answer is printed, exported in two forms with typed cells, kept, and repeated as it was."""
    visitor, query = Visitor(demo).sign_in(), urlencode(QUESTIONS[kind])
    pdf = visitor.get(f"/answers/{kind}.pdf?{query}")
    assert pdf.status == 200
    assert pypdfium2.PdfDocument(pdf.body)[0].get_textpage().get_text_range().strip()
    assert CalamineWorkbook.from_filelike(io.BytesIO(visitor.get(f"/answers/{kind}.xlsx?{query}").body)).sheet_names
    assert visitor.get(f"/answers/{kind}.csv?{query}").body.startswith(b"\xef\xbb\xbf")
    kept = visitor.post_to(visitor.get("/account"), f"/answers/keep/{kind}", {"question": query, "title": f"Guardada {kind}"})
    assert "La respuesta es la misma" in kept.text
    again = re.findall(r'<a class="button quiet" href="([^"]+)"', kept.text)[0].replace("&amp;", "&")
    assert visitor.get(again).status == 200


def test_the_sheet_of_a_person_is_a_pdf(demo: Served) -> None:
    """The page that a lawyer prints is a PDF about that person, and an unknown person has none."""
    visitor = Visitor(demo).sign_in()
    sheet = visitor.get(f"/people/p5kjc4a6tof6ovsco/law.pdf?{urlencode({'instrument': GAZETTE, 'on': '2026-03-13'})}")
    assert sheet.body.startswith(b"%PDF")
    assert "p5kjc4a6tof6ovsco" in pypdfium2.PdfDocument(sheet.body)[0].get_textpage().get_text_range()
    assert visitor.get(f"/people/nobody/law.pdf?{urlencode({'instrument': GAZETTE})}").status == 404


def test_case_files_brought_by_the_wizard_are_assessed(empty: Served) -> None:
    """Charges that come in as case files are answered on the person's page, with the article and the next best question."""
    from importlib.resources import files

    from tests.web.test_importing import finished

    visitor = Visitor(empty).sign_in()
    content = (files("amparo.demo_data") / "invented" / "cases.yml").read_bytes()
    page = visitor.post("/imports/new", {"kind": "casefiles"}, {"file": ("casos.yml", content)})
    finished(visitor, page)
    listing = visitor.get(f"/questions/law/coverage?{urlencode({'instrument': GAZETTE, 'on': '2026-03-13'})}").text
    assert "excluida" in listing
    people = re.findall(r'href="(/people/[^"/?]+/law)\?', listing)
    pages = [visitor.get(f"{one}?{urlencode({'instrument': GAZETTE})}").text for one in people]
    assert any("Artículos que deciden" in one for one in pages)
    assert any("La mejor pregunta ahora" in one for one in pages)
    assert any("Bastaría con saber" in one for one in pages)
