"""The smallest sets of facts that settle an open answer: which facts to find out, and which of their values would do."""

from collections.abc import Mapping
from functools import reduce

import attrs

from amparo.questions.law.formulas import Formula, Joined, Known, replaced
from amparo.questions.law.model import ACT, Model, State
from amparo.questions.law.moments import UNKNOWN_ACT, Act
from amparo.questions.law.worlds import ACT_PLACE, Plan, cases_of, order_of, plan, settled_on

MOST_SETS = 4096  # beyond this a case with so little known is answered without all of its smallest sets

type Cube = frozenset[tuple[int, int]]


class TooManySets(Exception):
    """The smallest sets are more than anyone could read."""


def smallest_sets(one: Formula, model: Model, state: State) -> tuple["SmallestSet", ...]:
    """
    Return the smallest sets of facts, each with values, that make a formula true under every reading.

    They are its prime implicants, of which those are kept that ask for no more
    facts than another. By cases on what pulls in two directions (an implicant
    of all cases needs none of them); what is left is one-directional, where
    expanding and absorbing is complete. Raises TooManySets beyond ``MOST_SETS``.
    """
    how = plan(one, model, state, stretches_only=True)
    cubes = _fewest_facts(_smallest(one, order_of(how, model), how, model, state))
    return tuple(SmallestSet({place: _named(place, mask, how) for place, mask in sorted(cube)}) for cube in cubes)


def _fewest_facts(cubes: list[Cube]) -> list[Cube]:
    """Return the cubes that do not ask for more facts than another one does."""
    asked = {cube: frozenset(place for place, _ in cube) for cube in cubes}
    fewest: list[frozenset[int]] = []
    for places in sorted(set(asked.values()), key=len):
        if not any(fewer < places for fewer in fewest):
            fewest.append(places)
    return [cube for cube in cubes if asked[cube] in fewest]


def _named(place: int, mask: int, how: Plan) -> "int | tuple[Act, ...]":
    if place != ACT_PLACE:
        return mask
    return tuple(days for which, pieces in enumerate(how.pieces) if mask >> which & 1 for days in pieces)


def _smallest(one: Formula, order: tuple[int, ...], how: Plan, model: Model, state: State) -> list[Cube]:
    if isinstance(one, bool):
        return [frozenset()] if one else []
    if not order:
        return _expanded(one, model)
    place, rest_of_order = order[0], order[1:]
    cases = [(mask, _smallest(rest, rest_of_order, how, model, state)) for mask, rest in cases_of(one, place, how, model, state)]
    if place == ACT_PLACE and how.longest is not None:
        at_longest = replaced(one, lambda leaf: settled_on(leaf, model, State(state.masks, how.longest or UNKNOWN_ACT)))
        whatever = _smallest(at_longest, rest_of_order, how, model, state)
    else:
        whatever = reduce(_both, (found for _, found in cases))
    if place != ACT_PLACE and (len(cases) == 1 or model.variables[place].is_question):
        return whatever
    return whatever + [
        cube | {(place, mask)} for mask, found in cases for cube in found if not any(_implies(cube, small) for small in whatever)
    ]


def _expanded(one: Formula, model: Model) -> list[Cube]:
    """Return the sets of leaves that make a one-directional formula true; a reading is never chosen."""
    match one:
        case Known(place, mask):
            return [] if model.variables[place].is_question else [frozenset({(place, mask)})]
        case Joined(True, parts):
            return reduce(_both, (_expanded(part, model) for part in parts))
        case Joined(False, parts):
            return _absorbed([cube for part in parts for cube in _expanded(part, model)])
        case _:
            raise AssertionError(one)  # what is timed was split


def _both(some: list[Cube], others: list[Cube]) -> list[Cube]:
    return _absorbed([cube for one in some for other in others if (cube := _met(one, other)) is not None])


def _met(one: Cube, other: Cube) -> Cube | None:
    """Return what both ask for together, None where they contradict each other."""
    cube = one | other
    places = dict(cube)
    if len(places) == len(cube):
        return cube
    first, second = dict(one), dict(other)
    merged = {place: first.get(place, -1) & second.get(place, -1) for place in places}
    return frozenset(merged.items()) if all(merged.values()) else None


def _implies(cube: Cube, small: Cube) -> bool:
    """Say whether a cube asks for all that a smaller one does."""
    if small <= cube:
        return True
    if len(small) > len(cube):
        return False
    asked = dict(cube)
    return all(place in asked and asked[place] & ~mask == 0 for place, mask in small)


def _absorbed(cubes: list[Cube]) -> list[Cube]:
    """Return the cubes that no other one implies, smallest first."""
    kept: list[Cube] = []
    # Of two that ask for the same variables the one that allows more comes first.
    for cube in sorted(set(cubes), key=lambda cube: (len(cube), -sum(mask.bit_count() for _, mask in cube))):
        if not any(_implies(cube, small) for small in kept):
            kept.append(cube)
    if len(kept) > MOST_SETS:
        raise TooManySets
    return kept


@attrs.frozen
class SmallestSet:
    """
    A minimal set of facts that settles the answer, whatever else is unknown and however the open questions are read.

    Attributes:
        classes: place of a variable → the classes, any of which will do; ``ACT_PLACE`` → pieces of days, any of which will do.
    """

    classes: Mapping[int, int | tuple[Act, ...]]

    def names(self, model: Model) -> tuple[str, ...]:
        """Return the facts to find out, in order of name."""
        return tuple(sorted(ACT if place == ACT_PLACE else model.variables[place].name for place in self.classes))
