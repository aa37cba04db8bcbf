"""The one gate that every proposal passes, ours included: what does not stand in the text is taken out, and it is said why."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import lru_cache

import attrs

from amparo.errors import BadInput
from amparo.ingest.reports.days.dates import dates_of
from amparo.ingest.reports.measured.breakdowns import PARTS
from amparo.ingest.reports.measured.told import MEASURES
from amparo.ingest.reports.proposals import KINDS, Field, Proposal, Value, in_order
from amparo.ingest.reports.words.lexicon import lexicon
from amparo.ingest.reports.words.numbers import numbers_of
from amparo.ingest.reports.words.text import folded, read_text
from amparo.statements import interval, is_edtf, kinds

QUALIFIERS = ("exact", "at_least", "more_than", "about", "at_most", "fewer_than", "order_of_magnitude", "range")
POPULATIONS = (
    "political_prisoners",
    "protest_detainees",
    "all_benefited",
    "all_detainees",
    "journalists",
    "women",
    "adolescents",
    "foreigners",
    "military",
    "amnesty_applicants",
    "under_precautionary_measures",
)
CLAIMANT_KINDS = ("ngo", "government", "parliament", "igo", "press", "family_committee", "other")
MODALITIES = ("done", "planned", "denied")
STAGES = (
    "announced",
    "tabled",
    "first_reading",
    "consultation",
    "second_reading",
    "passed",
    "promulgated",
    "gazetted",
    "in_force",
    "reviewed",
    "expired",
)
FACILITY_EVENTS = ("closure_announced", "closed", "opened", "reopened", "converted", "transfer", "visited")

FIELDS: Mapping[str, frozenset[str]] = {
    "claim": frozenset(
        [
            "claimant",
            "claimant_kind",
            "measure",
            "value",
            "value_high",
            "qualifier",
            "population",
            "from",
            "until",
            "place",
            "conditions",
            "modality",
            "negated",
            "subset_of",
            "delta",
            *PARTS,
        ]
    ),
    "event": frozenset(["kind", "person", "date", "place", "facility", "modality", "negated", "claimant"]),
    "law_stage": frozenset(["instrument", "stage", "date", "body", "modality", "claimant"]),
    "person": frozenset({"name", "role"}),
    "quote": frozenset({"text", "speaker"}),
    "facility": frozenset(["name", "event", "date", "place", "modality", "claimant"]),
}
_NEEDED: Mapping[str, frozenset[str]] = {
    "claim": frozenset({"value", "measure", "qualifier"}),
    "event": frozenset({"kind"}),
    "law_stage": frozenset({"stage"}),
    "person": frozenset({"name"}),
    "quote": frozenset({"text"}),
    "facility": frozenset({"name", "event"}),
}
_WORDS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("claim", "measure"): (*MEASURES, "under_measures"),
    ("claim", "claimant_kind"): CLAIMANT_KINDS,
    ("claim", "qualifier"): QUALIFIERS,
    ("claim", "population"): POPULATIONS,
    ("law_stage", "stage"): STAGES,
    ("facility", "event"): FACILITY_EVENTS,
}
NUMBERS = frozenset({"value", "value_high", "subset_of", *PARTS})
_DATES = frozenset({"from", "until", "date"})


@attrs.frozen
class Dropped:
    """What the gate took out: of which kind of proposal, which field (None: the whole), by which rule. It names no text."""

    kind: str
    field: str | None
    rule: str


def through_gate(proposals: Iterable[Proposal], text: str, published_on: date) -> tuple[list[Proposal], list[Dropped]]:
    """Return the proposals with only what the text bears out, in the order of the text, and what was taken out."""
    kept: list[Proposal] = []
    dropped: list[Dropped] = []
    seen: set[str] = set()
    for proposal in proposals:
        rule = _whole(proposal, text)
        if rule is not None:
            dropped.append(Dropped(proposal.kind if proposal.kind in KINDS else "?", None, rule))
            continue
        fields = {}
        for name, field in proposal.fields.items():
            rule = _wrong(proposal, name, field, text, published_on)
            if rule is None:
                sound_ones = _sound(proposal.kind, name, field, text)
                fields[name] = field if sound_ones == field.candidates else attrs.evolve(field, candidates=sound_ones)
            else:
                dropped.append(Dropped(proposal.kind, name, rule))
        if not fields.keys() >= _NEEDED[proposal.kind]:
            dropped.append(Dropped(proposal.kind, None, "incomplete"))
            continue
        sound = attrs.evolve(proposal, fields=fields)
        if (key := sound.key("")) not in seen:
            seen.add(key)
            kept.append(sound)
    return in_order(kept), dropped


def _whole(proposal: Proposal, text: str) -> str | None:
    """Return the rule that a proposal as a whole breaks."""
    if proposal.kind not in KINDS:
        return "kind"
    return None if _slices(proposal.span, text) else "span"


def _slices(span: object, text: str) -> bool:
    return (
        isinstance(span, tuple)
        and len(span) == 2
        and all(isinstance(end, int) and not isinstance(end, bool) for end in span)
        and 0 <= span[0] < span[1] <= len(text)
        and bool(text[span[0] : span[1]].strip())
    )


def _wrong(proposal: Proposal, name: str, field: Field, text: str, published_on: date) -> str | None:
    """Return the rule that a field breaks, None where it is borne out."""
    if name not in FIELDS[proposal.kind]:
        return "field"
    if field.span is not None and not _slices(field.span, text):
        return "span"
    if name in NUMBERS:
        return _wrong_number(field, text)
    if name in _DATES:
        return _wrong_date(field, text, published_on)
    if name in {"negated", "delta"}:
        return None if isinstance(field.value, bool) else "type"
    words = _words_of(proposal.kind, name)
    if words is not None:
        return None if field.value in words else "enum"
    return _wrong_text(name, field, text)


def wrong_value(kind: str, name: str, value: object) -> str | None:
    """Return the rule that a value breaks as a value, wherever it comes from: what a reviewer types need not stand in the text."""
    words = _words_of(kind, name)
    if words is not None:
        return None if value in words else "enum"
    if name in {"negated", "delta"}:
        return None if isinstance(value, bool) else "type"
    if name in NUMBERS:
        return None if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else "type"
    if name in _DATES:
        return None if isinstance(value, str) and is_edtf(value) else "edtf"
    return None if isinstance(value, str) or (value is None and name in {"claimant", "speaker"}) else "type"


def _words_of(kind: str, name: str) -> Collection[str] | None:
    """Return the words that a field may hold; None where it holds text."""
    if name == "modality":
        return MODALITIES
    return ("other", *kinds()) if (kind, name) == ("event", "kind") else _WORDS.get((kind, name))


def _wrong_number(field: Field, text: str) -> str | None:
    """Return the rule that a number breaks: it must be read, by our own reader, in its span."""
    if not isinstance(field.value, int) or isinstance(field.value, bool) or field.value < 0:
        return "type"
    if field.span is None:
        return "span"
    return None if field.value in numbers_in(text[slice(*field.span)]) else "digits"


@lru_cache(maxsize=1 << 12)  # "340" is asked for again and again
def numbers_in(passage: str) -> frozenset[int]:
    """Return the numbers that a passage holds, both ends of a range and of a vague word among them."""
    found: set[int] = set()
    for language in ("es", "en"):
        read = read_text(passage, language)
        marks = lexicon(read.language).marks(read.tokens)
        for sentence in read.sentences:
            for number in numbers_of(read, marks, sentence.first, sentence.last):
                found |= {number.value} | ({number.high} if number.high is not None else set())
    return frozenset(found)


def _wrong_date(field: Field, text: str, published_on: date) -> str | None:
    """Return the rule that a date breaks: its expression, read alone or in its place, must give the days that it names."""
    if not isinstance(field.value, str):
        return "type"
    try:
        first, last = interval(field.value)
    except BadInput:
        return "edtf"
    if field.span is None:
        return "span"
    in_place = (one.edtf for one in dates_of(text, published_on) if one.span[0] < field.span[1] and field.span[0] < one.span[1])
    if any(_holds(one, first, last) for one in in_place):
        return None
    alone = dates_of(text[slice(*field.span)], published_on)
    return None if any(_holds(one.edtf, first, last) for one in alone) else "date"


def _holds(edtf: str, first: date | None, last: date | None) -> bool:
    """Say whether the days that a date names hold those from a first to a last."""
    start, end = interval(edtf)
    return (start is None or first is None or start <= first) and (end is None or last is None or last <= end)


def _wrong_text(name: str, field: Field, text: str) -> str | None:
    """Return the rule that a piece of text breaks: it must stand in the report, and in its span where it has one."""
    if field.value is None and name in {"claimant", "speaker"}:
        return None
    if not isinstance(field.value, str) or not field.value.strip():
        return "type"
    if name == "text" and field.span is not None:
        return None if text[slice(*field.span)] == field.value else "quote"
    return None if field.value in text or folded(field.value) in _folded(text) else "absent"


@lru_cache(maxsize=8)
def _folded(text: str) -> str:
    return " ".join(folded(text).split())


def _sound(kind: str, name: str, field: Field, text: str) -> tuple[Value, ...]:
    """Return the candidates that could stand for the value."""
    if name in {"claimant", "speaker"}:
        return tuple(one for one in field.candidates if one is None or (isinstance(one, str) and one in text))
    words = _words_of(kind, name)
    return field.candidates if words is None else tuple(one for one in field.candidates if one in words)
