"""The main predicate of a Spanish figure: what is said of those counted, past what only narrows them."""

from collections.abc import Sequence

from amparo.ingest.reports.counted.bare_figures import hedge_start
from amparo.ingest.reports.counted.figures import Figure, is_part_of, listed
from amparo.ingest.reports.measured.told import Predicate
from amparo.ingest.reports.sentences import Clauses
from amparo.ingest.reports.words.lexicon import Mark
from amparo.ingest.reports.words.small_words import small_words

_ENDINGS = ("ron", "ban", "ian", "ran", "rian")
_NO_FINITE = ("ar", "er", "ir", "ando", "iendo", "ado", "ada", "ados", "adas", "ido", "ida", "idos", "idas", "arlos", "arlas")
_LONGEST_ASIDE = 40
_LONGEST_CLAUSE = 14
_LONGEST_GROUP = 7


def spanish_predicate(clauses: Clauses, figure: Figure, others: Sequence[Figure]) -> Predicate | None:
    """Return the finite predicate of which a figure is the subject; None where it is no subject or nothing finite follows."""
    is_told = figure.noun is not None and clauses.word(figure.number.last) in small_words("copulas")  # 128 son mujeres y 33
    if figure.counts_happenings or is_told or not _is_subject(clauses, figure):
        return None
    at = _finite(clauses, figure, others)
    if at is None:
        return None
    is_before = clauses.word(at) in small_words("tells_before")
    now = next((place + 1 for place in range(at, min(at + _LONGEST_GROUP, clauses.sentence.last)) if clauses.word(place) == "y"), None)
    if is_before and now is not None and _is_finite(clauses, now) and clauses.word(now) not in small_words("tells_before"):
        return Predicate(_cue_at(clauses, now), is_before=False)  # tenían medidas cautelares y gozan ahora de libertad plena
    return Predicate(_cue_at(clauses, at), is_before)


def _is_subject(clauses: Clauses, figure: Figure) -> bool:
    """Say whether a figure may open a clause: no verb and no preposition governs it; a fronted object (a 23 se les dictaron) does."""
    start = hedge_start(clauses, figure.number)
    start -= clauses.word(start - 1) in small_words("before_a_number")
    start -= clauses.word(start - 1) in {"los", "las"}
    if start <= clauses.sentence.first:
        return True
    if clauses.word(start - 1) == "a":
        return clauses.word(figure.last) in {"se", "les", "los", "las"}
    return clauses.word(start - 1) in small_words("before_a_spanish_subject")


def _finite(clauses: Clauses, figure: Figure, others: Sequence[Figure]) -> int | None:
    """Return where the finite verb of a figure stands."""
    starts = {one.number.first: one for one in others if one.number.first >= figure.last}
    at = figure.last
    while at < clauses.sentence.last:
        word = clauses.word(at)
        aside = _past_aside(clauses, at)
        if aside is not None:
            at = aside
        elif word in {"que", "quienes", "cuyo", "cuya", "cuyos", "cuyas", "cuando", "donde", "mientras"}:
            at = _past_clause(clauses, at)
        elif _ends(clauses, figure, at, starts.get(at)):
            return None
        elif _is_finite(clauses, at):
            return at
        else:
            at += 1
    return None


def _ends(clauses: Clauses, figure: Figure, at: int, other: Figure | None) -> bool:
    """Say whether the clause of a figure ends at a token: a pause that no finite verb follows, or another subject."""
    word = clauses.word(at)
    if other is not None:
        governed = clauses.word(hedge_start(clauses, other.number) - 1) in small_words("prepositions") | {"los", "las"}
        return not (governed or is_part_of(clauses, figure, other) or listed(clauses, figure, other))
    if word == ",":
        return not (_is_finite(clauses, at + 1) or any(mark.first == at + 1 for mark in clauses.of("people")))
    return word in {";", ":", "pero", "aunque", "—", "–", "tras", "despues", "luego", "porque", "pues"}


