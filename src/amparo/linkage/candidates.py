"""
Which pairs of records are worth comparing: about a dozen of the thousands that each record could be in.

Eight families of keys, each blind to another sort of error:

    words     any two words by sound, whatever their role (swapped surnames, missing ones)
    forms     two words by their consonants, or by their shape (another alphabet's spelling, a reading machine's)
    typing    one letter of a word left out, with another word by sound
    halves    the beginnings or the ends of two words, where both are misspelt
    initials  the initial of a given name with a surname, where one of the two has only the initial
    number    the identity number, or with one digit left out
    day       the day or month of the event, with the place and one word
    birth     the day of birth with one word or the place; the year with the region and one word

The share of true pairs that they find is estimated from what several families
find independently (capture and recapture).
"""

from collections.abc import Collection, Iterator, Mapping

import attrs
import numpy as np
from numpy.typing import NDArray

from amparo.linkage.blocks import Keys, Pairs, Rows, key_of, pairs_of, united
from amparo.linkage.fields import NO_DAY, Records
from amparo.linkage.names import MISSING, Words, letters_of
from amparo.linkage.roles import GIVEN_1, SURNAME_1, SURNAME_2

CAP = 24  # rows that may share a key before it is narrowed
_HASHED = 14  # letters of a sound of which one may be left out
_HALF = 3  # sounds at the beginning and end of a word
_HALVES_CAP = 8  # they are many, and few of them are true
_NARROW = 6  # columns that narrow any key; the others, one date each, only keys of whole words
_DENSE = 20  # pairs a row by numbers that are near each other, beyond which these are serial numbers rather than slips
_WIDER = 3  # times the cap for keys that few wrong pairs share


@attrs.frozen(eq=False)
class Candidates:
    """
    The pairs to compare.

    Attributes:
        pairs: sorted, ``first * height + second``.
        families: the pairs that each family of keys found, sorted.
    """

    pairs: Pairs
    families: Mapping[str, Pairs]


def find_candidates(records: Records, curated: Collection[int] = (), *, new: NDArray[np.bool_] | None = None) -> Candidates:
    """
    Return the pairs worth comparing; none within a curated list.

    With ``new`` (a flag a row) only pairs with at least one new row.
    """
    heard = _heard(records)
    narrower = _narrower(records, heard)
    families: dict[str, Pairs] = {}
    for name, found in _families(records, heard, narrower):
        families[name] = _allowed(found, records, curated, new)
    return Candidates(united(list(families.values())), families)


def _allowed(pairs: Pairs, records: Records, curated: Collection[int], new: NDArray[np.bool_] | None) -> Pairs:
    first, second = np.divmod(pairs, max(records.height, 1))
    keep = np.ones(pairs.size, np.bool_)
    if curated:
        alone = np.isin(np.arange(len(records.lists)), list(curated))[records.source]
        keep &= (records.source[first] != records.source[second]) | ~alone[first]
    if new is not None:
        keep &= new[first] | new[second]
    return pairs[keep]


def _heard(records: Records) -> NDArray[np.int64]:
    """Return the sound of each slot of each name; MISSING where empty or an initial."""
    words, slots = records.words, records.names
    if not words.text:
        return np.full(slots.shape, MISSING, np.int64)
    silent = (slots == MISSING) | words.initial[slots]
    return np.where(silent, MISSING, words.sound[slots]).astype(np.int64)


