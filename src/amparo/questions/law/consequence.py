"""What a text means for a person's liberty, kept apart from whom it covers: applied for, decided, carried out, undone."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Literal

import attrs

from amparo.histories.event import Event
from amparo.histories.measures import Measure
from amparo.histories.people import day
from amparo.histories.status import Finding
from amparo.questions.law.assessing import PersonAnswer

type Stage = Literal["not_applied", "pending", "granted", "refused", "appealed"]
type Alert = Literal["covered_but_held", "granted_but_held", "granted_but_measures_remain", "decision_overdue", "redetained"]

DEFAULT_DEADLINE = 15
_HELD = frozenset({"deprived", "house_arrest"})
_KINDS: Mapping[str, Stage] = {
    "amnesty_requested": "pending",
    "amnesty_granted": "granted",
    "amnesty_denied": "refused",
    "appeal": "appealed",
}
_ARRESTS = ("arrest", "rearrest", "disappearance")


@attrs.frozen(kw_only=True)
class Consequence:
    """
    Where a person stands under an instrument on a day.

    Attributes:
        coverage: what the text says, in law.
        application: the possible stages of the application; one is certain.
        day: of a pending application, the least and the most days since it was made; ``deadline`` is what the text gives.
        overdue: the least and the most days beyond the deadline.
        redetained: days from the grant to a later arrest, the least and the most; None where there is none.
        measures: after a grant, those that may still stand.
        alerts: what needs somebody now; ``certain_alerts`` are those that hold in every world.
    """

    on: date
    coverage: PersonAnswer
    custody: tuple[str, ...]
    application: tuple[Stage, ...]
    day: tuple[int, int | None] | None = None
    deadline: int = DEFAULT_DEADLINE
    overdue: tuple[int, int | None] | None = None
    redetained: tuple[int, int | None] | None = None
    measures: tuple[str, ...] = ()
    alerts: tuple[Alert, ...] = ()
    certain_alerts: tuple[Alert, ...] = ()
    statements: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return it as data."""
        document = attrs.asdict(self, recurse=False) | {"on": str(self.on)}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in document.items()}


def consequence(
    coverage: PersonAnswer,
    custody: Finding,
    events: Sequence[Event],
    measures: Sequence[Measure],
    *,
    instruments: frozenset[str],
    on: date,
    deadline: int = DEFAULT_DEADLINE,
) -> Consequence:
    """
    Return where a person stands under an instrument on a day.

    ``instruments``: the names by which events may mean it; an event that names no instrument is taken to
    mean it too, as only a possibility. The days of an application are counted on end, as the text does.
    """
    own = [event for event in events if event.kind in _KINDS and _named(event, instruments) is not False and _begun(event, on)]
    application = _application(own, on)
    granted = [event for event in own if event.kind == "amnesty_granted"]
    pending = [event for event in own if event.kind == "amnesty_requested"] if "pending" in application else []
    count = _count(max(pending, key=lambda event: event.lo or 0), on) if pending else None
    overdue = _overdue(count, deadline)
    redetained = _redetained(granted, events, on)
    remaining = _remaining(measures, granted[-1], events, on) if granted else {}
    held = _HELD.intersection(custody.values)
    certainly_held = bool(held) and set(custody.values) <= _HELD and not custody.doubted
    sure_grant = application == ("granted",) and any(_named(event, instruments) for event in granted)
    alerts: dict[Alert, bool] = {}
    if coverage == "covered" and held:
        alerts["covered_but_held"] = certainly_held
    if remaining:
        alerts["granted_but_measures_remain"] = sure_grant and any(remaining.values())
    if granted and "granted" in application and (held or _unfreed(granted[-1], events, on)):
        alerts["granted_but_held"] = sure_grant and certainly_held
    if overdue is not None:
        alerts["decision_overdue"] = application == ("pending",) and overdue[0] > 0
    if redetained is not None:
        alerts["redetained"] = sure_grant
    statements = {report.statement_id for event in own for report in event.reports} | set(custody.statements)
    return Consequence(
        on=on, coverage=coverage, custody=custody.values, application=application, day=count, deadline=deadline, overdue=overdue,
        redetained=redetained, measures=tuple(sorted(remaining)), alerts=tuple(alerts),
        certain_alerts=tuple(name for name, sure in alerts.items() if sure), statements=tuple(sorted(statements)),
    )  # fmt: skip


