import ast
import doctest
import string
import tomllib
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import amparo
from amparo import words
from amparo.words import LANGUAGES, both, day_in_words, listed, number_in_words, say

TABLES: dict[str, dict[str, dict[str, str]]] = {
    file.name.removesuffix(".toml"): tomllib.loads(file.read_text(encoding="utf-8"))
    for file in sorted(files("amparo.locale").iterdir(), key=lambda file: file.name)
    if file.name.endswith(".toml")
}
CODES = [f"{package}.{key}" for package, table in TABLES.items() for key in table]
SOURCES = sorted(path for path in Path(amparo.__file__).parent.rglob("*.py") if path.parent.name != "migrations")


def places(form: str) -> set[str]:
    """Return the names of a sentence's places; a place without a name or with arithmetic would fail at night."""
    found = [name for _, name, _, _ in string.Formatter().parse(form) if name is not None]
    assert all(name.split(".")[0].isidentifier() for name in found), form
    return set(found)


@pytest.mark.parametrize("code", CODES)
def test_every_sentence_stands_in_both_languages(code: str) -> None:
    """Each sentence has a Spanish and an English form with the same places; a form for one has no others."""
    package, _, key = code.partition(".")
    forms = TABLES[package][key]
    assert {"es", "en"} <= set(forms) <= {"es", "en", "es_one", "en_one"}
    assert all(text.strip() for text in forms.values())
    assert places(forms["es"]) == places(forms["en"])
    for language in LANGUAGES:
        if f"{language}_one" in forms:
            assert "n" in places(forms[language])
            assert places(forms[f"{language}_one"]) <= places(forms[language])


def test_every_code_that_is_named_has_its_sentence() -> None:
    """No code in the program lacks its sentence: a message that fails to print hides the error that it explains."""
    named = {
        node.value
        for source in SOURCES
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and looks_like_a_code(node.value)
    }
    assert len(named) > 50
    beginnings = {code for code in named if code.endswith("_")}  # the rest of the code is a token
    assert named - beginnings - set(CODES) == set()
    assert [start for start in beginnings if not any(code.startswith(start) for code in CODES)] == []


def looks_like_a_code(text: str) -> bool:
    """Say whether a string is a package with sentences, a dot, and a key."""
    package, dot, key = text.partition(".")
    return bool(dot) and package in TABLES and key.isidentifier() and key not in ("csv", "html", "ics", "yml") and key.islower()


def test_every_sentence_of_the_record_is_used() -> None:
    """A sentence of the statements, the store and the workflows that nothing says any more is gone from the table."""
    program = "\n".join(source.read_text(encoding="utf-8") for source in SOURCES)
    unused = [
        code
        for code in CODES
        if code.partition(".")[0] in ("statements", "store") and code not in program and f'"{code.partition(".")[2]}"' not in program
    ]
    assert unused == []


@pytest.mark.parametrize(
    ("n", "spanish", "english"), [(0, "0 personas", "0 persons"), (1, "1 persona", "1 person"), (2, "2 personas", "2 persons")]
)
def test_one_is_not_many(n: int, spanish: str, english: str) -> None:
    """A sentence with a number has a form for one, and uses it for one only."""
    assert both("words.persons", n=n) == {"es": spanish, "en": english}
    assert (say("words.persons", "es", n=n), say("words.persons", "en", n=n)) == (spanish, english)


def test_values_are_not_templates() -> None:
    """A value with braces is printed as it is: what a file holds is never read as a sentence of ours."""
    assert say("words.at_column", "en", column="{n} {secret.__class__}") == 'Column "{n} {secret.__class__}": '


def test_an_unknown_code_is_an_error() -> None:
    """A code without a sentence fails at once, where it is said."""
    with pytest.raises(KeyError):
        say("words.no_such_sentence", "es")


@given(st.integers(-(10**12), 10**12))
def test_numbers_keep_their_value(value: int) -> None:
    """A number in words has a sign of its own, groups of three, and the digits it had."""
    for sign, text in ((".", number_in_words(value, "es")), (",", number_in_words(value, "en"))):
        assert int(text.replace(sign, "").replace("−", "-")) == value
        assert all(len(group) == 3 for group in text.lstrip("−").split(sign)[1:])


@given(st.dates())
def test_days_name_their_month(day: date) -> None:
    """A day in words has its number, its month by name, and its year, in both languages."""
    spanish, english = day_in_words(day, "es"), day_in_words(day, "en")
    assert spanish == f"{day.day} de {words.MONTHS['es'][day.month - 1]} de {day.year}"
    assert english == f"{day.day} {words.MONTHS['en'][day.month - 1]} {day.year}"


@pytest.mark.parametrize(
    ("items", "spanish", "english"),
    [([], "", ""), (["a"], "a", "a"), (["a", "b"], "a y b", "a and b"), (["a", "b", "c"], "a, b y c", "a, b and c")],
    ids=["none", "one", "two", "three"],
)
def test_lists_end_with_and(items: list[str], spanish: str, english: str) -> None:
    """Words in a list have commas, and the last is joined by its language's word."""
    assert (listed(items, "es"), listed(items, "en")) == (spanish, english)
    assert listed(items, "es", either=True) == spanish.replace(" y ", " o ")


def test_the_examples_in_the_docstrings_hold() -> None:
    """What a docstring shows is what the function returns."""
    found: Any = doctest.testmod(words)
    assert found.attempted > 3
    assert found.failed == 0
