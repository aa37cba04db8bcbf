"""Our own counts under the rules of others: what the record shows for the measure, window and place that a claim names."""

from collections.abc import Mapping, Sequence
from datetime import date

import attrs
import polars as pl

from amparo.histories import conflicts, possible_states
from amparo.histories.event import Event
from amparo.histories.events import histories
from amparo.histories.frames import event_frame, states_on
from amparo.histories.people import People, folded
from amparo.questions.claims import OwnQuestion
from amparo.questions.identity import Webs, bounds_of_webs, webs_of
from amparo.questions.rule import Rule
from amparo.questions.standings import NOWHERE, Standing, limited, standings

type Bounds = tuple[int, int]
type Standings = Mapping[str, Standing]

_IN, _OUT = "in", "out"


@attrs.frozen(eq=False)
class Record:
    """
    The persons of a registry, ready to be counted under many rules.

    Where a claim's dates are certain it answers as ``count`` does under the same rule.

    Attributes:
        webs: persons who may be one; ``events`` has the history of each set of them as well.
        doubted: whose dates contradict the known order: they are certain of nothing.
        territory: the place that stands for the record as a whole.
    """

    people: People
    webs: Webs
    events: Mapping[str, Sequence[Event]]
    doubted: frozenset[str]
    territory: str
    _spells: dict[tuple[tuple[str, ...], str | None], pl.DataFrame] = attrs.field(factory=dict)

    def own(self, question: OwnQuestion) -> Bounds | None:
        """Return at least and at most under a claim's rule, over all that its dates may mean; None where the place is none of ours."""
        place = None if folded(question.place) in ("", folded(self.territory)) else self.people.places.get(folded(question.place), "")
        if place == "":
            return None
        return self._stock(question, place) if question.moment == "stock" else self._flow(question, place)

    def _stock(self, question: OwnQuestion, place: str | None) -> Bounds:
        """Return the least of all the days that the claim may mean, and the most."""
        spells = self._spells_of(question.tokens, place)
        bounds = []
        for on in _turns(spells, *question.until):
            found = {
                person: Standing(certain=labels == {_IN} and person not in self.doubted, possible=_IN in labels)
                for person, labels in states_on(spells, on).items()
            }
            bounds.append(self._bounds(found, found))
        return min(low for low, _ in bounds), max(high for _, high in bounds)

    def _spells_of(self, states: tuple[str, ...], place: str | None) -> pl.DataFrame:
        """Return when each person may be in some states (and a place), and when not."""

        def label(event: Event, state: str) -> Sequence[str]:
            if state not in states or (event.reports and not event.sources):
                return (_OUT,)
            if place is None or (state == "deprived" and event.facilities == (place,)):
                return (_IN,)
            # House arrest is at home: a facility named with it is the one that the person left.
            return (_IN, _OUT) if state == "deprived" and (not event.facilities or place in event.facilities) else (_OUT,)

        if (states, place) not in self._spells:
            self._spells[states, place] = possible_states(event_frame(self.events, label))
        return self._spells[states, place]

    def _flow(self, question: OwnQuestion, place: str | None) -> Bounds:
        """Return the persons of the narrowest window, and the happenings of the widest."""
        least = self._standings(question.tokens, *question.narrowest, place) if question.narrowest else {}
        return self._bounds(least, self._standings(question.tokens, *question.widest, place))

    def _standings(self, kinds: tuple[str, ...], since: date, until: date, place: str | None) -> Standings:
        if since > until:
            return {}
        found = standings(self.events, Rule(kinds=kinds, since=since, until=until, fresh_within=None))
        return found if place is None else {person: limited(one, {}, "facility", place) for person, one in found.items()}

    def _bounds(self, least: Standings, most: Standings) -> Bounds:
        """Return how many are certain in one count, and what is possible in the other, over all the ways to join persons."""

        def surely(person: str) -> int:
            return least.get(person, NOWHERE).certain

        def maybe(person: str) -> int:
            one = most.get(person, NOWHERE)
            return one.events_possible or one.possible

        low, high = bounds_of_webs(self.webs, surely, maybe)
        alone = [person for person in self.events if person not in self.webs.persons and person not in self.webs.blocks]
        return low + sum(map(surely, alone)), high + sum(map(maybe, alone))


def record_of(people: People, *, fresh_within: int | None, territory: str) -> Record:
    """Return the record that claims are set against."""
    webs = webs_of(people)
    events = histories([*people.reports, *webs.reports(people.reports)], fresh_within=fresh_within)
    doubted = frozenset(conflicts(event_frame(events))["person_id"].to_list())
    return Record(people, webs, events, doubted, territory)


def _turns(spells: pl.DataFrame, first: date, last: date) -> list[date]:
    """Return the days from one to another on which somebody's possible states change, the first among them."""
    changes = pl.concat([spells["from"], spells["until"]]).drop_nulls().unique()
    return [first, *changes.filter((changes > first) & (changes <= last)).to_list()]
