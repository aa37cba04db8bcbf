"""A person's custody along time: a track for what happened and one for each state, certain solid and possible hatched."""

from collections.abc import Sequence
from datetime import date, timedelta

import attrs

from amparo.histories.people import day
from amparo.publish import drawing
from amparo.web.rendering import Voice
from amparo.workflows.answers import PersonAnswer


@attrs.frozen
class Track:
    """One line of the drawing."""

    label: str
    bars: tuple[drawing.Bar, ...]


@attrs.frozen
class TimeLine:
    """The drawing: marks of events, a track a state, the scale, the days it speaks of, and where the day asked for lies, in per cent."""

    marks: tuple[drawing.Bar, ...]
    tracks: tuple[Track, ...]
    ticks: Sequence[drawing.Tick]
    first: date
    last: date
    today: float | None


def time_line(answer: PersonAnswer, voice: Voice, today: date) -> TimeLine | None:
    """Return the drawing of a person's history up to today; None where nothing has a day."""
    told = [event for event in answer.events if not (event.optional and event.implicit)]
    days = [day(end) for event in told for end in (event.lo, event.hi)]
    edges = [edge for row in answer.spells.iter_rows(named=True) for edge in (row["from"], row["until"]) if edge and edge <= today]
    on = drawing.axis([one for one in (*days, *edges) if one is not None], today if days else None)
    if on is None:
        return None
    rows = [row for row in answer.spells.iter_rows(named=True) if row["state"] != "no_record" and (row["from"] or date.min) <= on.last]
    states = list(dict.fromkeys(row["state"] for row in rows))
    tracks = []
    for state in states:
        bars = []
        for row in (row for row in rows if row["state"] == state):
            last = None if row["until"] is None else row["until"] - timedelta(days=1)
            sure = voice.t("certain" if row["certain"] else "possible")
            words = f"{voice.label('states', state)}, {sure}: {voice.stretch(row['from'], row['until'])}"
            bars.append(drawing.bar(on, row["from"], last, certain=row["certain"], words=words))
        tracks.append(Track(voice.label("states", state), tuple(bars)))
    marks = tuple(
        drawing.bar(
            on,
            day(event.lo),
            day(event.hi),
            certain=not event.disputed and not event.implicit,
            words=f"{voice.label('kinds', event.kind)}: {voice.window_days(event.lo, event.hi)}",
        )
        for event in told
        if event.lo is not None or event.hi is not None
    )
    asked = on.at(answer.on) if answer.on and on.first <= answer.on <= on.last else None
    known = sorted(one for one in (*days, *edges) if one is not None)
    return TimeLine(marks, tuple(tracks), drawing.ticks(on, voice.language), known[0], max(known[-1], today), asked)
