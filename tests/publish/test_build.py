"""The site as a whole: same bytes, whole links, nothing foreign, nothing inline."""

import json
import re
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import attrs
import polars as pl
import pytest

from amparo.errors import BadInput
from amparo.publish import COLUMNS, Release, empty, site_files
from tests.publish import releases
from tests.publish.reading import addresses, pages, resolved, tag, text

FORBIDDEN = frozenset(["script", "style", "iframe", "object", "embed", "form", "base", "audio", "video", "image", "use", "foreignObject"])
TABLES = tuple(COLUMNS)


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """The site of an ordinary release."""
    return dict(site_files(releases.release()))


@pytest.fixture(scope="module")
def hostile_files() -> dict[str, bytes]:
    """The site of a release in which every text tries to break out."""
    return dict(site_files(releases.hostile()))


def test_same_release_same_bytes(files: dict[str, bytes]) -> None:
    """The same release gives the same files in the same order, byte for byte."""
    assert list(site_files(releases.release()).items()) == list(files.items())


def test_another_process_gives_the_same_bytes(files: dict[str, bytes]) -> None:
    """Hash seeds, time zones and locales of another process change nothing."""
    program = (
        "import hashlib; from amparo.publish import site_files; from tests.publish.releases import release\n"
        "print(hashlib.sha256(repr(sorted(site_files(release()).items())).encode()).hexdigest())"
    )
    root = Path(__file__).resolve().parents[2]
    seen = set()
    for seed, zone in (("1", "Pacific/Auckland"), ("2", "America/Caracas")):
        around = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        seen.add(subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=around, cwd=root).stdout)
    assert len(seen) == 1


def test_order_of_rows_changes_nothing(files: dict[str, bytes]) -> None:
    """The order in which rows arrive is not seen on any page."""
    turned = releases.release()
    turned = attrs.evolve(turned, **{name: getattr(turned, name).reverse() for name in TABLES}, persons=tuple(reversed(turned.persons)))
    assert dict(site_files(turned)) == files


def test_both_languages_have_the_same_pages(files: dict[str, bytes]) -> None:
    """Each Spanish page has its English one, and each links to the other."""
    found = pages(files)
    spanish = {path for path in found if not path.startswith("en/")}
    assert {f"en/{path}" for path in spanish} == set(found) - spanish
    for path, page in found.items():
        other = path.removeprefix("en/") if path.startswith("en/") else f"en/{path}"
        link = next(a for a in page.iter("a") if a.get("hreflang"))
        assert resolved(path, link.attrib["href"])[0] == other
        assert page.attrib["lang"] == ("en" if path.startswith("en/") else "es")


@pytest.mark.parametrize("which", ["files", "hostile_files"])
def test_every_internal_link_and_anchor_resolves(which: str, request: pytest.FixtureRequest) -> None:
    """A link within the site leads to a file that is there, and to an anchor that is there once."""
    made = request.getfixturevalue(which)
    found = pages(made)
    anchors = {path: Counter(e.attrib["id"] for e in page.iter() if "id" in e.attrib) for path, page in found.items()}
    assert all(count == 1 for of_page in anchors.values() for count in of_page.values())
    checked = 0
    for path, page in found.items():
        for _, _, value in addresses(page):
            if value.startswith(("http:", "https:")):
                continue
            target, fragment = resolved(path, value)
            assert target in made, (path, value)
            assert not fragment or fragment in anchors[target], (path, value)
            checked += 1
    assert checked > 100


@pytest.mark.parametrize("which", ["files", "hostile_files"])
def test_references_within_a_page_resolve(which: str, request: pytest.FixtureRequest) -> None:
    """Labels, descriptions and patterns that a page names are on that page."""
    for path, page in pages(request.getfixturevalue(which)).items():
        ids = {e.attrib["id"] for e in page.iter() if "id" in e.attrib}
        for element in page.iter():
            named = set(element.get("aria-labelledby", "").split())
            named |= {m for value in element.attrib.values() for m in re.findall(r"url\(#([^)]+)\)", value)}
            assert named <= ids, (path, named - ids)


