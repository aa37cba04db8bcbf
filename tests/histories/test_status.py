"""Tests of `amparo.histories.status`: four axes, each with its statements, each able to be unknown or disputed."""

from datetime import date
from typing import Any

import pytest

from amparo.histories.people import people
from amparo.histories.status import CONTACTS, Finding, Status, status
from amparo.statements import Statement, vocabulary
from tests.histories.told import snapshot, statement

ON = "2026-03-01"


def _event(kind: str, when: str, *, to: Any = None, source: str = "a", negated: bool = False, **value: Any) -> Statement:
    whom = {} if to is None else {"with": to}
    return statement("p", "event", {"kind": kind, **whom, **value}, happened_on=when, source=source, negated=negated)


def _status(*statements: Statement, on: str = ON, fresh_within: int | None = 180) -> Status:
    return status(people(snapshot(*statements)), "p", date.fromisoformat(on), fresh_within=fresh_within)


ARREST = _event("arrest", "2026-01-10")


def test_nothing_on_record_is_unknown_on_every_axis() -> None:
    """Of a person of whom only the name is known every axis is unknown, and nothing is certain."""
    found = _status(statement("p", "name", "Ana"))
    assert {found.liberty, found.proceedings, *found.whereabouts.values()} == {Finding()}
    assert not Finding().is_certain
    assert found.classification == ()


def test_liberty_is_what_every_world_allows() -> None:
    """On a day of one possible state liberty is certain and names the statements up to that day."""
    found = _status(ARREST, _event("release_full", "2026-04-01")).liberty
    assert (found.values, found.is_certain, found.statements) == (("deprived",), True, ("s0000", "s0001"))


def test_a_day_that_sources_dispute_is_disputed() -> None:
    """Between the days of two sources both states are possible, and the finding says that sources differ; after both it is certain."""
    release = [_event("release_full", "2026-02-19"), _event("release_full", "2026-02-21", source="b")]
    during, after = (_status(ARREST, *release, on=on).liberty for on in ("2026-02-20", "2026-02-21"))
    assert (during.values, during.disputed, during.is_certain) == (("deprived", "full_liberty"), True, False)
    assert (after.values, after.disputed, after.is_certain) == (("full_liberty",), False, True)


def test_silence_is_not_a_dispute() -> None:
    """What nobody cited for long is unknown besides, and no source disputes it."""
    found = _status(ARREST, on="2027-01-01").liberty
    assert (found.values, found.disputed) == (("deprived", "unknown"), False)
    assert _status(ARREST, on="2027-01-01", fresh_within=None).liberty.values == ("deprived",)


@pytest.mark.parametrize(
    ("kind", "step"),
    [
        ("charge", {"investigated"}),
        ("indictment", {"accused"}),
        ("trial", {"on_trial"}),
        ("sentence", {"convicted_final", "convicted_not_final"}),
        ("acquittal", {"acquitted"}),
        ("dismissal", {"dismissed"}),
        ("amnesty_granted", {"amnestied"}),
        ("pardon", {"pardoned"}),
    ],
)
def test_proceedings_follow_their_events(kind: str, step: set[str]) -> None:
    """Each step of the proceedings leaves its possible standing; whether a sentence is final, a sentence alone does not say."""
    assert set(_status(ARREST, _event(kind, "2026-02-01")).proceedings.values) == step


def test_the_last_step_counts() -> None:
    """The proceedings stand at the last step by the day asked for; before any, nothing is known of them: silence is no acquittal."""
    steps = [_event("charge", "2026-01-15"), _event("indictment", "2026-02-15"), _event("trial", "2026-05-15")]
    found = [_status(ARREST, *steps, on=on).proceedings.values for on in ("2026-01-12", "2026-01-20", "2026-03-01", "2026-05-15")]
    assert found == [("unknown",), ("investigated",), ("accused",), ("on_trial",)]


def test_an_appeal_says_that_a_sentence_is_not_final() -> None:
    """After an appeal somebody sentenced is convicted and not finally so."""
    assert _status(ARREST, _event("sentence", "2026-02-01"), _event("appeal", "2026-02-10")).proceedings.values == ("convicted_not_final",)


def test_a_step_of_unknown_day_leaves_the_order_open() -> None:
    """Two steps of which either may be the last are both possible."""
    assert _status(_event("charge", "2026-02"), _event("indictment", "2026-02-10")).proceedings.values == ("accused", "investigated")


def test_what_is_final_lasts_and_what_is_not_grows_old() -> None:
    """A dismissal needs no fresh source; a charge that nobody spoke of for long may have gone on."""
    assert _status(_event("dismissal", "2020-01-01")).proceedings.values == ("dismissed",)
    assert _status(_event("charge", "2020-01-01")).proceedings.values == ("investigated", "unknown")


def test_a_new_arrest_may_begin_a_new_case() -> None:
    """After an amnesty of an earlier case a new arrest leaves the proceedings unknown."""
    old = [_event("arrest", "2019-01-01"), _event("amnesty_granted", "2020-01-01")]
    assert _status(*old).proceedings.values == ("amnestied",)
    assert _status(*old, ARREST).proceedings.values == ("unknown",)


