"""An invented population with known numbers, as lists that name some of it: records, persons, arrests, and pairs nobody has decided."""

from collections.abc import Mapping
from typing import Any

import attrs
import numpy as np

from amparo.histories.people import People, people
from amparo.statements import Statement
from tests.histories.told import snapshot, statement

REACH = {"abogados": 0.45, "familias": 0.35, "prensa": 0.3}


@attrs.frozen
class Invented:
    """
    Lists of invented persons.

    Attributes:
        statements: what the lists say.
        list_of: the list of each record.
        undecided: pairs of persons who may be one.
    """

    statements: tuple[Statement, ...]
    list_of: Mapping[str, str]
    undecided: tuple[tuple[str, str], ...]

    @property
    def people(self) -> People:
        """The persons of the statements."""
        return people(snapshot(*self.statements))


def invented_lists(
    size: int,
    seed: int,
    *,
    reach: Mapping[str, float] = REACH,
    split: int = 0,
    values: Mapping[str, Any] | None = None,  # Any: a value of the dimension sex, by person's number modulo their number
    when: str = "2026-01-10",
) -> Invented:
    """
    Return lists that each name every person with their own probability, in January 2026.

    Of ``split`` persons on two lists or more, one record stands apart as a person of its own, and nobody knows whether it is theirs.
    """
    rng = np.random.default_rng(seed)
    made: list[Statement] = []
    list_of: dict[str, str] = {}
    undecided: list[tuple[str, str]] = []
    for number in range(size):
        on = [name for name, chance in reach.items() if rng.random() < chance]
        for place, name in enumerate(on):
            record, person = f"r{number}{name}", f"p{number}"
            if place == 1 and len(undecided) < split:
                person = f"p{number}x"
                undecided.append((f"p{number}", person))
            list_of[record] = name
            made.append(statement(record, "person", person, subject_kind="record", source=name))
            made.append(statement(record, "event", {"kind": "arrest"}, subject_kind="record", source=name, happened_on=when))
            if values:
                value = list(values.values())[number % len(values)]
                if value is not None:
                    made.append(statement(record, "sex", value, subject_kind="record", source=name))
    made += [statement(one, "same_person", {"other": other, "decision": "undecided", "per_mille": 500}) for one, other in undecided]
    return Invented(tuple(made), list_of, tuple(undecided))
