"""Who says what in a sentence: the words of attribution and the names or common nouns that they belong to."""

from collections.abc import Iterator, Sequence

import attrs

from amparo.ingest.reports.said.naming import ARTICLES, SPEAKERS
from amparo.ingest.reports.said.sources import Source, Way
from amparo.ingest.reports.said.subjects import Spoken
from amparo.ingest.reports.who.entities import BODIES, Entity
from amparo.ingest.reports.words.lexicon import Mark
from amparo.ingest.reports.words.small_words import small_words
from amparo.ingest.reports.words.text import Sentence, Text


def sources_of(text: Text, sentence: Sentence, marks: Sequence[Mark], entities: Sequence[Entity]) -> list[Source]:
    """Return the attributions of a sentence in its order."""
    inside = [mark for mark in marks if sentence.first <= mark.first and mark.last <= sentence.last]
    named = [entity for entity in entities if sentence.first <= entity.first and entity.last <= sentence.last]
    reader = _Reader(text, sentence, inside, named)
    found = [*reader.according(), *reader.opening(), *reader.verbs(), *reader.heading(), *reader.holding(), *reader.ourselves()]
    found.extend(reader.gapped())
    if all(one.kind == "pronoun" and one.words.casefold() not in {"it", "they", "she", "he"} for one in found):
        found = [*reader.subjects()] or found
    return sorted(found, key=lambda one: one.at)


_DESCRIBED = 6  # tokens between what a body is and its name


