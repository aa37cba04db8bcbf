"""Why a rule came out as it did: the part of its tree that decides it, and nothing else."""

from collections.abc import Iterator

import attrs

from amparo.questions.law.expressions import All, AnyOf, Article, Choice, Expression, Fact, Not, Truth, Window
from amparo.questions.law.model import ACT, STRADDLE, Model, State, value
from amparo.questions.law.worlds import open_part


@attrs.frozen
class Trace:
    """One node that decides the node above it: what it is, what it is worth, and what decides it in turn."""

    node: Expression
    worth: bool | None
    parts: tuple["Trace", ...] = ()

    @property
    def articles(self) -> Iterator["Trace"]:
        """The provisions on the way down, from the top."""
        if isinstance(self.node, Article):
            yield self
        for part in self.parts:
            yield from part.articles

    @property
    def leaves(self) -> Iterator["Trace"]:
        """The facts, windows and questions at the ends."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves


def trace(tree: Expression, model: Model, state: State, *, wanted: bool | None) -> Trace:
    """
    Return what makes a rule true, or false, or leaves it unknown (None).

    Of an *all* that is false only the parts that are false matter, of an *any* that is unknown only the
    unknown ones. Where a rule comes out the same in every world though none of its parts is known, all that are unknown matter together.
    """
    match tree:
        case All(parts):
            chosen = _deciding(parts, model, state, wanted=wanted, every=wanted is True)
        case AnyOf(parts):
            chosen = _deciding(parts, model, state, wanted=wanted, every=wanted is False)
        case Not(part):
            chosen = (trace(part, model, state, wanted=None if wanted is None else not wanted),)
        case Article(_, part):
            chosen = (trace(part, model, state, wanted=wanted),)
        case Choice(question, readings):
            possible = state.masks[model.place[question]]
            named = [part for which, (_, part) in enumerate(readings) if possible >> which & 1 and not isinstance(part, Truth)]
            chosen = (
                tuple(trace(part, model, state, wanted=wanted) for part in named if value(part, model, state) is wanted)[:1]
                if wanted is not None
                else (tuple(trace(part, model, state, wanted=None) for part in named if value(part, model, state) is None))
            )
        case _:
            chosen = ()
    return Trace(tree, value(tree, model, state), chosen)


def _deciding(parts: tuple[Expression, ...], model: Model, state: State, *, wanted: bool | None, every: bool) -> tuple[Trace, ...]:
    worth = [value(part, model, state) for part in parts]
    if wanted is None:
        kept = [part for part, one in zip(parts, worth, strict=True) if one is None]
    elif every:
        kept = list(parts)
    else:
        kept = [part for part, one in zip(parts, worth, strict=True) if one is wanted]
        kept = kept or [part for part, one in zip(parts, worth, strict=True) if one is None]
    return tuple(trace(part, model, state, wanted=wanted) for part in kept)


def names_in(one: Trace, model: Model, state: State) -> Iterator[str]:
    """Yield the facts and questions at the ends of a trace; an act that crosses a border is a question as well."""
    if isinstance(one.node, Choice) and one.worth is None and _readings_differ(one.node, model, state):
        yield one.node.question
    for part in one.parts:
        yield from names_in(part, model, state)
    match one.node:
        case Fact(name):
            yield name
        case Window():
            inside, outside, crossing = one.node.possible(state.act)
            if inside or outside:
                yield ACT
            if crossing and one.worth is None:
                yield STRADDLE
        case _:
            pass


def _readings_differ(choice: Choice, model: Model, state: State) -> bool:
    """Say whether what is still open in a rule depends on its reading; the same missing fact under each is no question of law."""
    possible = state.masks[model.place[choice.question]]
    return (
        len(
            {
                open_part(part, wanted=True, model=model, state=state)
                for which, (_, part) in enumerate(choice.readings)
                if possible >> which & 1
            }
        )
        > 1
    )
