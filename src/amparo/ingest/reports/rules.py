"""The built-in extractor: rules and lexicons, no model, no network."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

import attrs

from amparo.ingest.reports.claims import Topic, claims_of, with_repeated, without_headline
from amparo.ingest.reports.days.dates import ReadDate, dates_of
from amparo.ingest.reports.happenings import events_of, facilities_of, persons_of, quotes_of, stages_of
from amparo.ingest.reports.measured.breakdowns import Told, with_breakdowns
from amparo.ingest.reports.measured.told import Run
from amparo.ingest.reports.proposals import Proposal
from amparo.ingest.reports.said.claimants import Heard, hear, with_sole
from amparo.ingest.reports.said.interviews import with_interview
from amparo.ingest.reports.said.named_later import named_later
from amparo.ingest.reports.said.speakers import sources_of
from amparo.ingest.reports.sentences import Clauses, by_sentence
from amparo.ingest.reports.who.entities import BODIES, Entity, entities_of
from amparo.ingest.reports.who.names import resolved
from amparo.ingest.reports.who.persons import with_persons
from amparo.ingest.reports.words.lexicon import NO_WORDS, Mark, OwnWords, lexicon
from amparo.ingest.reports.words.numbers import numbers_of
from amparo.ingest.reports.words.text import Language, Text, read_text

VERSION = "4"
_OPENING = re.compile(r"\W*(?:date|fecha|published|publicado)\W{0,3}(?:19|20)\d\d-\d\d-\d\d\b", re.IGNORECASE)
_SAID_OF_PERSONS = frozenset(["people", "events", "custody", "amnesty", "continuing", "conditions"])


def propose(text: str, published_on: date, language: Language | None = None, own: OwnWords = NO_WORDS) -> list[Proposal]:
    """Return what the rules read in a text, before the gate."""
    read = read_text(text, language)
    marks = lexicon(read.language, own).marks(read.tokens)
    entities = resolved(read, with_persons(read, entities_of(read, marks), marks))
    dates = dates_of(text, published_on)
    named = {at for one in entities if one.last - one.first > 1 for at in range(one.first, one.last)}
    told_by = [mark for mark in marks if mark.layer != "speech" or mark.first not in named]  # the United States states nothing
    sources = [sources_of(read, one, inside, entities) for one, inside in zip(read.sentences, by_sentence(read, told_by), strict=True)]
    heard = with_interview(read, with_sole(named_later(hear(read, marks, entities, sources))), entities)
    topic = _topic(read, marks, entities, heard)
    run = Run()
    head = _OPENING.match(text)
    opening = head.end() if head else 0  # the day at the head of a file is nobody's event
    spoken = by_sentence(read, _outside_names(marks, entities))
    found: list[Proposal] = []
    told: list[Told] = []
    for number, sentence in enumerate(read.sentences):
        start, end = read.span(sentence.first, sentence.last)
        clauses = Clauses(
            read,
            sentence,
            tuple(mark for mark in spoken[number] if mark.last <= sentence.last),
            tuple(one for one in entities if sentence.first <= one.first < sentence.last),
            tuple(one for one in dates if max(start, opening) <= one.span[0] < end and not _in_name(read, one, entities)),
        )
        numbers = numbers_of(read, list(clauses.marks), sentence.first, sentence.last)
        claims = claims_of(clauses, numbers, heard[number], topic, run)
        told.extend(claims)
        about = [*stages_of(clauses), *facilities_of(clauses)]
        used = {field.span for one in claims for name, field in one.claim.fields.items() if name in {"from", "until"} and field.span}
        used |= {field.span for one in about for name, field in one.fields.items() if name == "date" and field.span}
        found.extend([*events_of(clauses, used, [one.claim for one in claims]), *about])
    found.extend(without_headline(read, with_repeated(read, with_breakdowns(told))))
    found.extend([*quotes_of(read, heard), *persons_of(read, entities, marks)])
    return [attrs.evolve(one, extractor="rules", version=VERSION) for one in found]


def _in_name(text: Text, one: ReadDate, entities: Sequence[Entity]) -> bool:
    """Say whether a date is inside the name of a body: the Madres de Abril."""
    named = (text.span(name.first, name.last) for name in entities if name.kind in BODIES | {"person"})
    return any(start <= one.span[0] < end and not one.span[0] <= start < end <= one.span[1] for start, end in named)  # Jan. 8


def _outside_names(marks: Sequence[Mark], entities: Sequence[Entity]) -> list[Mark]:
    """Return the marks without those inside the name of a body or person: the Centro por la Libertad frees nobody."""
    names = (one for one in entities if one.kind in BODIES | {"person"} and one.last - one.first > 1)
    named = {at for one in names for at in range(one.first, one.last)}
    said = [mark for mark in marks if mark.layer not in _SAID_OF_PERSONS or mark.first not in named]
    return _without_nothing(said)


def _without_nothing(marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks without the words that in their phrase befall nobody: held talks, seized power, a detention centre."""
    empty = [mark for mark in marks if mark.tag.startswith("nothing")]
    events = {at for mark in empty for at in range(mark.first, mark.last)}
    custody = {at for mark in empty if mark.tag != "nothing:noun" for at in range(mark.first, mark.last)}
    hidden = {"events": events, "custody": custody}
    return [mark for mark in marks if not mark.tag.startswith("nothing") and mark.first not in hidden.get(mark.layer, ())]


def _topic(text: Text, marks: Sequence[Mark], entities: Sequence[Entity], heard: Sequence[Heard]) -> Topic:
    """Return what holds for the whole document."""
    places = [one for one in entities if one.kind == "place" and one.tag not in {"United States", "Europe"}]
    counted = Counter(one.tag for one in places)
    country = counted.most_common(1)[0][0] if counted else None
    first = next((one for one in places if one.tag == country and one.name == country), None) or next(
        (one for one in places if one.tag == country), None
    )
    political = any(mark.layer == "people" and mark.tag.startswith("political_prisoners") for mark in marks)
    speakers = Counter(
        named.name
        for one in heard
        for source, named in getattr(one, "sources", ())
        if named.kind in BODIES | {"person"} and named.kind != "press"
    )
    main = speakers.most_common(1)[0] if speakers else None
    return Topic(
        first.name if first else None,
        text.span(first.first, first.last) if first else None,
        political,
        main[0] if main and main[1] >= 2 else None,
        {name: kind for kind, name in sorted(_kinds(entities, heard))},
    )


def _kinds(entities: Sequence[Entity], heard: Sequence[Heard]) -> Iterator[tuple[str, str]]:
    """Yield what each name and each common noun that spoke is: a kind and the name."""
    for entity in entities:
        if entity.kind in BODIES:
            yield entity.kind, entity.name
    for one in heard:
        for _source, named in one.sources:
            if named.kind not in {"person", "body"}:
                yield named.kind, named.name
