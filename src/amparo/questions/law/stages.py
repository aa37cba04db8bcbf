"""The path of a law: its stages as sources tell them, the time that the constitution gives each, and what was skipped."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import attrs
import yaml

from amparo.questions.law.stagenames import stage_label, stage_of, stages
from amparo.statements import interval
from amparo.words import LANGUAGES

type Days = tuple[date | None, date | None]
type Met = Literal["met", "missed", "unclear", "pending", "overdue", "not_started"]

# Stages that a text passes once: two dates for one of them are a disagreement, not two stages.
_MANY_TIMES = {"commission_created", "deferred", "court_practice", "commission_report", "monitoring_body", "amended", "announced"}
ONCE = frozenset(stages()) - _MANY_TIMES


@attrs.frozen(kw_only=True)
class Told:
    """One stage as one source tells it; ``name`` is the source's own word for it."""

    name: str
    date: str
    body: str | None = None
    result: str | None = None
    text: str | None = None
    vote: str | None = None
    note: str | None = None
    source: str | None = None
    statement_id: str | None = None

    @property
    def stage(self) -> str:
        """The stage of the one table."""
        return stage_of(self.name, self.result)

    @property
    def days(self) -> Days:
        """The first and the last day that it may be."""
        return interval(self.date)

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return it as data, without what is not known."""
        return {"stage": self.stage, **{name: value for name, value in attrs.asdict(self).items() if value is not None}}


@attrs.frozen
class Step:
    """
    One stage with everything that sources say of it.

    Attributes:
        disagree: the sources do not allow one common day.
        lo, hi: the days that some source allows.
    """

    stage: str
    told: tuple[Told, ...]
    disagree: bool
    lo: date | None
    hi: date | None

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return it as data."""
        return {
            "stage": self.stage,
            "label": {language: stage_label(self.stage, language) for language in LANGUAGES},
            "earliest": _text(self.lo),
            "latest": _text(self.hi),
            "disagree": self.disagree,
            "told": [one.to_dict() for one in self.told],
        }


@attrs.frozen
class Deadline:
    """
    What is due after a stage, and by when.

    Attributes:
        due: the first and the last day that the deadline may fall on.
        took: the least and the most days that passed, where it was done.
    """

    id: str
    article: str
    words: Mapping[str, str]
    days: int
    due: tuple[date | None, date | None]
    met: Met
    took: tuple[int, int] | None = None

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return it as data."""
        return {
            "id": self.id, "article": self.article, "text": dict(self.words), "days": self.days, "due": [_text(one) for one in self.due],
            "met": self.met, "took": list(self.took) if self.took else None,
        }  # fmt: skip


@attrs.frozen
class Check:
    """Something that a constitution asks of the path; ``met`` is None where it cannot be told."""

    id: str
    article: str | None
    words: Mapping[str, str]
    met: bool | None

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return it as data."""
        return {"id": self.id, "article": self.article, "text": dict(self.words), "met": self.met}


