"""
From a release to the files of its site: the same release gives the same bytes.

Nothing here looks at a clock, a disk or a random number; rows are sorted by
their content. Spanish lies at the root and English under ``en/``, page for page.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import attrs
import jinja2

from amparo.publish import links, package, pages, tables
from amparo.publish.release import Release, check
from amparo.publish.voice import Voice, capital, printable
from amparo.publish.writing import MANIFEST, manifest
from amparo.words import LANGUAGES, Language

MENU = ("index", "claims", "law", "facilities", "cases", "methods", "sources", "data")

type Page = tuple[str, str, str, Mapping[str, Any]]  # path within the language, template, entry of the menu, context


def site_files(release: Release) -> Mapping[str, bytes]:
    """
    Return every file of the site by its path, in the order of paths.

    The release is checked first: a reference to something that it does not itself contain is refused.
    """
    check(release)
    made = {**tables.data_files(release), **package.package_files(release)}
    made["site.css"] = _asset("site.css")
    made["icon.svg"] = _asset("icon.svg")
    for language in LANGUAGES:
        made.update(_pages(release, language))
    made[MANIFEST] = manifest(made)
    return dict(sorted(made.items()))


def _pages(release: Release, language: Language) -> Iterator[tuple[str, bytes]]:
    voice = Voice(language, release.notes_language)
    shared = {
        "release": _Shown.of(release),
        "v": voice,
        "menu": MENU,
        "person_files": links.file_names(person.person_id for person in release.persons),
        "facility_files": links.file_names(release.facilities["facility_id"].to_list()),
        "facility_names": {row["facility_id"]: row["name"] for row in release.rows("facilities")},
    }
    for path, template, entry, context in _contexts(release, voice, shared):
        folder = "" if language == "es" else "en/"
        up = "../" * path.count("/")
        root = "../" * (folder + path).count("/")
        other = root + ("" if voice.other == "es" else "en/") + path
        around = {"page": entry, "is_menu_page": path == f"{entry}.html", "home": up, "root": root, "elsewhere": other}
        text = _templates().get_template(template).render(**shared, **around, **context)
        yield folder + path, (text.strip() + "\n").encode()


def _contexts(release: Release, voice: Voice, shared: Mapping[str, Any]) -> Iterator[Page]:
    for name in MENU:
        yield f"{name}.html", f"{name}.html", name, getattr(pages, name)(release, voice)
    for identifier, name in shared["facility_files"].items():
        yield f"facilities/{name}.html", "facility.html", "facilities", pages.facility(release, voice, identifier)
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
    statements: Any

    @classmethod
    def of(cls, release: Release) -> "_Shown":
        return cls(**{field.name: getattr(release, field.name) for field in attrs.fields(cls)})


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
        moment=lambda text: str(text or "")[:16].replace("T", " "),
    )
    return environment


def _asset(name: str) -> bytes:
    return (files("amparo.publish") / "site" / name).read_bytes()
