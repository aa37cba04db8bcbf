"""A list through the wizard: columns, words, a trial, the import, its report, and back again."""

import io
import re
import time
from collections.abc import Sequence

import xlsxwriter

from tests.web.running import Answer, Served, Visitor

ROWS = [
    ("n", "Nombre", "Sexo", "Fecha de detención", "Centro", "Fecha de excarcelación"),
    ("1", "Ana Ruiz Lagos", "F", "05/01/2025", "El Faro", ""),
    ("2", "Berta Núñez Soto", "mujer", "2025", "La Torre", ""),
    ("3", "Ciro Paz Vera", "M", "enero de 2025", "El Faro", "14/01/2026"),
    ("4", "Dora Sol Mar", "F", "31/02/2025", "El Faro", ""),
]
ABOUT = {
    "title": "Lista del Observatorio",
    "publisher": "Observatorio de Zubia",
    "edition": "2026-02-01",
    "order": "dmy",
    "exposure": "2",
    "reliability": "likely",
}


def csv_of(rows: Sequence[tuple[str, ...]]) -> bytes:
    """Return rows as a file with semicolons, as spreadsheets in Spanish write it."""
    return "\n".join(";".join(row) for row in rows).encode("latin-1")


def brought(visitor: Visitor, content: bytes, name: str = "lista.csv", kind: str = "list") -> Answer:
    """Bring a file and return the page that follows."""
    return visitor.post("/imports/new", {"kind": kind}, {"file": (name, content)})


def mapped(visitor: Visitor, sheet: Answer, about: dict[str, str], **changes: str) -> Answer:
    """Say what the columns mean, as the page proposes but for the changes, and return the trial."""
    columns = visitor.post(sheet.path, {"way": "anew"})
    guessed = {}
    for place, block in re.findall(r'<select id="r-(\d+)".*?>(.*?)</select>', columns.text, re.DOTALL):
        chosen = re.search(r'value="([^"]+)" selected', block)
        guessed[f"role-{place}"] = chosen[1] if chosen else ""
    return visitor.post(columns.path, {**guessed, **about, **changes})


def finished(visitor: Visitor, check: Answer) -> Answer:
    """Start the import and wait for its report."""
    page = visitor.post_to(check, check.path.replace("/check", "/start"))
    for _ in range(200):
        if page.path.startswith("/imports/"):
            return page
        time.sleep(0.05)
        page = visitor.get(page.path)
    raise AssertionError(page.text)


def test_a_list_comes_in_by_its_columns_and_goes_again(empty: Served) -> None:
    """The wizard guesses columns, shows dates as understood, refuses a bad row with its reason, imports, and undoes."""
    visitor = Visitor(empty).sign_in()
    check = mapped(visitor, brought(visitor, csv_of(ROWS)), ABOUT)
    assert check.status == 200
    assert check.path.endswith("/check")
    assert "5 de enero de 2025" in check.text
    assert "enero de 2025 <code>2025-01</code>" in check.text
    assert "31/02/2025" in check.text
    refused = visitor.get(check.path.replace("/check", "/refused"))
    assert "Dora Sol Mar" in refused.text
    assert refused.headers["content-disposition"].startswith("attachment")
    assert "Ana Ruiz" not in visitor.get("/people?q=ana").text.split('id="found"')[1]
    report = finished(visitor, check)
    assert "31/02/2025" in report.text
    assert "Dora Sol Mar" in visitor.get(f"{report.path}/refused").text
    found = visitor.get("/people?q=ana ruiz".replace(" ", "%20"))
    assert "Ana Ruiz Lagos" in found.text
    person = visitor.get(re.findall(r'href="(/people/p[^"?]+)"', found.text.split('id="found"')[1])[0])
    statement = visitor.get(re.findall(r'class="source" href="(/statements/[^"]+)"', person.text)[0])
    assert "<mark>05/01/2025</mark>" in statement.text
    assert visitor.post(f"{report.path}/undo", {"reason": ""}).status == 422
    undone = visitor.post(f"{report.path}/undo", {"reason": "era la lista equivocada"})
    assert "era la lista equivocada" in undone.text
    assert "Ana Ruiz Lagos" not in visitor.get("/people?q=ana").text


