"""Tests of `amparo.questions.law.bounds`: counts of persons against every world, one by one."""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.questions.law import assess
from amparo.questions.law.bounds import PERSON_ANSWERS, answer_bounds, change_bounds
from amparo.questions.law.cases import read_case
from amparo.questions.law.loading import shipped_instrument
from tests.questions.law.enumerator import answer_in, worlds
from tests.questions.law.test_assessing import case
from tests.questions.law.written import cases, instrument, instruments

type Text = dict[str, Any]  # Any: a file's content
RANK = {"excluded": 0, "partial": 1, "covered": 2}
LAW = "ve/ley/2026/amnistia-convivencia-democratica"


@st.composite
def persons(draw: st.DrawFn, most: int = 3) -> list[Text]:
    """Draw a few persons, each with one or two charges, of whom little is known."""
    found = []
    for place in range(draw(st.integers(1, most))):
        some = [draw(cases()) for _ in range(draw(st.integers(1, 2)))]
        charges = [{**one["charges"][0], "id": f"c{which}"} for which, one in enumerate(some)]
        denied = {name for one in charges for name in one["known_false"]}
        facts = {name: value for name, value in some[0]["person"]["facts"].items() if name not in denied}
        found.append({"format": "amparo-case/1", "person": {"id": f"p{place}", "facts": facts}, "charges": charges})
    return found


def readings(texts: Sequence[Text]) -> list[dict[str, bool]]:
    """Return every reading: of straddling, the same in all texts, and of the question of each."""
    names = ["straddle", *(f"Q1 of {place}" for place in range(len(texts)))]
    return [dict(zip(names, values, strict=True)) for values in product((True, False), repeat=len(names))]


def said(texts: Sequence[Text], person: Text) -> list[set[tuple[frozenset[str], ...]]]:
    """Return, by reading, what the texts say of all charges of a person in each world: whether at law is one fact for all charges."""
    names = {**texts[0], "provisions": [rule for text in texts for rule in text["provisions"]]}
    every = [list(worlds(names, {**person, "charges": [charge]})) for charge in person["charges"]]

    def in_world(world: Text, reading: dict[str, bool]) -> tuple[str, ...]:
        return tuple(answer_in(text, {**world, **reading, "Q1": reading[f"Q1 of {place}"]}) for place, text in enumerate(texts))

    def under(reading: dict[str, bool]) -> Iterator[tuple[frozenset[str], ...]]:
        for at_law in (True, False):
            each = [{in_world(world, reading) for world in some if world.get("at_law", at_law) == at_law} for some in every]
            yield from (tuple(frozenset(one) for one in zip(*row, strict=True)) for row in product(*each))

    return [set(under(reading)) for reading in readings(texts)]


def counts(texts: Sequence[Text], everybody: list[Text], *, joined: bool) -> Iterator[list[tuple[str, ...]]]:
    """Yield, for each world of all persons, what each text says of each; the first two may be one person."""
    for known in zip(*(said(texts, one) for one in everybody), strict=True):
        ways = [list(known)]
        if joined and len(known) > 1:
            both = {tuple(one | other for one, other in zip(row, more, strict=True)) for row in known[0] for more in known[1]}
            ways.append([both, *known[2:]])
        for way in ways:
            for world in product(*way):
                yield [tuple(rolled_up(one) for one in row) for row in world]


def rolled_up(answers: frozenset[str]) -> str:
    """Return what is said of a person of whom everything is known."""
    return "partial" if len(answers) > 1 else next(iter(answers))


def changed(before: str, after: str) -> str:
    """Return what becomes of somebody."""
    return "unchanged" if before == after else "gained" if RANK[after] > RANK[before] else "lost"


@settings(max_examples=40)
@given(instruments(), persons(), st.booleans())
def test_bounds_of_answers_are_the_least_and_the_most_of_all_worlds(document: Text, everybody: list[Text], joined: bool) -> None:
    """Some world has as few persons covered, partial or excluded as the least says, another as many as the most; none fewer or more."""
    law = instrument(document)
    webs = [frozenset({"p0", "p1"})] if joined and len(everybody) > 1 else []
    found = answer_bounds([assess(law, one) for one in everybody], webs)
    every = [[row[0] for row in world] for world in counts([document], everybody, joined=joined)]
    for answer in ("covered", "partial", "excluded"):
        numbers = [world.count(answer) for world in every]
        assert (found[answer].at_least, found[answer].at_most) == (min(numbers), max(numbers))


