"""What a sentence leaves out and what it says of the same figure twice: parts, comparisons, questions, nouns of no list."""

from datetime import date

import pytest

from amparo.ingest.reports import Proposal, read

PUBLISHED = date(2026, 3, 4)  # a Wednesday


def claims(text: str) -> list[Proposal]:
    """Return the claims of a passage."""
    return [one for one in read(text, published_on=PUBLISHED) if one.kind == "claim"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "El Archivo Ribera contó 90 excarcelaciones, de las cuales 70 con medidas de presentación y 20 sin restricciones.",
            [(90, "released"), (70, "released_under_measures"), (20, "full_freedom")],
        ),
        (
            "Se recibieron 4.203 solicitudes de amnistía y los tribunales otorgaron 3 mil 180.",
            [(4203, "amnesty_requested"), (3180, "amnesty_granted")],
        ),
        ("La presidenta firmó un indulto que beneficia a 36 presos.", [(36, "pardoned")]),
        ("The ministry freed 628 people held over the marches.", [(628, "released")]),
        ("Prosecutors renewed the detention of another 211 people.", [(211, "detained_stock")]),
        ("Veintiséis de los 80 detenidos recuperaron la libertad plena.", [(26, "full_freedom"), (80, "detained_stock")]),
        ("Salieron 24 presos. Nueve de ellos deberán firmar cada quince días.", [(24, "released"), (9, "released_under_measures")]),
        ("Nearly 120 prisoners have left Ruvian jails since Thursday.", [(120, "released")]),
        ('The minister said 187 "deprived of liberty" had been freed.', [(187, "released")]),
        ("El Archivo Ribera reconoce a 1.412 personas como presas políticas.", [(1412, "detained_stock")]),
        ("The party says the number of detainees exceeds 10,000.", [(10000, "detained_stock")]),
        ("The whereabouts of sixty are unknown.", [(60, "missing")]),
        ("Otros 62 militares llevan más de cinco años presos.", [(62, "still_detained")]),
        ("Hay 40 personas privadas de libertad.", [(40, "detained_stock")]),
        ("The Archive says 112 people remain forcibly disappeared.", [(112, "missing")]),
        ("Ruvia hanged 61 people in July.", [(61, "other")]),
        ("Activists put the number of prisoners freed at between 5,000 and 6,000.", [(5000, "released")]),
        ("Charges against 61 activists were dropped.", [(61, "other")]),
        (
            "The ministry did not say how many remain in jail. Lawyer Ana Polk put the number at fewer than 700.",
            [(700, "still_detained")],
        ),
        (
            "Cubaval counted 1,246 prisoners, down from 1,271 a month earlier.",
            [(1246, "detained_stock"), (1271, "detained_stock")],
        ),
    ],
)
def test_what_befell_those_counted_is_read_though_words_are_left_out(text: str, wanted: list[tuple[int, str]]) -> None:
    """A part, a comparison, a granted request and a number asked for carry the measure that the sentence gives them."""
    assert [(one.value("value"), one.value("measure")) for one in claims(text)] == wanted


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("As of Tuesday, 2,418 people remained in detention.", {"2026-03-03"}),
        ("On Tuesday, 24 people were freed.", {"2026-03-03"}),
        ("El martes 24 detenidos salieron de prisión.", {"2026-03-03"}),
        ("El martes 24, según la ONG Voz Libre, salieron 12 presos.", {"2026-02-24"}),
    ],
)
def test_a_number_that_counts_is_no_day_of_a_month(text: str, days: set[str]) -> None:
    """The number after a weekday is its day only where nothing is counted by it: no day is invented."""
    told = {str(one.value(name)) for one in claims(text) for name in ("from", "until") if one.value(name) is not None}
    assert told == days


@pytest.mark.parametrize(
    ("text", "claimant"),
    [
        ("Authorities have pardoned 37 people, the presidential press service said on Thursday.", "presidential press service"),
        ("The Committee to Protect Weavers documented the arrest of 28 weavers.", "Committee to Protect Weavers"),
        ("El Foro Ribera tenía registradas 548 personas presas.", "Foro Ribera"),
        ("Ana Polk waited outside the jail. The vice-president claims that 621 prisoners were released.", "vice-president"),
        ("Comunicado. La Coordinadora Ribera registra 912 presos.\n\nEn la última semana hubo 11 detenciones.", "Coordinadora Ribera"),
        ("Rights group counts 46 prisoners\n\nThe Weavers' Fund counted 46 prisoners on Monday.", "Weavers' Fund"),
    ],
)
def test_whoever_says_a_figure_is_found_though_no_list_knows_them(text: str, claimant: str) -> None:
    """Nouns of no list, offices, names with a verb in them, communiqués and headlines have the claimant that the text gives them."""
    assert {one.value("claimant") for one in claims(text)} == {claimant}
