"""Tests of `amparo.histories.possible` against every world that a few events allow."""

from datetime import date, timedelta
from itertools import pairwise
from random import Random

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amparo.errors import BadInput
from amparo.histories import compiled, conflicts, possible_states
from tests.histories.invented import persons, registries
from tests.histories.worlds import BASE, DAYS, Event, Pair, Person, day, frame, possible

type Registry = tuple[list[Person], set[Pair], set[Pair]]

_slow = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _covers(row: dict[str, date | None], on: date) -> bool:
    begin, until = row["from"], row["until"]
    return (begin is None or begin <= on) and (until is None or on < until)


def _check(person: Person) -> None:
    expected = possible(person, (), {})
    rows = possible_states(frame([person])).to_dicts()
    assert bool(len(conflicts(frame([person])))) == expected.is_conflict
    for number in range(-1, DAYS):
        on = BASE + timedelta(number)
        found = [(row["state"], row["certain"]) for row in rows if _covers(row, on)]
        here = {state for (state,) in expected.cells[number + 1]}
        certain = len(here) == 1 and not expected.is_conflict
        assert sorted(found) == sorted((state, certain) for state in here), number
    for row in rows:
        assert row["from"] is None or BASE <= row["from"] < BASE + timedelta(DAYS)
        assert row["until"] is None or BASE <= row["until"] < BASE + timedelta(DAYS)


@settings(_slow, max_examples=500)
@given(persons())
def test_possible_states_are_those_of_all_worlds(person: Person) -> None:
    """On each day a state is possible if some world has it, and certain if every world has."""
    _check(person)


@settings(_slow, max_examples=50)
@given(registries(), st.randoms(use_true_random=False))
def test_events_may_be_numbered_person_by_person(registry: Registry, chance: Random) -> None:
    """Ids that several persons share change nothing: an event and what it follows are of one person."""
    everyone, _, _ = registry
    plain = frame(everyone)
    own = {one.event_id: str(number) for person in everyone for number, one in enumerate(person.events)}
    renamed = pl.element().replace_strict(own)
    order = list(range(len(plain)))
    chance.shuffle(order)
    numbered = plain.with_columns(pl.col("event_id").replace_strict(own), pl.col("after").list.eval(renamed))[order]
    assert possible_states(numbered).equals(possible_states(plain))
    assert set(conflicts(numbered)["person_id"]) == set(conflicts(plain)["person_id"])


@pytest.mark.nightly
@settings(_slow, max_examples=10_000)
@given(persons())
def test_possible_states_are_those_of_all_worlds_nightly(person: Person) -> None:
    """On each day a state is possible if some world has it, and certain if every world has: at length."""
    _check(person)


@settings(_slow, max_examples=100)
@given(persons(), persons("p1"))
def test_rows_of_a_state_neither_overlap_nor_touch(one: Person, other: Person) -> None:
    """Rows of one person, state and certainty are as long as they can be, and rows of one state never overlap."""
    rows = possible_states(frame([one, other]))
    assert rows.equals(rows.sort("person_id", "from", "state", nulls_last=False))
    for _, group in rows.group_by("person_id", "state"):
        ordered = group.sort("from").to_dicts()
        for before, after in pairwise(ordered):
            assert before["until"] <= after["from"]
            assert before["until"] < after["from"] or before["certain"] != after["certain"]


@settings(_slow, max_examples=100)
@given(st.lists(persons(), min_size=2, max_size=4), st.integers(0, 9))
def test_the_order_of_the_rows_does_not_matter(everyone: list[Person], seed: int) -> None:
    """Shuffled events give the same answer."""
    renamed = [_rename(person, f"p{number}") for number, person in enumerate(everyone)]
    events = frame(renamed)
    assert possible_states(events.sample(fraction=1, shuffle=True, seed=seed)).equals(possible_states(events))


def test_compiled_and_plain_kernels_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many events are worked on by compiled code, few by the same code uncompiled: the answers are equal."""

    @settings(_slow, max_examples=60)
    @given(persons())
    def agree(person: Person) -> None:
        events = frame([person])
        monkeypatch.setattr(compiled, "COMPILE_ABOVE", 4_000)
        plain = possible_states(events)
        monkeypatch.setattr(compiled, "COMPILE_ABOVE", -1)
        assert possible_states(events).equals(plain)

    agree()


def test_a_long_history_follows_the_same_rule() -> None:
    """The quicker way for many events gives what comparing all pairs gives."""
    events = [Event(f"e{number}", ("deprived", "free")[number % 2 :][:1], 3 * number, 3 * number + number % 7) for number in range(120)]
    rows = possible_states(frame([Person("p", tuple(events))]))
    for row in rows.filter(pl.col("state") != "no_record").to_dicts():
        for on in (row["from"], row["until"] - timedelta(1) if row["until"] else row["from"]):
            number = (on - BASE).days
            states = set()
            for event in events:
                assert event.lo is not None
                assert event.hi is not None
                ends = [other.hi for other in events if other.lo is not None and other.lo > event.hi and other.hi is not None]
                if event.lo <= number < min(ends, default=10**6):
                    states |= set(event.states)
            assert row["state"] in states
            assert row["certain"] == (len(states) == 1 and number >= 0)


def test_no_events_no_rows() -> None:
    """Nobody's events give an empty frame with the promised columns."""
    answer = possible_states(frame([]))
    assert answer.is_empty()
    assert answer.columns == ["person_id", "state", "from", "until", "certain"]


