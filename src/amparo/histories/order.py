"""
Which of a person's events are known to come before which (semantics §2).

The order is known where one source gives it, where a release needs the only
arrest that can have led to it, where a re-arrest needs the only release
before it, where a transfer must come before the release after which nobody
was arrested again, and where what only the living undergo must come before the
death. Nothing else is inferred: two events on one day stay unordered.
"""

from collections.abc import Iterator, Sequence

import attrs

from amparo.histories.event import Event
from amparo.histories.reports import Report

NEED_CUSTODY = ("transfer", "sentence", "house_arrest", "health_leave", "release_conditional", "release_unspecified", "release_full",
                 "conditional_release", "death_in_custody")  # fmt: skip

# What happens to somebody held: it needs the arrest, and shows that they were held on that day.
SHOW_CUSTODY = ("whereabouts_learned", "contact_allowed")
# What only the living undergo; a court may acquit, and a law may cover, the dead.
_NEED_LIFE = (*(kind for kind in NEED_CUSTODY if kind != "death_in_custody"), "arrest", "rearrest", "disappearance", "exile")
_IN_CUSTODY = (*NEED_CUSTODY, *SHOW_CUSTODY, "whereabouts_denied", "contact_refused")


def follows_surely(first: Event, second: Event) -> bool:
    """Say whether the second certainly happened after the first."""
    if first.event_id in second.after:
        return True
    return first.hi is not None and second.lo is not None and second.lo > first.hi


def known_order(events: Sequence[Event], reports: Sequence[Report]) -> list[Event]:
    """Return the events by their first days, each with all the events known to come before it."""
    ordered = sorted(events, key=_by_days)
    earlier: dict[str, set[str]] = {event.event_id: set() for event in ordered}
    for before, after in _as_told(ordered, reports):
        earlier[after].add(before)
    for before, after in (*_rearrests(ordered, earlier), *_custody(ordered, earlier), *_transfers(ordered), *_deaths(ordered)):
        if after not in _all_before(before, earlier):
            earlier[after].add(before)
    return [_after(event, tuple(sorted(_all_before(event.event_id, earlier) - {event.event_id}))) for event in ordered]


def _after(event: Event, known: tuple[str, ...]) -> Event:
    return event if event.after == known else attrs.evolve(event, after=known)


def _by_days(event: Event) -> tuple[int, int, str]:
    return (-(10**9) if event.lo is None else event.lo, 10**9 if event.hi is None else event.hi, event.event_id)


def _all_before(event_id: str, earlier: dict[str, set[str]]) -> set[str]:
    """Return every event known to come before one, however far back."""
    found: set[str] = set()
    waiting = [event_id]
    while waiting:
        for before in earlier[waiting.pop()] - found:
            found.add(before)
            waiting.append(before)
    return found


def _as_told(events: Sequence[Event], reports: Sequence[Report]) -> Iterator[tuple[str, str]]:
    """Yield the pairs that a row of a list puts in order."""
    home = {report.statement_id: event.event_id for event in events for report in event.reports}
    named = {(report.record, report.key): home[report.statement_id] for report in reports if report.key and report.statement_id in home}
    for report in reports:
        for key in report.after:
            before, after = named.get((report.record, key)), home.get(report.statement_id)
            if before is not None and after is not None and before != after:
                yield before, after


def _rearrests(events: Sequence[Event], earlier: dict[str, set[str]]) -> Iterator[tuple[str, str]]:
    """Yield the only release that can have come before a re-arrest, where none surely did."""
    for again in events:
        if again.kind != "rearrest":
            continue
        releases = [event for event in events if event.step == "frees"]
        last_arrest = max((_by_days(event) for event in events if event.step == "takes" and follows_surely(event, again)), default=None)
        sure = [one for one in releases if follows_surely(one, again) and (last_arrest is None or _by_days(one) > last_arrest)]
        maybe = [one for one in releases if not follows_surely(one, again) and not follows_surely(again, one)]
        if not sure and len(maybe) == 1 and again.event_id not in earlier[maybe[0].event_id]:
            yield maybe[0].event_id, again.event_id


def _custody(events: Sequence[Event], earlier: dict[str, set[str]]) -> Iterator[tuple[str, str]]:
    """Yield the only arrest that can have led to a release, a transfer or a death in custody, where none surely did."""
    for event in events:
        if event.kind not in _IN_CUSTODY:
            continue
        arrests = [one for one in events if one.step == "takes"]
        sure = [one for one in arrests if follows_surely(one, event)]
        maybe = [one for one in arrests if not follows_surely(one, event) and not follows_surely(event, one)]
        if not sure and len(maybe) == 1 and event.event_id not in earlier[maybe[0].event_id]:
            yield maybe[0].event_id, event.event_id


def _transfers(events: Sequence[Event]) -> Iterator[tuple[str, str]]:
    """Yield each transfer with the release that it must precede: only who is held is transferred, and no arrest may follow that release."""
    for moved in events:
        if moved.kind != "transfer":
            continue
        for freed in events:
            unordered = not follows_surely(moved, freed) and not follows_surely(freed, moved)
            arrests = [one for one in events if one.step == "takes"]
            if freed.step == "frees" and unordered and arrests and all(follows_surely(one, freed) for one in arrests):
                yield moved.event_id, freed.event_id


def _deaths(events: Sequence[Event]) -> Iterator[tuple[str, str]]:
    """Yield what only the living undergo with the death that must come after: dates that say otherwise contradict each other."""
    for death in events:
        if death.step == "ends" and not death.optional:
            yield from ((event.event_id, death.event_id) for event in events if event.kind in _NEED_LIFE and not event.optional)
