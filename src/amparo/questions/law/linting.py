"""An author's check of an instrument: its own examples are assessed, and what comes out otherwise is said."""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from amparo.errors import BadInput, Problem
from amparo.questions.law.assessing import assess
from amparo.questions.law.cases import read_case, unknown_names
from amparo.questions.law.instrument import Instrument
from amparo.questions.law.problems import in_example


@attrs.frozen
class Lint:
    """What is wrong with an instrument: nothing where ``problems`` is empty."""

    instrument: Instrument
    examples: int
    problems: tuple[Problem, ...]


def lint(instrument: Instrument) -> Lint:
    """Return what its examples show; a fact that the instrument does not know is an error here."""
    examples = instrument.document.get("examples") or []
    problems = [in_example(problem, place) for place, one in enumerate(examples) for problem in _of_example(instrument, one)]
    return Lint(instrument, len(examples), tuple(problems))


def _of_example(instrument: Instrument, example: Mapping[str, Any]) -> Iterator[Problem]:  # Any: a checked mapping
    try:
        case = read_case(example["case"])
        found = assess(instrument, case, example.get("readings"))
    except BadInput as refusal:
        reasons = refusal.problems or (Problem(refusal.code, values=refusal.values),)
        yield from reasons
        return
    yield from unknown_names(instrument, case)
    wanted = example["expect"].get("person")
    if wanted not in (None, found.person):
        yield Problem("law.example_differs", values={"what": "person", "expected": wanted, "found": found.person})
    for name, expected in (example["expect"].get("charges") or {}).items():
        if name not in found.charges:
            yield Problem("law.example_differs", values={"what": name, "expected": name, "found": ", ".join(found.charges)})
            continue
        charge = found.charges[name]
        for key, value in expected.items():
            actual = getattr(charge, key)
            alike = (
                set(value) <= set(actual)
                if key == "articles"
                else sorted(value) == sorted(actual)
                if isinstance(value, list)
                else value == actual
            )
            if not alike:
                yield Problem("law.example_differs", values={"what": f"{name}.{key}", "expected": value, "found": actual})