def test_a_conflict_makes_nothing_certain() -> None:
    """A person whose dates contradict the known order keeps the dates as given and is certain of nothing."""
    events = (Event("a", ("deprived",), 3, 4), Event("b", ("free",), 0, 1, frozenset({"a"})))
    rows = possible_states(frame([Person("p", events)]))
    assert not rows["certain"].any()
    assert rows.filter(pl.col("state") == "free").select("from", "until").row(0) == (day(0), day(4))


def test_ids_may_be_whole_numbers_and_states_plain_text() -> None:
    """Persons and events may carry numbers; a state that is not in a list is one state."""
    events = frame([Person("1", (Event("5", ("free",), 1, 2), Event("6", ("exiled",), 2, 2, frozenset({"5"}))))])
    numbers = events.with_columns(
        pl.col("person_id").cast(pl.Int64),
        pl.col("event_id").cast(pl.Int32),
        pl.col("state").list.first(),
        pl.col("after").cast(pl.List(pl.Int64)),
    )
    expected = possible_states(events).with_columns(pl.col("person_id").cast(pl.Int64))
    assert possible_states(numbers).equals(expected)


_GOOD = frame(
    [Person("p", (Event("a", ("free",), 1, 2), Event("b", ("free",), 2, 3, frozenset({"a"})))), Person("q", (Event("c", ("free",), 1, 2),))]
)


@pytest.mark.parametrize(
    ("events", "code", "words"),
    [
        pytest.param(_GOOD.drop("lo", "hi"), "histories.columns_missing", "lo, hi", id="columns missing"),
        pytest.param(_GOOD.with_columns(person_id=pl.lit(None, pl.String)), "histories.value_missing", "person_id", id="no person"),
        pytest.param(
            _GOOD.with_columns(state=pl.lit([], pl.List(pl.String))), "histories.state_empty", "Event a", id="no state in the list"
        ),
        pytest.param(_GOOD.with_columns(state=pl.lit(["free", None])), "histories.state_empty", "Event a", id="a hole in the list"),
        pytest.param(_GOOD.with_columns(state=pl.lit(3)), "histories.not_text", "Int32", id="a number as state"),
        pytest.param(_GOOD.with_columns(lo=pl.lit("2026")), "histories.not_dates", "lo", id="text as a date"),
        pytest.param(_GOOD.with_columns(pl.col("lo").cast(pl.Datetime)), "histories.not_dates", "lo", id="moments as dates"),
        pytest.param(_GOOD.lazy(), "histories.not_a_frame", "LazyFrame", id="a lazy frame"),
        pytest.param(_GOOD.to_dicts(), "histories.not_a_frame", "list", id="a list of rows"),
        pytest.param(
            _GOOD.with_columns(lo=pl.lit(date(2026, 1, 4))), "histories.interval_reversed", "2026-01-04", id="ends before it begins"
        ),
        pytest.param(_GOOD.with_columns(event_id=pl.lit("a")), "histories.event_repeated", "a", id="one id twice"),
        pytest.param(_GOOD.with_columns(after=pl.lit(["z"])), "histories.after_unknown", "z", id="after an unknown event"),
        pytest.param(_GOOD.with_columns(after=pl.lit([7])), "histories.after_unknown", "7", id="after a number"),
        pytest.param(_GOOD.with_columns(after=pl.lit("a")), "histories.after_not_a_list", "String", id="after is no list"),
        pytest.param(_GOOD.with_columns(optional=pl.lit(1)), "histories.optional_not_boolean", "Int32", id="a number for yes or no"),
        pytest.param(_GOOD.with_columns(after=pl.lit(["c"])), "histories.after_other_person", "c", id="after another person's event"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_reason(events: pl.DataFrame, code: str, words: str) -> None:
    """A frame that cannot be read is refused with a stable code and a sentence, in both languages."""
    with pytest.raises(BadInput) as refusal:
        possible_states(events)
    assert refusal.value.code == code
    assert words in refusal.value.message("en")
    assert refusal.value.message("es")


def _rename(person: Person, name: str) -> Person:
    ids = {event.event_id: f"{name}{event.event_id}" for event in person.events}
    return Person(
        name,
        tuple(
            Event(ids[event.event_id], event.states, event.lo, event.hi, frozenset(ids[one] for one in event.after), event.place)
            for event in person.events
        ),
        person.sex,
    )
