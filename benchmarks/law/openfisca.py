"""
The same rules in openfisca-core, run by a Python that has it: each provision a variable with a formula, each fact an input.

    PYTHON_WITH_OPENFISCA benchmarks/law/openfisca.py FOLDER

Reads ``law.json`` (the rules as nested lists) and ``facts.npz`` (one array a fact) and writes ``answers.npz`` and ``times.json``. It
knows nothing of this project: no unknown value, so whatever is not known must have been settled, or left to its defaults, before.
"""

import json
import re
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

PERIOD = "2026"  # it has no timeless formula, so a year stands for none
CHARGE = build_entity(key="charge", plural="charges", label="A count against a person", is_person=True)


def named(name: str) -> str:
    """Return a name that a variable may have."""
    return re.sub(r"\W", "_", name)


def of(rule: list[Any], charge: Callable[[str, Any], Any], period: Any) -> Any:  # Any: arrays, and types of a library without any
    """Return what a rule is worth for every charge."""
    head, *rest = rule
    match head:
        case "all":
            return np.logical_and.reduce([of(part, charge, period) for part in rest])
        case "any":
            return np.logical_or.reduce([of(part, charge, period) for part in rest])
        case "not":
            return ~of(rest[0], charge, period)
        case "article":
            return charge(named(f"art {rest[0]}"), period)
        case "fact":
            return charge(named(rest[0]), period)
        case "within":
            return (charge("act_start", period) >= rest[0]) & (charge("act_end", period) <= rest[1])
    raise AssertionError(rule)


def system(law: dict[str, Any]) -> TaxBenefitSystem:
    """Return a system in which each provision is a variable."""
    found = TaxBenefitSystem([CHARGE])

    def add(name: str, kind: type, rule: list[Any] | None = None) -> None:
        body: dict[str, Any] = {"value_type": kind, "entity": CHARGE, "definition_period": DateUnit.YEAR, "label": name}
        if rule is not None:
            body["formula"] = lambda charge, period: of(rule, charge, period)  # two parameters: it counts them
        found.add_variable(type(named(name), (Variable,), body))

    for day in ("act_start", "act_end"):
        add(day, int)
    for fact in law["facts"]:
        add(fact, bool)
    for article, rule in law["articles"].items():
        add(f"art {article}", bool, rule)
    add("covered", bool, law["covered"])
    add("excluded", bool, law["excluded"])
    return found


def main(folder: Path) -> None:
    """Answer, and say how long it took."""
    law = json.loads((folder / "law.json").read_text(encoding="utf-8"))
    given = dict(np.load(folder / "facts.npz"))
    asked, taken = system(law), []
    wanted = [*(f"art {one}" for one in law["articles"]), "covered", "excluded"]
    for _ in range(3):
        simulation = SimulationBuilder().build_default_simulation(asked, count=len(given["act_start"]))
        for name, array in given.items():
            simulation.set_input(named(name), PERIOD, array)
        begun = time.perf_counter(), time.process_time()
        answers = {name: simulation.calculate(named(name), PERIOD) for name in wanted}
        taken.append((time.perf_counter() - begun[0], time.process_time() - begun[1]))
    np.savez(folder / "answers.npz", **answers)
    wall, cpu = min(taken)
    written = {"wall": wall, "cpu": cpu, "openfisca_core": version("openfisca-core"), "numpy": np.__version__}
    (folder / "times.json").write_text(json.dumps(written), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
