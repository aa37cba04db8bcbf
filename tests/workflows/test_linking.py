from pathlib import Path

import polars as pl
import pytest

from amparo.errors import BadInput
from amparo.histories.people import people
from amparo.publish.policy import public_statements
from amparo.workflows.date_conflicts import date_conflicts
from amparo.workflows.deciding import decide, last_decision, undo_decision
from amparo.workflows.linking import exported_settings, link_registry
from amparo.workflows.pair_review import Review, explain_person, next_card
from amparo.workflows.session import Session
from tests.linkage.invented import three_lists
from tests.realdata import folder
from tests.workflows.sitting import Desk
from tests.workflows.test_real_lists import HEAD, MAPS, brought

MAP = """format: amparo-map/1
id: {id}
title: Lista
publisher: Observatorio de Zubia
licence: CC-BY-4.0
edition: 2026-02-01
language: es
dates: {{order: dmy}}
record_id: record_id
curated: true
names_identify: {names_identify}
columns:
  name: full_name
"""
BIRTH = "  birth_date: birth_date\n"
ARREST = "events:\n- {kind: arrest, date: birth_date, undated: keep}\n"


def bring(desk: Desk, frame: pl.DataFrame, name: str, *, names_identify: bool = True, edition: str = "2026-02-01") -> None:
    """Import a list of the invented people."""
    from amparo.workflows.imports import import_file

    text = MAP.format(id=name, names_identify=str(names_identify).lower()) + (BIRTH if "birth_date" in frame.columns else "")
    (desk.folder / f"{name}.yml").write_text(text, encoding="utf-8")
    path = desk.folder / f"{name}-{edition}.csv"
    frame.write_csv(path)
    import_file(desk.session, "list", path, map_path=desk.folder / f"{name}.yml", edition=edition)


@pytest.fixture
def linked(desk: Desk) -> Desk:
    """Return a registry with the three invented lists, linked."""
    for name, frame in three_lists().items():
        bring(desk, frame, name)
    link_registry(desk.session)
    return desk


def persons(session: Session) -> set[frozenset[str]]:
    """Return the sets of records of each person."""
    return {frozenset(records) for records in people(session.standing()).records.values()}


def test_linking_twice_changes_nothing(linked: Desk) -> None:
    """A second run appends no statement, and a dry run never does."""
    height, before = linked.height(), persons(linked.session)
    assert link_registry(linked.session).statements == 0
    link_registry(linked.session, dry_run=True)
    assert (linked.height(), persons(linked.session)) == (height, before)


def test_lists_become_people(linked: Desk) -> None:
    """After linking there are fewer persons than records, and each join says that linking made it, why, and how likely it was."""
    found = people(linked.session.standing())
    assert 8 <= len(found.records) < 20
    rows = linked.session.standing().filter((pl.col("property") == "same_person") & pl.col("value").str.contains('"decision":"same"'))
    assert rows["source"].unique().to_list() == ["linkage"]
    assert rows["value"].str.json_path_match("$.per_mille").is_not_null().all()


def test_an_id_outlives_later_lists(linked: Desk) -> None:
    """A further list joins persons who keep their ids; an id that was merged leads to whoever it became, for ever."""
    before = people(linked.session.standing())
    frame = three_lists()["office"].with_columns(record_id=pl.concat_str(pl.lit("x"), "record_id"))
    bring(linked, frame, "later")
    link_registry(linked.session)
    after = people(linked.session.standing())
    for person in before.records:
        assert after.merged.get(person, person) in after.records
    assert {after.merged.get(person, person) for person in before.records} == set(before.records)


def test_unmerging_is_one_step_and_lasts(linked: Desk) -> None:
    """Two records told apart are two persons at once, remain so when linked again and when a list comes in again; undone, they are one."""
    session = linked.session
    before = persons(session)
    person, records = next((one, records) for one, records in people(session.standing()).records.items() if len(records) == 3)
    a, b = records[0], records[2]
    made = decide(session, a, b, "different", why="two dates")
    assert len(set(made.persons)) == 2
    assert made.per_mille is None or 0 < made.per_mille < 1000
    link_registry(session)
    bring(linked, three_lists()["memorial"].with_columns(full_name=pl.col("full_name") + " "), "memorial", edition="2026-03-01")
    link_registry(session)
    review = Review.of(session)
    assert review.person(a) != review.person(b)
    assert person in {review.person(one) for one in records}
    undo_decision(session, made.statement_id, "a mistake")
    link_registry(session)
    assert persons(session) == before


def test_undoing_a_decision_gives_back_what_it_withdrew(linked: Desk) -> None:
    """Undone at once, a decision leaves every person as they were."""
    before = persons(linked.session)
    records = next(records for records in people(linked.session.standing()).records.values() if len(records) == 3)
    decide(linked.session, records[0], records[1], "different")
    assert persons(linked.session) != before
    undo_decision(linked.session, last_decision(linked.session) or "", "a mistake")
    assert persons(linked.session) == before


def test_an_open_question_is_answered_once(linked: Desk) -> None:
    """The card of a question says nothing of the score; answered, the pair is not asked again, and the count of questions falls."""
    card, answered = next_card(linked.session), set()
    while card is not None:
        answered.add((card.a.record, card.b.record))
        assert "per_mille" not in str(card.to_dict())
        made = decide(linked.session, card.a.record, card.b.record, "same")
        assert len(set(made.persons)) == 1
        again = next_card(linked.session)
        assert again is None or again.undecided < card.undecided
        card = again
    link_registry(linked.session)
    assert answered
    assert not answered & set(Review.of(linked.session).queue())


