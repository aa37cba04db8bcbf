"""The same answers for many charges at once: one nullable column a provision, and the reason of each answer as a column too."""

from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_

import polars as pl

from amparo.questions.law.assessing import Readings, chosen_state
from amparo.questions.law.cases import GivenCase
from amparo.questions.law.compiling import FALSE, Column, compiled
from amparo.questions.law.expressions import All, AnyOf, Article, Choice, Expression, Not, walk
from amparo.questions.law.frames import KEYS, case_frame
from amparo.questions.law.instrument import Instrument
from amparo.questions.law.settling import ANSWERS, BASES, settled


def assess_frame(instrument: Instrument, cases: pl.DataFrame | Iterable[GivenCase], readings: Readings | None = None) -> pl.DataFrame:
    """
    Return the answer for every charge: ``person_id``, ``charge_id``, ``answer``, ``basis``, and a column a provision.

    ``cases``: case files, or a frame as :func:`case_frame` makes it. A
    provision's column is true, false, or null where it cannot be told; the
    reason of each answer is thus a column too. Equal, row by row, to :func:`assess`.
    """
    frame = cases if isinstance(cases, pl.DataFrame) else case_frame(instrument, cases)
    model, chosen = instrument.model, chosen_state(instrument, readings or {})
    column = compiled(model, chosen)
    covered, excluded = pl.col("_covered"), pl.col("_excluded")
    outcome = (
        pl.when(excluded | ~covered)
        .then(pl.lit("excluded", ANSWERS))
        .when(covered & ~excluded)
        .then(pl.lit("covered", ANSWERS))
        .alias("answer")
    )
    answered = (
        frame.lazy()
        .with_columns(column(model.covered).alias("_covered"), column(model.excluded).alias("_excluded"))
        .with_columns(outcome)
        .select(*KEYS, "answer", _basis(instrument, column), *(column(tree).alias(f"art. {name}") for name, tree in model.articles.items()))
        .collect()
    )
    open_rows = answered["answer"].is_null().arg_true()
    found = settled(instrument, frame[open_rows], chosen)
    answered = answered.with_columns(answered[name].scatter(open_rows, found[name]) for name in ("answer", "basis"))
    return answered.rename({f"art. {name}": name for name in model.articles})


def _basis(instrument: Instrument, column: Column) -> pl.Expr:
    """Return the basis of what is settled, by the roles of the provisions of the scope that fail."""
    gates: dict[str, list[pl.Expr]] = {"grant": [], "condition": [], "exclusion": []}
    _failing(instrument, instrument.model.covered, ~pl.col("_covered"), column, gates, wanted=False)
    some = {role: reduce(or_, found, FALSE) for role, found in gates.items()}
    return (
        pl.when(pl.col("answer") == "covered").then(pl.lit("in_scope", BASES))
        .when(pl.col("_excluded") | some["exclusion"]).then(pl.lit("express_exclusion", BASES))
        .when(some["condition"] & ~some["grant"]).then(pl.lit("condition_unmet", BASES))
        .when(~pl.col("_covered")).then(pl.lit("out_of_scope", BASES))
        .alias("basis")
    )  # fmt: skip


def _failing(
    instrument: Instrument, tree: Expression, gate: pl.Expr, column: Column, gates: Mapping[str, list[pl.Expr]], *, wanted: bool
) -> None:
    """
    Gather, by role, when a provision is among those that make the scope fail: as a trace of one case does, for all rows at once.

    Where ``gate`` is true the rule is known to be what is ``wanted``; so, then, is every part of an *any* that is false.
    """
    match tree:
        case All(parts) | AnyOf(parts):
            every = wanted is isinstance(tree, All)
            for part in parts:
                if any(isinstance(node, Article) for node in walk(part)):
                    deciding = gate if every else gate & _is(column(part), wanted=wanted)
                    _failing(instrument, part, deciding, column, gates, wanted=wanted)
        case Not(part):
            _failing(instrument, part, gate, column, gates, wanted=not wanted)
        case Choice(_, readings):
            for _, part in readings:
                _failing(instrument, part, gate & _is(column(part), wanted=wanted), column, gates, wanted=wanted)
        case Article(name, part):
            role = instrument.by_id[name].role
            # An exclusion that holds makes an exception of the scope; every other provision fails by not holding.
            if role in gates and wanted is (role == "exclusion") and not any(gate is known for known in gates[role]):
                gates[role].append(gate)
            _failing(instrument, part, gate, column, gates, wanted=wanted)
        case _:
            pass


def _is(column: pl.Expr, *, wanted: bool) -> pl.Expr:
    """Return where a column is true, or false; a missing value is no reason: the row failed through another part."""
    return (column if wanted else ~column).fill_null(value=False)
