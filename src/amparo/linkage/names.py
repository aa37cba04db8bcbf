"""
Names as lists print them, to words: folded, repaired, each with its sound.

Nothing is thrown away: the printed name stays in its record. What is compared
are its words without accents, titles and particles, in the order of the list.
Work is done once for each distinct name and each distinct word.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import attrs
import numpy as np
import polars as pl
import yaml
from numpy.typing import NDArray

type Ints = NDArray[np.int32]

MOST_WORDS = 10  # of one name; what follows is seldom a name
LETTERS = 24  # of one word that are compared
MISSING = -1

# What a reading machine makes of letters; only inside a word that has letters as well.
_DIGITS = str.maketrans("01345678", "oleasgtb")
_FOLDS = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"})


@cache
def tables() -> dict[str, Any]:  # Any: words by use
    """Return the tables of words: particles, titles, nicknames, open given names and surnames."""
    found: dict[str, Any] = {}
    for name in ("words.yml", "names.yml"):
        found |= yaml.safe_load((files("amparo.linkage") / name).read_text(encoding="utf-8"))
    return found


def folded(text: str) -> str:
    """
    Return text in lower case without accents.

    >>> folded("MUÑOZ Ávila"), folded("Łukasz")
    ('munoz avila', 'lukasz')
    """
    apart = unicodedata.normalize("NFKD", text.lower().translate(_FOLDS))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def word_of(printed: str) -> str:
    """
    Return a printed word as it is compared: folded, letters alone, digits that a scanner put for letters mended.

    >>> word_of("G0NZÁLEZ"), word_of("O'Brien"), word_of("2014")
    ('gonzalez', 'obrien', '')
    """
    plain = "".join(sign for sign in folded(printed) if sign.isalnum())
    if not any(sign.isalpha() for sign in plain):
        return ""
    return "".join(sign for sign in plain.translate(_DIGITS) if sign.isalpha() or (sign.isalnum() and not sign.isascii()))


_SOUNDS = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"[^a-z]", ""),
        (r"ph", "f"),
        (r"sh", "s"),
        (r"th", "t"),
        (r"ch", "1"),
        (r"ll", "i"),
        (r"gu(?=[ei])", "2"),
        (r"g(?=[ei])", "j"),
        (r"qu(?=[ei])", "k"),
        (r"c(?=[eiy])", "s"),
        (r"[cqk]+", "k"),
        (r"^x", "j"),
        (r"x", "s"),
        (r"^hu(?=[aeio])", "u"),
        (r"h", ""),
        (r"z", "s"),
        (r"v", "b"),
        (r"w", "u"),
        (r"y", "i"),
        (r"2", "g"),
        (r"rn", "m"),
        (r"m", "n"),
        (r"(.)\1+", r"\1"),
    )
)


def sound_of(word: str) -> str:
    """
    Return how a word sounds in Spanish; words that sound alike come out the same. A script of its own is its own sound.

    >>> sound_of("gonzales") == sound_of("gonzalez"), sound_of("yánez") == sound_of("llanes"), sound_of("jimenez") == sound_of("gimenes")
    (True, False, True)
    """
    if not word.isascii():
        return word
    sound = word
    for pattern, by in _SOUNDS:
        sound = pattern.sub(by, sound)
    return sound or word


_FEWEST = 4  # consonants, or letters
_BONES = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"(.)\1+", r"\1"),
        (r"ph", "f"),
        (r"(?:sh|t)?[sc]h|tz|z", "s"),
        (r"([dtgkrl])h", r"\1"),
        (r"x", "ks"),
        (r"[cq]", "k"),
        (r"[vw]", "b"),
        (r"^[aeiouyjh]+", "0"),
        (r"[aeiouyj]+", ""),
    )
)


def bones_of(word: str) -> str | None:
    """
    Return the consonants of a word, as writers of several tongues and alphabets agree on them; None where they are too few to tell it.

    >>> bones_of("mohammed") == bones_of("muhamad"), bones_of("yekaterina") == bones_of("jekaterina"), bones_of("moreno")
    (True, True, None)
    """
    if not word.isascii():
        return None
    for pattern, by in _BONES:
        word = pattern.sub(by, word)
    return word if len(word.replace("0", "")) >= _FEWEST else None


_DOUBLE = re.compile(r"(.)\1+")
_SHAPES = str.maketrans("lcfhvnq", "ietbuug")


def shape_of(word: str) -> str | None:
    """
    Return a word as a reading machine sees it: letters that look alike are one; None where it is too short to tell it.

    >>> shape_of("cliaz") == shape_of("diaz"), shape_of("rniguel") == shape_of("miguel"), shape_of("ana")
    (True, True, None)
    """
    if not word.isascii():
        return None
    shape = word.replace("rn", "m").replace("cl", "d").replace("ii", "u").translate(_SHAPES)
    shape = _DOUBLE.sub(r"\1", shape)
    return shape if len(shape) >= _FEWEST else None


@attrs.frozen(eq=False)
class Words:
    """
    Every distinct word of all names, in alphabetical order.

    Attributes:
        text: the words.
        sound: the number of each word's sound; equal where they sound alike.
        forms: the numbers of each word's consonants and shape, MISSING where they are short.
        letters, length: the words as numbers, for distances.
        initial: words of one letter.
        nicknames: the sounds of up to two full names for which a word is short; MISSING elsewhere.
    """

    text: list[str]
    sound: Ints
    sounds: list[str]
    forms: Ints
    letters: NDArray[np.uint16]
    length: Ints
    initial: NDArray[np.bool_]
    nicknames: Ints

    @staticmethod
    def of(text: Sequence[str]) -> "Words":
        """Return the words with all that is worked out once for each."""
        heard = [sound_of(word) for word in text]
        sounds = sorted(set(heard) | {sound_of(folded(full)) for fulls in tables()["nicknames"].values() for full in fulls})
        number = {sound: place for place, sound in enumerate(sounds)}
        short = {folded(nick): [number[sound_of(folded(full))] for full in fulls] for nick, fulls in tables()["nicknames"].items()}
        nicknames = np.full((len(text), 2), MISSING, np.int32)
        for place, word in enumerate(text):
            for column, target in enumerate(short.get(word, ())[:2]):
                nicknames[place, column] = target
        letters, length = letters_of(text)
        sound = np.array([number[one] for one in heard], np.int32)
        forms = np.stack([_numbered([form(word) for word in text]) for form in (bones_of, shape_of)], axis=1)
        return Words(list(text), sound, sounds, forms, letters, length, length == 1, nicknames)


def _numbered(texts: Sequence[str | None]) -> Ints:
    """Return the place of each text among the distinct ones; MISSING for none."""
    place = {text: number for number, text in enumerate(sorted({text for text in texts if text is not None}))}
    return np.array([MISSING if text is None else place[text] for text in texts], np.int32)


def letters_of(text: Sequence[str], width: int = LETTERS) -> tuple[NDArray[np.uint16], Ints]:
    """Return words as rows of numbers, and their lengths; longer ones are cut."""
    cut = np.array(text if len(text) else [""], dtype=f"<U{width}")
    letters = np.minimum(cut.view(np.uint32).reshape(-1, width), 65_535).astype(np.uint16)
    length = np.char.str_len(cut).astype(np.int32)
    return letters, length


@cache
def _garbled() -> dict[str, str]:
    """Return what letters look like whose two bytes were read as two letters: MUÃ±OZ, GARCÃ­A; also in lower case."""
    found: dict[str, str] = {}
    for letter in (chr(code) for code in range(0xC0, 0x180)):
        for table in ("latin-1", "cp1252"):
            seen = letter.encode().decode(table, errors="ignore")
            if len(seen) == 2 and not seen[1].isalpha():
                found |= {seen: letter, seen.lower(): letter}
    return found


def repaired(text: pl.Expr) -> pl.Expr:
    """Return names of which the encoding was mistaken as they were; a letter that is lost altogether (Mu?oz) leaves one word, not two."""
    return text.str.replace_many(_garbled()).str.replace_all(r"(\p{L})[?\x{FFFD}]+(\p{L})", "$1$2")


_NOTES = r"\([^)]*\)|\[[^\]]*\]|[\"“”«»][^\"“”«»]*[\"“”«»]|\b(?i:alias|a\.k\.a\.|apodad[oa]|y (?:su|sus|otr[oa]s?))\b.*$"


def split_words(names: pl.DataFrame) -> pl.DataFrame:
    """
    Return the words of names: ``name`` (number), ``place`` (rising), ``part`` (before or after the comma), ``printed``, ``capital``.

    ``names`` has ``name`` and ``text``. Notes in brackets and quoted nicknames are left out.
    """
    text = repaired(pl.col("text")).str.replace_all(_NOTES, " ").str.replace_all(r"['’`´]", "")
    halves = names.select("name", text.str.replace_all(r"[._/\-–;:|]", " ").str.splitn(",", 2).alias("halves")).unnest("halves")
    words = (
        halves.unpivot(index="name", on=["field_0", "field_1"], variable_name="part", value_name="text")
        .with_columns(
            part=(pl.col("part") == "field_1").cast(pl.Int8),
            printed=pl.col("text").str.extract_all(r"[\p{L}\p{M}\p{N}]+").list.head(MOST_WORDS),
        )
        .drop("text")
        .explode("printed", empty_as_null=False)
        .drop_nulls("printed")
        .sort("name", "part", maintain_order=True)
    )
    plain = pl.col("printed").str.replace_all("[à-ÿ]", "")  # a letter that was repaired may be small among capitals
    upper = (plain == plain.str.to_uppercase()) & (plain.str.len_chars() > 1)
    return words.with_columns(capital=upper & (pl.col("printed") != pl.col("printed").str.to_lowercase()))
