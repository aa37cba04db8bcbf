"""How to ask for a missing fact: its name in words, the question, who may know, and what proves it."""

from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import attrs
import yaml

from amparo.questions.law.expressions import Fact, Window, walk
from amparo.questions.law.instrument import Instrument
from amparo.questions.law.model import ACT
from amparo.words import LANGUAGES, Language, listed

SECTIONS = ("events", "offences", "caused")


@attrs.frozen(kw_only=True)
class MissingFact:
    """
    A fact to find out.

    Attributes:
        articles: the provisions that need it.
        who: who may know, as tokens of the table.
        curable: it need not be found out only, it can still be made true.
    """

    name: str
    label: Mapping[Language, str]
    question: Mapping[Language, str]
    articles: tuple[str, ...]
    who: tuple[str, ...]
    evidence: Mapping[Language, str]
    curable: bool = False

    def who_in_words(self, language: Language) -> str:
        """Return who may know, in a sentence's words."""
        return listed([str(_table()["who"][one][language]) for one in self.who], language, either=True)

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return the record as data."""
        return {
            "fact": self.name, "label": dict(self.label), "question": dict(self.question),
            "articles": list(self.articles), "who": list(self.who),
            "who_in_words": {language: self.who_in_words(language) for language in LANGUAGES}, "evidence": dict(self.evidence),
            "curable": self.curable,
        }  # fmt: skip


@cache
def _table() -> Mapping[str, Any]:  # Any: YAML
    table: Mapping[str, Any] = yaml.load(  # a safe loader; the C one reads ten times faster
        (files("amparo.questions.law") / "facts.yml").read_text(encoding="utf-8"),
        Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader),  # noqa: S506
    )
    return table


def missing_fact(instrument: Instrument, name: str) -> MissingFact:
    """Return how to ask for a fact; of one that the table lacks, in the words of the article that names it."""
    found, articles = _facts(instrument)[name] if name in _facts(instrument) else (_wording(instrument, name), ())
    curable = any(name in instrument.by_id[one].curable for one in articles)
    return MissingFact(name=name, articles=articles, who=tuple(found["who"]), curable=curable,
                       **{key: found[key] for key in ("label", "question", "evidence")})  # fmt: skip


def is_about_the_person(name: str) -> bool:
    """Say whether a fact is about the person, and so the same for all charges."""
    return bool(_table()["facts"].get(name, {}).get("about") == "person")


def label_of(instrument: Instrument, name: str, language: Language) -> str:
    """Return a fact in words."""
    return str(_facts(instrument)[name][0]["label"][language]) if name in _facts(instrument) else name


def word(token: object, language: Language) -> str:
    """Return a token of the table in words, with its underscores as blanks where the table lacks it."""
    row = _table()["words"].get(token)
    return str(row[language]) if row else str(token).replace("_", " ")


@lru_cache(maxsize=64)
def _facts(instrument: Instrument) -> Mapping[str, tuple[Any, tuple[str, ...]]]:  # Any: a row of the table
    """Return the wording and the articles of every fact of an instrument."""
    named: dict[str, dict[str, None]] = {}
    for article, tree in instrument.model.articles.items():
        for node in walk(tree):
            if isinstance(node, Fact | Window):
                named.setdefault(node.name if isinstance(node, Fact) else ACT, {})[article] = None
    return {name: (_wording(instrument, name, tuple(articles)), tuple(articles)) for name, articles in named.items()}


def _wording(instrument: Instrument, name: str, articles: tuple[str, ...] = ()) -> Mapping[str, Any]:  # Any: a row of the table
    table = _table()
    if name in table["facts"]:
        row: Mapping[str, Any] = table["facts"][name]
        return row
    section, _, member = name.partition(".")
    pattern = table["patterns"].get(name) or table["patterns"].get(section if member and section in SECTIONS else "other")
    token = member or name
    filled = {}
    for key in ("label", "question", "evidence"):
        filled[key] = {
            language: pattern[key][language].format(name=_named(instrument, token, articles, language)) for language in LANGUAGES
        }
    return {**filled, "who": pattern["who"]}


def _named(instrument: Instrument, token: str, articles: tuple[str, ...], language: Language) -> str:
    """Return what a token is called: by the table, else by the only article that names it, else as it is written."""
    if token in _table()["words"]:
        return word(token, language)
    glosses = [instrument.by_id[one].gloss for one in articles if one in instrument.by_id]
    if len(glosses) == 1 and glosses[0] and language in glosses[0]:
        return glosses[0][language]
    return word(token, language)
