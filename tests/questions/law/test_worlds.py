from typing import Any

from hypothesis import assume, given, settings

from amparo.questions.law import assess
from amparo.questions.law.assessing import answer
from amparo.questions.law.model import State
from amparo.questions.law.smallest import SmallestSet
from amparo.questions.law.worlds import ACT_PLACE
from tests.questions.law.enumerator import answers, worlds
from tests.questions.law.written import cases, instrument, instruments


def expected(document: dict[str, Any], case: dict[str, Any]) -> str:
    """Return the answer that all worlds and readings give, by looking at each."""
    found: set[str] = set()
    for world in worlds(document, case):
        found |= answers(document, world)
    return found.pop() if len(found) == 1 else "cannot_tell"


def narrowed(state: State, one: SmallestSet, *, without: int | None = None) -> list[State]:
    """Return the states in which the facts of a smallest set are known, but for one of them."""
    for place, classes in one.classes.items():
        if place not in (ACT_PLACE, without) and isinstance(classes, int):
            state = state.where(place, classes)
    pieces = one.classes.get(ACT_PLACE)
    return [State(state.masks, days) for days in pieces] if isinstance(pieces, tuple) and without != ACT_PLACE else [state]


@settings(max_examples=150)
@given(instruments(), cases())
def test_an_answer_is_what_every_world_says(document: dict[str, Any], case: dict[str, Any]) -> None:
    """A charge is covered or excluded exactly when all completions and all readings agree, and cannot be told otherwise."""
    assert assess(instrument(document), case).charges["c1"].answer == expected(document, case)


@settings(max_examples=100)
@given(instruments(), cases())
def test_each_smallest_set_settles_the_answer_and_no_part_of_it_does(document: dict[str, Any], case: dict[str, Any]) -> None:
    """With any of the values of a smallest set the answer is its target; without one of its facts it is open again."""
    found = assess(instrument(document), case).charges["c1"]
    law, model = found.instrument, found.instrument.model
    for target, sets in found.sets.items():
        for one in sets:
            assert all(answer(law, state) == target for state in narrowed(found.state, one))
            assert all(answer(law, state) == "cannot_tell" for place in one.classes for state in narrowed(found.state, one, without=place))
    names = {target: [set(one.names(model)) for one in sets] for target, sets in found.sets.items()}
    assert not any(small < large for sets in names.values() for small in sets for large in sets)


@settings(max_examples=100)
@given(instruments(), cases())
def test_what_can_be_settled_by_facts_has_its_smallest_sets(document: dict[str, Any], case: dict[str, Any]) -> None:
    """Where some world is decided under every reading, a smallest set leads there; where none is, only a reading can settle it."""
    found = assess(instrument(document), case).charges["c1"]
    assume(found.answer == "cannot_tell")
    decided = {next(iter(one)) for world in worlds(document, case) if len(one := answers(document, world)) == 1}
    assert {target for target, sets in found.sets.items() if sets} == decided
    assert found.basis == ("missing_fact" if decided else "open_question")
    assert bool(found.missing) == bool(decided)
    assert decided or found.questions
