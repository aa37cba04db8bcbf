"""
Three further sorts of lists, made to find what linking cannot do; nothing is fitted to them.

`scans`      Spanish names, compound, with particles, married, rare: pages read by a machine, letters lost with the encoding, spelling
             by ear, days and months swapped, few identity numbers.
`peoples`    Arabic, Slavic, Burmese, Mapuche, Andean and Maya names: each list spells and shortens them in its own way; ages in place of
             days of birth; no identity numbers.
`patchwork`  Spanish names in fourteen short lists, most of them of some towns: each has columns of its own, one is a worse copy of
             another; brothers, and fathers and sons of one name, taken together.

All names are put together by chance from common ones and from syllables: nobody is meant.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

import attrs
import numpy as np
import polars as pl

from benchmarks.linkage.lists import Lists
from benchmarks.linkage.people import heavy, names
from benchmarks.linkage.spelling import BY_EAR, by_list, heard, pairs, peoples, scanned, typed

SORTS = ("scans", "peoples", "patchwork")
_FIRST, _DAYS = date(2009, 1, 1), 5_000
_LATEST = (_FIRST + timedelta(_DAYS + 30)).isoformat()
_MONTHS = ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre")
_WORK = ("estudiante", "campesino", "docente", "obrera", "periodista", "comerciante", "chofer", "enfermera", "abogado", "sin oficio")


@attrs.frozen
class Person:
    """Somebody who was detained: ``names`` are given names and surnames in the order of their people."""

    people: str
    given: tuple[str, ...]
    surnames: tuple[str, ...]
    husband: str
    sex: str
    born: int
    number: int
    town: int
    taken: int
    prison: int
    work: str
    again: int  # the day of a second arrest, 0 for none


@attrs.frozen
class Paper:
    """
    A list and its habits.

    Attributes:
        share: of people who stand on it.
        style: how it writes names.
        cells: share of rows that fill in each column; what is not named is not a column.
        wrong: how often a word is misspelt, and half as often a cell is wrong.
        spell: how a word is misspelt.
        towns: it reports of these alone; empty for all.
        twice: share of people who stand on it twice.
    """

    share: float
    style: str
    cells: Mapping[str, float]
    wrong: float
    spell: Callable[[np.random.Generator, str], str] = typed
    towns: tuple[int, ...] = ()
    twice: float = 0.0


_SCANS = {
    "docket": Paper(0.40, "SURNAMES GIVEN", {"id_number": 0.25, "birth_date": 0.5, "event_date": 0.8, "region": 0.9}, 0.16, scanned),
    "memorial": Paper(0.42, "two columns", {"birth_date": 0.6, "event_date": 0.85, "municipality": 0.8, "occupation": 0.5}, 0.03),
    "relatives": Paper(0.30, "as spoken", {"age": 0.7, "event_date": 0.8, "municipality": 0.8, "region": 0.8}, 0.14, heard),
    "prison": Paper(0.38, "SURNAMES, GIVEN", {"age": 0.8, "age_on": 1.0, "id_number": 0.35, "place": 0.9, "region": 0.9}, 0.06),
    "radio": Paper(0.18, "short", {"event_date": 0.9, "region": 0.8, "age": 0.4}, 0.10, heard, twice=0.1),
}
_ABROAD = {
    "embassy": Paper(0.35, "full", {"birth_date": 0.5, "event_date": 0.7, "region": 0.9, "sex": 0.9}, 0.04),
    "lawyers": Paper(0.38, "surname first", {"age": 0.7, "event_date": 0.85, "municipality": 0.8, "region": 0.9}, 0.06),
    "council": Paper(0.32, "titled", {"age": 0.5, "event_date": 0.8, "municipality": 0.7, "place": 0.6, "region": 0.7}, 0.08, heard),
    "reports": Paper(0.22, "short", {"event_date": 0.9, "region": 0.9, "occupation": 0.5, "age": 0.5}, 0.08, twice=0.08),
}


def _patches() -> dict[str, Paper]:
    """Return fourteen lists: one a group of towns, and four of all."""
    styles = ("two columns", "as spoken", "SURNAMES, GIVEN", "SURNAMES GIVEN", "short")
    columns = ("id_number", "birth_date", "age", "event_date", "municipality", "region", "place", "occupation", "sex")
    found = {}
    for place in range(14):
        rng = np.random.default_rng([place, 14])
        kept = {name: float(rng.uniform(0.4, 0.95)) for name in columns if rng.random() < 0.55}
        towns = () if place < 4 else tuple(range((place - 4) * 6, (place - 4) * 6 + 9))
        kept |= {"event_date": 0.85} if len(kept) < 3 else {}
        spell = (typed, heard, scanned)[place % 3]
        found[f"list{place:02d}"] = Paper(
            float(rng.uniform(0.15, 0.5)), styles[place % 5], kept, float(rng.uniform(0.02, 0.16)), spell, towns, 0.05 * (place % 4 == 3)
        )
    return found


PAPERS = {"scans": _SCANS, "peoples": _ABROAD, "patchwork": _patches()}
ALONE = {"scans": ("memorial", "prison"), "peoples": ("embassy",), "patchwork": ("list00", "list05")}


def lists_elsewhere(sort: str, rows: int, seed: int) -> Lists:
    """Return about so many rows of a sort, and who each is."""
    rng = np.random.default_rng([seed, 909])
    papers = PAPERS[sort]
    reach = sum(paper.share * (len(paper.towns) / 60 if paper.towns else 1) * (1 + paper.twice) for paper in papers.values())
    people = _people(rng, int(rows / reach), sort)
    seen = rng.lognormal(0, 0.4, len(people))
    frames, truth = {}, []
    for name, paper in papers.items():
        chance = np.minimum(paper.share * seen, 0.95)
        here = [n for n, one in enumerate(people) if rng.random() < chance[n] and (not paper.towns or one.town in paper.towns)]
        here += [n for n in here if rng.random() < paper.twice]
        here = rng.permutation(np.array(here, np.int64)).tolist()
        frames[name] = _written(rng, name, paper, [people[n] for n in here])
        truth.append(pl.DataFrame({"list": [name] * len(here), "record_id": frames[name]["record_id"], "person": here}))
    if sort == "patchwork":
        frames["copy"], copied = _copied(rng, frames["list02"], truth[2])
        truth.append(copied)
    return Lists(frames, pl.concat(truth))


def _copied(rng: np.random.Generator, frame: pl.DataFrame, truth: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return a list copied by hand: names misspelt again, half of the columns gone."""
    some = rng.random(frame.height) < 0.8
    names = [re.sub(r"\w+", lambda m: typed(rng, m[0]) if rng.random() < 0.04 else m[0], text) for text in frame["full_name"].to_list()]
    made = frame.with_columns(full_name=pl.Series(names), record_id=pl.lit("c") + pl.col("record_id"))
    told = truth.with_columns(list=pl.lit("copy"), record_id=pl.lit("c") + pl.col("record_id"))
    return made.select("record_id", "full_name", *made.columns[2:4]).filter(some), told.filter(some)