def test_a_second_reviewer_is_asked_blind(linked: Desk) -> None:
    """What somebody decided is shown to another reviewer without the answer; another answer makes it an open question again."""
    a, b = Review.of(linked.session).queue()[0]
    decide(linked.session, a, b, "same")
    other = Session(linked.session.registry, "otra", linked.clock)
    assert Review.of(linked.session).second_queue(1.0) == []
    assert Review.of(other).second_queue(1.0) == [(a, b)]
    made = decide(other, a, b, "different", second=True)
    assert (made.decision, made.agrees) == ("undecided", False)
    assert Review.of(other).agreement() == (1, 0)
    assert (a, b) in Review.of(other).queue()


def test_a_person_is_explained(linked: Desk) -> None:
    """Each join of a person has its reasons in both languages, and the weakest is named."""
    person = next(one for one, records in people(linked.session.standing()).records.items() if len(records) == 3)
    found = explain_person(linked.session, person)
    assert found.weakest is not None
    assert len(found.joins) == 2
    for lines in found.lines.values():
        assert lines
        assert all(line.sentence("es") != line.sentence("en") for line in lines if line.comparison.startswith(("surname", "given")))


def test_a_hidden_record_joins_nobody_in_public(linked: Desk) -> None:
    """A join is as visible as the more hidden of its two records: no public person rests on a record that is not public."""
    frame = linked.session.standing()
    joins = frame.filter((pl.col("property") == "same_person") & (pl.col("source") == "linkage"))
    levels = dict(frame.filter(pl.col("subject_kind") == "record").group_by("subject").agg(pl.col("exposure").min()).iter_rows())
    assert (joins["exposure"] <= joins["subject"].replace_strict(levels)).all()
    assert public_statements(linked.session.registry.log()).filter(pl.col("property") == "same_person").is_empty()


def test_real_lists_become_people(tmp_path: Path) -> None:
    """Three published lists of one country: nobody of a list stands twice in a person, and differing dates of one person are kept."""
    from amparo.store import create_registry
    from tests.workflows.sitting import Clock

    folder("uruguay")
    with create_registry(tmp_path / "registry") as registry:
        session = Session(registry, "yo", Clock())
        for name in MAPS:
            brought(session, tmp_path, name)
        assert HEAD
        report = link_registry(session)
        assert report.persons < report.persons_before
        found = people(session.standing())
        lists = dict(session.standing().filter(pl.col("property") == "person").select("subject", "source").iter_rows())
        joined = [records for records in found.records.values() if len(records) > 1]
        assert len(joined) > 150
        assert all(len({lists[record] for record in records}) == len(records) for records in joined)
        conflicts = date_conflicts(session)
        assert {one.what for one in conflicts} == {"birth", "detention"}
        assert all(len(one.dates) > 1 and {record for record, *_ in one.dates} <= set(found.records[one.person]) for one in conflicts)
        births = [found.values(person, "birth_date") for person, records in found.records.items() if len(records) > 1]
        assert any(len(values) > 1 for values in births)


def test_settings_go_out_and_come_back(linked: Desk) -> None:
    """The model of a run leaves as Splink settings and can begin the next; a file that is none is refused and changes nothing."""
    out = exported_settings(linked.session)
    assert b"comparison_levels" in out
    report = link_registry(linked.session, settings=out, dry_run=True)
    assert report.records == sum(frame.height for frame in three_lists().values())
    height = linked.height()
    for content in (b"{", b"[]", b"{}"):
        with pytest.raises(BadInput):
            link_registry(linked.session, settings=content)
    assert linked.height() == height


def test_a_further_list_is_linked_by_its_neighbourhood(desk: Desk) -> None:
    """After a whole run a few new rows are compared with their neighbourhood alone, join whom they should, and move nobody else."""
    rows = pl.DataFrame(PEOPLE_OF_ZUBIA)
    bring(desk, rows, "registro")
    link_registry(desk.session)
    before = persons(desk.session)
    bring(desk, rows.head(2).with_columns(record_id="x" + pl.col("record_id")), "nueva")
    report = link_registry(desk.session)
    assert report.compared < report.records
    after = persons(desk.session)
    assert len(after) == len(before)
    assert sum(len(records) == 2 for records in after) == 2
    assert len(before & after) == len(before) - 2
    assert link_registry(desk.session).statements == 0
    assert link_registry(desk.session, whole=True).statements == 0
    assert persons(desk.session) == after


PEOPLE_OF_ZUBIA = {
    "record_id": [f"r{n}" for n in range(24)],
    "full_name": [f"{family} {other}, {given}" for family, given in (("Uromar", "Benita"), ("Olmedo", "Ignacia"), ("Quintero", "Tomás"))
                  for other in ("Tello", "Zabala", "Lagos", "Soto", "Vera", "Paz", "Gil", "Cruz")],
    "birth_date": [f"{1950 + n}-{1 + n % 12:02d}-{1 + n % 28:02d}" for n in range(24)],
}  # fmt: skip
