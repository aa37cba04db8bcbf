"""Numbers whose noun is left out: "41 remain", "y 28 en helicóptero", "put the total at 61", "up from 480", "los 52 que salieron"."""

from collections.abc import Callable

from amparo.ingest.reports.sentences import Clauses
from amparo.ingest.reports.words.lexicon import Mark
from amparo.ingest.reports.words.numbers import Number, is_number_word
from amparo.ingest.reports.words.small_words import small_words

_STARTS = small_words("clause_starts")
_STOPS = small_words("stops")
_AND = frozenset({"y", "e", "and", ","})
_THOSE = frozenset({"los", "las", "the", "those", "these", "esos", "esas", "estos", "estas"})
_WHO = frozenset({"que", "who", "whom", "quienes", "those", "los", "las", "aquellos"})
_PASSING = ("exceed", "surpass", "top", "super", "exced", "sobrepas", "rebas")
_REACH = 9  # words between a verb of telling and its figure, and between a figure and what its relative clause says


def is_bare_figure(clauses: Clauses, number: Number, *, follows: bool) -> bool:
    """Say whether a number without a noun counts those who are spoken of; ``follows``: another figure stands before it in the sentence."""
    if number.value < 2:
        return number.value == 0 and _is_none_of(clauses, number)
    if (clauses.word(number.first - 1) == "el" and number.value <= 31) or (
        number.value <= 24 and clauses.word(number.first - 2) == "a" and _is_article(clauses, number)
    ):
        return False  # a day of a month, an hour
    told = (
        _has_verb,
        _is_told_at_a_distance,
        _is_part,
        _is_total,
        _is_hedged_happening,
        _meets_happening,
        _is_governed,
        _is_of_relative,
        _changes,
        _is_item,
        _is_inverted,
    )
    if any(rule(clauses, number) for rule in told) or (follows and any(rule(clauses, number) for rule in _AFTER_OTHERS)):
        return True
    return _stands_alone(clauses, number)


def _stands_alone(clauses: Clauses, number: Number) -> bool:
    """
    Say whether nothing else is counted by a number without a noun, so that it counts those whom the report is about.

    A verb, a preposition, a pause or a word of more and fewer follows it, and no name or noun of a thing stands before it.
    """
    if 1900 <= number.value <= 2100 and clauses.text.tokens[number.first].text.isdigit():
        return False
    word, before = clauses.word(number.last), clauses.text.tokens[number.first - 1] if number.first > clauses.sentence.first else None
    if before is not None and before.is_word and before.is_capital and number.first - 1 > clauses.sentence.first:
        return False
    if before is not None and before.norm in small_words("not_before_alone"):
        return False
    return closes(clauses, number.last) or _has_no_noun(clauses, number) or word in small_words("alone_before")


def _has_no_noun(clauses: Clauses, number: Number) -> bool:
    """
    Say whether no noun of several follows a number: 102 suffer from illness, 8 guardan prisión.

    What a number of two or more counts is a plural, in s or one of the few others; a pause or a small word ends the search.
    """
    for at in range(number.last, min(number.last + 3, clauses.sentence.last)):
        token = clauses.text.tokens[at]
        if closes(clauses, at) or token.norm in small_words("prepositions") | {"se", "no"}:
            return at > number.last or token.norm not in {"de", "of"}
        if at == number.last and token.norm.endswith(("adas", "ados", "idas", "idos")) and token.norm not in small_words("not_participles"):
            return True  # y 118 anunciadas este lunes
        if not token.is_word or token.is_capital or token.norm.endswith("s") or token.norm in small_words("plurals"):
            return False
    return True


def hedge_start(clauses: Clauses, number: Number) -> int:
    """Return where the hedge before a number begins, or the number itself."""
    start = number.first
    for _ in range(2):
        start = next((mark.first for mark in clauses.of("qualifiers") if mark.last == start), start)
    return start - (clauses.word(start - 1) in {"“", '"', "«"})


def is_compared(clauses: Clauses, number: Number) -> bool:
    """Say whether a number is that of another time or body, told beside a figure: up from 480, frente a los 863."""
    start = hedge_start(clauses, number)
    if clauses.word(start - 1) == "from" and clauses.word(start - 2)[:1].isdigit():
        return True  # fell to 320 from 361
    return any(mark.last in {start, start - 1, number.first} for mark in clauses.of("comparisons"))


