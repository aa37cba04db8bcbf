"""Tests of `amparo.histories.order`: which events are known to come before which."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.histories import conflicts, possible_states
from amparo.histories.event import Event
from amparo.histories.events import history
from amparo.histories.frames import event_frame
from amparo.histories.order import follows_surely
from amparo.histories.reports import Report
from tests.histories.told import told


def _events(*reports: Report) -> dict[str, Event]:
    return {event.kind: event for event in history(reports, fresh_within=None)}


def _before(later: str, *reports: Report) -> set[str]:
    events = _events(*reports)
    kind_of = {event.event_id: kind for kind, event in events.items()}
    return {kind_of[one] for one in events[later].after}


def test_a_release_follows_the_only_arrest() -> None:
    """A release needs the arrest that can have led to it: where there is one only, it came first."""
    assert _before("release_full", told("arrest", "2026-01"), told("release_full", "2026-01-20")) == {"arrest"}


def test_a_release_with_two_possible_arrests_follows_neither_for_certain() -> None:
    """Where two arrests may have led to a release nothing is inferred."""
    reports = [told("arrest", "2026-01", event="x"), told("arrest", "2026-01", event="y"), told("release_full", "2026-01-20")]
    release = _events(*reports)["release_full"]
    assert release.after == ()


def test_a_release_after_a_sure_arrest_says_nothing_of_another() -> None:
    """Where one arrest surely came before, another is not ordered with the release."""
    reports = [told("arrest", "2014"), told("arrest", "2026-01", event="later"), told("release_full", "2026-01-20")]
    assert _events(*reports)["release_full"].after == ()


@pytest.mark.parametrize("kind", ["arrest", "rearrest", "disappearance", "transfer", "house_arrest", "release_unspecified", "exile"])
def test_nobody_is_arrested_or_freed_after_death(kind: str) -> None:
    """What only the living undergo comes before a death; dates that say otherwise are a conflict, and nothing is certain."""
    assert kind in _before("death", told(kind, "2021"), told("death", "2021-06"))
    events = history([told("death", "2020-05-01"), told(kind, "2021-01-01")], fresh_within=None)
    assert conflicts(event_frame({"p": events})).height == 1
    assert not possible_states(event_frame({"p": events}))["certain"].any()


def test_a_court_may_acquit_the_dead() -> None:
    """A decision after a death contradicts nothing."""
    events = history([told("death", "2020-05-01"), told("acquittal", "2021-01-01")], fresh_within=None)
    assert conflicts(event_frame({"p": events})).is_empty()


def test_a_rearrest_follows_the_only_release() -> None:
    """What a source calls a re-arrest came after the only release there is, though both fall on one day."""
    reports = [told("arrest", "2025-05-23"), told("release_conditional", "2026-02-08"), told("rearrest", "2026-02-08")]
    assert "release_conditional" in _before("rearrest", *reports)


def test_an_arrest_and_a_release_of_one_day_stay_as_they_are_where_an_earlier_arrest_is_known() -> None:
    """Two events on one day stay unordered unless something says otherwise."""
    reports = [told("arrest", "2025-05-23"), told("release_full", "2026-02-08"), told("arrest", "2026-02-08", event="again")]
    events = history(reports, fresh_within=None)
    release, again = (next(event for event in events if event.reports[0].statement_id == one.statement_id) for one in reports[1:])
    assert not follows_surely(release, again)
    assert not follows_surely(again, release)


def test_a_row_orders_its_own_events() -> None:
    """The order that a row gives to its events is known; keys of other rows mean nothing to it."""
    arrest = told("arrest", "2026", record="r", key="a")
    release = told("release_full", "2026", record="r", key="b", after=("a", "z"))
    other = told("exile", "2026", record="s", after=("a",))
    assert _before("release_full", arrest, release, other) == {"arrest"}
    assert "arrest" not in _before("exile", arrest, release, other)


def test_the_known_order_is_closed() -> None:
    """What comes before something that comes before a third comes before the third."""
    first = told("arrest", "2026", record="r", key="a")
    second = told("release_full", "2026", record="r", key="b", after=("a",))
    third = told("exile", "2026", record="r", key="c", after=("b",))
    assert _before("exile", first, second, third) == {"arrest", "release_full"}


def test_a_visit_needs_the_arrest() -> None:
    """A visit or a denial of the whereabouts comes after the only arrest, though the day is the same."""
    assert _before("contact_allowed", told("arrest", "2026-01-01"), told("contact_allowed", "2026-01-01")) == {"arrest"}


@settings(deadline=None)
@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 5), st.integers(0, 5))
def test_nothing_follows_surely_both_ways(one: int, other: int, width: int, breadth: int) -> None:
    """By their days alone, of two events at most one surely follows the other."""
    first, second = (
        Event(event_id=name, person_id="p", kind="arrest", states=("deprived",), lo=lo, hi=lo + wide)
        for name, lo, wide in (("a", one, width), ("b", other, breadth))
    )
    assert not (follows_surely(first, second) and follows_surely(second, first))


def test_a_transfer_comes_before_the_last_release() -> None:
    """Only who is held is transferred: where nobody was arrested after the release, the transfer came before it."""
    reports = [told("arrest", "2025-05-09"), told("transfer", "2025-05/2026-01"), told("release_unspecified", "2026-01-30")]
    assert _before("release_unspecified", *reports) == {"arrest", "transfer"}


def test_a_transfer_may_follow_a_release_when_an_arrest_does() -> None:
    """Where an arrest came after the release, the transfer may belong to that custody."""
    reports = [
        told("arrest", "2025-01-09"),
        told("release_unspecified", "2025-06-01"),
        told("rearrest", "2025-09-01"),
        told("transfer", "2025-02/2025-12"),
    ]
    assert "transfer" not in _before("release_unspecified", *reports)
