import operator
from collections.abc import Iterator
from typing import Any, cast

import pytest
from hypothesis import given, settings

from amparo.questions.law import assess
from tests.questions.law.enumerator import choices
from tests.questions.law.written import cases, instrument, instruments

_ORDER = {"gt": operator.gt, "ge": operator.ge, "lt": operator.lt, "le": operator.le}
clingo = pytest.importorskip("clingo")


def program(document: dict[str, Any], case: dict[str, Any]) -> str:
    """Return an answer set program that chooses a value of every fact, the days and the readings, with the atom ``covered``."""
    values, acts = choices(document, case)
    days = sorted({day for act in acts for day in act})
    number = {day: place for place, day in enumerate(days)}
    lines = ["1 {reading(q1, yes; q1, no)} 1.", "1 {reading(straddle, yes; straddle, no)} 1."]
    lines += [f"1 {{{'; '.join(_atom(name, one) for one in possible)}}} 1." for name, possible in values.items()]
    if acts:
        lines.append(f"1 {{{'; '.join(f'act({number[start]}, {number[end]})' for start, end in acts)}}} 1.")
    rules = {one["id"]: one["rule"] for one in document["provisions"]}
    found = Written(rules, days, values, document["conventions"]["straddle"] == "ask")
    covered, excluded = found.node(document["decision"]["covered_if"]), found.node(document["decision"]["excluded_if"])
    return "\n".join([*lines, *found.lines, f"covered :- {covered}, not {excluded}.", "#show covered/0."])


def _atom(name: str, value: object) -> str:
    return f'holds("{name}")' if value is True else f'fails("{name}")' if value is False else f'value("{name}", "{value}")'


class Written:
    """Rules written as a stratified program: an atom a node."""

    def __init__(self, rules: dict[str, Any], days: list[Any], values: dict[str, list[Any]], ask: bool) -> None:
        self.rules, self.days, self.values, self.ask, self.lines, self.names = rules, days, values, ask, list[str](), self.fresh()

    @staticmethod
    def fresh() -> Iterator[str]:
        """Yield names."""
        place = 0
        while True:
            place += 1
            yield f"n{place}"

    def node(self, rule: Any) -> str:
        """Return the atom of a rule, its clauses written."""
        name = next(self.names)
        self.lines.append(f"{name} :- {name}.")
        match rule:
            case {"all": parts}:
                self.lines.append(f"{name} :- {', '.join(self.node(part) for part in parts)}.")
            case {"any": parts}:
                self.lines += [f"{name} :- {self.node(part)}." for part in parts]
            case {"not": part}:
                self.lines.append(f"{name} :- not {self.node(part)}.")
            case {"ref": article}:
                return self.node(self.rules[article])
            case {"question": _}:
                self.lines.append(f"{name} :- reading(q1, yes).")
            case {"event": event}:
                self.lines.append(f'{name} :- holds("events.{event}").')
            case {"act": _}:
                self.window(name, rule)
            case {"fact": fact, "has_any": words}:
                self.lines += [f'{name} :- holds("{fact}.{word}").' for word in words]
            case {"fact": fact, "in": words}:
                self.lines += [f'{name} :- value("{fact}", "{word}").' for word in words]
            case {"fact": fact, **test} if test:
                [(sign, limit)] = cast("dict[str, Any]", test).items()
                passing = [value for value in self.values[fact] if _ORDER[str(sign)](value, limit)]
                self.lines += [f'{name} :- value("{fact}", "{value}").' for value in passing]
            case {"fact": fact}:
                self.lines.append(f'{name} :- holds("{fact}").')
        return name

    def window(self, name: str, rule: dict[str, Any]) -> None:
        """Write the clauses of a test of time, by the places of the days."""
        places = range(len(self.days))
        first = [place for place in places if str(self.days[place]) < rule.get("from", rule.get("date", "0001-01-01"))]
        last = [place for place in places if str(self.days[place]) > rule.get("to", rule.get("date", "9999-12-31"))]
        before, after = f"b{name}", f"a{name}"
        self.lines += [f"{before}({place})." for place in first] + [f"{after}({place})." for place in last]
        self.lines += [f"{before}(-1).", f"{after}(-1)."]
        match rule["act"]:
            case "starts_before":
                self.lines.append(f"{name} :- act(S, _), {before}(S).")
            case "ends_after":
                self.lines.append(f"{name} :- act(_, E), {after}(E).")
            case _:
                self.lines.append(f"{name} :- act(S, E), not {before}(S), not {after}(E).")
                if self.ask:
                    self.lines.append(f"{name} :- reading(straddle, yes), act(S, E), not {before}(E), not {after}(S).")


@pytest.mark.nightly
@settings(max_examples=200)
@given(instruments(), cases())
def test_an_answer_set_solver_agrees(document: dict[str, Any], case: dict[str, Any]) -> None:
    """What a stratified program says in all its stable models, a world and a reading each, is the answer; where they differ it is open."""
    control = clingo.Control(["0", "--project=show", "--warn=none"])
    control.add("base", [], program(document, case))
    control.ground([("base", [])])
    found = set()
    with control.solve(yield_=True) as handle:
        for model in handle:
            found.add("covered" if model.symbols(shown=True) else "excluded")
    expected = found.pop() if len(found) == 1 else "cannot_tell"
    assert assess(instrument(document), case).charges["c1"].answer == expected
