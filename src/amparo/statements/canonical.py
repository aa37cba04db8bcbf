"""
The one way to write a statement as bytes, so that its hash can be recomputed by anyone.

The form is a JSON object, keys in alphabetical order, no spaces, UTF-8, no
floats; ``value`` and ``locator`` are themselves canonical JSON, kept as text.
"""

import re
from typing import Any

import orjson

from amparo.errors import BadInput
from amparo.statements.types import Statement

FORMAT = "amparo-statement/1"

# A NUL as it is, or escaped in JSON text (an escaped backslash before "u0000" is only text).
_NUL = re.compile(r"\x00|(?<!\\)(?:\\\\)*\\u0000")

# The columns of a statement as the log stores them, in the order of the canonical form.
COLUMNS = (
    "action", "exposure", "happened_on", "import_id", "language", "locator", "negated", "property", "reason", "recorded_at",
    "recorded_by", "reliability", "source", "stated_on", "subject", "subject_kind", "target", "value",
)  # fmt: skip


def canonical_json(value: Any) -> str:  # Any: Json
    """Return a JSON value as its one text: sorted keys, no spaces, no floats."""
    kind = type(value)
    if kind is float or kind is dict or kind is list or kind is tuple:
        _refuse_floats((value,))
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    except TypeError as error:
        raise BadInput("statements.not_json", kind=kind.__name__) from error


def _refuse_floats(parts: Any) -> None:  # Any: the parts of a Json container
    """Raise if a float hides in the value: its text would differ between machines."""
    for part in parts:
        kind = type(part)
        if kind is float:
            raise BadInput("statements.float", value=part)
        if kind is dict:
            _refuse_floats(part.values())
        elif kind is list or kind is tuple:
            _refuse_floats(part)


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
    try:
        data = orjson.dumps({"format": FORMAT, **dict(zip(COLUMNS, row, strict=True))}, option=orjson.OPT_SORT_KEYS)
    except TypeError as error:  # orjson says so of half a surrogate pair
        raise BadInput("statements.broken_text", subject=row[14], property=row[7]) from error
    if b"u0000" in data and any(_NUL.search(cell) for cell in row if isinstance(cell, str)):
        raise BadInput("statements.nul", subject=row[14], property=row[7])
    return data
