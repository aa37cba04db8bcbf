"""The linkage before this one: what it left, and which records changed since."""

from collections.abc import Mapping

import attrs
import orjson
import polars as pl

from amparo.linkage.model import Model, model_from
from amparo.workflows.registry_lists import BY_LINKAGE, RegistryLists, registry_lists
from amparo.workflows.session import Session

_MOST_CHANGED = 0.2  # of the records; beyond, everything is linked anew


@attrs.frozen(eq=False)
class PastRun:
    """
    What the last linkage of a registry left.

    Attributes:
        position: of its statement in the log; what stands before it is what it saw.
        model, lift: its weights, and how many persons each two lists share.
        persons, low, high: how many it found, and the interval.
        recall: in thousandths.
    """

    position: int
    model: Model
    lift: Mapping[tuple[str, str], float]
    persons: int
    low: int
    high: int
    recall: int

    def interval_for(self, persons: int) -> tuple[int, int]:
        """Return the interval, moved by as many persons as there are more or fewer now."""
        moved = persons - self.persons
        return max(self.low + moved, 0), max(self.high + moved, 0)


def last_run(standing: pl.DataFrame) -> PastRun | None:
    """Return the last linkage that left all that a further one needs."""
    runs = standing.filter((pl.col("subject_kind") == "linkage") & (pl.col("property") == "run") & (pl.col("source") == BY_LINKAGE))
    if runs.is_empty():
        return None
    position, text = runs.sort("position").select("position", "value").row(-1)
    value = orjson.loads(text)
    if "lift" not in value:
        return None
    return PastRun(
        position=position,
        model=model_from(orjson.loads(value["model"])),
        lift={(one, other): lift for one, other, lift in orjson.loads(value["lift"])},
        persons=value["persons"],
        low=value["persons_low"],
        high=value["persons_high"],
        recall=value["recall_per_mille"],
    )


def changed_since(session: Session, past: PastRun, taken: RegistryLists) -> frozenset[str] | None:
    """
    Return the records that linking would read otherwise than it did then; None where everything must be linked anew.

    A record changed if it is new, says something else, or was decided upon since; so did the records of a person
    of whom one is gone. Lists whose rules changed, and many changed records, ask for everything.
    """
    was = registry_lists(attrs.evolve(session, upto=past.position).standing())
    if (was.curated, was.names_identify) != (taken.curated & set(was.lists), taken.names_identify & set(was.lists)):
        return None
    then, now = (_rows(one) for one in (was, taken))
    keys = [name for name in now.columns if name in then.columns]
    new = set(now.join(then, on=keys, how="anti", nulls_equal=True)["record_id"].to_list())
    gone = set(then["record_id"].to_list()) - set(now["record_id"].to_list())
    for one, other in ((was, taken), (taken, was)):
        decided = one.decisions.join(other.decisions, on=one.decisions.columns, how="anti", nulls_equal=True)
        new |= {*decided["record_a"].to_list(), *decided["record_b"].to_list()}
    changed = frozenset(new | _beside(session, gone)) & frozenset(now["record_id"].to_list())
    return None if len(changed) > _MOST_CHANGED * now.height else changed


def _rows(taken: RegistryLists) -> pl.DataFrame:
    """Return all rows of all lists, with the list and how public each is."""
    frames = [frame.with_columns(pl.lit(name).alias("list")) for name, frame in taken.lists.items()]
    columns = {"record_id": list(taken.exposure), "exposure": list(taken.exposure.values())}
    exposure = pl.DataFrame(columns, schema={"record_id": pl.String, "exposure": pl.Int64})
    rows = pl.concat(frames, how="diagonal") if frames else pl.DataFrame(schema={"record_id": pl.String, "list": pl.String})
    return rows.join(exposure, on="record_id", how="left", maintain_order="left")


def _beside(session: Session, gone: set[str]) -> set[str]:
    """Return the records that linking had joined to one that is gone, or asked about together with it."""
    found: set[str] = set()
    if not gone:
        return found
    log = session.log().filter((pl.col("property") == "same_person") & pl.col("value").is_not_null())
    for subject, text in log.select("subject", "value").iter_rows():
        value = orjson.loads(text)
        if value and (subject in gone or value.get("other") in gone):
            found |= {subject, value["other"]}
    return found - gone
