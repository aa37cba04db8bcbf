"""
How many persons a text covers, and how many gain or lose by another: at least and at most, over all worlds and readings.

In a world every fact is known, every open question is read in one way, the same for everybody, and of persons who may
be one it is known who is.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from math import prod

import attrs

from amparo.questions.law.assessing import Answer, Assessment, PersonAnswer, Readings, person_answer
from amparo.questions.law.cases import Case
from amparo.questions.law.comparing import Change, change_of
from amparo.questions.law.instrument import Instrument
from amparo.questions.law.together import Possible, Profile, Readers, Texts, asked_of, chosen_of, possible_of, profile

type Judge[T] = Callable[[tuple[frozenset[Answer], ...]], T]

PERSON_ANSWERS: tuple[PersonAnswer, ...] = ("covered", "partial", "excluded", "cannot_tell")
DECIDED_CHANGES: tuple[Change, ...] = ("gained", "lost", "unchanged")
MOST_IN_A_WEB = 6  # beyond so many persons who may be one the least is none of them: safe
MOST_READINGS = 64  # beyond so many the readings of each person are taken apart: safe too


@attrs.frozen
class Bounds:
    """At least, and at most."""

    at_least: int
    at_most: int

    def to_dict(self) -> dict[str, int]:
        """Return the bounds as data."""
        return {"at_least": self.at_least, "at_most": self.at_most}


def answer_bounds(found: Sequence[Assessment], webs: Sequence[frozenset[str]]) -> dict[PersonAnswer, Bounds]:
    """
    Return how many persons have each answer, at least and at most; of *cannot tell*, how many nobody can tell of.

    ``webs``: groups of persons who may be one.
    """
    if not found:
        return dict.fromkeys(PERSON_ANSWERS, Bounds(0, 0))
    texts = (found[0].instrument,)
    cases = [one.case for one in found]

    def judged(seen: tuple[frozenset[Answer], ...]) -> PersonAnswer:
        return person_answer(sorted(seen[0]), texts[0].unit)

    known = {one.case.person_id: frozenset({(frozenset(charge.answer for charge in one.charges.values()),)}) for one in found}
    undecided = counted(known, webs, judged, ("cannot_tell",))["cannot_tell"]
    decided = _over_readings(texts, cases, webs, judged, ("covered", "partial", "excluded"), found[0].readings)
    return {answer: decided.get(answer, undecided) for answer in PERSON_ANSWERS}


def change_bounds(
    a: Instrument, b: Instrument, cases: Sequence[Case], webs: Sequence[frozenset[str]], readings: Readings | None = None
) -> dict[Change, Bounds]:
    """Return for how many persons each change holds, at least and at most, when one text takes the place of the other."""

    def judged(seen: tuple[frozenset[Answer], ...]) -> Change:
        return change_of(person_answer(sorted(seen[0]), a.unit), person_answer(sorted(seen[1]), b.unit))

    return _over_readings((a, b), cases, webs, judged, DECIDED_CHANGES, readings or {})


def _over_readings[T: str](
    texts: Texts, cases: Sequence[Case], webs: Sequence[frozenset[str]],
    judged: Judge[T], wanted: Sequence[T], readings: Readings,
) -> dict[T, Bounds]:  # fmt: skip
    """Return the least and the most under any reading of the open questions, each read alike for everybody."""
    chosen = chosen_of(texts, readings)
    known = {case.person_id: possible_of(texts, case) for case in cases}
    distinct = {known[case.person_id]: case for case in cases}
    asked = {key: asked_of(texts, case, chosen) for key, case in distinct.items()}
    kept: dict[tuple[Possible, tuple[tuple[str, int], ...]], Profile] = {}

    def under(key: Possible, reading: Readers) -> Profile:
        own = tuple((name, reading[name]) for name in asked[key])
        if (key, own) not in kept:
            kept[key, own] = profile(texts, distinct[key], {**chosen, **dict(own)})
        return kept[key, own]

    bounds = [
        counted({person: under(key, one) for person, key in known.items()}, webs, judged, wanted)
        for one in _each_reading({name: chosen[name] for names in asked.values() for name in names}, MOST_READINGS)
    ]
    return {name: Bounds(min(one[name].at_least for one in bounds), max(one[name].at_most for one in bounds)) for name in wanted}


def _each_reading(left: Readers, most: int) -> Iterator[Readers]:
    """Yield one reading of every question after the other; all of them at once where there are too many."""
    classes = {name: [1 << which for which in range(mask.bit_length()) if mask >> which & 1] for name, mask in left.items()}
    if prod(map(len, classes.values())) > most:
        yield left
        return
    for masks in product(*classes.values()):
        yield dict(zip(classes, masks, strict=True))


def counted[T: str](
    profiles: Mapping[str, Profile],
    webs: Sequence[frozenset[str]],
    judged: Judge[T],
    wanted: Sequence[T],
) -> dict[T, Bounds]:
    """
    Return how many persons, at least and at most, are judged to be in each case that is wanted.

    ``profiles``: person → what may be said of the charges, world by world.
    ``webs``: persons who may be one; every way to join them is a world.
    """
    least: Counter[T] = Counter()
    most: Counter[T] = Counter()
    inside = {person for web in webs for person in web}
    for web in [frozenset({person}) for person in profiles if person not in inside] + list(webs):
        persons = sorted(web & profiles.keys())
        ways = [_blocks(part, profiles, judged) for part in _partitions(persons)] if len(persons) <= MOST_IN_A_WEB else []
        for name in wanted:
            least[name] += min((sum(found == {name} for found in way) for way in ways), default=0)
            most[name] += max((sum(name in found for found in way) for way in ways), default=len(persons))
    return {name: Bounds(least[name], most[name]) for name in wanted}


def _blocks[T](partition: Sequence[Sequence[str]], profiles: Mapping[str, Profile], judged: Judge[T]) -> list[set[T]]:
    """Return what each person of one way to join them may be judged to be: a joined person has all the charges."""
    found = []
    for block in partition:
        joined = set(profiles[block[0]])
        for person in block[1:]:
            joined = {tuple(one | other for one, other in zip(row, more, strict=True)) for row in joined for more in profiles[person]}
        found.append({judged(row) for row in joined})
    return found


def _partitions(persons: Sequence[str]) -> Iterator[list[list[str]]]:
    """Yield every way to join some persons."""
    if not persons:
        yield []
        return
    first, rest = persons[0], persons[1:]
    for smaller in _partitions(rest):
        yield [[first], *smaller]
        for place, block in enumerate(smaller):
            yield [*smaller[:place], [first, *block], *smaller[place + 1 :]]
