"""Answers that are taken further when the log grows, against answers that begin anew: always the same, to the byte."""

import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import orjson
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from amparo.questions.rule import Rule
from amparo.statements import Statement, StatementId
from amparo.store import create_registry, open_registry
from amparo.store.derived import FILE_NAME as DERIVED
from amparo.workflows import lasting
from amparo.workflows.answers import answer_claims, answer_count, answer_facility, answer_person, find_people, shared
from amparo.workflows.finding import Search, choices, find
from amparo.workflows.lasting import keep
from amparo.workflows.overview import overview
from amparo.workflows.session import Session
from tests.workflows.sitting import Clock

PERSONS, RECORDS = ("p1", "p2", "p3"), ("r1", "r2", "r3", "r4")
ON = date(2026, 2, 1)
RULES = (
    Rule(states=("deprived",), on=ON),
    Rule(states=("deprived", "full_liberty"), on=ON, by=("sex", "facility"), fresh_within=None),
    Rule(states=("deprived",), on=ON, where=(("sex", "f"),), min_sources=2),
    Rule(kinds=("release",), since=date(2026, 1, 1), until=ON, by=("facility",), unit="events"),
    Rule(kinds=("detention",), since=date(2026, 1, 1), until=ON, where=(("facility", "F-1"),)),
)
KINDS = ("arrest", "release_full", "release_unspecified", "transfer", "listed")
DAYS = ("2026-01-05", "2026-01", "2026-01-20", "2026-01-10/2026-01-12", "2025-06-01", "")
SUBJECTS = st.sampled_from([*(("person", one) for one in PERSONS), *(("record", one) for one in RECORDS)])
CLAIM = {"claim_id": "c", "claimant": "Foro", "measure": "detained_stock", "population": "political_prisoners", "qualifier": "exact",
         "value": 2, "until": "2026-02-01", "published_on": "2026-02-01", "place": "Zubia"}  # fmt: skip


def told(session: Session) -> bytes:
    """Every answer as bytes."""
    return orjson.dumps(answers(session), default=str)


def answers(session: Session) -> dict[str, Any]:
    """Everything that a session can be asked of a handful of persons, as data."""
    everybody = session.people()
    claims, report = answer_claims(session.standing(), shared=shared(session))
    found = {
        "order": [[person, *sorted(everybody.values(person, "sex")), everybody.name(person)] for person in everybody.sayings],
        "reports": [report.statement_id for report in everybody.reports],
        "records": {person: list(own) for person, own in everybody.records.items()},
        "pairs": [everybody.undecided, everybody.different, everybody.merged],
        "people": find_people(session),
        "persons": [answer_person(session, person, on=ON).to_dict() for person in everybody.sayings],
        "counts": [answer_count(session, rule).to_dict() for rule in RULES],
        "past": answer_count(session, attrs.evolve(RULES[0], known_at=ON)).to_dict(),
        "claims": [claims["claim_id"].to_list(), report.to_dict()],
        "found": attrs.asdict(find(session, Search(words="ana", states=("deprived",), where={"sex": "f"}, on=ON))),
        "choices": choices(session),
        "overview": attrs.asdict(overview(session)),
        "standing": session.standing()["statement_id"].to_list(),
    }
    if "F-1" in {*everybody.places.values(), *everybody.reported_places}:
        found["facility"] = answer_facility(session, "F-1", on=ON)[1].to_dict()
    return found