def _is_finite(clauses: Clauses, at: int) -> bool:
    """Say whether a finite verb stands at a token: an auxiliary, a verb of what happened in a finite form, or a plural in its ending."""
    token = clauses.text.tokens[at] if at < clauses.sentence.last else None
    if token is None or not token.is_word or clauses.word(at - 1) in {"el", "un", "del", "al"}:
        return False
    word = token.norm
    if word in small_words("spanish_finite") or (word in {"se", "no", "ya", "les", "los", "las"} and _is_plainly_finite(clauses, at + 1)):
        return True
    if any(mark.first == at for mark in clauses.of("continuing")) and word not in {"aun", "todavia", "restantes"}:
        return True
    if token.is_capital and at > clauses.sentence.first:
        return False
    governed = clauses.word(at - 1) in small_words("prepositions")  # con sentencia
    verb = not governed and any(mark.first == at and mark.tag.endswith(":verb") for mark in clauses.of("events"))
    return (verb and not word.endswith(_NO_FINITE)) or _is_plainly_finite(clauses, at)


def _is_plainly_finite(clauses: Clauses, at: int) -> bool:
    """Say whether a word can only be a finite verb of several: padecen, figuran, regresaron; not "también", "orden"."""
    token = clauses.text.tokens[at] if at < clauses.sentence.last else None
    if token is None or not token.is_word or token.is_capital:
        return False
    word = token.norm
    if word in small_words("spanish_finite") or word.endswith(_ENDINGS):
        return len(word) > 4 or word in small_words("spanish_finite")
    return len(word) > 4 and word.endswith(("an", "en")) and word not in small_words("not_verbs")


def _past_aside(clauses: Clauses, at: int) -> int | None:
    """Return where the clause goes on after an insertion between brackets, dashes or commas; None where none opens."""
    word = clauses.word(at)
    last = min(at + _LONGEST_ASIDE, clauses.sentence.last)
    closing = {"(": ")", "[": "]", "—": "—", "–": "–"}.get(word)
    if closing is not None:
        return next((end + 1 for end in range(at + 1, last) if clauses.word(end) == closing), None)
    if word != "," or clauses.word(at + 1) in {"y", "e", "pero", "mientras", "aunque", "sino", "ni", "o"}:
        return None
    return next((end + 1 for end in range(at + 2, last) if clauses.word(end) == "," and _is_finite(clauses, end + 1)), None)


def _past_clause(clauses: Clauses, at: int) -> int:
    """Return where the finite verb of a relative or temporal clause ends: que fueron detenidos, que el juez dejó libres."""
    for place in range(at + 1, min(at + _LONGEST_CLAUSE, clauses.sentence.last)):
        if clauses.word(place) in {",", ";", "—", "–"}:
            return place
        verb = next((mark for mark in clauses.of("events") if mark.first == place and not mark.tag.endswith(":noun")), None)
        if _is_finite(clauses, place) or verb is not None:
            return _past_group(clauses, place if verb is None else verb.last)
    return at + 1


def _past_group(clauses: Clauses, at: int) -> int:
    """Return where a group of verbs ends: fueron detenidos y torturados."""
    joined = small_words("in_spanish_group") | small_words("spanish_finite")
    while True:
        word = clauses.word(at)
        part = any(mark.first == at and mark.tag.endswith((":part", ":state")) for mark in clauses.of("events"))
        again = word in {"y", "e", "o"} and (clauses.word(at + 1).endswith(_NO_FINITE) or _is_finite(clauses, at + 1))
        if word in joined or part or again or word.endswith("mente"):
            at += 1 + again
        else:
            return at


def _cue_at(clauses: Clauses, at: int) -> Mark | None:
    """Return what a finite verb at a token says: han sido este jueves puestos en libertad, siguen presos, se hallan recluidos."""
    tokens = clauses.text.tokens
    dated = [one.span for one in clauses.dates]
    found = [mark for mark in clauses.of("events") if mark.last > at and mark.first >= at - 1 and not mark.tag.endswith(":noun")]
    for mark in sorted(found, key=lambda one: (one.first, -one.last)):
        for place in range(at, mark.first):
            word, start = tokens[place].norm, tokens[place].start
            known = word in small_words("spanish_finite") | small_words("in_spanish_group") or word.endswith("mente")
            if not known and not any(low <= start < high for low, high in dated):
                return None
        same = [one for one in found if one.first == mark.first]
        return next((one for one in same if one.tag.startswith("still")), mark)
    return None
