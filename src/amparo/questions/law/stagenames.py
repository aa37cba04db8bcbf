"""One table of the stages of a law, and every other name in use as an alias of one of them."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from amparo.words import Language


@cache
def _table() -> Mapping[str, Mapping[str, Any]]:  # Any: words, and lists of them
    table: dict[str, Any] = yaml.safe_load((files("amparo.questions.law") / "stagenames.yml").read_text(encoding="utf-8"))
    return table


@cache
def _aliases() -> Mapping[str, str]:
    return {alias: stage for stage, row in _table().items() for alias in (stage, *row.get("aliases", ()))}


@cache
def stage_names() -> Sequence[str]:
    """Return every name that a stage may be called by."""
    return tuple(_aliases())


def stages() -> Sequence[str]:
    """Return the stages in the order of a law that meets no obstacle."""
    return tuple(_table())


def stage_of(name: str, result: str | None = None) -> str:
    """
    Return the stage that a name stands for; the result decides where the name alone does not.

    >>> stage_of("reading-2", "arts. 1-6 approved; art. 7 deferred"), stage_of("reading-2", "approved-unanimous")
    ('second_reading_started', 'second_reading_approved')
    """
    stage = _aliases()[name]
    for start, other in _table()[stage].get("when", {}).get(name, {}).items():
        said = (result or "").lower()
        if said.startswith(start) or (name == "constitutional-review" and start in said):
            return str(other)
    return stage


def stage_label(stage: str, language: Language) -> str:
    """Return the printed word of a stage."""
    return str(_table()[stage][language])
