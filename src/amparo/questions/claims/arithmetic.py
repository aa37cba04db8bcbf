"""Printed breakdowns that cannot add up; they are flagged, never mended."""

from collections.abc import Iterable

import attrs

from amparo.questions.claims.bounds import Bounds
from amparo.questions.claims.readings import PARTITIONS, PARTS, Reading


@attrs.frozen
class BadSum:
    """One breakdown of one claim that fails: the parts named, the number printed for the whole, the sum of the parts."""

    claim_id: str
    breakdown: tuple[str, ...]
    printed: int
    sum: int


def failing_sums(readings: Iterable[Reading]) -> list[BadSum]:
    """
    Return every printed breakdown that cannot be true together with its whole.

    Two parts that make up the whole (men and women, …) must sum to a number that the printed figure allows: under "at
    least 1849" parts that sum to 1900 stand. Where only one part is printed it must not exceed the whole.
    """
    return [bad for reading in readings for bad in _failing_sums_of(reading)]


def _failing_sums_of(reading: Reading) -> list[BadSum]:
    parts, bad = reading.parts, []
    for pair in PARTITIONS:
        if all(part in parts for part in pair):
            total = sum(parts[part] for part in pair)
            if total not in reading.bounds:
                bad.append(BadSum(reading.claim_id, pair, reading.value, total))
    flagged = {part for each in bad for part in each.breakdown}
    too_large = [part for part in PARTS if part in parts and part not in flagged and reading.bounds.below(Bounds(parts[part]))]
    return bad + [BadSum(reading.claim_id, (part,), reading.value, parts[part]) for part in too_large]
