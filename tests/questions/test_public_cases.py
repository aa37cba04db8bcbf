"""The real public cases of Venezuela, as printed by many outlets: what the record can and cannot say of them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from amparo.histories.event import Event
from amparo.histories.measures import measures, restriction_level
from amparo.histories.people import People, day, people
from amparo.histories.status import status
from amparo.questions.counts import count
from amparo.questions.rule import Rule
from amparo.store import create_registry
from amparo.workflows.answers import answer_person, find_people
from amparo.workflows.imports import import_file
from amparo.workflows.session import Session
from tests.realdata import folder


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """Give a session in a registry of the facilities and the public cases."""
    data = folder("venezuela")
    registry_folder: Path = tmp_path_factory.mktemp("public") / "registry"
    with create_registry(registry_folder) as registry:
        sitting = Session(registry, "tests")
        for kind, name in (("facilities", "facilities.csv"), ("cases", "public_cases.csv")):
            assert not import_file(sitting, kind, data / name).refused
        yield sitting


@pytest.fixture(scope="module")
def everybody(session: Session) -> People:
    """Give the persons of that registry."""
    return people(session.standing())


def _person(session: Session, name: str) -> str:
    ((person, _, _),) = find_people(session, name)
    return person


def _events(session: Session, name: str) -> dict[str, Event]:
    found = answer_person(session, _person(session, name), on=None, fresh_within=None)
    return {event.kind: event for event in found.events}


def _states(session: Session, name: str, on: str, *, fresh_within: int | None = 180) -> set[str]:
    return set(answer_person(session, _person(session, name), on=date.fromisoformat(on), fresh_within=fresh_within).states)


def _days(event: Event) -> tuple[str, str]:
    return str(day(event.lo)), str(day(event.hi))


def test_a_rearrest_within_a_day_stands_between_a_release_and_a_house_arrest(session: Session) -> None:
    """Released, taken again within a day of which sources dispute the date, then at home, then free on one of two days."""
    events = _events(session, "Juan Pablo Guanipa")
    assert _days(events["rearrest"]) == ("2026-02-08", "2026-02-09")
    assert _days(events["release_full"]) == ("2026-02-19", "2026-02-20")
    assert events["rearrest"].disputed
    assert events["release_full"].disputed
    assert events["release_conditional"].event_id in events["rearrest"].after
    days = ("2026-02-07", "2026-02-09", "2026-02-10", "2026-02-19", "2026-02-20")
    assert [_states(session, "Juan Pablo Guanipa", on) for on in days] == [
        {"deprived"}, {"deprived"}, {"house_arrest"}, {"house_arrest", "full_liberty"}, {"full_liberty"},
    ]  # fmt: skip


def test_the_measures_of_a_release_end_with_the_rearrest(session: Session, everybody: People) -> None:
    """Reporting every thirty days ended with the new arrest; at home the heaviest level was confinement, and after full liberty none."""
    found = measures(everybody, _person(session, "Juan Pablo Guanipa"))
    reporting = next(measure for measure in found if measure.token == "periodic_reporting")
    assert reporting.terms == {"every_days": 30}
    assert reporting.in_force(date(2026, 2, 12)) == "no"
    assert restriction_level(found, date(2026, 2, 15)) == {"home"}
    assert restriction_level(found, date(2026, 2, 21)) == {"none"}


def test_two_dates_thirty_one_days_apart_are_one_disputed_arrest(session: Session) -> None:
    """An arrest of 27 July according to one outlet and of 27 August according to another is one arrest of disputed day."""
    arrest = _events(session, "Perkins Rocha")["arrest"]
    assert _days(arrest) == ("2024-07-27", "2024-08-27")
    assert (arrest.disputed, len(arrest.sources)) == (True, 2)
    assert _states(session, "Perkins Rocha", "2024-08-01") == {"no_record", "deprived"}


def test_a_release_that_was_a_move_home(session: Session) -> None:
    """A release of two days, a house arrest on the second of them and full liberty by the amnesty: each is kept, and free is free."""
    events = _events(session, "Freddy Superlano")
    assert _days(events["release_conditional"]) == ("2026-02-08", "2026-02-09")
    assert _states(session, "Freddy Superlano", "2026-02-12") == {"house_arrest", "released_under_measures"}
    assert _states(session, "Freddy Superlano", "2026-02-27") == {"full_liberty"}


def test_two_days_of_1994_and_a_year_are_one_event(session: Session) -> None:
    """26 March, 27 March and "1994" are one release, disputed between the two days, with three statements behind it."""
    release = _events(session, "Hugo Chávez")["release_full"]
    assert _days(release) == ("1994-03-26", "1994-03-27")
    assert (release.disputed, len(release.reports)) == (True, 3)
    assert _states(session, "Hugo Chávez", "1994-03-26") == {"deprived", "full_liberty"}


def test_an_exile_of_three_days_and_a_sentence(session: Session) -> None:
    """House arrest "about 2017", a release of 2019 and an exile on one of three days of October 2020; the sentence leaves finality open."""
    events = _events(session, "Leopoldo López")
    assert _days(events["exile"]) == ("2020-10-23", "2020-10-25")
    assert _states(session, "Leopoldo López", "2015-01-01", fresh_within=None) == {"deprived"}
    assert _states(session, "Leopoldo López", "2020-11-01") == {"exiled"}
    found = status(people(session.standing()), _person(session, "Leopoldo López"), date(2015, 12, 1), fresh_within=180)
    assert set(found.proceedings.values) == {"convicted_final", "convicted_not_final"}


def test_whoever_was_taken_and_never_heard_of_again_may_be_held(session: Session) -> None:
    """Without a release on record somebody may be held for ever, surely only while a source has said so of late."""
    on = ("2024-09-15", "2024-09-16", "2026-03-17")
    assert [_states(session, "Henry Alviárez", when) for when in on] == [{"deprived"}, {"deprived", "unknown"}, {"deprived", "unknown"}]
    assert _states(session, "Henry Alviárez", "2026-03-17", fresh_within=None) == {"deprived"}


def test_counts_of_the_cases_are_bounded_and_add_up(everybody: People) -> None:
    """In the public cases the stock falls and the releases rise over the winter of 2026; each gap is accounted for."""
    held = {on: count(everybody, Rule(states=("deprived",), on=on)) for on in (date(2026, 1, 1), date(2026, 3, 17))}
    assert held[date(2026, 3, 17)].persons.at_most < held[date(2026, 1, 1)].persons.at_most
    released = count(everybody, Rule(kinds=("release",), since=date(2026, 1, 8), until=date(2026, 3, 17)))
    assert released.persons.at_least >= 15
    for answer in (*held.values(), released):
        assert sum(answer.gap.values()) == answer.persons.gap
        assert answer.statements
