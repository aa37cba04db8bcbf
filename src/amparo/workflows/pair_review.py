"""Review: the next pair to look at, blind to the score, and why the records of a person are taken for one."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from hashlib import blake2b
from typing import Any, Literal

import attrs
import orjson
import polars as pl

from amparo.errors import BadInput
from amparo.histories.people import People, people, plain
from amparo.linkage.explaining import Evidence
from amparo.workflows.registry_lists import BY_LINKAGE
from amparo.workflows.session import Session

type Answer = Literal["same", "different", "unsure"]

ANSWERS: Mapping[str, str] = {"same": "same", "different": "different", "unsure": "undecided"}
SECOND_SHARE = 0.1  # of the decided pairs, for a second reviewer
_HIDDEN = frozenset({"person", "same_person", "merged_into", "split_from", "exposure", "embargo", "consent"})


@attrs.frozen
class Saying:
    """One thing that a record says: property, value and day, as a screen prints them; ``said``: the value as data, for words."""

    property: str
    value: str
    happened_on: str | None
    source: str
    said: Any = None  # Any: Json


@attrs.frozen
class Side:
    """One of the two records of a card; ``list``: the id of the list that it stands on, else its source."""

    record: str
    person: str
    name: str
    source: str
    sayings: tuple[Saying, ...]
    list: str = ""


@attrs.frozen
class Card:
    """
    Two records, and the question whether they are one person.

    Nothing here says how likely that is: the answer comes first.

    Attributes:
        a, b: the records, all that each says.
        undecided: how many open questions there are, this one included.
        touches: how many persons hang together by open questions with these two: what an answer may change.
        second: somebody has answered already; what, the card does not say.
    """

    a: Side
    b: Side
    undecided: int
    touches: int
    second: bool = False

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return the card as data."""
        return attrs.asdict(self)


@attrs.frozen(eq=False)
class Review:
    """The pairs of a registry as reviewers meet them, read once; make it anew after each decision."""

    session: Session
    standing: pl.DataFrame
    found: People
    pairs: Mapping[frozenset[str], list[dict[str, Any]]]  # Any: cells of the log

    @staticmethod
    def of(session: Session) -> "Review":
        """Return the review of a registry as it stands."""
        standing = session.standing()
        pairs: dict[frozenset[str], list[dict[str, Any]]] = {}  # Any: cells of the log
        for row in standing.filter(pl.col("property") == "same_person").iter_rows(named=True):
            row["value"] = orjson.loads(row["value"])
            pairs.setdefault(frozenset((row["subject"], row["value"]["other"])), []).append(row)
        return Review(session, standing, people(standing), pairs)

    def person(self, subject: str) -> str:
        """Return who a record, a person or a retired id is now."""
        owner = self.owners.get(subject, subject)
        return self.found.merged.get(owner, owner)

    @cached_property
    def owners(self) -> Mapping[str, str]:
        """The person of each record."""
        return {record: person for person, records in self.found.records.items() for record in records}

    def queue(self) -> list[tuple[str, str]]:
        """Return the open questions as pairs of records, the one whose answer may change most first."""
        size = {person: len(records) for person, records in self.found.records.items()}
        webs = _webs(self.found.undecided)
        ranked = []
        for pair, rows in self.pairs.items():
            last = rows[-1]
            if last["value"]["decision"] != "undecided" or len(pair) != 2 or _asked_again(rows):
                continue
            a, b = last["subject"], last["value"]["other"]
            one, other = self.person(a), self.person(b)
            if one == other or tuple(sorted((one, other))) in self.found.different:
                continue
            chance = last["value"].get("per_mille", 500) / 1000
            change = 4 * chance * (1 - chance) * min(size.get(one, 1), size.get(other, 1)) + 0.01 * len(webs.get(one, ()))
            ranked.append((-round(change, 6), a, b))
        return [(a, b) for _, a, b in sorted(ranked)]

    def card(self, a: str, b: str, *, second: bool = False) -> Card:
        """Return the card of two records, or of two persons by the records that they began with."""
        sides = [self._side(subject) for subject in (a, b)]
        webs = _webs(self.found.undecided)
        touches = len(webs.get(sides[0].person, frozenset({sides[0].person})) | webs.get(sides[1].person, frozenset({sides[1].person})))
        return Card(sides[0], sides[1], len(self.found.undecided), touches, second)

    def second_queue(self, share: float = SECOND_SHARE) -> list[tuple[str, str]]:
        """Return decided pairs for a second reviewer: a fixed sample of what others decided, each asked once more."""
        found = []
        for rows in self.pairs.values():
            own = [row for row in rows if row["source"] != BY_LINKAGE]
            if len(own) != 1 or own[0]["recorded_by"] == self.session.who or own[0]["value"]["decision"] == "undecided":
                continue
            dice = int.from_bytes(blake2b(own[0]["statement_id"].encode(), digest_size=4).digest(), "big") / 2**32
            if dice < share:
                found.append((own[0]["subject"], own[0]["value"]["other"]))
        return sorted(found)

    def agreement(self) -> tuple[int, int]:
        """Return how many second answers there are, and how many of them were the first one's."""
        seconds = [row["value"] for rows in self.pairs.values() for row in rows if row["value"].get("second")]
        return len(seconds), sum(value["said"] == value["first"] for value in seconds)

    def evidence(self, a: str, b: str) -> list[Evidence]:
        """Return what linking found on a pair when it last recorded it; nothing where it never did."""
        rows = [row for row in self.pairs.get(frozenset((a, b)), ()) if row["source"] == BY_LINKAGE]
        return [Evidence.from_list(parts) for parts in rows[-1]["value"].get("evidence", ())] if rows else []

    def chance(self, a: str, b: str) -> int | None:
        """Return the probability that linking gave a pair, in thousandths."""
        rows = [row for row in self.pairs.get(frozenset((a, b)), ()) if "per_mille" in row["value"]]
        return rows[-1]["value"]["per_mille"] if rows else None

    def _side(self, subject: str) -> Side:
        record = subject if self.standing.filter(pl.col("subject") == subject).height else ""
        rows = self.standing.filter((pl.col("subject") == (record or subject)) & ~pl.col("property").is_in(list(_HIDDEN)))
        if rows.is_empty():
            owned = self.found.records.get(subject, ())
            rows = self.standing.filter((pl.col("subject").is_in(list(owned[:1]))) & ~pl.col("property").is_in(list(_HIDDEN)))
        if rows.is_empty():
            raise BadInput("workflows.no_person", person=subject)
        sayings = tuple(_saying(row) for row in rows.iter_rows(named=True) if not row["negated"])
        record = str(rows["subject"][0])
        name = next(
            (one.value for kind in ("full_name", "name") for one in sayings if one.property == kind), self.found.name(self.person(record))
        )
        source = str(rows["source"][0])
        on = self.standing.filter((pl.col("subject") == record) & (pl.col("property") == "person"))["source"].to_list()
        return Side(record, self.person(record), name, source, sayings, str(on[0]) if on else source)


