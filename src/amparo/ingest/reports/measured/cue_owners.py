"""Which cues of a sentence speak of other figures only: their nouns, what follows these at once, what a part is told to be."""

from collections.abc import Sequence

from amparo.ingest.reports.counted.bare_figures import hedge_start
from amparo.ingest.reports.counted.figures import Figure, is_part_of, listed
from amparo.ingest.reports.sentences import Clauses, breaks
from amparo.ingest.reports.words.small_words import small_words

_AUXILIARY = small_words("auxiliaries")


def owned_by_others(clauses: Clauses, figure: Figure, others: Sequence[Figure]) -> set[int]:
    """
    Return where the cues stand that speak of other figures only: their nouns, what follows these at once, what a part is told to be.

    "De los 129 detenidos, 81 salieron": 129 did not leave; "17 muertos y 200 heridos": 200 are not dead.
    """
    found: set[int] = set()
    for other in others:
        if other is figure:
            continue
        found |= _with_object(clauses, figure, other)
        if other.noun is None:
            found |= {other.last} if _is_participle(clauses, other.last) and not listed(clauses, other, figure) else set()
            continue
        found |= set(range(other.noun.first, other.noun.last))
        if is_part_of(clauses, figure, other):
            continue
        if not _goes_on(clauses, other.noun.last) and not listed(clauses, *sorted((figure, other), key=lambda one: one.first)):
            found |= {other.noun.last, other.noun.last + 1} if _is_participle(clauses, other.noun.last) else set()
    found |= _of_nearer(clauses, figure, others) | _of_inverted(clauses, figure, others)
    for other in others:
        if other.is_whole and other.first < figure.first:  # de los 9 que seguían presos, 5 salieron
            found |= set(range(other.first, figure.number.first)) - _right_before(clauses, figure)
    if any(other.number.value and is_part_of(clauses, other, figure) for other in others):
        told = next(other for other in others if other.number.value and is_part_of(clauses, other, figure))
        found |= set(range(clauses.sentence.first, told.number.first))  # puso en libertad a 61 de los 238 presos
        adjacent = _is_participle(clauses, figure.last) and not _goes_on(clauses, figure.last)
        relative = clauses.word(figure.last) in {"who", "que", "quienes", "that"}  # 16 of the 212 who were freed have been rearrested
        reach = 4 if relative else 2 if adjacent else 0
        found |= set(range(figure.last + reach, clauses.sentence.last))
    if figure.is_whole:
        commas = (mark.first for mark in clauses.of("breaks") if mark.first >= figure.last and clauses.word(mark.first) == ",")
        part = next((other.number.first for other in others if other.number.first > figure.last), next(commas, clauses.sentence.last))
        found |= set(range(part, clauses.sentence.last))
    return found - (set(range(figure.first, figure.last)))


def _right_before(clauses: Clauses, figure: Figure) -> set[int]:
    """Return where the verbs stand of which a figure is the subject though it follows: de los 158, quedan detenidos 4."""
    start = hedge_start(clauses, figure.number)
    return {cue.first for cue in clauses.of("events") if 0 <= start - cue.last <= 1 and not cue.tag.endswith(":noun")}


def _with_object(clauses: Clauses, figure: Figure, other: Figure) -> set[int]:
    """Return where the verbs stand of which another figure is the object, and this one at most who does it: 35 agentes detuvieron a 17."""
    start = hedge_start(clauses, other.number)
    start -= clauses.word(start - 1) in {"a", "los", "las", "the"}
    start -= clauses.word(start - 1) in {"a", "detenidos", "presos"}
    return {cue.first for cue in clauses.of("events") if figure.last <= cue.first and cue.last == start and cue.tag.endswith(":verb")}


def _of_nearer(clauses: Clauses, figure: Figure, others: Sequence[Figure]) -> set[int]:
    """Return where the cues stand of which another figure is the subject: 1.265 presos, y siete murieron."""
    found: set[int] = set()
    for other in others:
        shares = is_part_of(clauses, figure, other) or (listed(clauses, figure, other) and _says_nothing(figure))
        if other.first < figure.last or figure.number.value == 0 or shares:
            continue
        found |= {
            cue.first
            for cue in [*clauses.of("events"), *clauses.of("continuing"), *clauses.of("custody")]
            if 0 <= cue.first - other.last <= 3
            and not cue.tag.endswith(":noun")
            and not breaks(clauses, other.last, cue.first, strong=False)
        }
    return found


def _of_inverted(clauses: Clauses, figure: Figure, others: Sequence[Figure]) -> set[int]:
    """Return where the verbs stand of which a later figure is the subject though it follows: 423 lo están, y murieron más de 90."""
    found: set[int] = set()
    for other in others:
        if other.first < figure.last or listed(clauses, figure, other):
            continue
        start = hedge_start(clauses, other.number)
        found |= {
            cue.first
            for cue in clauses.of("events")
            if figure.last < cue.first
            and 0 <= start - cue.last <= 2
            and not cue.tag.endswith(":noun")
            and breaks(clauses, figure.last, cue.first, strong=False)
            and not breaks(clauses, cue.last, start, strong=False)
        }
    return found


def _says_nothing(figure: Figure) -> bool:
    """Say whether the noun of a figure leaves open what befell those counted."""
    return figure.noun is None or figure.noun.tag.endswith("/")


def _is_participle(clauses: Clauses, at: int) -> bool:
    """Say whether a participle that narrows the noun before it stands at a token: people arrested in protests."""
    finite = clauses.word(at) in small_words("finite_verbs") or any(mark.first == at for mark in clauses.of("continuing"))
    return not finite and any(mark.first == at and mark.tag.endswith((":part", ":state")) for mark in clauses.of("events"))


def _goes_on(clauses: Clauses, at: int) -> bool:
    return clauses.word(at) in _AUXILIARY
