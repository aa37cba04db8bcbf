"""A new edition against what stands of the old one: what is new, what changed, what is gone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs
import orjson
import polars as pl

from amparo.ingest import Fact
from amparo.statements import canonical_json

# What a subject has many of; of everything else a source gives one value at a time.
_MANY = frozenset({"event", "stage", "charge", "case_fact", "text", "note", "alias", "occupation", "nationality"})

# What is said, when it happened, and who is named for it: one event told by two sources is two statements.
type Meaning = tuple[str, str, str | None, bool, str | None]
type Change = tuple[Fact, str | None]  # a fact, and the statement that it replaces


@attrs.frozen
class Difference:
    """
    What one source now says of one subject, against what stands.

    Attributes:
        changes: facts that are new, each with the statement it replaces, if any.
        gone: statements that the source no longer makes.
        same: how many facts stood already.
    """

    changes: tuple[Change, ...]
    gone: tuple[str, ...]
    same: int


def difference(facts: Sequence[Fact], stands: Sequence[Mapping[str, Any]]) -> Difference:  # Any: cells of the log
    """Return what must be recorded so that the facts stand, each once; nothing for those that stand already."""
    old: dict[Meaning, str] = {}
    by_slot: defaultdict[str, list[str]] = defaultdict(list)
    for row in stands:
        old.setdefault(_meaning_of_row(row), row["statement_id"])
        by_slot[_slot(row["property"], orjson.loads(row["value"]))].append(row["statement_id"])
    told: dict[Meaning, Fact] = {}
    for fact in facts:
        told.setdefault(_meaning(fact), fact)
    kept = {old[meaning] for meaning in told if meaning in old}
    changes: list[Change] = []
    replaced: set[str] = set()
    for meaning, fact in told.items():
        if meaning in old:
            continue
        slot = _slot(fact.property, fact.value)
        target = next((one for one in by_slot[slot] if slot and one not in kept | replaced), None)
        changes.append((fact, target))
        if target is not None:
            replaced.add(target)
    gone = tuple(row["statement_id"] for row in stands if row["statement_id"] not in kept | replaced and not _is_listing(row))
    return Difference(tuple(changes), gone, len(kept))


def _meaning(fact: Fact) -> Meaning:
    return fact.property, canonical_json(fact.value), fact.happened_on, fact.negated, fact.source_url


def _meaning_of_row(row: Mapping[str, Any]) -> Meaning:  # Any: cells of the log
    return row["property"], row["value"], row["happened_on"], row["negated"], orjson.loads(row["locator"]).get("url")


def _slot(property: str, value: Any) -> str:  # Any: Json
    """Return what can hold one value only: a property of the subject, or an event by its key; empty where there is no such thing."""
    if property not in _MANY:
        return property
    key = value.get("key") or value.get("id") or value.get("name") if isinstance(value, dict) else None
    return f"{property}:{key}" if key else ""


def _is_listing(row: Mapping[str, Any]) -> bool:  # Any: cells of the log
    """Say whether a statement is about being on a list: that belongs to its edition, and the next does not withdraw it."""
    return row["property"] == "event" and orjson.loads(row["value"]).get("kind") in ("listed", "delisted")


def standing_by_subject(standing: pl.DataFrame, imports: Iterable[str]) -> dict[str, list[dict[str, Any]]]:  # Any: cells of the log
    """Return what stands from some imports, subject by subject, but for whose each record is."""
    columns = ["subject", "statement_id", "property", "value", "happened_on", "negated", "locator"]
    rows = standing.filter(pl.col("import_id").is_in(list(imports))).select(columns)
    found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.iter_rows(named=True):
        if row["property"] != "person":
            found[row["subject"]].append(row)
    return dict(found)
