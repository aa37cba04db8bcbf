import json
import random
from collections import OrderedDict
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.errors import BadInput
from amparo.statements import COLUMNS, Statement, canonical_bytes, canonical_json, row_of

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
SCALARS = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4), max_leaves=12)
STATEMENTS = st.builds(
    Statement,
    subject_kind=TEXT,
    subject=TEXT,
    property=TEXT,
    value=JSON,
    source=TEXT,
    recorded_at=TEXT,
    recorded_by=TEXT,
    negated=st.booleans(),
    happened_on=st.none() | TEXT,
    locator=st.dictionaries(TEXT, JSON, max_size=3),
    stated_on=st.none() | TEXT,
    reliability=TEXT,
    exposure=st.integers(0, 5),
    language=st.none() | TEXT,
    action=st.sampled_from(["assert", "supersede", "retract"]),
    target=st.none() | TEXT,
    reason=st.none() | TEXT,
    import_id=st.none() | TEXT,
)


def statement(**fields: Any) -> Statement:  # Any: the fields of Statement
    """Return an invented statement with some fields changed."""
    plain: dict[str, Any] = {
        "subject_kind": "record", "subject": "r1", "property": "name", "value": "Ana Ruiz", "source": "zz-lista",
        "recorded_at": "2026-02-01T10:00:00.000000Z", "recorded_by": "yo",
    }  # fmt: skip
    return Statement(**{**plain, **fields})


def shuffled(value: Any, seed: random.Random) -> Any:  # Any: Json
    """Return an equal JSON value whose mappings were filled in another order."""
    if isinstance(value, dict):
        keys = list(value)
        seed.shuffle(keys)
        return {key: shuffled(value[key], seed) for key in keys}
    return [shuffled(part, seed) for part in value] if isinstance(value, list) else value


def keys_in_order(value: Any) -> bool:  # Any: what json.loads with pairs gives
    """Say whether the keys of each object in a JSON text read as pairs rise."""
    if isinstance(value, tuple):
        names = [name for name, _ in value]
        return names == sorted(names) and all(keys_in_order(part) for _, part in value)
    return all(keys_in_order(part) for part in value) if isinstance(value, list) else True


def test_the_canonical_form_is_written_down() -> None:
    """One statement has exactly these bytes, in every version of amparo: hashes that others keep hang on them."""
    said = statement(
        value={"kind": "arrest", "facility": "El Faro"}, happened_on="2026-01", locator={"row": 2, "file": "ab"}, language="es"
    )
    assert canonical_bytes(row_of(said)).decode() == (
        '{"action":"assert","exposure":2,"format":"amparo-statement/1","happened_on":"2026-01","import_id":null,"language":"es",'
        '"locator":"{\\"file\\":\\"ab\\",\\"row\\":2}","negated":false,"property":"name","reason":null,'
        '"recorded_at":"2026-02-01T10:00:00.000000Z","recorded_by":"yo","reliability":"unknown","source":"zz-lista","stated_on":null,'
        '"subject":"r1","subject_kind":"record","target":null,"value":"{\\"facility\\":\\"El Faro\\",\\"kind\\":\\"arrest\\"}"}'
    )


def test_the_columns_are_the_fields_of_a_statement() -> None:
    """Each field of a statement is a column, in alphabetical order; none is forgotten."""
    assert sorted(attrs.fields_dict(Statement)) == list(COLUMNS)


@given(STATEMENTS)
def test_canonical_bytes_are_json_in_alphabetical_order(said: Statement) -> None:
    """The bytes are one JSON object with rising keys and no spaces, and they parse back to the statement."""
    data = canonical_bytes(row_of(said))
    found = json.loads(data)
    assert list(found) == sorted(found) == sorted(("format", *COLUMNS))
    assert json.dumps(found, separators=(",", ":"), ensure_ascii=False).encode() == data
    for name in COLUMNS:
        meant = json.loads(found[name]) if name in ("locator", "value") else found[name]
        assert meant == getattr(said, name)


@given(STATEMENTS, st.randoms(use_true_random=False))
def test_equal_statements_have_equal_bytes(said: Statement, seed: random.Random) -> None:
    """In whatever order a mapping was filled, an equal statement has the same bytes."""
    other = attrs.evolve(said, value=shuffled(said.value, seed), locator=shuffled(said.locator, seed))
    assert canonical_bytes(row_of(other)) == canonical_bytes(row_of(said))


