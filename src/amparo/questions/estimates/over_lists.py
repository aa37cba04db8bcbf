"""Estimates over the lists of a registry: every method over every reading of what is undecided, stratum by stratum, pooled."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any

import attrs
import numpy as np

from amparo.errors import BadInput
from amparo.questions.estimates.answer import Answer, Estimate, Refused
from amparo.questions.estimates.captures import Captures
from amparo.questions.estimates.comparison import METHODS, SideBySide, side_by_side_of
from amparo.questions.estimates.consistency import fails
from amparo.questions.estimates.overlaps import MOST_LISTS, Overlaps
from amparo.questions.estimates.partitions import Links
from amparo.questions.estimates.pooling import added, pooled
from amparo.questions.estimates.population import Population
from amparo.questions.estimates.provenance import Copy, origins
from amparo.questions.estimates.readings import Cell, Reading, is_undecided, readings, touched, undecided_apart
from amparo.questions.rule import value_label
from amparo.statements import label
from amparo.words import LANGUAGES, Language

DRAWS = 20

type Estimator = Callable[..., Answer]


@attrs.frozen(kw_only=True)
class ListShare:
    """
    What a list has to do with a population.

    Attributes:
        persons: whom it surely names, no undecided pair joined.
        doubtful: whom it names, but perhaps outside of the window or in another state; they are not counted as named by it.
        copies: the lists that derive from it and are part of it.
    """

    name: str
    persons: int
    doubtful: int
    copies: tuple[Copy, ...]


@attrs.frozen(eq=False, kw_only=True)
class OverLists:
    """
    How many belong to a population, documented or not, over the lists of a registry.

    Attributes:
        population: who is meant, in which window.
        whole: all methods beside each other, over all strata and readings; pairs and predictions are those with no undecided pair joined.
        strata: values of the dimensions asked for → method → figure or refusal; empty where none was asked for.
        lists: the lists that name somebody.
        readings: how many ways of deciding what is undecided were gone through; 1 where nothing is.
        undecided: pairs of persons whom lists name, and who may be one.
    """

    population: Population
    whole: SideBySide
    strata: Mapping[Cell, Mapping[str, Answer]]
    lists: tuple[ListShare, ...]
    readings: int
    undecided: int

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return everything as data: that of ``side_by_side``, with the population, the lists and the strata."""
        return {
            "population": self.population.to_dict(),
            **self.whole.to_dict(),
            "lists": [
                {
                    "name": one.name, "persons": one.persons, "doubtful": one.doubtful,
                    "copies": [{"name": copy.copy, "original": copy.original, "why": copy.why} for copy in one.copies],
                }
                for one in self.lists
            ],
            "strata": [
                {
                    "by": dict(zip(self.population.by, cell, strict=True)),
                    "label": {language: stratum_name(self.population, cell, language) for language in LANGUAGES},
                    "estimates": [answer.to_dict() for answer in answers.values()],
                }
                for cell, answers in self.strata.items()
            ],
            "readings": self.readings,
            "undecided": self.undecided,
        }  # fmt: skip


