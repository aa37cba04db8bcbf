"""What is wrong with a file written by hand, each mistake with its line."""

from collections.abc import Mapping

import attrs

from amparo.errors import BadInput, Problem
from amparo.ingest.shapes import Mistakes
from amparo.words import Language, say


@attrs.frozen
class LineProblem(Problem):
    """A problem of a line of a file rather than of a row of a table."""

    def message(self, language: Language) -> str:
        """Return line and reason in one sentence."""
        return say("law.at_line", language, line=self.row) + f"{say(self.code, language, **self.values)} [{self.code}]"


@attrs.frozen
class ExampleProblem(Problem):
    """A problem of one of an instrument's examples, which its values name by its place in the file, from 1."""

    def message(self, language: Language) -> str:
        """Return which example, and the reason, in one sentence."""
        return say("law.at_example", language, place=self.values["example"]) + f"{say(self.code, language, **self.values)} [{self.code}]"


def in_example(problem: Problem, place: int) -> ExampleProblem:
    """Return a problem as one of an example, by its place in the file from 0."""
    return ExampleProblem(problem.code, None, None, {**problem.values, "example": place + 1})


def refuse(mistakes: Mistakes, name: str, lines: Mapping[str, int]) -> None:
    """Refuse a file if anything is wrong with it; each problem names its line."""
    if mistakes.found:
        problems = sorted((_at_line(problem, lines) for problem in mistakes.found), key=lambda one: one.row or 0)
        raise BadInput("law.file_refused", problems=tuple(problems), file=name, n=len(problems))


def _at_line(problem: Problem, lines: Mapping[str, int]) -> LineProblem:
    place = str(problem.values.get("path", ""))
    while place not in lines and place:
        place = place[: max(place.rfind("."), place.rfind("["), 0)]
    return LineProblem(problem.code, lines.get(place, 1), None, problem.values)
