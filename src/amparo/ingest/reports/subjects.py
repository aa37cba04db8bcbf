"""Who the subject of a verb of saying is: the name or common noun right of it, right before it, or at the head of its clause."""

from collections.abc import Sequence

import attrs

from amparo.ingest.reports.entities import BODIES, Entity
from amparo.ingest.reports.lexicon import Mark
from amparo.ingest.reports.numbers import is_number_word
from amparo.ingest.reports.small_words import small_words
from amparo.ingest.reports.sources import Source
from amparo.ingest.reports.text import Sentence, Text

_PREPOSITIONS = small_words("prepositions")
SPEAKERS = BODIES | {"person"}
_ARTICLES = small_words("articles")
_NOT_SAID = small_words("not_said")
_PASSIVE = small_words("passive")
_NOUNS = small_words("nouns_like_verbs")
_BETWEEN = small_words("between_subject_and_verb")
_OF_GROUP = small_words("ties")
_TIMES = small_words("times")
_WEEKDAYS = small_words("weekdays")
THAT = small_words("that")


@attrs.frozen
class Spoken:
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

    def subject(self, verb: Mark) -> Source | None:
        """Return the subject of a verb of saying: right of it where the order is turned, else left of it, else nobody named."""
        letter = self.word(verb.first) == "received" and self.word(verb.first - 1) in {"statement", "letter", "email"}
        if letter or self._has_determiner(verb):
            return None
        turned = self._turned(verb)
        if turned is not None:
            return turned
        if (
            self.text.tokens[verb.first].norm in _NOT_SAID
            and self.sentence.last > verb.last
            and verb.tag == "say"
            and self.word(verb.last) not in THAT | {"for", "on", "out", "to"}
        ):
            return None
        if (left := self._left(verb)) is not None:
            return left
        before = self.word(verb.first - 1) if verb.first > self.sentence.first else ""
        passive = before in _PASSIVE or (before in {"se"} and verb.tag != "deny")
        if passive or self._as_noun(verb):
            return None
        return Source("say", verb.first, kind="pronoun", words=self.text.words(verb.first, verb.last), span=None)

    def _as_noun(self, verb: Mark) -> bool:
        """Say whether a word that may be a verb of saying is a noun here, or a participle."""
        word, before = self.word(verb.first), self.word(verb.first - 1) if verb.first > self.sentence.first else ""
        if self.text.language == "en" and verb.last - verb.first == 1:
            return word in _NOUNS and before not in {"it", "group"}
        return (
            verb.tag == "count"
            and word in {"lista", "registro", "cuenta", "registros", "suma", "cuentan", "tiene"}
            and before in {"", "la", "una", "el", "su", "en"}
        )

    def _has_determiner(self, verb: Mark) -> bool:
        """Say whether an article or owner makes a noun of an English word that may be a verb: the tally, its count, the group's list."""
        if self.text.language == "es":
            words = {self.word(at) for at in range(max(verb.first - 2, self.sentence.first), verb.first)}
            return self.word(verb.first) == "cifra" and bool(words & (_ARTICLES | {"esta", "esa", "mayor"}))
        if verb.last - verb.first != 1 or verb.first == self.sentence.first:
            return False
        word, before = self.word(verb.first), self.word(verb.first - 1)
        return before in small_words("determiners") and (word in small_words("counting_nouns") or word in _NOUNS)

    def _turned(self, verb: Mark) -> Source | None:
        """Return the subject where it follows its verb: dijo Romero, said the group, informó la ONG Foro Penal."""
        at = verb.last
        spanish = self.text.language == "es"
        before = self.text.tokens[verb.first - 1].text if verb.first > self.sentence.first else ""
        word = self.word(verb.first)
        if not spanish and not (before in {"”", '"', ",", "’", "'"} or word in {"said", "says"} or verb.first == self.sentence.first):
            return None
        if not spanish and word in {"told", "tells"}:
            return None  # told AFP
        if not spanish and word in {"said", "says"} and self.word(verb.first - 1) in {"it", "they", "he", "she", "who", "which"}:
            return None  # it said police had raided their homes
        if spanish:
            at = self._past_times(at)
        if (spanish and self.word(at) in _ARTICLES | {"unos", "unas"}) or (not spanish and self.word(at) in {"the", "a"}):
            at += 1
        entity = next((one for one in self.named if one.kind in SPEAKERS and verb.last <= one.first <= at + 4), None)
        noun = next((mark for mark in self.marks if mark.layer == "descriptors" and mark.first in {at, at - 1, verb.last}), None)
        title = any(mark.layer == "titles" and at <= mark.first <= at + 2 for mark in self.marks)
        if entity is not None and (entity.first <= at or noun is not None or title or (not spanish and before in {"”", '"', ","})):
            person = next((one for one in self.named if one.kind == "person" and entity.last <= one.first <= entity.last + 3), None)
            if entity.kind != "person" and person is not None and title:
                entity = person
            head = next((mark.first for mark in self.marks if mark.layer == "titles" and at <= mark.first <= at + 2), entity.first)
            return self.by(entity) if self._may_follow(verb, min(head, entity.first)) else None
        if noun is not None and noun.tag != "report" and self._may_follow(verb, noun.first) and (not spanish or noun.first <= at):
            named = self._named_after(noun) if noun.tag == "person" else None
            return self.by(named) if named is not None else self.noun(noun, verb.first)
        return None

    def _named_after(self, noun: Mark) -> Entity | None:
        """Return the person named between commas after an office: el presidente de la comisión, Horacio Medina."""
        person = next((one for one in self.named if one.kind == "person" and noun.last < one.first <= noun.last + 10), None)
        if person is None or self.word(person.first - 1) != ",":
            return None
        between = [
            self.word(at) for at in range(noun.last, person.first - 1) if self.word(at) not in {"general", "nacional", "adjunto", "adjunta"}
        ]
        return person if not between or (between[0] in {"de", "del", "of", "for"} and "," not in between) else None

    def _past_times(self, at: int) -> int:
        """Return where what follows a verb begins once the day and the place of the words are told: informó este jueves la ONG."""
        at = self._past_hearer(at)
        days = {"este", "esta", "ayer", "hoy", "anoche", "en", "el"}
        if self.word(at) not in days or (self.word(at) == "el" and self.word(at + 1) not in _WEEKDAYS | {"pasado", "ultimo", "mismo"}):
            return at
        end = at
        while (
            end < at + 9 and self.word(end) in _TIMES and not any(mark.layer == "descriptors" and mark.first == end for mark in self.marks)
        ):
            end += 1
        return end

    def _past_hearer(self, at: int) -> int:
        """Return where what follows a verb begins once the outlet is told to which it was said: dijo a este diario la abogada X."""
        if self.word(at) != "a":
            return at
        for end in range(at + 1, min(at + 7, self.sentence.last)):
            if self.word(end) in {"que", ","}:
                return at
            if end > at + 2 and self.word(end) in _ARTICLES:
                return end
        return at

    def _may_follow(self, verb: Mark, first: int) -> bool:
        """Say whether nothing between a verb and a name makes the name its object."""
        start = self._past_times(verb.last) if self.text.language == "es" else verb.last
        return not any(self.word(at) in self.prepositions | THAT for at in range(start, first)) or first == verb.last

    def _left(self, verb: Mark) -> Source | None:
        """Return the subject before its verb: what stands right before it, else the first of the clause that no preposition governs."""
        start = self._clause_start(verb.first)
        if verb.first == start and self.word(start - 1) in {"and", "but", "y", "e", "pero"}:
            start = self._clause_start(start - 1)  # the subject of the clause before goes on
        quote = self.text.in_quotes(self.text.tokens[verb.first].start)
        names = [one for one in self.named if start <= one.first and one.last <= verb.first and one.kind in SPEAKERS and self._is_free(one)]
        names = [one for one in names if one.kind != "press" or self.word(one.first - 1) != "("]  # SANTIAGO (EFE).- El Plan
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
            return self.by(self._titled(names))
        if nouns:
            return self._by_noun(nouns[0], verb)
        for at in range(max(start, verb.first - 4), verb.first):
            if self.word(at) in {"it", "they", "she", "he", "ella", "ellos", "who", "which"}:
                return Source("say", verb.first, kind="pronoun", words=self.word(at))
        return None

    def _noun_is_free(self, noun: Mark) -> bool:
        """Say whether a common noun is governed by no preposition and stands for somebody: not "a group of 30"."""
        if self._is_counted(noun):
            return False
        before, after = self.word(noun.first - 1), self.word(noun.last)
        return before not in self.prepositions and not (
            after in {"of", "de"} and noun.tag in {"ngo", "person"} and self.word(noun.last + 1).isdigit()
        )

    def _is_counted(self, noun: Mark) -> bool:
        """Say whether a common noun is what a number counts, so that it speaks for nobody: 11 officials who had called for reforms."""
        before = (self.word(at) for at in (noun.first - 1, noun.first - 2) if at >= self.sentence.first)
        return any(word[:1].isdigit() or is_number_word(word) for word in before)

    def _right_before(self, verb: Mark) -> Source | None:
        """Return the name or common noun that ends right before a verb, small words and an acronym in brackets between."""
        at = verb.first
        while at > self.sentence.first and (self.word(at - 1) in _BETWEEN or self.text.tokens[at - 1].norm.endswith(("mente", "ly"))):
            at -= 1
        if self.word(at - 1) == "," and self.word(at - 2) in {"however", "embargo", "parte", "meanwhile", "though", "cambio", "tanto"}:
            at -= next((n for n in range(2, 6) if self.word(at - n - 1) == ","), 1) + 1
        if self.word(at - 1) == ")" and self.word(at - 3) == "(":
            at -= 3
        which = self.word(at - 1) in {"que", "which"} and self.word(at - 2) == ","  # Libertad Hoy, que habla de 68
        if (which or self.word(at - 1) in {"who", "quien"}) and (pointed := self._ending(at - 1 - (self.word(at - 2) == ","))) is not None:
            return self.by(pointed)
        if self.word(at - 1) == "," and (apposed := self._apposed(at - 1)) is not None:
            return self.by(apposed)
        name = self._ending(at) or self._metonym(at)
        if name is not None and self._is_free(name):
            return self.by(name)
        noun = next((mark for mark in self.marks if mark.layer == "descriptors" and mark.last == at), None)
        office = self._ending(noun.first) if noun is not None and noun.tag in {"person", "government", "ngo", "igo"} else None
        if office is not None and self._is_free(office):
            return self.by(office)  # a UN spokesman, Interior Ministry officials
        if noun is not None and self._noun_is_free(noun) and (noun.tag != "person" or self.word(noun.first - 1) in _ARTICLES | {","}):
            return self._by_noun(noun, verb)
        if self.word(at - 1) in {"it", "they", "she", "he", "ella"}:
            return Source("say", verb.first, kind="pronoun", words=self.word(at - 1))
        return self._unlisted(at, verb)

    def _unlisted(self, at: int, verb: Mark) -> Source | None:
        """Return the common noun of no list between a comma and a verb of saying: …, the presidential press service said."""
        first = next((n for n in range(at - 1, max(at - 9, self.sentence.first), -1) if self.word(n - 1) == ","), None)
        opened = first is not None and self.word(first) in _ARTICLES | {"an", "his", "her", "its", "their", "su"}
        if verb.tag != "say" or first is None or not opened or at - first < 2:
            return None
        title = next((mark for mark in self.marks if mark.layer == "titles" and mark.first == first + 1), None)
        if title is not None and self.word(title.last) in {"for", "of", "de", "para"}:  # a lawyer for three of them said
            is_new = self.word(first) in {"a", "an", "un", "una"}
            words_span = self.text.span(first, title.last)
            return Source("say", verb.first, kind="others", words=self.text.words(first, title.last), span=words_span, is_new=is_new)
        words = [self.text.tokens[n] for n in range(first, at)]
        known = any(mark.first >= first and mark.last <= at for mark in self.marks if mark.layer in {"descriptors", "speech", "events"})
        if known or not all(token.is_word and not token.is_capital for token in words) or {t.norm for t in words} & self.prepositions:
            return None
        is_new = self.word(first) in {"a", "an", "un", "una"}
        return Source("say", verb.first, kind="others", words=self.text.words(first, at), span=self.text.span(first, at), is_new=is_new)

    def _ending(self, at: int) -> Entity | None:
        """Return the name that ends right before a token."""
        return next((one for one in self.named if one.last == at and one.kind in SPEAKERS), None)

    def _apposed(self, comma: int) -> Entity | None:
        """Return the person before a verb between commas, or with what the person is between them: X, a lawyer, told."""
        person = self._ending(comma)
        if person is not None and person.kind == "person" and self.word(person.first - 1) == ",":
            return person
        for at in range(comma - 2, max(comma - 6, self.sentence.first), -1):
            if self.word(at) == ",":
                named = self._ending(at)
                is_one = self.word(at + 1) in {"a", "an", "un", "una", "the", "el", "la"}
                return named if named is not None and named.kind == "person" and is_one else None
        return None

    def _metonym(self, at: int) -> Entity | None:
        """Return the capital or country that stands for its government: Washington confirmó, Minsk announced."""
        place = next((one for one in self.named if one.last == at and one.kind == "place"), None)
        return None if place is None else attrs.evolve(place, kind="government")

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
        near = (one for one in self.named if one.kind in BODIES and noun.last <= one.first <= noun.last + 4 and one.last <= verb.first)
        owner = next(near, None)
        if owner is not None and noun.tag == "report":
            return self.by(owner)
        return self.noun(self.owner_of(noun) or noun, verb.first)

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
        owner = self._ending(noun.first - 1) if self.word(noun.first - 1) == "'s" else None
        if owner is not None and owner.kind in BODIES:
            return self.by(owner)  # Vesna's lawyers
        end = noun.last
        if noun.tag in {"person", "igo"} and self.word(end) in {"de", "del", "of", "for"}:
            named = end + 1 + (self.word(end + 1) in _ARTICLES)
            while named < self.sentence.last and self.text.tokens[named].is_word and self.text.tokens[named].is_capital:
                named += 1
            end = named if self.text.tokens[named - 1].is_capital else end
        words, span = self.text.words(noun.first, end), self.text.span(noun.first, end)
        return Source("say", at, kind=noun.tag, words=words, span=span, is_new=self._is_new(noun))

    def _is_new(self, noun: Mark) -> bool:
        """Say whether an article that introduces stands before a common noun, adjectives between: a Norway-based rights group."""
        for at in range(noun.first, max(noun.first - 4, self.sentence.first - 1), -1):
            token = self.text.tokens[at]
            if token.norm in {"a", "an", "un", "una"}:
                return not (token.norm == "a" and self.text.language == "es")
            if at < noun.first and (not token.is_word or token.norm in self.prepositions | _ARTICLES):
                return False
        return False

    def _is_free(self, entity: Entity) -> bool:
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

    def _clause_start(self, at: int) -> int:
        """Return where the clause of a verb begins: after the last break that no other verb of saying bridges."""
        start = self.sentence.first
        for mark in self.marks:
            if (
                mark.layer == "breaks"
                and mark.last <= at
                and (mark.tag == "strong" or (self.word(mark.first) in {"y", "and"} and self._has_verb(start, mark.first)))
            ):
                start = mark.last
        return start

    def _has_verb(self, first: int, last: int) -> bool:
        return any(mark.layer in {"speech", "events"} and first <= mark.first < last for mark in self.marks)
