"""Figures that share what is said of one of them, and figures of which two things are said."""

from collections.abc import Sequence

import attrs

from amparo.ingest.reports.counted.figures import AND, Figure, listed
from amparo.ingest.reports.measured.told import MEASURES, Measured
from amparo.ingest.reports.sentences import Clauses
from amparo.ingest.reports.words.lexicon import Mark
from amparo.ingest.reports.words.small_words import small_words

_EXILES = ("exil", "dester", "destierr", "expuls", "expel", "deport", "banish")
_OR = frozenset({"o", "u", "or"})
_WEAK = 2.0
_STRONG = 5.0
FREED = frozenset({"released", "released_under_measures", "full_freedom", "pardoned", "amnesty_granted"})


def coordinated(clauses: Clauses, figure: Figure, what: Measured) -> Measured | None:
    """Return the second measure of a figure, joined to the first by an "and": excarceló y desterró a 222, arrested and later released."""
    if what.cue is None or what.cue.layer != "events" or what.cue.tag.endswith(":noun"):
        return None
    if (sent := _sent_abroad(clauses, figure, what)) is not None:
        return sent
    for mark in clauses.of("events"):
        first, second = sorted((what.cue, mark), key=lambda one: one.first)
        start = figure.last if first.last <= figure.first and figure.last <= second.first else first.last  # liberan a 91 y los destierran
        between = [clauses.word(at) for at in range(start, second.first)]
        either = set(between) & _OR
        if not 1 <= len(between) <= 3 or not set(between) & (AND | _OR) or not set(between) <= small_words("between_happenings") | _OR:
            continue
        object_at = second.last + (clauses.word(second.last) in {"a", "los", "las"})
        if object_at != figure.number.first and clauses.word(object_at)[:1].isdigit():
            continue  # siete entraron y salieron 11
        measure = mark.tag.split(":")[0]
        named = measure if measure in MEASURES else "other"
        is_said = named != what.measure and not mark.tag.endswith(":noun") and not named.startswith(("detained", "still"))
        if is_said and (named != "other" or either or clauses.word(mark.first).startswith(_EXILES)):
            return Measured(named, mark, (named, what.measure), what.weight)
    return None


def _sent_abroad(clauses: Clauses, figure: Figure, what: Measured) -> Measured | None:
    """Return the exile of those who were freed and in one breath taken to another country: freed and flown to the United States."""
    if what.cue is None or what.measure not in FREED:
        return None
    start = max(what.cue.last, figure.last)
    joined = next((at for at in range(start, start + 5) if clauses.word(at) in AND), None)
    if joined is None or any(clauses.word(at) in {".", ";", ",", ":"} for at in range(start, joined)):
        return None
    moved = next((at for at in range(joined + 1, joined + 5) if clauses.word(at).startswith(tuple(small_words("takes_abroad")))), None)
    if moved is None:
        return None
    abroad = any(one.kind == "place" and moved < one.first <= moved + 6 for one in clauses.entities)
    to = any(clauses.word(at) in {"a", "al", "to", "into", "hacia", "rumbo"} for at in range(moved + 1, moved + 6))
    return (
        Measured("other", Mark("events", "other:part", moved, moved + 1), ("other", what.measure), what.weight) if abroad and to else None
    )


def listed_with(clauses: Clauses, figures: Sequence[Figure], found: Sequence[Measured | None]) -> list[Measured | None]:
    """
    Return the measures, those of a list's members taken from the one of which it is said.

    "6,038 soldiers, 755 judges and 100 officers have been placed in custody": said of the last, meant of all three.
    """
    told = list(found)
    for at, figure in enumerate(figures[:-1]):
        whole = told[at + 1]
        if whole is not None and whole.weight >= _WEAK and _among(clauses, figure, figures[at + 1]):
            told[at] = attrs.evolve(whole, weight=_STRONG)
    for at in [*range(len(figures) - 1, 0, -1), *range(1, len(figures))]:
        left, right = at - 1, at
        if figures[left].is_whole or not listed(clauses, figures[left], figures[right]):  # of the 428, 61 have been arrested
            continue
        a, b = told[left], told[right]
        after = b is not None and b.cue is not None and b.cue.first >= figures[right].last and not figures[right].is_subset
        if _is_weak(figures[left], a) and b is not None and b.weight >= _WEAK and after:
            told[left] = attrs.evolve(b, weight=_WEAK)
        elif (_is_weak(figures[right], b) or _is_object_too(a, b)) and a is not None and a.weight >= _WEAK and _leads(a.cue, figures[left]):
            told[right] = attrs.evolve(a, weight=_WEAK)
    return told


def _among(clauses: Clauses, figure: Figure, other: Figure) -> bool:
    """Say whether those counted are told to be among the others: some 80 dissidents were among more than 520 inmates freed."""
    between = [clauses.word(at) for at in range(figure.last, other.number.first)]
    if "among" not in between or set(between) & {";", ":", "and", "but", "them", "whom"}:
        return False
    at = between.index("among")
    said = any(word in small_words("copulas") | {"was", "be", "been", "figured", "featured", "counted", "is"} for word in between)
    return (said or at <= 3) and len(between) - at <= 6


def _is_object_too(left: Measured | None, right: Measured | None) -> bool:
    """Say whether a verb that frees has a second object whose noun says what they were: liberó a diez y a unos 80 presos."""
    verb = left is not None and left.cue is not None and left.cue.tag.endswith(":verb")
    return (
        verb
        and left is not None
        and left.measure in FREED
        and right is not None
        and right.cue is None
        and right.measure == "detained_stock"
    )


def _is_weak(figure: Figure, what: Measured | None) -> bool:
    """Say whether nothing of its own is said of a figure: its noun says no happening, and no cue is near."""
    own = figure.noun is not None and (figure.counts_happenings or not figure.noun.tag.endswith("/"))
    return what is None or (what.weight < _WEAK + 1 and not own)


def _leads(cue: Mark | None, figure: Figure) -> bool:
    """Say whether what is said of a figure stands before it, so that it also governs what is listed after."""
    return cue is None or cue.first < figure.first
