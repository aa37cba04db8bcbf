"""Which numbers count no persons: dates, ages, articles, sums, votes, shares, differences."""

from amparo.ingest.reports.bare_figures import closes, hedge_start
from amparo.ingest.reports.lexicon import Mark
from amparo.ingest.reports.numbers import Number, is_number_word
from amparo.ingest.reports.sentences import Clauses
from amparo.ingest.reports.small_words import small_words

_OF_A_VOTE = frozenset({("en", "contra"), ("a", "favor"), ("in", "favour"), ("in", "favor"), ("against", ","), ("against", ".")})
_OF_TIME = ("year", "month", "week", "day", "hour", "minute", "año", "mes", "semana", "dia", "hora", "minuto", "decad")


def counts_things(clauses: Clauses, number: Number) -> bool:
    """Say whether a number is of a date, an age, an article, a sum, a time."""
    start, end = clauses.text.span(number.first, number.last)
    if any(date.span[0] < end and start < date.span[1] for date in clauses.dates):
        return True
    unit = _unit_after(clauses, number)
    if unit is not None:
        return unit.first == number.last or not any(mark.layer == "people" and mark.first == number.last for mark in clauses.marks)
    rules = (_has_sign, _is_of_vote_or_half, _is_difference, _is_age, _is_sum, _is_named, _numbers_a_thing)
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
    if clauses.word(number.last) in {"de", "of", "en", "in", ",", "a", "an", "un", "una", "hace"}:
        return None
    other = is_number_word(clauses.word(number.last))  # up from 40 two years ago
    near = (mark for mark in clauses.of("units") if number.last <= mark.first <= number.last + 1)
    return next((mark for mark in near if not (other and mark.first > number.last)), None)


def _is_sum(clauses: Clauses, number: Number) -> bool:
    """Say whether a number is a sum of money, or of cases of another thing: tens of thousands of dollars, bail of 20,000 birr."""
    after, before = clauses.word(number.last), clauses.word(number.first - 1)
    worth = after in {"of", "de"} and any(mark.first == number.last + 1 for mark in clauses.of("units"))
    bail = before in {"of", "de"} and clauses.word(number.first - 2) in {"bail", "fine", "fianza", "multa"}
    cases = before in {"in", "en"} and after in {"cases", "casos"} and number.value < 20
    ago = clauses.word(number.last + 2) in {"ago", "earlier", "before", "antes", "atras"}
    rate = not ago and after in {"a", "al", "por", "per"} and clauses.word(number.last + 1).startswith(_OF_TIME)
    return (number.is_vague and worth) or bail or cases or rate


def _is_named(clauses: Clauses, number: Number) -> bool:
    """Say whether a number is a part of a name, or of a word: Zona 7, a 12-page report."""
    named = any(entity.tag != "surname" and entity.first <= number.first < entity.last for entity in clauses.entities)
    joined = clauses.word(number.last) == "-" and clauses.word(number.last + 1).isalpha() and _touches(clauses, number.last)
    return named or joined or (clauses.word(number.first - 1) == "-" and _touches(clauses, number.first - 1))


def _numbers_a_thing(clauses: Clauses, number: Number) -> bool:
    """Say whether a number is that of an article, a page, an item of a list: artículo 5, 3. En septiembre."""
    opened = number.first - (clauses.word(number.first - 1) in {"between", "entre", "de"})
    if any(mark.last in {number.first, opened} for mark in clauses.of("not_before")):
        return True
    months = small_words("months_short")  # PUERTO IMAGEN, 6 feb (APX)
    if number.value <= 31 and months & {clauses.word(number.last), clauses.word(number.first - 1)}:
        return True
    return clauses.sentence.is_item and number.first <= clauses.sentence.first + 1 and clauses.word(number.last) in {".", ")"}


def _is_difference(clauses: Clauses, number: Number) -> bool:
    """Say whether a number is that by which two figures differ: 96 fewer than in January, 16 más que en mayo."""
    at = number.last
    at += any(mark.first == at for mark in clauses.of("people"))
    pair = (clauses.word(at), clauses.word(at + 1))
    return pair in {("more", "than"), ("fewer", "than"), ("less", "than"), ("mas", "que"), ("menos", "que")}


def _is_age(clauses: Clauses, number: Number) -> bool:
    """Say whether a number is an age told without years: inmates older than 70, aged under 18, menores de 18."""
    if number.value > 110:
        return False
    before = clauses.word(number.first - 1)
    after_name = before == "," and any(one.kind == "person" and one.last == number.first - 1 for one in clauses.entities)
    if after_name and clauses.word(number.last) in {",", ")"}:
        return True
    person = any(one.kind == "person" and one.last == number.first - 1 for one in clauses.entities)
    extreme = clauses.word(number.first - 2) in {"youngest", "oldest", "eldest"}
    if before in {"is", "am", "was"} and (extreme or person or clauses.word(number.first - 2) in {"i", "he", "she"}):
        return True  # Carmen Mujica is 54
    if number.high is not None and number.high < 110 and before in {"between", "entre"}:
        return any(mark.last == number.first - 1 for mark in clauses.of("people"))  # teenagers between 13 and 17
    if _goes_on_age(clauses, number):
        return True
    if not closes(clauses, number.last) and clauses.word(number.last) not in {"or", "o"}:
        return False
    start = hedge_start(clauses, number)
    pair = (clauses.word(start - 2), clauses.word(start - 1))
    older = pair in {("older", "than"), ("younger", "than"), ("menores", "de"), ("mayores", "de"), ("edad", "de"), ("age", "of")}
    opened = clauses.word(number.first - 1) in {"under", "over", "below", "above"} and clauses.word(number.first - 2) in small_words(
        "auxiliaries"
    ) | {"aged", "anyone", "those", "people"}
    return older or opened


def _goes_on_age(clauses: Clauses, number: Number) -> bool:
    """Say whether a number is an age between commas, or the second of two: a colonel, 66, who · aged 58 and 71."""
    before, after = clauses.word(number.first - 1), clauses.word(number.last)
    if before == "," and after in {",", ")", ""} and number.first - 2 >= clauses.sentence.first:
        owner = clauses.text.tokens[number.first - 2]
        counted = any(mark.last == number.first - 1 for mark in clauses.of("people"))
        return (
            owner.is_word
            and not counted
            and not owner.norm.endswith("s")
            and number.value < 110
            and clauses.word(number.last + 1) in small_words("of_one")
        )
    return (
        before in {"and", "y"}
        and clauses.word(number.first - 2).isdigit()
        and clauses.word(number.first - 3) in {"aged", "ages", "de"}
        and closes(clauses, number.last)
    )


def is_counted_thing(clauses: Clauses, number: Number) -> bool:
    """Say whether a noun of several that are no persons stands right after a number: dieciséis cancillerías, 900 pages."""
    word = clauses.word(number.last)
    start, end = clauses.text.span(number.first, number.last)
    dated = any(one.span[0] < end and start < one.span[1] for one in clauses.dates)
    known = any(mark.first == number.last and mark.layer in {"events", "totals", "speech", "people"} for mark in clauses.marks)
    time = word.startswith(_OF_TIME) or word.endswith(("ados", "adas", "idos", "idas"))
    return (
        word.endswith("s") and word.isalpha() and not dated and not known and not time and not clauses.text.tokens[number.last].is_capital
    )


def _touches(clauses: Clauses, at: int) -> bool:
    """Say whether a sign stands without blanks between its neighbours."""
    tokens = clauses.text.tokens
    return 0 < at < len(tokens) - 1 and tokens[at - 1].end == tokens[at].start and tokens[at].end == tokens[at + 1].start
