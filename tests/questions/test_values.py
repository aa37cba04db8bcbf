"""Tests of `amparo.questions.values`: what is known of a person in each dimension."""

from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from amparo.histories.events import history
from amparo.histories.people import People, Saying
from amparo.histories.reports import Report
from amparo.questions.rule import Rule
from amparo.questions.values import known_values, values_of
from tests.histories.told import told

ON = date(2026, 3, 1)


def _saying(value: Any, *, negated: bool = False, happened_on: str | None = None) -> Saying:
    return Saying("s", value, "a", None, negated, happened_on)


def _people(**sayings: Any) -> People:
    given = {name: [one if isinstance(one, Saying) else _saying(one) for one in values] for name, values in sayings.items()}
    return People((), {"p": given}, {})


def _values(dimension: str, reports: list[Report], on: date = ON, fresh_within: int | None = None, **sayings: Any) -> frozenset[str]:
    rule = Rule(states=("deprived",), on=on, by=(dimension,), fresh_within=fresh_within)
    return values_of(_people(**sayings), ["p"], history(reports, fresh_within=None), rule)[dimension]


def _arrest(when: str, **fields: Any) -> Report:
    return told("arrest", when, **fields)


@pytest.mark.parametrize(("born", "arrested", "groups"), [
    ("2008-02-10", "2026-02-09", {"adolescent"}),
    ("2008-02-10", "2026-02-10", {"adult"}),
    ("2008-02-10", "2026-02-09/2026-02-10", {"adolescent", "adult"}),
    ("2008-02", "2026-02-10", {"adolescent", "adult"}),
    ("2008", "2025-12-31", {"adolescent"}),
    ("2008", "2026-01-01", {"adolescent", "adult"}),
    ("2014-02-10", "2026-02-09", {"child"}),
    ("2014-02-10", "2026-02-10", {"adolescent"}),
    ("2008-02-29", "2026-02-27", {"adolescent"}),
    ("2008-02-29", "2026-02-28", {"adolescent", "adult"}),
    ("2008-02-29", "2026-03-01", {"adult"}),
    ("1950", "2026-03-01", {"adult"}),
    ("", "2026-02-10", set()),
    ("2008-02-10", "", set()),
    ("2027-01-01", "2026-02-10", set()),
])  # fmt: skip
def test_age_goes_by_birthdays(born: str, arrested: str, groups: set[str]) -> None:
    """The age group at arrest follows from birthdays, and both groups stay possible where the days allow both."""
    assert _values("age_group", [_arrest(arrested)], birth_date=[born]) == groups


@settings(deadline=None)
@given(st.dates(date(1940, 1, 1), date(2025, 1, 1)), st.dates(date(1990, 1, 1), date(2026, 2, 28)))
def test_whoever_has_had_the_eighteenth_birthday_is_adult(born: date, arrested: date) -> None:
    """From the eighteenth birthday on somebody is surely adult, before it surely not; leap days have their own table above."""
    assume(born < arrested and (born.month, born.day) != (2, 29))
    found = _values("age_group", [_arrest(str(arrested))], birth_date=[str(born)])
    assert len(found) == 1
    assert (found == {"adult"}) == (arrested >= born.replace(year=born.year + 18))


def test_births_that_sources_dispute_are_all_possible() -> None:
    """Two sources that give two births leave the groups of both; a denied one leaves none."""
    assert _values("age_group", [_arrest("2026-02-10")], birth_date=["1990", "2010"]) == {"adult", "adolescent"}
    assert _values("age_group", [_arrest("2026-02-10")], birth_date=["1990", _saying("2010", negated=True)]) == {"adult"}


def test_an_age_on_a_day_gives_the_years_of_birth() -> None:
    """Whoever was 17 on a day may or may not have had the next birthday a month later; a year later surely."""
    seventeen = [_saying(17, happened_on="2026-01-01")]
    assert _values("age_group", [_arrest("2026-01-01")], age=seventeen) == {"adolescent"}
    assert _values("age_group", [_arrest("2026-02-01")], age=seventeen) == {"adolescent", "adult"}
    assert _values("age_group", [_arrest("2026-01-01")], age=[_saying(17)]) == frozenset()


def test_age_is_that_of_the_arrest_asked_about() -> None:
    """A count of an early day speaks of the early arrest; a later arrest changes nothing of it."""
    arrests = [_arrest("2014-03-01"), _arrest("2025-03-01")]
    assert _values("age_group", arrests, on=date(2014, 6, 1), birth_date=["1998-01-01"]) == {"adolescent"}
    assert _values("age_group", arrests, birth_date=["1998-01-01"]) == {"adult"}


