"""Questions to the record, as the command line and the app ask them: with the ledger position that repeats the answer."""

import unicodedata
from collections import Counter
from datetime import date
from typing import Any

import attrs
import orjson
import polars as pl

from amparo.errors import BadInput
from amparo.histories import conflicts, possible_states
from amparo.histories.event import Event
from amparo.histories.frames import event_frame, states_on
from amparo.histories.measures import Measure, measures
from amparo.histories.people import NAMES, People, day, folded, people, plain
from amparo.histories.status import Status, status
from amparo.questions.claims import ClaimsReport, check_claims
from amparo.questions.counts import Answer, Shared, count
from amparo.questions.facilities import FacilityHistory, facility_history
from amparo.questions.own import record_of
from amparo.questions.rule import DEFAULT_FRESHNESS, Rule
from amparo.workflows.lasting import taken_up
from amparo.workflows.memory import Grown
from amparo.workflows.session import Session
from amparo.workflows.shapes import CLAIM_NUMBERS, CLAIM_TEXTS

DEFAULT_POPULATION = "political_prisoners"


def ledger(session: Session) -> dict[str, Any]:  # Any: a JSON document
    """Return the position of the log that an answer was given at."""
    head = session.registry.head()
    if session.upto is not None and session.upto != head.size:
        return {"size": session.upto, "root": ""}  # of an earlier position only the size is known here
    return {"size": head.size, "root": head.root.hex()}


def answer_count(session: Session, rule: Rule) -> Answer:
    """Return a count over the registry."""
    return count(session.people(rule.known_at), rule, shared(session, rule.known_at))


def shared(session: Session, known_at: date | None = None) -> Shared:
    """Return what all counts over the persons of a sitting share."""
    everybody = session.people(known_at)

    def found(before: Grown[Shared] | None) -> Shared:
        if before is not None:
            return Shared.of(everybody, before.value)
        if session.clearance or known_at or session.upto:  # another view: most persons are the same
            whole = session.memory.latest(("shared", None, 0))
            return Shared.of(everybody, None if whole is None else whole.value)
        return taken_up(session.registry, everybody) or Shared.of(everybody)

    return session.memory.grown(("shared", known_at, session.clearance), session.log().height, found)


@attrs.frozen(eq=False)
class PersonAnswer:
    """Everything that the record says of one person."""

    person_id: str
    name: str
    people: People
    events: list[Event]
    spells: pl.DataFrame
    conflicts: pl.DataFrame
    statements: pl.DataFrame
    on: date | None
    known_at: date | None
    fresh_within: int | None
    status: Status | None
    measures: list[Measure]

    @property
    def states(self) -> tuple[str, ...]:
        """The states possible on the day asked for."""
        return tuple(sorted(states_on(self.spells, self.on).get(self.person_id, ()))) if self.on else ()

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return the document of ``person --json``."""
        return {
            "person_id": self.person_id,
            "name": self.name,
            "records": sorted(self.people.records.get(self.person_id, ())),
            "on": None if self.on is None else str(self.on),
            "known_at": None if self.known_at is None else str(self.known_at),
            "fresh_within": "forever" if self.fresh_within is None else self.fresh_within,
            "states": list(self.states),
            "certain": len(self.states) == 1 and self.conflicts.is_empty(),
            "status": self.status.to_dict() if self.status is not None else None,
            "measures": [measure.to_dict() for measure in self.measures],
            "history": [event_document(event) for event in self.events if not (event.optional and event.implicit)],
            "spells": [
                {"state": row["state"], "from": _text(row["from"]), "until": _text(row["until"]), "certain": row["certain"]}
                for row in self.spells.iter_rows(named=True)
            ],
            "conflicts": self.conflicts.select("event_ids", "kind").to_dicts(),
            "statements": [statement_document(row) for row in self.statements.iter_rows(named=True)],
        }


def event_document(event: Event) -> dict[str, Any]:  # Any: a JSON document
    """Return an event as data."""
    return {
        "event_id": event.event_id,
        "kind": event.kind,
        "states": list(event.states),
        "earliest": _text(day(event.lo)),
        "latest": _text(day(event.hi)),
        "as_stated": sorted({report.edtf for report in event.reports if report.edtf}),
        "disputed": event.disputed,
        "implicit": event.implicit,
        "denied": event.optional and not event.implicit,
        "facilities": list(event.facilities),
        "measures": list(event.measures),
        "sources": sorted(event.sources),
        "statements": sorted(report.statement_id for report in event.reports),
    }


def statement_document(row: dict[str, Any]) -> dict[str, Any]:  # Any: cells of the log
    """Return a statement as data, its JSON parts opened."""
    return {**row, "value": orjson.loads(row["value"]), "locator": orjson.loads(row["locator"])}


def _text(moment: date | None) -> str | None:
    return None if moment is None else str(moment)


def find_people(session: Session, words: str = "") -> list[tuple[str, str, int]]:
    """Return id, name and number of records of everybody whose name has all the words, accents and case aside."""
    found = session.people()
    wanted = searchable(words).split()
    found.read(*NAMES)
    rows = [(person, found.name(person), len(found.records.get(person, ()))) for person in found.sayings]
    return sorted((row for row in rows if all(word in searchable(row[1]) for word in wanted)), key=lambda row: (searchable(row[1]), row[0]))


def searchable(name: str) -> str:
    """Return a name without case and accents, for looking it up."""
    for _ in range(2):  # taking a sign apart may leave one that has a case of its own
        name = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in name if not unicodedata.combining(sign))


def answer_person(
    session: Session, person_id: str, *, on: date | None, known_at: date | None = None, fresh_within: int | None = DEFAULT_FRESHNESS
) -> PersonAnswer:
    """Return the history of a person; a record's id stands for its person, a retired id for the one that replaced it."""
    standing = session.standing(known_at)
    found = session.people(known_at)
    person = found.owners.get(person_id, person_id)
    while person in found.merged:
        person = found.merged[person]
    if person not in found.sayings:
        raise BadInput("workflows.no_person", person=person_id)
    events = found.history(person, fresh_within)
    frame = event_frame({person: events})
    subjects = [person, *found.records.get(person, ()), *(old for old, new in found.merged.items() if new == person)]
    return PersonAnswer(
        person_id=person,
        name=found.name(person),
        people=found,
        events=events,
        spells=possible_states(frame),
        conflicts=conflicts(frame),
        statements=standing.filter(pl.col("subject").is_in(subjects)),
        on=on,
        known_at=known_at,
        fresh_within=fresh_within,
        status=status(found, person, on, fresh_within=fresh_within) if on is not None else None,
        measures=measures(found, person),
    )


