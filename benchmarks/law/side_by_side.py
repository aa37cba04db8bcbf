"""The 2026 law in openfisca-core beside ours, on the part that it can express, and what it makes of the part that it cannot."""

import json
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import numpy as np
import polars as pl

from amparo.questions.law import Instrument, assess_frame
from amparo.questions.law.assessing import chosen_state
from amparo.questions.law.expressions import All, AnyOf, Article, Choice, Expression, Fact, Not, Truth, Window, walk
from amparo.questions.law.frames import ACT_COLUMNS, is_pair
from amparo.questions.law.model import State

# It has no open question either: a lawyer's choice has to be made before.
READINGS = {"Q1": "entry_into_force", "Q2": "to_2021", "Q3": False, "Q5": "kept", "straddle": "outside"}
SCRIPT = Path(__file__).with_name("openfisca.py")


@attrs.frozen
class Found:
    """What it answered and how long it took, in seconds after load."""

    answers: dict[str, Any]  # Any: arrays
    times: dict[str, Any]  # Any: numbers, and versions

    @property
    def is_covered(self) -> Any:  # Any: an array
        """Whether each charge is covered."""
        return self.answers["covered"] & ~self.answers["excluded"]


def in_openfisca(law: Instrument, frame: pl.DataFrame, python: str) -> Found:
    """Return its answers on a frame of charges; what is null there is left to its default, false, and an unknown day to 1970."""
    chosen = chosen_state(law, READINGS)
    trees = [law.model.covered, law.model.excluded]
    facts = list(dict.fromkeys(node for tree in trees for node in walk(tree) if isinstance(node, Fact)))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        document = {
            "facts": [_named(one) for one in facts],
            "articles": {one: _written(tree, law, chosen, inside=True) for one, tree in law.model.articles.items()},
            "covered": _written(trees[0], law, chosen), "excluded": _written(trees[1], law, chosen),
        }  # fmt: skip
        (folder / "law.json").write_text(json.dumps(document), encoding="utf-8")
        np.savez(folder / "facts.npz", **dict(_arrays(law, frame, facts)))
        subprocess.run([python, str(SCRIPT), name], check=True)
        return Found(dict(np.load(folder / "answers.npz")), json.loads((folder / "times.json").read_text(encoding="utf-8")))


def _named(fact: Fact) -> str:
    return fact.name if fact.test == "is" else f"{fact.name} {fact.test} {' '.join(map(str, fact.values))}"


def _arrays(law: Instrument, frame: pl.DataFrame, facts: list[Fact]) -> Iterator[tuple[str, Any]]:  # Any: arrays
    default = 719163  # 1 January 1970, by the calendar
    for name, low, high in zip(("act_start", "act_end"), ACT_COLUMNS[::2], ACT_COLUMNS[1::2], strict=True):
        yield name, frame.select(pl.when(pl.col(low) == pl.col(high)).then(pl.col(low)).otherwise(default)).to_series().to_numpy()
    for fact in facts:
        variable = law.model.variables[law.model.place[fact.name]]
        passing, column = variable.tests[fact], pl.col(fact.name)
        holds = (column if passing == 2 else ~column) if is_pair(variable) else (column & ~passing & variable.all) == 0
        yield _named(fact), frame.select(holds.fill_null(value=False)).to_series().to_numpy()


def _written(tree: Expression, law: Instrument, chosen: State, *, inside: bool = False) -> list[Any]:  # Any: nested lists
    match tree:
        case All(parts) | AnyOf(parts):
            return ["all" if isinstance(tree, All) else "any", *(_written(part, law, chosen) for part in parts)]
        case Not(part):
            return ["not", _written(part, law, chosen)]
        case Article(name, part):
            return _written(part, law, chosen) if inside else ["article", name]
        case Fact():
            return ["fact", _named(tree)]
        case Window():
            return ["within", tree.first, tree.last]
        case Choice(question, readings):
            [part] = [part for which, (_, part) in enumerate(readings) if chosen.masks[law.model.place[question]] >> which & 1]
            return _written(part, law, chosen)
        case Truth(worth):
            return ["any" if worth else "all", ["fact", "at_law"], ["not", ["fact", "at_law"]]]
        case _:
            raise AssertionError(tree)


def compared(law: Instrument, known: pl.DataFrame, partly: pl.DataFrame, python: str) -> Iterator[str]:
    """Yield what is to be printed: agreement and times where all is known, and what becomes of what is not."""
    theirs, ours = in_openfisca(law, known, python), assess_frame(law, known, READINGS)
    same = bool(((ours["answer"] == "covered").to_numpy() == theirs.is_covered).all())
    times = theirs.times
    taken = f"{times['wall']:.3f} s ({times['cpu']:.3f} s CPU)"
    yield f"openfisca-core {times['openfisca_core']}, all known: {taken}; every answer equal: {same}"
    answers = assess_frame(law, partly)["answer"].to_list()
    covered = in_openfisca(law, partly, python).is_covered
    calls = Counter(bool(one) for one, answer in zip(covered, answers, strict=True) if answer == "cannot_tell")
    yield f"openfisca-core, facts missing: of {calls.total()} that nobody can tell it calls {calls[True]} covered and {calls[False]} not"
