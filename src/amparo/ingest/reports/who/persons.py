"""Which names of nobody known are persons: those listed with persons, and those beside which stands what is said of persons only."""

from collections.abc import Sequence

import attrs

from amparo.ingest.reports.who.entities import Entity
from amparo.ingest.reports.words.lexicon import Mark
from amparo.ingest.reports.words.small_words import small_words
from amparo.ingest.reports.words.text import Text

_LONGEST_ASIDE = 10  # tokens of brackets between two names of a list
_JOINS = frozenset({",", ";", "and", "y", "e", "&"})


def with_persons(text: Text, found: Sequence[Entity], marks: Sequence[Mark]) -> list[Entity]:
    """Return the names; one of nobody known is a person where a list, or what is said beside it, shows it."""
    roles = [mark for mark in marks if mark.layer in {"people", "titles"}]
    begun = {mark.first for mark in roles}
    bodies = {mark.first for mark in marks if mark.layer == "descriptors" and mark.last not in begun}  # not "opposition politician"
    told = [_as_person(one) if one.tag == "unknown" and _is_told_as_person(text, one, roles, bodies) else one for one in found]
    while True:
        at = next((at for at, one in enumerate(told) if one.tag == "unknown" and _is_listed(text, told, at)), None)
        if at is None:
            return told
        told[at] = _as_person(told[at])


def _as_person(one: Entity) -> Entity:
    return attrs.evolve(one, kind="person", tag="")


def _is_listed(text: Text, found: Sequence[Entity], at: int) -> bool:
    """Say whether a name stands beside a person's in a list: Moses Lubwama, Peter Kalule (18) y Ana Ruiz."""
    if found[at].first and text.tokens[found[at].first - 1].norm in {"de", "del", "of", "for", "from", "at"}:
        return False  # the director of Rejas Abiertas, Ana Ruiz
    near = [*found[max(0, at - 3) : at], *found[at + 1 : at + 4]]  # what brackets hold stands between
    ends = ((one.last, found[at].first) if one.first < found[at].first else (found[at].last, one.first) for one in near if _is_person(one))
    return any(first < last and _joins(text, first, last) for first, last in ends)


def _is_person(one: Entity) -> bool:
    return one.kind == "person" and one.tag == "" and one.last - one.first > 1


def _joins(text: Text, first: int, last: int) -> bool:
    """Say whether only a comma or an "and" lies between two names, brackets aside."""
    words = [token.norm for token in text.tokens[first:last]]
    if words[:1] == ["("] and ")" in words[: _LONGEST_ASIDE + 1]:
        words = words[words.index(")") + 1 :]
    return 0 < len(words) <= 2 and set(words) <= _JOINS


def _is_told_as_person(text: Text, one: Entity, roles: Sequence[Mark], bodies: set[int]) -> bool:
    """Say whether what stands beside a name is said of persons only: the death of X, journalists X, X (18), X, his wife."""
    before = [token.norm for token in text.tokens[max(0, one.first - 2) : one.first]]
    after = [token.norm for token in text.tokens[one.last : one.last + 5]] + [""] * 5
    sign = before[-1:] in ([","], [":"], ["("], ["-"])
    ends = {one.first, one.first - 1} if sign else {one.first}
    if any(mark.last in ends for mark in roles) or _is_example(text, one, roles, bodies) or _is_apposed(text, one, roles, bodies):
        return True  # two journalists, Lorenzo Lugo
    if before[-1:] == [","] and before[0] in small_words("kin_of_one"):
        return True
    if before[-1:] and before[-1] in {"de", "of"} and before[0] in small_words("befalls_one"):
        return True
    if after[0] == "(" and after[2] == ")" and after[1].isdigit() and 10 < int(after[1]) < 100 and not _is_of_places(text, one):
        return True
    if after[0] == "," and set(after[1:4]) & small_words("kin_of_one"):
        return True
    if after[0] == "," and after[1] in {"both", "ambos", "todos", "aged"}:
        return True
    joined = after[0] in {"(", ","} and after[1] in {"since", "desde"}
    return joined or (after[0] in {"has", "ha", "fue", "was"} and after[1] in small_words("done_to_one"))


def _is_of_places(text: Text, one: Entity) -> bool:
    """Say whether several numbers in brackets stand near: those of places, not ages."""
    near = text.tokens[max(0, one.first - 12) : one.last + 16]
    return sum(a.text == "(" and b.text.isdigit() and c.text == ")" for a, b, c in zip(near, near[1:], near[2:], strict=False)) > 2


def _is_example(text: Text, one: Entity, roles: Sequence[Mark], bodies: set[int]) -> bool:
    """Say whether a name is told as one of some persons: governors like X, among the detained are X and Y, entre ellos X."""
    if text.tokens[one.first - 1].norm not in small_words("for_example"):
        return False
    near = range(max(0, one.first - 9), one.first)
    return any(mark.first in near for mark in roles) and not bodies & set(near)


def _is_apposed(text: Text, one: Entity, roles: Sequence[Mark], bodies: set[int]) -> bool:
    """Say whether what a person is follows a name between commas: X, a Hong Kong opposition politician, …; X, special aide of."""
    if one.last >= len(text.tokens) or text.tokens[one.last].text != ",":
        return False
    end = next(
        (at for at in range(one.last + 1, min(one.last + 8, len(text.tokens))) if text.tokens[at].text in {",", ".", ";"}), one.last + 7
    )
    first = min((mark.first for mark in roles if one.last < mark.first < end), default=None)
    if first is None or any(text.tokens[at].text[0].isdigit() for at in range(one.last, first)):
        return False  # Según Voz Libre, allí había 57 presos
    return not any(one.last < at < first for at in bodies)
