"""Tests of `amparo.questions.counts` against every world that a few statements allow."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amparo.questions.counts import Answer, count
from amparo.questions.rule import Rule
from amparo.statements import Statement
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
