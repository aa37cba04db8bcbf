"""The public tables as CSV that a spreadsheet cannot execute, and the dictionary that explains them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from amparo.publish import past
from amparo.publish.frames import FORMULA, columnar, csv_lines
from amparo.publish.release import COLUMNS, Release, schema
from amparo.publish.states import states
from amparo.words import LANGUAGES, Language, say

_APOSTROPHE = "'"

EXTRA: Mapping[str, tuple[str, ...]] = {
    "figures": (
        "figure_id", "label_es", "label_en", "at_least", "at_most", "unit", "rule_es", "rule_en", "gap", "statement_ids", "query",
        "question", "topic",
    ),
    "persons": ("person_id", "name", "states_possible"),
    "events": ("person_id", "kind", "dates", "lo", "hi", "disputed", "implicit", "facility", "measures", "statement_ids", "note"),
    "spells": ("person_id", "state", "from", "until", "certain"),
    "verdicts": ("claim_id", "verdict", "at_least", "at_most", "reasons"),
    "states": ("state", "facilities", "at_least", "at_most"),
    **past.COLUMNS,
}  # fmt: skip

DICTIONARY = ("table", "column", "type", "meaning_es", "meaning_en")
_KINDS: Mapping[str, str] = {
    **dict.fromkeys(("at_least", "at_most", "facilities", "persons", "statements"), "integer"),
    **dict.fromkeys(("certain", "disputed", "implicit"), "boolean"),
    **dict.fromkeys(("as_of", "from", "hi", "known_at", "lo", "until"), "date"),
    **dict.fromkeys(("dates", "gap", "measures", "reasons", "statement_ids", "states_possible"), "list"),
}

TABLES: tuple[str, ...] = tuple(sorted((*COLUMNS, *EXTRA)))


def inert(text: str) -> str:
    """
    Return a cell's text so that no spreadsheet runs it; ``restored`` undoes it exactly.

    >>> inert("=1+1"), inert("'tis"), inert("Ana"), restored(inert("=1+1"))
    ("'=1+1", "''tis", 'Ana', '=1+1')
    """
    return _APOSTROPHE + text if text.startswith(FORMULA) else text


def restored(cell: str) -> str:
    """Return the text that ``inert`` was given."""
    return cell[1:] if cell.startswith(_APOSTROPHE) else cell


def columns(table: str) -> tuple[str, ...]:
    """Return the columns of a published table."""
    return COLUMNS[table] if table in COLUMNS else EXTRA[table]


def kind(table: str, column: str) -> str:
    """Return the type of a column: integer, number, boolean, date, list or string."""
    if table not in COLUMNS:
        return _KINDS.get(column, "string")
    match schema(table)[column]:
        case pl.Int64:
            return "integer"
        case pl.Float64:
            return "number"
        case pl.Boolean:
            return "boolean"
        case pl.Date:
            return "date"
        case pl.String:
            return "string"
        case _:
            return "list"


def records(release: Release, table: str) -> Sequence[Sequence[Any]]:  # Any: cells of every type
    """Return the rows of a published table, in its order of columns."""
    match table:
        case "figures":
            return [_figure(f) for f in release.figures]
        case "persons":
            return [(p.person_id, p.name, sorted(p.status)) for p in _persons(release)]
        case "events":
            return [
                (p.person_id, e.kind, e.dates, e.lo, e.hi, e.disputed, e.implicit, e.facility, e.measures, e.statement_ids, e.note)
                for p in _persons(release)
                for e in p.events
            ]
        case "spells":
            return [(p.person_id, s.state, s.since, s.until, s.certain) for p in _persons(release) for s in p.spells]
        case "verdicts":
            return [_verdict(row) for row in sorted(release.claims_report.get("claims", ()), key=lambda row: str(row["claim_id"]))]
        case "states":
            return [(one.name, one.facilities, one.at_least, one.at_most) for one in states(release) if one.facilities]
        case "changes" | "editions" | "past_figures" | "past_verdicts":
            return past.records(release, table)
        case _:
            return [tuple(row.values()) for row in release.rows(table)]


_POLARS: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "integer": pl.Int64, "boolean": pl.Boolean, "date": pl.Date, "list": pl.List(pl.String), "number": pl.Float64, "string": pl.String,
}  # fmt: skip


def frame(release: Release, table: str) -> pl.DataFrame:
    """Return a published table as a frame with its types."""
    return release.kept(table, lambda: _frame(release, table))


def _frame(release: Release, table: str) -> pl.DataFrame:
    types = {column: _POLARS[kind(table, column)] for column in columns(table)}
    if table in COLUMNS:
        return release.table(table).cast(pl.Schema(types))
    return columnar(list(types), list(types.values()), records(release, table))


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return a CSV in UTF-8 with LF line ends; empty = nothing stated; lists are joined with ``|``."""
    lines = (header, *([_cell(value) for value in row] for row in rows))
    return "".join(f"{','.join(map(_quoted, line))}\n" for line in lines).encode()


def data_files(release: Release) -> Mapping[str, bytes]:
    """Return every table of the release and the dictionary, by path."""
    files = {f"data/{table}.csv": csv_bytes(columns(table), ()) + csv_lines(frame(release, table)) for table in TABLES}
    files["data/dictionary.csv"] = csv_bytes(DICTIONARY, dictionary())
    return files


def dictionary() -> Sequence[Sequence[str]]:
    """Return what every column of every table holds, as ``DICTIONARY``."""
    return [
        (table, column, kind(table, column), *(meaning(column, language, table) for language in LANGUAGES))
        for table in TABLES
        for column in columns(table)
    ]


def title(table: str, language: Language) -> str:
    """Return what a table holds, in words."""
    return say(f"publish.table_{table}", language)


def meaning(column: str, language: Language, table: str = "") -> str:
    """Return what a column holds, in words; some hold something of their own in one table."""
    if (table, column) in _OWN_MEANINGS:
        return say(f"publish.column_{table}_{column}", language)
    return say(f"publish.column_{column}", language)


_OWN_MEANINGS = frozenset({
    ("deadlines", "outcome"), ("lag", "events"), ("paces", "claims"), ("pledges", "due"), ("pledges", "verdict"), ("weeks", "low"),
    ("weeks", "high"), ("paces", "source"), ("law_texts", "kind"), ("law_texts", "persons"), ("missing_facts", "persons"),
    ("statements", "language"), ("statements", "value"),
})  # fmt: skip


def _persons(release: Release) -> Sequence[Any]:
    return sorted(release.persons, key=lambda person: person.person_id)


def _figure(figure: Any) -> Sequence[Any]:
    gap = [f"{part}={figure.gap[part]}" for part in sorted(figure.gap)]
    labels = [figure.label[language] for language in LANGUAGES]
    rules = [figure.rule[language] for language in LANGUAGES]
    bounds = (figure.at_least, figure.at_most, figure.unit)
    return (figure.id, *labels, *bounds, *rules, gap, sorted(figure.statements), figure.query, figure.question, figure.topic)


def _verdict(row: Mapping[str, Any]) -> Sequence[Any]:
    own = row.get("own") or {}
    return (row["claim_id"], row["verdict"], own.get("at_least"), own.get("at_most"), row.get("reasons", ()))


def _quoted(cell: str) -> str:
    # Python's writer leaves a lone carriage return bare when lines end in LF, and readers then break the row there.
    return '"' + cell.replace('"', '""') + '"' if re.search(r'[",\r\n]|^\s|\s$', cell) else cell


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
        case date():
            return value.isoformat()
        case str():
            return inert(value)
        case _:
            return inert("|".join(str(part) for part in value))
