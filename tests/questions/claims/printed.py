"""Printed figures of invented bodies, as frames of claims."""

from datetime import date
from typing import Any

import polars as pl

from amparo.questions.claims import ClaimsReport, OwnQuestion, check_claims

NUMBERS = (
    "value",
    "value_high",
    "men",
    "women",
    "civilians",
    "military",
    "adults",
    "adolescents",
    "foreigners",
    "sentenced",
    "unsentenced",
)
TEXTS = ("claim_id", "source_url", "publisher", "published_on", "claimant", "claimant_kind", "measure", "population", "qualifier")
SCHEMA = {name: pl.String() for name in (*TEXTS, "from", "until", "place")} | {name: pl.Int64() for name in NUMBERS}
USUAL = {
    "claimant": "Body A",
    "claimant_kind": "ngo",
    "measure": "released",
    "population": "political_prisoners",
    "qualifier": "exact",
    "place": "Country",
}


def figure(claim_id: str, value: int, since: str | None, until: str | None, **more: Any) -> dict[str, Any]:  # Any: cells
    """Return one row: by default releases counted by one body, published two days after the window ended."""
    later = {} if until is None or len(until) != 10 else {"published_on": date.fromordinal(date.fromisoformat(until).toordinal() + 2)}
    published = {name: str(value) for name, value in later.items()}
    return {**USUAL, **published, "claim_id": claim_id, "value": value, "from": since, "until": until, "source_url": claim_id, **more}


def stock(claim_id: str, value: int, until: str | None, **more: Any) -> dict[str, Any]:  # Any: cells
    """Return one row: persons held on a day."""
    return figure(claim_id, value, None, until, measure="detained_stock", **more)


def frame(*rows: dict[str, Any]) -> pl.DataFrame:  # Any: cells
    """Return rows as a frame of claims; cells that are not named are empty."""
    return pl.DataFrame([{name: row.get(name) for name in SCHEMA} for row in rows], schema=SCHEMA)


def nothing_known(_question: OwnQuestion) -> None:
    """A registry that answers no question."""


def report(*rows: dict[str, Any]) -> ClaimsReport:  # Any: cells
    """Return the report of rows over a registry that answers nothing."""
    return check_claims(frame(*rows), nothing_known, registry_population="political_prisoners")


def relation(a: dict[str, Any], b: dict[str, Any]) -> tuple[str, list[str]]:  # Any: cells
    """Return the relation of two rows and its reasons."""
    ((relation, reasons),) = report(a, b).relations.select("relation", "reasons").rows()
    return relation, reasons