def _people(rng: np.random.Generator, size: int, sort: str) -> list[Person]:
    """Return households: brothers and sisters, some fathers and sons of one name, a part of each taken together."""
    pool = _pools(rng)
    peaks = rng.integers(0, _DAYS, 25)
    found: list[Person] = []
    while len(found) < size:
        people = str(rng.choice(list(peoples()))) if sort == "peoples" else "spanish"
        family = _family(rng, pool, people)
        town, day = int(60 * rng.random() ** 1.6), int(peaks[rng.integers(25)] if rng.random() < 0.35 else rng.integers(_DAYS))
        number = int(rng.integers(1_000_000, 29_999_999))
        for child in range(1 + rng.poisson(0.3)):
            sex = "F" if rng.random() < 0.25 else "M"
            taken = day if rng.random() < 0.65 else int(rng.integers(_DAYS))
            given = _given(rng, pool, people, sex)
            surnames = family
            if child and found and rng.random() < 0.3 and sex == found[-1].sex:  # father and son
                given, surnames = (found[-1].given[0], *given[1:]), (*family[:1], *_family(rng, pool, people)[1:])
                born = found[-1].born - int(rng.integers(7_000, 12_000)) * int(rng.choice([-1, 1]))
            else:
                born = taken - int(365.25 * float(np.clip(rng.normal(31, 11), 14, 79)))
            husband = _family(rng, pool, people)[0] if sex == "F" and surnames and rng.random() < 0.3 else ""
            again = taken + int(rng.integers(90, 900)) if rng.random() < 0.06 else 0
            own = number + int(rng.integers(1, 9)) * child
            prison, work = town % 7 * 3 + int(rng.integers(3)), str(rng.choice(_WORK))
            born = min(born, taken - 14 * 366)
            found.append(Person(people, given, surnames, husband, sex, born, own, town, taken, prison, work, again))
    return found[:size]


