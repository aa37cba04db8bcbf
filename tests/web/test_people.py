"""Persons in the app: found, shown with their sources, added to, corrected, withdrawn."""

import re

from tests.web.running import Served, Visitor

GRAZIA = "/people/p5kjc4a6tof6ovsco"


def sources(text: str) -> list[str]:
    """Return the addresses of the statements that a page leads to."""
    return re.findall(r'href="(/statements/[^"]+)"', text)


def test_accents_and_order_do_not_hide_anybody(demo: Served) -> None:
    """A name is found by any of its words in any order, with or without accents."""
    visitor = Visitor(demo).sign_in()
    for words in ("grazia", "GRAZIA%20americo", "Am%C3%A9rico", "graz"):
        assert GRAZIA in visitor.get(f"/people?q={words}").text, words
    assert GRAZIA not in visitor.get("/people?q=zzz").text


def test_every_value_leads_to_its_source(demo: Served) -> None:
    """Each event and each value of a person's page leads to its statement, and that to the row of the file."""
    visitor = Visitor(demo).sign_in()
    page = visitor.get(f"{GRAZIA}?on=2025-12-01")
    assert "En libertad plena" in page.text
    assert len(set(sources(page.text))) >= 3
    statement = visitor.get("/statements/s4c2b4a1055c4e61ec16c")
    assert "infobae.com" in statement.text
    assert "public_cases.csv" in statement.text
    assert "<mark>release_full</mark>" in statement.text


def test_what_is_not_there_is_not_there(demo: Served) -> None:
    """An unknown person, statement or page is answered alike."""
    visitor = Visitor(demo).sign_in()
    for path in ("/people/pnobody", "/statements/snothing", "/nowhere", "/people/pnobody/say"):
        assert visitor.get(path).status == 404


def test_a_statement_is_added_corrected_and_withdrawn(empty: Served) -> None:
    """What is recorded shows at once; its correction replaces it, its withdrawal needs a reason, and all of it stays to be read."""
    visitor = Visitor(empty).sign_in()
    person = visitor.post("/people/new", {"name": "Ana Ruiz Lagos", "source": "la familia"})
    assert "Ana Ruiz Lagos" in person.text
    said = {"what": "event:arrest", "date": "enero de 2025", "facility": "El Faro", "source": "la familia", "exposure": "2"}
    page = visitor.post(f"{person.path}/say", said)
    assert "Detención" in page.text
    assert "El Faro" in page.text
    event = next(path for path in sources(page.text) if "<h1>Detención</h1>" in visitor.get(path).text)
    corrected = visitor.post(f"{event}/correct", {**said, "date": "2025-01-05", "reason": "acta del tribunal"})
    assert "5 de enero de 2025" in corrected.text
    assert "Ya no está vigente" in visitor.get(event).text
    refused = visitor.post(f"{corrected.path}/withdraw", {"reason": " "})
    assert refused.status == 422
    assert "workflows.reason_needed" in refused.text
    visitor.post(f"{corrected.path}/withdraw", {"reason": "se refería a otra persona"})
    assert "enero de 2025" in visitor.get(person.path).text
    assert "5 de enero de 2025" not in visitor.get(person.path).text


def test_a_date_that_does_not_exist_is_refused_and_the_form_kept(empty: Served) -> None:
    """A mistake is explained beside the form, which keeps what was written."""
    visitor = Visitor(empty).sign_in()
    person = visitor.post("/people/new", {"name": "Berta Núñez", "source": ""})
    answer = visitor.post(f"{person.path}/say", {"what": "event:arrest", "date": "31/02/2025", "source": "radio", "exposure": "2"})
    assert answer.status == 422
    assert "31/02/2025" in answer.text
    assert 'value="radio"' in answer.text
