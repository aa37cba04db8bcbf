"""What a figure measures: the words of the clause weighed by where they stand."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

import attrs

from amparo.ingest.reports.counted.bare_figures import hedge_start
from amparo.ingest.reports.counted.figures import Figure, is_part_of
from amparo.ingest.reports.measured.beside_cues import beside_cues
from amparo.ingest.reports.measured.cue_owners import owned_by_others
from amparo.ingest.reports.measured.predicates import predicate_of
from amparo.ingest.reports.measured.stock_or_flow import were_taken
from amparo.ingest.reports.measured.told import MEASURES, Measured
from amparo.ingest.reports.measured.weighing import is_background, weight_of
from amparo.ingest.reports.sentences import Clauses, breaks
from amparo.ingest.reports.words.lexicon import Mark
from amparo.ingest.reports.words.numbers import is_number_word
from amparo.ingest.reports.words.small_words import small_words

_AMNESTY = re.compile(r"amnist|amnest|indult|pardon|clemen|gracia", re.IGNORECASE)
_SAID = 7.2  # what the finite verb says of which those counted are the subject
_IN = frozenset({"en", "tras", "bajo", "entre", "in", "behind", "under"})
_ONE = frozenset({"uno", "una", "one", "otro", "otra"})  # of whom it is then said: 19 fueron hospitalizados y uno murió


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
        of_one = clauses.word(cue.first - 1) in _ONE and figure.number.last != cue.first
        if cue.first in owned or within or of_one or _says_nothing_here(clauses, cue, figure) or _is_of_one_named(clauses, figure, cue):
            continue
        measure = "detained_stock" if _are_inside(clauses, figure, cue) else _happened(clauses, cue)
        note(measure, weight_of(clauses, figure, cue, others), cue)
    for measure, weight, mark in (
        *beside_cues(clauses, figure),
        *_of_happenings(clauses, figure, others),
        *_of_predicate(clauses, figure, others),
    ):
        note(measure, weight, mark)
    for cue, custody in _still(clauses):
        have_taken = clauses.word(cue.first).startswith("llev") and cue.last == custody.first and custody.last <= figure.first
        if cue.first in owned or custody.first in owned or have_taken:  # llevan detenidas a 1.463 personas
            continue
        weight = max(weight_of(clauses, figure, cue, others), weight_of(clauses, figure, custody, others)) + 1.0
        weight -= 2.0 if is_background(clauses, figure, cue) else 0.0
        note("still_detained", weight, attrs.evolve(cue, last=max(cue.last, custody.last), first=min(cue.first, custody.first)))
    for cue in _amnesties(clauses, figure):
        note(cue.tag.split(":")[0], weight_of(clauses, figure, cue, others) + 0.5, cue)
    best = sorted((measure for measure in scores if scores[measure] > 0.5), key=lambda one: (-scores[one], one))
    if not best:
        return None
    named = tuple(_named(measure) for measure in best[:3])
    return Measured(named[0], cues.get(best[0]), _with_near(named, best[0]), scores[best[0]])


def _of_predicate(clauses: Clauses, figure: Figure, others: Sequence[Figure]) -> Iterator[tuple[str, float, Mark]]:
    """Yield what the finite verb says of which a figure is the subject."""
    if (among := _of_those_among(clauses, figure)) is not None:
        yield among.tag.split(":")[0], _SAID, among
        return
    said = predicate_of(clauses, figure, others)
    if said is not None and said.cue is not None and not _says_nothing_here(clauses, said.cue, figure):
        goes_on = any(0 <= said.cue.first - mark.last <= 1 and mark.tag == "still" for mark in clauses.of("continuing"))
        held = (
            "still_detained" if goes_on and said.cue.tag == "detained_stock:state" and clauses.word(said.cue.first) in _IN else None
        )  # continúan en los calabozos
        yield held or _happened(clauses, said.cue), _SAID, said.cue


def _of_happenings(clauses: Clauses, figure: Figure, others: Sequence[Figure]) -> Iterator[tuple[str, float, Mark]]:
    """Yield what happened of which a figure counts a part: solo 24 de las 116 liberaciones anunciadas."""
    whole = next((one for one in others if figure.is_bare and one.counts_happenings and is_part_of(clauses, figure, one)), None)
    if whole is not None and whole.noun is not None:
        yield whole.noun.tag.split(":")[0], 5.0, whole.noun


def _of_those_among(clauses: Clauses, figure: Figure) -> Mark | None:
    """Return what a sentence says at its head of those among whom it counts: among those confirmed to be out are at least six."""
    first = clauses.sentence.first
    head = next((mark for mark in clauses.of("events") if mark.first == first and clauses.word(first) == "among"), None)
    if head is None or head.tag == "detained_stock:state" or clauses.of("subset")[-1].first > head.last:
        return None
    inverted = any(clauses.word(at) in small_words("copulas") | {"is", "was", ","} for at in (head.last, head.last + 1))
    return head if inverted and not breaks(clauses, head.last, figure.first, strong=True) else None


def _is_whole_of_those_left(clauses: Clauses, figure: Figure, others: Sequence[Figure]) -> bool:
    """Say whether detainees are the whole of whom a part is still held, so that all who were taken are counted."""
    if figure.noun is None or not clauses.word(figure.noun.first).startswith(("detenid", "detain")) or not clauses.of("continuing"):
        return False
    return any(other.number.value and is_part_of(clauses, other, figure) for other in others if other is not figure)


def _is_of_when(clauses: Clauses, cue: Mark) -> bool:
    """Say whether a word tells when something was so, not what is counted: 32 eran menores al ser detenidos, when arrested."""
    before = [clauses.word(at) for at in range(cue.first - 3, cue.first)]
    return before[-2:] == ["al", "ser"] or before[-1] == "when" or before[0] == "when" or before[-2:] == ["cuando", "fueron"]


def _is_of_a_term(clauses: Clauses, cue: Mark) -> bool:
    """Say whether custody is the measure of a sentence, so that nobody is said to be held: to life in prison, 14 years in jail."""
    term = clauses.word(cue.first - 1) in small_words("of_a_term")
    finite = cue.tag == "arrested:verb" and clauses.text.language == "es"  # en ese mes entraron 21
    return term and not finite and cue.tag in {"detained_stock:state", "arrested:part", "arrested:verb"}


def _opens_on(clauses: Clauses, cue: Mark, figure: Figure) -> bool:
    """Say whether a figure follows at once on what befell it: al ser detenidos al menos seis."""
    return 0 <= hedge_start(clauses, figure.number) - cue.last <= 1


def _says_nothing_here(clauses: Clauses, cue: Mark, figure: Figure) -> bool:
    """Say whether a word tells when, or an article makes a noun of a verb: al ser detenidos, la captura de dos."""
    if (_is_of_when(clauses, cue) and not _opens_on(clauses, cue, figure)) or _is_of_a_term(clauses, cue) or _reaches_number(clauses, cue):
        return True
    if _is_of_another(clauses, cue, figure):
        return True
    if cue.tag.endswith(":verb") and clauses.word(cue.first - 1) in small_words("makes_nouns"):
        return True  # el inicio del proceso
    if cue.tag.endswith(":verb") and clauses.word(cue.first) in small_words("nouns_in_s") and not _has_object(clauses, cue):
        return True  # out of Venezuelan jails
    if clauses.word(cue.first) in small_words("nouns_in_s") and clauses.word(cue.last) in {"of", "in", "for", "and", "or"}:
        return True  # the release from state jails of some 850
    if cue.tag == "amnesty_granted:verb" and not _AMNESTY.search(clauses.text.text):
        return True
    if not cue.tag.endswith(":verb") or clauses.word(cue.first - 1) not in small_words("articles") | {"esta", "su", "their", "an"}:
        return False
    return any(mark.first == cue.first and mark.last == cue.last and mark.tag.endswith(":noun") for mark in clauses.of("events"))


def _is_of_another(clauses: Clauses, cue: Mark, figure: Figure) -> bool:
    """Say whether a word tells a cause, a time spent or what is only asked: encarcelados por investigar, 30 llevan detenidas un año."""
    if cue.tag == "arrested:verb" and clauses.word(cue.first).startswith("llev") and figure.last <= cue.first:
        return True
    infinitive = clauses.word(cue.first).endswith(("ar", "er", "ir")) and clauses.word(cue.first - 1) in {"por", "sin", "de", "al"}
    cause = infinitive and clauses.text.language == "es" and figure.last < cue.first
    asked = (mark for mark in clauses.of("asking") if mark.tag != "granting" and 0 <= cue.first - mark.last <= 6)
    of_a_plea = cue.tag == "amnesty_granted:noun" and any(asked)  # pidió la amnistía para 379
    return of_a_plea or (cause and clauses.word(cue.first - 2) not in small_words("waits_for"))


def _is_of_one_named(clauses: Clauses, figure: Figure, cue: Mark) -> bool:
    """Say whether a relative clause in the singular tells of somebody else than those counted: del dirigente, que está preso."""
    if clauses.text.language != "es" or figure.number.value < 2 or cue.first < figure.last:
        return False
    relative = next((at for at in range(cue.first, max(figure.last, cue.first - 4), -1) if clauses.word(at) in {"que", "quien"}), None)
    verb = (
        next((at for at in range(relative + 1, cue.last) if clauses.word(at) in small_words("singular_verbs")), None) if relative else None
    )
    return verb is not None and verb - int(relative or 0) <= 2


def _reaches_number(clauses: Clauses, cue: Mark) -> bool:
    """Say whether a verb of arriving tells what a total came to, not where persons did: los presos políticos llegaron a 1.963."""
    if not clauses.word(cue.first).startswith("lleg") or clauses.word(cue.last) != "a":
        return False
    hedged = (mark.last for mark in clauses.of("qualifiers") if mark.first == cue.last + 1)
    at = next(hedged, cue.last + 1)
    return clauses.word(at)[:1].isdigit() or is_number_word(clauses.word(at))


def _has_object(clauses: Clauses, verb: Mark) -> bool:
    """Say whether persons or their number follow a verb at once: Turkey jails 30 journalists."""
    near = range(verb.last, verb.last + 3)
    number = any(clauses.word(at)[:1].isdigit() or is_number_word(clauses.word(at)) for at in near)
    return number or any(mark.first in near for mark in clauses.of("people"))


def _happened(clauses: Clauses, cue: Mark) -> str:
    """Return what a cue says; who benefits by a pardon is pardoned, not granted an amnesty: el indulto beneficia a 36."""
    measure = cue.tag.split(":")[0]
    if _is_held_by_force(clauses, cue):
        return "arrested"
    if (measure == "rearrested" and _is_sent_abroad(clauses, cue)) or (measure == "released" and _is_leaving_a_country(clauses, cue)):
        return "other"
    if measure in {"arrested", "detained_stock"} and _is_again(clauses, cue, measure):
        return "rearrested"
    if measure == "amnesty_granted" and cue.tag.endswith(":verb") and not clauses.word(cue.first).startswith("amnist"):
        told = [mark.first for mark in clauses.of("amnesty") if mark.first < cue.first]
        if told and clauses.word(told[-1]).startswith(("indult", "pardon", "clemency")):
            return "pardoned"
    return measure


def _are_inside(clauses: Clauses, figure: Figure, cue: Mark) -> bool:
    """Say whether a participle tells where those counted are rather than that they were taken: 26 journalists jailed for their work."""
    end = figure.last
    while clauses.word(end) in {"and", "or", ","} and (other := next((one for one in clauses.of("people") if one.first == end + 1), None)):
        end = other.last  # bloggers and dissidents jailed for their views
    narrows = cue.first == end and clauses.word(cue.first) in {"jailed", "imprisoned", "incarcerated"}
    return narrows and cue.tag.startswith("arrested") and cue.last - cue.first == 1 and not _is_dated(clauses, cue)


def _is_dated(clauses: Clauses, cue: Mark) -> bool:
    """Say whether a day or a beginning is told right after a word: jailed since the coup, arrested on Monday."""
    near = {clauses.word(at) for at in range(cue.last, cue.last + 4)}
    end = clauses.text.tokens[cue.last - 1].end
    return bool(near & {"since", "after", "during", "when"}) or any(0 <= one.span[0] - end <= 6 for one in clauses.dates)


def _is_held_by_force(clauses: Clauses, cue: Mark) -> bool:
    """Say whether police or soldiers held so many, which is an arrest: police held nearly 1,900 people."""
    number = any(clauses.word(at)[:1].isdigit() or is_number_word(clauses.word(at)) for at in range(cue.last, cue.last + 3))
    before = clauses.word(cue.first - 1)
    return clauses.word(cue.first) == "held" and cue.last - cue.first == 1 and number and before in small_words("who_arrest")


def _is_sent_abroad(clauses: Clauses, cue: Mark) -> bool:
    """Say whether those sent back are sent to a place that is no prison: 750 protesters were sent back to Laos."""
    to = clauses.word(cue.last) == "to" or clauses.word(cue.last - 1) == "to"
    return to and any(one.kind == "place" and cue.last <= one.first <= cue.last + 2 for one in clauses.entities)


def _is_leaving_a_country(clauses: Clauses, cue: Mark) -> bool:
    """Say whether a verb of leaving tells of a country: salieron de Guatemala; not of a place of detention."""
    leaves = clauses.word(cue.first).startswith(("sal", "part")) and clauses.word(cue.last) in {"de", "para", "hacia"}
    return leaves and any(one.kind == "place" and one.first == cue.last + 1 for one in clauses.entities)


def _is_again(clauses: Clauses, cue: Mark, measure: str) -> bool:
    """Say whether an arrest is said to be another one of the same persons: picked up again, de nuevo arrestados, for the third time."""
    around = [clauses.word(at) for at in (*range(cue.first - 3, cue.first), *range(cue.last, cue.last + 4))]
    pairs = set(pairwise(around))
    if pairs & {(nth, "time") for nth in ("second", "third", "fourth", "fifth")}:
        return True
    again = bool(set(around[:-1]) & small_words("again")) or bool(pairs & {("de", "nuevo"), ("otra", "vez"), ("once", "more")})
    return measure == "arrested" and again


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
    if own == "detained_stock" and were_taken(clauses, figure.noun):
        yield "arrested", 2.3
    if _leaves_out_its_auxiliary(clauses, figure):
        yield "arrested", 5.0
    partitive = clauses.word(figure.number.last) in {"de", "of"}
    if own:
        yield own, 2.1 if partitive else {"detained_stock": 2.0, "under_measures": 4.0}.get(own, 3.5)


def _leaves_out_its_auxiliary(clauses: Clauses, figure: Figure) -> bool:
    """Say whether a participle goes on from the passive of the figure before: 632 han sido heridas y 2.318 detenidas."""
    start, word = hedge_start(clauses, figure.number), clauses.word(figure.number.last)
    passive = any(clauses.word(at) in small_words("passive_auxiliaries") for at in range(start - 8, start - 1))
    return passive and clauses.word(start - 1) in {"y", "e", ","} and word.startswith(("detenid", "arrestad", "encarcelad", "capturad"))


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
    told = (cue for cue in after if not clauses.word(cue.last - 1).startswith(("procesad", "revisad", "tramitad", "evaluad", "processed")))
    return next((_named(cue.tag.split(":")[0]) for cue in told if cue.tag.startswith(("amnesty_granted", "other:part"))), None)


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
                asks = "for" in {clauses.word(at) for at in range(verb.last, noun.first)}
                if clauses.word(verb.first).startswith("appl") and not asks:
                    continue  # judges have applied the amnesty to 1,557
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
            reach = 10 if clauses.word(cue.last) in small_words("there_are") else 5  # todavía hay ocho periodistas encarcelados
            if clauses.word(cue.first).startswith("llev") and "a" in (clauses.word(at) for at in range(custody.last, custody.last + 4)):
                continue  # llevan detenidas hasta ahora a 1.463 personas
            if (0 <= apart <= reach or 0 <= cue.first - custody.last <= 1) and not breaks(clauses, cue.last, custody.first, strong=True):
                found.append((cue, custody))
    return found