def _is_article(clauses: Clauses, number: Number) -> bool:
    return clauses.word(number.first - 1) in {"las", "la"}


def _is_none_of(clauses: Clauses, number: Number) -> bool:
    """Say whether "none" is of a number: "ninguno de los 30", not "none of them"."""
    of_them = any(mark.layer == "subset" and mark.first == number.last for mark in clauses.marks)
    return of_them and any(clauses.word(place)[:1].isdigit() for place in range(number.last, number.last + 4))


def is_none_of_some(clauses: Clauses, number: Number) -> bool:
    """Say whether "none" is of some who are not counted: ninguno de los cabecillas."""
    of = clauses.word(number.last) in {"de", "of"}
    return number.value == 0 and number.is_word and of and not _is_none_of(clauses, number)


def _has_verb(clauses: Clauses, number: Number) -> bool:
    """Say whether a verb follows a number at once: 41 remain, veintinueve regresaron, 12 were freed."""
    word = clauses.word(number.last)
    if clauses.text.language == "es":
        # After a number a Spanish noun is a plural in s: what ends in n is a verb.
        return word.endswith(("an", "en", "ron", "son")) and len(word) > 2 and word not in small_words("not_verbs")
    start = hedge_start(clauses, number)
    if start != clauses.sentence.first and clauses.word(start - 1) not in _STARTS:
        return False
    return word in small_words("finite_verbs") or (word.endswith("ed") and clauses.word(number.last + 1) not in {"and", ","})


def _is_part(clauses: Clauses, number: Number) -> bool:
    """Say whether the number is told as a part: 12 de ellos, of whom 12, de las cuales 402 con medidas."""
    of_them = {mark.last for mark in clauses.of("subset") if clauses.word(mark.last - 1) in small_words("those_told")}
    follows = hedge_start(clauses, number) in of_them and clauses.word(number.last) in small_words("prepositions") | {"."}
    return follows or any(mark.first == number.last for mark in clauses.of("subset"))


def _is_total(clauses: Clauses, number: Number) -> bool:
    """Say whether words of a total stand before a number: asciende a 228, the tally stands at 940, nombres de 38."""
    start = hedge_start(clauses, number)
    if any(mark.first == number.last and clauses.word(mark.first) in {"en", "in"} for mark in clauses.of("totals")):
        return True  # los detenidos, 14 en total
    near = any(
        number.first - 1 <= mark.last <= number.first
        or mark.last == start
        or (mark.last == start - 1 and clauses.word(start - 1) in {"a", "de", "at", "to", "ya", "los", "las"})
        for mark in clauses.of("totals")
    )
    if not near:
        return False
    return closes(clauses, number.last) or any(0 <= mark.first - number.last <= 4 for mark in clauses.of("events"))


def _is_hedged_happening(clauses: Clauses, number: Number) -> bool:
    """Say whether a hedge, or a verb of passing, stands before a number that closes: the number of detainees exceeds 10,000."""
    passing = any(mark.last == number.first and clauses.word(mark.first).startswith(_PASSING) for mark in clauses.of("qualifiers"))
    if (
        passing
        and closes(clauses, number.last)
        and _speaks_of_persons(clauses, max(number.first - 6, clauses.sentence.first), number.first)
    ):
        return True
    hedged = any(mark.last == number.first and mark.tag != "exact" for mark in clauses.of("qualifiers"))
    counted = any(mark.last <= number.first and not mark.tag.endswith("/") for mark in clauses.of("people"))
    return hedged and closes(clauses, number.last) and (counted or bool(clauses.of("events")))


def _meets_happening(clauses: Clauses, number: Number) -> bool:
    """Say whether what happened to those counted follows within three words: 17,897 still in jail."""
    for mark in clauses.marks:
        if mark.layer in {"events", "continuing"} and not mark.tag.endswith(":noun") and number.last <= mark.first <= number.last + 3:
            between = [clauses.word(at) for at in range(number.last, mark.first)]
            if not any(word in _STOPS for word in between):
                return True
    return False


