from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.errors import BadInput
from amparo.ingest.cells import years_of
from amparo.ingest.delimited import read_delimited
from amparo.ingest.lists import propose_list
from amparo.ingest.mapfile import read_map
from amparo.ingest.proposals import Fact, Proposals
from amparo.ingest.refused import refused_table
from tests.realdata import folder

HEAD = "format: amparo-map/1\nid: zz-lista\ntitle: Lista\npublisher: Observatorio de Zubia\nlicence: CC-BY-4.0\nedition: 2026-02-01\n"
PERSON = HEAD + "record_id: n\ndates: {order: dmy}\nexposure: 3\nlanguage: es\n"
MAP = (
    PERSON
    + """
columns:
  name: {columns: [apellidos, nombres]}
  sex: sexo
  birth_date: nacida
  age: {column: edad, on: detenida}
  id_number: {column: cédula, exposure: 1}
  occupation: {column: oficio, separator: "|"}
  region: {column: estado, values: {CCS: Distrito Capital}, unmapped: keep}
events:
- {key: arrest, kind: arrest, date: detenida, facility: centro}
- key: release
  kind: {column: salida, values: {libre: release_full, medidas: release_conditional}}
  date: liberada
  measures: medidas
  after: arrest
presence: deprived
"""
)
HEADER = "n;apellidos;nombres;sexo;nacida;edad;cédula;oficio;estado;detenida;centro;salida;liberada;medidas"
ROW = (
    "7;Peñalver Íñiguez;Begoña;Femenino;13 .01.1944;30 años;0123;Maestra | Poeta;CCS;"
    "Fines 09.1973;El Faro;medidas;00.07.1974;presentación cada 8 días"
)


def proposed(text: str, yaml: str = MAP, edition: str | None = None) -> Proposals:
    """Return the proposals of a list as text under a map."""
    return propose_list(read_delimited(text.encode(), "lista.csv"), read_map(yaml.encode(), "map.yml"), edition)


def by_property(found: Proposals) -> dict[str, Fact]:
    """Return the facts of the only record by their property, events by their kind."""
    [record] = found.records
    return {fact.value["kind"] if fact.property == "event" else fact.property: fact for fact in record.facts}


def test_a_row_becomes_the_facts_its_map_names() -> None:
    """Each mapped cell is one fact with its columns, the meant value, and the printed one where it differs."""
    found = proposed(f"{HEADER}\n{ROW}\n")
    facts = by_property(found)
    assert (found.records[0].subject_kind, found.records[0].key, found.records[0].row) == ("person", "7", 2)
    assert facts["name"].value == "Peñalver Íñiguez Begoña"
    assert facts["name"].columns == ("apellidos", "nombres")
    assert facts["sex"].value == {"value": "f", "raw": "Femenino"}
    assert facts["birth_date"].value == {"value": "1944-01-13", "raw": "13 .01.1944"}
    assert (facts["age"].value, facts["age"].happened_on) == ({"value": 30, "raw": "30 años"}, "1973-09-16/1973-09-30")
    assert (facts["id_number"].value, facts["id_number"].exposure, facts["name"].exposure) == ("0123", 1, 3)
    assert [fact.value["value"] for fact in found.records[0].facts if fact.property == "occupation"] == ["Maestra", "Poeta"]
    assert facts["region"].value == {"value": "Distrito Capital", "raw": "CCS"}
    assert (facts["name"].stated_on, facts["name"].language, facts["name"].row) == ("2026-02-01", "es", 2)


def test_events_carry_their_place_measures_and_order() -> None:
    """An event has its kind, date, place, measures and what it comes after; being listed says the state at the edition."""
    facts = by_property(proposed(f"{HEADER}\n{ROW}\n"))
    assert facts["arrest"].value == {"kind": "arrest", "facility": "El Faro", "key": "arrest"}
    assert facts["arrest"].happened_on == "1973-09-16/1973-09-30"
    assert facts["release_conditional"].happened_on == "1974-07"
    assert facts["release_conditional"].value == {
        "kind": "release_conditional",
        "measures": ["periodic_reporting"],
        "measure_terms": {"periodic_reporting": {"every_days": 8}},
        "measures_text": "presentación cada 8 días",
        "key": "release",
        "after": ["arrest"],
    }
    assert (facts["listed"].value, facts["listed"].happened_on) == ({"kind": "listed", "states": ["deprived"]}, "2026-02-01")


