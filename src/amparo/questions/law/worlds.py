"""
What an open formula may become, world by world.

A variable whose tests pull in two directions, and the act, are split into their classes: classes of days
between the borders of the windows, never single days. What is left is one-directional, and exact.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import pairwise, product

import attrs

from amparo.questions.law.expressions import Window, walk
from amparo.questions.law.formulas import Formula, Known, Timed, leaves, open_window, replaced
from amparo.questions.law.model import STRADDLE, Model, State
from amparo.questions.law.moments import FIRST_DAY, LAST_DAY, Act

ACT_PLACE = -1  # where a cube keeps the days of the act


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


def plan(one: Formula, model: Model, state: State, *, stretches_only: bool = False, near: bool = False) -> Plan:
    """
    Return what a formula must be split by.

    ``near``: only by acts that begin and end between the same two borders, a few of all, where some act may.
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
    pieces = list(classes_of_days(windows, state.act, near=near)) if windows else []
    if windows and not pieces:
        pieces = list(classes_of_days(windows, state.act))
    longest = None
    if stretches_only and model.place.get(STRADDLE) not in split and all(window.crosses for window in windows):
        stretches = [days for days in pieces if max(days.starts[0], days.ends[0]) <= min(days.starts[1], days.ends[1])]
        if stretches:
            longest = max(pieces, key=lambda days: days.ends[0] - days.starts[1])
            pieces = stretches
    for days in pieces:
        alike.setdefault(tuple(window.possible(days) for window in windows), []).append(days)
    return Plan(tuple(sorted(split)), tuple(map(tuple, alike.values())), longest)


def cases_of(one: Formula, place: int, how: Plan, model: Model, state: State) -> list[tuple[int, Formula]]:
    """Return, for each class of a variable that makes a difference, its mask and the formula there."""
    found: dict[Formula, int] = {}
    if place == ACT_PLACE:
        for which, pieces in enumerate(how.pieces):
            rest = replaced(one, partial(settled_on, model=model, narrowed=State(state.masks, pieces[0])))
            found[rest] = found.get(rest, 0) | 1 << which
        return [(mask, rest) for rest, mask in found.items()]
    for which in range(len(model.variables[place].classes)):
        mask = 1 << which
        if state.masks[place] & mask:
            rest = replaced(one, partial(_within, place=place, mask=mask))
            found[rest] = found.get(rest, 0) | mask
    return [(mask, rest) for rest, mask in found.items()]


def settled_on(leaf: Known | Timed, model: Model, narrowed: State) -> Formula:
    """Return what is left of a leaf once the days of the act are narrowed."""
    return open_window(leaf.window, leaf.inside, model, narrowed) if isinstance(leaf, Timed) else leaf


def _within(leaf: Known | Timed, place: int, mask: int) -> Formula:
    return bool(leaf.mask & mask) if isinstance(leaf, Known) and leaf.place == place else leaf


def windows_of(model: Model) -> list[Window]:
    """Return the tests of time of both rules, each once."""
    return list(dict.fromkeys(node for tree in (model.covered, model.excluded) for node in walk(tree) if isinstance(node, Window)))


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


def classes_of_days(windows: list[Window], act: Act, *, near: bool = False) -> Iterator[Act]:
    """Yield the days of an act cut at every border, start and end together, so that each window is settled on each piece."""
    bounds = [FIRST_DAY, *borders(windows), LAST_DAY + 1]
    pieces = [(low, high - 1) for low, high in pairwise(bounds)]
    starts = [(place, piece) for place, low_high in enumerate(pieces) if (piece := _overlap(low_high, act.starts))]
    ends = [(place, piece) for place, low_high in enumerate(pieces) if (piece := _overlap(low_high, act.ends))]
    for (first, start), (last, end) in product(starts, ends):
        if (first == last or (first < last and not near)) and start[0] <= end[1]:
            yield Act((start[0], min(start[1], end[1])), (max(end[0], start[0]), end[1]))


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int] | None:
    low, high = max(one[0], other[0]), min(one[1], other[1])
    return (low, high) if low <= high else None


def is_possible(one: Formula, model: Model, state: State) -> bool:
    """Say whether some world and some reading make a formula true."""
    near = plan(one, model, state, near=True)  # one of these is nearly always enough to see that it is
    if _is_possible(one, order_of(near, model), near, model, state):
        return True
    how = plan(one, model, state)
    return bool(how.pieces) and _is_possible(one, order_of(how, model), how, model, state)


def order_of(how: Plan, model: Model) -> tuple[int, ...]:
    """Return what to split by, one after the other: what few classes settle first, the act, and the readings of straddling acts last."""
    act = (ACT_PLACE,) if how.pieces else ()
    last = model.place.get(STRADDLE)
    return (*(place for place in how.places if place != last), *act, *(place for place in how.places if place == last))


def _is_possible(one: Formula, order: tuple[int, ...], how: Plan, model: Model, state: State) -> bool:
    if isinstance(one, bool):
        return one
    if not order:
        return True  # every leaf that is left can be made true, each by its own variable, so the whole can
    if order[0] == ACT_PLACE:
        acts = (replaced(one, partial(settled_on, model=model, narrowed=State(state.masks, pieces[0]))) for pieces in how.pieces)
        return any(_is_possible(rest, order[1:], how, model, state) for rest in acts)
    return any(_is_possible(rest, order[1:], how, model, state) for _, rest in cases_of(one, order[0], how, model, state))


def is_decidable(one: Formula, model: Model, state: State) -> bool:
    """Say whether some facts make a formula true under every reading, whatever the readings."""
    how = plan(one, model, state)
    facts = [place for place in order_of(how, model) if place == ACT_PLACE or not model.variables[place].is_question]
    questions = [place for place in how.places if model.variables[place].is_question]

    def found(rest: Formula, order: list[int]) -> bool:
        if isinstance(rest, bool):
            return rest
        if order:
            among = (found(part, order[1:]) for _, part in cases_of(rest, order[0], how, model, state))
            return all(among) if order[0] != ACT_PLACE and model.variables[order[0]].is_question else any(among)
        return replaced(rest, lambda leaf: not _asks(leaf, model)) is not False

    return found(one, [*facts, *questions])


def _asks(leaf: Known | Timed, model: Model) -> bool:
    return isinstance(leaf, Known) and model.variables[leaf.place].is_question
