"""What the record says of a printed figure, and why it sometimes can say nothing."""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Literal

import attrs

from amparo.questions.claims.bounds import Bounds
from amparo.questions.claims.readings import Reading, day

type VerdictWord = Literal["shown", "compatible", "not_reached", "contradicted", "not_comparable"]

REASONS = ("window", "unit", "population", "definition", "verification", "announced", "source")


@attrs.frozen
class OwnQuestion:
    """
    A count of the record under the rule of a claim, with the dates as uncertain as they were printed.

    Attributes:
        measure: the claim's measure, e.g. ``released``.
        moment: ``stock`` (persons in one of the states on a day) or ``flow`` (happenings of the kinds in a window).
        tokens: the states of a stock, the kinds of a flow.
        since: first and last day on which the window may begin; None for a stock.
        until: first and last day on which the window may end, or on which the stock may have been taken.
        place: as printed: a country, a town, a facility; empty where the claim names none.
        population: as printed, equal to one that the registry documents.
    """

    measure: str
    moment: Literal["stock", "flow"]
    tokens: tuple[str, ...]
    since: tuple[date, date] | None
    until: tuple[date, date]
    place: str
    population: str

    @property
    def narrowest(self) -> tuple[date, date] | None:
        """The days that lie in the window however its dates are read; None where there are none. A flow's lower bound."""
        if self.since is None or self.since[1] > self.until[0]:
            return None
        return self.since[1], self.until[0]

    @property
    def widest(self) -> tuple[date, date]:
        """The days that may lie in the window: a flow's upper bound. For a stock, the days on which it may have been taken."""
        return self.until if self.since is None else (self.since[0], self.until[1])


type Own = Callable[[OwnQuestion], tuple[int, int] | None]


@attrs.frozen
class Verdict:
    """The answer for one claim; `own` and reasons exclude each other."""

    claim_id: str
    verdict: VerdictWord
    own: tuple[int, int] | None = None
    reasons: tuple[str, ...] = ()


def compare(claim: Bounds, own: tuple[int, int]) -> VerdictWord:
    """
    Set a claim beside our own count [L, U] of documented persons (semantics §4).

    >>> compare(Bounds(340), (350, 360)), compare(Bounds(340), (10, 20)), compare(Bounds(5, 5), (10, 20))
    ('shown', 'not_reached', 'contradicted')
    """
    if Bounds(*own).lies_in(claim):
        return "shown"
    if claim.below(Bounds(*own)):
        return "contradicted"
    if Bounds(*own).below(claim):
        return "not_reached"
    return "compatible"


def check_against_record(readings: Iterable[Reading], own: Own, populations: Collection[str]) -> list[Verdict]:
    """
    Return a verdict for each claim.

    The record is asked twice: the lower bound counts the states or kinds that surely are meant, the upper bound those that
    bodies also put under the word (``claim_measures`` of the vocabulary). Each question is asked once.
    """
    answers: dict[OwnQuestion, tuple[int, int] | None] = {}

    def ask(question: OwnQuestion) -> tuple[int, int] | None:
        if question not in answers:
            answers[question] = own(question)
        return answers[question]

    return [_verdict(reading, ask, populations) for reading in readings]


def _verdict(reading: Reading, ask: Own, populations: Collection[str]) -> Verdict:
    reasons = obstacles(reading, populations)
    if reasons:
        return Verdict(reading.claim_id, "not_comparable", None, reasons)
    narrow, wide = ask(_question(reading, reading.measure.narrow)), ask(_question(reading, reading.measure.wide))
    if narrow is None or wide is None:  # comparable in principle; the registry keeps no count of this definition (or place)
        return Verdict(reading.claim_id, "not_comparable", None, ("definition",))
    counted = (narrow[0], wide[1])
    return Verdict(reading.claim_id, compare(reading.bounds, counted), counted)


def obstacles(reading: Reading, populations: Collection[str]) -> tuple[str, ...]:
    """Return every reason why a claim cannot be set beside the record, in the order of ``REASONS``."""
    measure, found = reading.measure, set()
    backwards = reading.start[0] > reading.end[1]
    if not reading.end_is_known or backwards or not reading.start_is_known:
        found.add("window")
    if not measure.narrow:
        found.add("definition" if measure.unit == "persons" else "unit")
    if reading.population not in populations:
        found.add("population")
    if reading.announced:
        found.add("announced")
    if not reading.claimant:
        found.add("source")
    return tuple(code for code in REASONS if code in found)


def _question(reading: Reading, tokens: tuple[str, ...]) -> OwnQuestion:
    return OwnQuestion(
        measure=reading.measure.token,
        moment=reading.measure.moment,
        tokens=tokens,
        since=_days(reading.start) if reading.measure.moment == "flow" else None,
        until=_days(reading.end),
        place=reading.place,
        population=reading.population,
    )


def _days(days: tuple[int, int]) -> tuple[date, date]:
    first, last = day(days[0]), day(days[1])
    if first is None or last is None:
        raise ValueError(days)  # obstacles() has refused unbounded dates
    return first, last
