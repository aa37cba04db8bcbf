"""Pledges followed, and what changed since a day, as the command line and the app ask it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import attrs
import orjson
import polars as pl

from amparo.errors import WrongUse
from amparo.histories.event import Event
from amparo.histories.measures import measures
from amparo.histories.people import People, folded
from amparo.questions.claims.bounds import claim_bounds
from amparo.questions.counts import Shared, count
from amparo.questions.facilities import facility_histories
from amparo.questions.flows.changes import Finding, Watched, changes
from amparo.questions.flows.moves import moves_of
from amparo.questions.flows.pace import spans_of
from amparo.questions.flows.pledges import Followed, Pledge, Record, follow
from amparo.questions.flows.report import pace_breaks
from amparo.questions.flows.spells import Window
from amparo.questions.rule import DEFAULT_FRESHNESS, Rule
from amparo.statements import interval, kinds_of
from amparo.workflows.answers import checked_claims, claims_frame, territory_of
from amparo.workflows.coverage import coverage
from amparo.workflows.law import instruments_spoken_of
from amparo.workflows.session import Session

_BACK = 30  # days that a watch without a day looks back
_BEFORE = 730  # days before that, from which a change of pace is a change
type Histories = dict[str, list[Event]]


@attrs.frozen(eq=False)
class WatchAnswer:
    """What changed between two days, and the persons, for their names."""

    since: date
    on: date
    findings: tuple[Finding, ...]
    people: People

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return the document of ``watch --json``, but for the ledger."""
        kinds = list(dict.fromkeys(one.kind for one in self.findings))
        return {
            "since": str(self.since),
            "on": str(self.on),
            "counts": {kind: sum(one.kind == kind for one in self.findings) for kind in kinds},
            "findings": [one.to_dict() for one in self.findings],
        }


def answer_pledges(
    session: Session, *, on: date | None = None, known_at: date | None = None, fresh_within: int | None = DEFAULT_FRESHNESS
) -> tuple[Followed, ...]:
    """Return every pledge that stands, and what became of it by a day (None: today)."""
    standing, everybody = session.standing(known_at), session.people(known_at)
    events = everybody.histories(fresh_within)
    return pledges_followed(standing, everybody, events, on=on or known_at or session.today(), fresh_within=fresh_within)


def pledges_followed(
    standing: pl.DataFrame, everybody: People, events: Histories, *, on: date, fresh_within: int | None, shared: Shared | None = None
) -> tuple[Followed, ...]:
    """Return every pledge among some statements, and what became of it by a day; ``shared``: what counts over them have worked out."""
    pledges = list(pledges_of(standing))
    record = _record(standing, everybody, events, on, fresh_within, shared) if pledges else None
    return tuple(follow(pledge, record) for pledge in pledges if record is not None)


def answer_watch(
    session: Session, *, since: date | None = None, on: date | None = None, fresh_within: int | None = DEFAULT_FRESHNESS
) -> WatchAnswer:
    """Return what changed from a day (None: thirty days back) to a day (None: today)."""
    end = on or session.today()
    begin = since or end - timedelta(days=_BACK)
    if begin > end:
        raise WrongUse("questions.window_reversed", since=begin, until=end)
    standing, everybody = session.standing(), session.people()
    events = everybody.histories(fresh_within)
    moves = moves_of(events, until=end, fresh_within=fresh_within)
    claims, report = checked_claims(session, fresh_within=fresh_within)
    record = _record(standing, everybody, events, end, fresh_within)
    window = Window(begin - timedelta(days=_BEFORE), end)
    breaks, _ = pace_breaks(spans_of(events, frozenset(kinds_of("release"))), window, ())
    watched = Watched(
        since=begin,
        on=end,
        moves=moves,
        measures={person: measures(everybody, person) for person in sorted(events)},
        covered=_covered_but_held(session, end),
        pledges=[follow(pledge, record) for pledge in pledges_of(standing)],
        facility_events=record.facility_events,
        placed=_placed(events, end, fresh_within),
        claims=claims,
        claims_report=report,
        breaks=[(one.day, one.earliest, one.latest, one.before, one.after) for one in breaks],
        territory=record.territory,
    )
    return WatchAnswer(begin, end, changes(watched), everybody)


