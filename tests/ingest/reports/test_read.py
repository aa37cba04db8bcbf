"""What whole passages propose."""

from datetime import date

import pytest

from amparo.ingest.reports import Proposal, read

PUBLISHED = date(2026, 2, 6)


def claims(text: str) -> list[Proposal]:
    """Return the claims of a passage."""
    return [one for one in read(text, published_on=PUBLISHED) if one.kind == "claim"]


def test_each_field_of_a_claim_is_anchored_to_its_words() -> None:
    """Value, bound, measure, claimant, window and conditions carry the code points that they were read from."""
    text = "Según la ONG Voz Libre, al menos 340 presos políticos fueron excarcelados en Venezuela desde el 8 de enero, con medidas cautelares."  # noqa: E501
    [found] = claims(text)
    read_as = {name: (field.value, text[slice(*field.span)] if field.span else None) for name, field in found.fields.items()}
    assert read_as["value"] == (340, "340")
    assert read_as["qualifier"] == ("at_least", "al menos")
    assert read_as["measure"] == ("released", "excarcelados")
    assert read_as["claimant"] == ("Voz Libre", "Voz Libre")
    assert read_as["population"] == ("political_prisoners", "presos políticos")
    assert read_as["from"] == ("2026-01-08", "8 de enero")
    assert read_as["place"] == ("Venezuela", "Venezuela")
    assert read_as["conditions"] == ("con medidas cautelares", "con medidas cautelares")
    assert read_as["modality"] == ("done", None)


@pytest.mark.parametrize(
    "text",
    [
        "El artículo 8 de la ley fue aprobado por 120 votos.",
        "Ana Ríos, de 45 años, cumple una condena de 15 años de prisión.",
        "The law has 16 articles and passed with 130 votes in 2024.",
        "He was sentenced to 12 years in prison and fined $500.",
        "El 40 % de los presos está enfermo desde hace 3 meses.",
    ],
)
def test_numbers_that_count_no_persons_are_no_claims(text: str) -> None:
    """Articles, votes, ages, years of prison, shares and sums propose no claim."""
    assert claims(text) == []


def test_an_organisation_is_taken_up_again() -> None:
    """A common noun stands for the body that spoke last, in the next sentence and paragraph."""
    text = "La ONG Voz Libre informó que 30 presos políticos fueron liberados.\n\nLa organización añadió que otros 12 siguen detenidos."
    assert [one.value("claimant") for one in claims(text)] == ["Voz Libre", "Voz Libre"]


def test_an_acronym_reads_as_its_body() -> None:
    """An acronym that the text defines stands for the full name, commas in it or not."""
    text = "Memoria, Verdad y Derecho (MVD) cifró en 53 los presos excarcelados. MVD dijo que 12 presos políticos siguen detenidos."
    assert {one.value("claimant") for one in claims(text)} == {"Memoria, Verdad y Derecho"}


def test_planned_denied_and_not_done_are_told_apart() -> None:
    """What will happen, what is denied and what did not happen carry it."""
    [planned] = claims("The government will release 88 prisoners on Monday.")
    [denied] = claims("El Gobierno negó que haya 900 presos políticos.")
    assert (planned.value("modality"), denied.value("modality")) == ("planned", "denied")
    assert planned.value("from") == "2026-02-09"
    zero, group = claims("Ninguno de los 30 detenidos ha sido liberado.")
    assert (zero.value("value"), group.value("value"), group.value("negated")) == (0, 30, True)
