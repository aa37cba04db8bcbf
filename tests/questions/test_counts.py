"""Tests of `amparo.questions.counts` against every world that a few statements allow."""

from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amparo.histories.people import People
from amparo.histories.people import people as people_of
from amparo.histories.reports import Report
from amparo.questions.counts import Answer, Bounds, count
from amparo.questions.rule import Rule
from amparo.statements import Statement, standing
from tests.histories.told import at, snapshot, statement, told
from tests.questions.invented import flows, registries, registry, stocks
from tests.questions.worlds import Expected, expected

_slow = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def _agree(answer: Answer, worlds: Expected) -> None:
    assert (answer.persons.at_least, answer.persons.at_most) == worlds.persons
    if answer.events is not None:
        assert (answer.events.at_least, answer.events.at_most) == worlds.events
    if answer.rule.by:
        groups = {cell: (bounds.at_least, bounds.at_most) for cell, bounds in answer.groups.items() if bounds.at_most}
        assert groups == {cell: bounds for cell, bounds in worlds.groups.items() if bounds[1]}


@settings(_slow, max_examples=500)
@given(registries(), st.one_of(stocks(fresh_within=None), flows()))
def test_counts_are_those_of_all_worlds(statements: list[Statement], rule: Rule) -> None:
    """At least and at most, of the whole and of each cell, are the least and most over all worlds and identities."""
    people = registry(statements)
    _agree(count(people, rule), expected(people, rule))


@settings(_slow, max_examples=100)
@given(registries(events=2), stocks(fresh_within=2))
def test_counts_with_silence_are_those_of_all_worlds(statements: list[Statement], rule: Rule) -> None:
    """Where nobody has cited a state for long enough, the bounds are those of all worlds in which it may have changed."""
    people = registry(statements)
    _agree(count(people, rule), expected(people, rule))


@pytest.mark.nightly
@settings(_slow, max_examples=10_000)
@given(registries(), st.one_of(stocks(fresh_within=None), flows()))
def test_counts_are_those_of_all_worlds_nightly(statements: list[Statement], rule: Rule) -> None:
    """At least and at most are the least and most over all worlds and identities: at length."""
    people = registry(statements)
    _agree(count(people, rule), expected(people, rule))


_rules = st.one_of(stocks(fresh_within=None), stocks(fresh_within=2), flows())
_some = settings(_slow, max_examples=60)


def _together(people: People) -> People:
    """The same statements, nobody's identity in question."""
    return attrs.evolve(people, undecided=(), different=())


def _bounds(answer: Answer) -> list[tuple[int, int]]:
    return [(one.at_least, one.at_most) for one in (answer.persons, answer.events) if one is not None]


@_some
@given(registries(), _rules)
def test_the_parts_of_the_gap_add_up(statements: list[Statement], rule: Rule) -> None:
    """The gap is split without rest into parts of which none is negative."""
    answer = count(registry(statements), rule)
    measured = answer.persons if rule.unit == "persons" or answer.events is None else answer.events
    assert list(answer.gap) == ["dates", "disputes", "breakdown", "identity", "freshness"]
    assert min(answer.gap.values()) >= 0
    assert sum(answer.gap.values()) == measured.gap


@_some
@given(registries(), _rules)
def test_cells_never_say_more_than_the_whole(statements: list[Statement], rule: Rule) -> None:
    """No cell is larger than the whole, and those surely in some cell are no more than those surely counted."""
    answer = count(registry(statements), rule)
    for bounds in answer.groups.values():
        assert bounds.at_least <= answer.persons.at_least
        assert bounds.at_most <= answer.persons.at_most
    assert sum(bounds.at_least for bounds in answer.groups.values()) <= answer.persons.at_least


@_some
@given(registries(), _rules)
def test_cells_and_the_unknown_cover_the_whole(statements: list[Statement], rule: Rule) -> None:
    """Whoever may be counted may be in a cell, or is among those whose value nobody knows."""
    answer = count(_together(registry(statements)), rule)
    if len(rule.by) == 1:
        cells = sum(bounds.at_most for bounds in answer.groups.values())
        assert answer.persons.at_most <= cells + answer.unknown[rule.by[0]]
        assert answer.persons.at_least <= sum(b.at_least for b in answer.groups.values()) + answer.unknown[rule.by[0]]


