from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.histories.event import Event
from amparo.histories.events import histories
from amparo.histories.measures import Ending, Measure
from amparo.questions.flows.chances import begun, chances_of_redetention, within
from amparo.questions.flows.moves import EPOCH, HELD, OUT, Moves, drawn_days, moves_of
from amparo.questions.flows.sojourn import PersonDays, days_held, days_under_measures, sojourns
from amparo.questions.flows.spells import REDETAINED, RELEASED, Window, custody_spells, liberty_spells, walks
from tests.histories.told import number, told

UNTIL = date(2026, 3, 1)
WINDOW = Window(date(2026, 1, 1), UNTIL)


def moves(*reports: tuple[str, str, str], fresh_within: int | None = None) -> Moves:
    """The moves of persons told as (person, kind, date)."""
    return moves_of(told_of(*reports, fresh_within=fresh_within), until=UNTIL, fresh_within=fresh_within)


def told_of(*reports: tuple[str, str, str], fresh_within: int | None = None) -> dict[str, list[Event]]:
    """Histories of persons told as (person, kind, date)."""
    return histories([told(kind, when, by=person) for person, kind, when in reports], fresh_within=fresh_within)


def spells(found: Moves) -> list[tuple[int, int]]:
    """The time and cause of each detention, every day being known."""
    frame = custody_spells(found, drawn_days(found, np.random.default_rng(0)), WINDOW)
    return frame.select("time", "cause").rows()


def test_a_detention_lasts_until_what_ends_it() -> None:
    """Custody runs from the arrest to the release; without one, to the end of the window."""
    found = moves(("p", "arrest", "2026-01-05"), ("p", "release_full", "2026-01-15"), ("q", "arrest", "2026-02-19"))
    assert spells(found) == [(10, RELEASED), (10, 0)]


def test_nobody_is_followed_beyond_the_last_word_on_them() -> None:
    """With a freshness of five days, somebody of whom nothing more was heard is followed for five days."""
    assert spells(moves(("q", "arrest", "2026-01-05"), fresh_within=5)) == [(5, 0)]


def test_a_release_and_a_return_on_one_day_are_both_there() -> None:
    """Liberty of no length ends in a new detention, and the walk counts it."""
    found = moves(("p", "arrest", "2026-01-05"), ("p", "release_full", "2026-02-15"), ("p", "rearrest", "2026-02-15"))
    days = drawn_days(found, np.random.default_rng(0))
    assert liberty_spells(found, days, WINDOW).select("time", "cause").rows() == [(0, REDETAINED)]
    assert walks(found, days, WINDOW).select("start", "stop", "from_state", "to_state").rows() == [
        (0, 41, "held", "held"),
        (41, 55, "held", None),
    ]
    assert [round(one.detentions.value, 3) for one in sojourns(found, WINDOW, horizons=(50,))] == [2.0]


def test_who_was_told_of_late_is_at_risk_only_from_then() -> None:
    """A detention that its source told of twenty days later has no risk before that day."""
    report = told("arrest", "2026-01-05", by="p", stated="2026-01-25")
    found = moves_of(histories([report], fresh_within=None), until=UNTIL, fresh_within=None)
    assert custody_spells(found, found.lo, WINDOW).select("entry", "time").rows() == [(20, 55)]


INTERVALS = st.tuples(st.integers(0, 12), st.integers(0, 4))


@st.composite
def partly_dated(draw: st.DrawFn) -> tuple[tuple[str, str, str], ...]:
    """One person's arrest, release and perhaps a return, with days that may be doubtful."""
    kinds = ["arrest", "release_full", *draw(st.sampled_from([[], ["rearrest"], ["rearrest", "release_full"]]))]
    told_days = []
    at = 0
    for kind in kinds:
        step, width = draw(INTERVALS)
        at += step
        first = date(2026, 1, 1) + timedelta(at)
        told_days.append(("p", kind, f"{first}/{first + timedelta(width)}"))
        at += width if draw(st.booleans()) else 0
    return tuple(told_days)


def worlds(found: Moves) -> Iterator[tuple[int, ...]]:
    """Every choice of days that the intervals and the known order allow, in the order told."""
    for days in product(*(range(int(lo), int(hi) + 1) for lo, hi in zip(found.lo, found.hi, strict=True))):
        known = all(days[one] <= days[other] for one, other in found.before)
        if known and list(days) == sorted(days):
            yield days


