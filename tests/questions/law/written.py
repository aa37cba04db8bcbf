"""Invented instruments and cases, as files have them, drawn at random: small, and nasty where days and doubts meet."""

import json
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from amparo.questions.law.expressions import Fact, walk
from amparo.questions.law.instrument import Instrument
from amparo.questions.law.loading import instrument_of, read_document
from amparo.questions.law.worlds import borders, windows_of

FACTS = ("at_law", "political_motive", "war_crime")
OFFENCES = ("sedition", "theft")
EVENTS = ("zz.march", "zz.strike")
STATUSES = ("exposed", "charged", "convicted")
START = date(2030, 1, 1)
ROLES = ("condition", "grant", "exclusion")


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


def borders_of(law: Instrument) -> list[int]:
    """Return the days at which a window of a text begins, or has just ended."""
    return borders(windows_of(law.model)) or [START.toordinal()]


@st.composite
def cases_under(draw: st.DrawFn, law: Instrument) -> dict[str, Any]:
    """Draw a case in the words of a given text: its conditions hold, some grants may, little else does, the act is near a border."""
    facts = [one for one in law.model.variables if not one.is_question]
    named = {role: sorted({name for one in law.provisions if one.role == role for name in _facts_of(law, one.id)}) for role in ROLES}
    granting = draw(st.lists(st.sampled_from(named["grant"]), max_size=4, unique=True))
    unknown = {*draw(st.lists(st.sampled_from([one.name for one in facts]), max_size=2)), *(one for one in granting if draw(st.booleans()))}
    holding = {*named["condition"], *granting, *draw(st.lists(st.sampled_from(named["exclusion"]), max_size=1))}
    known = {one.name: one.classes[-1 if one.name in holding else 0][0] for one in facts if one.name not in unknown}
    charge: dict[str, Any] = {"id": "c1", "act": draw(acts_near(borders_of(law))), "facts": {}}
    if "status" in known:
        charge["status"] = [known.pop("status")]
    for section, absent in (("offences", "offences_absent"), ("caused", "caused_absent")):
        members = {name.partition(".")[2]: value for name, value in known.items() if name.startswith(f"{section}.")}
        charge |= {section: [one for one, value in members.items() if value], absent: [one for one, value in members.items() if not value]}
    charge["events"] = {name.partition(".")[2]: value for name, value in known.items() if name.startswith("events.")}
    charge["facts"] = {name: value for name, value in known.items() if name.partition(".")[0] not in ("events", "offences", "caused")}
    return {"format": "amparo-case/1", "person": {"id": "p1", "facts": {}}, "charges": [charge]}


def _facts_of(law: Instrument, article: str) -> list[str]:
    return [node.name for node in walk(law.model.articles[article]) if isinstance(node, Fact)] if article in law.model.articles else []


@st.composite
def acts_near(draw: st.DrawFn, days: list[int]) -> dict[str, Any]:
    """Draw an act that begins near some border, known by the day, by a stretch of days, or by its beginning alone."""
    begun = draw(st.sampled_from(days)) + draw(st.sampled_from((-400, -35, -1, 0, 1, 20)))
    done = begun + draw(st.sampled_from((0, 0, 3, 60)))
    blur = draw(st.sampled_from((0, 30, 365, 4000)))
    first, later, last, latest = (date.fromordinal(max(one, 1)).isoformat() for one in (begun, begun + blur, done, done + blur))
    end = draw(st.sampled_from(("known", "known", "known", "unknown")))
    return {"start": f"{first}/{later}" if blur else first, "end": None if end == "unknown" else f"{last}/{latest}" if blur else last}
