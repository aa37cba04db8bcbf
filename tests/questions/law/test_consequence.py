from collections.abc import Sequence
from datetime import date

import pytest

from amparo.histories.event import Event
from amparo.histories.people import days
from amparo.histories.reports import Report
from amparo.histories.status import Finding
from amparo.questions.law.assessing import PersonAnswer
from amparo.questions.law.consequence import Consequence, consequence
from amparo.statements import kinds

ON = date(2031, 3, 1)
LAW = frozenset({"zz/ley/2031/ejemplo"})


def event(kind: str, day: str, instrument: str | None = "zz/ley/2031/ejemplo") -> Event:
    """Return an event that one source reports."""
    lo, hi = days(day)
    details = {"instrument": instrument} if instrument else {}
    report = Report(
        statement_id=f"s-{kind}-{day}", person_id="p", kind=kind, lo=lo, hi=hi, edtf=day, source="zz", record="r", details=details
    )
    return Event(event_id=f"e-{kind}-{day}", person_id="p", kind=kind, states=kinds()[kind].states, lo=lo, hi=hi, reports=(report,))


def found(events: Sequence[Event], *, held: bool = True, coverage: PersonAnswer = "covered") -> Consequence:
    """Return where a person stands."""
    custody = Finding(("deprived",) if held else ("full_liberty",))
    return consequence(coverage, custody, events, (), instruments=LAW, on=ON)


@pytest.mark.parametrize(
    ("events", "stage"),
    [
        ((), ("not_applied",)),
        ((event("amnesty_requested", "2031-02-20"),), ("pending",)),
        ((event("amnesty_requested", "2031-02-10"), event("amnesty_granted", "2031-02-20")), ("granted",)),
        ((event("amnesty_requested", "2031-02-10"), event("amnesty_denied", "2031-02-20")), ("refused",)),
        ((event("amnesty_denied", "2031-02-10"), event("appeal", "2031-02-20")), ("appealed",)),
        ((event("amnesty_requested", "2031-02"), event("amnesty_granted", "2031-02-20")), ("granted", "pending")),
        ((event("amnesty_granted", "2031-02-20", "another law"),), ("not_applied",)),
        ((event("amnesty_granted", "2031-04-20"),), ("not_applied",)),
    ],
    ids=["nothing", "applied", "granted", "refused", "appealed", "month only", "another law", "later"],
)
def test_the_last_step_of_an_application_is_the_stage(events: tuple[Event, ...], stage: tuple[str, ...]) -> None:
    """What a court did last is where the application stands; a date that is not exact leaves two stages possible."""
    assert found(events).application == stage


def test_a_pending_application_counts_its_days() -> None:
    """Day 9 of 15 is in time; day 19 is four days overdue, for certain."""
    in_time, late = found([event("amnesty_requested", "2031-02-20")]), found([event("amnesty_requested", "2031-02-10")])
    assert (in_time.day, in_time.overdue) == ((9, 9), None)
    assert (late.day, late.overdue) == ((19, 19), (4, 4))
    assert "decision_overdue" in late.certain_alerts


def test_coverage_and_custody_are_kept_apart() -> None:
    """Covered and held is an alert; covered and free, or held and excluded, is none; a grant that frees nobody is one."""
    assert found([]).certain_alerts == ("covered_but_held",)
    assert found([], held=False).alerts == ()
    assert found([], coverage="excluded").alerts == ()
    assert found([event("amnesty_granted", "2031-02-20")], coverage="cannot_tell").certain_alerts == ("granted_but_held",)


def test_a_new_arrest_after_the_grant_is_counted_in_days() -> None:
    """The revolving door: ten days from the grant to the arrest; an arrest before the grant is none."""
    grant = event("amnesty_granted", "2031-02-10")
    assert found([grant, event("arrest", "2031-02-20", None)]).redetained == (10, 10)
    assert found([grant, event("arrest", "2031-02-01", None)]).redetained is None
