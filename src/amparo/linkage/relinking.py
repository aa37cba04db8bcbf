"""
Linking again after a list came in or changed: only the neighbourhood of what is new is compared and joined anew.

The model stays as it was fitted, so what was worked out on pairs of unchanged rows holds. New pairs are those
with a new row. Joined anew are the parts of the records, connected by pairs that speak for one person, that a new row,
a vanished row or a new decision touches; everybody else is who they were. Within those parts all pairs are weighed by what is known
now (how rare a name is changes with each list), so that they are joined as linking everything by the same model joins them.
Linking everything now and then fits the model anew.
"""

from collections.abc import Collection, Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from amparo.linkage.blocks import Pairs, held, united
from amparo.linkage.candidates import Candidates, find_candidates
from amparo.linkage.clusters import Edges, components, persons_of
from amparo.linkage.columns import columns_of
from amparo.linkage.decided import read_decisions
from amparo.linkage.fields import COLUMNS, Records, read_lists
from amparo.linkage.linking import Engine, Scored, Work, curated_lists, known_lists, scored_pairs
from amparo.linkage.scoring import scorer_for
from amparo.linkage.training import Fitted

type Longs = NDArray[np.int64]

_MARGIN = 3.0  # log2 odds by which what is known now may lift a pair over the cut


def relink(
    before: Work,
    lists: Mapping[str, pl.DataFrame],
    *,
    curated: Collection[str] = (),
    names_identify: Collection[str] = (),
    decisions: pl.DataFrame | None = None,
    engine: Engine = "compiled",
) -> Work:
    """Return the work of linking the lists as they are now, given the work on what they were; see ``link``."""
    known_lists(lists, curated, "curated")
    known_lists(lists, names_identify, "names_identify")
    records = read_lists(lists)
    alone, curated_list = curated_lists(records, curated)
    decided = read_decisions(decisions, records)
    now = _places(before.records, records)
    new = np.ones(records.height, np.bool_)
    new[now[now >= 0]] = False
    found = find_candidates(records, alone.tolist(), new=new)
    taught = Fitted(before.taught.model, _lift(before, records))
    columns = columns_of(records)
    fresh = scored_pairs(records, columns, found.pairs, taught, scorer_for(engine), decided, set(names_identify))
    families = {
        name: united([pairs, _moved(before.candidates.families[name], before, now, records)]) for name, pairs in found.families.items()
    }
    candidates = Candidates(united(list(families.values())), families)
    scored = _together(before, now, records, fresh)
    anew = new | _decided_anew(before, now, records, decided.pairs)
    again = _around(before, now, records, scored, anew)
    fresh = scored_pairs(records, columns, united([again, fresh.edges.pairs]), taught, scorer_for(engine), decided, set(names_identify))
    scored = _together(before, now, records, fresh)
    person = _joined(before, now, records, scored, curated_list, anew)
    return Work(records, columns, curated_list, candidates, taught, scored, decided, settled=person)


def _places(before: Records, records: Records) -> Longs:
    """Return where each row of before stands now, -1 where it is gone or says something else; equal rows are told apart by their number."""
    keys = ["list", *COLUMNS, "again"]
    sides = [
        one.frame.select("list", *COLUMNS).with_columns(again=pl.int_range(pl.len()).over("list", *COLUMNS)).with_row_index("stands")
        for one in (before, records)
    ]
    found = sides[0].join(sides[1].rename({"stands": "now"}), on=keys, how="left", nulls_equal=True, maintain_order="left")
    return found["now"].cast(pl.Int64).fill_null(-1).to_numpy()


def _moved(pairs: Pairs, before: Work, now: Longs, records: Records) -> Pairs:
    """Return pairs of before as they are numbered now; those with a row that is gone are left out. Rows keep their order, so pairs do."""
    first, second = np.divmod(pairs, max(before.records.height, 1))
    keep = (now[first] >= 0) & (now[second] >= 0)
    moved: Pairs = now[first[keep]] * records.height + now[second[keep]]
    return moved


