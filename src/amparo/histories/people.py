"""
From standing statements to persons: their reports of events, and what is said of each of them.

A row of a list stays a record for ever; a statement ``person`` says whose it is, and
statements ``same_person`` say what was decided of two persons.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import overload

import attrs
import polars as pl

from amparo.histories.dossier import TOLD, Dossier, Known, Saying, Sayings, day, days, dossiers_of, lay_out, read_reports, read_sayings
from amparo.histories.event import Event
from amparo.histories.reports import Report
from amparo.histories.whose import OF_IDENTITY, Identities, Pairs, folded, identities, places_of, plain, standing_id
from amparo.statements import came_or_went, vocabulary

_OF_PEOPLE = pl.col("subject_kind").is_in(["record", "person", "facility"]) & (pl.col("property") != "exposure")
_ON_PERSONS = (pl.col("subject_kind") != "facility") & ~pl.col("property").is_in(OF_IDENTITY)
NAMES = ("name", "full_name", "given_names", "surnames")  # what a person is called, the first that is on record before the others
_MANY = 5_000  # statements that came or went; beyond, everything is laid out anew

__all__ = ["NAMES", "Dossier", "People", "Saying", "day", "days", "dimension_values", "dimensions", "folded", "people", "plain"]


def _gathered(people: "People") -> dict[str, Dossier]:
    """Return the dossiers of persons whose reports and sayings were given as they are."""
    reports: defaultdict[str, list[Report]] = defaultdict(list)
    for report in people.reports:
        reports[report.person_id].append(report)
    return {
        person: Dossier(person, reports=tuple(reports.get(person, ())), sayings=people.sayings.get(person, {}))
        for person in dict.fromkeys((*people.sayings, *reports))
    }


@attrs.frozen(eq=False)
class People:
    """
    Everybody whom the standing statements speak of.

    Attributes:
        reports: what each statement says happened to whom, in log order.
        sayings: person → property → what is said of it, in log order.
        records: person → the records that are theirs.
        undecided, different: pairs of persons, for counts.
        merged: a person id that was merged → the id that stands for it now.
        places: printed name of a facility, folded → its id.
        dossiers: everybody's; where two ``People`` rest on the same statements of a person, that one is the same object.
    """

    reports: Sequence[Report]
    sayings: Mapping[str, Sayings]
    records: Mapping[str, Sequence[str]]
    undecided: Pairs = ()
    different: Pairs = ()
    merged: Mapping[str, str] = attrs.field(factory=dict)
    places: Mapping[str, str] = attrs.field(factory=dict)
    dossiers: Mapping[str, Dossier] = attrs.field(default=attrs.Factory(_gathered, takes_self=True))
    _standing: pl.DataFrame | None = None
    _who: Identities | None = None

    @cached_property
    def with_reports(self) -> Mapping[str, Dossier]:
        """The dossiers of those of whom something is reported."""
        read_reports(self.dossiers)
        return {person: dossier for person, dossier in self.dossiers.items() if dossier.reports}

    @cached_property
    def owners(self) -> Mapping[str, str]:
        """Whose each record is."""
        return {record: person for person, records in self.records.items() for record in records}

    @cached_property
    def reported_places(self) -> frozenset[str]:
        """Every facility that some report names."""
        return frozenset().union(*(dossier.places for dossier in self.with_reports.values()))

    def values(self, person: str, dimension: str) -> frozenset[str]:
        """Return the values that sources give a person for a dimension: none where unknown, several where disputed."""
        return self.dossiers[person].values(dimension) if person in self.dossiers else frozenset()

    def name(self, person: str) -> str:
        """Return the first name on record; the id where there is none."""
        if person not in self.dossiers:
            return person
        return self.dossiers[person].kept("name", lambda: _name(self.dossiers[person]))

    def reports_of(self, person: str) -> Sequence[Report]:
        """Return the reports of one person, in log order."""
        return self.dossiers[person].reports if person in self.dossiers else ()

    def history(self, person: str, fresh_within: int | None) -> list[Event]:
        """Return the events of one person; none where nothing is reported."""
        return self.dossiers[person].history(fresh_within) if person in self.dossiers else []

    def histories(self, fresh_within: int | None) -> dict[str, list[Event]]:
        """Return the events of everybody of whom something is reported, by person in order of their ids."""
        return {person: self.with_reports[person].history(fresh_within) for person in sorted(self.with_reports)}

    def read(self, *properties: str) -> None:
        """Read what is said of some properties of everybody at once: for whoever is about to ask of all."""
        for property in properties:
            read_sayings(self.dossiers, property)


def people(standing: pl.DataFrame, known: Known | None = None, before: People | None = None) -> People:
    """
    Return the persons of the standing statements (the columns of the store's snapshot, in log order).

    ``known``: dossiers that were worked out of the same log; those that still hold are taken over, and new ones added.
    ``before``: the persons of an earlier state of the same log: only those whose statements came or went since are read.
    """
    rows = (
        standing if "position" in standing.columns else standing.with_row_index("position").with_columns(pl.col("position").cast(pl.Int64))
    )
    if before is not None and before._standing is not None:
        changes = came_or_went(before._standing, rows).filter(_OF_PEOPLE)
        if changes.height < _MANY and not _of_identity(changes, before):
            return _with_changes(before, rows, changes, known)
    rows = rows.select(TOLD).filter(_OF_PEOPLE)
    who = identities(rows)
    places = places_of(rows.filter(pl.col("subject_kind") == "facility"))
    told = lay_out(rows.filter(_ON_PERSONS), who.person, places)
    return _people(dossiers_of(told, known), who, places, standing)


def _of_identity(changes: pl.DataFrame, before: People) -> bool:
    """Say whether changes may touch who is one person: a decision, or a statement that an id may owe its age to."""
    assert before._who is not None  # as long as it has its statements
    return changes["property"].is_in(OF_IDENTITY).any() or not before._who.compared.isdisjoint(changes["subject"])


def _people(dossiers: dict[str, Dossier], who: Identities, places: Mapping[str, str], standing: pl.DataFrame) -> People:
    records: dict[str, list[str]] = defaultdict(list)
    for record in who.of_record:
        records[who.person("record", record)].append(record)
    return People(
        _Reports(dossiers), _AllSayings(dossiers), records, who.undecided, who.different, who.merged, places, dossiers, standing, who
    )


def _with_changes(before: People, standing: pl.DataFrame, changes: pl.DataFrame, known: Known | None) -> People:
    """Return the persons of an earlier state with those anew whose statements came or went; nobody's identity changed."""
    who, places = before._who, before.places
    assert who is not None  # as long as it has its statements
    touched = {who.person(kind, subject) for kind, subject in changes.filter(_ON_PERSONS).select("subject_kind", "subject").iter_rows()}
    if (changes["subject_kind"] == "facility").any():
        places = places_of(standing.filter(pl.col("subject_kind") == "facility"))
        touched |= {person for person, dossier in before.dossiers.items() if not dossier.still_holds(places)}
    if not touched and places is before.places:
        return attrs.evolve(before, standing=standing)
    subjects = [*touched, *(record for person in touched for record in before.records.get(person, ()))]
    subjects += [old for old in who.merged if standing_id(old, who.merged) in touched]
    own = standing.select(TOLD).filter(pl.col("subject").is_in(subjects))
    anew = dossiers_of(lay_out(own.filter(_OF_PEOPLE & _ON_PERSONS), who.person, places), known)
    dossiers = {person: dossier for person, dossier in before.dossiers.items() if person not in touched}
    dossiers |= {person: dossier for person, dossier in anew.items() if person in touched}
    in_order = sorted(dossiers.values(), key=lambda dossier: dossier.first)
    return attrs.evolve(
        before,
        reports=_Reports(dossiers := {dossier.person_id: dossier for dossier in in_order}),
        sayings=_AllSayings(dossiers),
        places=places,
        dossiers=dossiers,
        standing=standing,
    )


def dimension_values(people: People, dimension: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each person's values of a dimension; an empty set where nothing is known."""
    people.read(dimension)
    for person in people.sayings:
        yield person, people.values(person, dimension)


def dimensions() -> tuple[str, ...]:
    """Return what a count may be broken down by."""
    return tuple(vocabulary()["dimensions"])


@attrs.frozen(eq=False)
class _AllSayings(Mapping[str, Sayings]):
    """What is said of everybody, each person's read when asked for."""

    _dossiers: Mapping[str, Dossier]

    def __getitem__(self, person: str) -> Sayings:
        return self._dossiers[person].sayings

    def __iter__(self) -> Iterator[str]:
        return iter(self._dossiers)

    def __len__(self) -> int:
        return len(self._dossiers)

    def __contains__(self, person: object) -> bool:
        return person in self._dossiers


class _Reports(Sequence[Report]):
    """The reports of everybody in log order, read when asked for."""

    def __init__(self, dossiers: Mapping[str, Dossier]) -> None:
        self._dossiers = dossiers

    @cached_property
    def _all(self) -> tuple[Report, ...]:
        read_reports(self._dossiers)
        placed = [one for dossier in self._dossiers.values() for one in dossier.reports_in_place()]
        return tuple(report for _, report in sorted(placed, key=lambda one: one[0]))

    @overload
    def __getitem__(self, place: int) -> Report: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Report, ...]: ...
    def __getitem__(self, place: int | slice) -> Report | tuple[Report, ...]:
        return self._all[place]

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[Report]:
        return iter(self._all)


def _name(dossier: Dossier) -> str:
    for property in NAMES[:2]:
        for saying in dossier.said(property):
            return str(saying.value)
    parts = [str(saying.value) for part in NAMES[2:] for saying in dossier.said(part)[:1]]
    return " ".join(parts) or dossier.person_id
