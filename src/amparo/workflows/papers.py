"""Answers as papers: what is printed, put into a workbook, or given as CSV is what the screen says."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from amparo.histories.people import People, day
from amparo.publish import Column, Paper, Sheet, wording
from amparo.questions.claims import explain_verdict
from amparo.questions.counts import Answer
from amparo.questions.facilities import FacilityHistory
from amparo.questions.rule import value_label
from amparo.statements import label
from amparo.words import Language, listed, number_in_words, say
from amparo.workflows.answers import PersonAnswer

type Ledger = dict[str, Any]  # Any: size and root


def count_paper(answer: Answer, people: People, ledger: Ledger, language: Language, *, title: str = "") -> Paper:
    """Return a count with its rule, its gap, its cells, and who is counted."""
    rule = answer.rule
    sentences = [_capital(rule.text(language))]
    if any(answer.gap.values()):
        parts = listed(
            [f"{say(f'questions.gap_{name}', language)}: {number_in_words(n, language)}" for name, n in answer.gap.items() if n], language
        )
        sentences.append(say("workflows.paper_gap", language, parts=parts))
    sentences.append(say("workflows.paper_rests", language, n=len(answer.statements)))
    by = rule.by
    cells = tuple(
        (*(value_label(name, value, language) for name, value in zip(by, cell, strict=True)), bounds.at_least, bounds.at_most)
        for cell, bounds in answer.groups.items()
    )
    least, most = (Column(_capital(say(f"workflows.paper_{name}", language)), "number") for name in ("at_least", "at_most"))
    total: tuple[tuple[str, int, int], ...] = ((say("workflows.paper_all", language), answer.persons.at_least, answer.persons.at_most),)
    if answer.events is not None:
        total = (*total, (say("workflows.paper_events", language), answer.events.at_least, answer.events.at_most))
    figure = Sheet(say("workflows.paper_figure", language), (Column(say("workflows.paper_what", language)), least, most), total)
    groups = Sheet(
        say("workflows.paper_groups", language),
        (*(Column(_capital(label("dimensions", name, language))) for name in by), least, most),
        cells,
    )
    sure = set(answer.surely)
    who = Sheet(
        say("workflows.paper_who", language),
        (Column(say("workflows.paper_name", language)), Column(say("workflows.paper_certainty", language)), Column("id")),
        tuple(
            (people.name(one), say(f"workflows.paper_{'certain' if one in sure else 'possible'}", language), one) for one in answer.possibly
        ),
    )
    sheets = (*((groups,) if cells else ()), figure, who)
    return Paper(
        title or say("workflows.paper_count", language),
        _bounds(answer, language),
        tuple(sentences),
        sheets,
        foot(ledger, language),
        language,
    )


def person_paper(answer: PersonAnswer, names: dict[str, str], ledger: Ledger, language: Language) -> Paper:
    """Return one person's history: what happened, the stretches of each state, and what the sources say."""
    told = [event for event in answer.events if not (event.optional and event.implicit)]
    events = tuple(
        (
            _capital(label("kinds", event.kind, language)),
            _window(event.lo, event.hi, language),
            listed([names.get(one, one) for one in event.facilities], language),
            listed([label("measures", one, language) for one in event.measures], language),
            "; ".join(sorted(event.sources)),
        )
        for event in told
    )
    spells = tuple(
        (
            _capital(label("states", row["state"], language)),
            row["from"],
            row["until"],
            say(f"workflows.paper_{'certain' if row['certain'] else 'possible'}", language),
        )
        for row in answer.spells.iter_rows(named=True)
    )

    def heads(*keys: str) -> tuple[Column, ...]:
        return tuple(Column(say(f"workflows.paper_{key}", language)) for key in keys)

    states = (
        listed([label("states", one, language) for one in answer.status.liberty.values], language, either=True) if answer.status else ""
    )
    key = "certain" if answer.status and answer.status.liberty.is_certain else "possible"
    on = "" if answer.on is None else wording.phrase(answer.on.isoformat(), language)
    since, until = Column(say("workflows.paper_since", language), "date"), Column(say("workflows.paper_until", language), "date")
    sheets = (
        Sheet(say("workflows.paper_happened", language), heads("what", "when", "where", "measures", "sources"), events),
        Sheet(say("workflows.paper_states", language), (*heads("state"), since, until, *heads("certainty")), spells),
    )
    headline = say("workflows.paper_status", language, day=on, states=states, certainty=say(f"workflows.paper_{key}", language))
    sentences = (
        [say("workflows.paper_known_at", language, day=wording.phrase(answer.known_at.isoformat(), language))] if answer.known_at else []
    )
    sentences += [say(f"workflows.{row['kind']}", language) for row in answer.conflicts.iter_rows(named=True)]
    sentences.append(say("workflows.paper_rests", language, n=answer.statements.height))
    return Paper(answer.name, headline, tuple(sentences), sheets, foot(ledger, language), language)


