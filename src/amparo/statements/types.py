"""
The statement: what one source says of one subject, unchangeable once recorded.

A correction is a new statement that *supersedes*; a withdrawal is a new
statement that *retracts* and says why. Statements that contradict each other
live side by side: choosing between them is a reviewer's work, not ours.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NewType

import attrs

StatementId = NewType("StatementId", str)
PersonId = NewType("PersonId", str)

type Json = str | int | bool | Sequence["Json"] | Mapping[str, "Json"] | None
type Action = Literal["assert", "supersede", "retract"]

DEFAULT_EXPOSURE = 2
PUBLIC_EXPOSURE = 5


@attrs.frozen(kw_only=True)
class Statement:
    """
    One fact as one source states it.

    Attributes:
        subject_kind: ``record`` (a row of a list), ``person``, ``claim``, ``facility``, ``instrument``,
            ``source``, ``import``.
        subject: the subject's id.
        property: what is said of it: a person field, ``event``, ``claim``, ``stage``, …
        value: JSON without floats: numbers of people are whole.
        negated: the source says that this is *not* so.
        happened_on: EDTF, when it happened in the world; None where it has no day of its own, ``""`` where unknown.
        source: who says so (an id of a source: the publisher, the list).
        locator: where in the source: ``{"file": sha256, "row": 12, "columns": [...]}``,
            ``{"file": …, "start": 10, "end": 42}`` or ``{"url": …}``.
        stated_on: EDTF, when the source said it.
        recorded_at: when we recorded it, ISO 8601 in UTC to the microsecond.
        recorded_by: who recorded it.
        reliability: of the source, a token of the vocabulary.
        exposure: 0 sealed … 5 public; who may ever see it.
        action: ``assert``, ``supersede`` (replaces ``target``) or ``retract`` (withdraws ``target``).
        reason: why it was superseded or retracted.
        import_id: the import that brought it, if any.
    """

    subject_kind: str
    subject: str
    property: str
    value: Any  # Any: Json, which mypy cannot follow through attrs
    source: str
    recorded_at: str
    recorded_by: str
    negated: bool = False
    happened_on: str | None = None
    locator: Mapping[str, Any] = attrs.field(factory=dict)
    stated_on: str | None = None
    reliability: str = "unknown"
    exposure: int = DEFAULT_EXPOSURE
    language: str | None = None
    action: Action = "assert"
    target: str | None = None
    reason: str | None = None
    import_id: str | None = None
