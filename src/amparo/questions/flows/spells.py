"""
From moves with their days to the rows that the curves take: time in custody, time at liberty after it, and walks between situations.

Days are counted from the event that begins a spell. A spell whose first day nobody knows is left out; one whose end nobody
knows is followed to the last day for which the sources vouch.
"""

from datetime import date

import attrs
import numpy as np
import polars as pl

from amparo.questions.flows.kernels import Whole
from amparo.questions.flows.moves import DEAD, EPOCH, EXILED, FAR, HELD, HOME, OUT, SITUATIONS, Moves

RELEASED, MOVED_HOME, LEFT_COUNTRY, DIED = 1, 2, 3, 4  # how custody ends
REDETAINED, PUT_UNDER_HOUSE_ARREST, GONE = 1, 2, 3  # how liberty ends

_OF_CUSTODY = {OUT: RELEASED, HOME: MOVED_HOME, EXILED: LEFT_COUNTRY, DEAD: DIED}
_OF_LIBERTY = {HELD: REDETAINED, HOME: PUT_UNDER_HOUSE_ARREST, EXILED: GONE, DEAD: GONE}


@attrs.frozen
class Window:
    """The days within which a spell must begin for it to be asked of, both included; None = from ever."""

    since: date | None
    until: date

    @property
    def first(self) -> int:
        """The first day, since 1970."""
        return -FAR + 1 if self.since is None else self.since.toordinal() - EPOCH

    @property
    def last(self) -> int:
        """The last day, since 1970."""
        return self.until.toordinal() - EPOCH


@attrs.frozen(eq=False)
class _Run:
    """Moves in the order of drawn days, those that repeat the situation before them left out."""

    person: Whole
    leads: Whole
    day: Whole
    move: Whole


def custody_spells(moves: Moves, days: Whole, window: Window) -> pl.DataFrame:
    """
    Return the detentions that begin in a window: id, entry, time, cause (0 = still held when last heard of, else ``RELEASED`` …).

    Somebody whose detention its sources told of only later is at risk from then on: those who were let out before anybody
    wrote them down are not in the record, and would make the others look slow.
    """
    run = _run(moves, days)
    return _spells(moves, run, window, begins=HELD, causes=_OF_CUSTODY, entry=moves.documented[run.move])


def liberty_spells(moves: Moves, days: Whole, window: Window) -> pl.DataFrame:
    """Return the releases in a window: id, entry, time, cause (0 = not seen in custody again, else ``REDETAINED`` …)."""
    run = _run(moves, days)
    return _spells(moves, run, window, begins=OUT, causes=_OF_LIBERTY, entry=np.full(run.day.size, -FAR))


def walks(moves: Moves, days: Whole, window: Window) -> pl.DataFrame:
    """
    Return everybody's way between situations from their first detention in the window: id, start, stop, from_state, to_state.

    Two moves on one day are one, from the first situation to the last; a release and a new arrest on one day are a move from custody
    to custody, so that the second detention counts.
    """
    run = _run(moves, days)
    begun = (run.leads == HELD) & (run.day >= window.first) & (run.day <= window.last)
    origin = np.full(len(moves.persons), FAR)
    np.minimum.at(origin, run.person[begun], run.day[begun])
    kept = (run.day >= origin[run.person]) & (run.day <= window.last) & (run.day < FAR)
    person, leads, day = run.person[kept], run.leads[kept], run.day[kept]
    size = person.size
    final = np.ones(size, np.bool_)
    final[:-1] = person[1:] != person[:-1]
    end = np.where(final, np.maximum(moves.followed[person], day), np.append(day[1:], 0))
    # Of the moves of one day the last stands for all, and the row before leads to it.
    closes = final | (np.append(day[1:], FAR) > day)
    last_of_day = np.flatnonzero(closes)[np.searchsorted(np.flatnonzero(closes), np.arange(size))]
    to = np.where(final, -1, leads[last_of_day[np.minimum(np.arange(size) + 1, size - 1)]] if size else leads)
    frame = pl.DataFrame({"id": person, "start": day - origin[person], "stop": end - origin[person], "state": leads, "to": to})
    names = pl.Series(SITUATIONS)
    return frame.filter(pl.col("stop") > pl.col("start")).select(
        "id",
        "start",
        "stop",
        from_state=pl.col("state").replace_strict(range(len(SITUATIONS)), names),
        to_state=pl.col("to").replace_strict(range(len(SITUATIONS)), names, default=None),
    )


def _run(moves: Moves, days: Whole) -> _Run:
    """Return the moves by person and day; of several on one day that stand in no other order, those into custody come last."""
    known = np.abs(days) < FAR
    place = np.flatnonzero(known)
    order = place[np.lexsort((place, days[place], moves.person[place]))]
    person, leads = moves.person[order], moves.leads[order]
    again = np.zeros(order.size, np.bool_)
    again[1:] = (person[1:] == person[:-1]) & (leads[1:] == leads[:-1])
    kept = order[~again]
    return _Run(moves.person[kept], moves.leads[kept], days[kept], kept)


def _spells(moves: Moves, run: _Run, window: Window, *, begins: int, causes: dict[int, int], entry: Whole) -> pl.DataFrame:
    """Return the spells that begin with a situation in a window, and how each ended."""
    following = np.append((run.person[1:] == run.person[:-1]), False) if run.person.size else np.zeros(0, np.bool_)
    after = np.minimum(np.arange(run.day.size) + 1, max(run.day.size - 1, 0))
    ended = following & (run.day[after] <= window.last)
    last = np.minimum(np.maximum(moves.followed[run.person], run.day), window.last)
    end = np.where(ended, run.day[after], np.where(following, window.last, last))
    named = np.array([causes.get(situation, 0) for situation in range(len(SITUATIONS))])
    cause = np.where(ended, named[run.leads[after]], 0)
    chosen = (run.leads == begins) & (run.day >= window.first) & (run.day <= window.last)
    late = entry - run.day
    frame = pl.DataFrame(
        {
            "id": run.person[chosen],
            "entry": np.where(late > 0, late, -1)[chosen],
            "time": (end - run.day)[chosen],
            "cause": cause[chosen],
            "move": run.move[chosen],
        }
    )
    return frame.with_columns(entry=pl.when(pl.col("entry") > 0).then("entry"))
