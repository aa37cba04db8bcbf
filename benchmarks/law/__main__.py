"""
Time the 2026 law over invented case files: all at once by columns, in SQL, and one by one with explanation and smallest sets.

    python -m benchmarks.law 100k 1M
"""

import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date

import duckdb
import numpy as np
import polars as pl

from amparo.questions.law import ChargeAssessment, Instrument, assess, assess_frame
from amparo.questions.law.formulas import formula
from amparo.questions.law.frames import ACT_COLUMNS, is_pair, schema
from amparo.questions.law.loading import shipped_instrument
from amparo.questions.law.moments import FIRST_DAY, LAST_DAY
from amparo.questions.law.sql import answer_query
from benchmarks.law.side_by_side import READINGS, compared

LAW = "ve/ley/2026/amnistia-convivencia-democratica@v3-gazette"
SIZES = {"100k": 100_000, "1M": 1_000_000}
RUNS = 5


def charges(law: Instrument, n: int, seed: int = 1, *, known: bool = False) -> pl.DataFrame:
    """
    Return invented charges: acts exact or known by the month, one in ten by the year or not at all; one fact in twenty unknown.

    ``known``: the same, with nothing unknown.
    """
    draw = np.random.default_rng(seed)
    start = draw.integers(date(1999, 1, 1).toordinal(), date(2026, 3, 1).toordinal(), n)
    blur = draw.choice([0, 30, 365, -1], n, p=[0.6, 0.3, 0.08, 0.02]) * (not known)
    lo, hi = np.where(blur < 0, FIRST_DAY, start), np.where(blur < 0, LAST_DAY, start + np.maximum(blur, 0))
    events = [name for name in law.model.place if name.startswith("events.")]
    linked = draw.integers(0, len(events) + 3, n)  # one event or none
    columns: dict[str, object] = {
        "person_id": np.arange(n).astype(str), "charge_id": ["c1"] * n,
        **{name: days.astype(np.int32) for name, days in zip(ACT_COLUMNS, (lo, hi, lo, hi), strict=True)},
    }  # fmt: skip
    for variable in law.model.variables:
        if variable.is_question:
            continue
        unknown = (draw.random(n) < (0.02 if variable.name in events else 0.05)) & (not known)
        if variable.name in events:
            holds = linked == events.index(variable.name)
        else:
            holds = draw.random(n) < (0.9 if variable.name in ("at_law", "status") else 0.03)
        if is_pair(variable):
            columns[variable.name] = pl.Series(holds).set(pl.Series(unknown), None)
        else:
            columns[variable.name] = np.where(unknown, variable.all, 1 << draw.integers(0, len(variable.classes), n)).astype(np.uint32)
    return pl.DataFrame(columns, schema_overrides=schema(law))


def timed(work: Callable[[], object], runs: int = RUNS) -> str:
    """Return the least time of some runs, in seconds by the clock and of all processors."""
    taken = []
    for _ in range(runs):
        begun = time.perf_counter(), time.process_time()
        work()
        taken.append((time.perf_counter() - begun[0], time.process_time() - begun[1]))
    return f"{min(wall for wall, _ in taken):.3f} s ({min(cpu for _, cpu in taken):.3f} s CPU)"


def milliseconds(
    steps: Sequence[Callable[[ChargeAssessment], object]], given: dict[str, object], law: Instrument, runs: int = 200
) -> list[float]:
    """Return the least time of each step, one after the other, for a person whose case is read anew each time; the first is the answer."""
    best = [float("inf")] * (len(steps) + 1)
    for _ in range(runs):
        formula.cache_clear()  # another person's case would not be there
        begun = time.perf_counter()
        found = assess(law, given).charges["c"]
        moments = [begun, time.perf_counter()]
        for step in steps:
            step(found)
            moments.append(time.perf_counter())
        best = [min(one, 1000 * (after - before)) for one, before, after in zip(best, moments, moments[1:], strict=False)]
    return best


def case(unknown: int) -> dict[str, object]:
    """Return a case with so many unknown facts."""
    names = ["crime_against_humanity", "grave_hr_violation", "war_crime", "foreign_armed_action", "at_law", "placed_self_at_law_after"]
    offences = ["homicide_intentional", "injury_very_serious", "corruption_law_offence", "drug_trafficking"]
    left = names[unknown:] if unknown < len(names) else []
    absent = offences[max(0, unknown - len(names)) :]
    return {
        "format": "amparo-case/1",
        "person": {"id": "p", "facts": {name: name == "at_law" for name in left}},
        "charges": [
            {"id": "c", "status": ["charged"], "offences": [], "offences_absent": [*absent, "rebellion_military"], "events_complete": True,
             "act": {"start": "2014-03-12", "end": "2014-03-12"}, "events": {"ve.2014.protests": True}}
        ],
    }  # fmt: skip


def main(sizes: list[str]) -> None:
    """Print the figures; with ``AMPARO_OPENFISCA`` naming a Python that has openfisca-core, also beside it."""
    law = shipped_instrument(LAW)
    for size in sizes:
        frame = charges(law, SIZES[size])
        ours = timed(lambda frame=frame: assess_frame(law, frame))  # type: ignore[misc]
        answered = assess_frame(law, frame)
        counts = dict(answered["answer"].value_counts().sort("answer").iter_rows())
        print(f"columns, {size}: {ours}; {counts}; {answered.width - 4} provisions")
        with duckdb.connect(":memory:", config={"threads": "2"}) as engine:
            engine.register("charges", frame)
            query = answer_query(law, "charges")
            sql = timed(lambda engine=engine, query=query: engine.sql(query).pl(), 3)  # type: ignore[misc]
            same = engine.sql(query).pl().select(list(law.model.articles)).equals(answered.select(list(law.model.articles)))
        print(f"SQL, {size}: {sql}; every provision equal: {same}")
        known = charges(law, SIZES[size], known=True)
        print(f"columns, {size}, all known: {timed(lambda known=known: assess_frame(law, known, READINGS))}")  # type: ignore[misc]
        for line in compared(law, known, frame, python) if (python := os.environ.get("AMPARO_OPENFISCA")) else ():
            print(f"{size}, {line}")
    for unknown in (0, 5, 10):
        given = case(unknown)
        missing = assess(law, given).charges["c"].missing
        answer, sets, why = milliseconds([lambda one: one.missing_sets, lambda one: one.to_dict()], given, law)
        print(f"one person, {len(missing)} facts missing: answer {answer:.2f} ms, smallest sets {sets:.2f} ms, explanation {why:.2f} ms")


if __name__ == "__main__":
    main(sys.argv[1:] or ["100k"])
