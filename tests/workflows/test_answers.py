"""Answers carry what they rest on, in plain data, and look persons up as people write them."""

import json
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.errors import BadInput
from amparo.questions.rule import Rule
from amparo.workflows.answers import (
    answer_claims,
    answer_count,
    answer_person,
    claims_frame,
    find_people,
    ledger,
    population_of,
    searchable,
    territory_of,
)
from tests.cli.invented import claim
from tests.histories.told import snapshot, statement
from tests.questions.invented import registry
from tests.workflows.sitting import Desk

WORDS = st.text(st.characters(categories=["L", "M", "Zs"]), max_size=20)


@given(WORDS)
def test_looking_up_knows_no_case_and_no_accents(name: str) -> None:
    """A name is found in capitals as well, and looking up what is looked up changes nothing."""
    assert searchable(searchable(name)) == searchable(name)
    assert searchable("ÁÉÍÓÚÜÑ áéíóúüñ") == "aeiouun aeiouun"
    assert searchable(name.casefold()) == searchable(name)
    assert searchable("𝛓") == searchable("Σ")


def said(desk: Desk, subject: str, property: str, value: Any, **fields: Any) -> str:
    """Record one statement on a person and return its id."""
    session = desk.session
    given = {"subject_kind": "person", "source": "prensa.example", **fields}
    new = session.statement(subject=subject, property=property, value=value, **given)
    return str(session.registry.append([new], at=session.now())[0])


def test_people_are_found_by_all_their_words(desk: Desk) -> None:
    """Every word must be in the name; names sort without accents; records are counted."""
    for person, name in (("p1", "Ángela Ruiz"), ("p2", "Berta Ruiz"), ("p3", "angel Paz")):
        said(desk, person, "name", name)
    said(desk, "r1", "person", "p1", subject_kind="record")
    assert [row[0] for row in find_people(desk.session)] == ["p3", "p1", "p2"]
    assert find_people(desk.session, "RUIZ angela") == [("p1", "Ángela Ruiz", 1)]
    assert find_people(desk.session, "ruiz paz") == []


def test_an_answer_is_plain_data(desk: Desk) -> None:
    """The document of a person is JSON as it stands, and names every statement on them and on no other."""
    said(desk, "p1", "name", "Ana Irreal")
    arrest = said(desk, "p1", "event", {"kind": "arrest", "facility": "Centro"}, happened_on="2026-01", locator={"row": 3})
    said(desk, "p2", "event", {"kind": "arrest"}, happened_on="2026-01")
    document = answer_person(desk.session, "p1", on=date(2026, 1, 15)).to_dict()
    assert json.loads(json.dumps(document)) == document
    (event,) = document["history"]
    assert (event["earliest"], event["latest"], event["as_stated"]) == ("2026-01-01", "2026-01-31", ["2026-01"])
    assert (event["facilities"], event["sources"], event["statements"]) == (["Centro"], ["prensa.example"], [arrest])
    assert document["states"] == ["deprived", "no_record"]
    assert document["certain"] is False
    assert {row["subject"] for row in document["statements"]} == {"p1"}
    assert next(row for row in document["statements"] if row["statement_id"] == arrest)["locator"] == {"row": 3}


def test_a_person_in_conflict_is_certain_of_nothing(desk: Desk) -> None:
    """Dates that contradict the known order are kept, said, and nothing is certain."""
    said(desk, "p1", "event", {"kind": "arrest", "key": "a", "after": ["b"]}, happened_on="2026-01-01")
    said(desk, "p1", "event", {"kind": "release_full", "key": "b"}, happened_on="2026-01-09")
    document = answer_person(desk.session, "p1", on=date(2026, 1, 20)).to_dict()
    assert document["conflicts"] != []
    assert document["certain"] is False


def test_nobody_is_made_up(desk: Desk) -> None:
    """An id that nobody has is an error, and so is one that nobody had yet on the day of knowledge."""
    said(desk, "p1", "name", "Ana Irreal")
    with pytest.raises(BadInput, match=r"workflows\.no_person"):
        answer_person(desk.session, "p2", on=None)
    with pytest.raises(BadInput, match=r"workflows\.no_person"):
        answer_person(desk.session, "p1", on=None, known_at=date(2026, 1, 31))
    assert answer_person(desk.session, "p1", on=None, known_at=date(2026, 2, 1)).name == "Ana Irreal"