def _unfreed(grant: Event, events: Sequence[Event], on: date) -> bool:
    """Say whether somebody held when it was granted may be so still: a grant is a decision, and no source tells of a release since."""
    before = [one for one in events if one is not grant and one.states and one.lo is not None and (grant.hi is None or one.lo <= grant.hi)]
    last = max(before, key=lambda one: one.lo or 0, default=None)
    return last is not None and not _HELD.isdisjoint(last.states) and not _since(grant, events, on, frees=True)


def _remaining(measures: Sequence[Measure], grant: Event, events: Sequence[Event], on: date) -> dict[str, bool]:
    """
    Return the measures that may still stand after a grant, and whether they surely do.

    A grant ends them in law; that it did so in fact is known only where a source tells of their lifting, or of full liberty, since.
    """
    found = {one.token: one.in_force(on) == "yes" for one in measures if one.in_force(on) != "no"}
    for one in measures:
        ended = next((end.kind for end in one.endings if end.certain), None)
        if one.token not in found and ended == "amnesty_granted" and not _since(grant, events, on, frees=False):
            found[one.token] = False
    return found


def _since(grant: Event, events: Sequence[Event], on: date, *, frees: bool) -> bool:
    """Say whether a source tells, of the days from a grant on, that it was carried out: of a release, or of measures lifted."""

    def shows(event: Event) -> bool:
        fits = event.step == "frees" and event.kind != "amnesty_granted" if frees else event.kind in ("measure_lifted", "release_full")
        return fits and bool(event.reports) and (event.hi is None or grant.lo is None or event.hi >= grant.lo)

    return any(shows(event) and _begun(event, on) for event in events)


def _named(event: Event, instruments: frozenset[str]) -> bool | None:
    """Say whether an event is under one of some instruments; None where no source says under which."""
    found = {str(report.details["instrument"]) for report in event.reports if report.details.get("instrument")}
    return None if not found else not found.isdisjoint(instruments)


def _begun(event: Event, on: date) -> bool:
    return event.lo is None or (day(event.lo) or on) <= on


def _application(events: Sequence[Event], on: date) -> tuple[Stage, ...]:
    """Return the stages that may be the last one: those whose event may be later than every other."""
    if not events:
        return ("not_applied",)
    today = on.toordinal() - date(1970, 1, 1).toordinal()
    least = max(event.lo if event.lo is not None else event.hi if event.hi is not None else today for event in events)
    last = [event for event in events if event.hi is None or event.hi >= least]
    found = {_KINDS[event.kind] for event in last}
    if all(event.hi is None or event.hi > today or event.optional for event in events):
        found.add("not_applied")
    # A decision on the day of the application ends it.
    exact = [event for event in last if event.lo == event.hi]
    if len(exact) == len(last) and len(found) > 1 and "pending" in found:
        found.discard("pending")
    return tuple(sorted(found))


def _overdue(count: tuple[int, int | None] | None, deadline: int) -> tuple[int, int | None] | None:
    """Return the days beyond the deadline, at least and at most; None where it is surely not passed."""
    if count is None or (count[1] is not None and count[1] <= deadline):
        return None
    return max(0, count[0] - deadline), None if count[1] is None else count[1] - deadline


def _count(event: Event, on: date) -> tuple[int, int | None]:
    """Return how many days have passed since an event, at least and at most."""
    first, last = day(event.lo), day(event.hi)
    return (max(0, (on - last).days) if last else 0, (on - first).days if first else None)


def _redetained(granted: Sequence[Event], events: Sequence[Event], on: date) -> tuple[int, int | None] | None:
    """Return the days from the last grant to a later arrest."""
    if not granted:
        return None
    last = max(granted, key=lambda event: event.hi if event.hi is not None else 0)
    arrests = [event for event in events if event.kind in _ARRESTS and event.reports and _begun(event, on)]
    later = [event for event in arrests if event.lo is not None and last.hi is not None and event.lo > last.hi]
    if not later:
        return None
    first = min(later, key=lambda event: event.lo or 0)
    assert first.lo is not None
    assert last.hi is not None
    return (first.lo - last.hi, first.hi - last.lo if first.hi is not None and last.lo is not None else None)


def decision_due(requested: date, deadline: int = DEFAULT_DEADLINE) -> date:
    """Return the last day for the decision on an application made on a day."""
    return requested + timedelta(days=deadline)
