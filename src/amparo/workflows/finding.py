"""
Finding persons: by the words of their names, whatever the order and the accents, and by what a count may be broken down by.

``ñ`` is a letter of its own in Spanish and yet often typed as ``n``: both find it, and the one that was typed comes first.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date

import attrs

from amparo.histories import possible_states
from amparo.histories.frames import event_frame, states_on
from amparo.histories.people import NAMES, Dossier, People, day, dimensions
from amparo.histories.people import dimension_values as dimension_values_of
from amparo.questions.rule import DEFAULT_FRESHNESS, Rule
from amparo.questions.standings import states_in
from amparo.questions.values import DERIVED, values_of
from amparo.statements import vocabulary
from amparo.workflows.answers import shared
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
    plain = [_without_ene(one) for one in wanted]
    ranked = (
        (-rank, one)
        for one in names(session)
        if all(word in one.letters for word in plain) and (rank := _rank(wanted, one.words)) is not None
    )
    rows = [one for _, one in sorted(ranked, key=lambda row: row[0])]  # the names are in order already
    if search.where:
        known = dimension_values(session, search.on, list(search.where))
        rows = [one for one in rows if _meets(known.get(one.person_id, {}), search.where)]
    if search.states:
        now = states_of(session, search.on)
        rows = [one for one in rows if now.get(one.person_id, frozenset({"no_record"})) & set(search.states)]
    shown = rows[first : first + most]
    now = _states_of_some(everybody, [one.person_id for one in shown], search.on)
    found = (
        Found(one.person_id, one.name, len(everybody.records.get(one.person_id, ())), tuple(sorted(now.get(one.person_id, ()))))
        for one in shown
    )
    return Page(len(rows), first, tuple(found))


@attrs.frozen
class Named:
    """
    A person's name as it is looked up.

    Attributes:
        words: of the name and of others that the person goes by, without case and accents.
        letters: the words once more, ``ñ`` as ``n``, for a first look.
        key: sorts by name.
    """

    person_id: str
    name: str
    words: tuple[str, ...]
    letters: str
    key: str


def names(session: Session) -> list[Named]:
    """Return everybody's name, by name."""
    everybody = session.people()

    def worked_out() -> list[Named]:
        everybody.read(*NAMES, "alias")
        found = (_named(dossier, everybody.name(person)) for person, dossier in everybody.dossiers.items())
        return sorted(found, key=lambda one: (one.key, one.person_id, one.name))

    return session.memory.kept(("names", session.log().height, session.clearance), worked_out)


def _named(dossier: Dossier, name: str) -> Named:
    def spelled() -> Named:
        others = [str(saying.value) for saying in dossier.said("alias")]
        words = tuple(dict.fromkeys(_spelled(" ".join([name, *others]))))
        return Named(dossier.person_id, name, words, " ".join(map(_without_ene, words)), sort_key(name))

    return dossier.kept("named", spelled)


def states_of(session: Session, on: date) -> Mapping[str, frozenset[str]]:
    """Return the states possible for everybody on a day."""
    return session.memory.kept(
        ("states", session.log().height, session.clearance, on), lambda: states_in(shared(session).stretches(DEFAULT_FRESHNESS), on)
    )


def _states_of_some(everybody: People, persons: Sequence[str], on: date) -> Mapping[str, frozenset[str]]:
    frame = event_frame({person: everybody.history(person, DEFAULT_FRESHNESS) for person in persons})
    return states_on(possible_states(frame), on) if not frame.is_empty() else {}


def dimension_values(session: Session, on: date, names: Sequence[str]) -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Return, for everybody, the values of some dimensions that the sources allow on a day; of places, all that ever held them."""
    everybody = session.people()

    def worked_out() -> Mapping[str, Mapping[str, frozenset[str]]]:
        rule = Rule(states=("deprived",), on=on, by=tuple(name for name in names if name != PLACE))
        everybody.read(*rule.by)
        of_events = PLACE in names or not DERIVED.isdisjoint(names)
        told = everybody.with_reports if of_events else {}
        found = {}
        for person in everybody.dossiers:
            own = told[person].history(None) if person in told else ()
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
            stated = set() if closed else {value for _, values in dimension_values_of(everybody, name) for value in values}
            match name:
                case "facility":
                    stated |= everybody.reported_places
                case "arrest_period":
                    stated |= {year for dossier in everybody.with_reports.values() for year in _taken(dossier)}
                case "measure_level":
                    stated |= set(vocabulary()["restriction_levels"])
            found[name] = list(closed) if closed else sorted(stated, key=sort_key)
        return found

    return session.memory.kept(("choices", session.log().height, session.clearance), worked_out)


def _taken(dossier: Dossier) -> frozenset[str]:
    """Return the years in which custody of somebody may have begun."""
    return dossier.kept(
        "taken", lambda: frozenset(str(first.year) for report in dossier.reports if report.step == "takes" and (first := day(report.lo)))
    )


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
