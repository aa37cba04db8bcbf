"""The claimant of a figure: a state carried through the document, and candidates with the best first."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

import attrs

from amparo.ingest.reports.communiques import is_communique, speaks_as_we
from amparo.ingest.reports.entities import BODIES, Entity
from amparo.ingest.reports.lexicon import Mark
from amparo.ingest.reports.offices import Offices, offices_of
from amparo.ingest.reports.proposals import Span
from amparo.ingest.reports.small_words import small_words
from amparo.ingest.reports.sources import Source
from amparo.ingest.reports.text import Sentence, Text, folded

_OFFICES = frozenset({"government", "parliament"})
_GENERIC = _OFFICES | {"relatives", "opposition", "church", "others"}


@attrs.frozen
class Named:
    """A source by name, where it stands, and the bodies that its person speaks for; ``office``: what the person is."""

    name: str
    span: Span | None
    kind: str
    bodies: tuple[str, ...] = ()
    office: str | None = None


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


@attrs.define
class State:
    """The sources told so far: the last who spoke, the last name of each kind, what stands beside whom."""

    last: Named | None = None
    last_sentence: int = -100
    last_paragraph: int = -1
    by_kind: dict[str, Named] = attrs.field(factory=dict)
    bodies_of: dict[str, tuple[str, ...]] = attrs.field(factory=dict)
    offices: Offices = attrs.field(factory=lambda: Offices({}, {}))
    retells: dict[str, Named] = attrs.field(factory=dict)  # by outlet, whose figures it told
    bodies: dict[str, Named] = attrs.field(factory=dict)  # in the order of their last mention
    kind_of: dict[str, str] = attrs.field(factory=dict)  # of each name that a kind is known of
    list_head: Named | None = None
    here: Named | None = None  # the body that stands in the sentence before a report of nobody's
    quotation: tuple[Span, Named] | None = None  # the last one, which may go on over several sentences
    plural: Named | None = None  # the last several who were told of in the sentence before: relatives, activists
    counted: Counter[str] = attrs.field(factory=Counter)


def hear(text: Text, marks: Sequence[Mark], entities: Sequence[Entity], sources: Sequence[Sequence[Source]]) -> list[Heard]:
    """Return, sentence by sentence, the attributions with their names, and the state in which each sentence is read."""
    state, heard = State(offices=offices_of(text, marks, entities)), []
    author = _author(entities)
    speaks_itself = is_communique(text) or speaks_as_we(text)
    for number, sentence in enumerate(text.sentences):
        mine = [one for one in entities if sentence.first <= one.first < sentence.last]
        before = attrs.evolve(state)
        resolved = _resolved(text, sentence, number, mine, sources[number], state, author)
        _note_retelling(state, resolved)
        if not sentence.is_item:
            _open_list(text, sentence, state, mine, resolved, number)
        state.here, state.plural = None, _plural(text, sentence, marks)
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
                _resumes(sentence, marks) or _ends_list(text, number, before),
                before.list_head if sentence.is_item else None,
                tuple(_speakers_of_quotes(text, sentence, resolved, state, before, number - before.last_sentence)),
                tuple(_told_quotes(text, sentence, resolved)),
                tuple(source.at for source in sources[number] if _is_press(source)),
                author if speaks_itself else None,
                _standing(text, mine, sentence, marks),
            )
        )
    return _with_quotes(text, _with_next(heard))


def _standing(text: Text, mine: Sequence[Entity], sentence: Sentence, marks: Sequence[Mark]) -> tuple[Named, ...]:
    """Return the bodies of a sentence, by name or by the noun of an office of state."""
    named = [Named(one.name, text.span(one.first, one.last), one.kind) for one in mine if one.kind in BODIES]
    for mark in marks:
        if mark.layer == "descriptors" and mark.tag in _OFFICES and sentence.first <= mark.first < sentence.last:
            if not any(one.first <= mark.last - 1 < one.last for one in mine):
                named.append(Named(_bare(text.words(mark.first, mark.last)), text.span(mark.first, mark.last), mark.tag))
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
        named = _named(source, state, author)
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
    return None if found is None else Named(_bare(text.words(found.first, found.last)), text.span(found.first, found.last), found.tag)


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


def _named(source: Source, state: State, author: Named | None) -> Named | None:
    """Return the name for an attribution; None where nobody is found."""
    if source.entity is not None:
        entity = source.entity
        office = state.offices.by_name.get(entity.name) if entity.kind == "person" else None
        beside = [one for one in source.beside if office is None or office.tag != "ministry" or one.name not in office.words]
        bodies = tuple(one.name for one in beside) or state.bodies_of.get(entity.name, ())
        if not bodies and source.of_group:
            body = _taken_up(state, ("ngo", "igo", "body", "parliament"), source)
            bodies = (body.name,) if body is not None and body.name else ()
        if bodies:
            state.bodies_of[entity.name] = bodies
        state.kind_of |= {one.name: one.kind for one in source.beside}
        named = Named(entity.name, source.span, entity.kind, bodies)
        return _with_office(state, named) if entity.kind == "person" else named
    if source.kind in _GENERIC - _OFFICES or (source.kind in {"ngo", "igo"} and _is_plural(source.words)) or _is_a_name(source):
        return Named(_bare(source.words), source.span, source.kind)
    if source.office:
        return _of_office(state, source)
    if source.is_new and source.kind in {"ngo", "igo", "person"}:
        return Named(_bare(source.words), source.span, source.kind)
    resolver = _RESOLVERS.get(source.kind)
    return author or state.last if source.kind == "we" else resolver(state, source) if resolver is not None else None


def _is_common(name: str) -> bool:
    """Say whether a source is called by a common noun: grupo, rights group."""
    return name == name.lower()


def _called_so(state: State, source: Source) -> Named | None:
    """Return the body whose name holds the common noun that takes it up: el comité, the commission; the last named of several."""
    words = _bare(source.words).split()
    stem = folded(words[-1] if source.words.casefold().startswith(("the ", "this ", "that ")) else words[0])[:7] if words else ""
    if len(stem) < 4 or stem in small_words("no_heads"):
        return None
    return next((one for one in reversed(state.bodies.values()) if any(folded(word)[:7] == stem for word in one.name.split())), None)


def _taken_up(state: State, kinds: tuple[str, ...], source: Source) -> Named | None:
    """Return what a common noun takes up again: a body called so, the last speaker if it is of such a kind, else the last such name."""
    if (called := _called_so(state, source)) is not None:
        return called
    words = _bare(source.words).split()
    if words and {folded(words[0]), folded(words[-1])} & small_words("any_body"):
        kinds = (*kinds, *_OFFICES)
    if state.last is not None and state.last.kind in kinds and not _is_common(state.last.name):
        return state.last
    if state.last is not None and state.last.bodies:
        return Named(state.last.bodies[0], None, "ngo")
    found = [state.by_kind[kind] for kind in kinds if kind in state.by_kind]
    if found:
        return max(found, key=lambda one: one.span or (0, 0))
    if state.last is not None and state.last.kind in kinds:
        return state.last
    return Named(_bare(source.words), source.span, source.kind)


def _person(state: State, source: Source) -> Named | None:
    if state.last is not None and state.last.kind == "person":
        return state.last
    person = state.by_kind.get("person") if not set(_bare(source.words).casefold().split()) & small_words("offices") else None
    return _with_office(state, person) if person is not None else Named(_bare(source.words), source.span, "person")


def _with_office(state: State, person: Named) -> Named:
    """Return a person with the office and the body that the report gives."""
    office = state.offices.by_name.get(person.name)
    if office is None:
        return person
    return attrs.evolve(person, bodies=person.bodies or ((office.body,) if office.body else ()), office=office.words)


def _of_office(state: State, source: Source) -> Named:
    """Return the person who has an office that stands for a source, else the office, with the institution that the report names."""
    words = _bare(source.words)
    name = state.offices.bearer(source.office, words)
    body = state.offices.body(source.office, words)
    if name is None:
        return Named(words, source.span, "person", (body,) if body and source.office != "presidency" else ())
    return _with_office(state, Named(name, source.span, "person", state.bodies_of.get(name, ())))


def _office(state: State, source: Source) -> Named:
    """Return an office: a named one that shares its noun (el ministerio → Ministerio del Interior), else the noun itself."""
    word = _bare(source.words).split()[-1].casefold()[:8]
    for kind in ("government", "parliament", "igo"):
        known = state.by_kind.get(kind)
        if known is not None and word in known.name.casefold() and word not in {"gobierno", "governme"}:
            return known
    return Named(_bare(source.words), source.span, source.kind)


def _outlet(state: State, source: Source) -> Named | None:
    """Return which outlet is taken up: the agency, el diario; else the common noun itself."""
    alone = len(_bare(source.words).split()) == 1 and _bare(source.words) != source.words
    return (state.by_kind.get("press") if alone else None) or Named(_bare(source.words), source.span, "press")


def _is_a_name(source: Source) -> bool:
    """Say whether a common noun is completed by a name, so that it takes up nobody: UN experts, viceministro de Seguridad."""
    words = [word for word in _bare(source.words).split() if word not in {"ONG", "NGO", "N.G.O."}]
    named = [word for at, word in enumerate(words) if word[:1].isupper() and (at > 0 or (word.isupper() and len(words) > 1))]
    return source.kind in {"ngo", "igo", "person"} and bool(named)


def _report(state: State, source: Source) -> Named | None:
    """Return whose report it is: "un comunicado" that of the body before it in the sentence, else of who spoke last."""
    indefinite = source.words.casefold().startswith(("un ", "una ", "a ", "an "))
    if indefinite and state.here is not None:
        return state.here
    return state.last or state.here or _taken_up(state, ("ngo", "igo", "body"), source)


_RESOLVERS: Mapping[str, Callable[[State, Source], Named | None]] = {
    "pronoun": lambda state, _source: state.last,
    "ngo": lambda state, source: _taken_up(state, ("ngo", "igo", "body"), source),
    "igo": lambda state, source: _taken_up(state, ("igo", "parliament", "government", "ngo", "body"), source),
    "report": _report,
    "person": _person,
    "press": _outlet,
    "government": _office,
    "parliament": _office,
}


def _is_plural(words: str) -> bool:
    """Say whether a common noun stands for several bodies, so that it takes up none of them."""
    last = words.rsplit(maxsplit=1)[-1].casefold()
    return last.endswith("s") or words.casefold().startswith(("las ", "los "))


def _bare(words: str) -> str:
    """Return a common noun without its article."""
    first, _, rest = words.partition(" ")
    return rest if rest and first.casefold() in {"el", "la", "los", "las", "the", "a", "un", "una", "this", "su", "its"} else words


def _resumes(sentence: Sentence, marks: Sequence[Mark]) -> bool:
    return any(mark.layer == "resumes" and sentence.first <= mark.first <= sentence.first + 1 for mark in marks)


def _ends_list(text: Text, number: int, before: State) -> bool:
    """Say whether a sentence stands right after a list, of which it is the sum."""
    return number > 0 and text.sentences[number - 1].is_item and before.list_head is not None


def _told_quotes(text: Text, sentence: Sentence, resolved: Sequence[tuple[Source, Named]]) -> Iterator[tuple[Span, Named]]:
    """Yield the quotations of a sentence of which it says itself who speaks in them."""
    start, end = text.span(sentence.first, sentence.last)
    for quote in text.quoted:
        if quote[0] < end and quote[1] > start:
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
        if quote[0] < end and quote[1] > start and quote not in told:
            if state.quotation is not None and state.quotation[0] == quote:
                found.append(state.quotation)
            elif before.last is not None and distance <= 2:
                found.append((quote, before.last))
    if found:
        state.quotation = found[-1]
    return found
