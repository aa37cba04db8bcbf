"""Which numbers of a sentence count persons, or what happened to persons; ages, years, articles and sums do not."""

from collections.abc import Sequence

import attrs

from amparo.ingest.reports.counted.bare_figures import is_bare_figure, is_compared, is_none_of_some
from amparo.ingest.reports.counted.by_ending import noun_by_ending
from amparo.ingest.reports.counted.ones import one_counted
from amparo.ingest.reports.counted.things import counts_things, is_counted_thing
from amparo.ingest.reports.sentences import Clauses
from amparo.ingest.reports.words.lexicon import Mark
from amparo.ingest.reports.words.numbers import Number
from amparo.ingest.reports.words.small_words import small_words
from amparo.ingest.reports.words.text import Token

_GAP = 4
AND = frozenset({"y", "e", "and"})
_STOPS = small_words("stops")
_AUXILIARIES = small_words("auxiliaries")
_NOT_IN_GAP = small_words("not_in_gap")
_OF_STATE = frozenset({"released", "amnesty_granted", "pardoned"})  # las personas beneficiadas
_TO_PERSONS = frozenset(
    ["released", "released_under_measures", "full_freedom", "pardoned", "arrested", "rearrested", "still_detained", "detained_stock"]
)


@attrs.frozen
class Figure:
    """
    A number that counts.

    Attributes:
        noun: what is counted, if it is said: a phrase of the layer people or, for happenings, a noun of the layer events.
        first, last: tokens of number and noun together.
        is_bare: the noun is left out: "41 remain", "reached 28", "six of them".
        is_subset: a part of those counted before: "of them 12".
        is_whole: those of whom a part is told next: "de los 129, 81 salieron".
        is_compared: the figure of another time, told beside one: "up from 480".
    """

    number: Number
    noun: Mark | None
    first: int
    last: int
    is_bare: bool = False
    is_subset: bool = False
    is_delta: bool = False
    is_whole: bool = False
    is_compared: bool = False

    @property
    def counts_happenings(self) -> bool:
        """Say whether releases, arrests or requests are counted, rather than persons."""
        return self.noun is not None and self.noun.layer == "events"


def figures_of(clauses: Clauses, numbers: Sequence[Number]) -> list[Figure]:
    """Return the numbers of a sentence that may count persons, in its order."""
    found: list[Figure] = []
    things = False
    of_things = {number.first for number in numbers if counts_things(clauses, number)}
    counted = [number for number in numbers if number.first not in of_things]
    for number in numbers:
        if number.first in of_things:
            things = is_counted_thing(clauses, number)
            continue
        figure = _figure(clauses, number, found) if number.value != 1 else _one(clauses, number, counted)
        if figure is not None and figure.is_bare and things and not found:
            continue  # it has 900 pages, and his name stands in two
        things = things or (figure is None and is_counted_thing(clauses, number))
        if figure is not None:
            found.append(figure)
    return found


def _one(clauses: Clauses, number: Number, numbers: Sequence[Number]) -> Figure | None:
    """Return a one with what it counts; None where it is an article, or is told of one among those counted."""
    noun, counts = one_counted(clauses, number, numbers)
    if not counts:
        return None
    last = number.last if noun is None else noun.last
    return Figure(number, noun, number.first, last, is_bare=noun is None, is_subset=_is_subset(clauses, number))


def _figure(clauses: Clauses, number: Number, found: Sequence[Figure]) -> Figure | None:
    """Return a number with what it counts; None where nothing shows that it counts persons."""
    if is_none_of_some(clauses, number):
        return None
    noun, last = _noun_after(clauses, number), number.last
    if noun is not None:
        last = noun.last
    elif (noun := _label_before(clauses, number)) is None and not is_bare_figure(clauses, number, follows=bool(found)):
        noun = _unknown_noun(clauses, number) or (noun_by_ending(clauses, number) if number.value > 1 else None)
        if noun is None:
            return None
        last = noun.last
    delta = any(mark.first in {number.first - 1, number.first - 2, number.last} for mark in clauses.of("delta"))
    return Figure(
        _hedged_after(clauses, number, last),
        noun,
        number.first,
        last,
        is_bare=noun is None,
        is_subset=_is_subset(clauses, number) or any(mark.first == last and mark.tag == "of_them" for mark in clauses.of("subset")),
        is_delta=delta,
        is_whole=_is_whole(clauses, number),
        is_compared=bool(found) and is_compared(clauses, number),
    )


