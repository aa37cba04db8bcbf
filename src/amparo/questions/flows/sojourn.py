"""How much custody: days held and numbers of detentions that a person may expect, and the days that all together were held."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import attrs
import numpy as np

from amparo.histories import possible_states
from amparo.histories.event import Event
from amparo.histories.frames import event_frame
from amparo.histories.measures import Measure
from amparo.questions.flows.imputed import Estimate, amount, over_draws
from amparo.questions.flows.kernels import Real, Whole
from amparo.questions.flows.moves import EPOCH, Moves
from amparo.questions.flows.paths import state_paths
from amparo.questions.flows.process import Process, answer, days_in, moves_into, process_of
from amparo.questions.flows.spells import Window, walks

HORIZONS = (90, 180, 365, 730)
HELD_STATES = ("deprived", "disappeared")
_IN, _OUT = "in", "out"


@attrs.frozen
class Sojourn:
    """What a person may expect within some days of their first detention in the window: days held, and detentions, the first included."""

    days: int
    held: Estimate
    detentions: Estimate

    def to_dict(self) -> dict[str, object]:
        """Return it as data."""
        return {"within_days": self.days, "days_held": self.held.to_dict(), "detentions": self.detentions.to_dict()}


@attrs.frozen
class PersonDays:
    """Days of all persons together, at least and at most, and how many persons that is."""

    at_least: int
    at_most: int
    persons_at_least: int
    persons_at_most: int

    def to_dict(self) -> dict[str, int]:
        """Return it as data."""
        return attrs.asdict(self)


def sojourns(moves: Moves, window: Window, *, seed: int = 0, horizons: Sequence[int] = HORIZONS) -> tuple[Sojourn, ...]:
    """Return the days held and the detentions to expect, up to the horizons that somebody was followed to."""
    if not len(moves.persons):
        return ()
    reach, sizes = [], []

    def ask(days: Whole) -> tuple[Real, Real]:
        rows = walks(moves, days, window)
        sizes.append(rows["id"].n_unique())
        reach.append(int(rows["stop"].max() or 0))  # type: ignore[arg-type]  # a number
        if rows.is_empty():
            return np.zeros(2 * len(horizons)), np.zeros(2 * len(horizons))
        return _expected(process_of(state_paths(rows)), np.array(horizons))

    value, se = over_draws(moves, ask, seed=seed)
    size, count = min(sizes), len(horizons)
    return tuple(
        Sojourn(days, amount(value[at], se[at], size, most=days), amount(value[count + at], se[count + at], size).plus(1))
        for at, days in enumerate(horizons)
        if size and days <= max(reach)
    )


def _expected(process: Process, horizons: Whole) -> tuple[Real, Real]:
    """Return days held, and detentions after the one that begins the count, within each horizon, with errors."""
    held = process.paths.states.index_of("held")
    if held is None:
        return np.zeros(2 * horizons.size), np.zeros(2 * horizons.size)
    spent, spent_se = answer(process, days_in(process, held, 0, horizons))
    again, again_se = answer(process, moves_into(process, np.array([held]), horizons))
    return np.concatenate([spent, again]), np.concatenate([spent_se, again_se])


def days_held(histories: Mapping[str, Sequence[Event]], window: Window, doubted: frozenset[str]) -> PersonDays:
    """
    Return the days in custody within a window of all persons together: surely (in every reading of the dates), and possibly.

    Persons whose dates contradict the known order are certain of no day.
    """
    first = min((event.lo for events in histories.values() for event in events if event.lo is not None), default=window.last)
    since, after = max(window.first, first), window.last + 1
    frame = event_frame(histories, lambda _, state: (_IN,) if state in HELD_STATES else (_OUT,))
    least: dict[str, int] = {}
    most: dict[str, int] = {}
    if frame.is_empty():
        return PersonDays(0, 0, 0, 0)
    for person, state, start, until, certain in possible_states(frame).iter_rows():
        days = min(after, _number(until, after)) - max(since, _number(start, since))
        if state == _IN and days > 0:
            most[person] = most.get(person, 0) + days
            if certain and person not in doubted:
                least[person] = least.get(person, 0) + days
    return PersonDays(sum(least.values()), sum(most.values()), len(least), len(most))


def days_under_measures(measures: Mapping[str, Sequence[Measure]], window: Window, fresh_within: int | None) -> PersonDays:
    """Return the days under some measure within a window, of all persons together: surely, and possibly."""
    least = {person: _covered(spans) for person, own in measures.items() if (spans := [*_sure(own, window, fresh_within)])}
    most = {person: _covered(spans) for person, own in measures.items() if (spans := [*_possible(own, window)])}
    return PersonDays(sum(least.values()), sum(most.values()), sum(map(bool, least.values())), sum(map(bool, most.values())))


def _sure(measures: Sequence[Measure], window: Window, fresh_within: int | None) -> Iterator[tuple[int, int]]:
    """Yield the days on which each measure was surely in force, the last excluded."""
    for measure in measures:
        ends = [-1 if end.lo is None else end.lo for end in measure.endings]
        if fresh_within is not None:
            ends.append(-1 if measure.cited is None else measure.cited + fresh_within)
        if measure.hi is not None and not measure.optional:
            yield max(measure.hi, window.first), min([window.last + 1, *ends])


def _possible(measures: Sequence[Measure], window: Window) -> Iterator[tuple[int, int]]:
    for measure in measures:
        ends = [end.hi for end in measure.endings if end.certain and end.hi is not None]
        begins = window.first if measure.lo is None else max(measure.lo, window.first)
        yield begins, min([window.last + 1, *ends])


def _covered(spans: Sequence[tuple[int, int]]) -> int:
    """
    Return how many days some spans cover together.

    >>> _covered([(0, 5), (3, 8), (10, 12), (9, 2)])
    10
    """
    covered, reached = 0, None
    for begin, end in sorted(spans):
        begins = begin if reached is None else max(begin, reached)
        if end > begins:
            covered += end - begins
            reached = end
    return covered


def _number(day: date | None, otherwise: int) -> int:
    return otherwise if day is None else day.toordinal() - EPOCH
