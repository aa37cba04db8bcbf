"""
Published memorial lists on their way to a public site: imported, linked, published, looked at.

The real lists are used from where they lie and skipped where they do not; their look-alike of invented persons runs always. Names of real
persons stay out of pictures and messages.
"""

import csv
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import attrs
import orjson
import polars as pl
import pytest

from amparo.store import create_registry
from amparo.workflows.imports import import_file
from amparo.workflows.linking import link_registry
from amparo.workflows.publishing import publish
from amparo.workflows.session import Session
from amparo.workflows.verifying import verify_release
from tests.chromium import chromium
from tests.publish.reading import addresses, resolved, text
from tests.realdata import folder
from tests.workflows.sitting import Clock
from tests.workflows.test_real_lists import HEAD, MAPS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LISTS = {
    "uy_list_a_sitiosdememoria": """
id,full_name,given_names,family_names,date_of_birth,nationality,occupations,date_of_disappearance,places_of_detention,source_page
n-1,"Zubiarre Olmo, Ada Inés",Ada Inés,Zubiarre Olmo,1950-03-02,Zubia,Docente | Poeta,1976-07-21,La Torre | El Faro,https://example.org/n-1
n-2,"Quindós Prada, Elio",Elio,Quindós Prada,1955,Zubia,,1974-11,El Faro,https://example.org/n-2
n-3,"Murga Sanz, Leto",Leto,Murga Sanz,,Zubia,Obrero,1977,,https://example.org/n-3
n-4,"Ormaz Tella, Iris",Iris,Ormaz Tella,1948-12-01,Zubia,,25- 26/12/1977,La Torre,https://example.org/n-4
""",
    "uy_list_b_madresyfamiliares": """
n,name
1,"Zubiarre Olmo, Ada Ines"
2,"Quindos Prada, Elio"
3,"Noval Güiraldes, Ñusta"
""",
    "uy_list_c_presidencia_fichas": """
cid,name,sex,birth_date,birth_place,age,alias,detention_date,detention_place
1,"ZUBIARRE OLMO de RÍOS, Ada Inés",Femenino,02.03.1950,Zubia,26 años,,21.07.1976,"En su domicilio, Zubia"
2,"QUINDÓS PRADA, Elio",Masculino,11.08.1955,Zubia,19 años,el Rubio,Fines 11.1974,Puerto de Zubia
3,"ORMAZ TELLA, Iris",Femenino,01.12.1948,Zubia,29 años,,25-26.12.1977,Zubia
""",
}
PICTURES = Path(os.environ.get("AMPARO_PICTURES", Path(__file__).parents[2] / "pictures"))
WITHOUT_NAMES = ("index", "claims", "law", "releases", "facilities", "data", "sources")
VIEWS = (("es", 360, "light"), ("en", 1200, "dark"))  # the other two are looked at in the tests of the pages themselves


@attrs.frozen
class Memorial:
    """A site made of lists, and what was imported."""

    name: str
    site: Path
    rows: int
    named: int
    is_real: bool


def _look_alike(work: Path) -> Path:
    work.mkdir()
    for name, content in LISTS.items():
        (work / f"{name}.csv").write_text(content.lstrip(), encoding="utf-8")
    return work


