"""Small words (articles, prepositions, auxiliaries) by their use in the rules: a data file, read once."""

from functools import cache
from importlib.resources import files

import yaml


@cache
def small_words(use: str) -> frozenset[str]:
    """
    Return the words of one use, in lower case and without accents.

    >>> "de" in small_words("prepositions")
    True
    """
    return frozenset(_table()[use])


@cache
def _table() -> dict[str, list[str]]:
    text = (files("amparo.ingest.reports") / "lexicon" / "small_words.yml").read_text(encoding="utf-8")
    table: dict[str, list[str]] = yaml.safe_load(text)
    return table
