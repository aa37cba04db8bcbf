"""Every page in a real browser: in both languages, on a desk and on a phone, with and without script."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.web.running import PASSPHRASE, WHO, Served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser
AXE = Path(__file__).with_name("vendor") / "axe.min.js"
SHOTS = Path(__file__).resolve().parents[2] / "screenshots"
SIZES = {"desk": (1200, 900), "phone": (360, 740)}
GRAZIA = "p5kjc4a6tof6ovsco"
LAW = "ve/ley/2026/amnistia-convivencia-democratica"
PAGES = {
    "home": "/",
    "guide": "/guide",
    "people": "/people?q=a",
    "filtered": "/people?on=2026-01-07&state=deprived",
    "person": f"/people/{GRAZIA}?on=2025-12-01",
    "person-known": f"/people/{GRAZIA}?on=2025-12-01&known_at=2026-03-16",
    "person-new": "/people/new",
    "statement": "/statements/s4c2b4a1055c4e61ec16c",
    "statement-new": f"/people/{GRAZIA}/say",
    "statement-correct": "/statements/s4c2b4a1055c4e61ec16c/correct",
    "statement-withdraw": "/statements/s4c2b4a1055c4e61ec16c/withdraw",
    "questions": "/questions",
    "count": "/questions/count?moment=stock&state=deprived&on=2026-01-07&by=sex",
    "count-refused": "/questions/count?moment=stock&on=2026-01-07",
    "count-flow": "/questions/count?moment=flow&kind=release&since=2026-01-01&until=2026-03-17",
    "claims": "/questions/claims",
    "claims-contradicted": "/questions/claims?verdict=contradicted",
    "claim": "/questions/claims/ve-dc87035d",
    "facilities": "/questions/facilities",
    "facility": "/questions/facilities/VE-HELICOIDE?on=2026-03-13",
    "law": "/questions/law",
    "law-path": f"/questions/law/path?instrument={LAW}",
    "law-coverage": f"/questions/law/coverage?instrument={LAW}&on=2026-03-13",
    "law-coverage-refused": "/questions/law/coverage?instrument=nope",
    "law-compare": f"/questions/law/compare?before={LAW}@v1-first-discussion&after={LAW}@v3-gazette&cases=invented",
    "law-compare-registry": f"/questions/law/compare?before={LAW}@v1-first-discussion&after={LAW}@v3-gazette",
    "person-law": f"/people/{GRAZIA}/law?on=2026-03-13",
    "watch": "/questions/watch?since=2026-02-01&on=2026-03-13",
    "flows": "/questions/flows?since=2025-03-13&until=2026-03-13",
    "pledges": "/questions/pledges?on=2026-03-13",
    "estimates": "/questions/estimates",
    "estimate-again": "/questions/estimates/answer?table=none",
    "publish": "/publish",
    "review": "/review",
    "review-pairs": "/review/pairs",
    "review-proposals": "/review/proposals",
    "review-history": "/review/history",
    "saved": "/answers",
    "imports": "/imports",
    "import-new": "/imports/new",
    "accounts": "/accounts",
    "account": "/accounts/1",
    "backup": "/backup",
    "log": "/log",
    "roles": "/roles",
    "glossary": "/glossary",
    "own-account": "/account",
    "missing": "/nowhere",
}


def signed_in(
    browser: "Browser", served: Served, *, size: str, language: str, scheme: str = "light", script: bool = True
) -> "BrowserContext":
    """Return a window in which somebody has signed in and chosen a language."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, java_script_enabled=script, locale="es-VE", color_scheme=scheme,  # type: ignore[arg-type]
    )  # fmt: skip
    page = context.new_page()
    page.goto(served.door)
    page.fill("[name=name]", WHO)
    page.fill("[name=passphrase]", PASSPHRASE)
    page.click("button.main")
    if page.locator("html").get_attribute("lang") != language:
        page.click(".language button")
    page.close()
    return context


@pytest.fixture
def axe() -> str:
    """The checker of accessibility."""
    return AXE.read_text(encoding="utf-8")


def grave(page: "Page", axe: str) -> list[tuple[str, str]]:
    """Return the serious violations of a page: rule and first place."""
    page.evaluate(axe)
    found: list[dict[str, Any]] = page.evaluate("async () => (await axe.run()).violations")
    return [(one["id"], one["nodes"][0]["html"][:120]) for one in found if one["impact"] in ("serious", "critical")]


