"""What a value must look like for the questions that will read it: checked before it is recorded, for the log keeps everything."""

from collections.abc import Callable, Mapping
from typing import Any

from amparo import ingest
from amparo.errors import BadInput
from amparo.ingest import Table
from amparo.statements import kinds, nearest

CLAIM_NUMBERS = ("value", "value_high", "men", "women", "civilians", "military", "adults", "adolescents", "foreigners", "sentenced",
                 "unsentenced")  # fmt: skip
CLAIM_TEXTS = ("claim_id", "source_url", "publisher", "published_on", "claimant", "claimant_kind", "measure", "population", "qualifier",
               "from", "until", "place", "conditions", "note", "language", "key_phrase", "modality")  # fmt: skip
_DECISIONS = ("same", "different", "undecided")


def check_value(subject_kind: str, subject: str, property: str, value: Any) -> None:  # Any: Json
    """Raise BadInput where nothing could be done with a value, with an example of one that fits."""
    if (subject_kind, property) == ("claim", "claim"):
        _check_claim(subject, value)
    elif property == "event" and subject_kind != "facility":
        kind = value.get("kind") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in kinds():
            raise BadInput("workflows.word", word=kind, near=nearest(str(kind), list(kinds())) or "arrest")
    else:
        fits, example = _SHAPES.get((subject_kind, property)) or _SHAPES.get(("", property)) or (_anything, "")
        if not fits(value):
            raise BadInput("workflows.value_shape", property=property, example=example)


def _check_claim(subject: str, value: Any) -> None:  # Any: Json
    """Refuse a claim that the import of claims would refuse, or that is on another claim than it says."""
    if not isinstance(value, dict) or value.get("claim_id") != subject:
        raise BadInput(
            "workflows.value_shape", property="claim", example=f'{{"claim_id": "{subject}", "measure": "released", "value": 340, …}}'
        )
    columns = (*CLAIM_TEXTS, *CLAIM_NUMBERS)
    columns += tuple(sorted(value.keys() - set(columns)))
    row = tuple("" if value.get(name) is None else str(value[name]) for name in columns)
    refused = ingest.propose_claims(Table(columns, [row], [1], subject, "")).refused
    wrong = [name for name in CLAIM_NUMBERS if not isinstance(value.get(name), int | None) or isinstance(value.get(name), bool)]
    if refused or wrong:
        raise BadInput("workflows.claim_refused", problems=refused, claim=subject, columns=", ".join(wrong) or refused[0].column)


def _anything(value: Any) -> bool:  # Any: Json
    return value is not None


def _text(value: Any) -> bool:  # Any: Json
    return isinstance(value, str) and bool(value.strip())


def _texts(value: Any) -> bool:  # Any: Json
    return isinstance(value, list) and all(map(_text, value))


def _with(**parts: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """Return what says of a value whether it has these parts."""
    return lambda value: isinstance(value, dict) and all(fits(value.get(name)) for name, fits in parts.items())


_NAME = (_text, '"Ana Ruiz"')
_SHAPES: Mapping[tuple[str, str], tuple[Callable[[Any], bool], str]] = {
    ("record", "person"): (_text, '"p…"'),
    ("", "same_person"): (_with(other=_text, decision=_DECISIONS.__contains__), '{"other": "p…", "decision": "same"}'),
    ("facility", "event"): (_with(type=_text), '{"type": "closed"}'),
    ("", "charge"): (_with(id=_text), '{"id": "c1", "status": ["charged"]}'),
    ("", "case_fact"): (_with(name=_text), '{"name": "at_law", "value": true}'),
    ("instrument", "text"): (_with(key=_text, yaml=_text), '{"key": "v1", "yaml": "format: amparo-instrument/1 …"}'),
    ("pledge", "pledge"): (_with(pledge_id=_text, act=_text), '{"pledge_id": "…", "act": "release_all", "due": "2026-02-10", …}'),
    ("instrument", "stage"): (_with(stage=_text), '{"stage": "tabled"}'),
    ("report", "retrieval"): (_with(sha256=_text, how=_text), '{"sha256": "…", "how": "file"}'),
    ("facility", "aliases"): (_texts, '["El Helicoide", "Helicoide"]'),
    **{("", name): _NAME for name in ("name", "full_name", "given_names", "surnames", "alias")},
}
