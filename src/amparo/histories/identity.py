"""
Persons that may be one person, and the ways in which they may be.

Undecided pairs connect persons into webs. A world joins some of them: a
partition of each web into blocks, each connected by undecided pairs and without a
pair that is known to differ.
"""

from collections.abc import Hashable, Iterable, Set
from functools import cache

import attrs
import numpy as np
import polars as pl
from numpy.typing import NDArray

from amparo.errors import BadInput
from amparo.histories.intake import refuse_no_frame

MOST_PARTS = 8  # beyond, there are too many partitions to go through: nine parts have 21,147

type Pairs = list[frozenset[Hashable]]


@attrs.frozen
class Web:
    """
    Persons connected by undecided pairs.

    Attributes:
        persons: their places among the persons; -1 for one without events, who counts nowhere but may connect two others.
        blocks: the sets of them that may be one person, one bit each; empty above MOST_PARTS.
    """

    persons: tuple[int, ...]
    blocks: tuple[int, ...]

    def members(self, block: int) -> tuple[int, ...]:
        """Return the persons of a block that have events."""
        return tuple(person for bit, person in enumerate(self.persons) if block >> bit & 1 and person >= 0)

    @property
    def known(self) -> tuple[int, ...]:
        """The persons that have events."""
        return tuple(person for person in self.persons if person >= 0)


@attrs.frozen(eq=False)
class Parts:
    """The webs of undecided identity, and for each person whether it stands in one."""

    webs: tuple[Web, ...]
    joined: NDArray[np.bool_]


def uses_safe_rule(undecided: pl.DataFrame, different: pl.DataFrame | None = None) -> bool:
    """
    Say whether ``daily_counts`` counts some persons by the safe rule: more than eight stand in one web of undecided pairs.

    Then ``at_least`` counts the web once where each of its persons, and all of
    them joined, are surely in the state; ``at_most`` adds each for whom it is possible.

    >>> uses_safe_rule(pl.DataFrame({"a": ["p1"], "b": ["p2"]}))
    False
    """
    links, _ = _links(undecided, different, None)
    return any(len(web) > MOST_PARTS for web in _webs(links))


def read_parts(persons: pl.Series, undecided: pl.DataFrame | None, different: pl.DataFrame | None) -> Parts:
    """Return the webs of the undecided pairs; a pair that is also known to differ connects nothing."""
    joined = np.zeros(len(persons), np.bool_)
    links, apart = _links(undecided, different, persons.dtype)
    webs = _webs(links)
    if not webs:
        return Parts((), joined)
    named = pl.DataFrame({"id": pl.Series([one for web in webs for one in web], dtype=persons.dtype)})
    places = named.join(pl.DataFrame({"id": persons}).with_row_index("place"), on="id", how="left", maintain_order="left")["place"]
    place = iter(places.cast(pl.Int64).fill_null(-1).to_list())
    found = tuple(Web(tuple(next(place) for _ in web), _blocks_of(web, links, apart)) for web in webs)
    joined[[person for web in found for person in web.known]] = True
    return Parts(found, joined)


def _links(
    undecided: pl.DataFrame | None, different: pl.DataFrame | None, dtype: pl.DataType | None
) -> tuple[set[frozenset[Hashable]], set[frozenset[Hashable]]]:
    """Return the pairs that may be one person, and those that are not."""
    apart = set(_pairs(different, "different", dtype))
    return {pair for pair in _pairs(undecided, "undecided", dtype) if len(pair) == 2} - apart, apart


def _pairs(frame: pl.DataFrame | None, table: str, dtype: pl.DataType | None) -> Pairs:
    if frame is None:
        return []
    refuse_no_frame(frame, table)
    if not {"a", "b"} <= set(frame.columns) or frame.select("a", "b").null_count().sum_horizontal().item():
        raise BadInput("histories.pairs_columns", table=table, columns=", ".join(frame.columns))
    pairs = frame.select("a", "b")
    if dtype is not None and not pairs.is_empty():
        if any((one == pl.String) != (dtype == pl.String) for one in pairs.dtypes):
            raise BadInput("histories.pairs_columns", table=table, columns=", ".join(map(str, pairs.schema.items())))
        pairs = pairs.cast(dtype)
    return [frozenset(pair) for pair in pairs.rows()]


def _webs(links: Iterable[frozenset[Hashable]]) -> list[tuple[Hashable, ...]]:
    """Return the persons of each web, webs and persons in order of their ids."""
    leader: dict[Hashable, Hashable] = {}

    def lead(one: Hashable) -> Hashable:
        while leader.setdefault(one, one) != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    for a, b in links:
        leader[lead(a)] = lead(b)
    webs: dict[Hashable, list[Hashable]] = {}
    for one in sorted(leader, key=str):
        webs.setdefault(lead(one), []).append(one)
    return [tuple(web) for web in webs.values()]


def _blocks_of(web: tuple[Hashable, ...], links: Set[frozenset[Hashable]], apart: Set[frozenset[Hashable]]) -> tuple[int, ...]:
    if len(web) > MOST_PARTS:
        return ()

    def bits(pairs: Set[frozenset[Hashable]]) -> tuple[int, ...]:
        return tuple(sum(1 << bit for bit, other in enumerate(web) if frozenset((one, other)) in pairs and other != one) for one in web)

    return _blocks(bits(links), bits(apart))


@cache
def _blocks(linked: tuple[int, ...], apart: tuple[int, ...]) -> tuple[int, ...]:
    """
    Return the sets of parts that may be one person, given each part's links and exclusions as bits.

    >>> _blocks((0b010, 0b101, 0b010), (0, 0, 0))  # a – b – c: all but {a, c}
    (1, 2, 3, 4, 6, 7)
    """
    return tuple(block for block in range(1, 1 << len(linked)) if _is_connected(block, linked) and not _breaks(block, apart))


def _is_connected(block: int, linked: tuple[int, ...]) -> bool:
    reached, edge = 0, block & -block
    while edge:
        reached |= edge
        edge = sum(set_bit for set_bit in _bits(block & ~reached) if linked[set_bit.bit_length() - 1] & reached)
    return reached == block


def _breaks(block: int, apart: tuple[int, ...]) -> bool:
    return any(apart[bit.bit_length() - 1] & block for bit in _bits(block))


def _bits(block: int) -> list[int]:
    return [1 << place for place in range(block.bit_length()) if block >> place & 1]
