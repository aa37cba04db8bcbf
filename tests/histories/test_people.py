"""Tests of `amparo.histories.people`: whose each statement is, and what was decided of persons."""

from datetime import date

import polars as pl
import pytest

from amparo.histories.people import People, days, people
from amparo.statements import Statement, standing
from tests.histories.told import at, snapshot, statement


def _record(record: str, person: str, **event: object) -> list[Statement]:
    """A row of a list, whose it is, and an event that it tells of."""
    found = [statement(record, "person", person, subject_kind="record")]
    return [*found, statement(record, "event", event, subject_kind="record", happened_on="2026-01-01")] if event else found


def _same(one: str, other: str, decision: str) -> Statement:
    return statement(one, "same_person", {"other": other, "decision": decision}, subject_kind="person")


def _of(*statements: Statement) -> People:
    return people(snapshot(*statements))


def test_a_record_speaks_of_its_person() -> None:
    """What a row of a list says is said of the person whose row it is."""
    found = _of(*_record("r1", "p1", kind="arrest"), *_record("r2", "p1", kind="release_full"))
    assert {report.person_id for report in found.reports} == {"p1"}
    assert found.records == {"p1": ["r1", "r2"]}


def test_a_record_given_to_another_person_takes_its_reports_along() -> None:
    """Where a later statement gives a row to another person, all that it says is theirs."""
    found = _of(*_record("r1", "p1", kind="arrest"), statement("r1", "person", "p2", subject_kind="record"))
    assert [report.person_id for report in found.reports] == ["p2"]


def test_persons_found_to_be_the_same_are_one() -> None:
    """The person who came first into the record stands for both, for the reports, the records and the pairs of all."""
    found = _of(
        *_record("r1", "p1", kind="arrest"), *_record("r2", "p2", kind="release_full"), *_record("r3", "p3", kind="arrest"),
        _same("p2", "p1", "same"), _same("p2", "p3", "undecided"),
    )  # fmt: skip
    assert found.merged == {"p2": "p1"}
    assert sorted(report.person_id for report in found.reports) == ["p1", "p1", "p3"]
    assert found.undecided == (("p1", "p3"),)


def test_sameness_carries_on() -> None:
    """Who is the same as somebody who is the same as a third is that third."""
    found = _of(
        *(one for n in "123" for one in _record(f"r{n}", f"p{n}", kind="arrest")), _same("p3", "p2", "same"), _same("p2", "p1", "same")
    )
    assert {report.person_id for report in found.reports} == {"p1"}


@pytest.mark.parametrize("first", ["same", "different", "undecided"])
@pytest.mark.parametrize("last", ["same", "different", "undecided"])
def test_the_last_word_on_a_pair_holds(first: str, last: str) -> None:
    """Of several decisions on a pair the latest counts, whichever of the two it was recorded on."""
    found = _of(*_record("r1", "p1"), *_record("r2", "p2"), _same("p1", "p2", first), _same("p2", "p1", last))
    assert found.merged == ({"p2": "p1"} if last == "same" else {})
    assert found.undecided == ((("p1", "p2"),) if last == "undecided" else ())
    assert found.different == ((("p1", "p2"),) if last == "different" else ())


def test_decisions_on_records_are_decisions_on_their_persons() -> None:
    """A reviewer may compare rows: what is found of them is found of their persons."""
    decision = statement("r1", "same_person", {"other": "r2", "decision": "undecided"}, subject_kind="record")
    assert _of(*_record("r1", "p1"), *_record("r2", "p2"), decision).undecided == (("p1", "p2"),)


def test_who_is_told_apart_is_not_joined_through_a_third() -> None:
    """Where decisions quarrel, the join that would make one of two who are told apart is not made."""
    decisions = [_same("p1", "p2", "same"), _same("p2", "p3", "same"), _same("p1", "p3", "different")]
    found = _of(*(one for n in "123" for one in _record(f"r{n}", f"p{n}")), *decisions)
    assert found.merged == {"p2": "p1"}
    assert found.different == (("p1", "p3"),)
    assert found.undecided == ()


def test_a_facility_is_known_by_all_its_names() -> None:
    """Names and aliases lead to a facility, whatever their case; a name that two facilities share leads to neither."""
    places = [
        statement("F-1", "name", "El Faro", subject_kind="facility"),
        statement("F-1", "aliases", ["Anexo B", "La Torre"], subject_kind="facility"),
        statement("F-2", "name", "La Torre", subject_kind="facility"),
    ]
    events = [_record("r1", "p1", kind="arrest", facility=name)[1] for name in ("EL  FARO", "anexo b", "La Torre", "F-2")]
    found = _of(*places, *_record("r1", "p1"), *events)
    assert [report.facilities for report in found.reports] == [("F-1",), ("F-1",), ("La Torre",), ("F-2",)]


def test_several_places_of_one_event_are_kept() -> None:
    """Where a source names several places and does not say which, each stays possible."""
    found = _of(*_record("r1", "p1", kind="arrest", facilities=["Norte", "Sur"]))
    assert found.reports[0].facilities == ("Norte", "Sur")


def test_what_a_source_denies_is_no_value() -> None:
    """A denied value is not among a person's values; two sources that differ leave both."""
    found = _of(
        statement("p1", "sex", "f"), statement("p1", "sex", {"value": "m", "raw": "Masc."}), statement("p1", "sex", "x", negated=True)
    )
    assert found.values("p1", "sex") == {"f", "m"}


def test_the_terms_of_an_event_are_kept() -> None:
    """What a statement says beyond kind, place and order is kept as it was said."""
    (report,) = _of(*_record("r1", "p1", kind="release_conditional", measures=["gag"], measures_text="no press", authority="court")).reports
    assert report.measures == ("gag",)
    assert report.details == {"measures_text": "no press", "authority": "court"}


def test_what_was_recorded_later_was_not_known() -> None:
    """The persons as known on a day are those of the statements recorded by the end of that day."""
    sexes = [statement(one, "sex", sex, recorded_at=at(day)) for one, sex, day in (("p1", "f", "2026-03-01"), ("p2", "m", "2026-03-02"))]
    log = snapshot(*_record("r1", "p1", kind="arrest"), *sexes)
    assert set(people(standing(log, date(2026, 2, 28))).sayings["p1"]) == {"event"}
    assert people(standing(log, date(2026, 3, 1))).values("p1", "sex") == {"f"}
    assert "p2" not in people(standing(log, date(2026, 3, 1))).sayings


@pytest.mark.parametrize(
    ("edtf", "lo", "hi"),
    [("2026-01-02", 1, 1), ("2026-01", 0, 30), ("../2026-01-02", None, 1), ("", None, None)],
    ids=["day", "month", "before", "unknown"],
)
def test_days_are_counted_from_1970(edtf: str, lo: int | None, hi: int | None) -> None:
    """A date becomes the first and the last day that it may be, counted from the first day of 1970."""
    base = pl.Series([date(2026, 1, 1)]).to_physical().item()
    assert days(edtf) == tuple(None if one is None else base + one for one in (lo, hi))