@settings(max_examples=8)
@given(instruments(), instruments(), persons(2), st.booleans())
def test_bounds_of_changes_are_the_least_and_the_most_of_all_worlds(first: Text, second: Text, everybody: list[Text], joined: bool) -> None:
    """In some world as few persons gain, lose or stay as the least says, and in another as many as the most."""
    conventions = {**first["conventions"], "open_world": True}
    texts = [{**text, "conventions": conventions} for text in (first, second)]
    webs = [frozenset({"p0", "p1"})] if joined and len(everybody) > 1 else []
    found = change_bounds(instrument(texts[0]), instrument(texts[1]), [read_case(one) for one in everybody], webs)
    every = [[changed(*row) for row in world] for world in counts(texts, everybody, joined=joined)]
    for change, bounds in found.items():
        numbers = [world.count(change) for world in every]
        assert (bounds.at_least, bounds.at_most) == (min(numbers), max(numbers))


def named(person: str, found: Text) -> Text:
    """Return a case under another id."""
    return {**found, "person": {**found["person"], "id": person}}


@pytest.mark.parametrize(
    ("second", "covered", "partial", "excluded"),
    [
        (case(), (1, 2), (0, 0), (0, 0)),
        (case(offences=["homicide_intentional"]), (0, 1), (0, 1), (0, 1)),
        (case({}), (0, 2), (0, 1), (0, 1)),
    ],
    ids=["both covered", "one excluded", "one unknown"],
)
def test_persons_who_may_be_one_are_joined_in_some_world(
    second: Text, covered: tuple[int, int], partial: tuple[int, int], excluded: tuple[int, int]
) -> None:
    """Somebody covered and somebody excluded who may be one person may be one who is partly covered."""
    law = shipped_instrument(LAW)
    found = answer_bounds([assess(law, named("a", case())), assess(law, named("b", second))], [frozenset({"a", "b"})])
    assert [(one.at_least, one.at_most) for one in (found["covered"], found["partial"], found["excluded"])] == [covered, partial, excluded]


def test_a_question_is_read_alike_for_everybody() -> None:
    """Of a rebel of 2014 and a case that turns on nothing, one or two are covered; of two rebels none or both, never one."""
    law = shipped_instrument(LAW)
    rebel = case(offences=["rebellion_military"])
    found = answer_bounds([assess(law, named("a", rebel)), assess(law, named("b", case()))], [])
    assert (found["covered"].at_least, found["covered"].at_most) == (1, 2)
    chosen = answer_bounds([assess(law, named(one, rebel), {"Q3": True}) for one in "ab"], [])
    assert (chosen["covered"].at_least, chosen["covered"].at_most) == (0, 0)
    assert (chosen["excluded"].at_least, chosen["excluded"].at_most) == (2, 2)


def test_nobody_is_certain_of_a_person_without_charges() -> None:
    """Of somebody of whom no charge is known anything may come to light, and nobody can tell."""
    law = shipped_instrument(LAW)
    unknown = assess(law, {"format": "amparo-case/1", "person": {"id": "a", "facts": {}}, "charges": []})
    found = answer_bounds([unknown], [])
    assert {name: (one.at_least, one.at_most) for name, one in found.items()} == {
        "covered": (0, 1), "partial": (0, 1), "excluded": (0, 1), "cannot_tell": (1, 1),
    }  # fmt: skip
    assert list(found) == list(PERSON_ANSWERS)
    assert answer_bounds([], [])["covered"].to_dict() == {"at_least": 0, "at_most": 0}


def test_many_who_may_be_one_are_counted_safely() -> None:
    """Beyond six persons who may be one the least is none and the most is all of them."""
    law = shipped_instrument(LAW)
    many = [attrs.evolve(read_case(case()), person_id=f"p{place}") for place in range(7)]
    found = answer_bounds([assess(law, one) for one in many], [frozenset(one.person_id for one in many)])
    assert (found["covered"].at_least, found["covered"].at_most) == (0, 7)
