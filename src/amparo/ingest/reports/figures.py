"""Which numbers of a sentence count persons, or what happened to persons; ages, years, articles and sums do not."""

from collections.abc import Sequence

import attrs

from amparo.ingest.reports.dates import ReadDate
from amparo.ingest.reports.entities import Entity
from amparo.ingest.reports.lexicon import Mark
from amparo.ingest.reports.numbers import Number
from amparo.ingest.reports.small_words import small_words
from amparo.ingest.reports.text import Sentence, Text

_COPULAS = small_words("copulas")
_STARTS = small_words("clause_starts")
_GAP = 4
_STOPS = small_words("stops")
_NOT_IN_GAP = small_words("not_in_gap")


@attrs.frozen
class Figure:
    """
    A number that counts.

    Attributes:
        noun: what is counted, if it is said: a phrase of the layer people or, for happenings, a noun of the layer events.
        first, last: tokens of number and noun together.
        is_bare: the noun is left out: "41 remain", "reached 28", "six of them".
        is_subset: a part of those counted before: "of them 12".
    """

    number: Number
    noun: Mark | None
    first: int
    last: int
    is_bare: bool = False
    is_subset: bool = False
    is_delta: bool = False

    @property
    def counts_happenings(self) -> bool:
        """Say whether releases, arrests or requests are counted, rather than persons."""
        return self.noun is not None and self.noun.layer == "events"


@attrs.frozen
class Clauses:
    """A sentence with the marks, names and dates in it."""

    text: Text
    sentence: Sentence
    marks: tuple[Mark, ...]
    entities: tuple[Entity, ...]
    dates: tuple[ReadDate, ...]

    def of(self, layer: str) -> list[Mark]:
        """Return the marks of one layer."""
        return [mark for mark in self.marks if mark.layer == layer]

    def word(self, at: int) -> str:
        """Return the normalised word at a token of the sentence, empty outside it."""
        return self.text.tokens[at].norm if self.sentence.first <= at < self.sentence.last else ""


def figures_of(clauses: Clauses, numbers: Sequence[Number]) -> list[Figure]:
    """Return the numbers of a sentence that may count persons, in its order."""
    found: list[Figure] = []
    for number in numbers:
        if _counts_things(clauses, number):
            continue
        noun = _noun_after(clauses, number)
        subset = _is_subset(clauses, number)
        delta = any(mark.layer == "delta" and mark.first in {number.first - 1, number.first - 2, number.last} for mark in clauses.marks)
        if noun is not None:
            found.append(Figure(number, noun, number.first, noun.last, is_subset=subset, is_delta=delta))
        elif (label := _label_before(clauses, number)) is not None:
            found.append(Figure(number, label, number.first, number.last, is_subset=subset))
        elif _is_bare_figure(clauses, number, found):
            found.append(Figure(number, None, number.first, number.last, is_bare=True, is_subset=subset, is_delta=delta))
    return found


def _counts_things(clauses: Clauses, number: Number) -> bool:
    """Say whether a number is of a date, an age, an article, a sum, a time."""
    start, end = clauses.text.span(number.first, number.last)
    if any(date.span[0] < end and start < date.span[1] for date in clauses.dates):
        return True
    after, before = clauses.word(number.last), clauses.word(number.first - 1)
    if (
        after in {"%", "°", "º", "ª"}
        or before in {"$", "€", "£", "#", "°"}
        or (after in {":", "h"} and clauses.word(number.last + 1).isdigit())
    ):
        return True
    if before == ":" and number.first - 2 >= clauses.sentence.first and clauses.word(number.first - 2).isdigit():
        return True
    if any(
        mark.layer == "units"
        and number.last <= mark.first <= number.last + 1
        and clauses.word(number.last) not in {"de", "of", "en", "in", ","}
        for mark in clauses.marks
    ):
        unit = next(mark for mark in clauses.marks if mark.layer == "units" and number.last <= mark.first <= number.last + 1)
        return unit.first == number.last or not any(mark.layer == "people" and mark.first == number.last for mark in clauses.marks)
    if any(mark.layer == "not_before" and mark.last == number.first for mark in clauses.marks):
        return True
    is_age = (
        before == ","
        and after in {",", ")"}
        and any(entity.kind == "person" and entity.last == number.first - 1 for entity in clauses.entities)
    )
    item = clauses.sentence.is_item and number.first <= clauses.sentence.first + 1 and after in {".", ")"}
    named = any(entity.tag != "surname" and entity.first <= number.first < entity.last for entity in clauses.entities)
    joined = (after == "-" and clauses.word(number.last + 1).isalpha() and _touches(clauses, number.last)) or (
        before == "-" and _touches(clauses, number.first - 1)
    )
    return is_age or item or named or joined


def _touches(clauses: Clauses, at: int) -> bool:
    """Say whether a sign stands without blanks between its neighbours."""
    tokens = clauses.text.tokens
    return 0 < at < len(tokens) - 1 and tokens[at - 1].end == tokens[at].start and tokens[at].end == tokens[at + 1].start


def _noun_after(clauses: Clauses, number: Number) -> Mark | None:
    """Return what a number counts: the first noun of persons or happenings within a few words, adjectives between."""
    at, last = number.last, min(number.last + _GAP + 1, clauses.sentence.last)
    while at < last:
        word = clauses.word(at)
        people = next((mark for mark in clauses.marks if mark.layer == "people" and mark.first == at), None)
        events = [mark for mark in clauses.marks if mark.layer == "events" and mark.first == at]
        if people is not None:
            return _further(clauses, people)
        if events:
            return next((mark for mark in events if mark.tag.endswith(":noun")), None)
        if word in _STOPS or word in _NOT_IN_GAP or (word.isdigit() and at > number.last):
            return None
        if word != "alleged" and any(mark.layer in {"speech", "negation", "planned"} and mark.first == at for mark in clauses.marks):
            return None
        at += 1
    return None


