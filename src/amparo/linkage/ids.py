"""Ids of persons that outlive the lists they were found in."""

from hashlib import blake2b

import polars as pl


def person_id(source: str, record: str) -> str:
    """Return the id of a person whose first record this is."""
    return "p" + blake2b(f"{source}\x1f{record}".encode(), digest_size=8).hexdigest()


def kept_ids(persons: pl.DataFrame, previous: pl.DataFrame) -> pl.DataFrame:
    """
    Return persons under the ids that their records had before.

    Where records of several come together the id of most of them stands; where one person's records part,
    the larger part keeps the id; ties go to the smaller id. Who is new, and whose old id another part keeps, has an id of their own.
    """
    keys = ["list", "record_id"]
    old = previous.unique(keys, keep="first", maintain_order=True).rename({"person_id": "was"})
    shared = (
        persons.unique(keys, keep="first", maintain_order=True)
        .join(old, on=keys, how="inner")
        .group_by("person_id", "was").len().sort("len", "was", "person_id", descending=[True, False, False])
    )  # fmt: skip
    kept: dict[str, str] = {}
    taken: set[str] = set()
    for now, was in shared.select("person_id", "was").iter_rows():
        if now not in kept and was not in taken:
            kept[now] = was
            taken.add(was)
    used = set(previous["person_id"].unique().to_list())
    for now in persons["person_id"].unique().sort().to_list():
        if now not in kept:
            kept[now] = now if now not in used else person_id("parted", now)
    table = pl.DataFrame({"person_id": list(kept), "kept": list(kept.values())}, schema={"person_id": pl.String, "kept": pl.String})
    found = persons.join(table, on="person_id", how="left", maintain_order="left")
    return found.select(*keys, person_id="kept")
