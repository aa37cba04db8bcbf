"""
From standing statements to persons: their reports of events, and what is said of each of them.

A row of a list stays a record for ever; a statement ``person`` says whose it is, and
statements ``same_person`` say what was decided of two persons.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

import attrs
import orjson
import polars as pl

from amparo.histories.reports import Day, Report
from amparo.statements import interval, kinds, vocabulary

_EPOCH = date(1970, 1, 1).toordinal()
_OF_IDENTITY = frozenset({"person", "same_person", "merged_into", "split_from"})
_OWN_FIELDS = frozenset({"kind", "states", "facility", "facilities", "measures", "key", "after", "event"})


@attrs.frozen
class Saying:
    """One value of one property of a person, as one statement gives it."""

    statement_id: str
    value: Any  # Any: Json, by property
    source: str
    stated_on: str | None
    negated: bool
    happened_on: str | None = None


@attrs.frozen(eq=False)
class People:
    """
    Everybody whom the standing statements speak of.

    Attributes:
        reports: what each statement says happened to whom.
        sayings: person → property → what is said of it, in log order.
        records: person → the records that are theirs.
        undecided, different: pairs of persons, for counts.
        merged: a person id that was merged → the id that stands for it now.
        places: printed name of a facility, folded → its id.
    """

    reports: tuple[Report, ...]
    sayings: Mapping[str, Mapping[str, Sequence[Saying]]]
    records: Mapping[str, Sequence[str]]
    undecided: tuple[tuple[str, str], ...] = ()
    different: tuple[tuple[str, str], ...] = ()
    merged: Mapping[str, str] = attrs.field(factory=dict)
    places: Mapping[str, str] = attrs.field(factory=dict)

    @cached_property
    def reports_by_person(self) -> Mapping[str, Sequence[Report]]:
        """The reports of each person, in their order."""
        found: defaultdict[str, list[Report]] = defaultdict(list)
        for report in self.reports:
            found[report.person_id].append(report)
        return dict(found)

    @cached_property
    def owners(self) -> Mapping[str, str]:
        """Whose each record is."""
        return {record: person for person, records in self.records.items() for record in records}

    def values(self, person: str, dimension: str) -> frozenset[str]:
        """Return the values that sources give a person for a dimension: none where unknown, several where disputed."""
        return frozenset(str(saying.value) for saying in self.sayings.get(person, {}).get(dimension, ()) if not saying.negated)

    def name(self, person: str) -> str:
        """Return the first name on record; the id where there is none."""
        for property in ("name", "full_name"):
            for saying in self.sayings.get(person, {}).get(property, ()):
                return str(saying.value)
        parts = [str(saying.value) for part in ("given_names", "surnames") for saying in self.sayings.get(person, {}).get(part, ())[:1]]
        return " ".join(parts) or person


def people(standing: pl.DataFrame) -> People:
    """Return the persons of the standing statements (the columns of the store's snapshot, in log order)."""
    rows = standing.filter(pl.col("subject_kind").is_in(["record", "person", "facility"]) & (pl.col("property") != "exposure"))
    of_record, merged, pairs = _identities(rows)
    places = _places(rows.filter(pl.col("subject_kind") == "facility"))
    reports: list[Report] = []
    sayings: dict[str, dict[str, list[Saying]]] = defaultdict(lambda: defaultdict(list))
    for row in rows.filter(pl.col("subject_kind") != "facility").iter_rows(named=True):
        person = of_record.get(row["subject"], row["subject"]) if row["subject_kind"] == "record" else row["subject"]
        person = _standing_id(person, merged)
        if row["property"] in _OF_IDENTITY:
            continue
        value = orjson.loads(row["value"])
        if row["property"] == "event" and isinstance(value, dict) and value.get("kind") in kinds():
            reports.append(_report(row, value, person, places))
        saying = Saying(row["statement_id"], plain(value), row["source"], row["stated_on"], row["negated"], row["happened_on"])
        sayings[person][row["property"]].append(saying)
    records: dict[str, list[str]] = defaultdict(list)
    for record, person in of_record.items():
        records[_standing_id(person, merged)].append(record)
    return People(tuple(reports), sayings, records, *pairs, merged=merged, places=places)


def plain(value: Any) -> Any:  # Any: Json
    """Return the cleaned value where what was printed is kept beside it."""
    return value["value"] if isinstance(value, dict) and set(value) == {"value", "raw"} else value


def _identities(
    rows: pl.DataFrame,
) -> tuple[dict[str, str], dict[str, str], tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]]:
    """Return whose each record is, which persons were merged into which, and the undecided and different pairs."""
    of_record = {
        subject: orjson.loads(value)
        for subject, value in rows.filter((pl.col("subject_kind") == "record") & (pl.col("property") == "person"))
        .select("subject", "value")
        .iter_rows()
    }
    decided: dict[tuple[str, str], str] = {}
    for subject, text in rows.filter(pl.col("property") == "same_person").select("subject", "value").iter_rows():
        decision = orjson.loads(text)
        one, other = sorted((of_record.get(subject, subject), of_record.get(decision["other"], decision["other"])))
        decided[one, other] = decision["decision"]  # the last word on a pair is the one that holds
    merged, open_again = _merged(decided, _ages(rows, of_record))

    def now(wanted: str) -> set[tuple[str, ...]]:
        return {
            tuple(sorted((_standing_id(one, merged), _standing_id(other, merged))))
            for (one, other), decision in decided.items()
            if decision == wanted or (wanted == "undecided" and (one, other) in open_again)
        }

    different = now("different")
    undecided = now("undecided") - different
    return of_record, merged, tuple(tuple(sorted((one, other) for one, other in pairs if one != other)) for pairs in (undecided, different))  # type: ignore[return-value]


