"""When an act happened, as days that its start and its end may be; a day of arrest never enters here."""

from datetime import date

import attrs

from amparo.statements import interval

FIRST_DAY, LAST_DAY = 0, 4_000_000  # before and after every day of the calendar: the unbounded past and future

type Days = tuple[int, int]


@attrs.frozen
class Act:
    """The days, both included, on which an act may have started and may have ended; it never ends before it starts."""

    starts: Days = (FIRST_DAY, LAST_DAY)
    ends: Days = (FIRST_DAY, LAST_DAY)

    @property
    def is_exact(self) -> bool:
        """Whether both days are known."""
        return self.starts[0] == self.starts[1] and self.ends[0] == self.ends[1]


UNKNOWN_ACT = Act()


def act(start: str | None, end: str | None, *, continuing: bool | None = None) -> Act | None:
    """
    Return the days of an act from two EDTF expressions; None where it would end before it starts.

    Conduct that goes on ends after every day of the calendar; where an end is
    given all the same, it may be that day or any later one.

    >>> from amparo.questions.law.moments import act
    >>> act("2014-03-12", "2014-03").ends == (date(2014, 3, 12).toordinal(), date(2014, 3, 31).toordinal())
    True
    """
    starts, ends = _days(start), _days(end)
    if continuing:
        ends = (ends[0] if end else LAST_DAY, LAST_DAY)
    starts, ends = (starts[0], min(starts[1], ends[1])), (max(ends[0], starts[0]), ends[1])
    return None if starts[0] > starts[1] or ends[0] > ends[1] else Act(starts, ends)


def _days(edtf: str | None) -> Days:
    first, last = interval(edtf or "")
    return (FIRST_DAY if first is None else first.toordinal(), LAST_DAY if last is None else last.toordinal())


def exact_day(value: object) -> int | None:
    """Return the number of a day written in full, None for anything else."""
    if isinstance(value, date):
        return value.toordinal()
    try:
        return date.fromisoformat(value).toordinal() if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


def written(days: Days) -> str:
    """Return days as EDTF; an unbounded side is ``..``."""
    ends = [".." if day in (FIRST_DAY, LAST_DAY) else date.fromordinal(day).isoformat() for day in days]
    return ends[0] if ends[0] == ends[1] and ends[0] != ".." else "/".join(ends)


def day_of(number: int) -> date | None:
    """Return the day of a number, None for the unbounded past and future."""
    return None if number in (FIRST_DAY, LAST_DAY) else date.fromordinal(number)
