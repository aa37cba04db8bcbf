"""Tests of the law over a registry: texts that are imported, whom they cover, where each person stands, and what is withheld."""

from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import attrs
import pytest

from amparo.errors import BadInput
from amparo.questions.law import assess
from amparo.questions.law.bounds import answer_bounds, change_bounds
from amparo.workflows.coverage import compare_registry, coverage, person_coverage
from amparo.workflows.imports import import_file
from amparo.workflows.law import cases_in, instrument_in, instruments, instruments_in
from amparo.workflows.law_due import due_days
from amparo.workflows.law_path import line_of_time
from amparo.workflows.recording import NewStatement, new_person, record
from tests.workflows.sitting import Desk

LAW = "ve/ley/2026/amnistia-convivencia-democratica"
SHIPPED = files("amparo.questions.law") / "instruments"
GAZETTE, BILL = "ve-2026-amnistia.v3-gazette-2026-02-19.yaml", "ve-2026-amnistia.v1-bill-2026-02-05.yaml"
ON = date(2026, 3, 17)
CHARGE: dict[str, Any] = {
    "id": "c1", "status": ["charged"], "offences": [], "offences_complete": True, "events_complete": True,
    "act": {"start": "2014-03-12", "end": "2014-03-12"}, "events": {"ve.2014.protests": True},
    "known_false": ["crime_against_humanity", "grave_hr_violation", "war_crime", "foreign_armed_action"],
}  # fmt: skip
PATCH = f"""format: amparo-instrument/1
id: {LAW}
version: {{label: v4-proposal, of: v3-gazette, date: 2026-04-01}}
kind: amendment
text_status: {{level: secondary}}
sources: {{S1: {{what: an invented proposal}}}}
options: {{open: {{set: {{"7": {{fact: status, in: [exposed, investigated, charged, convicted]}}}}, source: [S1]}}}}
"""


def somebody(desk: Desk, name: str = "Persona Inventada", *, exposure: int = 2, at_law: bool | None = True, **charge: Any) -> str:
    """Record a person with one charge, and return the id."""
    person, _ = new_person(desk.session, name=name, source="zz", exposure=exposure)
    if at_law is not None:
        record(desk.session, NewStatement(subject=person, property="case_fact", value={"name": "at_law", "value": at_law}, source="zz"))
    record(desk.session, NewStatement(subject=person, property="charge", value={**CHARGE, **charge}, source="zz"))
    return person


def happened(desk: Desk, person: str, kind: str, day: str, **details: Any) -> None:
    """Record an event of a person."""
    value = {"kind": kind, **details}
    record(desk.session, NewStatement(subject=person, property="event", value=value, happened_on=day, source="zz"))


def written(desk: Desk, text: str, name: str = "texto.yaml") -> Path:
    """Write a file and return its path."""
    path = desk.folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_text_that_was_imported_goes_before_the_same_of_the_package(desk: Desk) -> None:
    """A corrected wording of an article is what the registry answers with from then on; the package keeps its own."""
    text = (SHIPPED / GAZETTE).read_text(encoding="utf-8")
    assert text.count("from: 2014-02-01, to: 2014-06-30") == 1
    corrected = text.replace("from: 2014-02-01, to: 2014-06-30", "from: 2014-02-01, to: 2014-02-28").partition("examples:")[0]
    person = somebody(desk)
    assert person_coverage(desk.session, instrument_in(desk.session, LAW), person, on=ON).assessment.person == "covered"
    import_file(desk.session, "instruments", written(desk, corrected))
    assert person_coverage(desk.session, instrument_in(desk.session, LAW), person, on=ON).assessment.person == "excluded"
    assert instrument_in(None, LAW).document["provisions"] != instrument_in(desk.session, LAW).document["provisions"]
    assert instrument_in(desk.session, "VE-2026-LEY-AMNISTIA-CONVIVENCIA").label == "v3-gazette"


