import csv
import io
import json
from collections.abc import Callable

import pytest

from amparo.errors import BadInput
from amparo.ingest.bundled import propose_cases, propose_claims, propose_facilities, propose_stages
from amparo.ingest.delimited import read_delimited
from amparo.ingest.proposals import Fact, Proposals
from amparo.ingest.tables import Table
from amparo.questions.claims.bounds import claim_bounds
from tests.realdata import folder

CLAIM = {
    "claim_id": "zz-01",
    "source_url": "https://example.org/a",
    "publisher": "El Faro de Zubia",
    "published_on": "2026-02",
    "claimant": "Observatorio de Zubia",
    "claimant_kind": "ngo",
    "measure": "released",
    "population": "political_prisoners",
    "qualifier": "at_least",
    "value": "120",
    "value_high": "",
    "from": "2026-01-08",
    "until": "2026-02-04~",
    "place": "Zubia",
    "conditions": "",
    "men": "100",
    "women": "25",
    "civilians": "",
    "military": "",
    "adults": "",
    "adolescents": "",
    "foreigners": "",
    "sentenced": "",
    "unsentenced": "",
    "note": "SUM CHECK",
    "language": "es",
    "key_phrase": "al menos 120",
}
STAGE = {
    "instrument_id": "ZZ-2026-LEY",
    "stage": "tabled",
    "date": "2026-01",
    "body": "Asamblea",
    "outcome": "",
    "vote": "",
    "note": "",
    "source_url": "https://example.org/b",
}
FACILITY = {
    "facility_id": "ZZ-FARO",
    "name": "El Faro",
    "aliases": "Torre del Faro|Anexo B",
    "kind": "prison",
    "operator": "",
    "state": "Zubia",
    "municipality": "",
    "events": json.dumps([{"type": "closed", "date": "2023-09", "source_url": "https://example.org/c", "note": "por obras"}]),
    "note": "",
}
CASE = {
    "person": "Begoña Peñalver",
    "event": "release_conditional",
    "date": "2026-02-08",
    "facility": "El Faro",
    "measures": "court reporting every 30 days; travel ban",
    "source_url": "https://example.org/d",
    "note": "",
}


