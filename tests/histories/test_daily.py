"""Tests of `amparo.histories.daily` against every world, identities included."""

import os
from datetime import date, datetime, timedelta
from itertools import product

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amparo.errors import BadInput
from amparo.histories import cells, compiled, daily, daily_counts, possible_states
from tests.histories.invented import persons, registries
from tests.histories.worlds import BASE, DAYS, Event, Pair, Person, counts, day, frame, identities, last_events, merged, pair_frame

type Registry = tuple[list[Person], set[Pair], set[Pair]]

LAST = BASE + timedelta(DAYS - 1)
BREAKDOWNS = st.sampled_from([(), ("sex",), ("place",), ("sex", "place")])

_slow = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _answer(registry: Registry, by: tuple[str, ...]) -> pl.DataFrame:
    everyone, undecided, different = registry
    return daily_counts(frame(everyone), first=BASE, last=LAST, by=by, undecided=pair_frame(undecided), different=pair_frame(different))


def _check(registry: Registry, by: tuple[str, ...]) -> None:
    expected = counts(registry[0], by, *registry[1:])
    expected = {key: bounds for key, bounds in expected.items() if "unwritten" not in key[1]}
    answer = _answer(registry, by)
    assert answer.columns == ["day", "state", *by, "at_least", "at_most"]
    found = {}
    for row in answer.to_dicts():
        cell = (row["state"], *("null" if row[name] is None else row[name] for name in by))
        found[(row["day"] - BASE).days, cell] = (row["at_least"], row["at_most"])
    assert len(found) == len(answer)
    assert set(expected) <= set(found)
    assert found == {key: expected.get(key, (0, 0)) for key in found}


@settings(_slow, max_examples=500)
@given(registries(), BREAKDOWNS)
def test_counts_are_the_least_and_most_of_all_worlds(registry: Registry, by: tuple[str, ...]) -> None:
    """Each day, state and group counts the least and the most persons that any world and any identity gives."""
    _check(registry, by)


@pytest.mark.nightly
@settings(_slow, max_examples=10_000)
@given(registries(), BREAKDOWNS)
def test_counts_are_the_least_and_most_of_all_worlds_nightly(registry: Registry, by: tuple[str, ...]) -> None:
    """Each day, state and group counts the least and the most persons that any world and any identity gives: at length."""
    _check(registry, by)


@settings(_slow, max_examples=100)
@given(registries(most_persons=3, most_events=3))
def test_bounds_are_attained_by_a_whole_world(registry: Registry) -> None:
    """Going through whole worlds, every person at once, gives the same least and most: independent persons add up."""
    everyone, undecided, different = registry
    seen: dict[tuple[int, str], set[int]] = {}
    for partition in identities(everyone, undecided, different):
        blocks = [merged(block) for block in partition if merged(block).events]
        if any(last_events(block.events)[1] for block in blocks):
            return  # a conflict is certain of nothing, whatever its worlds say
        for world in product(*({_states(sequence) for sequence in last_events(block.events)[0]} for block in blocks)):
            # Which of several states follows is one more choice; a state is counted at least where it is the only choice.
            for number, state in product(range(DAYS), {"no_record", "deprived", "free", "exiled"}):
                here = [sequence[number + 1] for sequence in world]
                seen.setdefault((number, state), set()).update((sum(one == {state} for one in here), sum(state in one for one in here)))
    for row in _answer(registry, ()).to_dicts():
        numbers = seen[(row["day"] - BASE).days, row["state"]]
        assert (row["at_least"], row["at_most"]) == (min(numbers), max(numbers))


def _states(sequence: tuple[Event | None, ...]) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(event.states if event else ("no_record",)) for event in sequence)


@settings(_slow, max_examples=60)
@given(st.lists(persons(), min_size=1, max_size=4))
def test_counts_add_up_possible_states(everyone: list[Person]) -> None:
    """A day's at most is the number of persons with a row of possible_states there, its at least those with a certain one."""
    named = [_named(person, f"p{number}") for number, person in enumerate(everyone)]
    rows = possible_states(frame(named))
    for row in _answer((named, set(), set()), ()).to_dicts():
        on = row["day"]
        there = rows.filter(
            pl.col("state") == row["state"],
            pl.col("from").is_null() | (pl.col("from") <= on),
            pl.col("until").is_null() | (pl.col("until") > on),
        )
        assert (row["at_least"], row["at_most"]) == (there["certain"].sum(), len(there))