def _is_governed(clauses: Clauses, number: Number) -> bool:
    """Say whether a verb or noun of what happened governs a number: liberó a 28, la excarcelación de los siete."""
    start = hedge_start(clauses, number)
    word = clauses.word(start - 1)
    taken = start - (word in {"a", "to", "de", "of", "los", "las", "the"})
    for mark in clauses.of("events"):
        for_them = mark.last == start and clauses.word(start - 1) in {"for", "to", "para", "a", "of", "de"}
        if for_them or (mark.last == taken and (mark.tag.endswith(":verb") or word in {"de", "of"})):
            after = small_words("prepositions") | small_words("finite_verbs")
            return closes(clauses, number.last) or clauses.word(number.last) in after or _owns(clauses, number)
    if any(mark.last == start and mark.tag == "granting" for mark in clauses.of("asking")) and clauses.of("amnesty"):
        return closes(clauses, number.last)  # de las amnistías pedidas los tribunales otorgaron 120
    if word in {"a", "to"} and any(
        mark.tag == "granting"
        and mark.last == start - 1
        and mark.first > 0
        and clauses.word(mark.first - 1) in {"la", "lo", "las", "los", "it"}
        for mark in clauses.of("asking")
    ):
        return bool(clauses.of("amnesty")) and closes(clauses, number.last)
    return False


def _owns(clauses: Clauses, number: Number) -> bool:
    return clauses.word(number.last) in {"de", "of"} and clauses.word(number.last + 1) in {"sus", "its", "their", "los", "the"}


def _is_of_relative(clauses: Clauses, number: Number) -> bool:
    """Say whether a relative clause says what befell those counted: los 52 que prometió liberar, 22.689 los que siguen presos."""
    if clauses.word(number.last) not in _WHO:
        return False
    last = min(number.last + _REACH, clauses.sentence.last)
    opened = clauses.word(number.first - 1) in _THOSE or hedge_start(clauses, number) < number.first
    pointed = clauses.word(number.last) in {"quienes", "those", "aquellos"} or clauses.word(number.last + 1) in {"que", "who"}
    said = any(mark.layer in {"events", "continuing"} and number.last < mark.first < last for mark in clauses.marks)
    return (opened or pointed) and said


def _is_told_at_a_distance(clauses: Clauses, number: Number) -> bool:
    """Say whether a number ends "put the number of releases at 61", "had confirmed 45", "se desconoce ... de 44"."""
    start = hedge_start(clauses, number)
    before = clauses.word(start - 1)
    object_at = start - (before == "a" and clauses.text.language == "es")
    said = [mark for mark in clauses.of("speech") if mark.last == start or (mark.last == object_at and mark.tag == "count")]
    if said and (closes(clauses, number.last) if said[0].tag == "count" else clauses.word(number.last) in {".", ",", ";", "", "”", '"'}):
        return True
    before = clauses.word(start - 2) if before in {"between", "entre"} else before
    if before in {"at", "en", "to", "a", "figure", "number", "total", "toll"} and closes(clauses, number.last):
        verbs = [mark for mark in clauses.marks if mark.layer in {"speech", "totals"} and 0 < number.first - mark.last <= _REACH]
        return any(_speaks_of_persons(clauses, verb.last, number.first) or _takes_up(clauses, verb) for verb in verbs)
    missing = any(mark.tag.startswith("missing") and number.last <= mark.first <= number.last + 1 for mark in clauses.of("events"))
    lost = before == "of" and any(mark.tag.startswith("missing") and mark.last == start for mark in clauses.of("events"))
    return (before == "de" and missing) or lost


def _takes_up(clauses: Clauses, verb: Mark) -> bool:
    """Say whether a verb's object takes up what was counted before: put the figure at, los situó en, la cifró en."""
    near = [clauses.word(at) for at in (verb.first - 1, verb.last, verb.last + 1)]
    return near[0] in {"los", "las", "la", "lo"} or any(
        word in {"figure", "number", "total", "toll", "tally", "cifra", "numero", "it"} for word in near
    )


