"""
Linking only what changed, where all that is left of the run before is who the persons are and the model.

The neighbourhood of a changed record are the records that a key brings together with it, and all records of their persons.
Pairs within the neighbourhood are compared and joined anew; everybody outside it stays who they were.
"""

from collections.abc import Collection, Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from amparo.linkage.candidates import Candidates, find_candidates
from amparo.linkage.clusters import persons_of
from amparo.linkage.columns import columns_of
from amparo.linkage.decided import Decided, read_decisions
from amparo.linkage.fields import Records, read_lists
from amparo.linkage.linking import CUT, Engine, Scored, Work, curated_lists, scored_pairs
from amparo.linkage.model import Model
from amparo.linkage.scoring import scorer_for
from amparo.linkage.training import Fitted

type Longs = NDArray[np.int64]


def link_near(
    lists: Mapping[str, pl.DataFrame],
    changed: Collection[str],
    persons: Collection[Collection[str]],
    model: Model,
    lift: Mapping[tuple[str, str], float],
    *,
    curated: Collection[str] = (),
    names_identify: Collection[str] = (),
    decisions: pl.DataFrame | None = None,
    engine: Engine = "compiled",
) -> tuple[Work, frozenset[str]]:
    """
    Return the work of linking the neighbourhood of some records, and which records that is.

    ``lists`` holds all records, whose ids are unique over all lists; ``changed`` are the ids of those that are new or say something else,
    or whose person lost a record; ``persons`` the records of each person as they were; ``model`` and ``lift`` (by the names of two lists)
    those of the run before. The rest is as for ``link``.
    """
    records = read_lists(lists)
    alone, curated_list = curated_lists(records, curated)
    decided = read_decisions(decisions, records)
    found = find_candidates(records, alone.tolist())
    was = _persons(records, persons)
    near = _neighbourhood(records, records.frame["record_id"].is_in(list(changed)).to_numpy(), was, found, decided)
    first, second = np.divmod(found.pairs, max(records.height, 1))
    columns, taught = columns_of(records), Fitted(model, _lift(records, lift))
    scored = scored_pairs(
        records, columns, found.pairs[near[first] & near[second]], taught, scorer_for(engine), decided, set(names_identify)
    )
    kept = _kept(scored, near)
    person = np.where(near, persons_of(kept.edges, records.height, curated_list, cut=CUT), was)
    work = Work(records, columns, curated_list, Candidates(found.pairs, found.families), taught, kept, decided, settled=person)
    return work, frozenset(records.frame["record_id"].filter(pl.Series(near)).to_list())


def _persons(records: Records, persons: Collection[Collection[str]]) -> Longs:
    """Return the person of each record, the place of their first record."""
    place = {record: number for number, record in enumerate(records.frame["record_id"].to_list())}
    person = np.arange(records.height)
    for one in persons:
        here = sorted(place[record] for record in one if record in place)
        person[here] = here[0] if here else 0
    return person


def _neighbourhood(records: Records, changed: NDArray[np.bool_], was: Longs, found: Candidates, decided: Decided) -> NDArray[np.bool_]:
    """Say which records are changed, compared with one that is, or of one person with such a record."""
    near = changed.copy()
    for pairs in (found.pairs, decided.pairs):
        first, second = np.divmod(pairs, max(records.height, 1))
        touched = changed[first] | changed[second]
        near[first[touched]] = near[second[touched]] = True
    touched = np.zeros(max(was.size, 1), np.bool_)
    touched[was[near]] = True
    found_near: NDArray[np.bool_] = touched[was]
    return found_near


def _kept(scored: Scored, near: NDArray[np.bool_]) -> Scored:
    """Return the pairs within the neighbourhood."""
    first, second = np.divmod(scored.edges.pairs, max(near.size, 1))
    keep = near[first] & near[second]
    return Scored(scored.edges.where(keep), scored.odds[keep], scored.facts[keep], scored.name_only[keep])


def _lift(records: Records, lift: Mapping[tuple[str, str], float]) -> NDArray[np.float64]:
    """Return the lift of each two lists; a list that was not there is like any other."""
    rows = [[lift.get((one, other), 0.0) for other in records.lists] for one in records.lists]
    return np.array(rows) if rows else np.zeros((1, 1))
