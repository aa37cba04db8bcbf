"""How strongly a word of what happened speaks of a figure: its form, its side, its distance, and what lies between."""

from collections.abc import Sequence
from itertools import pairwise

from amparo.ingest.reports.counted.bare_figures import hedge_start
from amparo.ingest.reports.counted.figures import Figure, is_part_of
from amparo.ingest.reports.sentences import Clauses
from amparo.ingest.reports.words.lexicon import Mark
from amparo.ingest.reports.words.small_words import small_words

_AUXILIARY = small_words("auxiliaries")
_GLUE = small_words("glue")
_PERSONAL = small_words("personal_auxiliaries")
_OF_TIME = small_words("of_time")
_PREDICATE = 3.8  # what a finite verb says of its subject, however far it stands
_WITH_OTHERS = 4.5
_LONGEST_NAME = 16
_NARROWED = 2.6  # what a participle at a noun says where a finite verb follows: people freed in May were arrested again


def weight_of(clauses: Clauses, figure: Figure, cue: Mark, others: Sequence[Figure]) -> float:
    """Return how strongly a cue speaks of a figure."""
    form = cue.tag.split(":")[1] if ":" in cue.tag else "state"
    before = cue.last <= figure.first
    first, last = (cue.last, figure.number.first) if before else (figure.last, cue.first)
    aside = _insertions(clauses, first, last)
    aside = aside if before else [*aside, *_wholes(clauses, figure, others, last), *_past_clause(clauses, figure, cue)]
    distance = max(
        0, last - first - len({at for begin, end in [*aside, *_when_and_where(clauses, first, last)] for at in range(begin, end)})
    )
    words = [clauses.word(at) for at in range(first, last)]
    if form == "noun":
        base = _of_noun(clauses, figure, words, distance, before=before, governs=_ends_in_of(clauses, cue))
    elif before:
        base = _of_verb_before(clauses, figure, cue, form, distance)
    else:
        base = _of_verb_after(clauses, figure, cue, form, distance, words)
    if cue.tag == "detained_stock:state" and before and clauses.word(cue.first - 1) in small_words("passive_auxiliaries"):
        base -= 3.0  # han sido encarceladas más de 80.000
    if cue.tag.startswith("died_in_custody") and form != "noun":
        base += 2.0  # who died in prison is not counted as held there
    if before and base < _WITH_OTHERS and _goes_on_with_others(clauses, figure, cue, words):
        return _WITH_OTHERS
    return base - _between(clauses, figure, first, last, others, aside)


def _goes_on_with_others(clauses: Clauses, figure: Figure, cue: Mark, words: Sequence[str]) -> bool:
    """Say whether a figure is the second object after somebody named: liberó a Ana Ruiz y a otros 12, la liberación de … y de otros 24."""
    goes_on = list(words[-3:]) in ([["y", "a", "otros"], ["y", "a", "otras"], ["y", "de", "otros"], ["y", "de", "otras"]])
    named = any(cue.last <= one.first < figure.first and one.kind == "person" for one in clauses.entities)
    told = any(cue.last <= other.first < figure.first and not other.tag.endswith(":noun") for other in clauses.of("events"))
    return goes_on and named and not told and len(words) <= _LONGEST_NAME and cue.tag.endswith((":verb", ":noun"))


def _of_verb_before(clauses: Clauses, figure: Figure, cue: Mark, form: str, distance: int) -> float:
    """Return the weight of a verb, participle or state that stands before a figure: detuvieron a 12, ha condenado a 64, held 30."""
    helped = clauses.word(cue.first - 1) in _AUXILIARY
    if form == "part":
        around = {clauses.word(at) for at in range(cue.first - 1, cue.last)}
        passive = clauses.text.language == "es" and bool(around & small_words("passive_auxiliaries"))
        personal = passive or clauses.word(cue.first - 1) in _PERSONAL  # ha condenado hasta la fecha a 64, han sido detenidas 470
        return 5.0 - 0.25 * distance if personal else 3.8 - 0.3 * distance - (1.5 if distance > 2 else 0.0)
    if form != "verb":
        return 6.0 - 0.25 * distance
    base = 5.0 - 0.25 * distance
    if cue.tag == "detained_stock:verb":
        base = 2.6 if distance <= 3 else 0.0
        there = clauses.word(cue.first).startswith(("hay", "hab", "exist", "there"))
        generic = figure.noun is not None and figure.noun.tag.endswith("/")
        base -= 3.0 if there and generic and not clauses.of("custody") else 0.0  # había 120.000 personas
    passive = helped and clauses.word(cue.first - 1) not in _PERSONAL and not clauses.word(cue.first).endswith("ing")
    return base - 1.5 if passive else base


