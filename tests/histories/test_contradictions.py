"""Tests of `amparo.histories.contradictions`."""

import polars as pl
from hypothesis import HealthCheck, given, settings

from amparo.histories import conflicts
from tests.histories.invented import persons
from tests.histories.worlds import Event, Person, frame, last_events


def _after(*names: str) -> frozenset[str]:
    return frozenset(names)


def test_consistent_histories_have_no_conflict() -> None:
    """Where some days fit the known order the frame is empty and has the promised columns."""
    answer = conflicts(frame([Person("p", (Event("a", ("free",), 1, 2), Event("b", ("free",), 1, 1, _after("a"))))]))
    assert answer.schema == {"person_id": pl.String, "event_ids": pl.List(pl.String), "kind": pl.String}
    assert answer.is_empty()
    assert conflicts(frame([])).is_empty()


def test_dates_against_the_order_name_every_event_left_without_a_day() -> None:
    """An event that must follow a later one, and all between them, are named; others are not."""
    events = (
        Event("a", ("deprived",), 4, 5),
        Event("m", ("deprived",), 0, 5, _after("a")),
        Event("b", ("free",), 0, 1, _after("m")),
        Event("z", ("free",), 0, 1),
    )
    assert conflicts(frame([Person("p", events)])).rows() == [("p", ["a", "m", "b"], "dates_against_order")]


def test_a_circle_is_a_conflict_even_within_one_day() -> None:
    """Events each known to precede the other contradict each other on any day; what merely follows takes no part."""
    events = (Event("a", ("free",), 1, 1, _after("b")), Event("b", ("free",), 1, 1, _after("a")), Event("c", ("free",), 1, 1, _after("b")))
    assert conflicts(frame([Person("p", events)])).rows() == [("p", ["a", "b"], "circular_order")]


def test_an_event_cannot_precede_itself() -> None:
    """An event known to come before itself is a circle of one."""
    assert conflicts(frame([Person("p", (Event("a", ("free",), 1, 1, _after("a")),))])).rows() == [("p", ["a"], "circular_order")]


def test_separate_contradictions_are_separate_rows() -> None:
    """Two contradictions of one person that share no event are two rows; persons come in order of their ids."""
    first = (Event("a", ("free",), 4, 5), Event("b", ("free",), 1, 2, _after("a")))
    second = (Event("c", ("free",), 4, 5), Event("d", ("free",), 1, 2, _after("c")))
    third = (Event("e", ("free",), 4, 5), Event("f", ("free",), 1, 2, _after("e")))
    found = conflicts(frame([Person("q", third), Person("p", (*first, *second))]))
    assert found["event_ids"].to_list() == [["a", "b"], ["c", "d"], ["e", "f"]]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=200)
@given(persons())
def test_a_conflict_is_reported_exactly_where_no_world_fits(person: Person) -> None:
    """There is a conflict if and only if no days at all fit the known order, and its events are the person's."""
    found = conflicts(frame([person]))
    assert bool(len(found)) == last_events(person.events)[1]
    assert set(found["event_ids"].explode()) <= {event.event_id for event in person.events}
