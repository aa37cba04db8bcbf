"""
A defensible record of political detention and amnesty.

Sub-packages load when they are first named, so that ``import amparo`` is
instant and ``amparo.statements.interval("2026-01")`` works at once.
"""

from importlib import import_module
from types import ModuleType

__version__ = "0.1.0"

_PACKAGES = frozenset({"errors", "histories", "ingest", "linkage", "publish", "questions", "statements", "store", "words", "workflows"})


def __getattr__(name: str) -> ModuleType:
    if name in _PACKAGES:
        return import_module(f"amparo.{name}")
    message = f"module 'amparo' has no attribute {name!r}"
    raise AttributeError(message)
