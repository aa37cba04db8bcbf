"""What to ask first: of one person, and over many case files, where one question may settle several."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import attrs

from amparo.questions.law.asking import MissingFact, missing_fact
from amparo.questions.law.assessing import Assessment


@attrs.frozen(kw_only=True)
class Asking:
    """
    One fact to find out, over some persons.

    Attributes:
        persons: those whose answer turns on it; of each it stands in a smallest set.
        alone: those of them whom it may settle by itself, on every charge that is open.
    """

    fact: MissingFact
    persons: tuple[str, ...]
    alone: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return it as data."""
        return {**self.fact.to_dict(), "persons": list(self.persons), "alone": list(self.alone)}


def questions_over(assessed: Iterable[Assessment]) -> list[Asking]:
    """
    Return the facts to find out over some persons, the next best question first.

    First comes what may settle most persons by itself, then what matters to most, then what stands in
    most of their smallest sets. All are assessed under one text; persons whose answer is settled ask for nothing.
    """
    found = list(assessed)
    persons: defaultdict[str, list[str]] = defaultdict(list)
    alone: defaultdict[str, list[str]] = defaultdict(list)
    sets: defaultdict[str, int] = defaultdict(int)
    for one in found:
        open_charges = [charge for charge in one.charges.values() if charge.answer == "cannot_tell"]
        for name in {name for charge in open_charges for name in charge.missing}:
            persons[name].append(one.case.person_id)
            sets[name] += sum(name in some for charge in open_charges for some in charge.missing_sets)
            if all([name] in charge.missing_sets for charge in open_charges):
                alone[name].append(one.case.person_id)
    ranked = sorted(persons, key=lambda name: (-len(alone[name]), -len(persons[name]), -sets[name], name))
    return [Asking(fact=missing_fact(found[0].instrument, name), persons=tuple(persons[name]), alone=tuple(alone[name])) for name in ranked]


def next_question(one: Assessment) -> MissingFact | None:
    """Return the best question to ask about a person, None where no fact would settle anything."""
    found = questions_over([one])
    return found[0].fact if found else None