def _speaks_of_persons(clauses: Clauses, first: int, last: int) -> bool:
    return any(mark.layer in {"people", "events"} and first <= mark.first < last for mark in clauses.marks)


def _is_elsewhere(clauses: Clauses, number: Number) -> bool:
    """Say whether a number goes on counting at another place: y en la de Piedra Alta, 77 · 114 to Ukraine."""
    place = any(entity.kind in {"place", "facility"} and number.last < entity.first <= number.last + 3 for entity in clauses.entities)
    before = any(
        entity.kind in {"place", "facility"}
        and entity.last in {number.first - 1, number.first}
        and clauses.word(number.first - 1) in {",", ":", "("}
        for entity in clauses.entities
    )
    return (place and clauses.word(number.last) in {"en", "in", "at", "from", "de", "del", "to", "a"}) or (
        before and closes(clauses, number.last)
    )


def _is_coordinated(clauses: Clauses, number: Number) -> bool:
    """Say whether a number goes on after an "and" with only how or where said of it: y 28 en helicóptero, and 357 outside."""
    start = hedge_start(clauses, number)
    start -= clauses.word(start - 1) in {"ahora", "hoy", "ya", "now", "today", "luego", "despues"}
    if clauses.word(start - 1) not in _AND:
        return False
    word = clauses.word(number.last)
    return word in small_words("goes_on_after") or closes(clauses, number.last)


def _is_changed(clauses: Clauses, number: Number) -> bool:
    """Say whether a number is what another became: pasaron de 168 a 177."""
    before = number.first - 2 - (clauses.word(number.first - 2) == ",")  # below 1,000, to 967
    return clauses.word(number.first - 1) in {"a", "to"} and clauses.word(before)[:1].isdigit() and closes(clauses, number.last)


def _is_item(clauses: Clauses, number: Number) -> bool:
    """Say whether a number is what an item of a list says of its label: "• La Habana: 281"."""
    start = hedge_start(clauses, number)
    label = clauses.word(start - 1) in {":", "–", "—", "-", "("} and start > clauses.sentence.first + 1
    return clauses.sentence.is_item and label and closes(clauses, number.last)


def _changes(clauses: Clauses, number: Number) -> bool:
    """Say whether a number is what became another: descendió de 1.020 a 985, from 12 to 45."""
    to = clauses.word(number.last) in {"a", "to"} and clauses.word(number.last + 1)[:1].isdigit()
    changed = any(clauses.word(at).startswith(tuple(small_words("changes"))) for at in range(number.first - 4, number.first - 1))
    return to and changed and clauses.word(number.first - 1) in {"de", "from"}


def _is_inverted(clauses: Clauses, number: Number) -> bool:
    """Say whether a total stands before its verb: A 43 asciende el número de ejecutados."""
    return clauses.word(hedge_start(clauses, number) - 1) == "a" and clauses.word(number.last).startswith(
        ("asciend", "ascend", "suben", "llegan")
    )


def _is_whole_of_none(clauses: Clauses, number: Number) -> bool:
    """Say whether a number is of those of whom none is told: ninguna de las 143 ha sido plena."""
    return clauses.word(number.first - 3) in {"ninguno", "ninguna", "none"} and clauses.word(number.first - 2) in {"de", "of"}


def _is_of_those(clauses: Clauses, number: Number) -> bool:
    """Say whether a number is another's figure of the same: frente a …, las 808 que reivindica el oficialismo."""
    return clauses.word(number.first - 1) in _THOSE and clauses.word(number.last) in {"que", "that"}


def _is_another(clauses: Clauses, number: Number) -> bool:
    """Say whether a number goes on with others of the same: a otros 12."""
    return clauses.word(number.first - 1) in {"otros", "otras", "another", "additional", "further"} and closes(clauses, number.last)


_AFTER_OTHERS: tuple[Callable[[Clauses, Number], bool], ...] = (
    _is_elsewhere,
    is_compared,
    _is_coordinated,
    _is_changed,
    _is_another,
    _is_of_those,
    _is_whole_of_none,
)


def closes(clauses: Clauses, at: int) -> bool:
    """Say whether a phrase ends before a token."""
    return clauses.word(at) in small_words("closes") or is_number_word(clauses.word(at))
