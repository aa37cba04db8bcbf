"""The kernels of flows as plain Python for a registry, and as machine code for the lists of a country (decision 0011)."""

import logging
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

_LOG = logging.getLogger("amparo.flows")
_LOADED: set[Callable[..., Any]] = set()
COMPILE_ABOVE = 200_000  # steps of the innermost loop; below, plain Python takes less time than loading Numba


def chosen[**P, R](kernel: Callable[P, R], steps: int) -> Callable[P, R]:
    """Return the form of a kernel that suits a number of steps; one that is loaded already serves for few as well."""
    return compiled(kernel) if steps > COMPILE_ABOVE or kernel in _LOADED else kernel


@cache
def compiled(kernel: Callable[..., Any]) -> Any:  # Any: Numba's dispatchers have no types
    """Return a kernel as machine code, kept between runs where a folder can keep it; the first time ever, it says that it compiles."""
    from numba import njit

    _LOADED.add(kernel)
    try:
        made = njit(cache=True, nogil=True)(kernel)
    except RuntimeError:  # no folder can keep the code: installed read-only, and no home to write to
        return njit(nogil=True)(kernel)
    kept = Path(str(made.stats.cache_path))
    if not any(kept.glob(f"{Path(kernel.__code__.co_filename).stem}.{kernel.__name__}-*.nbi")):
        _LOG.warning("Compiling %s, once for this machine …", kernel.__name__)
    return made
