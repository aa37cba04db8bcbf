"""The loops over pairs and clusters: machine code for many, plain Python for few, one text for both (decision 0011)."""

from collections.abc import Callable
from functools import cache
from types import FunctionType, ModuleType, SimpleNamespace
from typing import Any

COMPILE_ABOVE = 3_000  # steps; below, plain Python takes less time than loading Numba


def chosen(module: ModuleType, steps: int) -> SimpleNamespace:
    """Return the functions of a module of loops in the form that suits a number of steps."""
    return compiled(module) if steps > COMPILE_ABOVE else plain(module)


@cache
def plain(module: ModuleType) -> SimpleNamespace:
    """Return the loops as they are written."""
    return SimpleNamespace(**{part.__name__: part for part in module.PARTS})


@cache
def compiled(module: ModuleType) -> SimpleNamespace:
    """Return the loops as machine code, kept between runs where the folder of the program can be written."""
    names = dict(vars(module))
    made: dict[str, Any] = {}  # Any: Numba's dispatchers have no types
    for part in module.PARTS:  # each after those that it calls
        names[part.__name__] = made[part.__name__] = _compile(FunctionType(part.__code__, names, part.__name__))
    return SimpleNamespace(**made)


def _compile(function: Callable[..., Any]) -> Any:  # Any: as above
    from numba import njit

    try:
        return njit(cache=True, nogil=True)(function)
    except RuntimeError:  # no folder can keep the code
        return njit(nogil=True)(function)
