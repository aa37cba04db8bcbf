"""Who says what in a sentence: the words of attribution and the names or common nouns that they belong to."""

from collections.abc import Iterator, Sequence
from typing import Literal

import attrs

from amparo.ingest.reports.entities import BODIES, Entity
from amparo.ingest.reports.lexicon import Mark
from amparo.ingest.reports.proposals import Span
from amparo.ingest.reports.small_words import small_words
from amparo.ingest.reports.text import Sentence, Text

type Way = Literal["according", "say", "count", "deny", "heading", "holding", "we"]

_PREPOSITIONS = small_words("prepositions")
_SPEAKERS = BODIES | {"person"}
_ARTICLES = small_words("articles")
_NOT_SAID = small_words("not_said")
_PASSIVE = small_words("passive")
_NOUNS = small_words("nouns_like_verbs")
_BETWEEN = small_words("between_subject_and_verb")
_OF_GROUP = small_words("ties")
_TIMES = small_words("times")
_WEEKDAYS = small_words("weekdays")
_THAT = small_words("that")


@attrs.frozen
class Source:
    """
    One attribution.

    Attributes:
        entity: the name that speaks; None where a common noun or nothing stands for it.
        kind: of the common noun ("ngo", "report", "person", …) or "pronoun" where nothing is said.
        words: the common noun as printed.
        at: the token of the cue; ``first`` and ``last`` bound what names the source.
        way: by which words.
        beside: the bodies that the sentence ties a person to; ``of_group``: to one that was named before ("directora de la ONG").
    """

    way: Way
    at: int
    entity: Entity | None = None
    kind: str = ""
    words: str = ""
    span: Span | None = None
    beside: tuple[Entity, ...] = ()
    of_group: bool = False


def sources_of(text: Text, sentence: Sentence, marks: Sequence[Mark], entities: Sequence[Entity]) -> list[Source]:
    """Return the attributions of a sentence in its order."""
    inside = [mark for mark in marks if sentence.first <= mark.first and mark.last <= sentence.last]
    named = [entity for entity in entities if sentence.first <= entity.first and entity.last <= sentence.last]
    reader = _Reader(text, sentence, inside, named)
    found = [*reader.according(), *reader.opening(), *reader.verbs(), *reader.heading(), *reader.holding(), *reader.ourselves()]
    return sorted(found, key=lambda one: one.at)


