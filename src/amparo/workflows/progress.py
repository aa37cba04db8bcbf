"""How far long work has come, told to whoever waits; and the way to call it off."""

from collections.abc import Callable, Iterator, Sequence

type Progress = Callable[[int, int], None]  # done, of how many

_STEP = 500


class CalledOff(Exception):
    """Somebody who waited has called the work off; raised from a ``Progress``, it takes everything back."""


def no_progress(done: int, total: int) -> None:
    """Tell nobody."""
    del done, total


def told[T](items: Sequence[T], progress: Progress) -> Iterator[T]:
    """Yield the items, and tell every few hundred how many are done."""
    for done, item in enumerate(items):
        if done % _STEP == 0:
            progress(done, len(items))
        yield item
    progress(len(items), len(items))
