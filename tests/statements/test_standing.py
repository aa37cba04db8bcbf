from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import attrs
import polars as pl
import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from amparo.statements import came_or_went, standing, standing_since

FIRST = date(2026, 2, 1)


@attrs.frozen
class Line:
    """One line of an invented log: what it does to which earlier line, on which day it was recorded."""

    act: str
    day: int
    target: int | None = None
    brought_by: int | None = None
    undoes: int | None = None


def log_of(lines: Sequence[Line]) -> pl.DataFrame:
    """Return the lines as the store's snapshot gives them, as far as standing looks."""
    rows: list[dict[str, Any]] = [
        {
            "statement_id": f"s{number}",
            "subject_kind": "import" if line.undoes is not None else "record",
            "subject": f"i{line.undoes}" if line.undoes is not None else f"r{number}",
            "property": "undone" if line.undoes is not None else "name",
            "recorded_at": f"{FIRST + timedelta(line.day)}T23:59:59.999999Z",
            "action": line.act,
            "target": None if line.target is None else f"s{line.target}",
            "import_id": None if line.brought_by is None else f"i{line.brought_by}",
        }
        for number, line in enumerate(lines)
    ]
    schema = dict.fromkeys(
        ("statement_id", "subject_kind", "subject", "property", "recorded_at", "action", "target", "import_id"), pl.String
    )
    return pl.DataFrame(rows, schema=schema)


def naive(lines: Sequence[Line], until: int | None = None) -> list[str]:
    """Return what stands, straight from the definition: line by line, asking each later line whether it stands itself."""
    known = {number: line for number, line in enumerate(lines) if until is None or line.day <= until}

    def withdraws(later: int, earlier: int) -> bool:
        return known[later].target == earlier or (
            known[later].act != "retract" and known[later].undoes is not None and known[later].undoes == known[earlier].brought_by
        )

    def stands(number: int) -> bool:
        return not any(later > number and withdraws(later, number) and stands(later) for later in known)

    return [f"s{number}" for number in known if known[number].act != "retract" and stands(number)]


@st.composite
def logs(draw: st.DrawFn) -> list[Line]:
    """Draw a log in which anything earlier may be superseded, retracted or undone, on days that need not rise."""
    lines: list[Line] = []
    for number in range(draw(st.integers(0, 9))):
        act = draw(st.sampled_from(["assert", "assert", "supersede", "retract", "undo"])) if number else "assert"
        day = draw(st.integers(0, 4))
        if act == "undo":
            lines.append(Line("assert", day, undoes=draw(st.integers(0, 2))))
            continue
        target = draw(st.integers(0, number - 1)) if act != "assert" else None
        # An import never adds to what was undone: each import has an id of its own.
        undone = {line.undoes for line in lines}
        imports = [one for one in (None, 0, 1, 2) if one is None or one not in undone]
        undoes = None if target is None else lines[target].undoes
        lines.append(Line(act, day, target, None if undoes is not None else draw(st.sampled_from(imports)), undoes))
    return lines


@given(logs(), st.none() | st.integers(-1, 5))
def test_what_stands_is_what_the_definition_says(lines: list[Line], until: int | None) -> None:
    """In any log, as known at any day, exactly those statements stand that no standing later one withdraws."""
    found = standing(log_of(lines), None if until is None else FIRST + timedelta(until))["statement_id"].to_list()
    assert found == naive(lines, until)
    event(f"{len(lines) - len(found)} do not stand")


ONE = Line("assert", 0)
BROUGHT, UNDOING = Line("assert", 0, brought_by=0), Line("assert", 0, undoes=0)
WAYS = {
    "superseded": ([ONE, Line("supersede", 0, 0)], ["s1"]),
    "retracted": ([ONE, Line("retract", 0, 0)], []),
    "correction withdrawn": ([ONE, Line("supersede", 0, 0), Line("retract", 0, 1)], ["s0"]),
    "withdrawal withdrawn": ([ONE, Line("retract", 0, 0), Line("retract", 0, 1)], ["s0"]),
    "import undone": ([BROUGHT, Line("assert", 0, brought_by=1), UNDOING], ["s1", "s2"]),
    "undoing withdrawn": ([BROUGHT, UNDOING, Line("retract", 0, 1, undoes=0)], ["s0"]),
    "its withdrawal withdrawn": ([BROUGHT, UNDOING, Line("retract", 0, 1, undoes=0), Line("retract", 0, 2, undoes=0)], ["s1"]),
    "edition undone": ([ONE, Line("supersede", 0, 0, brought_by=0), UNDOING], ["s0", "s2"]),
}


@pytest.mark.parametrize(("lines", "expected"), WAYS.values(), ids=WAYS.keys())
def test_the_ways_to_take_back(lines: list[Line], expected: list[str]) -> None:
    """Each way of taking something back does what its name says, and taking it back undoes it."""
    assert standing(log_of(lines))["statement_id"].to_list() == expected == naive(lines)


def test_what_was_known_at_a_day_stays_known() -> None:
    """A later correction changes nothing of what was known at the end of the days before it."""
    lines = [Line("assert", 0), Line("supersede", 2, 0)]
    found = [standing(log_of(lines), FIRST + timedelta(day))["statement_id"].to_list() for day in (-1, 0, 1, 2)]
    assert found == [[], ["s0"], ["s0"], ["s1"]]


@given(logs(), st.integers(0, 12))
def test_what_stands_may_be_taken_further(lines: list[Line], seen: int) -> None:
    """What stood of the beginning of a log, taken further, is what stands of the whole, or the whole must be asked."""
    log = log_of(lines)
    grown = standing_since(standing(log[:seen]), log[seen:])
    assert grown is None or grown.equals(standing(log))
    if not any(line.target is not None or line.undoes is not None or line.brought_by is not None for line in lines[seen:]):
        assert grown is not None


@given(logs(), st.integers(0, 12))
def test_what_came_and_went_leads_from_one_state_to_the_other(lines: list[Line], seen: int) -> None:
    """What stood before, without what went and with what came, is what stands after."""
    log = log_of(lines).with_columns(position=pl.int_range(pl.len(), dtype=pl.Int64))
    before, after = standing(log[:seen]), standing(log)
    changes = came_or_went(before, after)
    came, went = (set(changes.filter(pl.col("came") == one)["position"]) for one in (True, False))
    assert (set(before["position"]) - went) | came == set(after["position"])
    assert went <= set(before["position"])
    assert came.isdisjoint(before["position"])
