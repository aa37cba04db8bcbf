"""The claimant of a figure: a state carried through the document, and candidates with the best first."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import attrs

from amparo.ingest.reports.communiques import is_communique, speaks_as_we
from amparo.ingest.reports.entities import BODIES, Entity
from amparo.ingest.reports.lexicon import Mark
from amparo.ingest.reports.proposals import Span
from amparo.ingest.reports.small_words import small_words
from amparo.ingest.reports.sources import Source
from amparo.ingest.reports.text import Sentence, Text

_OFFICES = frozenset({"government", "parliament"})
_GENERIC = _OFFICES | {"relatives", "opposition", "church", "others"}


@attrs.frozen
class Named:
    """A source by name, where it stands, and the bodies that its person speaks for; ``of_office``: the first is one of a state."""

    name: str
    span: Span | None
    kind: str
    bodies: tuple[str, ...] = ()
    of_office: bool = False


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
    press_at: tuple[int, ...] = ()
    author: Named | None = None
    sole: Named | None = None  # the only body that is named as a source in all the report


@attrs.define
class State:
    """The sources told so far: the last who spoke, the last name of each kind, what stands beside whom."""

    last: Named | None = None
    last_sentence: int = -100
    last_paragraph: int = -1
    by_kind: dict[str, Named] = attrs.field(factory=dict)
    bodies_of: dict[str, tuple[str, ...]] = attrs.field(factory=dict)
    kind_of: dict[str, str] = attrs.field(factory=dict)  # of each name that a kind is known of
    list_head: Named | None = None
    here: Named | None = None  # the body that stands in the sentence before a report of nobody's
    quotation: tuple[Span, Named] | None = None  # the last one, which may go on over several sentences
    plural: Named | None = None  # the last several who were told of in the sentence before: relatives, activists
    counted: Counter[str] = attrs.field(factory=Counter)


def hear(text: Text, marks: Sequence[Mark], entities: Sequence[Entity], sources: Sequence[Sequence[Source]]) -> list[Heard]:
    """Return, sentence by sentence, the attributions with their names, and the state in which each sentence is read."""
    state, heard = State(), []
    author = _author(entities)
    speaks_itself = is_communique(text) or speaks_as_we(text)
    for number, sentence in enumerate(text.sentences):
        mine = [one for one in entities if sentence.first <= one.first < sentence.last]
        before = attrs.evolve(state)
        plural = state.plural
        resolved = []
        for source in sources[number]:
            for entity in mine:
                if entity.kind in BODIES - {"press"} and entity.first < source.at and source.kind == "report":
                    state.here = Named(entity.name, text.span(entity.first, entity.last), entity.kind)
                    break
            named = _named(source, state, author)
            if source.kind == "pronoun" and source.words in {"they", "ellos", "ellas"} and plural is not None:
                named = plural
            if named is not None and named.kind != "press":
                resolved.append((source, named))
                state.counted[named.name] += 1
                if source.is_aside:
                    continue
                state.last, state.last_sentence, state.last_paragraph = named, number, sentence.paragraph
        if not sentence.is_item:
            _open_list(text, sentence, state, mine, resolved, number)
        state.here, state.plural = None, _plural(text, sentence, marks)
        for entity in mine:
            state.kind_of[entity.name] = entity.kind
            if entity.kind in BODIES | {"person"}:
                state.by_kind[entity.kind] = Named(
                    entity.name, text.span(entity.first, entity.last), entity.kind, state.bodies_of.get(entity.name, ())
                )
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
                tuple(source.at for source in sources[number] if _is_press(source)),
                author if speaks_itself else None,
            )
        )
    return heard


def with_sole(heard: list[Heard]) -> list[Heard]:
    """Return what is known of each sentence, with the only body that speaks in the report, if there is one."""
    names = {name for one in heard for _, named in one.sources for name in (named.bodies[:1] or (named.name,))}
    kinds = {named.kind for one in heard for _, named in one.sources if named.kind != "person"}
    if len(names) != 1 or not kinds <= {"ngo", "igo", "body"}:
        return heard
    sole = next(named for one in heard for _, named in one.sources)
    return [attrs.evolve(one, sole=sole) for one in heard]


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
        bodies = tuple(one.name for one in source.beside) or state.bodies_of.get(entity.name, ())
        if not bodies and source.of_group:
            body = _taken_up(state, ("ngo", "igo", "body"), source)
            bodies = (body.name,) if body is not None and body.name else ()
        if bodies:
            state.bodies_of[entity.name] = bodies
        state.kind_of |= {one.name: one.kind for one in source.beside}
        known = state.kind_of.get(bodies[0], "") if bodies else ""
        return Named(entity.name, source.span, entity.kind, bodies, known not in {"ngo", "igo"} and _is_office(bodies))
    if source.kind in _GENERIC - _OFFICES or (source.kind in {"ngo", "igo"} and _is_plural(source.words)) or _is_a_name(source):
        return Named(_bare(source.words), source.span, source.kind)
    if source.is_new and source.kind in {"ngo", "igo", "person"}:
        return Named(_bare(source.words), source.span, source.kind)
    resolver = _RESOLVERS.get(source.kind)
    return author or state.last if source.kind == "we" else resolver(state, source) if resolver is not None else None


def _taken_up(state: State, kinds: tuple[str, ...], source: Source) -> Named | None:
    """Return what a common noun takes up again: the last speaker if it is of such a kind, else the last such name."""
    if state.last is not None and state.last.kind in kinds:
        return state.last
    if state.last is not None and state.last.bodies:
        return Named(state.last.bodies[0], None, "ngo")
    found = [state.by_kind[kind] for kind in kinds if kind in state.by_kind]
    if found:
        return max(found, key=lambda one: one.span or (0, 0))
    return Named(_bare(source.words), source.span, source.kind)


def _person(state: State, source: Source) -> Named | None:
    if state.last is not None and state.last.kind == "person":
        return state.last
    person = state.by_kind.get("person") if not set(_bare(source.words).casefold().split()) & small_words("offices") else None
    return person or Named(_bare(source.words), source.span, "person")


def _office(state: State, source: Source) -> Named:
    """Return an office: a named one that shares its noun (el ministerio → Ministerio del Interior), else the noun itself."""
    word = _bare(source.words).split()[-1].casefold()[:8]
    for kind in ("government", "parliament", "igo"):
        known = state.by_kind.get(kind)
        if known is not None and word in known.name.casefold() and word not in {"gobierno", "governme"}:
            return known
    return Named(_bare(source.words), source.span, source.kind)


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
    "igo": lambda state, source: _taken_up(state, ("igo", "government", "ngo", "body"), source),
    "report": _report,
    "person": _person,
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


def _speakers_of_quotes(
    text: Text, sentence: Sentence, resolved: Sequence[tuple[Source, Named]], state: State, before: State, distance: int
) -> list[tuple[Span, Named]]:
    """Return the quotations of a sentence with who speaks in them."""
    start, end = text.span(sentence.first, sentence.last)
    found = []
    for quote in text.quoted:
        if quote[0] < end and quote[1] > start:
            outside = [
                named for source, named in resolved if source.kind != "we" and not quote[0] <= text.tokens[source.at].start < quote[1]
            ]
            if outside:
                found.append((quote, outside[0]))
            elif state.quotation is not None and state.quotation[0] == quote:
                found.append(state.quotation)
            elif before.last is not None and distance <= 2:
                found.append((quote, before.last))
    if found:
        state.quotation = found[-1]
    return found


_OFFICE = re.compile(
    r"gobierno|government|gobernaci|interior|justicia|seguridad|defensa|canciller|alcald|penitenciari|centros penales|minist|presiden|"
    r"parlament|parliament|asamblea|assembly|congres|senad|senate|fiscal|polic|procurad",
    re.IGNORECASE,
)


def _is_office(bodies: Sequence[str]) -> bool:
    """Say whether the first body of a person is one of a state, by its name."""
    return bool(bodies) and _OFFICE.search(bodies[0]) is not None


@attrs.define
class _Ranking:
    """Possible claimants with the best weight of each."""

    scores: dict[str | None, tuple[float, Span | None, str]] = attrs.field(factory=dict)

    def add(self, name: str | None, weight: float, span: Span | None, rule: str) -> None:
        """Note a claimant, unless it is known with more weight."""
        if name not in self.scores or self.scores[name][0] < weight:
            self.scores[name] = (weight, span, rule)

    def add_named(self, named: Named, weight: float, rule: str) -> None:
        """Note a source; of a person who speaks for a body, the body first: figures are a body's."""
        bodies = [body for body in named.bodies if body != named.name]
        if named.kind == "person" and bodies:
            # A minister speaks for himself and his ministry; a figure of an NGO or a commission is the body's.
            self.add(bodies[0], weight - 0.01 if named.of_office else weight + 0.01, named.span, rule)
        self.add(named.name, weight, named.span, rule)

    def best(self) -> list[tuple[str | None, float, Span | None, str]]:
        """Return the claimants, the best first."""
        ordered = sorted(self.scores.items(), key=lambda one: (-one[1][0], str(one[0])))
        return [(name, weight, span, rule) for name, (weight, span, rule) in ordered]


