"""Invented persons, lists and claims of Zubia, a country that does not exist."""

import csv
import io
from pathlib import Path

from tests.cli.running import amparo

MAP = """
format: amparo-map/1
id: zz-lista
title: Lista inventada
publisher: Observatorio de Zubia
licence: CC-BY-4.0
edition: 2026-02-28
language: es
dates: {order: dmy}
record_id: n
columns:
  name: nombre
  sex: sexo
events:
- {key: arrest, kind: arrest, date: detenida, facility: centro}
- {key: release, kind: release_unspecified, date: liberada, after: arrest}
"""
HEADINGS = ("n", "nombre", "sexo", "detenida", "centro", "liberada")
ROWS = (
    ("1", "Ana Inventada Ríos", "F", "12/01/2026", "Centro Norte", ""),
    ("2", "Bruno Ficticio Soto", "M", "enero de 2026", "Centro Norte", "20/02/2026"),
    ("3", "Carla Supuesta Vega", "F", "24 o 26.01.2026", "Centro Sur", "febrero de 2026"),
    ("4", "Darío Imaginado Paz", "M", "hacia 2025", "", ""),
)
CLAIM_HEADINGS = (
    "claim_id,source_url,publisher,published_on,claimant,claimant_kind,measure,population,qualifier,value,value_high,from,until,place,conditions,"
    "men,women,civilians,military,adults,adolescents,foreigners,sentenced,unsentenced,note,language,key_phrase"
)


def claim(claim_id: str, measure: str, qualifier: str, value: int, since: str, until: str, **rest: str) -> dict[str, str]:
    """Return a claim as a table has it."""
    return {
        **dict.fromkeys(CLAIM_HEADINGS.split(","), ""), "claim_id": claim_id, "source_url": f"https://example.org/{claim_id}",
        "publisher": "Diario de Zubia", "published_on": until, "claimant": "Observatorio de Zubia", "claimant_kind": "ngo",
        "measure": measure, "population": "political_prisoners", "qualifier": qualifier, "value": str(value), "from": since,
        "until": until, "place": "Zubia", "language": "es", **rest,
    }  # fmt: skip


CLAIMS = (
    claim("zz-1", "released", "at_most", 0, "2026-02-01", "2026-02-28"),  # the record shows one for certain
    claim("zz-2", "released", "at_least", 1, "2026-02-01", "2026-02-28"),
    claim("zz-3", "detained_stock", "exact", 40, "", "2026-02-15"),
)


def table(headings: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> str:
    """Return a table as CSV."""
    out = io.StringIO()
    csv.writer(out).writerows([headings, *rows])
    return out.getvalue()


def claims_table(claims: tuple[dict[str, str], ...] = CLAIMS) -> str:
    """Return claims as CSV."""
    headings = tuple(CLAIM_HEADINGS.split(","))
    return table(headings, tuple(tuple(one[name] for name in headings) for one in claims))


def filled(registry: Path) -> None:
    """Make a registry with a list and three claims, one of which its record contradicts."""
    folder = registry.parent
    (folder / "lista.csv").write_text(table(HEADINGS, ROWS), encoding="utf-8")
    (folder / "mapa.yml").write_text(MAP, encoding="utf-8")
    (folder / "cifras.csv").write_text(claims_table(), encoding="utf-8")
    imports = (("list", folder / "lista.csv", "--map", folder / "mapa.yml"), ("claims", folder / "cifras.csv"))
    for words in (("init",), *(("import", *one) for one in imports)):
        ran = amparo(*words, "--registry", registry)
        assert ran.code == 0, ran.err
