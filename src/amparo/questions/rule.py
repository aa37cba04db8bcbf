"""The rule of a count: everything that two figures must share before they may be compared, and the sentence that says it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

import attrs

from amparo.errors import WrongUse
from amparo.statements import kinds, kinds_of, label, nearest, vocabulary
from amparo.words import Language, day_in_words, listed, say

type Unit = Literal["persons", "events"]

DEFAULT_FRESHNESS = 180


@attrs.frozen(kw_only=True)
class Rule:
    """
    What is counted, when, on which knowledge, and how well it must be supported.

    Attributes:
        states, on: a stock: persons in one of the states on a day.
        kinds, since, until: a flow: events of the kinds from a day to a day, both included.
        known_at: only statements recorded by the end of this day; None = all.
        fresh_within: days for which a state is supported after it was last cited; None = for ever.
        by: the dimensions of the breakdown.
        where: only persons with this value of a dimension; unknown counts as possible.
        min_sources: independent sources that must report the event.
        unit: of the gap and of the headline; a flow counts events as well as persons.
    """

    states: tuple[str, ...] = ()
    on: date | None = None
    kinds: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    known_at: date | None = None
    fresh_within: int | None = DEFAULT_FRESHNESS
    by: tuple[str, ...] = ()
    where: tuple[tuple[str, str], ...] = ()
    min_sources: int = 1
    unit: Unit = "persons"

    def __attrs_post_init__(self) -> None:
        """Refuse a rule that asks for nothing, for both, for a part that would be passed over, or in words that nobody knows."""
        stock, flow = bool(self.states), bool(self.kinds)
        if stock == flow:
            raise WrongUse("questions.state_or_kind")
        if stock and self.on is None:
            raise WrongUse("questions.stock_needs_a_day")
        if flow and (self.since is None or self.until is None):
            raise WrongUse("questions.flow_needs_a_window")
        if stock and (self.since or self.until):
            raise WrongUse("questions.stock_has_no_window")
        if flow and self.on:
            raise WrongUse("questions.flow_has_no_day")
        if flow and self.since and self.until and self.since > self.until:
            raise WrongUse("questions.window_reversed", since=self.since, until=self.until)
        if stock and self.unit == "events":
            raise WrongUse("questions.stock_counts_persons")
        for word, section in (*((state, "states") for state in self.states), *((one, "dimensions") for one in self.dimensions)):
            _known(word, section)
        if "no_record" in self.states:
            raise WrongUse("questions.no_record_uncounted")
        for kind in self.kinds:
            if not kinds_of(kind):
                raise WrongUse(
                    "questions.word_unknown", word=kind, near=nearest(kind, [*vocabulary()["kind_groups"], *kinds()]) or "release"
                )

    @property
    def dimensions(self) -> tuple[str, ...]:
        """What must be known of a person besides the event: of the breakdown and of the condition."""
        return (*self.by, *(dimension for dimension, _ in self.where))

    @property
    def is_stock(self) -> bool:
        """Whether it counts persons in a state on a day."""
        return bool(self.states)

    @property
    def single_kinds(self) -> frozenset[str]:
        """The kinds of event counted, groups spelled out."""
        return frozenset(single for kind in self.kinds for single in kinds_of(kind))

    def text(self, language: Language) -> str:
        """Return the whole rule in words, as it stands under every figure."""
        parts = [self._what(language), say("questions.rule_documented", language)]
        for dimension, value in self.where:
            name = label("dimensions", dimension, language)
            parts.append(say("questions.rule_where", language, dimension=name, value=value_label(dimension, value, language)))
        known = say("questions.rule_known_now", language)
        if self.known_at is not None:
            known = say("questions.rule_known_at", language, day=day_in_words(self.known_at, language))
        parts.append(known)
        parts.append(say("questions.rule_sources", language, n=self.min_sources))
        if self.is_stock:
            forever = self.fresh_within is None
            parts.append(say("questions.rule_fresh_forever" if forever else "questions.rule_fresh", language, n=self.fresh_within))
        if self.by:
            parts.append(say("questions.rule_by", language, by=listed([label("dimensions", one, language) for one in self.by], language)))
        return "; ".join(parts) + "."

    def _what(self, language: Language) -> str:
        if self.on is not None and self.is_stock:
            states = listed([label("states", state, language) for state in self.states], language, either=True)
            return say("questions.rule_stock", language, states=states, day=day_in_words(self.on, language))
        groups = vocabulary()["kind_groups"]
        named = [label("kind_groups" if kind in groups else "kinds", kind, language) for kind in self.kinds]
        since, until = (day_in_words(end, language) for end in (self.since, self.until) if end is not None)
        unit = "questions.rule_flow_events" if self.unit == "events" else "questions.rule_flow"
        return say(unit, language, kinds=listed(named, language, either=True), since=since, until=until)

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return the rule as data, its sentence in both languages included."""
        moment: dict[str, Any] = (
            {"states": list(self.states), "on": str(self.on)}
            if self.is_stock
            else {"kinds": list(self.kinds), "from": str(self.since), "until": str(self.until)}
        )
        return {
            "unit": self.unit,
            "moment": "stock" if self.is_stock else "flow",
            **moment,
            "known_at": None if self.known_at is None else str(self.known_at),
            "fresh_within": "forever" if self.fresh_within is None else self.fresh_within,
            "by": list(self.by),
            "where": dict(self.where),
            "min_sources": self.min_sources,
            "population": "documented",
            "text": {"es": self.text("es"), "en": self.text("en")},
        }

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> "Rule":  # Any: a JSON document
        """Return the rule that ``to_dict`` wrote down."""

        def day(name: str) -> date | None:
            return date.fromisoformat(document[name]) if document.get(name) else None

        return cls(
            states=tuple(document.get("states", ())), on=day("on"), kinds=tuple(document.get("kinds", ())), since=day("from"),
            until=day("until"), known_at=day("known_at"),
            fresh_within=None if document["fresh_within"] == "forever" else int(document["fresh_within"]),
            by=tuple(document["by"]), where=tuple(document["where"].items()), min_sources=document["min_sources"], unit=document["unit"],
        )  # fmt: skip


def value_label(dimension: str, value: str, language: Language) -> str:
    """Return the printed word of a value of a dimension; names of places and trades stand as they are."""
    row = vocabulary()["dimensions"][dimension]["values"].get(value)
    return str(row[language]) if row else value


def _known(word: str, section: str) -> None:
    words = list(vocabulary()[section])
    if word not in words:
        raise WrongUse("questions.word_unknown", word=word, near=nearest(word, words) or words[0])