def test_a_bill_that_was_imported_does_not_take_the_place_of_the_law(desk: Desk) -> None:
    """The id alone means the last text that is no bill, wherever it lies; the bill is had by its version."""
    import_file(desk.session, "instruments", written(desk, (SHIPPED / BILL).read_text(encoding="utf-8")))
    assert instrument_in(desk.session, LAW).label == "v3-gazette"
    assert instrument_in(desk.session, f"{LAW}@v1-first-discussion").kind == "bill"


def test_a_patch_that_was_imported_finds_its_base_in_the_package(desk: Desk) -> None:
    """A deputy's amendment alone is enough: the version that it amends is there."""
    import_file(desk.session, "instruments", written(desk, PATCH))
    person = somebody(desk, at_law=False)
    before, after = instrument_in(desk.session, LAW), instrument_in(desk.session, f"{LAW}@v4-proposal")
    assert after.label == "v4-proposal"
    document = compare_registry(desk.session, before, after).to_dict()
    assert list(document["became_certain"]) == [person]
    assert document["bounds"]["gained"] == {"at_least": 0, "at_most": 1}


def test_texts_of_the_registry_can_be_chosen_beside_those_of_the_package(desk: Desk) -> None:
    """All texts of the package are there before and after; an imported amendment is one more, a corrected law stands in for its own."""
    before = {f"{one.id}@{one.label}": one for one in instruments_in(desk.session)}
    assert before == {f"{one.id}@{one.label}": one for one in instruments()}
    import_file(desk.session, "instruments", written(desk, PATCH))
    corrected = (SHIPPED / GAZETTE).read_text(encoding="utf-8").partition("examples:")[0]
    import_file(desk.session, "instruments", written(desk, corrected.replace("to: 2014-06-30", "to: 2014-02-28"), "ley.yaml"))
    after = {f"{one.id}@{one.label}": one for one in instruments_in(desk.session)}
    assert after.keys() - before.keys() == {f"{LAW}@v4-proposal"}
    assert {name for name in before if after[name] is not before[name]} == {f"{LAW}@v3-gazette"}
    assert "v4-proposal" in next(line for line in line_of_time(texts=after.values()) if line.id == LAW).versions
    import_file(desk.session, "instruments", written(desk, PATCH.replace("of: v3-gazette", "of: nobody-has-it").replace("v4-", "v5-")))
    assert len(instruments_in(desk.session)) == len(after)


def test_a_text_with_a_mistake_changes_nothing(desk: Desk) -> None:
    """Its line is named, and the log is as it was."""
    height = desk.height()
    with pytest.raises(BadInput) as refusal:
        import_file(desk.session, "instruments", written(desk, PATCH.replace("fact: status", "fakt: status")))
    assert [problem.row for problem in refusal.value.problems] == [7]
    assert desk.height() == height


def test_everybody_is_asked_and_the_numbers_are_those_of_the_cases(desk: Desk) -> None:
    """Over the registry each person has the answer of their case file; the bounds are those of the cases, two who may be one a web."""
    people = [somebody(desk), somebody(desk, at_law=None), somebody(desk, offences=["homicide_intentional"])]
    undecided = {"other": people[2], "decision": "undecided"}
    record(desk.session, NewStatement(subject=people[0], property="same_person", value=undecided, source="zz"))
    law, bill = instrument_in(desk.session, LAW), instrument_in(desk.session, f"{LAW}@v1-first-discussion")
    found = coverage(desk.session, law, on=ON)
    answers = {one.person_id: one.assessment.person for one in found.persons}
    assert answers == dict(zip(people, ("covered", "cannot_tell", "excluded"), strict=True))
    webs = [frozenset((people[0], people[2]))]
    assert found.bounds == answer_bounds([one.assessment for one in found.persons], webs)
    assert {name: (one.at_least, one.at_most) for name, one in found.bounds.items()} == {
        "covered": (0, 2), "partial": (0, 1), "excluded": (0, 2), "cannot_tell": (1, 1),
    }  # fmt: skip
    cases = [one.assessment.case for one in found.persons]
    assert compare_registry(desk.session, bill, law).bounds == change_bounds(bill, law, cases, webs)


