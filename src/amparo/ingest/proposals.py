"""What a file says, before anything is recorded: facts by subject, and the rows that could not be taken."""

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from amparo.errors import BadInput, Problem

type Value = Any  # Any: what JSON can hold; each property has its own shape


@attrs.frozen
class Fact:
    """
    One thing that one row says of its subject.

    Attributes:
        property: e.g. ``name``, ``event``, ``charge``, ``claim``.
        value: JSON-able; where cleaning changed it, ``{"value": …, "raw": …}``.
        happened_on: EDTF; None where the fact has no time or the source gives none.
        row, columns: the cells it was read from.
        exposure: 0 to 5, see the vocabulary.
        stated_on: EDTF; when the source said it.
        source_url: where the row names its own source; None means the list itself.
        negated: the source denies it.

    """

    property: str
    value: Value
    happened_on: str | None = None
    row: int | None = None
    columns: tuple[str, ...] = ()
    exposure: int = 2
    stated_on: str | None = None
    language: str | None = None
    source_url: str | None = None
    negated: bool = False


@attrs.frozen
class Record:
    """All facts of one subject in one file; ``row`` is the first of its rows."""

    subject_kind: str
    key: str
    row: int | None
    facts: tuple[Fact, ...]


@attrs.frozen
class Proposals:
    """
    The outcome of reading one file.

    Attributes:
        records: in the order of the file.
        refused: why rows were refused, each with its row; none of their facts is in ``records``.
        warnings: what a reader should look at, though it was taken.

    """

    records: tuple[Record, ...]
    refused: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()

    @property
    def refused_rows(self) -> tuple[int, ...]:
        """The numbers of the refused rows, rising."""
        return tuple(sorted({problem.row for problem in self.refused if problem.row is not None}))


def proposals(
    file: str, records: Mapping[str, Record], refused: Sequence[Problem], warnings: Sequence[Problem], problems: Sequence[Problem] = ()
) -> Proposals:
    """Return the outcome of a file; problems of the whole file, or no usable row, refuse it."""
    if problems:
        raise BadInput("ingest.file_refused", problems=tuple(problems), file=file, n=len(problems))
    if not records:
        raise BadInput("ingest.no_rows", problems=tuple(refused), file=file)
    return Proposals(tuple(records.values()), tuple(refused), tuple(warnings))


def cleaned(value: Value, raw: str) -> Value:
    """Return a cleaned value, with what was printed beside it where the two differ."""
    return value if value == raw else {"value": value, "raw": raw}
