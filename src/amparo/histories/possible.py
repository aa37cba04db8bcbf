"""The states that each person may have been in, and when."""

import numpy as np
import polars as pl

from amparo.histories.cells import divide
from amparo.histories.compiled import chosen
from amparo.histories.intake import days_to_dates, lay_out
from amparo.histories.kernels import FUTURE, PAST, Pieces, Runs, Small


def possible_states(events: pl.DataFrame) -> pl.DataFrame:
    """
    Return every stretch of days on which a person may have been in a state: person_id, state, from, until, certain.

    It takes events as given: person_id, event_id, state (or the list of states
    that may follow), lo and hi (days, inclusive, null = unbounded) and,
    optionally, ``after``: the events known to come before, and ``optional``: it
    may not have happened at all, so that it makes its states possible and ends nothing. ``until`` is
    exclusive. A row is certain where no other state is possible; the rows of one
    person and state do not overlap. Days before the first event carry
    ``no_record``. A person whose dates contradict the known order keeps the
    dates as given, without the order, and is certain of nothing: see
    ``conflicts``. Rows are sorted by person, first day and state.

    >>> from datetime import date
    >>> arrest = {"person_id": "p1", "event_id": "e1", "state": "deprived", "lo": date(2026, 1, 1), "hi": date(2026, 1, 3)}
    >>> for row in possible_states(pl.DataFrame([arrest])).iter_rows():
    ...     print(row[1], row[2], row[3], row[4])
    no_record None 2026-01-01 True
    deprived 2026-01-01 2026-01-03 False
    no_record 2026-01-01 2026-01-03 False
    deprived 2026-01-03 None True
    """
    laid = lay_out(events, in_order=True)
    cells = divide(laid)
    pieces, _ = cut(cells.runs, cells.count)
    answer = pl.DataFrame(
        {
            "person_id": laid.persons.gather(pieces.person),
            "state": pl.Series(cells.states, dtype=pl.String).gather(pieces.cell),
            "from": days_to_dates(pieces.begin, PAST),
            "until": days_to_dates(pieces.until, FUTURE),
            "certain": pieces.certain,
        }
    )
    in_order = np.lexsort((pieces.cell, pieces.begin, pieces.person))
    return answer[in_order]


def cut(runs: Runs, cells: int) -> tuple[Pieces, Small]:
    """Return the stretches of every person, cell by cell, and each person's kind of conflict."""
    kernel = chosen(runs.lo.size)
    verdicts = np.zeros(runs.start.size - 1, np.int32)
    size = kernel.cut_pieces(runs, cells, _space(0), verdicts)
    pieces = _space(size)
    kernel.cut_pieces(runs, cells, pieces, verdicts)
    return pieces, verdicts


def _space(size: int) -> Pieces:
    """Return room for a number of stretches."""
    cell, begin, until = (np.empty(size, np.int32) for _ in range(3))
    return Pieces(np.empty(size, np.int64), cell, begin, until, np.empty(size, np.bool_))
