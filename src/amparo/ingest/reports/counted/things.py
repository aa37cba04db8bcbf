"""Which numbers count no persons: dates, ages, articles, sums, votes, shares, differences."""

from amparo.ingest.reports.counted.ages import OF_TIME, is_age, is_term
from amparo.ingest.reports.counted.bare_figures import closes, hedge_start
from amparo.ingest.reports.sentences import Clauses
from amparo.ingest.reports.words.lexicon import Mark
from amparo.ingest.reports.words.numbers import Number, is_number_word
from amparo.ingest.reports.words.small_words import small_words

_OF_A_VOTE = frozenset({("en", "contra"), ("a", "favor"), ("in", "favour"), ("in", "favor"), ("against", ","), ("against", ".")})
_NO_ADJECTIVES = small_words("not_in_gap") | small_words("prepositions") | small_words("openers") - {"more"}


def counts_things(clauses: Clauses, number: Number) -> bool:
    """Say whether a number is of a date, an age, an article, a sum, a time."""
    start, end = clauses.text.span(number.first, number.last)
    if any(date.span[0] < end and start < date.span[1] for date in clauses.dates):
        return True
    unit = _unit_after(clauses, number)
    if unit is not None:
        return unit.first == number.last or not any(mark.layer == "people" and mark.first == number.last for mark in clauses.marks)
    rules = (
        _has_sign,
        _is_of_vote_or_half,
        _is_difference,
        is_age,
        is_term,
        _is_of_time,
        _is_sum,
        _is_named,
        _numbers_a_thing,
        _does_it,
        _is_of_so_many,
        _is_of_assembly,
    )
    return any(rule(clauses, number) for rule in rules)


def _has_sign(clauses: Clauses, number: Number) -> bool:
    """Say whether a sign makes a number a share, a price or a time: 94 %, $20, 8:30, not Zona 7: 13."""
    after, before = clauses.word(number.last), clauses.word(number.first - 1)
    if (
        after in {"%", "°", "º", "ª"}
        or before in {"$", "€", "£", "#", "°"}
        or (after in {":", "h"} and clauses.word(number.last + 1).isdigit())
    ):
        return True
    return before == ":" and clauses.word(number.first - 2).isdigit() and _touches(clauses, number.first - 1)


def _is_of_vote_or_half(clauses: Clauses, number: Number) -> bool:
    """Say whether a number is of a vote or of one and a half: 172 en contra, five and a half years."""
    pair = (clauses.word(number.last), clauses.word(number.last + 1))
    return pair in _OF_A_VOTE or pair == ("and", "a")


def _unit_after(clauses: Clauses, number: Number) -> Mark | None:
    """Return the unit that a number counts, at once or after an adjective: 13 artículos, five long years."""
    if clauses.word(number.last) in {",", "an", "un", "una", "hace"} | small_words("prepositions"):
        return None
    other = is_number_word(clauses.word(number.last))  # up from 40 two years ago
    reach = 2 if _are_adjectives(clauses, number) else 1
    near = (mark for mark in clauses.of("units") if number.last <= mark.first <= number.last + reach)
    return next((mark for mark in near if not (other and mark.first > number.last)), None)


def _are_adjectives(clauses: Clauses, number: Number) -> bool:
    """Say whether two words of no other use stand after a number, so that a third may be what it counts: 158 more nonprofit bodies."""
    near = range(number.last, number.last + 2)
    if not all(clauses.word(at).isalpha() and clauses.word(at) not in _NO_ADJECTIVES for at in near):
        return False
    return not any(mark.first in near and mark.layer in {"people", "events", "speech", "custody", "continuing"} for mark in clauses.marks)


def _is_of_assembly(clauses: Clauses, number: Number) -> bool:
    """Say whether members of an assembly are counted by how they vote: con 99 votos de los 125 diputados."""
    if not any(clauses.word(at) in small_words("of_assembly") for at in range(number.last, number.last + 2)):
        return False
    return any(
        clauses.word(at).startswith(("vot", "mayori", "majorit", "bancad", "escañ", "quorum", "seat", "curul"))
        for at in range(clauses.sentence.first, clauses.sentence.last)
    )


