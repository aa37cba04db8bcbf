"""
Five overlapping lists (and a sixth, noisier) of the same invented people, each wrong in its own way.

| list | writes names as | has | and gets wrong |
|---|---|---|---|
| `ngo` | two columns, accents | cédula of half, birth or age, day of arrest, municipality, prison | few typing errors; nobody twice |
| `official` | "APELLIDOS, NOMBRES" | cédula of most, age, state; no day of arrest | mistyped cédulas, swapped surnames; nobody twice |
| `families` | as spoken, often one surname, nicknames | day of arrest, municipality, some ages | typing errors |
| `courts` | surname first, no comma, capitals | state, month or day, some cédulas, year of birth | reading errors of a scanner |
| `news` | first name and first surname | approximate dates, state, age | people twice, half of the details missing |
| `abroad` | initials | day, state, occupation | (only in the six) |

Errors are drawn per token and cell with the rates in ``RATES``, times the carelessness of the row: who writes a name badly writes
the date badly too. Lists depend on each other: who is visible is on several. ``Noise`` makes all of it better or worse.
"""

from collections.abc import Callable
from datetime import date, timedelta

import attrs
import numpy as np
import polars as pl

from benchmarks.linkage.people import EPOCH_2014, OCCUPATIONS, People, invent, place_state

FIVE = ("ngo", "official", "families", "courts", "news")
SIX = (*FIVE, "abroad")
CURATED = ("ngo", "official")
ROWS_PER_PERSON = {5: 1.72, 6: 1.98}  # what the shares below come to
TRAIN_SEEDS = tuple(range(100, 110))
TEST_SEEDS = tuple(range(1, 21))

SHARE = {"ngo": 0.42, "official": 0.40, "families": 0.34, "courts": 0.30, "news": 0.22, "abroad": 0.26}
RATES = {
    "ngo": {"typo": 0.02, "no_second_surname": 0.10, "no_second_given": 0.20, "cedula": 0.50, "cedula_wrong": 0.02},
    "official": {"typo": 0.03, "no_second_surname": 0.06, "no_second_given": 0.15, "cedula": 0.75, "cedula_wrong": 0.04, "swapped": 0.03},
    "families": {"typo": 0.10, "no_second_surname": 0.60, "no_second_given": 0.60, "cedula": 0.10, "cedula_wrong": 0.04, "nickname": 0.06},
    "courts": {"typo": 0.14, "no_second_surname": 0.15, "no_second_given": 0.25, "cedula": 0.30, "cedula_wrong": 0.04},
    "news": {"typo": 0.07, "no_second_surname": 0.75, "no_second_given": 0.80, "cedula": 0.0, "cedula_wrong": 0.0, "nickname": 0.04},
    "abroad": {"typo": 0.06, "no_second_surname": 0.45, "no_second_given": 0.55, "cedula": 0.0, "cedula_wrong": 0.0},
}
NICKNAMES = {
    "José": "Pepe",
    "Francisco": "Pancho",
    "Jesús": "Chuy",
    "Antonio": "Toño",
    "Manuel": "Manolo",
    "Roberto": "Beto",
    "Luís": "Lucho",
    "Guadalupe": "Lupe",
    "Mercedes": "Meche",
    "Enrique": "Quique",
    "Eduardo": "Lalo",
    "Rosario": "Charo",
    "Isabel": "Chabela",
    "Ignacio": "Nacho",
    "Dolores": "Lola",
    "Consuelo": "Chelo",
    "Alberto": "Beto",
    "Daniel": "Dani",
    "Gabriel": "Gabo",
}
_KEYS = {
    "a": "sq",
    "b": "vn",
    "c": "xv",
    "d": "sf",
    "e": "wr",
    "i": "uo",
    "l": "k",
    "m": "n",
    "n": "m",
    "o": "ip",
    "r": "te",
    "s": "az",
    "t": "ry",
    "u": "yi",
}
_OCR = (("l", "1"), ("o", "0"), ("m", "rn"), ("e", "c"), ("i", "l"), ("s", "5"), ("n", "ri"), ("b", "8"), ("u", "v"))
_SOUNDS = (
    ("z", "s"),
    ("s", "z"),
    ("b", "v"),
    ("v", "b"),
    ("ll", "y"),
    ("y", "ll"),
    ("h", ""),
    ("j", "g"),
    ("c", "s"),
    ("qu", "k"),
    ("i", "y"),
)


