"""Whether an instrument covers a charge, and a person: the answer, its basis, the articles, and what would settle it."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Literal

import attrs

from amparo.errors import BadInput, Problem
from amparo.questions.law.cases import Case, Charge, GivenCase, read_case, state_of, unknown_names
from amparo.questions.law.expressions import Article
from amparo.questions.law.formulas import TARGETS, Target, formula
from amparo.questions.law.instrument import Instrument
from amparo.questions.law.model import STRADDLE, State
from amparo.questions.law.smallest import SmallestSet, TooManySets, smallest_sets
from amparo.questions.law.tracing import Trace, deciding, evaluated, names_in
from amparo.questions.law.worlds import is_decidable, is_possible
from amparo.statements import nearest

type Answer = Literal["covered", "excluded", "cannot_tell"]
type PersonAnswer = Literal["covered", "excluded", "partial", "cannot_tell"]
type Basis = Literal["in_scope", "express_exclusion", "out_of_scope", "condition_unmet", "missing_fact", "open_question"]
type Readings = Mapping[str, object]

FORMAT = "amparo-assessment/1"


@attrs.frozen(eq=False)
class ChargeAssessment:
    """
    The answer for one charge.

    Attributes:
        state: what was possible of each fact when it was given.
        readings: the readings that were chosen.
    """

    instrument: Instrument
    charge: Charge | None
    state: State
    readings: Readings
    answer: Answer

    @cached_property
    def traces(self) -> tuple[Trace, ...]:
        """What decides the answer: of *covered* the scope, of *excluded* the exclusions that hold and the scope where it fails too."""
        covered, excluded = self.rules
        wanted: Sequence[tuple[Trace, bool | None]]
        match self.answer:
            case "covered":
                wanted = [(covered, True)]
            case "cannot_tell":
                wanted = [(rule, None) for rule in self.rules if rule.worth is None]
            case "excluded":
                both = ((excluded, True), (covered, False))
                # In every world either an exclusion holds or the scope fails, and the facts may not say which.
                wanted = [(rule, one) for rule, one in both if rule.worth is one] or both
        return tuple(deciding(rule, self.instrument.model, self.state, wanted=one) for rule, one in wanted)

    @cached_property
    def rules(self) -> tuple[Trace, Trace]:
        """The scope and the exclusions of the decision, with what everything in them is worth."""
        model, state = self.instrument.model, self.state
        return evaluated(model.covered, model, state), evaluated(model.excluded, model, state)

    @cached_property
    def sets(self) -> Mapping[Target, tuple[SmallestSet, ...]]:
        """The smallest sets of facts that would settle the answer, by the answer they would give; empty where it is settled."""
        if self.answer != "cannot_tell":
            return dict.fromkeys(TARGETS, ())
        model, state = self.instrument.model, self.state
        found: dict[Target, tuple[SmallestSet, ...]] = {}
        for target in TARGETS:
            try:
                found[target] = smallest_sets(formula(model, state, target), model, state)
            except TooManySets:
                found[target] = ()
        return found

    @cached_property
    def missing_sets(self) -> list[list[str]]:
        """The names in each of the smallest sets, the smallest first."""
        names = {one.names(self.instrument.model) for found in self.sets.values() for one in found}
        return [list(one) for one in sorted(names, key=lambda one: (len(one), one))]

    @cached_property
    def missing(self) -> list[str]:
        """The facts that matter: those in some smallest set."""
        return sorted({name for one in self.missing_sets for name in one})

    @property
    def ranked(self) -> list[str]:
        """The missing facts, the next best question first: what stands in most of the sets, and in the smaller ones."""
        sets = self.missing_sets
        return sorted(
            self.missing, key=lambda name: (-sum(name in one for one in sets), min(len(one) for one in sets if name in one), name)
        )

    @cached_property
    def questions(self) -> list[str]:
        """The open questions that stand in the way, or whose default reading the answer assumes."""
        model = self.instrument.model
        if self.answer == "cannot_tell":
            named = {name for one in self.traces for name in names_in(one, model, self.state)}
            return [one.name for one in model.variables if one.is_question and one.name in named]
        return list(self.instrument.noted(self.provisions))

    @cached_property
    def provisions(self) -> list[str]:
        """The provisions that decide, in the order of the text."""
        found = {one.node.id for trace_ in self.traces for one in self._relevant(trace_) if isinstance(one.node, Article)}
        return sorted(found, key=self.instrument.order.__getitem__)

    def _relevant(self, one: Trace) -> Iterator[Trace]:
        """Yield the provisions of a trace; of an open answer those that turn on something that matters."""
        if self.answer != "cannot_tell":
            yield from one.articles
            return
        matters = {*self.missing, *self.questions}
        for article in one.articles:
            if not matters or not matters.isdisjoint(names_in(article, self.instrument.model, self.state)):
                yield article

    @property
    def articles(self) -> list[str]:
        """The deciding provisions with their ancestors; the article of the rule of doubt where it is invoked."""
        found: dict[str, None] = {}
        if self.answer == "cannot_tell" and self.instrument.conventions.doubt_article:
            found[self.instrument.conventions.doubt_article] = None
        for one in self.provisions:
            found |= dict.fromkeys(self.instrument.by_id[one].ancestors)
        return list(found)

    @cached_property
    def basis(self) -> Basis:
        """The finer reason of the answer."""
        if self.answer == "covered":
            return "in_scope"
        if self.answer == "cannot_tell":
            return open_basis(self.instrument, self.state)
        roles = {self.instrument.by_id[one].role for one in self._failing}
        if self._excludes:
            return "express_exclusion"
        return "condition_unmet" if "condition" in roles and "grant" not in roles else "out_of_scope"

    @property
    def _excludes(self) -> bool:
        """Whether an exclusion holds: of the decision, or one that a grant makes an exception of."""
        holding = (one for trace_ in self.traces for one in trace_.articles if isinstance(one.node, Article) and one.worth is True)
        return self.rules[1].worth is True or any(
            self.instrument.by_id[one.node.id].role == "exclusion" for one in holding if isinstance(one.node, Article)
        )

    @property
    def _failing(self) -> list[str]:
        """The provisions of the scope that fail."""
        return [one.node.id for trace_ in self.traces for one in trace_.articles if isinstance(one.node, Article) and one.worth is not True]

    @cached_property
    def curable(self) -> bool:
        """Whether the condition that fails can still be met, and nothing else stands in the way."""
        if self.basis != "condition_unmet":
            return False
        model, state = self.instrument.model, self.state
        # An amendment may have taken out of the rule what the provision once asked for.
        facts = {fact for one in self._failing for fact in self.instrument.by_id[one].curable if fact in model.place}
        for fact in facts:
            variable = model.variables[model.place[fact]]
            state = state.where(model.place[fact], variable.mask([True]))
        return bool(facts) and is_possible(formula(model, state, "covered"), model, state)

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return the answer as the contract words it."""
        from amparo.questions.law.explaining import explanation

        return {
            "answer": self.answer,
            "basis": self.basis,
            "articles": self.articles,
            "missing": self.missing,
            "missing_sets": self.missing_sets,
            "curable": self.curable,
            "questions": self.questions,
            "explanation": explanation(self),
        }


