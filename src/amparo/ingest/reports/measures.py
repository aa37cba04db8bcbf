"""What a figure measures: the words of the clause weighed by where they stand."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import attrs

from amparo.ingest.reports.figures import Figure
from amparo.ingest.reports.lexicon import Mark
from amparo.ingest.reports.sentences import Clauses
from amparo.ingest.reports.small_words import small_words

MEASURES = (
    "detained_stock",
    "released",
    "released_under_measures",
    "full_freedom",
    "pardoned",
    "arrested",
    "rearrested",
    "amnesty_requested",
    "amnesty_granted",
    "still_detained",
    "missing",
    "died_in_custody",
    "other",
)
STOCKS = frozenset({"detained_stock", "still_detained", "missing"})

_AUXILIARY = small_words("auxiliaries")
_GLUE = small_words("glue")
_PERSONAL = small_words("personal_auxiliaries")


@attrs.frozen
class Measured:
    """The measure of a figure, the cue that says so, and what else it may be."""

    measure: str
    cue: Mark | None
    candidates: tuple[str, ...]
    weight: float


def measured(clauses: Clauses, figure: Figure, others: Sequence[Figure]) -> Measured | None:
    """Return what a figure measures; None where nothing in the sentence says it."""
    scores: dict[str, float] = defaultdict(float)
    cues: dict[str, Mark | None] = {}

    def note(measure: str, weight: float, cue: Mark | None) -> None:
        if weight > scores[measure]:
            scores[measure], cues[measure] = weight, cue

    for measure, weight in _of_the_noun(clauses, figure):
        note(measure, weight, figure.noun if figure.counts_happenings else None)
    for cue in clauses.of("events"):
        if figure.noun is not None and cue.first < figure.noun.last and cue.last > figure.noun.first:
            continue
        note(cue.tag.split(":")[0], _weight(clauses, figure, cue, others), cue)
    for cue, custody in _still(clauses):
        weight = max(_weight(clauses, figure, cue, others), _weight(clauses, figure, custody, others)) + 1.0
        note("still_detained", weight, attrs.evolve(cue, last=max(cue.last, custody.last), first=min(cue.first, custody.first)))
    for cue in _amnesties(clauses):
        note(cue.tag, _weight(clauses, figure, cue, others) + 0.5, cue)
    if figure.is_bare and (noun := _noun_of_total(clauses, figure)) is not None:
        note(noun.tag.split("/")[1] or "other", 2.4, None)
    best = sorted((measure for measure in scores if scores[measure] > 0.5), key=lambda one: (-scores[one], one))
    if not best:
        return None
    named = tuple(_named(measure) for measure in best[:3])
    return Measured(named[0], cues.get(best[0]), _with_near(named, best[0]), scores[best[0]])


def _named(measure: str) -> str:
    """Return a measure as claims name it: what has no name among them is other."""
    return measure if measure in MEASURES else "other"


def _with_near(named: tuple[str, ...], first: str) -> tuple[str, ...]:
    """Return the candidates, those that readers confuse with the first beside it."""
    near = {
        "detained_stock": ("still_detained",),
        "still_detained": ("detained_stock",),
        "arrested": ("detained_stock",),
        "under_measures": ("under_measures",),
        "released_under_measures": ("released",),
        "full_freedom": ("released",),
        "amnesty_granted": ("full_freedom",),
    }.get(first, ())
    return tuple(dict.fromkeys([*named, *near]))[:4]


def _of_the_noun(clauses: Clauses, figure: Figure) -> Iterator[tuple[str, float]]:
    """Yield what the counted noun says by itself, with its weight: much for happenings, little for prisoners."""
    if figure.noun is None:
        return
    if figure.counts_happenings:
        yield figure.noun.tag.split(":")[0], 10.0
        return
    own = figure.noun.tag.split("/")[1]
    if own == "detained_stock" and _were_taken(clauses, figure.noun):
        yield "arrested", 2.3
    if own:
        yield own, {"detained_stock": 2.0, "under_measures": 4.0}.get(own, 3.5)


def _were_taken(clauses: Clauses, noun: Mark) -> bool:
    """Say whether detainees are told by when they were taken, which counts arrests: detenidos en las protestas, durante, desde."""
    taken = clauses.word(noun.first).startswith(("detenid", "arrestad", "capturad", "aprehendid"))
    after = [clauses.word(at) for at in range(noun.last, noun.last + 4)]
    return taken and (
        after[0] in {"durante", "desde", "tras"} or any(word.startswith(("protest", "manifestac", "redada", "operativo")) for word in after)
    )


def _amnesties(clauses: Clauses) -> list[Mark]:
    """Return what says that amnesty is asked or granted, the verb apart from its noun: pidió al tribunal la amnistía."""
    found = []
    for verb in [*clauses.of("asking"), *clauses.of("granting")]:
        for noun in clauses.of("amnesty"):
            if 0 <= noun.first - verb.last <= 6 and not _breaks(clauses, verb.last, noun.first, strong=False):
                tag = "amnesty_requested" if verb.tag == "asking" else "amnesty_granted"
                found.append(Mark("events", tag, verb.first, noun.last))
    return found


def _noun_of_total(clauses: Clauses, figure: Figure) -> Mark | None:
    """Return what a total counts that is told before it: la cifra de presos políticos bajó a 807."""
    nouns = [
        mark for mark in clauses.of("people") if mark.last <= figure.first and not _breaks(clauses, mark.last, figure.first, strong=True)
    ]
    return nouns[-1] if nouns and figure.first - nouns[-1].last <= 8 and not nouns[-1].tag.endswith("/") else None


def _still(clauses: Clauses) -> list[tuple[Mark, Mark]]:
    """Return each word of continuing with the word of custody that goes with it: siguen, tras un año, detenidos."""
    found = []
    for cue in clauses.of("continuing"):
        for custody in clauses.of("custody"):
            apart = custody.first - cue.last
            if (0 <= apart <= 5 or 0 <= cue.first - custody.last <= 1) and not _breaks(clauses, cue.last, custody.first, strong=True):
                found.append((cue, custody))
    return found


def _weight(clauses: Clauses, figure: Figure, cue: Mark, others: Sequence[Figure]) -> float:
    """Return how strongly a cue speaks of a figure: its form, its side, its distance, and what lies between."""
    form = cue.tag.split(":")[1] if ":" in cue.tag else "state"
    before = cue.last <= figure.first
    first, last = (cue.last, figure.number.first) if before else (figure.last, cue.first)
    start = figure.number.first if not before else first
    distance = max(0, last - first)
    words = [clauses.word(at) for at in range(first, last)]
    if form == "noun":
        base = _noun_weight(clauses, figure, words, distance, before=before)
    elif form == "verb":
        base = 5.0 - 0.25 * distance if before else 5.5 - 0.3 * distance
        if cue.tag == "detained_stock:verb":
            base = 2.6 if before and distance <= 3 else 0.0
        if before and clauses.word(cue.first - 1) in _AUXILIARY - _PERSONAL:
            base -= 1.5
    elif form == "part":
        helped = any(clauses.word(at) in _AUXILIARY for at in range(max(cue.first - 3, start), cue.first))
        base = (6.0 - 0.2 * distance) if helped else (3.8 - 0.3 * distance)
        if before and not helped and distance > 2:
            base -= 1.5
    else:
        base = 6.0 - 0.25 * distance
    if cue.tag.startswith("died_in_custody") and form != "noun":
        base += 2.0  # who died in prison is not counted as held there
    return base - _between(clauses, figure, first, last, others)


def _noun_weight(clauses: Clauses, figure: Figure, words: list[str], distance: int, *, before: bool) -> float:
    """Return the weight of a noun of happening: high where it governs the number, low elsewhere."""
    if before and distance <= 6:
        left = [word for word in words if word not in _GLUE]
        hedges = {
            word
            for mark in clauses.of("qualifiers")
            if mark.last == figure.number.first or mark.last == figure.number.first - 1
            for word in (clauses.word(at) for at in range(mark.first, mark.last))
        }
        if all(word in hedges for word in left) and any(word in {"de", "of", "a", "for", "to", "del"} for word in words):
            return 7.5
    return 1.8 - 0.15 * distance if before else 1.5 - 0.2 * distance


def _between(clauses: Clauses, figure: Figure, first: int, last: int, others: Sequence[Figure]) -> float:
    """Return what lies between a cue and a figure as a penalty: breaks, and other figures that the cue may speak of."""
    penalty = 0.0
    for mark in clauses.of("breaks"):
        if first <= mark.first < last:
            word = clauses.word(mark.first)
            penalty += 3.0 if mark.tag == "strong" else 0.7 if word == "," else 0.9
    penalty += sum(1.4 for other in others if other is not figure and first <= other.number.first < last)
    return penalty


def _breaks(clauses: Clauses, first: int, last: int, *, strong: bool) -> int:
    return sum(first <= mark.first < last and (not strong or mark.tag == "strong") for mark in clauses.of("breaks"))


def modality(clauses: Clauses, figure: Figure, cue: Mark | None) -> tuple[str, Mark | None]:
    """Return whether what is counted was done, is planned or is denied, and the word that says so."""
    at = cue.first if cue is not None else figure.first
    denial = next((mark for mark in clauses.of("denial") if mark.first < at and not _breaks(clauses, mark.last, at, strong=True)), None)
    if denial is not None:
        return "denied", denial
    low = min(at, figure.first)
    for mark in clauses.of("planned"):
        overlaps = cue is not None and mark.first < cue.last and mark.last > cue.first
        near = 0 <= at - mark.last <= 4 or (low - 4 <= mark.first and mark.last <= at and at - mark.last <= 8)
        if overlaps or (near and not _breaks(clauses, mark.last, at, strong=True)):
            return "planned", mark
    if cue is not None and cue.tag.endswith(":noun"):
        for mark in clauses.of("announced"):
            if 0 <= cue.first - mark.last <= 4:
                return "planned", mark
    return "done", None


def negation(clauses: Clauses, figure: Figure, cue: Mark | None) -> Mark | None:
    """Return the word by which what is counted is said not to have happened."""
    if cue is None or figure.counts_happenings:
        return None
    for mark in clauses.of("negation"):
        if 0 <= cue.first - mark.last <= 3 and not _breaks(clauses, mark.last, cue.first, strong=False):
            words = [clauses.word(at) for at in range(mark.last, cue.first)]
            if (
                not any(word in {"mas", "menos", "more", "less", "fewer", "solo", "only"} for word in words)
                and mark.last != figure.number.first
            ):
                return mark
    return None
