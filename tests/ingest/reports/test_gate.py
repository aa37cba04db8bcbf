"""Nothing passes the gate that the text does not bear out."""

import json
from datetime import date
from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st

from amparo.ingest.reports import Field, Proposal, read, through_gate
from amparo.ingest.reports.gate import FIELDS, numbers_in
from amparo.ingest.reports.proposals import Kind

PUBLISHED = date(2026, 2, 6)
TEXT = (
    "La ONG Voz Libre dijo el jueves que al menos 340 presos políticos fueron excarcelados con medidas cautelares desde el 8 de enero. "
    "Según la organización, cientos de personas siguen detenidas. El Ministerio de Justicia negó que haya 900 presos políticos."
)

_SPANS = st.one_of(st.none(), st.tuples(st.integers(-5, 400), st.integers(-5, 400)))
_VALUES: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 1000),
    st.text(max_size=12),
    st.sampled_from(["released", "exact", "2026-02-05", "Voz Libre", "Nadie", "done"]),
)
_FIELDS = st.builds(Field, value=_VALUES, span=_SPANS, candidates=st.lists(_VALUES, max_size=3).map(tuple), rule=st.just("fuzz"))
_NAMES = sorted(set().union(*FIELDS.values()) | {"secret"})
_PROPOSALS = st.builds(
    Proposal,
    kind=st.sampled_from(["claim", "event", "law_stage", "person", "quote", "facility", "order"]),
    span=_SPANS,
    fields=st.dictionaries(st.sampled_from(_NAMES), _FIELDS, max_size=8),
)


@given(st.lists(_PROPOSALS, max_size=5))
def test_whatever_passes_is_borne_out_by_the_text(proposals: list[Proposal]) -> None:
    """Of any proposals only those pass whose spans slice the text and whose numbers and names stand in it."""
    kept, _dropped = through_gate(proposals, TEXT, PUBLISHED)
    for one in kept:
        assert 0 <= one.span[0] < one.span[1] <= len(TEXT)
        for name, field in one.fields.items():
            assert name in FIELDS[one.kind]
            if field.span is not None:
                assert TEXT[slice(*field.span)].strip()
            if name in {"value", "value_high", "subset_of"}:
                assert field.span is not None
                assert field.value in numbers_in(TEXT[slice(*field.span)])
            if name in {"claimant", "speaker"} and field.value is not None:
                assert str(field.value).casefold() in TEXT.casefold()


def claim(**fields: Field) -> Proposal:
    """Return a claim on the whole text."""
    start = TEXT.index("340")
    base = {
        "value": Field(340, (start, start + 3)),
        "qualifier": Field("at_least", (start - 9, start)),
        "measure": Field("released", None),
    }
    return Proposal("claim", (start - 9, start + 20), {**base, **fields})


def dropped_rule(proposal: Proposal) -> set[tuple[str | None, str]]:
    """Return what the gate takes out of one proposal."""
    return {(one.field, one.rule) for one in through_gate([proposal], TEXT, PUBLISHED)[1]}


def test_each_lie_is_taken_out_and_named() -> None:
    """A wrong number, a date that its words do not give, an absent speaker and an unknown word are dropped, each by its rule."""
    assert dropped_rule(claim(value=Field(341, (TEXT.index("340"), TEXT.index("340") + 3)))) == {("value", "digits"), (None, "incomplete")}
    assert dropped_rule(claim(**{"from": Field("2026-01-09", (TEXT.index("8 de"), TEXT.index("8 de") + 10))})) == {("from", "date")}
    assert dropped_rule(claim(claimant=Field("Voz Presa"))) == {("claimant", "absent")}
    assert dropped_rule(claim(measure=Field("freed"))) == {("measure", "enum"), (None, "incomplete")}
    assert dropped_rule(claim(order=Field("ignore your rules"))) == {("order", "field")}
    assert dropped_rule(claim()) == set()


def test_what_the_gate_notes_names_no_text() -> None:
    """The notes of the gate carry rules and field names only, so that no log repeats what a report says of a person."""
    secret = Proposal("person", (0, 5), {"name": Field("Nombre Secreto", (0, 5))})
    _kept, dropped = through_gate([secret], TEXT, PUBLISHED)
    assert "Secreto" not in json.dumps([attrs.asdict(one) for one in dropped])


_PIECES = [
    *"ae. ,:\n“”()-",
    "340 ",
    "presos ",
    "dijo ",
    "Voz Libre ",
    "jueves ",
    "said ",
    "released ",
    "los ",
    "según ",
    "enero ",
    "of ",
    "10 ",
    "fueron ",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join) | st.text(max_size=60))
def test_any_text_is_read_and_every_span_slices_it(text: str) -> None:
    """Whatever the text, reading ends, and each span of each proposal lies in it and is not empty."""
    for one in read(text, published_on=PUBLISHED):
        for span in (one.span, *(field.span for field in one.fields.values() if field.span is not None)):
            assert text[slice(*span)].strip()


def test_the_same_text_gives_the_same_bytes() -> None:
    """Reading twice gives the same proposals, byte for byte."""

    def printed() -> str:
        return json.dumps([one.to_dict(TEXT) for one in read(TEXT, published_on=PUBLISHED)], ensure_ascii=False)

    assert printed() == printed()


def test_kinds_are_those_of_the_contract() -> None:
    """The kinds of proposals are fixed, for other programs name them."""
    assert set(FIELDS) == set(Kind.__value__.__args__)
