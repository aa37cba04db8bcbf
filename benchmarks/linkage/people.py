"""
Invented people: families, cédulas, arrests. Nothing here is, or was drawn from, a real person.

Given names and surnames follow heavy-tailed frequencies: the commonest surname
has about 3 % of the people and the first hundred have half of them. Whoever was
born after 1985 may bear an invented given name. Hard for linkage on purpose:
siblings arrested together, father and son with one name, days of mass arrest.
"""

from importlib.resources import files
from typing import Any

import attrs
import numpy as np
import yaml
from numpy.typing import NDArray

type Ints = NDArray[np.int64]
type Words = NDArray[np.object_]

EPOCH_2014 = 16_071  # 2014-01-01 in days since 1970
DAYS = 4_200  # arrests happen between 2014 and mid-2025
STATES, PLACES, PRISONS = 24, 220, 45
OCCUPATIONS = (
    "estudiante",
    "docente",
    "comerciante",
    "obrero",
    "periodista",
    "abogado",
    "militar",
    "enfermera",
    "chofer",
    "agricultor",
    "ingeniero",
    "policía",
    "dirigente",
    "médico",
    "jubilado",
    "artesano",
    "mecánico",
    "vendedora",
    "empleado público",
)

_FIRST = (
    "Yor",
    "Wil",
    "Yei",
    "Dar",
    "Jhon",
    "Leo",
    "Mai",
    "Yus",
    "Kei",
    "Fran",
    "Ed",
    "Ris",
    "An",
    "Jo",
    "Ro",
    "Dei",
    "Yon",
    "Osn",
    "Al",
    "Gre",
)
_MIDDLE = ("li", "der", "ber", "ne", "man", "dri", "ma", "le", "gui", "ke", "", "mar", "xan", "bi")
_LAST = {
    "f": ("lis", "nys", "ska", "ra", "ly", "mar", "dith", "lin", "beth", "na"),
    "m": ("son", "ver", "xon", "der", "ner", "man", "ny", "ther", "ker", "do"),
}
_HEADS = (
    "Bar",
    "Cor",
    "Gua",
    "Man",
    "Per",
    "Chi",
    "Tor",
    "Ara",
    "Uri",
    "Qui",
    "Mon",
    "Sal",
    "Ver",
    "Zam",
    "Lan",
    "Bri",
    "Ech",
    "Mar",
    "Car",
    "Ola",
    "Pin",
    "Ris",
    "Sol",
    "Tra",
    "Vi",
    "Yar",
    "Al",
    "Be",
    "Ca",
    "Do",
)
_TAILS = (
    "rios",
    "tero",
    "ñez",
    "caipa",
    "gueta",
    "bal",
    "rizo",
    "marán",
    "ripe",
    "quez",
    "sola",
    "vera",
    "zábal",
    "coechea",
    "rrubia",
    "jera",
    "dales",
    "tía",
    "llano",
    "cano",
    "bó",
    "nés",
    "pana",
    "nares",
    "día",
    "tell",
)
_PARTICLES = (
    "de la Rosa",
    "del Valle",
    "de la Cruz",
    "De Sousa",
    "San Martín",
    "de León",
    "del Río",
    "Da Silva",
    "De Freitas",
    "de los Santos",
)


@attrs.frozen(eq=False)
class People:
    """One array an attribute, one place a person; ``second`` marks what belongs to a second arrest (-1: none)."""

    surname_1: Words
    surname_2: Words
    given_1: Words
    given_2: Words  # "" where there is none
    sex: Words
    born: Ints  # days since 1970
    cedula: Ints
    place: Ints
    arrest: Ints
    second: Ints
    prison: Ints
    occupation: Ints
    visible: NDArray[np.float64]  # how likely any list is to know of them


def names() -> dict[str, list[str]]:
    """Return the open table of given names and surnames that ships with the program."""
    table: dict[str, list[str]] = yaml.safe_load((files("amparo.linkage") / "names.yml").read_text(encoding="utf-8"))
    return table


def heavy(size: int, shift: float, power: float) -> NDArray[np.float64]:
    """Return shares that fall with the rank."""
    weight = 1 / (np.arange(size) + shift) ** power
    return weight / weight.sum()


def place_state(place: Ints) -> Ints:
    """Return the state of each municipality."""
    return (place * 7) % STATES


