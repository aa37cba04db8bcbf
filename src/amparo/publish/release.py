"""
A release: everything that one edition of the site says, as plain values.

It is filled from statements that `policy.public_statements` let through, and
from nothing else: whatever is in a release is public. Frames have the columns
named in ``COLUMNS`` (more are ignored, so that nothing slips out by being there).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import attrs
import polars as pl

from amparo.errors import BadInput
from amparo.publish.policy import RELEASED_COLUMNS
from amparo.words import Language

type Words = Mapping[Language, str]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "claims": (
        "claim_id", "claimant", "claimant_kind", "measure", "population", "qualifier", "value", "value_high", "meant_low", "meant_high",
        "from", "until", "place", "conditions", "men", "women", "civilians", "military", "adults", "adolescents", "foreigners", "sentenced",
        "unsentenced", "publisher", "published_on", "source_url", "language", "key_phrase", "note", "statement_id",
    ),
    "checks": ("instrument_id", "check", "article", "text_es", "text_en", "met"),
    "deadlines": (
        "instrument_id", "deadline", "article", "text_es", "text_en", "days", "due_from", "due_until", "outcome", "took_least", "took_most",
    ),
    "law_texts": (
        "instrument_id", "version", "text_id", "title_es", "title_en", "kind", "level", "dated", "file", "sha256", "persons",
        "with_charges",
    ),
    "missing_facts": (
        "instrument_id", "version", "fact", "label_es", "label_en", "question_es", "question_en", "articles", "persons",
    ),
    "lag": ("events", "days_half", "days_nine_tenths", "settled"),
    "paces": (
        "source", "population", "first", "last", "released_least", "released_most", "per_week_low", "per_week_high", "claims",
    ),
    "pledges": (
        "pledge_id", "pledger", "act", "stated_on", "due", "population", "facility", "instrument", "stage", "verdict", "reason",
        "announced_least", "announced_most", "carried_out_least", "carried_out_most", "verified_least", "verified_most", "record_least",
        "record_most", "source_url", "statement_id",
    ),
    "weeks": ("terms", "monday", "at_least", "at_most", "counted", "low", "high", "whole"),
    "stages": ("instrument_id", "stage", "date", "lo", "hi", "body", "outcome", "vote", "note", "source_url", "statement_id"),
    "facilities": ("facility_id", "name", "aliases", "kind", "operator", "state", "municipality", "note", "statement_ids"),
    "facility_events": ("facility_id", "type", "date", "lo", "hi", "note", "source_url", "statement_id"),
    "placements": ("facility_id", "person_id", "from", "until", "certain"),
    "departures": ("facility_id", "person_id", "date", "lo", "hi", "to_facility", "to_state"),
    "unaccounted": ("facility_id", "person_id", "last_cited"),
    "series": ("day", "state", "at_least", "at_most"),
    "statements": RELEASED_COLUMNS,
}  # fmt: skip

_KEYS: Mapping[str, tuple[str, ...]] = {
    "claims": ("claim_id",),
    "checks": ("instrument_id", "check"),
    "deadlines": ("instrument_id", "due_from", "due_until", "deadline"),
    "law_texts": ("instrument_id", "dated", "version"),
    "missing_facts": ("instrument_id", "version", "fact"),
    "lag": ("events",),
    "paces": ("source", "population", "first", "last"),
    "pledges": ("pledge_id",),
    "weeks": ("terms", "monday"),
    "stages": ("instrument_id", "lo", "hi", "stage", "body", "statement_id"),
    "facilities": ("facility_id",),
    "facility_events": ("facility_id", "lo", "hi", "type", "statement_id"),
    "placements": ("facility_id", "from", "until", "person_id"),
    "departures": ("facility_id", "lo", "hi", "person_id"),
    "unaccounted": ("facility_id", "person_id"),
    "series": ("state", "day"),
    "statements": ("number",),
}


@attrs.frozen
class Edition:
    """
    Which edition this is, by its content: anyone who holds the same statements and asks of the same day has the same id.

    Attributes:
        id: the day that it speaks of and the head of ``root``.
        known_at: the last day on which one of its statements was recorded; None without statements.
        statements: how many statements it carries.
        root: of the Merkle tree (RFC 6962) over its statements and then its texts of law, in hexadecimal.
        software: the version of amparo that made it.
    """

    id: str
    known_at: date | None
    statements: int
    root: str
    software: str


@attrs.frozen
class Figure:
    """
    One number of ours: an interval, the rule that makes it and everything needed to repeat it.

    Attributes:
        id: stays for ever, it is the anchor; ``held_on_2026_03_17``.
        label: what is counted, in a few words.
        rule: the whole rule in words, as the count itself prints it.
        at_least, at_most: the bounds; ``at_most`` None where nothing bounds it.
        unit: ``persons``, ``episodes``, ``releases``, ``measures`` or ``events``.
        gap: where the width comes from; the parts add up to ``at_most − at_least``.
        statements: ids of the statements that the figure rests on.
        query: the command that repeats it, ``amparo count --state …``.
        question: the rule as JSON, so that a later edition can ask it again.
        topic: the page it belongs to: ``index``, ``law`` or ``releases``.
    """

    id: str
    label: Words
    rule: Words
    at_least: int
    at_most: int | None
    unit: str
    gap: Mapping[str, int]
    statements: tuple[str, ...]
    query: str
    question: str = "{}"
    topic: str = "index"


@attrs.frozen
class PastEdition:
    """An edition published before: what it called itself and how much it carried."""

    id: str
    as_of: date
    known_at: date | None
    statements: int
    persons: int
    root: str


@attrs.frozen
class PastFigure:
    """A figure as an earlier edition published it; ``question`` is its rule as JSON, so that it can be asked again."""

    edition: str
    id: str
    label: Words
    rule: Words
    at_least: int
    at_most: int | None
    unit: str
    question: str


@attrs.frozen
class Past:
    """
    What is carried of earlier editions.

    Attributes:
        editions: oldest first.
        figures: of all of them.
        verdicts: claim → verdict, of the last of them.
    """

    editions: tuple[PastEdition, ...] = ()
    figures: tuple[PastFigure, ...] = ()
    verdicts: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen
class Change:
    """A ``figure`` (its bounds as ``3..7``) or a ``verdict`` that the last edition gave otherwise."""

    kind: str
    id: str
    before: str
    after: str


@attrs.frozen
class PersonEvent:
    """
    One event in a person's history, as the merged statements leave it.

    Attributes:
        kind: a token of the vocabulary's kinds.
        dates: the dates as the sources give them, EDTF; several where they differ; empty for an implicit event.
        lo, hi: the days that it may have happened on, inclusive; None = unbounded.
        disputed: the sources cannot all be right about the day.
        implicit: no source states it: it must or may have happened between others.
        facility: id of a facility of the release, or a place as printed.
        measures: imposed with it, as printed or as tokens of the vocabulary.
        sources: addresses, or names of sources without one.
        statement_ids: the statements, each on the page of sources.
        note: the documenters' own words.
    """

    kind: str
    dates: tuple[str, ...]
    lo: date | None
    hi: date | None
    disputed: bool = False
    implicit: bool = False
    facility: str | None = None
    measures: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    statement_ids: tuple[str, ...] = ()
    note: str | None = None


@attrs.frozen
class Spell:
    """Days on which a state is possible, or certain: from ``since`` up to, not including, ``until``; None = unbounded."""

    state: str
    since: date | None
    until: date | None
    certain: bool


@attrs.frozen
class PersonPage:
    """
    One public case.

    Attributes:
        status: the states possible on the day of the release; one = certain.
        conflicts: what cannot all be true, a sentence each.
        sources: addresses or names, all of them.
    """

    person_id: str
    name: str
    events: tuple[PersonEvent, ...]
    spells: tuple[Spell, ...]
    status: tuple[str, ...]
    conflicts: tuple[Words, ...] = ()
    sources: tuple[str, ...] = ()


@attrs.frozen(eq=False, kw_only=True)
class Release:
    """
    What one edition of the site says.

    Attributes:
        edition: which one.
        title: of the site.
        as_of: the day in the world that the answers speak of.
        known_at: the state of knowledge in words: last position and root of the log, or a day.
        licence, cite: who may use it how, and how to name it.
        freshness: days for which a state is supported after it was last cited; None = for ever.
        claims: see ``COLUMNS``; ``meant_low`` and ``meant_high`` are the interval that the claim's words mean, null = unbounded.
        claims_report: the document of ``claims check --json``; empty where nothing was checked.
        highlights: pairs of claims whose difference the page explains, by id.
        territory: the place whose figures the charts show; figures for smaller places stand in the table only.
        instruments: titles by id; an instrument without one is shown by its id.
        main_instrument: the one whose path is shown in full; None = the one with the latest stage.
        deadlines, checks: what a constitution asks of each path, and what became of it.
        law_texts, missing_facts: the texts that were applied to the public cases, and what is missing most to answer.
        law_files: the files of those texts, by name.
        weeks, paces, lag, pledges: releases by week, their pace by the record and by others, how late they are documented, promises.
        placements, departures, unaccounted: the history of each facility among the public cases; ``certain`` = surely there on those days.
        series: the record's own daily bounds per state, for charts.
        statements: every statement that the release rests on, whole: anyone can compute the release from them again.
        past: what earlier editions said.
        changes: where this edition differs from the last one.
        address: where the site stands, ``https://example.org/``; empty where that is not known.
        notes_language: the language in which the documenters write notes and outcomes.
    """

    edition: Edition
    title: Words
    as_of: date
    known_at: Words
    licence: Words
    cite: Words
    freshness: int | None
    claims: pl.DataFrame = attrs.field(factory=lambda: empty("claims"))
    claims_report: Mapping[str, Any] = attrs.field(factory=dict)  # Any: a JSON document
    highlights: tuple[tuple[str, str], ...] = ()
    territory: str = ""
    stages: pl.DataFrame = attrs.field(factory=lambda: empty("stages"))
    instruments: Mapping[str, Words] = attrs.field(factory=dict)
    main_instrument: str | None = None
    deadlines: pl.DataFrame = attrs.field(factory=lambda: empty("deadlines"))
    checks: pl.DataFrame = attrs.field(factory=lambda: empty("checks"))
    law_texts: pl.DataFrame = attrs.field(factory=lambda: empty("law_texts"))
    missing_facts: pl.DataFrame = attrs.field(factory=lambda: empty("missing_facts"))
    law_files: Mapping[str, bytes] = attrs.field(factory=dict)
    weeks: pl.DataFrame = attrs.field(factory=lambda: empty("weeks"))
    paces: pl.DataFrame = attrs.field(factory=lambda: empty("paces"))
    lag: pl.DataFrame = attrs.field(factory=lambda: empty("lag"))
    pledges: pl.DataFrame = attrs.field(factory=lambda: empty("pledges"))
    facilities: pl.DataFrame = attrs.field(factory=lambda: empty("facilities"))
    facility_events: pl.DataFrame = attrs.field(factory=lambda: empty("facility_events"))
    placements: pl.DataFrame = attrs.field(factory=lambda: empty("placements"))
    departures: pl.DataFrame = attrs.field(factory=lambda: empty("departures"))
    unaccounted: pl.DataFrame = attrs.field(factory=lambda: empty("unaccounted"))
    persons: tuple[PersonPage, ...] = ()
    figures: tuple[Figure, ...] = ()
    series: pl.DataFrame = attrs.field(factory=lambda: empty("series"))
    statements: pl.DataFrame = attrs.field(factory=lambda: empty("statements"))
    past: Past = attrs.field(factory=Past)
    changes: tuple[Change, ...] = ()
    address: str = ""
    notes_language: Language = "en"
    _rows: dict[str, Sequence[Mapping[str, Any]]] = attrs.field(factory=dict, init=False)  # Any: cells of every type
    _frames: dict[str, pl.DataFrame] = attrs.field(factory=dict, init=False)

    def rows(self, table: str) -> Sequence[Mapping[str, Any]]:  # Any: cells of every type
        """Return a table's published columns as rows, in an order that depends on their content alone."""
        if table not in self._rows:
            self._rows[table] = self.table(table).rows(named=True)
        return self._rows[table]

    def kept(self, table: str, make: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        """Return a published table as it was made the first time."""
        if table not in self._frames:
            self._frames[table] = make()
        return self._frames[table]

    def table(self, table: str) -> pl.DataFrame:
        """Return a table's published columns, in the order of its rows."""
        frame: pl.DataFrame = getattr(self, table)
        return frame.select(COLUMNS[table]).sort(_KEYS[table], nulls_last=False, maintain_order=True)


_TYPES: Mapping[str, pl.DataType | type[pl.DataType]] = {
    **dict.fromkeys(("lo", "hi", "day", "due_from", "due_until", "monday", "settled", "first", "last"), pl.Date),
    **dict.fromkeys(("certain", "met", "negated", "whole"), pl.Boolean),
    **dict.fromkeys(("aliases", "articles", "claims", "statement_ids"), pl.List(pl.String)),
    **dict.fromkeys(
        ("value", "value_high", "meant_low", "meant_high", "men", "women", "civilians", "military", "adults", "adolescents", "foreigners",
         "sentenced", "unsentenced", "at_least", "at_most", "number", "days", "took_least", "took_most", "persons", "with_charges",
         "events", "days_half", "days_nine_tenths", "released_least", "released_most", "announced_least", "announced_most",
         "carried_out_least", "carried_out_most", "verified_least", "verified_most", "record_least", "record_most", "counted"), pl.Int64),
    **dict.fromkeys(("low", "high", "per_week_low", "per_week_high"), pl.Float64),
}  # fmt: skip

_OWN_TYPES: Mapping[str, Mapping[str, pl.DataType | type[pl.DataType]]] = {
    **dict.fromkeys(("placements", "unaccounted"), dict.fromkeys(("from", "until", "last_cited"), pl.Date)),
    "statements": {"value": pl.String},
}


def schema(table: str) -> Mapping[str, pl.DataType | type[pl.DataType]]:
    """Return the types of a table's columns."""
    own = _OWN_TYPES.get(table, {})
    return {name: own.get(name, _TYPES.get(name, pl.String)) for name in COLUMNS[table]}


def empty(table: str) -> pl.DataFrame:
    """Return a table of a release without rows."""
    return pl.DataFrame(schema=schema(table))


def check(release: Release) -> None:
    """Refuse a release that lacks a column, uses an id twice, or names someone or something it does not show."""
    for table, columns in COLUMNS.items():
        missing = sorted(set(columns) - set(getattr(release, table).columns))
        if missing:
            raise BadInput("publish.columns_missing", table=table, columns=", ".join(missing))
    persons = _once("persons", [person.person_id for person in release.persons])
    facilities = _once("facilities", release.facilities["facility_id"].to_list())
    statements = _once("statements", release.statements["statement_id"].to_list())
    claims = _once("claims", release.claims["claim_id"].to_list())
    _once("figures", [figure.id for figure in release.figures])
    for table in ("placements", "departures", "unaccounted"):
        _known(table, "persons", getattr(release, table)["person_id"].to_list(), persons)
        _known(table, "facilities", getattr(release, table)["facility_id"].to_list(), facilities)
    _known("facility_events", "facilities", release.facility_events["facility_id"].to_list(), facilities)
    _known("claims_report", "claims", [claim["claim_id"] for claim in release.claims_report.get("claims", ())], claims)
    _known("highlights", "claims", [claim for pair in release.highlights for claim in pair], claims)
    used = [s for f in release.figures for s in f.statements] + [s for p in release.persons for e in p.events for s in e.statement_ids]
    used += [s for ids in release.facilities["statement_ids"].to_list() for s in ids or ()]
    for table in ("claims", "stages", "facility_events", "pledges"):
        used += getattr(release, table)["statement_id"].drop_nulls().to_list()
    _known("release", "statements", used, statements)


def _once(table: str, ids: Sequence[str]) -> frozenset[str]:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise BadInput("publish.id_twice", table=table, id=one)
        seen.add(one)
    return frozenset(seen)


def _known(table: str, of: str, ids: Sequence[str], known: frozenset[str]) -> None:
    for one in ids:
        if one not in known:
            raise BadInput("publish.id_unknown", table=table, of=of, id=one)
