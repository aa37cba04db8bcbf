"""A question as an address carries it, with its answer: the shape that every kind of question shares, and how its parameters are read."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

import attrs

from amparo.errors import BadInput
from amparo.publish import Paper
from amparo.questions.rule import DEFAULT_FRESHNESS
from amparo.statements import canonical_json
from amparo.words import Language
from amparo.workflows.session import Session

type Params = Mapping[str, Sequence[str]]


@attrs.frozen(eq=False)
class Asked:
    """
    An answer with the question that it answers.

    Attributes:
        document: the answer as data, without the ledger position.
        paper: writes it down in a language.
        value: the answer itself, for the screen.
    """

    kind: str
    params: Params
    document: dict[str, Any]  # Any: a JSON document
    paper: Callable[[Language], Paper]
    value: Any  # Any: of the kind

    @property
    def digest(self) -> str:
        """The hash of the answer: two answers with one digest say the same."""
        return sha256(canonical_json(_exact(self.document)).encode()).hexdigest()


def _exact(value: Any) -> Any:  # Any: Json
    """Return a document in which no number can be written in two ways: fractions as text."""
    if isinstance(value, Mapping):
        return {name: _exact(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_exact(part) for part in value]
    return repr(value) if isinstance(value, float) else value


type Asker = Callable[[Session, Params], Asked]


def one(params: Params, name: str) -> str:
    """Return the first value of a parameter, "" where it has none."""
    values = params.get(name, ())
    return values[0].strip() if values else ""


def day(params: Params, name: str) -> date | None:
    """Return a day, None where none was given."""
    text = one(params, name)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput("workflows.not_a_day", value=text) from None


def freshness(params: Params) -> int | None:
    """Return the days for which a state is supported after it was last cited; None for ever."""
    return None if one(params, "fresh") == "forever" else whole(params, "fresh", DEFAULT_FRESHNESS)


def whole(params: Params, name: str, otherwise: int) -> int:
    """Return a whole number, or what stands for none."""
    text = one(params, name)
    if not text:
        return otherwise
    if not (text.isdecimal() and int(text) <= 36_500):
        raise BadInput("workflows.not_a_number", value=text)
    return int(text)
