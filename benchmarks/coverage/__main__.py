"""
Ask every method for the number of populations whose number is known, and count how often its interval holds it.

    .venv/bin/python -m benchmarks.coverage [POPULATION…]      every one where none is named

The latent-class model takes a second for each population, and is asked for one in five; over draws of links it is not asked.
"""

import sys
from collections.abc import Sequence
from datetime import date
from time import process_time

import numpy as np

from amparo.questions.estimates import Estimate, Population, Refused
from amparo.questions.estimates.answer import Answer
from amparo.questions.estimates.comparison import METHODS
from amparo.questions.estimates.consistency import fails, predictions
from amparo.questions.estimates.over_lists import estimate_over_lists
from benchmarks.coverage.populations import POPULATIONS, Known

_SIZE, _REPLICATES, _OF_LCMCR = 1_000, 100, 20
_OVER_DRAWS = ("links missed, known as doubtful",)
_DRAWS = 10
_NOMINAL = 95
_DAY = date(2026, 1, 1)
_NOBODY_IN_PARTICULAR = Population(states=("deprived",), since=_DAY, until=_DAY)


def main(named: Sequence[str]) -> None:
    """Print a row for each population and method."""
    print(f"{_REPLICATES} populations of {_SIZE:,} persons, seeds 0 to {_REPLICATES - 1}; lcmcr the first {_OF_LCMCR}.\n")
    print("| population | method | holds the truth, % | error of the middle, % | width, % | refused | misses warned of |")
    print("|---|---|---:|---:|---:|---:|---:|")
    begun = process_time()
    for name in named or POPULATIONS:
        for method in METHODS:
            number = _REPLICATES if method != "lcmcr" else 0 if name in _OVER_DRAWS else _OF_LCMCR
            worlds = [POPULATIONS[name](_SIZE, np.random.default_rng([seed, 17])) for seed in range(number)]
            answers = [_asked(known, method, seed) for seed, known in enumerate(worlds)]
            if answers:
                print(f"| {name} | {method} | {_row(answers, method)}", flush=True)
    print(f"\n{process_time() - begun:.0f} processor seconds.")


def _asked(known: Known, method: str, seed: int) -> Answer:
    if known.captures is None:
        answer = METHODS[method](known.table, seed=seed)
        doubted = isinstance(answer, Estimate) and fails(predictions(known.table))
        return answer.with_warnings("inconsistent") if doubted and isinstance(answer, Estimate) else answer
    found = estimate_over_lists(known.captures, known.links, _NOBODY_IN_PARTICULAR, methods=(method,), draws=_DRAWS, seed=seed)
    return found.whole.answers[method]


def _row(answers: Sequence[Answer], method: str) -> str:
    """Return the cells of a row; of a floor the interval holds the truth where its lower end is not above it."""
    given = [answer for answer in answers if isinstance(answer, Estimate)]
    refused = sum(isinstance(answer, Refused) for answer in answers)
    if not given:
        return f"– | – | – | {refused} | – |"
    holds = [answer.low <= _SIZE and (answer.high >= _SIZE or method == "chao") for answer in given]
    missed = [answer for answer, held in zip(given, holds, strict=True) if not held]
    warned = sum(bool(answer.warnings) for answer in missed)
    error = 100 * (np.median([answer.total for answer in given]) / _SIZE - 1)
    width = 100 * np.median([answer.high - answer.low for answer in given]) / _SIZE
    share = 100 * sum(holds) / len(holds)
    mark = "**" if share < _NOMINAL - 196 * np.sqrt(0.95 * 0.05 / len(given)) else ""
    return f"{mark}{share:.0f}{mark} | {error:+.0f} | {width:.0f} | {refused} | {f'{warned} of {len(missed)}' if missed else '–'} |"


if __name__ == "__main__":
    main(sys.argv[1:])
