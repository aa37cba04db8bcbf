"""Ages and terms of years that are told without the years: older than 70, a man of 50, aged 58 and 71, jail terms of 30."""

from amparo.ingest.reports.counted.bare_figures import closes, hedge_start
from amparo.ingest.reports.counted.ones import one_person
from amparo.ingest.reports.sentences import Clauses
from amparo.ingest.reports.words.numbers import Number, is_number_word
from amparo.ingest.reports.words.small_words import small_words

OF_TIME = ("year", "month", "week", "day", "hour", "minute", "año", "mes", "semana", "dia", "hora", "minuto", "decad")


def is_age(clauses: Clauses, number: Number) -> bool:
    """Say whether a number is an age told without years: inmates older than 70, aged under 18, menores de 18."""
    if number.value > 110:
        return False
    before = clauses.word(number.first - 1)
    after_name = before == "," or (before == "(" and not _is_of_list(clauses))
    after_name = after_name and any(one.kind == "person" and one.last == number.first - 1 for one in clauses.entities)
    if after_name and clauses.word(number.last) in {",", ")"}:
        return True
    person = any(one.kind == "person" and one.last == number.first - 1 for one in clauses.entities)
    extreme = clauses.word(number.first - 2) in {"youngest", "oldest", "eldest"}
    if before in {"is", "am", "was"} and (extreme or person or clauses.word(number.first - 2) in {"i", "he", "she"}):
        return True  # Carmen Mujica is 54
    ranged = number.high is not None and number.high < 110 and before in {"between", "entre"}
    if ranged and any(mark.last == number.first - 1 for mark in clauses.of("people")):
        return True  # teenagers between 13 and 17
    if _goes_on_age(clauses, number) or _is_of_one(clauses, number):
        return True
    if not closes(clauses, number.last) and clauses.word(number.last) not in {"or", "o", "without", "sin", "at", "to"}:
        return False
    start = hedge_start(clauses, number)
    pair = (clauses.word(start - 2), clauses.word(start - 1))
    before_age = clauses.word(start - 1) in {"de", "of"} and any(mark.last == start - 1 for mark in clauses.of("people"))
    older = before_age and clauses.word(start) in {
        "menos",
        "mas",
        "less",
        "fewer",
        "more",
        "under",
        "over",
        "below",
        "above",
    }  # jóvenes de menos de 20
    older = older or pair in {("older", "than"), ("younger", "than"), ("menores", "de"), ("mayores", "de"), ("edad", "de"), ("age", "of")}
    opened = clauses.word(number.first - 1) in {"under", "over", "below", "above"} and clauses.word(number.first - 2) in small_words(
        "auxiliaries"
    ) | {"aged", "anyone", "those", "people", "minors", "children", "and", "prisoners", "inmates", "girls", "boys"}
    return older or opened


def _is_of_list(clauses: Clauses) -> bool:
    """Say whether a sentence lists several numbers in brackets, which are of places."""
    places = range(clauses.sentence.first, clauses.sentence.last)
    return sum(clauses.word(at) == "(" and clauses.word(at + 1).isdigit() for at in places) > 2


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
    if before not in {"and", "y", ","} or not closes(clauses, number.last):
        return False
    at = number.first - 1
    while clauses.word(at) in {"and", "y", ","} or (clauses.word(at).isdigit() and int(clauses.word(at)) < 110):
        at -= 1
    return at < number.first - 1 and clauses.word(at) in {"aged", "ages", "edades"}


def _is_of_one(clauses: Clauses, number: Number) -> bool:
    """Say whether a number is the age of one person: una mujer de 24 en Táchira, a man of 50 and another of 33, who is 20, at 18."""
    before, owner = clauses.word(number.first - 1), clauses.word(number.first - 2)
    if before in {"de", "of"} and (
        one_person(clauses, number.first - 2) is not None or owner in {"otro", "otra", "another", "son", "hijo"}
    ):
        return number.value < 110 and (closes(clauses, number.last) or clauses.word(number.last) in small_words("of_one"))
    if (owner, before) in {("who", "is"), ("who", "was"), ("not", "yet"), ("now", "aged")} and closes(clauses, number.last):
        return True
    of_age = {clauses.word(at) for at in range(number.first - 6, number.first)} & {"age", "ages", "edad", "edades"}
    if of_age and before in {"at", "from", "a", "los", "y", "and", "to", "de"} and closes(clauses, number.last):
        return True
    has_it = before.startswith(("tiene", "tenia")) or (before == "entre" and owner.startswith(("tiene", "tenia")))
    return has_it and closes(clauses, number.last)  # el 66 por ciento tiene entre 25 y 54


def is_term(clauses: Clauses, number: Number) -> bool:
    """Say whether a number is a term of which the years are left out: jail terms of 30, penas de dos y tres años, a year or two."""
    before, owner = clauses.word(number.first - 1), clauses.word(number.first - 2)
    start = hedge_start(clauses, number)
    if clauses.word(start - 1) in {"of", "de", "was", "is"} and clauses.word(start - 2) in small_words("terms") and number.value <= 110:
        return closes(clauses, number.last) or clauses.word(number.last) in {"y", "and", "a", "to"}
    joined = clauses.word(number.last) in {"y", "o", "a", "e", "and", "or", "to", "-"} and before not in {"a", "to"}
    joined = joined and ")" not in clauses.text.words(number.last - 1, number.last)  # (3) to two years in prison
    second = number.last + 1 + (clauses.word(number.last + 1) in {"los", "las", "de"})
    if joined and (is_number_word(clauses.word(second)) or clauses.word(second)[:1].isdigit()):
        return any(mark.first == second + 1 and clauses.word(mark.first).startswith(OF_TIME) for mark in clauses.of("units"))
    told = before in {"or", "o", "and", "y"} and owner in {",", *small_words("terms")}
    told = told or (before == "," and clauses.word(number.last) in {",", "or"})
    units = [mark for mark in clauses.of("units") if 0 <= number.first - mark.last <= 5 and clauses.word(mark.first).startswith(OF_TIME)]
    return bool(told and units and number.value <= 30 and closes(clauses, number.last))
