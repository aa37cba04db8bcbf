"""The offices of the persons of a report, and the bodies whose voice they are: a fiscal general's is the Ministerio Público's."""

from collections.abc import Mapping, Sequence

import attrs

from amparo.ingest.reports.who.entities import BODIES, Entity
from amparo.ingest.reports.words.lexicon import Mark
from amparo.ingest.reports.words.small_words import small_words
from amparo.ingest.reports.words.text import Sentence, Text

_REACH = 9  # tokens from the title of a person to the name
_OF = frozenset({"de", "del", "of", "for", "para", "la", "the", "el", "los", "las", "y", "and"})


@attrs.frozen
class Office:
    """What a person is in words, and its sort; ``body`` is the institution that the report names, ``own`` the body in the words."""

    words: str
    first: int
    last: int
    tag: str = ""
    body: str | None = None
    own: str | None = None


@attrs.frozen
class Offices:
    """The office of each person by name, and the institutions of a report by sort."""

    by_name: Mapping[str, Office]
    bodies: Mapping[str, Sequence[tuple[int, str]]]
    _of_ministers: frozenset[int] = attrs.field(init=False)

    @_of_ministers.default
    def _tokens_of_ministers(self) -> frozenset[int]:
        return frozenset(at for one in self.by_name.values() if one.tag == "ministry" for at in range(one.first, one.last))

    def bearer(self, tag: str, words: str) -> str | None:
        """Return the person who has an office: one whose office begins with the same word, else one of its sort."""
        stem = words.split(maxsplit=1)[0][:6].casefold() if words else ""
        told = [name for name, one in self.by_name.items() if one.words[:6].casefold() == stem]
        if len(words.split()) == 1 or words.rsplit(maxsplit=1)[-1] in small_words("for_now"):
            told += [name for name, one in self.by_name.items() if tag and one.tag == tag]
        return told[0] if told else None

    def holds(self, at: int) -> bool:
        """Say whether a token is only a word of a minister's office: the Justicia of the ministro de Justicia."""
        return at in self._of_ministers

    def body(self, tag: str, words: str) -> str | None:
        """Return the institution of a sort of office that the report names first; of a ministry the one with the office's own word."""
        named = self.bodies.get(tag, ())
        if tag == "ministry":
            stems = {word[:6].casefold() for word in words.split() if len(word) > 5}
            named = [one for one in named if any(word[:6].casefold() in stems for word in one[1].split()[-2:])]
        return named[0][1] if named else None


def offices_of(text: Text, marks: Sequence[Mark], entities: Sequence[Entity]) -> Offices:
    """Return the offices of a report's persons and the institutions that it names."""
    bodies: dict[str, list[tuple[int, str]]] = {}
    for mark in marks:
        if mark.layer == "institutions":
            named = next((one.name for one in entities if one.first <= mark.first < one.last and one.kind != "person"), None)
            bodies.setdefault(mark.tag, []).append((mark.first, named or text.words(mark.first, mark.last)))
    found = Offices({}, bodies)
    by_name: dict[str, Office] = {}
    for sentence in text.sentences:
        inside = [one for one in marks if sentence.first <= one.first and one.last <= sentence.last]
        for entity in entities:
            if entity.kind == "person" and sentence.first <= entity.first < sentence.last and entity.name not in by_name:
                office = _office(text, sentence, inside, entity, entities)
                if office is not None:
                    by_name[entity.name] = attrs.evolve(
                        office, body=found.body(office.tag, office.words), own=_own_body(text, office, entities)
                    )
    return Offices(by_name, bodies)


def _own_body(text: Text, office: Office, entities: Sequence[Entity]) -> str | None:
    """Return the body that stands in an office or right before it: secretary of the ASPD's branch, Prisons Department spokesman."""
    if office.tag == "ministry":
        return None
    for one in entities:
        if one.kind in BODIES - {"press"}:
            gap = office.first - one.last
            beside = gap == 0 or (gap == 1 and text.tokens[one.last].norm in {"'s", "'"})
            if office.first <= one.first < office.last or beside:
                return one.name
    return None


def _office(text: Text, sentence: Sentence, marks: Sequence[Mark], person: Entity, entities: Sequence[Entity]) -> Office | None:
    """Return what stands before or after a person's name as what the person is."""
    titles = [one for one in marks if one.layer == "titles"]
    for title in titles:
        if 0 <= person.first - title.last <= _REACH and _joins(text, title.last, person.first, entities):
            first = _begin(text, sentence, title)
            return _told(text, marks, first, _end(text, title.last, person.first))
    for title in titles:
        if person.last < sentence.last and text.tokens[person.last].text == "," and 1 <= title.first - person.last <= 3:
            last = next(
                (at for at in range(title.last, min(title.last + _REACH, sentence.last)) if not _goes_on(text, title.last, at)), title.last
            )
            return _told(text, marks, title.first, last)
    return None


def _told(text: Text, marks: Sequence[Mark], first: int, last: int) -> Office:
    tag = next((one.tag for one in marks if one.layer == "offices" and first <= one.first < last), "")
    return Office(text.words(first, last), first, last, tag)


def _joins(text: Text, first: int, last: int, entities: Sequence[Entity]) -> bool:
    """Say whether what stands between a title and a name only completes the title: de Justicia, general de la República, a comma."""
    words = text.tokens[first:last]
    if any(token.text not in {","} and not token.is_word for token in words):
        return False
    commas = [at for at, token in enumerate(words) if token.text == ","]
    if commas and commas != [len(words) - 1]:
        return False
    if any(one.kind == "person" and first <= one.first < last for one in entities):
        return False
    return all(_goes_on(text, first, at) for at in range(first, last - len(commas)))


def _goes_on(text: Text, first: int, at: int) -> bool:
    """Say whether a word completes a title: the word "of", what follows it, an adjective, a capital word."""
    token = text.tokens[at]
    if not token.is_word or token.norm in small_words("ends_office"):
        return False
    return token.is_capital or token.norm in _OF or at == first or text.tokens[at - 1].norm in _OF


def _begin(text: Text, sentence: Sentence, title: Mark) -> int:
    """Return where an English office begins: Information Minister, interim president."""
    first = title.first
    while first > sentence.first and text.language == "en":
        token = text.tokens[first - 1]
        if not token.is_word or not (token.norm in small_words("before_office") or (token.is_capital and first - 1 > sentence.first)):
            break
        first -= 1
    return first


def _end(text: Text, first: int, last: int) -> int:
    return last - (text.tokens[last - 1].text == ",") if last > first else first
