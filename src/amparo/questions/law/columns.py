"""The same answers for many charges at once: one nullable column a provision, strong Kleene logic by the engine's own AND, OR and NOT."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import and_, or_

import polars as pl

from amparo.questions.law.assessing import Answer, Basis, ChargeAssessment, Readings, answer, chosen_state
from amparo.questions.law.cases import GivenCase, read_case, state_of
from amparo.questions.law.expressions import All, AnyOf, Article, Choice, Expression, Fact, Not, Truth, Window, parts_of, walk
from amparo.questions.law.instrument import Instrument
from amparo.questions.law.model import STRADDLE, Model, State, Variable
from amparo.questions.law.moments import FIRST_DAY, LAST_DAY, Act
from amparo.questions.law.worlds import TARGETS, Timed, borders, formula, leaves, plan

ACT_COLUMNS = ("start_lo", "start_hi", "end_lo", "end_hi")
KEYS = ("person_id", "charge_id")
ANSWERS = pl.Enum(["covered", "excluded", "cannot_tell"])
MOST_AT_ONCE = 50_000  # rows that are looked at once a stretch of days, so that memory stays small
BASES = pl.Enum(["in_scope", "express_exclusion", "out_of_scope", "condition_unmet", "missing_fact", "open_question"])


def case_frame(instrument: Instrument, cases: Iterable[GivenCase]) -> pl.DataFrame:
    """
    Return the charges of many cases, a row each, as an instrument asks about them.

    Columns: ``person_id``, ``charge_id``, the four days of the act (days of
    the calendar as whole numbers), and one column a fact: true, false or null;
    of a fact with more than two classes the classes that are possible, as bits.
    """
    rows = []
    for case in map(read_case, cases):
        for charge in case.charges:
            state = state_of(instrument, case, charge)
            values = (_cell(variable, mask) for variable, mask in zip(_facts(instrument.model), state.masks, strict=False))
            rows.append((case.person_id, charge.id, *state.act.starts, *state.act.ends, *values))
    return pl.DataFrame(rows, schema=schema(instrument), orient="row")


def schema(instrument: Instrument) -> dict[str, pl.DataType]:
    """Return the columns that a frame of charges has for an instrument."""
    facts = {variable.name: pl.Boolean() if is_pair(variable) else pl.UInt32() for variable in _facts(instrument.model)}
    return {**dict.fromkeys(KEYS, pl.String()), **dict.fromkeys(ACT_COLUMNS, pl.Int32()), **facts}


def is_pair(variable: Variable) -> bool:
    """Say whether a fact has two classes, so that a nullable truth value holds it."""
    return len(variable.classes) == 2


def _facts(model: Model) -> Sequence[Variable]:
    return [variable for variable in model.variables if not variable.is_question]


def _cell(variable: Variable, mask: int) -> bool | int | None:
    return mask if not is_pair(variable) else {1: False, 2: True}.get(mask)


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
    settled = _settled(instrument, frame[open_rows], chosen)
    answered = answered.with_columns(answered[name].scatter(open_rows, settled[name]) for name in ("answer", "basis"))
    return answered.rename({f"art. {name}": name for name in model.articles})


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
                return reduce(and_, map(column, parts), _TRUE) if not parts else reduce(and_, map(column, parts))
            case AnyOf(parts):
                return reduce(or_, map(column, parts)) if parts else _FALSE
            case Not(part):
                return ~compiled(model, chosen, lean=other_way, facts=other_facts)(part)
            case Article(_, part):
                return column(part)
            case Window():
                straddle = chosen.masks[model.place[STRADDLE]] if tree.crosses else 2
                return _of_window(tree, straddle if straddle != 3 or lean is None else 1 if lean else 2)
            case Choice(question, readings):
                possible = chosen.masks[model.place[question]]
                join = _agreed if lean is None else or_ if lean else and_
                return reduce(join, [column(part) for which, (_, part) in enumerate(readings) if possible >> which & 1])
            case Truth(worth):
                return _TRUE if worth else _FALSE
            case _:
                raise AssertionError(tree)

    return column


_OPEN, _MISSING = pl.lit("open_question", BASES), pl.lit("missing_fact", BASES)
_TRUE, _FALSE = pl.lit(value=True), pl.lit(value=False)


def _agreed(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    return pl.when(one == other).then(one)


def _of_fact(variable: Variable, test: Fact) -> pl.Expr:
    column, passing = pl.col(variable.name), variable.tests[test]
    if is_pair(variable):
        return column if passing == 2 else ~column if passing == 1 else pl.lit(passing == 3)
    return pl.when(column & (variable.all & ~passing) == 0).then(_TRUE).when(column & passing == 0).then(_FALSE)


def _of_window(window: Window, straddle: int) -> pl.Expr:
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
    return pl.when(inside).then(_TRUE).when(outside).then(_FALSE)


def _basis(instrument: Instrument, column: Column) -> pl.Expr:
    """Return the basis of what is settled, by the roles of the provisions of the scope that fail."""
    gates: dict[str, list[pl.Expr]] = {"grant": [], "condition": [], "exclusion": []}
    _failing(instrument, instrument.model.covered, ~pl.col("_covered"), column, gates, wanted=False)
    some = {role: reduce(or_, found, _FALSE) for role, found in gates.items()}
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


def _settled(instrument: Instrument, frame: pl.DataFrame, chosen: State) -> pl.DataFrame:
    """
    Return answer and basis of the rows that Kleene logic leaves open.

    It is incomplete only where several tests of one fact, or several windows,
    are unknown in a row at once. Such a row is open all the same where it is covered on one stretch of days and excluded
    on another; the few that are left are looked at world by world, each pattern once.
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
        return _TRUE
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
        relevant = reduce(or_, asking) if asking else _TRUE
        windows.append((_of_window(one.window, straddle if one.window.crosses else 2).is_null() & relevant).cast(pl.UInt8))
    several = reduce(lambda one, other: one + other, windows) > 1 if len(windows) > 1 else _FALSE
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


