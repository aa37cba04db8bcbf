"""
The history of a facility: who was there and when, where each went, who is unaccounted for.

What sources leave open stays open: a stay is certain on the days on which
no world has the person elsewhere, and nobody is taken to be free because nothing more was heard.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import attrs
import polars as pl

from amparo.errors import BadInput
from amparo.histories import possible_states
from amparo.histories.event import Event
from amparo.histories.frames import event_frame, narrowed, states_on
from amparo.histories.order import follows_surely
from amparo.histories.people import People, day, folded
from amparo.histories.stays import AT, AWAY, SILENT, UNNAMED, is_at, stays
from amparo.questions.rule import DEFAULT_FRESHNESS
from amparo.statements import nearest

_DEPARTURES: dict[str, Any] = {  # Any: Polars types
    "facility_id": pl.String, "person_id": pl.String, "date": pl.String, "lo": pl.Date, "hi": pl.Date, "to_facility": pl.String,
    "to_state": pl.String, "possible_states": pl.List(pl.String), "statements": pl.List(pl.String),
}  # fmt: skip
_UNACCOUNTED: dict[str, Any] = {"facility_id": pl.String, "person_id": pl.String, "last_cited": pl.Date}  # Any: as above


@attrs.frozen(eq=False)
class FacilityHistory:
    """
    Who was in some facilities, where each went, and who is unaccounted for on a day.

    Attributes:
        placements: stretches of days, ``until`` exclusive, null unbounded; ``certain`` where no world has the person elsewhere.
        departures: how each stay may have ended; ``to_state`` empty where several are possible, and neither where nobody says.
        unaccounted: held there once, and nothing later, up to this day or after, says where; ``last_cited``: the last day on which a
            source placed them there.
    """

    on: date
    fresh_within: int | None
    placements: pl.DataFrame
    departures: pl.DataFrame
    unaccounted: pl.DataFrame

    def of(self, facility_id: str) -> "FacilityHistory":
        """Return the part that speaks of one facility."""
        mine = pl.col("facility_id") == facility_id
        return attrs.evolve(
            self,
            placements=self.placements.filter(mine),
            departures=self.departures.filter(mine),
            unaccounted=self.unaccounted.filter(mine),
        )

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return the history as data, days as text."""
        tables = {name: getattr(self, name) for name in ("placements", "departures", "unaccounted")}
        return {
            "on": str(self.on),
            "fresh_within": "forever" if self.fresh_within is None else self.fresh_within,
            **{name: frame.with_columns(pl.col(pl.Date).cast(pl.String)).to_dicts() for name, frame in tables.items()},
        }


def facility_history(
    people: People,
    events: Mapping[str, Sequence[Event]],
    facility_id: str,
    *,
    on: date,
    fresh_within: int | None = DEFAULT_FRESHNESS,
) -> FacilityHistory:
    """
    Return the history of one facility, given by its id or by one of its names.

    Raises BadInput where nothing on record has the name: an empty answer would be read as "nobody was there".
    """
    known = {*people.places.values(), *people.reported_places}
    found = people.places.get(folded(facility_id), facility_id)
    if found not in known:
        near = nearest(facility_id, [*known, *people.places]) or next(iter(sorted(known)), "")
        raise BadInput("questions.facility_unknown", facility=facility_id, near=near)
    return facility_histories(events, on=on, fresh_within=fresh_within).of(found)


def facility_histories(events: Mapping[str, Sequence[Event]], *, on: date, fresh_within: int | None = DEFAULT_FRESHNESS) -> FacilityHistory:
    """Return the history of all facilities at once: one pass over everybody who was ever placed in one."""
    concerned, _ = narrowed({person: own for person, own in events.items() if any(event.facilities for event in own)})
    placed = {person: stays(own, fresh_within) for person, own in concerned.items()}
    placed = {person: own for person, own in placed.items() if any(is_at(place) for event in own for place in event.states)}
    spans = possible_states(event_frame(placed))
    now = states_on(spans, on)
    departures = [row for person, own in sorted(placed.items()) for row in _departures(person, own)]
    unaccounted = [row for person, own in sorted(placed.items()) for row in _unaccounted(person, own, now.get(person, frozenset()), on)]
    return FacilityHistory(
        on,
        fresh_within,
        _placements(spans),
        pl.DataFrame(departures, schema=_DEPARTURES, orient="row").sort("facility_id", "lo", "hi", "person_id", nulls_last=False),
        pl.DataFrame(unaccounted, schema=_UNACCOUNTED, orient="row").sort("facility_id", "person_id"),
    )


def _placements(spans: pl.DataFrame) -> pl.DataFrame:
    """Return the stretches in a named facility."""
    named = spans.filter(pl.col("state").str.starts_with(AT) & (pl.col("state") != UNNAMED))
    return named.select(pl.col("state").str.slice(len(AT)).alias("facility_id"), "person_id", "from", "until", "certain").sort(
        "facility_id", "from", "person_id", nulls_last=False, maintain_order=True
    )


def _departures(person: str, events: Sequence[Event]) -> Iterator[tuple[Any, ...]]:  # Any: the cells of a row
    """Yield a row for each event that may have ended a stay in a facility."""
    for stay in events:
        for place in filter(is_at, stay.states):
            for event in events:
                if SILENT not in event.states and place not in event.states and _may_be_next(stay, event, events):
                    yield (place.removeprefix(AT), person, *_departure(event))


def _departure(event: Event) -> tuple[Any, ...]:  # Any: as above
    """Return when a stay ended with an event, and where it led: one facility, one state, or what is possible."""
    dates = {report.edtf for report in event.reports if report.edtf}
    only = next(iter(dates)) if len(dates) == 1 and not event.event_id.endswith("@") else None
    facilities = [place.removeprefix(AT) for place in event.states if is_at(place)]
    held = "disappeared" if event.kind == "disappearance" else "deprived"
    states = sorted({place.removeprefix(AWAY) if place.startswith(AWAY) else held for place in event.states})
    return (
        only,
        day(event.lo),
        day(event.hi),
        facilities[0] if len(facilities) == len(event.states) == 1 else None,
        states[0] if len(states) == 1 else None,
        states,
        sorted(report.statement_id for report in event.reports),
    )


def _may_be_next(stay: Event, event: Event, events: Sequence[Event]) -> bool:
    """Say whether an event may come right after a stay began: nothing that surely happened lies surely between."""
    if event is stay or follows_surely(event, stay):
        return False
    return not any(
        other is not stay and other is not event and not other.optional and follows_surely(stay, other) and follows_surely(other, event)
        for other in events
    )


def _unaccounted(person: str, events: Sequence[Event], now: frozenset[str], on: date) -> Iterator[tuple[str, str, date | None]]:
    """Yield the facilities that last held a person of whom nothing later says where."""
    lost = {SILENT, UNNAMED} & now
    if not lost or any(place == "no_record" or place.startswith(AWAY) for place in now):
        return
    said = [event for event in events if not event.optional and not {SILENT, UNNAMED} & set(event.states)]
    for event in events:
        cited = day(event.cited)
        if (cited is None or cited <= on) and not any(follows_surely(event, later) for later in said):
            for place in filter(is_at, event.states):
                yield place.removeprefix(AT), person, cited