def _hedged_after(clauses: Clauses, number: Number, last: int) -> Number:
    """Return the number with the hedge that stands after its noun: 1.400 personas, aproximadamente."""
    if number.hedge is not None or number.qualifier != "exact" or last == number.last:
        return number
    at = last + (clauses.word(last) == ",")
    mark = next((one for one in clauses.of("qualifiers_after") if one.first in {at, last}), None)
    if mark is None:
        return number
    hedge = clauses.text.span(mark.first, mark.last)
    return attrs.evolve(number, qualifier=mark.tag, hedge=hedge, span=(number.span[0], hedge[1]))


def _is_whole(clauses: Clauses, number: Number) -> bool:
    """Say whether a number opens a sentence as those of whom a part is told next: de los 129 menores, 81 salieron."""
    start = number.first - 2
    hedge = next((mark for mark in clauses.of("qualifiers") if mark.last == number.first), None)
    if hedge is not None and clauses.word(hedge.first - 2) in {"of", "de"} and clauses.word(hedge.first - 1) in {"the", "los", "las"}:
        start = hedge.first - 2  # of the nearly 6,500 let go, 385 were political prisoners
    of = (clauses.word(start), clauses.word(start + 1)) in {
        ("of", "the"),
        ("of", "those"),
        ("out", "of"),
        *(("de", those) for those in ("los", "las", "esos", "esas", "estos", "estas")),
    }
    if number.first - 1 == clauses.sentence.first and clauses.word(number.first - 1) in {"de", "of"}:
        return True
    opens = start == clauses.sentence.first or clauses.word(start - 1) in {",", "que", "that", "y", "and", ";", "out", "“", '"', "«"}
    return of and opens


def _unknown_noun(clauses: Clauses, number: Number) -> Mark | None:
    """Return a noun of no list that is a group of persons, because what befalls it befalls persons: encarceló a 12 cooperantes."""
    at = number.last
    token = clauses.text.tokens[at] if at < clauses.sentence.last else None
    if token is not None and number.value > 1 and _is_of_persons_by_form(clauses, token):
        return Mark("people", "/", at, at + 1)
    if token is None or not token.is_word or token.is_capital or len(token.norm) < 5 or not token.norm.endswith("s") or number.value < 2:
        return None
    if any(mark.first <= at < mark.last and mark.layer in {"units", "speech", "descriptors", "breaks"} for mark in clauses.marks):
        return None
    before = number.first - (clauses.word(number.first - 1) in {"a", "los", "las", "the"})
    for cue in clauses.of("events"):
        harms = clauses.word(cue.first) in small_words("done_to_persons")
        happens = (cue.tag.split(":")[0] in _TO_PERSONS or harms) and cue.tag != "detained_stock:verb"  # a prison has 4 towers too
        of = number.first - 1 if clauses.word(number.first - 1) in {"de", "of"} and cue.tag.endswith(":noun") else before
        near = cue.last in {before, of, number.first} or (0 < cue.first - at <= 2 and not cue.tag.endswith(":noun"))
        if happens and near:
            return Mark("people", "/", at, at + 1)
    return None


def _is_of_persons_by_form(clauses: Clauses, token: Token) -> bool:
    """Say whether a word is of persons by its form: 3,100 Ethiopians, unos 120 exagentes."""
    if clauses.text.language == "en":
        return token.is_capital and token.norm.endswith(("ans", "nese", "anis", "iris", "eris"))
    former = token.is_word and not token.is_capital and token.norm.startswith("ex") and len(token.norm) > 6 and token.norm.endswith("s")
    return former and token.norm not in small_words("begin_with_ex")


