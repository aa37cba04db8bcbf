"""
The kernels, compiled for many events and as plain Python for few.

Importing Numba and loading compiled code costs about half a second, which
a registry of forty persons must not pay. Both are made of the same functions,
so there is one rule and one test of their equality.
"""

from collections.abc import Callable
from functools import cache
from types import FunctionType, SimpleNamespace
from typing import Any

from amparo.histories import identity_kernel, kernels

_MODULES = (kernels, identity_kernel)
COMPILE_ABOVE = 4_000  # events; below, plain Python takes less time than loading Numba


def chosen(events: int) -> SimpleNamespace:
    """Return the kernels that suit a number of events."""
    return compiled() if events > COMPILE_ABOVE else interpreted()


@cache
def interpreted() -> SimpleNamespace:
    """Return the kernels as plain Python."""
    return SimpleNamespace(**{part.__name__: part for module in _MODULES for part in module.PARTS})


@cache
def compiled() -> SimpleNamespace:
    """Return the kernels as machine code, kept between runs where the cache folder can be written."""
    made: dict[str, Any] = {}  # Any: Numba's dispatchers have no types
    for module in _MODULES:
        names = dict(vars(module))
        for part in (*module.INLINE, *module.PARTS):
            # The same code, with the compiled twins of what it calls in scope.
            twin = FunctionType(part.__code__, names, part.__name__)
            names[part.__name__] = made[part.__name__] = _compile(twin, inline=part in module.INLINE)
    return SimpleNamespace(**made)


def _compile(function: Callable[..., Any], *, inline: bool) -> Any:  # Any: as above
    from numba import njit

    try:
        return njit(cache=True, nogil=True, forceinline=inline)(function)
    except RuntimeError:  # no folder can keep the code: installed read-only, and no home to write to
        return njit(nogil=True, forceinline=inline)(function)