def ranked(text: Text, at: int, heard: Heard, main: str | None, breaks: Sequence[int]) -> list[tuple[str | None, float, Span | None, str]]:
    """
    Return the possible claimants of a figure at a token, the best first: name, weight, where it stands, by which rule.

    A name of None is the report itself.
    """
    ranking = _Ranking()
    place = text.tokens[at].start
    in_quote = next((named for span, named in heard.quoted if span[0] <= place < span[1]), None)
    if in_quote is not None:
        ranking.add_named(in_quote, 0.97, "quoted")
    reach = False  # of a source of the sentence to the figure
    for source, named in heard.sources:
        between = sum(min(source.at, at) < one < max(source.at, at) for one in breaks)
        weight = 0.95 - 0.12 * between - 0.002 * abs(source.at - at)
        begins_after = _begins_after(text, source, at, breaks)
        reach = reach or not (begins_after or source.is_aside)
        weight -= 0.5 if begins_after else 0.0
        weight -= 0.4 if source.is_aside else 0.0
        weight -= 0.05 if source.way == "holding" else 0.15 if source.way == "say" and source.kind == "pronoun" else 0.0
        ranking.add_named(named, weight - (0.2 if named.kind == "press" else 0.0), f"sentence.{source.way}")
    if heard.list_head is not None:
        ranking.add_named(heard.list_head, 0.85, "list")
    if heard.last is not None:
        ranking.add_named(heard.last, _weight_of_last(heard, main, has_source=reach), "last_speaker")
    if heard.author is not None and not heard.sources:
        ranking.add_named(heard.author, 0.8, "author")
    for press in heard.press_at:
        between = sum(min(press, at) < one < max(press, at) for one in breaks)
        ranking.add(None, 0.93 - 0.12 * between - 0.002 * abs(press - at), None, "press")
    if heard.sole is not None and heard.last is None and not heard.sources:
        ranking.add_named(heard.sole, 0.45, "sole")
    if main is not None:
        ranking.add(main, 0.25, None, "main_speaker")
    ranking.add(None, 0.1 if reach else 0.5, None, "unattributed")
    return ranking.best()[:4]


