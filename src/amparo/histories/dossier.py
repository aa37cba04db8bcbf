"""
One person as the standing statements tell of them: reports, what else is said, and the history that follows.

A history hangs on that person's statements and on the names of places alone (semantics §2). So
what was worked out of a person lasts until one of their own statements comes or goes, however the rest of the log grows.
"""

import sys
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, MutableMapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import attrs
import numpy as np
import orjson
import polars as pl
from numpy.typing import NDArray

from amparo.histories.event import Event
from amparo.histories.events import history, with_silences
from amparo.histories.reports import Day, Report
from amparo.histories.whose import folded, plain
from amparo.statements import interval, kinds

_EPOCH = date(1970, 1, 1).toordinal()
_OWN_FIELDS = frozenset({"kind", "states", "facility", "facilities", "measures", "key", "after", "event"})
_COLUMNS = ("subject", "property", "value", "statement_id", "source", "stated_on", "negated", "happened_on", "position")
TOLD = ("subject_kind", *_COLUMNS)  # what of a statement is looked at here
_FEW = 500  # persons whose statements are looked up one by one; more are read in one pass

type Known = MutableMapping[tuple[str, bytes], "Dossier"]
type Sayings = Mapping[str, Sequence["Saying"]]


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
class Told:
    """
    The statements on persons, laid out so that those of one person are at hand.

    Attributes:
        rows: the statements in log order; ``position`` is their place in the log.
        order: their row numbers, person by person; within each in log order.
        start: where each person's begin in ``order``; one more entry for the end.
        number: which person is which, in the order in which the log first speaks of them.
        places: printed name of a facility, folded → its id.
    """

    rows: pl.DataFrame
    order: NDArray[np.int64]
    start: NDArray[np.int64]
    number: Mapping[str, int]
    places: Mapping[str, str]

    def of(self, person: str) -> pl.DataFrame:
        """Return the statements on one person, in log order."""
        place = self.number[person]
        return self.rows[self.order[self.start[place] : self.start[place + 1]]]

    def owners(self) -> NDArray[np.int64]:
        """Return, row by row, the number of the person."""
        owner = np.empty(self.rows.height, np.int64)
        owner[self.order] = np.repeat(np.arange(self.start.size - 1), np.diff(self.start))
        return owner


