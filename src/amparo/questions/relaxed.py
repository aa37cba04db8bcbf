"""Histories with the quarrels between sources set aside, to see how much of a gap they cause."""

from collections.abc import Sequence
from typing import Literal

import attrs

from amparo.histories.event import Event
from amparo.statements import kinds

type Doubt = Literal["dates", "disputes", "breakdown", "identity", "freshness"]


def relaxed(events: Sequence[Event]) -> list[Event]:
    """
    Return the events as if the most precise report of each were right and nothing were denied.

    Where dates contradict the known order, the order is set aside with the quarrel.
    """
    settled = [_settled(event) for event in events]
    if any(_against_order(event, settled) for event in settled):
        return [attrs.evolve(event, after=()) for event in settled]
    return settled


def _settled(event: Event) -> Event:
    if not event.disputed or not event.reports:
        return event
    first = event.reports[0]
    states = first.states or kinds()[first.kind].states
    return attrs.evolve(event, lo=first.lo, hi=first.hi, states=tuple(states), disputed=False, optional=False)


def _against_order(event: Event, events: Sequence[Event]) -> bool:
    """Say whether something that must come before the event surely came after it."""
    earlier = [other for other in events if other.event_id in event.after and not other.optional]
    return any(other.lo is not None and event.hi is not None and other.lo > event.hi for other in earlier)
