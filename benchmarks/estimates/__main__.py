"""
Time every method, beside R where it has the same calculation.

    AMPARO_DATA=FOLDER .venv/bin/python -m benchmarks.estimates
"""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from time import perf_counter, process_time

import numpy as np

from amparo.questions.estimates.answer import Answer, Estimate
from amparo.questions.estimates.decomposable import dga_of
from amparo.questions.estimates.hierarchical import models, parameters
from amparo.questions.estimates.latent_class import lcmcr_of
from amparo.questions.estimates.log_linear import fit_models, loglinear_of
from amparo.questions.estimates.overlaps import Overlaps
from benchmarks.estimates.tables import published, simulated

_SEEDS = 3
# Independent draws of log(unseen) for each processor second of the reference program in long runs: another run, on another day.
_LCMCR = {"kosovo_4lists": "120", "western_us_5lists": "500", "hiv_rome_4lists": "850", "3 lists, 50,000": "13–33 *",
          "5 lists, 50,000": "45 *", "5 lists, 5,000": "175 *"}  # fmt: skip
_DGA = {"kosovo_4lists": "0.042", "uk_slavery_5lists": "2.34", "netherlands_5lists": "10.1"}
_LOG_LINEAR = {"kosovo_4lists": "0.6–0.9", "uk_slavery_5lists": "83–124 wall"}


def main() -> None:
    """Print all tables of figures."""
    chains(tables())
    decomposable()
    log_linear()


def decomposable() -> None:
    """Print how long averaging over decomposable graphs takes."""
    print("\n| dga, with its sensitivity | cpu, s | one prior alone, cpu, s | dga of R, cpu, s (not the same run) |\n|---|---:|---:|---:|")
    for name in ("kosovo_4lists", "uk_slavery_5lists", "netherlands_5lists"):
        table = published(name)
        if table is not None:
            whole, alone = seconds(partial(dga_of, table)), seconds(partial(_alone, table))
            print(f"| {name} | {whole:.3f} | {alone:.4f} | {_DGA[name]} |", flush=True)


def chains(named: Mapping[str, Overlaps | None]) -> None:
    """Print what the chains of the latent-class model give."""
    print(f"| lcmcr, 4 chains, {_SEEDS} seeds | wall, s | cpu, s | R-hat | ESS bulk, tail | bulk a cpu-second | tail | LCMCR |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for name, table in named.items():
        if table is None:
            continue
        rows, walls, answers = [], [], []
        for seed in range(-1, _SEEDS):  # the first one loads the code
            wall, processor = perf_counter(), process_time()
            answer = lcmcr_of(table, seed=seed % 100)
            processor, wall = process_time() - processor, perf_counter() - wall
            if seed >= 0:
                told = answer.diagnostics
                rows.append((processor, told["rhat"], told["ess_bulk"], told["ess_tail"]))
                walls.append(wall)
                answers.append(answer)
        spent, rhat, bulk, tail = np.array(rows).T
        cells = (
            f"{name}: {'; '.join(map(_said, answers))}",
            f"{min(walls):.1f}–{max(walls):.1f}",
            f"{spent.min():.1f}–{spent.max():.1f}",
            f"{rhat.max():.3f}",
            f"{bulk.min():,.0f}, {tail.min():,.0f}",
            f"{np.median(bulk / spent):,.0f}",
            f"{np.median(tail / spent):,.0f}",
            _LCMCR.get(name, "–"),
        )
        print(f"| {' | '.join(cells)} |", flush=True)


def tables() -> dict[str, Overlaps | None]:
    """Return the tables of the chains by name."""
    names = ("kosovo_4lists", "western_us_5lists", "new_orleans_5lists", "hiv_rome_4lists", "uk_slavery_5lists", "australia_4lists")
    sizes = ((3, 50_000), (5, 50_000), (5, 5_000))
    return {name: published(name) for name in names} | {f"{lists} lists, {size:,}": simulated(lists, size) for lists, size in sizes}


def _said(answer: Answer) -> str:
    return f"{answer.total:,.0f} [{answer.low:,.0f}; {answer.high:,.0f}]" if isinstance(answer, Estimate) else answer.code


def _alone(table: Overlaps) -> object:
    from amparo.questions.estimates.decomposable import average

    return average(table, 2.0 ** -len(table.lists))


def log_linear() -> None:
    """Print how long all log-linear models take, here and with base R's glm.fit in the same run."""
    print("\n| log-linear | models | fits, cpu, s | whole answer, cpu, s | glm.fit of R, same run, cpu, s | Rcapture, s * |")
    print("|---|---:|---:|---:|---:|---:|")
    for name in ("kosovo_4lists", "uk_slavery_5lists"):
        table = published(name)
        if table is not None:
            every = models(len(table.lists))
            fits = seconds(partial(fit_models, table, every))
            whole = seconds(partial(loglinear_of, table))
            print(f"| {name} | {len(every):,} | {fits:.2f} | {whole:.2f} | {_in_r(table)} | {_LOG_LINEAR[name]} |", flush=True)


def _in_r(table: Overlaps) -> str:
    """Return R's processor seconds for the same fits, and how far its totals are from ours where there is a finite maximum."""
    found = shutil.which("Rscript")
    if found is None:
        return "R is not here"
    lists, every = len(table.lists), models(len(table.lists))
    rows, sizes = parameters(lists, every)
    with tempfile.TemporaryDirectory() as scratch:
        cells, terms, answer = (Path(scratch) / name for name in ("cells.csv", "models.txt", "answer.txt"))
        cells.write_text("count\n" + "\n".join(f"{count:.0f}" for count in table.cells()[1:]) + "\n", encoding="utf-8")
        lines = (" ".join(str(term) for term in row[:size]) for row, size in zip(rows, sizes, strict=True))
        terms.write_text("\n".join(lines) + "\n", encoding="utf-8")
        script = Path(__file__).with_name("glm.R")
        done = subprocess.run([found, script, cells, terms, answer], check=True, capture_output=True, text=True)
        missing = np.array([float(line) for line in answer.read_text(encoding="utf-8").split()])
    ours = fit_models(table, every)
    good = np.isfinite(ours.totals)
    apart = np.abs(ours.totals[good] / (table.documented + missing[good]) - 1)
    return f"{done.stdout.split()[-1]} (of {good.sum():,} totals half within {np.median(apart):.0e}, all within {apart.max():.0e})"


def seconds(act: Callable[[], object]) -> float:
    """Return the least processor seconds of three runs, the code loaded before."""
    act()
    return min(_once(act) for _ in range(3))


def _once(act: Callable[[], object]) -> float:
    before = process_time()
    act()
    return process_time() - before


if __name__ == "__main__":
    main()
