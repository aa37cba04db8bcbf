"""The law over the registry: each person's case from its statements, what a text says of it, and what an amendment changes."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import attrs
import polars as pl

from amparo.errors import BadInput, Problem
from amparo.histories import conflicts, possible_states
from amparo.histories.event import Event
from amparo.histories.frames import event_frame, states_on
from amparo.histories.measures import measures_of
from amparo.histories.people import NAMES, People, Saying
from amparo.histories.status import Finding
from amparo.ingest import check_cases
from amparo.questions.law import Assessment, Comparison, Instrument, assess, compare
from amparo.questions.law.assessing import PersonAnswer
from amparo.questions.law.bounds import Bounds, answer_bounds, change_bounds
from amparo.questions.law.cases import Case, Charge, charge_of
from amparo.questions.law.comparing import Change
from amparo.questions.law.consequence import DEFAULT_DEADLINE, Consequence, consequence
from amparo.questions.law.records import aliases
from amparo.questions.rule import DEFAULT_FRESHNESS
from amparo.statements import PUBLIC_EXPOSURE, canonical_json
from amparo.workflows.session import Session

type Readings = Mapping[str, object]


@attrs.frozen(eq=False)
class PersonCoverage:
    """What a text says of one person of the registry, and where they stand under it; ``name`` is None where it may not be shown."""

    person_id: str
    name: str | None
    assessment: Assessment
    consequence: Consequence

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return it as data."""
        return {"person_id": self.person_id, **self.assessment.to_dict(), "consequence": self.consequence.to_dict()}


@attrs.frozen(eq=False)
class Coverage:
    """What a text says of everybody in the registry; the numbers are bounds among documented persons."""

    instrument: Instrument
    on: date
    persons: tuple[PersonCoverage, ...]
    bounds: Mapping[PersonAnswer, Bounds]
    problems: tuple[Problem, ...] = ()

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return the answers and bounds as data, without names."""
        return {
            "instrument": self.instrument.id,
            "version": self.instrument.label,
            "text_status": self.instrument.text_status.level,
            "on": str(self.on),
            "bounds": {answer: bounds.to_dict() for answer, bounds in self.bounds.items()},
            "persons": {
                one.person_id: {"answer": one.assessment.person, "alerts": list(one.consequence.alerts),
                                "certain_alerts": list(one.consequence.certain_alerts)}
                for one in self.persons
            },
        }  # fmt: skip


@attrs.frozen(eq=False)
class RegistryComparison:
    """Two versions over the registry: the persons, how many of each change at least and at most, and the names that may be shown."""

    comparison: Comparison
    bounds: Mapping[Change, Bounds]
    names: Mapping[str, str]

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return the document of ``law compare --json``, with the bounds beside it."""
        bounds = {"bounds": {change: one.to_dict() for change, one in self.bounds.items()}} if self.bounds else {}
        return {**self.comparison.to_dict(), **bounds}


def registry_cases(everybody: People) -> tuple[dict[str, Case], list[Problem]]:
    """
    Return the case of each person, and the charges that could not be read.

    What sources say differently of a fact are its possible values. A charge is
    one statement, and stays one: charges of two sources are never merged.
    """
    cases: dict[str, Case] = {}
    problems: list[Problem] = []
    everybody.read("case_fact", "charge")
    for person in everybody.sayings:
        dossier = everybody.dossiers[person]
        facts, sources = _facts(dossier.said("case_fact"))
        charges = list(_charges(person, dossier.said("charge"), sources, problems))
        cases[person] = Case(person_id=person, facts=facts, charges=tuple(charges), sources=sources)
    return cases, problems


def _facts(sayings: Sequence[Saying]) -> tuple[dict[str, Any], dict[str, tuple[str, ...]]]:  # Any: values
    values: defaultdict[str, list[Any]] = defaultdict(list)
    sources: defaultdict[str, list[str]] = defaultdict(list)
    for one in sayings:
        if not isinstance(one.value, dict) or "name" not in one.value:
            continue
        found = one.value.get("value")
        if one.negated:
            found = not found if isinstance(found, bool) else None
        for value in found if isinstance(found, list) else [found]:
            if value not in values[one.value["name"]]:
                values[one.value["name"]].append(value)
        sources[one.value["name"]].append(one.statement_id)
    return (
        {name: None if None in found else found[0] if len(found) == 1 else found for name, found in values.items()},
        {name: tuple(found) for name, found in sources.items()},
    )


def _charges(person: str, sayings: Sequence[Saying], sources: Mapping[str, tuple[str, ...]], problems: list[Problem]) -> Iterator[Charge]:
    taken: dict[str, int] = {}
    for one in sayings:
        if one.negated or not isinstance(one.value, dict):
            continue
        try:
            [document] = check_cases([{"format": "amparo-case/1", "person": {"id": person}, "charges": [one.value]}], one.statement_id)
            charge = document["charges"][0]
            taken[charge["id"]] = taken.get(charge["id"], 0) + 1
            if taken[charge["id"]] > 1:
                charge = {**charge, "id": f"{charge['id']}-{taken[charge['id']]}"}
            yield charge_of(charge, person, {**sources, "": (one.statement_id,)})
        except BadInput as refusal:
            problems.append(Problem("law.charge_unreadable", values={"statement": one.statement_id, "why": refusal.message("es")}))


