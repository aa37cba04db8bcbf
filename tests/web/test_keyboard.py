"""Reviewing by the keyboard alone, as somebody tired does; and everything without script."""

from typing import TYPE_CHECKING

import pytest

from tests.web.running import Served, Visitor
from tests.web.test_importing import ABOUT, brought, finished, mapped
from tests.web.test_pages import signed_in
from tests.web.test_reviewing import REPORT
from tests.web.test_reviewing import brought as reported

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
HEAD = "n;nombre;nacimiento;oficio\n"
_NAMES = ("Zoila Peralta Quiroga", "Tadeo Olmos Farfán", "Remigia Candia Lobo", "Ovidio Salas Miranda")
KNOWN = HEAD + "".join(f"{n};{name};198{n}-03-04;docente\n" for n, name in enumerate(_NAMES))
OTHERS = "".join(f"{n};Persona Distinta {n} Apellido{n};19{n}-01-0{n % 9 + 1};oficio{n}\n" for n in range(60, 67))
ALIKE = HEAD + "".join(f"{n};{name};;\n" for n, name in enumerate(_NAMES))  # a name alone joins nobody, so somebody must decide


def bring_pairs(visitor: Visitor, mark: str) -> None:
    """Bring two lists that name the same people, the second by nothing but their names."""
    for title, text in ((f"Teclas uno {mark}", KNOWN + OTHERS), (f"Teclas dos {mark}", ALIKE)):
        about = {**ABOUT, "curated": "yes", "title": title, "id": title.lower().replace(" ", "-")}
        finished(visitor, mapped(visitor, brought(visitor, text.encode(), f"{title}.csv"), about))


def find_pairs(page: "Page", origin: str) -> None:
    """Look for records of one person, and wait for it; without script the page asks again by itself."""
    page.goto(f"{origin}/review")
    page.click("form[action$='/find'] button")
    page.wait_for_url("**/review", timeout=120_000)


def pressed(page: "Page", *keys: str) -> int:
    """Press keys, the last of which sends the page, and return how many they were."""
    for key in keys[:-1]:
        page.keyboard.press(key)
    with page.expect_navigation():
        page.keyboard.press(keys[-1])
    return len(keys)


def test_a_pair_takes_one_key_and_a_reason_four(browser: "Browser", empty: Served) -> None:
    """One key decides; a reason is written between two, and Enter in it decides nothing; a key held down decides one pair."""
    visitor = Visitor(empty).sign_in()
    bring_pairs(visitor, "a")
    context = signed_in(browser, empty, size="desk", language="es")
    page = context.new_page()
    find_pairs(page, empty.origin)
    page.goto(f"{empty.origin}/review/pairs")
    assert pressed(page, "m") == 1
    assert page.locator(".done").count() == 1
    page.keyboard.press("p")
    page.keyboard.type("mismo oficio")
    page.keyboard.press("Enter")
    assert page.input_value("[name=why]") == "mismo oficio"
    assert page.locator("form.decide").count() == 1
    assert pressed(page, "Escape", "d") == 2
    assert "distintas" in page.locator(".done").inner_text()
    left = page.locator("form.decide").count()
    if left:
        records = [page.get_attribute(f"[name={side}]", "value") for side in "ab"]
        page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'm', repeat: true, bubbles: true}))")
        assert [page.get_attribute(f"[name={side}]", "value") for side in "ab"] == records
    assert pressed(page, "u") == 1
    context.close()


def test_a_proposal_is_rejected_by_two_keys(browser: "Browser", empty: Served) -> None:
    """A digit chooses the reason, R rejects; E opens the fields and goes into the first, Escape gives the keys back."""
    visitor = Visitor(empty).sign_in()
    reported(visitor, REPORT.replace("340", "351"), "dos-teclas.txt")
    context = signed_in(browser, empty, size="desk", language="es")
    page = context.new_page()
    page.goto(f"{empty.origin}/review/proposals")
    card = page.get_attribute("form.decide", "action")
    page.keyboard.press("e")
    assert page.evaluate("document.activeElement.name").startswith("field-")
    page.keyboard.press("Escape")
    assert pressed(page, "5", "r") == 2
    assert page.locator(".alert").count() == 0
    assert page.locator("form.decide").count() == 0 or page.get_attribute("form.decide", "action") != card
    page.goto(f"{empty.origin}/review/history")
    assert "not_a_claim" not in page.locator("main").inner_text()
    assert "rechazada" in page.locator("main li").first.inner_text()
    context.close()


def test_the_wizard_and_the_review_need_no_script(browser: "Browser", empty: Served) -> None:
    """With scripts off a list comes in, records are linked, a pair and a proposal are decided, by forms and links alone."""
    context = signed_in(browser, empty, size="phone", language="es", script=False)
    page = context.new_page()
    page.goto(f"{empty.origin}/imports/new")
    page.set_input_files("[name=file]", {"name": "sin-script.csv", "mimeType": "text/csv", "buffer": (KNOWN + OTHERS).encode()})
    page.click("button.main")
    page.click("button[name=way][value=anew]")
    for name, value in (("title", "Sin script"), ("publisher", "Observatorio"), ("edition", "2026-02-01")):
        page.fill(f"[name={name}]", value)
    page.check("[name=curated]")
    page.click("form.stack.wide button.main")
    page.wait_for_url("**/check")
    page.click("form[action$='/start'] button.main")
    page.wait_for_url("**/imports/i*", timeout=60_000)
    assert "Sin script (Observatorio)" in page.locator("main").inner_text()
    bring_pairs(Visitor(empty).sign_in(), "b")
    find_pairs(page, empty.origin)
    page.goto(f"{empty.origin}/review/pairs")
    page.click("button[name=answer][value=different]")
    assert page.locator(".done").count() == 1
    page.goto(f"{empty.origin}/review")
    page.set_input_files("[name=file]", {"name": "sin.txt", "mimeType": "text/plain", "buffer": REPORT.replace("340", "361").encode()})
    page.fill("[name=published]", "2026-02-06")
    page.fill("[name=publisher]", "Diario")
    page.click("form.stack button.main")
    page.wait_for_url("**/review/proposals")
    page.click("button[name=verdict][value=accepted]")
    page.goto(f"{empty.origin}/questions/claims")
    assert "361" in page.locator("#board ~ *").last.inner_text() or "361" in page.locator("main").inner_text()
    context.close()