@_some
@given(registries(), _rules)
def test_the_persons_behind_a_count_are_as_many_as_it_says(statements: list[Statement], rule: Rule) -> None:
    """Where nobody's identity is in question the lists of persons are as long as the bounds, and the sure are among the possible."""
    answer = count(_together(registry(statements)), rule)
    assert (len(answer.surely), len(answer.possibly)) == (answer.persons.at_least, answer.persons.at_most)
    assert set(answer.surely) <= set(answer.possibly)


@_some
@given(registries(), _rules, st.integers(2, 4))
def test_asking_for_more_sources_never_finds_more(statements: list[Statement], rule: Rule, n: int) -> None:
    """The more independent sources are demanded, the fewer count surely and the fewer possibly."""
    people = registry(statements)
    one, more = (_bounds(count(people, attrs.evolve(rule, min_sources=number))) for number in (1, n))
    assert all(few[0] <= many[0] and few[1] <= many[1] for few, many in zip(more, one, strict=True))


@_some
@given(registries(), _rules)
def test_a_part_is_never_more_than_the_whole(statements: list[Statement], rule: Rule) -> None:
    """Those of one sex are no more than all; both sexes together leave nobody out who has one."""
    people, whole = registry(statements), attrs.evolve(rule, where=(), by=())
    every = count(people, whole).persons
    women, men = (count(people, attrs.evolve(whole, where=(("sex", sex),))).persons for sex in "fm")
    assert women.at_least + men.at_least <= every.at_least
    assert max(women.at_most, men.at_most) <= every.at_most <= women.at_most + men.at_most


@_some
@given(registries(events=3), stocks(fresh_within=None), st.integers(1, 4), st.integers(0, 4))
def test_a_longer_trust_makes_more_certain_and_nothing_more_possible(statements: list[Statement], rule: Rule, days: int, more: int) -> None:
    """The longer a state is taken to last, the more are surely in it; who may be in it does not change, but for the state unknown."""
    people = _together(registry(statements))
    rule = attrs.evolve(rule, states=tuple(state for state in rule.states if state != "unknown") or ("deprived",))
    short, long, forever = (count(people, attrs.evolve(rule, fresh_within=trust)).persons for trust in (days, days + more, None))
    assert short.at_least <= long.at_least <= forever.at_least
    assert short.at_most == long.at_most == forever.at_most


@_some
@given(registries(), registries(), _rules)
def test_what_is_recorded_later_never_changes_an_earlier_answer(before: list[Statement], after: list[Statement], rule: Rule) -> None:
    """A count as known on a day is the same for ever, whatever is recorded, corrected or retracted afterwards."""
    later = [attrs.evolve(one, recorded_at=at("2026-02-02")) for one in after]
    taken_back = statement("p0", "event", None, action="retract", target="s0001", reason="x", recorded_at=at("2026-02-02"))
    then, now = snapshot(*before), snapshot(*before, *later, taken_back)
    day = date(2026, 2, 1)
    assert count(people_of(standing(now, day)), rule) == count(people_of(standing(then)), rule)


