"""Figures without a noun, numbers that count nobody, releases that are only wanted, sources that are named later."""

from datetime import date

import pytest

from amparo.ingest.reports import Proposal, read

PUBLISHED = date(2026, 3, 4)  # a Wednesday


def claims(text: str) -> list[Proposal]:
    """Return the claims of a passage."""
    return [one for one in read(text, published_on=PUBLISHED) if one.kind == "claim"]


def told(text: str) -> list[tuple[object, object]]:
    """Return number and measure of each claim."""
    return [(one.value("value"), one.value("measure")) for one in claims(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The Weavers' Fund counted 46 detainees. Sixty-two have come out since Friday.", [(46, "detained_stock"), (62, "released")]),
        (
            "Of 46 prisoners, 30 are women and 12 suffer from serious illness.",
            [(46, "detained_stock"), (30, "detained_stock"), (12, "detained_stock")],
        ),
        ("Hay 46 presos. Otros 12 esperan juicio.", [(46, "detained_stock"), (12, "detained_stock")]),
        ("El Archivo Ribera sumó 57 a la lista.", [(57, "arrested")]),
        ("The Weavers' Fund lists 1,408 people.", [(1408, "detained_stock")]),
        ("Still in prison: 392 (349 men, 43 women).", [(392, "still_detained"), (349, "still_detained"), (43, "still_detained")]),
    ],
    ids=["verb", "no plural follows", "others", "put on a list", "counted by a body", "label"],
)
def test_a_number_that_stands_alone_counts_those_told_of(text: str, wanted: list[tuple[object, object]]) -> None:
    """A number after which no noun of several stands counts persons, and has the measure of its clause or of what was told before."""
    assert told(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "The law passed by 88 votes to none, with 12 against.",
        "Son 16 menos que en enero.",
        "The order covers inmates older than 70.",
        "It holds teenagers between 13 and 17.",
        "Carmen Mujica is 54 and teaches mathematics.",
        "Her brother, 34, has spent five years in jail.",
        "PUERTO IMAGEN, 6 feb (APX).- No hubo novedades entre los presos.",
        "Families handed over deeds worth tens of thousands of dollars.",
        "The file has 900 pages and her name stands in two.",
        "Only one in ten prisoners has a lawyer.",
        "Twenty officers were injured by stones.",
        "El juicio duró five and a half years.",
    ],
    ids=[
        "votes",
        "difference",
        "age",
        "ages",
        "age of a name",
        "age between commas",
        "dateline",
        "money",
        "another thing",
        "share",
        "hurt police",
        "and a half",
    ],
)
def test_what_counts_no_persons_is_no_figure(text: str) -> None:
    """Votes, differences, ages, sums, pages, shares and police who were hurt are no figures of custody."""
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("El Archivo Ribera exigió la liberación de los 45 estudiantes.", [(45, "detained_stock")]),
        ("The Weavers' Fund wants all 170 freed.", [(170, "detained_stock")]),
        ("Hay 38 presos que siguen detenidos. Exigimos la libertad de los 38.", [(38, "still_detained"), (38, "still_detained")]),
    ],
)
def test_those_whose_release_is_demanded_are_held(text: str, wanted: list[tuple[object, object]]) -> None:
    """A release that somebody asks for is none: those meant are held, under the measure that they were told by."""
    assert told(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Nine people were picked up again within weeks.", [(9, "rearrested")]),
        ("Al menos cuatro de los liberados fueron detenidos otra vez.", [(4, "rearrested")]),
        ("Los tribunales aceptaron 4.203 solicitudes de amnistía y denegaron 36 solicitudes.", [(4203, "amnesty_granted"), (36, "other")]),
        ("El informe cuenta 338 presos; de ellos, 98 son policías procesados.", [(338, "detained_stock"), (98, "detained_stock")]),
        ("Un avión con 252 venezolanos que estaban recluidos aterrizó el lunes.", [(252, "released")]),
        ("The court ordered the release on Friday of 37 people arrested in May.", [(37, "released")]),
        ("Luego, 338 de los 1.595 detenidos continúan en prisión.", [(338, "still_detained"), (1595, "arrested")]),
    ],
    ids=["again", "otra vez", "outcome of requests", "what a part is", "background", "day between", "whole of those left"],
)
def test_the_measure_follows_from_how_words_stand_together(text: str, wanted: list[tuple[object, object]]) -> None:
    """A second arrest, the outcome of requests, what parts are, what was so before and wholes of which some are left are told apart."""
    assert told(text) == wanted


@pytest.mark.parametrize(
    ("text", "claimant"),
    [
        ("Police arrested 70 people, a rights group said.\n\nThe Alborz Monitor said it knew their names.", "Alborz Monitor"),
        ("The Weavers' Fund has a list of 417 prisoners.", "Weavers' Fund"),
        ("Se liberó a 12 presos cuando el Gobierno anunció una ley, informó el Foro Ribera.", "Foro Ribera"),
        ("Hay 338 presos, de acuerdo con el balance que difundió el Archivo Ribera.", "Archivo Ribera"),
        ("Hay 46 presos, según el Foro Ribera.\n\nSe suman 12 detenidas.", "Foro Ribera"),
        ("STATEMENT\n\nAs of Monday 46 people are in prison. The Weavers' Fund thanks its donors.", "Weavers' Fund"),
        ("Exigimos justicia. En marzo detuvieron a 46 personas. El Foro Ribera no calla.", "Foro Ribera"),
        ("A court ordered the release of 37 people, Ana Polk, a lawyer, told AFP.", "Ana Polk"),
        (
            "Marta Rueda spent a year in jail.\n\nQ: Are others left?\n\nA: In my block, 40 prisoners.\n\n"
            "Q: And now?\n\nA: I count 12 prisoners.",
            "Marta Rueda",
        ),
        ('Nélida Aponte wrote on X:\n\n"Released today: 12. We know of them all. Other 40 prisoners are ill."', "Nélida Aponte"),
    ],
    ids=["named later", "subject", "aside", "whose balance", "only body", "statement", "we", "told whom", "answers", "long quotation"],
)
def test_a_source_is_followed_beyond_its_sentence(text: str, claimant: str) -> None:
    """Who says a figure is found where it is named later, opens the sentence, published the report or goes on speaking; not in an aside."""
    assert {one.value("claimant") for one in claims(text)} == {claimant}


def test_a_verb_that_is_left_out_is_that_of_the_clause_before() -> None:
    """Of bodies with a number each after one verb of counting, each says its own."""
    found = claims("El Foro Ribera verificó 84 excarcelaciones; la Coalición Norte, 110, y la Red Sur, 136.")
    assert [(one.value("value"), one.value("claimant")) for one in found] == [
        (84, "Foro Ribera"),
        (110, "Coalición Norte"),
        (136, "Red Sur"),
    ]


def test_a_headline_that_rounds_a_figure_is_not_told_twice() -> None:
    """A round figure of a headline is left out where the text tells it exactly; the same figure stays in both places."""
    text = "Junta frees nearly 6,000 inmates\n\n5,774 inmates were released on Thursday, the ministry said."
    assert [one.value("value") for one in claims(text)] == [5774]
