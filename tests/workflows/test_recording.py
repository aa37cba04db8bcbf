from collections.abc import Callable
from datetime import date
from typing import Any

import attrs
import orjson
import polars as pl
import pytest

from amparo.errors import BadInput
from amparo.workflows.recording import NewStatement, new_person, record, retract, supersede, undo
from tests.workflows.sitting import ANA, BERTA, CIRO, NAMES, Desk, last

REASON = "The source printed a correction."


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """Give a desk with an imported list of three."""
    desk.bring(ANA, BERTA, CIRO)
    return desk


def of(desk: Desk, property: str, value: str) -> dict[str, Any]:  # Any: one cell each
    """Return the standing statement of a property whose value holds a text."""
    found = desk.session.standing().filter((pl.col("property") == property) & pl.col("value").str.contains(value, literal=True))
    return found.row(0, named=True)


def arrest(subject: str, **fields: Any) -> NewStatement:  # Any: the fields of NewStatement
    """Return an arrest that somebody wants to record."""
    plain: dict[str, Any] = {
        "subject": subject,
        "property": "event",
        "value": {"kind": "arrest"},
        "source": "nota.txt",
        "happened_on": "2026-01-20",
    }
    return NewStatement(**{**plain, **fields})


def test_a_statement_is_recorded_as_it_was_told(filled: Desk) -> None:
    """One statement is appended with everything that was said of it, on a subject that the record knows."""
    subject = of(filled, "name", "Ana")["subject"]
    told = arrest(subject, stated_on="2026-02", url="https://example.org/a", negated=True, reliability="likely", exposure=4, language="es")
    before = filled.height()
    statement_id = record(filled.session, told)
    row = last(filled.session)
    assert filled.height() == before + 1
    assert row == {
        "statement_id": statement_id, "action": "assert", "exposure": 4, "happened_on": "2026-01-20", "import_id": None, "language": "es",
        "locator": '{"url":"https://example.org/a"}', "negated": True, "property": "event", "reason": None,
        "recorded_at": "2026-02-01T12:00:00.000000Z", "recorded_by": "yo", "reliability": "likely", "source": "nota.txt",
        "stated_on": "2026-02", "subject": subject, "subject_kind": "record", "target": None, "value": '{"kind":"arrest"}',
    }  # fmt: skip


def test_a_person_may_be_spoken_of_before_any_record_is_theirs(filled: Desk) -> None:
    """The id of the person behind a record is a subject too; a new person gets an id that says nothing of the name."""
    person = orjson.loads(of(filled, "person", "p")["value"])
    record(filled.session, arrest(person))
    assert last(filled.session)["subject_kind"] == "person"
    minted, _ = new_person(filled.session, name="Fabio Leal", source="nota.txt")
    assert not any(part in minted for part in ("fabio", "leal"))
    record(filled.session, arrest(minted))
    other, _ = new_person(filled.session, name="Fabio Leal", source="nota.txt")
    assert other != minted


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"subject": "r-unknown"}, "workflows.no_subject"),
        ({"happened_on": "2026-02-30"}, "statements.date_not_a_day"),
        ({"happened_on": "last week"}, "statements.date_not_edtf"),
        ({"happened_on": "2026-03/2026-01"}, "statements.date_reversed"),
        ({"stated_on": "2026-13"}, "statements.date_not_a_day"),
        ({"value": {"kind": "arest"}}, "workflows.word"),
        ({"value": {}}, "workflows.word"),
        ({"value": "arrest"}, "workflows.word"),
        ({"exposure": 6}, "workflows.exposure"),
        ({"reliability": "liekly"}, "workflows.word"),
        ({"source": "  "}, "workflows.source_needed"),
        ({"value": {"kind": "arrest", "share": 0.5}}, "statements.float"),
        ({"value": {"kind": "arrest", "note": "\x00"}}, "statements.nul"),
    ],
    ids=str,
)
def test_what_cannot_be_recorded_is_refused(filled: Desk, changes: dict[str, Any], code: str) -> None:
    """An unknown subject, a day that does not exist, an unknown word, a missing source: refused with its code, nothing is changed."""
    before = filled.session.registry.head()
    told = arrest(of(filled, "name", "Ana")["subject"])
    with pytest.raises(BadInput) as refusal:
        record(filled.session, attrs.evolve(told, **changes))
    assert refusal.value.code == code
    assert filled.session.registry.head() == before
    for language in ("es", "en"):
        assert not any(name in refusal.value.message(language) for name in NAMES)