def _lift(before: Work, records: Records) -> NDArray[np.float64]:
    """Return how many persons each two lists share, as it was found before; a new list is like any other."""
    place = {name: number for number, name in enumerate(before.records.lists)}
    known = np.array([place.get(name, -1) for name in records.lists], np.int64)
    lift = np.zeros((max(len(known), 1),) * 2)
    old = np.flatnonzero(known >= 0)
    lift[np.ix_(old, old)] = before.taught.lift[np.ix_(known[old], known[old])]
    return lift


def _together(before: Work, now: Longs, records: Records, fresh: Scored) -> Scored:
    """Return the pairs of before and the new ones; what was scored now holds."""
    height = max(before.records.height, 1)
    old = before.scored
    first, second = np.divmod(old.edges.pairs, height)
    keep = (now[first] >= 0) & (now[second] >= 0)
    moved = now[first[keep]] * records.height + now[second[keep]]
    stays = ~held(moved, fresh.edges.pairs)
    rows = np.flatnonzero(keep)[stays]
    pairs = np.concatenate([moved[stays], fresh.edges.pairs])
    order = np.argsort(pairs, kind="stable")

    def both(one: NDArray[np.generic], other: NDArray[np.generic]) -> NDArray[np.generic]:
        merged: NDArray[np.generic] = np.concatenate([one[rows], other])[order]
        return merged

    # A decision of before that no longer stands is given again if it does: ``fresh`` has all pairs that are decided now.
    weight = np.where(old.edges.apart | (old.edges.weight >= 1e6), old.odds, old.edges.weight)
    edges = Edges(pairs[order], both(weight, fresh.edges.weight), both(np.zeros_like(old.edges.apart), fresh.edges.apart))  # type: ignore[arg-type]
    return Scored(edges, both(old.odds, fresh.odds), both(old.facts, fresh.facts), both(old.name_only, fresh.name_only))  # type: ignore[arg-type]


def _decided_anew(before: Work, now: Longs, records: Records, pairs: Pairs) -> NDArray[np.bool_]:
    """Say which records a decision names, now or before: they are joined anew."""
    named = np.zeros(max(records.height, 1), np.bool_)
    named[np.concatenate(np.divmod(pairs, max(records.height, 1)))] = True
    old = now[np.concatenate(np.divmod(before.decided.pairs, max(before.records.height, 1)))]
    named[old[old >= 0]] = True
    return named[: records.height]


def _around(before: Work, now: Longs, records: Records, scored: Scored, anew: NDArray[np.bool_]) -> Pairs:
    """Return the pairs with a record of a part that is joined anew."""
    part = components(scored.edges, records.height, before.cut - _MARGIN)
    touched = _touched(before, now, part, anew)
    first, second = np.divmod(scored.edges.pairs, max(records.height, 1))
    found: Pairs = scored.edges.pairs[touched[part[first]] | touched[part[second]]]
    return found


def _touched(before: Work, now: Longs, part: NDArray[np.int32], anew: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Say which parts have a record that is new or decided upon, or lost one of a person."""
    was = before.person
    lost = np.zeros(max(was.size, 1), np.bool_)  # persons who had a row that is gone
    lost[was[now < 0]] = True
    lost = lost[was]
    touched = np.zeros(int(part.max(initial=0)) + 1, np.bool_)
    touched[part[anew]] = True
    touched[part[now[lost & (now >= 0)]]] = True
    return touched


def _joined(before: Work, now: Longs, records: Records, scored: Scored, curated: Longs, anew: NDArray[np.bool_]) -> Longs:
    """Return the person of each record: joined anew where something touches their part, and as before elsewhere."""
    part = components(scored.edges, records.height, before.cut)
    was, touched = before.person, _touched(before, now, part, anew)
    person = persons_of(scored.edges, records.height, curated, cut=before.cut, parts=np.flatnonzero(touched).tolist())
    old = np.flatnonzero(now >= 0)
    same = old[~touched[part[now[old]]]]
    person[now[same]] = now[was[same]]
    return person
