"""Rules as columns: strong Kleene logic by the engine's own AND, OR and NOT on nullable truth values."""

from collections.abc import Callable
from functools import reduce
from operator import and_, or_

import polars as pl

from amparo.questions.law.expressions import All, AnyOf, Article, Choice, Expression, Fact, Not, Truth, Window
from amparo.questions.law.frames import ACT_COLUMNS, is_pair
from amparo.questions.law.model import STRADDLE, Model, State, Variable

TRUE, FALSE = pl.lit(value=True), pl.lit(value=False)

type Column = Callable[[Expression], pl.Expr]


def compiled(model: Model, chosen: State, *, lean: bool | None = None, facts: bool | None = None) -> Column:
    """
    Return what makes a column of a rule; ``chosen`` holds the readings that were chosen.

    ``lean``: read every open question so that the rule comes out true, or false; None leaves them open.
    ``facts``: the same of every unknown fact.
    """
    other_way = None if lean is None else not lean
    other_facts = None if facts is None else not facts

    def column(tree: Expression) -> pl.Expr:
        match tree:
            case Fact(name):
                found = _of_fact(model.variables[model.place[name]], tree)
                return found if facts is None else found.fill_null(facts)
            case All(parts):
                return reduce(and_, map(column, parts), TRUE) if not parts else reduce(and_, map(column, parts))
            case AnyOf(parts):
                return reduce(or_, map(column, parts)) if parts else FALSE
            case Not(part):
                return ~compiled(model, chosen, lean=other_way, facts=other_facts)(part)
            case Article(_, part):
                return column(part)
            case Window():
                straddle = chosen.masks[model.place[STRADDLE]] if tree.crosses else 2
                return of_window(tree, straddle if straddle != 3 or lean is None else 1 if lean else 2)
            case Choice(question, readings):
                possible = chosen.masks[model.place[question]]
                join = _agreed if lean is None else or_ if lean else and_
                return reduce(join, [column(part) for which, (_, part) in enumerate(readings) if possible >> which & 1])
            case Truth(worth):
                return TRUE if worth else FALSE
            case _:
                raise AssertionError(tree)

    return column


def _agreed(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    return pl.when(one == other).then(one)


def _of_fact(variable: Variable, test: Fact) -> pl.Expr:
    column, passing = pl.col(variable.name), variable.tests[test]
    if is_pair(variable):
        return column if passing == 2 else ~column if passing == 1 else pl.lit(passing == 3)
    return pl.when(column & (variable.all & ~passing) == 0).then(TRUE).when(column & passing == 0).then(FALSE)


def of_window(window: Window, straddle: int) -> pl.Expr:
    """Return whether the act is in a window; what crosses its border is null, or as the reading says (1 inside, 2 outside)."""
    start_lo, start_hi, end_lo, end_hi = map(pl.col, ACT_COLUMNS)
    first, last = window.first, window.last
    match window.kind:
        case "starts_before":
            inside, outside = start_hi < first, start_lo >= first
        case "ends_after":
            inside, outside = end_lo > first, end_hi <= first
        case _:
            inside = (end_lo >= first) & (start_hi <= last) if straddle == 1 else (start_lo >= first) & (end_hi <= last)
            outside = (start_hi < first) | (end_lo > last) if straddle == 2 else (end_hi < first) | (start_lo > last)
    return pl.when(inside).then(TRUE).when(outside).then(FALSE)
