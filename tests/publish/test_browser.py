"""The site in a real browser: from the disk, without script, on a narrow phone, in the dark."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from amparo.publish import claims_page, site_files, write_site
from amparo.publish.build import MENU, MORE
from tests.chromium import chromium
from tests.publish import releases

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """Debian's Chromium, without anything that calls home."""
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module", params=["plain", "hostile"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An ordinary site, then a hostile one, on the disk."""
    out = tmp_path_factory.mktemp(request.param) / "site"
    write_site(site_files(releases.release() if request.param == "plain" else releases.hostile()), out)
    return out


@pytest.fixture(scope="module")
def plain_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An ordinary site on the disk."""
    out = tmp_path_factory.mktemp("searched") / "site"
    write_site(site_files(releases.release()), out)
    return out


def visited(page: "Page", site: Path) -> Iterator[str]:
    """Open each page of the site that a test looks at."""
    for path in sorted(p.relative_to(site).as_posix() for p in site.rglob("*.html")):
        page.goto((site / path).as_uri())
        yield path


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1200, "dark")])
def test_pages_fit_and_ask_for_nothing_else(browser: "Browser", site: Path, width: int, scheme: str) -> None:
    """No page is wider than the screen, breaks its own policy, runs anything, or asks for a file outside the site."""
    context = browser.new_context(viewport={"width": width, "height": 780}, color_scheme=scheme, locale="es-VE")  # type: ignore[arg-type]
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    count = 0
    for path in visited(page, site):
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert page.evaluate("getComputedStyle(document.body).maxWidth") != "none", path
        count += 1
    context.close()
    assert count >= 20
    assert said == []
    assert [url for url in asked if not url.startswith(site.as_uri())] == []


def test_everything_is_there_without_script(browser: "Browser", site: Path) -> None:
    """With scripts off a reader gets to every page by its links, opens the details and sees the charts drawn."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 780})
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    for entry in MENU[1:]:
        page.locator(f"header nav a[href$='{entry}.html']").click()
        assert page.locator("h1").is_visible()
    for entry in MORE:
        page.locator(f"footer nav a[href$='{entry}.html']").click()
        assert page.locator("h1").is_visible()
    page.locator(".language a").click()
    assert page.url.endswith(f"/en/{MORE[-1]}.html")
    page.goto((site / "claims.html").as_uri())
    for panel in page.locator("svg.chart[role=img]").all():
        box = panel.bounding_box()
        assert box is not None
        assert box["width"] > 200
    summary = page.locator(".board details summary").first
    summary.click()
    assert page.locator(".board details[open] dl").first.is_visible()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(browser: "Browser", site: Path, scheme: str) -> None:
    """Every text has a contrast of at least 4.5 to 1 against the page (WCAG 2, level AA)."""
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    measure = """() => {
        const parse = c => c.match(/[\\d.]+/g).slice(0, 3).map(Number);
        const linear = v => v / 255 <= 0.03928 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4;
        const light = c => { const [r, g, b] = parse(c).map(linear); return 0.2126 * r + 0.7152 * g + 0.0722 * b };
        const ground = e => {
            for (; e; e = e.parentElement) {
                const c = getComputedStyle(e).backgroundColor;
                if (!/, 0\\)$/.test(c)) return c;
            }
            return 'rgb(255, 255, 255)';
        };
        const weak = [];
        for (const e of document.querySelectorAll('body *')) {
            const svg = e.namespaceURI.endsWith('svg');
            if (svg && e.tagName !== 'text') continue;
            if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) continue;
            const a = light(svg ? getComputedStyle(e).fill : getComputedStyle(e).color), b = light(ground(e));
            const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            if (ratio < 4.5) weak.push([e.tagName, e.className, ratio]);
        }
        return weak;
    }"""
    for path in visited(page, site):
        assert page.evaluate(measure) == [], path
    context.close()


@pytest.mark.parametrize("words", ["nandu luz", "LUZ Ñandú", "ñandu"])
def test_names_are_found_as_people_type_them(browser: "Browser", plain_site: Path, words: str) -> None:
    """Opened from a disk, the search finds a name without accents and in any order, and leads to its page."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((plain_site / "cases.html").as_uri())
    page.locator("#search input").click()
    page.keyboard.type(words)
    page.locator("#search ol a", has_text="Luz Ñandú").click()
    assert page.url.endswith("/cases/p-luz.html")
    assert page.locator("h1").inner_text() == "Luz Ñandú"
    context.close()
    assert said == []


def test_a_name_that_is_not_there_is_no_reassurance(browser: "Browser", plain_site: Path) -> None:
    """Where nothing is found, it is said that not being listed does not mean not being detained; and n finds ñ after n itself."""
    context = browser.new_context()
    page = context.new_page()
    page.goto((plain_site / "en" / "cases.html").as_uri())
    page.locator("#search input").fill("zzz")
    page.locator("#search input").focus()
    assert "does not mean not being detained" in page.locator("#search p", has_text="No public case").inner_text()
    context.close()


def test_without_script_there_is_no_dead_box(browser: "Browser", plain_site: Path) -> None:
    """With scripts off the search is not shown, and the names are all on the page."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((plain_site / "cases.html").as_uri())
    assert not page.locator("#search").is_visible()
    assert page.locator(".cases a", has_text="Luz Ñandú").is_visible()
    context.close()


def test_what_is_folded_opens_at_its_address_and_is_printed(browser: "Browser", tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without script a folded claim can be seen by whoever follows its address; on paper nothing stays folded."""
    monkeypatch.setattr(claims_page, "LATEST", 1)
    write_site(site_files(releases.release()), tmp_path / "site")
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 780})
    page = context.new_page()
    page.goto((tmp_path / "site" / "claims.html").as_uri())
    folded = page.locator("details.older tr[id]").first
    assert not folded.is_visible()
    page.goto((tmp_path / "site" / "claims.html").as_uri() + f"#{folded.get_attribute('id')}")
    assert folded.is_visible()
    page.goto((tmp_path / "site" / "law.html").as_uri())
    told = page.locator(".stage:not(.disagree) .entries li").first
    assert not told.is_visible()
    page.emulate_media(media="print")
    assert told.is_visible()
    context.close()
