"""What figures count, and what is said of them, mechanism by mechanism."""

from datetime import date

import pytest

from amparo.ingest.reports import Proposal, read

DAY = date(2026, 2, 6)


def claims(text: str) -> list[Proposal]:
    """Return the claims of a text."""
    return [one for one in read(text, published_on=DAY) if one.kind == "claim"]


def told(text: str) -> list[tuple[object, object]]:
    """Return number and measure of each claim."""
    return [(one.value("value"), one.value("measure")) for one in claims(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Veintinueve regresaron a sus casas y 28 siguen presos.", [(29, "released"), (28, "still_detained")]),
        ("La cifra de presos políticos descendió de 1.020 a 985.", [(1020, "detained_stock"), (985, "detained_stock")]),
        ("The number of jailed journalists fell to 320 from 361.", [(320, "detained_stock"), (361, "detained_stock")]),
        ("The group put the number of political prisoners at fewer than 700.", [(700, "detained_stock")]),
        ("El comité cifró en más de 2.400 los detenidos.", [(2400, "detained_stock")]),
        ("El juez ordenó la excarcelación de los siete por razones de salud.", [(7, "released")]),
        ("Open Cells counted 497 arrests, up from 480 in July.", [(497, "arrested"), (480, "arrested")]),
        ("Voz Libre cuenta 9 excarcelaciones, frente a los 863 presos del mes anterior.", [(9, "released"), (863, "detained_stock")]),
        ("A 43 asciende el número de presos políticos.", [(43, "detained_stock")]),
        ("En Santa Rosa fueron detenidos 45 jóvenes y en Las Lomas, otros 12.", [(45, "arrested"), (12, "arrested")]),
    ],
    ids=["verb", "from to", "to from", "at", "en", "governed", "up from", "frente a", "inverted", "elsewhere"],
)
def test_a_number_without_its_noun_is_read(text: str, wanted: list[tuple[object, object]]) -> None:
    """A number whose noun is left out counts those who are spoken of."""
    assert told(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Solo 86 de los 2.229 arrestados tras los comicios salieron en libertad.", [(86, "released"), (2229, "arrested")]),
        ("De los 129 menores detenidos en las protestas, 81 fueron excarcelados.", [(129, "arrested"), (81, "released")]),
        ("Voz Libre tiene en su lista a 1.265 presos políticos, y siete fueron liberados.", [(1265, "detained_stock"), (7, "released")]),
        ("Unos 35 agentes irrumpieron y detuvieron a 17 trabajadores.", [(17, "arrested")]),
        ("Las protestas dejaron 49 muertos y 700 arrestos.", [(49, "other"), (700, "arrested")]),
        ("Dos presos murieron bajo custodia.", [(2, "died_in_custody")]),
        ("Prisoners jailed under the decree: the junta pardoned 2,153 prisoners jailed under the decree.", [(2153, "pardoned")]),
        ("A total of 1,014 detainees, including 71 foreigners, were freed.", [(1014, "released"), (71, "released")]),
        ("19 internos fueron liberados y uno murió.", [(19, "released"), (1, "other")]),
    ],
    ids=["part of", "of the whole", "nearer subject", "who arrests", "not held", "held", "narrowed", "inserted", "one of them"],
)
def test_what_is_said_of_one_figure_is_not_said_of_another(text: str, wanted: list[tuple[object, object]]) -> None:
    """A verb speaks of its own subject or object: not of the whole, of another figure, or of who does it."""
    assert told(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("El gobierno excarceló y desterró a 222 presos.", {(222, "released"), (222, "other")}),
        ("Liberan a 91 presos y los destierran.", {(91, "released"), (91, "other")}),
        ("In May 40 students were arrested and later released.", {(40, "arrested"), (40, "released")}),
        ("En mayo 12 periodistas fueron detenidos y más tarde liberados.", {(12, "arrested"), (12, "released")}),
        ("More than 210 prisoners were freed and flown to the United States.", {(210, "released"), (210, "other")}),
        ("El gobierno liberó a 217 presos y los ha mandado a Estados Unidos.", {(217, "released"), (217, "other")}),
        ("Unos 60 abogados fueron detenidos o acosados.", {(60, "arrested")}),
        ("Some 90 people were arrested or killed.", {(90, "arrested"), (90, "other")}),
    ],
    ids=["verbs", "pronoun", "participles", "later", "flown", "sent", "unknown", "either"],
)
def test_two_things_done_to_the_same_are_two_figures(text: str, wanted: set[tuple[object, object]]) -> None:
    """Of two happenings joined to one number each is a claim."""
    assert set(told(text)) == wanted


