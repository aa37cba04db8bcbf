"""All methods beside each other: never one number."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import attrs
import polars as pl

from amparo.questions.estimates.answer import Answer, Estimate
from amparo.questions.estimates.consistency import Prediction, fails, predictions
from amparo.questions.estimates.decomposable import dga_of
from amparo.questions.estimates.latent_class import lcmcr_of
from amparo.questions.estimates.log_linear import loglinear_of
from amparo.questions.estimates.lower_bound import Pair, chao_of, pairs_of
from amparo.questions.estimates.overlaps import Overlaps, read_overlaps

METHODS: Mapping[str, Callable[..., Answer]] = {"lcmcr": lcmcr_of, "dga": dga_of, "loglinear": loglinear_of, "chao": chao_of}


@attrs.frozen(eq=False)
class SideBySide:
    """
    What several methods make of one table.

    Attributes:
        documented: persons on at least one list.
        lists: their names.
        answers: method → figure or refusal.
        pairs: each two lists by themselves.
        predictions: each list left out and predicted from the others.
    """

    documented: int
    lists: tuple[str, ...]
    answers: Mapping[str, Answer]
    pairs: Sequence[Pair]
    predictions: Sequence[Prediction]

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return everything as data."""
        return {
            "documented": self.documented,
            "lists": list(self.lists),
            "estimates": [answer.to_dict() for answer in self.answers.values()],
            "pairs": [{name: _finite(value) for name, value in attrs.asdict(pair).items()} for pair in self.pairs],
            "predictions": [attrs.asdict(prediction) for prediction in self.predictions],
        }


def side_by_side(
    table: pl.DataFrame, *, methods: Sequence[str] = tuple(METHODS), seed: int = 0, derived: Mapping[str, str] | None = None
) -> SideBySide:
    """
    Return what each method makes of a table, each two lists by themselves, and how well the lists predict each other.

    Where more than half of the lists are not predicted by the others, the figures carry a warning. The latent-class
    model says what other priors would give.
    """
    return side_by_side_of(read_overlaps(table, derived), methods, seed, {**METHODS, "lcmcr": partial(lcmcr_of, sensitivity=True)})


def side_by_side_of(
    overlaps: Overlaps, methods: Sequence[str], seed: int, how: Mapping[str, Callable[..., Answer]] = METHODS
) -> SideBySide:
    """Return the same from overlaps that are read already; ``how`` says what each method is."""
    answers = {method: how[method](overlaps, seed=seed) for method in methods}
    found = predictions(overlaps)
    if fails(found):
        answers = {method: _doubted(answer) for method, answer in answers.items()}
    return SideBySide(overlaps.documented, overlaps.lists, answers, pairs_of(overlaps), found)


def _doubted(answer: Answer) -> Answer:
    return answer.with_warnings("inconsistent") if isinstance(answer, Estimate) else answer


def _finite(value: Any) -> Any:  # Any: a name or a number
    return None if value == float("inf") else round(value, 2) if isinstance(value, float) else value
