"""The tables of public facts (claims, stages of a law, pledges, facilities, public cases) as proposals, checked against their columns."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import attrs
import yaml

from amparo.errors import BadInput, Problem
from amparo.ingest.measures import named_measures
from amparo.ingest.proposals import Fact, Proposals, Record, Value, proposals
from amparo.ingest.refused import is_reason
from amparo.ingest.tables import Table, quoted
from amparo.statements import interval, kinds, nearest

PUBLIC = 5

# What a pledge must name so that it can be followed.
_NEEDS = {"release": ("value", "qualifier"), "close_facility": ("facility",), "law_stage": ("instrument", "stage")}

type Cells = dict[str, Value]

_TOKEN = re.compile(r"[a-z][a-z0-9_]*")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
# The address of a page, or the name of a file that was read as a source.
_URL = re.compile(r"https?://[^\s/?#]+\S*|[\w.-]+\.\w+")
_DAY = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
_INTEGER = re.compile(r"[0-9]{1,12}")


def propose_claims(table: Table) -> Proposals:
    """Return one fact per claim: its columns as printed, numbers as numbers, empty cells left out."""

    def facts(cells: Cells, row: int) -> Iterator[Fact]:
        yield Fact(
            "claim",
            dict(cells),
            row=row,
            columns=tuple(cells),
            exposure=PUBLIC,
            stated_on=cells["published_on"],
            language=cells["language"],
            source_url=cells["source_url"],
        )

    return _proposed(table, "claims", "claim", "claim_id", facts, unique=True)


def propose_stages(table: Table) -> Proposals:
    """Return one fact per stage of an instrument and source; disagreeing sources keep a fact each."""

    def facts(cells: Cells, row: int) -> Iterator[Fact]:
        value = {name: cells[name] for name in ("stage", "body", "outcome", "vote", "note") if name in cells}
        yield Fact("stage", value, cells["date"], row, tuple(cells), PUBLIC, source_url=cells["source_url"])

    return _proposed(table, "stages", "instrument", "instrument_id", facts)


def propose_pledges(table: Table) -> Proposals:
    """Return one fact per pledge: who promised what, of which size and by when, as printed."""

    def facts(cells: Cells, row: int) -> Iterator[Fact]:
        yield Fact(
            "pledge",
            dict(cells),
            row=row,
            columns=tuple(cells),
            exposure=PUBLIC,
            stated_on=cells["stated_on"],
            language=cells["language"],
            source_url=cells["source_url"],
        )

    return _proposed(table, "pledges", "pledge", "pledge_id", facts, unique=True)


def propose_facilities(table: Table) -> Proposals:
    """Return the properties of each place of detention and one fact per event in it."""

    def facts(cells: Cells, row: int) -> Iterator[Fact]:
        for name in ("name", "kind", "operator", "state", "municipality", "note"):
            if name in cells:
                yield Fact(name, cells[name], row=row, columns=(name,), exposure=PUBLIC)
        aliases = [alias for part in cells.get("aliases", "").split("|") if (alias := part.strip())]
        if aliases:
            yield Fact("aliases", aliases, row=row, columns=("aliases",), exposure=PUBLIC)
        for event in cells.get("events", []):
            value = {name: event[name] for name in ("type", "note") if event.get(name)}
            yield Fact("event", value, event.get("date") or None, row, ("events",), PUBLIC, source_url=event["source_url"])

    return _proposed(table, "facilities", "facility", "facility_id", facts, unique=True)


def propose_cases(table: Table) -> Proposals:
    """Return the name and the events of each person; measures are named where the text is clear, and the text is kept."""
    named: set[str] = set()

    def facts(cells: Cells, row: int) -> Iterator[Fact]:
        if cells["person"] not in named:
            named.add(cells["person"])
            yield Fact("name", cells["person"], row=row, columns=("person",), exposure=PUBLIC, source_url=cells["source_url"])
        value = {"kind": cells["event"]} | {name: cells[name] for name in ("facility", "note") if name in cells}
        if "measures" in cells:
            value |= measures_of(cells["measures"])
        columns = tuple(name for name in cells if name not in {"person", "source_url"})
        yield Fact("event", value, cells.get("date"), row, columns, PUBLIC, source_url=cells["source_url"])

    return _proposed(table, "cases", "person", "person", facts)


def measures_of(text: str) -> dict[str, Value]:
    """Return the part of an event's value that speaks of measures: tokens, their terms, and the text as printed."""
    named = named_measures(text)
    return (
        ({"measures": list(named.measures)} if named.measures else {})
        | ({"measure_terms": named.terms} if named.terms else {})
        | {"measures_text": text}
    )


def _proposed(
    table: Table, schema: str, subject_kind: str, key: str, facts: Callable[[Cells, int], Iterator[Fact]], *, unique: bool = False
) -> Proposals:
    """Return the records of a table whose rows fit their schema; a doubled key refuses the whole where keys are unique."""
    places = _places(table, schema)
    records: dict[str, Record] = {}
    first_rows: dict[str, int] = {}
    refused = list(table.problems)
    twice: list[Problem] = []
    ragged = {problem.row for problem in table.problems}
    for row, number in zip(table.rows, table.row_numbers, strict=True):
        if number in ragged:
            continue
        cells, problems = _checked(schema, {name: row[place] for name, place in places.items()}, number)
        refused.extend(problems)
        subject = str(cells.get(key, ""))
        if subject and unique and first_rows.setdefault(subject, number) != number:
            twice.append(Problem("ingest.id_twice", number, key, {"value": subject, "first": first_rows[subject]}))
        elif not problems:
            known = records.get(subject, Record(subject_kind, subject, number, ()))
            records[subject] = attrs.evolve(known, facts=known.facts + tuple(facts(cells, number)))
    return proposals(table.name, records, refused, table.warnings, twice)


