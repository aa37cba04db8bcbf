"""Invented reports and statements, as short as their law allows."""

from datetime import date, datetime
from itertools import count
from typing import Any

import polars as pl

from amparo.histories.people import days
from amparo.histories.reports import Report
from amparo.statements import COLUMNS, Statement, row_of

_numbers = count()


def told(kind: str, when: str = "", *, source: str = "a", by: str = "p", **fields: Any) -> Report:
    """A report of an event on a day, in EDTF; each call is a statement and a row of its own unless ``record`` says otherwise."""
    lo, hi = days(when)
    number = next(_numbers)
    if "stated" in fields:
        fields["stated"] = days(fields["stated"])[0]
    given = {"statement_id": f"s{number:06d}", "record": f"r{number:06d}", **fields}
    return Report(person_id=by, kind=kind, lo=lo, hi=hi, edtf=when, source=source, **given)


def number(when: str) -> int:
    """The number of a day."""
    found = days(when)[0]
    assert found is not None
    return found


def statement(subject: str, property: str, value: Any, **fields: Any) -> Statement:
    """A statement on a person, recorded on the first day of 2026 unless it says otherwise."""
    given = {"source": "a", "recorded_at": "2026-01-01T12:00:00.000000Z", "recorded_by": "tests", "subject_kind": "person", **fields}
    return Statement(subject=subject, property=property, value=value, **given)


def snapshot(*statements: Statement) -> pl.DataFrame:
    """The columns of a store's snapshot."""
    rows = [(place, f"s{place:04d}", *row_of(one)) for place, one in enumerate(statements)]
    text = dict.fromkeys(COLUMNS, pl.String) | {"exposure": pl.Int8, "negated": pl.Boolean}
    return pl.DataFrame(rows, schema={"position": pl.Int64, "statement_id": pl.String, **text}, orient="row")


def at(when: str) -> str:
    """A moment of recording on a day."""
    return datetime.combine(date.fromisoformat(when), datetime.min.time()).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