def estimate_over_lists(
    captures: Captures,
    links: Links,
    population: Population,
    *,
    copies: Sequence[Copy] = (),
    methods: Sequence[str] = tuple(METHODS),
    draws: int = DRAWS,
    seed: int = 0,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> OverLists:
    """
    Return what each method makes of the captures of a population.

    Where links or values are undecided, each method runs on so many ``draws`` of them, and its answers are mixed. Strata are
    estimated apart within each reading and added up draw by draw. ``progress`` is told how many tables of how many are worked out
    before each; what it raises ends the work.

    Raises:
        BadInput: where no list surely names anybody.
    """
    whole = attrs.evolve(population, by=())
    central = undecided_apart(captures, whole, seed).strata.get(()) if len(captures.lists) <= MOST_LISTS else None
    shares = tuple(_shares(captures, copies))
    if len(captures.lists) > MOST_LISTS:
        values = {"lists": len(captures.lists), "most": MOST_LISTS}
        refused = {one: Refused("too_many_sources", one, len(captures.sure), values) for one in methods}
        beside = SideBySide(len(captures.sure), captures.lists, refused, (), ())
        return OverLists(population=population, whole=beside, strata={}, lists=shares, readings=0, undecided=len(touched(captures, links)))
    if central is None:
        raise BadInput("estimates.nobody_in_window", since=population.since, until=population.until)
    number = draws if is_undecided(captures, links, population) else 1
    drawn = list(readings(captures, links, population, number, seed))
    ask = _remembering(seed, progress, len(methods) * sum(len(reading.strata) for reading in drawn))
    cells = sorted({cell for reading in drawn for cell in reading.strata}) if population.by else []
    beside = side_by_side_of(central, (), seed)
    doubts = [code for code, holds in _doubts(captures, population, beside) if holds]
    answers = {one: _doubted(pooled([_of_reading(reading, one, ask, population, seed) for reading in drawn]), doubts) for one in methods}
    strata = {cell: {one: _doubted(pooled(_of_stratum(drawn, cell, one, ask)), doubts) for one in methods} for cell in cells}
    return OverLists(
        population=population,
        whole=attrs.evolve(beside, answers=answers, documented=_documented(drawn)),
        strata=strata,
        lists=shares,
        readings=number,
        undecided=len(touched(captures, links)),
    )


def stratum_name(population: Population, cell: Cell, language: Language) -> str:
    """Return the printed name of a stratum."""
    named = zip(population.by, cell, strict=True)
    return ", ".join(f"{label('dimensions', name, language)}: {value_label(name, value, language)}" for name, value in named)


def _remembering(seed: int, progress: Callable[[int, int], None], total: int) -> Estimator:
    """Return what asks a method for a table, and remembers: many readings give the same one; the first ``total`` askings are told."""
    known: dict[tuple[str, tuple[str, ...], bytes, bytes], Answer] = {}
    asked = count()

    def ask(overlaps: Overlaps, method: str) -> Answer:
        key = (method, overlaps.lists, overlaps.masks.tobytes(), overlaps.counts.tobytes())
        progress(min(next(asked), total), total)
        if key not in known:
            known[key] = METHODS[method](overlaps, seed=seed)
        return known[key]

    return ask


def _of_reading(reading: Reading, method: str, ask: Estimator, population: Population, seed: int) -> Answer:
    """Return the sum of the strata of a reading."""
    answers = [(cell, ask(overlaps, method)) for cell, overlaps in reading.strata.items()]
    if not answers:
        return Refused("one_list", method, 0)
    if not population.by:
        return answers[0][1]
    named = [({language: stratum_name(population, cell, language) for language in LANGUAGES}, answer) for cell, answer in answers]
    return added(named, seed)


def _documented(drawn: Sequence[Reading]) -> int:
    """Return how many persons are documented, in the middle of the readings."""
    return round(float(np.median([sum(overlaps.documented for overlaps in reading.strata.values()) for reading in drawn])))


def _of_stratum(drawn: Sequence[Reading], cell: Cell, method: str, ask: Estimator) -> list[Answer]:
    """Return the answers of the readings in which a stratum has somebody."""
    return [ask(reading.strata[cell], method) for reading in drawn if cell in reading.strata]


def _doubts(captures: Captures, population: Population, beside: SideBySide) -> Iterator[tuple[str, bool]]:
    yield "open_population", population.is_open
    yield "doubtful_captures", bool(captures.doubtful)
    yield "inconsistent", fails(beside.predictions)


def _doubted(answer: Answer, doubts: Sequence[str]) -> Answer:
    return answer.with_warnings(*doubts) if isinstance(answer, Estimate) else answer


def _shares(captures: Captures, copies: Sequence[Copy]) -> Iterator[ListShare]:
    """Yield what each list has to do with the population; the copies that are part of it beside it."""
    origin = origins([copy.copy for copy in copies], {copy.copy: copy.original for copy in copies})
    for name in sorted({*captures.lists, *captures.doubtful}):
        place = captures.lists.index(name) if name in captures.lists else None
        yield ListShare(
            name=name,
            persons=sum(mask >> place & 1 for mask in captures.sure.values()) if place is not None else 0,
            doubtful=captures.doubtful.get(name, 0),
            copies=tuple(copy for copy in copies if origin[copy.copy] == name),
        )
