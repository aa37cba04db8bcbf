"""Our own counts under the rules of others: what the record shows for the measure, window and place that a claim names."""

from collections.abc import Mapping
from datetime import date

import attrs
import polars as pl

from amparo.histories.people import People, folded
from amparo.questions.claims import OwnQuestion
from amparo.questions.identity import bounds_of_webs
from amparo.questions.rule import Rule
from amparo.questions.shared import Shared
from amparo.questions.standings import NOWHERE, Standing, limited, standings_in, standings_within

type Bounds = tuple[int, int]
type Standings = Mapping[str, Standing]


@attrs.frozen(eq=False)
class Record:
    """
    The persons of a registry, ready to be counted under many rules.

    Where a claim's dates are certain it answers as ``count`` does under the same rule.

    Attributes:
        territory: the place that stands for the record as a whole.
    """

    shared: Shared
    fresh_within: int | None
    territory: str

    def own(self, question: OwnQuestion) -> Bounds | None:
        """Return at least and at most under a claim's rule, over all that its dates may mean; None where the place is none of ours."""
        places = self.shared.people.places
        place = None if folded(question.place) in ("", folded(self.territory)) else places.get(folded(question.place), "")
        if place == "":
            return None
        return self._stock(question, place) if question.moment == "stock" else self._flow(question, place)

    def _stock(self, question: OwnQuestion, place: str | None) -> Bounds:
        """Return the least of all the days that the claim may mean, and the most."""
        table = self.shared.stretches(self.fresh_within)
        bounds = []
        for on in _turns(table.rows, *question.until):
            found = standings_within(table, on, question.tokens, place)
            bounds.append(self._bounds(found, found))
        return min(low for low, _ in bounds), max(high for _, high in bounds)

    def _flow(self, question: OwnQuestion, place: str | None) -> Bounds:
        """Return the persons of the narrowest window, and the happenings of the widest."""
        least = self._standings(question.tokens, *question.narrowest, place) if question.narrowest else {}
        return self._bounds(least, self._standings(question.tokens, *question.widest, place))

    def _standings(self, kinds: tuple[str, ...], since: date, until: date, place: str | None) -> Standings:
        if since > until:
            return {}
        rule = Rule(kinds=kinds, since=since, until=until, fresh_within=None)
        silent = self.fresh_within if "unrecorded" in rule.single_kinds else None  # silence is no other event
        found = standings_in(self.shared.moves(silent), rule, places=place is not None)
        return found if place is None else {person: limited(one, {}, "facility", place) for person, one in found.items()}

    def _bounds(self, least: Standings, most: Standings) -> Bounds:
        """Return how many are certain in one count, and what is possible in the other, over all the ways to join persons."""
        webs = self.shared.webs

        def surely(person: str) -> int:
            return least.get(person, NOWHERE).certain

        def maybe(person: str) -> int:
            one = most.get(person, NOWHERE)
            return one.events_possible or one.possible

        low, high = bounds_of_webs(webs, surely, maybe)
        low += sum(surely(person) for person in least if person not in webs.persons and person not in webs.blocks)
        high += sum(maybe(person) for person in most if person not in webs.persons and person not in webs.blocks)
        return low, high


def record_of(people: People, *, fresh_within: int | None, territory: str, shared: Shared | None = None) -> Record:
    """Return the record that claims are set against; ``shared`` is what earlier questions over these persons have worked out."""
    return Record(shared or Shared.of(people), fresh_within, territory)


def _turns(spells: pl.DataFrame, first: date, last: date) -> list[date]:
    """Return the days from one to another on which somebody's possible states change, the first among them."""
    if first == last:
        return [first]
    changes = pl.concat([spells["from"], spells["until"]]).drop_nulls().unique()
    return [first, *changes.filter((changes > first) & (changes <= last)).to_list()]
