"""Records as the SQL of the model reads them in Splink."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from amparo.linkage import machine, pair_loops
from amparo.linkage.blocks import Pairs
from amparo.linkage.fields import NO_DAY, SAMES, Records
from amparo.linkage.model import COMPARISONS, LEVELS, shipped_model
from amparo.linkage.names import MISSING
from amparo.linkage.observing import observe
from amparo.linkage.pair_loops import Columns

type Floats = NDArray[np.float64]


def splink_frame(records: Records, columns: Columns) -> pl.DataFrame:
    """Return the records as Splink's SQL reads them: a row each, null where unsaid."""
    words, slots = records.words, records.names
    text = pl.Series([*words.text, None], dtype=pl.String)
    made: dict[str, pl.Series] = {"unique_id": pl.Series(np.arange(records.height)), "list": pl.Series(records.source)}
    for slot in range(slots.shape[1]):
        word = np.where(slots[:, slot] == MISSING, len(words.text), slots[:, slot])
        short = np.append(words.initial[: len(words.text)], False)[word]
        sound = np.append(words.sound[: len(words.text)], MISSING)[word]
        made[f"word_{slot}"] = text.gather(word)
        made[f"short_{slot}"] = pl.Series(short)
        made[f"sound_{slot}"] = _null_where(sound, (sound == MISSING) | short)
        for column, name in enumerate("ab"):
            nickname = np.append(words.nicknames[: len(words.text), column], MISSING)[word]
            made[f"nickname_{slot}_{name}"] = _null_where(nickname, nickname == MISSING)
            form = np.append(words.forms[: len(words.text), column], MISSING)[word]
            made[f"form_{slot}_{name}"] = _null_where(form, form == MISSING)
    made["id_number"] = pl.Series([*records.numbers, None], dtype=pl.String).gather(
        np.where(records.identity == MISSING, len(records.numbers), records.identity)
    )
    for name, days in (("born", records.born), ("event", records.event)):
        for side, column in (("lo", 0), ("hi", 1)):
            made[f"{name}_{side}"] = _null_where(days[:, column], days[:, 0] == NO_DAY)
    for column, name in enumerate(("year", "month", "day")):
        made[f"born_{name}"] = pl.Series(columns.born_parts[:, column])
    exact = (records.event[:, 0] == records.event[:, 1]) & (records.event[:, 0] != NO_DAY)
    made["event_day"] = _null_where(records.event[:, 0], ~exact)
    for place, name in enumerate(SAMES):
        made[name] = _null_where(columns.codes[:, place], columns.codes[:, place] == MISSING)
    return pl.DataFrame(made)


def _null_where(values: NDArray[Any], unsaid: NDArray[np.bool_]) -> pl.Series:  # Any: integers
    return pl.Series(values).set(pl.Series(unsaid), None)


def shares_of(frame: pl.DataFrame, columns: Columns) -> dict[str, pl.DataFrame]:
    """Return how common each word, day and municipality is, as Splink takes it."""
    found = {}
    for slot in range(4):
        number = columns.names[:, slot]
        share = np.where(number == MISSING, 1.0, columns.share[0 if slot < 2 else 1, number])
        found[f"word_{slot}"] = _lookup(frame[f"word_{slot}"], share)
    found["event_day"] = _lookup(frame["event_day"], columns.day_share)
    found["municipality"] = _lookup(frame["municipality"], columns.place_share)
    return found


def _lookup(values: pl.Series, share: Floats) -> pl.DataFrame:
    made = pl.DataFrame({values.name: values, f"tf_{values.name}": share}).drop_nulls(values.name)
    return made.unique(values.name, keep="first", maintain_order=True)


_OF_ROWS = {"kin": 3, "rest": 4, "words": 4}  # comparisons of several columns, and how many of their levels are listed
_NEAR, _ROUGH = 3, 6  # the levels of a word (``model.LEVELS``)


def with_likes(frame: pl.DataFrame, records: Records, columns: Columns, pairs: Pairs) -> pl.DataFrame:
    """
    Return the frame with what is like each word and number of a row, among the values that the pairs bring together.

    ``near_0`` to ``near_3``, ``rough_0`` to ``rough_3`` and ``id_near`` are texts of values between bars: ``|diaz|dias|``;
    ``kin_siblings`` and the like are texts of the rows that are so to this one. Likeness is worked out here, once, and only looked up in
    the database.
    """
    first, second = np.divmod(pairs, max(records.height, 1))
    made = []
    for slot in range(4):
        one, two = _met(columns.names[first, slot], columns.names[second, slot])
        level = np.empty(one.size, np.int64)
        machine.chosen(pair_loops, one.size).word_levels(columns, one, two, level)
        for name, like in (("near", _NEAR), ("rough", _ROUGH)):
            here = level == like
            made.append(_barred(f"{name}_{slot}", one[here], two[here], columns.names[:, slot], records.words.text))
    one, two = _met(columns.identity[first], columns.identity[second])
    close = np.empty(one.size, np.bool_)
    machine.chosen(pair_loops, one.size).close_numbers(columns, one, two, close)
    made.append(_barred("id_near", one[close], two[close], columns.identity, records.numbers))
    seen = observe(columns, first, second, shipped_model()).levels
    for comparison, most in _OF_ROWS.items():
        for place in range(most):
            here = seen[:, COMPARISONS.index(comparison)] == place
            made.append(_rows(f"{comparison}_{LEVELS[comparison][place]}", first[here], second[here], records.height))
    return frame.with_columns(*made, row=pl.col("unique_id").cast(pl.String))


def _met(one: NDArray[np.int32], two: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return each two different values that meet, once."""
    meet = (one >= 0) & (two >= 0) & (one != two)
    low, high = np.minimum(one, two)[meet].astype(np.int64), np.maximum(one, two)[meet].astype(np.int64)
    size = int(high.max(initial=0)) + 1
    low, high = np.divmod(np.unique(low * size + high), size)
    return low, high


def _barred(name: str, one: NDArray[np.int64], two: NDArray[np.int64], values: NDArray[np.int32], text: Sequence[str]) -> pl.Series:
    """Return for each row the texts that are like its value, between bars; null for none."""
    both = pl.DataFrame({"value": np.concatenate([one, two]), "like": np.concatenate([two, one])})
    both = both.with_columns(like=pl.Series([*text, None], dtype=pl.String).gather(both["like"]))
    lists = both.group_by("value").agg(likes=pl.col("like").sort()).select("value", pl.lit("|") + pl.col("likes").list.join("|") + "|")
    rows = pl.DataFrame({"value": values.astype(np.int64)}).join(lists, on="value", how="left", maintain_order="left")
    return rows["literal"].alias(name)


def _rows(name: str, first: NDArray[np.int64], second: NDArray[np.int64], height: int) -> pl.Series:
    """Return for each row the later rows that it is paired with, between bars; null for none."""
    lists = pl.DataFrame({"row": first, "other": second}).group_by("row").agg(pl.col("other").sort().cast(pl.String))
    texts = lists.select("row", text=pl.lit("|") + pl.col("other").list.join("|") + "|")
    return pl.DataFrame({"row": np.arange(height)}).join(texts, on="row", how="left", maintain_order="left")["text"].alias(name)