def test_empty_cells_say_nothing() -> None:
    """An empty cell is no fact, an event without its date none either, and an order names only events that are there."""
    facts = by_property(proposed(f"{HEADER}\n7;Peñalver;;;;;;;;;;libre;5.3.1974;\n"))
    assert set(facts) == {"name", "release_full", "listed"}
    assert facts["release_full"].value == {"kind": "release_full", "key": "release"}


def test_one_event_in_several_places_names_them_all() -> None:
    """A cell with several places gives a list apart, for nobody says in which of them the event was."""
    yaml = PERSON + 'columns: {name: nombre}\nevents:\n- {kind: arrest, facility: {column: centro, separator: "|"}}\n'
    several, one = proposed("n,nombre,centro\n1,Ana Ruiz,El Faro | La Torre\n2,Eva Sanz,El Faro\n", yaml).records
    assert several.facts[1].value == {"kind": "arrest", "facilities": ["El Faro", "La Torre"]}
    assert one.facts[1].value == {"kind": "arrest", "facility": "El Faro"}


def test_an_undated_event_is_kept_where_the_map_says_so() -> None:
    """A map may keep an event whose date nobody knows; its time is then unknown, not empty."""
    yaml = PERSON + "columns: {name: nombre}\nevents:\n- {kind: disappearance, date: fecha, undated: keep}\n"
    facts = by_property(proposed("n,nombre,fecha\n1,Ana Ruiz Lagos,\n", yaml))
    assert facts["disappearance"].happened_on is None


@pytest.mark.parametrize(
    ("cell", "bad", "code", "column"),
    [
        ("13 .01.1944", "31.02.1944", "statements.date_not_a_day", "nacida"),
        ("Femenino", "Fem.", "ingest.word_unmapped", "sexo"),
        ("30 años", "treinta", "ingest.not_an_age", "edad"),
        ("medidas", "fuga", "ingest.word_unmapped", "salida"),
        ("00.07.1974", "3.4.1974 y 5.6.1974", "statements.date_two", "liberada"),
        ("7", "", "ingest.cell_empty", "n"),
        ("7", "7;x", "ingest.row_ragged", None),
    ],
)
def test_a_bad_cell_refuses_its_row_alone(cell: str, bad: str, code: str, column: str | None) -> None:
    """A row with a cell that its map cannot read is refused whole, with row, column and reason; the others are taken."""
    found = proposed("\n".join([HEADER, "8;Ruiz" + ";" * 12, ROW.replace(cell, bad, 1)]))
    assert [(problem.code, problem.row, problem.column) for problem in found.refused] == [(code, 3, column)]
    assert [record.key for record in found.records] == ["8"]
    assert all(found.refused[0].message(language) for language in ("es", "en"))


def refusal(text: str, yaml: str = MAP) -> list[str]:
    """Return the codes for which a file is refused whole."""
    with pytest.raises(BadInput) as found:
        proposed(text, yaml)
    assert all(problem.message(language) for problem in found.value.problems for language in ("es", "en"))
    return [found.value.code, *(problem.code for problem in found.value.problems)]


def test_what_concerns_the_whole_file_refuses_it() -> None:
    """Missing columns, an id that stands twice, no edition, no usable row: nothing of the file is taken."""
    assert refusal("n;apellidos\n7;x\n")[:2] == ["ingest.file_refused", "ingest.column_missing"]
    assert refusal(f"{HEADER}\n{ROW}\n{ROW}\n") == ["ingest.file_refused", "ingest.id_twice"]
    assert refusal(f"{HEADER}\n{ROW}\n", MAP.replace("edition: 2026-02-01", "")) == ["ingest.no_edition"]
    assert refusal(f"{HEADER}\n") == ["ingest.no_rows"]
    assert refusal(f"{HEADER}\n{ROW.replace('30 años', 'x')}\n") == ["ingest.no_rows", "ingest.not_an_age"]
    assert refusal(f"{HEADER}\n7{';' * 13}\n", MAP.replace("presence: deprived", "")) == ["ingest.no_rows", "ingest.row_says_nothing"]


def test_the_edition_may_be_given_from_outside() -> None:
    """The day of the list in a command wins over the one in the map, and must be a date."""
    assert by_property(proposed(f"{HEADER}\n{ROW}\n", edition="2026-03"))["listed"].happened_on == "2026-03"
    with pytest.raises(BadInput):
        proposed(f"{HEADER}\n{ROW}\n", edition="marzo")


