"""Which name a source has: the body that a common noun, an office or a pronoun takes up, in the state of the report so far."""

from collections import Counter
from collections.abc import Callable, Mapping

import attrs

from amparo.ingest.reports.proposals import Span
from amparo.ingest.reports.said.sources import Source
from amparo.ingest.reports.who.offices import Offices
from amparo.ingest.reports.words.small_words import small_words
from amparo.ingest.reports.words.text import folded

OFFICES = frozenset({"government", "parliament"})
_GENERIC = OFFICES | {"relatives", "opposition", "church", "others"}


@attrs.frozen
class Named:
    """A source by name, where it stands, and the bodies that its person speaks for; ``office``: what the person is."""

    name: str
    span: Span | None
    kind: str
    bodies: tuple[str, ...] = ()
    office: str | None = None


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


def name_of(source: Source, state: State, author: Named | None) -> Named | None:
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
    if source.kind in _GENERIC - OFFICES or (source.kind in {"ngo", "igo"} and _is_plural(source.words)) or _is_a_name(source):
        return Named(bare(source.words), source.span, source.kind)
    if source.office:
        return _of_office(state, source)
    if source.is_new and source.kind in {"ngo", "igo", "person"}:
        return Named(bare(source.words), source.span, source.kind)
    resolver = _RESOLVERS.get(source.kind)
    return author or state.last if source.kind == "we" else resolver(state, source) if resolver is not None else None


def _is_common(name: str) -> bool:
    """Say whether a source is called by a common noun: grupo, rights group."""
    return name == name.lower()


def _called_so(state: State, source: Source) -> Named | None:
    """Return the body whose name holds the common noun that takes it up: el comité, the commission; the last named of several."""
    words = bare(source.words).split()
    stem = folded(words[-1] if source.words.casefold().startswith(("the ", "this ", "that ")) else words[0])[:7] if words else ""
    if len(stem) < 4 or stem in small_words("no_heads"):
        return None
    return next((one for one in reversed(state.bodies.values()) if any(folded(word)[:7] == stem for word in one.name.split())), None)


def _taken_up(state: State, kinds: tuple[str, ...], source: Source) -> Named | None:
    """Return what a common noun takes up again: a body called so, the last speaker if it is of such a kind, else the last such name."""
    if (called := _called_so(state, source)) is not None:
        return called
    words = bare(source.words).split()
    if words and {folded(words[0]), folded(words[-1])} & small_words("any_body"):
        kinds = (*kinds, *OFFICES)
    if state.last is not None and state.last.kind in kinds and not _is_common(state.last.name):
        return state.last
    if state.last is not None and state.last.bodies:
        return Named(state.last.bodies[0], None, "ngo")
    found = [state.by_kind[kind] for kind in kinds if kind in state.by_kind]
    if found:
        return max(found, key=lambda one: one.span or (0, 0))
    if state.last is not None and state.last.kind in kinds:
        return state.last
    return Named(bare(source.words), source.span, source.kind)


def _person(state: State, source: Source) -> Named | None:
    if state.last is not None and state.last.kind == "person":
        return state.last
    person = state.by_kind.get("person") if not set(bare(source.words).casefold().split()) & small_words("offices") else None
    return _with_office(state, person) if person is not None else Named(bare(source.words), source.span, "person")


def _with_office(state: State, person: Named) -> Named:
    """Return a person with the office and the body that the report gives."""
    office = state.offices.by_name.get(person.name)
    if office is None:
        return person
    bodies = (office.own,) if office.own else person.bodies or ((office.body,) if office.body else ())
    return attrs.evolve(person, bodies=bodies, office=office.words)


def _of_office(state: State, source: Source) -> Named:
    """Return the person who has an office that stands for a source, else the office, with the institution that the report names."""
    words = bare(source.words)
    name = state.offices.bearer(source.office, words)
    body = state.offices.body(source.office, words)
    if name is None:
        return Named(words, source.span, "person", (body,) if body and source.office != "presidency" else ())
    return _with_office(state, Named(name, source.span, "person", state.bodies_of.get(name, ())))


def _office(state: State, source: Source) -> Named:
    """Return an office: a named one that shares its noun (el ministerio → Ministerio del Interior), else the noun itself."""
    word = bare(source.words).split()[-1].casefold()[:8]
    for kind in ("government", "parliament", "igo"):
        known = state.by_kind.get(kind)
        if known is not None and word in known.name.casefold() and word not in {"gobierno", "governme"}:
            return known
    return Named(bare(source.words), source.span, source.kind)


def _outlet(state: State, source: Source) -> Named | None:
    """Return which outlet is taken up: the agency, el diario; else the common noun itself."""
    alone = len(bare(source.words).split()) == 1 and bare(source.words) != source.words
    return (state.by_kind.get("press") if alone else None) or Named(bare(source.words), source.span, "press")


def _is_a_name(source: Source) -> bool:
    """Say whether a common noun is completed by a name, so that it takes up nobody: UN experts, viceministro de Seguridad."""
    words = [word for word in bare(source.words).split() if word not in {"ONG", "NGO", "N.G.O."}]
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


def bare(words: str) -> str:
    """Return a common noun without its article."""
    first, _, rest = words.partition(" ")
    return rest if rest and first.casefold() in {"el", "la", "los", "las", "the", "a", "un", "una", "this", "su", "its"} else words
