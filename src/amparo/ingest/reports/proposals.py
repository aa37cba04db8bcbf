"""What a report may add to the record: proposals, each field anchored to the characters that it was read from."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, Literal

import attrs
import orjson

type Span = tuple[int, int]  # first code point, and the one after the last
type Kind = Literal["claim", "event", "law_stage", "person", "quote", "facility"]
type Value = str | int | bool | None

KINDS: tuple[Kind, ...] = ("claim", "event", "law_stage", "person", "quote", "facility")


@attrs.frozen
class Field:
    """
    One part of a proposal.

    Attributes:
        value: what was read; for a claimant, None means that the report speaks for itself.
        span: where it stands; None where nothing stands for it (a quantity without a hedge is exact).
        candidates: other readings, the best first, ``value`` among them.
        rule: which rule read it.
    """

    value: Value
    span: Span | None = None
    candidates: tuple[Value, ...] = ()
    rule: str = ""


@attrs.frozen
class Proposal:
    """
    One record that a report supports and that nobody has confirmed yet.

    Attributes:
        span: the passage, in code points of the canonical text.
        fields: by name; see ``gate.FIELDS`` for the names of each kind.
        extractor, version: who proposes it.
    """

    kind: Kind
    span: Span
    fields: Mapping[str, Field]
    extractor: str = "rules"
    version: str = ""

    def value(self, name: str) -> Value:
        """Return the value of a field, None where the proposal does not have it."""
        field = self.fields.get(name)
        return None if field is None else field.value

    def to_dict(self, text: str = "") -> dict[str, Any]:  # Any: a JSON document
        """Return the proposal as data; with the text, also the passage."""
        return {
            "kind": self.kind,
            "span": list(self.span),
            **({"passage": text[slice(*self.span)]} if text else {}),
            "fields": {
                name: {
                    "value": field.value,
                    "span": None if field.span is None else list(field.span),
                    "candidates": list(field.candidates),
                    "rule": field.rule,
                }
                for name, field in sorted(self.fields.items())
            },
            "extractor": self.extractor,
            "version": self.version,
        }

    def key(self, text_sha256: str) -> str:
        """Return the id of the proposal: the same for the same kind, place and values in the same text, whoever proposes it."""
        values = {name: field.value for name, field in self.fields.items()}
        body = orjson.dumps([text_sha256, self.kind, self.span, values], option=orjson.OPT_SORT_KEYS)
        return "q" + sha256(body).hexdigest()[:20]


def in_order(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Return proposals by their place in the text, so that the same input gives the same bytes."""
    return sorted(proposals, key=lambda one: (one.span, KINDS.index(one.kind), str(one.fields.get("value")), str(sorted(one.fields))))
