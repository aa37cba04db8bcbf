"""The fullest form of each name of a text: acronyms read as their bodies, surnames as their persons."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

import attrs

from amparo.ingest.reports.who.entities import BODIES, Entity, EntityKind
from amparo.ingest.reports.words.text import Text, folded


def resolved(text: Text, found: list[Entity]) -> list[Entity]:
    """Return the entities with the fullest name of each: an acronym reads as its body, a surname as its person."""
    found, acronyms = _with_acronyms(text, _with_lone(text, _of_one_kind(text, _with_repeated(text, found))))
    full: dict[str, str] = {}
    persons: list[tuple[str, ...]] = []
    for entity in found:
        if entity.kind == "person" and entity.tag == "" and entity.last - entity.first > 1:
            persons.append(tuple(token.norm for token in text.tokens[entity.first : entity.last]))
            full.setdefault(" ".join(persons[-1]), entity.name)
    told: list[Entity] = []
    for entity in found:
        if entity.kind == "person":
            told.extend(_person(text, entity, told, full, persons))
        elif entity.last - entity.first == 1 and entity.name.upper() in acronyms:
            told.append(attrs.evolve(entity, name=acronyms[entity.name.upper()][0], kind=acronyms[entity.name.upper()][1]))
        else:
            told.append(entity)
    return told


def _with_repeated(text: Text, found: Sequence[Entity]) -> list[Entity]:
    """Return the entities with the other places of a body's name, where nothing says what it is: a headline's "Penal Alerta: …"."""
    taken = {at for one in found for at in range(one.first, one.last)}
    norms = [token.norm for token in text.tokens]
    more: list[Entity] = []
    for name, one in {one.name: one for one in found if one.kind in BODIES and (one.last - one.first > 1 or one.tag == "")}.items():
        words = norms[one.first : one.last]
        size = len(words)
        more.extend(
            Entity(one.kind, at, at + size, name, one.tag)
            for at in range(len(norms) - size + 1)
            if norms[at] == words[0]
            and norms[at : at + size] == words
            and text.tokens[at].is_capital
            and not taken & set(range(at, at + size))
        )
    return sorted([*found, *more], key=lambda one: (one.first, -one.last))


def _of_one_kind(text: Text, found: Sequence[Entity]) -> list[Entity]:
    """Return the entities, those whose kind is not told where they stand as what the rest of the text makes of them."""
    known = {one.name: one.kind for one in found if one.kind in BODIES | {"facility", "place"}}
    surnames = {one.name for one in found if one.kind == "person" and one.tag == "surname"}
    full = {token.norm for one in found if one.kind == "person" and one.tag == "" for token in text.tokens[one.first : one.last]}
    told = []
    for one in found:
        if one.kind == "person" and one.name in known and one.tag != "":
            told.append(attrs.evolve(one, kind=known[one.name], tag=""))
        elif one.tag == "surname" and one.kind == "person" and not _is_of_full(text, one, full) and _follows_place_word(text, one):
            told.append(attrs.evolve(one, kind="place", tag=one.name))
        elif one.tag == "unknown":
            called = text.tokens[one.last - 1].text in surnames
            told.append(attrs.evolve(one, kind="person", tag="") if called else _unknown(text, one))
        else:
            told.append(one)
    return told


def _with_lone(text: Text, found: Sequence[Entity]) -> list[Entity]:
    """Return the entities, a lone word that is nobody's surname and is named again as a body: Veramundo, at the head of a sentence too."""
    parts = {
        token.norm for one in found if one.kind == "person" and one.last - one.first > 1 for token in text.tokens[one.first : one.last]
    }
    sure = Counter(one.name for one in found if one.kind == "person" and one.tag == "surname")
    all_of = Counter(one.name for one in found if one.kind == "person" and one.tag in {"surname", "initial"})
    lone = {name for name in sure if all_of[name] > 1 and text.tokens and folded(name) not in parts}
    return [
        attrs.evolve(one, kind="body", tag="") if one.kind == "person" and one.tag in {"surname", "initial"} and one.name in lone else one
        for one in found
    ]


def _is_of_full(text: Text, one: Entity, full: set[str]) -> bool:
    return any(token.norm in full for token in text.tokens[one.first : one.last])


def _follows_place_word(text: Text, one: Entity) -> bool:
    return one.first > 0 and text.tokens[one.first - 1].norm in {"en", "in", "desde", "across", "near"}