@pytest.fixture(scope="module", params=["look-alike", pytest.param("uruguay", marks=pytest.mark.nightly)])
def memorial(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Memorial:
    """Three lists, imported as public, linked and published."""
    work = tmp_path_factory.mktemp("memorial")
    lists = folder("uruguay") if request.param == "uruguay" else _look_alike(work / "lists")
    with create_registry(work / "registry") as registry:
        session = Session(registry, "yo", Clock())
        rows = 0
        for name, columns in MAPS.items():
            path = work / f"{name}.yml"
            path.write_text(f"{HEAD}exposure: 5\n{columns}", encoding="utf-8")
            rows += import_file(session, "list", lists / f"{name}.csv", map_path=path).records
        report = link_registry(session)
        publish(session, work / "site")
    return Memorial(request.param, work / "site", rows, report.persons, request.param == "uruguay")


@pytest.fixture
def browser() -> "Iterator[Browser]":
    """Debian's Chromium, closed after each test: while it is open the registry of the next list could not be."""
    with chromium() as opened:
        yield opened


def _cases(site: Path) -> list[Path]:
    return sorted((site / "cases").glob("*.html"))


def test_everybody_of_the_lists_has_one_page(memorial: Memorial) -> None:
    """Each person that linking left has one page and one row, and each page names a source that leads somewhere."""
    persons = pl.read_csv(memorial.site / "data" / "persons.csv", infer_schema=False)
    assert persons.height == len(_cases(memorial.site)) == memorial.named < memorial.rows
    for path in _cases(memorial.site):
        page = ET.fromstring(path.read_bytes())
        told = next((part for part in page.iter("section") if part.get("aria-labelledby") == "sources"), None)
        assert told is not None, path.name
        assert list(told.iter("a")), path.name


def test_what_made_two_records_one_person_stays_inside(memorial: Memorial) -> None:
    """Of the joins only what was decided is public: no day of birth, age, alias or score is in any statement that leaves."""
    with (memorial.site / "data" / "statements.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    joins = [row["value"] for row in rows if row["property"] == "same_person"]
    assert joins
    assert all(set(orjson.loads(value)) == {"decision", "other"} for value in joins)
    assert {row["property"] for row in rows} <= {"name", "given_names", "surnames", "person", "event", "same_person"}


def test_every_statement_is_told_in_words(memorial: Memorial) -> None:
    """Who follows a figure to its sources finds of each statement whose it is, with the way there, and what it says."""
    told = [
        cell
        for path in (memorial.site / "sources").glob("*.html")
        for cell in ET.fromstring(path.read_bytes()).iter("td")
        if cell.get("data-label") == "Qué dice"
    ]
    assert len(told) == pl.read_csv(memorial.site / "data" / "statements.csv", infer_schema=False).height
    assert all(list(cell.iter("a")) for cell in told)
    facts = {text(cell).partition(" : ")[2].partition(",")[0].partition(" «")[0] for cell in told}
    assert {"Desaparición", "Detención", "se llama", "dos filas son la misma persona"} <= facts
    assert "otro dato" not in facts


def test_the_disappeared_are_a_figure_of_the_first_page(memorial: Memorial) -> None:
    """A record of disappearances opens with how many are disappeared, and not with noughts alone."""
    shown = text(ET.fromstring((memorial.site / "index.html").read_bytes()))
    assert "Desaparecidas : exactamente" in shown or "Desaparecidas : al menos" in shown
    assert "Nadie ni nada, en ninguna lectura de las fuentes" in shown


def test_a_figure_names_whom_it_counts(memorial: Memorial) -> None:
    """The page of a figure names as many persons as it counts at most: who is counted is shown."""
    figures = pl.read_csv(memorial.site / "data" / "figures.csv", infer_schema=False).filter(pl.col("topic") == "index")
    shown = 0
    for name, most, unit in figures.select("figure_id", "at_most", "unit").iter_rows():
        page = ET.fromstring((memorial.site / "figures" / f"{name}.html").read_bytes())
        part = next((one for one in page.iter("section") if one.get("aria-labelledby") == "counted"), None)
        named = [] if part is None else list(part.iter("li"))
        assert unit == "persons"
        assert memorial.is_real or len(named) == int(most), name  # pairs that nobody decided count once and are named twice
        shown += len(named)
    assert shown


def test_the_site_follows_from_its_own_statements(memorial: Memorial) -> None:
    """Every figure, table and page comes out again from the statements that the site carries, and every link within it resolves."""
    assert verify_release(memorial.site).differences == ()
    for path in (*memorial.site.glob("*.html"), *_cases(memorial.site)[::20]):
        here = path.relative_to(memorial.site).as_posix()
        for _, _, address in addresses(ET.fromstring(path.read_bytes())):
            if "://" not in address:
                target, _ = resolved(here, address)
                assert (memorial.site / target).exists(), (here, target)


@pytest.mark.browser
@pytest.mark.parametrize(("language", "width", "scheme"), VIEWS)
def test_every_kind_of_page_can_be_read(browser: "Browser", memorial: Memorial, language: str, width: int, scheme: str) -> None:
    """No page is wider than its screen or asks for anything foreign; axe finds nothing serious; pictures of real lists show no names."""
    root = memorial.site / "en" if language == "en" else memorial.site
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, locale=language)  # type: ignore[arg-type]
    page, asked, serious = context.new_page(), list[str](), list[object]()
    page.on("request", lambda request: asked.append(request.url))
    kept = PICTURES / memorial.name / f"{language}-{width}-{scheme}"
    kept.mkdir(parents=True, exist_ok=True)
    axe = (Path(__file__).parents[1] / "axe" / "axe.min.js").read_text(encoding="utf-8")
    kinds = [*WITHOUT_NAMES, "cases", *(f"cases/{path.stem}" for path in _cases(memorial.site)[:: max(1, memorial.named // 2)])]
    for name in kinds:
        page.goto((root / f"{name}.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        if name in WITHOUT_NAMES or not memorial.is_real:
            page.screenshot(path=kept / f"{name.replace('/', '-')}.png", full_page=True)
        page.evaluate(axe)
        faults = page.evaluate("async () => (await axe.run()).violations")
        serious += [(name, fault["id"]) for fault in faults if fault["impact"] in ("serious", "critical")]
    context.close()
    assert serious == []
    assert [url for url in asked if not url.startswith(memorial.site.as_uri())] == []