def invent(number: int, seed: int, namesakes: float = 0.98) -> People:
    """Return so many people; the same seed gives the same people. The higher ``namesakes``, the commoner are the common names."""
    rng = np.random.default_rng([seed, 1])
    table = names()
    surnames = np.array(table["surnames"] + _rare_surnames(), dtype=object)
    share = heavy(len(surnames), 2.6, namesakes)
    surname_1, surname_2 = (surnames[rng.choice(len(surnames), number, p=share)] for _ in range(2))
    for column in (surname_1, surname_2):
        some = rng.random(number) < 0.025
        column[some] = np.array(_PARTICLES, dtype=object)[rng.integers(len(_PARTICLES), size=int(some.sum()))]
    sex = np.where(rng.random(number) < 0.17, "f", "m").astype(object)
    arrest = _arrests(rng, number)
    born = arrest - 365 * 15 - (365.25 * rng.gamma(2.6, 7.0, number)).astype(np.int64)  # from fifteen years of age on, most around thirty
    given_1, given_2 = _given(rng, table, sex, born, namesakes), _given(rng, table, sex, born, namesakes)
    given_2[rng.random(number) < 0.22] = ""
    people: dict[str, Any] = {  # Any: arrays
        "place": rng.choice(PLACES, number, p=heavy(PLACES, 4, 1.0)),
        "arrest": arrest,
        "prison": rng.choice(PRISONS, number, p=heavy(PRISONS, 2, 1.0)),
        "occupation": rng.choice(len(OCCUPATIONS), number, p=heavy(len(OCCUPATIONS), 2, 0.8)),
    }
    cedula = np.clip(1_200_000 + (born + 3_000) * 1_750 + rng.normal(0, 500_000, number), 900_000, 33_500_000).astype(np.int64)
    _families(rng, number, surname_1, surname_2, given_1, born, cedula, sex, people)
    born = np.minimum(born, people["arrest"] - 365 * 14)
    second = np.where(rng.random(number) < 0.07, people["arrest"] + rng.integers(60, 1_500, number), -1)
    return People(surname_1, surname_2, given_1, given_2, sex, born, cedula, second=second, visible=rng.beta(1.6, 2.2, number), **people)


def _rare_surnames() -> list[str]:
    made = [head + tail for tail in _TAILS for head in _HEADS] + [h + m + t for m in ("a", "e", "o", "i") for t in _TAILS for h in _HEADS]
    return sorted(set(made))


def _given(rng: np.random.Generator, table: dict[str, list[str]], sex: Words, born: Ints, namesakes: float) -> Words:
    """Return a given name for each: from the table, or for some of the young an invented one."""
    out = np.empty(len(sex), dtype=object)
    for one, key in (("f", "given_women"), ("m", "given_men")):
        here = np.flatnonzero(sex == one)
        known = np.array(table[key], dtype=object)
        out[here] = known[rng.choice(len(known), len(here), p=heavy(len(known), 4, namesakes + 0.07))]
        new = here[(born[here] > 5_500) & (rng.random(len(here)) < 0.3)]
        parts = [np.array(words, dtype=object)[rng.integers(len(words), size=len(new))] for words in (_FIRST, _MIDDLE, _LAST[one])]
        out[new] = parts[0] + parts[1] + parts[2]
    return out


def _arrests(rng: np.random.Generator, number: int) -> Ints:
    """Return a day of arrest for each; two in five on one of thirty days of mass arrest."""
    days = EPOCH_2014 + rng.integers(0, DAYS, number)
    mass = rng.random(number) < 0.4
    peaks = EPOCH_2014 + rng.integers(0, DAYS, 30)
    days[mass] = peaks[rng.choice(30, int(mass.sum()), p=heavy(30, 2, 0.9))]
    return days


def _families(
    rng: np.random.Generator,
    number: int,
    surname_1: Words,
    surname_2: Words,
    given_1: Words,
    born: Ints,
    cedula: Ints,
    sex: Words,
    people: dict[str, Any],
) -> None:
    """Make some pairs siblings arrested together, and some father and son with one name: in place."""
    order = rng.permutation(number)
    siblings = order[: int(number * 0.12) // 2 * 2].reshape(-1, 2)
    one, two = siblings[:, 0], siblings[:, 1]
    surname_1[two], surname_2[two] = surname_1[one], surname_2[one]
    born[two] = born[one] + rng.integers(300, 2_600, len(one)) * rng.choice([-1, 1], len(one))
    near = rng.random(len(one)) < 0.25
    cedula[two[near]] = cedula[one[near]] + rng.choice([-2, -1, 1, 2], int(near.sum()))
    together = rng.random(len(one)) < 0.75
    for key in ("place", "arrest", "prison"):
        people[key][two[together]] = people[key][one[together]]
    rest = order[len(siblings) * 2 :][: int(number * 0.03) // 2 * 2].reshape(-1, 2)
    father, son = rest[:, 0], rest[:, 1]
    surname_1[son], given_1[son], sex[son] = surname_1[father], given_1[father], sex[father]
    born[son] = born[father] + rng.integers(7_300, 12_000, len(father))
    for key in ("place", "arrest"):
        people[key][son[: len(son) // 2]] = people[key][father[: len(son) // 2]]
