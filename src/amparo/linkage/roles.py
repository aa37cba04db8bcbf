"""
Roles of the words of a name: two surnames, two given names, what is left.

Lists that keep surnames apart (two columns, a comma, capitals) teach which words
are surnames; the open name tables help where no list does. Each list's habit,
given names first or surnames first, is estimated from all its names, and each
name is then read in the way that is likeliest under both.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from amparo.linkage import machine, role_loops
from amparo.linkage.names import MISSING, Ints, Words, folded, sound_of, split_words, tables, word_of

SURNAME_1, SURNAME_2, GIVEN_1, GIVEN_2, MORE_1, MORE_2 = range(role_loops.SLOTS)

# Log of how likely it is that somebody is named with 0, 1, 2, 3, 4 or more given names, and surnames.
_GIVEN_PRIOR = np.log([1e-9, 0.47, 0.49, 0.035, 0.005])
_SURNAME_PRIOR = np.log([1e-9, 0.38, 0.59, 0.025, 0.005])
_ROUNDS = 2
_AFTER_PARTICLE = -2.5  # log odds: what follows "de la" is seldom a given name


def read_names(printed: pl.DataFrame, lists: int) -> tuple[Words, Ints]:
    """
    Return all words of the names, and for each row its six slots (numbers of words, MISSING where empty).

    ``printed`` has a row a record: ``list`` (number), ``full_name``, ``given_names``,
    ``surnames``, ``alias`` (text or null) and ``sex`` (f, m, x or null).
    """
    whole = pl.concat_str(pl.col("surnames").fill_null(""), pl.lit(","), pl.col("given_names").fill_null(""))
    apart = pl.col("surnames").fill_null("").str.contains(r"\p{L}") & pl.col("given_names").fill_null("").str.contains(r"\p{L}")
    some = pl.coalesce("full_name", "surnames", "given_names", pl.lit(""))
    rows = printed.select("list", text=pl.when(apart).then(whole).otherwise(some), split=apart, woman=pl.col("sex") == "f")
    rows = rows.with_columns(pl.col("woman").fill_null(value=False))
    distinct = rows.unique(maintain_order=True).with_row_index("name")
    names = distinct.with_columns(pl.col("name").cast(pl.Int64))
    bag = _words_of_names(names)
    words, number = _vocabulary(bag, printed["alias"])
    slots = _roles(names, bag, number, words, lists)
    of_row = (
        rows.with_columns(pl.int_range(pl.len()).alias("row"))
        .join(names.drop_nulls("text"), on=rows.columns, how="left")
        .sort("row")["name"]
    )
    slots = slots[of_row.to_numpy()]
    _add_aliases(slots, printed["alias"], words)
    return words, slots


def _words_of_names(names: pl.DataFrame) -> pl.DataFrame:
    """Return a row for each word that is a name: name, part, word, ``married`` where a plain "de" stands before it."""
    raw = split_words(names.select("name", "text"))
    known = raw.select(pl.col("printed").unique()).with_columns(
        word=pl.col("printed").map_elements(_known, return_dtype=pl.String, skip_nulls=True),
    )
    table = tables()
    found = raw.join(known, on="printed", how="left", maintain_order="left")
    particle = pl.col("word").is_in(table["particles"])
    # The words of a name lie together: a look at the neighbouring rows is enough.
    other_before, other_after = (pl.col("name").ne_missing(pl.col("name").shift(by)) for by in (1, -1))
    alone = other_before & other_after
    before = pl.when(~other_before & (pl.col("part") == pl.col("part").shift(1))).then(pl.col("word").shift(1))
    followed = ~other_after & (pl.col("part") == pl.col("part").shift(-1))
    found = found.with_columns(
        married=(before == "de").fill_null(value=False) & ~pl.col("word").is_in(table["with_de"]),
        led=before.is_in(table["particles"]).fill_null(value=False) & ~pl.col("word").is_in(table["given_after_particle"]),
        glue=before.is_in(table["glued"]).fill_null(value=False),
        drop=(particle & ~alone) | pl.col("word").is_in(table["titles"]) | (pl.col("word") == ""),
    )
    after = (followed & pl.col("glue").shift(-1)).fill_null(value=False)
    found = found.with_columns(
        word=pl.when("glue").then(before + pl.col("word")).otherwise("word"),
        drop=pl.col("drop") | (pl.col("word").is_in(table["glued"]) & after),
    )
    return found.filter(~pl.col("drop")).select("name", "part", "word", "married", "led", "capital")


def _known(printed: str) -> str:
    word = word_of(printed)
    full: str = tables()["abbreviations"].get(word, word)
    return full


def _vocabulary(bag: pl.DataFrame, alias: pl.Series) -> tuple[Words, Ints]:
    """Return the distinct words, and the number of each word of the bag."""
    texts = set(bag["word"].unique().to_list()) | {word for text in alias.drop_nulls().unique().to_list() for word in _alias_words(text)}
    words = Words.of(sorted(texts))
    frame = pl.DataFrame({"word": words.text}, schema={"word": pl.String}).with_row_index("number")
    number = bag.join(frame, on="word", how="left", maintain_order="left")["number"].cast(pl.Int32).to_numpy()
    return words, number


def _alias_words(text: str) -> list[str]:
    return [word for word in (word_of(part) for part in folded(text).split()[:2]) if len(word) > 2]


def _roles(names: pl.DataFrame, bag: pl.DataFrame, number: Ints, words: Words, lists: int) -> Ints:
    """Return the slots of each distinct name."""
    count = names.height
    per_name = np.bincount(bag["name"].to_numpy(), minlength=count) if bag.height else np.zeros(count, np.int64)
    start = np.append(0, np.cumsum(per_name)).astype(np.int64)
    half = _halves(names, bag, start)
    married = bag["married"].to_numpy() & np.repeat(names["woman"].to_numpy() | (per_name > 3), per_name)
    role, split = _first_roles(words), np.repeat(names["split"].to_numpy(), per_name)
    of_list = names["list"].cast(pl.Int32).to_numpy()
    loops = machine.chosen(role_loops, bag.height)
    order, reversed_comma = np.zeros(lists), np.zeros(lists, np.bool_)
    slots = np.full((count, role_loops.SLOTS), MISSING, np.int32)
    kind = np.zeros(bag.height, np.int32)
    heard = words.sound[number]  # a misspelt word has the role of the word that it sounds like
    led = bag["led"].to_numpy()
    taught = _taught(heard, split, bag["part"].to_numpy(), len(words.sounds))[words.sound]
    for turn in range(_ROUNDS + 1):
        slots[:] = MISSING
        votes = np.zeros(lists)
        learned = role + taught if turn == 0 else role + taught + _learned(heard, kind, len(words.sounds))[words.sound]
        learned = learned[number] + _AFTER_PARTICLE * led
        loops.assign(
            start, half, number, married, of_list, learned, order, _GIVEN_PRIOR, _SURNAME_PRIOR, reversed_comma, slots, votes, kind
        )
        seen = np.bincount(of_list, minlength=lists)
        order = np.clip(2.0 * votes, -6.0, 6.0) * np.minimum(1.0, seen / 5)
        reversed_comma = _comma_habit(names, half, start, learned, of_list, lists)
    return slots


def _halves(names: pl.DataFrame, bag: pl.DataFrame, start: NDArray[np.int64]) -> Ints:
    """Return where the given names begin for names whose surnames are marked: by a comma, or by capitals; else the end of the name."""
    first = bag.group_by("name", maintain_order=True).agg(
        before=(pl.col("part") == 0).sum(),
        capitals=pl.col("capital").sum(),
        lead=pl.col("capital").cast(pl.Int32).cum_min().sum(),
        tail=pl.col("capital").reverse().cast(pl.Int32).cum_min().sum(),
        words=pl.len(),
        long=(pl.col("word").str.len_chars() > 1).sum(),
    )
    marked = (
        (pl.col("before") == pl.col("words"))
        & (pl.col("capitals") > 0)
        & (pl.col("capitals") < pl.col("long"))
        & (pl.col("lead") == pl.col("capitals"))
    )
    first = first.with_columns(cut=pl.when(marked).then("lead").otherwise("before"))
    half = start[1:].astype(np.int32)
    place = first["name"].to_numpy()
    half[place] = (start[place] + first["cut"].to_numpy()).astype(np.int32)
    del names
    return half


def _first_roles(words: Words) -> NDArray[np.float64]:
    """Return the log odds of each word of being a given name, from the open tables and its ending."""
    table = tables()
    shares: list[dict[str, float]] = []
    for keys in (("given_women", "given_men"), ("surnames",)):
        share: dict[str, float] = {}
        for key in keys:
            for rank, name in enumerate(table[key]):
                sound = sound_of(folded(name))
                share[sound] = share.get(sound, 0.0) + 1 / (rank + 4)
        shares.append(share)
    heard = [words.sounds[number] for number in words.sound]
    role = np.array([np.log((shares[0].get(one, 0.0) + 2e-4) / (shares[1].get(one, 0.0) + 2e-4)) for one in heard] or [0.0])
    role += np.array([-1.5 if word.endswith(("ez", "es")) and len(word) > 5 else 0.0 for word in words.text] or [0.0])
    nick = (words.nicknames[:, 0] != MISSING) if len(words.text) else np.zeros(1, np.bool_)
    return np.clip(np.where(words.initial[: len(role)], 1.0, role + 2.0 * nick), -4.5, 4.5)


def _log_odds(number: Ints, given: NDArray[np.bool_], weight: float, size: int) -> NDArray[np.float64]:
    as_given = np.bincount(number[given], minlength=size)[: max(size, 1)]
    as_surname = np.bincount(number[~given], minlength=size)[: max(size, 1)]
    odds: NDArray[np.float64] = np.log((as_given + 0.5) / (as_surname + 0.5)) * weight
    return odds


def _taught(number: Ints, split: NDArray[np.bool_], part: NDArray[np.int8], size: int) -> NDArray[np.float64]:
    """Return what lists with surnames in a column, or before a comma, teach of each word."""
    comma = split | (part == 1)
    return _log_odds(number[comma], part[comma] == 1, 1.0, max(size, 1)) if comma.any() else np.zeros(max(size, 1))


def _learned(number: Ints, kind: Ints, size: int) -> NDArray[np.float64]:
    """Return what all names as read in the last round teach: half as much, for they may be misread."""
    return _log_odds(number, kind == 1, 0.5, max(size, 1))


def _comma_habit(
    names: pl.DataFrame,
    half: Ints,
    start: NDArray[np.int64],
    role: NDArray[np.float64],
    of_list: Ints,
    lists: int,
) -> NDArray[np.bool_]:
    """Say which lists write given names before the comma: those where the words say so on the whole."""
    votes = np.zeros(lists)
    sums = np.append(0.0, np.cumsum(role))
    cut = (half > start[:-1]) & (half < start[1:]) & ~names["split"].to_numpy()
    for_first = sums[half[cut]] - sums[start[:-1][cut]]
    for_last = sums[start[1:][cut]] - sums[half[cut]]
    np.add.at(votes, of_list[cut], np.clip(for_first - for_last, -3.0, 3.0))
    reversed_lists: NDArray[np.bool_] = votes > 6.0
    return reversed_lists


def _add_aliases(slots: Ints, alias: pl.Series, words: Words) -> None:
    """Put up to two words of an alias into the spare slots."""
    number = {word: place for place, word in enumerate(words.text)}
    for row in alias.is_not_null().arg_true().to_list():
        free = [slot for slot in (MORE_1, MORE_2) if slots[row, slot] == MISSING]
        for slot, word in zip(free, _alias_words(str(alias[row])), strict=False):
            slots[row, slot] = number[word]
