"""
What an instrument asks of a case: its variables, and what is known of them in one case.

A variable is a fact or an open question. All values that no test of the instrument tells apart are one
**class**, a bit; what a case says of a variable is the set of classes that are still possible. The act has
days instead. A world is one class of each variable and one pair of days.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

import attrs

from amparo.questions.law.expressions import All, AnyOf, Article, Choice, Expression, Fact, Not, Scalar, Truth, Window, parts_of, walk
from amparo.questions.law.moments import UNKNOWN_ACT, Act

STRADDLE = "straddle"
ACT = "act_date"
OTHER = "other"
_READINGS_OF_STRADDLE = ("inside", "outside")


@attrs.frozen
class Variable:
    """
    One fact, or one open question, and the classes of its values.

    Attributes:
        classes: examples of each class; a yes-or-no fact has ``(False,)`` and ``(True,)``.
        tests: the tests of the instrument, each with the classes that pass it.
    """

    name: str
    classes: tuple[tuple[Scalar, ...], ...]
    tests: Mapping[Fact, int] = attrs.field(factory=dict, eq=False)
    is_question: bool = False

    @property
    def all(self) -> int:
        """Every class: nothing is known."""
        return (1 << len(self.classes)) - 1

    @property
    def is_yes_or_no(self) -> bool:
        """Whether nothing but true and false is asked of it."""
        return self.classes == ((False,), (True,))

    @property
    def is_number(self) -> bool:
        """Whether it is compared with numbers."""
        return any(test.test not in ("is", "in") for test in self.tests)

    def mask(self, values: Iterable[object]) -> int:
        """Return the classes that some values fall into."""
        if self.is_yes_or_no:
            return sum({1 << value for value in values if isinstance(value, bool)})
        found = 0
        for value in values:
            passed = [test.holds(value) for test in self.tests]
            for place, examples in enumerate(self.classes):
                if [test.holds(examples[0]) for test in self.tests] == passed:
                    found |= 1 << place
        return found

    def values(self, mask: int) -> tuple[Scalar, ...]:
        """Return examples of the values of some classes."""
        return tuple(value for place, examples in enumerate(self.classes) if mask >> place & 1 for value in examples)


@attrs.frozen
class State:
    """What is possible in one case: classes by variable, and the days of the act."""

    masks: tuple[int, ...]
    act: Act = UNKNOWN_ACT

    def where(self, place: int, mask: int) -> "State":
        """Return the state with one variable narrowed."""
        return State((*self.masks[:place], mask, *self.masks[place + 1 :]), self.act)


@attrs.frozen(eq=False)
class Model:
    """The two rules of a decision, looked up to the last leaf, and the variables in them."""

    covered: Expression
    excluded: Expression
    articles: Mapping[str, Expression]

    @cached_property
    def variables(self) -> tuple[Variable, ...]:
        """The variables in the order in which the text names them; the reading of straddling acts is the last."""
        facts: dict[str, list[Fact]] = {}
        questions: dict[str, tuple[str, ...]] = {}
        asks = False
        for tree in (self.covered, self.excluded, *self.articles.values()):
            for node in walk(tree):
                if isinstance(node, Fact):
                    tests = facts.setdefault(node.name, [])
                    tests.extend([node] if node not in tests else [])
                elif isinstance(node, Choice):
                    questions.setdefault(node.question, tuple(name for name, _ in node.readings))
                asks |= isinstance(node, Window) and node.crosses
        if asks:
            questions[STRADDLE] = _READINGS_OF_STRADDLE
        return (
            *(_variable(name, tests) for name, tests in facts.items()),
            *(Variable(name, tuple((reading,) for reading in readings), is_question=True) for name, readings in questions.items()),
        )

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Where each variable stands in a state."""
        return {variable.name: place for place, variable in enumerate(self.variables)}

    @cached_property
    def unknown(self) -> State:
        """The state in which nothing is known."""
        return State(tuple(variable.all for variable in self.variables))

    @cached_property
    def events(self) -> frozenset[str]:
        """The events that the instrument names."""
        return frozenset(name.removeprefix("events.") for name in self.place if name.startswith("events."))


def _variable(name: str, tests: Sequence[Fact]) -> Variable:
    """Return a variable whose classes are what its tests tell apart."""
    candidates: list[Scalar] = []
    for test in tests:
        if test.test == "is":
            candidates += [False, True]
        elif test.test == "in":
            candidates += [*test.values, OTHER]
        else:
            [limit] = test.values
            assert isinstance(limit, int | float)
            candidates += [limit - 1, limit, limit + 1]
    # Between two limits there are numbers that no limit names.
    limits = sorted({value for test in tests if test.test not in ("is", "in") for value in test.values if isinstance(value, int | float)})
    candidates += [(low + high) / 2 for low, high in pairwise(limits)]
    classes: dict[tuple[bool, ...], list[Scalar]] = {}
    for value in candidates:
        examples = classes.setdefault(tuple(test.holds(value) for test in tests), [])
        if not any(value == one and isinstance(value, bool) == isinstance(one, bool) for one in examples):
            examples.append(value)
    ordered = sorted(classes.items(), key=lambda item: item[0])
    masks = {test: sum(1 << place for place, (vector, _) in enumerate(ordered) if vector[which]) for which, test in enumerate(tests)}
    return Variable(name, tuple(tuple(examples) for _, examples in ordered), masks)


def value(tree: Expression, model: Model, state: State) -> bool | None:
    """Return what a rule is worth by strong Kleene logic: true, false, or None for unknown."""
    return worth_of(tree, [value(part, model, state) for part in parts_of(tree)], model, state)


def worth_of(tree: Expression, parts: Sequence[bool | None], model: Model, state: State) -> bool | None:
    """Return what a rule is worth, given what each of its parts is worth."""
    match tree:
        case Fact(name):
            place = model.place[name]
            passing, possible = model.variables[place].tests[tree], state.masks[place]
            return True if possible & passing == possible else None if possible & passing else False
        case All():
            return False if False in parts else None if None in parts else True
        case AnyOf():
            return True if True in parts else None if None in parts else False
        case Article():
            return parts[0]
        case Window():
            return _of_window(tree, model, state)
        case Not():
            return None if parts[0] is None else not parts[0]
        case Choice(question, _):
            chosen = state.masks[model.place[question]]
            worth = {one for which, one in enumerate(parts) if chosen >> which & 1}
            return worth.pop() if len(worth) == 1 else None
        case Truth(worth):
            return worth
        case _:
            raise AssertionError(tree)  # a Ref is looked up before a model is made


def _of_window(window: Window, model: Model, state: State) -> bool | None:
    inside, outside, crossing = window.possible(state.act)
    if crossing:
        readings = state.masks[model.place[STRADDLE]]
        inside, outside = inside or bool(readings & 1), outside or bool(readings & 2)
    return None if inside and outside else inside
