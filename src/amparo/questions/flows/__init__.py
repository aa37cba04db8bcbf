"""
How people move through custody: how fast, how far, and back again, with errors and with what partial dates leave open.

The names load when first used: frames and kernels are slow to import.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from amparo.questions.flows.curves import incidence, occupancy, survival

__all__ = ["incidence", "occupancy", "survival"]

_HOMES = {"incidence": "curves", "occupancy": "curves", "survival": "curves"}


def __getattr__(name: str) -> Any:  # Any: whichever public name is asked for
    if name not in _HOMES:
        message = f"module 'amparo.questions.flows' has no attribute {name!r}"
        raise AttributeError(message)
    found = getattr(import_module(f"amparo.questions.flows.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
