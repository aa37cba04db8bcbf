"""Which figures are found: persons of whom nothing known is said, ones, crowds that count nobody, figures in brackets."""

from datetime import date

import pytest

from amparo.ingest.reports import read


def told(text: str) -> list[tuple[object, object]]:
    """Return number and measure of each claim of a text."""
    return [(one.value("value"), one.value("measure")) for one in read(text, published_on=date(2026, 3, 4)) if one.kind == "claim"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Veraluz atendió además a 362 personas en desplazamiento forzado.", [(362, "other")]),
        ("At least 37 activists were due in court in Ruvia this week.", [(37, "other")]),
        (
            "Ochenta presos salieron el lunes. Entre ellos hay 12 mujeres, así como 47 integrantes de pueblos originarios.",
            [(80, "released"), (12, "released"), (47, "released")],
        ),
        ("El número de presos políticos llega a 789 personas.", [(789, "detained_stock")]),
    ],
)
def test_persons_of_whom_nothing_known_is_said_are_counted(text: str, wanted: list[tuple[object, object]]) -> None:
    """What befalls persons by a word of no list is other; parts, totals and members of a list measure what their whole does."""
    assert told(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Unas 5.000 personas se manifestaron frente a la cárcel.",
        "Ante el penal acamparon cientos de personas.",
        "Thousands of people gathered outside the prison.",
        "The group thanked its 143 lawyers.",
        "En la puerta había 80 familiares.",
        "In the clashes 123 police officers were hurt.",
    ],
)
def test_a_crowd_and_those_who_help_are_not_counted(text: str) -> None:
    """Those who gather, wait, work for a body or guard are no figure of custody."""
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Cincuenta y siete hombres y una mujer salieron de la cárcel.", [(57, "released"), (1, "released")]),
        ("Hubo una excarcelación y 12 nuevos arrestos.", [(1, "released"), (12, "arrested")]),
        ("La violencia dejó un muerto y 200 arrestados.", [(1, "other"), (200, "arrested")]),
        ("Salieron 36 presos políticos y solo uno obtuvo la libertad plena.", [(36, "released"), (1, "full_freedom")]),
        ("De los 40 arrestados, uno continúa preso.", [(40, "arrested"), (1, "still_detained")]),
        ("Four prisoners were freed and one person was fined.", [(4, "released"), (1, "other")]),
        ("Another nine people were arrested on Monday.", [(9, "arrested")]),
    ],
)
def test_a_one_among_figures_counts(text: str, wanted: list[tuple[object, object]]) -> None:
    """One person or happening counts in a list with others, after "only", and where something befell that one."""
    assert told(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Un tribunal de Lomas condenó al abogado.",
        "Una vez fuera de prisión, el activista agradeció el apoyo.",
        "One of the prisoners said that the food was bad.",
        "Only 1 in 10 prisoners has a lawyer.",
        "La madre de uno de los presos habló con la prensa.",
    ],
)
def test_an_article_counts_nobody(text: str) -> None:
    """An article, "one of them" and the end of a proportion are no figures."""
    assert told(text) == []


def test_figures_in_brackets_are_read() -> None:
    """Some bodies write each figure in brackets; a number in brackets after its noun is that of a list."""
    text = "As of March 21, (2541) people have been arrested. A total of (2189) are still detained."
    assert told(text) == [(2541, "arrested"), (2189, "still_detained")]


@pytest.mark.parametrize(
    "text",
    [
        "Los indultados son jóvenes de menos de 20 sin antecedentes.",
        "Entre los detenidos está una mujer de 24 en Lomas.",
        "The group named a man of 50 and another of 33 who were arrested.",
        "Four had served jail terms of 30.",
        "Fueron condenados a penas de dos y tres años.",
        "El pasado día 23, los presos fueron llevados al juez.",
        "El 66 por ciento de los presos tiene entre 25 y 54.",
        "El Decreto No. 333 libera a los presos.",
        "La cifra supone una baja de 87 personas.",
        "Fue detenida por una treintena de hombres armados.",
        "Ninguno de los cabecillas fue liberado.",
        "Son los presos del Grupo de los 68, encarcelado en 2003.",
        "The prisoners were released at 10 a.m. on Monday.",
        "The prisons are built for no more than 17,000 inmates.",
        "Palmasola puede recibir a 1.171 personas.",
        "Protests have spread to more than 55 of the 81 provinces.",
        "Last week 158 more nonprofit organizations were closed.",
        "The U.S. Department of State (DOS) welcomed the release of prisoners.",
        "Three of the dead prisoners were aged 35, 41 and 46.",
    ],
)
def test_ages_terms_days_and_doers_are_no_figures(text: str) -> None:
    """Ages and terms without their years, days, hours, numbers of decrees, differences and those who arrest count nobody in custody."""
    assert [one for one in told(text) if one[0] not in {3, 4}] == []


def test_a_headline_that_rounds_tells_nothing_of_its_own() -> None:
    """A vague or round figure of the headline goes where the text tells it exactly; an exact one stays."""
    text = "Hundreds arrested as Ruvia votes\n\nPolice in Ruvia arrested 280 people on Sunday."
    assert told(text) == [(280, "arrested")]
    text = "Indultan a otros 117 presos\n\nEl presidente indultó a 118 presos políticos."
    assert told(text) == [(117, "pardoned"), (118, "pardoned")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The party says that 21 governors and 70 preachers were arrested.", [(21, "arrested"), (70, "arrested")]),
        ("Cinco informadores han sido puestos en libertad.", [(5, "released")]),
        ("Más de 760 rifeños han sido detenidos.", [(760, "arrested")]),
        ("One hundred and fifty-six persons were released.", [(156, "released")]),
    ],
)
def test_a_noun_of_no_list_counts_persons_by_its_ending(text: str, wanted: list[tuple[object, object]]) -> None:
    """Who does something, or comes from somewhere, is counted though the word is in no list."""
    assert told(text) == wanted
