"""Tests of `amparo.histories.presence`: what vouches for a state after the event that led to it."""

import pytest

from amparo.histories.event import Event
from amparo.histories.events import history
from amparo.histories.reports import Report
from tests.histories.told import number, told


def _listed(when: str, *, source: str = "list", states: tuple[str, ...] = ("deprived",), denied: bool = False) -> Report:
    return told("listed", when, source=source, states=states, denied=denied)


def _cited(kind: str, *reports: Report) -> int | None:
    return next(event.cited for event in history(reports, fresh_within=None) if event.kind == kind)


def _arrests(*reports: Report) -> list[Event]:
    return [event for event in history(reports, fresh_within=None) if event.step == "takes"]


def test_a_list_of_those_held_cites_the_arrest_once_more() -> None:
    """A list supports the arrest up to the day of its edition."""
    assert _cited("arrest", told("arrest", "2024-03-01"), _listed("2026-01-15")) == number("2026-01-15")


def test_an_older_list_takes_nothing_back() -> None:
    """The last day on which a state was cited never moves back."""
    arrest = told("arrest", "2024-03-01", stated="2026-02-01")
    assert _cited("arrest", arrest, _listed("2025-01-15")) == number("2026-02-01")


def test_a_list_after_a_release_tells_of_an_arrest_that_nobody_recorded() -> None:
    """Whoever is listed as held after a release was taken again between the two."""
    reports = [told("arrest", "2024-03-01"), told("release_full", "2024-06-01"), _listed("2026-01-15")]
    inferred = _arrests(*reports)[-1]
    assert inferred.implicit
    assert (inferred.lo, inferred.hi) == (number("2024-06-01"), number("2026-01-15"))


def test_a_list_alone_tells_of_an_arrest() -> None:
    """Whoever is listed as held was taken at some time before, on a day that nobody knows."""
    inferred = _arrests(_listed("2026-01-15"))
    assert [(event.lo, event.hi, event.implicit) for event in inferred] == [(None, number("2026-01-15"), True)]


def test_lists_alone_are_sources_of_what_they_tell() -> None:
    """An arrest known from lists alone rests on all the lists, and on each source once."""
    found = _arrests(_listed("2026-01-15", source="a"), _listed("2026-02-15", source="b"), _listed("2026-03-15", source="b"))
    assert [event.sources for event in found] == [{"a", "b"}]


def test_a_list_does_not_report_an_arrest_that_others_report() -> None:
    """A list that cites a recorded arrest once more stands behind it, but is no source of the event."""
    arrest, listing = told("arrest", "2024-03-01", source="a"), _listed("2026-01-15", source="b")
    (event,) = _arrests(arrest, listing)
    assert event.sources == {"a"}
    assert [one.statement_id for one in event.vouchers] == [listing.statement_id]


@pytest.mark.parametrize("listing", [_listed("2026-01-15", denied=True), _listed("2026-01-15", states=())], ids=["denied", "says nothing"])
def test_a_list_that_says_nothing_of_custody_vouches_for_nothing(listing: Report) -> None:
    """A list without states, or a denial of being on it, supports no state."""
    assert _cited("arrest", told("arrest", "2024-03-01"), listing) == number("2024-03-01")


def test_a_release_says_that_there_was_custody_until_then() -> None:
    """A release cites the arrest that it ends up to its own earliest day."""
    assert _cited("arrest", told("arrest", "2024-03-01"), told("release_full", "2026-01-15/2026-01-17")) == number("2026-01-15")


def test_a_release_says_nothing_of_the_custody_before_another_release() -> None:
    """A release does not cite a custody that surely ended before."""
    reports = [
        told("arrest", "2020-03-01"),
        told("release_full", "2021-01-01"),
        told("arrest", "2024-01-01"),
        told("release_full", "2025-01-01"),
    ]
    first, *_ = _arrests(*reports)
    assert first.cited == number("2021-01-01")


def test_where_nobody_knows_which_custody_was_the_last_a_list_cites_both() -> None:
    """An arrest and a transfer whose order by days is open are both cited by a later list, so that neither falls silent."""
    arrest, transfer = told("arrest", "1992-02-04"), told("transfer", "1992")
    events = history([arrest, transfer, _listed("1993-06-01")], fresh_within=None)
    last = next(event for event in events if event.kind == "transfer")
    assert last.cited == number("1993-06-01")