@attrs.frozen
class Noise:
    """
    How bad the lists are, against ``RATES``.

    Attributes:
        errors: times the rate of every error.
        silence: times the share of cells that are empty.
        numbers: times the share of rows with an identity number.
        namesakes: how steeply the frequency of names falls with their rank.
        uneven: how much the rows of a list differ in carelessness; 0, not at all.
        overlap: times the share of people on each list.
    """

    errors: float = 1.0
    silence: float = 1.0
    numbers: float = 1.0
    namesakes: float = 0.98
    uneven: float = 0.7
    overlap: float = 1.0


USUAL = Noise()


def some_noise(seed: int) -> Noise:
    """Return lists as somebody else may have them: each rate up to about twice, or half, the usual one."""
    rng = np.random.default_rng([seed, 9])
    errors, silence, numbers = np.exp(rng.uniform([-0.9, -0.5, -2.5], [0.8, 0.7, 0.3]))
    return Noise(errors, silence, numbers, rng.uniform(0.85, 1.15), rng.uniform(0.0, 1.2), rng.uniform(0.5, 1.5))


@attrs.frozen(eq=False)
class Lists:
    """The lists, and the truth: ``list, record_id, person`` for every row."""

    lists: dict[str, pl.DataFrame]
    truth: pl.DataFrame


def make_lists(rows: int, seed: int, which: tuple[str, ...] = FIVE, noise: Noise = USUAL) -> Lists:
    """Return about so many rows in overlapping lists; the same seed gives the same rows."""
    people = invent(int(rows / ROWS_PER_PERSON[len(which)] / noise.overlap), seed, noise.namesakes)
    frames: dict[str, pl.DataFrame] = {}
    truths: list[pl.DataFrame] = []
    for number, name in enumerate(which):
        rng = np.random.default_rng([seed, 2, number])
        chance = np.clip(SHARE[name] * noise.overlap * people.visible / people.visible.mean(), 0, 0.97)
        persons = np.flatnonzero(rng.random(len(chance)) < chance)
        if name == "news":
            persons = np.concatenate([persons, persons[rng.random(len(persons)) < 0.12]])
        persons = rng.permutation(persons)
        care = rng.gamma(1 / noise.uneven, noise.uneven, len(persons)) if noise.uneven else np.ones(len(persons))
        frames[name] = _Clerk(name, people, rng, noise, care).written(persons)
        truths.append(
            pl.DataFrame({"record_id": frames[name]["record_id"], "person": persons}).select(pl.lit(name).alias("list"), pl.all())
        )
    return Lists(frames, pl.concat(truths))


