"""
One answer from many: over readings of what is undecided by mixing, over strata by adding.

Draws are mixed and added, never intervals: the ends of a sum are not the sum of the ends.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import attrs
import numpy as np

from amparo.questions.estimates.answer import KEPT_DRAWS, Answer, Draws, Estimate, Refused, diagnosed
from amparo.questions.estimates.conclusion import WIDE
from amparo.questions.estimates.shape import ends
from amparo.words import LANGUAGES, Language, say

_MAY_FAIL = 0.1  # of the readings; more, and whether there is an answer hangs on the links
_MATTERS = 1.1
_WORST: Mapping[str, Any] = {"rhat": max, "ess_bulk": min, "ess_tail": min, "cap": max, "cap_mass": max, "modes": max}  # Any: builtins


def pooled(answers: Sequence[Answer]) -> Answer:
    """
    Return what several readings say together: their distributions mixed, each with the same weight.

    Every interval so has the spread within the readings and that between them. Where more than a tenth of the readings bear no
    figure there is none.
    """
    given = [answer for answer in answers if isinstance(answer, Estimate)]
    refused = [answer for answer in answers if isinstance(answer, Refused)]
    if len(answers) == 1:
        return answers[0]
    documented = round(float(np.median([answer.documented for answer in answers])))
    if not given:
        return attrs.evolve(refused[0], documented=documented)
    if len(refused) > _MAY_FAIL * len(answers):
        values = {"refused": len(refused), "draws": len(answers)}
        return Refused("link_draws", refused[0].method, documented, values, because=refused[0])
    totals = np.concatenate([answer.draws for answer in given])
    missing = np.concatenate([answer.draws - answer.documented for answer in given])
    low, middle, high = ends(totals)
    if high > WIDE * low:
        return Refused("wide", given[0].method, documented, {"low": low, "high": high})
    medians = [answer.total for answer in given]
    matters = ["links_matter"] if max(medians) > _MATTERS * min(medians) else []
    about = _together(given, matters)
    about |= {
        "readings": len(answers), "readings_refused": len(refused), "median_of_each_reading": medians,
        "documented_of_each_reading": [answer.documented for answer in given],
        "between_readings": float(np.var(medians) / (np.var(totals) or 1.0)),
    }  # fmt: skip
    assumptions = {
        language: [*given[0].assumptions[language], say("estimates.assumes_link_draws", language, draws=len(answers))]
        for language in LANGUAGES
    }
    return Estimate(
        total=middle, low=low, high=high, documented=documented, method=given[0].method, assumptions=assumptions, diagnostics=about,
        draws=_thinned(totals), unseen=ends(missing),
    )  # fmt: skip


def added(strata: Sequence[tuple[Mapping[Language, str], Answer]], seed: int) -> Answer:
    """
    Return the sum of strata: draw by draw, each stratum's in an order of its own, for they are independent given the links.

    Where one stratum bears no figure there is no sum: what is left would not be the total.
    """
    parts = [answer for _, answer in strata if isinstance(answer, Estimate)]
    documented = sum(answer.documented for _, answer in strata)
    for name, answer in strata:
        if isinstance(answer, Refused):
            return Refused("stratum", answer.method, documented, {"stratum": name}, because=answer)
    if len(parts) == 1:
        return parts[0]
    rng = np.random.default_rng([seed, 9])
    totals = np.sum([rng.permutation(answer.draws) for answer in parts], axis=0)
    low, middle, high = ends(totals)
    assumptions = {language: [*parts[0].assumptions[language], say("estimates.assumes_strata", language)] for language in LANGUAGES}
    return Estimate(
        total=middle, low=low, high=high, documented=documented, method=parts[0].method, assumptions=assumptions,
        diagnostics=_together(parts, []), draws=totals,
    )  # fmt: skip


def _together(answers: Sequence[Estimate], more: Sequence[str]) -> dict[str, Any]:  # Any: as in Estimate
    """Return the diagnostics of several figures: the worst of each, and every warning that one of them has."""
    found: dict[str, Any] = {}
    for name, worst in _WORST.items():
        known = [answer.diagnostics[name] for answer in answers if answer.diagnostics[name] is not None]
        found[name] = worst(known) if known else None
    warnings = list(dict.fromkeys([*(code for answer in answers for code in answer.warnings), *more]))
    return diagnosed(converged=all(answer.diagnostics["converged"] for answer in answers), **found | {"warnings": warnings})


def _thinned(draws: Draws) -> Draws:
    """Return as many draws as an answer keeps, evenly from all."""
    places = (np.arange(KEPT_DRAWS) + 0.5) / KEPT_DRAWS
    return np.asarray(np.random.default_rng(len(draws)).permutation(np.quantile(draws, places)), np.float64)
