import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.linkage.fields import identity_number
from amparo.linkage.names import bones_of, shape_of, sound_of, word_of
from amparo.linkage.roles import read_names


def slots(*rows: tuple[str, ...], column: str = "full_name", sex: str | None = None) -> list[list[str]]:
    """Return the words of the slots of each name; several lists are given as tuples of names."""
    flat = [(number, name) for number, names in enumerate(rows) for name in names]
    frame = pl.DataFrame(flat, schema={"list": pl.Int32, column: pl.String}, orient="row")
    for name in ("full_name", "given_names", "surnames", "alias", "sex"):
        if name not in frame.columns:
            frame = frame.with_columns(pl.lit(sex if name == "sex" else None, dtype=pl.String).alias(name))
    words, found = read_names(frame, len(rows))
    return [[words.text[place] if place >= 0 else "" for place in row] for row in found]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("gonzález", "gonsales"),
        ("yánez", "llanes"),
        ("jiménez", "gimenes"),
        ("valverde", "balberde"),
        ("hernández", "ernandes"),
        ("quiroz", "kiros"),
        ("echeverría", "echeberria"),
    ],
)
def test_words_that_sound_alike_have_one_sound(one: str, other: str) -> None:
    """What a clerk hears and writes otherwise sounds the same: s and z, b and v, y and ll, g and j, a silent h."""
    assert sound_of(word_of(one)) == sound_of(word_of(other))


def test_the_surnames_of_a_comma_stand_before_it() -> None:
    """The form "APELLIDOS, Nombres" gives two surnames and two given names, whatever the case."""
    assert slots(("BARCAIPA SOLÓRZANO, Juan Carlos",))[0][:4] == ["barcaipa", "solorzano", "juan", "carlos"]


def test_the_habit_of_a_list_is_learnt() -> None:
    """A list without commas is read surname first where its names show that it writes so, and given name first where they show that."""
    surname_first = (
        "GONZALEZ PEREZ MARIA",
        "RODRIGUEZ DIAZ JOSE",
        "MARTINEZ ROJAS ANA",
        "UROMAR TELLO JUAN",
        "LOPEZ VARGAS CARMEN",
        "CASTRO GIL PEDRO",
    )
    given_first = ("María González", "José Rodríguez", "Ana Martínez", "Juan Uromar", "Carmen López", "Pedro Castro")
    found = slots(surname_first, given_first)
    assert found[3][:3] == ["uromar", "tello", "juan"]
    assert found[9][:3] == ["uromar", "", "juan"]


def test_capitals_mark_the_surnames() -> None:
    """Where only the surnames are in capitals they are the surnames."""
    assert slots(("ZABALETA CRUZ Ignacia",))[0][:3] == ["zabaleta", "cruz", "ignacia"]
    assert slots(("Ignacia ZABALETA CRUZ",))[0][:3] == ["zabaleta", "cruz", "ignacia"]


def test_a_husbands_surname_is_no_second_surname() -> None:
    """A married name is kept apart; a surname that has its own "de" is not taken for one."""
    married = slots(("QUINTERO ROJAS de MÉNDEZ, Rosa", "QUINTERO de MÉNDEZ, Rosa", "QUINTERO de LEÓN, Rosa"), sex="f")
    assert [name[:2] for name in married] == [["quintero", "rojas"], ["quintero", ""], ["quintero", "leon"]]
    assert "mendez" in married[0][4:]
    assert "mendez" in married[1][4:]


def test_particles_and_notes_are_no_names() -> None:
    """Particles, titles, notes in brackets and quoted nicknames are left out; initials and hyphens are read."""
    assert slots(('Dr. Juan de la Roca del Monte (menor) "El Flaco"',))[0][:3] == ["roca", "monte", "juan"]
    assert slots(("J. M. Peña-Ruiz",))[0][:4] == ["pena", "ruiz", "j", "m"]


def test_what_a_scanner_misread_is_mended() -> None:
    """Digits inside a word are the letters that they look like; a word of digits is no word."""
    assert word_of("G0NZALE5") == "gonzales"
    assert word_of("2014") == ""


@settings(max_examples=25)
@given(st.text(max_size=40))
def test_any_text_is_a_name_or_none(text: str) -> None:
    """Whatever a cell holds, reading it gives six slots and no error."""
    assert len(slots((text,))[0]) == 6


@pytest.mark.parametrize("printed", ["MUÃ‘OZ GARCÃ\xadA, RamÃ³n", "MUÃ±OZ GARCÃ\x8dA, Ramã³n", "Muñoz García, Ramón"])
def test_a_mistaken_encoding_is_undone(printed: str) -> None:
    """Letters of which the two bytes were read as two letters are the letters that they were."""
    assert slots((printed,))[0][:3] == ["munoz", "garcia", "ramon"]


def test_a_lost_letter_leaves_one_word() -> None:
    """Where an encoding left only a question mark of a letter, the word is still one."""
    assert slots(("Mu?oz Pe\ufffda, Ana",))[0][:3] == ["muoz", "pea", "ana"]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("mohammed", "muhamad", True), ("yekaterina", "jekaterina", True), ("aleksandr", "alexander", True), ("martinez", "mendoza", False),
        ("cliaz", "diaz", True), ("rniguel", "miguel", True), ("anclres", "andres", True), ("riiiz", "ruiz", True),
        ("castro", "castillo", False),
    ],
)  # fmt: skip
def test_words_have_one_form_however_spelt_or_read(one: str, other: str, alike: bool) -> None:
    """Spellings of another alphabet share their consonants, misread words their shape; other words share neither."""
    assert (bones_of(one) == bones_of(other) is not None or shape_of(one) == shape_of(other) is not None) == alike


def test_names_of_other_languages_pass_unharmed() -> None:
    """Names that are not Spanish keep their words, in whatever script."""
    assert set(slots(("Łukasz Wójcik",))[0]) >= {"lukasz", "wojcik"}
    assert set(slots(("Иван Петров",))[0]) >= {"иван", "петров"}


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("V-12.345.678", None),
        ("V-12.345.679", "12345679"),
        ("12345679.0", "12345679"),
        ("0012345679", "12345679"),
        ("1.2345679E7", "12345679"),
        ("C.I. 12.345.679", "12345679"),
        ("AB123456", "ab123456"),
        ("0", None),
        ("99999999", None),
        ("sin cédula", None),
        ("1234O679", "12340679"),
    ],
)
def test_identity_numbers_are_the_same_however_written(printed: str, number: str | None) -> None:
    """Prefixes, dots, leading zeros, a spreadsheet's decimals and a scanner's O change no number; fillers are none."""
    assert identity_number(printed) == number