def _pools(rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Return the names to draw from; rare ones are put together from syllables."""
    table = names()
    heads = (
        "Ara",
        "Ben",
        "Car",
        "Dol",
        "Ech",
        "Fon",
        "Gal",
        "Iri",
        "Jau",
        "Lar",
        "Men",
        "Nav",
        "Oli",
        "Pue",
        "Rey",
        "Sor",
        "Tron",
        "Uga",
        "Zub",
    )
    tails = ("barri", "cedo", "fán", "goitia", "llo", "mendi", "ntes", "ñana", "paga", "rroz", "sco", "tegui", "urra", "viz", "zate")
    rare = [head + middle + tail for head in heads for middle in ("", "a", "i") for tail in tails]
    compound = [
        "de la Torre",
        "Del Águila",
        "Montes de Oca",
        "Ponce de León",
        "San Juan",
        "Santa Cruz",
        "de la Vega",
        "Díaz-Canal",
        "De Luca",
    ]
    surnames = np.array(table["surnames"][:500] + compound + rng.permutation(rare)[:700].tolist(), dtype=object)
    return {"surnames": surnames} | {key: np.array(table[key][:350], dtype=object) for key in ("given_women", "given_men")}


def _drawn(rng: np.random.Generator, pool: np.ndarray, number: int) -> tuple[str, ...]:
    return tuple(str(one) for one in rng.choice(pool, number, replace=False, p=heavy(len(pool), 5, 0.95)))


def _family(rng: np.random.Generator, pool: Mapping[str, np.ndarray], people: str) -> tuple[str, ...]:
    if people == "spanish":
        return _drawn(rng, pool["surnames"], 2)
    if "surnames" not in peoples()[people]:
        return ()
    return _drawn(rng, np.array(peoples()[people]["surnames"], dtype=object), 1 if people in ("arabic", "slavic") else 2)


def _given(rng: np.random.Generator, pool: Mapping[str, np.ndarray], people: str, sex: str) -> tuple[str, ...]:
    if people == "spanish" or "given_men" not in peoples()[people]:
        return _drawn(rng, pool["given_women" if sex == "F" else "given_men"], 1 + int(rng.random() < 0.6))
    own = np.array(peoples()[people]["given_women" if sex == "F" else "given_men"], dtype=object)
    if people == "burmese":
        return _drawn(rng, own, int(rng.integers(2, 5)))
    fathers = np.array(peoples()[people]["fathers" if "fathers" in peoples()[people] else "given_men"], dtype=object)
    return (*_drawn(rng, own, 1), *_drawn(rng, fathers, 1))


def _written(rng: np.random.Generator, name: str, paper: Paper, people: list[Person]) -> pl.DataFrame:
    """Return the rows of a list."""
    rows = [_row(rng, name, paper, one) for one in people]
    columns = ("record_id", *(("given_names", "surnames") if paper.style == "two columns" else ("full_name",)), *paper.cells)
    frame = pl.DataFrame(rows, schema=[(column, pl.String) for column in columns if column != "record_id"], orient="row")
    return frame.select(pl.concat_str(pl.lit(f"{name}-"), pl.int_range(pl.len())).alias("record_id"), pl.all())


def _row(rng: np.random.Generator, name: str, paper: Paper, one: Person) -> list[str | None]:
    bad = float(rng.choice([0.5, 1.0, 2.5], p=[0.5, 0.35, 0.15]))
    wrong = min(paper.wrong * bad, 0.6)
    day = one.again if one.again and rng.random() < 0.3 else one.taken
    named = _named(rng, name, paper, one, wrong)
    cells = (_CELLS[column](rng, paper, one, day, wrong / 2) if rng.random() < share else None for column, share in paper.cells.items())
    return [*named, *cells]


def _named(rng: np.random.Generator, name: str, paper: Paper, one: Person, wrong: float) -> list[str]:
    """Return the cells of a name as a list writes it."""
    given, surnames = list(one.given), list(one.surnames)
    short = paper.style in ("short", "as spoken")
    if one.people == "spanish" or one.people in ("mapuche", "andean", "maya"):
        if len(given) > 1 and rng.random() < (0.75 if short else 0.25):
            given = given[int(rng.random() < 0.12) :][:1]
        if len(surnames) > 1 and rng.random() < (0.7 if paper.style == "short" else 0.45 if short else 0.08):
            surnames = surnames[int(rng.random() < 0.06) :][:1]
        if len(surnames) > 1 and rng.random() < 0.015:
            surnames.reverse()
    elif one.people in ("arabic", "slavic") and len(given) > 1 and rng.random() < (0.8 if short else 0.4):
        given = given[:1]  # without the father's name
    given, surnames = ([_spelt(rng, name, paper, one, word, wrong) for word in words] for words in (given, surnames))
    married = [f"de {one.husband}"] if one.husband and rng.random() < 0.4 else []
    if rng.random() < 0.04 and len(given) > 1:
        given[1] = given[1][0] + "."
    return _styled(rng, paper.style, one, given, [*surnames, *married])


def _spelt(rng: np.random.Generator, name: str, paper: Paper, one: Person, word: str, wrong: float) -> str:
    """Return a word as the list spells it, and perhaps misspells it."""
    word = by_list(name, one.people, word)
    if one.people == "spanish" and paper.spell is heard:
        short = [nick for full, nick in pairs(BY_EAR) if full == word]
        if short and rng.random() < 0.2:
            return short[0]
    return paper.spell(rng, word) if rng.random() < wrong else word


def _styled(rng: np.random.Generator, style: str, one: Person, given: list[str], family: list[str]) -> list[str]:
    first, last = " ".join(given), " ".join(family)
    if style == "two columns":
        return [first, last]
    if style == "SURNAMES, GIVEN":
        return [f"{last}, {first}".upper()]
    if style in ("SURNAMES GIVEN", "surname first"):
        return [f"{last} {first}".strip().upper() if style[1].isupper() else f"{last} {first}".strip()]
    if style == "titled" and one.people == "burmese":
        return [f"{rng.choice(['Daw', 'Ma'] if one.sex == 'F' else ['U', 'Ko', 'Maung'])} {first}"]
    if style == "titled" and rng.random() < 0.2:
        return [f"{rng.choice(['Sr.', 'Lic.', 'Prof.', 'Dr.'])} {first} {last}"]
    if style == "as spoken" and rng.random() < 0.08:
        note = rng.choice(["(menor)", "alias El Chato", '"Tito"', "y su hermano"])
        return [f"{first} {last} {note}"]
    return [f"{first} {last}".strip()]


def _date(rng: np.random.Generator, paper: Paper, day: int, wrong: float) -> str:
    if rng.random() < wrong:
        day += int(rng.choice([-1, 1, -30, 31, -365, 366, 10, 3]))
    when = _FIRST + timedelta(day)
    if rng.random() < wrong and when.day <= 12:
        when = date(when.year, when.day, when.month)
    form = rng.random()
    if paper.spell is heard:
        said = f"{_MONTHS[when.month - 1]} de {when.year}"
        return said if form < 0.2 else f"{when.day} de {said}" if form < 0.6 else when.isoformat()
    if paper.spell is scanned:
        return f"{when.day:02d}/{when.month:02d}/{when.year}" if form < 0.8 else f"{when.year}-{when.month:02d}"
    return when.isoformat() if form < 0.9 else str(when.year)


def _number(rng: np.random.Generator, one: Person, wrong: float) -> str:
    text = str(one.number)
    if rng.random() < wrong:
        place = int(rng.integers(len(text) - 1))
        text = text[:place] + text[place + 1] + text[place] + text[place + 2 :] if rng.random() < 0.5 else text[:place] + text[place + 1 :]
    return f"{text}.0" if rng.random() < 0.1 else f"{int(text):,}".replace(",", ".") if rng.random() < 0.4 else text


def _age(rng: np.random.Generator, paper: Paper, one: Person, day: int, wrong: float) -> str:
    years = int(((_DAYS + 30 if "age_on" in paper.cells else day) - one.born) / 365.25)
    years += int(rng.choice([-2, -1, 1, 2])) if rng.random() < 2 * wrong else 0
    return str(years) if rng.random() < 0.8 else f"{years} años" if rng.random() < 0.5 else f"{round(years / 5) * 5}"


_CELLS: dict[str, Callable[[np.random.Generator, Paper, Person, int, float], str]] = {
    "id_number": lambda rng, _paper, one, _day, wrong: _number(rng, one, wrong),
    "birth_date": lambda rng, paper, one, _day, wrong: _date(rng, paper, one.born, wrong),
    "event_date": lambda rng, paper, _one, day, wrong: _date(rng, paper, day, 1.5 * wrong),
    "age": _age,
    "age_on": lambda _rng, _paper, _one, _day, _wrong: _LATEST,
    "municipality": lambda rng, _paper, one, _day, wrong: f"Pueblo {one.town if rng.random() >= wrong else int(rng.integers(60))}",
    "region": lambda rng, _paper, one, _day, wrong: f"Departamento {one.town % 9 if rng.random() >= wrong else int(rng.integers(9))}",
    "place": lambda rng, _paper, one, _day, wrong: f"Cárcel {one.prison if rng.random() >= 3 * wrong else int(rng.integers(21))}",
    "occupation": lambda rng, _paper, one, _day, wrong: one.work if rng.random() >= wrong else str(rng.choice(_WORK)),
    "sex": lambda _rng, _paper, one, _day, _wrong: one.sex,
}