def test_without_an_id_the_content_identifies_a_row() -> None:
    """The key does not depend on the row's place, and a repeated row is taken once with a warning."""
    yaml = MAP.replace("record_id: n\n", "")
    found = proposed(f"{HEADER}\n{ROW}\n{ROW}\n8;Ruiz{';' * 12}\n", yaml)
    moved = proposed(f"{HEADER}\n8;Ruiz{';' * 12}\n{ROW}\n", yaml)
    assert {record.key for record in found.records} == {record.key for record in moved.records}
    assert ("ingest.row_twice", 3) in [(warning.code, warning.row) for warning in found.warnings]


def test_rows_of_one_person_are_one_record() -> None:
    """Where a column identifies the person, rows add up: the name once, an event per row, keys kept apart."""
    yaml = PERSON + "person_key: persona\ncolumns: {name: persona}\nevents:\n- {key: e, kind: {column: hecho}, date: fecha}\n"
    found = proposed("n,persona,hecho,fecha\n1,Ana Ruiz,arrest,2024-01-05\n2,Ana Ruiz,release_full,2024-02\n", yaml)
    [record] = found.records
    assert (record.subject_kind, record.key) == ("person", "Ana Ruiz")
    assert [fact.property for fact in record.facts] == ["name", "event", "event"]
    assert [(fact.row, fact.value["key"]) for fact in record.facts[1:]] == [(2, "e:1"), (3, "e:2")]


def test_charges_facts_and_applications_are_reached() -> None:
    """A map reaches what a case file says: charges with their act, facts with unknowns left out, and applications in order."""
    yaml = (
        PERSON
        + """
columns: {name: nombre}
charges:
- key: c1
  offences: {column: delitos, separator: ";", values: {rebelión: rebellion, lesiones: injury}}
  status: {value: charged}
  court: tribunal
  act: {start: desde, end: hasta}
  facts: {caused_death: {column: muerte, values: {Sí: true, No: false, "": null}}}
facts:
  at_law: {column: presente, values: {Sí: true, No: false, se ignora: null}}
applications:
- {key: am, instrument: ZZ-LEY, requested: pedida, denied: negada}
"""
    )
    header = "n|nombre|delitos|tribunal|desde|hasta|muerte|presente|pedida|negada"
    rows = ["1|Ana|rebelión; lesiones|Tercero|12.03.2014|03.2014|No|Sí|1.3.2026|", "2|Eva||||||||5.3.2026", "3|Isa|||||No|se ignora||"]
    found = proposed("\n".join([header, *rows]), yaml)
    ana, eva, isa = found.records
    assert [fact.value for fact in ana.facts if fact.property == "charge"] == [
        {
            "id": "c1",
            "offences": ["rebellion", "injury"],
            "status": ["charged"],
            "court": "Tercero",
            "act": {"start": "2014-03-12", "end": "2014-03"},
            "facts": {"caused_death": False},
        }
    ]
    assert [fact.value for fact in ana.facts if fact.property == "case_fact"] == [{"name": "at_law", "value": True}]
    assert [fact.value for fact in ana.facts if fact.property == "event"] == [
        {"kind": "amnesty_requested", "instrument": "ZZ-LEY", "key": "am.requested"}
    ]
    assert [(fact.property, fact.happened_on) for fact in eva.facts] == [("name", None), ("event", "2026-03-05")]
    assert [fact.property for fact in isa.facts] == ["name", "charge"]


def test_conditions_constants_and_denials_are_obeyed() -> None:
    """An event may depend on a cell, come from a constant, and be denied; a row's own source and day replace the list's."""
    yaml = (
        PERSON
        + """
source_url: enlace
stated_on: publicado
population: political_prisoners
columns: {name: nombre, nationality: {value: Zubia}, branch: {column: cuerpo, when: {column: cuerpo, equals: [civil, militar]}}}
events:
- {kind: death_in_custody, date: {value: 2024}, when: {column: muerta, equals: sí}}
- {kind: arrest, date: fecha, negated: true, when: {column: niega}}
"""
    )
    found = proposed(
        "n,nombre,cuerpo,muerta,niega,fecha,enlace,publicado\n1,Ana,civil,no,x,1.2.2024,https://example.org/1,05.03.2024\n2,Eva,?,Sí,,1.2.2024,,\n",
        yaml,
    )
    ana, eva = found.records
    assert [
        (fact.property, fact.value if isinstance(fact.value, str) else fact.value.get("value", fact.value.get("kind")))
        for fact in ana.facts
    ] == [
        ("name", "Ana"),
        ("nationality", "Zubia"),
        ("branch", "civilian"),
        ("population", "political_prisoners"),
        ("event", "arrest"),
    ]
    assert [fact.negated for fact in ana.facts] == [False] * 4 + [True]
    assert {(fact.source_url, fact.stated_on) for fact in ana.facts} == {("https://example.org/1", "2024-03-05")}
    assert [(fact.value["kind"], fact.happened_on) for fact in eva.facts if fact.property == "event"] == [("death_in_custody", "2024")]
    assert {(fact.source_url, fact.stated_on) for fact in eva.facts} == {(None, "2026-02-01")}


