"""The same rules as a query in SQL, whose AND, OR and NOT on NULL are strong Kleene logic too: a second engine to check the first by."""

from amparo.questions.law.assessing import Readings, chosen_state
from amparo.questions.law.columns import ACT_COLUMNS, KEYS, is_pair
from amparo.questions.law.expressions import All, AnyOf, Article, Choice, Expression, Fact, Not, Truth, Window
from amparo.questions.law.instrument import Instrument
from amparo.questions.law.model import STRADDLE, Model, State


def answer_query(instrument: Instrument, table: str, readings: Readings | None = None) -> str:
    """
    Return a query over a table of charges (the columns of ``case_frame``): keys, the answer, a column a provision.

    The answer is that of strong Kleene logic: NULL where it is open, be it
    that no world decides it or that Kleene logic cannot see that all do.
    """
    model, chosen = instrument.model, chosen_state(instrument, readings or {})
    provisions = [f"{_of(tree, model, chosen)} AS {_named(name)}" for name, tree in model.articles.items()]
    covered, excluded = _of(model.covered, model, chosen), _of(model.excluded, model, chosen)
    answer = f"CASE WHEN {excluded} OR NOT ({covered}) THEN 'excluded' WHEN ({covered}) AND NOT ({excluded}) THEN 'covered' END AS answer"
    return f"SELECT {', '.join([*KEYS, answer, *provisions])} FROM {_named(table)}"  # noqa: S608 - names are quoted, numbers are ours


def _of(tree: Expression, model: Model, chosen: State) -> str:  # noqa: PLR0911 - one for each word of the grammar
    match tree:
        case Fact(name):
            variable = model.variables[model.place[name]]
            passing, column = variable.tests[tree], _named(name)
            if is_pair(variable):
                return {1: f"(NOT {column})", 2: column}.get(passing, "true" if passing else "false")
            return f"CASE WHEN {column} & {variable.all & ~passing} = 0 THEN true WHEN {column} & {passing} = 0 THEN false END"
        case All(parts):
            return "(" + " AND ".join(_of(part, model, chosen) for part in parts) + ")"
        case AnyOf(parts):
            return "(" + " OR ".join(_of(part, model, chosen) for part in parts) + ")" if parts else "false"
        case Not(part):
            return f"(NOT {_of(part, model, chosen)})"
        case Article(_, part):
            return _of(part, model, chosen)
        case Window():
            return _of_window(tree, chosen.masks[model.place[STRADDLE]] if tree.crosses else 2)
        case Choice(question, readings):
            possible = chosen.masks[model.place[question]]
            worded = [_of(part, model, chosen) for which, (_, part) in enumerate(readings) if possible >> which & 1]
            agreed = " AND ".join(f"({worded[0]}) = ({one})" for one in worded[1:])
            return f"CASE WHEN {agreed} THEN {worded[0]} END" if agreed else worded[0]
        case Truth(worth):
            return "true" if worth else "false"
        case _:
            raise AssertionError(tree)


def _of_window(window: Window, straddle: int) -> str:
    start_lo, start_hi, end_lo, end_hi = ACT_COLUMNS
    first, last = window.first, window.last
    match window.kind:
        case "starts_before":
            inside, outside = f"{start_hi} < {first}", f"{start_lo} >= {first}"
        case "ends_after":
            inside, outside = f"{end_lo} > {first}", f"{end_hi} <= {first}"
        case _:
            low, high = (end_lo, start_hi) if straddle == 1 else (start_lo, end_hi)
            inside = f"{low} >= {first} AND {high} <= {last}"
            outside = f"{start_hi} < {first} OR {end_lo} > {last}" if straddle == 2 else f"{end_hi} < {first} OR {start_lo} > {last}"
    return f"CASE WHEN {inside} THEN true WHEN {outside} THEN false END"


def _named(name: str) -> str:
    """Return a name quoted, so that it is never anything but a name."""
    return '"' + name.replace('"', '""') + '"'
