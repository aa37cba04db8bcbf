"""
The cells of lists, to columns that can be compared: numbers, days, codes.

What cannot be read is missing, with a warning that names the list, the column and
how many rows; a record is never lost for it.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

import attrs
import numpy as np
import polars as pl
from numpy.typing import NDArray

from amparo.errors import BadInput, Problem
from amparo.linkage.names import MISSING, Ints, Words, folded, letters_of, tables
from amparo.linkage.roles import read_names
from amparo.statements import interval, to_edtf

TEXTS = ("full_name", "given_names", "surnames", "alias", "sex", "birth_date", "age", "age_on", "id_number", "nationality", "occupation",
         "region", "municipality", "place", "event_date")  # fmt: skip
COLUMNS = ("record_id", *TEXTS)
NO_DAY = -1_000_000  # an unknown day; years before the Flood are not compared
_EPOCH = date(1970, 1, 1).toordinal()
_FEWEST_DIGITS, _MOST_DIGITS = 5, 14
_MOST_SHARING = 6  # rows of one list that one identity number may stand in before it is taken for a filler
_YEAR = 365.25


@attrs.frozen(eq=False)
class Records:
    """
    Every row of every list, in an order that depends on their content alone.

    Attributes:
        frame: list, record_id, and the printed cells.
        source: the number of each row's list; ``lists`` are their names.
        names: six slots of words a row (see ``roles``).
        words: the words.
        identity: codes of identity numbers; ``digits`` and ``digits_length`` are theirs, by code.
        born, event: first and last day, NO_DAY where unknown.
        codes: the columns that are the same or not: municipality, region, place, occupation, sex, nationality.
        warnings: what could not be read.
    """

    frame: pl.DataFrame
    lists: tuple[str, ...]
    source: Ints
    names: Ints
    words: Words
    identity: Ints
    numbers: tuple[str, ...]
    digits: NDArray[np.uint16]
    digits_length: Ints
    born: Ints
    event: Ints
    codes: Mapping[str, Ints]
    warnings: tuple[Problem, ...]

    @property
    def height(self) -> int:
        """How many rows there are."""
        return self.frame.height


SAMES = ("municipality", "region", "place", "occupation", "sex", "nationality")


def read_lists(lists: Mapping[str, pl.DataFrame]) -> Records:
    """Return the rows of all lists, read and in canonical order."""
    warnings: list[Problem] = []
    frames = [_plain_texts(name, frame, warnings) for name, frame in sorted((str(name), frame) for name, frame in lists.items())]
    empty = pl.DataFrame(schema={"list": pl.String, "place_in_list": pl.Int64, **dict.fromkeys(COLUMNS, pl.String)})
    # The order of rows must say nothing: rows with one id are told apart by what stands in them.
    frame = pl.concat([empty, *frames]).sort("list", *COLUMNS, maintain_order=True)
    names = tuple(sorted(map(str, lists)))
    source = (
        frame["list"].replace_strict({name: place for place, name in enumerate(names)}, return_dtype=pl.Int32).to_numpy()
        if names
        else np.zeros(0, np.int32)
    )
    sex = _looked_up(frame["sex"], _sex_words(), "sex", frame["list"], warnings)
    words, slots = read_names(
        frame.select(pl.Series("list", source), "full_name", "given_names", "surnames", "alias", sex.alias("sex")), max(len(names), 1)
    )
    event = _days(frame["event_date"], "event_date", frame["list"], warnings)
    age_on = _days(frame["age_on"], "age_on", frame["list"], warnings)
    identity, numbers = _identity(frame, warnings)
    digits, digits_length = letters_of(numbers, _MOST_DIGITS)
    codes = {name: _codes(frame[name], name) for name in SAMES if name != "sex"} | {"sex": _codes(sex, "sex")}
    return Records(
        frame=frame,
        lists=names,
        source=source,
        names=slots,
        words=words,
        identity=identity,
        numbers=tuple(numbers),
        digits=digits,
        digits_length=digits_length,
        born=_born(frame, event, age_on, warnings),
        event=event,
        codes=codes,
        warnings=tuple(warnings),
    )


def _plain_texts(name: str, frame: pl.DataFrame, warnings: list[Problem]) -> pl.DataFrame:
    """Return a list with all columns as text, empty cells as null; a row without an id is named by its place."""
    if not isinstance(frame, pl.DataFrame):
        raise BadInput("linkage.not_a_frame", list=name, found=type(frame).__name__)
    unknown = [column for column in frame.columns if column not in COLUMNS]
    if unknown:
        warnings.append(Problem("linkage.columns_unused", values={"list": name, "columns": ", ".join(map(repr, sorted(unknown)))}))
    if not {"full_name", "given_names", "surnames"} & set(frame.columns):
        warnings.append(Problem("linkage.no_names", values={"list": name}))
    columns = [
        _as_text(frame[column]).alias(column) if column in frame.columns else pl.Series(column, [None] * frame.height, dtype=pl.String)
        for column in COLUMNS
    ]
    plain = pl.DataFrame(columns).with_columns(pl.lit(name).alias("list"), pl.int_range(pl.len()).cast(pl.Int64).alias("place_in_list"))
    unnamed = plain["record_id"].null_count()
    if unnamed:
        warnings.append(Problem("linkage.no_record_id", values={"list": name, "n": unnamed}))
        plain = plain.with_columns(pl.col("record_id").fill_null(pl.concat_str(pl.lit("row "), pl.col("place_in_list") + 1)))
    twice = plain.height - plain["record_id"].n_unique()
    if twice:
        warnings.append(Problem("linkage.record_id_twice", values={"list": name, "n": twice}))
    return plain.select("list", "place_in_list", *COLUMNS)


def _as_text(series: pl.Series) -> pl.Series:
    """Return any column as text without spaces around it; whole numbers that a spreadsheet made decimal are whole again."""
    if series.dtype == pl.String:
        text = series
    elif series.dtype.is_float():
        whole = series.is_finite() & (series == series.round())
        text = pl.select(
            pl.when(whole)
            .then(series.cast(pl.Float64).round().cast(pl.Int64, strict=False).cast(pl.String))
            .otherwise(series.cast(pl.String))
        ).to_series()
        text = text.set(series.is_nan().fill_null(value=False), None)
    elif isinstance(series.dtype, pl.List | pl.Array):
        text = pl.Series(
            [None if row is None else " ".join(str(one) for one in row if one is not None) for row in series.to_list()], dtype=pl.String
        )
    elif series.dtype in (pl.Object, pl.Binary) or isinstance(series.dtype, pl.Struct):
        text = pl.Series([None if cell is None else str(cell) for cell in series.to_list()], dtype=pl.String)
    else:
        text = series.cast(pl.String, strict=False)
    text = text.str.strip_chars()
    return text.set(
        (text.str.to_lowercase().is_in(["", "nan", "none", "null", "n/a", "na", "s/d", "-", "--"])).fill_null(value=False), None
    )


def _distinct(
    series: pl.Series, read: Callable[[str], Any], dtype: Any, plain: Callable[[pl.Series], pl.Series] | None = None
) -> tuple[pl.Series, NDArray[np.int64]]:  # Any: a cell, a Polars type
    """
    Return what each distinct text reads as, and the place of each row's text among them (-1: null).

    ``plain`` reads the usual forms all at once, and gives null for the others.
    """
    distinct = series.drop_nulls().unique().sort()
    if plain is None:
        values = pl.Series([read(text) for text in distinct.to_list()], dtype=dtype)
    else:
        values = plain(distinct)
        others = values.is_null()
        values = values.scatter(others.arg_true(), pl.Series([read(text) for text in distinct.filter(others).to_list()], dtype=dtype))
    place = pl.DataFrame({"text": series}).join(
        pl.DataFrame({"text": distinct}).with_row_index("place"), on="text", how="left", maintain_order="left"
    )["place"].cast(pl.Int64).fill_null(-1).to_numpy()  # fmt: skip
    return values, place


def _sex_words() -> dict[str, str]:
    return {folded(word): sex for sex, words in tables()["sex"].items() for word in words}


def _looked_up(series: pl.Series, words: Mapping[str, str], column: str, lists: pl.Series, warnings: list[Problem]) -> pl.Series:
    """Return the token of each word; an unknown word is missing, with a warning."""
    values, place = _distinct(series, lambda text: words.get(folded(text).strip(" .")), pl.String)
    found = pl.concat([values, pl.Series([None], dtype=pl.String)]).gather(pl.Series(np.where(place < 0, len(values), place)))
    _warn(found.is_null() & series.is_not_null(), column, lists, warnings)
    return found.alias(column)


def _warn(unread: pl.Series, column: str, lists: pl.Series, warnings: list[Problem]) -> None:
    """Add a warning for each list with cells that could not be read."""
    for name, number in lists.filter(unread).value_counts().sort("list").iter_rows():
        warnings.append(Problem("linkage.unreadable", values={"list": name, "column": column, "n": number}))


def _days(series: pl.Series, column: str, lists: pl.Series, warnings: list[Problem]) -> Ints:
    """Return first and last day of each date; NO_DAY where it is unknown, open or unreadable."""
    fast = series.str.to_date("%Y-%m-%d", strict=False)
    slow = series.set(fast.is_not_null(), None)
    values, place = _distinct(slow, _read_day, pl.List(pl.Int32))
    whole = fast.to_physical().fill_null(NO_DAY).to_numpy().astype(np.int32)
    days = np.stack([whole, whole], axis=1)
    pairs = np.array([one if one is not None else [NO_DAY, NO_DAY] for one in values.to_list()] or [[NO_DAY, NO_DAY]], np.int32)
    here = place >= 0
    days[here] = pairs[place[here]]
    unread = np.zeros(len(series), np.bool_)
    unread[here] = values.is_null().to_numpy()[place[here]] if len(values) else False
    _warn(pl.Series(unread), column, lists, warnings)
    return days


def _read_day(text: str) -> list[int] | None:
    """Return first and last day of a phrase; an open side is closed as the other is; None where it cannot be read."""
    try:
        first, last = interval(to_edtf(text, pivot=30))
    except (BadInput, ValueError, OverflowError):
        try:
            first = last = datetime.fromisoformat(text).date()
        except ValueError:
            return None
    if first is None or last is None:
        return [NO_DAY, NO_DAY]  # an open date tells two people apart too seldom
    return [first.toordinal() - _EPOCH, last.toordinal() - _EPOCH]


def _born(frame: pl.DataFrame, event: Ints, age_on: Ints, warnings: list[Problem]) -> Ints:
    """Return first and last day on which each may have been born: by date of birth, else by age on a day."""
    born = _days(frame["birth_date"], "birth_date", frame["list"], warnings)
    born[born[:, 1] < -60_000] = NO_DAY
    age = frame["age"].str.extract(r"(\d{1,3})").cast(pl.Int32, strict=False)
    _warn(age.is_null() & frame["age"].is_not_null(), "age", frame["list"], warnings)
    years = age.fill_null(-1).to_numpy()
    on = np.where(age_on == NO_DAY, event, age_on)
    here = (born[:, 0] == NO_DAY) & (years >= 0) & (years < 120) & (on[:, 0] != NO_DAY)
    born[here, 0] = (on[here, 0] - (years[here] + 1) * _YEAR).astype(np.int32) + 1
    born[here, 1] = (on[here, 1] - years[here] * _YEAR).astype(np.int32)
    return born


_SPACES = re.compile(r"\s+")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?e\+?\d{1,2}")


def identity_number(text: str) -> str | None:
    """
    Return an identity number without what spreadsheets and clerks put round it; None where it identifies nobody.

    >>> identity_number("V-12.345.678"), identity_number("12345678.0"), identity_number("0012345678"), identity_number("99999999")
    ('12345678', '12345678', '12345678', None)
    """
    plain = _SPACES.sub("", folded(text))
    if _SCIENTIFIC.fullmatch(plain):
        plain = str(int(float(plain.replace(",", "."))))
    plain = re.sub(r"^(?:c\.?i\.?|cedula|dni|rut|nro|no|n[°º])[.:°º]*", "", re.sub(r"(?<=\d)[.,]0{1,2}$", "", plain))
    letters = "".join(sign for sign in plain if sign.isalnum())
    digits = re.sub(r"^[vejpg](?=\d)", "", letters).lstrip("0")
    # A reading machine's letters among digits; a passport has letters of its own.
    if sum(sign.isdigit() for sign in digits) >= len(digits) - 2 and len(digits) >= 7 and not digits[:1].isalpha():
        digits = digits.translate(str.maketrans("oilsb", "01158"))
    if not _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS or len(set(digits)) < 2 or digits in "1234567890123":
        return None
    return digits if sum(sign.isdigit() for sign in digits) >= 4 else None


_COUNTED = {"1234567890123"[start:end] for start in range(13) for end in range(start + _FEWEST_DIGITS, 14)}


def _plain_numbers(texts: pl.Series) -> pl.Series:
    """Return identity numbers of digits alone, a nationality's letter and dots of thousands aside; null for every other form."""
    usual = texts.str.contains(r"^(?:[VEJPGvejpg]-?)?(?:\d{5,14}|\d{1,3}(?:\.\d{3})+)$")
    digits = texts.str.replace_all(r"\D", "").str.strip_chars_start("0")
    length = digits.str.len_bytes()
    alike = digits.str.strip_chars_start(digits.str.head(1)).str.len_bytes() == 0
    good = usual & (length >= _FEWEST_DIGITS) & (length <= _MOST_DIGITS) & ~alike & ~digits.is_in(list(_COUNTED))
    return digits.set(~good, None)


