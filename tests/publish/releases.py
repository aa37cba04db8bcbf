"""Invented releases: one that looks like a real one, and one in which every text tries to break out."""

from datetime import date
from typing import Any

import polars as pl

from amparo.publish import COLUMNS, Edition, Figure, PersonEvent, PersonPage, Release, Spell, Words, empty

AS_OF = date(2031, 3, 17)
HOSTILE = "</title></svg><script>alert('1')</script>\"'=cmd|' /C calc'!A0 \x00\x1b\u202eñ"
HOSTILE_URL = "javascript:alert(document.cookie)"


def frame(table: str, *rows: dict[str, Any]) -> pl.DataFrame:
    """Return a table of a release from rows that name only what they have."""
    schema = empty(table).schema
    return pl.DataFrame([{name: row.get(name) for name in COLUMNS[table]} for row in rows], schema=schema, orient="row")


def claim(claim_id: str, **cells: Any) -> dict[str, Any]:
    """Return one claim: 40 held on 1 February 2031, unless told otherwise."""
    plain = {
        "claim_id": claim_id,
        "claimant": "Casa Abierta",
        "claimant_kind": "ngo",
        "measure": "detained_stock",
        "population": "political_prisoners",
        "qualifier": "exact",
        "value": 40,
        "meant_low": cells.get("value", 40),
        "meant_high": cells.get("value", 40),
        "until": "2031-02-01",
        "place": "Ruritania",
        "publisher": "El Faro Inventado",
        "published_on": "2031-02-02",
        "source_url": f"https://example.org/{claim_id}",
        "language": "es",
        "key_phrase": "cuarenta personas",
        "statement_id": "s-1",
    }
    return plain | cells


# A law that nobody passed, with all that a page tells of one: what it demands, reaches, leaves out and leaves open.
TEXT = """
format: amparo-instrument/1
id: xx/ley/2031/1
version: {label: v2, date: 2031-02-19}
kind: amnesty
title: {es: "Ley de Reencuentro", en: "Reunion Law"}
text_status: {level: reconstructed}
sources:
  S1: {what: "summary", url: "https://example.org/ley"}
  S2: {what: "paper copy"}
provisions:
- id: "1"
  role: condition
  gloss: {es: "ámbito temporal", en: "temporal scope"}
  rule: {act: within, from: 2030-01-01, to: 2031-02-19}
  source: [S1]
- id: "2"
  role: condition
  text: {es: "quien se ponga a derecho", en: "who submits to the court"}
  rule: {fact: at_law}
  source: [S2]
- id: "3.1"
  role: grant
  gloss: {es: "protestas <de> abril", en: "protests <of> April"}
  rule: {all: [{event: xx.april}, {act: from, from: 2030-04-01}]}
  question: Q1
  source: [S1, S2]
- id: "3.salvedad"
  role: exclusion
  gloss: {es: "homicidio", en: "homicide"}
  rule: {fact: offences, has_any: [homicide_intentional]}
  wording: unverified
  source: [S2]
decision: {covered_if: {all: [{ref: "1"}, {ref: "2"}, {ref: "3.1"}]}, excluded_if: {ref: "3.salvedad"}}
effects:
- {art: "4", es: "se pide al tribunal, que decide en 15 días", en: "applied for at the court, which decides in 15 days"}
open_questions:
  Q1: {article: "3", ask: {es: "¿también mayo?", en: "May as well?"}, default_reading: {es: "no (S1, S2)", en: "no (S1, S2)"}}
"""


