"""
From a release to the files of its site: the same release gives the same bytes.

Nothing here looks at a clock, a disk or a random number; rows are sorted by
their content. Spanish lies at the root and English under ``en/``, page for page.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import attrs
import jinja2

from amparo.publish import (
    calendar,
    claimreview,
    feeds,
    figure_pages,
    front_page,
    glossary,
    law_page,
    links,
    lists,
    package,
    pages,
    preview,
    releases_page,
    search,
    tables,
)
from amparo.publish.fragments import Fragments
from amparo.publish.halves import Half
from amparo.publish.moulds import Mould, marks
from amparo.publish.release import Release, check
from amparo.publish.telling import Teller
from amparo.publish.voice import Voice, capital, printable
from amparo.publish.writing import MANIFEST, manifest
from amparo.words import Language

MENU = ("index", "claims", "law", "releases", "facilities", "cases", "methods", "data")
MORE = ("cite", "changes", "sources", "glossary")
_MAKERS: Mapping[str, Callable[[Release, Voice], pages.Context]] = {
    "index": front_page.page, "claims": pages.claims, "law": law_page.law, "releases": releases_page.page, "facilities": pages.facilities,
    "cases": lists.cases, "methods": pages.methods, "data": pages.data, "cite": figure_pages.cite, "changes": figure_pages.changes,
    "sources": lists.sources, "glossary": glossary.page,
}  # fmt: skip

type Page = tuple[str, str, str, Mapping[str, Any]]  # path within the language, template, entry of the menu, context


def site_files(release: Release) -> Mapping[str, bytes]:
    """
    Return every file of the site by its path, in the order of paths.

    The release is checked first: a reference to something that it does not itself contain is refused.
    """
    check(release)
    beside = Half(release, second_half)
    made = {**tables.data_files(release), **search.search_files(release)}
    for name in ("site.css", "icon.svg", "search.js"):
        made[name] = _asset(name)
    made.update(language_files(release, "es"))
    made.update(beside.pages())
    made[MANIFEST] = manifest(made)
    return dict(sorted(made.items()))


def second_half(release: Release) -> Mapping[str, bytes]:
    """Return what a second process can make while the first makes the rest: the English pages, and the tables in their packages."""
    return {**language_files(release, "en"), **package.package_files(release)}


def language_files(release: Release, language: Language) -> Mapping[str, bytes]:
    """Return the pages of one language and what stands beside them, by path."""
    return {**dict(_pages(release, language)), **dict(_beside(release, language))}


def _beside(release: Release, language: Language) -> Iterator[tuple[str, bytes]]:
    """Yield what stands beside the pages of a language: feeds, calendar, reviews of claims, the picture for sharing."""
    voice = Voice(language, release.notes_language)
    folder = "" if language == "es" else "en/"
    for path, content in feeds.feed_files(release, voice).items():
        yield folder + path, content
    yield f"{folder}law.ics", calendar.calendar(release, voice)
    yield f"{folder}claimreview.jsonld", claimreview.file(release, voice)
    yield f"{folder}preview.png", preview.preview(release, voice)


def _pages(release: Release, language: Language) -> Iterator[tuple[str, bytes]]:
    voice = Voice(language, release.notes_language)
    shared = _shared(release, voice)
    folder = "" if language == "es" else "en/"
    for path, template, entry, context in _contexts(release, voice, shared):
        up = "../" * path.count("/")
        root = "../" * (folder + path).count("/")
        other = root + ("" if voice.other == "es" else "en/") + path
        around = {"page": entry, "is_menu_page": path == f"{entry}.html", "home": up, "root": root, "elsewhere": other,
                  "f": _fragments(shared, voice, up)}  # fmt: skip
        is_case = template == "person.html"
        text = _case(shared, around, context) if is_case else _template(template).render({**shared, **around, **context})
        yield folder + path, (text.strip() + "\n").encode()


def _fragments(shared: dict[str, Any], voice: Voice, home: str) -> Fragments:  # Any: what templates print
    """Return the rows as they stand on pages of one depth."""
    made = shared.setdefault("fragments", {})
    if home not in made:
        names = ("statement_files", "person_files", "facility_files", "facility_names", "source_files", "teller")
        made[home] = Fragments(voice, home, *(shared[name] for name in names))
    found: Fragments = made[home]
    return found


def _case(shared: dict[str, Any], around: Mapping[str, Any], context: Mapping[str, Any]) -> str:  # Any: what templates print
    """Return the page of a person, made in a mould: one for each set of parts that a page has."""
    moulds = shared.setdefault("moulds", {})
    pieces = {**around["f"].case(context, shared["release"].as_of), "elsewhere": around["elsewhere"]}
    key = frozenset(name for name, piece in pieces.items() if piece)
    if key not in moulds:
        marked = {**dict.fromkeys(pieces, ""), **marks(key)}
        page = _template("person.html").render({**shared, **around, "piece": marked, "elsewhere": marked["elsewhere"]})
        moulds[key] = Mould.of(page.strip())
    made: Mould = moulds[key]
    return made.filled(pieces)


def _shared(release: Release, voice: Voice) -> dict[str, Any]:  # Any: what templates print
    """Return what every page may print or link to."""
    by_source = lists.statements(release)
    person_files = links.file_names(person.person_id for person in release.persons)
    facility_files = links.file_names(release.facilities["facility_id"].to_list())
    return {
        "release": _Shown.of(release),
        "v": voice,
        "menu": MENU,
        "more": MORE,
        "person_files": person_files,
        "facility_files": facility_files,
        "teller": Teller.of(release, voice, person_files, facility_files),
        "facility_names": {row["facility_id"]: row["name"] for row in release.rows("facilities")},
        "figure_files": figure_pages.figure_files(release),
        "statement_files": lists.statement_paths(by_source),
        "statement_lists": by_source,
        "source_files": {source: parts[0].path for source, parts in by_source.items()},
        "names_per_file": search.PER_FILE,
        "topics": feeds.TOPICS,
    }


def _contexts(release: Release, voice: Voice, shared: Mapping[str, Any]) -> Iterator[Page]:
    for name in (*MENU, *MORE):
        yield f"{name}.html", f"{name}.html", name, _MAKERS[name](release, voice)
    for path, context in figure_pages.figures(release, voice, shared["figure_files"]):
        yield path, "figure.html", context["entry"], context
    for path, context in lists.name_pages(release):
        yield path, "names.html", "cases", context
    for path, context in lists.source_pages(shared["statement_lists"], voice):
        yield path, "source.html", "sources", context
    for identifier, context in pages.facility_pages(release):
        yield f"facilities/{shared['facility_files'][identifier]}.html", "facility.html", "facilities", context
    for person in release.persons:
        name = shared["person_files"][person.person_id]
        yield f"cases/{name}.html", "person.html", "cases", pages.person(release, voice, person)


@attrs.frozen
class _Shown:
    """What every template may know of the release: not its tables, so that no page can print a column by accident."""

    edition: Any
    title: Any
    as_of: Any
    known_at: Any
    licence: Any
    cite: Any
    freshness: int | None
    territory: str
    address: str

    @classmethod
    def of(cls, release: Release) -> "_Shown":
        return cls(**{field.name: getattr(release, field.name) for field in attrs.fields(cls)})


@cache
def _template(name: str) -> jinja2.Template:
    return _templates().get_template(name)


@cache
def _templates() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(lambda name: _asset(f"templates/{name}").decode()),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.tests["web"] = lambda text: isinstance(text, str) and links.is_web_address(text)
    environment.filters.update(
        anchor=links.anchor,
        host=links.host,
        capital=lambda text: capital(str(text)),
    )
    return environment


def _asset(name: str) -> bytes:
    return (files("amparo.publish") / "site" / name).read_bytes()
