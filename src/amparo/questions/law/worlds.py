"""
What is still open in a case, as a formula; what it may become, and the smallest sets of facts that decide it.

The formula is the rule in negation normal form without what is known, which is strong Kleene logic: a
constant says what is certain. Kleene logic is sound and incomplete (*p or not p* is unknown to it), so a
variable whose tests pull in two directions, and the act, are split into their classes: classes of days
between the borders of the windows, never single days. What is left is one-directional, and exact.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial, reduce
from itertools import pairwise, product
from typing import Literal

import attrs

from amparo.questions.law.expressions import All, AnyOf, Article, Choice, Expression, Fact, Not, Truth, Window
from amparo.questions.law.model import ACT, STRADDLE, Model, State
from amparo.questions.law.moments import FIRST_DAY, LAST_DAY, UNKNOWN_ACT, Act

type Target = Literal["covered", "excluded"]
type Formula = bool | Known | Timed | Joined

TARGETS: tuple[Target, Target] = ("covered", "excluded")
ACT_PLACE = -1  # where a cube keeps the days of the act
MOST_SETS = 4096  # beyond this a case with so little known is answered without all of its smallest sets


@attrs.frozen
class Known:
    """A variable is in one of some classes: what is to be known of it."""

    place: int
    mask: int


@attrs.frozen
class Timed:
    """The act is inside a window, or is not."""

    window: Window
    inside: bool


@attrs.frozen
class Joined:
    """All of the parts, or any of them."""

    every: bool
    parts: tuple["Formula", ...]


class TooManySets(Exception):
    """The smallest sets are more than anyone could read."""


@lru_cache(maxsize=64)
def formula(model: Model, state: State, target: Target) -> Formula:
    """Return what must come out for the target, without what is known already."""
    covered, excluded = target == "covered", target == "excluded"
    return joined([open_part(model.covered, covered, model, state), open_part(model.excluded, excluded, model, state)], every=covered)


def joined(parts: list[Formula], *, every: bool) -> Formula:
    """Return all, or any, of some formulas, simplified."""
    kept: list[Formula] = []
    for part in parts:
        if part is (not every):
            return not every
        if part is every:
            continue
        for one in part.parts if isinstance(part, Joined) and part.every is every else (part,):
            if one not in kept:
                kept.append(one)
    return every if not kept else kept[0] if len(kept) == 1 else Joined(every, tuple(kept))


def open_part(tree: Expression, wanted: bool, model: Model, state: State) -> Formula:  # noqa: FBT001 - a truth value
    """Return what must still come out for a rule to be true, or to be false."""
    match tree:
        case Fact(name):
            place = model.place[name]
            possible = state.masks[place]
            passing = model.variables[place].tests[tree] & possible
            return _literal(place, passing if wanted else possible & ~passing, possible)
        case All(parts):
            return joined([open_part(part, wanted, model, state) for part in parts], every=wanted)
        case AnyOf(parts):
            return joined([open_part(part, wanted, model, state) for part in parts], every=not wanted)
        case Article(_, part):
            return open_part(part, wanted, model, state)
        case Window():
            return _open_window(tree, wanted, model, state)
        case Not(part):
            return open_part(part, not wanted, model, state)
        case Choice(question, readings):
            return _open_choice(question, [part for _, part in readings], wanted, model, state)
        case Truth(worth):
            return worth is wanted
        case _:
            raise AssertionError(tree)


def _literal(place: int, mask: int, possible: int) -> Formula:
    return True if mask == possible else Known(place, mask) if mask else False


def _open_window(window: Window, wanted: bool, model: Model, state: State) -> Formula:  # noqa: FBT001 - a truth value
    inside, outside, crossing = window.possible(state.act)
    if crossing and not inside and not outside:
        place = model.place[STRADDLE]
        return _literal(place, (1 if wanted else 2) & state.masks[place], state.masks[place])
    if crossing:
        readings = state.masks[model.place[STRADDLE]]
        inside, outside = inside or bool(readings & 1), outside or bool(readings & 2)
    return Timed(window, wanted) if inside and outside else inside is wanted


def _open_choice(question: str, parts: list[Expression], wanted: bool, model: Model, state: State) -> Formula:  # noqa: FBT001 - a truth value
    place = model.place[question]
    possible = state.masks[place]
    readings = {which: open_part(part, wanted, model, state) for which, part in enumerate(parts) if possible >> which & 1}
    if len(set(readings.values())) == 1:
        return next(iter(readings.values()))
    grouped: dict[Formula, int] = {}
    for which, one in readings.items():
        grouped[one] = grouped.get(one, 0) | 1 << which
    return joined([joined([_literal(place, mask, possible), one], every=True) for one, mask in grouped.items()], every=False)


def leaves(one: Formula) -> Iterator[Known | Timed]:
    """Yield the leaves of a formula."""
    if isinstance(one, Joined):
        for part in one.parts:
            yield from leaves(part)
    elif not isinstance(one, bool):
        yield one


@attrs.frozen
class Plan:
    """
    What must be looked at case by case before a formula pulls in one direction.

    Attributes:
        places: variables with tests that overlap or contradict each other.
        pieces: days of the act between the borders of the windows; those that no window tells apart stand together.
        longest: the act that crosses most borders, where the pieces cross none.
    """

    places: tuple[int, ...]
    pieces: tuple[tuple[Act, ...], ...]
    longest: Act | None = None


def plan(one: Formula, model: Model, state: State, *, stretches_only: bool = False) -> Plan:
    """
    Return what a formula must be split by.

    ``stretches_only``: acts that lie in one stretch between two borders stand for all, with the longest act that is possible. What settles
    a case for an act that crosses borders, however straddling is read, settles it for every shorter one within: so no smallest set is
    lost, and what settles it for the longest settles it whenever the act was.
    """
    masks: dict[int, set[int]] = {}
    windows: list[Window] = []
    for leaf in leaves(one):
        if isinstance(leaf, Known):
            masks.setdefault(leaf.place, set()).add(leaf.mask)
            continue
        windows.extend([leaf.window] if leaf.window not in windows else [])
        if leaf.window.possible(state.act)[2]:
            masks.setdefault(model.place[STRADDLE], set()).add(1 if leaf.inside else 2)
    alike: dict[tuple[tuple[bool, bool, bool], ...], list[Act]] = {}
    split = {place for place, found in masks.items() if len(found) > 1}
    pieces = list(classes_of_days(windows, state.act)) if windows else []
    longest = None
    if stretches_only and model.place.get(STRADDLE) not in split and all(window.crosses for window in windows):
        stretches = [days for days in pieces if max(days.starts[0], days.ends[0]) <= min(days.starts[1], days.ends[1])]
        if stretches:
            longest = max(pieces, key=lambda days: days.ends[0] - days.starts[1])
            pieces = stretches
    for days in pieces:
        alike.setdefault(tuple(window.possible(days) for window in windows), []).append(days)
    return Plan(tuple(sorted(split)), tuple(map(tuple, alike.values())), longest)


def _cases(one: Formula, place: int, how: Plan, model: Model, state: State) -> list[tuple[int, Formula]]:
    """Return, for each class of a variable that makes a difference, its mask and the formula there."""
    found: dict[Formula, int] = {}
    if place == ACT_PLACE:
        for which, pieces in enumerate(how.pieces):
            rest = _replaced(one, partial(_settled, model=model, narrowed=State(state.masks, pieces[0])))
            found[rest] = found.get(rest, 0) | 1 << which
        return [(mask, rest) for rest, mask in found.items()]
    for which in range(len(model.variables[place].classes)):
        mask = 1 << which
        if state.masks[place] & mask:
            rest = _replaced(one, partial(_within, place=place, mask=mask))
            found[rest] = found.get(rest, 0) | mask
    return [(mask, rest) for rest, mask in found.items()]


def _settled(leaf: Known | Timed, model: Model, narrowed: State) -> Formula:
    return _open_window(leaf.window, leaf.inside, model, narrowed) if isinstance(leaf, Timed) else leaf


def _within(leaf: Known | Timed, place: int, mask: int) -> Formula:
    return bool(leaf.mask & mask) if isinstance(leaf, Known) and leaf.place == place else leaf


def borders(windows: Iterable[Window]) -> list[int]:
    """Return the days on which a window begins, or has just ended."""
    cuts: set[int] = set()
    for window in windows:
        match window.kind:
            case "starts_before":
                cuts.add(window.first)
            case "ends_after":
                cuts.add(window.first + 1)
            case _:
                cuts |= {window.first, window.last + 1}
    return sorted(cut for cut in cuts if FIRST_DAY < cut <= LAST_DAY)


def classes_of_days(windows: list[Window], act: Act) -> Iterator[Act]:
    """Yield the days of an act cut at every border, start and end together, so that each window is settled on each piece."""
    bounds = [FIRST_DAY, *borders(windows), LAST_DAY + 1]
    pieces = [(low, high - 1) for low, high in pairwise(bounds)]
    starts = [(place, piece) for place, low_high in enumerate(pieces) if (piece := _overlap(low_high, act.starts))]
    ends = [(place, piece) for place, low_high in enumerate(pieces) if (piece := _overlap(low_high, act.ends))]
    for (first, start), (last, end) in product(starts, ends):
        if first <= last and start[0] <= end[1]:
            yield Act((start[0], min(start[1], end[1])), (max(end[0], start[0]), end[1]))


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int] | None:
    low, high = max(one[0], other[0]), min(one[1], other[1])
    return (low, high) if low <= high else None


def _replaced(one: Formula, change: Callable[[Known | Timed], Formula]) -> Formula:
    if isinstance(one, Joined):
        return joined([_replaced(part, change) for part in one.parts], every=one.every)
    return one if isinstance(one, bool) else change(one)


def is_possible(one: Formula, model: Model, state: State) -> bool:
    """Say whether some world and some reading make a formula true."""
    how = plan(one, model, state)
    return _is_possible(one, _order(how, model), how, model, state)


def _order(how: Plan, model: Model) -> tuple[int, ...]:
    """Return what to split by, one after the other: what few classes settle first, the act, and the readings of straddling acts last."""
    act = (ACT_PLACE,) if how.pieces else ()
    last = model.place.get(STRADDLE)
    return (*(place for place in how.places if place != last), *act, *(place for place in how.places if place == last))


def _is_possible(one: Formula, order: tuple[int, ...], how: Plan, model: Model, state: State) -> bool:
    if isinstance(one, bool):
        return one
    if not order:
        return True  # every leaf that is left can be made true, each by its own variable, so the whole can
    return any(_is_possible(rest, order[1:], how, model, state) for _, rest in _cases(one, order[0], how, model, state))


def is_decidable(one: Formula, model: Model, state: State) -> bool:
    """Say whether some facts make a formula true under every reading, whatever the readings."""
    how = plan(one, model, state)
    facts = [place for place in _order(how, model) if place == ACT_PLACE or not model.variables[place].is_question]
    questions = [place for place in how.places if model.variables[place].is_question]

    def found(rest: Formula, order: list[int]) -> bool:
        if isinstance(rest, bool):
            return rest
        if order:
            among = (found(part, order[1:]) for _, part in _cases(rest, order[0], how, model, state))
            return all(among) if order[0] != ACT_PLACE and model.variables[order[0]].is_question else any(among)
        return _replaced(rest, lambda leaf: not _asks(leaf, model)) is not False

    return found(one, [*facts, *questions])


def _asks(leaf: Known | Timed, model: Model) -> bool:
    return isinstance(leaf, Known) and model.variables[leaf.place].is_question


type Cube = frozenset[tuple[int, int]]


def smallest_sets(one: Formula, model: Model, state: State) -> tuple["SmallestSet", ...]:
    """
    Return the smallest sets of facts, each with values, that make a formula true under every reading.

    They are its prime implicants, of which those are kept that ask for no more
    facts than another. By cases on what pulls in two directions (an implicant
    of all cases needs none of them); what is left is one-directional, where
    expanding and absorbing is complete. Raises TooManySets beyond ``MOST_SETS``.
    """
    how = plan(one, model, state, stretches_only=True)
    cubes = _fewest_facts(_smallest(one, _order(how, model), how, model, state))
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
    cases = [(mask, _smallest(rest, rest_of_order, how, model, state)) for mask, rest in _cases(one, place, how, model, state)]
    if place == ACT_PLACE and how.longest is not None:
        at_longest = _replaced(one, lambda leaf: _settled(leaf, model, State(state.masks, how.longest or UNKNOWN_ACT)))
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