def test_whereabouts_denied_and_learned() -> None:
    """Denied whereabouts are neither acknowledged nor disclosed; once learned the place is known, acknowledged only if somebody says so."""
    denied = _status(ARREST, _event("whereabouts_denied", "2026-01-12")).whereabouts
    assert [denied[name].values for name in ("acknowledged", "place_disclosed")] == [("no",), ("no",)]
    learned = _status(ARREST, _event("whereabouts_learned", "2026-01-20", acknowledged=True)).whereabouts
    assert [learned[name].values for name in ("acknowledged", "place_disclosed")] == [("yes",), ("yes",)]
    assert _status(ARREST, _event("whereabouts_learned", "2026-01-20")).whereabouts["acknowledged"].values == ("unknown",)


def test_contact_is_kept_apart_by_sort() -> None:
    """A visit of the family says nothing of counsel; being held incommunicado speaks of every sort of contact."""
    visit = _status(ARREST, _event("contact_allowed", "2026-02-01", to="family")).whereabouts
    assert {name: visit[name].values for name in CONTACTS} == {name: ("yes",) if name == "family" else ("unknown",) for name in CONTACTS}
    alone = _status(ARREST, _event("contact_refused", "2026-02-01")).whereabouts
    assert {alone[name].values for name in CONTACTS} == {("no",)}


def test_two_visits_within_a_month_are_two() -> None:
    """Visits on two days dispute nothing; each has its day."""
    visits = [_event("contact_allowed", day, to=["family"]) for day in ("2026-02-01", "2026-02-15")]
    found = _status(ARREST, *visits, on="2026-02-01").whereabouts["family"]
    assert (found.values, found.disputed, found.is_certain) == (("yes",), False, True)


@pytest.mark.parametrize(
    ("value", "negated", "answer"),
    [
        ("counsel", False, "yes"),
        ("counsel", True, "no"),
        ({"with": "counsel", "allowed": False}, False, "no"),
        ({"with": ["counsel"]}, False, "yes"),
    ],
    ids=["a word", "denied", "refused", "a list"],
)
def test_a_statement_of_contact_says_so(value: Any, negated: bool, answer: str) -> None:
    """Contact may be stated of a person without an event; a denial of it is a refusal."""
    found = _status(ARREST, statement("p", "contact", value, happened_on="2026-02-01", negated=negated)).whereabouts["counsel"]
    assert found.values == (answer,)
    assert "s0001" in found.statements


def test_whoever_is_free_is_held_by_nobody() -> None:
    """After a release contact and whereabouts are no question any more; a new arrest opens them again."""
    told = [ARREST, _event("contact_refused", "2026-01-12"), _event("release_full", "2026-02-01")]
    assert {one.values for one in _status(*told).whereabouts.values()} == {("not_held",)}
    again = _status(*told, _event("rearrest", "2026-02-20")).whereabouts
    assert {one.values for one in again.values()} == {("unknown",)}


def test_each_assessor_stands_beside_the_others() -> None:
    """Classifications are kept by scheme and assessor, denials too; the same word twice is one with both statements."""
    fp = {"scheme": "FP", "category": "2", "assessor": "Foro", "reasons": "press"}
    memorial = {"scheme": "Memorial", "category": "excluded", "assessor": "Memorial", "on": "2026-02-01"}
    found = _status(
        statement("p", "classification", fp), statement("p", "classification", memorial),
        statement("p", "classification", fp), statement("p", "classification", {**fp, "assessor": "Otro"}, negated=True),
    ).classification  # fmt: skip
    assert [(one.scheme, one.category, one.assessor, one.denied, one.statements) for one in found] == [
        ("FP", "2", "Foro", False, ("s0000", "s0002")),
        ("FP", "2", "Otro", True, ("s0003",)),
        ("Memorial", "excluded", "Memorial", False, ("s0001",)),
    ]


def test_an_assessment_of_a_later_day_is_not_yet_made() -> None:
    """On a day only the assessments made by then are there."""
    value = {"scheme": "WGAD", "category": "III", "assessor": "WGAD", "on": "2026-03-02"}
    assert _status(statement("p", "classification", value)).classification == ()
    assert _status(statement("p", "classification", value), on="2026-03-02").classification


def test_a_conflict_makes_nothing_certain() -> None:
    """Where the dates contradict the known order one possible state is not a certain one."""
    events = [
        statement("r", "person", "p", subject_kind="record"),
        statement("r", "event", {"kind": "arrest", "key": "a"}, subject_kind="record", happened_on="2026-02-10"),
        statement("r", "event", {"kind": "release_full", "after": ["a"]}, subject_kind="record", happened_on="2026-02-01"),
    ]
    found = status(people(snapshot(*events)), "p", date(2026, 3, 1), fresh_within=None).liberty
    assert (found.doubted, found.is_certain) == (True, False)


def test_the_document_is_whole_and_every_word_has_a_label() -> None:
    """The status as data names every axis, and every value has a word in both languages."""
    document = _status(ARREST, _event("sentence", "2026-02-01"), _event("contact_refused", "2026-02-02")).to_dict()
    assert set(document) == {"person_id", "on", "liberty", "proceedings", "whereabouts", "classification"}
    words = vocabulary()
    assert set(document["whereabouts"]) == set(words["whereabouts"])
    assert set(document["proceedings"]["values"]) <= set(words["proceedings"])
    assert {value for one in document["whereabouts"].values() for value in one["values"]} <= set(words["answers"])