def test_the_ledger_moves_with_the_log_and_an_earlier_answer_stays(desk: Desk) -> None:
    """Each answer names the head of the log; what was known at a day is counted the same ever after."""
    said(desk, "p1", "event", {"kind": "arrest"}, happened_on="2026-01-05")
    rule = Rule(states=("deprived",), on=date(2026, 1, 6), known_at=date(2026, 2, 1))
    head, first = ledger(desk.session), answer_count(desk.session, rule).to_dict()
    assert first["persons"] == {"at_least": 1, "at_most": 1}
    desk.clock.set("2026-02-02")
    said(desk, "p2", "event", {"kind": "arrest"}, happened_on="2026-01-05")
    assert ledger(desk.session)["size"] == head["size"] + 1
    assert ledger(desk.session)["root"] != head["root"]
    assert answer_count(desk.session, rule).to_dict() == first
    assert answer_count(desk.session, Rule(states=("deprived",), on=date(2026, 1, 6))).persons.at_least == 2


def claimed(*claims: dict[str, Any]) -> pl.DataFrame:
    """Return the standing statements of some claims."""
    numbers = [{name: int(cell) if name == "value" else cell or None for name, cell in one.items()} for one in claims]
    return snapshot(*(statement(str(one["claim_id"]), "claim", one, subject_kind="claim", exposure=5) for one in numbers))


def test_claims_stand_as_they_were_printed() -> None:
    """Numbers are numbers, what was not printed is null, and each claim names its statement."""
    frame = claims_frame(claimed(claim("zz-1", "released", "at_least", 7, "2026-01-08", "2026-02-04")))
    (row,) = frame.to_dicts()
    assert (row["claim_id"], row["value"], row["value_high"], row["men"], row["exposure"]) == ("zz-1", 7, None, None, 5)
    assert row["statement_id"].startswith("s")
    assert claims_frame(snapshot()).height == 0


def test_the_territory_is_where_most_claims_speak_of() -> None:
    """The place that most claims name; of two alike the first by name; none where there is no claim."""
    places = ["Zubia", "Norte", "Zubia"]
    frames = [claims_frame(claimed(*(claim(f"zz-{n}", "released", "exact", 1, "", "2026-02", place=place) for n, place in enumerate(some))))
              for some in (places, ["Sur", "Norte"], [])]  # fmt: skip
    assert [territory_of(frame) for frame in frames] == ["Zubia", "Norte", ""]


def test_populations_are_those_on_record() -> None:
    """Persons of lists with a definition are of that population; others count as political prisoners."""
    assert population_of(registry([statement("p", "name", "p")])) == ["political_prisoners"]
    told = [statement("p", "population", "students"), statement("q", "population", "journalists")]
    assert population_of(registry(told)) == ["journalists", "students"]


def test_the_record_contradicts_what_cannot_be() -> None:
    """Two persons released for certain contradict "at most one", and show "at least two"; the own count is given."""
    told = [statement(person, "event", {"kind": "release_full"}, happened_on="2026-01-20") for person in ("p", "q")]
    claims = claimed(
        claim("zz-1", "released", "at_most", 1, "2026-01-08", "2026-02-04"),
        claim("zz-2", "released", "at_least", 2, "2026-01-08", "2026-02-04"),
    )
    rows = pl.concat([claims, snapshot(*told)])
    _, report = answer_claims(rows)
    assert {verdict.claim_id: (verdict.verdict, verdict.own) for verdict in report.verdicts} == {
        "zz-1": ("contradicted", (2, 2)),
        "zz-2": ("shown", (2, 2)),
    }


def test_persons_who_may_be_one_contradict_nothing() -> None:
    """Two releases of persons who may be one person are one or two: "exactly one" is possible."""
    told = [statement(person, "event", {"kind": "release_full"}, happened_on="2026-01-20") for person in ("p", "q")]
    told.append(statement("p", "same_person", {"other": "q", "decision": "undecided"}))
    rows = pl.concat([claimed(claim("zz-1", "released", "exact", 1, "2026-01-08", "2026-02-04")), snapshot(*told)])
    _, report = answer_claims(rows)
    assert [(verdict.verdict, verdict.own) for verdict in report.verdicts] == [("compatible", (1, 2))]
