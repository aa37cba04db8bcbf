"""Where the dates of a person's events contradict the order in which they are known to have happened."""

from collections.abc import Iterable, Iterator, Mapping, Set

import numpy as np
import polars as pl

from amparo.histories.compiled import chosen
from amparo.histories.intake import Events, lay_out
from amparo.histories.kernels import CONSISTENT, Runs, Small

type Links = Mapping[int, Set[int]]

_NONE = np.zeros(0, np.int32)


def conflicts(events: pl.DataFrame) -> pl.DataFrame:
    """
    Return every contradiction between dates and known order: person_id, event_ids, kind.

    ``circular_order``: events each of which is known to come before the next,
    and the last before the first. ``dates_against_order``: events which
    the order leaves no day to happen on. One row a contradiction, with the events
    that take part in it, in the order of the table; separate contradictions of one
    person are separate rows. Nothing is dropped: the person stays in every
    answer with the dates as given, and is certain of nothing.
    """
    laid = lay_out(events, in_order=True)
    found = [(laid.persons[person], kind, rows) for person in _in_conflict(laid) for kind, rows in _contradictions(laid, person)]
    ids = laid.frame["event_id"]
    return pl.DataFrame(
        {
            "person_id": pl.Series([person for person, _, _ in found], dtype=laid.persons.dtype),
            "event_ids": pl.Series([ids.gather(rows).to_list() for _, _, rows in found], dtype=pl.List(ids.dtype)),
            "kind": pl.Series([kind for _, kind, _ in found], dtype=pl.String),
        }
    )


def _in_conflict(laid: Events) -> list[int]:
    """Return the persons whose order and dates cannot both be true."""
    if laid.after_start.size == 0:
        return []
    kernel = chosen(laid.lo.size)
    no_cells = Runs(
        laid.start,
        laid.lo,
        laid.hi,
        laid.after_start,
        laid.after,
        np.zeros(laid.lo.size, np.int32),
        np.zeros(2, np.int64),
        _NONE,
        0,
        laid.optional,
    )
    verdicts: Small = np.zeros(laid.start.size - 1, np.int32)
    kernel.judge(no_cells, verdicts)
    return [int(person) for person in np.flatnonzero(verdicts != CONSISTENT)]


def _contradictions(laid: Events, person: int) -> Iterator[tuple[str, list[int]]]:
    rows = range(int(laid.start[person]), int(laid.start[person + 1]))
    later = {row: {int(other) for other in laid.after[laid.after_start[row] : laid.after_start[row + 1]]} for row in rows}
    earlier = {row: {other for other in rows if row in later[other]} for row in rows}
    circle = _between_circles(later, earlier)
    for together in _neighbours(circle, later):
        yield "circular_order", together
    # What may not have happened can have no day without any contradiction.
    sure = [row for row in rows if not laid.optional[row]]
    later = {row: later[row] & set(sure) for row in sure}
    earlier = {row: earlier[row] & set(sure) for row in sure}
    lo, hi = _reach(laid, sure, earlier, later)
    empty = {row for row in sure if lo[row] > hi[row]}
    for together in _neighbours(empty, later):
        yield "dates_against_order", together


def _between_circles(later: Links, earlier: Links) -> set[int]:
    """Return the events on a circle, or on a way from one circle to another."""
    left = set(later)
    while outside := {row for row in left if not (later[row] & left and earlier[row] & left)}:
        left -= outside
    return left


def _reach(laid: Events, rows: Iterable[int], earlier: Links, later: Links) -> tuple[dict[int, int], dict[int, int]]:
    """Carry first days forward and last days back until nothing changes."""
    lo = {row: int(laid.lo[row]) for row in rows}
    hi = {row: int(laid.hi[row]) for row in rows}
    changed = True
    while changed:
        changed = False
        for row, reached in [*lo.items()]:
            first = max([reached, *(lo[other] for other in earlier[row])])
            last = min([hi[row], *(hi[other] for other in later[row])])
            changed = changed or (first, last) != (reached, hi[row])
            lo[row], hi[row] = first, last
    return lo, hi


def _neighbours(rows: Set[int], later: Links) -> list[list[int]]:
    """Return the events in sets that the known order connects."""
    left, found = set(rows), []
    while left:
        together, edge = set[int](), {min(left)}
        while edge:
            together |= edge
            edge = {
                other for row in left for other in left if (other in later[row] and row in edge) or (row in later[other] and row in edge)
            } - together
        left -= together
        found.append(sorted(together))
    return found
