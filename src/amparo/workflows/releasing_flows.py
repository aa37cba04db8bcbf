"""What a release says of how people moved: releases by week, re-arrests, days held, and what became of pledges."""

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import attrs
import polars as pl

from amparo.histories.event import Event
from amparo.histories.measures import measures_of
from amparo.histories.people import People
from amparo.publish import Figure, schema
from amparo.questions.counts import Answer, Shared, count
from amparo.questions.flows.moves import moves_of
from amparo.questions.flows.pace import Week, pace_of, spans_of_each, weekly
from amparo.questions.flows.report import dated_claims, documentation_lag, rearrests_in
from amparo.questions.flows.sojourn import days_held, days_under_measures
from amparo.questions.flows.spells import Window
from amparo.questions.flows.turnover import Replacement, claimed_paces
from amparo.questions.rule import DEFAULT_FRESHNESS, Rule
from amparo.statements import canonical_json, kinds, kinds_of
from amparo.words import LANGUAGES, both, day_in_words, say
from amparo.workflows.flows import documented_on
from amparo.workflows.watching import pledges_followed

TERMS = ("full", "measures", "unspecified")
_PLEDGED = ("announced", "carried_out", "verified", "record")

type Histories = dict[str, list[Event]]


@attrs.frozen(eq=False, kw_only=True)
class Flows:
    """Tables of the release, and its figures of movement."""

    weeks: pl.DataFrame
    paces: pl.DataFrame
    lag: pl.DataFrame
    pledges: pl.DataFrame
    figures: tuple[Figure, ...]

    def tables(self) -> dict[str, Any]:  # Any: fields of a release
        """Return what a release takes of it as it is."""
        return {name: getattr(self, name) for name in ("weeks", "paces", "lag", "pledges")}


def window_of(on: date) -> Window:
    """Return the days that a release speaks of: from the first of the year before to its day."""
    return Window(date(on.year - 1, 1, 1), on)


def kinds_by_terms() -> Mapping[str, tuple[str, ...]]:
    """Return the kinds of release by what they leave: full liberty, measures, or either, for no source says."""
    found: dict[str, list[str]] = {name: [] for name in TERMS}
    for kind in kinds_of("release"):
        states = kinds()[kind].states
        found["unspecified" if len(states) > 1 else "full" if tuple(states) == ("full_liberty",) else "measures"].append(kind)
    return {name: tuple(kinds) for name, kinds in found.items()}


def flows_of(
    public: pl.DataFrame, shared: Shared, claims: pl.DataFrame, *, on: date, known_at: date | None, doubted: frozenset[str]
) -> Flows:
    """Return what is said of movements up to a day; ``doubted``: the persons whose dates contradict the known order."""
    window, everybody = window_of(on), shared.people
    events = everybody.histories(DEFAULT_FRESHNESS)
    by_terms = kinds_by_terms()
    groups = {"all": frozenset(kinds_of("release")), **{name: frozenset(kinds) for name, kinds in by_terms.items()}}
    weeks = {name: weekly(spans, window) for name, spans in spans_of_each(events, groups).items()}
    lag = documentation_lag(events, documented_on(public), on)
    return Flows(
        weeks=_table("weeks", [_week(name, week) for name, found in weeks.items() for week in found]),
        paces=_table("paces", [*_own_pace(weeks["all"]), *_claimed_paces(claims, window)]),
        lag=_table("lag", [] if lag is None else [(lag.events, lag.days.get(0.5), lag.days.get(0.9), lag.settled)]),
        pledges=_table("pledges", list(_pledges(public, shared, events, on))),
        figures=tuple(_figures(everybody, events, by_terms, window, shared, known_at, doubted)),
    )


def _table(name: str, rows: Sequence[tuple[Any, ...]]) -> pl.DataFrame:  # Any: cells
    return pl.DataFrame(rows, schema=schema(name), orient="row")


def _week(terms: str, week: Week) -> tuple[Any, ...]:  # Any: cells
    return terms, week.monday, week.at_least, week.at_most, week.counted, round(week.low, 2), round(week.high, 2), week.whole


def _own_pace(weeks: Sequence[Week]) -> Iterator[tuple[Any, ...]]:  # Any: cells
    pace = pace_of(weeks)
    whole = [week for week in weeks if week.whole]
    if pace is not None:
        first, last = whole[-pace.weeks].monday, date.fromordinal(whole[-1].monday.toordinal() + 6)
        yield "record", None, first, last, pace.events, pace.events, round(pace.low, 2), round(pace.high, 2), []


