"""
The rows that Kleene logic leaves open, settled by columns as far as columns can, and world by world beyond.

Kleene logic is incomplete only where several tests of one fact, or several windows, are unknown in a row at once.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_

import polars as pl

from amparo.questions.law.assessing import Answer, Basis, ChargeAssessment, answer
from amparo.questions.law.compiling import FALSE, TRUE, compiled, of_window
from amparo.questions.law.expressions import Article, Choice, Expression, Window, parts_of, walk
from amparo.questions.law.formulas import TARGETS, Timed, formula, leaves
from amparo.questions.law.frames import ACT_COLUMNS, KEYS, facts_of, is_pair, mask_of
from amparo.questions.law.instrument import Instrument
from amparo.questions.law.model import STRADDLE, Model, State
from amparo.questions.law.moments import FIRST_DAY, LAST_DAY, Act
from amparo.questions.law.worlds import borders, plan, windows_of

ANSWERS = pl.Enum(["covered", "excluded", "cannot_tell"])
BASES = pl.Enum(["in_scope", "express_exclusion", "out_of_scope", "condition_unmet", "missing_fact", "open_question"])
MOST_AT_ONCE = 50_000  # rows that are looked at once a stretch of days, so that memory stays small
_OPEN, _MISSING = pl.lit("open_question", BASES), pl.lit("missing_fact", BASES)


def settled(instrument: Instrument, frame: pl.DataFrame, chosen: State) -> pl.DataFrame:
    """
    Return answer and basis of the rows that Kleene logic leaves open.

    A doubtful row is open all the same where it is covered on one stretch of days and excluded on another; the few
    that are left are looked at world by world, each pattern once.
    """
    model = instrument.model
    if frame.is_empty():
        return pl.DataFrame(schema={"answer": ANSWERS, "basis": BASES})
    best, worst = _outcome(model, chosen, lean=True), _outcome(model, chosen, lean=False)
    open_rows = frame.select(
        pl.col(KEYS[0]),
        pl.lit("cannot_tell", ANSWERS).alias("answer"),
        pl.when((best & ~worst).fill_null(value=False))
        .then(pl.lit("open_question", BASES))
        .otherwise(pl.lit("missing_fact", BASES))
        .alias("basis"),
        _doubtful(model, chosen).alias("doubtful"),
    )
    doubtful = open_rows["doubtful"].arg_true()
    if not doubtful.is_empty() and not _split_places(model, chosen) and all(window.crosses for window in windows_of(model)):
        seen = pl.concat([_witnessed(model, some, chosen) for some in frame[doubtful].iter_slices(MOST_AT_ONCE)])
        facts = seen["surely_covered"] | seen["surely_excluded"]
        both = seen["covered"] & seen["excluded"]
        basis = seen.select(pl.when(facts).then(_MISSING).otherwise(_OPEN).alias("basis"))["basis"]
        open_rows = open_rows.with_columns(open_rows["basis"].scatter(doubtful.filter(both), basis.filter(both)))
        doubtful = doubtful.filter(~both)
    if doubtful.is_empty():
        return open_rows
    exact = _by_pattern(instrument, frame[doubtful], chosen)
    return open_rows.with_columns(open_rows[name].scatter(doubtful, exact[name]) for name in ("answer", "basis"))


def _outcome(model: Model, chosen: State, *, lean: bool | None = None, facts: bool | None = None) -> pl.Expr:
    """Return whether the outcome is *covered*; ``lean`` and ``facts`` read what is unknown in favour of it, or against it."""
    against = (None if lean is None else not lean), (None if facts is None else not facts)
    covered = compiled(model, chosen, lean=lean, facts=facts)(model.covered)
    return covered & ~compiled(model, chosen, lean=against[0], facts=against[1])(model.excluded)


def _split_places(model: Model, chosen: State) -> set[int]:
    """Return what is asked about in two directions; a question of one rule alone is read there at its best, or at its worst."""
    places = {place for target in TARGETS for place in plan(formula(model, chosen, target), model, chosen).places}
    asked = Counter(node.question for tree in (model.covered, model.excluded) for node in walk(tree) if isinstance(node, Choice))
    return {place for place in places if asked[model.variables[place].name] != 1}


def _witnessed(model: Model, frame: pl.DataFrame, chosen: State) -> pl.DataFrame:
    """
    Return, of acts that lie in one stretch of days, whether one may be covered and one excluded, and whether facts alone decide for some.

    A row where one may be covered and one excluded is open. Its basis is a missing fact where some facts
    decide under every reading; that acts in one stretch show this is the law of the smallest sets.
    """
    wanted = [
        _outcome(model, chosen, lean=True, facts=True), ~_outcome(model, chosen, lean=False, facts=False),
        _outcome(model, chosen, lean=False, facts=True), ~_outcome(model, chosen, lean=True, facts=False),
    ]  # fmt: skip
    names = ("covered", "excluded", "surely_covered", "surely_excluded")
    bounds = [FIRST_DAY, *borders(windows_of(model)), LAST_DAY + 1]
    stretches = pl.DataFrame(
        {"_low": bounds[:-1], "_high": [high - 1 for high in bounds[1:]]}, schema={"_low": pl.Int32(), "_high": pl.Int32()}
    )
    start, end = pl.max_horizontal("start_lo", "_low"), pl.max_horizontal("start_lo", "end_lo", "_low")
    within = (start <= pl.min_horizontal("start_hi", "_high")) & (end <= pl.min_horizontal("end_hi", "_high"))
    rows = frame.lazy().drop(KEYS).with_row_index("_row")
    some = (
        rows.join(stretches.lazy(), how="cross")
        .filter(within)
        .with_columns(start_lo=start, start_hi=start, end_lo=end, end_hi=end)
        .group_by("_row")
        .agg(one.any().alias(name) for name, one in zip(names, wanted, strict=True))
    )
    # An act that cannot lie in one stretch shows nothing.
    return (
        rows.select("_row").join(some, on="_row", how="left", maintain_order="left").select(pl.col(names).fill_null(value=False)).collect()
    )


def _doubtful(model: Model, chosen: State) -> pl.Expr:
    """Return where Kleene logic may be incomplete."""
    places = _split_places(model, chosen)
    if any(model.variables[place].is_question for place in places):
        return TRUE
    unknown = [
        pl.col(name).is_null() if is_pair(variable) else pl.col(name) & (pl.col(name) - 1) != 0
        for variable in (model.variables[place] for place in places)
        for name in (variable.name,)
    ]
    straddle = chosen.masks[model.place[STRADDLE]] if STRADDLE in model.place else 2
    # A window that is asked about in both directions counts twice; one in articles that are settled does not count.
    timed = {leaf for leaf in leaves(formula(model, chosen, "covered")) if isinstance(leaf, Timed)}
    column = compiled(model, chosen)
    windows = []
    for one in timed:
        asking = [column(tree).is_null() for tree in _articles_of(model, one.window)]
        relevant = reduce(or_, asking) if asking else TRUE
        windows.append((of_window(one.window, straddle if one.window.crosses else 2).is_null() & relevant).cast(pl.UInt8))
    several = reduce(lambda one, other: one + other, windows) > 1 if len(windows) > 1 else FALSE
    return reduce(or_, unknown, several)


def _articles_of(model: Model, window: Window) -> list[Expression]:
    """Return the provisions that a window stands in; none where it also stands outside of all."""
    outside = any(node == window for tree in (model.covered, model.excluded) for node in _outside(tree))
    return [] if outside else [tree for tree in model.articles.values() if any(node == window for node in walk(tree))]


def _outside(tree: Expression) -> Iterator[Expression]:
    """Yield the nodes of a rule that stand in no provision."""
    yield tree
    if not isinstance(tree, Article):
        for part in parts_of(tree):
            yield from _outside(part)


def _by_pattern(instrument: Instrument, frame: pl.DataFrame, chosen: State) -> pl.DataFrame:
    """Return answer and basis of rows, looking at each pattern of what is known once; days count by the borders between which they lie."""
    model = instrument.model
    cuts = borders(windows_of(model))
    names = [variable.name for variable in facts_of(model)]
    patterns = frame.select(*(_stretch(column, cuts) for column in ACT_COLUMNS), *names)
    unique = patterns.unique(maintain_order=True)
    results = []
    for row in unique.iter_rows():
        masks = [mask_of(variable, cell) for variable, cell in zip(facts_of(model), row[len(ACT_COLUMNS) :], strict=True)]
        state = State((*masks, *chosen.masks[len(masks) :]), Act((row[0], row[1]), (row[2], row[3])))
        found: Answer = answer(instrument, state)
        results.append((found, _exact_basis(instrument, state, found)))
    answers = pl.DataFrame(results, schema={"answer": ANSWERS, "basis": BASES}, orient="row")
    return patterns.join(
        pl.concat([unique, answers], how="horizontal"), on=patterns.columns, how="left", nulls_equal=True, maintain_order="left"
    )


def _stretch(column: str, cuts: Sequence[int]) -> pl.Expr:
    """Return the first day of the stretch between two borders in which a day lies: all its days are alike to every window."""
    first = pl.col(column) * 0
    for cut in cuts:
        first = pl.when(pl.col(column) >= cut).then(pl.lit(cut, pl.Int32)).otherwise(first)
    return first.alias(column)


def _exact_basis(instrument: Instrument, state: State, found: Answer) -> Basis:
    return ChargeAssessment(instrument, None, state, {}, found).basis
