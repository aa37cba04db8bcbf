"""Sources that a report tells by what they are first and by name after: a rights group said … The Alborz Monitor said."""

from collections.abc import Mapping, Sequence

import attrs

from amparo.ingest.reports.said.claimants import Heard
from amparo.ingest.reports.said.sources import Source
from amparo.ingest.reports.said.taking_up import Named

_FAMILIES: Mapping[str, frozenset[str]] = {
    "ngo": frozenset({"ngo", "body", "igo"}),
    "igo": frozenset({"igo", "body"}),
    "person": frozenset({"person"}),
    "others": frozenset({"person", "ngo", "body", "government"}),
}
_SOON = 3  # sentences within which a source that is told by what it is is named
_EVER = 60  # … within which one is that is told as if it were known: ONG denuncia que …


def named_later(heard: Sequence[Heard]) -> list[Heard]:
    """Return the attributions; a source told by what it is has the name that one of the next sentences gives it."""
    told = list(heard)
    for number, one in enumerate(heard):
        for source, named in one.sources:
            if source.entity is not None or not (source.is_new or _is_unnamed(source, named)):
                continue
            soon = _SOON if source.is_new else _EVER
            later = (
                name
                for after in heard[number + 1 : number + 1 + soon]
                for other, name in after.sources
                if other.entity is not None and name.kind in _FAMILIES.get(source.kind, frozenset()) and not other.is_aside
            )
            name = next(later, None)
            if name is not None:
                told = [_renamed(each, named, name) for each in told]
    return told


def _is_unnamed(source: Source, named: Named) -> bool:
    """Say whether a single body is told by a common noun alone, though none was named before: ONG, the organization, el grupo."""
    last = named.name.split()[-1] if named.name else ""
    alone = named.name.islower() or named.name in {"ONG", "NGO"}
    return source.kind == "ngo" and named.kind == "ngo" and alone and (last in {"ONG", "NGO", "campus"} or not last.endswith("s"))


def _renamed(one: Heard, named: Named, name: Named) -> Heard:
    """Return what is known of a sentence with a source under its name."""
    return attrs.evolve(
        one,
        sources=tuple((source, name if other is named else other) for source, other in one.sources),
        last=name if one.last is named else one.last,
        quoted=tuple((span, name if other is named else other) for span, other in one.quoted),
    )
