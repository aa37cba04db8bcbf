"""An accepted proposal as statements that cite original, text and characters."""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs
import orjson
import polars as pl

from amparo.errors import BadInput
from amparo.ingest.reports import Field, Proposal
from amparo.ingest.reports.gate import FIELDS, wrong_value
from amparo.ingest.reports.measured.breakdowns import PARTS
from amparo.ingest.reports.who.bodies import kind_of_body
from amparo.statements import Statement, interval
from amparo.workflows.answers import searchable
from amparo.workflows.originals import Report
from amparo.workflows.session import Session
from amparo.workflows.shapes import check_value
from amparo.workflows.words_of_reports import words_of

_WORDS_OF_PHRASE = 12  # a key phrase identifies a passage; it does not reprint it
_CLAIM_FIELDS = ("claimant", "measure", "population", "qualifier", "value", "value_high", "from", "until", "place", "conditions", *PARTS)


@attrs.frozen(kw_only=True)
class Subject:
    """
    Of whom or of what an accepted proposal speaks, where the reviewer says so.

    Attributes:
        id: a person, instrument or place of detention that is known here; None: a new one, never merged by its name.
        claimant_kind: of the body of a claim, where the reviewer corrects it.
        exposure: who may see it; internal unless the reviewer says otherwise.
        reliability: of the source.
    """

    id: str | None = None
    claimant_kind: str | None = None
    exposure: int = 2
    reliability: str = "unknown"


def checked_changes(proposal: Proposal, changes: Mapping[str, Any]) -> dict[str, Any]:  # Any: Json
    """Return the corrections that change something; raise BadInput for a field that is none or a value that cannot be."""
    found: dict[str, Any] = {}  # Any: Json
    for name, value in changes.items():
        if name not in FIELDS[proposal.kind]:
            raise BadInput("reading.no_field", field=name, known=", ".join(sorted(FIELDS[proposal.kind])))
        if value in (None, "") and name not in {"claimant", "speaker"}:
            if name in proposal.fields:
                found[name] = None
            continue
        rule = wrong_value(proposal.kind, name, value)
        if rule is not None:
            raise BadInput("reading.wrong_value", field=name, value=value)
        if proposal.value(name) != value:
            found[name] = value
    return found


def edited(proposal: Proposal, changes: Mapping[str, Any]) -> Proposal:  # Any: Json
    """Return the proposal with a reviewer's values; a corrected field keeps the place of what it corrects."""
    fields = dict(proposal.fields)
    for name, value in changes.items():
        if value is None and name not in {"claimant", "speaker"}:
            fields.pop(name, None)
        else:
            before = fields.get(name, Field(None))
            fields[name] = attrs.evolve(before, value=value, rule="reviewer")
    return attrs.evolve(proposal, fields=fields)


def statements_for(
    session: Session, report: Report, text: str, proposal: Proposal, proposal_id: str, subject: Subject | None
) -> list[Statement]:
    """Return the statements of an accepted proposal; raise BadInput where no question could use them."""
    told = subject or Subject()
    writer = _Writer(session, report, text, proposal, proposal_id, told)
    match proposal.kind:
        case "claim":
            return [writer.claim()]
        case "event":
            return list(writer.event())
        case "person":
            return list(writer.person(str(proposal.value("name"))))
        case "law_stage":
            return [writer.stage()]
        case "facility":
            return list(writer.facility())
        case "quote":
            return [writer.quote()]