def test_a_known_list_is_recognised_and_only_the_difference_recorded(empty: Served) -> None:
    """The next edition of a list is recognised by its headings, needs its date alone, and brings what changed."""
    visitor = Visitor(empty).sign_in()
    about = {**ABOUT, "id": "zz-conocida"}
    finished(visitor, mapped(visitor, brought(visitor, csv_of(ROWS[:4])), about))
    later = [
        *ROWS[:3],
        ("3", "Ciro Paz Vera", "M", "2025-01-09", "El Faro", "14/01/2026"),
        ("5", "Eva Luz", "F", "2026-02-02", "El Faro", ""),
    ]
    sheet = brought(visitor, csv_of(later), "lista-marzo.csv")
    assert "Lista del Observatorio" in sheet.text
    check = visitor.post(sheet.path, {"way": "remembered"})
    check = visitor.post(check.path, {"edition": "1 de marzo de 2026"})
    assert check.status == 200
    assert "Eva Luz" in check.text
    report = finished(visitor, check)
    numbers = dict(re.findall(r"<dt>([^<]+)</dt><dd>(\d+)", report.text))
    assert numbers["Datos que sustituyen a otros"] == "1"
    assert int(numbers["Datos que ya estaban"]) >= 8
    again = visitor.post(brought(visitor, csv_of(later), "lista-marzo.csv").path, {"way": "remembered"})
    again = visitor.post(again.path, {"edition": "2026-03-01"})
    assert "ya se importó" in again.text


def test_words_that_nobody_knows_are_asked_for(empty: Served) -> None:
    """A column whose words mean kinds of events asks for each word; what is left unused is passed over."""
    visitor = Visitor(empty).sign_in()
    rows = [
        ("clave", "nombre", "situacion", "fecha"),
        ("a", "Fe Gil", "presa", "2025-03-01"),
        ("b", "Gil Oro", "en la calle", "2025-04-01"),
    ]
    about = {**ABOUT, "title": "Lista de palabras", "id": "zz-palabras"}
    columns = mapped(visitor, brought(visitor, csv_of(rows), "palabras.csv"), about)
    assert "en la calle" in columns.text
    roles = {"role-0": "record_id", "role-1": "field:name", "role-2": "event:kind", "role-3": "event:kind:date"}
    words = {"word-2-presa": "arrest", "word-2-en la calle": "release_full", "explained": "yes"}
    check = visitor.post(columns.path, {**roles, **words, **about})
    assert check.status == 200
    assert "Libertad plena" in check.text
    assert "1 de abril de 2025" in check.text


def test_a_workbook_with_two_sheets_asks_which(empty: Served) -> None:
    """Of several filled sheets one is chosen, and a title above the headings can be stepped over."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for name, rows in (("Notas", [("a", "b"), ("c", "d")]), ("Lista", [("Lista de 2026",), *ROWS[:3]])):
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    visitor = Visitor(empty).sign_in()
    sheet_page = brought(visitor, out.getvalue(), "libro.xlsx")
    assert "<option selected>Notas</option>" in sheet_page.text
    again = visitor.post(sheet_page.path, {"sheet": "Lista", "header_row": "2"})
    assert "Berta Núñez Soto" in again.text


def test_the_other_tables_need_no_columns(demo: Served) -> None:
    """Claims go straight to the trial; a file that is no table of claims is refused with its reasons and changes nothing."""
    visitor = Visitor(demo).sign_in()
    page = brought(visitor, csv_of(ROWS), "claims.csv", kind="claims")
    assert page.status == 422
    assert "No se anotó nada" in page.text
    drop = visitor.post_to(page, page.path.replace("/check", "/drop"))
    assert drop.path == "/imports"
    assert visitor.get(page.path).status == 404


def test_a_hostile_cell_stays_a_cell(empty: Served) -> None:
    """A file whose cells hold markup and formulas shows them as text, everywhere."""
    visitor = Visitor(empty).sign_in()
    evil = "<script>alert(1)</script>"
    rows = [("n", "nombre", "fecha de detencion"), ("1", evil, "2025-01-01"), ("2", "=cmd|x", "31/02/2025")]
    about = {**ABOUT, "title": evil, "id": "zz-hostil"}
    check = mapped(visitor, brought(visitor, csv_of(rows), "hostil.csv"), about)
    assert evil not in check.text
    report = finished(visitor, check)
    for path in ("/people?q=script", "/imports", report.path):
        assert evil not in visitor.get(path).text
    assert "'=cmd|x" in visitor.get(f"{report.path}/refused").text