def _unknown(text: Text, one: Entity) -> Entity:
    """Return a name of which nothing tells what it is: a place after "in", a person or body that is not proposed as a person elsewhere."""
    before = text.tokens[one.first - 1].norm if one.first else ""
    if before in {"en", "in", "desde", "across"}:
        return attrs.evolve(one, kind="place", tag=one.name)
    return attrs.evolve(one, kind="body", tag="")


def _person(
    text: Text, entity: Entity, told: Sequence[Entity], full: Mapping[str, str], persons: Sequence[tuple[str, ...]]
) -> list[Entity]:
    """Return a person under the fullest name that the text gives; a lone capital word stays unless it is a part of a name."""
    words = tuple(token.norm for token in text.tokens[entity.first : entity.last])
    fuller = [full[" ".join(one)] for one in sorted(persons, key=len) if len(one) > len(words) and _is_part(words, one)]
    if fuller:
        said = [one.name for one in told if one.kind == "person" and one.tag == ""]
        return [attrs.evolve(entity, name=max(fuller, key=lambda name: _last_place(said, name)), tag="")]
    if entity.tag == "initial" or (entity.tag == "surname" and any(token == words[0] for one in persons for token in one)):
        return []
    return [entity]


def _last_place(said: list[str], name: str) -> int:
    """Return where a name was last said, -1 where it was not."""
    return max((at for at, one in enumerate(said) if one == name), default=-1)


def _is_part(words: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Say whether words are a run of a fuller name."""
    size = len(words)
    return any(whole[at : at + size] == words for at in range(len(whole) - size + 1))


_ACRONYM = re.compile(r"[(]\s*([A-ZÁÉÍÓÚÑİĞŞÇÖÜ][A-Za-zÁÉÍÓÚÑİĞŞÇÖÜ]{1,9})(?:,? por sus siglas[^)]*|,? (?:por|in) [^)]*)?\s*[)]")


def _with_acronyms(text: Text, found: list[Entity]) -> tuple[list[Entity], dict[str, tuple[str, EntityKind]]]:
    """Return the entities, those with a defined acronym drawn to the whole name, and the acronyms with their bodies."""
    acronyms: dict[str, tuple[str, EntityKind]] = {}
    starts = {token.start: at for at, token in enumerate(text.tokens)}
    for match in _ACRONYM.finditer(text.text):
        letters = [letter for letter in match[1].upper() if letter.isalpha()]
        if sum(letter.isupper() for letter in match[1]) < 2 and match[1][1:].islower() and len(match[1]) < 4:
            continue
        at = starts.get(match.start())
        if at is None:
            continue
        first = _spelt(text, at, letters)
        before = next((one for one in reversed(found) if one.last == at and one.kind in BODIES | {"person"}), None)
        if first is None and before is not None and before.kind == "person" and before.tag == "" and before.last - before.first > 1:
            continue  # senator Ricardo Olate (PDP)
        if before is not None and (first is None or before.first <= first):
            first = before.first
        if first is None:
            continue
        kind = before.kind if before is not None and before.kind in BODIES else _kind_of(found, first, at)
        name = text.words(first, at).strip(' ,"“”«»')
        acronyms[match[1].upper()] = (name, kind)
        found = [one for one in found if one.first < first or one.last > at] + [Entity(kind, first, at, name)]
        found.sort(key=lambda one: (one.first, -one.last))
    return found, _with_initials(found, acronyms)


def _with_initials(found: Sequence[Entity], acronyms: dict[str, tuple[str, EntityKind]]) -> dict[str, tuple[str, EntityKind]]:
    """Return the acronyms, with those that no bracket tells but that a body's initials spell: GRM of the Global Rights Monitor."""
    spelt = {
        "".join(word[0] for word in one.name.replace("-", " ").split() if word[0].isupper()): (one.name, one.kind)
        for one in reversed(found)
        if one.kind in BODIES and one.last - one.first > 2
    }
    return {name.upper(): told for name, told in spelt.items() if len(name) > 2} | acronyms


def _spelt(text: Text, at: int, letters: list[str]) -> int | None:
    """Return where the words begin whose capitals spell an acronym that stands after them."""
    wanted, place = list(letters), at
    while wanted and place > 0 and at - place < 14:
        place -= 1
        token = text.tokens[place]
        if token.is_word and token.is_capital:
            if token.norm[0].upper() == folded(wanted[-1]).upper():
                wanted.pop()
            elif len(wanted) == len(letters):
                return None
        elif token.text not in {",", "-", "'"} and not token.is_word:
            return None
    return place if not wanted and place < at else None


def _kind_of(found: list[Entity], first: int, last: int) -> EntityKind:
    inside = [one.kind for one in found if first <= one.first < last and one.kind in BODIES]
    return inside[0] if inside else "body"
