from datetime import date

import attrs
import numpy as np
import polars as pl
import pytest

from amparo.errors import BadInput
from amparo.questions.estimates import Estimate, OverLists, Population, Refused
from amparo.workflows.estimating import estimate_registry
from amparo.workflows.imports import import_file
from amparo.workflows.linking import link_registry
from tests.workflows.sitting import MAP, Desk

JANUARY = Population(states=("deprived",), since=date(2025, 1, 1), until=date(2025, 1, 31))
_FIRST = ("Chi", "Bar", "Quin", "Man", "Gua", "Ol", "Zam", "So", "Uri", "La", "Pe", "Ve", "Tor", "Dul")
_LAST = ("rinos", "caipa", "tero", "rique", "ramato", "medo", "brano", "tillo", "bal", "gunes", "draza", "larde", "cuato")
_GIVEN = (
    "Ana",
    "Berta",
    "Ciro",
    "Delia",
    "Elías",
    "Fermín",
    "Gloria",
    "Hugo",
    "Inés",
    "Julio",
    "Karina",
    "Luis",
    "Marta",
    "Néstor",
    "Olga",
)
_REACH = {"zz-uno": 0.5, "zz-dos": 0.45, "zz-tres": 0.4}
_SIZE = 170


def _person(number: int) -> str:
    first, second = ((number * step + 11) % 182 for step in (37, 59))
    surnames = (_FIRST[one % 14] + _LAST[one % 13] for one in (first, second))
    return " ".join((_GIVEN[number % 15], _GIVEN[(number * 7 + 3) % 15], *surnames))


def _bring(desk: Desk, publishers: dict[str, str]) -> None:
    """Import lists that each name their share of the invented persons, all taken in January 2025."""
    rng = np.random.default_rng(6)
    for name, publisher in publishers.items():
        text = MAP.format(id=name).replace("Observatorio de Zubia", publisher).replace("reliability:", "curated: true\nreliability:")
        (desk.folder / f"{name}.yml").write_text(text, encoding="utf-8")
        on = [n for n in range(_SIZE) if rng.random() < _REACH[name]]
        rows = {
            "n": [str(n) for n in on],
            "nombre": [_person(n) for n in on],
            "sexo": ["F" if n % 2 else "M" for n in on],
            "detenida": [f"{n % 28 + 1:02}.01.2025" for n in on],
            **{column: [""] * len(on) for column in ("oficio", "centro", "liberada")},
        }
        path = desk.folder / f"{name}.csv"
        pl.DataFrame(rows).write_csv(path)
        import_file(desk.session, "list", path, map_path=desk.folder / f"{name}.yml", edition="2025-02-01")


@pytest.fixture
def linked(desk: Desk) -> Desk:
    """Return a registry with three lists by three publishers, linked."""
    _bring(desk, {"zz-uno": "Abogadas", "zz-dos": "Familias", "zz-tres": "Prensa"})
    link_registry(desk.session)
    return desk


def _figure(found: OverLists, method: str) -> Estimate:
    answer = found.whole.answers[method]
    assert isinstance(answer, Estimate)
    return answer


def test_a_registry_tells_how_many_its_lists_miss(linked: Desk) -> None:
    """Lists imported and linked give an interval that holds the true number, and nothing is written."""
    height = linked.height()
    found = estimate_registry(linked.session, JANUARY, method="dga", draws=5)
    assert [one.name for one in found.lists] == sorted(_REACH)
    answer = _figure(found, "dga")
    assert answer.documented < answer.low < _SIZE < answer.high
    assert linked.height() == height
    with pytest.raises(BadInput):
        estimate_registry(linked.session, attrs.evolve(JANUARY, since=date(2020, 1, 1), until=date(2020, 1, 31)), method="dga")


def test_lists_of_one_publisher_count_as_one(desk: Desk) -> None:
    """Two of three lists by one publisher leave two lists: no figure, and the copy is named with its reason."""
    _bring(desk, {"zz-uno": "Abogadas", "zz-dos": "Familias", "zz-tres": "ABOGADAS"})
    link_registry(desk.session)
    found = estimate_registry(desk.session, JANUARY, method="dga", draws=3)
    assert isinstance(found.whole.answers["dga"], Refused)
    copies = [copy for one in found.lists for copy in one.copies]
    assert [(copy.copy, copy.original, copy.why) for copy in copies] == [("zz-uno", "zz-tres", "one_publisher")]


def test_only_named_lists_are_taken(linked: Desk) -> None:
    """Lists that are not named have no part; one that the registry does not have is an error."""
    found = estimate_registry(linked.session, attrs.evolve(JANUARY, lists=("zz-uno", "zz-dos")), method="chao", draws=3)
    assert [one.name for one in found.lists] == ["zz-dos", "zz-uno"]
    for population, derived in ((attrs.evolve(JANUARY, lists=("zz-nada",)), {}), (JANUARY, {"x": "zz-uno"})):
        with pytest.raises(BadInput) as refused:
            estimate_registry(linked.session, population, derived=derived)
        assert refused.value.code == "estimates.unknown_list"