@attrs.frozen
class Path:
    """
    Where a text has been and where it must go next.

    Attributes:
        texts: the wordings in circulation, each with the stage and the day at which a source names it.
        later: how many stages are on record that every source puts after the day asked about; nothing of them is told here.
    """

    instrument: str
    steps: tuple[Step, ...]
    deadlines: tuple[Deadline, ...]
    checks: tuple[Check, ...]
    texts: tuple[tuple[str, str, str], ...]
    later: int = 0

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return it as data."""
        return {
            "instrument": self.instrument,
            "stages": [one.to_dict() for one in self.steps],
            "deadlines": [one.to_dict() for one in self.deadlines],
            "checks": [one.to_dict() for one in self.checks],
            "texts": [{"text": text, "stage": stage, "date": day} for text, stage, day in self.texts],
            "later": self.later,
        }


def path_of(instrument: str, told: Iterable[Told], *, jurisdiction: str | None, on: date) -> Path:
    """
    Return the path of a text as sources tell it, against the constitution of its State.

    ``on``: the day that is asked about: a stage that every source puts after it is counted and not told. Sources that disagree on
    a date keep one each: a deadline is met or missed only where every date says so.
    """
    known = _steps(list(told))
    steps = [one for one in known if one.lo is None or one.lo <= on]
    table = _deadlines().get(jurisdiction or "", {})
    by_stage = {one.stage: one for one in reversed(steps)}
    return Path(
        instrument,
        tuple(steps),
        tuple(_deadline(row, by_stage, on) for row in table.get("deadlines", ()) if row["after"] in by_stage),
        tuple(_check(row, by_stage) for row in table.get("steps", ()) if _is_asked(row, by_stage)),
        tuple(dict.fromkeys((one.text, step.stage, one.date) for step in steps for one in step.told if one.text)),
        len(known) - len(steps),
    )


@cache
def _deadlines() -> Mapping[str, Any]:  # Any: YAML
    table: Mapping[str, Any] = yaml.safe_load((files("amparo.questions.law") / "deadlines.yml").read_text(encoding="utf-8"))
    return table


def _steps(told: Sequence[Told]) -> list[Step]:
    """Return the stages in the order of their days, what sources say of one that happens once together."""
    groups: dict[tuple[str, str], list[Told]] = {}
    for one in told:
        groups.setdefault((one.stage, "" if one.stage in ONCE else one.date), []).append(one)
    return sorted((_step(stage, found) for (stage, _), found in groups.items()), key=_order)


def _step(stage: str, told: Sequence[Told]) -> Step:
    days = [one.days for one in told]
    latest_start = max((lo for lo, _ in days if lo is not None), default=None)
    earliest_end = min((hi for _, hi in days if hi is not None), default=None)
    apart = latest_start is not None and earliest_end is not None and latest_start > earliest_end
    starts: list[date] = [lo for lo, _ in days if lo is not None]
    ends: list[date] = [hi for _, hi in days if hi is not None]
    lo = min(starts) if len(starts) == len(days) else None
    hi = max(ends) if len(ends) == len(days) else None
    return Step(stage, tuple(sorted(told, key=lambda one: (one.days[0] or date.min, one.source or ""))), apart, lo, hi)


def _order(step: Step) -> tuple[date, int, date]:
    """Order by the day by which the first source has it done: a month named for one does not put it before its days."""
    ends: list[date] = [hi for _, hi in (one.days for one in step.told) if hi is not None]
    done = min(ends, default=date.max)
    return done, stages().index(step.stage), step.lo or date.min


def _deadline(row: Mapping[str, Any], by_stage: Mapping[str, Step], on: date) -> Deadline:  # Any: a row of the table
    first = by_stage[row["after"]]
    days = timedelta(days=row["days"])
    due = (first.lo and first.lo + days, first.hi and first.hi + days)
    done = [by_stage[stage] for stage in row["due"] if stage in by_stage and not _is_before(by_stage[stage], first)]
    words: dict[str, str] = {language: row[language] for language in LANGUAGES}
    if not done:
        # A text that has gone on has passed this by: that no source tells of it does not make it late.
        passed = any(
            stages().index(stage) > stages().index(row["due"][0]) and not _is_before(one, first) for stage, one in by_stage.items()
        )
        met: Met = "unclear" if None in due or passed else "overdue" if due[1] is not None and on > due[1] else "pending"
        return Deadline(row["id"], row["article"], words, row["days"], due, met)
    end = min(done, key=lambda one: one.hi or date.max)
    if end.lo is None or end.hi is None or first.lo is None or first.hi is None:
        return Deadline(row["id"], row["article"], words, row["days"], due, "unclear")
    took = (max(0, (end.lo - first.hi).days), (end.hi - first.lo).days)
    met = "met" if took[1] <= row["days"] else "missed" if took[0] > row["days"] else "unclear"
    return Deadline(row["id"], row["article"], words, row["days"], due, met, took)


def _is_before(one: Step, other: Step) -> bool:
    return one.hi is not None and other.lo is not None and one.hi < other.lo


def _is_asked(row: Mapping[str, Any], by_stage: Mapping[str, Step]) -> bool:  # Any: a row of the table
    """Say whether a text has come so far that the step can be asked about."""
    return row["before"] in by_stage if "before" in row else row["second"] in by_stage or "second_reading_approved" in by_stage


def _check(row: Mapping[str, Any], by_stage: Mapping[str, Step]) -> Check:  # Any: a row of the table
    words: dict[str, str] = {language: row[language] for language in LANGUAGES}
    if "needed" in row:
        found = [by_stage[stage] for stage in row["needed"] if stage in by_stage]
        last = by_stage[row["before"]]
        met = None if not found else _in_time(found[0], last)
        return Check(row["id"], row["article"], words, met)
    first, second = by_stage.get(row["first"]), by_stage.get(row["second"]) or by_stage.get("second_reading_approved")
    if first is None or second is None or None in (first.lo, first.hi, second.lo, second.hi):
        return Check(row["id"], row["article"], words, None)
    apart = first.hi is not None and second.lo is not None and first.hi < second.lo
    same = (first.lo, first.hi) == (second.lo, second.hi) and first.lo == first.hi
    return Check(row["id"], row["article"], words, True if apart else False if same else None)


def _in_time(one: Step, last: Step) -> bool | None:
    """Say whether a step came no later than another; None where the days overlap or are open."""
    if one.lo is None or last.hi is None or one.hi is None or last.lo is None:
        return None
    return True if one.lo <= last.lo else False if one.lo > last.hi else None


def _text(moment: date | None) -> str | None:
    return None if moment is None else str(moment)
