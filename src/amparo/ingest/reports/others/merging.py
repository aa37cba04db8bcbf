"""Proposals of several extractors for one text as one list: what two read alike is one proposal with the candidates of both."""

from collections.abc import Sequence

import attrs

from amparo.ingest.reports.proposals import Field, Proposal, in_order

_SAME_BY = {
    "claim": ("value",),
    "person": ("name",),
    "quote": ("text",),
    "event": ("kind", "person", "date"),
    "law_stage": ("stage",),
    "facility": ("name", "event"),
}


def merged(lists: Sequence[Sequence[Proposal]]) -> list[Proposal]:
    """Return the proposals of the first extractor, with what later ones add: other candidates for its fields, other proposals."""
    if len(lists) == 1:
        return list(lists[0])
    found: list[Proposal] = []
    for proposals in lists:
        for one in proposals:
            place = next((at for at, other in enumerate(found) if _alike(one, other)), None)
            if place is None:
                found.append(one)
            elif found[place].extractor != one.extractor:
                found[place] = _with_candidates(found[place], one)
    return in_order(found)


def _alike(one: Proposal, other: Proposal) -> bool:
    """Say whether two proposals are of one thing: same kind, same leading values, and places that meet (persons: anywhere)."""
    if one.kind != other.kind or any(one.value(name) != other.value(name) for name in _SAME_BY[one.kind]):
        return False
    return one.kind == "person" or (one.span[0] < other.span[1] and other.span[0] < one.span[1])


def _with_candidates(kept: Proposal, other: Proposal) -> Proposal:
    """Return the proposal with the other's differing values as further candidates; fields that it lacks are taken over."""
    fields = dict(kept.fields)
    for name, field in other.fields.items():
        mine = fields.get(name)
        if mine is None:
            fields[name] = attrs.evolve(field, rule=f"{other.extractor}:{field.rule}")
        elif field.value != mine.value and name not in {"value", "text"}:
            shown = mine.candidates or (mine.value,)
            fields[name] = Field(mine.value, mine.span, tuple(dict.fromkeys([*shown, field.value])), mine.rule)
    return attrs.evolve(kept, fields=fields)