@attrs.frozen
class _Reader(Spoken):
    """One sentence, read for its attributions."""

    def according(self) -> Iterator[Source]:
        """Yield what "according to", "según" and "documented by" introduce."""
        for mark in self.marks:
            if mark.layer == "source" and self.word(mark.last) not in {"cent", "capita"}:
                if (
                    mark.last < self.sentence.last
                    and self.text.tokens[mark.last].norm in {"lo", "el", "como"}
                    and self.word(mark.last + 1) in {"que", "previsto"}
                ):
                    continue
                if self.word(mark.last) in ARTICLES and self.word(mark.last + 1) in {"cual", "cuales"}:
                    named = next((one for one in self.named if one.last in {mark.first, mark.first - 1} and one.kind in SPEAKERS), None)
                    found = None if named is None else self.by(named)  # …, según la cual
                else:
                    found = self._right(mark.last, 9)
                if found is not None:
                    of_act = mark.tag == "reported_by" and self.word(mark.first - 1) in small_words("acts")
                    yield attrs.evolve(found, way="according", at=mark.first, is_aside=of_act)  # an amnesty announced by X

    def opening(self) -> Iterator[Source]:
        """Yield the body whose view a sentence gives: Para el Observatorio, el ritmo es lento."""
        if self.word(self.sentence.first) in {"para", "for"}:
            body = next((one for one in self.named if one.kind in BODIES and one.first - self.sentence.first <= 2), None)
            if body is not None:
                yield attrs.evolve(self.by(body), way="according", at=self.sentence.first)

    def verbs(self) -> Iterator[Source]:
        """Yield the subjects of verbs of saying, counting and denying."""
        for mark in [*self.marks, *self._after_quotes()]:
            if mark.layer != "speech":
                continue
            put = mark.last <= self.sentence.last and self.text.tokens[mark.last - 1].norm in {"put", "puts"}
            if any(one.layer == "descriptors" and one.last - one.first > 1 and one.first < mark.first < one.last for one in self.marks):
                continue  # media reports
            goes_on = any(one.layer == "speech" and one.last == mark.first for one in self.marks)  # said in a statement
            if goes_on or (put and self.word(mark.last) in {"to", "in", "on", "behind", "under"}):
                continue  # put to death
            way: Way = mark.tag  # type: ignore[assignment]
            found = self.subject(mark)
            if found is not None:
                yield attrs.evolve(found, way=way, at=mark.first, is_aside=self._is_aside(mark))

    def _is_aside(self, verb: Mark) -> bool:
        """Say whether a verb of saying stands in a clause of when or where."""
        if self._is_of_an_act(verb):
            return True
        start = self._clause_start(verb.first)
        opened = any(
            mark.layer == "breaks" and mark.last == start and self.word(mark.first) in small_words("of_when") for mark in self.marks
        )
        return opened and start > self.sentence.first and "," not in [self.word(at) for at in range(start, verb.first)]

    def _is_of_an_act(self, verb: Mark) -> bool:
        """Say whether what is announced is an act, not the figure: the amnesty that the president announced, la ley que anunció X."""
        for at in range(verb.first - 1, max(verb.first - 6, self.sentence.first), -1):
            if self.word(at) in {"that", "which", "que"}:
                return self.word(at - 1) in small_words("acts")
            if self.word(at) in {",", ";", ":"}:
                return False
        return False

    def _after_quotes(self) -> Iterator[Mark]:
        """Yield the verbs of no list that stand right after a quotation, in the past: «…», clamó la vocera."""
        known = {mark.first for mark in self.marks if mark.layer == "speech"}
        for at in range(self.sentence.first + 2, self.sentence.last):
            quoted = self.text.tokens[at - 2].text in {"”", '"', "»"} and self.text.tokens[at - 1].text == ","
            if quoted and at not in known and self.text.tokens[at].text.endswith(("ó", "aron", "ieron")):
                yield Mark("speech", "say", at, at + 1)

    def heading(self) -> Iterator[Source]:
        """Yield the name that stands before a colon at the start of the sentence, or after one at the end of a headline."""
        for entity in self.named:
            label = self.sentence.is_item and self.word(entity.last + 1)[:1].isdigit()  # La Crisálida: 17
            closes = self.sentence.is_heading and entity.last == self.sentence.last and self.word(entity.first - 1) == ":"
            opens = entity.first - self.sentence.first <= 2 and self.word(entity.last) == ":" and not label
            if entity.kind in SPEAKERS and (opens or closes):
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
                        self.word(at) in {"de", "del", "la", "el", "of", "by", "from", "the", "los", "las", "ong"}
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
                        and all(self.word(at) in {"'s", "'"} for at in range(one.last, first))
                    ),
                    None,
                )
            if owner is not None:
                yield Source("holding", mark.first, owner, span=self.text.span(owner.first, owner.last))

    def gapped(self) -> Iterator[Source]:
        """Yield a body whose verb of counting is left out, as the same as that of the clause before: …; la coalición Unidad, 76."""
        for entity in self.named:
            number = entity.last + 1
            opens = (
                self.word(entity.first - 1) in {";", "and", "y"}
                or self.word(entity.first - 2) == ";"
                or self.word(entity.first - 3) == ";"
                or self.word(entity.first - 2) in {"y", "and"}
            )
            if entity.kind in BODIES and self.word(entity.last) == "," and self.word(number)[:1].isdigit() and opens:
                yield attrs.evolve(self.by(entity), way="heading", at=entity.first)

    def subjects(self) -> Iterator[Source]:
        """Yield the body that opens a sentence in which nobody else speaks, one that frees nobody: The Network has a list of 417."""
        first = self.sentence.first
        if self.sentence.is_heading or self.sentence.is_item:
            return
        entity = next((one for one in self.named if one.kind in {"ngo", "igo"} and one.first - first <= 2), None)
        if entity is not None and self.is_free(entity):
            yield attrs.evolve(self.by(entity), way="holding", at=entity.first)
            return
        noun = next(
            (mark for mark in self.marks if mark.layer == "descriptors" and mark.tag in {"ngo", "igo"} and mark.first - first <= 1), None
        )
        if (
            noun is not None
            and self.noun_is_free(noun)
            and (noun.last - noun.first > 1 or self.word(noun.first - 1) in {"the", "la", "el"})
        ):
            yield attrs.evolve(self.noun(noun, noun.first), way="holding")

    def ourselves(self) -> Iterator[Source]:
        """Yield the first person: the body that publishes the text."""
        for mark in self.marks:
            if mark.layer == "first_person":
                yield Source(
                    "we", mark.first, kind="we", words=self.text.words(mark.first, mark.last), span=self.text.span(mark.first, mark.last)
                )

    def _stops(self, mark: Mark) -> bool:
        """Say whether what introduces a source reaches no further: at the next verb of saying or break; "lista" is no verb there."""
        if mark.layer == "speech":
            return not any(noun.layer == "descriptors" and noun.first <= mark.first < noun.last for noun in self.marks)
        return mark.layer == "breaks" and (mark.tag == "strong" or self.text.tokens[mark.first].text in {",", "(", "que", "that"})

    def _right(self, at: int, reach: int) -> Source | None:
        """Return the first name, or else the first common noun of a source, within some words to the right."""
        end = min(at + reach, self.sentence.last)
        end = min((mark.first for mark in self.marks if mark.first > at and self._stops(mark)), default=end) if end > at else end
        end = min(at + reach, end)
        entity = next((one for one in self.named if at <= one.first < end and one.kind in SPEAKERS), None)
        nouns = (mark for mark in self.marks if mark.layer == "descriptors" and at <= mark.first < end)
        noun = next((mark for mark in nouns if not self.is_counted(mark)), None)
        if entity is None and noun is not None and noun.tag in {"ngo", "igo"} and self.word(noun.last) == ",":
            named = next((one for one in self.named if one.first == noun.last + 1 and one.kind in BODIES), None)
            entity = named  # according to the group, Inner Light Watch
            noun = noun if named is None else None
        if entity is not None and noun is not None and noun.tag == "person" and entity.kind != "person":
            person = next((one for one in self.named if one.kind == "person" and entity.last <= one.first <= entity.last + 3), None)
            if person is not None:
                return self.by(person)
        if entity is not None and (noun is None or noun.tag in {"report", "person", "press"} or entity.first - noun.last <= 2):
            return self.by(entity)
        if entity is not None and noun is not None and entity.kind == noun.tag and 0 < entity.first - noun.last <= _DESCRIBED:
            return self.by(entity)  # según la ONG bielorrusa de derechos humanos Zoria
        place = next((one for one in self.named if one.kind == "place" and one.first == at), None)
        if entity is None and noun is None and place is not None:
            return self.by(attrs.evolve(place, kind="government"))  # según Washington
        if noun is not None and noun.tag == "report" and self.word(noun.last) in {"que", "that", ",", "which"}:
            verb = next((mark for mark in self.marks if mark.layer == "speech" and 0 < mark.first - noun.last <= 3), None)
            published = self.subject(verb) if verb is not None else None
            if published is not None and published.entity is not None:
                return published  # el balance que difundió el Archivo
        if noun is not None:
            return attrs.evolve(self.noun(self.owner_of(noun) or noun, at), way="according")
        return None
