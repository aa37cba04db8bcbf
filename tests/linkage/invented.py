"""Invented lists in the formats of real ones: two surnames, capitals, married names, partial dates, brothers, father and son."""

import polars as pl

# One person a line: what each of three lists prints of them; None where a list does not have them.
_PEOPLE = (
    ("Chirinos Ávila, Yusmary Elena", "Ávila Yusmary Chirinos", "CHIRINOS AVILA, YUSMARI ELENA", "1990-05-04", "04.05.1990"),
    ("Barcaipa Solórzano, Juan Carlos", "Barcaipa Solorzano, Juan Carlos", "BARCAIPA SOLORZANO, JUAN C.", "1984-11-30", "30.11.1984"),
    ("Barcaipa Solórzano, Luis Alberto", None, "BARCAIPA SOLÓRZANO, LUIS ALBERTO", "1986-02-14", "14.02.1986"),
    ("Quintero de León, Rosa", "Quintero de Leon, Rosa", "QUINTERO DE LEÓN de MÉNDEZ, ROSA", "1971", "1971"),
    ("Manrique Uribal, Tomás", "Manrique Uribal, Tomas", None, "1955-01", ""),
    ("Manrique Sotillo, Tomás", None, "MANRIQUE SOTILLO, TOMAS", "1985-07-01", "01.07.1985"),
    ("Peña Guaramato, Francisco José", "Penna Guaramato, Francisco Jose", "PENA GUARAMATO, PANCHO JOSE", "1969-09-09", "09.09.1969"),
    ("Olmedo Zabala, Ignacia", "Olmedo Zavala, Ignacia", "OLMEDO ZABALA, IGNACIA", "2000-03-02", "02.03.2000"),
)


def three_lists() -> dict[str, pl.DataFrame]:
    """Return a memorial list with dates, one of names alone, and one of an office in capitals."""
    memorial = [(f"m{n}", row[0], row[3]) for n, row in enumerate(_PEOPLE)]
    names = [(f"n{n}", row[1]) for n, row in enumerate(_PEOPLE) if row[1]]
    office = [(f"o{n}", row[2], row[4], "Femenino" if n in (0, 3, 7) else "Masculino") for n, row in enumerate(_PEOPLE) if row[2]]
    return {
        "memorial": pl.DataFrame(memorial, schema=["record_id", "full_name", "birth_date"], orient="row"),
        "names": pl.DataFrame(names, schema=["record_id", "full_name"], orient="row"),
        "office": pl.DataFrame(office, schema=["record_id", "full_name", "birth_date", "sex"], orient="row"),
    }


def one_person(persons: pl.DataFrame) -> set[frozenset[str]]:
    """Return the sets of records that were taken for one person, by record id."""
    return {frozenset(records) for records in persons.group_by("person_id").agg("record_id")["record_id"].to_list()}