@pytest.mark.parametrize("which", ["files", "hostile_files"])
def test_nothing_foreign_is_loaded_and_nothing_is_inline(which: str, request: pytest.FixtureRequest) -> None:
    """No script, no style in the page, no handler, no frame or form; only plain links lead out of the site."""
    made = request.getfixturevalue(which)
    for path, page in pages(made).items():
        names = {tag(element) for element in page.iter()}
        assert not names & (FORBIDDEN - {"script"}), path
        for script in page.iter("script"):
            if script.get("type") == "application/ld+json":  # data, which no browser runs
                assert json.loads(script.text or "")["@context"] == "https://schema.org"
                continue
            # one script, our own file, and only where names are looked up; nothing in it waits to be run inline
            assert resolved(path, script.attrib["src"])[0] == "search.js", path
            assert (script.text or "").strip() == ""
            assert path in {"cases.html", "en/cases.html", "index.html", "en/index.html"}  # where names are looked up
        for element in page.iter():
            assert not [a for a in element.attrib if a == "style" or a.startswith("on")], path
        for element_name, attribute, value in addresses(page):
            if re.match(r"[a-z][a-z0-9+.-]*:|//", value, re.IGNORECASE):
                assert (element_name, attribute) == ("a", "href"), (path, value)
                assert value.startswith(("http://", "https://")), (path, value)
        foreign = [a for a in page.iter("a") if a.get("href", "").startswith("http")]
        assert all({"noopener", "noreferrer", "nofollow"} <= set(a.attrib["rel"].split()) for a in foreign)
        policy = next(m.attrib["content"] for m in page.iter("meta") if m.get("http-equiv") == "Content-Security-Policy")
        assert policy.startswith("default-src 'self';")
    assert not re.search(rb"url\(|@import", made["site.css"])


@pytest.mark.parametrize("which", ["files", "hostile_files"])
def test_pages_have_landmarks_and_ordered_headings(which: str, request: pytest.FixtureRequest) -> None:
    """Each page has one main part, one first heading, a skip link, captions, and no heading level left out."""
    for path, page in pages(request.getfixturevalue(which)).items():
        assert [len(list(page.iter(name))) for name in ("main", "h1", "header", "footer")] == [1, 1, 1, 1], path
        assert next(page.iter("a")).attrib["href"] == "#content"
        levels = [int(tag(e)[1]) for e in page.iter() if re.fullmatch(r"h[1-6]", tag(e))]
        assert all(after <= before + 1 for before, after in pairwise(levels)), (path, levels)
        assert all(table.find("caption") is not None for table in page.iter("table")), path
        for drawing in page.iter():
            if tag(drawing) == "svg":
                assert drawing.get("aria-hidden") == "true" or (drawing.get("role") == "img"), path


def test_every_figure_shows_its_rule_bounds_and_statements(files: dict[str, bytes]) -> None:
    """A figure is never shown without its rule in the page's language, both bounds, its query and its statements."""
    release = releases.release()
    for path, language in (("index.html", "es"), ("en/index.html", "en")):
        shown = {e.attrib["id"]: e for e in pages(files)[path].iter("article")}
        assert set(shown) == {f"figure-{figure.id}" for figure in release.figures}
        for figure in release.figures:
            article = shown[f"figure-{figure.id}"]
            words = text(article)
            assert figure.rule[language] in words  # type: ignore[index]
            assert figure.query in words
            links = [resolved(path, a.attrib["href"])[0] for a in article.iter("a")]
            own = path.replace("index.html", f"figures/{figure.id}.html")
            assert own in links
            page = pages(files)[own]
            assert figure.rule[language] in text(page)  # type: ignore[index]
            assert f"{figure.query} --release" in text(page)
            shown_there = [resolved(own, a.attrib["href"])[1] for a in page.iter("a") if a.get("class") == "statement"]
            assert shown_there == [f"s-{one}" for one in sorted(figure.statements)]
    spanish = text(pages(files)["index.html"])
    assert "al menos 12 · a lo sumo 1.919 personas" in spanish
    assert "exactamente 0 personas" in spanish
    assert "al menos 3 hechos" in spanish
    assert "at least 12 · at most 1,919 persons" in text(pages(files)["en/index.html"])


