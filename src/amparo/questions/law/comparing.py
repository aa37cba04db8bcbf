"""Two versions of a text over the same cases: who gains, loses, becomes uncertain or certain; totals last, for they hide it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Literal

import attrs

from amparo.questions.law.assessing import Assessment, ChargeAssessment, PersonAnswer, Readings, assess
from amparo.questions.law.cases import Case, GivenCase, read_case
from amparo.questions.law.instrument import Instrument
from amparo.questions.law.model import ACT
from amparo.questions.law.tracing import Trace, names_in

type Change = Literal["gained", "lost", "became_uncertain", "became_certain", "same_outcome_other_reason", "unchanged"]

CHANGES: tuple[Change, ...] = ("gained", "lost", "became_uncertain", "became_certain", "same_outcome_other_reason", "unchanged")
_RANK: Mapping[str, int] = {"excluded": 0, "partial": 1, "covered": 2}


def change_of(first: PersonAnswer, second: PersonAnswer) -> Change:
    """Return what becomes of somebody whose answer changes from one to another, whatever the reasons."""
    if first == second:
        return "unchanged"
    if second == "cannot_tell":
        return "became_uncertain"
    if first == "cannot_tell":
        return "became_certain"
    return "gained" if _RANK[second] > _RANK[first] else "lost"


@attrs.frozen(eq=False)
class Difference:
    """What two versions say of one person."""

    person_id: str
    before: Assessment
    after: Assessment

    @cached_property
    def change(self) -> Change:
        """What becomes of the person when one text takes the place of the other."""
        found = change_of(self.before.person, self.after.person)
        if found != "unchanged":
            return found
        same = all(reason(one) == reason(self.after.charges[name]) for name, one in self.before.charges.items())
        return "unchanged" if same else "same_outcome_other_reason"

    @cached_property
    def articles(self) -> list[str]:
        """The articles of the second version that decide."""
        return list(dict.fromkeys(article for one in self.after.charges.values() for article in one.articles))

    @cached_property
    def articles_before(self) -> list[str]:
        """The articles of the first version that decide."""
        return list(dict.fromkeys(article for one in self.before.charges.values() for article in one.articles))

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return the change as the contract words it."""
        return {"from": self.before.person, "to": self.after.person, "articles": self.articles}


@attrs.frozen(eq=False)
class Comparison:
    """Two versions over the same cases, person by person."""

    before: Instrument
    after: Instrument
    differences: tuple[Difference, ...]

    def of(self, change: Change) -> tuple[Difference, ...]:
        """Return the persons of one change."""
        return tuple(one for one in self.differences if one.change == change)

    @property
    def totals(self) -> dict[str, Counter[PersonAnswer]]:
        """How many persons have each answer under each version."""
        return {
            "from": Counter(one.before.person for one in self.differences),
            "to": Counter(one.after.person for one in self.differences),
        }

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return the document of ``law compare --json``."""
        return {
            **{change: {one.person_id: one.to_dict() for one in self.of(change)} for change in CHANGES},
            "totals": {side: dict(sorted(counted.items())) for side, counted in self.totals.items()},
        }


def compare(a: Instrument, b: Instrument, cases: Iterable[GivenCase], readings: Readings | None = None) -> Comparison:
    """
    Return what changes for each person when instrument ``b`` takes the place of ``a``.

    Reasons are set side by side by what they are about, never by the number of
    the article: the numbering of a text moves from one version to the next.
    """
    found: list[Case] = list(map(read_case, cases))
    return Comparison(a, b, tuple(Difference(case.person_id, _assessed(a, case, readings), _assessed(b, case, readings)) for case in found))


def _assessed(instrument: Instrument, case: Case, readings: Readings | None) -> Assessment:
    """Return the assessment under the readings that concern this version."""
    own = {*instrument.open_questions, *(one.name for one in instrument.model.variables if one.is_question)}
    return assess(instrument, case, {name: reading for name, reading in (readings or {}).items() if name in own})


def reason(one: ChargeAssessment) -> tuple[object, ...]:
    """Return why a charge has its answer, without a number of an article: its basis and the facts that it turns on."""
    model, state = one.instrument.model, one.state
    roles = {"covered": ("grant",), "excluded": ("exclusion", "condition")}.get(one.answer)
    if one.basis == "out_of_scope":
        return (one.answer, one.basis)

    def deciding(trace: Trace) -> bool:
        article = getattr(trace.node, "id", None)
        return roles is None or (article is not None and one.instrument.by_id[article].role in roles)

    names = {
        name
        for trace in one.traces
        for article in ([trace] if roles is None else trace.articles)
        if deciding(article)
        for name in names_in(article, model, state)
    }
    subjects = {one.instrument.by_id[name].subject for name in one.provisions if one.instrument.by_id[name].role in (roles or ())} - {None}
    return (one.answer, one.basis, frozenset(names - {ACT}) or frozenset(subjects))
