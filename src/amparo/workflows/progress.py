"""How far long work has come, told to whoever waits; and the way to call it off."""

from collections.abc import Callable, Iterator, Sequence
from itertools import count

type Progress = Callable[[int, int], None]  # done, of how many
type Pause = Callable[[], None]  # between two stages of work: whoever waits may end it here

_STEP = 500


class CalledOff(Exception):
    """Somebody who waited has called the work off; raised from a ``Progress`` or a ``Pause``, it takes everything back."""


def no_progress(done: int, total: int) -> None:
    """Tell nobody."""
    del done, total


def no_pause() -> None:
    """Go on at once."""


def stages(progress: Progress, total: int) -> Pause:
    """Return a pause that tells, each time that it is called, how many of so many stages are done: at first none."""
    passed = count()
    return lambda: progress(min(next(passed), total), total)


def told[T](items: Sequence[T], progress: Progress) -> Iterator[T]:
    """Yield the items, and tell every few hundred how many are done."""
    for done, item in enumerate(items):
        if done % _STEP == 0:
            progress(done, len(items))
        yield item
    progress(len(items), len(items))