def test_what_two_sources_say_differently_are_the_possible_values(desk: Desk) -> None:
    """At law by one source and not by another: nobody can tell, it is to be found out, and no earlier answer changes."""
    person = somebody(desk)
    law = instrument_in(desk.session, LAW)
    assert person_coverage(desk.session, law, person, on=ON).assessment.person == "covered"
    desk.clock.moment = desk.clock.moment.replace(day=9)
    record(desk.session, NewStatement(subject=person, property="case_fact", value={"name": "at_law", "value": False}, source="zz-2"))
    found = person_coverage(desk.session, law, person, on=ON)
    assert found.assessment.person == "cannot_tell"
    assert found.assessment.charges["c1"].missing == ["at_law", "placed_self_at_law_after"]
    assert person_coverage(desk.session, law, person, on=ON, known_at=date(2026, 2, 5)).assessment.person == "covered"


def test_names_are_withheld_by_their_exposure(desk: Desk) -> None:
    """A public name is shown beside the change; of everybody else there is the id, in words and in the document."""
    hidden, public = somebody(desk, "Nombre Reservado", at_law=None), somebody(desk, "Nombre Público", exposure=5, at_law=None)
    law, bill = instrument_in(desk.session, LAW), instrument_in(desk.session, f"{LAW}@v1-first-discussion")
    over = compare_registry(desk.session, bill, law)
    assert dict(over.names) == {public: "Nombre Público"}
    found = coverage(desk.session, law, on=ON)
    assert {one.person_id: one.name for one in found.persons} == {hidden: None, public: "Nombre Público"}
    for document in (over.to_dict(), found.to_dict(), [one.to_dict() for one in due_days(on=ON, session=desk.session)]):
        assert "Nombre" not in str(document)
    assert list(over.to_dict())[-2:] == ["totals", "bounds"]


@pytest.mark.parametrize(
    ("events", "application", "day", "alerts"),
    [
        ([], ("not_applied",), None, {"covered_but_held"}),
        ([("amnesty_requested", "2026-03-08")], ("pending",), (9, 9), {"covered_but_held"}),
        ([("amnesty_requested", "2026-02-25")], ("pending",), (20, 20), {"covered_but_held", "decision_overdue"}),
        ([("amnesty_requested", "2026-02-25"), ("amnesty_granted", "2026-03-01")], ("granted",), None, {"perhaps granted_but_held"}),
        ([("amnesty_requested", "2026-02-25"), ("amnesty_denied", "2026-03-01")], ("refused",), None, {"covered_but_held"}),
        ([("amnesty_requested", "2026-02-25"), ("amnesty_denied", "2026-03-01"), ("appeal", "2026-03-05")], ("appealed",), None,
         {"covered_but_held"}),
        ([("amnesty_granted", "2026-03-01"), ("release_full", "2026-03-02")], ("granted",), None, set()),
        ([("amnesty_granted", "2026-03-01"), ("release_full", "2026-03-02"), ("rearrest", "2026-03-12")], ("granted",), None,
         {"covered_but_held", "granted_but_held", "redetained"}),
    ],
    ids=["nothing", "day 9 of 15", "day 20 of 15", "granted, no release told", "refused", "appealed", "freed", "detained again"],
)  # fmt: skip
def test_where_a_person_stands_is_told_apart_from_what_the_law_says(
    desk: Desk, events: list[tuple[str, str]], application: tuple[str, ...], day: tuple[int, int] | None, alerts: set[str]
) -> None:
    """Covered all along; what was asked, decided and done is another thing, and says who needs somebody now."""
    person = somebody(desk)
    happened(desk, person, "arrest", "2026-01-20")
    for kind, on in events:
        happened(desk, person, kind, on, **({"instrument": LAW} if kind.startswith(("amnesty", "appeal")) else {}))
    found = person_coverage(desk.session, instrument_in(desk.session, LAW), person, on=ON)
    assert found.assessment.person == "covered"
    assert (found.consequence.application, found.consequence.day) == (application, day)
    standing = found.consequence
    assert {one if one in standing.certain_alerts else f"perhaps {one}" for one in standing.alerts} == alerts
    if "redetained" in alerts:
        assert found.consequence.redetained == (11, 11)
    if "decision_overdue" in alerts:
        assert found.consequence.overdue == (5, 5)