def test_copies_of_a_statement_count_once(files: dict[str, bytes]) -> None:
    """Two outlets with one statement are one row that says so, and the copy keeps its own anchor."""
    page = pages(files)["claims.html"]
    rows = {row.attrib["id"] for row in page.iter("tr") if "id" in row.attrib}
    assert "claim-c-1" in rows
    assert "claim-c-2" not in rows
    assert "claim-c-2" in {item.get("id") for item in page.iter("li")}
    assert "publicado por 2 medios" in text(page)


def test_a_copy_does_not_clash_with_its_original(files: dict[str, bytes]) -> None:
    """A pair within a cluster is no clash; a pair with a copy is shown once, under the original."""
    page = pages(files)["claims.html"]
    section = next(s for s in page.iter("section") if s.get("aria-labelledby") == "clashes")
    assert [a.attrib["href"] for a in section.iter("a")] == ["#claim-c-1", "#claim-c-7"]


def test_not_comparable_pairs_say_why(files: dict[str, bytes]) -> None:
    """The pairs that the release wants explained come with their reasons in words."""
    spoken = {
        "claims.html": ["otra ventana de fechas", "otra población"],
        "en/claims.html": ["another window of dates", "another population"],
    }
    for path, reasons in spoken.items():
        pair = next(e for e in pages(files)[path].iter("article") if e.get("class") == "pair")
        assert [text(span) for span in pair.iter("span") if span.get("class") == "reason"] == reasons


def test_sources_that_disagree_on_a_stage_are_flagged(files: dict[str, bytes]) -> None:
    """Two days for one stage are a disagreement; a month and a day in it are not."""
    stages = {text(item.find("h4")): item for item in pages(files)["law.html"].iter("li") if item.find("h4") is not None}  # type: ignore[arg-type]
    assert "Las fuentes no coinciden" in text(stages["Entrada en vigor"])
    assert "Las fuentes no coinciden" not in text(stages["Presentación del proyecto"])
    assert list(stages)[:2] == ["Presentación del proyecto", "Entrada en vigor"]


def test_certain_and_possible_differ_in_shape(files: dict[str, bytes]) -> None:
    """On a timeline certain days are solid and possible days hatched and outlined: never by colour alone."""
    page = pages(files)["cases/p-ana.html"]
    strips = [e for e in page.iter() if tag(e) == "svg" and e.get("class") == "strip"]
    deprived = next(s for s in strips if s.attrib["aria-label"].startswith("privada de libertad"))
    assert [r.get("class") for r in deprived.iter() if tag(r) == "rect"] == ["possible-fill", "possible", "certain"]
    assert "se desconoce" not in text(page)


def test_undecided_status_is_never_a_single_state(files: dict[str, bytes]) -> None:
    """A person who may be in several states is said to be in none of them."""
    assert "No puede decirse: excarcelada con medidas o privada de libertad" in text(pages(files)["cases/p-ana.html"])
    assert "Ningún hecho registrado dice su situación" in text(pages(files)["cases/p-luz.html"])


def test_where_each_went_and_who_is_unaccounted_for(files: dict[str, bytes]) -> None:
    """A facility's page says who was there, where each went and of whom nothing is known."""
    words = text(pages(files)["en/facilities/f-one.html"])
    assert "Ana Inventada 8 February 2031 Cuartel Dos" in words
    assert "Luz Ñandú 1 March 2031 or earlier exiled" in words
    assert "Luz Ñandú (last reported: 1 January 2031)" in words
    assert "does not mean that nobody was there" in text(pages(files)["en/facilities/f-two.html"])