@attrs.frozen(eq=False)
class _Clerk:
    """Whoever writes a list: their habits and their mistakes."""

    name: str
    people: People
    rng: np.random.Generator
    noise: Noise
    care: np.ndarray  # how careless each row is: 1 is usual

    def written(self, persons: np.ndarray) -> pl.DataFrame:
        """Return the rows of these persons."""
        again = (self.people.second[persons] > 0) & (self.rng.random(len(persons)) < 0.35)
        day = np.where(again, self.people.second[persons], self.people.arrest[persons])
        columns = {"record_id": [f"{self.name}-{number:07d}" for number in range(len(persons))], **self._names(persons)}
        return pl.DataFrame({**columns, **_CELLS[self.name](self, persons, day)}, strict=False)

    def drawn(self, number: int, chance: float) -> np.ndarray:
        """Return for each whether a chance came true."""
        return self.rng.random(number) < chance

    def erred(self, chance: float) -> np.ndarray:
        """Return for each row whether an error was made, likelier where its writer was careless."""
        return self.rng.random(len(self.care)) < np.minimum(chance * self.noise.errors * self.care, 0.9)

    def known(self, there: float) -> np.ndarray:
        """Return for each row whether a cell was filled in."""
        return self.rng.random(len(self.care)) >= np.minimum((1 - there) * self.noise.silence * (0.5 + 0.5 * self.care), 0.97)

    def _names(self, persons: np.ndarray) -> dict[str, list[str]]:
        rates, people = RATES[self.name], self.people
        number = len(persons)
        wrong = self.rng.random((number, 4)) < np.minimum(rates["typo"] * self.noise.errors * self.care, 0.9)[:, None]
        swapped, nick = self.erred(rates.get("swapped", 0.005)), self.erred(rates.get("nickname", 0.0))
        no_s2, no_g2 = self.drawn(number, rates["no_second_surname"]), self.drawn(number, rates["no_second_given"])
        drop_first = self.erred(0.03)  # known by the second given name
        dice = self.rng.random((number, 4, 3))
        out: dict[str, list[str]] = {"given_names": [], "surnames": []} if self.name == "ngo" else {"full_name": []}
        for row, person in enumerate(persons):
            g1, g2 = people.given_1[person], "" if no_g2[row] else people.given_2[person]
            s1, s2 = people.surname_1[person], "" if no_s2[row] else people.surname_2[person]
            g1 = NICKNAMES.get(g1, g1) if nick[row] else g1
            if drop_first[row] and people.given_2[person]:
                g1, g2 = people.given_2[person], ""
            if swapped[row] and s2:
                s1, s2 = s2, s1
            g1, g2, s1, s2 = (
                self._misspelt(word, dice[row, place]) if wrong[row, place] and len(word) > 3 else word
                for place, word in enumerate((g1, g2, s1, s2))
            )
            given, family = f"{g1} {g2}".strip(), f"{s1} {s2}".strip()
            if self.name == "ngo":
                out["given_names"].append(given)
                out["surnames"].append(family)
            else:
                out["full_name"].append(_STYLES[self.name](given, family))
        return out

    def _misspelt(self, word: str, dice: np.ndarray) -> str:
        """Return a word with one error: of the ear, of the hand, or of a scanner."""
        if self.name == "courts" and dice[0] < 0.7:
            fits = [(old, new) for old, new in _OCR if old in word.lower()]
        else:
            fits = [(old, new) for old, new in _SOUNDS if old in word.lower()] if dice[0] < 0.5 else []
        if fits:
            old, new = fits[int(dice[1] * len(fits))]
            return word.lower().replace(old, new, 1).capitalize()
        place = 1 + int(dice[1] * (len(word) - 1))
        if dice[2] < 0.3:
            return word[:place] + word[place + 1 :]
        if dice[2] < 0.5:
            return word[:place] + word[place - 1] + word[place:]
        if dice[2] < 0.7 and place + 1 < len(word):
            return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        choices = _KEYS.get(word[place], "e")
        return word[:place] + choices[int(dice[2] * 97) % len(choices)] + word[place + 1 :]

    def cedulas(self, persons: np.ndarray) -> list[str | None]:
        """Return identity numbers as this list writes them: some missing, some mistyped."""
        rates, out = RATES[self.name], []
        there, wrong = self.drawn(len(persons), rates["cedula"] * self.noise.numbers), self.erred(rates["cedula_wrong"])
        dice = self.rng.random((len(persons), 2))
        for row, number in enumerate(self.people.cedula[persons]):
            text = str(number)
            if wrong[row]:
                place = int(dice[row, 0] * len(text))
                text = text[:place] + str(int(dice[row, 1] * 10)) + text[place + 1 :]
            styled = {"official": f"V-{text}", "courts": f"{int(text):,}".replace(",", "."), "families": text.zfill(9)}.get(self.name, text)
            out.append(styled if there[row] else None)
        return out

    def days(self, day: np.ndarray, *, there: float, off: float, month: float = 0.0, year: float = 0.0) -> list[str | None]:
        """Return dates: some missing, some a few days off, some only a month or a year."""
        number = len(day)
        moved = day + np.where(self.erred(off), self.rng.integers(-4, 5, number), 0)
        dice, known = self.rng.random(number), self.known(there)
        texts = [(date(1970, 1, 1) + timedelta(int(one))).isoformat() for one in moved]
        return [
            None if not known[row] else text[:4] if dice[row] < year else text[:7] if dice[row] < year + month else text
            for row, text in enumerate(texts)
        ]

    def ages(self, persons: np.ndarray, day: np.ndarray, there: float) -> list[int | None]:
        """Return ages on a day: some missing, some a year off."""
        off = np.where(self.erred(0.12), self.rng.choice([-1, 1, 2], len(persons)), 0)
        known = self.known(there)
        return [int(a) if k else None for a, k in zip((day - self.people.born[persons]) // 365.25 + off, known, strict=True)]

    def places(self, persons: np.ndarray, there: float, wrong: float = 0.02) -> list[str | None]:
        """Return municipalities: some missing, some of the neighbours."""
        place = np.where(self.erred(wrong), self.rng.integers(0, 220, len(persons)), self.people.place[persons])
        known = self.known(there)
        return [f"Municipio {one:03d}" if k else None for one, k in zip(place, known, strict=True)]

    def states(self, persons: np.ndarray, there: float, wrong: float = 0.03) -> list[str | None]:
        """Return states, some missing or wrong."""
        state = place_state(self.people.place[persons])
        state = np.where(self.erred(wrong), self.rng.integers(0, 24, len(persons)), state)
        known = self.known(there)
        return [f"Estado {one:02d}" if k else None for one, k in zip(state, known, strict=True)]

    def prisons(self, persons: np.ndarray, there: float) -> list[str | None]:
        """Return prisons: people are moved, so lists name different ones."""
        prison = np.where(self.erred(0.3), self.rng.integers(0, 45, len(persons)), self.people.prison[persons])
        known = self.known(there)
        return [f"Centro {one:02d}" if k else None for one, k in zip(prison, known, strict=True)]

    def occupations(self, persons: np.ndarray, there: float) -> list[str | None]:
        """Return occupations, which lists word as they like."""
        job = np.where(self.erred(0.2), self.rng.integers(0, len(OCCUPATIONS), len(persons)), self.people.occupation[persons])
        known = self.known(there)
        return [OCCUPATIONS[one] if k else None for one, k in zip(job, known, strict=True)]

    def sexes(self, persons: np.ndarray, there: float) -> list[str | None]:
        """Return the sex of each, where the list gives it."""
        known = self.known(there)
        wrong = self.erred(0.005)
        return [("f" if (s == "f") != w else "m") if k else None for s, k, w in zip(self.people.sex[persons], known, wrong, strict=True)]


def _plain(text: str) -> str:
    return text.translate(str.maketrans("áéíóúüñÁÉÍÓÚÜÑ", "aeiouunAEIOUUN"))


def _initials(given: str, family: str) -> str:
    return _plain(" ".join(f"{word[0]}." for word in given.split()) + " " + family)


_STYLES: dict[str, Callable[[str, str], str]] = {
    "official": lambda given, family: _plain(f"{family}, {given}").upper(),
    "families": lambda given, family: f"{given} {family}",
    "courts": lambda given, family: _plain(f"{family} {given}").upper(),
    "news": lambda given, family: f"{given} {family}",
    "abroad": _initials,
}
type Cells = dict[str, list[str | None] | list[int | None] | list[str]]
_ON = (date(1970, 1, 1) + timedelta(EPOCH_2014 + 4_300)).isoformat()


def _ngo(clerk: _Clerk, persons: np.ndarray, day: np.ndarray) -> Cells:
    return {
        "sex": clerk.sexes(persons, 0.97),
        "id_number": clerk.cedulas(persons),
        "age": clerk.ages(persons, day, 0.55),
        "birth_date": clerk.days(clerk.people.born[persons], there=0.35, off=0.02),
        "event_date": clerk.days(day, there=0.93, off=0.05),
        "municipality": clerk.places(persons, 0.85),
        "region": clerk.states(persons, 0.97),
        "place": clerk.prisons(persons, 0.6),
        "occupation": clerk.occupations(persons, 0.45),
    }


def _official(clerk: _Clerk, persons: np.ndarray, day: np.ndarray) -> Cells:
    on = np.full(len(day), EPOCH_2014 + 4_300)
    return {
        "id_number": clerk.cedulas(persons),
        "age": clerk.ages(persons, on, 0.75),
        "age_on": [_ON] * len(day),
        "sex": clerk.sexes(persons, 0.9),
        "region": clerk.states(persons, 0.95),
        "place": clerk.prisons(persons, 0.9),
    }


def _families(clerk: _Clerk, persons: np.ndarray, day: np.ndarray) -> Cells:
    return {
        "id_number": clerk.cedulas(persons),
        "age": clerk.ages(persons, day, 0.6),
        "event_date": clerk.days(day, there=0.92, off=0.12, month=0.06),
        "municipality": clerk.places(persons, 0.8, 0.05),
        "region": clerk.states(persons, 0.9),
        "occupation": clerk.occupations(persons, 0.5),
    }


def _courts(clerk: _Clerk, persons: np.ndarray, day: np.ndarray) -> Cells:
    return {
        "id_number": clerk.cedulas(persons),
        "birth_date": clerk.days(clerk.people.born[persons], there=0.4, off=0.05, year=0.8),
        "event_date": clerk.days(day, there=0.85, off=0.15, month=0.2),
        "region": clerk.states(persons, 0.95),
    }


def _news(clerk: _Clerk, persons: np.ndarray, day: np.ndarray) -> Cells:
    return {
        "age": clerk.ages(persons, day, 0.5),
        "event_date": clerk.days(day, there=0.85, off=0.3, month=0.3),
        "region": clerk.states(persons, 0.9),
        "municipality": clerk.places(persons, 0.45, 0.05),
        "occupation": clerk.occupations(persons, 0.5),
    }


def _abroad(clerk: _Clerk, persons: np.ndarray, day: np.ndarray) -> Cells:
    return {
        "event_date": clerk.days(day, there=0.9, off=0.1),
        "region": clerk.states(persons, 0.9),
        "age": clerk.ages(persons, day, 0.4),
        "occupation": clerk.occupations(persons, 0.6),
    }


_CELLS: dict[str, Callable[[_Clerk, np.ndarray, np.ndarray], Cells]] = {
    "ngo": _ngo,
    "official": _official,
    "families": _families,
    "courts": _courts,
    "news": _news,
    "abroad": _abroad,
}
