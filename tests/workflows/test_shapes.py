"""What is recorded by hand can be read by every question afterwards: nothing poisons a log that keeps everything."""

from datetime import date
from typing import Any

import pytest

from amparo.errors import BadInput
from amparo.publish import site_files
from amparo.questions.rule import Rule
from amparo.workflows.answers import answer_claims, answer_count
from amparo.workflows.publishing import release_of
from amparo.workflows.recording import NewStatement, new_person, record, supersede
from tests.cli.invented import claim
from tests.workflows.sitting import Desk

CLAIM = {
    name: int(cell) if name == "value" else cell
    for name, cell in claim("zz-1", "released", "exact", 7, "2026-01-08", "2026-02-04").items()
    if cell
}


@pytest.fixture
def known(desk: Desk) -> Desk:
    """Give a desk whose registry knows a claim, a facility, a law, a record and a person."""
    subjects = [
        ("claim", "zz-1", "claim", CLAIM), ("facility", "ZZ-FARO", "name", "El Faro"), ("record", "r1", "person", "p1"),
        ("instrument", "ZZ-LEY", "stage", {"stage": "tabled"}), ("person", "p1", "name", "Ana Irreal"),
    ]  # fmt: skip
    for kind, subject, property, value in subjects:
        new = desk.session.statement(
            subject_kind=kind, subject=subject, property=property, value=value, source="prensa.example", exposure=5
        )
        desk.session.registry.append([new], at=desk.session.now())
    return desk


def ask_everything(desk: Desk) -> None:
    """Ask every question that reads all of the record."""
    answer_claims(desk.session.standing())
    answer_count(desk.session, Rule(states=("deprived",), on=date(2026, 2, 1), by=("sex", "facility")))
    site_files(release_of(desk.session))


def told(subject: str, property: str, value: Any) -> NewStatement:
    """A public statement by hand."""
    return NewStatement(subject=subject, property=property, value=value, source="prensa.example", happened_on="2026-01-05", exposure=5)


ANYTHING: list[Any] = [
    None, True, 7, 7.5, "", "  ", "muchas", [], ["x"], [7], {}, {"x": 1}, {"value": "x"}, {"raw": "x", "value": 7},
    {"kind": "arrest"}, {"kind": 7}, {"type": "closed"}, {"type": 7}, {"stage": "tabled"}, {"stage": None},
    {"other": "p1", "decision": "same"}, {"other": "p1", "decision": "perhaps"}, {"other": 7, "decision": "same"},
]  # fmt: skip
PLACES = [
    ("zz-1", "claim"), ("ZZ-FARO", "event"), ("ZZ-FARO", "name"), ("ZZ-FARO", "aliases"), ("ZZ-LEY", "stage"), ("r1", "person"),
    ("r1", "event"), ("p1", "event"), ("p1", "same_person"), ("p1", "name"), ("p1", "sex"), ("p1", "note"), ("p1", "exposure"),
]  # fmt: skip


@pytest.mark.parametrize(("subject", "property"), PLACES, ids=[f"{subject} {property}" for subject, property in PLACES])
def test_whatever_was_recorded_can_be_read(known: Desk, subject: str, property: str) -> None:
    """A value is refused with its reason, or every question can still be asked."""
    refused: list[BadInput] = []
    for value in ANYTHING:
        try:
            record(known.session, told(subject, property, value))
        except BadInput as error:
            refused.append(error)
    ask_everything(known)
    codes = {error.code for error in refused}
    assert codes
    assert codes <= {"workflows.value_shape", "workflows.claim_refused", "workflows.word", "statements.float"}
    assert all(error.message("es") != error.message("en") for error in refused)


@pytest.mark.parametrize(
    ("changes", "fits"),
    [
        ({}, True),
        ({"value": 9, "qualifier": "at_least", "men": 4, "women": 5}, True),
        ({"value": "9"}, False),
        ({"value": True}, False),
        ({"value": None}, False),
        ({"men": -1}, False),
        ({"qualifier": "perhaps"}, False),
        ({"until": "2026-02-30"}, False),
        ({"colour": "red"}, False),
        ({"claim_id": "zz-2"}, False),
    ],
)
def test_a_claim_by_hand_is_held_to_the_table_of_claims(known: Desk, changes: dict[str, Any], fits: bool) -> None:
    """What the import would refuse is refused by hand, in a new statement and in a correction; the log is as it was."""
    target = known.session.standing().filter(known.session.standing()["subject"] == "zz-1")["statement_id"][0]
    value = {**CLAIM, **changes}
    if fits:
        supersede(known.session, target, {"value": value}, "errata")
    else:
        size = known.session.registry.head().size
        with pytest.raises(BadInput, match=r"workflows\.(claim_refused|value_shape)|ingest"):
            supersede(known.session, target, {"value": value}, "errata")
        with pytest.raises(BadInput):
            record(known.session, told("zz-1", "claim", value))
        assert known.session.registry.head().size == size
    ask_everything(known)


def test_a_facilitys_event_can_be_recorded_and_corrected(known: Desk) -> None:
    """What happens to a place has a type, what happens to a person a kind; each is refused for the other."""
    closed = record(known.session, told("ZZ-FARO", "event", {"type": "closed"}))
    supersede(known.session, closed, {"happened_on": "2026-01-06"}, "errata")
    with pytest.raises(BadInput, match=r"workflows\.word"):
        record(known.session, told("p1", "event", {"type": "closed"}))
    with pytest.raises(BadInput, match=r"workflows\.value_shape"):
        record(known.session, told("ZZ-FARO", "event", {"kind": "arrest"}))


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"name": "  "}, "workflows.value_shape"),
        ({"source": " "}, "workflows.source_needed"),
        ({"exposure": 6}, "workflows.exposure"),
        ({"exposure": -1}, "workflows.exposure"),
    ],
)
def test_a_new_person_is_checked_like_a_statement(desk: Desk, fields: dict[str, Any], code: str) -> None:
    """A person without a name or a source, or beyond the scale of exposure, is refused; nobody is recorded."""
    with pytest.raises(BadInput, match=code.replace(".", r"\.")):
        new_person(desk.session, **{"name": "Ana Irreal", "source": "familia", **fields})
    assert desk.session.registry.head().size == 0