def person_coverage(
    session: Session, instrument: Instrument, person_id: str, *, on: date, known_at: date | None = None, readings: Readings | None = None
) -> PersonCoverage:
    """Return what a text says of one person, and where they stand; a record's id stands for its person."""
    everybody = session.people(known_at)
    person = everybody.owners.get(person_id, person_id)
    while person in everybody.merged:
        person = everybody.merged[person]
    if person not in everybody.sayings:
        raise BadInput("workflows.no_person", person=person_id)
    cases, _ = registry_cases(attrs.evolve(everybody, sayings={person: everybody.sayings[person]}))
    subjects = [person, *everybody.records.get(person, ())]
    own = session.standing(known_at).filter(pl.col("subject").is_in(subjects))
    names = public_names(own, attrs.evolve(everybody, sayings={person: everybody.sayings[person]}))
    return _covered(instrument, cases[person], _lives(everybody, {person}, on), names, readings)


def coverage(
    session: Session, instrument: Instrument, *, on: date, known_at: date | None = None, readings: Readings | None = None
) -> Coverage:
    """Return what a text says of everybody in the registry, with bounds by answer."""
    return coverage_of(session.standing(known_at), session.people(known_at), instrument, on=on, readings=readings)


def coverage_of(
    standing: pl.DataFrame, everybody: People, instrument: Instrument, *, on: date, readings: Readings | None = None
) -> Coverage:
    """Return what a text says of everybody that some statements tell of, with bounds by answer."""
    cases, problems = registry_cases(everybody)
    names = public_names(standing, everybody)
    lives = _lives(everybody, cases, on)
    found = tuple(_covered(instrument, cases[person], lives, names, readings) for person in sorted(cases))
    bounds = answer_bounds([one.assessment for one in found], undecided_webs(everybody))
    return Coverage(instrument, on, found, bounds, tuple(problems))


def _covered(instrument: Instrument, case: Case, life: "_Lives", names: Mapping[str, str], readings: Readings | None) -> PersonCoverage:
    assessment = assess(instrument, case, readings)
    standing = consequence(
        assessment.person,
        life.custody(case.person_id),
        life.events.get(case.person_id, ()),
        measures_of(life.events.get(case.person_id, ())),
        instruments=names_of(instrument),
        on=life.on,
        deadline=decision_days(instrument),
    )
    return PersonCoverage(case.person_id, names.get(case.person_id), assessment, standing)


@attrs.frozen(eq=False)
class _Lives:
    """What happened to some persons, and where they may have been on a day; laid out once for all."""

    events: Mapping[str, Sequence[Event]]
    states: Mapping[str, frozenset[str]]
    doubted: frozenset[str]
    on: date

    def custody(self, person: str) -> Finding:
        """Return the states that are possible; nothing is known of somebody of whom no event is."""
        reports = {report.statement_id for event in self.events.get(person, ()) if event.states for report in event.reports}
        values = tuple(sorted("unknown" if state == "no_record" else state for state in self.states.get(person, ()))) or ("unknown",)
        return Finding(values, doubted=person in self.doubted, statements=tuple(sorted(reports)))


def _lives(everybody: People, persons: Collection[str], on: date) -> _Lives:
    told = {person: everybody.history(person, DEFAULT_FRESHNESS) for person in persons if everybody.reports_of(person)}
    frame = event_frame(told)
    states = {person: frozenset(found) for person, found in states_on(possible_states(frame), on).items()}
    return _Lives(told, states, frozenset(conflicts(frame)["person_id"].to_list()), on)


def names_of(instrument: Instrument) -> frozenset[str]:
    """Return the names by which an event may mean an instrument: its id, its aliases, its titles."""
    known = {alias for alias, own in aliases().items() if own == instrument.id}
    return frozenset({instrument.id, *known, *instrument.title.values()})


def decision_days(instrument: Instrument) -> int:
    """Return the days that a text gives for the decision on an application."""
    days = [one["deadline_days"] for one in instrument.document.get("effects") or [] if one.get("deadline_days")]
    days += [one.deadline_days for one in instrument.provisions if one.deadline_days is not None]
    return int(days[0]) if days else DEFAULT_DEADLINE


def compare_registry(
    session: Session, a: Instrument, b: Instrument, *, known_at: date | None = None, readings: Readings | None = None
) -> RegistryComparison:
    """Return what changes for everybody in the registry when one text takes the place of the other, with bounds."""
    return comparison_of(session.standing(known_at), session.people(known_at), a, b, readings=readings)


def comparison_of(
    standing: pl.DataFrame, everybody: People, a: Instrument, b: Instrument, *, readings: Readings | None = None
) -> RegistryComparison:
    """Return what changes for everybody that some statements tell of, with bounds."""
    cases, _ = registry_cases(everybody)
    ordered = [cases[person] for person in sorted(cases)]
    bounds = change_bounds(a, b, ordered, undecided_webs(everybody), readings)
    return RegistryComparison(compare(a, b, ordered, readings), bounds, public_names(standing, everybody))


def content_of(case: Case) -> str:
    """Return what an answer about a case depends on: equal for two persons of whom the same is known."""
    charges = [{name: part for name, part in charge.document.items() if name != "id"} for charge in case.charges]
    return canonical_json([dict(case.facts), charges])


def public_names(standing: pl.DataFrame, everybody: People) -> dict[str, str]:
    """Return the names that anybody may see, by person; everybody else goes by their id."""
    rows = standing.filter(pl.col("property").is_in(NAMES) & (pl.col("exposure") < PUBLIC_EXPOSURE))
    everybody.read(*NAMES)
    hidden = {everybody.owners.get(subject, subject) for subject in rows["subject"].to_list()}
    return {person: everybody.name(person) for person in everybody.sayings if person not in hidden and everybody.name(person) != person}


def undecided_webs(everybody: People) -> list[frozenset[str]]:
    """Return the groups of persons who may be one, as nobody has decided."""
    webs: list[set[str]] = []
    for one, other in everybody.undecided:
        touching = [web for web in webs if one in web or other in web]
        webs = [web for web in webs if web not in touching] + [set().union({one, other}, *touching)]
    return [frozenset(web) for web in webs]
