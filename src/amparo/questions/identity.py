"""Persons who may be one person, in counts: the least and most over all the ways to join them (semantics §3)."""

from collections.abc import Callable, Iterable, Mapping

import attrs
import numpy as np
import polars as pl

from amparo.histories.identity import read_parts
from amparo.histories.identity_kernel import best_partitions
from amparo.histories.people import People
from amparo.histories.reports import Report


@attrs.frozen
class Web:
    """Persons connected by undecided pairs, and the sets of them that may be one, each with its own id."""

    persons: tuple[str, ...]
    blocks: Mapping[int, str]


@attrs.frozen
class Webs:
    """
    All webs of undecided identity.

    Attributes:
        persons: everybody who stands in one.
        blocks: the id of each set of two or more who may be one → its members.
        safe: a web was too large to go through.
    """

    webs: tuple[Web, ...] = ()
    persons: frozenset[str] = frozenset()
    blocks: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    safe: bool = False

    @staticmethod
    def none() -> "Webs":
        """Return no web at all: everybody counts alone."""
        return Webs()

    def members(self, person: str) -> tuple[str, ...]:
        """Return the persons behind an id."""
        return self.blocks.get(person, (person,))

    def as_one(self, block: str, reports: Iterable[Report]) -> tuple[Report, ...]:
        """Return the reports of a set of persons as if they were one, under ids of their own: each event stands in several sets."""
        return tuple(attrs.evolve(report, person_id=block, statement_id=f"{report.statement_id}@{block}") for report in reports)


def webs_of(people: People) -> Webs:
    """Return the webs of a registry's undecided pairs."""
    if not people.undecided:
        return Webs()
    ids = sorted({person for pair in people.undecided for person in pair})
    frame, apart = (
        pl.DataFrame(pairs, schema={"a": pl.String, "b": pl.String}, orient="row") for pairs in (people.undecided, people.different)
    )
    found: list[Web] = []
    blocks: dict[str, tuple[str, ...]] = {}
    safe = False
    for web in read_parts(pl.Series(ids, dtype=pl.String), frame, apart).webs:
        persons = tuple(ids[place] for place in web.persons)
        own = {mask: "+".join(persons[bit] for bit in range(len(persons)) if mask >> bit & 1) for mask in web.blocks}
        if not own:
            safe = True
            own = {1 << bit: person for bit, person in enumerate(persons)} | {(1 << len(persons)) - 1: "+".join(persons)}
        found.append(Web(persons, own))
        blocks |= {name: tuple(name.split("+")) for name in own.values() if "+" in name}
    return Webs(tuple(found), frozenset(person for web in found for person in web.persons), blocks, safe)


def bounds_of_webs(webs: Webs, surely: Callable[[str], int], maybe: Callable[[str], int]) -> tuple[int, int]:
    """Return the least sum of ``surely`` and the most of ``maybe`` over all the ways to join the persons of every web."""
    least, most = 0, 0
    for web in webs.webs:
        low = np.array([[surely(name)] for name in web.blocks.values()], np.int64)
        high = np.array([[maybe(name)] for name in web.blocks.values()], np.int64)
        if len(web.blocks) == len(web.persons) + 1 and len(web.persons) > 8:
            # Too many to go through. Once where all parts and the whole are sure; every part that may be; and since two who alone may
            # not be can be it together (a custody between two releases), half of the others.
            least += int(low.min())
            most += max(int(high[:-1].sum()), int(high[-1].sum())) + int((high[:-1] == 0).sum()) // 2
        else:
            lower, upper = best_partitions(len(web.persons), np.array(list(web.blocks), np.int64), low, high)
            least += int(lower[0])
            most += int(upper[0])
    return least, most
