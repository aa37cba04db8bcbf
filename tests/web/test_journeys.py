"""From nothing to a published edition, in a real browser, the way a newcomer goes: both languages, a desk and a phone."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import pytest

from tests.web.running import PASSPHRASE, WHO, serving
from tests.web.test_estimating import TABLE
from tests.web.test_pages import AXE, SHOTS, SIZES, grave

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
LAW = "ve/ley/2026/amnistia-convivencia-democratica"
HEAD = "n;Nombre;Fecha de nacimiento;Ocupación;Fecha de detención\n"
OTHERS = "".join(f"{n};Persona Distinta {n} Apellido{n};19{60 + n}-01-0{n};oficio{n};0{n}/01/2026\n" for n in range(1, 8))
ONE = (
    f"{HEAD}9;Zoila Peralta Quiroga;1980-03-04;docente;05/01/2026\n10;Nuria Ñáñez Lobo;1971;periodista;enero de 2026\n"
    f"11;Dora Sol Mar;1969-05-05;médica;31/02/2026\n{OTHERS}"
)
TWO = f"{HEAD}9;Zoila Peralta Quiroga;;;\n"  # a name alone joins nobody, so somebody must decide
_BY_NIGHT = (("es", "phone"), ("en", "desk"), ("en", "phone"))
PLACES = "facility_id,name,aliases,kind,operator,state,municipality,events,note\nX-1,El Faro,,prison,,Zubia,,[],\n"
REPORT = (
    "Al menos 340 personas fueron excarceladas desde el 8 de enero, dijo la ONG Voz Libre. "
    "Otras 50 personas siguen detenidas, según la ONG Voz Libre."
)


@attrs.define
class Walk:
    """Somebody on the way: each stop is shot, checked for width, and on some ways by the checker of accessibility."""

    page: "Page"
    origin: str
    mark: str
    width: int
    axe: str | None
    faults: list[tuple[str, object]] = attrs.field(factory=list)
    stops: int = 0

    def stop(self, name: str) -> None:
        """Look at the page."""
        self.stops += 1
        self.page.screenshot(path=SHOTS / f"journey-{self.stops:02}-{name}-{self.mark}.png", full_page=True)
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        self.faults += [(name, wide)] if wide > self.width else []
        self.faults += [(name, one) for one in grave(self.page, self.axe)] if self.axe else []

    def go(self, path: str, name: str) -> None:
        """Open an address and look at it."""
        self.page.goto(self.origin + path)
        self.stop(name)

    def click(self, selector: str, name: str, arrives: str = "**") -> None:
        """Press something and look at what follows."""
        self.page.click(selector)
        self.page.wait_for_url(arrives)
        self.stop(name)

    def key(self, key: str) -> None:
        """Press a key that sends the page."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def bring(self, title: str, content: str) -> None:
        """Bring a list through every step of the wizard."""
        self.page.goto(f"{self.origin}/imports/new")
        self.page.set_input_files("[name=file]", {"name": f"{title}.csv", "mimeType": "text/csv", "buffer": content.encode()})
        self.click("button.main", "sheet", "**/sheet")
        self.click("button[value=anew]", "columns", "**/columns")
        self.page.fill("[name=title]", title)
        self.page.fill("[name=publisher]", "Observatorio de Zubia")
        self.page.fill("[name=edition]", "2026-02-01")
        self.page.check("[name=curated]")
        self.page.select_option("[name=order]", "dmy")
        self.page.click("form.stack.wide button.main")
        if self.page.locator("#words").count():
            self.stop("words")
            self.page.click("form.stack.wide button.main")
        self.page.wait_for_url("**/check")
        self.stop("check")
        self.page.click("form[action$='/start'] button.main")
        self.page.wait_for_url("**/imports/i*", timeout=60_000)
        self.stop("imported")


# One of the four ways is walked each time, all four by night; so are the single pages, in test_pages.
WAYS = [
    pytest.param((language, size), id=f"{language}-{size}", marks=[pytest.mark.nightly] if (language, size) in _BY_NIGHT else [])
    for language in ("es", "en")
    for size in SIZES
]


@pytest.fixture(params=WAYS)
def walk(request: pytest.FixtureRequest, browser: "Browser", tmp_path: Path) -> Iterator[Walk]:
    """Give a newcomer before the first page of an app that has no registry yet."""
    language, size = request.param
    width, height = SIZES[size]
    with serving(tmp_path / "registry", tmp_path / "log.txt") as served:
        scheme = "dark" if (language, size) == ("en", "phone") else "light"
        context = browser.new_context(viewport={"width": width, "height": height}, locale="es-VE", color_scheme=scheme)  # type: ignore[arg-type]
        page = context.new_page()
        asked: list[str] = []
        said: list[str] = []
        page.on("request", lambda one: asked.append(one.url))
        page.on("console", lambda message: said.append(message.text) if message.type == "error" and "404" not in message.text else None)
        page.goto(served.door)
        if page.locator("html").get_attribute("lang") != language:
            page.click(".language button")
        checks = (language, size) in (("es", "desk"), ("en", "phone"))
        one = Walk(page, served.origin, f"{language}-{size}", width, AXE.read_text(encoding="utf-8") if checks else None)
        yield one
        assert one.faults == []
        assert said == []
        assert [url for url in asked if not url.startswith((served.origin, "data:"))] == []
        context.close()


