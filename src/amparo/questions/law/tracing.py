"""Why a rule came out as it did: the part of its tree that decides it, and nothing else."""

from collections.abc import Iterator, Sequence

import attrs

from amparo.questions.law.expressions import All, AnyOf, Article, Choice, Expression, Fact, Not, Truth, Window, parts_of
from amparo.questions.law.formulas import open_part
from amparo.questions.law.model import ACT, STRADDLE, Model, State, worth_of


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


def evaluated(tree: Expression, model: Model, state: State) -> Trace:
    """Return a rule with what it and everything in it is worth."""
    parts = tuple(evaluated(part, model, state) for part in parts_of(tree))
    return Trace(tree, worth_of(tree, [part.worth for part in parts], model, state), parts)


def trace(tree: Expression, model: Model, state: State, *, wanted: bool | None) -> Trace:
    """Return what makes a rule true, or false, or leaves it unknown (None)."""
    return deciding(evaluated(tree, model, state), model, state, wanted=wanted)


def deciding(whole: Trace, model: Model, state: State, *, wanted: bool | None) -> Trace:
    """
    Return an evaluated rule without the parts that do not decide what is wanted.

    Of an *all* that is false only the parts that are false matter, of an *any* that is unknown only the
    unknown ones. Where a rule comes out the same in every world though none of its parts is known, all that are unknown matter together.
    """
    below = wanted
    match whole.node:
        case All():
            kept = _deciding(whole.parts, wanted=wanted, every=wanted is True)
        case AnyOf():
            kept = _deciding(whole.parts, wanted=wanted, every=wanted is False)
        case Choice(question, _):
            possible = state.masks[model.place[question]]
            named = [part for which, part in enumerate(whole.parts) if possible >> which & 1 and not isinstance(part.node, Truth)]
            kept = [part for part in named if part.worth is wanted][: None if wanted is None else 1]
        case Not():
            kept, below = whole.parts, None if wanted is None else not wanted
        case _:
            kept = whole.parts
    return Trace(whole.node, whole.worth, tuple(deciding(part, model, state, wanted=below) for part in kept))


def _deciding(parts: Sequence[Trace], *, wanted: bool | None, every: bool) -> Sequence[Trace]:
    if every:
        return parts
    return [part for part in parts if part.worth is wanted] or [part for part in parts if part.worth is None]


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
