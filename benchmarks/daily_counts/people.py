"""Invented histories in any number, the same for the same number."""

from datetime import date, timedelta

import numpy as np
import polars as pl

FIRST = date(2014, 1, 1)
DAYS = 4_000
LAST = FIRST + timedelta(DAYS - 1)
STATES = ("deprived", "house_arrest", "released_under_measures", "full_liberty", "exiled", "deceased")


def invented_events(persons: int, *, text_ids: bool) -> pl.DataFrame:
    """Return about 3.5 events a person, sorted by person; half of the days are known to within ten days, a year, or not at all."""
    random = np.random.default_rng(7)
    size = random.choice([1, 2, 3, 4, 5, 6], persons, p=[0.05, 0.2, 0.25, 0.25, 0.15, 0.1])
    total = int(size.sum())
    person = np.repeat(np.arange(persons), size)
    first = np.cumsum(size) - size
    elapsed = np.cumsum(random.integers(0, 200, total))
    lo = np.repeat(random.integers(0, DAYS - 500, persons), size) + elapsed - elapsed[first][person]
    hi = lo + random.choice([0, 0, 0, 10, 30, 365], total)
    since = (FIRST - date(1970, 1, 1)).days
    frame = pl.DataFrame(
        {
            "person_id": person,
            "event_id": np.arange(total),
            "state": pl.Series(STATES).gather(random.integers(0, len(STATES), total)),
            "lo": pl.Series(lo + since, dtype=pl.Int32).cast(pl.Date),
            "hi": pl.Series(hi + since, dtype=pl.Int32).cast(pl.Date),
        }
    ).with_columns(hi=pl.when(pl.Series(random.random(total) > 0.02)).then("hi"))
    if text_ids:
        return frame.with_columns(
            pl.format("p{}", pl.col("person_id").cast(pl.String).str.zfill(9)).alias("person_id"),
            pl.format("e{}", "event_id").alias("event_id"),
        )
    return frame