def _noun_after(clauses: Clauses, number: Number) -> Mark | None:
    """Return what a number counts: the first noun of persons or happenings within a few words, adjectives between."""
    at = next((mark.last for mark in clauses.of("qualifiers_after") if mark.first == number.last), number.last)  # 2,000 or so men
    at += clauses.word(at) == ":" and number.first == clauses.sentence.first  # 274: people released under the law
    at += clauses.word(at) in {"”", '"', "»", "“", "«"}  # "más de 20.000" arrestos; 187 "deprived of liberty"
    last = min(at + _GAP + 1, clauses.sentence.last)
    while at < last:
        word = clauses.word(at)
        people = next((mark for mark in clauses.marks if mark.layer == "people" and mark.first == at), None)
        events = [mark for mark in clauses.marks if mark.layer == "events" and mark.first == at]
        if people is not None and events and clauses.word(at - 1) in _AUXILIARIES and at > number.last:
            return None  # "cuatro fueron detenidos" counts no detainees: it says what befell four
        if people is not None:
            return _further(clauses, _with_state(clauses, _with_adjective(clauses, people, number)))
        if events and events[0].tag.startswith("other") and any(mark.first == number.last for mark in clauses.of("subset")):
            return None  # "90 de ellas sin condena" counts no sentences
        if events and all(mark.tag.endswith((":part", ":verb")) for mark in events):
            after = next((mark for mark in clauses.of("people") if mark.first == at + 1), None)
            if after is not None and events[0].last == at + 1 and clauses.text.language == "en":
                return _with_adjective(clauses, after, number)  # 12 jailed academics, 45 freed prisoners
        if events:
            nouns = [mark for mark in events if mark.tag.endswith(":noun") and not _is_one_of_many(clauses, number, mark)]
            return next(iter(nouns), None)
        if word in _STOPS or word in _NOT_IN_GAP or (word[:1].isdigit() and at > number.last):
            return None
        if word not in small_words("told_adjectives") and any(
            mark.layer in {"speech", "negation", "planned"} and mark.first == at for mark in clauses.marks
        ):
            return None
        at += 1
    return None


def _is_one_of_many(clauses: Clauses, number: Number, noun: Mark) -> bool:
    """Say whether a Spanish noun in the singular is no plural that a number counts: 154 ya tienen condena."""
    if clauses.text.language != "es" or number.value == 1 or not noun.tag.startswith("other") or clauses.word(noun.first - 1) == "de":
        return False
    return not any(clauses.word(at).endswith("s") for at in range(noun.first, noun.last))


def _with_adjective(clauses: Clauses, people: Mark, number: Number) -> Mark:
    """Return a noun with the participle before it that says that they are held: 12 jailed academics."""
    population, measure = people.tag.split("/")
    before = people.first - 1
    if measure or before < number.last or clauses.word(before) not in small_words("held_adjectives"):
        return people
    return attrs.evolve(people, tag=f"{population}/detained_stock", first=before)


def _with_state(clauses: Clauses, people: Mark) -> Mark:
    """Return a noun with the word of custody that follows it at once: compañeros presos, mujeres detenidas."""
    population, measure = people.tag.split("/")
    own = next((mark for mark in clauses.of("people") if mark.first == people.last and mark.tag.split("/")[1] in _OF_STATE), None)
    if not measure and own is not None and not any(mark.first == own.last for mark in clauses.of("custody")):
        return attrs.evolve(people, tag=f"{population or own.tag.split('/')[0]}/{own.tag.split('/')[1]}", last=own.last)
    start = people.last + (clauses.word(people.last) in {"como", "as"})  # recognises 40 people as political prisoners
    after = (mark for mark in clauses.of("people") if mark.first == start and mark.tag.endswith("/detained_stock"))
    told = (mark for mark in after if mark.last > mark.first + 1 or not clauses.word(mark.first).startswith(("detenid", "detain")))
    state = next(told, None)  # personas detenidas por motivos políticos
    if measure or state is None or any(mark.first == state.first and mark.tag.startswith("still") for mark in clauses.of("events")):
        return people
    return attrs.evolve(people, tag=f"{population or state.tag.split('/')[0]}/detained_stock", last=state.last)


