"""The words of the field, read once from ``vocabulary.yml``: tokens, labels, margins."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import attrs
import yaml

from amparo.words import Language

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one reads ten times faster, where it was built

type Step = Literal["takes", "keeps", "frees", "ends", "none"]


@attrs.frozen
class Kind:
    """A kind of event: the states that may follow it and what it does to custody."""

    token: str
    states: tuple[str, ...]
    step: Step


@cache
def vocabulary() -> Mapping[str, Mapping[Any, Any]]:  # Any: labels, numbers and lists, by section
    """Return the whole table, section by section."""
    text = (files("amparo.statements") / "vocabulary.yml").read_text(encoding="utf-8")
    table: Mapping[str, Mapping[Any, Any]] = yaml.load(text, Loader=_LOADER)  # noqa: S506 (a safe loader, whichever it is)
    return table


@cache
def kinds() -> Mapping[str, Kind]:
    """Return every kind of event by its token."""
    return {token: Kind(token, tuple(row["states"]), row["step"]) for token, row in vocabulary()["kinds"].items()}


def kinds_of(token: str) -> Sequence[str]:
    """Return the kinds that a user's word stands for: a group (``release``) or one kind."""
    group = vocabulary()["kind_groups"].get(token)
    if group is not None:
        return tuple(group["kinds"])
    return (token,) if token in kinds() else ()


def margin(name: str) -> int:
    """Return one number of the table of margins."""
    return int(vocabulary()["margins"][name])


def label(section: str, token: str | int, language: Language) -> str:
    """Return the printed word of a token; the token itself where the table has none."""
    row = vocabulary()[section].get(token)
    return str(row[language]) if row is not None else str(token)


def nearest(word: str, known: Sequence[str]) -> str | None:
    """Return the known word most like the given one, for messages; None where nothing is near."""
    found = get_close_matches(word, known, n=1, cutoff=0.6)
    return found[0] if found else None