@pytest.mark.parametrize(
    ("language", "size"),
    [
        ("es", "phone"),
        ("en", "desk"),
        pytest.param("es", "desk", marks=pytest.mark.nightly),
        pytest.param("en", "phone", marks=pytest.mark.nightly),
    ],
)
def test_pages_fit_are_accessible_and_ask_nobody_else(browser: "Browser", demo: Served, axe: str, language: str, size: str) -> None:
    """No page is wider than its screen, breaks its policy, fails a reader of screens, or asks for anything outside its own origin."""
    context = signed_in(browser, demo, size=size, language=language, scheme="dark" if language == "en" else "light")
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text) if "404" not in message.text and "422" not in message.text else None)
    faults = []
    for place, (name, path) in enumerate(PAGES.items()):
        page.goto(demo.origin + path)
        page.screenshot(path=SHOTS / f"{name}-{language}-{size}.png", full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth")
        faults += [(name, "wide", wide)] if wide > SIZES[size][0] else []
        # Each page is checked once each time, on a desk or on a phone, in the light or in the dark; in all of them by night.
        faults += [(name, *one) for one in grave(page, axe)] if (place % 2 == 0) == (size == "desk") else []
        assert page.locator("html").get_attribute("lang") == language
    context.close()
    assert faults == []
    assert said == []
    assert [url for url in asked if not url.startswith(demo.origin)] == []


def test_everything_is_there_without_script(browser: "Browser", demo: Served) -> None:
    """With scripts off somebody searches, opens a person, asks a count, the law and the watch, by links and forms alone."""
    context = signed_in(browser, demo, size="phone", language="es", script=False)
    page = context.new_page()
    page.goto(demo.origin)
    page.fill("[name=q]", "grazia")
    page.click(".searchbar button.main")
    page.click(".people a.who")
    assert page.locator("h1").inner_text() == "Américo De Grazia"
    page.fill("[name=on]", "2025-12-01")
    page.click(".moment button")
    assert "En libertad plena" in page.locator(".status").inner_text()
    page.click("nav >> text=Preguntas")
    page.click("text=Cuántas personas")
    page.fill("[name=on]", "2026-01-07")
    page.click("#rule button.main")
    assert "al menos" in page.locator(".answer .bounds").inner_text()
    page.click("nav >> text=Preguntas")
    page.click("text=La ley")
    page.click("main >> text=A quién ampara un texto")
    page.click("main form button.main")
    assert page.locator(".answer .figure").count() == 4
    page.goto(f"{demo.origin}/questions/watch")
    page.fill("[name=since]", "2026-02-01")
    page.fill("[name=on]", "2026-03-13")
    page.click(".moment button")
    assert "Redetenciones" in page.locator("main").inner_text()
    context.close()


def test_the_rule_is_said_while_it_is_put_together(browser: "Browser", demo: Served) -> None:
    """With script, the sentence of the rule follows the form."""
    context = signed_in(browser, demo, size="desk", language="es")
    page = context.new_page()
    page.goto(f"{demo.origin}/questions/count")
    page.fill("[name=on]", "2026-01-07")
    page.locator("[name=on]").blur()
    page.locator("#sentence", has_text="7 de enero de 2026").wait_for()
    page.check("#m-flow")
    page.locator("#sentence", has_text="Elija al menos un hecho").wait_for()
    context.close()


def test_certain_and_possible_differ_on_paper_and_without_colour(browser: "Browser", demo: Served) -> None:
    """In print, where browsers leave backgrounds out, a certain state is filled and a possible one is not; bars are solid or hatched."""
    context = signed_in(browser, demo, size="desk", language="es")
    page = context.new_page()
    page.goto(f"{demo.origin}/people/{GRAZIA}?on=2026-03-13")
    page.emulate_media(media="print")
    thickness = "(mark) => parseFloat(getComputedStyle(document.querySelector(mark), '::before').borderTopWidth)"
    box = "(mark) => parseFloat(getComputedStyle(document.querySelector(mark), '::before').width)"
    page.goto(f"{demo.origin}/people?on=2025-12-01")
    certain, possible = ".state.is-certain", ".state.is-possible"
    assert page.evaluate(thickness, certain) * 2 >= max(page.evaluate(box, certain), 10)
    assert page.evaluate(thickness, possible) * 2 < page.evaluate(box, possible)
    page.goto(f"{demo.origin}/people/{GRAZIA}?on=2026-03-13")
    fills = page.evaluate("Array.from(document.querySelectorAll('.strip rect.possible-fill')).map((one) => one.getAttribute('fill'))")
    assert fills
    assert set(fills) == {"url(#hatch)"}
    context.close()
