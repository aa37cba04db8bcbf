"""What reports propose, in the app: nothing enters unreviewed, the passage is in sight, every key does what it says."""

import re
import time
from typing import TYPE_CHECKING

import pytest

from tests.web.running import Served, Visitor
from tests.web.test_importing import ABOUT, finished, mapped
from tests.web.test_importing import brought as imported
from tests.web.test_pages import signed_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser

REPORT = (
    "Al menos 340 personas fueron excarceladas desde el 8 de enero, dijo la ONG Voz Libre. "
    "Otras 50 personas siguen detenidas, según la ONG Voz Libre. "
    "El gobierno anunció la excarcelación de 120 personas."
)


def brought(visitor: Visitor, text: str = REPORT, name: str = "nota.txt") -> str:
    """Bring a report and return the first card."""
    page = visitor.get("/review")
    fields = {"published": "2026-02-06", "publisher": "Diario Inventado", "url": ""}
    return visitor.post_to(page, "/review/reports", fields, {"file": (name, text.encode())}).text


def test_a_proposal_is_nothing_until_somebody_accepts_it(empty: Served) -> None:
    """A figure read in a report is on no board before it is accepted, and cites its passage afterwards."""
    visitor = Visitor(empty).sign_in()
    card = brought(visitor)
    assert "<mark>" in card
    assert "Voz Libre" in card
    assert "Voz Libre" not in visitor.get("/questions/claims").text.split('id="board"')[1]
    address = re.findall(r'action="(/review/proposals/[^"]+)"', card)[0]
    after = visitor.post_to(visitor.get("/review/proposals"), address, {"verdict": "accepted"})
    assert after.status == 200
    assert "Voz Libre" in visitor.get("/questions/claims").text.split('id="board"')[1]
    assert "aceptada" in visitor.get("/review/history").text


def test_a_rejection_needs_its_reason(empty: Served) -> None:
    """A proposal is not rejected without saying why, and the card stays."""
    visitor = Visitor(empty).sign_in()
    brought(visitor, REPORT.replace("340", "341"), "otra.txt")
    page = visitor.get("/review/proposals")
    address = re.findall(r'action="(/review/proposals/[^"]+)"', page.text)[0]
    refused = visitor.post_to(page, address, {"verdict": "rejected"})
    assert refused.status == 422
    assert "reading.reason_needed" in refused.text
    assert visitor.post_to(page, address, {"verdict": "rejected", "reason": "not_a_claim"}).status == 200


@pytest.mark.browser
def test_cards_are_decided_by_keys_alone(browser: "Browser", empty: Served) -> None:
    """On a card the letter of a button presses it: no hand leaves the keyboard."""
    visitor = Visitor(empty).sign_in()
    brought(visitor, REPORT.replace("340", "342"), "teclas.txt")
    context = signed_in(browser, empty, size="desk", language="es")
    page = context.new_page()
    page.goto(f"{empty.origin}/review/proposals")
    first = page.locator("form.decide").get_attribute("action")
    with page.expect_navigation():
        page.keyboard.press("s")
    assert page.locator("form.decide").count() == 0 or page.locator("form.decide").get_attribute("action") != first
    context.close()


def test_pairs_are_decided_blind_and_taken_back(empty: Served) -> None:
    """Two lists name somebody alike: the pair is shown without its chance, decided, explained only then, and undone."""
    visitor = Visitor(empty).sign_in()
    for title, row in (("Lista uno", "Zoila Peralta Quiroga;1980-03-04;docente"), ("Lista dos", "Zoila Peralta Quiroga;;")):
        people = "".join(f"{n};Persona Distinta {n} Apellido{n};19{60 + n}-01-0{n};oficio{n}\n" for n in range(1, 8))
        text = f"n;nombre;nacimiento;oficio\n9;{row}\n{people if title == 'Lista uno' else ''}"
        about = {**ABOUT, "curated": "yes", "title": title, "id": title.replace(" ", "-").lower()}
        finished(visitor, mapped(visitor, imported(visitor, text.encode(), f"{title}.csv"), about))
    page = visitor.post_to(visitor.get("/review"), "/review/pairs/find")
    for _ in range(600):
        if page.path == "/review":
            break
        time.sleep(0.1)
        page = visitor.get(page.path)
    card = visitor.get("/review/pairs")
    assert card.status == 200
    assert "probabilidad de" not in card.text
    sides = {name: re.findall(rf'name="{name}" value="([^"]+)"', card.text)[0] for name in "ab"}
    decided = visitor.post_to(card, "/review/pairs", {**sides, "answer": "same", "why": "mismo oficio"})
    assert "Anotado" in decided.text
    undone = visitor.post_to(decided, "/review/pairs/undo")
    assert undone.status == 200
