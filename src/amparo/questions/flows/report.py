"""All that can be said of how people moved in a window, from the record and from the figures of others."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import attrs
import polars as pl

from amparo.histories import conflicts
from amparo.histories.event import Event
from amparo.histories.frames import event_frame
from amparo.histories.measures import measures
from amparo.histories.people import People, folded
from amparo.questions.counts import Bounds, count
from amparo.questions.flows.chances import Chance, at_risk, begun, chances_of_redetention, chances_of_release, within
from amparo.questions.flows.lag import Lag, lag_of
from amparo.questions.flows.moves import EPOCH, FAR, HELD, OUT, Moves, drawn_days, moves_of
from amparo.questions.flows.pace import Pace, Projection, Week, daily, pace_of, projected, spans_of, weekly
from amparo.questions.flows.segments import segment
from amparo.questions.flows.sojourn import PersonDays, Sojourn, days_held, days_under_measures, sojourns
from amparo.questions.flows.spells import Window, custody_spells
from amparo.questions.flows.turnover import ClaimedPace, Rearrests, Replacement, claimed_paces, claimed_replacements, rearrests
from amparo.questions.rule import Rule
from amparo.statements import interval, kinds_of
from amparo.words import both, day_in_words, say

_LONGEST = 3_650  # days of a series that is searched for changes of pace
_SERIES = ("release_within", "redetained_within", "sojourns", "weeks")

type Stage = tuple[str, str, date, date]  # instrument, stage, first and last day that it may have been


@attrs.frozen
class PaceBreak:
    """A day from which releases came at another pace: the earliest and latest that fit, the paces a week, the stages that fall there."""

    day: date
    earliest: date
    latest: date
    before: float
    after: float
    stages: tuple[tuple[str, str], ...]

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return it as data."""
        return {
            "day": str(self.day),
            "earliest": str(self.earliest),
            "latest": str(self.latest),
            "per_week": [round(self.before, 2), round(self.after, 2)],
            "stages": [{"instrument": instrument, "stage": stage} for instrument, stage in self.stages],
        }