def _label_before(clauses: Clauses, number: Number) -> Mark | None:
    """Return the noun of a list or of brackets that stands before its number: "Hombres: 296", "mujeres (24)"."""
    sign = clauses.word(number.first - 1)
    if sign == ":" or (sign == "(" and clauses.word(number.last) == ")"):
        return next((mark for mark in clauses.of("people") if mark.last == number.first - 1), None)
    return None


def _further(clauses: Clauses, people: Mark) -> Mark:
    """Return the noun with what narrows it: "personas … por motivos políticos" counts political prisoners."""
    after = [clauses.word(at) for at in range(people.last, min(people.last + 6, clauses.sentence.last))]
    text = " ".join(after)
    if (
        "/" in people.tag
        and people.tag.split("/")[0] in {"", "all_detainees"}
        and any(
            phrase in text
            for phrase in (
                "motivos politicos",
                "razones politicas",
                "motivacion politica",
                "political reasons",
                "political grounds",
                "politically motivated",
            )
        )
    ):
        return attrs.evolve(people, tag=f"political_prisoners/{people.tag.split('/')[1]}")
    return people


def _is_subset(clauses: Clauses, number: Number) -> bool:
    """Say whether the number is a part of those counted before: "of whom 12", "12 de ellos"."""
    return any(mark.first == number.last or number.first - 4 <= mark.last <= number.first for mark in clauses.of("subset"))


def _is_bare_figure(clauses: Clauses, number: Number, before: Sequence[Figure]) -> bool:
    """Say whether a number without a noun counts those who were counted before."""
    after = number.last
    if number.value < 2:
        return (
            number.value == 0
            and any(mark.layer == "subset" and mark.first == after for mark in clauses.marks)
            and _number_near(clauses, after)
        )
    if clauses.word(after) in _COPULAS and (clauses.word(number.first - 1) in _STARTS or number.first == clauses.sentence.first):
        return True
    if _is_told_at_a_distance(clauses, number):
        return True
    if any(mark.layer == "subset" and mark.first == after for mark in clauses.marks):
        return True
    if any(mark.layer == "totals" and number.first - 1 <= mark.last <= number.first for mark in clauses.marks) or any(
        mark.layer == "totals"
        and mark.last == number.first - 2
        and clauses.word(number.first - 1) in {"a", "de", "at", "to", "ya", "los", "las"}
        for mark in clauses.marks
    ):
        return _closes(clauses, after) or bool(before) or any(mark.layer == "events" for mark in clauses.marks)
    if any(mark.layer == "qualifiers" and mark.last == number.first and mark.tag != "exact" for mark in clauses.marks) and _closes(
        clauses, after
    ):
        return any(mark.layer == "events" for mark in clauses.marks)
    for mark in clauses.marks:
        if mark.layer in {"events", "continuing"} and not mark.tag.endswith(":noun") and after <= mark.first <= after + 3:
            between = [clauses.word(at) for at in range(after, mark.first)]
            if not any(word in _STOPS for word in between):
                return True
    place = any(entity.kind in {"place", "facility"} and after < entity.first <= after + 3 for entity in clauses.entities)
    return place and bool(before) and clauses.word(after) in {"en", "in", "at", "from", "de", "del"}


def _number_near(clauses: Clauses, at: int) -> bool:
    """Say whether a number follows: "ninguno de los 30", not "none of them"."""
    return any(clauses.word(place)[:1].isdigit() for place in range(at, at + 4))


def _is_told_at_a_distance(clauses: Clauses, number: Number) -> bool:
    """Say whether a number ends "put the number of releases at 61", "had confirmed 45", "se desconoce ... de 44"."""
    before = clauses.word(number.first - 1)
    start = next((mark.first for mark in clauses.of("qualifiers") if mark.last == number.first), number.first)
    if any(mark.tag == "count" and mark.last == start for mark in clauses.of("speech")) and _closes(clauses, number.last):
        return True
    taken = start - (clauses.word(start - 1) == "a")
    if any(mark.tag.endswith(":verb") and mark.last == taken for mark in clauses.of("events")) and (
        _closes(clauses, number.last) or clauses.word(number.last + 1) in {"sus", "its", "their", "los", "the"}
    ):
        return True
    if before in {"at", "en", "to", "a"} and _closes(clauses, number.last):
        verbs = [mark for mark in clauses.marks if mark.layer in {"speech", "totals"} and 0 < number.first - mark.last <= 9]
        return any(_speaks_of_persons(clauses, verb.last, number.first) for verb in verbs)
    missing = any(
        mark.layer == "events" and mark.tag.startswith("missing") and number.last <= mark.first <= number.last + 1 for mark in clauses.marks
    )
    return before == "de" and missing


def _speaks_of_persons(clauses: Clauses, first: int, last: int) -> bool:
    return any(mark.layer in {"people", "events"} and first <= mark.first < last for mark in clauses.marks)


def _closes(clauses: Clauses, at: int) -> bool:
    return clauses.word(at) in {
        "",
        ".",
        ",",
        ";",
        ")",
        "desde",
        "since",
        "hasta",
        "en",
        "in",
        "as",
        "el",
        "on",
        "this",
        "este",
        "y",
        "and",
        "from",
        "a",
        "”",
        '"',
        "with",
    }
