"""Machine code for the inner loops, kept between runs where the folder can be written (decision 0020)."""

from collections.abc import Callable
from typing import Any


def compiled(function: Callable[..., Any]) -> Any:  # Any: Numba's dispatchers have no types
    """Return a function as machine code that lets other threads run beside it."""
    from numba import njit

    try:
        return njit(cache=True, nogil=True, error_model="numpy")(function)
    except RuntimeError:  # no folder can keep the code: installed read-only, and no home to write to
        return njit(nogil=True, error_model="numpy")(function)