def test_a_newcomer_gets_from_nothing_to_a_proposed_edition(walk: Walk) -> None:
    """First run, two lists, one person, pairs and proposals by keys alone, every question, an estimate, and what would be published."""
    page = walk.page
    walk.stop("first")
    page.check("#way-new")
    page.fill("[name=name]", WHO)
    page.fill("[name=passphrase]", PASSPHRASE)
    page.fill("[name=again]", PASSPHRASE)
    walk.click("button.main", "guide", "**/guide")
    walk.go("/", "home-empty")
    walk.bring("Lista uno", ONE)
    walk.bring("Lista dos", TWO)
    for step in (_finds_a_person, _decides_pairs, _decides_proposals, _asks, _estimates, _would_publish):
        step(walk)


def _finds_a_person(walk: Walk) -> None:
    page = walk.page
    walk.go("/people?q=nanez%20nuria", "people")
    walk.click(".people a.who", "person", "**/people/p*")
    assert page.locator("h1").inner_text() == "Nuria Ñáñez Lobo"
    page.click("#said ~ div a.source")
    walk.stop("statement")


def _decides_pairs(walk: Walk) -> None:
    """Find pairs, decide the first by a key, and take it back by another."""
    page = walk.page
    walk.go("/review", "review")
    page.click("form[action$='/find'] button")
    page.wait_for_url("**/review", timeout=60_000)
    walk.go("/review/pairs", "pair")
    assert page.locator("form.decide").count() == 1
    walk.key("m")
    assert page.locator(".done").count() == 1
    walk.stop("pair-decided")
    walk.key("u")
    assert page.locator("form.decide").count() == 1


def _decides_proposals(walk: Walk) -> None:
    """Bring a report; accept the first proposal by a key, put the second off by another."""
    page = walk.page
    page.goto(f"{walk.origin}/review")
    page.set_input_files("[name=file]", {"name": "nota.txt", "mimeType": "text/plain", "buffer": REPORT.encode()})
    page.fill("[name=published]", "2026-02-06")
    page.fill("[name=publisher]", "Diario Inventado")
    walk.click("form.stack button.main", "proposal", "**/review/proposals")
    walk.key("a")
    walk.key("s")
    walk.go("/review/history", "history")
    assert page.locator("main li, main tr").count() >= 1
    walk.go("/questions/claims", "claims")
    assert page.locator("text=Voz Libre").count() >= 1


def _asks(walk: Walk) -> None:
    """Put a rule together, keep the answer, and see every other question."""
    page = walk.page
    page.goto(f"{walk.origin}/questions/count")
    page.fill("[name=on]", "2026-01-20")
    walk.click("#rule button.main", "count", "**/count?*")
    page.fill("#f-keep", "20 de enero")
    walk.click(".save button", "kept", "**/answers/a*")
    for name, path in {
        "law": "/questions/law",
        "coverage": f"/questions/law/coverage?instrument={LAW}",
        "watch": "/questions/watch?since=2026-01-01&on=2026-02-06",
        "flows": "/questions/flows?since=2025-02-01&until=2026-02-01",
        "pledges": "/questions/pledges",
    }.items():
        walk.go(path, name)


def _estimates(walk: Walk) -> None:
    """Paste a table and wait for the methods beside each other."""
    page = walk.page
    walk.go("/questions/estimates", "estimates")
    page.fill("[name=pasted]", TABLE)
    page.click("form:has([name=pasted]) button.main")
    page.wait_for_url("**/estimates/answer?*", timeout=240_000)
    assert page.locator("table tbody tr").count() >= 4
    walk.stop("estimate")


def _would_publish(walk: Walk) -> None:
    """Bring something public, see what would leave, propose it, and be told that another must approve it."""
    page = walk.page
    page.goto(f"{walk.origin}/imports/new?kind=facilities")
    page.set_input_files("[name=file]", {"name": "centros.csv", "mimeType": "text/csv", "buffer": PLACES.encode()})
    walk.click("button.main", "check-table", "**/check")
    page.click("form[action$='/start'] button.main")
    page.wait_for_url("**/imports/i*", timeout=60_000)
    walk.go("/publish", "publish")
    walk.click("form.stack button.main", "proposed", "**/publish/l*")
    assert page.locator("form[action$='/approve']").count() == 0
    assert page.locator(".notice").count() == 1
