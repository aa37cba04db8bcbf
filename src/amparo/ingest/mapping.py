"""
The map of a list (``amparo-map/1``): what its columns say of persons, events, charges and applications.

    format: amparo-map/1
    id: zz-observatorio
    title: Lista de personas detenidas
    publisher: Observatorio de Zubia
    url: https://example.org/lista
    licence: CC-BY-4.0
    edition: 2026-02-01
    language: es
    dates: {order: dmy}
    record_id: n
    columns:
      name: nombre
      sex: {column: sexo, values: {F: f, M: m}}
      occupation: {column: oficio, separator: "|"}
    events:
    - {key: arrest, kind: arrest, date: detenida, facility: centro}
    - {key: release, kind: release_unspecified, date: liberada, after: arrest}
    presence: deprived

A cell is named by its column alone, or by a mapping with ``column`` or
``columns`` (joined), ``value`` (a constant), ``values`` (printed → meant),
``unmapped`` (refuse, keep or skip what ``values`` lacks) and ``separator``.
"""

from collections.abc import Mapping
from typing import Any, Literal

import attrs

from amparo.statements.phrases import DateConvention

type Unmapped = Literal["refuse", "keep", "skip"]


@attrs.frozen
class Cell:
    """Where a value comes from: a constant, or columns with what their words mean."""

    columns: tuple[str, ...] = ()
    value: Any = None  # Any: a constant of any JSON type
    values: Mapping[str, Any] | None = None  # Any: what a printed word means
    unmapped: Unmapped = "refuse"
    separator: str | None = None


@attrs.frozen
class When:
    """The condition under which a row says something: a column is filled (or not), or holds one of some words."""

    column: str
    filled: bool = True
    equals: tuple[str, ...] | None = None


@attrs.frozen
class Moment:
    """A date: one column, the span between two, or a constant."""

    column: str | None = None
    start: str | None = None
    end: str | None = None
    value: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it is read from."""
        return tuple(column for column in (self.column, self.start, self.end) if column)


@attrs.frozen
class FieldMap:
    """A property of the person and where it stands; ``on`` is the time at which it held (an age)."""

    property: str
    cell: Cell
    exposure: int
    on: Moment | None = None
    when: When | None = None


@attrs.frozen
class EventMap:
    """An event of the person: its kind fixed or read, and what else the row says of it."""

    kind: Cell
    key: str | None = None
    date: Moment | None = None
    facility: Cell | None = None
    place: Cell | None = None
    measures: Cell | None = None
    conditions: Cell | None = None
    note: Cell | None = None
    instrument: str | None = None
    after: tuple[str, ...] = ()
    when: When | None = None
    undated: Literal["skip", "keep"] = "skip"
    negated: bool = False
    exposure: int = 2


@attrs.frozen
class ChargeMap:
    """A charge, in the words of a case file: offences, status, the act, and facts of this charge."""

    key: str
    offences: Cell | None = None
    status: Cell | None = None
    article: Cell | None = None
    court: Cell | None = None
    act: Moment | None = None
    facts: Mapping[str, Cell] = attrs.field(factory=dict)
    when: When | None = None
    exposure: int = 2


@attrs.frozen
class ListMap:
    """
    A whole map.

    Attributes:
        record_id: the column that identifies a row; without one the row's content does.
        person_key: the column whose equal values are one person, where a person has several rows.
        presence: the states that being on the list at its edition leaves possible.
        curated: nobody stands twice on the list.
        names_identify: a full name alone may identify (memorial lists).
        population: the definition under which persons are listed.

    """

    id: str
    title: str
    publisher: str
    licence: str
    url: str | None = None
    edition: str | None = None
    language: str | None = None
    reliability: str = "unknown"
    exposure: int = 2
    curated: bool = False
    names_identify: bool = False
    population: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    delimiter: str | None = None
    encoding: str | None = None
    dates: DateConvention = attrs.field(factory=DateConvention)
    record_id: str | None = None
    person_key: str | None = None
    stated_on: str | None = None
    source_url: str | None = None
    fields: tuple[FieldMap, ...] = ()
    events: tuple[EventMap, ...] = ()
    presence: tuple[str, ...] = ()
    charges: tuple[ChargeMap, ...] = ()
    facts: Mapping[str, Cell] = attrs.field(factory=dict)

    @property
    def columns(self) -> frozenset[str]:
        """Every column that the map reads."""
        found = {self.record_id, self.person_key, self.stated_on, self.source_url}
        parts: tuple[FieldMap | EventMap | ChargeMap, ...] = (*self.fields, *self.events, *self.charges)
        for part in parts:
            found.update(_columns_of(part))
        for cell in self.facts.values():
            found.update(cell.columns)
        return frozenset(column for column in found if column)


def _columns_of(part: FieldMap | EventMap | ChargeMap) -> set[str]:
    """Return the columns that one part of a map reads."""
    found: set[str] = set()
    for name in attrs.fields_dict(type(part)):
        value = getattr(part, name)
        if isinstance(value, Cell | Moment):
            found.update(value.columns)
        elif isinstance(value, When):
            found.add(value.column)
        elif isinstance(value, dict):
            found.update(column for cell in value.values() for column in cell.columns)
    return found