@attrs.define(eq=False, weakref_slot=True)
class Dossier:
    """
    What is told of one person, and what was worked out from it so far.

    Attributes:
        key: which statements these are: their positions in the log.
        told: where they can be read, as long as they have not been.
    """

    person_id: str
    key: bytes = b""
    told: Told | None = None
    _reports: tuple[Report, ...] | None = None
    _positions: tuple[int, ...] = ()
    _sayings: Sayings | None = None
    _said: dict[str, Sequence[Saying]] = attrs.field(factory=dict)
    _printed: tuple[tuple[str, str | None], ...] = ()
    _kept: dict[Hashable, Any] = attrs.field(factory=dict)  # Any: whatever was worked out

    @property
    def first(self) -> int:
        """The position in the log of the first statement."""
        return int.from_bytes(self.key[:8], sys.byteorder)

    @property
    def reports(self) -> tuple[Report, ...]:
        """What each statement reports of the person, in log order."""
        if self._reports is None:
            assert self.told is not None  # what was given is there
            rows = self.told.of(self.person_id).filter(pl.col("property") == "event")
            self.take_reports([*_cells(rows)], self.told.places)
        return self._reports or ()

    def reports_in_place(self) -> Iterator[tuple[int, Report]]:
        """Yield each report with its statement's position in the log."""
        reports = self.reports
        return zip(self._positions, reports, strict=True) if self.told else ((0, report) for report in reports)

    @property
    def sayings(self) -> Sayings:
        """Return what is said of the person, by property, in log order."""
        if self._sayings is None:
            assert self.told is not None  # as above
            found: defaultdict[str, list[Saying]] = defaultdict(list)
            for cells in _cells(self.told.of(self.person_id)):
                found[cells[1]].append(_saying(cells))
            self._sayings = dict(found)
        return self._sayings

    def said(self, property: str) -> Sequence[Saying]:
        """Return what is said of one property."""
        return self._said[property] if property in self._said else self.sayings.get(property, ())

    def values(self, dimension: str) -> frozenset[str]:
        """Return the values that sources give for a dimension: none where unknown, several where disputed."""
        return self.kept(
            ("values", dimension), lambda: frozenset(str(saying.value) for saying in self.said(dimension) if not saying.negated)
        )

    @property
    def places(self) -> frozenset[str]:
        """Every facility that some report names."""
        return self.kept("places", lambda: frozenset(place for report in self.reports for place in report.facilities))

    def history(self, fresh_within: int | None) -> list[Event]:
        """Return the person's events; see ``histories.events.history``."""
        if fresh_within is None:
            return self.kept("history", lambda: history(self.reports, fresh_within=None))
        return self.kept(("history", fresh_within), lambda: with_silences(self.history(None), fresh_within))

    def kept[T](self, question: Hashable, answer: Callable[[], T]) -> T:
        """Return what follows from the dossier, worked out if nobody has asked for it before."""
        if question not in self._kept:
            self._kept[question] = answer()
        found: T = self._kept[question]
        return found

    def take_reports(self, events: Sequence[tuple[Any, ...]], places: Mapping[str, str]) -> None:  # Any: cells of the log
        """Read the statements on events, cells in the order of ``_COLUMNS``."""
        printed: dict[str, str | None] = {}
        found, positions = [], []
        for cells in events:
            value = orjson.loads(cells[2])
            if isinstance(value, dict) and value.get("kind") in kinds():
                found.append(_report(cells, value, self.person_id, places, printed))
                positions.append(cells[-1])
        self._printed, self._positions = tuple(printed.items()), tuple(positions)
        self._reports = tuple(found)

    def take_sayings(self, property: str, said: Sequence[tuple[Any, ...]]) -> None:  # Any: as above
        """Read the statements on one property."""
        self._said[property] = [_saying(cells) for cells in said]

    def has_read(self, property: str | None = None) -> bool:
        """Say whether a property has been read; without one, whether the reports have."""
        return self._reports is not None if property is None else property in self._said or self._sayings is not None

    def still_holds(self, places: Mapping[str, str]) -> bool:
        """Say whether the printed names of places mean what they meant."""
        return all(places.get(name) == meant for name, meant in self._printed)


def lay_out(rows: pl.DataFrame, owner: Callable[[str, str], str], places: Mapping[str, str]) -> Told:
    """Return the statements laid out by person; ``owner`` says whose a statement is, by its kind of subject and subject."""
    subjects = rows.with_row_index("row").group_by("subject_kind", "subject", maintain_order=True).agg("row")
    number: dict[str, int] = {}
    owners = [
        number.setdefault(owner(kind, subject), len(number))
        for kind, subject in zip(subjects["subject_kind"].to_list(), subjects["subject"].to_list(), strict=True)
    ]
    of_row = np.empty(rows.height, np.int64)
    of_row[subjects["row"].explode().to_numpy()] = np.repeat(np.array(owners, np.int64), subjects["row"].list.len().to_numpy())
    start = np.append(0, np.cumsum(np.bincount(of_row, minlength=len(number)))).astype(np.int64)
    return Told(rows.select(_COLUMNS), np.argsort(of_row, kind="stable"), start, number, places)


def dossiers_of(told: Told, known: Known | None = None) -> dict[str, Dossier]:
    """Return everybody's dossier, in the order of the log; one that is ``known`` and rests on the same statements is that very one."""
    positions = told.rows["position"].to_numpy()[told.order]
    found = {}
    for person, place in told.number.items():
        key = positions[told.start[place] : told.start[place + 1]].tobytes()
        dossier = None if known is None else known.get((person, key))
        if dossier is None or not dossier.still_holds(told.places):
            dossier = Dossier(person, key, told)
            if known is not None:
                known[person, key] = dossier
        dossier.told = told
        found[person] = dossier
    return found


