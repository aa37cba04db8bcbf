"""The population of an estimate over lists: who belongs to it, in which closed window, and the sentence that says so."""

from datetime import date
from typing import Any

import attrs

from amparo.errors import BadInput, WrongUse
from amparo.questions.rule import DEFAULT_FRESHNESS, Rule, value_label
from amparo.statements import label, vocabulary
from amparo.words import Language, day_in_words, listed, say

_CHANGING = ("facility", "measure_level")  # a person may have several within a window: as strata they would count twice
_CLOSED = 31  # days; in a longer window people enter and leave


@attrs.frozen(kw_only=True)
class Population:
    """
    Who is estimated.

    Attributes:
        states: persons in one of these states at some time within the window; or
        kinds: persons to whom an event of one of these kinds happened within it.
        since, until: the window, both days included.
        known_at, fresh_within: as in the rule of a count.
        by: dimensions whose values are estimated apart and added up.
        where: only persons with this value of a dimension.
        lists: only these lists; all of the registry where none is named.
    """

    states: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    since: date
    until: date
    known_at: date | None = None
    fresh_within: int | None = DEFAULT_FRESHNESS
    by: tuple[str, ...] = ()
    where: tuple[tuple[str, str], ...] = ()
    lists: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse what a count would refuse, a window that ends before it begins, and strata in which one person may stand twice."""
        if bool(self.states) == bool(self.kinds):
            raise WrongUse("estimates.state_or_kind")
        if self.since > self.until:
            raise BadInput("estimates.window_reversed", since=self.since, until=self.until)
        changing = [dimension for dimension in self.by if dimension in _CHANGING]
        if changing:
            raise WrongUse("estimates.not_a_stratum", dimension=changing[0])
        _ = self.rule

    @property
    def rule(self) -> Rule:
        """The rule of a count that asks for the same persons at the end of the window, or for the same events within it."""
        stock = bool(self.states)
        return Rule(
            states=self.states,
            on=self.until if stock else None,
            kinds=self.kinds,
            since=None if stock else self.since,
            until=None if stock else self.until,
            known_at=self.known_at,
            fresh_within=self.fresh_within,
            by=self.by,
            where=self.where,
        )

    @property
    def place(self) -> str | None:
        """The facility that is asked for, if one is."""
        return dict(self.where).get("facility")

    @property
    def traits(self) -> tuple[str, ...]:
        """The dimensions in which a person has one value, whatever the day."""
        return tuple(dict.fromkeys([*self.by, *(name for name, _ in self.where if name != "facility")]))

    @property
    def is_open(self) -> bool:
        """Whether people may have entered or left within the window, so that not all lists could name them."""
        return bool(self.states) and (self.until - self.since).days >= _CLOSED

    def text(self, language: Language) -> str:
        """Return the whole in words, as it stands over the figures."""
        since, until = day_in_words(self.since, language), day_in_words(self.until, language)
        if self.states:
            states = listed([label("states", state, language) for state in self.states], language, either=True)
            parts = [say("estimates.population_states", language, states=states, since=since, until=until)]
        else:
            groups = vocabulary()["kind_groups"]
            named = [label("kind_groups" if kind in groups else "kinds", kind, language) for kind in self.kinds]
            kinds = listed(named, language, either=True)
            parts = [say("estimates.population_kinds", language, kinds=kinds, since=since, until=until)]
        for dimension, value in self.where:
            name = label("dimensions", dimension, language)
            parts.append(say("questions.rule_where", language, dimension=name, value=value_label(dimension, value, language)))
        if self.known_at is None:
            parts.append(say("questions.rule_known_now", language))
        else:
            parts.append(say("questions.rule_known_at", language, day=day_in_words(self.known_at, language)))
        if self.states:
            forever = self.fresh_within is None
            parts.append(say("questions.rule_fresh_forever" if forever else "questions.rule_fresh", language, n=self.fresh_within))
        if self.by:
            by = listed([label("dimensions", one, language) for one in self.by], language)
            parts.append(say("estimates.population_by", language, by=by))
        return "; ".join(parts) + "."

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return the population as data, its sentence in both languages included."""
        return {
            "states": list(self.states),
            "kinds": list(self.kinds),
            "from": str(self.since),
            "until": str(self.until),
            "known_at": None if self.known_at is None else str(self.known_at),
            "fresh_within": "forever" if self.fresh_within is None else self.fresh_within,
            "by": list(self.by),
            "where": dict(self.where),
            "lists": list(self.lists),
            "text": {"es": self.text("es"), "en": self.text("en")},
        }
