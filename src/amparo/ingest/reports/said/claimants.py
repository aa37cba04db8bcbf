"""The claimant of a figure: a state carried through the document, and candidates with the best first."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import attrs

from amparo.ingest.reports.proposals import Span
from amparo.ingest.reports.said.communiques import is_communique, speaks_as_we
from amparo.ingest.reports.said.sources import Source
from amparo.ingest.reports.said.taking_up import OFFICES, Named, State, bare, name_of
from amparo.ingest.reports.sentences import by_sentence
from amparo.ingest.reports.who.entities import BODIES, Entity
from amparo.ingest.reports.who.offices import offices_of
from amparo.ingest.reports.words.lexicon import Mark
from amparo.ingest.reports.words.text import Sentence, Text

_LEAST_SPEECH = 3  # spaces in a quotation


@attrs.frozen
class Heard:
    """What is known of the sources of one sentence: each attribution resolved, and who spoke last before it."""

    sources: tuple[tuple[Source, Named], ...]
    last: Named | None
    last_distance: int  # sentences since the last attribution
    same_paragraph: bool
    resumes: bool
    list_head: Named | None
    quoted: tuple[tuple[Span, Named], ...] = ()
    quoted_by: tuple[tuple[Span, Named], ...] = ()  # those of them whose speaker the sentence itself names
    press_at: tuple[int, ...] = ()
    author: Named | None = None
    bodies: tuple[Named, ...] = ()  # that stand in the sentence, speaking or not
    next: Named | None = None  # who speaks first after it
    next_distance: int = 9
    share: Mapping[str, float] = attrs.field(factory=dict)  # of each name in all that is said
    sole: Named | None = None  # the only body that is named as a source in all the report


def hear(text: Text, marks: Sequence[Mark], entities: Sequence[Entity], sources: Sequence[Sequence[Source]]) -> list[Heard]:
    """Return, sentence by sentence, the attributions with their names, and the state in which each sentence is read."""
    state, heard = State(offices=offices_of(text, marks, entities)), []
    holds = state.offices.holds
    author = _author(entities)
    speaks_itself = is_communique(text) or speaks_as_we(text)
    for number, (sentence, told) in enumerate(zip(text.sentences, by_sentence(text, marks), strict=True)):
        mine = [one for one in entities if sentence.first <= one.first < sentence.last]
        before = attrs.evolve(state)
        resolved = _resolved(text, sentence, number, mine, sources[number], state, author)
        _note_retelling(state, resolved)
        if not sentence.is_item:
            _open_list(text, sentence, state, mine, resolved, number)
        state.here, state.plural = None, _plural(text, sentence, told)
        for entity in mine:
            state.kind_of[entity.name] = entity.kind
            if entity.kind in BODIES | {"person"}:
                named = Named(entity.name, text.span(entity.first, entity.last), entity.kind, state.bodies_of.get(entity.name, ()))
                state.by_kind[entity.kind] = named
                if entity.kind != "person":
                    state.bodies.pop(entity.name, None)
                    state.bodies[entity.name] = named
        if sentence.is_item and state.list_head is not None:
            state.last_sentence = number  # what stands after a list goes on from it
        heard.append(
            Heard(
                tuple(resolved),
                before.last,
                number - before.last_sentence,
                before.last_paragraph == sentence.paragraph,
                _resumes(sentence, told) or _ends_list(text, number, before),
                before.list_head if sentence.is_item else None,
                tuple(_speakers_of_quotes(text, sentence, resolved, state, before, number - before.last_sentence)),
                tuple(_told_quotes(text, sentence, resolved)),
                tuple(source.at for source in sources[number] if _is_press(source)),
                author if speaks_itself else None,
                _standing(text, [one for one in mine if not holds(one.first)], sentence, [one for one in told if not holds(one.first)]),
            )
        )
    return _with_quotes(text, _with_next(heard))


def _standing(text: Text, mine: Sequence[Entity], sentence: Sentence, marks: Sequence[Mark]) -> tuple[Named, ...]:
    """Return the bodies of a sentence, by name or by the noun of an office of state."""
    named = [Named(one.name, text.span(one.first, one.last), one.kind) for one in mine if one.kind in BODIES]
    for mark in marks:
        inside = mark.layer == "descriptors" and mark.tag in OFFICES and sentence.first <= mark.first < sentence.last
        if inside and not any(one.first <= mark.last - 1 < one.last for one in mine):
            named.append(Named(bare(text.words(mark.first, mark.last)), text.span(mark.first, mark.last), mark.tag))
    return tuple(named)


def _with_next(heard: list[Heard]) -> list[Heard]:
    """Return what is known of each sentence, with who speaks first after it and how much of all that is said each name says."""
    counted = Counter(named.bodies[0] if named.bodies else named.name for one in heard for _, named in one.sources)
    total = sum(counted.values())
    share = {name: number / total for name, number in counted.items()}
    found: list[Heard] = []
    coming: tuple[int, Named] | None = None
    for number in range(len(heard) - 1, -1, -1):
        one = heard[number]
        found.append(
            attrs.evolve(one, share=share)
            if coming is None
            else attrs.evolve(one, share=share, next=coming[1], next_distance=coming[0] - number)
        )
        if one.sources:
            coming = number, one.sources[0][1]
    return found[::-1]


def _resolved(
    text: Text, sentence: Sentence, number: int, mine: Sequence[Entity], sources: Sequence[Source], state: State, author: Named | None
) -> list[tuple[Source, Named]]:
    """Return the attributions of a sentence with their names, and note who spoke last."""
    resolved, plural = [], state.plural
    for source in sources:
        for entity in mine:
            if entity.kind in BODIES - {"press"} and entity.first < source.at and source.kind == "report":
                state.here = Named(entity.name, text.span(entity.first, entity.last), entity.kind)
                break
        named = name_of(source, state, author)
        if named is not None and named.kind == "press":
            named = state.retells.get(named.name, named)
        if source.kind == "pronoun" and source.words in {"they", "ellos", "ellas"} and plural is not None:
            named = plural
        if named is not None:
            resolved.append((source, named))
            state.counted[named.name] += 1
            if not source.is_aside and (named.kind != "press" or (source.entity is not None and state.last_sentence != number)):
                state.last, state.last_sentence, state.last_paragraph = named, number, sentence.paragraph
    return resolved


def _with_quotes(text: Text, heard: list[Heard]) -> list[Heard]:
    """Return what is known of each sentence; a quotation that goes on over several is whose it is said to be in any of them."""
    told = {span: named for one in heard for span, named in one.quoted_by}
    found = []
    for one, sentence in zip(heard, text.sentences, strict=True):
        start, end = text.span(sentence.first, sentence.last)
        here = {span: named for span, named in one.quoted if span not in told}
        here |= {span: named for span, named in told.items() if span[0] < end and start < span[1]}
        found.append(attrs.evolve(one, quoted=tuple(here.items())))
    return found


def with_sole(heard: list[Heard]) -> list[Heard]:
    """Return what is known of each sentence, with the only body that speaks in the report, if there is one."""
    names = {name for one in heard for _, named in one.sources for name in (named.bodies[:1] or (named.name,))}
    kinds = {named.kind for one in heard for _, named in one.sources if named.kind != "person"}
    if len(names) != 1 or not kinds <= {"ngo", "igo", "body"}:
        return heard
    sole = next(named for one in heard for _, named in one.sources)
    return [attrs.evolve(one, sole=sole) for one in heard]


def _note_retelling(state: State, resolved: Sequence[tuple[Source, Named]]) -> None:
    """Note an outlet that tells what a body gave it: on the basis of information from the ministry, the agency reported."""
    outlets = [named for source, named in resolved if named.kind == "press" and source.entity is not None]
    givers = [named for source, named in resolved if named.kind in BODIES - {"press"} and source.way == "according"]
    if outlets and givers:
        state.retells[outlets[0].name] = givers[0]


def _open_list(
    text: Text, sentence: Sentence, state: State, mine: Sequence[Entity], resolved: Sequence[tuple[Source, Named]], number: int
) -> None:
    """Note whose list a sentence opens: one that ends with a colon, or a title above lines "label: number"."""
    body = _body_of(text, mine)
    if text.tokens[sentence.last - 1].text == ":" or _ends_with_colon(text, sentence):
        state.list_head = resolved[-1][1] if resolved else body or state.last
        if state.list_head is not None and not resolved:
            state.last, state.last_sentence, state.last_paragraph = state.list_head, number, sentence.paragraph
    elif sentence.is_heading and not resolved:
        state.list_head = body or state.list_head
    else:
        state.list_head = None


def _body_of(text: Text, mine: Sequence[Entity]) -> Named | None:
    """Return the last body that a heading names: whose list it is."""
    body = next((one for one in reversed(mine) if one.kind in BODIES - {"press", "body"}), None)
    return None if body is None else Named(body.name, text.span(body.first, body.last), body.kind)


def _plural(text: Text, sentence: Sentence, marks: Sequence[Mark]) -> Named | None:
    """Return several who stand in a sentence by a common noun, for the "they" of the next."""
    inside = (mark for mark in marks if mark.layer == "descriptors" and sentence.first <= mark.first < sentence.last)
    found = next(
        (
            mark
            for mark in inside
            if mark.tag in {"relatives", "others"} or (mark.tag == "ngo" and text.tokens[mark.last - 1].norm.endswith("s"))
        ),
        None,
    )
    return None if found is None else Named(bare(text.words(found.first, found.last)), text.span(found.first, found.last), found.tag)


def _is_press(source: Source) -> bool:
    """Say whether an outlet is named as telling it: what it does not attribute further is the report's own."""
    return source.kind == "press" or (source.entity is not None and source.entity.kind == "press" and source.way != "holding")


