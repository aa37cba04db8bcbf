"""
Which records are one person: names, candidates, scores, persons, and how sure that is.

Frames go in, frames come out; no registry is needed. The names load when first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from amparo.linkage.linkage import Linkage, link_lists

_HOMES = {"Linkage": "linkage", "link_lists": "linkage"}

__all__ = ["Linkage", "link_lists"]


def __getattr__(name: str) -> Any:  # Any: whichever public name is asked for
    if name not in _HOMES:
        message = f"module 'amparo.linkage' has no attribute {name!r}"
        raise AttributeError(message)
    found = getattr(import_module(f"amparo.linkage.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