def _is_of_so_many(clauses: Clauses, number: Number) -> bool:
    """Say whether a number is of so many things: 55 of the 81 provinces, dos de los siete estados."""
    at = number.last
    of = clauses.word(at) in {"de", "of"} and clauses.word(at + 1) in {"los", "las", "the", "sus", "its"}
    counted = clauses.word(at + 2)[:1].isdigit() or is_number_word(clauses.word(at + 2))
    return of and counted and any(mark.first == at + 3 for mark in clauses.of("units"))


def _is_sum(clauses: Clauses, number: Number) -> bool:
    """Say whether a number is a sum of money, or of cases of another thing: tens of thousands of dollars, bail of 20,000 birr."""
    after, before = clauses.word(number.last), clauses.word(number.first - 1)
    worth = number.is_word and after == "de" and any(mark.first == number.last + 1 for mark in clauses.of("units"))
    worth = worth or (number.is_vague and after in {"of", "de"} and any(0 < mark.first - number.last <= 2 for mark in clauses.of("units")))
    bail = before in {"of", "de"} and clauses.word(number.first - 2) in {"bail", "fine", "fianza", "multa"}
    cases = before in {"in", "en"} and after in {"cases", "casos", "investigations", "trials", "causas", "procesos", "operativos", "raids"}
    cases = cases and (number.value < 20 or any(mark.last == number.first - 1 for mark in clauses.of("people")))
    ago = clauses.word(number.last + 2) in {"ago", "earlier", "before", "antes", "atras"}
    rate = not ago and after in {"a", "al", "por", "per"} and clauses.word(number.last + 1).startswith(OF_TIME)
    return worth or bail or cases or rate


def _is_named(clauses: Clauses, number: Number) -> bool:
    """Say whether a number is a part of a name, or of a word: Zona 7, a 12-page report."""
    if clauses.text.tokens[max(0, number.first - 3)].text in {"Grupo", "Group", "Causa"} and clauses.word(number.first - 1) in {
        "los",
        "the",
    }:
        return True  # the Grupo de los 75
    named = any(entity.tag != "surname" and entity.first + number.is_word <= number.first < entity.last for entity in clauses.entities)
    joined = clauses.word(number.last) == "-" and clauses.word(number.last + 1)[:1].isalpha() and _touches(clauses, number.last)
    return named or joined or (clauses.word(number.first - 1) == "-" and _touches(clauses, number.first - 1))


def _numbers_a_thing(clauses: Clauses, number: Number) -> bool:
    """Say whether a number is that of an article, a page, an item of a list: artículo 5, 3. En septiembre."""
    if any(mark.last == hedge_start(clauses, number) for mark in clauses.of("not_before")):
        return True
    opened = number.first - (clauses.word(number.first - 1) in {"between", "entre", "de"})
    if any(mark.last in {number.first, opened} for mark in clauses.of("not_before")):
        return True
    after_sign = clauses.word(number.first - 1) == "." and clauses.word(number.first - 2) in {"no", "num", "nro", "n", "art"}
    if after_sign or (clauses.word(number.last) and clauses.text.tokens[number.first].text == "(" and _is_item_number(clauses, number)):
        return True  # Decreto No. 333; (3) 19 prisoners
    months = small_words("months_short")  # PUERTO IMAGEN, 6 feb (APX)
    if number.value <= 31 and months & {clauses.word(number.last), clauses.word(number.first - 1)}:
        return True
    return clauses.sentence.is_item and number.first <= clauses.sentence.first + 1 and clauses.word(number.last) in {".", ")"}