def test_arrests_of_which_either_may_be_the_last_both_count() -> None:
    """Where it is open which arrest came last, and one has no day, nothing is known."""
    assert _values("arrest_period", [_arrest("2014", event="x"), _arrest("2014-03/2015-03", event="y")]) == {"2014", "2015"}
    assert _values("arrest_period", [_arrest("2014-03-01", event="x"), _arrest("", event="y")]) == frozenset()


def test_the_period_of_arrest_is_a_set_of_years() -> None:
    """An arrest between December and January may belong to either year."""
    assert _values("arrest_period", [_arrest("2024-12-31/2025-01-01")]) == {"2024", "2025"}
    assert _values("arrest_period", []) == frozenset()


@pytest.mark.parametrize(("on", "values"), [
    ("2015-01-01", set()), ("2015-06-15", {"sentenced", "unsentenced"}), ("2016-01-01", {"sentenced"}), ("2025-06-01", set()),
])  # fmt: skip
def test_a_sentence_counts_from_its_day_and_for_its_own_custody(on: str, values: set[str]) -> None:
    """Before a sentence nothing is known, in its doubtful month both are possible, and a later arrest begins anew."""
    reports = [_arrest("2014-02-18"), told("sentence", "2015-06"), told("release_full", "2019-04-30"), _arrest("2025-05-23")]
    assert _values("sentenced", reports, on=date.fromisoformat(on)) == values


def test_a_denied_sentence_may_not_have_been_passed() -> None:
    """A sentence that a source denies leaves both possible."""
    reports = [_arrest("2014-02-18"), told("sentence", "2015-06-01"), told("sentence", "2015-06-01", denied=True)]
    assert _values("sentenced", reports) == {"sentenced", "unsentenced"}


def test_the_level_of_measures_is_that_of_the_day() -> None:
    """The heaviest measure in force on the day of a stock is its level; before any measure nobody was under one."""
    reports = [
        _arrest("2026-01-01"),
        told("release_conditional", "2026-02-01", measures=("gag", "periodic_reporting")),
        told("house_arrest", "2026-05-01"),
    ]
    levels = [_values("measure_level", reports, on=date.fromisoformat(day)) for day in ("2026-01-15", "2026-03-01", "2026-06-01")]
    assert levels == [{"none"}, {"speech"}, {"home"}]
    assert _values("measure_level", reports[:1]) == frozenset()


def test_a_flow_has_the_levels_of_its_events() -> None:
    """Releases are under the measures that they impose; one without measures named leaves the level open."""
    rule = Rule(kinds=("release",), since=date(2026, 1, 1), until=ON, by=("measure_level",))
    named = history([told("release_conditional", "2026-02-01", measures=("gag",)), told("house_arrest", "2026-05-01")], fresh_within=None)
    unnamed = history([told("release_unspecified", "2026-02-01")], fresh_within=None)
    assert values_of(_people(), ["p"], named, rule) == {"measure_level": {"speech"}}
    assert values_of(_people(), ["p"], unnamed, rule) == {"measure_level": frozenset()}


def test_what_a_source_states_goes_before_what_follows() -> None:
    """A stated age group is not second-guessed by a birth date."""
    assert _values("age_group", [_arrest("2026-02-10")], age_group=["adult"], birth_date=["2010"]) == {"adult"}


def test_persons_who_may_be_one_keep_the_values_that_all_allow() -> None:
    """Joined persons keep what all allow; all of it where they disagree; what one knows where the other knows nothing."""
    sayings = {"p": {"sex": [_saying("f"), _saying("m")]}, "q": {"sex": [_saying("f")]}, "r": {"sex": [_saying("x")]}, "s": {}}
    people, rule = People((), sayings, {}), Rule(states=("deprived",), on=ON, by=("sex",))
    found = {group: values_of(people, list(group), [], rule)["sex"] for group in ("pq", "qr", "qs", "s")}
    assert found == {"pq": {"f"}, "qr": {"f", "x"}, "qs": {"f"}, "s": frozenset()}


def test_an_unknown_value_may_be_any_that_occurs() -> None:
    """The known values of a dimension are those that anybody has; of facilities those on record and those that reports name."""
    people = People((_arrest("2026-01-01", facilities=("Norte",)),), {"p": {"sex": [_saying("f")]}, "q": {}}, {}, places={"faro": "F-1"})
    assert known_values(people, {"p": {"region": frozenset({"Zubia"})}}, ["sex", "region", "facility"]) == {
        "sex": ["f"], "region": ["Zubia"], "facility": ["F-1", "Norte"],
    }  # fmt: skip