def test_a_list_shares_what_is_said_of_one_member() -> None:
    """What is said after the last member of a list holds for all, and what is said before the first too."""
    assert told("Some 6,038 soldiers, 755 judges and 100 officers have been placed in custody.") == [
        (6038, "arrested"), (755, "arrested"), (100, "arrested"),
    ]  # fmt: skip
    items = "Presos políticos por provincia, según Voz Libre:\n- Las Lomas: 281\n- Santa Rosa: 94\n"
    assert told(items) == [(281, "detained_stock"), (94, "detained_stock")]
    assert {one.value("claimant") for one in claims(items)} == {"Voz Libre"}


def test_the_parts_of_a_figure_fill_its_breakdown() -> None:
    """Men, women, minors and military told of a figure are its parts, and claims of their own; a part of another measure is none."""
    text = "Voz Libre cuenta 1.687 presos políticos: 1.485 hombres y 202 mujeres; 170 son militares. Otras 40 mujeres fueron liberadas."
    whole, *parts = claims(text)
    assert [whole.value(name) for name in ("men", "women", "military", "civilians")] == [1485, 202, 170, None]
    assert [one.value("value") for one in parts] == [1485, 202, 170, 40]


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Junta to release 38,000 prisoners", "planned"),
        ("El presidente ordenó liberar a 45 presos.", "planned"),
        ("The army began to release 38,000 prisoners.", "done"),
        ("El grupo logró liberar a 45 presos.", "done"),
    ],
)
def test_what_is_to_come_is_planned(text: str, modality: str) -> None:
    """An infinitive of what was ordered or announced is planned; of what was begun or achieved it is done."""
    [found] = claims(text)
    assert found.value("modality") == modality


@pytest.mark.parametrize(
    ("text", "claimant"),
    [
        ("La presidenta de la asociación Luz del Sur, Marta Rueda, dijo que 34 mujeres siguen presas.", "Luz del Sur"),
        ("La Coordinadora de Familiares de Presos dijo que hay 40 detenidos.", "Coordinadora de Familiares de Presos"),
        ("Hay 40 presos políticos, dijo el presidente de la comisión, Horacio Medina.", "Horacio Medina"),
        ("A UN spokesman said 70 drivers were arrested.", "UN"),
        ("Vesna's lawyers say 37 people were jailed. The centre Vesna, a group, agreed.", "Vesna"),
        ("Según la lista difundida por el Comité Unidos, 11 mujeres fueron liberadas.", "Comité Unidos"),
        ("Washington confirmó la excarcelación de los 53 presos.", "Washington"),
        ("La ONG Sin Rejas contabilizó 45 detenciones.", "Sin Rejas"),
    ],
    ids=["body of a person", "title in a name", "named after", "spokesman", "owner", "whose list", "capital", "small first word"],
)
def test_the_claimant_is_found_by_what_names_it(text: str, claimant: str) -> None:
    """Apposition, office, owner and list lead to the body or person that speaks."""
    assert claims(text)[0].value("claimant") == claimant


def test_another_clause_has_its_own_source() -> None:
    """A source that opens the clause after a contrast does not reach the figure before it."""
    text = "Voz Libre informó el lunes de varias salidas. Con estas llegan a 266 las excarcelaciones; el Gobierno sostiene que son 626."
    assert [one.value("claimant") for one in claims(text)] == ["Voz Libre", "Gobierno"]


def test_the_day_of_the_saying_is_not_that_of_the_figure() -> None:
    """A date beside a verb of saying is no window of what is said."""
    [said] = claims("Cairo Watch said on Wednesday that 1,600 prisoners were freed.")
    [done] = claims("Cairo Watch said that 1,600 prisoners were freed on Wednesday.")
    assert (said.value("from"), done.value("from")) == (None, "2026-02-04")


def test_a_condition_beyond_another_figure_is_of_that_figure() -> None:
    """Those who are freed are under measures only where the condition is told of them."""
    assert told("Voz Libre dijo que 13.000 personas fueron liberadas y 8.000 siguen con medidas cautelares.")[0] == (13000, "released")


def test_a_day_beyond_another_figure_is_of_that_figure() -> None:
    """Of two figures each is told of the day that stands with it; where only one day is told, it is of both."""
    text = "El Gobierno puso ayer en libertad a 61 presos, según la ONG Voz Libre, que contabiliza 431 excarcelaciones desde el 8 de enero."
    assert [(one.value("value"), one.value("from")) for one in claims(text)] == [(61, "2026-02-05"), (431, "2026-01-08")]
    both = claims("Desde el 8 de enero fueron excarceladas 431 personas, 87 de ellas mujeres.")
    assert [one.value("from") for one in both] == ["2026-01-08", "2026-01-08"]


@pytest.mark.parametrize(
    "text", ["Dos de cada tres presos están enfermos.", "Nine out of ten prisoners are ill.", "El 8 comenzaron las protestas."]
)
def test_proportions_and_days_are_no_figures(text: str) -> None:
    """Ends of a proportion and days of a month count nobody."""
    assert claims(text) == []
