from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.errors import BadInput
from amparo.ingest.mapfile import read_map

HEAD = "format: amparo-map/1\nid: zz\ntitle: Lista\npublisher: Observatorio\nlicence: CC0\n"


def mistakes(yaml: str) -> list[tuple[str, str]]:
    """Return code and path of everything that is wrong with a map."""
    with pytest.raises(BadInput) as refusal:
        read_map(yaml.encode(), "map.yml")
    assert all(problem.message(language) for problem in refusal.value.problems for language in ("es", "en"))
    return [(problem.code.removeprefix("ingest."), problem.values["path"]) for problem in refusal.value.problems]


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ("edtion: 2026", [("map_key_unknown", "edtion")]),
        ("columns: {nme: a}", [("map_key_unknown", "columns.nme")]),
        ("columns: {sex: {colum: a}}", [("map_key_unknown", "columns.sex.colum")]),
        ("columns: {sex: {values: {F: f}}}", [("map_cell_source", "columns.sex")]),
        ("columns: {sex: {column: a, value: f}}", [("map_cell_source", "columns.sex")]),
        ("columns: {age: {on: a}}", [("map_cell_source", "columns.age")]),
        ("facts: {value: {}}", [("map_cell_source", "facts.value")]),
        ("columns: {sex: {column: a, unmapped: ignore}}", [("map_value_wrong", "columns.sex.unmapped")]),
        ("columns: [a]", [("map_value_wrong", "columns")]),
        ("events:\n- {date: a}", [("map_key_missing", "events[0]")]),
        ("events:\n- {kind: arest}", [("map_value_wrong", "events[0].kind")]),
        ("events:\n- {kind: {column: a, values: {x: arest}}}", [("map_value_wrong", "events[0].kind.values.x")]),
        ("events:\n- {kind: arrest, date: {start: a}}", [("map_cell_source", "events[0].date")]),
        ("events:\n- {kind: arrest, after: b}", [("map_value_wrong", "events[0].after")]),
        (
            "events:\n- {kind: arrest, key: a}\n- {kind: arrest, key: a}",
            [("map_key_twice", "events[0].key"), ("map_key_twice", "events[1].key")],
        ),
        ("exposure: 6", [("map_value_wrong", "exposure")]),
        ("exposure: true", [("map_value_wrong", "exposure")]),
        ("edition: mayo", [("map_value_wrong", "edition")]),
        ("dates: {order: ydm}", [("map_value_wrong", "dates.order")]),
        ("presence: [deprivd]", [("map_value_wrong", "presence[0]")]),
        ("curated: sí", [("map_value_wrong", "curated")]),
        ("applications:\n- {granted: a}", [("map_key_missing", "applications[0]")]),
        ("reliability: good\nexposure: -1", [("map_value_wrong", "reliability"), ("map_value_wrong", "exposure")]),
    ],
)
def test_every_mistake_is_named_with_its_path(more: str, found: list[tuple[str, str]]) -> None:
    """A key or value that a map cannot have is refused at its path, all of them at once, in both languages."""
    assert mistakes(HEAD + more) == found


def test_a_wrong_key_is_answered_with_the_nearest() -> None:
    """The message proposes the known key that looks most like the wrong one."""
    with pytest.raises(BadInput) as refusal:
        read_map((HEAD + "person_ky: a").encode(), "map.yml")
    assert '"person_key"' in refusal.value.problems[0].message("es")


def test_yaml_has_no_surprises() -> None:
    """The word "No" stays a word, a number with zeros stays text, and a date is the text that stands there."""
    found = read_map((HEAD + "edition: 2026-02-01\ncolumns: {sex: {column: s, values: {No: x, on: f, 007: m}}}\n").encode(), "map.yml")
    assert found.fields[0].cell.values == {"no": "x", "on": "f", "007": "m"}
    assert found.edition == "2026-02-01"


@pytest.mark.parametrize(
    "content",
    [
        b"a: [1, 2",
        b"a: 1\na: 2",
        b"a: &x [1]\nb: *x",
        b"a: !!python/object/apply:os.system [ls]",
        b"\xff\xfe",
        b"a: " + b"[" * 5000,
        b"\x00",
    ],
)
def test_hostile_yaml_is_refused(content: bytes) -> None:
    """Broken, doubled, aliased, executable or bottomless YAML ends as a refusal that names the file."""
    with pytest.raises(BadInput, match=r"map\.yml") as refusal:
        read_map(content, "map.yml")
    assert refusal.value.code in {"ingest.yaml_wrong", "ingest.encoding_wrong"}


def test_an_empty_map_is_refused() -> None:
    """A file without a document says what it lacks."""
    assert mistakes("") == [("map_value_wrong", "·")]


@given(st.text(max_size=80))
def test_any_text_is_a_map_or_refused(text: str) -> None:
    """No text ends in another error."""
    with pytest.raises(BadInput):
        read_map(text.encode("utf-8", "replace"), "map.yml")


def test_the_example_in_the_documentation_is_a_map() -> None:
    """The map in the docstring of the module is read as it stands."""
    from amparo.ingest import mapping

    example = "\n".join(line[4:] for line in (mapping.__doc__ or "").splitlines() if line.startswith("    "))
    found = read_map(example.encode(), Path("map.yml").name)
    assert (len(found.fields), len(found.events), found.presence) == (3, 2, ("deprived",))