def _claimed_paces(claims: pl.DataFrame, window: Window) -> Iterator[tuple[Any, ...]]:  # Any: cells
    for one in claimed_paces(dated_claims(claims, window)):
        low, high = one.per_week
        yield (
            one.claimant, one.population, one.first, one.last, *one.released, round(low, 2), None if high is None else round(high, 2),
            list(one.claims),
        )  # fmt: skip


def _pledges(public: pl.DataFrame, shared: Shared, events: Histories, on: date) -> Iterator[tuple[Any, ...]]:  # Any: cells
    followed = pledges_followed(public, shared.people, events, on=on, fresh_within=DEFAULT_FRESHNESS, shared=shared)
    for one in followed:
        pledge = one.pledge
        figures = {**one.figures, "announced": pledge.size}
        ends = [end for name in _PLEDGED for end in (figures.get(name) or (None, None))]
        texts = [getattr(pledge, name) or None for name in ("population", "facility", "instrument", "stage")]
        yield (
            pledge.pledge_id, pledge.pledger, pledge.act, pledge.stated_on, pledge.due_printed or None, *texts, one.verdict, one.reason,
            *ends, pledge.source_url or None, pledge.statement_id,
        )  # fmt: skip


def _figures(
    everybody: People,
    events: Histories,
    by_terms: Mapping[str, tuple[str, ...]],
    window: Window,
    shared: Shared,
    known_at: date | None,
    doubted: frozenset[str],
) -> Iterator[Figure]:
    since = window.since
    for name, own in (("all", ("release",)), *by_terms.items()):
        yield _counted(name, count(everybody, Rule(kinds=own, since=since, until=window.until, known_at=known_at), shared))
    moves = moves_of(events, until=window.until, fresh_within=DEFAULT_FRESHNESS)
    again = rearrests_in(moves, window)
    yield _figure("rearrests", window, again.at_least, again.at_most, "persons", n=again.released)
    taken, freed = (
        count(everybody, Rule(kinds=(kind,), since=since, until=window.until, fresh_within=None), shared).persons
        for kind in ("detention", "release")
    )
    ratio = Replacement("", since, window.until, (taken.at_least, taken.at_most), (freed.at_least, freed.at_most))
    if ratio.low is not None:
        # Rounded outwards, so that they stay bounds.
        most = None if ratio.high is None else math.ceil(100 * ratio.high)
        yield _figure("replacement", window, math.floor(100 * ratio.low), most, "per_hundred")
    held = days_held(events, window, doubted)
    under = days_under_measures({person: measures_of(own) for person, own in events.items()}, window, DEFAULT_FRESHNESS)
    for name, days in (("days_held", held), ("days_under_measures", under)):
        yield _figure(name, window, days.at_least, days.at_most, "person_days", n=days.persons_at_most)


def _counted(name: str, answer: Answer) -> Figure:
    rule = answer.rule
    known = f" --known-at {rule.known_at}" if rule.known_at else ""
    return Figure(
        id=f"released_{name}_{rule.since:%Y_%m_%d}_to_{rule.until:%Y_%m_%d}",
        label=both(f"releasing.released_{name}"),
        rule={language: rule.text(language) for language in LANGUAGES},
        at_least=answer.persons.at_least,
        at_most=answer.persons.at_most,
        unit="persons",
        gap=answer.gap,
        statements=answer.statements,
        query=f"amparo count --kind {','.join(rule.kinds)} --from {rule.since} --until {rule.until}{known}",
        question=canonical_json({name: part for name, part in rule.to_dict().items() if name not in {"known_at", "text"}}),
        topic="releases",
    )


def _figure(name: str, window: Window, at_least: int, at_most: int | None, unit: str, *, n: int = 0) -> Figure:
    since = window.since
    assert since is not None  # a release speaks of days from a first one
    days = {language: {"since": day_in_words(since, language), "until": day_in_words(window.until, language)} for language in LANGUAGES}
    return Figure(
        id=f"{name}_{since:%Y_%m_%d}_to_{window.until:%Y_%m_%d}",
        label=both(f"releasing.flows_{name}"),
        rule={language: say(f"releasing.flows_{name}_rule", language, n=n, **days[language]) for language in LANGUAGES},
        at_least=at_least,
        at_most=at_most,
        unit=unit,
        gap={},
        statements=(),
        query=f"amparo flows --from {since} --until {window.until}",
        question=canonical_json({"flows": name, "from": str(since), "until": str(window.until)}),
        topic="releases",
    )
