"""
The one way to write a statement as bytes, so that its hash can be recomputed by anyone.

The form is a JSON object, keys in alphabetical order, no spaces, UTF-8, no
floats; ``value`` and ``locator`` are themselves canonical JSON, kept as text.
"""

import re
from collections.abc import Iterable
from typing import Any

import orjson

from amparo.errors import BadInput
from amparo.statements.types import Statement

FORMAT = "amparo-statement/1"

# A NUL escaped in JSON text (an escaped backslash before "u0000" is only text).
_ESCAPED_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")

# The columns of a statement as the log stores them, in the order of the canonical form.
COLUMNS = (
    "action", "exposure", "happened_on", "import_id", "language", "locator", "negated", "property", "reason", "recorded_at",
    "recorded_by", "reliability", "source", "stated_on", "subject", "subject_kind", "target", "value",
)  # fmt: skip
_JSON = frozenset({"locator", "value"})

# Only what JSON itself has: a date or an object of ours would come back as something else.
_SCALARS = frozenset({str, int, bool, type(None)})


def canonical_json(value: Any) -> str:  # Any: Json
    """
    Return a JSON value as its one text: sorted keys, no spaces, no floats.

    >>> canonical_json({"kind": "arrest", "after": [1, True, None]})
    '{"after":[1,true,null],"kind":"arrest"}'
    """
    try:
        if type(value) not in _SCALARS:
            _check((value,))
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    except (TypeError, RecursionError) as error:
        if "surrogates" in str(error):
            raise BadInput("statements.broken_value") from None
        raise BadInput("statements.not_json", kind=type(value).__name__) from None


def _check(parts: Iterable[Any]) -> None:  # Any: what is meant to be Json
    """Raise where something is not JSON, or is a float: its text would differ between machines."""
    for part in parts:
        kind = type(part)
        if kind is dict:
            _check(part.values())
        elif kind is list or kind is tuple:
            _check(part)
        elif kind is float:
            raise BadInput("statements.float", value=part)
        elif kind not in _SCALARS:
            raise BadInput("statements.not_json", kind=kind.__name__)


def row_of(statement: Statement) -> tuple[Any, ...]:  # Any: str, int, bool or None by column
    """Return the statement as the log stores it, in the order of ``COLUMNS``."""
    return (
        statement.action, statement.exposure, statement.happened_on, statement.import_id, statement.language,
        canonical_json(statement.locator), statement.negated, statement.property, statement.reason, statement.recorded_at,
        statement.recorded_by, statement.reliability, statement.source, statement.stated_on, statement.subject,
        statement.subject_kind, statement.target, canonical_json(statement.value),
    )  # fmt: skip


def canonical_bytes(row: tuple[Any, ...]) -> bytes:  # Any: as in row_of
    """
    Return the bytes that a leaf of the log commits to.

    Raises BadInput for text that no database can keep (a NUL, half a surrogate pair).
    """
    (
        action, exposure, happened_on, import_id, language, locator, negated, property, reason, recorded_at,
        recorded_by, reliability, source, stated_on, subject, subject_kind, target, value,
    ) = row  # fmt: skip
    try:
        # Named one by one in alphabetical order: a million times over, a loop and a sort would take twice as long.
        data = orjson.dumps({
            "action": action, "exposure": exposure, "format": FORMAT, "happened_on": happened_on, "import_id": import_id,
            "language": language, "locator": locator, "negated": negated, "property": property, "reason": reason,
            "recorded_at": recorded_at, "recorded_by": recorded_by, "reliability": reliability, "source": source,
            "stated_on": stated_on, "subject": subject, "subject_kind": subject_kind, "target": target, "value": value,
        })  # fmt: skip
    except TypeError:  # orjson says so of half a surrogate pair
        raise BadInput("statements.broken_text", subject=subject, property=property) from None
    if b"u0000" in data and _holds_nul(row):
        raise BadInput("statements.nul", subject=subject, property=property)
    return data


def _holds_nul(row: tuple[Any, ...]) -> bool:  # Any: as in row_of
    """Say whether a cell holds a NUL, as it is or escaped in JSON."""
    texts = {name: cell for name, cell in zip(COLUMNS, row, strict=True) if isinstance(cell, str)}
    return any("\x00" in text or (name in _JSON and _ESCAPED_NUL.search(text)) for name, text in texts.items())