def claims_paper(claims: Any, report: Any, ledger: Ledger, language: Language) -> Paper:  # Any: a frame, a ClaimsReport
    """Return every claim as printed, with what the record says of it."""
    rows = {row["claim_id"]: row for row in claims.iter_rows(named=True)}
    verdicts = {one.claim_id: one for one in report.verdicts}
    table = tuple(
        (
            row["claimant"],
            _capital(label("claim_measures", row["measure"], language)),
            _qualifier(row["qualifier"], language),
            row["value"],
            _day(row["from"]),
            _day(row["until"]),
            explain_verdict(verdicts[ident], row["value"], language) if ident in verdicts else "",
            row["publisher"],
            row["source_url"],
            ident,
        )
        for ident, row in rows.items()
    )
    kinds = ("text", "text", "text", "number", "date", "date", "text", "text", "text", "text")
    keys = ("claimant", "measure", "qualifier", "value", "since", "until", "record", "publisher", "address", "id")
    columns = tuple(Column(say(f"workflows.paper_{key}", language), kind) for key, kind in zip(keys, kinds, strict=True))  # type: ignore[arg-type]  # words of Kind
    headline = say("workflows.paper_claims_n", language, n=len(rows))
    return Paper(
        say("workflows.paper_claims", language),
        headline,
        (),
        (Sheet(say("workflows.paper_claims", language), columns, table),),
        foot(ledger, language),
        language,
    )


def _qualifier(token: str | None, language: Language) -> str | None:
    try:
        return say(f"answers.qualifier_{token}", language)
    except KeyError:
        return token


def facility_paper(
    name: str, answer: FacilityHistory, people: People, ledger: Ledger, language: Language, names: Mapping[str, str]
) -> Paper:
    """Return who was in a facility, where each went, and who is unaccounted for; ``names``: of facilities, by id."""

    def text(key: str, **values: object) -> str:
        return say(f"workflows.paper_{key}", language, **values)

    who, since, until = Column(text("name")), Column(text("since"), "date"), Column(text("until"), "date")
    lost = tuple((people.name(row["person_id"]), row["last_cited"]) for row in answer.unaccounted.iter_rows(named=True))
    there = tuple(
        (people.name(row["person_id"]), row["from"], row["until"], text("certain" if row["certain"] else "possible"))
        for row in answer.placements.iter_rows(named=True)
    )
    left = tuple(
        (
            people.name(row["person_id"]),
            row["lo"],
            row["hi"],
            names.get(row["to_facility"], row["to_facility"])
            or listed([label("states", one, language) for one in row["possible_states"]], language, either=True),
        )
        for row in answer.departures.iter_rows(named=True)
    )
    sheets = (
        Sheet(text("unaccounted"), (who, Column(text("last_cited"), "date")), lost),
        Sheet(text("placed"), (who, since, until, Column(text("certainty"))), there),
        Sheet(text("left"), (who, since, until, Column(text("where_to"))), left),
    )
    headline = text("unaccounted_n", n=len(lost), day=wording.phrase(answer.on.isoformat(), language))
    return Paper(name, headline, (), sheets, foot(ledger, language), language)


def _bounds(answer: Answer, language: Language) -> str:
    persons = say("workflows.paper_persons", language, bounds=wording.bounds(answer.persons.at_least, answer.persons.at_most, language))
    if answer.events is None:
        return persons
    return say(
        "workflows.paper_both", language, persons=persons, events=wording.bounds(answer.events.at_least, answer.events.at_most, language)
    )


def foot(ledger: Ledger, language: Language) -> str:
    """Return the ledger position that repeats an answer."""
    return say("workflows.paper_foot", language, size=ledger["size"], root=ledger["root"][:16])


def _window(lo: int | None, hi: int | None, language: Language) -> str:
    return wording.window(day(lo), day(hi), language)


def _day(edtf: str | None) -> date | str | None:
    """Return a full day as a day, anything less exact as it was printed."""
    if not edtf:
        return None
    try:
        return date.fromisoformat(edtf)
    except ValueError:
        return edtf


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
