"""The event: what happened to a person, as all reports of it together allow."""

import attrs

from amparo.histories.reports import Day, Report
from amparo.statements import kinds


@attrs.frozen(kw_only=True)
class Event:
    """
    One event of one person, as all its reports together allow.

    Attributes:
        states: those that may follow; none for an event that does not touch custody.
        lo, hi: the days on which it may have happened.
        after: the events known to come before.
        disputed: its sources cannot all be right about the day or the terms; ``lo`` and ``hi`` are the hull.
        implicit: no source states it; it follows from the events around it.
        optional: it may not have happened at all: denied by a source, or the silence after a state was last cited.
        cited: the last day on which a source vouched for what followed.
        facilities: where, as the sources say; more than one where they differ.
        vouchers: reports of other events, or of lists, that cite what followed once more.
    """

    event_id: str
    person_id: str
    kind: str
    states: tuple[str, ...]
    lo: Day
    hi: Day
    after: tuple[str, ...] = ()
    disputed: bool = False
    implicit: bool = False
    optional: bool = False
    cited: Day = None
    facilities: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    reports: tuple[Report, ...] = ()
    vouchers: tuple[Report, ...] = ()

    @property
    def sources(self) -> frozenset[str]:
        """Who reports it."""
        return frozenset(report.source for report in self.reports if not report.denied)

    @property
    def step(self) -> str:
        """What it does to custody."""
        return kinds()[self.kind].step