def test_compiled_and_plain_kernels_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts of many persons are compiled, of few not: the answers are equal."""

    @settings(_slow, max_examples=60)
    @given(registries(), BREAKDOWNS)
    def agree(registry: Registry, by: tuple[str, ...]) -> None:
        monkeypatch.setattr(compiled, "COMPILE_ABOVE", 4_000)
        plain = _answer(registry, by)
        monkeypatch.setattr(compiled, "COMPILE_ABOVE", -1)
        assert _answer(registry, by).equals(plain)

    agree()


def test_threads_count_what_one_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sums of disjoint spans of persons add up to the count of all."""
    everyone = [Person(f"p{number}", (Event(f"e{number}", ("free",), number % 5, number % 5 + number % 2),)) for number in range(200)]
    one = _answer((everyone, set(), set()), ())
    monkeypatch.setattr(daily, "_WORTH_A_THREAD", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    assert _answer((everyone, set(), set()), ()).equals(one)


@settings(_slow, max_examples=40)
@given(registries(), BREAKDOWNS, st.integers(0, 9))
def test_the_order_of_the_rows_does_not_matter(registry: Registry, by: tuple[str, ...], seed: int) -> None:
    """Shuffled events give the same counts."""
    events = frame(registry[0])
    shuffled = events.sample(fraction=1, shuffle=True, seed=seed)
    assert daily_counts(shuffled, first=BASE, last=LAST, by=by).equals(daily_counts(events, first=BASE, last=LAST, by=by))


def test_unknown_is_possible_everywhere_and_certain_nowhere() -> None:
    """Somebody of unknown sex may count in every row, the null row too, and surely in none; a dispute counts in its values only."""
    everyone = [
        Person("p1", (Event("a", ("free",), 0, 0),), frozenset("f")),
        Person("p2", (Event("b", ("free",), 0, 0),), None),
        Person("p3", (Event("c", ("free",), 0, 0),), frozenset("fm")),
    ]
    answer = _answer((everyone, set(), set()), ("sex",)).filter(pl.col("day") == LAST, pl.col("state") == "free")
    assert answer.drop("day", "state").rows() == [("f", 1, 3), ("m", 0, 2), (None, 0, 1)]


@pytest.mark.parametrize("column", ["sex", "place"])
def test_a_column_that_says_nothing_makes_nothing_certain(column: str) -> None:
    """Where a column is empty for everyone there is one row, null, and nobody who has events is surely in it."""
    everyone = [Person("p1", (Event("a", ("free",), 0, 0),))]
    answer = _answer((everyone, set(), set()), (column,)).filter(pl.col("day") == LAST, pl.col("state") == "free")
    assert answer.drop("day", "state").rows() == [(None, 0, 1)]


def test_the_place_follows_the_event() -> None:
    """After a transfer a person counts in the new place; before any event in none."""
    events = (Event("a", ("deprived",), 1, 1, place=frozenset("X")), Event("b", ("deprived",), 3, 3, place=frozenset("Y")))
    answer = _answer(([Person("p1", events)], set(), set()), ("place",)).filter(pl.col("at_least") == 1)
    assert answer["place"].to_list() == [None, "X", "X", "Y", "Y", "Y"]


def test_values_keep_their_type() -> None:
    """A breakdown column may hold numbers or truth values; the answer holds the same."""
    events = frame([Person("p1", (Event("a", ("free",), 0, 0),))]).with_columns(military=pl.lit(value=True), level=pl.lit(4, pl.Int8))
    answer = daily_counts(events, first=BASE, last=BASE, by=["military", "level"])
    assert answer.schema["military"] == pl.Boolean
    assert answer.filter(pl.col("at_least") == 1).row(0) == (BASE, "free", True, 4, 1, 1)


def test_nobody_counts_nothing() -> None:
    """Without events every day has no persons without record."""
    answer = daily_counts(frame([]), first=BASE, last=LAST)
    assert answer["state"].unique().to_list() == ["no_record"]
    assert answer["at_most"].sum() == 0


@pytest.mark.parametrize(
    ("question", "code"),
    [
        pytest.param({"first": LAST, "last": BASE}, "histories.window_reversed", id="window reversed"),
        pytest.param({"first": datetime(2026, 1, 1), "last": LAST}, "histories.not_a_day", id="a moment as a day"),  # noqa: DTZ001
        pytest.param({"first": BASE, "last": "2026-01-31"}, "histories.not_a_day", id="text as a day"),
        pytest.param(
            {"first": BASE, "last": LAST, "undecided": pl.LazyFrame({"a": ["p"], "b": ["q"]})}, "histories.not_a_frame", id="lazy pairs"
        ),
        pytest.param({"first": BASE, "last": LAST, "by": ["colour"]}, "histories.columns_missing", id="no such column"),
        pytest.param({"first": BASE, "last": LAST, "by": ["state"]}, "histories.by_not_possible", id="by the state"),
        pytest.param({"first": BASE, "last": LAST, "by": ["sex", "sex"]}, "histories.by_not_possible", id="twice the same"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(question: dict[str, date | list[str]], code: str) -> None:
    """A window or breakdown that cannot be is refused with a stable code, in both languages."""
    with pytest.raises(BadInput) as refusal:
        daily_counts(frame([Person("p1", (Event("a", ("free",), 0, 0),))]), **question)  # type: ignore[arg-type]  # mixed on purpose
    assert refusal.value.code == code
    assert refusal.value.message("es")


def test_days_before_1970_count_like_any_other() -> None:
    """The window may lie in any year."""
    events = frame([Person("p1", (Event("a", ("free",), 0, 0),))]).with_columns(lo=pl.lit(date(1943, 6, 4)), hi=pl.lit(date(1943, 6, 5)))
    answer = daily_counts(events, first=date(1943, 6, 3), last=date(1943, 6, 5)).filter(pl.col("state") == "free")
    assert answer.select("at_least", "at_most").rows() == [(0, 0), (0, 1), (1, 1)]


def _named(person: Person, name: str) -> Person:
    ids = {event.event_id: f"{name}{event.event_id}" for event in person.events}
    events = (
        Event(ids[one.event_id], one.states, one.lo, one.hi, frozenset(ids[earlier] for earlier in one.after), one.place)
        for one in person.events
    )
    return Person(name, tuple(events), person.sex)


def test_day_numbers_and_days_agree() -> None:
    """The horizon of the worlds is the window that the counts are asked for."""
    assert day(DAYS - 1) == LAST


def test_a_state_that_comes_late_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """States are read from the first rows, and from all rows where those do not hold every one."""
    everyone = [Person(f"p{number}", (Event(f"e{number}", (state,), 0, 0),)) for number, state in enumerate(("free", "exiled", "deprived"))]
    whole = _answer((everyone, set(), set()), ())
    monkeypatch.setattr(cells, "_SAMPLE", 1)
    assert _answer((everyone, set(), set()), ()).equals(whole)
    assert whole.filter(pl.col("day") == LAST, pl.col("state") == "deprived")["at_least"].item() == 1
