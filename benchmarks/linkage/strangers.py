"""
Lists made otherwise, on which nothing was ever trained: villages and households instead of a nation, errors letter by letter.

| list | writes names as | has |
|---|---|---|
| `parish` | as heard, words run together or left out | month of the event, village, age |
| `army` | capitals, surnames first, cut at 24 signs | identity number, year of birth, day |
| `relatives` | two columns | day of birth, day of the event, village, alias |
| `prison` | "SURNAMES, Given" | identity number, age, day of entry, some days late |
| `press` | given name and surname | age, occupation, date of the paper |

``PROFILES`` are five ways in which lists go wrong; ``benchmarks.linkage.persons`` runs each.
"""

from collections.abc import Mapping
from datetime import date, timedelta

import attrs
import numpy as np
import polars as pl

from benchmarks.linkage.lists import Lists
from benchmarks.linkage.people import OCCUPATIONS, heavy, names

_LISTS = ("army", "parish", "press", "prison", "relatives")
ALONE = ("army", "relatives")  # nobody stands twice
_COVERED = {"army": 0.38, "parish": 0.33, "press": 0.18, "prison": 0.42, "relatives": 0.30}
_FIRST_DAY, _DAYS = date(1976, 3, 1), 2_600
_ROWS_PER_PERSON = 1.83
_LETTERS = "abcdefghijlmnopqrstuvyz"


@attrs.frozen
class Profile:
    """How often a letter is wrong, a word missing, a cell empty, a number there; how few names the people share."""

    letter: float = 0.006
    word: float = 0.06
    births: float = 0.75
    numbers: float = 0.6
    cells: float = 0.85
    names: float = 1.0


PROFILES: Mapping[str, Profile] = {
    "plain": Profile(),
    "misspelt": Profile(letter=0.02, word=0.12),
    "no_births": Profile(births=0.12),
    "namesakes": Profile(names=1.45),
    "no_numbers": Profile(numbers=0.05),
}


@attrs.frozen(eq=False)
class _Village:
    """The people: an array an attribute."""

    surnames: list[tuple[str, str]]
    given: list[list[str]]
    sex: np.ndarray
    born: np.ndarray
    taken: np.ndarray
    village: np.ndarray
    number: np.ndarray
    work: np.ndarray


def strange_lists(rows: int, seed: int, profile: Profile) -> Lists:
    """Return about so many rows in five overlapping lists, and who each row is."""
    rng = np.random.default_rng([seed, 77])
    people = _people(rng, int(rows / _ROWS_PER_PERSON), profile)
    size = people.sex.size
    reach = rng.lognormal(0.0, 0.5, (len(_LISTS), int(people.village.max()) + 1))[:, people.village] * rng.lognormal(0.0, 0.35, size)
    frames, truth = {}, []
    for place, name in enumerate(_LISTS):
        chance = np.minimum(_COVERED[name] * reach[place] / reach[place].mean(), 0.95)
        here = rng.permutation(np.flatnonzero(rng.random(size) < chance))
        if name not in ALONE:
            here = np.concatenate([here, here[rng.random(here.size) < 0.04]])
        frames[name] = _written(rng, name, people, here, profile)
        truth.append(pl.DataFrame({"list": [name] * here.size, "record_id": frames[name]["record_id"], "person": here}))
    return Lists(frames, pl.concat(truth))


