"""What figures are told to measure: the measure of one, what is said of it, and the run of those before it."""

from collections.abc import Sequence
from itertools import pairwise

import attrs

from amparo.ingest.reports.words.lexicon import Mark

MEASURES = (
    "detained_stock",
    "released",
    "released_under_measures",
    "full_freedom",
    "pardoned",
    "arrested",
    "rearrested",
    "amnesty_requested",
    "amnesty_granted",
    "still_detained",
    "missing",
    "died_in_custody",
    "other",
)
STOCKS = frozenset({"detained_stock", "still_detained", "missing"})
_LEAST_SUM = 20  # smaller sums come about by chance


@attrs.frozen
class Measured:
    """The measure of a figure, the cue that says so, and what else it may be."""

    measure: str
    cue: Mark | None
    candidates: tuple[str, ...]
    weight: float


@attrs.frozen
class Predicate:
    """What is said of those counted: its word, and whether it tells what had been so before ("had been sentenced")."""

    cue: Mark | None
    is_before: bool


@attrs.define
class Run:
    """The claims read so far, for figures that leave out what was said before."""

    measure: str | None = None
    head: str | None = None  # what the heading of a list says that its items count
    head_paragraph: int = -100
    population: str | None = None
    paragraph: int = -1
    told: list[tuple[int, str, int]] = attrs.field(factory=list)  # value, measure, paragraph

    def whole_of(self, parts: Sequence[int], paragraph: int) -> str | None:
        """Return the measure of the figure that parts belong to: one that they add up to, else the greatest told near, else the last."""
        added = next((measure for value, measure, _ in reversed(self.told) if len(parts) > 1 and value == sum(parts) > _LEAST_SUM), None)
        if added is not None:
            return added
        near = [(value, measure) for value, measure, at in self.told if paragraph - at <= 1]
        sums = {sum(parts), *(a + b for a, b in pairwise(parts))}
        for value, measure in reversed(near):
            if value in sums:
                return measure
        greater = [(value, measure) for value, measure in near if value >= max(parts, default=0)]
        return max(greater, key=lambda one: one[0])[1] if greater else self.measure

    def told_as(self, value: int) -> str | None:
        """Return the measure under which a value was told last."""
        return next((measure for told, measure, _ in reversed(self.told) if told == value), None)
