"""Whose each record is, which persons were found to be one, and which printed name means which facility."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import attrs
import orjson
import polars as pl

OF_IDENTITY = ("person", "same_person", "merged_into", "split_from")

type Pairs = tuple[tuple[str, str], ...]


@attrs.frozen
class Identities:
    """
    What was decided of records and persons.

    Attributes:
        of_record: record → the person that it was given to.
        merged: a person id that was merged → the id that stands for it, perhaps merged in turn.
        undecided, different: pairs of standing persons.
        compared: those without a record of whom something was decided: how old their ids are hangs on their first statement.
    """

    of_record: Mapping[str, str]
    merged: Mapping[str, str]
    undecided: Pairs = ()
    different: Pairs = ()
    compared: frozenset[str] = frozenset()

    def person(self, kind: str, subject: str) -> str:
        """Return whose a statement on a record or a person is."""
        return standing_id(self.of_record.get(subject, subject) if kind == "record" else subject, self.merged)


def identities(rows: pl.DataFrame) -> Identities:
    """Return what the statements on records, persons and facilities say of identity; the last word on a pair holds."""
    owners = rows.filter((pl.col("subject_kind") == "record") & (pl.col("property") == "person"))
    of_record = {
        subject: orjson.loads(value) for subject, value in zip(owners["subject"].to_list(), owners["value"].to_list(), strict=True)
    }
    decided: dict[tuple[str, str], str] = {}
    for subject, text in rows.filter(pl.col("property") == "same_person").select("subject", "value").iter_rows():
        decision = orjson.loads(text)
        one, other = sorted((of_record.get(subject, subject), of_record.get(decision["other"], decision["other"])))
        decided[one, other] = decision["decision"]
    if not decided:
        return Identities(of_record, {})
    merged, open_again = _merged(decided, _ages(rows, of_record))

    def now(wanted: str) -> set[tuple[str, str]]:
        pairs = (
            sorted((standing_id(one, merged), standing_id(other, merged)))
            for (one, other), decision in decided.items()
            if decision == wanted or (wanted == "undecided" and (one, other) in open_again)
        )
        return {(one, other) for one, other in pairs}

    different = now("different")
    undecided = now("undecided") - different
    compared = frozenset(person for pair in decided for person in pair) - frozenset(of_record.values())
    return Identities(of_record, merged, _of_two(undecided), _of_two(different), compared)


def _of_two(pairs: Iterable[tuple[str, str]]) -> Pairs:
    """Return the pairs of two persons who were not found to be one since."""
    return tuple(sorted(pair for pair in pairs if pair[0] != pair[1]))


def _ages(rows: pl.DataFrame, of_record: Mapping[str, str]) -> dict[str, int]:
    """Return the place of each person in the order in which they came into the log."""
    ages: dict[str, int] = {}
    for person in of_record.values():
        ages.setdefault(person, len(ages))
    for person in rows.filter(pl.col("subject_kind") == "person")["subject"].unique(maintain_order=True).to_list():
        ages.setdefault(person, len(ages))
    return ages


def _merged(decided: Mapping[tuple[str, str], str], ages: Mapping[str, int]) -> tuple[dict[str, str], set[tuple[str, str]]]:
    """
    Return which persons were merged into which, and the joins that a *different* forbids: those are open questions again.

    The id of whoever came into the record first stands, so that an id survives each later list.
    """
    merged: dict[str, str] = {}
    members: dict[str, set[str]] = {}
    apart: dict[str, set[str]] = defaultdict(set)
    for (one, other), decision in decided.items():
        if decision == "different":
            apart[one].add(other)
            apart[other].add(one)
    refused: set[tuple[str, str]] = set()
    for pair, decision in decided.items():
        first, second = sorted((standing_id(one, merged) for one in pair), key=lambda one: (ages.get(one, len(ages)), one))
        if decision != "same" or first == second:
            continue
        ours, theirs = members.get(first, {first}), members.get(second, {second})
        if any(apart.get(one, set()) & ours for one in theirs):
            refused.add(pair)
            continue
        merged[second] = first
        members[first] = ours | theirs
    return merged, refused


def standing_id(person: str, merged: Mapping[str, str]) -> str:
    """Return the id that stands for a person today."""
    while person in merged:
        person = merged[person]
    return person


def places_of(facilities: pl.DataFrame) -> dict[str, str]:
    """Return the id of each facility by its folded names and aliases; a name that two share stands for neither."""
    owners: dict[str, set[str]] = defaultdict(set)
    for subject, property, text in facilities.select("subject", "property", "value").iter_rows():
        if property in ("name", "aliases"):
            value = plain(orjson.loads(text))
            for name in value if isinstance(value, list) else [value]:
                owners[folded(str(name))].add(subject)
    return {name: next(iter(ids)) for name, ids in owners.items() if len(ids) == 1}


def plain[T](value: T) -> T:
    """Return the cleaned value where what was printed is kept beside it."""
    return value["value"] if isinstance(value, dict) and set(value) == {"value", "raw"} else value


def folded(name: str) -> str:
    """Return a printed name without case and doubled spaces, for looking it up."""
    return " ".join(name.casefold().split())
