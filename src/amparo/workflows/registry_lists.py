"""The records of a registry as lists that can be linked: one row a record, its source the list."""

from collections.abc import Mapping
from typing import Any

import attrs
import orjson
import polars as pl

# What linking compares, and the properties of records that say it, the first that is there.
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "full_name": ("full_name", "name"),
    "given_names": ("given_names",),
    "surnames": ("surnames",),
    "alias": ("alias",),
    "sex": ("sex",),
    "birth_date": ("birth_date",),
    "age": ("age",),
    "id_number": ("id_number",),
    "nationality": ("nationality",),
    "occupation": ("occupation",),
    "region": ("region", "state"),
    "municipality": ("municipality",),
}
_TAKEN = ("arrest", "disappearance", "rearrest")  # the day of whichever comes first is compared
BY_LINKAGE = "linkage"  # the source of what linking itself states


@attrs.frozen(eq=False)
class RegistryLists:
    """
    What linking takes from a registry.

    Attributes:
        lists: a frame a list; ``record_id`` is the record's id in the registry.
        curated, names_identify: what the maps of the lists say.
        decisions: what reviewers decided of records, the last word on each pair last.
        exposure: the strictest level of each record's own statements.
        person: each record's person as it was minted.
    """

    lists: Mapping[str, pl.DataFrame]
    curated: frozenset[str]
    names_identify: frozenset[str]
    decisions: pl.DataFrame
    exposure: Mapping[str, int]
    person: Mapping[str, str]


def registry_lists(standing: pl.DataFrame) -> RegistryLists:
    """Return the records that stand as lists, and what was decided of them."""
    rows = standing.filter(pl.col("subject_kind") == "record")
    owners = rows.filter(pl.col("property") == "person").unique("subject", keep="first", maintain_order=True)
    person = {subject: orjson.loads(value) for subject, value in owners.select("subject", "value").iter_rows()}
    frame = owners.select(record_id="subject", list="source")
    said = rows.filter(pl.col("property").is_in([one for names in _FIELDS.values() for one in names]) & ~pl.col("negated"))
    said = said.with_columns(text=_plain_text())
    for column, names in _FIELDS.items():
        own = said.filter(pl.col("property").is_in(names)).sort(
            pl.col("property").replace_strict({name: n for n, name in enumerate(names)}, default=9), maintain_order=True
        )
        first = own.unique("subject", keep="first", maintain_order=True).select(record_id="subject", **{column: "text"})
        frame = frame.join(first, on="record_id", how="left", maintain_order="left")
    age_on = said.filter(pl.col("property") == "age").unique("subject", keep="first", maintain_order=True)
    frame = frame.join(
        age_on.select(record_id="subject", age_on=pl.coalesce("happened_on", "stated_on")),
        on="record_id",
        how="left",
        maintain_order="left",
    )
    frame = frame.join(_events(rows), on="record_id", how="left", maintain_order="left")
    exposure = dict(rows.filter(pl.col("property") != "same_person").group_by("subject").agg(pl.col("exposure").min()).iter_rows())
    lists = {str(name): part.drop("list") for (name,), part in frame.group_by("list", maintain_order=True)}
    about = about_lists(standing)
    return RegistryLists(
        lists=lists,
        curated=frozenset(name for name in lists if about.get(name, {}).get("curated")),
        names_identify=frozenset(name for name in lists if about.get(name, {}).get("names_identify")),
        decisions=_decisions(standing, frame, person),
        exposure=exposure,
        person=person,
    )


def _plain_text() -> pl.Expr:
    """Return the text of a value: the cleaned one where what was printed is kept beside it."""
    value = pl.col("value")
    cleaned = pl.when(value.str.starts_with("{")).then(value.str.json_path_match("$.value")).otherwise(value)
    return pl.when(value.str.starts_with('"')).then(value.str.json_path_match("$")).otherwise(cleaned)


def _events(rows: pl.DataFrame) -> pl.DataFrame:
    """Return for each record the day of the first detention that it tells of, and its place of detention where it names one."""
    events = rows.filter((pl.col("property") == "event") & ~pl.col("negated")).with_columns(
        kind=pl.col("value").str.json_path_match("$.kind"), place=pl.col("value").str.json_path_match("$.facility")
    )
    taken = events.filter(pl.col("kind").is_in(_TAKEN))
    dated = taken.filter(pl.col("happened_on").fill_null("") != "").unique("subject", keep="first", maintain_order=True)
    placed = taken.drop_nulls("place").unique("subject", keep="first", maintain_order=True)
    days, places = dated.select(record_id="subject", event_date="happened_on"), placed.select(record_id="subject", place="place")
    return days.join(places, on="record_id", how="full", coalesce=True)


def about_lists(standing: pl.DataFrame) -> dict[str, dict[str, Any]]:  # Any: what a map says
    """Return what the map of each list says of it."""
    found = standing.filter((pl.col("subject_kind") == "source") & (pl.col("property") == "list"))
    return {subject: orjson.loads(value) for subject, value in found.select("subject", "value").iter_rows()}


def _decisions(standing: pl.DataFrame, frame: pl.DataFrame, person: Mapping[str, str]) -> pl.DataFrame:
    """Return what people decided, of records; a decision on persons is one on the records that they began with."""
    record_of = {owner: record for record, owner in reversed(list(person.items()))}
    of_list = dict(frame.select("record_id", "list").iter_rows())
    rows = []
    found = standing.filter((pl.col("property") == "same_person") & (pl.col("source") != BY_LINKAGE))
    for subject, text, who in found.select("subject", "value", "recorded_by").iter_rows():
        value = orjson.loads(text)
        one, other = (record_of.get(side, side) for side in (subject, value["other"]))
        if one in of_list and other in of_list:
            rows.append((of_list[one], one, of_list[other], other, value["decision"], who, value.get("why")))
    names = ("list_a", "record_a", "list_b", "record_b", "decision", "who", "why")
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