def _people(rng: np.random.Generator, size: int, profile: Profile) -> _Village:
    """Return households: children bear a father's and a mother's first surname, and are taken with them or not."""
    table = names()
    pool = [rng.permutation(np.array(table[key], dtype=object)) for key in ("surnames", "given_women", "given_men")]
    share = [heavy(len(one), 6, profile.names) for one in pool]
    surnames: list[tuple[str, str]] = []
    village: list[int] = []
    taken: list[int] = []
    villages = max(30, min(size // 60, 900))
    while len(surnames) < size:
        father, mother = (str(one) for one in rng.choice(pool[0], 2, p=share[0]))
        where, day = int(villages * rng.random() ** 2), int(rng.beta(1.5, 3.0) * _DAYS)
        for _ in range(1 + rng.poisson(0.35)):
            surnames.append((father, mother))
            village.append(where)
            taken.append(day if rng.random() < 0.6 else int(rng.beta(1.5, 3.0) * _DAYS))
    surnames, sex = surnames[:size], np.where(rng.random(size) < 0.27, "F", "M")
    given = [
        list(map(str, rng.choice(pool[1 if one == "F" else 2], 1 + int(rng.random() < 0.6), p=share[1 if one == "F" else 2])))
        for one in sex
    ]
    age = rng.normal(29, 10, size).clip(14, 80)
    born = np.array(taken[:size]) - (age * 365.25).astype(np.int64)
    number = rng.integers(100_000, 9_999_999, size)
    return _Village(
        surnames, given, sex, born, np.array(taken[:size]), np.array(village[:size]), number, rng.choice(len(OCCUPATIONS), size)
    )


def _written(rng: np.random.Generator, name: str, people: _Village, here: np.ndarray, profile: Profile) -> pl.DataFrame:
    """Return the rows of a list."""
    size = here.size
    hand = rng.choice([0.4, 1.0, 3.0], size, p=[0.5, 0.35, 0.15])  # good, usual and bad days of whoever wrote

    def there(share: float) -> np.ndarray:
        return rng.random(size) < share

    def day(of: np.ndarray, share: float, form: str = "%Y-%m-%d", late: int = 0, wrong: float = 0.03) -> list[str | None]:
        moved = of[here] + (rng.integers(0, late + 1, size) if late else 0)
        moved = np.where(there(wrong), moved + rng.choice([-365, 365, -30, 30, 1, -1], size), moved)
        return [
            (_FIRST_DAY + timedelta(int(one))).strftime(form) if known else None for one, known in zip(moved, there(share), strict=True)
        ]

    def number(share: float) -> list[str | None]:
        found = [_slipped(rng, str(one), 0.008, "0123456789") for one in people.number[here]]
        return [one if known else None for one, known in zip(found, there(share * profile.numbers), strict=True)]

    def age(share: float) -> list[str | None]:
        years = (people.taken[here] - people.born[here]) // 365 + np.where(there(0.2), rng.integers(-3, 4, size), 0)
        rounded = np.where(there(0.15), years // 5 * 5, years)
        return [str(one) if known else None for one, known in zip(rounded, there(share * profile.births), strict=True)]

    where = [f"Aldea {one}" if known else None for one, known in zip(people.village[here], there(profile.cells), strict=True)]
    region = [f"Zona {one % 14}" if known else None for one, known in zip(people.village[here], there(profile.cells), strict=True)]
    cells: dict[str, list[str | None]] = {"region": region}
    if name in ("parish", "relatives"):
        cells["municipality"] = where
    if name == "parish":
        cells |= {"event_date": day(people.taken, profile.cells, "%Y-%m"), "age": age(0.7)}
    elif name == "army":
        cells |= {"id_number": number(1.0), "birth_date": day(people.born, profile.births, "%Y"), "event_date": day(people.taken, 0.9)}
    elif name == "relatives":
        cells |= {"birth_date": day(people.born, profile.births), "event_date": day(people.taken, profile.cells, wrong=0.15)}
    elif name == "prison":
        cells |= {"id_number": number(0.7), "age": age(1.0), "event_date": day(people.taken, 0.95, late=9), "sex": list(people.sex[here])}
    else:
        work = [OCCUPATIONS[one] if known else None for one, known in zip(people.work[here], there(0.6), strict=True)]
        cells |= {"age": age(0.8), "occupation": work, "event_date": day(people.taken, 0.9, late=6)}
    texts = [_named(rng, name, people, person, profile, bad) for person, bad in zip(here, hand, strict=True)]
    named = {"given_names": [one[0] for one in texts], "surnames": [one[1] for one in texts]}
    if name != "relatives":
        named = {"full_name": [_STYLE[name](*one) for one in texts]}
    return pl.DataFrame({"record_id": [f"{name[0]}{n}" for n in range(size)], **named, **cells}, strict=False)


def _named(rng: np.random.Generator, name: str, people: _Village, person: int, profile: Profile, bad: float) -> tuple[str, str]:
    """Return given names and surnames as this list has them."""
    given, surnames = list(people.given[person]), list(people.surnames[person])
    if name == "press":
        given, surnames = given[:1], surnames[: 1 + int(rng.random() < 0.2)]
    if len(given) > 1 and rng.random() < 0.3:
        given = given[int(rng.random() < 0.2) :][:1]
    if len(surnames) > 1 and rng.random() < profile.word * bad:
        surnames = surnames[int(rng.random() < 0.25) :][:1]
    rate = min(profile.letter * bad * (2.0 if name == "parish" else 1.0), 0.15)
    given, surnames = ([_slipped(rng, word.lower(), rate, _LETTERS) for word in words] for words in (given, surnames))
    if name == "parish" and rng.random() < 0.02 * bad and len(surnames) > 1:
        surnames = ["".join(surnames)]
    return " ".join(given).title(), " ".join(surnames).title()


def _slipped(rng: np.random.Generator, word: str, rate: float, letters: str) -> str:
    """Return a word in which each letter was left out, doubled or changed at a rate."""
    if rng.random() > 1 - (1 - rate) ** len(word):
        return word
    place, how = int(rng.integers(len(word))), rng.random()
    put = "" if how < 0.35 and len(word) > 3 else word[place] * 2 if how < 0.5 else letters[int(rng.integers(len(letters)))]
    return word[:place] + put + word[place + 1 :]


_STYLE = {
    "parish": lambda given, family: f"{given} {family}",
    "army": lambda given, family: f"{family} {given}".upper()[:24],
    "prison": lambda given, family: f"{family.upper()}, {given}",
    "press": lambda given, family: f"{given} {family}",
}
