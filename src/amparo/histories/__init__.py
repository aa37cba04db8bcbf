"""
What happened to each person, and how many were in each state on each day.

Events go in; possible and certain states, conflicts and counts come out. The
names load when first used: frames are slow to import.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from amparo.histories.contradictions import conflicts
    from amparo.histories.daily import daily_counts
    from amparo.histories.identity import uses_safe_rule
    from amparo.histories.possible import possible_states

__all__ = ["conflicts", "daily_counts", "possible_states", "uses_safe_rule"]

_HOMES = {
    "conflicts": "contradictions",
    "daily_counts": "daily",
    "possible_states": "possible",
    "uses_safe_rule": "identity",
}


def __getattr__(name: str) -> Any:  # Any: whichever public name is asked for
    if name not in _HOMES:
        message = f"module 'amparo.histories' has no attribute {name!r}"
        raise AttributeError(message)
    found = getattr(import_module(f"amparo.histories.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
