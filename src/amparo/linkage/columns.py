"""Records as the loops over pairs read them, and how common each word, day and place is."""

from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from amparo.linkage.fields import NO_DAY, SAMES, Records
from amparo.linkage.names import MISSING, folded, tables
from amparo.linkage.pair_loops import Columns
from amparo.linkage.roles import GIVEN_1, GIVEN_2, SURNAME_1, SURNAME_2

# A short list says little about how common a name is: until it has thousands of names, the open tables have their say.
_NAMES_OF_OLD = 2_000.0
_RARE = 1e-5
_RAREST = 4e-6
_DAYS_OF_OLD, _PLACES_OF_OLD = 300.0, 100.0


def columns_of(records: Records) -> Columns:
    """Return the columns that pairs are compared by."""
    words, slots = records.words, records.names
    codes = (
        np.stack([records.codes[name] for name in SAMES], axis=1).astype(np.int32)
        if records.height
        else np.zeros((0, len(SAMES)), np.int32)
    )
    exact = (records.event[:, 0] == records.event[:, 1]) & (records.event[:, 0] != NO_DAY)
    return Columns(
        names=np.ascontiguousarray(slots),
        sound=_never_empty(words.sound),
        forms=words.forms if words.text else np.full((1, 2), MISSING, np.int32),
        letters=words.letters,
        length=words.length,
        initial=_never_empty(words.initial, np.bool_),
        nicknames=words.nicknames if words.text else np.full((1, 2), MISSING, np.int32),
        share=np.stack(
            [_shares(records, (SURNAME_1, SURNAME_2), ("surnames",)), _shares(records, (GIVEN_1, GIVEN_2), ("given_women", "given_men"))]
        ),
        source=records.source,
        identity=records.identity,
        digits=records.digits,
        digits_length=records.digits_length,
        born=records.born,
        born_parts=_parts(records.born),
        event=records.event,
        day_share=_row_shares(np.where(exact, records.event[:, 0], MISSING), _DAYS_OF_OLD, 1 / 3_000),
        codes=codes,
        place_share=_row_shares(records.codes["municipality"], _PLACES_OF_OLD, 1 / 200),
    )


def _never_empty(column: NDArray[Any], dtype: type[np.generic] = np.int32) -> NDArray[Any]:  # Any: flags or numbers
    return column if column.size else np.zeros(1, dtype)


def _shares(records: Records, slots: tuple[int, int], keys: tuple[str, ...]) -> NDArray[np.float64]:
    """Return the share of each word among the words of two slots."""
    words = records.words
    here = records.names[:, slots]
    count = np.bincount(here[here != MISSING], minlength=max(len(words.text), 1)).astype(np.float64)
    of_old: dict[str, float] = {}
    for key in keys:
        table = tables()[key]
        scale = sum(1 / (rank + 4) for rank in range(len(table)))
        for rank, name in enumerate(table):
            of_old.setdefault(folded(name), 0.9 / (rank + 4) / scale / len(keys))
    before = np.array([of_old.get(word, _RARE) for word in words.text] or [_RARE])
    return np.maximum((count + _NAMES_OF_OLD * before) / (count.sum() + _NAMES_OF_OLD), _RAREST)


def _row_shares(values: NDArray[np.integer], of_old: float, before: float) -> NDArray[np.float64]:
    """Return for each row the share of its value among all rows that have one."""
    frame = pl.DataFrame({"value": values})
    number = frame.select(pl.len().over("value"))["len"].to_numpy().astype(np.float64)
    known = int((np.asarray(values) != MISSING).sum())
    return (number + of_old * before) / (known + of_old)


def _parts(born: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return year, month and day of each first day of birth."""
    days = pl.Series(np.where(born[:, 0] == NO_DAY, 0, born[:, 0]), dtype=pl.Int32).cast(pl.Date)
    parts = [days.dt.year(), days.dt.month(), days.dt.day()]
    return np.stack([part.cast(pl.Int32).to_numpy() for part in parts], axis=1)


def day_text(number: int) -> str:
    """Return a day since 1970 as it is written."""
    return date.fromordinal(number + date(1970, 1, 1).toordinal()).isoformat()
