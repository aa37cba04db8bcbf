"""The site as everybody's browser shows it: axe finds nothing serious, in two languages, on a phone and on a desk; pictures are kept."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from amparo.publish import site_files, write_site
from tests.chromium import chromium
from tests.publish import releases
from tests.publish.test_figure_pages import later

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[1] / "axe" / "axe.min.js"
# Where somebody can look at the pictures afterwards; git ignores it.
PICTURES = Path(os.environ.get("AMPARO_PICTURES", Path(__file__).parents[2] / "pictures"))
PAGES = ("index", "claims", "law", "facilities", "cases", "methods", "data", "cite", "changes", "sources", "glossary", "cases/p-ana",
         "facilities/f-one", "figures/held")  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second edition of an ordinary site, on the disk."""
    out = tmp_path_factory.mktemp("accessible") / "site"
    write_site(site_files(later()), out)
    return out


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """Debian's Chromium."""
    with chromium() as opened:
        yield opened


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("es", 360, "light"), ("es", 1200, "dark"), ("en", 360, "dark"), ("en", 1200, "light")]
)
def test_nothing_serious_stands_in_a_readers_way(browser: "Browser", site: Path, language: str, width: int, scheme: str) -> None:
    """On no page does axe find a serious or critical violation; what is asked for comes from the site itself."""
    folder = site / "en" if language == "en" else site
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, locale=language)  # type: ignore[arg-type]
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    kept = PICTURES / f"{language}-{width}-{scheme}"
    kept.mkdir(parents=True, exist_ok=True)
    found = []
    for name in PAGES:
        page.goto((folder / f"{name}.html").as_uri())
        page.screenshot(path=kept / f"{name.replace('/', '-')}.png", full_page=True)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        faults = page.evaluate("async () => (await axe.run()).violations")
        serious = [fault for fault in faults if fault["impact"] in ("serious", "critical")]
        found += [(name, fault["id"], [node["target"] for node in fault["nodes"]][:3]) for fault in serious]
    context.close()
    assert found == []
    assert [url for url in asked if not url.startswith(site.as_uri())] == []


def test_a_printed_page_holds_its_sources(browser: "Browser", site: Path) -> None:
    """On paper a case fills its page without menus, and each source is printed with its address."""
    context = browser.new_context()
    page = context.new_page()
    page.goto((site / "cases" / "p-ana.html").as_uri())
    page.emulate_media(media="print")
    assert not page.locator("header nav").is_visible()
    printed = page.evaluate("getComputedStyle(document.querySelector('.cited a[href^=http]'), '::after').content")
    assert "https://example.org/4" in printed
    assert len(page.pdf(format="A4")) > 5_000
    context.close()


def test_the_pictures_need_no_test_of_their_own() -> None:
    """The vendored checker is the one that its note names, and the fixtures it looks at are invented."""
    assert AXE.read_text(encoding="utf-8").startswith("/*! axe v4.14.1")
    assert "Inventada" in releases.release().persons[0].name
