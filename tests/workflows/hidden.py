"""Facts that must stay inside: whatever one may know of persons, claims, facilities and laws without being allowed to say it."""

from collections.abc import Iterator
from random import Random
from typing import Any

import polars as pl

from amparo.statements import Statement
from amparo.workflows.session import Session

MARK = "Xwq"  # stands in every invented text, and in nothing that is public
KINDS = ("arrest", "rearrest", "transfer", "release_full", "release_conditional", "house_arrest", "death_in_custody", "listed", "charge")
_PERSONAL = (("name", 0), ("full_name", 0), ("alias", 0), ("sex", "f"), ("sex", "m"), ("branch", "military"), ("population", "students"),
             ("occupation", 0), ("note", 0), ("nationality", "ve"), ("region", 0), ("birth_date", "1990"))  # fmt: skip


class Secrets:
    """Random statements of exposure 0 to 4 on new subjects and on public ones."""

    def __init__(self, session: Session, seed: int) -> None:
        self._session, self._random, self._count = session, Random(seed), seed * 1_000_000
        self._public = session.standing().filter(pl.col("exposure") == 5)

    def statements(self, how_many: int) -> list[Statement]:
        """Return as many statements."""
        makers = (
            self._on_a_person,
            self._on_a_person,
            self._of_a_record,
            self._claim,
            self._on_a_facility,
            self._on_a_law,
            self._of_a_source,
        )
        found: list[Statement] = []
        while len(found) < how_many:
            found += self._random.choice(makers)()
        return found

    def _one_of(self, kind: str) -> str:
        """Return the id of a public subject, or a new one."""
        known = sorted(set(self._public.filter(pl.col("subject_kind") == kind)["subject"].to_list()))
        return self._random.choice(known) if known and self._random.random() < 0.6 else f"{kind}-{self._text()}"

    def _person(self) -> str:
        """Return the id of a public person, or a new one."""
        known = sorted({str(value).strip('"') for value in self._public.filter(pl.col("property") == "person")["value"].to_list()})
        return self._random.choice(known) if self._random.random() < 0.6 else f"p{self._text()}"

    def _text(self) -> str:
        self._count += 1
        return f"{MARK}{self._count}"

    def _when(self) -> str:
        return f"{self._random.randint(2014, 2026)}-{self._random.randint(1, 12):02d}-{self._random.randint(1, 28):02d}"

    def _said(self, kind: str, subject: str, property: str, value: Any, **fields: Any) -> Statement:  # Any: the fields of Statement
        given = {
            "subject_kind": kind, "subject": subject, "property": property, "value": value, "exposure": self._random.randint(0, 4),
            "source": self._random.choice(["prensa.example", self._text()]), "negated": self._random.random() < 0.1,
            "happened_on": self._when(), "stated_on": self._when(), "locator": {"url": f"https://example.org/{self._text()}"},
        }  # fmt: skip
        return self._session.statement(**{**given, **fields})

    def _event(self, kind: str, subject: str) -> Statement:
        places = [str(value).strip('"') for value in self._public.filter(pl.col("property") == "name")["value"].to_list()[:20]]
        value = {"kind": self._random.choice(KINDS), "facility": self._random.choice([*places, self._text()]), "note": self._text()}
        return self._said(kind, subject, "event", value)

    def _on_a_person(self) -> Iterator[Statement]:
        person = self._person()
        yield self._event("person", person)
        property, value = self._random.choice(_PERSONAL)
        yield self._said("person", person, property, value or self._text())
        if self._random.random() < 0.3:
            yield self._said("person", person, "case_fact", {"name": "at_law", "value": True})
            yield self._said("person", person, "charge", {"id": self._text(), "offences": ["treason"]}, negated=False)
        if self._random.random() < 0.3:
            decision = {"other": self._person(), "decision": self._random.choice(["same", "different", "undecided"])}
            yield self._said("person", person, "same_person", decision, negated=False)

    def _of_a_record(self) -> Iterator[Statement]:
        record = f"r{self._text()}"
        yield self._said("record", record, "person", self._person(), negated=False)
        yield self._said("record", record, "name", self._text())
        yield self._event("record", record)
        yield self._event("record", self._one_of("record"))

    def _claim(self) -> Iterator[Statement]:
        claim = self._one_of("claim")
        value = {
            "claim_id": claim, "source_url": f"https://example.org/{self._text()}", "publisher": self._text(), "published_on": self._when(),
            "claimant": self._random.choice(["Foro Penal", self._text()]), "claimant_kind": "ngo", "measure": "released",
            "population": "political_prisoners", "qualifier": "exact", "value": self._random.randint(1, 900), "from": "2026-01-08",
            "until": self._when(), "place": self._random.choice(["Venezuela", self._text()]), "language": "es", "key_phrase": self._text(),
        }  # fmt: skip
        yield self._said("claim", claim, "claim", value, negated=False)

    def _on_a_facility(self) -> Iterator[Statement]:
        facility = self._one_of("facility")
        yield self._said("facility", facility, "name", self._text(), negated=False)
        yield self._said("facility", facility, "aliases", [self._text(), "El Helicoide"], negated=False)
        yield self._said("facility", facility, "event", {"type": "closed", "note": self._text()})

    def _on_a_law(self) -> Iterator[Statement]:
        stage = {"stage": "tabled", "body": self._text(), "outcome": self._text(), "vote": None, "note": self._text()}
        yield self._said("instrument", self._one_of("instrument"), "stage", stage)

    def _of_a_source(self) -> Iterator[Statement]:
        value = {"title": self._text(), "publisher": self._text(), "curated": True, "population": self._text()}
        yield self._said("source", self._one_of("source"), "list", value)