@pytest.mark.parametrize(
    ("changes", "near"),
    [({"value": {"kind": "arest"}}, "arrest"), ({"value": {"kind": "transfr"}}, "transfer"), ({"reliability": "liekly"}, "likely")],
    ids=["arrest", "transfer", "likely"],
)
def test_a_slip_is_met_with_the_nearest_word(filled: Desk, changes: dict[str, Any], near: str) -> None:
    """A word that nobody knows is answered with the one that was probably meant."""
    told = attrs.evolve(arrest(of(filled, "name", "Ana")["subject"]), **changes)
    with pytest.raises(BadInput) as refusal:
        record(filled.session, told)
    assert f'"{near}"' in refusal.value.message("es")


def test_a_correction_replaces_and_keeps(filled: Desk) -> None:
    """The successor stands in place of the statement, with all that was not changed; both are in the log, with the reason."""
    old = of(filled, "event", "La Torre")
    supersede(filled.session, old["statement_id"], {"happened_on": "2025-06"}, REASON)
    new = last(filled.session)
    kept = (
        "subject",
        "subject_kind",
        "property",
        "value",
        "source",
        "stated_on",
        "exposure",
        "reliability",
        "language",
        "negated",
        "locator",
    )
    assert {name: new[name] for name in kept} == {name: old[name] for name in kept}
    assert (new["happened_on"], new["action"], new["target"], new["reason"]) == ("2025-06", "supersede", old["statement_id"], REASON)
    standing = filled.session.standing()["statement_id"].to_list()
    assert new["statement_id"] in standing
    assert old["statement_id"] not in standing
    assert old["statement_id"] in filled.session.registry.log()["statement_id"].to_list()


def test_a_correction_may_name_another_source(filled: Desk) -> None:
    """A correction that comes with an address is located there and no longer in the list."""
    old = of(filled, "event", "La Torre")
    supersede(filled.session, old["statement_id"], {"url": "https://example.org/b", "source": "example.org"}, REASON)
    assert (last(filled.session)["locator"], last(filled.session)["source"]) == ('{"url":"https://example.org/b"}', "example.org")


def test_a_withdrawal_takes_back_and_can_be_taken_back(filled: Desk) -> None:
    """A retracted statement stands no more; the retraction of the retraction lets it stand again; every step keeps its reason."""
    old = of(filled, "event", "La Torre")["statement_id"]
    first = retract(filled.session, old, REASON)
    assert old not in filled.session.standing()["statement_id"].to_list()
    retract(filled.session, first, "It was right after all.")
    assert old in filled.session.standing()["statement_id"].to_list()
    assert last(filled.session)["reason"] == "It was right after all."


def test_only_what_stands_can_be_corrected(filled: Desk) -> None:
    """A statement that is unknown, or was corrected or withdrawn already, is refused, and the message says which."""
    old = of(filled, "event", "La Torre")["statement_id"]
    supersede(filled.session, old, {"happened_on": "2025-06"}, REASON)
    acts: tuple[Callable[[str], object], ...] = (
        lambda target: supersede(filled.session, target, {}, REASON),
        lambda target: retract(filled.session, target, REASON),
    )
    for act in acts:
        for target, code in ((old, "workflows.not_standing"), ("s0", "workflows.no_statement")):
            with pytest.raises(BadInput) as refusal:
                act(target)
            assert refusal.value.code == code
            assert target in refusal.value.message("es")


def test_a_correction_is_checked_like_a_statement(filled: Desk) -> None:
    """A correction to what could not be recorded is refused, and nothing is changed."""
    old, before = of(filled, "event", "La Torre"), filled.height()
    with pytest.raises(BadInput, match="date_not_a_day"):
        supersede(filled.session, old["statement_id"], {"happened_on": "2025-02-30"}, REASON)
    assert filled.height() == before


