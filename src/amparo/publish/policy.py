"""
What may leave: the strictest of every limit that applies to a statement.

Exposure runs from 0 (sealed) to 5 (public). A statement's own level is only
the first limit. Four more can lower it, and each is itself a statement in the
log, found by its property:

- ``exposure`` on a person or record, a claim, a facility, an instrument, a statement or a
  source: at most that level (a family's request, an agreement with the source);
- ``embargo`` on any of them: internal (2) before that day, and for ever where the day is not known;
- ``consent`` on a person: ``true``, ``false`` (internal) or the level consented to;
- ``age_group`` ``adolescent`` or ``child``, even disputed: never above 2 without recorded consent.

What is hidden can therefore only take away from what is public, through these
properties or by withdrawing it; a hidden fact changes nothing (non-interference).

A release carries public statements so that anyone can compute it again. Of those, only
properties that its answers read leave, in ``RELEASED_COLUMNS`` only, and only of persons whose name
leaves as well: who is counted is shown (decision 0028). Numbers of identity papers, days of birth and
other attributes stay inside at every level, as does who recorded what, why it was corrected, and what made two records one person.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

import polars as pl

from amparo.errors import BadInput
from amparo.statements import DEFAULT_EXPOSURE, PUBLIC_EXPOSURE, canonical_json, interval, standing

LIMITING = ("age_group", "consent", "embargo", "exposure")
MINORS = frozenset({"adolescent", "child"})

_NAMES = ("full_name", "given_names", "name", "surnames")
_OF_PERSONS = ("case_fact", "charge", "event", "person", "population", "same_person", *_NAMES)
RELEASED_PROPERTIES: Mapping[str, tuple[str, ...]] = {
    "claim": ("claim",),
    "facility": ("aliases", "event", "kind", "municipality", "name", "note", "operator", "state"),
    "instrument": ("stage", "text"),
    "person": _OF_PERSONS,
    "pledge": ("pledge",),
    "record": _OF_PERSONS,
}
RELEASED_COLUMNS = (
    "number", "statement_id", "subject_kind", "subject", "property", "value", "negated", "happened_on", "stated_on", "recorded_at",
    "source", "source_url", "locator", "language", "reliability",
)  # fmt: skip
_PLACES_IN_SOURCES = frozenset({"columns", "end", "file", "page", "row", "sheet", "start", "url"})


def public_statements(frame: pl.DataFrame, *, on: date | None = None, same: pl.DataFrame | None = None) -> pl.DataFrame:
    """
    Return the standing statements that anyone may see, in their order and with their columns.

    ``frame``: the snapshot's columns. ``on``: the day of the release, for embargoes;
    without it no embargo has passed. ``same``: subject_kind, subject, person_id of the records
    that are one person, so that a limit on one of them holds for all.
    """
    stands = standing(frame)
    levels = effective_exposure(stands, on=on, same=same)
    return stands.filter(levels >= PUBLIC_EXPOSURE)


def released_statements(public: pl.DataFrame, same: pl.DataFrame) -> pl.DataFrame:
    """
    Return those of the public statements that a release carries, in log order, as ``RELEASED_COLUMNS``.

    ``public``: what ``public_statements`` returned. ``same``: subject_kind, subject, person_id of the records
    and merged ids that are one person by those statements alone. ``number`` counts what is released, and
    only that: a position in the whole log would tell how much is hidden between two statements.
    """
    leaves = pl.any_horizontal(
        *((pl.col("subject_kind") == kind) & pl.col("property").is_in(names) for kind, names in sorted(RELEASED_PROPERTIES.items()))
    )
    owned = public.with_columns(owner=_owners(public, same)).filter(leaves)
    of_person = pl.col("subject_kind").is_in(["person", "record"])
    named = sorted(set(owned.filter(of_person & pl.col("property").is_in(_NAMES) & ~pl.col("negated"))["owner"].to_list()))
    kept = owned.filter(~of_person | pl.col("owner").is_in(named))
    kept = kept.filter(~pl.col("statement_id").is_in(_of_somebody_else(kept, named, same)))
    places = [json.loads(text) for text in kept["locator"]]
    return kept.with_columns(
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("number"),
        pl.Series("source_url", [place.get("url") for place in places], dtype=pl.String),
        pl.Series("locator", [_place_in_source(place) for place in places], dtype=pl.String),
        _told(kept),
        *(pl.when(pl.col(name) != "").then(name).alias(name) for name in ("happened_on", "stated_on", "language")),
    ).select(RELEASED_COLUMNS)


def _of_somebody_else(rows: pl.DataFrame, named: Collection[str], same: pl.DataFrame) -> list[str]:
    """Return the statements that compare a person with one who is not shown: the id alone would give the other away."""
    whose = {subject: f"person\t{person}" for subject, person in same.select("subject", "person_id").iter_rows()}
    pairs = rows.filter(pl.col("property") == "same_person").select("statement_id", "value").iter_rows()
    others = [(one, json.loads(value)["other"]) for one, value in pairs]
    return [one for one, other in others if whose.get(other, f"person\t{other}") not in named]


def _told(rows: pl.DataFrame) -> pl.Series:
    """Return the values, of a comparison of persons only what was decided: what was compared (days of birth, papers) stays inside."""
    told = []
    for property, text in rows.select("property", "value").iter_rows():
        if property == "same_person":
            value = json.loads(text)
            text = canonical_json({name: value[name] for name in ("decision", "other") if name in value})  # noqa: PLW2901
        told.append(text)
    return pl.Series("value", told, dtype=pl.String)


def _place_in_source(place: Mapping[str, Any]) -> str:  # Any: Json
    """Return where in its source a statement stands, without what only the house needs."""
    return canonical_json({name: part for name, part in place.items() if name in _PLACES_IN_SOURCES})


def effective_exposure(frame: pl.DataFrame, *, on: date | None = None, same: pl.DataFrame | None = None) -> pl.Series:
    """Return the level of each statement: the strictest of its own and of those of its subject, its source and itself."""
    owners = _owners(frame, same)
    limits = _limits(frame.with_columns(owner=owners).filter(pl.col("property").is_in(list(LIMITING))), on)
    keyed = frame.select(
        "exposure",
        owner=owners,
        by_source=pl.concat_str(pl.lit("source\t"), "source"),
        itself=pl.concat_str(pl.lit("statement\t"), "statement_id"),
    )
    named = [("owner", "a"), ("by_source", "b"), ("itself", "c")]
    for key, level in named:
        keyed = keyed.join(limits.rename({"limit": level}), left_on=key, right_on="owner", how="left", maintain_order="left")
    return keyed.select(pl.min_horizontal("exposure", *(level for _, level in named)).alias("exposure")).to_series()


def _owners(frame: pl.DataFrame, same: pl.DataFrame | None) -> pl.Series:
    """Return whose statement each is: the person where records are known to be one, else the subject itself."""
    subject = pl.concat_str("subject_kind", pl.lit("\t"), "subject")
    if same is None:
        return frame.select(subject.alias("owner")).to_series()
    persons = same.select(owner=subject, person=pl.concat_str(pl.lit("person\t"), "person_id"))
    persons = persons.unique("owner", keep="first", maintain_order=True)
    joined = frame.select(subject.alias("owner")).join(persons, on="owner", how="left", maintain_order="left")
    return joined.select(pl.coalesce("person", "owner").alias("owner")).to_series()


def _limits(rows: pl.DataFrame, on: date | None) -> pl.DataFrame:
    """Return the strictest limit of each owner that has one."""
    found: dict[str, dict[str, list[Any]]] = {}  # Any: values of statements are JSON
    for owner, name, value, negated in rows.select("owner", "property", "value", "negated").rows():
        found.setdefault(owner, {}).setdefault(name, []).append((json.loads(value), negated))
    table = [(owner, _strictest(said, on)) for owner, said in sorted(found.items())]
    return pl.DataFrame(table, schema={"owner": pl.String, "limit": pl.Int8}, orient="row")


def _strictest(said: Mapping[str, list[tuple[Any, bool]]], on: date | None) -> int:
    """Return the lowest level that any limit on one owner leaves."""
    levels = [PUBLIC_EXPOSURE]
    levels += [_level(value) for value, negated in said.get("exposure", ()) if not negated]
    levels += [DEFAULT_EXPOSURE for value, negated in said.get("embargo", ()) if not negated and not _has_passed(value, on)]
    consents = [_consented(value, negated) for value, negated in said.get("consent", ())]
    levels += consents
    if not consents and _may_be_minor(said.get("age_group", ())):
        levels.append(DEFAULT_EXPOSURE)
    return min(levels)


def _level(value: Any) -> int:
    """Read a level; what cannot be read seals, since a limit was meant."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= PUBLIC_EXPOSURE else 0


def _consented(value: Any, negated: bool) -> int:  # noqa: FBT001 - a row of the log, not a switch
    """Return the level consented to; a refusal leaves the statement inside the house."""
    if negated or value is False:
        return DEFAULT_EXPOSURE
    return PUBLIC_EXPOSURE if value is True else _level(value)


def _has_passed(value: Any, on: date | None) -> bool:
    """Say whether an embargo surely ended on or before the day of the release."""
    try:
        last = interval(value)[1] if isinstance(value, str) else None
    except BadInput:  # what cannot be read holds, since a limit was meant
        return False
    return on is not None and last is not None and last <= on


def _may_be_minor(said: Iterable[tuple[Any, bool]]) -> bool:
    """Say whether any source gives an age group of a minor; a disputed one protects."""
    return any(not negated and value in MINORS for value, negated in said if isinstance(value, str))
