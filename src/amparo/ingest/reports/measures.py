"""What a figure measures: the words of the clause weighed by where they stand."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

import attrs

from amparo.ingest.reports.bare_figures import hedge_start
from amparo.ingest.reports.beside_cues import beside_cues
from amparo.ingest.reports.cue_owners import owned_by_others
from amparo.ingest.reports.figures import Figure, is_part_of
from amparo.ingest.reports.lexicon import Mark
from amparo.ingest.reports.sentences import Clauses, breaks
from amparo.ingest.reports.small_words import small_words

_AMNESTY = re.compile(r"amnist|amnest|indult|pardon|clemen|gracia", re.IGNORECASE)
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
_ONE = frozenset({"uno", "una", "one", "otro", "otra"})  # of whom it is then said: 19 fueron hospitalizados y uno murió
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
    owned = owned_by_others(clauses, figure, others)
    scores: dict[str, float] = defaultdict(float)
    cues: dict[str, Mark | None] = {}

    def note(measure: str, weight: float, cue: Mark | None) -> None:
        if weight > scores[measure]:
            scores[measure], cues[measure] = weight, cue

    if _is_whole_of_those_left(clauses, figure, others):
        note("arrested", 2.4, None)
    for measure, weight in _of_the_noun(clauses, figure):
        note(measure, weight, figure.noun if figure.counts_happenings else None)
    for cue in clauses.of("events"):
        within = figure.noun is not None and figure.noun.first < cue.last <= figure.noun.last
        if cue.first in owned or within or clauses.word(cue.first - 1) in _ONE or _says_nothing_here(clauses, cue):
            continue
        note(_happened(clauses, cue), _weight(clauses, figure, cue, others), cue)
    for measure, weight, mark in beside_cues(clauses, figure):
        note(measure, weight, mark)
    for cue, custody in _still(clauses):
        if cue.first in owned or custody.first in owned:
            continue
        weight = max(_weight(clauses, figure, cue, others), _weight(clauses, figure, custody, others)) + 1.0
        weight -= 2.0 if _is_background(clauses, figure, cue) else 0.0
        note("still_detained", weight, attrs.evolve(cue, last=max(cue.last, custody.last), first=min(cue.first, custody.first)))
    for cue in _amnesties(clauses, figure):
        note(cue.tag.split(":")[0], _weight(clauses, figure, cue, others) + 0.5, cue)
    best = sorted((measure for measure in scores if scores[measure] > 0.5), key=lambda one: (-scores[one], one))
    if not best:
        return None
    named = tuple(_named(measure) for measure in best[:3])
    return Measured(named[0], cues.get(best[0]), _with_near(named, best[0]), scores[best[0]])


def _is_whole_of_those_left(clauses: Clauses, figure: Figure, others: Sequence[Figure]) -> bool:
    """Say whether detainees are the whole of whom a part is still held, so that all who were taken are counted."""
    if figure.noun is None or not clauses.word(figure.noun.first).startswith(("detenid", "detain")) or not clauses.of("continuing"):
        return False
    return any(other.number.value and is_part_of(clauses, other, figure) for other in others if other is not figure)


def _is_of_when(clauses: Clauses, cue: Mark) -> bool:
    """Say whether a word tells when something was so, not what is counted: 32 eran menores al ser detenidos, when arrested."""
    before = [clauses.word(at) for at in range(cue.first - 3, cue.first)]
    return before[-2:] == ["al", "ser"] or before[-1] == "when" or before[0] == "when" or before[-2:] == ["cuando", "fueron"]


def _narrows(clauses: Clauses, cue: Mark) -> bool:
    """Say whether a participle at a noun only narrows it, so that what is said follows: 2,296 people held over protests were released."""
    word = clauses.word(cue.first)
    return (word == "held" or word.endswith(("ed", "ados", "adas", "idos", "idas"))) and clauses.word(cue.first - 1) not in _AUXILIARY


def _says_nothing_here(clauses: Clauses, cue: Mark) -> bool:
    """Say whether a word tells when, or an article makes a noun of a verb: al ser detenidos, la captura de dos."""
    if _is_of_when(clauses, cue):
        return True
    if cue.tag.endswith(":verb") and clauses.word(cue.first - 1) in small_words("makes_nouns"):
        return True  # el inicio del proceso
    if cue.tag == "amnesty_granted:verb" and not _AMNESTY.search(clauses.text.text):
        return True
    if not cue.tag.endswith(":verb") or clauses.word(cue.first - 1) not in small_words("articles") | {"esta", "su", "their", "an"}:
        return False
    return any(mark.first == cue.first and mark.last == cue.last and mark.tag.endswith(":noun") for mark in clauses.of("events"))


def _happened(clauses: Clauses, cue: Mark) -> str:
    """Return what a cue says; who benefits by a pardon is pardoned, not granted an amnesty: el indulto beneficia a 36."""
    measure = cue.tag.split(":")[0]
    if measure == "arrested" and _is_again(clauses, cue):
        return "rearrested"
    if measure == "amnesty_granted" and cue.tag.endswith(":verb") and not clauses.word(cue.first).startswith("amnist"):
        told = [mark.first for mark in clauses.of("amnesty") if mark.first < cue.first]
        if told and clauses.word(told[-1]).startswith(("indult", "pardon", "clemency")):
            return "pardoned"
    return measure


def _is_again(clauses: Clauses, cue: Mark) -> bool:
    """Say whether an arrest is said to be another one of the same persons: picked up again, de nuevo arrestados."""
    around = [clauses.word(at) for at in (*range(cue.first - 3, cue.first), *range(cue.last, cue.last + 3))]
    pairs = set(pairwise(around))
    return bool(set(around) & small_words("again")) or bool(
        pairs & {("de", "nuevo"), ("otra", "vez"), ("once", "more"), ("second", "time")}
    )


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
        if figure.noun.tag.startswith("amnesty_requested") and (outcome := _outcome(clauses, figure)) is not None:
            yield outcome, 11.0
        return
    own = figure.noun.tag.split("/")[1]
    if own == "detained_stock" and _were_taken(clauses, figure.noun):
        yield "arrested", 2.3
    partitive = clauses.word(figure.number.last) in {"de", "of"}
    if own:
        yield own, 2.1 if partitive else {"detained_stock": 2.0, "under_measures": 4.0}.get(own, 3.5)


def _outcome(clauses: Clauses, figure: Figure) -> str | None:
    """Return what became of requests that are counted: han aceptado 4.203 peticiones, 36 applications were rejected."""
    start = hedge_start(clauses, figure.number)
    for mark in clauses.of("asking"):
        if mark.tag != "asking" and 0 <= start - mark.last <= 2:
            return "other" if mark.tag == "rejecting" else "amnesty_granted"
    after = [
        cue
        for cue in clauses.of("events")
        if 0 <= cue.first - figure.last <= 3 and not breaks(clauses, figure.last, cue.first, strong=False)
    ]
    return next((_named(cue.tag.split(":")[0]) for cue in after if cue.tag.startswith(("amnesty_granted", "other:part"))), None)


def _were_taken(clauses: Clauses, noun: Mark) -> bool:
    """Say whether detainees are told by when they were taken, which counts arrests: detenidos en las protestas, durante, desde."""
    taken = clauses.word(noun.first).startswith(("detenid", "arrestad", "capturad", "aprehendid"))
    after = [clauses.word(at) for at in range(noun.last, noun.last + 7)]
    start = clauses.text.tokens[min(noun.last, clauses.sentence.last - 1)].start
    dated = any(0 <= one.start - start <= 8 or 0 <= one.span[0] - start <= 8 for one in clauses.dates)
    before = [clauses.word(at) for at in range(noun.first - 14, noun.first)]
    protest = any(word.startswith(("protest", "manifestac")) for word in before) and {"tras", "desde", "durante"} & set(before)
    counted = any(word in {"van", "suman", "llevan", "lleva"} for word in before[-4:])
    return taken and (
        bool(protest)
        or counted
        or after[0] in {"durante", "desde", "tras"}
        or dated
        or any(word.startswith(("protest", "manifestac", "redada", "operativo")) for word in after)
    )


def _amnesties(clauses: Clauses, figure: Figure) -> list[Mark]:
    """Return what says that amnesty is asked or granted, the verb apart from its noun: pidió al tribunal la amnistía."""
    found = []
    for verb in clauses.of("asking"):
        for noun in clauses.of("amnesty"):
            # A verb whose noun stands before it speaks of the number after it alone.
            start = hedge_start(clauses, figure.number)
            start -= clauses.word(start - 1) in {"a", "to"}
            ahead = noun.last <= verb.first and verb.tag == "granting" and verb.last == start
            if ahead or (0 <= noun.first - verb.last <= 6 and not breaks(clauses, verb.last, noun.first, strong=False)):
                granted = "pardoned" if clauses.word(noun.first).startswith(("indult", "pardon", "clemency")) else "amnesty_granted"
                tag = {"asking": "amnesty_requested", "rejecting": "other:verb"}.get(verb.tag, granted)
                found.append(Mark("events", tag, verb.first, verb.last if ahead else noun.last))
    return found


def _still(clauses: Clauses) -> list[tuple[Mark, Mark]]:
    """Return each word of continuing with the word of custody that goes with it: siguen, tras un año, detenidos."""
    found = []
    for cue in clauses.of("continuing"):
        for custody in clauses.of("custody"):
            apart = custody.first - cue.last
            if (0 <= apart <= 5 or 0 <= cue.first - custody.last <= 1) and not breaks(clauses, cue.last, custody.first, strong=True):
                found.append((cue, custody))
    return found


def _weight(clauses: Clauses, figure: Figure, cue: Mark, others: Sequence[Figure]) -> float:
    """Return how strongly a cue speaks of a figure: its form, its side, its distance, and what lies between."""
    form = cue.tag.split(":")[1] if ":" in cue.tag else "state"
    before = cue.last <= figure.first
    first, last = (cue.last, figure.number.first) if before else (figure.last, cue.first)
    start = figure.number.first if not before else first
    aside = _insertions(clauses, first, last) if before else [*_insertions(clauses, first, last), *_wholes(clauses, figure, others, last)]
    distance = max(0, last - first - sum(end - begin for begin, end in aside))
    words = [clauses.word(at) for at in range(first, last)]
    if form == "noun":
        base = _noun_weight(clauses, figure, words, distance, before=before)
    elif form == "verb" and not before and _is_reduced(clauses, cue):
        base = 3.8 - 0.3 * distance
    elif form == "verb":
        base = 5.0 - 0.25 * distance if before else 5.5 - 0.3 * distance
        if cue.tag == "detained_stock:verb":
            base = 2.6 if before and distance <= 3 else 0.0
            there = clauses.word(cue.first).startswith(("hay", "hab", "exist", "there"))
            generic = figure.noun is not None and figure.noun.tag == "/"
            base -= 3.0 if there and generic and not clauses.of("custody") else 0.0  # había 120.000 personas
        if before and clauses.word(cue.first - 1) in _AUXILIARY - _PERSONAL and not clauses.word(cue.first).endswith("ing"):
            base -= 1.5
    elif form == "part" and before and clauses.word(cue.first - 1) in _PERSONAL:
        base = 5.0 - 0.25 * distance  # ha condenado hasta la fecha a 64
    elif form == "part":
        helped = any(clauses.word(at) in _AUXILIARY for at in range(max(cue.first - 3, start), cue.first))
        base = (6.0 - 0.2 * distance) if helped else (3.8 - 0.3 * distance)
        if before and not helped and distance > 2:
            base -= 1.5
    elif not before and not distance and _narrows(clauses, cue):
        base = 4.0
    else:
        plain = not set(words) & (_AUXILIARY | {",", "and", "y", "who", "que", "that"}) and clauses.word(cue.first) not in _AUXILIARY
        narrows = not before and plain and _is_object(clauses, figure)
        base = 2.5 if narrows else 6.0 - 0.25 * distance
    if not before and _is_background(clauses, figure, cue):
        base -= 2.5
    if cue.tag.startswith("died_in_custody") and form != "noun":
        base += 2.0  # who died in prison is not counted as held there
    return base - _between(clauses, figure, first, last, others, aside)


def _is_background(clauses: Clauses, figure: Figure, cue: Mark) -> bool:
    """Say whether a cue tells what was so before what the sentence tells: venezolanos que estaban recluidos aterrizaron."""
    relative = clauses.word(figure.last) in {"que", "who", "quienes", "that"}
    told = clauses.word(figure.last + 1) in small_words("background") and cue.first - figure.last <= 6
    later = any(mark.first >= cue.last for mark in clauses.of("events"))
    return relative and told and later


def _is_object(clauses: Clauses, figure: Figure) -> bool:
    """Say whether a verb of what happened governs a figure: released 628 people held at the protests."""
    start = hedge_start(clauses, figure.number)
    start -= clauses.word(start - 1) in {"a", "the", "los", "las"}
    return any(cue.last == start and cue.tag.endswith(":verb") for cue in clauses.of("events"))


def _wholes(clauses: Clauses, figure: Figure, others: Sequence[Figure], last: int) -> list[tuple[int, int]]:
    """Return the whole that a part is told of, with what narrows it: 86 de los 2.229 detenidos tras los comicios han sido condenados."""
    found = []
    for other in others:
        if other is not figure and other.first >= figure.last and is_part_of(clauses, figure, other):
            narrowed = not any(clauses.word(at) in {",", ";", ":"} for at in range(other.last, last))
            found.append((figure.number.last, last if narrowed else other.last))
    return found


def _insertions(clauses: Clauses, first: int, last: int) -> list[tuple[int, int]]:
    """Return what is inserted between commas to tell a part: 1,014 detainees, including 71 foreigners, were freed."""
    found = []
    for mark in clauses.of("subset"):
        if first < mark.first < last and clauses.word(mark.first - 1) in {",", "("}:
            end = next((at for at in range(mark.last, last) if clauses.word(at) in {",", ")"}), None)
            if end is not None:
                found.append((mark.first - 1, end + 1))
    return found


def _is_reduced(clauses: Clauses, cue: Mark) -> bool:
    """Say whether an English verb after a noun is a participle there, since persons counted do not arrest: prisoners jailed under a law."""
    other = any(mark.first == cue.first and mark.last == cue.last and mark.tag.endswith(":part") for mark in clauses.of("events"))
    return other and clauses.word(cue.first).endswith("ed") and clauses.word(cue.first - 1) not in _AUXILIARY


def _noun_weight(clauses: Clauses, figure: Figure, words: list[str], distance: int, *, before: bool) -> float:
    """Return the weight of a noun of happening: high where it governs the number, low elsewhere."""
    if before and distance <= 6:
        # One adjective may stand between: la liberación inmediata de los 54.
        left = [
            word for at, word in enumerate(words) if word not in _GLUE and not (at == 0 and word.endswith(("a", "as", "al", "es", "ate")))
        ]
        hedges = {
            word
            for mark in clauses.of("qualifiers")
            if mark.last == figure.number.first or mark.last == figure.number.first - 1
            for word in (clauses.word(at) for at in range(mark.first, mark.last))
        }
        if all(word in hedges for word in left) and any(word in {"de", "of", "a", "for", "to", "del"} for word in words):
            return 7.5
    return 1.8 - 0.15 * distance if before else 1.5 - 0.2 * distance


def _between(clauses: Clauses, figure: Figure, first: int, last: int, others: Sequence[Figure], aside: Sequence[tuple[int, int]]) -> float:
    """Return what lies between a cue and a figure as a penalty: breaks, and other figures that the cue may speak of."""
    penalty = 0.0
    for mark in clauses.of("breaks"):
        if first <= mark.first < last and not _lies_in(mark.first, aside):
            word = clauses.word(mark.first)
            same = clauses.word(mark.last) in {"ser", "haber", "being", "having"}  # llegaron tras ser excarcelados
            penalty += 3.0 if mark.tag == "strong" and not same else 0.7 if word == "," else 0.9
    for other in others:
        if other is not figure and first <= other.number.first < last and not _lies_in(other.number.first, aside):
            penalty += 1.4
    return penalty


def _lies_in(at: int, stretches: Sequence[tuple[int, int]]) -> bool:
    return any(begin <= at < end for begin, end in stretches)