def _begins_after(text: Text, source: Source, at: int, breaks: Sequence[int]) -> bool:
    """Say whether a source opens the clause after a figure's, as its subject: … llegan a 266; el Gobierno sostiene que son 626."""
    if source.span is None or source.way == "according":
        return False
    name = source.span[0]
    place, verb = text.tokens[at].start, text.tokens[source.at].start
    if not place < name < verb or _ends_after(text, source.at):
        return False
    return any(at < one and text.tokens[one].start < name and text.tokens[one].norm in small_words("contrasts") for one in breaks)


def _ends_after(text: Text, verb: int) -> bool:
    """Say whether the sentence ends with a verb of saying, which then stands for all of it: …, the group says."""
    return verb + 1 < len(text.tokens) and text.tokens[verb + 1].text in {".", "”", '"', "»"}


def _weight_of_last(heard: Heard, main: str | None, *, has_source: bool) -> float:
    """Return how likely who spoke last goes on speaking."""
    if has_source:
        return 0.3
    if heard.sole is not None:
        return 0.55  # nobody else can have said it but the report itself
    near = {1: 0.43, 2: 0.38, 3: 0.33}.get(heard.last_distance, 0.2) + (0.2 if heard.same_paragraph else 0.0)
    is_main = main is not None and main in {heard.last.name, *heard.last.bodies} if heard.last is not None else False
    return near + (0.25 if heard.resumes else 0.0) + (0.06 if is_main else 0.0)
