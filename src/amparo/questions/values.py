"""
What is known of a person in each dimension that a count may be broken down by: stated, or derived from what is stated.

Age, sentence and measures change: they are those of the custody that the rule
asks about, on its day. What the sources leave open stays a set of values.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from amparo.histories.event import Event
from amparo.histories.measures import measures_of, restriction_level
from amparo.histories.order import follows_surely
from amparo.histories.people import People, day, days
from amparo.questions.rule import Rule
from amparo.questions.standings import counted_events
from amparo.statements import interval

DERIVED = frozenset({"age_group", "arrest_period", "measure_level", "sentenced"})
ADULT, TEEN = 18, 12  # years: under eighteen is a child in law (Convention on the Rights of the Child, art. 1)


def values_of(people: People, members: Sequence[str], events: Sequence[Event], rule: Rule) -> dict[str, frozenset[str]]:
    """
    Return, for each dimension that the rule asks for, the values that the sources allow.

    Where several persons may be one, they keep the values that all allow; all of them where they disagree.
    ``events`` are looked at for the dimensions of ``DERIVED`` only.
    """
    found = {}
    for dimension in rule.dimensions:
        stated = [people.values(person, dimension) for person in members]
        told = [values for values in stated if values]
        if told:
            found[dimension] = frozenset.intersection(*told) or frozenset.union(*told)
        else:
            found[dimension] = _derived(people, members, events, dimension, rule) if dimension in DERIVED else frozenset()
    return found


def known_values(people: People, values: Mapping[str, Mapping[str, frozenset[str]]], by: Sequence[str]) -> dict[str, list[str]]:
    """Return every value that occurs in each dimension: what an unknown value may turn out to be."""
    found = {}
    for dimension in by:
        if dimension == "facility":
            occurring = set(people.places.values()) | people.reported_places
        else:
            occurring = {value for own in values.values() for value in own.get(dimension, ())}
            people.read(dimension)
            occurring |= frozenset().union(*(dossier.values(dimension) for dossier in people.dossiers.values()))
        found[dimension] = sorted(occurring)
    return found


def _derived(people: People, members: Sequence[str], events: Sequence[Event], dimension: str, rule: Rule) -> frozenset[str]:
    """Return the values of a dimension that follow from birth, arrest, sentence or measures; nothing where they do not."""
    by_then = rule.on or rule.until
    assert by_then is not None  # a rule has a day or a window
    if dimension == "measure_level":
        return _levels(events, rule)
    last = days(by_then.isoformat())[0] or 0
    arrests = _last_arrests(events, last)
    if dimension == "sentenced":
        return _sentenced(events, arrests, last)
    bounds = [(day(event.lo), day(event.hi)) for event in arrests]
    spans = [(first, until) for first, until in bounds if first is not None and until is not None]
    if len(spans) < len(bounds):
        return frozenset()
    if dimension == "arrest_period":
        return frozenset(str(year) for first, until in spans for year in range(first.year, until.year + 1))
    births = [birth for person in members for birth in _births(people, person)]
    return frozenset(group for birth in births for span in spans for group in _age_groups(birth, span))


def _last_arrests(events: Sequence[Event], last: int) -> list[Event]:
    """Return the arrests that may be the latest by a day: several where sources leave it open."""
    taken = [event for event in events if event.step == "takes" and (event.lo is None or event.lo <= last)]
    sure = [event for event in taken if not event.optional and event.hi is not None and event.hi <= last]
    return [event for event in taken if not any(follows_surely(event, later) for later in sure)]


def _sentenced(events: Sequence[Event], arrests: Sequence[Event], last: int) -> frozenset[str]:
    """Return whether the custody on a day follows a sentence: one of an earlier custody says nothing of a later one."""
    sentences = [event for event in events if event.kind == "sentence" and (event.lo is None or event.lo <= last)]
    current = [event for event in sentences if not arrests or not all(follows_surely(event, arrest) for arrest in arrests)]
    if not current:
        return frozenset()
    sure = any(
        not event.optional and event.hi is not None and event.hi <= last and all(follows_surely(arrest, event) for arrest in arrests)
        for event in current
    )
    return frozenset({"sentenced"}) if sure else frozenset({"sentenced", "unsentenced"})


def _levels(events: Sequence[Event], rule: Rule) -> frozenset[str]:
    """Return the restriction levels on the day of a stock; those that the counted events impose, of a flow."""
    if rule.on is not None:
        return restriction_level(measures_of(events), rule.on, fresh_within=rule.fresh_within)
    levels = [restriction_level(measures_of([event]), day(event.hi) or date.max) for event in counted_events(events, rule)]
    return frozenset().union(*levels) if all(levels) else frozenset()


def _births(people: People, person: str) -> Iterator[tuple[date, date]]:
    """Yield the days between which a person was born, by each source that says so or gives an age on a day."""
    sayings = people.sayings.get(person, {})
    for saying in sayings.get("birth_date", ()):
        lo, hi = interval(str(saying.value))
        if not saying.negated and lo is not None and hi is not None:
            yield lo, hi
    for saying in sayings.get("age", ()):
        first, until = interval(saying.happened_on or "")
        if not saying.negated and first is not None and until is not None and isinstance(saying.value, int):
            yield _years_before(first, saying.value + 1) + timedelta(1), _years_before(until, saying.value)


def _years_before(on: date, years: int) -> date:
    """Return the same day some years before; the day after the 29th of February where that year has none."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return date(on.year - years, 3, 1)


def _age_groups(birth: tuple[date, date], arrest: tuple[date, date]) -> Iterator[str]:
    """
    Yield the age groups that a birth and an arrest allow, by birthdays.

    Laws differ on the birthday of somebody born on 29 February: both days are allowed.
    """
    youngest, oldest = _age(birth[1], arrest[0]), _age(birth[0], arrest[1] + timedelta(birth[0].month == 2 and birth[0].day == 29))
    for name, first, until in (("child", 0, TEEN), ("adolescent", TEEN, ADULT), ("adult", ADULT, 200)):
        if youngest < until and oldest >= first:
            yield name


def _age(born: date, on: date) -> int:
    """Return the full years of somebody on a day; less than nought before the birth."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
