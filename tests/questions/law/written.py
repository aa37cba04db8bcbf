"""Invented instruments and cases, as files have them, drawn at random: small, and nasty where days and doubts meet."""

import json
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from amparo.questions.law.instrument import Instrument
from amparo.questions.law.loading import instrument_of, read_document

FACTS = ("at_law", "political_motive", "war_crime")
OFFENCES = ("sedition", "theft")
EVENTS = ("zz.march", "zz.strike")
STATUSES = ("exposed", "charged", "convicted")
START = date(2030, 1, 1)


def day(number: int) -> str:
    """Return a day of the invented calendar."""
    return (START + timedelta(days=number)).isoformat()


DAYS = st.integers(0, 12).map(day)


@st.composite
def windows(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a test of the time of the act."""
    first, last = sorted((draw(DAYS), draw(DAYS)))
    kind = draw(st.sampled_from(("within", "until", "from", "starts_before", "ends_after")))
    return {
        "within": {"act": "within", "from": first, "to": last},
        "until": {"act": "until", "to": last},
        "from": {"act": "from", "from": first},
        "starts_before": {"act": "starts_before", "date": first},
        "ends_after": {"act": "ends_after", "date": last},
    }[kind]


ATOMS = st.one_of(
    st.sampled_from(FACTS).map(lambda name: {"fact": name}),
    st.sampled_from(EVENTS).map(lambda name: {"event": name}),
    st.lists(st.sampled_from(OFFENCES), min_size=1, max_size=2, unique=True).map(lambda names: {"fact": "offences", "has_any": names}),
    st.lists(st.sampled_from(STATUSES), min_size=1, max_size=2, unique=True).map(lambda names: {"fact": "status", "in": names}),
    st.tuples(st.sampled_from(("gt", "ge", "lt", "le")), st.integers(8, 9)).map(lambda one: {"fact": "years", one[0]: one[1]}),
    windows(),
    st.just({"question": "Q1"}),
)


def _larger(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(
        st.lists(parts, min_size=1, max_size=3).map(lambda some: {"all": some}),
        st.lists(parts, min_size=1, max_size=3).map(lambda some: {"any": some}),
        parts.map(lambda one: {"not": one}),
    )


RULES = st.recursive(ATOMS, _larger, max_leaves=4)


@st.composite
def instruments(draw: st.DrawFn) -> dict[str, Any]:
    """Draw an instrument as its file has it: a condition, two grants, an exclusion."""
    rules = {name: draw(RULES) for name in ("1", "2.1", "2.2", "3.1")}
    roles = {"1": "condition", "2.1": "grant", "2.2": "grant", "3.1": "exclusion"}
    return {
        "format": "amparo-instrument/1",
        "id": "zz/ley/2031/ejemplo",
        "version": {"label": "v1", "date": "2031-01-01"},
        "kind": "amnesty",
        "text_status": {"level": "official"},
        "sources": {"S1": {"what": "an invented gazette"}},
        "conventions": {"straddle": draw(st.sampled_from(("ask", "rule"))), "open_world": draw(st.booleans())},
        "provisions": [{"id": name, "role": roles[name], "rule": rule, "source": ["S1"]} for name, rule in rules.items()],
        "decision": {
            "covered_if": {"all": [{"ref": "1"}, {"any": [{"ref": "2.1"}, {"ref": "2.2"}]}]},
            "excluded_if": {"ref": "3.1"},
        },
        "open_questions": {"Q1": {"article": "2.1", "ask": {"es": "¿cuál?", "en": "which?"}}},
    }


def instrument(document: dict[str, Any]) -> Instrument:
    """Return the instrument of a file's content."""
    return instrument_of(read_document(json.dumps(document).encode(), "invented.yaml"))


LINKS = st.sampled_from((True, False, None))


@st.composite
def moments(draw: st.DrawFn) -> dict[str, Any]:
    """Draw when an act began and ended, each known, half known, or not at all."""

    def some(first: int, last: int) -> tuple[str | None, int, int]:
        low, high = sorted((draw(st.integers(first, last)), draw(st.integers(first, last))))
        sort = draw(st.sampled_from(("day", "days", "days", "open", None)))
        text = {"day": day(low), "days": f"{day(low)}/{day(high)}", "open": f"{day(low)}/.."}.get(sort or "")
        return text, low, high

    start, low, _ = some(0, 12)
    end, _, _ = some(low, 13)
    return {"start": start, "end": end}


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a case of one charge with much unknown."""
    offences = draw(st.lists(st.sampled_from(OFFENCES), unique=True, max_size=1))
    charge = {
        "id": "c1",
        "status": draw(st.none() | st.lists(st.sampled_from((*STATUSES, "acquitted")), min_size=1, max_size=2, unique=True)),
        "offences": offences,
        "offences_complete": draw(st.booleans()),
        "offences_absent": [one for one in draw(st.lists(st.sampled_from(OFFENCES), max_size=1)) if one not in offences],
        "act": draw(st.none() | moments()),
        "continuing": draw(st.sampled_from((None, False, False, True))),
        "events": {name: draw(LINKS) for name in draw(st.lists(st.sampled_from(EVENTS), unique=True))},
        "events_complete": draw(st.booleans()),
        "facts": {"years": draw(st.sampled_from((None, 7, 9, [8, 10])))},
        "known_false": draw(st.lists(st.sampled_from(("war_crime",)), max_size=1)),
    }
    facts = {
        name: draw(st.sampled_from((True, False, None, [True, False]))) for name in draw(st.lists(st.sampled_from(FACTS), unique=True))
    }
    if charge["known_false"]:
        facts.pop("war_crime", None)
    return {"format": "amparo-case/1", "person": {"id": "p1", "facts": facts}, "charges": [charge]}
