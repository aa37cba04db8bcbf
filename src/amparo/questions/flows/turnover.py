"""
Two meanings of "revolving door", kept apart: the same persons taken again, and others taken in the place of those let go.

Both halves of a ratio come from one source: the record's own counts, or one body's figures for one population, place and window. New
detentions by one body over releases by another say nothing.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import attrs
import polars as pl

from amparo.questions.claims.bounds import claim_bounds

type Ends = tuple[int, int | None]


@attrs.frozen
class Replacement:
    """
    New detentions for each release of one source in one window, at least and at most; None where the ratio has no end.

    Attributes:
        source: who counts both; "" for the record itself.
        claims: ids of the two figures; none for the record.
    """

    source: str
    since: date | str | None
    until: date | str | None
    detained: Ends
    released: Ends
    claims: tuple[str, ...] = ()

    @property
    def low(self) -> float | None:
        """The least that the two counts allow."""
        return None if self.released[1] is None else self.detained[0] / self.released[1] if self.released[1] else None

    @property
    def high(self) -> float | None:
        """The most that the two counts allow."""
        return None if self.detained[1] is None or not self.released[0] else self.detained[1] / self.released[0]

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return it as data."""
        return {
            "source": self.source or "record",
            "from": None if self.since is None else str(self.since),
            "until": None if self.until is None else str(self.until),
            "detained": list(self.detained),
            "released": list(self.released),
            "ratio": [None if end is None else round(end, 3) for end in (self.low, self.high)],
            "claims": list(self.claims),
        }


@attrs.frozen
class Rearrests:
    """Of the persons who were released in a window, how many were detained again after it, at least and at most."""

    released: int
    at_least: int
    at_most: int

    def to_dict(self) -> dict[str, int]:
        """Return it as data."""
        return attrs.asdict(self)


@attrs.frozen
class ClaimedPace:
    """
    How much one body's cumulative releases rose between two of its figures, and what that is a week.

    Attributes:
        released: the rise, at least and at most, as the words of the two figures allow.
        stock: the persons held by the same body's nearest count; None where it gives none within ``_NEAR`` days.
    """

    claimant: str
    population: str
    start: str
    first: date
    last: date
    released: Ends
    claims: tuple[str, ...]
    stock: Ends | None = None

    @property
    def per_week(self) -> tuple[float, float | None]:
        """The rise a week."""
        weeks = (self.last - self.first).days / 7
        low, high = self.released
        return low / weeks, None if high is None else high / weeks

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return it as data."""
        low, high = self.per_week
        return {
            "claimant": self.claimant,
            "population": self.population,
            "counting_from": self.start,
            "between": [str(self.first), str(self.last)],
            "released": list(self.released),
            "per_week": [round(low, 2), None if high is None else round(high, 2)],
            "stock": None if self.stock is None else list(self.stock),
            "claims": list(self.claims),
        }


_NEAR = 14
_SHORTEST = 7  # days between two figures; less is an event, not a pace
_RECENT = 28  # days before the last figure from which the one it is compared with is taken, if there is one


def claimed_replacements(claims: pl.DataFrame) -> tuple[Replacement, ...]:
    """Return the ratio of every body that printed both halves for one population, place and window."""
    keys = ["claimant", "population", "place", "from", "until"]
    whole = claims.filter(pl.col("from").is_not_null() & pl.col("until").is_not_null())
    found = []
    for key, rows in whole.sort("claim_id").group_by(keys, maintain_order=True):
        halves = {measure: rows.filter(pl.col("measure") == measure).head(1) for measure in ("arrested", "released")}
        if all(len(half) for half in halves.values()):
            new, freed = (halves[measure].row(0, named=True) for measure in ("arrested", "released"))
            found.append(Replacement(str(key[0]), str(key[3]), str(key[4]), _ends(new), _ends(freed), (new["claim_id"], freed["claim_id"])))
    return tuple(sorted(found, key=lambda one: (str(one.until), one.source)))


def claimed_paces(claims: pl.DataFrame) -> tuple[ClaimedPace, ...]:
    """
    Return the pace of every body whose cumulative releases, counted from one day, grew: its last figure set against one four weeks older.

    Figures of unknown days, of a single place, and series that fall are left out: nothing can be said of their pace.
    """
    dated = claims.filter(pl.col("until_day").is_not_null())
    flows = dated.filter((pl.col("measure") == "released") & pl.col("from").is_not_null() & pl.col("whole_place"))
    found = []
    for key, rows in flows.group_by(["claimant", "population", "from"], maintain_order=True):
        pair = _pair(rows.sort("until_day", "value", "claim_id"))
        if pair is None:
            continue
        old, new = pair
        (old_low, old_high), (new_low, new_high) = _ends(old), _ends(new)
        least = 0 if old_high is None else max(new_low - old_high, 0)
        most = None if new_high is None else max(new_high - old_low, 0)
        stock = _stock(dated, str(key[0]), str(key[1]), new["until_day"])
        found.append(
            ClaimedPace(str(key[0]), str(key[1]), str(key[2]), old["until_day"], new["until_day"], (least, most),
                        (old["claim_id"], new["claim_id"]), stock)
        )  # fmt: skip
    return tuple(sorted(found, key=lambda pace: (pace.claimant, pace.population, pace.start)))


def _pair(rows: pl.DataFrame) -> tuple[dict[str, Any], dict[str, Any]] | None:  # Any: cells of a claim
    """Return the last figure and the one to set it against; None where there is no rise between two days."""
    last = rows.row(-1, named=True)
    older = [
        row
        for row in rows.iter_rows(named=True)
        if (last["until_day"] - row["until_day"]).days >= _SHORTEST and row["value"] <= last["value"]
    ]
    if not older:
        return None
    recent = [row for row in older if (last["until_day"] - row["until_day"]).days >= _RECENT]
    return (recent[-1] if recent else older[0]), last


def _stock(claims: pl.DataFrame, claimant: str, population: str, on: date) -> Ends | None:
    """Return a body's count of persons held nearest to a day."""
    own = (pl.col("claimant") == claimant) & (pl.col("population") == population) & pl.col("whole_place")
    rows = claims.filter(own & pl.col("measure").is_in(["detained_stock", "still_detained"]))
    near = sorted((abs((row["until_day"] - on).days), row["claim_id"], row) for row in rows.iter_rows(named=True))
    return _ends(near[0][2]) if near and near[0][0] <= _NEAR else None


def _ends(row: dict[str, Any]) -> Ends:  # Any: cells of a claim
    low, high = claim_bounds(row["qualifier"], row["value"], row["value_high"])
    return low or 0, high


def rearrests(verdicts: Sequence[tuple[str, bool, bool]]) -> Rearrests:
    """Return how many persons were detained again, from each release: who, surely again, perhaps again."""
    return Rearrests(
        len({person for person, _, _ in verdicts}),
        len({person for person, surely, _ in verdicts if surely}),
        len({person for person, _, perhaps in verdicts if perhaps}),
    )
