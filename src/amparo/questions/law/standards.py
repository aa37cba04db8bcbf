"""What international standards ask of an amnesty, answered for a text: apart from any person's answer."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import attrs
import yaml

from amparo.questions.law.instrument import Instrument
from amparo.words import LANGUAGES, Language


@attrs.frozen(kw_only=True)
class Standard:
    """One question of the checklist; ``answer`` is *unclear* where nobody has answered it from the text."""

    id: str
    question: Mapping[Language, str]
    standard: str
    answer: Literal["yes", "no", "unclear"]
    article: str | None = None
    note: str | None = None

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return it as data."""
        return {**attrs.asdict(self, recurse=False), "question": dict(self.question)}


@cache
def checklist() -> Mapping[str, Mapping[str, str]]:
    """Return the questions, by their id."""
    table: dict[str, Mapping[str, str]] = yaml.safe_load((files("amparo.questions.law") / "standards.yml").read_text(encoding="utf-8"))
    return table


def standards(instrument: Instrument) -> tuple[Standard, ...]:
    """Return the checklist as the file of a text answers it."""
    answers = instrument.document.get("standards") or {}
    return tuple(
        Standard(
            id=name,
            question={language: row[language] for language in LANGUAGES},
            standard=row["standard"],
            answer=answers.get(name, {}).get("answer", "unclear"),
            article=answers.get(name, {}).get("article"),
            note=answers.get(name, {}).get("note"),
        )
        for name, row in checklist().items()
    )
