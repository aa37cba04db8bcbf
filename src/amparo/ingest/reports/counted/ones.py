"""Which ones count: one person among other figures, only one, one who was freed; an article or "one of them" counts nobody."""

from collections.abc import Sequence
from functools import cache

from amparo.ingest.reports.counted.bare_figures import hedge_start
from amparo.ingest.reports.sentences import Clauses
from amparo.ingest.reports.words.lexicon import Mark, entries
from amparo.ingest.reports.words.numbers import Number, is_number_word
from amparo.ingest.reports.words.small_words import small_words
from amparo.ingest.reports.words.text import Language, words_of

_NEAR = 4  # words from a one to what befell it
_APART = 6  # words between the members of a list
_MEN = {"man": "men", "woman": "women", "person": "people", "child": "children", "joven": "jovenes"}


@cache
def _tags(language: Language) -> dict[str, str]:
    """Return the tag of each noun of persons of one word."""
    return {words_of(phrase)[0]: tag for layer, tag, phrase in entries(language) if layer == "people" and len(words_of(phrase)) == 1}


def one_person(clauses: Clauses, at: int) -> Mark | None:
    """Return the noun of one person at a token: sacerdote, activist; its tag is that of the same noun of several."""
    word, tags = clauses.word(at), _tags(clauses.text.language)
    spanish = clauses.text.language == "es"
    plurals = (word + "s", word + "es" if spanish else word[:-1] + "ies", _MEN.get(word, ""), word[:-3] + "men")
    tag = next((tags[plural] for plural in plurals if plural in tags and (plural != "men" or word == "man")), None)
    return None if tag is None or not word.isalpha() else Mark("people", tag, at, at + 1)


def one_counted(clauses: Clauses, number: Number, numbers: Sequence[Number]) -> tuple[Mark | None, bool]:
    """Return what a one counts, None where the noun is left out, and whether it counts at all."""
    if is_number_word(clauses.word(number.last)) or clauses.word(number.last)[:1].isdigit():
        return None, False  # another nine
    if _is_in_list_of_brackets(clauses, number):
        return None, True
    noun = _noun(clauses, number)
    end = number.last if noun is None else noun.last
    if clauses.word(end) in {"vez", "time"}:
        return None, False
    if noun is None and _is_only(clauses, number):
        of_them = clauses.word(end) in {"de", "of"} and clauses.word(end + 1) in small_words("of_those") | small_words("those_told")
        return None, of_them or clauses.word(end) in small_words("auxiliaries") | {","} or _befell(clauses, end) is not None
    if clauses.word(end) in {"de", "of"} and noun is None:
        return None, False
    listed = any(_is_listed(clauses, number, end, other) for other in numbers if other.value > 1)
    if noun is not None and noun.layer == "events":
        return noun, listed
    told = _befell(clauses, end)
    if noun is None:
        return None, _counts_alone(clauses, number, told, listed=listed)
    plain = clauses.word(number.first) not in {"un", "una"} or clauses.word(noun.first) in small_words("one_of_any")
    return noun, listed or _is_only(clauses, number) or (plain and told is not None)


def _counts_alone(clauses: Clauses, number: Number, told: Mark | None, *, listed: bool) -> bool:
    """Say whether a one without a noun counts: y uno asesinado, 1 was pardoned, dejaron un muerto, doce son hombres y una es mujer."""
    toll = clauses.word(hedge_start(clauses, number) - 1) in small_words("leaves_behind")
    if clauses.word(number.first) == "un":
        return told is not None and told.first == number.last and told.tag.endswith(":part") and (listed or toll)
    if told is not None and {clauses.word(at) for at in range(number.last, told.first)} - small_words("before_happening"):
        return False
    if listed and clauses.word(number.last) in small_words("auxiliaries"):
        return True
    return told is not None and (listed or toll or _opens(clauses, number))


def _noun(clauses: Clauses, number: Number) -> Mark | None:
    """Return the noun of one person, or of one happening, after a one; adjectives may stand before an English noun."""
    reach = 3 if clauses.text.language == "en" else 1
    for at in range(number.last, min(number.last + reach, clauses.sentence.last)):
        happening = next((mark for mark in clauses.of("events") if mark.first == at and mark.tag.endswith(":noun")), None)
        found = one_person(clauses, at) or happening
        if found is not None:
            return found
        if clauses.word(at) in small_words("auxiliaries") | small_words("prepositions") or not clauses.text.tokens[at].is_word:
            return None
        if any(mark.first == at for mark in clauses.of("events")):
            return None
    return None


def _befell(clauses: Clauses, first: int) -> Mark | None:
    """Return what befell somebody, told within a few words and before a pause: one was freed, uno continúa preso."""
    for mark in clauses.marks:
        if mark.layer in {"events", "continuing"} and not mark.tag.endswith(":noun") and first <= mark.first <= first + _NEAR:
            between = {clauses.word(at) for at in range(first, mark.first)}
            if not between & {",", ";", ".", ":", "que", "who", "y", "and", "de", "of", "por", "by"}:
                return mark
    return None


def _is_only(clauses: Clauses, number: Number) -> bool:
    """Say whether a hedge stands before a one: solo uno, at least one."""
    return clauses.word(number.first - 1) in small_words("only") or any(
        mark.last == number.first and mark.tag != "exact" for mark in clauses.of("qualifiers")
    )


def _opens(clauses: Clauses, number: Number) -> bool:
    """Say whether a one opens its clause: ", y uno murió", "of them, one remains held"."""
    start = hedge_start(clauses, number)
    if start <= clauses.sentence.first + clauses.sentence.is_item:
        return True
    return clauses.word(start - 1) in small_words("clause_starts") | {"while", "mientras", "pero", "but"}


def _is_listed(clauses: Clauses, number: Number, end: int, other: Number) -> bool:
    """Say whether a one stands in a list with a figure of several: 57 hombres y una mujer, un muerto, decenas de heridos."""
    low, high = (end, hedge_start(clauses, other)) if other.first > number.first else (other.last, hedge_start(clauses, number))
    between = [clauses.word(at) for at in range(low, high)]
    last = [word for word in between if word not in {"a", "the", "los", "las", "hay"}][-1:]
    joined = bool(set(last) & small_words("joins_list"))
    said = any(mark.layer in {"speech", "negation"} and low <= mark.first < high for mark in clauses.marks)
    return joined and 0 < len(between) <= _APART and not said and not set(between) & {";", ":", ".", "que", "who", "(", ")"}


def _is_in_list_of_brackets(clauses: Clauses, number: Number) -> bool:
    """Say whether a one stands in brackets among others in brackets: Ica (6), Jauja (1) y Chimbote (3)."""
    if (clauses.word(number.first - 1), clauses.word(number.last)) != ("(", ")"):
        return False
    places = range(clauses.sentence.first, clauses.sentence.last)
    return sum(clauses.word(at) == "(" and clauses.word(at + 1).isdigit() and clauses.word(at + 2) == ")" for at in places) > 2