def release(**changes: Any) -> Release:
    """Return a small release of an invented country with everything in it at least once."""
    statements = frame(
        "statements",
        *(
            {
                "number": n,
                "statement_id": f"s-{n}",
                "subject_kind": "person",
                "subject": "p-ana",
                "property": "note",
                "value": '"=a note"',
                "negated": False,
                "source": "El Faro Inventado",
                "source_url": f"https://example.org/{n}",
                "locator": '{"file": "ab", "row": 3}',
                "stated_on": "2031-02-02",
                "recorded_at": "2031-03-18T10:00:00.000000Z",
            }
            for n in range(1, 6)
        ),
    )
    parts: dict[str, Any] = {
        "edition": Edition("2031-03-17-0123abcd", date(2031, 3, 18), 5, "0123abcd" * 8, "0.0.0"),
        "title": {"es": "Ruritania: detención y amnistía", "en": "Ruritania: detention and amnesty"},
        "as_of": AS_OF,
        "known_at": {"es": "5 afirmaciones", "en": "5 statements"},
        "licence": {"es": "Hechos con sus fuentes.", "en": "Facts with their sources."},
        "cite": {"es": "Edición de prueba.", "en": "Test edition."},
        "freshness": 180,
        "territory": "Ruritania",
        "claims": _claims(),
        "claims_report": _report(),
        "highlights": (("c-1", "c-4"),),
        "stages": _stages(),
        **_law(),
        "law_files": {"v2.yaml": TEXT.encode()},
        **_movements(),
        "instruments": {"R-2031": {"es": "Ley de Reencuentro", "en": "Reunion Law"}},
        "facilities": frame(
            "facilities",
            {
                "facility_id": "F-ONE",
                "name": "Fortaleza Uno",
                "aliases": ["La Roca"],
                "kind": "prison",
                "state": "Norte",
                "statement_ids": ["s-3"],
            },
            {"facility_id": "F-TWO", "name": "Cuartel Dos", "kind": "barracks"},
        ),
        "facility_events": frame(
            "facility_events",
            {
                "facility_id": "F-ONE",
                "type": "closed",
                "date": "2031-02",
                "lo": date(2031, 2, 1),
                "hi": date(2031, 2, 28),
                "note": "reported",
                "source_url": "https://example.org/3",
                "statement_id": "s-3",
            },
        ),
        "placements": frame(
            "placements", {"facility_id": "F-ONE", "person_id": "p-ana", "from": date(2031, 1, 9), "until": None, "certain": False}
        ),
        "departures": frame(
            "departures",
            {
                "facility_id": "F-ONE",
                "person_id": "p-ana",
                "date": "2031-02-08",
                "lo": date(2031, 2, 8),
                "hi": date(2031, 2, 8),
                "to_facility": "F-TWO",
            },
            {"facility_id": "F-ONE", "person_id": "p-luz", "lo": None, "hi": date(2031, 3, 1), "to_state": "exiled"},
        ),
        "unaccounted": frame("unaccounted", {"facility_id": "F-ONE", "person_id": "p-luz", "last_cited": date(2031, 1, 1)}),
        "persons": (_ana(), PersonPage("p-luz", "Luz Ñandú", (), (), ())),
        "figures": _figures(),
        "series": frame(
            "series", *({"day": date(2031, month, 1), "state": "deprived", "at_least": month, "at_most": month + 3} for month in (1, 2, 3))
        ),
        "statements": statements,
    }
    return Release(**(parts | changes))


def _claims() -> pl.DataFrame:
    return frame(
        "claims",
        claim("c-1"),
        claim("c-2", publisher="La Gaceta Inventada", published_on="2031-02-03", statement_id="s-2"),
        claim("c-3", value=55, until="2031-03-01", qualifier="at_least", meant_high=None, men=30, women=20),
        claim(
            "c-4",
            measure="released",
            population="all_benefited",
            claimant="Ministerio Inventado",
            claimant_kind="government",
            value=90,
            **{"from": "2030-12~"},
            until="2031-02-01",
            meant_low=90,
            meant_high=90,
        ),
        claim(
            "c-5",
            measure="released",
            claimant="Ministerio Inventado",
            population="all_benefited",
            value=95,
            **{"from": "2031-01-08"},
            until="2031-03-01",
            qualifier="about",
            meant_low=86,
            meant_high=104,
        ),
        claim("c-6", until=None, value=7, value_high=11, meant_low=7, meant_high=11, language="it", note="a note", conditions="silence"),
        claim("c-7", qualifier="fewer_than", value=60, meant_low=0, meant_high=59, until="2031-01/2031-01"),
    )