def read_reports(dossiers: Mapping[str, Dossier]) -> None:
    """Read the reports of everybody in one pass, where many have not been read."""
    for told, waiting in _waiting(dossiers, None):
        rows = _by_person(told, "event")
        for dossier in waiting:
            dossier.take_reports(rows.get(dossier.person_id, ()), told.places)


def read_sayings(dossiers: Mapping[str, Dossier], property: str) -> None:
    """Read what is said of one property of everybody in one pass, where many have not been read."""
    for told, waiting in _waiting(dossiers, property):
        rows = _by_person(told, property)
        for dossier in waiting:
            dossier.take_sayings(property, rows.get(dossier.person_id, ()))


def _waiting(dossiers: Mapping[str, Dossier], property: str | None) -> list[tuple[Told, list[Dossier]]]:
    """Return the dossiers that have not been read, by where they can be; the few of one place can be read one by one."""
    found: dict[int, tuple[Told, list[Dossier]]] = {}
    for dossier in dossiers.values():
        if dossier.told is not None and not dossier.has_read(property):
            found.setdefault(id(dossier.told), (dossier.told, []))[1].append(dossier)
    return [(told, waiting) for told, waiting in found.values() if len(waiting) > _FEW]


def _by_person(told: Told, property: str) -> dict[str, list[tuple[Any, ...]]]:  # Any: cells of the log
    """Return the statements on one property by person."""
    persons = list(told.number)
    chosen = (told.rows["property"] == property).arg_true()
    owners = told.owners()[chosen.to_numpy()].tolist()
    found: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for owner, cells in zip(owners, _cells(told.rows[chosen]), strict=True):
        found[persons[owner]].append(cells)
    return found


def _cells(rows: pl.DataFrame) -> Any:  # Any: an iterator of tuples of cells
    return zip(*(rows[name].to_list() for name in _COLUMNS), strict=True)


def _saying(cells: tuple[Any, ...]) -> Saying:  # Any: as above
    _, _, value, statement_id, source, stated_on, negated, happened_on, _ = cells
    return Saying(statement_id, plain(orjson.loads(value)), source, stated_on, negated, happened_on)


def _report(
    cells: tuple[Any, ...], value: Mapping[str, Any], person: str, places: Mapping[str, str], printed: dict[str, str | None]
) -> Report:  # Any: as above
    """Return what one statement reports; ``printed`` takes up the names of places that it was read by."""
    subject, _, _, statement_id, source, stated_on, negated, happened_on, _ = cells
    lo, hi = days(happened_on)
    named = [str(one) for one in ([value["facility"]] if value.get("facility") else value.get("facilities") or [])]
    printed.update((folded(name), places.get(folded(name))) for name in named)
    return Report(
        statement_id=statement_id,
        person_id=person,
        kind=value["kind"],
        lo=lo,
        hi=hi,
        edtf=happened_on or "",
        source=source,
        record=subject,
        stated=days(stated_on)[0],
        states=tuple(value.get("states", ())),
        facilities=tuple(dict.fromkeys(places.get(folded(name), name) for name in named)),
        measures=tuple(value.get("measures", ())),
        key=value.get("key"),
        after=tuple(value.get("after", ())),
        event=value.get("event"),
        denied=negated,
        details={name: part for name, part in value.items() if name not in _OWN_FIELDS},
    )


@lru_cache(maxsize=1 << 16)  # few different ones, as in `statements.dates`
def days(edtf: str | None) -> tuple[Day, Day]:
    """Return the first and last day of a date in days since 1970; None where unbounded or unknown."""
    first, last = interval(edtf or "")
    return (None if first is None else first.toordinal() - _EPOCH), (None if last is None else last.toordinal() - _EPOCH)


def day(number: Day) -> date | None:
    """Return the date of a day since 1970."""
    return None if number is None else date.fromordinal(number + _EPOCH)
