"""Tests of `amparo.questions.law.ranking`: what to ask first."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.questions.law import assess
from amparo.questions.law.assessing import answer
from amparo.questions.law.loading import shipped_instrument
from amparo.questions.law.model import ACT
from amparo.questions.law.ranking import next_question, questions_over
from tests.questions.law.test_assessing import case
from tests.questions.law.written import cases, instrument, instruments

LAW = "ve/ley/2026/amnistia-convivencia-democratica"


def named(person: str, found: dict[str, Any]) -> dict[str, Any]:
    """Return a case under another id."""
    return {**found, "person": {**found["person"], "id": person}}


def test_what_settles_most_persons_by_itself_is_asked_first() -> None:
    """Of three files all turn on being at law, one on its day as well: being at law comes first; who is settled asks nothing."""
    law = shipped_instrument(LAW)
    files = [
        named("a", case({"placed_self_at_law_after": False})),
        named("b", case({"placed_self_at_law_after": False}, act={"start": "2014-03-02", "end": "2014-03-02"})),
        named("c", case({"placed_self_at_law_after": False}, act={"start": "2014", "end": "2014"})),
        named("d", case()),
    ]
    first, second = questions_over([assess(law, one) for one in files])
    assert (first.fact.name, first.alone, first.persons) == ("at_law", ("a", "b", "c"), ("a", "b", "c"))
    assert (second.fact.name, second.persons) == (ACT, ("c",))
    assert next_question(assess(law, files[3])) is None


@settings(max_examples=40)
@given(instruments(), st.lists(cases(), min_size=1, max_size=3))
def test_a_question_that_settles_alone_settles_alone(document: dict[str, Any], found: list[dict[str, Any]]) -> None:
    """With some value of that one fact every open charge of the person is decided, whatever else is unknown."""
    law = instrument(document)
    charges = [{**one["charges"][0], "id": f"c{place}"} for place, one in enumerate(found)]
    denied = {name for one in charges for name in one["known_false"]}
    facts = {name: value for name, value in found[0]["person"]["facts"].items() if name not in denied}
    one = assess(law, {"format": "amparo-case/1", "person": {"id": "p", "facts": facts}, "charges": charges})
    for asked in questions_over([one]):
        if asked.alone and asked.fact.name != ACT:
            place = law.model.place[asked.fact.name]
            for charge in (charge for charge in one.charges.values() if charge.answer == "cannot_tell"):
                masks = [1 << which for which in range(8) if charge.state.masks[place] >> which & 1]
                assert any(answer(law, charge.state.where(place, mask)) != "cannot_tell" for mask in masks)