def _report() -> dict[str, Any]:
    own = {"at_least": 1, "at_most": 3}
    checked = {
        "c-1": "not_reached",
        "c-2": "not_reached",
        "c-3": "contradicted",
        "c-4": "not_comparable",
        "c-5": "compatible",
        "c-7": "shown",
    }
    return {
        "claims": [
            {
                "claim_id": one,
                "verdict": verdict,
                "own": None if verdict == "not_comparable" else own,
                "reasons": ["population"] if verdict == "not_comparable" else [],
            }
            for one, verdict in checked.items()
        ],
        "relations": [
            {"a": "c-4", "b": "c-1", "relation": "not_comparable", "reasons": ["window", "population"]},
            {"a": "c-2", "b": "c-7", "relation": "disagree", "reasons": []},
            {"a": "c-1", "b": "c-2", "relation": "disagree", "reasons": []},
        ],
        "clusters": [["c-1", "c-2"]],
        "arithmetic": [{"claim_id": "c-3", "breakdown": ["men", "women"], "printed": 55, "sum": 50}],
        "balances": [
            {"claimant": "Casa Abierta", "from": "2031-02-01", "until": "2031-03-01", "implied_entries": [-5, -2], "consistent": False}
        ],
    }


def _stages() -> pl.DataFrame:
    def stage(instrument: str, name: str, edtf: str, lo: date | None, hi: date | None) -> dict[str, Any]:
        said = {"body": "Asamblea", "outcome": "done", "vote": "10-2", "source_url": "https://example.org/2", "statement_id": "s-2"}
        return {"instrument_id": instrument, "stage": name, "date": edtf, "lo": lo, "hi": hi, **said}

    return frame(
        "stages",
        stage("R-2031", "in_force", "2031-02-19", date(2031, 2, 19), date(2031, 2, 19)),
        stage("R-2031", "in_force", "2031-02-20", date(2031, 2, 20), date(2031, 2, 20)),
        stage("R-2031", "tabled", "2031-01", date(2031, 1, 1), date(2031, 1, 31)),
        stage("R-2031", "tabled", "2031-01-30", date(2031, 1, 30), date(2031, 1, 30)),
        stage("R-2031", "a_stage_of_their_own", "", None, None),
        stage("R-1994", "promulgated", "1994~", date(1993, 7, 1), date(1995, 6, 30)),
    )


def _law() -> dict[str, pl.DataFrame]:
    """Return what a constitution asked of the invented law, and the texts that were applied."""
    due = {
        "instrument_id": "R-2031",
        "article": "214",
        "text_es": "la Presidencia promulga en 10 días; o no, acude",
        "text_en": "within 10 days",
    }
    text = {"instrument_id": "R-2031", "text_id": "r/ley/2031/reencuentro", "title_es": "Ley de Reencuentro", "title_en": "Reunion Law",
            "persons": 2, "with_charges": 0}  # fmt: skip
    return {
        "deadlines": frame(
            "deadlines",
            {**due, "deadline": "promulgation", "days": 10, "due_from": date(2031, 3, 1), "due_until": date(2031, 3, 2),
             "outcome": "unclear"},
            {**due, "deadline": "ruling", "days": 1, "due_from": date(2031, 3, 5), "due_until": date(2031, 3, 5), "outcome": "met",
             "took_least": 1, "took_most": 1},
            {**due, "deadline": "open", "days": 30, "outcome": "unclear"},
        ),
        "checks": frame("checks", {"instrument_id": "R-2031", "check": "two", "text_es": "dos días", "text_en": "two days", "met": False}),
        "law_texts": frame(
            "law_texts",
            {**text, "version": "v1", "kind": "bill", "level": "official", "dated": "2031-01-30"},
            {**text, "version": "v2", "kind": "amnesty", "level": "reconstructed", "dated": "2031-02-19", "file": "v2.yaml"},
        ),
        "missing_facts": frame(
            "missing_facts",
            {"instrument_id": "R-2031", "version": "v2", "fact": "charges", "label_es": "los cargos", "label_en": "the charges",
             "question_es": "¿De qué?", "question_en": "Of what?", "articles": ["1", "2"], "persons": 1},
        ),
    }  # fmt: skip


