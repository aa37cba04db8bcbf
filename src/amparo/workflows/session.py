"""One sitting with a registry: who is working, what time it is, and how a fact becomes a statement."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import attrs
import polars as pl

from amparo.histories.people import People, people
from amparo.statements import Statement, standing, standing_since
from amparo.store import Registry, open_registry
from amparo.workflows.lasting import keep
from amparo.workflows.memory import Grown, Memory, Seen, seen_of

type Clock = Callable[[], datetime]


def wall_clock() -> datetime:
    """Return the moment now, in UTC."""
    return datetime.now(UTC)


@attrs.frozen
class Session:
    """
    An open registry, somebody who works in it, and a clock.

    Attributes:
        who: recorded with every statement.
        clock: moments for ``recorded_at``; replaced where the same bytes must come out twice.
        clearance: statements of a lower effective exposure are not there for this person; 0 sees everything.
        upto: how many statements of the log are there for this sitting; None = all.
        memory: what other sittings of this process have worked out already.
    """

    registry: Registry
    who: str
    clock: Clock = wall_clock
    clearance: int = 0
    upto: int | None = None
    memory: Memory = attrs.field(factory=Memory)

    def now(self) -> str:
        """Return this moment as statements carry it."""
        return self.clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def today(self) -> date:
        """Return the day of this moment, in UTC."""
        return self.clock().astimezone(UTC).date()

    def statement(self, **fields: Any) -> Statement:  # Any: the fields of Statement
        """Return a statement recorded now by this person."""
        return Statement(**{"recorded_at": self.now(), "recorded_by": self.who, **fields})

    def log(self) -> pl.DataFrame:
        """Return the log as far as this sitting reads it."""
        log = self.registry.log()
        return log if self.upto is None else log.head(self.upto)

    def standing(self, known_at: date | None = None) -> pl.DataFrame:
        """Return the statements that stand and that this person may see, as known at the end of a day."""
        log = self.log()

        def found(before: Grown[pl.DataFrame] | None) -> pl.DataFrame:
            grown = None if before is None else standing_since(before.value, log[before.height :], known_at)
            return standing(log, known_at) if grown is None else grown

        stands = self.memory.grown(("standing", known_at), log.height, found)
        if not self.clearance:
            return stands
        everybody = attrs.evolve(self, clearance=0).people(known_at)

        def seen(before: Grown[Seen] | None) -> Seen:
            return seen_of(stands, everybody, self.clearance, None if before is None else before.value)

        return self.memory.grown(("seen", known_at, self.clearance), log.height, seen).rows

    def people(self, known_at: date | None = None) -> People:
        """Return everybody whom those statements speak of."""
        stands = self.standing(known_at)

        def found(before: Grown[People] | None) -> People:
            return people(stands, self.memory.dossiers, None if before is None else before.value)

        return self.memory.grown(("people", known_at, self.clearance), self.log().height, found)

    def imports(self) -> pl.DataFrame:
        """Return the imports that stand."""
        return self.standing().filter((pl.col("subject_kind") == "import") & (pl.col("property") == "import"))

    def end(self) -> None:
        """Let go of the registry, keeping for the next program what took long to work out."""
        whole = self.memory.latest(("shared", None, 0))
        if whole is not None:
            keep(self.registry, whole.value, whole.height)
        self.registry.close()


@contextmanager
def at_work(folder: Path, *, who: str, clock: Clock = wall_clock) -> Iterator[Session]:
    """Open a registry for a while."""
    session = Session(open_registry(folder), who, clock)
    try:
        yield session
    finally:
        session.end()
