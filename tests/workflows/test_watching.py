from datetime import date
from pathlib import Path

import attrs
import pytest

from amparo.errors import BadInput, WrongUse
from amparo.histories.people import people
from amparo.questions.flows.changes import KINDS, worded
from amparo.words import LANGUAGES
from amparo.workflows.demo import make_demo_registry
from amparo.workflows.flows import answer_flows, write_charts
from amparo.workflows.imports import import_file
from amparo.workflows.recording import NewStatement, record
from amparo.workflows.session import Session
from amparo.workflows.watching import answer_pledges, answer_watch
from tests.workflows.sitting import Desk

ON = date(2026, 3, 17)
HEAD = ("pledge_id,source_url,stated_on,pledger,pledger_kind,act,from,due,value,value_high,qualifier,population,facility,instrument,stage,"
        "note,language")  # fmt: skip

COVERED = """\
format: amparo-case/1
person: {id: zz-1, facts: {at_law: true}}
charges:
- id: c1
  status: [charged]
  offences: [public_disorder]
  offences_complete: true
  events_complete: true
  act: {start: 2014-03-12, end: 2014-03}
  events: {ve.2014.protests: true}
  known_false: [crime_against_humanity, grave_hr_violation, war_crime, foreign_armed_action]
"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """The registry of the bundled data."""
    return make_demo_registry(tmp_path_factory.mktemp("watch") / "registry")


def test_public_pledges_are_followed_to_what_is_known(demo: Session) -> None:
    """Each bundled pledge has its verdict, and whatever decides it is shown."""
    followed = {one.pledge.pledge_id: one for one in answer_pledges(demo, on=ON)}
    assert {name: one.verdict for name, one in followed.items()} == {
        "ve-p-2025-07-swap": "cannot_tell",
        "ve-p-2025-12-99": "cannot_tell",
        "ve-p-2026-01-116": "late",
        "ve-p-2026-01-helicoide": "cannot_tell",
        "ve-p-2026-02-all": "broken",
        "ve-p-2026-02-debate": "late",
    }
    assert followed["ve-p-2025-12-99"].gap == (16, 38)
    assert all(one.evidence for one in followed.values())


def test_the_watch_finds_what_changed(demo: Session) -> None:
    """The re-arrest, the deadlines, the facility and the measures of February are found, in an order and in words of both languages."""
    answer = answer_watch(demo, since=date(2026, 2, 1), on=ON)
    found = answer.findings
    kinds = [one.kind for one in found]
    assert {"rearrest", "deadline_passed", "closed_but_placed", "measure_imposed"} <= set(kinds)
    assert kinds == sorted(kinds, key=KINDS.index)
    assert all(worded(one, language) for one in found for language in LANGUAGES)
    names = {answer.people.name(one.person) for one in found if one.person}
    assert not any(name in worded(one, "es") for name in names for one in found)


def test_a_later_day_finds_no_more(demo: Session) -> None:
    """What is new since a later day is new since an earlier one."""
    early, late = (answer_watch(demo, since=since, on=ON).findings for since in (date(2026, 2, 1), date(2026, 2, 20)))
    dated = {"rearrest", "measure_imposed", "deadline_passed"}
    assert {(one.kind, one.refs) for one in late if one.kind in dated} <= {(one.kind, one.refs) for one in early}


def test_flows_of_the_bundled_data_hold_together(demo: Session, tmp_path: Path) -> None:
    """Estimates lie between bounds' floors and ceilings, both halves of the ratio are the record's, and charts come with tables."""
    report = answer_flows(demo, since=date(2014, 1, 1), until=ON)
    for chance in (*report.release_within, *report.redetained_within):
        assert 0 <= chance.surely <= chance.possibly <= chance.of
    assert report.replacement.detained == (report.detained[0].at_least, report.detained[0].at_most)
    assert report.to_dict() == answer_flows(demo, since=date(2014, 1, 1), until=ON).to_dict()
    names = [path.name for path in write_charts(report, tmp_path / "charts", "es")]
    assert names == [f"{name}.{kind}" for name in ("weeks", "released", "redetained") for kind in ("svg", "csv")]
    svg = (tmp_path / "charts" / "weeks.svg").read_text(encoding="utf-8")
    write_charts(report, tmp_path / "again", "es")
    assert (tmp_path / "again" / "weeks.svg").read_text(encoding="utf-8") == svg
    assert "<title" in svg
    assert "<script" not in svg


def test_the_watch_names_who_is_covered_and_still_held(tmp_path: Path) -> None:
    """Somebody whom the law in force covers is named while held, not before the law, and not once freed."""
    session = make_demo_registry(tmp_path / "registry")
    cases = tmp_path / "case.yml"
    cases.write_text(COVERED, encoding="utf-8")
    import_file(session, "casefiles", cases)
    everybody = people(session.standing())
    (held,) = (person for person, said in everybody.sayings.items() if "charge" in said)
    arrest = NewStatement(subject=held, property="event", value={"kind": "arrest"}, happened_on="2026-01-20", source="zz")
    record(session, arrest)

    def named(on: date) -> list[tuple[str | None, bool]]:
        return [(one.person, one.certain) for one in answer_watch(session, on=on).findings if one.kind == "covered_but_held"]

    assert named(date(2026, 2, 1)) == []
    assert named(ON) == [(held, True)]
    record(session, attrs.evolve(arrest, value={"kind": "release_full"}, happened_on="2026-03-01"))
    assert named(ON) == []


def test_a_window_that_ends_before_it_begins_is_refused(demo: Session) -> None:
    """Reversed days are said, not answered."""
    for answer in (lambda: answer_flows(demo, since=ON, until=date(2026, 1, 1)), lambda: answer_watch(demo, since=ON, on=date(2026, 1, 1))):
        with pytest.raises(WrongUse):
            answer()


def test_a_pledge_must_say_what_it_is_about(desk: Desk) -> None:
    """A promise of a number without the number cannot be followed, and its row is refused with the column."""
    path = desk.folder / "pledges.csv"
    path.write_text(f"{HEAD}\nzz-1,https://example.org/a,2026-02-01,Gobierno,government,release,,2026-02-10,,,,,,,,,es\n", encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        import_file(desk.session, "pledges", path)
    assert {(problem.code, problem.column) for problem in refused.value.problems} == {
        ("ingest.pledge_needs", "value"),
        ("ingest.pledge_needs", "qualifier"),
    }


def test_a_pledge_is_imported_once_and_followed(desk: Desk) -> None:
    """The same file adds nothing, and a promise on an empty record cannot be told."""
    path = desk.folder / "pledges.csv"
    path.write_text(
        f"{HEAD}\nzz-1,https://example.org/a,2025-12-01,Gobierno,government,release_all,,2026-01-10,,,,,,,,,es\n", encoding="utf-8"
    )
    assert import_file(desk.session, "pledges", path).added == 1
    assert import_file(desk.session, "pledges", path).already
    (found,) = answer_pledges(desk.session)
    assert (found.verdict, found.reason) == ("cannot_tell", "nobody_counted")
