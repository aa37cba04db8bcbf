"""Who the subject of a verb of saying is: the name or common noun right of it, right before it, or at the head of its clause."""

from itertools import pairwise

import attrs

from amparo.ingest.reports.said.naming import ARTICLES, SPEAKERS, Naming
from amparo.ingest.reports.said.sources import Source
from amparo.ingest.reports.who.entities import BODIES, Entity
from amparo.ingest.reports.words.lexicon import Mark
from amparo.ingest.reports.words.small_words import small_words

_NOT_SAID = small_words("not_said")
_PASSIVE = small_words("passive")
_NOUNS = small_words("nouns_like_verbs")
_BETWEEN = small_words("between_subject_and_verb")
_TIMES = small_words("times")
_WEEKDAYS = small_words("weekdays")
THAT = small_words("that")


@attrs.frozen
class Spoken(Naming):
    """One sentence with what was found in it."""

    def subject(self, verb: Mark) -> Source | None:
        """Return the subject of a verb of saying: right of it where the order is turned, else left of it, else nobody named."""
        if self.word(verb.first) in small_words("puts") and self._puts_somewhere(verb):
            return None
        letter = self.word(verb.first) == "received" and self.word(verb.first - 1) in {"statement", "letter", "email"}
        if letter or self._has_determiner(verb):
            return None
        turned = self._turned(verb)
        if turned is not None:
            return turned
        if self.text.language == "es" and self.word(verb.first - 1) == "se" and verb.first > self.sentence.first:
            return None  # a quienes se acusaba, se calcula
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

    def _words(self, first: int, last: int) -> list[str]:
        return [self.word(at) for at in range(first, last)]

    def _puts_somewhere(self, verb: Mark) -> bool:
        """Say whether somebody is put somewhere, not a figure: puso ayer en libertad, found guilty."""
        after = [self.word(at) for at in range(verb.last, min(verb.last + 5, self.sentence.last))]
        pairs = set(pairwise(after))
        places = small_words("put_where")
        return bool(after) and (after[0] in small_words("found_so") or any(one == "en" and other in places for one, other in pairs))

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
            return self.word(verb.first) == "cifra" and bool(words & (ARTICLES | {"esta", "esa", "mayor"}))
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
        if (spanish and self.word(at) in ARTICLES | {"unos", "unas", "su", "sus"}) or (not spanish and self.word(at) in {"the", "a"}):
            at += 1
        entity = next((one for one in self.named if one.kind in SPEAKERS and verb.last <= one.first <= at + 4), None)
        noun = next((mark for mark in self.marks if mark.layer == "descriptors" and mark.first in {at, at - 1, verb.last}), None)
        title = any(mark.layer == "titles" and at <= mark.first <= at + 2 for mark in self.marks)
        if entity is not None and (entity.first <= at or noun is not None or title or (not spanish and before in {"”", '"', ","})):
            person = next((one for one in self.named if one.kind == "person" and entity.last <= one.first <= entity.last + 3), None)
            if entity.kind != "person" and person is not None and title:
                entity = person
            head = next((mark.first for mark in self.marks if mark.layer == "titles" and at <= mark.first <= at + 2), entity.first)
            told_to = self._is_where(verb, entity)
            return self.by(entity) if self._may_follow(verb, min(head, entity.first)) and not told_to else None
        if noun is not None and noun.tag == "report" and (owner := self.owner_of(noun)) is not None and self._may_follow(verb, noun.first):
            return self.noun(owner, verb.first)  # que recoge el balance de la fiscalía
        if noun is not None and noun.tag != "report" and self._may_follow(verb, noun.first) and (not spanish or noun.first <= at):
            named = self._named_after(noun) if noun.tag == "person" else None
            return self.by(named) if named is not None else self.noun(noun, verb.first)
        return None

    def _is_where(self, verb: Mark, entity: Entity) -> bool:
        """Say whether a name after a verb is where something was said, or to whom: en la televisora estatal (TVR), al diario X."""
        at = entity.first - 1
        while at >= verb.last:
            noun = next((mark for mark in self.marks if mark.layer == "descriptors" and mark.first < at + 1 == mark.last), None)
            if noun is None and self.word(at) not in ARTICLES | {"(", "su", "sus"}:
                break
            at = noun.first - 1 if noun is not None else at - 1
        return at >= verb.last and self.word(at) in small_words("said_where")

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
            if end > at + 2 and self.word(end) in ARTICLES:
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
        names = [one for one in self.named if start <= one.first and one.last <= verb.first and one.kind in SPEAKERS and self.is_free(one)]
        names = [one for one in names if one.kind != "press" or self.word(one.first - 1) != "("]  # SANTIAGO (EFE).- El Plan
        names = [one for one in names if self.text.in_quotes(self.text.tokens[one.first].start) == quote]
        nouns = [
            mark
            for mark in self.marks
            if self.text.in_quotes(self.text.tokens[mark.first].start) == quote
            and mark.layer == "descriptors"
            and start <= mark.first
            and mark.last <= verb.first
            and self.noun_is_free(mark)
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
        if (which or self.word(at - 1) in {"who", "quien"}) and (pointed := self.ending(at - 1 - (self.word(at - 2) == ","))) is not None:
            return self.by(pointed)
        if self.word(at - 1) == "," and (apposed := self._apposed(at - 1)) is not None:
            return self.by(apposed)
        name = self.ending(at) or self._metonym(at)
        if name is not None and self.is_free(name):
            return self.by(name)
        noun = next((mark for mark in self.marks if mark.layer == "descriptors" and mark.last == at), None)
        office = self.ending(noun.first) if noun is not None and noun.tag in {"person", "government", "ngo", "igo"} else None
        if office is not None and self.is_free(office):
            return self.by(office)  # a UN spokesman, Interior Ministry officials
        if noun is not None and self.noun_is_free(noun) and (noun.tag != "person" or self.word(noun.first - 1) in ARTICLES | {","}):
            return self._by_noun(noun, verb)
        if self.word(at - 1) in {"it", "they", "she", "he", "ella"}:
            return Source("say", verb.first, kind="pronoun", words=self.word(at - 1))
        return self._unlisted(at, verb)

    def _unlisted(self, at: int, verb: Mark) -> Source | None:
        """Return the common noun of no list between a comma and a verb of saying: …, the presidential press service said."""
        first = next((n for n in range(at - 1, max(at - 9, self.sentence.first), -1) if self.word(n - 1) == ","), None)
        opened = first is not None and self.word(first) in ARTICLES | {"an", "his", "her", "its", "their", "su"}
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

    def _apposed(self, comma: int) -> Entity | None:
        """Return the person before a verb between commas, or with what the person is between them: X, a lawyer, told."""
        person = self.ending(comma)
        if person is not None and person.kind == "person" and self.word(person.first - 1) == ",":
            return person
        for at in range(comma - 2, max(comma - 12, self.sentence.first), -1):
            if self.word(at) == ",":
                named = self.ending(at)
                is_one = self.word(at + 1) in {"a", "an", "un", "una", "the", "el", "la"}
                is_one = is_one or any(mark.layer == "titles" and mark.first in {at + 1, at + 2} for mark in self.marks)
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
        owner = next((one for one in near if self.word(one.first - 1) != "al" and "que" not in self._words(noun.last, one.first)), None)
        if owner is not None and noun.tag == "report":
            return self.by(owner)
        return self.noun(self.owner_of(noun) or noun, verb.first)

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
