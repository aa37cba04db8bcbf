"""
How many nobody documented: multiple systems estimation from the overlaps of lists.

An estimate is an answer of its own kind, never part of a count: it says
what must hold for it to mean anything, and where the overlaps cannot bear it, it is refused with what would
allow it. The names load when first used: the compiled kernels are slow to import.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from amparo.questions.estimates.answer import Estimate, Refused
    from amparo.questions.estimates.comparison import SideBySide, side_by_side
    from amparo.questions.estimates.decomposable import dga
    from amparo.questions.estimates.latent_class import lcmcr
    from amparo.questions.estimates.log_linear import loglinear, loglinear_models
    from amparo.questions.estimates.lower_bound import chao, pairs
    from amparo.questions.estimates.over_lists import OverLists, estimate_over_lists
    from amparo.questions.estimates.population import Population

__all__ = [
    "Estimate",
    "OverLists",
    "Population",
    "Refused",
    "SideBySide",
    "chao",
    "dga",
    "estimate_over_lists",
    "lcmcr",
    "loglinear",
    "loglinear_models",
    "pairs",
    "side_by_side",
]

_HOMES = {
    "Estimate": "answer",
    "OverLists": "over_lists",
    "Population": "population",
    "Refused": "answer",
    "SideBySide": "comparison",
    "chao": "lower_bound",
    "dga": "decomposable",
    "estimate_over_lists": "over_lists",
    "lcmcr": "latent_class",
    "loglinear": "log_linear",
    "loglinear_models": "log_linear",
    "pairs": "lower_bound",
    "side_by_side": "comparison",
}


def __getattr__(name: str) -> Any:  # Any: whichever public name is asked for
    if name not in _HOMES:
        message = f"module 'amparo.questions.estimates' has no attribute {name!r}"
        raise AttributeError(message)
    found = getattr(import_module(f"amparo.questions.estimates.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
