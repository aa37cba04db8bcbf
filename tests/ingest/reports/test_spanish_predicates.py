"""What befell those counted in Spanish: the main verb past what narrows them, the figure inside an expression or before it."""

from datetime import date

import pytest

from amparo.ingest.reports import read

PUBLISHED = date(2026, 3, 4)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("El gobierno dejó libres este jueves a 28 estudiantes detenidos en las marchas.", [(28, "released")]),
        ("La junta pondrá mañana en libertad a 61 presos.", [(61, "released")]),
        ("Ruvia puso a 61 presos políticos en libertad.", [(61, "released")]),
        ("Ocho jóvenes que fueron detenidos durante las marchas de mayo saldrán de la cárcel.", [(8, "released")]),
        ("Cuatro periodistas han recuperado la libertad tras haber permanecido detenidos un día.", [(4, "released")]),
        ("Ruvia ha puesto en libertad a 21 de los 238 presos políticos que hay en el país.", [(21, "released"), (238, "detained_stock")]),
        ("Este domingo han sido detenidas en Madrid más de 470 personas.", [(470, "arrested")]),
        ("Las fuerzas de seguridad llevan detenidas a 463 personas.", [(463, "arrested")]),
        ("Otras 30 llevan detenidas más de un año.", [(30, "still_detained")]),
        ("El ministro reprochó que el país mantenga a 65 presos políticos.", [(65, "detained_stock")]),
        ("La junta mantiene en prisión a 65 opositores.", [(65, "still_detained")]),
        ("Más de 120 personas salieron de Guatemala en un año por la persecución.", [(120, "other")]),
        ("La ONG dijo que 561 personas que salieron a las protestas siguen en la cárcel.", [(561, "still_detained")]),
        ("El juez anunció una amnistía para 4.683 presos.", [(4683, "amnesty_granted")]),
        ("Mil presos recibirán un indulto.", [(1000, "pardoned")]),
        ("El informe habla de 58 personas cuyo paradero se ignora.", [(58, "missing")]),
        ("Voz Libre dijo que 641 de esas personas carecen de condena firme.", [(641, "detained_stock")]),
        ("Más de 8.000 personas siguen sujetas a medidas restrictivas de libertad.", [(8000, "released_under_measures")]),
        ("Unas 760 personas se encuentran bajo alguna forma de régimen carcelario.", [(760, "detained_stock")]),
        ("Los familiares reclaman que se cumplan las 231 excarcelaciones.", [(231, "released")]),
        ("La junta prevé poner en libertad, en los días que vienen, a otros cinco presos.", [(5, "released")]),
        ("Ruvia deja en libertad a cinco periodistas encarcelados por investigar al gobierno.", [(5, "released")]),
        ("Ha dado la excarcelación en régimen de convivencia familiar de 712 presos.", [(712, "released_under_measures")]),
        (
            "Hubo 600 personas con libertad plena. Dijo que, del total de beneficiarios, 200 tenían medidas cautelares.",
            [(600, "full_freedom"), (200, "full_freedom")],
        ),
        ("En total 53 internos con sentencia, enfermos en riesgo, saldrán de la cárcel en horas.", [(53, "released")]),
        ("Unas 632 personas han sido heridas y 2.318 detenidas en las marchas.", [(632, "other"), (2318, "arrested")]),
        ("Hay 12 nuevos presos políticos en Ruvia: 1.071 en total.", [(12, "arrested"), (1071, "detained_stock")]),
        ("Todavía hay ocho trabajadores de la prensa encarcelados.", [(8, "still_detained")]),
        ("Liberaron a Ana Ruiz, antigua alcaldesa de Altamar, y a otros 24 presos.", [(24, "released")]),
        ("Salieron del penal de Yare, según sus familiares, al menos 12 presos.", [(12, "released")]),
        ("Solo 24 de las 116 liberaciones anunciadas han podido ser confirmadas.", [(24, "released"), (116, "released")]),
        ("Durante el estado de excepción han sido encarceladas más de 80.000 personas.", [(80000, "arrested")]),
        ("A 64 personas no se las ha vuelto a ver.", [(64, "missing")]),
        ("Informó de la salida de la cárcel de al menos 75 detenidos.", [(75, "released")]),
    ],
)
def test_what_befell_is_read_from_the_main_verb(text: str, wanted: list[tuple[int, str]]) -> None:
    """A figure measures what the main verb of its clause says, whatever narrows those counted or stands between."""
    claims = [one for one in read(text, published_on=PUBLISHED) if one.kind == "claim"]
    assert [(one.value("value"), one.value("measure")) for one in claims] == wanted