def _saying(row: Mapping[str, Any]) -> Saying:  # Any: cells of the log
    value = said = plain(orjson.loads(row["value"]))
    if isinstance(value, dict):
        value = ", ".join(str(part) for part in value.values() if isinstance(part, str | int) and part != "")
    return Saying(row["property"], str(value), row["happened_on"], row["source"], said)


def _asked_again(rows: Sequence[Mapping[str, Any]]) -> bool:  # Any: cells of the log
    """Say whether the last word is a reviewer's own doubt: it is not asked again until a second reviewer takes it up."""
    return rows[-1]["source"] != BY_LINKAGE and not rows[-1]["value"].get("second")


def _webs(pairs: Sequence[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """Return for each person all that hang together with them by open questions."""
    web: dict[str, set[str]] = {}
    for one, other in pairs:
        together = web.get(one, {one}) | web.get(other, {other})
        for person in together:
            web[person] = together
    return {person: frozenset(together) for person, together in web.items()}


def next_card(session: Session, *, skip: Sequence[tuple[str, str]] = (), second: bool = False) -> Card | None:
    """Return the next pair to look at, None where there is none; ``skip`` are pairs that were passed over."""
    review = Review.of(session)
    passed = {frozenset(pair) for pair in skip}
    pairs = review.second_queue() if second else review.queue()
    chosen = next((pair for pair in pairs if frozenset(pair) not in passed), None)
    return None if chosen is None else review.card(*chosen, second=second)


@attrs.frozen
class PersonExplanation:
    """
    Why some records are one person, and what would change it.

    Attributes:
        person: their id.
        records: their records.
        joins: pairs of records that hold them together, with the probability in thousandths (None: somebody decided it) and why.
        weakest: the join without which they would be two.
        open: persons with whom they may be one, and the pair of records that asks.
        apart: persons from whom they were told apart.
    """

    person: str
    records: tuple[str, ...]
    joins: tuple[tuple[str, str, int | None, str], ...]
    weakest: tuple[str, str, int | None, str] | None
    open: tuple[tuple[str, str, str], ...]
    apart: tuple[str, ...]
    lines: Mapping[tuple[str, str], tuple[Evidence, ...]] = attrs.field(factory=dict)

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return the explanation as data."""
        plain = attrs.asdict(self, recurse=False)
        plain["lines"] = [{"a": a, "b": b, "evidence": [line.to_list() for line in lines]} for (a, b), lines in self.lines.items()]
        return plain


def explain_person(session: Session, subject: str) -> PersonExplanation:
    """Return why the records of a person are taken for one, the weakest bridge, and what is open."""
    review = Review.of(session)
    person = review.person(subject)
    records = tuple(review.found.records.get(person, ()))
    if not records:
        raise BadInput("workflows.no_person", person=subject)
    joins, lines = [], {}
    for pair, rows in review.pairs.items():
        last = rows[-1]
        if last["value"]["decision"] == "same" and pair <= set(records):
            a, b = last["subject"], last["value"]["other"]
            machine = last["source"] == BY_LINKAGE
            joins.append(
                (a, b, last["value"].get("per_mille") if machine else None, last["value"].get("why", "decision") if machine else "decision")
            )
            lines[a, b] = tuple(review.evidence(a, b))
    joins.sort(key=lambda join: (join[2] if join[2] is not None else 1_001, join[0], join[1]))
    asked = []
    for a, b in review.queue():
        one, other = review.person(a), review.person(b)
        if person in (one, other):
            asked.append((other if one == person else one, a, b))
    apart = sorted({other if one == person else one for one, other in review.found.different if person in (one, other)})
    return PersonExplanation(person, records, tuple(joins), joins[0] if joins else None, tuple(asked), tuple(apart), lines)
