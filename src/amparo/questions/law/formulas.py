"""
What must still come out for an answer: the rule in negation normal form, without what is known already.

That is strong Kleene logic: a constant says what is certain. Kleene logic is sound and incomplete (*p or not
p* is unknown to it); what it leaves open is settled in :mod:`worlds`.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Literal

import attrs

from amparo.questions.law.expressions import All, AnyOf, Article, Choice, Expression, Fact, Not, Truth, Window
from amparo.questions.law.model import STRADDLE, Model, State

type Target = Literal["covered", "excluded"]
type Formula = bool | Known | Timed | Joined

TARGETS: tuple[Target, Target] = ("covered", "excluded")


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
            return open_window(tree, wanted, model, state)
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


def open_window(window: Window, wanted: bool, model: Model, state: State) -> Formula:  # noqa: FBT001 - a truth value
    """Return what must still come out for the act to be inside a window, or outside."""
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


def replaced(one: Formula, change: Callable[[Known | Timed], Formula]) -> Formula:
    """Return a formula with every leaf changed, simplified."""
    if isinstance(one, Joined):
        return joined([replaced(part, change) for part in one.parts], every=one.every)
    return one if isinstance(one, bool) else change(one)