def _of_verb_after(clauses: Clauses, figure: Figure, cue: Mark, form: str, distance: int, words: Sequence[str]) -> float:
    """Return the weight of a verb, participle or state that stands after a figure: 12 were freed, people held over protests."""
    helped = any(clauses.word(at) in _AUXILIARY for at in range(max(cue.first - 3, figure.number.first), cue.first))
    reduced = form == "part" or (form == "verb" and _is_reduced(clauses, cue))
    if reduced and helped:
        base = max(6.0 - 0.2 * distance, _PREDICATE)
    elif reduced:
        base = min(3.8 - 0.3 * distance, _NARROWED if _has_predicate(clauses, cue) else 3.8)
    elif form == "verb":
        base = 0.0 if cue.tag == "detained_stock:verb" else 5.5 - 0.3 * distance
    elif not distance and _narrows(clauses, cue):
        base = 4.0
    else:
        plain = not set(words) & (_AUXILIARY | {",", "and", "y", "who", "que", "that"}) and clauses.word(cue.first) not in _AUXILIARY
        is_custody = not cue.tag.startswith("missing")
        base = 2.5 if plain and is_custody and _is_object(clauses, figure) else 6.0 - 0.25 * distance
    return base - 2.5 if is_background(clauses, figure, cue) else base


def _has_predicate(clauses: Clauses, cue: Mark) -> bool:
    """Say whether a finite passive follows a participle, with which the sentence says what befell those whom the participle narrows."""
    for mark in clauses.of("events"):
        near = {clauses.word(at) for at in range(max(cue.last, mark.first - 3), mark.first)}
        passive = mark.first > cue.last and mark.tag.endswith((":part", ":verb")) and near & _AUXILIARY
        if passive and not near & {"who", "que", "and", "y"}:
            return True
    return False


def _narrows(clauses: Clauses, cue: Mark) -> bool:
    """Say whether a participle at a noun only narrows it, so that what is said follows: 2,296 people held over protests were released."""
    word = clauses.word(cue.first)
    return (word == "held" or word.endswith(("ed", "ados", "adas", "idos", "idas"))) and clauses.word(cue.first - 1) not in _AUXILIARY


def _past_clause(clauses: Clauses, figure: Figure, cue: Mark) -> list[tuple[int, int]]:
    """Return the clause that tells what was so before, which a later cue steps over: 4.980 que estaban presos recibieron la libertad."""
    past = [mark for mark in [*clauses.of("events"), *clauses.of("custody")] if figure.last < mark.first and mark.last <= cue.first]
    end = max((mark.last for mark in past if is_background(clauses, figure, mark)), default=0)
    return [(figure.last, end)] if end else []


def is_background(clauses: Clauses, figure: Figure, cue: Mark) -> bool:
    """Say whether a cue tells what was so before what the sentence tells: venezolanos que estaban recluidos aterrizaron."""
    relative = clauses.word(figure.last) in {"que", "who", "quienes", "that"}
    if clauses.word(figure.last) in {"who", "whom", "that", "whose"} and _is_object(clauses, figure):
        return True  # released 87 prisoners whom the president had pardoned
    told = clauses.word(figure.last + 1) in small_words("background") and cue.first - figure.last <= 6
    later = any(mark.first >= cue.last for mark in clauses.of("events"))
    return relative and told and (later or _is_object(clauses, figure))


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
    """Return what is inserted between commas to tell a part or a day: 1,014 detainees, including 71 foreigners, were freed."""
    found = []
    commas = [at for at in range(first, last) if clauses.word(at) == ","]
    for begin, end in pairwise(commas):
        low, high = clauses.text.span(begin + 1, end) if end > begin + 1 else (0, 0)
        hedged = _is_short_aside(clauses, begin, end) or all(
            any(mark.first <= at < mark.last for mark in clauses.of("qualifiers")) for at in range(begin + 1, end)
        )
        if any(low <= one.span[0] and one.span[1] <= high for one in clauses.dates) or hedged:
            found.append((begin, end + 1))
    for mark in clauses.of("subset"):
        if first < mark.first < last and clauses.word(mark.first - 1) in {",", "("}:
            closing = next((at for at in range(mark.last, last) if clauses.word(at) in {",", ")"}), None)
            if closing is not None:
                found.append((mark.first - 1, closing + 1))
    return found


def _is_short_aside(clauses: Clauses, begin: int, end: int) -> bool:
    """Say whether only when, where or how stands between two commas: prevé liberar, en los días que vienen, a otros cinco."""
    source = clauses.word(begin + 1) in {"segun", "according"}
    opens = source or clauses.word(begin + 1) in small_words("prepositions") - {"de", "a", "of", "to", "entre"}
    layers = {"events", "custody", "subset"} | (set() if source else {"people"})
    told = any(begin < mark.first < end and mark.layer in layers for mark in clauses.marks)
    return opens and end - begin <= 8 and not told and not any(clauses.word(at)[:1].isdigit() for at in range(begin, end))