def _movements() -> dict[str, pl.DataFrame]:
    """Return invented weeks, paces and pledges."""
    week = {"monday": date(2031, 3, 3), "at_least": 1, "at_most": 4, "counted": 3, "low": 0.6, "high": 8.8, "whole": True}
    last = {**week, "monday": date(2031, 3, 10), "at_least": 0, "at_most": 0, "counted": 0, "low": 0.0, "high": 3.7}
    parts = ({"terms": "full", "counted": 1}, {"terms": "measures", "counted": 2}, {"terms": "unspecified", "counted": 0})
    pledge = {"pledger": "Ministerio Inventado", "stated_on": "2031-01-05", "reason": "not_verified", "statement_id": "s-1",
              "source_url": "https://example.org/1"}  # fmt: skip
    return {
        "weeks": frame("weeks", *({**row, **part} for row in (week, last) for part in ({"terms": "all"}, *parts))),
        "paces": frame(
            "paces",
            {"source": "record", "first": date(2031, 1, 20), "last": date(2031, 3, 16), "released_least": 14, "released_most": 14,
             "per_week_low": 0.6, "per_week_high": 4.1},
            {"source": "Casa Abierta", "population": "political_prisoners", "first": date(2031, 2, 1), "last": date(2031, 3, 1),
             "released_least": 230, "per_week_low": 57.5, "claims": ["c-1", "c-3"]},
        ),
        "lag": frame("lag", {"events": 12, "days_half": 3, "days_nine_tenths": 40}),
        "pledges": frame(
            "pledges",
            {**pledge, "pledge_id": "l-1", "act": "release", "due": "2031-01-12", "population": "all_benefited", "verdict": "late",
             "announced_least": 116, "announced_most": 116, "verified_least": 72, "verified_most": 116},
            {**pledge, "pledge_id": "l-2", "act": "close_facility", "facility": "Fortaleza Uno", "verdict": "cannot_tell"},
            {**pledge, "pledge_id": "l-3", "act": "law_stage", "stage": "promulgated", "due": "2031-02-01", "verdict": "kept"},
            {**pledge, "pledge_id": "l-4", "act": "release_all", "due": "2031-02-01", "verdict": "broken", "record_least": 1,
             "record_most": 3},
        ),
    }  # fmt: skip


def _ana() -> PersonPage:
    events = (
        PersonEvent(
            "arrest",
            ("2031-01-09", "2031-01-10"),
            date(2031, 1, 9),
            date(2031, 1, 10),
            disputed=True,
            facility="F-ONE",
            sources=("https://example.org/4", "a paper without an address"),
            statement_ids=("s-4", "s-5"),
            note="a note",
        ),
        PersonEvent("release_unspecified", (), date(2031, 1, 9), date(2031, 2, 8), implicit=True),
        PersonEvent(
            "release_conditional",
            ("2031-02-08",),
            date(2031, 2, 8),
            date(2031, 2, 8),
            facility="a house",
            measures=("periodic_reporting", "a bond"),
            sources=("https://www.example.org/5",),
            statement_ids=("s-5",),
        ),
    )
    spells = (
        Spell("no_record", None, date(2031, 1, 10), certain=False),
        Spell("deprived", date(2031, 1, 9), date(2031, 1, 10), certain=False),
        Spell("deprived", date(2031, 1, 10), date(2031, 2, 8), certain=True),
        Spell("released_under_measures", date(2031, 2, 8), None, certain=False),
        Spell("unknown", date(2031, 9, 1), None, certain=False),
    )
    conflict: Words = {"es": "Dos fechas de detención.", "en": "Two dates of arrest."}
    return PersonPage(
        "p-ana", "Ana Inventada", events, spells, ("released_under_measures", "deprived"), (conflict,), ("https://example.org/4",)
    )


def _figures() -> tuple[Figure, ...]:
    rule: Words = {"es": "Personas documentadas privadas de libertad.", "en": "Documented persons deprived of liberty."}
    return (
        Figure(
            "held",
            {"es": "Personas detenidas", "en": "Persons held"},
            rule,
            12,
            1919,
            "persons",
            {"dates": 1900, "identity": 7},
            ("s-4", "s-1"),
            "amparo count --state deprived --on 2031-03-17",
        ),
        Figure("died", {"es": "Muertes", "en": "Deaths"}, rule, 0, 0, "persons", {}, (), "amparo count --kind death_in_custody"),
        Figure("open", {"es": "Sin techo", "en": "Unbounded"}, rule, 3, None, "events", {"dates": 0}, ("s-1",), "amparo count"),
    )