def _ages(rows: pl.DataFrame, of_record: Mapping[str, str]) -> dict[str, int]:
    """Return the place of each person in the order in which they came into the log."""
    ages: dict[str, int] = {}
    for person in of_record.values():
        ages.setdefault(person, len(ages))
    for person in rows.filter(pl.col("subject_kind") == "person")["subject"].to_list():
        ages.setdefault(person, len(ages))
    return ages


def _merged(decided: Mapping[tuple[str, str], str], ages: Mapping[str, int]) -> tuple[dict[str, str], set[tuple[str, str]]]:
    """
    Return which persons were merged into which, and the joins that a *different* forbids: those are open questions again.

    The id of whoever came into the record first stands, so that an id survives each later list.
    """
    merged: dict[str, str] = {}
    members: dict[str, set[str]] = {}
    apart: dict[str, set[str]] = defaultdict(set)
    for (one, other), decision in decided.items():
        if decision == "different":
            apart[one].add(other)
            apart[other].add(one)
    refused: set[tuple[str, str]] = set()
    for pair, decision in decided.items():
        first, second = sorted((_standing_id(one, merged) for one in pair), key=lambda one: (ages.get(one, len(ages)), one))
        if decision != "same" or first == second:
            continue
        ours, theirs = members.get(first, {first}), members.get(second, {second})
        if any(apart.get(one, set()) & ours for one in theirs):
            refused.add(pair)
            continue
        merged[second] = first
        members[first] = ours | theirs
    return merged, refused


def _standing_id(person: str, merged: Mapping[str, str]) -> str:
    while person in merged:
        person = merged[person]
    return person


def _places(facilities: pl.DataFrame) -> dict[str, str]:
    """Return the id of each facility by its folded names and aliases; a name that two share stands for neither."""
    owners: dict[str, set[str]] = defaultdict(set)
    for subject, property, text in facilities.select("subject", "property", "value").iter_rows():
        if property in ("name", "aliases"):
            value = plain(orjson.loads(text))
            for name in value if isinstance(value, list) else [value]:
                owners[folded(str(name))].add(subject)
    return {name: next(iter(ids)) for name, ids in owners.items() if len(ids) == 1}


def folded(name: str) -> str:
    """Return a printed name without case and doubled spaces, for looking it up."""
    return " ".join(name.casefold().split())


def _report(row: Mapping[str, Any], value: Mapping[str, Any], person: str, places: Mapping[str, str]) -> Report:
    lo, hi = days(row["happened_on"])
    printed = [value["facility"]] if value.get("facility") else value.get("facilities") or []
    return Report(
        statement_id=row["statement_id"],
        person_id=person,
        kind=value["kind"],
        lo=lo,
        hi=hi,
        edtf=row["happened_on"] or "",
        source=row["source"],
        record=row["subject"],
        stated=days(row["stated_on"])[0],
        states=tuple(value.get("states", ())),
        facilities=tuple(dict.fromkeys(places.get(folded(str(one)), str(one)) for one in printed)),
        measures=tuple(value.get("measures", ())),
        key=value.get("key"),
        after=tuple(value.get("after", ())),
        event=value.get("event"),
        denied=row["negated"],
        details={name: part for name, part in value.items() if name not in _OWN_FIELDS},
    )


def days(edtf: str | None) -> tuple[Day, Day]:
    """Return the first and last day of a date in days since 1970; None where unbounded or unknown."""
    first, last = interval(edtf or "")
    return (None if first is None else first.toordinal() - _EPOCH), (None if last is None else last.toordinal() - _EPOCH)


def day(number: Day) -> date | None:
    """Return the date of a day since 1970."""
    return None if number is None else date.fromordinal(number + _EPOCH)


def dimension_values(people: People, dimension: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each person's values of a dimension; an empty set where nothing is known."""
    for person in people.sayings:
        yield person, people.values(person, dimension)


def dimensions() -> tuple[str, ...]:
    """Return what a count may be broken down by."""
    return tuple(vocabulary()["dimensions"])
