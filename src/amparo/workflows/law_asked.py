"""What is asked of the law on a screen: the path of a text, whom it covers, one person, and what another version changes."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from amparo.errors import BadInput
from amparo.publish import Paper
from amparo.questions.law import Comparison, Instrument
from amparo.questions.law.explaining import explanation
from amparo.words import Language
from amparo.workflows import law_papers as papers
from amparo.workflows.answers import ledger
from amparo.workflows.asked import Asked, Asker, Params, day, one
from amparo.workflows.coverage import Coverage, RegistryComparison, compare_registry, coverage, person_coverage
from amparo.workflows.demo import invented_cases
from amparo.workflows.law import compare_cases, instrument_in
from amparo.workflows.law_path import law_path
from amparo.workflows.session import Session


@attrs.frozen(eq=False)
class ComparedTexts:
    """Two texts side by side over the registry, or over the invented cases of the package."""

    before: Instrument
    after: Instrument
    found: RegistryComparison
    invented: bool


def readings_in(params: Params) -> dict[str, object]:
    """Return the readings of open questions that were chosen: ``reading=Q1=cumulative``."""
    chosen: dict[str, object] = {}
    for given in params.get("reading", ()):
        name, equals, value = given.partition("=")
        if equals and value.strip():
            chosen[name.strip()] = {"true": True, "false": False}.get(value.strip(), value.strip())
    return chosen


def _instrument(session: Session, params: Params, name: str = "instrument") -> Instrument:
    wanted = one(params, name)
    if not wanted:
        raise BadInput("answers.instrument_needed")
    if wanted.endswith((".yaml", ".yml")) or any(Path(part).is_file() for part in (wanted, wanted.rpartition(":")[0])):
        raise BadInput("law.no_instrument", name=wanted, known="–")  # a file is for the terminal; here only what has a name
    return instrument_in(session, wanted)


def _path(session: Session, params: Params) -> Asked:
    wanted = one(params, "instrument")
    if not wanted:
        raise BadInput("answers.instrument_needed")
    on = day(params, "on") or session.today()
    found = law_path(wanted, on=on, session=session)
    if not found.steps and not found.later:
        raise BadInput("law.no_path", name=wanted)
    position = ledger(session)
    return Asked("law_path", params, found.to_dict(), lambda language: papers.path_paper(found, on, position, language), found)


def _coverage(session: Session, params: Params) -> Asked:
    instrument, known_at, readings = _instrument(session, params), day(params, "known_at"), readings_in(params)
    on = day(params, "on") or known_at or session.today()

    def worked_out() -> Coverage:
        return coverage(session, instrument, on=on, known_at=known_at, readings=readings)

    key = ("coverage", session.log().height, session.clearance, f"{instrument.id}@{instrument.label}", on, known_at, str(readings))
    found, position = session.memory.kept(key, worked_out), ledger(session)
    return Asked("coverage", params, found.to_dict(), lambda language: papers.coverage_paper(found, position, language), found)


def _person_law(session: Session, params: Params) -> Asked:
    instrument, known_at = _instrument(session, params), day(params, "known_at")
    on = day(params, "on") or known_at or session.today()
    found = person_coverage(session, instrument, one(params, "id"), on=on, known_at=known_at, readings=readings_in(params))
    charges = {name: explanation(charge) for name, charge in found.assessment.charges.items()}
    position = ledger(session)
    document = {**found.to_dict(), "explanations": _plain(charges)}

    def paper(language: Language) -> Paper:
        return papers.person_law_paper(found, charges, position, language)

    return Asked("person_law", params, document, paper, (found, charges))


def _compare(session: Session, params: Params) -> Asked:
    before, after = _instrument(session, params, "before"), _instrument(session, params, "after")
    invented, readings, known_at = one(params, "cases") == "invented", readings_in(params), day(params, "known_at")

    def worked_out() -> RegistryComparison:
        if invented:
            return RegistryComparison(compare_cases(before, after, invented_cases(), readings), {}, {})
        return compare_registry(session, before, after, known_at=known_at, readings=readings)

    sides = tuple(f"{text.id}@{text.label}" for text in (before, after))
    found = session.memory.kept(("compare", session.log().height, session.clearance, sides, invented, known_at, str(readings)), worked_out)
    position = ledger(session)
    value = ComparedTexts(before, after, found, invented)
    return Asked("compare", params, _plain(found.to_dict()), lambda language: papers.compare_paper(value, position, language), value)


def totals(comparison: Comparison) -> list[tuple[str, int, int]]:
    """Return how many persons have each answer under the first and the second text; it hides who changed, so it comes last."""
    before, after = comparison.totals["from"], comparison.totals["to"]
    order = ("covered", "partial", "excluded", "cannot_tell")
    return [(answer, before.get(answer, 0), after.get(answer, 0)) for answer in order if answer in before or answer in after]  # type: ignore[call-overload]


def _plain(value: Any) -> Any:  # Any: nearly Json
    """Return a document with its keys and leaves as JSON has them."""
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


LAW_ASKERS: dict[str, Asker] = {"law_path": _path, "coverage": _coverage, "person_law": _person_law, "compare": _compare}