def answer_facility(
    session: Session, facility: str, *, on: date, known_at: date | None = None, fresh_within: int | None = DEFAULT_FRESHNESS
) -> tuple[str, FacilityHistory, People]:
    """Return a facility's name and history, given its id or one of its names, and the persons, for their names."""
    standing = session.standing(known_at)
    found = session.people(known_at)
    place = found.places.get(folded(facility), facility)

    def worked_out() -> FacilityHistory:
        events = {person: found.history(person, fresh_within) for person, dossier in found.with_reports.items() if place in dossier.places}
        return facility_history(found, events, facility, on=on, fresh_within=fresh_within)

    key = ("facility", session.log().height, session.clearance, place, on, known_at, fresh_within)
    answer = session.memory.kept(key, worked_out)
    own = pl.col("subject") == place
    names = standing.filter((pl.col("subject_kind") == "facility") & (pl.col("property") == "name") & own)["value"].to_list()
    return (str(orjson.loads(names[0])) if names else facility), answer, found


def facility_names(session: Session, known_at: date | None = None) -> dict[str, str]:
    """Return the name of each facility on record by its id."""
    stands = session.standing(known_at)

    def read() -> dict[str, str]:
        rows = stands.filter((pl.col("subject_kind") == "facility") & (pl.col("property") == "name")).select("subject", "value")
        return {subject: str(plain(orjson.loads(value))) for subject, value in rows.iter_rows()}

    return session.memory.kept(("places", session.log().height, known_at, session.clearance), read)


def persons_by_place(session: Session) -> dict[str, int]:
    """Return of how many persons some report names each facility."""
    everybody = session.people()

    def counted() -> dict[str, int]:
        return dict(Counter(place for dossier in everybody.with_reports.values() for place in dossier.places))

    return session.memory.kept(("placed", session.log().height, session.clearance), counted)


def claims_frame(standing: pl.DataFrame) -> pl.DataFrame:
    """Return the claims that stand, a row each, numbers as numbers; ``statement_id`` and ``exposure`` beside them."""
    # A figure that its source denies is kept, and compared with nothing.
    rows = standing.filter((pl.col("subject_kind") == "claim") & (pl.col("property") == "claim") & ~pl.col("negated"))
    documents = [
        {**orjson.loads(value), "statement_id": statement_id, "exposure": exposure}
        for value, statement_id, exposure in rows.select("value", "statement_id", "exposure").iter_rows()
    ]
    schema: dict[str, type[pl.DataType]] = {
        **dict.fromkeys(CLAIM_TEXTS, pl.String),
        **dict.fromkeys(CLAIM_NUMBERS, pl.Int64),
        "statement_id": pl.String,
        "exposure": pl.Int64,
    }
    return pl.DataFrame([{name: document.get(name) for name in schema} for document in documents], schema=schema, orient="row")


def answer_claims(
    standing: pl.DataFrame, *, fresh_within: int | None = DEFAULT_FRESHNESS, shared: Shared | None = None
) -> tuple[pl.DataFrame, ClaimsReport]:
    """
    Return the claims that stand and all that can be said of them against the record and each other.

    ``shared``: what counts over the persons of these statements have worked out.
    """
    claims, everybody = claims_frame(standing), people(standing) if shared is None else shared.people
    record = record_of(everybody, fresh_within=fresh_within, territory=territory_of(claims), shared=shared)
    return claims, check_claims(claims, record.own, registry_population=population_of(everybody))


def checked_claims(session: Session, *, fresh_within: int | None = DEFAULT_FRESHNESS) -> tuple[pl.DataFrame, ClaimsReport]:
    """Return the same for a sitting, worked out once at each position of the log."""
    key = ("claims", session.log().height, session.clearance, fresh_within)
    return session.memory.kept(key, lambda: answer_claims(session.standing(), fresh_within=fresh_within, shared=shared(session)))


def territory_of(claims: pl.DataFrame) -> str:
    """Return the place that the record as a whole stands for: the one that most claims name."""
    places = Counter(place for place in claims["place"].to_list() if place)
    return max(sorted(places), key=lambda place: places[place], default="")


def population_of(everybody: People) -> list[str]:
    """Return the populations that the record documents; persons on no list with a definition count as political prisoners."""
    everybody.read("population")
    stated = {value for dossier in everybody.dossiers.values() for value in dossier.values("population")}
    return sorted(stated or {DEFAULT_POPULATION})