def windows_of(model: Model) -> list[Window]:
    """Return the tests of time of both rules, each once."""
    return list(dict.fromkeys(node for tree in (model.covered, model.excluded) for node in walk(tree) if isinstance(node, Window)))


def _by_pattern(instrument: Instrument, frame: pl.DataFrame, chosen: State) -> pl.DataFrame:
    """Return answer and basis of rows, looking at each pattern of what is known once; days count by the borders between which they lie."""
    model = instrument.model
    cuts = borders(windows_of(model))
    names = [variable.name for variable in _facts(model)]
    patterns = frame.select(*(_stretch(column, cuts) for column in ACT_COLUMNS), *names)
    unique = patterns.unique(maintain_order=True)
    results = []
    for row in unique.iter_rows():
        masks = [_mask(variable, cell) for variable, cell in zip(_facts(model), row[len(ACT_COLUMNS) :], strict=True)]
        state = State((*masks, *chosen.masks[len(masks) :]), Act((row[0], row[1]), (row[2], row[3])))
        found: Answer = answer(instrument, state)
        results.append((found, _exact_basis(instrument, state, found)))
    settled = pl.DataFrame(results, schema={"answer": ANSWERS, "basis": BASES}, orient="row")
    return patterns.join(
        pl.concat([unique, settled], how="horizontal"), on=patterns.columns, how="left", nulls_equal=True, maintain_order="left"
    )


def _stretch(column: str, cuts: Sequence[int]) -> pl.Expr:
    """Return the first day of the stretch between two borders in which a day lies: all its days are alike to every window."""
    first = pl.col(column) * 0
    for cut in cuts:
        first = pl.when(pl.col(column) >= cut).then(pl.lit(cut, pl.Int32)).otherwise(first)
    return first.alias(column)


def _exact_basis(instrument: Instrument, state: State, found: Answer) -> Basis:
    return ChargeAssessment(instrument, None, state, {}, found).basis


def _mask(variable: Variable, cell: bool | int | None) -> int:  # noqa: FBT001 - a truth value
    return int(cell or 0) if not is_pair(variable) else 3 if cell is None else 2 if cell else 1
