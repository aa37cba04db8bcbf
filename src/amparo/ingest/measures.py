"""Conditions of a release in free text, and the measures they clearly name."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import attrs
import yaml


@attrs.frozen
class Named:
    """The measures that a text names, in its order, and their terms, e.g. ``{"periodic_reporting": {"every_days": 30}}``."""

    measures: tuple[str, ...]
    terms: dict[str, dict[str, int]]


@cache
def _table() -> tuple[re.Pattern[str], re.Pattern[str], Mapping[str, re.Pattern[str]]]:
    text = (files("amparo.ingest") / "measures.yml").read_text(encoding="utf-8")
    table: dict[str, Any] = yaml.safe_load(text)  # Any: two patterns and a table of patterns
    compiled = {token: re.compile(pattern, re.IGNORECASE) for token, pattern in table["measures"].items()}
    return re.compile(table["not"], re.IGNORECASE), re.compile(table["every"], re.IGNORECASE), compiled


def named_measures(text: str) -> Named:
    """
    Return the measures that a text clearly names; a clause saying that one ended names none.

    >>> named_measures("court reporting every 30 days; travel ban")
    Named(measures=('periodic_reporting', 'travel_ban'), terms={'periodic_reporting': {'every_days': 30}})
    """
    ended, every, patterns = _table()
    found: list[str] = []
    terms: dict[str, dict[str, int]] = {}
    for clause in re.split(r"[;,.|]", text):
        if ended.search(clause):
            continue
        hits = sorted((match.start(), token) for token, pattern in patterns.items() if (match := pattern.search(clause)))
        found.extend(token for _, token in hits if token not in found)
        period = every.search(clause)
        if period and "periodic_reporting" in (token for _, token in hits):
            terms["periodic_reporting"] = {"every_days": int(period["days"])}
    return Named(tuple(found), terms)