@given(partly_dated(), st.sampled_from([0, 3, 10, 40]))
@settings(max_examples=80)
def test_bounds_hold_in_every_world(reports: tuple[tuple[str, str, str], ...], horizon: int) -> None:
    """Surely within some days means in every world; possibly, at least wherever some world says so."""
    found = moves(*reports)
    choices = list(worlds(found))
    for move in begun(found, WINDOW, OUT):
        surely, possibly = within(found, move, HELD, horizon, WINDOW)
        seen = set()
        for days in choices:
            later = [days[other] for other in range(move + 1, len(days)) if found.leads[other] == HELD]
            seen.add(bool(later) and min(later) - days[move] <= horizon)
        if surely:
            assert seen <= {True}
        if True in seen:
            assert possibly


@given(partly_dated(), st.integers(0, 10**6))
@settings(max_examples=80)
def test_drawn_days_are_days_of_some_world(reports: tuple[tuple[str, str, str], ...], seed: int) -> None:
    """Drawn days lie within what sources say, and keep the known order."""
    found = moves(*reports)
    days = drawn_days(found, np.random.default_rng(seed))
    assert ((found.lo <= days) & (days <= found.hi)).all()
    assert all(days[one] <= days[other] for one, other in found.before)


def test_both_bounds_and_estimate_are_given() -> None:
    """With doubtful days the bounds are apart and the estimate lies between them."""
    reports = [(f"p{n}", "arrest", "2026-01-01") for n in range(12)]
    reports += [(f"p{n}", "release_full", "2026-01-05") for n in range(12)]
    reports += [(f"p{n}", "rearrest", "2026-01-20/2026-02-20") for n in range(6)]
    (chance,) = chances_of_redetention(moves(*reports), WINDOW, horizons=(30,))
    assert (chance.surely, chance.possibly, chance.of) == (0, 6, 12)
    assert chance.estimate is not None
    assert 0 < chance.estimate.low < chance.estimate.value < 0.5
    again = chances_of_redetention(moves(*reports), WINDOW, horizons=(30,))
    assert again == (chance,)


def test_days_held_are_sure_and_possible() -> None:
    """Custody surely lasted from the latest arrest to the earliest release, and at most from the earliest to the latest."""
    found = told_of(("p", "arrest", "2026-01-01/2026-01-03"), ("p", "release_full", "2026-01-10/2026-01-15"))
    assert days_held(found, WINDOW, frozenset()) == PersonDays(7, 14, 1, 1)
    assert days_held(found, WINDOW, frozenset({"p"})) == PersonDays(0, 14, 0, 1)


def test_days_under_measures_are_counted_once() -> None:
    """Two measures on one day are one day under measures."""
    first, second = number("2026-01-01"), number("2026-01-05")
    end = Ending("measure_lifted", number("2026-01-11"), number("2026-01-11"), certain=True)
    both = [
        Measure(person_id="p", token="travel_ban", lo=first, hi=first, endings=(end,), cited=first),
        Measure(person_id="p", token="gag", lo=second, hi=second, endings=(end,), cited=second),
    ]
    assert days_under_measures({"p": both}, WINDOW, None) == PersonDays(10, 10, 1, 1)
    assert days_under_measures({"p": both}, WINDOW, 2) == PersonDays(4, 10, 1, 1)


def test_a_window_counts_days_since_1970() -> None:
    """The first and last day of a window are those of its dates."""
    assert Window(date(1970, 1, 2), date(1970, 1, 3)).first == date(1970, 1, 2).toordinal() - EPOCH == 1


@pytest.mark.parametrize("fresh_within", [None, 30])
def test_contradictory_dates_move_nobody(fresh_within: int | None) -> None:
    """A person whose dates contradict the known order is in no estimate."""
    reports = [
        told("arrest", "2026-02-01", by="p", record="r1", key="a"),
        told("release_full", "2026-01-01", by="p", record="r1", key="b", after=("a",)),
    ]
    found = moves_of(histories(reports, fresh_within=fresh_within), until=UNTIL, fresh_within=fresh_within)
    assert found.persons == ()
    assert sojourns(found, WINDOW) == ()
