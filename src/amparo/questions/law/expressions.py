"""
The rules of an instrument: a small grammar, complete on this page, and the tree that it becomes.

``all`` ``any`` ``not`` ``ref`` ``question`` ``event``; ``fact`` alone or with ``in``, ``has_any``, ``gt``,
``ge``, ``lt``, ``le``; ``act: within | until | from`` with dates, ``act: starts_before | ends_after`` with
a date. No code, no arithmetic, no loops: a lawyer can read a rule, and nothing else can hide in it.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

import attrs

from amparo.ingest.shapes import Mistakes
from amparo.ingest.tables import quoted
from amparo.questions.law.moments import FIRST_DAY, LAST_DAY, Act, exact_day
from amparo.statements import nearest

type Scalar = bool | int | float | str
type Test = Literal["is", "in", "gt", "ge", "lt", "le"]
type WindowKind = Literal["within", "until", "from", "starts_before", "ends_after"]

MEMBERS = ("offences", "caused")  # what a charge has a set of; ``events`` is the third, and has a word of its own
_ORDER: Mapping[str, Callable[[Any, Any], bool]] = {"gt": operator.gt, "ge": operator.ge, "lt": operator.lt, "le": operator.le}


@attrs.frozen
class All:
    """True where every part is."""

    parts: tuple["Expression", ...]


@attrs.frozen
class AnyOf:
    """True where some part is."""

    parts: tuple["Expression", ...]


@attrs.frozen
class Not:
    """True where the part is false."""

    part: "Expression"


@attrs.frozen
class Ref:
    """What a provision or a definition says, by its name."""

    name: str


@attrs.frozen
class Article:
    """The rule of one provision in its place: a ``Ref`` that was looked up."""

    id: str
    part: "Expression"


@attrs.frozen
class Choice:
    """What the text says under each reading of an open question: known only where all readings agree, or one is chosen."""

    question: str
    readings: tuple[tuple[str, "Expression"], ...]


@attrs.frozen(cache_hash=True)
class Fact:
    """A test of one fact: an event is the fact ``events.ID``, an offence ``offences.ID``, a consequence ``caused.ID``."""

    name: str
    test: Test = "is"
    values: tuple[Scalar, ...] = (True,)

    def holds(self, value: object) -> bool:
        """Say whether one possible value satisfies the test; a number is compared with numbers only."""
        if self.test in ("is", "in"):
            return any(value == one and isinstance(value, bool) == isinstance(one, bool) for one in self.values)
        return isinstance(value, int | float) and not isinstance(value, bool) and _ORDER[self.test](value, self.values[0])


@attrs.frozen
class Window:
    """
    A test of the time of the act, by days of the calendar, both included.

    Attributes:
        first, last: of ``starts_before`` and ``ends_after`` the one day is ``first``.
        crossing: what an act is that lies partly inside: an open question, or outside because the law has a rule of its own.
    """

    kind: WindowKind
    first: int = FIRST_DAY
    last: int = LAST_DAY
    crossing: Literal["ask", "outside"] = "ask"

    @property
    def crosses(self) -> bool:
        """Whether an act across its border leaves a question open."""
        return self.crossing == "ask" and self.kind not in ("starts_before", "ends_after")

    def possible(self, act: Act) -> tuple[bool, bool, bool]:
        """Return whether the act may be inside, may be outside, may cross a border."""
        starts, ends = act.starts, act.ends
        if self.kind == "starts_before":
            return starts[0] < self.first, starts[1] >= self.first, False
        if self.kind == "ends_after":
            return ends[1] > self.first, ends[0] <= self.first, False
        begin, stop = max(starts[0], self.first), min(ends[1], self.last)
        inside = begin <= starts[1] and stop >= ends[0] and begin <= stop
        outside = ends[0] < self.first or starts[1] > self.last
        crossing = starts[0] < self.first <= ends[1] or starts[0] <= self.last < ends[1]
        return (inside, outside, crossing) if self.crossing == "ask" else (inside, outside or crossing, False)


@attrs.frozen
class Truth:
    """What is so, or is not, whatever the facts."""

    value: bool


type Expression = All | AnyOf | Not | Ref | Article | Choice | Fact | Window | Truth

_HEADS = ("all", "any", "not", "ref", "question", "event", "fact", "act")
_TESTS = ("in", "has_any", "gt", "ge", "lt", "le")
_WINDOWS: Mapping[str, tuple[str, ...]] = {
    "within": ("from", "to"), "until": ("to",), "from": ("from",), "starts_before": ("date",), "ends_after": ("date",),
}  # fmt: skip
NEVER = Truth(value=False)


def expression(value: Any, path: str, mistakes: Mistakes) -> Expression:  # Any: YAML
    """Return the tree of a written rule; a key that the grammar does not have is a mistake, with its place."""
    if not isinstance(value, dict):
        mistakes.add("map_value_wrong", path, value=str(value)[:60], expected=quoted(f"{head}: …" for head in _HEADS))
        return NEVER
    heads = [head for head in _HEADS if head in value]
    if len(heads) != 1:
        unknown = next((str(key) for key in value if key not in _HEADS), "")
        near = nearest(unknown, _HEADS)
        mistakes.add("map_key_unknown", f"{path}.{unknown}" if unknown else path, key=unknown or ", ".join(heads),
                     known=f'"{near}"' if near else quoted(_HEADS))  # fmt: skip
        return NEVER
    head = heads[0]
    _refuse_other_keys(value, head, path, mistakes)
    return _READERS[head](value, path, mistakes)


def _refuse_other_keys(value: Mapping[str, Any], head: str, path: str, mistakes: Mistakes) -> None:  # Any: YAML
    beside = _TESTS if head == "fact" else _WINDOWS.get(str(value["act"]), ("from", "to", "date")) if head == "act" else ()
    for key in value:
        if key != head and key not in beside:
            near = nearest(str(key), beside)
            known = f'"{near}"' if near else quoted(beside) or f'"{head}"'
            mistakes.add("map_key_unknown", f"{path}.{key}", key=key, known=known)


def _parts(value: Any, path: str, mistakes: Mistakes) -> tuple[Expression, ...]:  # Any: YAML
    if not isinstance(value, list) or not value:
        mistakes.add("map_value_wrong", path, value=str(value)[:60], expected="[{…}, {…}]")
        return (NEVER,)
    return tuple(expression(part, f"{path}[{place}]", mistakes) for place, part in enumerate(value))


def _name(value: Any, path: str, mistakes: Mistakes) -> str:  # Any: YAML
    if isinstance(value, float):  # 8.10 without quotes is the number 8.1
        mistakes.add("map_value_wrong", path, value=value, expected='"8.10"')
    elif not isinstance(value, str | int) or isinstance(value, bool) or value == "":
        mistakes.add("map_value_wrong", path, value=str(value)[:60], expected="…")
    return str(value)


def _fact(value: Mapping[str, Any], path: str, mistakes: Mistakes) -> Expression:  # Any: YAML
    name = _name(value["fact"], f"{path}.fact", mistakes)
    tests = [test for test in _TESTS if test in value]
    if len(tests) > 1 or (not tests and name in (*MEMBERS, "status", "events", "act", "act_date")):
        expected = {"status": '"in: […]"', "events": '"event: …"', "act": '"act: …"', "act_date": '"act: …"'}.get(name, '"has_any: […]"')
        mistakes.add("map_value_wrong", path, value=f"fact: {name}", expected=expected)
        return NEVER
    if not tests:
        return Fact(name)
    test, given = tests[0], value[tests[0]]
    if test in _ORDER:
        if not isinstance(given, int | float) or isinstance(given, bool):
            mistakes.add("map_value_wrong", f"{path}.{test}", value=str(given)[:60], expected="9")
            return NEVER
        return Fact(name, test, (given,))  # type: ignore[arg-type]  # one of the tests, by the line above
    if not isinstance(given, list) or not given or any(isinstance(one, dict | list) or one is None for one in given):
        mistakes.add("map_value_wrong", f"{path}.{test}", value=str(given)[:60], expected="[…, …]")
        return NEVER
    if name not in MEMBERS:
        return Fact(name, "in", tuple(given))
    members = tuple(Fact(f"{name}.{one}") for one in given)
    return members[0] if len(members) == 1 else AnyOf(members)


def _act(value: Mapping[str, Any], path: str, mistakes: Mistakes) -> Expression:  # Any: YAML
    kind = str(value["act"])
    if kind not in _WINDOWS:
        near = nearest(kind, list(_WINDOWS))
        mistakes.add("map_value_wrong", f"{path}.act", value=kind, expected=f'"{near}"' if near else quoted(_WINDOWS))
        return NEVER
    days: dict[str, int] = {}
    for key in _WINDOWS[kind]:
        day = exact_day(value.get(key))
        if key not in value:
            mistakes.add("map_key_missing", path, key=key)
        elif day is None:
            mistakes.add("map_value_wrong", f"{path}.{key}", value=str(value[key])[:60], expected=f"{key}: 2026-02-19")
        else:
            days[key] = day
    first, last = days.get("from", days.get("date", FIRST_DAY)), days.get("to", LAST_DAY)
    if first > last:
        mistakes.add("map_value_wrong", f"{path}.to", value=value.get("to"), expected=f"≥ {value.get('from')}")
    return Window(kind, first, last)  # type: ignore[arg-type]  # one of the kinds, by the first lines


_READERS: Mapping[str, Callable[[Mapping[str, Any], str, Mistakes], Expression]] = {
    "all": lambda value, path, mistakes: All(_parts(value["all"], f"{path}.all", mistakes)),
    "any": lambda value, path, mistakes: AnyOf(_parts(value["any"], f"{path}.any", mistakes)),
    "not": lambda value, path, mistakes: Not(expression(value["not"], f"{path}.not", mistakes)),
    "ref": lambda value, path, mistakes: Ref(_name(value["ref"], f"{path}.ref", mistakes)),
    "question": lambda value, path, mistakes: Choice(
        _name(value["question"], f"{path}.question", mistakes), (("yes", Truth(value=True)), ("no", NEVER))
    ),
    "event": lambda value, path, mistakes: Fact(f"events.{_name(value['event'], f'{path}.event', mistakes)}"),
    "fact": _fact,
    "act": _act,
}


def parts_of(one: Expression) -> tuple[Expression, ...]:
    """Return the parts of a node, in the order of the text."""
    match one:
        case All(parts) | AnyOf(parts):
            return parts
        case Not(part) | Article(_, part):
            return (part,)
        case Choice(_, readings):
            return tuple(part for _, part in readings)
        case _:
            return ()


def walk(one: Expression) -> Iterator[Expression]:
    """Yield a node and all below it."""
    yield one
    for part in parts_of(one):
        yield from walk(part)


def rebuilt(one: Expression, change: Callable[[Expression], Expression]) -> Expression:
    """Return the tree with every node changed, parts before the whole."""
    match one:
        case All(parts):
            one = All(tuple(rebuilt(part, change) for part in parts))
        case AnyOf(parts):
            one = AnyOf(tuple(rebuilt(part, change) for part in parts))
        case Not(part):
            one = Not(rebuilt(part, change))
        case Article(name, part):
            one = Article(name, rebuilt(part, change))
        case Choice(question, readings):
            one = Choice(question, tuple((name, rebuilt(part, change)) for name, part in readings))
        case _:
            pass
    return change(one)
