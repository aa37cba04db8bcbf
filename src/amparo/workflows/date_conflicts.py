"""Dates that the joined records of one person contradict each other in: a reason to look again, at the dates or at the join."""

from collections.abc import Iterator
from itertools import combinations

import attrs
import polars as pl

from amparo.errors import BadInput
from amparo.histories.people import people
from amparo.statements import interval, to_edtf
from amparo.workflows.registry_lists import registry_lists
from amparo.workflows.session import Session

_COLUMNS = {"birth_date": "birth", "event_date": "detention"}


@attrs.frozen
class DateConflict:
    """
    Dates of one person that cannot both be right.

    Attributes:
        person: the id.
        what: ``birth`` or ``detention``; two detentions of one person are no error if both happened.
        dates: record, list and date as printed, one row a record.
    """

    person: str
    what: str
    dates: tuple[tuple[str, str, str], ...]


def date_conflicts(session: Session) -> list[DateConflict]:
    """Return the persons of several records whose days of birth, or of detention, do not meet; by id."""
    standing = session.standing()
    taken, found = registry_lists(standing), people(standing)
    said: dict[str, dict[str, tuple[str, str]]] = {}
    for name, frame in taken.lists.items():
        for column in _COLUMNS:
            if column in frame.columns:
                for record, text in frame.select("record_id", pl.col(column)).drop_nulls().iter_rows():
                    said.setdefault(record, {})[column] = (name, str(text))
    return [
        conflict
        for person, records in sorted(found.records.items())
        if len(records) > 1
        for conflict in _of_person(person, {record: said.get(record, {}) for record in records})
    ]


def _of_person(person: str, said: dict[str, dict[str, tuple[str, str]]]) -> Iterator[DateConflict]:
    for column, what in _COLUMNS.items():
        dates = [(record, *cells[column]) for record, cells in sorted(said.items()) if column in cells]
        if any(_apart(one[2], other[2]) for one, other in combinations(dates, 2)):
            yield DateConflict(person, what, tuple(dates))


def _apart(one: str, other: str) -> bool:
    """Say whether two dates have no day in common; what cannot be read contradicts nothing."""
    try:
        (low, high), (first, last) = (interval(to_edtf(text)) for text in (one, other))
    except (BadInput, ValueError, OverflowError):
        return False
    return bool((high and first and high < first) or (last and low and last < low))
