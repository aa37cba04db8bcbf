"""
What vouches for a state after the event that led to it (semantics §2, freshness).

Being on a list does, on the day of its edition; and so does the end of a
custody, for whoever says that somebody was released says that they were held.
"""

from collections.abc import Sequence

import attrs

from amparo.histories.event import Event
from amparo.histories.order import NEED_CUSTODY, SHOW_CUSTODY, follows_surely
from amparo.histories.reports import Day, Report
from amparo.statements import kinds


def vouched(events: Sequence[Event], listings: Sequence[Report]) -> list[Event]:
    """
    Return the events with what the lists add: a state cited once more, or the event that must have led to it.

    A list of those held, issued on a day, supports the arrest that it may rest
    on. Where nothing recorded can have led to the state, something
    unrecorded did, on or before that day.
    """
    found = list(events)
    for listing in sorted(listings, key=lambda one: (one.hi is None, one.hi or 0, one.statement_id)):
        if not listing.states or listing.denied:
            continue
        bases = _bases(found, listing)
        for basis in bases:
            found[found.index(basis)] = _cited_again(basis, listing.lo, (listing,))
        if not bases:
            found.append(_inferred(found, listing))
    return found


def vouched_by_its_end(events: Sequence[Event]) -> list[Event]:
    """Return the events with each custody cited up to the earliest day on which a release, a transfer or a death ended or continued it."""
    found = list(events)
    for end in events:
        if end.kind not in (*NEED_CUSTODY, *SHOW_CUSTODY) or end.optional or end.implicit or end.lo is None:
            continue
        before = [event for event in found if event.step in ("takes", "keeps") and follows_surely(event, end)]
        freed = [event for event in found if event.step == "frees" and event.event_id != end.event_id]
        for last in _latest(before):
            if not any(follows_surely(last, event) and follows_surely(event, end) for event in freed):
                found[found.index(last)] = _cited_again(last, end.lo, end.reports)
    return found


def _latest(events: Sequence[Event]) -> list[Event]:
    """Return the events that none of the others surely follows: which of them was the last, nobody knows."""
    return [event for event in events if not any(follows_surely(event, other) for other in events)] or list(events)


def _cited_again(event: Event, on: Day, by: tuple[Report, ...]) -> Event:
    """Return an event whose state somebody cited once more; one that only lists vouch for rests on all of them."""
    cited = max((one for one in (event.cited, on) if one is not None), default=None)
    if event.implicit and event.reports and all(report.kind == "listed" for report in by):
        return attrs.evolve(event, cited=cited, reports=(*event.reports, *by))
    return attrs.evolve(event, cited=cited, vouchers=(*event.vouchers, *by))


def _bases(events: Sequence[Event], listing: Report) -> list[Event]:
    """Return the last events that may have led to the state by the day of the list, but for those that surely ended before."""
    leading = [event for event in events if set(event.states) & set(listing.states) and not _is_later(event, listing)]
    undoing = [
        event
        for event in events
        if event.states
        and not set(event.states) & set(listing.states)
        and not event.optional
        and event.hi is not None
        and listing.lo is not None
        and event.hi < listing.lo
    ]
    return [last for last in _latest(leading) if not any(follows_surely(last, event) for event in undoing)]


def _is_later(event: Event, listing: Report) -> bool:
    return event.lo is not None and listing.hi is not None and event.lo > listing.hi


def _inferred(events: Sequence[Event], listing: Report) -> Event:
    """Return the event that nobody recorded and that the list makes certain."""
    before = [event for event in events if event.states and event.hi is not None and listing.lo is not None and event.hi < listing.lo]
    last = max(before, key=lambda event: (event.hi or 0, event.event_id), default=None)
    kind = next((token for token, kind in kinds().items() if kind.states == listing.states), "arrest")
    return Event(
        event_id="e" + listing.statement_id[1:],
        person_id=listing.person_id,
        kind=kind,
        states=listing.states,
        lo=None if last is None else last.lo,
        hi=listing.hi,
        after=() if last is None else (last.event_id,),
        implicit=True,
        cited=listing.lo,
        facilities=listing.facilities,
        reports=(listing,),
    )
