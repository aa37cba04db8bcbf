"""The same rules as a query in SQL, whose AND, OR and NOT on NULL are strong Kleene logic too: a second engine to check the first by."""

from itertools import pairwise

from amparo.questions.law.assessing import Readings, chosen_state
from amparo.questions.law.expressions import All, AnyOf, Article, Choice, Expression, Fact, Not, Truth, Window
from amparo.questions.law.frames import ACT_COLUMNS, KEYS, is_pair
from amparo.questions.law.instrument import Instrument
from amparo.questions.law.model import STRADDLE, Model, State, Variable
from amparo.questions.law.moments import FIRST_DAY, LAST_DAY
from amparo.questions.law.worlds import borders, windows_of


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


def completed_query(instrument: Instrument, table: str, readings: Readings | None = None) -> str:
    """
    Return a query over the same table that looks at every world: keys, and the answer that all worlds and readings give.

    Each row is joined with every class of each fact that it allows, every
    reading that is left, and every pair of stretches between the borders of the windows in which its act may have begun
    and ended; in a world nothing is unknown, so the rules are plain truth values. Exact, and slow where much is unknown.
    """
    model, chosen = instrument.model, chosen_state(instrument, readings or {})
    joins = [
        f"JOIN (VALUES {', '.join(f'({1 << which})' for which in range(len(one.classes)))}) AS {_world(place)}(class)"
        f" ON {_world(place)}.class & {chosen.masks[place] if one.is_question else _mask(one)} <> 0"
        for place, one in enumerate(model.variables)
    ]
    bounds = [FIRST_DAY, *borders(windows_of(model)), LAST_DAY + 1]
    stretches = ", ".join(f"({low}, {high - 1})" for low, high in pairwise(bounds))
    joins += [f"JOIN (VALUES {stretches}) AS {side}(low, high) ON true" for side in ("begun", "done")]
    starts = "greatest(begun.low, start_lo)"
    days = f"{starts} AS act_start, greatest(done.low, end_lo, {starts}) AS act_end"
    classes = "".join(f", {_world(place)}.class AS {_world(place)}" for place in range(len(model.variables)))
    possible = "act_start <= least(start_high, start_hi) AND act_end <= least(end_high, end_hi)"
    covered = f"{_in_world(model.covered, model)} AND NOT {_in_world(model.excluded, model)}"
    return (
        f"WITH worlds AS (SELECT {', '.join(KEYS)}, start_hi, end_hi, begun.high AS start_high, done.high AS end_high, {days}{classes} "  # noqa: S608
        f"FROM {_named(table)} {' '.join(joins)}) "
        f"SELECT {', '.join(KEYS)}, CASE WHEN bool_and({covered}) THEN 'covered' WHEN bool_or({covered}) THEN 'cannot_tell' "
        f"ELSE 'excluded' END AS answer FROM worlds WHERE {possible} GROUP BY {', '.join(KEYS)}"
    )


def _world(place: int) -> str:
    return f"of_{place}"


def _mask(variable: Variable) -> str:
    """Return the classes of a fact that a row allows, as bits."""
    column = _named(variable.name)
    return f"(CASE WHEN {column} IS NULL THEN 3 WHEN {column} THEN 2 ELSE 1 END)" if is_pair(variable) else column


def _in_world(tree: Expression, model: Model) -> str:  # noqa: PLR0911 - one for each word of the grammar
    """Return a rule in one world, where every fact, every day and every reading is known."""
    match tree:
        case Fact(name):
            place = model.place[name]
            return f"({_world(place)} & {model.variables[place].tests[tree]} <> 0)"
        case All(parts) | AnyOf(parts):
            word, empty = (" AND ", "true") if isinstance(tree, All) else (" OR ", "false")
            return f"({word.join(_in_world(part, model) for part in parts) or empty})"
        case Not(part):
            return f"(NOT {_in_world(part, model)})"
        case Article(_, part):
            return _in_world(part, model)
        case Window("starts_before", first):
            return f"(act_start < {first})"
        case Window("ends_after", first):
            return f"(act_end > {first})"
        case Window(_, first, last):
            inside = f"(act_start >= {first} AND act_end <= {last})"
            return (
                f"({inside} OR (act_start <= {last} AND act_end >= {first} AND {_world(model.place[STRADDLE])} = 1))"
                if tree.crosses
                else inside
            )
        case Choice(question, readings):
            chosen = _world(model.place[question])
            cases = " ".join(f"WHEN {1 << which} THEN {_in_world(part, model)}" for which, (_, part) in enumerate(readings))
            return f"(CASE {chosen} {cases} END)"
        case Truth(worth):
            return "true" if worth else "false"
        case _:
            raise AssertionError(tree)


def _named(name: str) -> str:
    """Return a name quoted, so that it is never anything but a name."""
    return '"' + name.replace('"', '""') + '"'
