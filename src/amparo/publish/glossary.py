"""The glossary: the words of the field and of the law, in the order of each language's alphabet."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from amparo.publish.pages import Context
from amparo.publish.release import Release
from amparo.publish.sorting import sort_key
from amparo.publish.voice import Voice
from amparo.words import say

_PACKAGE = "glossary"
_MEANING = "_meaning"


@cache
def _terms() -> tuple[str, ...]:
    table: Mapping[str, object] = tomllib.loads((files("amparo.locale") / f"{_PACKAGE}.toml").read_text(encoding="utf-8"))
    return tuple(key for key in table if not key.endswith(_MEANING))


def page(release: Release, voice: Voice) -> Context:
    """Every term with its word in the other language and its definition."""
    del release
    here, other = voice.language, voice.other
    words = [(term, f"{_PACKAGE}.{term}", f"{_PACKAGE}.{term}{_MEANING}") for term in _terms()]
    found = [(term, say(word, here), say(word, other), say(meaning, here)) for term, word, meaning in words]
    return {"terms": sorted(found, key=lambda row: sort_key(row[1]))}
