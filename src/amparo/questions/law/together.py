"""
What one or two texts may say of a charge and of a person, world by world, the facts being the same for both texts.

A person's charges share the facts about the person; apart from those each charge is a world of its own.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import product

import attrs

from amparo.questions.law.asking import is_about_the_person
from amparo.questions.law.assessing import Answer, Readings, chosen_state
from amparo.questions.law.cases import Case, Charge, possible_state
from amparo.questions.law.expressions import All, AnyOf, Choice, Expression, Not, rebuilt
from amparo.questions.law.formulas import Known, Timed, formula, leaves
from amparo.questions.law.instrument import Instrument
from amparo.questions.law.model import STRADDLE, Model, State
from amparo.questions.law.worlds import is_possible

type Texts = tuple[Instrument, ...]
type Outcome = tuple[Answer, ...]  # what each text says of a charge in one world
type Profile = frozenset[tuple[frozenset[Answer], ...]]  # in each world of a person, the answers of each text to the charges
type Readers = Mapping[str, int]  # a question of a model → the readings that are left, as bits

type Possible = tuple[State, ...]  # what may be, of each charge

DECIDED: tuple[Answer, Answer] = ("covered", "excluded")
MOST_SHARED = 4  # beyond so many unknown facts about a person the charges are taken apart: safe, and perhaps too wide


def possible_outcomes(texts: Texts, case: Case, charge: Charge | None, readings: Readers | None = None) -> frozenset[Outcome]:
    """Return what some texts may say together of one charge, over all worlds and readings."""
    found = set()
    for outcome, model in _joint(texts).items():
        state = _narrowed(_state(texts, model, case, charge), model, readings or {})
        if is_possible(formula(model, state, "covered"), model, state):
            found.add(outcome)
    return frozenset(found)


def _state(texts: Texts, model: Model, case: Case, charge: Charge | None) -> State:
    conventions = attrs.evolve(texts[0].conventions, open_world=any(one.conventions.open_world for one in texts))
    return possible_state(model, conventions, case, charge)


def _narrowed(state: State, model: Model, readings: Readers) -> State:
    for name, mask in readings.items():
        if name in model.place:
            state = state.where(model.place[name], mask)
    return state


@lru_cache(maxsize=16)
def _joint(texts: Texts) -> Mapping[Outcome, Model]:
    """Return, for each outcome of some texts together, the model in which it is what must come out."""
    covers = [_covers(one, place) for place, one in enumerate(texts)]

    def says(place: int, answer: Answer) -> Expression:
        return covers[place] if answer == "covered" else Not(covers[place])

    outcomes: Iterable[Outcome] = product(DECIDED, repeat=len(texts))
    return {outcome: Model(All(tuple(says(place, one) for place, one in enumerate(outcome))), AnyOf(()), {}) for outcome in outcomes}


def _covers(instrument: Instrument, place: int) -> Expression:
    def apart(node: Expression) -> Expression:
        return attrs.evolve(node, question=_apart(place, node.question)) if isinstance(node, Choice) else node

    return rebuilt(All((instrument.model.covered, Not(instrument.model.excluded))), apart)


def profile(texts: Texts, case: Case, readings: Readers | None = None) -> Profile:
    """Return, in each world of a person, the answers of each text to the charges; of somebody without any, some may come to light."""
    found: set[tuple[frozenset[Answer], ...]] = set()
    for one in _completions(texts, case):
        seen: set[tuple[frozenset[Answer], ...]] = {tuple(frozenset() for _ in texts)}
        told = [possible_outcomes(texts, one, charge, readings) for charge in one.charges]
        for outcomes in told or [possible_outcomes(texts, one, None, readings)] * 2:
            seen = {tuple(answers | {answer} for answers, answer in zip(row, outcome, strict=True)) for row in seen for outcome in outcomes}
        found |= seen
    return frozenset(found)


def _completions(texts: Texts, case: Case) -> Iterator[Case]:
    """Yield the case with each value of the unknown facts about the person, which all charges share."""
    about = {one.name for text in texts for one in text.model.variables if one.is_yes_or_no and is_about_the_person(one.name)}
    unknown = sorted(name for name in about if _possible(case.facts.get(name)) == (True, False))
    if len(case.charges) < 2 or len(unknown) > MOST_SHARED:
        yield case
        return
    for values in product((True, False), repeat=len(unknown)):
        yield attrs.evolve(case, facts={**case.facts, **dict(zip(unknown, values, strict=True))})


def _possible(given: object) -> tuple[object, ...]:
    """Return the possible values of a yes-or-no fact as a case gives it."""
    values = given if isinstance(given, list) else [given]
    return (True, False) if None in values or {True, False} <= set(values) else tuple(values)


def possible_of(texts: Texts, case: Case) -> Possible:
    """Return what is possible of each charge of a case, to some texts: equal for two persons of whom the texts can say the same."""
    model = next(iter(_joint(texts).values()))
    return tuple(_state(texts, model, case, charge) for charge in case.charges)


def asked_of(texts: Texts, case: Case, chosen: Readers) -> tuple[str, ...]:
    """Return the questions with several readings left that an answer about a case may turn on."""
    names: set[str] = set()
    for charge in case.charges:  # of somebody of whom no charge is known anything may come to light, however the text is read
        for model in _joint(texts).values():
            state = _narrowed(_state(texts, model, case, charge), model, chosen)
            for leaf in leaves(formula(model, state, "covered")):
                if isinstance(leaf, Known) and model.variables[leaf.place].is_question:
                    names.add(model.variables[leaf.place].name)
                elif isinstance(leaf, Timed) and leaf.window.possible(state.act)[2]:
                    names.add(STRADDLE)
    return tuple(sorted(name for name in names if chosen[name].bit_count() > 1))


def chosen_of(texts: Texts, readings: Readings) -> Readers:
    """Return the readings that a lawyer left, by question of the texts taken together."""
    left: dict[str, int] = {}
    for place, text in enumerate(texts):
        own = {name: reading for name, reading in readings.items() if name in text.model.place}
        state = chosen_state(text, own)
        for one in text.model.variables:
            if one.is_question:
                left[_apart(place, one.name)] = state.masks[text.model.place[one.name]]
    return left


def _apart(place: int, question: str) -> str:
    """Return the name of a question among those of several texts: a question of one is none of another's, but straddling is read alike."""
    return question if question == STRADDLE else f"{place}:{question}"