@_some
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 60)), max_size=12), st.integers(0, 60), st.integers(0, 60))
def test_stock_and_flow_agree_where_all_is_certain(turns: list[tuple[int, int]], one: int, other: int) -> None:
    """Where every day is known, the stock at the end is that at the beginning, with those taken and without those released since."""
    first, last = sorted((one, other))
    moves: dict[int, set[int]] = {}
    for person, when in turns:
        moves.setdefault(person, set()).add(when)
    told_of = [
        told("release_full" if place % 2 else "arrest", str(date(2026, 1, 1) + timedelta(when)), by=f"p{person}", event=f"{person}.{place}")
        for person, days in moves.items()
        for place, when in enumerate(sorted(days))
    ]
    people = People(tuple(told_of), {report.person_id: {} for report in told_of}, {})
    start, end = (date(2026, 1, 1) + timedelta(number) for number in (first, last))
    held = [count(people, Rule(states=("deprived",), on=on, fresh_within=None)).persons for on in (start, end)]
    if first == last:
        assert held[0] == held[1]
        return
    rules = [Rule(kinds=(kind,), unit="events", since=start + timedelta(1), until=end) for kind in ("detention", "release")]
    taken, freed = (count(people, rule).events for rule in rules)
    assert taken is not None
    assert freed is not None
    assert all(bounds.gap == 0 for bounds in (*held, taken, freed))
    assert held[1].at_least == held[0].at_least + taken.at_least - freed.at_least


def test_a_registry_without_persons_counts_nobody() -> None:
    """Where nobody is documented at least and at most nobody is counted, and no cell is made up."""
    answer = count(People((), {}, {}), Rule(states=("deprived",), on=date(2026, 1, 1), by=("sex",)))
    assert (answer.persons, answer.groups, answer.statements) == (Bounds(0, 0), {}, ())


_ARREST = told("arrest", "2026-01-01")


_FREED = told("release_full", "2026-01-05")


@pytest.mark.parametrize(
    ("doubt", "reports", "rule"),
    [
        pytest.param("dates", [_ARREST, told("release_full", "2026-01")], {}, id="dates"),
        pytest.param("disputes", [_ARREST, _FREED, told("release_full", "2026-01-20")], {}, id="disputes"),
        pytest.param("disputes", [_ARREST, _FREED, told("release_full", "2026-01-05", denied=True)], {}, id="a denial"),
        pytest.param("breakdown", [_ARREST], {"where": (("sex", "f"),)}, id="breakdown"),
        pytest.param("freshness", [_ARREST], {"fresh_within": 5}, id="freshness"),
    ],
)
def test_each_doubt_is_named(doubt: str, reports: list[Report], rule: dict[str, Any]) -> None:
    """A gap with a single cause is put down to that cause."""
    answer = count(People(tuple(reports), {"p": {}}, {}), Rule(states=("deprived",), on=date(2026, 1, 10), **rule))
    assert answer.persons == Bounds(0, 1)
    assert {name for name, part in answer.gap.items() if part} == {doubt}


def test_a_doubtful_identity_is_named() -> None:
    """Two persons surely held who may be one are at least one and at most two, because of their identity alone."""
    reports = tuple(told("arrest", "2026-01-01", by=person) for person in "pq")
    people = People(reports, {"p": {}, "q": {}}, {}, undecided=(("p", "q"),))
    answer = count(people, Rule(states=("deprived",), on=date(2026, 1, 10)))
    assert answer.persons == Bounds(1, 2)
    assert {name: part for name, part in answer.gap.items() if part} == {"identity": 1}


def test_the_statements_behind_a_stock_include_the_lists_that_keep_it_fresh() -> None:
    """A list that cites a custody once more is among the statements behind the count that it makes certain."""
    arrest, listing = told("arrest", "2025-01-01"), told("listed", "2026-01-01", states=("deprived",))
    answer = count(People((arrest, listing), {"p": {}}, {}), Rule(states=("deprived",), on=date(2026, 1, 10)))
    assert answer.persons == Bounds(1, 1)
    assert answer.statements == tuple(sorted((arrest.statement_id, listing.statement_id)))


def test_the_document_has_the_promised_shape() -> None:
    """The answer as data names rule, unit, bounds, groups, unknown, gap and statements."""
    rule = Rule(kinds=("release",), since=date(2026, 1, 1), until=date(2026, 1, 31), by=("sex",))
    document = count(People((told("release_full", "2026-01-05"),), {"p": {}}, {}), rule).to_dict()
    assert list(document) == ["rule", "unit", "persons", "events", "groups", "unknown", "gap", "statements"]
    assert document["persons"] == document["events"] == {"at_least": 1, "at_most": 1}
    assert document["unknown"] == {"sex": 1}