def _is_item_number(clauses: Clauses, number: Number) -> bool:
    """Say whether a number in brackets opens an item: another number or a capital letter follows."""
    if number.value > 40 or number.first > clauses.sentence.first + 1:
        return False
    after = clauses.text.tokens[number.last]
    return after.text[:1].isdigit() or after.is_capital


def _is_difference(clauses: Clauses, number: Number) -> bool:
    """Say whether a number is that by which two figures differ: 96 fewer than in January, 16 más que en mayo."""
    start = hedge_start(clauses, number)
    owner = clauses.word(start - 2)
    differs = owner.startswith(tuple(small_words("differences"))) and not owner.endswith(("ido", "ado", "io", "ron"))
    if clauses.word(start - 1) in {"de", "of", "by"} and differs:
        return True  # una baja de 87 personas, a drop of 40
    at = max((mark.last for mark in clauses.of("people") if mark.first == number.last), default=number.last)
    pair = (clauses.word(at), clauses.word(at + 1))
    return pair in {("more", "than"), ("fewer", "than"), ("less", "than"), ("mas", "que"), ("menos", "que")}


def _is_of_time(clauses: Clauses, number: Number) -> bool:
    """Say whether a number is of a day, an hour or an anniversary: el pasado día 23, agosto 31 de 2020, 10 a.m., las dos de la tarde."""
    before, after = clauses.word(number.first - 1), clauses.word(number.last)
    if number.value > 31:
        return False
    place = before == "," and clauses.sentence.first >= number.first - 3 and clauses.text.tokens[number.first - 2].is_capital
    if (place and after == "(") or (after == "de" and clauses.word(number.last + 1) in small_words("months")):
        return True  # MADRID, 23 (APX); the Movimiento 10 de Octubre
    if before in {"dia", "pasado", "proximo", "kilometro"} and (closes(clauses, number.last) or after in {"de", "por"}):
        return True
    if after in {"aniversario", "anniversary"} or (after in {"a", "p"} and clauses.word(number.last + 1) == "."):
        return True
    hours = {"tarde", "mañana", "noche", "madrugada"}
    if after == "de" and clauses.word(number.last + 1) == "la" and clauses.word(number.last + 2) in hours:
        return True
    month = before in small_words("months") and number.value <= 31
    return month and (closes(clauses, number.last) or after in {"de", "of"})


def _does_it(clauses: Clauses, number: Number) -> bool:
    """Say whether those counted did it: detenida por una treintena de hombres del Sebin, taken away by two officers."""
    start = hedge_start(clauses, number)
    by = clauses.word(start - 1) in {"por", "by"}
    done = any(mark.tag.endswith((":part", ":verb")) and 0 < start - mark.last <= 7 for mark in clauses.of("events"))
    after = range(number.last, number.last + 3)
    men = small_words("forces") | {"men", "hombres", "encapuchados", "sujetos", "masked", "armed"}
    return by and done and any(clauses.word(at).startswith(tuple(men)) for at in after)


def is_counted_thing(clauses: Clauses, number: Number) -> bool:
    """Say whether a noun of several that are no persons stands right after a number: dieciséis cancillerías, 900 pages."""
    word = clauses.word(number.last)
    start, end = clauses.text.span(number.first, number.last)
    dated = any(one.span[0] < end and start < one.span[1] for one in clauses.dates)
    known = any(mark.first == number.last and mark.layer in {"events", "totals", "speech", "people"} for mark in clauses.marks)
    time = word.startswith(OF_TIME) or word.endswith(("ados", "adas", "idos", "idas"))
    return (
        word.endswith("s") and word.isalpha() and not dated and not known and not time and not clauses.text.tokens[number.last].is_capital
    )


def _touches(clauses: Clauses, at: int) -> bool:
    """Say whether a sign stands without blanks between its neighbours."""
    tokens = clauses.text.tokens
    return 0 < at < len(tokens) - 1 and tokens[at - 1].end == tokens[at].start and tokens[at].end == tokens[at + 1].start