def table(*rows: dict[str, str]) -> Table:
    """Return rows as the table of a CSV file."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return read_delimited(out.getvalue().encode(), "table.csv")


def codes(read: Callable[[Table], Proposals], *rows: dict[str, str]) -> list[tuple[str, int | None, str | None]]:
    """Return what is refused, whether by row or as a file."""
    try:
        refused = read(table(*rows)).refused
    except BadInput as refusal:
        refused = refusal.problems
    return [(problem.code, problem.row, problem.column) for problem in refused]


def test_a_claim_is_one_fact_as_printed() -> None:
    """A claim keeps its filled columns, numbers as numbers, and a breakdown that does not add up."""
    found = propose_claims(table(CLAIM)).records[0]
    assert (found.subject_kind, found.key, found.row) == ("claim", "zz-01", 2)
    [fact] = found.facts
    assert fact.value == {name: text for name, text in CLAIM.items() if text} | {"value": 120, "men": 100, "women": 25}
    assert (fact.property, fact.happened_on, fact.stated_on, fact.source_url, fact.exposure) == (
        "claim",
        None,
        "2026-02",
        "https://example.org/a",
        5,
    )


def test_sources_that_disagree_on_a_stage_keep_a_fact_each() -> None:
    """Two dates of one stage are two facts of one instrument."""
    [found] = propose_stages(table(STAGE, STAGE | {"date": "2026-02-04/2026-02-05"})).records
    assert [fact.happened_on for fact in found.facts] == ["2026-01", "2026-02-04/2026-02-05"]
    assert found.facts[0] == Fact(
        "stage",
        {"stage": "tabled", "body": "Asamblea"},
        "2026-01",
        2,
        ("instrument_id", "stage", "date", "body", "source_url"),
        5,
        source_url="https://example.org/b",
    )


def test_a_facility_has_its_names_and_a_fact_per_event() -> None:
    """Each filled property is a fact, the aliases one list, and each event carries its own source."""
    [found] = propose_facilities(table(FACILITY)).records
    assert {fact.property: fact.value for fact in found.facts} == {
        "name": "El Faro",
        "kind": "prison",
        "state": "Zubia",
        "aliases": ["Torre del Faro", "Anexo B"],
        "event": {"type": "closed", "note": "por obras"},
    }
    assert [(fact.happened_on, fact.source_url) for fact in found.facts if fact.property == "event"] == [
        ("2023-09", "https://example.org/c")
    ]


def test_the_rows_of_one_person_are_one_record() -> None:
    """A person is named once; each row is an event with measures named where the text is clear, and the text kept."""
    [found] = propose_cases(
        table(CASE | {"event": "arrest", "date": "2025", "measures": ""}, CASE | {"measures": "substitute measures"}, CASE)
    ).records
    assert [fact.property for fact in found.facts] == ["name", "event", "event", "event"]
    assert [fact.row for fact in found.facts] == [2, 2, 3, 4]
    assert found.facts[1].value == {"kind": "arrest", "facility": "El Faro"}
    assert found.facts[2].value == {"kind": "release_conditional", "facility": "El Faro", "measures_text": "substitute measures"}
    assert found.facts[3].value == {
        "kind": "release_conditional",
        "facility": "El Faro",
        "measures": ["periodic_reporting", "travel_ban"],
        "measure_terms": {"periodic_reporting": {"every_days": 30}},
        "measures_text": "court reporting every 30 days; travel ban",
    }


@pytest.mark.parametrize(
    ("read", "good", "change", "code", "column"),
    [
        (propose_claims, CLAIM, {"value": "1.416"}, "ingest.not_an_integer", "value"),
        (propose_claims, CLAIM, {"value": ""}, "ingest.cell_empty", "value"),
        (propose_claims, CLAIM, {"measure": "relesed"}, "ingest.word_unknown", "measure"),
        (propose_claims, CLAIM, {"until": "2026-02-30"}, "statements.date_not_a_day", "until"),
        (propose_claims, CLAIM, {"until": "2025"}, "ingest.window_reversed", "until"),
        (propose_claims, CLAIM, {"value_high": "100"}, "ingest.range_reversed", "value_high"),
        (propose_claims, CLAIM, {"qualifier": "fewer_than", "value": "0"}, "ingest.fewer_than_none", "value"),
        (propose_claims, CLAIM, {"qualifier": "nearly", "value": "0", "value_high": "0"}, "ingest.fewer_than_none", "value"),
        (propose_claims, CLAIM, {"qualifier": "range"}, "ingest.range_open", "value_high"),
        (propose_claims, CLAIM, {"qualifier": "order_of_magnitude"}, "ingest.range_open", "value_high"),
        (propose_claims, CLAIM, {"published_on": "2026~"}, "ingest.not_a_published_day", "published_on"),
        (propose_claims, CLAIM, {"source_url": "javascript:alert(1)"}, "ingest.not_an_address", "source_url"),
        (propose_claims, CLAIM, {"claim_id": "ó"}, "ingest.not_an_id", "claim_id"),
        (propose_stages, STAGE, {"stage": "First reading"}, "ingest.not_a_token", "stage"),
        (propose_facilities, FACILITY, {"events": "[{]"}, "ingest.not_events", "events"),
        (propose_facilities, FACILITY, {"events": '[{"type": "closed", "wat": "x"}]'}, "ingest.not_events", "events"),
        (propose_facilities, FACILITY, {"events": "[" * 100_000}, "ingest.not_events", "events"),
        (propose_facilities, FACILITY, {"events": '[{"type": "closed", "source_url": ""}]'}, "ingest.not_an_address", "events"),
        (propose_cases, CASE, {"event": "freed"}, "ingest.word_unknown", "event"),
        (propose_cases, CASE, {"date": "08.02.2026"}, "statements.date_not_edtf", "date"),
    ],
)
def test_a_bad_cell_refuses_its_row_and_no_other(
    read: Callable[[Table], Proposals], good: dict[str, str], change: dict[str, str], code: str, column: str
) -> None:
    """A cell that its column does not take refuses the row, by code, row and column; the row above stays."""
    key = next(iter(good))
    other = good | ({key: "other-id"} if key.endswith("_id") else {})
    found = read(table(other, good | change))
    assert [(problem.code, problem.row, problem.column) for problem in found.refused] == [(code, 3, column)]
    assert found.refused_rows == (3,)
    assert len(found.records) == 1
    assert all(found.refused[0].message(language) for language in ("es", "en"))


@pytest.mark.parametrize(
    "qualifier", ["exact", "at_least", "more_than", "at_most", "fewer_than", "nearly", "about", "range", "order_of_magnitude"]
)
@pytest.mark.parametrize(("value", "value_high"), [("0", ""), ("0", "0"), ("7", ""), ("7", "9"), ("9", "7")])
def test_a_claim_that_is_taken_can_be_read(qualifier: str, value: str, value_high: str) -> None:
    """Every claim that the import takes has bounds: one bad figure never keeps all others from being checked."""
    good = CLAIM | {"claim_id": "other-id"}
    facts = [
        record.facts[0].value
        for record in propose_claims(table(good, CLAIM | {"qualifier": qualifier, "value": value, "value_high": value_high})).records
    ]
    assert all(claim_bounds(one["qualifier"], one["value"], one.get("value_high")) for one in facts)


def test_a_doubled_id_refuses_the_file() -> None:
    """An id stands for one row, and the message says where the first one is."""
    assert codes(propose_claims, CLAIM, CLAIM) == [("ingest.id_twice", 3, "claim_id")]


def test_missing_and_unknown_columns_are_named_at_once() -> None:
    """A table of other columns is refused as a whole, with every heading that is wrong."""
    renamed = {("stge" if name == "stage" else name): text for name, text in STAGE.items()}
    assert codes(propose_stages, renamed) == [("ingest.column_missing_here", None, "stage"), ("ingest.column_unknown", None, "stge")]


def test_a_table_without_a_usable_row_is_refused() -> None:
    """No row taken is an error with the reasons of the rows."""
    assert codes(propose_cases, CASE | {"event": "freed"}) == [("ingest.word_unknown", 2, "event")]


@pytest.mark.parametrize(
    ("read", "file", "records", "facts"),
    [
        (propose_claims, "claims.csv", 246, 246),
        (propose_stages, "law_stages.csv", 7, 56),
        (propose_facilities, "facilities.csv", 17, 149),
        (propose_cases, "public_cases.csv", 38, 130),
    ],
)
def test_the_real_tables_are_taken_whole(read: Callable[[Table], Proposals], file: str, records: int, facts: int) -> None:
    """No row of the real tables is refused, and reading them twice gives the same."""
    content = (folder("venezuela") / file).read_bytes()
    found = read(read_delimited(content, file))
    assert (found.refused, found.warnings) == ((), ())
    assert (len(found.records), sum(len(record.facts) for record in found.records)) == (records, facts)
    assert read(read_delimited(content, file)) == found
