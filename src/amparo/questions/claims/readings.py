"""A printed figure read once: its numbers as bounds, its dates as days, what it counts as a row of the vocabulary."""

from datetime import date
from functools import cache
from typing import Any, Literal

import attrs
import polars as pl

from amparo.errors import BadInput
from amparo.questions.claims.bounds import Bounds, claim_bounds
from amparo.statements import interval, margin, vocabulary

type Days = tuple[int, int]  # first and last possible day, as ordinals of the calendar

UNBOUNDED_PAST, UNBOUNDED_FUTURE = -10_000_000, 10_000_000
PARTITIONS = (("men", "women"), ("civilians", "military"), ("adults", "adolescents"), ("sentenced", "unsentenced"))
PARTS = (*(part for pair in PARTITIONS for part in pair), "foreigners")


@attrs.frozen
class Measure:
    """What a figure counts: persons at a moment or happenings in a window, and our own tokens for it."""

    token: str
    moment: Literal["stock", "flow"]
    unit: str
    family: str
    narrow: tuple[str, ...]
    wide: tuple[str, ...]


@cache
def measures() -> dict[str, Measure]:
    """Return every measure that a claim may print, by its token."""
    return {
        token: Measure(token, row["moment"], row["unit"], row["family"], tuple(row["narrow"]), tuple(row["wide"]))
        for token, row in vocabulary()["claim_measures"].items()
    }


@attrs.frozen
class Reading:
    """
    One claim as checks use it; `start`, `end` and `published` are the days that the printed dates may mean.

    A stock has no window: its `start` equals its `end`. `start_printed` is the date as printed, so that two figures "since
    2014" of one body are known to share their start, whichever day that is.
    """

    claim_id: str
    claimant: str
    claimant_printed: str
    measure: Measure
    population: str
    place: str
    value: int
    value_high: int | None
    bounds: Bounds
    start: Days
    end: Days
    start_printed: str
    published: Days
    source_url: str
    announced: bool
    parts: dict[str, int]

    @property
    def start_is_known(self) -> bool:
        """Say whether the printed start bounds the first day on both sides."""
        return self.start[0] > UNBOUNDED_PAST and bool(self.start_printed or self.measure.moment == "stock")

    @property
    def end_is_known(self) -> bool:
        """Say whether the printed end bounds the last day on both sides."""
        return self.end[0] > UNBOUNDED_PAST and self.end[1] < UNBOUNDED_FUTURE


def read_claims(claims: pl.DataFrame) -> list[Reading]:
    """Return the claims in the order of their ids, so that the order of rows never matters."""
    return sorted((_read(row) for row in claims.iter_rows(named=True)), key=lambda reading: reading.claim_id)


def _read(row: dict[str, Any]) -> Reading:  # Any: the cells of one row
    measure = measures().get(row["measure"])
    if measure is None:
        raise BadInput("claims.unknown_measure", claim_id=row["claim_id"], measure=row["measure"])
    bounds = Bounds(*claim_bounds(row["qualifier"], row["value"], row["value_high"]))
    start_printed = _text(row["from"]) if measure.moment == "flow" else ""
    start, end = _window(days_of(start_printed), days_of(_text(row["until"])), measure)
    published = days_of(_text(row["published_on"]))
    return Reading(
        claim_id=row["claim_id"],
        claimant=_text(row["claimant"]).casefold(),
        claimant_printed=_text(row["claimant"]),
        measure=measure,
        population=_text(row["population"]),
        place=_text(row["place"]),
        value=row["value"],
        value_high=row["value_high"],
        bounds=bounds,
        start=start,
        end=end,
        start_printed=start_printed,
        published=published,
        source_url=_text(row["source_url"]),
        announced=_is_announced(row.get("modality"), published, end, start),
        parts={part: row[part] for part in PARTS if row.get(part) is not None},
    )


def _window(start: Days, end: Days, measure: Measure) -> tuple[Days, Days]:
    """Return start and end, each narrowed by the other: no window ends before it begins."""
    if measure.moment == "stock":
        return end, end
    if start[0] > end[1]:  # printed the wrong way round: kept, and equal to nothing
        return start, end
    return (start[0], min(start[1], end[1])), (max(start[0], end[0]), end[1])


def _is_announced(modality: str | None, published: Days, end: Days, start: Days) -> bool:
    """Say whether the figure was out before its window began: what is planned is not yet done."""
    begins = start[0] if UNBOUNDED_PAST < start[0] <= end[1] else end[0]
    return modality == "planned" or published[1] + margin("same_statement") < begins


@cache
def days_of(printed: str) -> Days:
    """Return the first and the last day that a printed date may mean."""
    lo, hi = interval(printed)
    return UNBOUNDED_PAST if lo is None else lo.toordinal(), UNBOUNDED_FUTURE if hi is None else hi.toordinal()


def day(ordinal: int) -> date | None:
    """Return the calendar day of an ordinal, None for the unbounded."""
    return date.fromordinal(ordinal) if UNBOUNDED_PAST < ordinal < UNBOUNDED_FUTURE else None


def _text(cell: str | None) -> str:
    return "" if cell is None else cell.strip()
