"""
Which records of several lists are one person: the whole walk, on frames alone.

    read → candidates → fit → score → join → decide

The outcome depends on the rows and on the decisions alone: not on the order of lists
or rows, and it is the same each time.
"""

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Literal

import attrs
import numpy as np
import polars as pl
from numpy.typing import NDArray

from amparo.errors import BadInput, Problem
from amparo.linkage.blocks import Pairs, held, united
from amparo.linkage.candidates import Candidates, find_candidates
from amparo.linkage.clusters import CERTAIN, Edges, persons_of
from amparo.linkage.columns import columns_of
from amparo.linkage.decided import Decided, read_decisions
from amparo.linkage.fields import Records, read_lists
from amparo.linkage.model import Model, shipped_model
from amparo.linkage.name_only import name_only_pairs
from amparo.linkage.pair_loops import Columns
from amparo.linkage.scoring import Scorer, scorer_for
from amparo.linkage.training import Fitted, fit, unfitted

type Engine = Literal["duckdb", "spark", "compiled", "splink"]
type Floats = NDArray[np.float64]
type Longs = NDArray[np.int64]

CUT = 0.0  # log2 odds that a join must exceed
DOUBT = (0.05, 0.95)  # pairs of a probability between these that are not joined are undecided
KEPT = -30.0  # log2 odds below which a pair is forgotten; above, it still counts against joining groups
_NAME_ALONE = -0.5  # what two names alone are worth where the rest is silent


@attrs.frozen(eq=False)
class Scored:
    """
    What is known of the pairs that were compared.

    Attributes:
        edges: the pairs, as joining takes them.
        odds: log2 odds of each pair that it is one person, the prior included.
        facts: what the columns besides the name add to it.
        name_only: pairs joined by a full and rare name in lists whose names identify.
    """

    edges: Edges
    odds: Floats
    facts: Floats
    name_only: NDArray[np.bool_]


@attrs.frozen(eq=False)
class Work:
    """Everything that was worked out on the way, for explanations, draws and further lists."""

    records: Records
    columns: Columns
    curated: Longs
    candidates: Candidates
    taught: Fitted
    scored: Scored
    decided: Decided
    cut: float = CUT
    settled: Longs | None = None  # the person of each record, where only a neighbourhood was joined anew

    @property
    def model(self) -> Model:
        """The weights of the comparisons."""
        return self.taught.model

    @cached_property
    def person(self) -> Longs:
        """The person of each record: the place of their first record."""
        if self.settled is not None:
            return self.settled
        return persons_of(self.scored.edges, self.records.height, self.curated, cut=self.cut)


def link(
    lists: Mapping[str, pl.DataFrame],
    *,
    curated: Collection[str] = (),
    names_identify: Collection[str] = (),
    decisions: pl.DataFrame | None = None,
    engine: Engine = "compiled",
    seed: int = 0,
    prior: Model | None = None,
    fitted: bool = True,
) -> Work:
    """Return the work of linking; see ``link_lists``. With ``fitted=False`` the prior model is used as it is."""
    known_lists(lists, curated, "curated")
    known_lists(lists, names_identify, "names_identify")
    scorer = scorer_for(engine)
    records = read_lists(lists)
    alone, curated_list = curated_lists(records, curated)
    decided = read_decisions(decisions, records)
    candidates = find_candidates(records, alone.tolist())
    columns = columns_of(records)
    start = prior or shipped_model()
    labels = (decided.pairs[decided.clear], decided.same[decided.clear])
    taught = (
        fit(columns, candidates.pairs, _possible(records, alone), start, labels=labels, seed=seed)
        if fitted
        else unfitted(start, len(lists))
    )
    scored = scored_pairs(records, columns, candidates.pairs, taught, scorer, decided, set(names_identify))
    return Work(records, columns, curated_list, candidates, taught, scored, decided)


def curated_lists(records: Records, curated: Collection[str]) -> tuple[Longs, Longs]:
    """Return the numbers of the lists in which nobody stands twice, and for each record the number of its list if it is one, else -1."""
    alone = np.array([place for place, name in enumerate(records.lists) if name in set(curated)], np.int64)
    return alone, np.where(np.isin(records.source, alone), records.source, -1).astype(np.int64)


def known_lists(lists: Mapping[str, pl.DataFrame], names: Collection[str], option: str) -> None:
    """Refuse names of lists that are not there."""
    if isinstance(names, str):
        raise BadInput("linkage.names_not_listed", option=option, value=names)
    unknown = sorted(set(names) - set(lists))
    if unknown:
        raise BadInput("linkage.unknown_list", option=option, unknown=", ".join(unknown), known=", ".join(sorted(lists)))


def _possible(records: Records, curated: Longs) -> int:
    """Return how many pairs could be one person: all but those within a curated list."""
    sizes = np.bincount(records.source, minlength=len(records.lists)).astype(object)
    return int(records.height * (records.height - 1) // 2 - sum(sizes[place] * (sizes[place] - 1) // 2 for place in curated))


def scored_pairs(
    records: Records, columns: Columns, pairs: Pairs, taught: Fitted, scorer: Scorer, decided: Decided, names_identify: Collection[str]
) -> Scored:
    """Return the scored pairs with what was decided of them; those that nothing could join are forgotten."""
    pairs = united([pairs, decided.pairs])
    odds, facts = scorer.score(records, columns, pairs, taught.model)
    odds = odds + taught.of_pairs(columns, pairs)
    keep = (odds > KEPT) | held(pairs, decided.pairs)
    pairs, odds, facts = pairs[keep], odds[keep], facts[keep]
    # A name alone never joins: without any other fact that agrees, a likeness of names stays a question.
    weight = np.where(facts > 0, odds, np.minimum(odds, _NAME_ALONE))
    named = held(pairs, name_only_pairs(records, pairs, odds, names_identify)) & (facts <= 0)
    weight = np.where(named, np.maximum(odds, CUT + 0.5), weight)
    at = np.searchsorted(pairs, decided.pairs)
    apart = np.zeros(pairs.size, np.bool_)
    apart[at] = ~decided.same | ~decided.clear
    weight[at] = np.where(decided.same & decided.clear, CERTAIN, weight[at])
    return Scored(Edges(pairs, weight, apart), odds, facts, named)


def warnings_of(work: Work) -> tuple[Problem, ...]:
    """Return what could not be read, and decisions that contradict each other."""
    return (*work.records.warnings, *work.decided.warnings)