def _ends_with_colon(text: Text, sentence: Sentence) -> bool:
    return any(token.text == ":" for token in text.tokens[max(sentence.first, sentence.last - 2) : sentence.last])


def _author(entities: Sequence[Entity]) -> Named | None:
    """Return the body that publishes a communiqué: of those that are named, the one named most, the first of equals."""
    for kinds in ({"ngo"}, {"body", "igo"}):
        counted = Counter(entity.name for entity in entities if entity.kind in kinds)
        if counted:
            return Named(counted.most_common(1)[0][0], None, "ngo")
    return None


def _resumes(sentence: Sentence, marks: Sequence[Mark]) -> bool:
    return any(mark.layer == "resumes" and sentence.first <= mark.first <= sentence.first + 1 for mark in marks)


def _ends_list(text: Text, number: int, before: State) -> bool:
    """Say whether a sentence stands right after a list, of which it is the sum."""
    return number > 0 and text.sentences[number - 1].is_item and before.list_head is not None


def _is_speech(text: Text, quote: Span) -> bool:
    """Say whether a quotation is long enough to be somebody's speech: not «miles»."""
    return text.text.count(" ", *quote) >= _LEAST_SPEECH


def _told_quotes(text: Text, sentence: Sentence, resolved: Sequence[tuple[Source, Named]]) -> Iterator[tuple[Span, Named]]:
    """Yield the quotations of a sentence of which it says itself who speaks in them."""
    start, end = text.span(sentence.first, sentence.last)
    for quote in text.quoted:
        if quote[0] < end and quote[1] > start and _is_speech(text, quote):
            outside = [
                named for source, named in resolved if source.kind != "we" and not quote[0] <= text.tokens[source.at].start < quote[1]
            ]
            if outside:
                yield quote, outside[0]


def _speakers_of_quotes(
    text: Text, sentence: Sentence, resolved: Sequence[tuple[Source, Named]], state: State, before: State, distance: int
) -> list[tuple[Span, Named]]:
    """Return the quotations of a sentence with who speaks in them."""
    found = list(_told_quotes(text, sentence, resolved))
    told = {span for span, _ in found}
    start, end = text.span(sentence.first, sentence.last)
    for quote in text.quoted:
        if quote[0] < end and quote[1] > start and quote not in told and _is_speech(text, quote):
            if state.quotation is not None and state.quotation[0] == quote:
                found.append(state.quotation)
            elif before.last is not None and distance <= 2:
                found.append((quote, before.last))
    if found:
        state.quotation = found[-1]
    return found
