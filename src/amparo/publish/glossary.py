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

# Words that this record defines for itself: no law could.
OURS = frozenset({"bounds", "claim", "edition", "rearrest", "replacement", "statement"})
_PACKAGE = "glossary"
_MEANING, _SOURCE = "_meaning", "_source"


@cache
def _terms() -> tuple[str, ...]:
    table: Mapping[str, object] = tomllib.loads((files("amparo.locale") / f"{_PACKAGE}.toml").read_text(encoding="utf-8"))
    return tuple(key for key in table if not key.endswith((_MEANING, _SOURCE)))


def source_of(term: str, voice: Voice) -> str | None:
    """Return the instrument and the article that a definition rests on; None where it is ours, or nobody's."""
    try:
        return say(f"{_PACKAGE}.{term}{_SOURCE}", voice.language)
    except KeyError:
        return None


def _rests_on(term: str, voice: Voice) -> str:
    """Return, as a sentence, what a definition rests on: nobody must take a usage for a rule."""
    source = source_of(term, voice)
    if source is not None:
        return voice.t("glossary_source", source=source)
    return voice.t("glossary_ours" if term in OURS else "glossary_no_source")


def page(release: Release, voice: Voice) -> Context:
    """Every term with its word in the other language, its definition and the instrument that it rests on."""
    del release
    here, other = voice.language, voice.other
    words = [(term, f"{_PACKAGE}.{term}", f"{_PACKAGE}.{term}{_MEANING}") for term in _terms()]
    found = [(term, say(word, here), say(word, other), say(meaning, here), _rests_on(term, voice)) for term, word, meaning in words]
    return {"terms": sorted(found, key=lambda row: sort_key(row[1]))}