@cache
def _schemas() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:  # Any: words, flags and lists
    schemas: dict[str, Any] = yaml.safe_load((files("amparo.ingest") / "bundled.yml").read_text(encoding="utf-8"))
    return schemas


def _places(table: Table, schema: str) -> dict[str, int]:
    """Return where each column of the schema stands; all missing ones are named at once, and unknown ones refused."""
    columns = _schemas()[schema]
    problems = []
    for name, rule in columns.items():
        if table.header.count(name) != 1 and not (rule.get("optional") and name not in table.header):
            code = "ingest.column_twice_here" if name in table.header else "ingest.column_missing_here"
            problems.append(Problem(code, column=name, values={"headings": quoted(table.header)}))
    for name in table.header:
        if name and name not in columns and not is_reason(name):
            near = nearest(name, list(columns))
            problems.append(Problem("ingest.column_unknown", column=name, values={"known": f'"{near}"' if near else quoted(columns)}))
    if problems:
        raise BadInput("ingest.file_refused", problems=tuple(problems), file=table.name, n=len(problems))
    return {name: table.header.index(name) for name in columns if name in table.header}


def _checked(schema: str, cells: Mapping[str, str], row: int) -> tuple[Cells, list[Problem]]:
    """Return the typed values of the filled cells and what is wrong with the others."""
    kept: Cells = {}
    problems: list[Problem] = []
    for name, rule in _schemas()[schema].items():
        text = cells.get(name, "").strip()
        if not text:
            if rule.get("required"):
                problems.append(Problem("ingest.cell_empty", row, name))
            continue
        try:
            kept[name] = _typed(rule, text)
        except BadInput as refusal:
            problems.append(Problem(refusal.code, row, name, refusal.values))
    problems.extend(_disorder(kept, row))
    return kept, problems


def _typed(rule: Mapping[str, Any], text: str) -> Value:
    """Return a cell's value as its column's type, or raise why it is not one."""
    match rule["type"]:
        case "integer":
            return int(_fitting(_INTEGER, text, "ingest.not_an_integer"))
        case "edtf":
            interval(text)
        case "day":
            interval(_fitting(_DAY, text, "ingest.not_a_published_day"))
        case "id":
            _fitting(_ID, text, "ingest.not_an_id")
        case "token":
            _fitting(_TOKEN, text, "ingest.not_a_token")
        case "url":
            _fitting(_URL, text, "ingest.not_an_address")
        case "word":
            words = tuple(kinds()) if rule["words"] == "kinds" else tuple(rule["words"])
            if text not in words:
                near = nearest(text, words)
                raise BadInput("ingest.word_unknown", value=text, known=f'"{near}"' if near else quoted(words))
        case "events":
            return _events(text)
    return text


def _fitting(pattern: re.Pattern[str], text: str, code: str) -> str:
    """Return the text if it fits the pattern; otherwise the sentence of the code says what would."""
    if pattern.fullmatch(text) is None:
        raise BadInput(code, value=text)
    return text


def _events(text: str) -> list[Cells]:
    """Return the events of a facility: a JSON list of objects with a type, a source, and a date that may be empty."""
    try:
        events = json.loads(text)
    except (ValueError, RecursionError):
        raise BadInput("ingest.not_events", value=text[:60]) from None
    if not isinstance(events, list) or not all(
        isinstance(event, dict)
        and event.keys() <= {"type", "date", "source_url", "note"}
        and all(isinstance(part, str) for part in event.values())
        for event in events
    ):
        raise BadInput("ingest.not_events", value=text[:60])
    for event in events:
        _fitting(_TOKEN, event.get("type", ""), "ingest.not_a_token")
        _fitting(_URL, event.get("source_url", ""), "ingest.not_an_address")
        interval(event.get("date", ""))
    return events


def _disorder(cells: Cells, row: int) -> Iterator[Problem]:
    """Give what is wrong between the cells of a row: numbers that no count can be, a window that ends before it starts, an empty pledge."""
    if cells.get("value_high", cells.get("value", 0)) < cells.get("value", 0):
        yield Problem("ingest.range_reversed", row, "value_high", {"value": cells["value_high"], "low": cells["value"]})
    qualifier = cells.get("qualifier")
    if qualifier in {"fewer_than", "nearly"} and max(cells.get("value", 1), cells.get("value_high", 0)) == 0:
        yield Problem("ingest.fewer_than_none", row, "value", {"value": 0})
    if qualifier in {"range", "order_of_magnitude"} and "value_high" not in cells:
        yield Problem("ingest.range_open", row, "value_high", {"qualifier": qualifier})
    for act, needed in _NEEDS.items():
        if cells.get("act") == act:
            yield from (Problem("ingest.pledge_needs", row, name, {"act": act, "column": name}) for name in needed if name not in cells)
    first, last = interval(cells.get("from", ""))[0], interval(cells.get("until", ""))[1]
    if first is not None and last is not None and first > last:
        yield Problem("ingest.window_reversed", row, "until", {"value": cells["until"], "start": cells["from"]})
