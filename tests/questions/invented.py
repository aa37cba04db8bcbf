"""Hypothesis strategies: a few invented persons as statements, with doubtful dates, denials, values, places and identities."""

from typing import Any

from hypothesis import strategies as st

from amparo.histories.people import People, people
from amparo.questions.rule import Rule
from amparo.statements import Statement
from tests.histories.told import snapshot, statement
from tests.histories.worlds import DAYS, day

KINDS = ("arrest", "arrest", "rearrest", "release_full", "release_conditional", "release_unspecified", "house_arrest", "transfer",
         "sentence", "charge", "death_in_custody", "listed")  # fmt: skip
DAY = st.integers(0, DAYS - 1)


@st.composite
def dates(draw: st.DrawFn, *, unbounded: bool) -> str:
    """A day or a few, as EDTF; sometimes an end that nobody knows."""
    lo = draw(DAY)
    hi = min(DAYS - 1, lo + draw(st.sampled_from([0, 0, 1, 2])))
    whole = f"{day(lo)}/{day(hi)}"
    return draw(st.sampled_from([whole, whole, f"../{day(hi)}", f"{day(lo)}/.."])) if unbounded else whole


@st.composite
def event_statements(draw: st.DrawFn, person: str, number: int, *, unbounded: bool) -> Statement:
    """A statement of an event, perhaps a denial; some events have a name of their own, so that no other joins them."""
    kind = draw(st.sampled_from(KINDS))
    value: dict[str, Any] = {"kind": kind}
    if kind == "listed":
        value["states"] = draw(st.sampled_from([["deprived"], ["deprived", "house_arrest"], []]))
    elif draw(st.integers(0, 2)) == 0:
        value["event"] = f"{person}.{number}"
    if draw(st.booleans()):
        value["facility"] = draw(st.sampled_from(["Norte", "Sur"]))
    return statement(
        person, "event", value,
        happened_on=draw(dates(unbounded=unbounded)), source=draw(st.sampled_from("abc")), negated=draw(st.integers(0, 7)) == 0,
    )  # fmt: skip


@st.composite
def registries(draw: st.DrawFn, *, events: int = 4, persons: int = 3) -> list[Statement]:
    """Statements on up to three persons with a handful of events together, some of whom may be one."""
    found: list[Statement] = []
    names = [f"p{number}" for number in range(draw(st.integers(1, persons)))]
    left = events
    for name in names:
        found.append(statement(name, "name", name))
        found += [statement(name, "sex", value) for value in draw(st.sampled_from([[], ["f"], ["m"], ["f"], ["f", "m"]]))]
        own = draw(st.integers(0 if left < events else 1, min(left, 3)))
        found += [draw(event_statements(name, number, unbounded=number == 0 and left == events)) for number in range(own)]
        left -= own
    for place, one in enumerate(names):
        for other in names[place + 1 :]:
            decision = draw(st.sampled_from(["", "undecided", "different", "undecided"]))
            if decision:
                found.append(statement(one, "same_person", {"other": other, "decision": decision}))
    return found


def registry(statements: list[Statement]) -> People:
    """The persons of some statements."""
    return people(snapshot(*statements))


STATES = st.lists(st.sampled_from(["deprived", "house_arrest", "full_liberty", "unknown"]), min_size=1, max_size=2, unique=True).map(tuple)


@st.composite
def stocks(draw: st.DrawFn, *, fresh_within: int | None) -> Rule:
    """A rule for persons in a state on a day."""
    return Rule(
        states=draw(STATES),
        on=day(draw(DAY)),
        fresh_within=fresh_within,
        by=draw(st.sampled_from([(), ("sex",), ("facility",), ("sex", "facility")])),
        where=draw(st.sampled_from([(), (), (("sex", "f"),), (("facility", "Norte"),)])),
        min_sources=draw(st.sampled_from([1, 1, 2])),
    )


@st.composite
def flows(draw: st.DrawFn) -> Rule:
    """A rule for events in a window."""
    first, last = sorted((draw(DAY), draw(DAY)))
    return Rule(
        kinds=draw(st.sampled_from([("release",), ("detention",), ("release_full", "charge"), ("sentence",)])),
        since=day(first),
        until=day(last),
        by=draw(st.sampled_from([(), ("sex",)])),
        where=draw(st.sampled_from([(), (), (("sex", "f"),)])),
        min_sources=draw(st.sampled_from([1, 1, 2])),
        unit=draw(st.sampled_from(["persons", "events"])),
    )