@attrs.frozen
class _Reader:
    """One sentence with what was found in it."""

    text: Text
    sentence: Sentence
    marks: list[Mark]
    named: list[Entity]

    def according(self) -> Iterator[Source]:
        """Yield what "according to", "según" and "documented by" introduce."""
        for mark in self.marks:
            if mark.layer == "source":
                if (
                    mark.last < self.sentence.last
                    and self.text.tokens[mark.last].norm in {"lo", "el", "como"}
                    and self._word(mark.last + 1) in {"que", "previsto"}
                ):
                    continue
                found = self._right(mark.last, 9)
                if found is not None:
                    yield attrs.evolve(found, way="according", at=mark.first)

    def opening(self) -> Iterator[Source]:
        """Yield the body whose view a sentence gives: Para el Observatorio, el ritmo es lento."""
        if self._word(self.sentence.first) in {"para", "for"}:
            body = next((one for one in self.named if one.kind in BODIES and one.first - self.sentence.first <= 2), None)
            if body is not None:
                yield attrs.evolve(self._by(body), way="according", at=self.sentence.first)

    def verbs(self) -> Iterator[Source]:
        """Yield the subjects of verbs of saying, counting and denying."""
        for mark in self.marks:
            if mark.layer != "speech":
                continue
            way: Way = mark.tag  # type: ignore[assignment]
            found = self._subject(mark)
            if found is not None:
                yield attrs.evolve(found, way=way, at=mark.first)

    def heading(self) -> Iterator[Source]:
        """Yield the name that stands before a colon at the start of the sentence."""
        for entity in self.named:
            if entity.kind in _SPEAKERS and entity.first - self.sentence.first <= 2 and self._word(entity.last) == ":":
                yield Source("heading", entity.first, entity, span=self.text.span(entity.first, entity.last))

    def holding(self) -> Iterator[Source]:
        """Yield whose list, count or figures are spoken of: el registro de X, X's tally, the X report."""
        for mark in self.marks:
            if mark.layer != "descriptors" or mark.tag != "report":
                continue
            owner = next(
                (
                    one
                    for one in self.named
                    if one.kind in BODIES
                    and mark.last <= one.first <= mark.last + 3
                    and all(
                        self._word(at) in {"de", "del", "la", "el", "of", "by", "from", "the", "los", "las", "ong"}
                        for at in range(mark.last, one.first)
                    )
                ),
                None,
            )
            if owner is None:
                first = mark.first + (self.text.tokens[mark.first].norm in {"the", "a"})
                owner = next(
                    (
                        one
                        for one in self.named
                        if one.kind in BODIES
                        and one.last <= first
                        and first - one.last <= 1
                        and all(self._word(at) in {"'s", "'"} for at in range(one.last, first))
                    ),
                    None,
                )
            if owner is not None:
                yield Source("holding", mark.first, owner, span=self.text.span(owner.first, owner.last))

    def ourselves(self) -> Iterator[Source]:
        """Yield the first person: the body that publishes the text."""
        for mark in self.marks:
            if mark.layer == "first_person":
                yield Source(
                    "we", mark.first, kind="we", words=self.text.words(mark.first, mark.last), span=self.text.span(mark.first, mark.last)
                )

    def _word(self, at: int) -> str:
        return self.text.tokens[at].norm if at < self.sentence.last else ""

    def _right(self, at: int, reach: int) -> Source | None:
        """Return the first name, or else the first common noun of a source, within some words to the right."""
        end = min(at + reach, self.sentence.last)
        stop = next(
            (
                mark.first
                for mark in self.marks
                if mark.first >= at
                and mark.layer in {"speech", "breaks"}
                and (mark.layer == "speech" or mark.tag == "strong" or self.text.tokens[mark.first].text in {",", "(", "que", "that"})
                and mark.first > at
            ),
            end,
        )
        end = min(end, stop)
        entity = next((one for one in self.named if at <= one.first < end and one.kind in _SPEAKERS), None)
        noun = next((mark for mark in self.marks if mark.layer == "descriptors" and at <= mark.first < end), None)
        if entity is not None and noun is not None and noun.tag == "person" and entity.kind != "person":
            person = next((one for one in self.named if one.kind == "person" and entity.last <= one.first <= entity.last + 3), None)
            if person is not None:
                return self._by(person)
        if entity is not None and (noun is None or noun.tag in {"report", "person", "press"} or entity.first - noun.last <= 2):
            return self._by(entity)
        if noun is not None:
            return Source(
                "according", at, kind=noun.tag, words=self.text.words(noun.first, noun.last), span=self.text.span(noun.first, noun.last)
            )
        return None

    def _by(self, entity: Entity) -> Source:
        """Return a source that a name stands for, with the bodies that the sentence ties the person to."""
        beside: tuple[Entity, ...] = ()
        if entity.kind == "person":
            beside = tuple(one for one in self.named if one.kind in BODIES - {"press"} and self._tied(entity, one))
        of_group = entity.kind == "person" and not beside and self._of_group(entity)
        return Source("say", entity.first, entity, span=self.text.span(entity.first, entity.last), beside=beside, of_group=of_group)

    def _of_group(self, person: Entity) -> bool:
        """Say whether a person is made somebody of a body that is not named here: its head, directora de la ONG, the union's lawyer."""
        groups = [mark for mark in self.marks if mark.layer == "descriptors" and mark.tag in {"ngo", "igo"}]
        titles = [mark for mark in self.marks if mark.layer == "titles" and 0 <= person.first - mark.last <= 7]
        for mark in groups:
            ties = {self._word(at) for at in range(person.last, mark.first)} if 0 <= mark.first - person.last <= 6 else set()
            if ties & _OF_GROUP or (0 <= mark.first - person.last <= 6 and self._word(mark.first - 1) in _OF_GROUP):
                return True
        for title in titles:
            own = self._word(title.first - 1) in {"its", "su", "their"} and person.first - title.last <= 1
            after = any(0 <= mark.first - title.last <= 2 and self._word(title.last) in {"de", "del", "of"} for mark in groups)
            before = any(0 <= title.first - mark.last <= 2 and self._word(mark.last) == "'s" for mark in groups)
            if own or after or before:
                return True
        return False

    def _tied(self, person: Entity, body: Entity) -> bool:
        """Say whether a sentence makes a person somebody of a body: X, director of Y · el director de Y, X · Y's X."""
        first, last = (person.last, body.first) if person.first < body.first else (body.last, person.first)
        if last - first > 9:
            return False
        words = [self._word(at) for at in range(first, last)]
        role = any(mark.layer in {"titles", "descriptors"} and first - 4 <= mark.first < last for mark in self.marks)
        if any(mark.layer == "speech" and first <= mark.first < last for mark in self.marks):
            return False
        if person.first < body.first:
            return role or words in (["de"], ["of"], [",", "de"], [",", "of"], ["from"], ["del"])
        return words in ([","], ["'s"], []) or role or (len(words) <= 2 and "," in words)

    def _subject(self, verb: Mark) -> Source | None:
        """Return the subject of a verb of saying: right of it where the order is turned, else left of it, else nobody named."""
        turned = self._turned(verb)
        if turned is not None:
            return turned
        if (
            self.sentence.last > verb.last
            and self.text.tokens[verb.first].norm in {"called", "pointed", "posted", "dismissed", "show", "fired"}
            and verb.tag == "say"
            and self._word(verb.last) not in _THAT | {"for", "on", "out", "to"}
        ):
            return None
        left = self._left(verb)
        if left is not None:
            return left
        before = self._word(verb.first - 1) if verb.first > self.sentence.first else ""
        passive = before in _PASSIVE or (before in {"se"} and verb.tag != "deny")
        if passive or self._as_noun(verb):
            return None
        return Source("say", verb.first, kind="pronoun", words=self.text.words(verb.first, verb.last), span=None)

    def _as_noun(self, verb: Mark) -> bool:
        """Say whether a word that may be a verb of saying is a noun here, or a participle."""
        word, before = self._word(verb.first), self._word(verb.first - 1) if verb.first > self.sentence.first else ""
        if self.text.language == "en" and verb.last - verb.first == 1:
            return word in {
                "reports",
                "claims",
                "notes",
                "estimates",
                "counts",
                "records",
                "documents",
                "lists",
                "tracks",
                "raised",
            } and before not in {"it", "group"}
        return (
            verb.tag == "count"
            and word in {"lista", "registro", "cuenta", "registros", "suma", "cuentan", "tiene"}
            and before in {"", "la", "una", "el", "su", "en"}
        )

    def _turned(self, verb: Mark) -> Source | None:
        """Return the subject where it follows its verb: dijo Romero, said the group, informó la ONG Foro Penal."""
        at = verb.last
        spanish = self.text.language == "es"
        before = self.text.tokens[verb.first - 1].text if verb.first > self.sentence.first else ""
        word = self._word(verb.first)
        if not spanish and not (before in {"”", '"', ",", "’", "'"} or word in {"said", "says"} or verb.first == self.sentence.first):
            return None
        if spanish:
            at = self._past_times(at)
        if (spanish and self._word(at) in {"el", "la", "los", "las"}) or (not spanish and self._word(at) in {"the", "a"}):
            at += 1
        entity = next((one for one in self.named if one.kind in _SPEAKERS and verb.last <= one.first <= at + 4), None)
        noun = next((mark for mark in self.marks if mark.layer == "descriptors" and mark.first in {at, at - 1, verb.last}), None)
        title = any(mark.layer == "titles" and at <= mark.first <= at + 2 for mark in self.marks)
        if entity is not None and (entity.first <= at or noun is not None or title or (not spanish and before in {"”", '"', ","})):
            person = next((one for one in self.named if one.kind == "person" and entity.last <= one.first <= entity.last + 3), None)
            if entity.kind != "person" and person is not None and title:
                entity = person
            return self._by(entity) if self._may_follow(verb, entity.first) else None
        if noun is not None and noun.tag != "report" and self._may_follow(verb, noun.first) and (not spanish or noun.first <= at):
            return Source(
                "say", verb.first, kind=noun.tag, words=self.text.words(noun.first, noun.last), span=self.text.span(noun.first, noun.last)
            )
        return None

    def _past_times(self, at: int) -> int:
        """Return where what follows a verb begins once the day and the place of the words are told: informó este jueves la ONG."""
        days = {"este", "esta", "ayer", "hoy", "anoche", "en", "el"}
        if self._word(at) not in days or (self._word(at) == "el" and self._word(at + 1) not in _WEEKDAYS):
            return at
        end = at
        while (
            end < at + 9 and self._word(end) in _TIMES and not any(mark.layer == "descriptors" and mark.first == end for mark in self.marks)
        ):
            end += 1
        return end

    def _may_follow(self, verb: Mark, first: int) -> bool:
        """Say whether nothing between a verb and a name makes the name its object."""
        start = self._past_times(verb.last) if self.text.language == "es" else verb.last
        return not any(self._word(at) in _PREPOSITIONS | _THAT for at in range(start, first)) or first == verb.last

    def _left(self, verb: Mark) -> Source | None:
        """Return the subject before its verb: what stands right before it, else the first of the clause that no preposition governs."""
        start = self._clause_start(verb.first)
        if verb.first == start and self._word(start - 1) in {"and", "but", "y", "e", "pero"}:
            start = self._clause_start(start - 1)  # the subject of the clause before goes on
        quote = self.text.in_quotes(self.text.tokens[verb.first].start)
        names = [
            one for one in self.named if start <= one.first and one.last <= verb.first and one.kind in _SPEAKERS and self._is_free(one)
        ]
        names = [one for one in names if self.text.in_quotes(self.text.tokens[one.first].start) == quote]
        nouns = [
            mark
            for mark in self.marks
            if self.text.in_quotes(self.text.tokens[mark.first].start) == quote
            and mark.layer == "descriptors"
            and start <= mark.first
            and mark.last <= verb.first
            and self._noun_is_free(mark)
        ]
        near = self._right_before(verb)
        if near is not None:
            return near
        if names and not (nouns and nouns[0].first < names[0].first - 4 and nouns[0].tag not in {"person", "report"}):
            return self._by(self._titled(names))
        if nouns:
            return self._by_noun(nouns[0], verb)
        for at in range(max(start, verb.first - 4), verb.first):
            if self._word(at) in {"it", "they", "she", "he", "ella", "ellos", "who", "which"}:
                return Source("say", verb.first, kind="pronoun", words=self._word(at))
        return None

    def _noun_is_free(self, noun: Mark) -> bool:
        """Say whether a common noun is governed by no preposition and stands for somebody: not "a group of 30"."""
        before, after = self._word(noun.first - 1), self._word(noun.last)
        return before not in _PREPOSITIONS and not (
            after in {"of", "de"} and noun.tag in {"ngo", "person"} and self._word(noun.last + 1).isdigit()
        )

    def _right_before(self, verb: Mark) -> Source | None:
        """Return the name or common noun that ends right before a verb, small words and an acronym in brackets between."""
        at = verb.first
        while at > self.sentence.first and (self._word(at - 1) in _BETWEEN or self.text.tokens[at - 1].norm.endswith(("mente", "ly"))):
            at -= 1
        if self._word(at - 1) == "," and self._word(at - 2) in {"however", "embargo", "parte", "meanwhile", "though", "cambio", "tanto"}:
            at -= next((n for n in range(2, 6) if self._word(at - n - 1) == ","), 1) + 1
        if self._word(at - 1) == ")" and self._word(at - 3) == "(":
            at -= 3
        name = next((one for one in self.named if one.last == at and one.kind in _SPEAKERS), None)
        if name is not None and self._is_free(name):
            return self._by(name)
        noun = next((mark for mark in self.marks if mark.layer == "descriptors" and mark.last == at), None)
        if noun is not None and self._noun_is_free(noun) and noun.tag != "person":
            return self._by_noun(noun, verb)
        if self._word(at - 1) in {"it", "they", "she", "he", "ella"}:
            return Source("say", verb.first, kind="pronoun", words=self._word(at - 1))
        return None

    def _titled(self, names: list[Entity]) -> Entity:
        """Return the first name, or the person right after it of whom it is only the office: Interior Ministry spokesman X."""
        chosen = names[0]
        for one in names[1:]:
            office = any(mark.layer == "titles" and chosen.first - 4 <= mark.first < one.first for mark in self.marks)
            if one.kind == "person" and chosen.kind != "person" and one.first - chosen.last <= 2 and office:
                return one
        return chosen

    def _by_noun(self, noun: Mark, verb: Mark) -> Source:
        """Return a source that a common noun stands for, or the body whose report it is."""
        near = (one for one in self.named if one.kind in BODIES and noun.last <= one.first <= noun.last + 2 and one.last <= verb.first)
        owner = next(near, None)
        if owner is not None and noun.tag == "report":
            return self._by(owner)
        return Source(
            "say", verb.first, kind=noun.tag, words=self.text.words(noun.first, noun.last), span=self.text.span(noun.first, noun.last)
        )

    def _is_free(self, entity: Entity) -> bool:
        """Say whether a name is governed by no preposition, and is not the owner of another."""
        at = entity.first - 1
        for _ in range(4):
            word = self._word(at) if at >= self.sentence.first else ""
            if word in _PREPOSITIONS:
                return False
            if not any(mark.first <= at < mark.last and mark.layer in {"titles", "descriptors"} for mark in self.marks) and word not in {
                "the",
                "el",
                "la",
                "los",
                "las",
                "a",
                "un",
                "una",
            }:
                break
            at -= 1
        return self._word(entity.last) != "'s"

    def _clause_start(self, at: int) -> int:
        """Return where the clause of a verb begins: after the last break that no other verb of saying bridges."""
        start = self.sentence.first
        for mark in self.marks:
            if (
                mark.layer == "breaks"
                and mark.last <= at
                and (mark.tag == "strong" or (self._word(mark.first) in {"y", "and"} and self._has_verb(start, mark.first)))
            ):
                start = mark.last
        return start

    def _has_verb(self, first: int, last: int) -> bool:
        return any(mark.layer in {"speech", "events"} and first <= mark.first < last for mark in self.marks)