def _narrower(records: Records, heard: NDArray[np.int64]) -> tuple[NDArray[np.integer], ...]:
    """Return the columns that narrow a key which too many share."""
    month = np.where(records.event[:, 0] == NO_DAY, -1, records.event[:, 0] // 30)
    year = np.where(records.born[:, 0] == NO_DAY, -1, (records.born.sum(axis=1) // 2 + 60_000) // 365)
    day = np.where((records.event[:, 0] == records.event[:, 1]) & (records.event[:, 0] != NO_DAY), records.event[:, 0] - NO_DAY, -1)
    place = np.where(records.codes["municipality"] >= 0, records.codes["municipality"].astype(np.int64), -1)
    region = records.codes["region"].astype(np.int64)
    named = [
        key_of(heard[:, one], heard[:, two]).view(np.int64) >> 1
        for one, two in ((GIVEN_1, SURNAME_2), (GIVEN_1, SURNAME_1), (SURNAME_1, SURNAME_2))
    ]
    for column, (one, two) in zip(named, ((GIVEN_1, SURNAME_2), (GIVEN_1, SURNAME_1), (SURNAME_1, SURNAME_2)), strict=True):
        column[(heard[:, one] < 0) | (heard[:, two] < 0)] = -1
    both = np.where((region >= 0) & (month >= 0), region * 4096 + month % 4096, -1)
    aged = np.where((region >= 0) & (year >= 0), region * 4096 + year, -1)
    return (place, both, aged, *named, day, month, year)


def _families(records: Records, heard: NDArray[np.int64], narrower: tuple[NDArray[np.integer], ...]) -> Iterator[tuple[str, Pairs]]:
    height = records.height

    def found(parts: list[tuple[Keys, Rows]], cap: int = CAP, by: tuple[NDArray[np.integer], ...] = narrower) -> Pairs:
        keys = np.concatenate([np.zeros(0, np.uint64), *(keys for keys, _ in parts)])
        rows = np.concatenate([np.zeros(0, np.int64), *(rows for _, rows in parts)])
        return pairs_of(keys, rows, height, cap, by)

    yield "words", found(_two_words(records, heard))
    yield "forms", found(_two_forms(records, heard), _HALVES_CAP)
    yield "typing", united([found(part) for part in _typing(records, heard)])
    yield "halves", found(_halves(records, heard), _HALVES_CAP, narrower[:_NARROW])
    yield "initials", found(_initials(records, heard))
    yield "number", united(_numbers(records, heard))
    yield "day", found(_days(records, heard))
    yield "birth", found(_births(records, heard))


def _two_words(records: Records, heard: NDArray[np.int64]) -> list[tuple[Keys, Rows]]:
    """Any two words, by sound; a nickname also by the names that it is short for."""
    parts = [_joined(heard[:, one], heard[:, two], 1) for one in range(heard.shape[1]) for two in range(one)]
    if records.words.text:
        slots = records.names
        for column in range(2):
            full = np.where(slots == MISSING, MISSING, records.words.nicknames[slots, column]).astype(np.int64)
            parts += [_joined(full[:, GIVEN_1], heard[:, other], 1) for other in (SURNAME_1, SURNAME_2)]
    return parts


def _two_forms(records: Records, heard: NDArray[np.int64]) -> list[tuple[Keys, Rows]]:
    """Two of the first words by their consonants, and by their shape; a word too short for either by its sound."""
    words, slots = records.words, records.names[:, :3]
    if not words.text:
        return []
    parts = []
    for column in range(words.forms.shape[1]):
        form = words.forms[slots, column].astype(np.int64)
        known = np.where((slots == MISSING) | (heard[:, :3] < 0), MISSING, np.where(form >= 0, form, heard[:, :3] + 2**31))
        parts += [_joined(known[:, one], known[:, two], 30 + column) for one, two in ((0, 1), (0, 2), (1, 2))]
    return parts


def _joined(one: NDArray[np.int64], two: NDArray[np.int64], family: int) -> tuple[Keys, Rows]:
    """Return a key for each row that has both parts, in whichever order."""
    rows = np.flatnonzero((one >= 0) & (two >= 0))
    return key_of(np.minimum(one[rows], two[rows]), np.maximum(one[rows], two[rows]), family), rows


def _typing(records: Records, heard: NDArray[np.int64]) -> Iterator[list[tuple[Keys, Rows]]]:
    """One letter left out of a word's sound, with another word's sound."""
    start, variants = _one_less(records.words)
    for slot, anchors in ((SURNAME_1, (GIVEN_1, SURNAME_2)), (GIVEN_1, (SURNAME_1,)), (SURNAME_2, (SURNAME_1,))):
        sounds = heard[:, slot]
        for anchor in anchors:
            rows = np.flatnonzero((sounds >= 0) & (heard[:, anchor] >= 0))
            number = (start[sounds[rows] + 1] - start[sounds[rows]]).astype(np.int64)
            of = np.repeat(rows, number)
            at = np.repeat(start[sounds[rows]] - np.append(0, np.cumsum(number))[:-1], number) + np.arange(of.size)
            yield [(key_of(variants[at], heard[of, anchor], 2), of)]


def _one_less(words: Words) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for each sound where its variants begin, and the variants: itself, and with each letter left out unless it is short."""
    letters, length = letters_of(words.sounds, _HASHED)
    return _variants(letters[: len(words.sounds)], length[: len(words.sounds)], 4)


def _variants(letters: NDArray[np.uint16], length: NDArray[np.int32], shortest: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where the variants of each word begin, and the variants as numbers: the word itself, and with each one letter left out."""
    count, width = letters.shape
    hashed = np.zeros((count, width + 1), np.uint64)
    kept = np.ones((count, width + 1), np.bool_)
    with np.errstate(over="ignore"):
        for left_out in range(-1, width):
            value = np.full(count, 1_469_598_103_934_665_603, np.uint64)
            for column in range(width):
                if column != left_out:
                    mixed = (value ^ letters[:, column].astype(np.uint64)) * np.uint64(1_099_511_628_211)
                    value = np.where(column < length, mixed, value)
            hashed[:, left_out + 1] = value & np.uint64(0x7FFFFFFFFFFFFFFF)
            if left_out >= 0:
                # Of two equal neighbours it does not matter which is left out.
                twin = letters[:, left_out] == letters[:, left_out - 1] if left_out else np.zeros(count, np.bool_)
                kept[:, left_out + 1] = (left_out < length) & (length >= shortest) & ~twin
    return np.append(0, np.cumsum(kept.sum(axis=1))), hashed[kept].astype(np.int64)


def _stable_hash(text: str) -> int:
    """Return the same number for a text in every process, unlike ``hash``."""
    number = 1_469_598_103_934_665_603
    for sign in text:
        number = ((number ^ ord(sign)) * 1_099_511_628_211) & 0x7FFFFFFFFFFFFFFF
    return number


def _halves(records: Records, heard: NDArray[np.int64]) -> list[tuple[Keys, Rows]]:
    """Three sounds at the beginning or the end of each of two words: an error in either leaves one of the four combinations as it was."""
    words = records.words
    if not words.text:
        return []
    long = np.array([len(sound) > _HALF for sound in words.sounds])
    parts = []
    heads, tails = [sound[:_HALF] for sound in words.sounds], [sound[-_HALF:] for sound in words.sounds]
    ends = [np.array([_stable_hash(part) for part in side]) for side in (heads, tails)]
    for one, other in ((SURNAME_1, GIVEN_1), (SURNAME_1, SURNAME_2), (SURNAME_2, GIVEN_1)):
        rows = np.flatnonzero((heard[:, one] >= 0) & (heard[:, other] >= 0))
        rows = rows[long[heard[rows, one]] & long[heard[rows, other]]]
        for first, left in enumerate(ends):
            for second, right in enumerate(ends):
                parts.append((key_of(left[heard[rows, one]], right[heard[rows, other]], 20 + 2 * first + second), rows))
    return parts


def _initials(records: Records, heard: NDArray[np.int64]) -> list[tuple[Keys, Rows]]:
    """The initial of a given name with a surname's sound: for rows with initials, and the rows that could be meant by them."""
    slots, words = records.names, records.words
    if not words.text or not words.initial.any():
        return []
    head = np.where(slots == MISSING, MISSING, words.letters[slots, 0].astype(np.int64))
    short = (slots != MISSING) & words.initial[slots]
    parts = []
    for given in (GIVEN_1, GIVEN_1 + 1):
        for surname in (SURNAME_1, SURNAME_2):
            abbreviated, _ = _joined(np.where(short[:, given], head[:, given], -1) + 0, heard[:, surname] + 70_000, 3)
            wanted = np.unique(abbreviated)
            keys, rows = _joined(head[:, given], np.where(heard[:, surname] >= 0, heard[:, surname] + 70_000, -1), 3)
            here = np.isin(keys, wanted)
            parts.append((keys[here], rows[here]))
    return parts


def _numbers(records: Records, heard: NDArray[np.int64]) -> tuple[Pairs, Pairs]:
    """The identity number; and with each digit left out, where numbers lie dense only together with a word of the name."""
    same = np.flatnonzero(records.identity >= 0)
    exact = pairs_of(key_of(records.identity[same], 13), same, records.height, CAP * _WIDER)
    keys, rows = _near_numbers(records)
    _, shared = np.unique(keys, return_counts=True)
    if float((shared.astype(np.float64) * (shared - 1)).sum()) <= _DENSE * records.height:
        return exact, pairs_of(keys, rows, records.height, CAP * _WIDER)
    parts = [(key_of(keys.view(np.int64), heard[rows, slot])[heard[rows, slot] >= 0], rows[heard[rows, slot] >= 0]) for slot in range(3)]
    return exact, united([pairs_of(*part, records.height, CAP) for part in parts])


def _near_numbers(records: Records) -> tuple[Keys, Rows]:
    """Return a key for each number and for each with one digit left out, and their rows."""
    rows = np.flatnonzero(records.identity >= 0)
    count = len(records.numbers)
    begins, all_variants = _variants(records.digits[:count], records.digits_length[:count], 1)
    codes = records.identity[rows]
    number_of = begins[codes + 1] - begins[codes]
    of = np.repeat(rows, number_of)
    at = np.repeat(begins[codes] - np.append(0, np.cumsum(number_of))[:-1], number_of) + np.arange(of.size)
    return key_of(all_variants[at], 4), of.astype(np.int64)


def _days(records: Records, heard: NDArray[np.int64]) -> list[tuple[Keys, Rows]]:
    """The day of the event with one word, and the place where there are many; the month with the region and a first name or surname."""
    day = np.where((records.event[:, 0] == records.event[:, 1]) & (records.event[:, 0] != NO_DAY), records.event[:, 0], MISSING).astype(
        np.int64
    )
    near = (records.event[:, 1] - records.event[:, 0] <= 31) & (records.event[:, 0] != NO_DAY)
    middle = np.where(near, records.event.astype(np.int64).sum(axis=1) // 2, MISSING)
    place = records.codes["municipality"].astype(np.int64)
    region = records.codes["region"].astype(np.int64)
    parts = []
    for slot in range(heard.shape[1]):
        for where, family in ((place, 5), (region, 6)):
            rows = np.flatnonzero((heard[:, slot] >= 0) & (day != MISSING) & (where >= 0))
            parts.append((key_of(heard[rows, slot], day[rows], where[rows], family), rows))
        alone = np.flatnonzero((heard[:, slot] >= 0) & (day != MISSING))
        parts.append((key_of(heard[alone, slot], day[alone], 14), alone))
        # A month begins twice, a fortnight apart: days of one month that are near each other share one of the two.
        for begins, family in ((0, 11), (15, 12)):
            month = (middle + begins) // 30
            rows = np.flatnonzero((heard[:, slot] >= 0) & (middle != MISSING) & (region >= 0))
            parts.append((key_of(heard[rows, slot], month[rows], region[rows], family), rows))
    return parts


def _births(records: Records, heard: NDArray[np.int64]) -> list[tuple[Keys, Rows]]:
    """The day of birth with one word, or with the place; the year of birth with the region and one word."""
    born = records.born
    known = born[:, 0] != NO_DAY
    exact = known & (born[:, 0] == born[:, 1])
    region = records.codes["region"].astype(np.int64)
    parts = []
    for slot in range(heard.shape[1]):
        rows = np.flatnonzero((heard[:, slot] >= 0) & exact)
        parts.append((key_of(heard[rows, slot], born[rows, 0], 7), rows))
    for where, family in ((records.codes["municipality"].astype(np.int64), 9), (region, 10)):
        rows = np.flatnonzero((where >= 0) & exact)
        parts.append((key_of(where[rows], born[rows, 0], family), rows))
    year = np.where(known, (born.sum(axis=1) // 2 + 60_000) // 365, MISSING)
    for slot in (SURNAME_1, SURNAME_2, GIVEN_1):
        rows = np.flatnonzero((heard[:, slot] >= 0) & known & (region >= 0))
        parts.append((key_of(heard[rows, slot], year[rows], region[rows], 8), rows))
    return parts
