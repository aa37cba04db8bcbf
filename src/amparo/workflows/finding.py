"""
Finding persons: by the words of their names, whatever the order and the accents, and by what a count may be broken down by.

``ñ`` is a letter of its own in Spanish and yet often typed as ``n``: both find it, and the one that was typed comes first.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date

import attrs

from amparo.histories import possible_states
from amparo.histories.events import histories
from amparo.histories.frames import event_frame, states_on
from amparo.histories.people import People, day, dimensions
from amparo.histories.reports import Report
from amparo.questions.rule import DEFAULT_FRESHNESS, Rule
from amparo.questions.values import values_of
from amparo.statements import vocabulary
from amparo.workflows.session import Session

UNKNOWN = "unknown"
PLACE = "facility"
_ALONE, _SAME_ENE, _BEGINS, _WITHIN = 3, 2, 1, 0


@attrs.frozen
class Found:
    """One person of a list: the name, how many records, and the states possible on the day of the list."""

    person_id: str
    name: str
    records: int
    states: tuple[str, ...] = ()


@attrs.frozen
class Page:
    """One page of what was found: ``total`` persons altogether, from ``first`` on."""

    total: int
    first: int
    rows: tuple[Found, ...]


@attrs.frozen(kw_only=True)
class Search:
    """
    Whom to look for.

    Attributes:
        words: of the name; all must be there.
        where: dimension → value; ``unknown`` for those of whom nothing is said.
        states: possible on the day; none asked for means any.
        on: the day of the list.
    """

    words: str = ""
    where: Mapping[str, str] = attrs.field(factory=dict)
    states: Sequence[str] = ()
    on: date


def find(session: Session, search: Search, *, first: int = 0, most: int = 50) -> Page:
    """Return a page of the persons found, the best match first and then by name."""
    everybody = session.people()
    wanted = [*_spelled(search.words)]
    rows = []
    for person, name, name_words, key in names(session):
        rank = _rank(wanted, name_words)
        if rank is not None:
            rows.append((-rank, key, person, name))
    if search.where:
        known = dimension_values(session, search.on, list(search.where))
        rows = [row for row in rows if _meets(known.get(row[2], {}), search.where)]
    if search.states:
        now = states_of(session, search.on)
        rows = [row for row in rows if now.get(row[2], frozenset({"no_record"})) & set(search.states)]
    rows.sort()
    shown = rows[first : first + most]
    now = _states_of_some(everybody, [row[2] for row in shown], search.on)
    found = (
        Found(person, name, len(everybody.records.get(person, ())), tuple(sorted(now.get(person, ())))) for _, _, person, name in shown
    )
    return Page(len(rows), first, tuple(found))


def names(session: Session) -> list[tuple[str, str, tuple[str, ...], str]]:
    """Return id, name, the words to compare with, and the key to sort by, of everybody."""
    everybody = session.people()

    def worked_out() -> list[tuple[str, str, tuple[str, ...], str]]:
        rows = []
        for person in everybody.sayings:
            name = everybody.name(person)
            others = [str(saying.value) for saying in everybody.sayings[person].get("alias", ())]
            rows.append((person, name, tuple(dict.fromkeys(_spelled(" ".join([name, *others])))), sort_key(name)))
        return rows

    return session.memory.kept(("names", session.log().height, session.clearance), worked_out)


def states_of(session: Session, on: date) -> Mapping[str, frozenset[str]]:
    """Return the states possible for everybody on a day."""
    everybody = session.people()
    return session.memory.kept(("states", session.log().height, session.clearance, on), lambda: _states(everybody.reports, on))


def _states_of_some(everybody: People, persons: Sequence[str], on: date) -> Mapping[str, frozenset[str]]:
    some = set(persons)
    return _states([report for report in everybody.reports if report.person_id in some], on)


def _states(reports: Sequence[Report], on: date) -> Mapping[str, frozenset[str]]:
    frame = event_frame(histories(reports, fresh_within=DEFAULT_FRESHNESS))
    return states_on(possible_states(frame), on) if not frame.is_empty() else {}


def dimension_values(session: Session, on: date, names: Sequence[str]) -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Return, for everybody, the values of some dimensions that the sources allow on a day; of places, all that ever held them."""
    everybody = session.people()

    def worked_out() -> Mapping[str, Mapping[str, frozenset[str]]]:
        rule = Rule(states=("deprived",), on=on, by=tuple(name for name in names if name != PLACE))
        events = histories(everybody.reports, fresh_within=None)
        found = {}
        for person in everybody.sayings:
            own = events.get(person, ())
            places = frozenset(place for event in own for place in event.facilities) if PLACE in names else frozenset()
            found[person] = {**values_of(everybody, [person], own, rule), PLACE: places}
        return found

    return session.memory.kept(("dimensions", session.log().height, session.clearance, on, tuple(sorted(names))), worked_out)


def choices(session: Session) -> Mapping[str, Sequence[str]]:
    """Return, for each dimension, the values that a list can be narrowed to: those of the vocabulary, else those that somebody states."""
    everybody = session.people()

    def worked_out() -> Mapping[str, Sequence[str]]:
        found = {}
        for name in dimensions():
            closed = vocabulary()["dimensions"][name]["values"]
            stated = set() if closed else {value for person in everybody.sayings for value in everybody.values(person, name)}
            match name:
                case "facility":
                    stated |= {place for report in everybody.reports for place in report.facilities}
                case "arrest_period":
                    stated |= {str(first.year) for report in everybody.reports if report.step == "takes" and (first := day(report.lo))}
                case "measure_level":
                    stated |= set(vocabulary()["restriction_levels"])
            found[name] = list(closed) if closed else sorted(stated, key=sort_key)
        return found

    return session.memory.kept(("choices", session.log().height, session.clearance), worked_out)


def _meets(values: Mapping[str, frozenset[str]], where: Mapping[str, str]) -> bool:
    return all(not values.get(name) if wanted == UNKNOWN else wanted in values.get(name, frozenset()) for name, wanted in where.items())


def _rank(wanted: Sequence[str], words: Sequence[str]) -> int | None:
    """Return how well a name answers, None where a word is missing: whole words over beginnings, the ``ñ`` as typed over ``n``."""
    total = 0
    plain = [_without_ene(word) for word in words]
    for one in wanted:
        flat = _without_ene(one)
        best = -1
        for word, bare in zip(words, plain, strict=True):
            if flat in bare:
                whole, begins = flat == bare, bare.startswith(flat)
                as_typed = one in word
                best = max(best, 4 * (_ALONE if whole else _BEGINS if begins else _WITHIN) + (_SAME_ENE if as_typed else 0))
        if best < 0:
            return None
        total += best
    return total


def _spelled(text: str) -> list[str]:
    """Return the words of a text without case and accents; ``ñ`` stays, for it is a letter and not an accent."""
    marked = unicodedata.normalize("NFC", text.casefold()).replace("ñ", "\ue000")
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", marked) if not unicodedata.combining(sign))
    split = "".join(sign if sign.isalnum() or sign == "\ue000" else " " for sign in bare)
    return split.replace("\ue000", "ñ").split()


def _without_ene(word: str) -> str:
    return word.replace("ñ", "n")


def sort_key(name: str) -> str:
    """Return what sorts a name as a Spanish dictionary does: accents aside, ``ñ`` after ``n``."""
    return " ".join(_spelled(name)).replace("ñ", "n\uffff")
