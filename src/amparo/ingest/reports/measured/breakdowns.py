"""Parts of a figure (men and women, civilians and military, minors, foreigners) as the breakdown of the claim that they are parts of."""

from collections.abc import Mapping, Sequence

import attrs

from amparo.ingest.reports.proposals import Field, Proposal

PARTS = ("men", "women", "civilians", "military", "adults", "adolescents", "foreigners", "sentenced", "unsentenced")
_REACH = 10  # claims back to the whole: a list of parts follows its total


@attrs.frozen
class Told:
    """A claim with what its noun makes it a part by, and the paragraph that it stands in."""

    claim: Proposal
    part: str | None
    paragraph: int


def with_breakdowns(told: Sequence[Told]) -> list[Proposal]:
    """
    Return the claims, the whole of each part with it as a field; each part stays a claim of its own.

    The whole is the last claim before the part, no part itself, of the same
    measure and claimant, in its paragraph or the one before, not smaller.
    """
    added: dict[int, dict[str, Field]] = {}
    for at, one in enumerate(told):
        if one.part not in PARTS or one.claim.value("qualifier") != "exact":
            continue
        whole = next((place for place in range(at - 1, max(-1, at - 1 - _REACH), -1) if _is_whole(told[place], one)), None)
        if whole is not None:
            value = one.claim.fields["value"]
            added.setdefault(whole, {}).setdefault(one.part, Field(value.value, value.span, (), "part"))
    return [_with(one.claim, added.get(at, {})) for at, one in enumerate(told)]


def _is_whole(whole: Told, part: Told) -> bool:
    apart = part.paragraph - whole.paragraph
    reach = _REACH if part.claim.fields["claimant"].rule == "list" else 1  # each item of a list is a paragraph
    if whole.part is not None or apart > reach:
        return False
    a, b = whole.claim, part.claim
    same = all(a.value(name) == b.value(name) for name in ("measure", "claimant", "modality"))
    return same and int(str(a.value("value"))) >= int(str(b.value("value")))


def _with(claim: Proposal, parts: Mapping[str, Field]) -> Proposal:
    return attrs.evolve(claim, fields={**claim.fields, **parts}) if parts else claim