def test_hostile_text_is_printed_and_not_run(hostile_files: dict[str, bytes]) -> None:
    """Markup, addresses with code and control signs in the data arrive on the page as inert text."""
    page = pages(hostile_files)["claims.html"]
    assert "<script>alert('1')</script>" in text(page)
    assert releases.HOSTILE_URL in text(page)
    raw = b"".join(content for path, content in hostile_files.items() if path.endswith(".html"))
    assert raw.count(b"<script") == raw.count(b"search.js") + raw.count(b'application/ld+json">')
    assert b"<script>alert" not in raw
    assert b"\x00" not in raw
    assert "\u202e" not in raw.decode()
    assert all(re.fullmatch(r"[A-Za-z0-9_.~/-]+", path) and ".." not in path for path in hostile_files)


def test_an_empty_release_is_a_whole_site() -> None:
    """A release without rows still gives every page, and each says that there is nothing to show."""
    bare = releases.release(
        **{table: empty(table) for table in TABLES},
        claims_report={}, highlights=(), persons=(), figures=(), freshness=None,
    )  # fmt: skip
    found = pages(site_files(bare))
    assert "No hay nada que mostrar" in text(found["claims.html"])
    assert "sin plazo de vigencia" in text(found["methods.html"])


def test_no_column_beyond_the_contract_is_published(files: dict[str, bytes]) -> None:
    """A column that the contract does not name changes no byte of the site."""
    release = releases.release()
    more = attrs.evolve(release, claims=release.claims.with_columns(recorded_by=pl.lit("Someone Secret")))
    assert dict(site_files(more)) == files


def _without(table: str, **where: str) -> Release:
    release = releases.release()
    ((column, value),) = where.items()
    return attrs.evolve(release, **{table: getattr(release, table).filter(pl.col(column) != value)})


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (lambda: attrs.evolve(releases.release(), claims=releases.release().claims.drop("value")), "publish.columns_missing"),
        (lambda: attrs.evolve(releases.release(), claims=pl.concat([releases.release().claims] * 2)), "publish.id_twice"),
        (lambda: attrs.evolve(releases.release(), persons=()), "publish.id_unknown"),
        (lambda: _without("statements", statement_id="s-4"), "publish.id_unknown"),
        (lambda: _without("facilities", facility_id="F-ONE"), "publish.id_unknown"),
        (lambda: _without("claims", claim_id="c-1"), "publish.id_unknown"),
    ],
    ids=["column missing", "claim twice", "person hidden", "statement hidden", "facility hidden", "claim hidden"],
)  # fmt: skip
def test_a_reference_to_what_is_not_public_is_refused(broken: object, code: str) -> None:
    """A release that names a person, facility, claim or statement that it does not contain is not published."""
    with pytest.raises(BadInput) as refused:
        site_files(broken())  # type: ignore[operator]
    assert refused.value.code == code
    assert all(refused.value.message(language) for language in ("es", "en"))


def test_a_case_from_a_mould_is_what_its_template_gives(files: dict[str, bytes]) -> None:
    """A case's page, filled into a mould made once, is the page that its template gives by itself, byte for byte."""
    from markupsafe import Markup

    from amparo.publish import build
    from amparo.publish import pages as contexts
    from amparo.publish.voice import Voice

    for release in (releases.release(), releases.hostile()):
        voice = Voice("es", release.notes_language)
        shared = build._shared(release, voice)
        rows = build._fragments(shared, voice, "../")
        around = {"page": "cases", "is_menu_page": False, "home": "../", "root": "../", "elsewhere": "../en/cases/x.html", "f": rows}
        for person in release.persons:
            context = contexts.person(release, voice, person)
            pieces = {name: Markup(piece) for name, piece in rows.case(context, release.as_of).items()}
            whole = build._template("person.html").render({**shared, **around, "piece": pieces})
            assert build._case(shared, around, context) == whole.strip()
