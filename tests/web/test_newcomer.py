"""Somebody who has three lists of the disappeared and has never seen the program: from the files to an edition that two have agreed on."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import pytest

from tests.realdata import folder
from tests.web.running import PASSPHRASE, WHO, Served, serving
from tests.web.test_journeys import Walk
from tests.web.test_pages import AXE, SIZES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

pytestmark = pytest.mark.browser
SECOND = "una segunda frase larga"

# Invented people, with what real lists of this sort have: split names, partial dates, places joined by a bar, names alone, dates by dots.
_MEMORIAL = (
    "id,full_name,given_names,family_names,date_of_birth,nationality,occupations,"
    "date_of_detention,date_of_disappearance,places_of_detention"
)
_LETTERS = "id,name,sex,birth_date,alias,detention_date,detention_place"
_GIVEN = ("Ada Luz", "Bruno", "Celia Inés", "Darío", "Elvira", "Fabio Noel", "Gala", "Horacio", "Irma Sol", "Joel", "Katia", "Lino")
_FIRST = ("Sarmo", "Quirulia", "Peltrán", "Ombúa", "Nandárez", "Mirasoles", "Lorbeta", "Kastreña", "Jurbano", "Itapo", "Harbela", "Gomira")
_LAST = ("Tresmar", "Ulmeda", "Vorlán", "Zaparín", "Yersico", "Weltora", "Arbuz", "Bentría", "Cordelo", "Dunvar", "Estrina", "Flarmo")


def _person(n: int) -> tuple[str, str, str]:
    return _GIVEN[(n + n // 12) % 12], f"{_FIRST[n % 12]} {_LAST[(n * 5 + n // 12) % 12]}", f"{1940 + n}-{n % 12 + 1:02}-{n % 27 + 1:02}"


def _look_alikes() -> Mapping[str, str]:
    """Return three lists that each know some of sixteen invented persons."""
    memorial, names, letters = [_MEMORIAL], ["n,name"], [_LETTERS]
    for n in range(16):
        given, family, born = _person(n)
        year = 1974 + n % 4
        taken = f"{year}-{n % 12 + 1:02}" if n % 5 == 0 else f"{year}-{n % 12 + 1:02}-{n % 27 + 1:02}"
        if n % 8 != 7:
            where = "Galpón Viejo | Cuartel Norte" if n % 3 == 0 else "Cuartel Norte"
            memorial.append(f'p-{n},"{family}, {given}",{given},{family},{born},Zubia,Estudiante | Obrera,{taken},{taken},{where}')
        if n % 4 != 3:
            names.append(f'{n + 1},"{family}, {given}"')
        if n % 3 != 2:
            dotted = ".".join(reversed(born.split("-")))
            day = "Fines 06.1976" if n % 5 == 0 else ".".join(reversed(f"{year}-{n % 12 + 1:02}-{n % 27 + 1:02}".split("-")))
            letters.append(f'{n + 1},"{family.upper()}, {given}",{"Femenino" if n % 2 == 0 else "Masculino"},{dotted},,{day},Cuartel Norte')
    return {
        "memorial.csv": "\n".join(memorial) + "\n",
        "nombres.csv": "\n".join(names) + "\n",
        "fichas.csv": "\n".join(letters) + "\n",
    }


@attrs.frozen
class Lists:
    """Three lists by the names of their files, what a newcomer knows of each, and whether a screen may be kept as a picture."""

    files: Mapping[str, str]
    about: Mapping[str, tuple[str, str, str]]  # title, publisher, edition
    are_real: bool


def _invented() -> Lists:
    about = (("Memorial de Zubia", "Sitios de Zubia", "2020"), ("Madres de Zubia", "Madres", "2019"), ("Fichas de Zubia", "Estado", "2007"))
    files = _look_alikes()
    return Lists(files, dict(zip(files, about, strict=True)), are_real=False)


def _real() -> Lists:
    about = (
        ("Sitios de Memoria", "Sitios de Memoria Uruguay", "2020"),
        ("Madres y Familiares", "Madres y Familiares", "2019"),
        ("Fichas", "Presidencia", "2007"),
    )
    files = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder("uruguay").glob("*.csv"))}
    return Lists(files, dict(zip(files, about, strict=True)), are_real=True)


class _Unseen(Walk):
    """A walk over real persons: everything is checked, and no picture kept."""

    def stop(self, name: str) -> None:
        """Look at the page, without a camera."""
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        self.faults += [(name, wide)] if wide > self.width else []


def _window(browser: "Browser") -> "BrowserContext":
    width, height = SIZES["desk"]
    return browser.new_context(viewport={"width": width, "height": height}, locale="es-UY")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """Give an app that has no registry yet."""
    with serving(tmp_path / "registry", tmp_path / "log.txt") as one:
        yield one


@pytest.mark.parametrize("lists", [pytest.param(_invented, id="look-alikes"), pytest.param(_real, id="uruguay", marks=pytest.mark.nightly)])
def test_three_lists_become_an_edition_that_two_agreed_on(browser: "Browser", served: Served, lists: object) -> None:
    """Registry, wizard, pairs, people, a count, a place, the law, flows, an estimate; one proposes, another approves and takes it along."""
    assert callable(lists)
    brought: Lists = lists()
    context = _window(browser)
    page = context.new_page()
    page.goto(served.door)
    walk = (_Unseen if brought.are_real else Walk)(page, served.origin, "newcomer", SIZES["desk"][0], None)
    page.check("#way-new")
    for name, value in (("name", WHO), ("passphrase", PASSPHRASE), ("again", PASSPHRASE)):
        page.fill(f"[name={name}]", value)
    walk.click("button.main", "guide", "**/guide")
    for file, content in brought.files.items():
        _brings(walk, file, content, *brought.about[file])
    _links_and_reviews(walk)
    _looks_and_asks(walk)
    _estimates(walk)
    _proposes_and_another_approves(walk, browser, served)
    assert walk.faults == []
    context.close()


def _brings(walk: Walk, file: str, content: str, title: str, publisher: str, edition: str) -> None:
    """Bring a list as the wizard proposes it; what is refused is said and may be taken along."""
    page = walk.page
    page.goto(f"{walk.origin}/imports/new")
    page.set_input_files("[name=file]", {"name": file, "mimeType": "text/csv", "buffer": content.encode()})
    walk.click("button.main", "sheet", "**/sheet")
    walk.click("button[value=anew]", "columns", "**/columns")
    for name, value in (("title", title), ("publisher", publisher), ("edition", edition)):
        page.fill(f"[name={name}]", value)
    page.check("[name=curated]")
    if content.startswith("n,name"):  # nothing but names, which somebody has compared by hand
        page.check("[name=names_identify]")
    page.click("fieldset details summary")
    page.select_option("[name=exposure]", "5")
    walk.click("form.stack.wide button.main", "check", "**/check")
    rows = content.count("\n") - 1
    refused = len(set(re.findall(r"Fila (\d+)", page.locator("main").inner_text().partition("como se entendieron")[0])))
    page.click("form[action$='/start'] button.main")
    page.wait_for_url("**/imports/i*", timeout=120_000)
    walk.stop("report")
    told = page.locator("main").inner_text()
    assert f"Lista de personas: {title} ({publisher})" in " ".join(told.split())
    assert re.search(rf"Personas\s+{rows - refused}\s", told)


def _links_and_reviews(walk: Walk) -> None:
    """Go on from the report of the last list; decide up to three pairs by one key each, and look at who is left."""
    page = walk.page
    page.click("#next ~ form button.main")
    page.wait_for_url("**/review", timeout=180_000)
    walk.stop("review")
    walk.go("/review/pairs", "pair")
    for _ in range(3):
        if page.locator("form.decide").count():
            walk.key("d")
            assert page.locator(".done").count() == 1
    walk.go("/people", "people")
    assert page.locator(".people li").count() >= 16
    walk.click(".people li:has-text('3 fichas') a.who", "person", "**/people/p*")
    assert page.locator(".tracks svg.strip").count() >= 2


def _looks_and_asks(walk: Walk) -> None:
    """Ask how many were taken and how many were disappeared, look at a place, at a law and at the flows."""
    page = walk.page
    walk.go("/", "home")
    walk.go("/questions/count?moment=flow&kind=arrest&since=1974-01-01&until=1977-12-31", "count")
    assert re.search(r"\d", page.locator(".answer .bounds").first.inner_text())
    walk.go("/questions/count?moment=stock&state=disappeared&on=1980-01-01&fresh=forever", "disappeared")
    sure = re.search(r"(?:al menos|exactamente) (\d+)", page.locator(".answer .bounds").first.inner_text())
    assert sure
    assert int(sure[1]) > 0
    walk.go("/questions/facilities", "facilities")
    walk.click(".places li:has-text('personas') a.who", "facility", "**/facilities/*")
    walk.go("/questions/law/coverage?instrument=uy/ley/1985/15737&on=1985-03-10", "coverage")
    assert page.locator(".answer .figure").count() == 4
    walk.go("/questions/flows?since=1974-01-01&until=1978-12-31", "flows")
    assert page.locator("figure.chart img").count() >= 1


def _estimates(walk: Walk) -> None:
    """Ask how many none of the lists names; the form proposes the first and last day on record."""
    page = walk.page
    walk.go("/questions/estimates", "estimates")
    assert page.input_value("[name=since]")
    page.select_option("[name=kind]", "detention")
    page.click("form:has([name=over][value=lists]) button.main")
    page.wait_for_url("**/estimates/answer?*", timeout=280_000)
    walk.stop("estimate")
    assert page.locator(".answer .bounds").count() == 1


def _proposes_and_another_approves(walk: Walk, browser: "Browser", served: Served) -> None:
    """Open a second account, propose, and let the other one approve in a browser of their own; the file that comes of it is whole."""
    page = walk.page
    walk.go("/accounts", "accounts")
    page.fill("[name=name]", "Aprobadora")
    page.fill("[name=passphrase]", SECOND)
    page.check("[name=roles][value=editor]")
    walk.click("form.stack button.main", "account", "**/accounts/*")
    walk.go("/publish", "publish")
    page.fill("[name=note]", "Primera edición")
    walk.click("form.stack button.main", "proposed", "**/publish/l*")
    assert page.locator("form[action$='/approve']").count() == 0
    other = _window(browser)
    page = other.new_page()
    page.goto(served.door)
    page.fill("[name=name]", "Aprobadora")
    page.fill("[name=passphrase]", SECOND)
    page.click("button.main")
    page.goto(walk.page.url)
    second = type(walk)(page, walk.origin, "approver", walk.width, AXE.read_text(encoding="utf-8"))
    second.stop("to-approve")
    # The page of running work is held as it is, to be looked at; then it goes on asking how far the work is.
    page.route("**/work/*", lambda route: route.abort() if "hx-request" in route.request.headers else route.continue_())
    page.click("form[action$='/approve'] button.main")
    if "/work/" in page.url:
        second.stop("running")
    page.unroute("**/work/*")
    page.reload()
    page.wait_for_url("**/publish/l*", timeout=280_000)
    second.stop("made")
    with page.expect_download() as taken:
        page.click("a[download]")
    names = set(zipfile.ZipFile(io.BytesIO(Path(taken.value.path()).read_bytes())).namelist())
    assert {"index.html", "en/index.html", "data/persons.csv", "MANIFEST.txt"} <= names
    walk.faults.extend(second.faults)
    other.close()
