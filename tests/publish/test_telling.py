"""Statements in words: whatever a statement holds, its line says something that it says, and never fails."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.publish import links
from amparo.publish.telling import Teller
from amparo.publish.voice import Voice
from tests.publish import releases

KEYS = st.sampled_from(["kind", "type", "stage", "decision", "other", "value"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
)


def teller() -> Teller:
    """Return the teller of an ordinary release, in Spanish."""
    release = releases.release()
    persons = links.file_names(person.person_id for person in release.persons)
    return Teller.of(release, Voice("es", "en"), persons, links.file_names(release.facilities["facility_id"].to_list()))


def statement(subject_kind: str, subject: str, property: str, value: Any, **cells: Any) -> dict[str, Any]:
    """Return one released statement."""
    plain = {"statement_id": "s-x", "subject_kind": subject_kind, "subject": subject, "property": property, "happened_on": None,
             "negated": False}  # fmt: skip
    return {**plain, "value": json.dumps(value), **cells}


@pytest.mark.parametrize(
    ("row", "of", "fact"),
    [
        (statement("person", "p-ana", "event", {"kind": "arrest", "facility": "El Faro"}, happened_on="2031-01-05"), "Ana Inventada",
         "Detención, 5 de enero de 2031, El Faro"),
        (statement("person", "p-ana", "event", {"kind": "arrest"}, negated=True), "Ana Inventada", "Niega: Detención, fecha desconocida"),
        (statement("person", "p-ana", "name", {"value": "Ana", "raw": "ANA"}), "Ana Inventada", "se llama «ANA»"),
        (statement("person", "nobody", "same_person", {"decision": "different", "other": "p-ana"}), "Persona",
         "dos filas son personas distintas"),
        (statement("facility", "F-ONE", "aliases", ["La Roca", "El Hoyo"]), "Fortaleza Uno", "También llamado: La Roca, El Hoyo"),
        (statement("instrument", "R-2031", "stage", {"stage": "announced"}, happened_on="2031-01-30"), "Ley de Reencuentro",
         "Anuncio, 30 de enero de 2031"),
        (statement("instrument", "R-2031", "text", {"yaml": "x"}), "Ley de Reencuentro", "el texto de la norma"),
        (statement("pledge", "pl", "pledge", {"pledger": "Alguien"}), "Alguien", "promesa"),
    ],
)  # fmt: skip
def test_a_statement_is_told(row: dict[str, Any], of: str, fact: str) -> None:
    """Of whom or what a statement speaks, and what it says, stand in one line."""
    told = teller().told(row)
    assert (told.of, told.fact) == (of, fact)


TELLER = teller()


@given(
    st.sampled_from(["person", "record", "facility", "claim", "instrument", "pledge", "x"]),
    st.sampled_from(["event", "name", "same_person", "person", "kind", "aliases", "stage", "text", "charge", "y"]),
    JSON,
)
def test_no_value_breaks_the_line(kind: str, property: str, value: Any) -> None:
    """Whatever a statement holds, something is told of it."""
    told = TELLER.told(statement(kind, "p-ana", property, value))
    assert told.of
    assert told.fact