@attrs.frozen
class _Writer:
    """One accepted proposal on its way into the record."""

    session: Session
    report: Report
    text: str
    proposal: Proposal
    proposal_id: str
    told: Subject

    def claim(self) -> Statement:
        """Return a claim as the table of claims has them; a stock or flow without an end is as of the publication."""
        fields = {name: self.proposal.value(name) for name in _CLAIM_FIELDS}
        claimant = fields["claimant"] or self.report.publisher
        value: dict[str, Any] = {name: part for name, part in fields.items() if part is not None}  # Any: Json
        claim_id = f"rd-{self.proposal_id[1:13]}"
        value |= {
            "claim_id": claim_id,
            "source_url": self.report.url or self.report.name,
            "publisher": self.report.publisher,
            "published_on": self.report.published_on.isoformat(),
            "claimant": claimant,
            "claimant_kind": self.told.claimant_kind
            or self._told_kind()
            or self._kind_of(str(claimant), spoken=fields["claimant"] is not None),
            "until": fields["until"] or self.report.published_on.isoformat(),
            "language": self.report.language,
            "key_phrase": " ".join(self._passage().split()[:_WORDS_OF_PHRASE]),
        }
        if self.proposal.value("modality") == "planned":
            value["modality"] = "planned"
        if self.proposal.value("subset_of") is not None:
            value["note"] = f"part of {self.proposal.value('subset_of')}"
        denied = self.proposal.value("modality") == "denied" or self.proposal.value("negated") is True
        return self._statement("claim", claim_id, "claim", value, negated=denied)

    def event(self) -> Iterator[Statement]:
        """Yield an event of a person, and the person where the reviewer names nobody who is known."""
        if self.proposal.value("kind") == "other":
            raise BadInput("reading.event_unnamed")
        name = self.proposal.value("person")
        if name is None and self.told.id is None:
            raise BadInput("reading.event_of_nobody")
        kind, subject = "person", str(self.told.id)
        if self.told.id is None:
            yield from self.person(str(name))
            kind, subject = "record", self._record_id(str(name))
        value = {"kind": self.proposal.value("kind")}
        place = self.proposal.value("facility") or self.proposal.value("place")
        if place is not None:
            value["facility" if self.proposal.value("facility") else "note"] = place
        if self.proposal.value("modality") == "planned":
            if value["kind"] not in {"release_unspecified", "release_full", "release_conditional"}:
                raise BadInput("reading.event_planned")
            value["kind"] = "release_announced"  # an announced release is not a release
        yield self._statement(
            kind,
            subject,
            "event",
            value,
            happened_on=self._date("date"),
            negated=self.proposal.value("negated") is True or self.proposal.value("modality") == "denied",
        )

    def person(self, name: str) -> Iterator[Statement]:
        """Yield a record of its own for a name in a report; whether two records are one person is decided elsewhere."""
        if self.told.id is not None:
            yield self._statement("person", self.told.id, "name", name)
            return
        record = self._record_id(name)
        known = self.session.standing().filter((pl.col("subject") == record) & (pl.col("property") == "person"))
        if known.is_empty():
            yield self._statement("record", record, "person", self.session.registry.mint("p", self.report.id, name))
            yield self._statement("record", record, "name", name)

    def stage(self) -> Statement:
        """Return a stage of a law that is known here, or of one by the name that the report gives it."""
        instrument = self.told.id or self.session.registry.mint("n", self.report.id, str(self.proposal.value("instrument")))
        value = {name: self.proposal.value(name) for name in ("stage", "body") if self.proposal.value(name)}
        value["note"] = self._passage()[:200]
        planned = self.proposal.value("modality") == "planned"
        if planned:
            value["outcome"] = "planned"
        return self._statement("instrument", instrument, "stage", value, happened_on=self._date("date"))

    def facility(self) -> Iterator[Statement]:
        """Yield what happened to a place of detention, and its name where it is new."""
        name = str(self.proposal.value("name"))
        facility = self.told.id or self._known_facility(name)
        if facility is None:
            facility = self.session.registry.mint("f", searchable(name))
            yield self._statement("facility", facility, "name", name)
        value = {"type": self.proposal.value("event")}
        if self.proposal.value("modality") == "planned":
            value["note"] = "planned"
        yield self._statement("facility", facility, "event", value, happened_on=self._date("date"))

    def quote(self) -> Statement:
        """Return words of somebody as words of the report."""
        value = {"text": self.proposal.value("text"), "speaker": self.proposal.value("speaker")}
        return self._statement("report", self.report.id, "quote", value)

    def _record_id(self, name: str) -> str:
        return self.session.registry.mint("r", self.report.id, name)

    def _passage(self) -> str:
        return self.text[slice(*self.proposal.span)]

    def _date(self, name: str) -> str:
        value = self.proposal.value(name)
        interval(str(value or ""))
        return str(value or "")

    def _known_facility(self, name: str) -> str | None:
        """Return the place of detention here that bears a name, or has it among its other names."""
        rows = self.session.standing().filter((pl.col("subject_kind") == "facility") & pl.col("property").is_in(["name", "aliases"]))
        for subject, value in rows.select("subject", "value").iter_rows():
            told = orjson.loads(value)
            if searchable(name) in [searchable(one) for one in (told if isinstance(told, list) else [told])]:
                return str(subject)
        return None

    def _told_kind(self) -> str | None:
        """Return the kind that the report itself tells, unless the reviewer named another body."""
        field = self.proposal.fields.get("claimant_kind")
        corrected = self.proposal.fields.get("claimant", Field(None)).rule == "reviewer"
        return None if field is None or field.value == "other" or corrected else str(field.value)

    def _kind_of(self, claimant: str, *, spoken: bool) -> str:
        """Return the kind of a body: as earlier claims of it say, else as its name says; the report itself is press."""
        if not spoken:
            return "press"
        rows = self.session.standing().filter((pl.col("subject_kind") == "claim") & (pl.col("property") == "claim"))["value"].to_list()
        for row in rows:
            told = orjson.loads(row)
            if str(told.get("claimant", "")).casefold() == claimant.casefold():
                return str(told["claimant_kind"])
        return kind_of_body(claimant, self.report.language, words_of(self.session))

    def _statement(
        self, kind: str, subject: str, name: str, value: Any, *, happened_on: str | None = None, negated: bool = False
    ) -> Statement:  # Any: Json
        check_value(kind, subject, name, value)
        locator: dict[str, Any] = {
            "file": self.report.original,
            "text": self.report.text_sha256,
            "start": self.proposal.span[0],
            "end": self.proposal.span[1],
        }
        if self.report.url:
            locator["url"] = self.report.url
        return self.session.statement(
            subject_kind=kind, subject=subject, property=name, value=value, source=self.report.publisher, happened_on=happened_on,
            stated_on=self.report.published_on.isoformat(), negated=negated, reliability=self.told.reliability, exposure=self.told.exposure,
            language=self.report.language, locator=locator,
        )  # fmt: skip
