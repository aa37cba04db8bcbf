"""
What each statement reports of a person, and which reports speak of one event.

Reports describe one event if a source or a reviewer says so, or if kind and
person agree and the days meet within a margin (semantics §2). Two arrests in
2014 and 2025 stay two arrests: never one with a hull.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from amparo.statements import kinds, margin

type Day = int | None  # days since 1970; None where nobody knows a bound

_RELEASE_TERMS = ("release_unspecified", "release_conditional", "release_full")


@attrs.frozen(kw_only=True)
class Report:
    """
    One statement's account of one event of one person.

    Attributes:
        record: the row of the list that says so; reports of one row have a known order.
        key: names the event within its row, for ``after``.
        after: keys of events of the same row that came before.
        event: the name of the event where a source or a reviewer says that several reports are one.
        stated: the earliest day on which the source can have said it.
        facilities: where; several where the source names several and does not say which.
        denied: the source says that it did not happen.
        details: what else the statement says of the event: terms, authority, with whom.
    """

    statement_id: str
    person_id: str
    kind: str
    lo: Day
    hi: Day
    edtf: str
    source: str
    record: str
    stated: Day = None
    states: tuple[str, ...] = ()
    facilities: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    key: str | None = None
    after: tuple[str, ...] = ()
    event: str | None = None
    denied: bool = False
    details: Mapping[str, Any] = attrs.field(factory=dict, eq=False, repr=False)  # Any: Json

    @property
    def step(self) -> str:
        """What the event does to custody."""
        return kinds()[self.kind].step


def together(reports: Sequence[Report]) -> list[list[Report]]:
    """
    Return the reports of one person gathered by event, the events in the order of their first days.

    The most precise reports come first, so that "in 2014" joins an arrest of
    March 2014 rather than two arrests joining through it.
    """
    clusters: list[list[Report]] = []
    for report in sorted(reports, key=_precision):
        home = next((cluster for cluster in clusters if _is_same(report, cluster, reports)), None)
        if home is None:
            clusters.append([report])
        else:
            home.append(report)
    return sorted(clusters, key=lambda cluster: min(_order(report) for report in cluster))


def _precision(report: Report) -> tuple[int, int, int, str]:
    width = 10**9 if report.lo is None or report.hi is None else report.hi - report.lo
    return (width, *_order(report))


def _order(report: Report) -> tuple[int, int, str]:
    lowest, highest = -(10**9), 10**9
    return (lowest if report.lo is None else report.lo, highest if report.hi is None else report.hi, report.statement_id)


def _is_same(report: Report, cluster: Sequence[Report], everything: Sequence[Report]) -> bool:
    """Say whether a report speaks of the event of a cluster: with every report there it must agree."""
    if report.event is not None and any(one.event is not None for one in cluster):
        return any(one.event == report.event for one in cluster)
    return all(_agree(report, one, everything) for one in cluster)


def _agree(one: Report, other: Report, everything: Sequence[Report]) -> bool:
    return (
        is_one_kind(one.kind, other.kind)
        and _gap(one, other) <= margin("same_event")
        and not _told_apart(one, other)
        and not any(_lies_between(third, one, other) for third in everything)
    )


def is_one_kind(one: str, other: str) -> bool:
    """
    Say whether two words may name one event.

    An arrest that a source calls a re-arrest is one; a release on unknown terms may be the one whose terms another source gives.
    """
    if one == other or {one, other} == {"arrest", "rearrest"}:
        return True
    return "release_unspecified" in (one, other) and one in _RELEASE_TERMS and other in _RELEASE_TERMS


def _gap(one: Report, other: Report) -> int:
    """Return the days between two intervals; 0 or less where they meet."""
    ahead = other.lo - one.hi if other.lo is not None and one.hi is not None else 0
    behind = one.lo - other.hi if one.lo is not None and other.hi is not None else 0
    return max(ahead, behind)


def _told_apart(one: Report, other: Report) -> bool:
    """Say whether one row of a list gives both under names of their own: then it tells of two events."""
    return one.record == other.record and one.key is not None and other.key is not None and one.key != other.key


def _lies_between(third: Report, one: Report, other: Report) -> bool:
    """Say whether something that undoes the first surely happened before the second: a release between two arrests."""
    first, second = (one, other) if _order(one) <= _order(other) else (other, one)
    if third.step not in ("takes", "frees") or third.step == first.step or third.denied:
        return False
    known = first.hi is not None and second.lo is not None and third.lo is not None and third.hi is not None
    return known and first.hi < third.lo and third.hi < second.lo  # type: ignore[operator]  # known says so
