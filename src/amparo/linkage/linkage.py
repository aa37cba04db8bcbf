"""What comes out of linking: persons, pairs with what was decided of them and why, and how sure the whole is."""

from collections.abc import Collection, Mapping
from functools import cached_property

import attrs
import numpy as np
import polars as pl

from amparo.errors import Problem
from amparo.linkage.draws import draw
from amparo.linkage.head_count import HeadCount, head_count
from amparo.linkage.ids import kept_ids, person_id
from amparo.linkage.linking import Engine, Work, link, warnings_of
from amparo.linkage.pairs import pair_frame
from amparo.linkage.relinking import relink

_WHO = "amparo"


@attrs.frozen(eq=False)
class Linkage:
    """
    Records of several lists, and who they are.

    Attributes:
        work: what was worked out on the way: the model, the candidates, the scores.
        persons: list, record_id, person_id: every row of every list.
        pairs: list_a, record_a, list_b, record_b, probability, decision (same, different, undecided), who, why.
        warnings: what could not be read, and what was done instead.
    """

    work: Work
    persons: pl.DataFrame
    pairs: pl.DataFrame
    warnings: tuple[Problem, ...]
    seed: int = 0

    def persons_interval(self, level: float = 0.9) -> tuple[int, int]:
        """Return between which two numbers the number of persons lies, with so much certainty (``head_count``)."""
        return self.head_count.interval(level, self.work.records.height)

    def draws(self, n: int, seed: int = 0) -> list[pl.DataFrame]:
        """Return so many ways in which the records may be persons, each as likely as any other: frames like ``persons``."""
        return [self._named(person) for person in draw(self.work, n, seed)]

    @cached_property
    def head_count(self) -> HeadCount:
        """How many persons there are likely to be, and how far off that may be; ``persons`` has more, for names alone never join."""
        return head_count(self.work)

    @cached_property
    def recall_estimate(self) -> float:
        """The share of pairs of one person that the candidates reach, estimated from what several families of keys find independently."""
        from amparo.linkage.recall import estimated_recall

        return estimated_recall(self.work)

    def _named(self, person: np.ndarray) -> pl.DataFrame:
        return _persons(self.work, person)


def link_lists(
    lists: Mapping[str, pl.DataFrame],
    *,
    curated: Collection[str] = (),
    names_identify: Collection[str] = (),
    decisions: pl.DataFrame | None = None,
    engine: Engine = "duckdb",
    seed: int = 0,
    previous: "Linkage | None" = None,
) -> Linkage:
    """
    Return which records are one person, which are not, and which nobody can tell.

    Args:
        lists: by name, frames with ``record_id`` and any of full_name, given_names,
            surnames, alias, sex, birth_date, age, age_on, id_number, nationality,
            occupation, region, municipality, place, event_date.
        curated: lists in which nobody stands twice.
        names_identify: lists whose full and rare names alone may identify; such links are marked ``name_only``.
        decisions: list_a, record_a, list_b, record_b, decision; each is kept, and a name alone never joins.
        engine: ``duckdb`` or ``spark``, which scores through Splink on PySpark.
        seed: of the random pairs and draws.
        previous: the linkage of these lists as they were. Only pairs with a row that is new or changed are compared, by the
            model of then, and only their neighbourhood is joined anew: nobody else changes, and ids stay.

    Cells that cannot be read are missing, with a warning; no row is lost.

    >>> rows = {"record_id": ["1"], "full_name": ["Chirinos Ávila, Yusmary"], "birth_date": ["1990-05-04"]}
    >>> other = {"record_id": ["x"], "full_name": ["YUSMARI CHIRINOS AVILA"], "birth_date": ["04/05/1990"]}
    >>> link_lists({"a": pl.DataFrame(rows), "b": pl.DataFrame(other)}).persons["person_id"].n_unique()
    1
    """
    if previous is not None:
        work = relink(previous.work, lists, curated=curated, names_identify=names_identify, decisions=decisions, engine=engine)
        made = linkage_of(work, seed)
        return attrs.evolve(made, persons=kept_ids(made.persons, previous.persons))
    return linkage_of(link(lists, curated=curated, names_identify=names_identify, decisions=decisions, engine=engine, seed=seed), seed)


def linkage_of(work: Work, seed: int = 0) -> Linkage:
    """Return the linkage of a finished work."""
    return Linkage(work, _persons(work, work.person), pair_frame(work, _WHO), warnings_of(work), seed)


def _persons(work: Work, person: np.ndarray) -> pl.DataFrame:
    """Return the persons of the rows, each named after their first record, in the order of lists and rows given."""
    frame = work.records.frame
    # Rows of one list may share an id: each after the first is told apart by its number.
    again = pl.int_range(pl.len()).over("list", "record_id").cast(pl.String)
    record = pl.when(again == "0").then("record_id").otherwise(pl.concat_str("record_id", pl.lit("\x1f"), again))
    names = [person_id(*row) for row in frame.select("list", record.alias("record")).gather(np.unique(person)).iter_rows()]
    ids = pl.Series("person_id", names, dtype=pl.String).gather(np.searchsorted(np.unique(person), person))
    return frame.select("list", "record_id", ids)
