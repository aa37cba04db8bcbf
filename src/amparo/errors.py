"""
What can go wrong, as one tree; each leaf decides the exit code of the command line.

    AmparoError
    ├── VerificationFailed   1  the record does not match what was promised
    ├── WrongUse             2  the command was called wrongly
    ├── BadInput             3  a file or value cannot be taken; nothing was changed
    └── Locked               4  locked, wrong key or no permission

An error carries a stable code and the values of its sentence; the sentences are
in ``locale/*.toml``, in Spanish and English. They say what, where, why and what
to do; they name ids, rows and columns, never a person.
"""

from typing import Any, ClassVar

import attrs

from amparo.words import Language, say


class AmparoError(Exception):
    """Something that a user can understand and act upon."""

    exit_code: ClassVar[int] = 1

    def __init__(self, code: str, /, **values: Any) -> None:  # Any: whatever the sentence prints
        self.code = code
        self.values = values
        super().__init__(code, values)

    def message(self, language: Language) -> str:
        """Return the sentence for the reader, with the stable code at its end."""
        return f"{say(self.code, language, **self.values)} [{self.code}]"

    def __str__(self) -> str:
        return self.message("en")


class VerificationFailed(AmparoError):
    """A log, a backup or a release does not match what it should be."""

    exit_code = 1


class WrongUse(AmparoError):
    """The options of a command do not fit together."""

    exit_code = 2


class BadInput(AmparoError):
    """A file or a value cannot be taken as it is; nothing was changed."""

    exit_code = 3

    def __init__(self, code: str, /, *, problems: "tuple[Problem, ...]" = (), **values: Any) -> None:
        self.problems = problems
        super().__init__(code, **values)


class Locked(AmparoError):
    """The registry is busy, the key is wrong, or the reader may not do this."""

    exit_code = 4


@attrs.frozen
class Problem:
    """
    One cell or row that cannot be taken, and why.

    Attributes:
        code: the sentence, e.g. ``ingest.date_not_a_day``.
        row: the row in the file as a spreadsheet numbers it (the header is 1); None for the file as a whole.
        column: the column's heading as printed in the file; None for the whole row.
        values: what the sentence prints, the offending value among them.
    """

    code: str
    row: int | None = None
    column: str | None = None
    values: dict[str, Any] = attrs.field(factory=dict)  # Any: whatever the sentence prints

    def message(self, language: Language) -> str:
        """Return place and reason in one sentence, e.g. ``Fila 212, columna "Fecha": …``."""
        reason = f"{say(self.code, language, **self.values)} [{self.code}]"
        if self.row is not None and self.column is not None:
            return say("words.at_cell", language, row=self.row, column=self.column) + reason
        if self.row is not None:
            return say("words.at_row", language, row=self.row) + reason
        if self.column is not None:
            return say("words.at_column", language, column=self.column) + reason
        return reason
