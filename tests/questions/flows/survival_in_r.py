"""
What R's survival package answers for simulated persons.

``python -m tests.questions.flows.survival_in_r`` asks it again and writes ``r_answers.json``, which the quick suite compares with.
"""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import polars as pl

from tests.questions.flows.simulated import spells, walks

HERE = Path(__file__).parent
ANSWERS = HERE / "r_answers.json"
TIMES = [0, 1, 2, 5, 10, 20, 35, 50, 80, 99, 118, 150]
CASES: dict[str, tuple[str, dict[str, Any]]] = {  # name → what is asked, and how the rows are made
    "survival_60": ("survival", {"persons": 60, "seed": 1}),
    "survival_400": ("survival", {"persons": 400, "seed": 2}),
    "incidence_80": ("incidence", {"persons": 80, "seed": 3, "causes": 3}),
    "incidence_400": ("incidence", {"persons": 400, "seed": 4, "causes": 2}),
    "occupancy_12": ("occupancy", {"persons": 12, "seed": 5}),
    "occupancy_60": ("occupancy", {"persons": 60, "seed": 6, "final": "c"}),
    "occupancy_300": ("occupancy", {"persons": 300, "seed": 7, "states": "abcd"}),
}


def simulated(what: str, how: dict[str, Any]) -> pl.DataFrame:
    """The rows of a case."""
    return walks(**how) if what == "occupancy" else spells(**how)


def rscript() -> str | None:
    """Where R is, with its survival package; None where it is not."""
    found = shutil.which("Rscript")
    if found is None:
        return None
    has = subprocess.run([found, "-e", "library(survival)"], capture_output=True, check=False)
    return found if has.returncode == 0 else None


def in_r(what: str, rows: pl.DataFrame, times: list[int]) -> list[dict[str, Any]]:
    """What R answers: time, name (of the cause or the state), value and se; a se that R does not give is null."""
    found = rscript()
    assert found is not None
    with tempfile.TemporaryDirectory() as scratch:
        told, asked, answer = (Path(scratch) / name for name in ("rows.csv", "times.csv", "answer.csv"))
        rows.write_csv(told)
        pl.DataFrame({"time": times}).write_csv(asked)
        subprocess.run([found, HERE / "survfit.R", what, told, asked, answer], check=True, capture_output=True)
        text = pl.read_csv(answer, infer_schema=False).with_columns(pl.all().str.strip_chars())
    return text.with_columns(pl.col("time", "value", "se").cast(pl.Float64, strict=False).fill_nan(None)).to_dicts()


if __name__ == "__main__":
    ANSWERS.write_text(
        json.dumps({name: in_r(what, simulated(what, how), TIMES) for name, (what, how) in CASES.items()}, indent=0) + "\n",
        encoding="utf-8",
    )