class Growing(RuleBasedStateMachine):
    """A registry that somebody writes to, and a process that goes on asking; beside it one that begins anew each time."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        create_registry(self.folder / "r").close()
        self.clock = Clock()
        self.session = Session(open_registry(self.folder / "r"), "tests", clock=self.clock)
        self.log: list[tuple[StatementId, Statement]] = []
        self.imports = 0
        for record, person in zip(RECORDS, (*PERSONS, "p1"), strict=True):
            self.say("record", record, "person", person)
        self.say("facility", "F-1", "name", "Norte")
        self.say("claim", "c", "claim", CLAIM)
        self.write()

    def teardown(self) -> None:
        """Close and remove what the run made."""
        self.session.registry.close()
        shutil.rmtree(self.folder)

    def say(self, kind: str, subject: str, property: str, value: Any, **more: Any) -> None:
        """Have a statement ready to be written."""
        given = {"source": "a", "stated_on": "2026-01-15", **more}
        self.log.append(
            (StatementId(""), self.session.statement(subject_kind=kind, subject=subject, property=property, value=value, **given))
        )

    def write(self) -> None:
        """Append what is ready."""
        ready = [statement for number, statement in self.log if not number]
        ids = self.session.registry.append(ready, at=self.session.now())
        self.log[len(self.log) - len(ready) :] = zip(ids, ready, strict=True)

    @rule(
        of=SUBJECTS, kind=st.sampled_from(KINDS), on=st.sampled_from(DAYS),
        place=st.sampled_from([None, "Norte", "Sur"]), source=st.sampled_from("ab"), exposure=st.sampled_from([1, 2, 5]),
        negated=st.booleans(), later=st.booleans(),
    )  # fmt: skip
    def report(self, of: tuple[str, str], kind: str, on: str, place: str | None, later: bool, **more: Any) -> None:
        """Record an event; some on a later day."""
        self.clock.set("2026-03-01" if later else "2026-01-25")
        value = {"kind": kind, **({"states": ["deprived"]} if kind == "listed" else {}), **({"facility": place} if place else {})}
        self.say(*of, "event", value, happened_on=on, **more)
        self.write()

    @rule(of=SUBJECTS, what=st.sampled_from([("sex", "f"), ("sex", "m"), ("name", "Ana"), ("alias", "Nana"), ("exposure", 1)]))
    def describe(self, of: tuple[str, str], what: tuple[str, Any]) -> None:
        """Record something else of somebody."""
        self.say(*of, *what)
        self.write()

    @rule(pair=st.permutations(PERSONS), decision=st.sampled_from(["same", "different", "undecided"]))
    def decide(self, pair: list[str], decision: str) -> None:
        """Decide, or leave open, whether two are one."""
        self.say("person", pair[0], "same_person", {"other": pair[1], "decision": decision})
        self.write()

    @rule(record=st.sampled_from(RECORDS), person=st.sampled_from(PERSONS))
    def give(self, record: str, person: str) -> None:
        """Give a record to another person."""
        self.say("record", record, "person", person)
        self.write()

    @rule(facility=st.sampled_from(["F-1", "F-2"]), name=st.sampled_from(["Norte", "Sur"]))
    def name(self, facility: str, name: str) -> None:
        """Give a facility a name."""
        self.say("facility", facility, "name", name)
        self.write()

    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        """Retract or supersede something, perhaps a withdrawal."""
        number, old = data.draw(st.sampled_from(self.log))
        of = (old.subject_kind, old.subject, old.property)
        if old.action != "retract" and old.property == "event" and data.draw(st.booleans()):
            self.say(*of, {"kind": "arrest"}, happened_on="2026-01-08", action="supersede", target=number, reason="x")
        else:
            self.say(*of, None, action="retract", target=number, reason="x")
        self.write()

    @rule(of=SUBJECTS, on=st.sampled_from(DAYS))
    def bring(self, of: tuple[str, str], on: str) -> None:
        """Import a row."""
        self.imports += 1
        name = f"i{self.imports}"
        value = {"kind": "list", "source": "lista", "same": 0, "changed": 0}
        self.say("import", name, "import", value, import_id=name)
        self.say(*of, "event", {"kind": "arrest", "facility": "Sur"}, happened_on=on, source="lista", import_id=name)
        self.write()

    @precondition(lambda self: self.imports)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        """Take an import back."""
        self.say("import", f"i{data.draw(st.integers(1, self.imports))}", "undone", True, reason="x")
        self.write()

    @rule()
    def keep_for_the_next(self) -> None:
        """Keep what was worked out so far in the registry's folder."""
        answer_count(self.session, RULES[0])
        answer_count(self.session, RULES[3])
        keep(self.session.registry, shared(self.session), self.session.log().height)

    @invariant()
    def whoever_takes_up_says_what_whoever_begins_says(self) -> None:
        """A program that takes up what another one kept answers as one that finds nothing."""
        derived = self.folder / "r" / DERIVED
        if not derived.exists():
            return
        with open_registry(self.folder / "r") as registry:
            taken = told(Session(registry, "tests", clock=self.clock))
        aside = derived.rename(self.folder / "aside")
        with open_registry(self.folder / "r") as registry:
            assert taken == told(Session(registry, "tests", clock=self.clock))
        aside.rename(derived)

    @invariant()
    def whoever_goes_on_says_what_whoever_begins_says(self) -> None:
        """A process that has answered before answers as one that has just begun, for everybody's clearance."""
        with open_registry(self.folder / "r") as registry:
            for clearance in (0, 2):
                anew = Session(registry, "tests", clock=self.clock, clearance=clearance)
                assert told(attrs.evolve(self.session, clearance=clearance)) == told(anew)


@pytest.fixture(autouse=True)
def _every_person_is_worth_keeping(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what was worked out of few persons as well."""
    monkeypatch.setattr(lasting, "_WORTH_KEEPING", 1)


def test_answers_grow_as_the_log_grows() -> None:
    """After any sequence of records, corrections, withdrawals, joins and imports, answers taken further are those begun anew."""
    run_state_machine_as_test(Growing, settings=settings(max_examples=5, stateful_step_count=7, deadline=None))


@pytest.mark.nightly
def test_answers_grow_as_the_log_grows_for_long() -> None:
    """The same through long lives."""
    run_state_machine_as_test(Growing, settings=settings(max_examples=60, stateful_step_count=30, deadline=None))
