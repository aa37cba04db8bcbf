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
        ("Ocho personas fueron encarceladas; la lista de presos llegó a 338.", [(8, "arrested"), (338, "detained_stock")]),
        ("Ya son más de 39.000 los detenidos en el país bajo el régimen de excepción.", [(39000, "arrested")]),
        ("La medida suma ya más de 21.000 detenidos.", [(21000, "arrested")]),
        ("El hospital atendió a los 69 detenidos en el desalojo de la plaza.", [(69, "arrested")]),
        ("El colectivo publicó la lista de los 40 detenidos en la cárcel de Piedra Alta.", [(40, "detained_stock")]),
        ("Exigió además que se libere a 45 presos.", [(45, "detained_stock")]),
        ("El informe da cuenta de 146 personas detenidas por motivos políticos.", [(146, "detained_stock")]),
        ("Hay además 81 extranjeros en condición de detenidos.", [(81, "detained_stock")]),
        ("El comité registró 14 nuevos encarcelados.", [(14, "arrested")]),
        ("Las purgas, con 34.000 detenidos, saturan las cárceles.", [(34000, "arrested")]),
        (
            "La policía detuvo a 900 personas. En la capital se cuentan 314 detenidos.",
            [(900, "arrested"), (314, "arrested")],
        ),
        ("Los arrestos desde el 29 de julio, un día después de las elecciones presidenciales del país, suman 836.", [(836, "arrested")]),
        ("Las fuerzas de seguridad llevan detenidas hasta ahora a 463 personas.", [(463, "arrested")]),
        ("Todavía hay ocho trabajadores de la prensa encarcelados.", [(8, "still_detained")]),
        ("Fueron detenidas 280 personas en las marchas de apoyo al dirigente, que está en prisión.", [(280, "arrested")]),
        ("Unas 250 personas fueron internadas en un campamento militar.", [(250, "arrested")]),
        ("Durante el paro nacional hubo 2.005 detenidos.", [(2005, "arrested")]),
        ("Hay además cuatro funcionarios detenidos por aquel caso.", [(4, "detained_stock")]),
    ],
)
def test_totals_of_those_held_are_told_from_arrests(text: str, wanted: list[tuple[int, str]]) -> None:
    """Detainees told by when or in what unrest they were taken are arrests; a total that came to a number is of what it counts."""
    assert claims(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "El Comité cuenta 240 presos políticos. De los presos, 12 fueron condenados; hay además 30 acusados de terrorismo.",
            [(240, "detained_stock"), (12, "detained_stock"), (30, "detained_stock")],
        ),
        (
            "Hay 360 presos políticos. Además, hay 151 condenados y 209 sin condena.",
            [(360, "detained_stock"), (151, "detained_stock"), (209, "detained_stock")],
        ),
        (
            "Fueron liberadas 40 personas. De los liberados, 12 habían sido detenidos en Pilarejo.",
            [(40, "released"), (12, "released")],
        ),
        ("El indulto alcanzó a 700 reos. Entre los indultados hay 41 condenados por sedición.", [(700, "pardoned"), (41, "pardoned")]),
        (
            "De los 96 presos políticos, 19 son mujeres y 77 son hombres, entre ellos 12 activistas detenidos antes de 2018.",
            [(96, "detained_stock"), (19, "detained_stock"), (77, "detained_stock"), (12, "detained_stock")],
        ),
        (
            "La policía detuvo a 57 personas. De ellas, 39 fueron imputadas por terrorismo.",
            [(57, "arrested"), (39, "other")],
        ),
        ("El Comité cuenta 90 presos. De esos presos, 20 ya fueron liberados.", [(90, "detained_stock"), (20, "released")]),
        ("El tribunal ha condenado a 64 personas.", [(64, "other")]),
        ("Hay 757 presos. El tribunal informó de 62 personas juzgadas.", [(757, "detained_stock"), (62, "other")]),
        (
            "Hay 886 presos políticos. Entre los encarcelados hay 5 adolescentes; 154 ya tienen condena y 732 esperan juicio.",
            [(886, "detained_stock"), (5, "detained_stock"), (154, "detained_stock"), (732, "detained_stock")],
        ),
        (
            "Son 1.012 presos políticos; 148 han recibido sentencia y 864 no.",
            [(1012, "detained_stock"), (148, "detained_stock"), (864, "detained_stock")],
        ),
        (
            "El indulto alcanzó a 492 reos. Hay 13 ecuatorianos y 12 colombianos.",
            [(492, "pardoned"), (13, "pardoned"), (12, "pardoned")],
        ),
        ("El balance:\n• Total de presos políticos: 780\n• Condenados: 151", [(780, "detained_stock"), (151, "detained_stock")]),
        ("La lista registra 12 nuevos presos políticos: 1.071 en total.", [(12, "arrested"), (1071, "detained_stock")]),
        (
            "Hay 90 presos. Siete personas se sumaron a la lista y salieron de la lista 11.",
            [(90, "detained_stock"), (7, "detained_stock"), (11, "released")],
        ),
        (
            "Han muerto en prisión 24 presos políticos. Otros 90 están gravemente enfermos.",
            [(24, "died_in_custody"), (90, "detained_stock")],
        ),
        (
            "De los 12 estudiantes arrestados el lunes, nueve ya están en sus casas y tres continúan en los calabozos.",
            [(12, "arrested"), (9, "released"), (3, "still_detained")],
        ),
        (
            "Siguen presos 28 niños y 5 niñas, de un total de 33 menores que afrontan un proceso.",
            [(28, "still_detained"), (5, "still_detained"), (33, "still_detained")],
        ),
    ],
)
def test_a_spanish_part_is_counted_as_its_whole(text: str, wanted: list[tuple[int, str]]) -> None:
    """A group named again, the stage of a case and what befell a part before leave it with its whole."""
    assert claims(text) == wanted
