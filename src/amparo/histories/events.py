"""
From reports to the events of a person's history, with what nobody recorded between them (semantics §2).

Two rules add events without statements, so that silence is never certainty:
between two events that cannot follow each other something unrecorded happened;
and from ``fresh_within`` days after a state was last cited, nobody knows.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

import attrs

from amparo.histories.event import Event
from amparo.histories.order import follows_surely, known_order
from amparo.histories.presence import vouched, vouched_by_its_end
from amparo.histories.reports import Day, Report, is_one_kind, together
from amparo.statements import kinds

_RELEASES = ("release_conditional", "release_unspecified", "release_full", "conditional_release")
_POSTHUMOUS = ("amnesty_granted", "pardon", "dismissal", "acquittal")
_UPGRADES = ("release_full", *_POSTHUMOUS)


def history(reports: Sequence[Report], *, fresh_within: int | None) -> list[Event]:
    """
    Return the events of one person, implicit and optional ones among them.

    ``fresh_within``: days for which a state is supported after it was last cited; None = for ever.
    """
    reports = sorted(reports, key=lambda report: report.statement_id)  # no answer hangs on the order in which they came
    told = [report for report in reports if report.kind != "listed"]
    events = known_order([_merged(cluster) for cluster in together([report for report in told if not report.denied])], told)
    events = [_doubted(event, told) for event in events]
    events = _with_unrecorded(_without_resurrection(events))
    events = vouched(vouched_by_its_end(events), [report for report in reports if report.kind == "listed"])
    if fresh_within is not None:
        events = with_silences(events, fresh_within)
    return events


def histories(reports: Sequence[Report], *, fresh_within: int | None) -> dict[str, list[Event]]:
    """Return the events of every person who has reports, by person."""
    ordered = sorted(reports, key=lambda report: report.person_id)
    return {person: history(list(own), fresh_within=fresh_within) for person, own in groupby(ordered, key=lambda report: report.person_id)}


def _merged(cluster: Sequence[Report]) -> Event:
    """Return the event of a cluster: the days that all allow, or the hull of what each allows where they cannot all be right."""
    lo, hi, disputed = _days(cluster)
    kind = next((one.kind for one in cluster if one.kind not in ("arrest", "release_unspecified")), cluster[0].kind)
    allowed = [frozenset(one.states or kinds()[one.kind].states) for one in cluster]
    states = frozenset.intersection(*allowed) or frozenset.union(*allowed)
    cited = [day for one in cluster for day in (one.stated, one.lo) if day is not None]
    return Event(
        event_id="e" + cluster[0].statement_id[1:],
        person_id=cluster[0].person_id,
        kind=kind,
        states=tuple(sorted(states)),
        lo=lo,
        hi=hi,
        disputed=disputed,
        cited=max(cited, default=None),
        facilities=tuple(sorted({place for one in cluster for place in one.facilities})),
        measures=tuple(dict.fromkeys(measure for one in cluster for measure in one.measures)),
        reports=tuple(cluster),
    )


def _days(cluster: Sequence[Report]) -> tuple[Day, Day, bool]:
    lows = [one.lo for one in cluster if one.lo is not None]
    highs = [one.hi for one in cluster if one.hi is not None]
    lo, hi = max(lows, default=None), min(highs, default=None)
    if lo is None or hi is None or lo <= hi:
        return lo, hi, False
    # A report that only says less than another ("in 2014") widens no dispute.
    telling = [one for one in cluster if not any(_says_more(other, one) for other in cluster)]
    firsts = [one.lo for one in telling]
    lasts = [one.hi for one in telling]
    lo = None if None in firsts else min(day for day in firsts if day is not None)
    return lo, None if None in lasts else max(day for day in lasts if day is not None), True


def _says_more(one: Report, other: Report) -> bool:
    """Say whether the days of one lie within the days of the other, and are fewer."""
    starts = other.lo is None or (one.lo is not None and one.lo >= other.lo)
    ends = other.hi is None or (one.hi is not None and one.hi <= other.hi)
    return starts and ends and (one.lo, one.hi) != (other.lo, other.hi)


def _doubted(event: Event, reports: Sequence[Report]) -> Event:
    """Return the event as optional where a source denies it; the denial stays among its reports."""
    denials = tuple(
        one
        for one in reports
        if one.denied
        and is_one_kind(one.kind, event.kind)
        and (event.hi is None or one.lo is None or one.lo <= event.hi)
        and (event.lo is None or one.hi is None or one.hi >= event.lo)
    )
    return attrs.evolve(event, optional=True, disputed=True, reports=(*event.reports, *denials)) if denials else event


def _without_resurrection(events: Sequence[Event]) -> list[Event]:
    """
    Leave the dead dead: an acquittal, a pardon or an amnesty that surely came after a death moves nobody.

    Where the order is not known, it may have freed somebody or have come too late.
    """
    deaths = [event for event in events if event.step == "ends" and not event.optional]
    kept = []
    for event in events:
        if deaths and event.kind in _POSTHUMOUS and not all(follows_surely(event, death) for death in deaths):
            late = any(follows_surely(death, event) for death in deaths)
            event = attrs.evolve(event, states=() if late else tuple(sorted({*event.states, *deaths[0].states})))  # noqa: PLW2901
        kept.append(event)
    return kept


def _with_unrecorded(events: Sequence[Event]) -> list[Event]:
    """Put the missing event between two that cannot follow each other, and order it with them."""
    moving = [event for event in events if event.step != "none" and not event.optional]
    added: dict[str, list[Event]] = {}
    # A sentence finds a person where they are: what cannot follow what does not depend on it.
    for first, second in pairwise(event for event in moving if event.kind != "sentence"):
        kind = _missing_between(first.kind, second.kind)
        if kind and follows_surely(first, second) and not any(_may_mend(other, kind, first, second) for other in moving):
            missing = Event(
                event_id=f"{first.event_id}.{second.event_id}",
                person_id=first.person_id,
                kind=kind,
                states=kinds()[kind].states,
                lo=first.lo,
                hi=second.hi,
                after=(first.event_id,),
                implicit=True,
                cited=second.lo,
            )
            added.setdefault(second.event_id, []).append(missing)
    return [each for event in events for each in _before(event, added.get(event.event_id, []))]


def _before(event: Event, missing: Sequence[Event]) -> Iterator[Event]:
    yield from missing
    yield attrs.evolve(event, after=(*event.after, *(one.event_id for one in missing))) if missing else event


def _missing_between(first: str, second: str) -> str | None:
    """Return the kind of event that must have happened between two, or None where the second can follow the first."""
    steps = kinds()[first].step, kinds()[second].step
    taken_again = steps == ("takes", "takes") and "disappearance" not in (first, second)
    if taken_again or (first == "transfer" and second in ("arrest", "rearrest")):
        return "release_unspecified"
    freed_again = steps == ("frees", "frees") and second in _RELEASES and not (second == "release_full" and first != "release_full")
    moved_while_free = steps[0] == "frees" and second in ("transfer", "death_in_custody")
    freed_twice = first == second and second in _UPGRADES
    return "arrest" if freed_again or moved_while_free or freed_twice else None


def _may_mend(other: Event, kind: str, first: Event, second: Event) -> bool:
    """Say whether a recorded event of the missing sort may lie between the two after all."""
    if other.event_id in (first.event_id, second.event_id) or other.step != kinds()[kind].step:
        return False
    return not follows_surely(other, first) and not follows_surely(second, other)


def with_silences(events: Sequence[Event], fresh_within: int) -> list[Event]:
    """
    Put after each state that needs support the optional event from which on nobody knows.

    It comes after its own event and before whatever surely follows that; a
    final state needs no support, and one that no source ever stated has none to lose.
    """
    silences: list[Event] = []
    before: dict[str, list[str]] = {}
    for event in events:
        if not event.states or event.step == "ends" or (event.implicit and not event.reports):
            continue
        silence = Event(
            event_id=f"{event.event_id}?",
            person_id=event.person_id,
            kind="unrecorded",
            states=("unknown",),
            lo=None if event.cited is None else event.cited + fresh_within,
            hi=None,
            after=(event.event_id,),
            implicit=True,
            optional=True,
        )
        silences.append(silence)
        for other in events:
            if other.states and not other.optional and other is not event and follows_surely(event, other):
                before.setdefault(other.event_id, []).append(silence.event_id)
    ordered = [
        attrs.evolve(event, after=(*event.after, *before[event.event_id])) if event.event_id in before else event for event in events
    ]
    return [*ordered, *silences]