def test_refused_rows_come_back_as_a_table_to_correct() -> None:
    """Refused rows keep their cells, say why, run no formula, and can be read again with the old reason replaced."""
    bad = ROW.replace("30 años", "treinta").replace("El Faro", "=HYPERLINK(1)").replace("0123", "-5")
    table = read_delimited(f"{HEADER}\n8;Ruiz{';' * 12}\n{bad}\n".encode(), "lista.csv")
    found = propose_list(table, read_map(MAP.encode(), "map.yml"))
    again = read_delimited(refused_table(table, found.refused, "es"), "otra.csv")
    assert again.header == (*table.header, "motivo del rechazo")
    [row] = again.rows
    assert row[table.place("centro")] == "'=HYPERLINK(1)"
    assert row[table.place("cédula")] == "-5"
    assert row[-1].startswith('Fila 3, columna "edad": "treinta" no es una edad.')
    twice = read_delimited(refused_table(again, propose_list_refused(again), "en"), "otra.csv")
    assert twice.header == (*table.header, "reason refused")


def propose_list_refused(table: Any) -> Any:
    """Return the reasons of a table of which no row is usable."""
    with pytest.raises(BadInput) as refused:
        propose_list(table, read_map(MAP.encode(), "map.yml"))
    return refused.value.problems


CELLS = st.text(st.sampled_from("a1.05/7-|; ñ?'=\""), max_size=10)


@given(st.lists(st.lists(CELLS, min_size=14, max_size=14), max_size=4))
def test_the_same_list_gives_the_same_proposals_or_refusal(rows: list[list[str]]) -> None:
    """Whatever the cells hold, a row is taken or refused, never both, and twice the same."""
    text = "\n".join([HEADER, *(";".join(cell.replace('"', "").replace(";", "") for cell in row) for row in rows)])

    def outcome() -> object:
        try:
            return proposed(text)
        except BadInput as refused:
            return refused.code, refused.problems

    first = outcome()
    assert outcome() == first
    if isinstance(first, Proposals):
        assert not {record.row for record in first.records} & set(first.refused_rows)


URUGUAY = {
    "uy_list_a_sitiosdememoria.csv": """
record_id: id
source_url: source_page
columns:
  name: full_name
  given_names: given_names
  surnames: family_names
  birth_date: date_of_birth
  birth_place: place_of_birth
  age: {column: age_at_disappearance, on: date_of_disappearance}
  nationality: nationality
  occupation: {column: occupations, separator: "|"}
events:
- {key: arrest, kind: arrest, date: date_of_detention, facility: {column: places_of_detention, separator: "|"}}
- {key: gone, kind: disappearance, date: date_of_disappearance, after: arrest}
- {key: death, kind: death, date: date_of_death, after: gone}
""",
    "uy_list_b_madresyfamiliares.csv": "record_id: n\ncolumns: {name: name}\npresence: disappeared\n",
    "uy_list_c_presidencia_fichas.csv": """
record_id: cid
dates: {order: dmy, two_dates: span, trailing_text: note}
columns:
  name: name
  sex: sex
  birth_date: birth_date
  birth_place: birth_place
  alias: alias
  age: {column: age, values: {Nacida en cautiverio: 0}, unmapped: skip}
events:
- {kind: arrest, date: detention_date, place: detention_place, note: facilities_text}
""",
}


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("34", 34),
        ("34.0", 34),
        ("27años", 27),
        ("1 año y 4 meses", 1),
        ("16 meses", 1),
        ("21 días de nacido", 0),
        ("300", None),
        ("unos 30", None),
    ],
)
def test_an_age_is_full_years(text: str, years: int | None) -> None:
    """Ages as lists print them are full years, and what is no age is none."""
    assert years_of(text) == years


@pytest.mark.parametrize(("file", "rows"), [(name, rows) for name, rows in zip(URUGUAY, (204, 197, 192), strict=True)])
def test_the_real_lists_are_taken_whole(file: str, rows: int) -> None:
    """Every row of three published lists is taken under a short map, and no date is lost."""
    table = read_delimited((folder("uruguay") / file).read_bytes(), file)
    found = propose_list(table, read_map((HEAD + URUGUAY[file]).encode(), "map.yml"))
    assert found.refused == ()
    assert len(found.records) == rows
