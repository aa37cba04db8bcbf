"""The table of sentences of this package."""

import doctest
import importlib
import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

import amparo.publish

TABLE = tomllib.loads((files("amparo.locale") / "publish.toml").read_text(encoding="utf-8"))
SOURCES = [path for path in Path(amparo.publish.__file__).parent.rglob("*") if path.suffix in {".py", ".html"}]
# Families whose last part is a token of the data.
FAMILIES = (
    "claimantkind", "column", "facilityevent", "feed", "facilitykind", "gap", "explore", "law_answer", "law_change", "law_role",
    "law_text", "legend", "one", "pledge_act", "pledge_meaning", "pledged", "terms", "measure", "page", "part", "population",
    "qualified", "reason", "relation", "stage", "table", "told", "unit", "verdict_meaning", "verdict",
)  # fmt: skip


@pytest.mark.parametrize("key", sorted(TABLE))
def test_both_languages_name_the_same_values(key: str) -> None:
    """A sentence has its Spanish and its English form, with the same places to fill."""
    entry = TABLE[key]
    places = {language: set(re.findall(r"\{(\w+)\}", entry[language])) for language in ("es", "en")}
    assert places["es"] == places["en"]
    assert ("es_one" in entry) == ("en_one" in entry)


def test_no_sentence_is_left_over() -> None:
    """Every sentence is used by some page or some error."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    unused = [key for key in TABLE if not key.startswith(tuple(f"{family}_" for family in FAMILIES)) and not re.search(rf"\b{key}\b", text)]
    assert unused == []


@pytest.mark.parametrize("name", ["charts", "law_text", "links", "moulds", "tables", "voice", "wording"])
def test_the_examples_run(name: str) -> None:
    """The examples in the documentation say what really comes out."""
    failed, tried = doctest.testmod(importlib.import_module(f"amparo.publish.{name}"))
    assert tried
    assert not failed
