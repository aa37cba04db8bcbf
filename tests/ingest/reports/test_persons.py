"""Which names are taken to be persons' though no given name is known in them."""

from datetime import date

import pytest

from amparo.ingest.reports import read


def persons(text: str) -> set[object]:
    """Return the persons of a text."""
    return {one.value("name") for one in read(text, published_on=date(2026, 3, 4)) if one.kind == "person"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The group named Zorab Ketwin, Mary Stone (since May 2023) and Quill Absalom.", {"Zorab Ketwin", "Mary Stone", "Quill Absalom"}),
        ("Salieron los senadores Zorab Ketwin (PCD) y Quill Absalom (UNI).", {"Zorab Ketwin", "Quill Absalom"}),
        ("The death of Zorab Ketwin set off the protests.", {"Zorab Ketwin"}),
        ("“They are free,” said Zorab Ketwin, a Ruvian opposition politician.", {"Zorab Ketwin"}),
        ("Siguen presos otros gobernadores, como Zorab Ketwin, de Lomas.", {"Zorab Ketwin"}),
        ("Lo contó su mujer, Zorab Ketwin, a la ONG Sin Rejas.", {"Zorab Ketwin"}),
        ("U.S. Secretary of State Mary Stone welcomed the release.", {"Mary Stone"}),
    ],
    ids=["list", "party", "death", "apposition", "example", "kin", "office"],
)
def test_a_name_is_a_persons_by_what_stands_beside_it(text: str, wanted: set[object]) -> None:
    """A list with persons, an office, kin, an age, a death or an apposition of a person make a name that of a person."""
    assert persons(text) == wanted


@pytest.mark.parametrize(
    "text",
    ["His husband Pavel is in prison.", "U.S. officials said so.", "Dr. Nobody came.", "La Universidad Mayor de San Marcos cerró."],
)
def test_one_word_is_no_full_name(text: str) -> None:
    """A lone given name, a letter, a title and the end of another name are no persons to propose."""
    assert persons(text) == set()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Salieron 80 presos. De ellos, 21 habían sido detenidos en mayo.", [(80, "released"), (21, "released")]),
        (
            "Indultaron a 49 internos de los penales de Lomas (18), Santa Rosa (5) y Piedra Alta (3).",
            [(49, "pardoned"), (18, "pardoned"), (5, "pardoned"), (3, "pardoned")],
        ),
        ("Voz Libre cuenta 1.963 presos políticos. Hay 151 condenados.", [(1963, "detained_stock"), (151, "detained_stock")]),
    ],
    ids=["before", "brackets", "stage"],
)
def test_a_part_measures_what_its_whole_does(text: str, wanted: list[tuple[object, object]]) -> None:
    """What was so before, a list of places in brackets and the stage of a case leave a part the measure of its whole."""
    found = [one for one in read(text, published_on=date(2026, 3, 4)) if one.kind == "claim"]
    assert [(one.value("value"), one.value("measure")) for one in found] == wanted
