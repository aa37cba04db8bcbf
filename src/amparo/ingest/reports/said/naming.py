"""The name, or the common noun, that stands for a source in a sentence, with the bodies that a person is tied to."""

from collections.abc import Sequence

import attrs

from amparo.ingest.reports.said.sources import Source
from amparo.ingest.reports.who.entities import BODIES, Entity
from amparo.ingest.reports.words.lexicon import Mark
from amparo.ingest.reports.words.numbers import is_number_word
from amparo.ingest.reports.words.small_words import small_words
from amparo.ingest.reports.words.text import Sentence, Text

_PREPOSITIONS = small_words("prepositions")
SPEAKERS = BODIES | {"person"}
ARTICLES = small_words("articles")
_OF_GROUP = small_words("ties")


@attrs.frozen
class Naming:
    """One sentence with what was found in it."""

    text: Text
    sentence: Sentence
    marks: Sequence[Mark]
    named: Sequence[Entity]

    @property
    def prepositions(self) -> frozenset[str]:
        """Return the prepositions of the language: "a" governs a Spanish name, and is an English article."""
        return _PREPOSITIONS - {"a"} if self.text.language == "en" else _PREPOSITIONS

    def word(self, at: int) -> str:
        """Return the normalised word at a token, empty after the sentence."""
        return self.text.tokens[at].norm if at < self.sentence.last else ""

    def by(self, entity: Entity) -> Source:
        """Return a source that a name stands for, with the bodies that the sentence ties the person to."""
        beside: tuple[Entity, ...] = ()
        if entity.kind == "person":
            beside = tuple(one for one in self.named if one.kind in BODIES - {"press"} and self._tied(entity, one))
        of_group = entity.kind == "person" and not beside and self._of_group(entity)
        return Source("say", entity.first, entity, span=self.text.span(entity.first, entity.last), beside=beside, of_group=of_group)

    def _of_group(self, person: Entity) -> bool:
        """Say whether a person is made somebody of a body that is not named here: its head, directora de la ONG, the union's lawyer."""
        groups = [mark for mark in self.marks if mark.layer == "descriptors" and mark.tag in {"ngo", "igo"}]
        near = range(person.first - 7, person.last + 4)
        titles = [
            mark for mark in self.marks if mark.layer == "titles" and mark.last in near and not person.first <= mark.first < person.last
        ]
        for mark in groups:
            ties = {self.word(at) for at in range(person.last, mark.first)} if 0 <= mark.first - person.last <= 6 else set()
            if ties & _OF_GROUP or (0 <= mark.first - person.last <= 6 and self.word(mark.first - 1) in _OF_GROUP):
                return True
        for title in titles:
            own = self.word(title.first - 1) in {"its", "su", "their"} and -3 <= person.first - title.last <= 3
            after = any(0 <= mark.first - title.last <= 2 and self.word(title.last) in {"de", "del", "of"} for mark in groups)
            before = any(0 <= title.first - mark.last <= 2 and self.word(mark.last) == "'s" for mark in groups)
            if own or after or before:
                return True
        return False

    def _tied(self, person: Entity, body: Entity) -> bool:
        """Say whether a sentence makes a person somebody of a body: X, director of Y · el director de Y, X · Y's X."""
        first, last = (person.last, body.first) if person.first < body.first else (body.last, person.first)
        if last - first > 9:
            return False
        words = [self.word(at) for at in range(first, last)]
        role = any(mark.layer in {"titles", "descriptors"} and first - 4 <= mark.first < last for mark in self.marks)
        if any(mark.layer == "speech" and first <= mark.first < last for mark in self.marks):
            return False
        if words[:1] == [","] and len(words) > 1 and person.first > body.first and not set(words) & {"cuyo", "cuya", "su", "whose", "its"}:
            return words[-1] == ","
        if person.first < body.first:
            return role or words in (["de"], ["of"], [",", "de"], [",", "of"], ["from"], ["del"])
        return words in ([","], ["'s"], []) or role or (len(words) <= 2 and "," in words)

    def ending(self, at: int) -> Entity | None:
        """Return the name that ends right before a token."""
        return next((one for one in self.named if one.last == at and one.kind in SPEAKERS), None)

    def owner_of(self, report: Mark) -> Mark | None:
        """Return the common noun of whose report is spoken of: el informe mensual del Mecanismo, the report of the mission."""
        if report.tag != "report":
            return None
        near = (mark for mark in self.marks if mark.layer == "descriptors" and report.last < mark.first <= report.last + 4)
        owner = next(near, None)
        of = owner is not None and self.word(owner.first - 1) in {"de", "del", "of", "by", "la", "las", "los"}
        inside = owner is not None and owner.first - report.last <= 1 and self.word(report.last) in {"de", "del", "of", "by"}
        return owner if owner is not None and owner.tag in {"ngo", "igo", "government", "opposition", "church"} and (of or inside) else None

    def noun(self, noun: Mark, at: int) -> Source:
        """Return a source that a common noun stands for, with the name that completes it: viceministro de Seguridad."""
        owner = self.ending(noun.first - 1) if self.word(noun.first - 1) == "'s" else None
        if owner is not None and owner.kind in BODIES:
            return self.by(owner)  # Vesna's lawyers
        example = self._example(noun)
        if example is not None:
            return self.by(example)
        end = noun.last
        if noun.tag in {"person", "igo"} and self.word(end) in {"de", "del", "of", "for"}:
            named = end + 1 + (self.word(end + 1) in ARTICLES)
            while named < self.sentence.last and self.text.tokens[named].is_word and self.text.tokens[named].is_capital:
                named += 1
            end = named if self.text.tokens[named - 1].is_capital else end
        words, span = self.text.words(noun.first, end), self.text.span(noun.first, end)
        office = next((mark.tag for mark in self.marks if mark.layer == "offices" and noun.first <= mark.first < noun.last), "")
        return Source("say", at, kind=noun.tag, words=words, span=span, is_new=self._is_new(noun), office=office)

    def _example(self, noun: Mark) -> Entity | None:
        """Return the body that is named as one of several: oenegés de derechos humanos, como el Foro; groups such as the Forum."""
        at = noun.last + (self.word(noun.last) == ",")
        if self.word(at) not in {"como", "like"} and (self.word(at), self.word(at + 1)) != ("such", "as"):
            return None
        reach = range(at + 1, at + 5)
        return next((one for one in self.named if one.first in reach and one.kind in BODIES - {"government", "parliament"}), None)

    def _is_new(self, noun: Mark) -> bool:
        """Say whether an article that introduces stands before a common noun, adjectives between: a Norway-based rights group."""
        for at in range(noun.first, max(noun.first - 4, self.sentence.first - 1), -1):
            token = self.text.tokens[at]
            if token.norm in {"a", "an", "un", "una"}:
                return not (token.norm == "a" and self.text.language == "es")
            if at < noun.first and (not token.is_word or token.norm in self.prepositions | ARTICLES):
                return False
        return False

    def is_free(self, entity: Entity) -> bool:
        """Say whether a name is governed by no preposition, and is not the owner of another."""
        at = entity.first - 1
        for _ in range(4):
            word = self.word(at) if at >= self.sentence.first else ""
            if word in self.prepositions:
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
        return self.word(entity.last) != "'s"

    def noun_is_free(self, noun: Mark) -> bool:
        """Say whether a common noun is governed by no preposition and stands for somebody: not "a group of 30"."""
        if self.is_counted(noun):
            return False
        before, after = self.word(noun.first - 1), self.word(noun.last)
        if before in small_words("possessives") and noun.tag == "press":
            return False  # a statement on its website said
        return before not in self.prepositions and not (
            after in {"of", "de"} and noun.tag in {"ngo", "person"} and self.word(noun.last + 1).isdigit()
        )

    def is_counted(self, noun: Mark) -> bool:
        """Say whether a common noun is what a number counts, so that it speaks for nobody: 11 officials who had called for reforms."""
        if self.word(noun.first) in ARTICLES:
            return False  # 12 feb La junta
        before = (self.word(at) for at in (noun.first - 1, noun.first - 2) if at >= self.sentence.first)
        return any(word[:1].isdigit() or is_number_word(word) for word in before)
