"""Tests of `amparo.questions.identity`: persons who may be one, in counts."""

from datetime import date
from itertools import combinations, pairwise

import pytest

from amparo.histories.people import People
from amparo.questions.counts import Bounds, count
from amparo.questions.identity import Webs, bounds_of_webs, webs_of
from amparo.questions.rule import Rule
from tests.histories.told import told

HELD = Rule(states=("deprived",), on=date(2026, 1, 10))


def _people(number: int, *, undecided: str = "all", different: tuple[tuple[str, str], ...] = ()) -> People:
    """Persons surely held, each pair of neighbours or all pairs undecided."""
    names = [f"p{place:02d}" for place in range(number)]
    pairs = tuple(combinations(names, 2)) if undecided == "all" else tuple(pairwise(names))
    reports = tuple(told("arrest", "2026-01-01", by=name, event=f"of {name}") for name in names)
    return People(
        reports, {name: {} for name in names}, {}, undecided=tuple(one for one in pairs if one not in different), different=different
    )


@pytest.mark.parametrize("number", [1, 2, 5, 8])
def test_a_web_counts_once_at_least_and_everybody_at_most(number: int) -> None:
    """Persons surely held who may all be one are at least one, and at most as many as there are; this is exact up to eight."""
    answer = count(_people(number), HELD)
    assert answer.persons == Bounds(1, number)
    assert not answer.safe


def test_more_than_eight_are_counted_by_the_safe_rule_and_the_answer_says_so() -> None:
    """Above eight the bounds hold and the answer says that they may be wide."""
    answer = count(_people(9), HELD)
    assert answer.persons == Bounds(1, 9)
    assert answer.safe


def test_the_safe_rule_counts_what_only_a_joined_person_can_be() -> None:
    """Between the releases of two who may be one somebody was held: of nine such persons up to four at once."""
    names = [f"p{place}" for place in range(9)]
    reports = tuple(told("release_full", f"{2010 + place}-01-01", by=name) for place, name in enumerate(names))
    people = People(reports, {name: {} for name in names}, {}, undecided=tuple(combinations(names, 2)))
    answer = count(people, Rule(states=("deprived",), on=date(2014, 6, 1), fresh_within=None))
    assert answer.safe
    assert answer.persons.at_most >= 4


def test_who_differ_are_never_joined() -> None:
    """In a chain whose ends differ, at least two persons are left."""
    answer = count(_people(3, undecided="chain", different=(("p00", "p02"),)), HELD)
    assert answer.persons == Bounds(2, 3)


def test_persons_apart_are_counted_apart() -> None:
    """Two webs count at least once each."""
    people = _people(4, undecided="none")
    answer = count(People(people.reports, people.sayings, {}, undecided=(("p00", "p01"), ("p02", "p03"))), HELD)
    assert answer.persons == Bounds(2, 4)


def test_a_release_of_one_may_free_the_other() -> None:
    """Somebody held and somebody released who may be one: perhaps nobody is held any more, at most one."""
    reports = (told("arrest", "2026-01-01", by="p"), told("release_full", "2026-01-05", by="q"))
    people = People(reports, {"p": {}, "q": {}}, {}, undecided=(("p", "q"),))
    assert count(people, HELD).persons == Bounds(0, 1)


def test_two_reports_of_one_event_are_one_event_if_the_persons_are_one() -> None:
    """Releases of two persons who may be one are one or two: in persons and in events."""
    reports = tuple(told("release_full", "2026-01-05", by=name) for name in "pq")
    rule = Rule(kinds=("release",), since=date(2026, 1, 1), until=date(2026, 1, 31))
    answer = count(People(reports, {"p": {}, "q": {}}, {}, undecided=(("p", "q"),)), rule)
    assert (answer.persons, answer.events) == (Bounds(1, 2), Bounds(1, 2))


def test_no_undecided_pair_makes_no_web() -> None:
    """Where every identity is decided everybody counts alone."""
    people = _people(3, undecided="chain")
    assert webs_of(People(people.reports, people.sayings, {})) == Webs.none()
    assert bounds_of_webs(Webs.none(), lambda _: 1, lambda _: 1) == (0, 0)


def test_the_parts_of_a_joined_person_are_known() -> None:
    """The id of several persons as one leads back to them, and their reports carry ids of their own."""
    people = _people(2)
    webs = webs_of(people)
    (block,) = webs.blocks
    assert webs.members(block) == ("p00", "p01")
    assert webs.members("p07") == ("p07",)
    joined = webs.as_one(block, people.reports)
    assert {report.person_id for report in joined} == {block}
    assert not {report.statement_id for report in joined} & {report.statement_id for report in people.reports}
