"""What was worked out at one position of the log, kept until the log has grown, and then taken further rather than begun again."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import RLock
from typing import Any
from weakref import WeakValueDictionary

import attrs
import polars as pl

from amparo.histories.people import Dossier, People
from amparo.histories.whose import OF_IDENTITY
from amparo.statements import came_or_went
from amparo.workflows.sameness import records_of_persons

_MOST = 24
_MOST_GROWN = 9  # each may be as long as the log: three views of it, with their persons and counts


@attrs.frozen
class Grown[T]:
    """A value that was worked out when the log had a number of statements."""

    height: int
    value: T


class Memory:
    """
    Values by the question that they answer; the longest unasked are let go.

    One process may share it between threads: whoever asks what another is just working out, waits for it; whoever asks something
    else does not. That needs questions which never ask each other in a ring, as none here does.
    """

    def __init__(self) -> None:
        self._values: OrderedDict[Hashable, Any] = OrderedDict()  # Any: whatever was worked out
        self._grown: OrderedDict[Hashable, Grown[Any]] = OrderedDict()  # Any: as above
        self._lock = RLock()  # over the tables, never while something is worked out
        self._working: WeakValueDictionary[Hashable, Any] = WeakValueDictionary()  # Any: locks; Hashable: a question being worked out
        # Persons as long as anybody uses them: views of the log that agree on somebody share what was worked out of them.
        self.dossiers: WeakValueDictionary[tuple[str, bytes], Dossier] = WeakValueDictionary()

    def holds(self, question: Hashable) -> bool:
        """Say whether the value of a question is at hand."""
        with self._lock:
            return question in self._values

    def kept[T](self, question: Hashable, answer: Callable[[], T]) -> T:
        """Return the value of a question, worked out if nobody has asked it before."""
        with self._turn(("kept", question)):
            with self._lock:
                if question in self._values:
                    self._values.move_to_end(question)
                    known: T = self._values[question]
                    return known
            found = answer()
            with self._lock:
                self._values[question] = found
                while len(self._values) > _MOST:
                    self._values.popitem(last=False)
            return found

    def grown[T](self, question: Hashable, height: int, answer: Callable[[Grown[T] | None], T]) -> T:
        """
        Return the value of a question at a height of the log; ``answer`` is given what it was when the log was shorter, if anybody asked.

        Only the latest is kept: an earlier height asked for later begins anew.
        """
        with self._turn(("grown", question)):
            before: Grown[T] | None = self._grown.get(question)
            if before is not None and before.height > height:
                return self.kept((question, height), lambda: answer(None))
            if before is None or before.height < height:
                before = Grown(height, answer(before))
            with self._lock:
                self._grown[question] = before
                self._grown.move_to_end(question)
                while len(self._grown) > _MOST_GROWN:
                    self._grown.popitem(last=False)
            return before.value

    def _turn(self, question: Hashable) -> Any:  # Any: a lock
        """Return the lock that everybody takes who asks a question; it lasts as long as anybody holds it."""
        with self._lock:
            turn = self._working.get(question)
            if turn is None:
                self._working[question] = turn = RLock()
            return turn

    def latest(self, question: Hashable) -> Grown[Any] | None:  # Any: whatever was worked out
        """Return the latest value of a question that grows, None where nobody has asked it."""
        return self._grown.get(question)


@attrs.frozen(eq=False)
class Seen:
    """What stands, and which of it somebody may see."""

    stands: pl.DataFrame
    rows: pl.DataFrame


def seen_of(stands: pl.DataFrame, everybody: People, clearance: int, before: Seen | None = None) -> Seen:
    """
    Return which of the standing statements, which speak of everybody, have an effective exposure of at least ``clearance``.

    ``before``: the same of a shorter log. Where no limit and nobody's identity changed, only what came since is weighed.
    """
    from amparo.publish import LIMITING, effective_exposure  # here, for the whole site comes along: nobody at the command line needs it

    same = records_of_persons(everybody)
    changes = None if before is None else came_or_went(before.stands, stands)
    if before is None or changes is None or changes["property"].is_in([*LIMITING, *OF_IDENTITY]).any():
        return Seen(stands, stands.filter(effective_exposure(stands, same=same) >= clearance))
    came, went = (changes.filter(pl.col("came") == one)["position"].to_list() for one in (True, False))
    anew = stands.filter(pl.col("position").is_in(came))
    weighed = pl.concat([stands.filter(pl.col("property").is_in(LIMITING)), anew])
    visible = anew.filter(effective_exposure(weighed, same=same).tail(anew.height) >= clearance)
    kept = before.rows.filter(~pl.col("position").is_in(went)) if went else before.rows
    rows = pl.concat([kept, visible])
    return Seen(stands, rows if rows["position"].is_sorted() else rows.sort("position"))