def _hostile_law_and_movements(identifier: str) -> dict[str, pl.DataFrame]:
    """Return hostile texts wherever a text of others stands; tokens are ours, and cannot be hostile."""
    words = dict.fromkeys(("text_es", "text_en", "title_es", "title_en", "label_es", "label_en", "question_es", "question_en"), HOSTILE)
    named = {"instrument_id": HOSTILE, "article": HOSTILE, **words}
    texts = dict.fromkeys(("pledge_id", "pledger", "due", "population", "facility", "instrument", "stage"), HOSTILE)
    day = date(2031, 1, 6)
    return {
        "deadlines": frame("deadlines", {**named, "deadline": HOSTILE, "days": 1, "due_from": day, "due_until": day, "outcome": "met"}),
        "checks": frame("checks", {**named, "check": HOSTILE}),
        "law_texts": frame("law_texts", {**named, "version": HOSTILE, "kind": HOSTILE, "level": "reconstructed", "dated": HOSTILE,
                                         "persons": 1, "with_charges": 1}),
        "missing_facts": frame("missing_facts", {**named, "fact": HOSTILE, "articles": [HOSTILE], "persons": 1}),
        "weeks": empty("weeks"),
        "paces": frame("paces", {"source": HOSTILE, "population": HOSTILE, "first": day, "last": day, "released_least": 1,
                                 "per_week_low": 1.0, "claims": [identifier]}),
        "lag": empty("lag"),
        "pledges": frame("pledges", {**texts, "act": "close_facility", "stated_on": HOSTILE, "verdict": "broken", "reason": "still_held",
                                     "source_url": HOSTILE_URL, "statement_id": identifier}),
    }  # fmt: skip


def hostile() -> Release:
    """Return a release in which every free text and address is an attempt to break out."""
    words: Words = {"es": HOSTILE, "en": HOSTILE}
    identifier = "../../etc/passwd <b>=1"
    event = PersonEvent(
        HOSTILE,
        (HOSTILE,),
        None,
        None,
        disputed=True,
        facility=HOSTILE,
        measures=(HOSTILE,),
        sources=(HOSTILE_URL, HOSTILE),
        statement_ids=(identifier,),
        note=HOSTILE,
    )
    person = PersonPage(
        identifier, HOSTILE, (event,), (Spell(HOSTILE, date(2031, 1, 1), None, certain=False),), (HOSTILE,), (words,), (HOSTILE_URL,)
    )
    texts = dict.fromkeys(
        (
            "claimant",
            "claimant_kind",
            "measure",
            "population",
            "qualifier",
            "place",
            "publisher",
            "published_on",
            "language",
            "key_phrase",
            "note",
            "conditions",
        ),
        HOSTILE,
    )
    cells = {**texts, "source_url": HOSTILE_URL, "statement_id": identifier}
    stock = {**cells, "measure": "detained_stock"}
    stage = dict.fromkeys(("instrument_id", "stage", "date", "body", "outcome", "vote", "note"), HOSTILE)
    place = dict.fromkeys(("name", "kind", "operator", "state", "municipality", "note"), HOSTILE)
    return release(
        title=words,
        known_at=words,
        licence=words,
        cite=words,
        territory=HOSTILE,
        highlights=(),
        instruments={HOSTILE: words},
        claims=frame("claims", claim(identifier, **cells), claim("c2", **stock), claim("c3", **stock, until="2031-02-03")),
        claims_report={"claims": [{"claim_id": "c2", "verdict": HOSTILE, "own": None, "reasons": [HOSTILE]}]},
        **_hostile_law_and_movements(identifier),
        stages=frame("stages", {**stage, "source_url": HOSTILE_URL, "statement_id": identifier}),
        facilities=frame("facilities", {**place, "facility_id": identifier, "aliases": [HOSTILE], "statement_ids": [identifier]}),
        facility_events=frame(
            "facility_events", {"facility_id": identifier, "type": HOSTILE, "date": HOSTILE, "note": HOSTILE, "source_url": HOSTILE_URL}
        ),
        placements=empty("placements"),
        departures=frame("departures", {"facility_id": identifier, "person_id": identifier, "to_facility": HOSTILE}),
        unaccounted=empty("unaccounted"),
        persons=(person,),
        figures=(Figure(identifier, words, words, 1, 2, HOSTILE, {HOSTILE: 1}, (identifier,), HOSTILE),),
        statements=frame(
            "statements",
            {
                "number": 1,
                "statement_id": identifier,
                "subject_kind": HOSTILE,
                "subject": HOSTILE,
                "property": HOSTILE,
                "value": HOSTILE,
                "negated": True,
                "source": HOSTILE,
                "source_url": HOSTILE_URL,
                "locator": HOSTILE,
                "stated_on": HOSTILE,
                "recorded_at": HOSTILE,
            },
        ),
    )