def _when_and_where(clauses: Clauses, first: int, last: int) -> list[tuple[int, int]]:
    """Return the days and places between a cue and a figure, with the preposition before them: detenidas este domingo en Moscú 470."""
    tokens = clauses.text.tokens
    found = [
        (one.first, one.last) for one in clauses.entities if one.kind in {"place", "facility"} and first <= one.first and one.last <= last
    ]
    for one in clauses.dates:
        inside = [at for at in range(first, last) if one.span[0] <= tokens[at].start < one.span[1]]
        found.extend([(inside[0], inside[-1] + 1)] if inside else [])
    return [(begin - (begin > first and clauses.word(begin - 1) in small_words("prepositions")), end) for begin, end in found]


def _is_reduced(clauses: Clauses, cue: Mark) -> bool:
    """Say whether an English verb after a noun is a participle there, since persons counted do not arrest: prisoners jailed under a law."""
    other = any(mark.first == cue.first and mark.last == cue.last and mark.tag.endswith(":part") for mark in clauses.of("events"))
    return other and clauses.word(cue.first).endswith("ed") and clauses.word(cue.first - 1) not in _AUXILIARY


def _governs(clauses: Clauses, figure: Figure, words: Sequence[str]) -> bool:
    """Say whether only small words, hedges, an adjective or a time stand between a noun and its number: the release on Friday of 37."""
    if not any(word in {"de", "of", "a", "for", "to", "del", "para"} for word in words):
        return False
    if words[0] == "," and "," in words[1:]:
        words = words[words.index(",", 1) + 1 :]  # a royal pardon, issued on Wednesday, for 471 inmates
    first = figure.number.first - len(words)
    hedges = {
        word
        for mark in clauses.of("qualifiers")
        if mark.last == figure.number.first or mark.last == figure.number.first - 1
        for word in (clauses.word(at) for at in range(mark.first, mark.last))
    }
    dated = [one.span for one in clauses.dates]
    for at, word in enumerate(words):
        place = clauses.text.tokens[first + at].start
        place = clauses.text.tokens[first + at].start
        how = any(mark.first <= first + at < mark.last for mark in clauses.of("conditions"))
        adjective = how or (at == 0 and word.endswith(("a", "as", "al", "es", "ate")))
        if word in _GLUE | _OF_TIME | {","} or word in hedges or adjective or any(start <= place < end for start, end in dated):
            continue
        return False
    return True


def _ends_in_of(clauses: Clauses, cue: Mark) -> bool:
    """Say whether a noun of happening ends in the word that governs: freedom for, house arrest of."""
    return cue.last - cue.first > 1 and clauses.word(cue.last - 1) in {"for", "of", "to", "de", "para", "a"}


def _of_noun(clauses: Clauses, figure: Figure, words: list[str], distance: int, *, before: bool, governs: bool) -> float:
    """Return the weight of a noun of happening: high where it governs the number, low elsewhere."""
    hedged = all(word in _GLUE for word in words)
    if before and ((governs and (not distance or hedged)) or (distance <= 9 and _governs(clauses, figure, words))):
        return 7.5
    return 1.8 - 0.15 * distance if before else 1.5 - 0.2 * distance


def _between(clauses: Clauses, figure: Figure, first: int, last: int, others: Sequence[Figure], aside: Sequence[tuple[int, int]]) -> float:
    """Return what lies between a cue and a figure as a penalty: breaks, and other figures that the cue may speak of."""
    penalty = 0.0
    for mark in clauses.of("breaks"):
        if first <= mark.first < last and not _lies_in(mark.first, aside):
            word = clauses.word(mark.first)
            same = clauses.word(mark.last) in {"ser", "haber", "being", "having"} and not _is_told_before(clauses, first, mark.first)
            penalty += 5.0 if word == ";" else 3.0 if mark.tag == "strong" and not same else 0.7 if word == "," else 0.9
    for other in others:
        if other is not figure and first <= other.number.first < last and not _lies_in(other.number.first, aside):
            penalty += 1.4
    return penalty


def _is_told_before(clauses: Clauses, first: int, last: int) -> bool:
    """Say whether something befell those counted before another clause opens: recuperaron la libertad tras haber estado presos."""
    return any(first <= cue.first < last and not cue.tag.endswith(":noun") for cue in clauses.of("events"))


def _lies_in(at: int, stretches: Sequence[tuple[int, int]]) -> bool:
    return any(begin <= at < end for begin, end in stretches)