@attrs.frozen(eq=False)
class Assessment:
    """The answer for a person, charge by charge, under one version of one instrument."""

    instrument: Instrument
    case: Case
    charges: Mapping[str, ChargeAssessment]
    readings: Readings
    warnings: tuple[Problem, ...] = ()

    @property
    def person(self) -> PersonAnswer:
        """All charges covered, all excluded, all decided and mixed (partial); else nobody can tell."""
        return person_answer([one.answer for one in self.charges.values()], self.instrument.unit)

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return the document of ``law assess --json``."""
        return {
            "format": FORMAT,
            "instrument": self.instrument.id,
            "version": self.instrument.label,
            "text_status": self.instrument.text_status.level,
            "charges": {name: one.to_dict() for name, one in self.charges.items()},
            "person": self.person,
        }


def person_answer(answers: Sequence[Answer], unit: str = "act") -> PersonAnswer:
    """Return the answer for a person from those for the charges; where the law looks at the person, one exclusion is enough."""
    if unit == "person" and "excluded" in answers:
        return "excluded"
    if not answers or "cannot_tell" in answers:
        return "cannot_tell"
    return answers[0] if len(set(answers)) == 1 else "partial"


def assess(instrument: Instrument, case: GivenCase, readings: Readings | None = None) -> Assessment:
    """
    Return whether an instrument covers each charge of a case, and the person.

    ``case``: a mapping as a case file has it, or a path. ``readings``: the
    reading that a lawyer chose for an open question, ``{"Q1": "cumulative"}`` or
    true and false; of acts that cross a border ``{"straddle": "inside"}``. Without one
    a question stays open. Raises BadInput for a case or a reading that cannot be.
    """
    found = read_case(case)
    chosen = readings or {}
    start = chosen_state(instrument, chosen)
    charges: Sequence[Charge | None] = found.charges or ([None] if instrument.unit == "person" else [])
    assessed = {}
    for charge in charges:
        state = state_of(instrument, found, charge)
        state = State(tuple(one & other for one, other in zip(state.masks, start.masks, strict=True)), state.act)
        assessed[charge.id if charge else "person"] = ChargeAssessment(instrument, charge, state, chosen, answer(instrument, state))
    return Assessment(instrument, found, assessed, chosen, tuple(unknown_names(instrument, found)))


def answer(instrument: Instrument, state: State) -> Answer:
    """Return the answer that holds in every world and under every reading that is left, else *cannot tell*."""
    model = instrument.model
    can = {target: is_possible(formula(model, state, target), model, state) for target in TARGETS}
    return "cannot_tell" if all(can.values()) else "covered" if can["covered"] else "excluded"


def open_basis(instrument: Instrument, state: State) -> Basis:
    """Return why an answer is open: a fact that is missing could settle it, or only a reading could."""
    model = instrument.model
    decidable = any(is_decidable(formula(model, state, target), model, state) for target in TARGETS)
    return "missing_fact" if decidable else "open_question"


def chosen_state(instrument: Instrument, readings: Readings) -> State:
    """Return the state in which only the chosen readings are known."""
    model, state = instrument.model, instrument.model.unknown
    known = {one.name: one for one in model.variables if one.is_question}
    for name, reading in readings.items():
        if name not in known and name not in (*instrument.open_questions, STRADDLE):
            raise BadInput(
                "law.no_question", name=name, known=nearest(name, list(known)) or ", ".join([*instrument.open_questions, STRADDLE])
            )
        if name in known:
            variable = known[name]
            names = [str(examples[0]) for examples in variable.classes]
            wanted = _word_of(reading, yes_or_no="yes" in names)
            if wanted not in names:
                raise BadInput("law.no_reading", name=name, value=str(reading), known=nearest(str(reading), names) or ", ".join(names))
            state = state.where(model.place[name], 1 << names.index(wanted))
    return state


def _word_of(reading: object, *, yes_or_no: bool) -> str:
    """Return the name of a reading that was given as true or false."""
    if not isinstance(reading, bool):
        return str(reading)
    return ("yes" if reading else "no") if yes_or_no else ("inside" if reading else "outside")
