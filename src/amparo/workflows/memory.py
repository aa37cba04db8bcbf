"""What was worked out at one position of the log, kept until the log has grown: many questions, one reading."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import RLock
from typing import Any

import polars as pl

from amparo.histories.people import people
from amparo.publish import effective_exposure
from amparo.workflows.sameness import records_of_persons

_MOST = 24


class Memory:
    """
    Values by the question that they answer; the longest unasked are let go.

    One process may share it between threads: whoever asks what another is just working out, waits for it.
    """

    def __init__(self) -> None:
        self._values: OrderedDict[Hashable, Any] = OrderedDict()  # Any: whatever was worked out
        self._lock = RLock()

    def kept[T](self, question: Hashable, answer: Callable[[], T]) -> T:
        """Return the value of a question, worked out if nobody has asked it before."""
        with self._lock:
            if question not in self._values:
                self._values[question] = answer()
                while len(self._values) > _MOST:
                    self._values.popitem(last=False)
            self._values.move_to_end(question)
            found: T = self._values[question]
            return found


def sealed_from(stands: pl.DataFrame, clearance: int) -> pl.DataFrame:
    """Return the standing statements whose effective exposure is at least ``clearance``."""
    levels = effective_exposure(stands, same=records_of_persons(people(stands)))
    return stands.filter(levels >= clearance)
