from typing import Any

from hypothesis import given, settings

from amparo.questions.law import compare
from amparo.questions.law.cases import read_case
from amparo.questions.law.loading import shipped_instrument
from amparo.questions.law.together import possible_outcomes
from tests.questions.law.enumerator import pairs, worlds
from tests.questions.law.test_assessing import NONE, case
from tests.questions.law.written import cases, instrument, instruments

WORK = "ve/ley/2026/amnistia-convivencia-democratica"


def named(person: str, found: dict[str, Any]) -> dict[str, Any]:
    """Return a case under another id."""
    return {**found, "person": {**found["person"], "id": person}}


def test_each_person_is_where_they_belong_and_totals_come_last() -> None:
    """From wording A of article 7 to wording B a fugitive gains, somebody unclear becomes certain, the others stay."""
    found = [
        named("held", case()),
        named("fugitive", case({"at_law": False, "placed_self_at_law_after": False})),
        named("unclear", case({})),
        named("late", case(act={"start": "2011", "end": "2011"})),
    ]
    a, b = (shipped_instrument(f"{WORK}@v2-art7-options:{option}") for option in "AB")
    document = compare(a, b, found).to_dict()
    assert list(document) == ["gained", "lost", "became_uncertain", "became_certain", "same_outcome_other_reason", "unchanged", "totals"]
    assert document["gained"] == {"fugitive": {"from": "excluded", "to": "covered", "articles": ["6", "7", "8", "8.7"]}}
    assert list(document["became_certain"]) == ["unclear"]
    assert list(document["unchanged"]) == ["held", "late"]
    assert document["totals"] == {"from": {"cannot_tell": 1, "covered": 1, "excluded": 2}, "to": {"covered": 3, "excluded": 1}}


def test_reasons_are_set_side_by_side_by_what_they_are_about() -> None:
    """The exclusion of homicide is article 7.2 of the bill and 9.2 of the gazette, and one reason; another exclusion is another."""
    bill, gazette = shipped_instrument(f"{WORK}@v1-first-discussion"), shipped_instrument(f"{WORK}@v3-gazette")
    same = named("same", case(offences=["homicide_intentional"]))
    other = named("other", case(offences=["public_property_offence"], facts={"foreign_armed_action": True}, known_false=NONE[:3]))
    found = compare(bill, gazette, [same, other])
    assert [one.person_id for one in found.of("unchanged")] == ["same"]
    assert [one.person_id for one in found.of("same_outcome_other_reason")] == ["other"]


@settings(max_examples=12)
@given(instruments(), instruments(), cases())
def test_pairs_of_answers_are_those_that_some_world_gives(first: dict[str, Any], second: dict[str, Any], found: dict[str, Any]) -> None:
    """What two texts may say together of a charge is what they say in each world, the facts being the same for both."""
    both = {**first, "provisions": [*first["provisions"], *second["provisions"]]}  # so that the enumerator knows the facts of both
    conventions = {**first["conventions"], "open_world": True}
    one, other = ({**text, "conventions": conventions} for text in (first, second))
    both = {**both, "conventions": conventions}
    expected = {pair for world in worlds(both, found) for pair in pairs(one, other, world)}
    asked = read_case(found)
    assert possible_outcomes((instrument(one), instrument(other)), asked, asked.charges[0]) == expected
