"""The index of names, and the long lists cut into pages."""

import json
import re
from collections.abc import Mapping

from amparo.publish import PersonPage, empty, site_files
from amparo.publish.lists import NAMES_PER_PAGE, STATEMENTS_PER_PAGE
from amparo.publish.search import PER_FILE, search_files
from tests.publish import releases
from tests.publish.reading import pages, resolved, text


def crowd(how_many: int) -> tuple[PersonPage, ...]:
    """Return as many invented persons."""
    return tuple(PersonPage(f"p-{n}", f"{'ÁBCDEÑ'[n % 6]}na Inventada {n}", (), (), ()) for n in range(how_many))


def read(script: bytes) -> str:
    """Return the text that a script of the index sets."""
    found = re.fullmatch(r'.*?window\.[A-Za-z]+(?:\[\d+\])?=(".*");\n', script.decode(), re.DOTALL)
    assert found
    told: str = json.loads(found[1])
    return told


def bare(**changes: object) -> dict[str, object]:
    """Return what a release of many persons leaves empty."""
    return {"placements": empty("placements"), "departures": empty("departures"),
            "unaccounted": empty("unaccounted"), **changes}  # fmt: skip


def test_every_name_leads_to_its_page() -> None:
    """Each name of a person or facility, other names included, stands in the index beside the address of its page."""
    release = releases.release(persons=crowd(PER_FILE + 10), **bare())
    files = search_files(release)
    names = read(files["names/index.js"]).split("\n")
    addresses = [one for n in range(2) for one in read(files[f"names/pages-{n}.js"]).split("\n")]
    assert len(names) == len(addresses) == PER_FILE + 10 + 3
    led = dict(zip(names, addresses, strict=True))
    assert led["La Roca"] == led["Fortaleza Uno"] == "facilities/f-one.html"
    assert led["Ána Inventada 0"] == "cases/p-0.html"
    assert set(addresses) <= set(site_files(release))
    assert names.index("Ena Inventada 4") < names.index("Ñna Inventada 5")


def test_hostile_names_are_text_in_the_index() -> None:
    """A name with quotes, line ends and markup is one line of the index and nothing that runs."""
    files = search_files(releases.hostile())
    told = read(files["names/index.js"])
    assert "</title></svg><script>alert('1')</script>" in told
    assert len(told.split("\n")) == len(read(files["names/pages-0.js"]).split("\n"))


def test_long_lists_are_cut_and_nobody_is_lost() -> None:
    """With many persons and statements each page of a list stays short, leads to the next, and all are on some page, once."""
    how_many = NAMES_PER_PAGE * 2
    row = releases.release().statements.rows(named=True)[0]
    statements = releases.frame("statements", *({**row, "number": n, "statement_id": f"s-{n}"} for n in range(1, STATEMENTS_PER_PAGE + 50)))
    files = site_files(releases.release(persons=crowd(how_many), statements=statements, **bare()))
    found = pages(files)
    lists = {path: page for path, page in found.items() if path.startswith("names/")}
    shown = [resolved(path, a.attrib["href"])[0] for path, page in lists.items() for a in page.iter("a") if a.get("class") == "big"]
    assert sorted(shown) == sorted(f"cases/p-{n}.html" for n in range(how_many))
    assert {"names/letter-A.html", "names/letter-N.html"} <= set(lists)
    assert "A 100" in text(found["cases.html"])
    first, second = (found[f"sources/el-faro-inventado-{mark}.html"] for mark in _marks(found))
    assert "Siguientes" in text(first)
    assert "Anteriores" in text(second)


def _marks(found: Mapping[str, object]) -> list[str]:
    """Return what follows the readable part in the names of the two pages of the one source."""
    stem = "sources/el-faro-inventado-"
    return sorted((path.removeprefix(stem).removesuffix(".html") for path in found if path.startswith(stem)), key=len)
