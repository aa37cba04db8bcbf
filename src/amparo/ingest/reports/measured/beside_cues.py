"""What else than a cue of its clause says what a figure measures: a label, a list, a place of detention, the noun of a total."""

from collections.abc import Iterator
from itertools import pairwise

from amparo.ingest.reports.counted.bare_figures import hedge_start
from amparo.ingest.reports.counted.figures import Figure
from amparo.ingest.reports.measured.breakdowns import PARTS
from amparo.ingest.reports.measured.stock_or_flow import were_taken
from amparo.ingest.reports.sentences import Clauses
from amparo.ingest.reports.words.lexicon import Mark
from amparo.ingest.reports.words.small_words import small_words


def beside_cues(clauses: Clauses, figure: Figure) -> Iterator[tuple[str, float, Mark | None]]:
    """Yield what else than a cue of the clause says: the label of a line, being in a place of detention, the noun of a total."""
    heads = clauses.sentence.is_item or figure.first - clauses.sentence.first <= 14
    if (
        heads
        and (figure.is_bare or _is_generic(figure))
        and clauses.word(hedge_start(clauses, figure.number) - 1) == ":"
        and (label := _of_label(clauses, figure)) is not None
    ):
        yield said_by(label), 8.0, label if label.layer == "events" else None
    if (held := _in_facility(clauses, figure)) is not None:
        yield "detained_stock", 4.0, held
    if _is_there(clauses, figure):
        yield "detained_stock", 4.0, None
    if (moved := _to_list(clauses, figure)) is not None:
        yield moved, 6.5, None
    if figure.is_bare and (noun := _noun_after_total(clauses, figure)) is not None:
        yield _counted_by(clauses, noun), 4.5, None
    reached = _is_generic(figure) and any(mark.last == hedge_start(clauses, figure.number) for mark in clauses.of("totals"))
    part = reached or (figure.noun is not None and figure.noun.tag.split("/")[0] in PARTS)  # los excarcelados son 61 adultos y 4 menores
    if (figure.is_bare or part or _is_total_of_persons(clauses, figure)) and (noun := _noun_of_total(clauses, figure)) is not None:
        yield _counted_by(clauses, noun), 4.5 if figure.first - noun.last <= 8 else 3.5, None


def _counted_by(clauses: Clauses, noun: Mark) -> str:
    """Return what the noun of a total says: la cifra de detenidos desde el lunes counts arrests."""
    taken = noun.layer == "people" and were_taken(clauses, noun)
    return "arrested" if taken else said_by(noun) or "other"


def _is_total_of_persons(clauses: Clauses, figure: Figure) -> bool:
    """Say whether a total ends in a noun that says nothing of its own: el número de presos llega a 789 personas."""
    if figure.noun is None or figure.noun.tag != "/" or figure.noun.first != figure.number.last:
        return False
    start = hedge_start(clauses, figure.number)
    total = any(mark.last in {start, figure.number.first} for mark in clauses.of("totals"))
    changed = clauses.word(start - 1) in {"a", "to", "en", "at", ":"} and clauses.word(start - 2) != ":"
    return total or changed


def _is_generic(figure: Figure) -> bool:
    """Say whether the noun of a figure says nothing of those counted: people, persons, cases."""
    return figure.noun is not None and figure.noun.tag == "/"


def _noun_after_total(clauses: Clauses, figure: Figure) -> Mark | None:
    """Return what a total counts that is told after it: puts at 1,487 the number of confirmed arrests, cifró en 12 el número de presos."""
    at = figure.last
    if clauses.word(at) not in {"the", "el", "la"} or clauses.word(at + 1) not in {"number", "total", "count", "tally", "numero", "cifra"}:
        return None
    told = [mark for mark in [*clauses.of("people"), *clauses.of("events")] if 0 <= mark.first - at - 3 <= 2 and said_by(mark)]
    return min((mark for mark in told if not mark.tag.endswith((":verb", ":part"))), key=lambda mark: mark.first, default=None)


def _in_facility(clauses: Clauses, figure: Figure) -> Mark | None:
    """Return the words that say of those counted that they are in a place of detention: 400 están en La Modelo."""
    at = figure.last
    if clauses.word(at) not in {"estan", "estaban", "are", "were"} and not clauses.word(at).startswith(("encuentr", "encontr")):
        return None
    place = next((one for one in clauses.entities if one.kind == "facility" and at < one.first <= at + 4), None)
    return None if place is None else Mark("events", "detained_stock:state", at, place.first)


def _is_there(clauses: Clauses, figure: Figure) -> bool:
    """Say whether it is told that some are there, detained: hay cuatro funcionarios detenidos; not in what unrest they were taken."""
    start = hedge_start(clauses, figure.number)
    start -= clauses.word(start - 1) in {"ademas", "tambien", "ya", "hoy"}
    if clauses.word(start - 1) not in {"hay", "habia", "habria", "existen"} or figure.noun is None or not figure.noun.tag.endswith("/"):
        return False
    state = next((mark for mark in clauses.of("events") if 0 <= mark.first - figure.last <= 4 and mark.tag == "arrested:part"), None)
    return state is not None and clauses.word(state.first - 1) not in small_words("auxiliaries") and not were_taken(clauses, state)