@given(STATEMENTS, STATEMENTS)
def test_different_statements_have_different_bytes(one: Statement, other: Statement) -> None:
    """Two statements have the same bytes only where they are equal (true and 1 are not)."""
    rows = [[(type(cell), cell) for cell in row_of(said)] for said in (one, other)]
    assert (canonical_bytes(row_of(one)) == canonical_bytes(row_of(other))) == (rows[0] == rows[1])


@given(JSON)
def test_a_value_parses_back_to_itself(value: Any) -> None:  # Any: Json
    """The text of a JSON value has rising keys at every depth and parses back to the value."""
    text = canonical_json(value)
    assert json.loads(text) == value
    assert keys_in_order(json.loads(text, object_pairs_hook=tuple))


@given(JSON, st.floats(), st.lists(st.booleans(), max_size=8))
def test_a_float_is_refused_at_any_depth(beside: Any, number: float, path: list[bool]) -> None:  # Any: Json
    """However deep a float lies in a value, the value is refused and the message has its code."""
    value: Any = number
    for step in path:
        value = [beside, value] if step else {"beside": beside, "here": value}
    with pytest.raises(BadInput) as refusal:
        canonical_json(value)
    assert refusal.value.code == "statements.float"


@pytest.mark.parametrize(
    "value",
    [OrderedDict(a=1), {1: "a"}, {"a": {1, 2}}, date(2026, 2, 1), [datetime(2026, 2, 1, tzinfo=UTC)], b"bytes", 2**70, UUID(int=1)],
    ids=["subclass", "numbered", "set", "day", "moment", "bytes", "large", "uuid"],
)
def test_what_json_has_not_is_refused(value: Any) -> None:  # Any: what must be refused
    """A value that would not come back as it went in (a date, a set, a number of 70 bits) is refused with its code."""
    with pytest.raises(BadInput) as refusal:
        canonical_json(value)
    assert refusal.value.code == "statements.not_json"
    assert refusal.value.message("es")


def test_an_endless_value_is_refused() -> None:
    """A value that holds itself, or is nested a thousand deep, is refused and does not break the program."""
    knot: list[Any] = []
    knot.append(knot)
    deep: list[Any] = []
    for _ in range(5000):
        deep = [deep]
    for value in (knot, deep):
        with pytest.raises(BadInput, match="not_json"):
            canonical_json(value)


BROKEN = [name for name in COLUMNS if name not in ("locator", "value", "exposure", "negated")]


@pytest.mark.parametrize("name", BROKEN)
def test_a_nul_or_half_a_pair_is_refused_in_every_text(name: str) -> None:
    """A NUL and half a surrogate pair are refused in each text of a statement, each with its code."""
    for text, code in (("a\x00b", "statements.nul"), ("a\ud83d", "statements.broken_text")):
        with pytest.raises(BadInput) as refusal:
            canonical_bytes(row_of(statement(**{name: text})))
        assert refusal.value.code == code


@pytest.mark.parametrize("make", [lambda text: text, lambda text: {"a": [text]}, lambda text: {text: 1}], ids=["text", "deep", "key"])
@pytest.mark.parametrize("name", ["value", "locator"])
def test_a_nul_or_half_a_pair_is_refused_in_json(name: str, make: Any) -> None:  # Any: a function of a text
    """A NUL and half a surrogate pair are refused in values and locators at any depth, keys among them."""
    for text, code in (("a\x00b", "statements.nul"), ("\\\x00", "statements.nul"), ("\ud83d", "statements.broken_value")):
        with pytest.raises(BadInput) as refusal:
            canonical_bytes(row_of(statement(**{name: {"in": make(text)}})))
        assert refusal.value.code == code
        assert all(refusal.value.message(language) for language in ("es", "en"))


@given(st.lists(st.sampled_from(["\\", "\\u0000", "u0000", "\\\\u0000", '"', "x"]), max_size=6).map("".join))
def test_text_that_only_looks_like_a_nul_is_accepted(text: str) -> None:
    """Backslashes before "u0000" typed as text are text, in every column, and come back as they are."""
    said = statement(value={text: text}, locator={"url": text}, reason=text, source=text, subject=text)
    found = json.loads(canonical_bytes(row_of(said)))
    assert (json.loads(found["value"]), found["reason"], found["source"]) == ({text: text}, text, text)


def test_a_refusal_names_the_place_and_not_the_text() -> None:
    """A refused text is named by its subject's id and its property; the text itself is not repeated."""
    with pytest.raises(BadInput) as refusal:
        canonical_bytes(row_of(statement(value="Ana\x00Ruiz")))
    for language in ("es", "en"):
        assert "r1" in refusal.value.message(language)
        assert "Ana" not in refusal.value.message(language)
