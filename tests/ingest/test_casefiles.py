import pytest

from amparo.errors import BadInput
from amparo.ingest.casefiles import propose_casefile

CASE = """
format: amparo-case/1
person: {id: p1, facts: {at_law: true, placed_self_at_law_after: null}}
charges:
- id: c1
  status: [charged]
  offences: [public_disorder]
  offences_complete: true
  act: {start: 2014-03-12, end: 2014-03}
  continuing: false
  events: {zz.2014.protests: true, zz.2002.strike: null}
  caused: [injury_minor]
  facts: {crime_against_humanity: null, drug_min_penalty_years: 8}
  known_false: [war_crime]
"""


def test_a_case_is_facts_of_the_person_and_whole_charges() -> None:
    """Facts that are known become statements, unknown ones none, and a charge keeps its parts as written."""
    [record] = propose_casefile(CASE.encode(), "case.yml").records
    fact, charge = record.facts
    assert (record.subject_kind, record.key, fact.property, fact.value) == ("person", "p1", "case_fact", {"name": "at_law", "value": True})
    assert charge.property == "charge"
    assert charge.value["act"] == {"start": "2014-03-12", "end": "2014-03"}
    assert charge.value["events"] == {"zz.2014.protests": True, "zz.2002.strike": None}
    assert charge.value["facts"] == {"crime_against_humanity": None, "drug_min_penalty_years": 8}


def test_several_cases_stand_in_one_file() -> None:
    """Documents one after another, and a list of cases, are all read."""
    other = CASE.replace("p1", "p2")
    assert [record.key for record in propose_casefile(f"{CASE}---{other}".encode(), "case.yml").records] == ["p1", "p2"]
    short = "- {format: amparo-case/1, person: {id: p1}}\n- {format: amparo-case/1, person: {id: p2}}\n"
    assert [record.key for record in propose_casefile(short.encode(), "case.yml").records] == ["p1", "p2"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("offences:", "offenses:", "ingest.map_key_unknown"),
        ("2014-03-12", "2014-02-30", "ingest.map_value_wrong"),
        ("amparo-case/1", "amparo-case/9", "ingest.map_value_wrong"),
        ("id: p1,", "", "ingest.map_key_missing"),
        ("continuing: false", "continuing: sometimes", "ingest.map_value_wrong"),
        ("drug_min_penalty_years: 8", "drug_min_penalty_years: {a: 1}", "ingest.map_value_wrong"),
        ("known_false: [war_crime]\n", "known_false: []\n- id: c1\n", "ingest.map_key_twice"),
        ("known_false: [war_crime]\n", f"known_false: []\n---{CASE}", "ingest.person_twice"),
    ],
)
def test_a_mistaken_case_is_refused_whole(old: str, new: str, code: str) -> None:
    """An unknown key, an impossible day or a doubled id refuses the file, in both languages."""
    with pytest.raises(BadInput) as refusal:
        propose_casefile(CASE.replace(old, new).encode(), "case.yml")
    assert code in {problem.code for problem in refusal.value.problems}
    assert all(problem.message(language) for problem in refusal.value.problems for language in ("es", "en"))