def _to_list(clauses: Clauses, figure: Figure) -> str | None:
    """Return what it says of persons that they are put on a body's list or struck off it: sumó 57 a la lista."""
    after = {clauses.word(at) for at in range(figure.last, figure.last + 4)}
    if not after & small_words("registers"):
        return None
    verbs = [clauses.word(at) for at in range(max(figure.first - 4, clauses.sentence.first), figure.first)]
    if "se" in verbs and any(word.startswith(tuple(small_words("puts_on"))) for word in verbs):
        return "detained_stock"  # se sumaron siete a la lista
    if any(word.startswith(tuple(small_words("puts_on"))) for word in verbs) and after & {"a", "to", "en", "al", "in", "on"}:
        return "arrested"
    return (
        "released"
        if any(word.startswith(tuple(small_words("takes_off"))) for word in verbs) and after & {"from", "de", "off", "del"}
        else None
    )


def _of_label(clauses: Clauses, figure: Figure) -> Mark | None:
    """Return what the label of a line says, the longest last words of it: Still detained: 15,610."""
    if not any(clauses.word(at) == ":" for at in range(figure.first - 4, figure.first)):
        return None
    told = [mark for mark in [*clauses.of("people"), *clauses.of("events")] if mark.last <= figure.first and said_by(mark)]
    died = next((mark for mark in told if mark.tag.startswith("died")), None)  # Fallecidos en prisión: 2
    return died or max(told, key=lambda mark: (mark.last - mark.first, mark.layer == "events", mark.last), default=None)


def _noun_of_total(clauses: Clauses, figure: Figure) -> Mark | None:
    """Return what a total counts that is told before it: la cifra de presos políticos bajó a 807."""
    opening = {"de", "of", "los", "las", "such", "tales", "estos"}
    told = [
        mark
        for mark in [*clauses.of("people"), *clauses.of("events")]
        if mark.last <= figure.first
        and not mark.tag.endswith((":verb", ":state"))
        and (clauses.word(mark.first - 1) in opening or mark.first <= clauses.sentence.first + 1)
        and not any(one.first not in _inserted(clauses, mark.last, figure.first) for one in _breaks(clauses, mark, figure))
    ]
    nouns = sorted(told, key=lambda mark: (mark.last, mark.layer == "people")) or _subject_of_total(clauses, figure)
    for mark in nouns:
        said = [cue for cue in clauses.of("events") if 0 < cue.first - mark.last <= 4 and cue.last <= figure.first]
        if said and mark.layer == "people" and clauses.word(mark.last) in {"who", "que"}:
            return said[0]  # the number of prisoners who have died in custody rises to six
    if nouns and nouns[-1].layer == "people":
        narrowed = (mark for mark in clauses.of("events") if mark.first == nouns[-1].last and mark.tag.endswith(":part"))
        nouns = [*nouns, *narrowed]  # los presos políticos excarcelados en diciembre fueron 99
    if len(nouns) > 1 and nouns[-1].tag.endswith("/") and nouns[-2].tag.endswith(":noun"):
        nouns = nouns[:-1]  # the number of arrests of people under 18
    if not nouns or nouns[-1].tag.endswith("/"):
        return None
    apart = figure.first - nouns[-1].last - len(_inserted(clauses, nouns[-1].last, figure.first))
    start = hedge_start(clauses, figure.number)
    heads = nouns[-1].first <= clauses.sentence.first + 1 and any(mark.last in {start, start - 1} for mark in clauses.of("totals"))
    return nouns[-1] if apart <= 12 or heads else None


def _breaks(clauses: Clauses, noun: Mark, figure: Figure) -> list[Mark]:
    return [mark for mark in clauses.of("breaks") if mark.tag == "strong" and noun.last <= mark.first < figure.first]


def _inserted(clauses: Clauses, first: int, last: int) -> set[int]:
    """Return the tokens of clauses between commas: the number of those pardoned since May, when the board was formed, comes to 264."""
    commas = [at for at in range(first, last) if clauses.word(at) == ","]
    opens = small_words("relatives") | {"un", "una", "after", "before", "as", "since", "according", "cuando", "segun", "tras"}
    return {at for begin, end in pairwise(commas) if clauses.word(begin + 1) in opens for at in range(begin, end + 1)}


def _subject_of_total(clauses: Clauses, figure: Figure) -> list[Mark]:
    """Return the noun at the head of a clause whose verb says how many they are: death row prisoners from after the coup total 108."""
    start = hedge_start(clauses, figure.number)
    if clauses.word(start - 1) in small_words("amounts_to"):
        subjects = [mark for mark in clauses.of("people") if mark.last < start and mark.tag.endswith("/detained_stock")]
        return subjects[:1]
    happened = [mark for mark in clauses.of("events") if mark.last == start - 2 and clauses.word(start - 2) == ","]
    counted = clauses.word(figure.last) in {"documented", "recorded", "reported", "registered", "confirmed"}
    with_them = clauses.word(start - 1) == "with" and clauses.word(start - 2) == "," and counted  # its arrests, with 1,960 documented
    return [
        mark for mark in happened or clauses.of("events") if with_them and mark.tag.endswith(":noun") and 0 <= start - 2 - mark.last <= 1
    ]


def said_by(noun: Mark) -> str:
    """Return the measure that a counted noun or a happening says by itself; empty where it says none."""
    return noun.tag.split("/")[1] if noun.layer == "people" else noun.tag.split(":")[0]
