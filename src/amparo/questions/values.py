"""What is known of a person in each dimension that a count may be broken down by: stated, or derived from what is stated."""

from collections.abc import Mapping, Sequence

from amparo.histories.event import Event
from amparo.histories.people import People, day, days
from amparo.questions.rule import Rule
from amparo.statements import vocabulary

ADULT, TEEN = 18, 12  # years: under eighteen is a child in law (Convention on the Rights of the Child, art. 1)


def values_of(people: People, members: Sequence[str], events: Sequence[Event], rule: Rule) -> dict[str, frozenset[str]]:
    """
    Return, for each dimension that the rule asks for, the values that the sources allow.

    Where several persons may be one, they keep the values that all allow; all of them where they disagree.
    """
    found = {}
    for dimension in (*rule.by, *(name for name, _ in rule.where)):
        stated = [people.values(person, dimension) for person in members]
        told = [values for values in stated if values]
        if told:
            found[dimension] = frozenset.intersection(*told) or frozenset.union(*told)
        else:
            found[dimension] = _derived(people, members, events, dimension)
    return found


def known_values(people: People, values: Mapping[str, Mapping[str, frozenset[str]]], by: Sequence[str]) -> dict[str, list[str]]:
    """Return every value that occurs in each dimension: what an unknown value may turn out to be."""
    return {
        dimension: sorted(
            set(people.places.values()) | {place for report in people.reports for place in (report.facility,) if place}
            if dimension == "facility"
            else {value for own in values.values() for value in own.get(dimension, ())}
        )
        for dimension in by
    }


def _derived(people: People, members: Sequence[str], events: Sequence[Event], dimension: str) -> frozenset[str]:
    """Return the values of a dimension that follow from birth, arrest, sentence or measures; nothing where they do not."""
    arrests = [event for event in events if event.step == "takes" and event.lo is not None and event.hi is not None]
    if dimension == "sentenced":
        return frozenset({"sentenced"}) if any(event.kind == "sentence" and not event.optional for event in events) else frozenset()
    if dimension == "arrest_period" and arrests:
        first, last = day(arrests[-1].lo), day(arrests[-1].hi)
        return frozenset(str(year) for year in range(first.year, last.year + 1)) if first and last else frozenset()
    if dimension == "age_group" and arrests:
        births = [days(str(saying.value)) for person in members for saying in people.sayings.get(person, {}).get("birth_date", ())]
        return frozenset(group for lo, hi in births for group in _age_groups(lo, hi, arrests[-1]))
    if dimension == "measure_level":
        levels = vocabulary()["measures"]
        return frozenset(str(levels[one]["level"]) for event in events for one in event.measures if one in levels and levels[one]["level"])
    return frozenset()


def _age_groups(born_lo: int | None, born_hi: int | None, arrest: Event) -> frozenset[str]:
    """Return the age groups that a birth and an arrest allow."""
    if born_lo is None or born_hi is None or arrest.lo is None or arrest.hi is None:
        return frozenset()
    youngest, oldest = (arrest.lo - born_hi) / 365.25, (arrest.hi - born_lo) / 365.25
    groups = (("child", -1.0, float(TEEN)), ("adolescent", float(TEEN), float(ADULT)), ("adult", float(ADULT), 200.0))
    return frozenset(name for name, first, last in groups if youngest < last and oldest >= first)
