"""What the law says must happen by when: the constitution's deadlines for texts, and the days of a court for an application."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Literal

import attrs

from amparo.questions.law import Instrument
from amparo.questions.law.consequence import Consequence
from amparo.questions.law.stages import Met, Path
from amparo.words import LANGUAGES, say
from amparo.workflows.coverage import PersonCoverage, coverage
from amparo.workflows.law import instruments_spoken_of
from amparo.workflows.law_path import law_path, line_of_time
from amparo.workflows.session import Session


@attrs.frozen(kw_only=True)
class Due:
    """
    Something that is due by a day.

    Attributes:
        kind: of a ``text`` by the constitution, or of a court over the ``application`` of a person.
        id: which deadline.
        days: what the constitution or the text gives.
        due: the first and the last day that it may fall on, as far as sources tell; None where they do not.
        met: whether it was, as far as every date says so.
        person_id, name: of an application; the name is None where it may not be shown.
    """

    kind: Literal["text", "application"]
    instrument: str
    id: str
    article: str | None
    words: Mapping[str, str]
    days: int
    due: tuple[date | None, date | None]
    met: Met
    person_id: str | None = None
    name: str | None = None

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return it as data, without a name."""
        document = attrs.asdict(self, recurse=False, filter=lambda field, value: field.name != "name" and value is not None)
        return document | {"words": dict(self.words), "due": [None if one is None else str(one) for one in self.due]}


def due_days(*, on: date, session: Session | None = None, jurisdiction: str | None = None) -> list[Due]:
    """
    Return every deadline of the texts of a State, or of all, in the order of their days; with a registry also every application pending.

    ``on``: the day on which it is asked. What was met or missed stays in the list: it is a record of the path, not only a diary.
    """
    paths = [law_path(one.id, on=on, session=session) for one in line_of_time(jurisdiction)]
    found = [one for path in paths for one in _of_text(path)]
    if session is not None:
        for instrument in instruments_spoken_of(session, on=on):
            if jurisdiction in (None, instrument.document.get("jurisdiction")):
                people = coverage(session, instrument, on=on).persons
                found += [due for one in people for due in _of_person(one, instrument)]
    return sorted(found, key=lambda one: (one.due[1] or date.max, one.due[0] or date.max, one.instrument, one.id, one.person_id or ""))


def _of_text(path: Path) -> Iterator[Due]:
    for one in path.deadlines:
        yield Due(kind="text", instrument=path.instrument, id=one.id, article=one.article, words=one.words, days=one.days,
                  due=one.due, met=one.met)  # fmt: skip


def _of_person(one: PersonCoverage, instrument: Instrument) -> Iterator[Due]:
    standing = one.consequence
    if standing.day is None:
        return
    least, most = standing.day
    first = None if most is None else standing.on - timedelta(days=most - standing.deadline)
    last = standing.on - timedelta(days=least - standing.deadline)
    words: dict[str, str] = {language: say("law.decision_due", language) for language in LANGUAGES}
    yield Due(kind="application", instrument=instrument.id, id="decision", article=_article(instrument), words=words,
              days=standing.deadline,
              due=(first, last), met=_met(standing, last), person_id=one.person_id, name=one.name)  # fmt: skip


def _article(instrument: Instrument) -> str | None:
    """Return the article that gives a court its days; None where no text was found that does."""
    found = [one["art"] for one in instrument.document.get("effects") or [] if one.get("deadline_days")]
    return next(iter([*found, *(one.id for one in instrument.provisions if one.deadline_days is not None)]), None)


def _met(standing: Consequence, last: date) -> Met:
    """Return how the days of a court stand: a decision that may have been given leaves it open."""
    if standing.application != ("pending",):
        return "unclear"
    return "overdue" if standing.on > last else "unclear" if standing.overdue is not None else "pending"