def _identity(frame: pl.DataFrame, warnings: list[Problem]) -> tuple[Ints, list[str]]:
    """Return the code of each row's identity number and the numbers; one that many rows of a list share is a filler."""
    values, place = _distinct(frame["id_number"], identity_number, pl.String, plain=_plain_numbers)
    number = pl.concat([values, pl.Series([None], dtype=pl.String)]).gather(pl.Series(np.where(place < 0, len(values), place)))
    shared = pl.DataFrame({"list": frame["list"], "number": number}).with_columns(pl.len().over("list", "number").alias("n"))
    fillers = shared.filter((pl.col("n") > _MOST_SHARING) & pl.col("number").is_not_null())["number"].unique().to_list()
    filler = number.is_in(fillers).fill_null(value=False)
    _warn((number.is_null() & frame["id_number"].is_not_null()) | filler, "id_number", frame["list"], warnings)
    number = number.set(filler, None)
    distinct = number.drop_nulls().unique().sort()
    codes = pl.DataFrame({"number": number}).join(
        pl.DataFrame({"number": distinct}).with_row_index("code"), on="number", how="left", maintain_order="left"
    )["code"].cast(pl.Int32).fill_null(MISSING).to_numpy()  # fmt: skip
    return codes, distinct.to_list()


_PLACE_WORDS = re.compile(r"\b(?:municipio|mun|mcpio|estado|edo|parroquia|ciudad|provincia|departamento|depto|dpto|distrito|region)\b\.?")
_LOOSE = re.compile(r"[^\w]+")


def _codes(series: pl.Series, column: str) -> Ints:
    """Return a number for each distinct text, accents, case and words like "municipio" aside; MISSING for none."""

    def read(text: str) -> str | None:
        plain = _LOOSE.sub(" ", _PLACE_WORDS.sub(" ", folded(text)) if column in ("municipality", "region") else folded(text)).strip()
        if column in ("occupation", "nationality") and len(plain) > 4 and plain[-1] in "ao":
            plain = plain[:-1]  # abogado, abogada
        return plain or None

    values, place = _distinct(series, read, pl.String)
    distinct = values.drop_nulls().unique().sort()
    code = {text: number for number, text in enumerate(distinct.to_list())}
    of_value = np.array([MISSING if text is None else code[text] for text in values.to_list()] + [MISSING], np.int32)
    return of_value[np.where(place < 0, len(values), place)]
