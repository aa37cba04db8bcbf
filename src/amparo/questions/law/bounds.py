"""What may change for a person in some world, and what changes in every one: so that over a registry the numbers are bounds."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import product

import attrs

from amparo.questions.law.assessing import Answer, PersonAnswer, person_answer
from amparo.questions.law.cases import Case, Charge, possible_state
from amparo.questions.law.expressions import All, AnyOf, Choice, Expression, Not, rebuilt
from amparo.questions.law.formulas import formula
from amparo.questions.law.instrument import Instrument
from amparo.questions.law.model import Model
from amparo.questions.law.worlds import is_possible

type Outcome = tuple[Answer, Answer]

DECIDED: tuple[Answer, Answer] = ("covered", "excluded")


@attrs.frozen
class Bounds:
    """At least, and at most."""

    at_least: int
    at_most: int

    def to_dict(self) -> dict[str, int]:
        """Return the bounds as data."""
        return {"at_least": self.at_least, "at_most": self.at_most}


def possible_pairs(a: Instrument, b: Instrument, case: Case, charge: Charge | None) -> frozenset[Outcome]:
    """Return what two versions may say together of one charge, over all worlds and readings; the facts are the same for both."""
    found = set()
    for pair, model in _joint(a, b).items():
        conventions = attrs.evolve(a.conventions, open_world=a.conventions.open_world or b.conventions.open_world)
        state = possible_state(model, conventions, case, charge)
        if is_possible(formula(model, state, "covered"), model, state):
            found.add(pair)
    return frozenset(found)


@lru_cache(maxsize=16)
def _joint(a: Instrument, b: Instrument) -> Mapping[Outcome, Model]:
    """Return, for each pair of outcomes, the model in which it is what must come out; a question of one text is none of the other's."""
    covers = [_covers(one, name) for one, name in ((a, "before"), (b, "after"))]

    def says(which: int, answer: Answer) -> Expression:
        return covers[which] if answer == "covered" else Not(covers[which])

    return {(first, second): Model(All((says(0, first), says(1, second))), AnyOf(()), {}) for first, second in product(DECIDED, DECIDED)}


def _covers(instrument: Instrument, name: str) -> Expression:
    def apart(node: Expression) -> Expression:
        return attrs.evolve(node, question=f"{name}:{node.question}") if isinstance(node, Choice) else node

    return rebuilt(All((instrument.model.covered, Not(instrument.model.excluded))), apart)


def person_pairs(a: Instrument, b: Instrument, case: Case) -> frozenset[tuple[PersonAnswer, PersonAnswer]]:
    """Return what two versions may say together of a person: of every charge, in every world."""
    charges: Sequence[Charge | None] = case.charges or (None,)
    seen: set[tuple[frozenset[Answer], frozenset[Answer]]] = {(frozenset(), frozenset())}
    for charge in charges:
        pairs = possible_pairs(a, b, case, charge)
        seen = {(before | {first}, after | {second}) for before, after in seen for first, second in pairs}
    return frozenset((person_answer(sorted(before), a.unit), person_answer(sorted(after), b.unit)) for before, after in seen)


def counted(certain: Mapping[str, bool], webs: Sequence[frozenset[str]]) -> Bounds:
    """
    Return how many persons, at least and at most, are in some case.

    ``certain``: everybody who may be in it → whether they are in every world.
    ``webs``: persons who may be one. A web counts once at least, and only if all in it certainly are.
    """
    inside = {person for web in webs for person in web}
    alone = sum(sure for person, sure in certain.items() if person not in inside)
    return Bounds(alone + sum(all(certain.get(person, False) for person in web) for web in webs), len(certain))
