from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from amparo.errors import BadInput
from amparo.workflows.session import at_work, wall_clock
from tests.workflows.sitting import ANA, Clock, Desk


def test_moments_are_utc_to_the_microsecond(desk: Desk) -> None:
    """Whatever zone the clock is in, a moment is written in UTC, so that texts sort as moments do."""
    desk.clock.moment = datetime(2026, 2, 1, 22, 30, 0, 7, tzinfo=timezone(timedelta(hours=-4)))
    assert desk.session.now() == "2026-02-02T02:30:00.000007Z"
    assert desk.session.today() == date(2026, 2, 2)


def test_the_wall_clock_is_in_utc() -> None:
    """The real clock knows its zone."""
    assert wall_clock().tzinfo is UTC
    assert abs(wall_clock() - datetime.now(UTC)) < timedelta(seconds=5)


def test_a_statement_carries_who_and_when(desk: Desk) -> None:
    """What a session records says who recorded it and when."""
    said = desk.session.statement(subject_kind="person", subject="p1", property="name", value="Ana", source="nota")
    assert (said.recorded_by, said.recorded_at) == ("yo", "2026-02-01T12:00:00.000000Z")


def test_a_sitting_closes_its_registry(desk: Desk) -> None:
    """What was recorded in one sitting is there in the next; without a registry there is no sitting."""
    desk.bring(ANA)
    with at_work(desk.session.registry.folder, who="otra", clock=Clock()) as session:
        assert session.imports().height == 1
        assert session.who == "otra"
    with pytest.raises(BadInput, match="no_registry"), at_work(desk.folder / "nowhere", who="yo"):
        raise AssertionError


def test_knowledge_ends_with_its_day(desk: Desk) -> None:
    """What was recorded on a day is known at that day's end, and not at the end of the day before."""
    desk.bring(ANA)
    assert desk.session.standing(date(2026, 1, 31)).is_empty()
    assert desk.session.standing(date(2026, 2, 1)).height == desk.session.standing().height > 0