@attrs.frozen(kw_only=True)
class FlowsReport:
    """
    The answer of ``flows``.

    Attributes:
        detained, released: persons and events of each kind in the window.
        breaks, left_out: changes of pace, and the releases dated too loosely to be set on a day.
        told_late: detentions left out of the time to release because their sources told of them only after it.
        undecided: pairs of persons who may be one, here two.
        warnings: codes of sentences that must be read with the figures.
    """

    window: Window
    known_at: date | None
    fresh_within: int | None
    detained: tuple[Bounds, Bounds]
    released: tuple[Bounds, Bounds]
    replacement: Replacement
    claimed_replacements: tuple[Replacement, ...]
    rearrests: Rearrests
    release_within: tuple[Chance, ...]
    redetained_within: tuple[Chance, ...]
    sojourns: tuple[Sojourn, ...]
    days_held: PersonDays
    days_under_measures: PersonDays
    weeks: tuple[Week, ...]
    pace: Pace | None
    stock: Bounds
    projection: Projection | None
    claimed_paces: tuple[tuple[ClaimedPace, Projection | None], ...]
    breaks: tuple[PaceBreak, ...]
    left_out: int
    lag: Lag | None
    told_late: int
    undecided: int

    @property
    def warnings(self) -> tuple[tuple[str, dict[str, object]], ...]:
        """What must be read with the figures: codes of sentences and what they print."""
        found: list[tuple[str, dict[str, object]]] = [("flows.warning_documented", {})]
        if self.lag is not None:
            found.append(("flows.warning_recent", {"days": self.lag.days.get(0.9) or "?"}))
        else:
            found.append(("flows.warning_no_lag", {}))
        if self.told_late:
            found.append(("flows.warning_told_late", {"n": self.told_late}))
        if self.left_out:
            found.append(("flows.warning_left_out", {"n": self.left_out}))
        if self.undecided:
            found.append(("flows.warning_undecided", {"n": self.undecided}))
        return tuple(found)

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return the document of ``flows --json``, but for the ledger."""
        return {
            "rule": self._rule(),
            **{
                name: {"persons": persons.to_dict(), "events": events.to_dict()}
                for name, (persons, events) in (("detained", self.detained), ("released", self.released))
            },
            "replacement": [one.to_dict() for one in (self.replacement, *self.claimed_replacements)],
            "rearrests": self.rearrests.to_dict(),
            **{name: [one.to_dict() for one in getattr(self, name)] for name in _SERIES},
            "days_held": self.days_held.to_dict(),
            "days_under_measures": self.days_under_measures.to_dict(),
            "pace": None if self.pace is None else self.pace.to_dict(),
            "stock": self.stock.to_dict(),
            "projection": None if self.projection is None else self.projection.to_dict(),
            "claimed_paces": [
                {**pace.to_dict(), "projection": None if ahead is None else ahead.to_dict()} for pace, ahead in self.claimed_paces
            ],
            "breaks": [one.to_dict() for one in self.breaks],
            "left_out": self.left_out,
            "lag": None if self.lag is None else self.lag.to_dict(),
            "warnings": [{"code": code, **both(code, **values)} for code, values in self.warnings],
        }

    def _rule(self) -> dict[str, Any]:  # Any: a JSON document
        since = self.window.since
        text = {
            language: say(
                "flows.rule" if since else "flows.rule_ever",
                language,
                since=day_in_words(since, language) if since else "",
                until=day_in_words(self.window.until, language),
            )
            for language in ("es", "en")
        }
        return {
            "from": None if since is None else str(since),
            "until": str(self.window.until),
            "known_at": None if self.known_at is None else str(self.known_at),
            "fresh_within": "forever" if self.fresh_within is None else self.fresh_within,
            "text": text,
        }


def flows_report(
    people: People,
    claims: pl.DataFrame,
    stages: Sequence[Stage],
    documented: Mapping[str, date],
    window: Window,
    *,
    fresh_within: int | None,
    known_at: date | None = None,
    seed: int = 0,
) -> FlowsReport:
    """
    Return everything that flows can say of a window.

    ``claims`` as the record holds them; ``documented``: statement → the day on which it was documented, for the lag.
    """
    events = people.histories(fresh_within)
    moves = moves_of(events, until=window.until, fresh_within=fresh_within)
    since = window.since or min((date.fromordinal(int(lo) + EPOCH) for lo in moves.lo if lo > -FAR), default=window.until)
    detained, released = (_counted(people, kind, min(since, window.until), window.until) for kind in ("detention", "release"))
    spans = spans_of(events, frozenset(kinds_of("release")))
    weeks = weekly(spans, window)
    pace = pace_of(weeks)
    stock = count(people, Rule(states=("deprived",), on=window.until, fresh_within=fresh_within)).persons
    breaks, left_out = pace_breaks(spans, window, stages)
    late = custody_spells(moves, drawn_days(moves, _seeded(seed)), window)
    dated = dated_claims(claims, window)
    doubted = frozenset(conflicts(event_frame(events))["person_id"].to_list())
    return FlowsReport(
        window=window,
        known_at=known_at,
        fresh_within=fresh_within,
        detained=detained,
        released=released,
        replacement=Replacement("", window.since, window.until, _ends(detained[0]), _ends(released[0])),
        claimed_replacements=claimed_replacements(dated),
        rearrests=rearrests_in(moves, window),
        release_within=chances_of_release(moves, window, seed=seed),
        redetained_within=chances_of_redetention(moves, window, seed=seed),
        sojourns=sojourns(moves, window, seed=seed),
        days_held=days_held(events, window, doubted),
        days_under_measures=days_under_measures({person: measures(people, person) for person in sorted(events)}, window, fresh_within),
        weeks=weeks,
        pace=pace,
        stock=stock,
        projection=None if pace is None else projected((stock.at_least, stock.at_most), pace.low, pace.high, window.until),
        claimed_paces=tuple((one, _claimed_projection(one)) for one in claimed_paces(dated)),
        breaks=breaks,
        left_out=left_out,
        lag=documentation_lag(events, documented, window.until),
        told_late=len(late) - len(at_risk(late)),
        undecided=len(people.undecided),
    )


def _counted(people: People, kind: str, since: date, until: date) -> tuple[Bounds, Bounds]:
    answer = count(people, Rule(kinds=(kind,), since=since, until=until, fresh_within=None))
    assert answer.events is not None  # a flow counts events
    return answer.persons, answer.events


def _ends(bounds: Bounds) -> tuple[int, int]:
    return bounds.at_least, bounds.at_most


def rearrests_in(moves: Moves, window: Window) -> Rearrests:
    """Return how many of those released in the window were detained again by its end, as far as anybody documented it."""
    ever = window.last + FAR
    found = []
    for move in begun(moves, window, OUT):
        surely, _ = within(moves, move, HELD, ever, window)
        own = (other for other in moves.of(move) if moves.leads[other] == HELD)
        perhaps = any(moves.may_follow(move, other) and moves.lo[other] <= window.last for other in own)
        found.append((moves.persons[moves.person[move]], surely, perhaps))
    return rearrests(found)


def pace_breaks(spans: Sequence[tuple[int, int]], window: Window, stages: Sequence[Stage]) -> tuple[tuple[PaceBreak, ...], int]:
    """Return the changes of pace of the last ten years of a window, and how many events are dated too loosely to be set on a day."""
    first, counts, left_out = daily(spans, window)
    first, counts = first + timedelta(days=max(len(counts) - _LONGEST, 0)), counts[-_LONGEST:]
    found = segment(counts)
    days = [first + timedelta(days=place) for place in range(len(counts) + 1)]
    breaks = []
    for before, here, after in zip(found.segments, found.breaks, found.segments[1:], strict=False):
        earliest, latest = days[here.earliest], days[here.latest]
        near = dict.fromkeys((instrument, stage) for instrument, stage, lo, hi in stages if lo <= latest and hi >= earliest)
        breaks.append(PaceBreak(days[here.at], earliest, latest, 7 * before.mean, 7 * after.mean, tuple(near)))
    return tuple(breaks), left_out


def dated_claims(claims: pl.DataFrame, window: Window) -> pl.DataFrame:
    """Return the claims up to the end of the window, with the day of their end where the print gives one, and whether they speak of all."""
    places = claims["place"].drop_nulls().mode().sort() if claims.height else pl.Series([], dtype=pl.String)
    territory = folded(places[0]) if len(places) else ""
    ends = [interval(text or "") for text in claims["until"].to_list()]
    days = [last if first == last else None for first, last in ends]
    whole = [folded(place or "") in ("", territory) for place in claims["place"].to_list()]
    dated = claims.with_columns(pl.Series("until_day", days, dtype=pl.Date), pl.Series("whole_place", whole, dtype=pl.Boolean))
    return dated.filter(pl.col("until_day").is_between(window.since or date.min, window.until))


def _claimed_projection(pace: ClaimedPace) -> Projection | None:
    low, high = pace.per_week
    if pace.stock is None or pace.stock[1] is None:
        return None
    return projected((pace.stock[0], pace.stock[1]), low, float("inf") if high is None else high, pace.last)


def documentation_lag(events: Mapping[str, Sequence[Event]], documented: Mapping[str, date], on: date) -> Lag | None:
    """Return the lag of events whose day is known: until the first source told of it where it says when, else until it was recorded."""
    pairs = []
    for own in events.values():
        for event in own:
            told = [documented[report.statement_id].toordinal() - EPOCH for report in event.reports if report.statement_id in documented]
            if event.lo is not None and event.lo == event.hi and told:
                pairs.append((event.lo, min(told)))
    return lag_of(pairs, on, EPOCH)


def _seeded(seed: int) -> Any:  # Any: NumPy's generator
    import numpy as np

    return np.random.default_rng(seed)