def is_part_of(clauses: Clauses, figure: Figure, other: Figure) -> bool:
    """Say whether a figure is told as a part of the one that follows: 15 de los 27 excarcelados, 21 of the 40."""
    between = [clauses.word(at) for at in range(figure.number.last, other.number.first)]
    return 2 <= len(between) <= 4 and between[0] in {"de", "of"} and set(between) <= small_words("of_those")


def is_predicate(clauses: Clauses, figure: Figure) -> bool:
    """Say whether the noun of a figure is what a part is told to be: de ellas, 98 son policías."""
    noun, at = figure.noun, figure.number.last
    if clauses.word(at) in {"of", "de"}:  # five of these were political prisoners
        at = next((place for place in range(at + 2, at + 4) if clauses.word(place) in small_words("copulas")), at)
    if noun is None or noun.layer != "people" or clauses.word(at) not in small_words("copulas"):
        return False
    return not any(mark.first == at + 1 for mark in clauses.of("events")) and 0 < noun.first - at <= 2


def _label_before(clauses: Clauses, number: Number) -> Mark | None:
    """Return the noun of a list or of brackets that stands before its number: "Hombres: 296", "mujeres (24)"."""
    sign = clauses.word(number.first - 1)
    if sign == ":" or (sign == "(" and clauses.word(number.last) == ")"):
        return next((mark for mark in clauses.of("people") if mark.last == number.first - 1), None)
    return None


def _further(clauses: Clauses, people: Mark) -> Mark:
    """Return the noun with what narrows it: "personas … por motivos políticos" counts political prisoners."""
    if clauses.word(people.first) in {"cases", "casos"} and clauses.word(people.last) in {"of", "de"}:
        of = next((mark for mark in clauses.of("people") if 0 < mark.first - people.last <= 4 and not mark.tag.endswith("/")), None)
        return people if of is None else attrs.evolve(people, tag=of.tag, last=of.last)
    reach = 16 if clauses.word(people.last) in {"whom", "that"} else 5  # people whom the committee lists as political prisoners
    nouns = (mark for mark in clauses.of("people") if mark.tag.endswith("/detained_stock"))
    held = next((mark for mark in nouns if 0 < mark.first - people.last <= reach), None)
    if people.tag == "/" and held is not None:
        between = [clauses.word(at) for at in range(people.last, held.first)]
        if any(word.startswith(tuple(small_words("regards"))) for word in between) and "," not in between:
            return attrs.evolve(people, tag=held.tag)  # 1,391 people it considers political prisoners
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
    if any(mark.first == number.last for mark in clauses.of("subset")):
        return True
    near = [mark for mark in clauses.of("subset") if number.first - 4 <= mark.last <= number.first]
    return any(not any(mark.last <= noun.first < number.first for noun in clauses.of("people")) for mark in near)


def listed(clauses: Clauses, left: Figure, right: Figure) -> bool:
    """Say whether two figures are members of one list: only an adjective or two, and a comma or an "and", lie between."""
    start = right.number.first
    for _ in range(2):
        start = next((mark.first for mark in clauses.of("qualifiers") if mark.last == start), start)
    between = [clauses.word(at) for at in range(left.last, start)]
    if not between or len(between) > 6 or not any(word in small_words("joins_list") for word in between):
        return False
    verbs = any(mark.layer in {"speech", "negation", "continuing", "planned"} and left.last <= mark.first < start for mark in clauses.marks)
    said = any(left.last <= mark.first < start and not mark.tag.endswith(":noun") for mark in clauses.of("events"))
    return not verbs and not said and not any(word in small_words("auxiliaries") | {";", ":", ".", "que", "who"} for word in between)