def test_taking_back_needs_a_reason(filled: Desk) -> None:
    """Superseding, retracting and undoing without a reason are refused: in ten years nobody would know why."""
    old, before = of(filled, "event", "La Torre"), filled.height()
    acts: tuple[Callable[[], object], ...] = (
        lambda: supersede(filled.session, old["statement_id"], {}, " "),
        lambda: retract(filled.session, old["statement_id"], ""),
        lambda: undo(filled.session, old["import_id"], "\t"),
    )
    for act in acts:
        with pytest.raises(BadInput, match="reason_needed"):
            act()
    assert filled.height() == before


def test_an_import_is_taken_back_whole(filled: Desk) -> None:
    """After an import is undone none of its statements stands, all are in the log, and it cannot be undone twice."""
    import_id, before = filled.session.imports()["subject"][0], filled.height()
    undo(filled.session, import_id, REASON)
    assert filled.facts() == []
    assert filled.session.imports().is_empty()
    assert filled.height() == before + 1
    with pytest.raises(BadInput) as refusal:
        undo(filled.session, import_id, REASON)
    assert refusal.value.code == "workflows.no_import"


def test_undoing_can_be_taken_back(filled: Desk) -> None:
    """Whoever withdraws the undoing has the import again, and may withdraw that as well."""
    facts = filled.facts()
    undoing = undo(filled.session, filled.session.imports()["subject"][0], REASON)
    withdrawal = retract(filled.session, undoing, REASON)
    assert filled.facts() == facts
    retract(filled.session, withdrawal, REASON)
    assert filled.facts() == []


def test_an_edition_that_another_builds_on_is_not_undone(filled: Desk) -> None:
    """A later edition records only what changed, so the one before it stays until the later one is undone."""
    first = filled.session.imports()["subject"][0]
    second = filled.bring(ANA, BERTA, CIRO.replace("poeta|", ""), edition="2026-03-01").import_id
    other = filled.bring(ANA, id="zz-otra").import_id
    before = filled.facts()
    with pytest.raises(BadInput) as refusal:
        undo(filled.session, first, REASON)
    assert refusal.value.code == "workflows.built_upon"
    assert second in refusal.value.message("es")
    assert filled.facts() == before
    for import_id in (second, first, other):
        undo(filled.session, import_id, REASON)
    assert filled.facts() == []


def test_what_was_known_stays_known(filled: Desk) -> None:
    """A count as known at an earlier day is not changed by corrections, withdrawals, undone and new imports, nor new statements."""
    days = ("2025-01-31", "2025-07-01", "2026-01-31", "2026-02-01")
    known = {day: filled.held(day, "2026-02-01") for day in days}
    assert known == {"2025-01-31": (2, 3), "2025-07-01": (2, 3), "2026-01-31": (2, 2), "2026-02-01": (2, 2)}

    def check() -> None:
        assert {day: filled.held(day, "2026-02-01") for day in days} == known

    filled.clock.set("2026-02-10")
    supersede(filled.session, of(filled, "event", "La Torre")["statement_id"], {"happened_on": "2025-01-02"}, REASON)
    assert filled.held("2025-07-01") == (3, 3)
    check()
    filled.clock.set("2026-02-11")
    retract(filled.session, of(filled, "event", "release")["statement_id"], REASON)
    assert filled.held("2026-02-01") == (3, 3)
    check()
    filled.clock.set("2026-02-12")
    record(filled.session, arrest(new_person(filled.session, name="Fabio Leal", source="nota.txt")[0]))
    assert filled.held("2026-02-01") == (4, 4)
    check()
    filled.clock.set("2026-02-13")
    undo(filled.session, filled.session.imports()["subject"][0], REASON)
    assert filled.held("2026-02-01") == (2, 2)  # Fabio, and whom the correction by hand still tells of
    check()
    assert filled.session.standing(date(2026, 1, 31)).is_empty()
