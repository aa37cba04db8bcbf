"""The last word on a distribution of totals: a figure with its warnings, or a refusal."""

from collections.abc import Mapping, Sequence
from typing import Any

from amparo.questions.estimates.answer import Draws, Estimate, Refused, diagnosed
from amparo.questions.estimates.shape import modes
from amparo.words import Language

WIDE = 10.0  # times; an interval whose ends are farther apart says nothing
FAR = 20.0  # times the persons documented


def concluded(
    method: str,
    documented: int,
    interval: tuple[float, float, float],
    draws: Draws,
    *,
    apart: float,
    assumptions: Mapping[Language, Sequence[str]],
    diagnostics: Mapping[str, Any],  # Any: as in Estimate
) -> Estimate | Refused:
    """
    Return the estimate, unless its distribution has two modes far apart or is too wide to say anything.

    The interval is lower end, median and upper end; ``apart`` says how many times as large as the first the last mode must be
    to make two answers of one; nearer ones give a warning.
    """
    low, middle, high = interval
    found = modes(draws, documented)
    about = diagnosed(**{**diagnostics, "modes": len(found), "mode_totals": found})
    if len(found) > 1 and found[-1] > apart * found[0]:
        places = ", ".join(f"{place:.0f}" for place in found)
        return Refused("two_modes", method, documented, {"modes": len(found), "places": places}, about)
    if high > WIDE * low:
        return Refused("wide", method, documented, {"low": low, "high": high}, about)
    estimate = Estimate(
        total=middle, low=low, high=high, documented=documented, method=method, assumptions=assumptions, diagnostics=about, draws=draws
    )
    more = [("models_disagree", len(found) > 1), ("far_from_documented", high > FAR * documented)]
    return estimate.with_warnings(*(code for code, holds in more if holds))