def test_measures_remain_until_a_source_tells_that_they_were_lifted(desk: Desk) -> None:
    """A grant ends measures in law: they may stand until their lifting is told, and surely do where one is imposed after it."""
    person, law = somebody(desk), instrument_in(desk.session, LAW)
    happened(desk, person, "arrest", "2026-01-20")
    happened(desk, person, "release_conditional", "2026-02-02", measures=["periodic_reporting"])
    happened(desk, person, "amnesty_granted", "2026-03-01", instrument=LAW)

    def standing() -> tuple[tuple[str, ...], bool, bool]:
        found = person_coverage(desk.session, law, person, on=ON).consequence
        alert = "granted_but_measures_remain"
        return found.measures, alert in found.alerts, alert in found.certain_alerts

    assert standing() == (("periodic_reporting",), True, False)
    happened(desk, person, "measure_imposed", "2026-03-05", measures=["travel_ban"])
    assert standing() == (("periodic_reporting", "travel_ban"), True, True)
    happened(desk, person, "measure_lifted", "2026-03-10")
    assert standing() == ((), False, False)


@pytest.mark.parametrize(
    ("day", "on", "due", "met"),
    [
        ("2026-03-01", date(2026, 3, 10), (date(2026, 3, 16), date(2026, 3, 16)), "pending"),
        ("2026-03-01", date(2026, 3, 20), (date(2026, 3, 16), date(2026, 3, 16)), "overdue"),
        ("2026-03-01/2026-03-08", date(2026, 3, 20), (date(2026, 3, 16), date(2026, 3, 23)), "unclear"),
    ],
    ids=["day 9 of 15", "four days late", "late, unless it was the eighth"],
)
def test_an_application_is_due_in_the_days_of_the_text(desk: Desk, day: str, on: date, due: tuple[date, date], met: str) -> None:
    """Fifteen days on end from the application, by article 11; a day that is not exact gives two days to be due by."""
    import_file(desk.session, "instruments", written(desk, (SHIPPED / GAZETTE).read_text(encoding="utf-8")))
    person = somebody(desk)
    happened(desk, person, "amnesty_requested", day, instrument=LAW)
    [found] = [one for one in due_days(on=on, session=desk.session, jurisdiction="VE") if one.kind == "application"]
    assert (found.person_id, found.due, found.met, found.article, found.days) == (person, due, met, "11", 15)


def test_the_deadlines_of_texts_are_in_the_order_of_their_days() -> None:
    """The 2026 law was signed on day 0 of the ten that end on 1 March; a State whose constitution is not in the table has none."""
    found = due_days(on=ON, jurisdiction="VE")
    assert [one.due[1] for one in found] == sorted(one.due[1] for one in found if one.due[1])
    promulgation = {one.instrument: one for one in found if one.id == "promulgation"}[LAW]
    assert (promulgation.due, promulgation.met, promulgation.article) == ((date(2026, 3, 1), date(2026, 3, 1)), "met", "214")
    assert due_days(on=ON, jurisdiction="ES") == []


def test_the_demonstration_s_cases_are_answered_as_they_say(desk: Desk) -> None:
    """Eight invented files: each of the four answers, and the same answers once imported into a registry."""
    path = Path(str(files("amparo.demo_data") / "invented" / "cases.yml"))
    law = instrument_in(None, LAW)
    by_file = {one.person_id: assess(law, one).person for one in cases_in([path])}
    assert by_file == {
        "inventada-1": "covered", "inventada-2": "excluded", "inventada-3": "cannot_tell", "inventada-4": "covered",
        "inventada-5": "excluded", "inventada-6": "cannot_tell", "inventada-7": "cannot_tell", "inventada-8": "excluded",
    }  # fmt: skip
    import_file(desk.session, "casefiles", path)
    found = coverage(desk.session, law, on=ON)
    assert sorted(one.assessment.person for one in found.persons) == sorted(by_file.values())
    assert all(one.assessment.case.sources or one.assessment.charges for one in found.persons)
    assert attrs.evolve(found.bounds["covered"], at_most=2).at_least == 2
