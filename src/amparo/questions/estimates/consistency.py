"""The internal test: leave a list out, and predict from the others how many of its persons they know (Binette & Steorts 2022)."""

from collections.abc import Sequence

import attrs
import numpy as np

from amparo.questions.estimates.answer import Estimate
from amparo.questions.estimates.decomposable import MOST_LISTS, dga_of
from amparo.questions.estimates.lower_bound import chapman
from amparo.questions.estimates.overlaps import Overlaps

_SURE = 1.96


@attrs.frozen(kw_only=True)
class Prediction:
    """
    One list left out.

    Attributes:
        name: of the list.
        persons: on it.
        known: of these, how many stand on another list as well.
        expected_low, expected, expected_high: how many the estimate from the other lists says; None where that is refused.
        holds: whether what is seen lies within what was expected.
    """

    name: str
    persons: int
    known: int
    expected_low: float | None = None
    expected: float | None = None
    expected_high: float | None = None
    holds: bool | None = None


def predictions(overlaps: Overlaps) -> tuple[Prediction, ...]:
    """
    Return, for each list, what the others would have said of it.

    If the list is a fair sample, it holds persons whom the others know as often as the whole population does. The prediction
    is by decomposable graphs, by Chapman where two lists are left.
    """
    sizes = overlaps.patterns.T @ overlaps.counts
    return tuple(_prediction(overlaps, place, int(sizes[place])) for place in range(len(overlaps.lists)))


def fails(found: Sequence[Prediction]) -> bool:
    """Say whether more than half of the lists that could be predicted came out otherwise."""
    told = [one.holds for one in found if one.holds is not None]
    return bool(told) and told.count(False) * 2 > len(told)


def _prediction(overlaps: Overlaps, place: int, persons: int) -> Prediction:
    others = overlaps.without(place)
    alone = int(overlaps.counts[overlaps.masks == 1 << place].sum())
    plain = Prediction(name=overlaps.lists[place], persons=persons, known=persons - alone)
    interval = _total_of(others)
    if interval is None or not persons:
        return plain
    low, middle, high = (persons * min(others.documented / total, 1.0) for total in reversed(interval))
    noise = _SURE * np.sqrt(max(middle * (1 - middle / persons), 0.25))
    low, high = max(low - noise, 0.0), min(high + noise, float(persons))
    holds = bool(low <= plain.known <= high)
    return attrs.evolve(plain, expected_low=float(low), expected=float(middle), expected_high=float(high), holds=holds)


def _total_of(others: Overlaps) -> tuple[float, float, float] | None:
    if len(others.lists) == 2:
        found = chapman(others)
        return None if found is None else (found.low, found.chapman, found.high)
    if len(others.lists) > MOST_LISTS or len(others.lists) < 2:
        return None
    answer = dga_of(others)
    return (answer.low, answer.total, answer.high) if isinstance(answer, Estimate) else None