def _covered_but_held(session: Session, on: date) -> list[tuple[str, str, bool]]:
    """Return who is covered by a law in force and held: the person, the instrument, and whether held in every world."""
    return [
        (one.person_id, instrument.id, "covered_but_held" in one.consequence.certain_alerts)
        for instrument in instruments_spoken_of(session, on=on)
        for one in coverage(session, instrument, on=on).persons
        if "covered_but_held" in one.consequence.alerts
    ]


def pledges_of(standing: pl.DataFrame) -> Iterator[Pledge]:
    """Yield the pledges that stand, in the order of their ids."""
    rows = standing.filter((pl.col("subject_kind") == "pledge") & (pl.col("property") == "pledge")).sort("subject")
    for statement, text in rows.select("statement_id", "value").iter_rows():
        told = orjson.loads(text)
        first, last = interval(told.get("due") or "")
        size = None
        if told.get("value") is not None:
            low, high = claim_bounds(told["qualifier"], told["value"], told.get("value_high"))
            size = (low or 0, high)
        yield Pledge(
            statement_id=statement,
            begins=interval(told.get("from") or "")[0],
            due=None if last is None else (first or last, last),
            due_printed=told.get("due") or "",
            size=size,
            stated_on=told["stated_on"],
            **{name: told.get(name) or "" for name in ("pledge_id", "pledger", "act", *_TEXTS)},
        )


_TEXTS = ("population", "facility", "instrument", "stage", "source_url")


def _record(
    standing: pl.DataFrame, everybody: People, events: Histories, on: date, fresh_within: int | None, shared: Shared | None = None
) -> Record:
    """Return what pledges are set against, asked as it is needed."""
    claims = claims_frame(standing)

    def held(day: date) -> tuple[int, int]:
        found = count(everybody, Rule(states=("deprived",), on=day, fresh_within=fresh_within), shared).persons
        return found.at_least, found.at_most

    def released(first: date, last: date) -> tuple[int, int]:
        found = count(everybody, Rule(kinds=("release",), since=first, until=last, fresh_within=None), shared).persons
        return found.at_least, found.at_most

    def placed(facility: str, day: date) -> tuple[int, int]:
        rows = _placed(events, day, fresh_within).filter(pl.col("facility_id") == facility)
        return int(rows["certain"].sum()), rows.height

    return Record(
        claims=claims,
        stages=list(_dated(standing, "instrument", "stage", "stage")),
        facility_events=list(_dated(standing, "facility", "event", "type")),
        held=held,
        placed=placed,
        released=released,
        places=lambda name: everybody.places.get(folded(name), name),
        territory=folded(territory_of(claims)),
        on=on,
    )


def _placed(events: Histories, on: date, fresh_within: int | None) -> pl.DataFrame:
    """Return who is in which facility on a day: facility_id, person_id, certain."""
    placements = facility_histories(events, on=on, fresh_within=fresh_within).placements
    here = (pl.col("from").is_null() | (pl.col("from") <= on)) & (pl.col("until").is_null() | (pl.col("until") > on))
    return placements.filter(here).group_by("facility_id", "person_id", maintain_order=True).agg(pl.col("certain").any())


def _dated(standing: pl.DataFrame, kind: str, property: str, name: str) -> Iterator[tuple[str, str, date, date, str]]:
    """Yield what happened to instruments or facilities: which, what, first and last possible day, statement; undated is left out."""
    rows = standing.filter((pl.col("subject_kind") == kind) & (pl.col("property") == property))
    for subject, value, happened, statement in rows.select("subject", "value", "happened_on", "statement_id").iter_rows():
        first, last = interval(happened or "")
        if first is not None and last is not None:
            yield subject, orjson.loads(value)[name], first, last, statement
