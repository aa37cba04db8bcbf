"""Those who are held are told from those who were taken, and a part is counted as its whole is."""

from datetime import date

import pytest

from amparo.ingest.reports import Proposal, read

PUBLISHED = date(2026, 3, 4)  # a Wednesday


def claims(text: str) -> list[tuple[object, object]]:
    """Return value and measure of the claims of a passage."""
    found: list[Proposal] = [one for one in read(text, published_on=PUBLISHED) if one.kind == "claim"]
    return [(one.value("value"), one.value("measure")) for one in found]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Los presos políticos en el país llegaron a 1.473, según la organización Voz Abierta.", [(1473, "detained_stock")]),
        ("Ocho personas fueron encarceladas, con lo que la lista de presos llegó a 338.", [(8, "arrested"), (338, "detained_stock")]),
        ("Ya son más de 39.000 los detenidos en el país bajo el régimen de excepción.", [(39000, "arrested")]),
        ("La medida suma ya más de 21.000 detenidos.", [(21000, "arrested")]),
        ("El hospital atendió a los 69 detenidos en el desalojo de la plaza.", [(69, "arrested")]),
        ("El colectivo publicó la lista de los 40 detenidos en la cárcel de Piedra Alta.", [(40, "detained_stock")]),
        ("Exigió además que se libere a 45 presos.", [(45, "detained_stock")]),
    ],
)
def test_totals_of_those_held_are_told_from_arrests(text: str, wanted: list[tuple[int, str]]) -> None:
    """Detainees told by when or in what unrest they were taken are arrests; a total that came to a number is of what it counts."""
    assert claims(text) == wanted
