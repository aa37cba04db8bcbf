"""
A person's status on a day: four independent axes, each with the statements it rests on, each able to be unknown or disputed.

Liberty and proceedings, whereabouts and contact follow from events, by the same
rule of possible and certain; the classification is what each assessor says, side by side.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import attrs

from amparo.histories.contradictions import conflicts
from amparo.histories.event import Event
from amparo.histories.events import history, with_silences
from amparo.histories.frames import event_frame, states_on
from amparo.histories.order import follows_surely
from amparo.histories.people import People, Saying, day, days
from amparo.histories.possible import possible_states
from amparo.histories.reports import Report
from amparo.statements import vocabulary

UNKNOWN = "unknown"
_APART, _WITHIN = "\x1e", "/"
CONTACTS = ("family", "counsel", "humanitarian", "rights_body")
_FINAL_STEPS = frozenset({"acquitted", "dismissed", "amnestied", "pardoned"})
_EACH_ITS_OWN = frozenset({"contact_allowed", "contact_refused", "whereabouts_learned", "whereabouts_denied"})
_SENTENCED = ("convicted_final", "convicted_not_final")


@attrs.frozen
class Finding:
    """
    What is known on one axis on one day.

    Attributes:
        values: all that are possible; one is certain, unless ``doubted``.
        disputed: several values are possible because sources contradict each other.
        doubted: the dates contradict the known order, so that nothing is certain.
        statements: ids behind it.
    """

    values: tuple[str, ...] = (UNKNOWN,)
    disputed: bool = False
    doubted: bool = False
    statements: tuple[str, ...] = ()

    @property
    def is_certain(self) -> bool:
        """Whether one value holds in every world."""
        return len(self.values) == 1 and not self.doubted and UNKNOWN not in self.values

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return the finding as data."""
        return {
            "values": list(self.values),
            "certain": self.is_certain,
            "disputed": self.disputed or self.doubted,
            "statements": list(self.statements),
        }


@attrs.frozen(kw_only=True)
class Classification:
    """What one assessor says under one scheme; ``denied`` where the assessor says that the person is not of that category."""

    scheme: str
    category: str
    assessor: str
    on: str | None = None
    reasons: str | None = None
    denied: bool = False
    statements: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Status:
    """
    The four axes of one person on one day.

    Attributes:
        whereabouts: ``acknowledged``, ``place_disclosed`` and each sort of contact → yes, no, not held any more, or unknown.
        classification: by assessor and scheme, never one answer of our own.
    """

    person_id: str
    on: date
    liberty: Finding
    proceedings: Finding
    whereabouts: Mapping[str, Finding]
    classification: tuple[Classification, ...]

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return the status as data."""
        return {
            "person_id": self.person_id,
            "on": str(self.on),
            "liberty": self.liberty.to_dict(),
            "proceedings": self.proceedings.to_dict(),
            "whereabouts": {name: finding.to_dict() for name, finding in self.whereabouts.items()},
            "classification": [{**attrs.asdict(one, recurse=False), "statements": list(one.statements)} for one in self.classification],
        }


def status(people: People, person_id: str, on: date, *, fresh_within: int | None) -> Status:
    """
    Return what is known of a person on a day, axis by axis.

    ``fresh_within``: days for which a state is supported after it was last
    cited; None = for ever. Silence is never an answer: an axis that no source speaks of is unknown.
    """
    own = [_apart(report) for report in people.reports_of(person_id)]
    events = history([*own, *_contacts(people, person_id)], fresh_within=None)
    liberty = events if fresh_within is None else with_silences(events, fresh_within)
    asked = ("acknowledged", "place_disclosed", *CONTACTS)
    axes = {"liberty": liberty, "proceedings": _axis(events, partial(_proceeding, events), fresh_within)}
    found = _findings(axes | {name: _axis(events, _answers(name), fresh_within) for name in asked}, on)
    return Status(
        person_id=person_id,
        on=on,
        liberty=found["liberty"],
        proceedings=found["proceedings"],
        whereabouts={name: found[name] for name in asked},
        classification=tuple(_classifications(people, person_id, on)),
    )


def _apart(report: Report) -> Report:
    """Return a report of a visit or a denial as an event of its own: two within a month are two, not one of disputed date."""
    return attrs.evolve(report, event=report.statement_id) if report.kind in _EACH_ITS_OWN and report.event is None else report


def _axis(events: Sequence[Event], states: Callable[[Event], tuple[str, ...]], fresh_within: int | None) -> list[Event]:
    """Return the events of an axis whose states follow from them as ``states`` says; final ones need no fresh support."""
    told = [attrs.evolve(event, states=found) for event in events if event.reports and (found := states(event))]
    if fresh_within is not None:
        lasting = {f"{event.event_id}?" for event in told if _FINAL_STEPS.issuperset(event.states) or event.states == ("not_held",)}
        told = [event for event in with_silences(told, fresh_within) if event.event_id not in lasting]
    return told


def _findings(axes: Mapping[str, Sequence[Event]], on: date) -> dict[str, Finding]:
    """Return the finding of every axis on a day: all in one frame, for reading eight small ones takes eight times as long."""
    moving = {axis: [_of_axis(axis, event) for event in events if event.states] for axis, events in axes.items()}
    frame = event_frame(moving, lambda event, state: (f"{state}{_APART}{event.event_id}",))
    now = states_on(possible_states(frame), on) if not frame.is_empty() else {}
    doubted = set() if frame.is_empty() else set(conflicts(frame)["person_id"].to_list())
    return {axis: _finding(own, now.get(axis, frozenset()), on, doubted=axis in doubted) for axis, own in moving.items()}


def _of_axis(axis: str, event: Event) -> Event:
    """Return an event under a name that no other axis has."""
    return attrs.evolve(event, event_id=f"{axis}{_WITHIN}{event.event_id}", after=tuple(f"{axis}{_WITHIN}{one}" for one in event.after))


def _finding(events: Sequence[Event], labels: frozenset[str], on: date, *, doubted: bool) -> Finding:
    """Return the possible states of a day with the statements up to it."""
    moving = {event.event_id: event for event in events}
    last = [label.partition(_APART)[::2] for label in labels]
    values = tuple(sorted({UNKNOWN if state == "no_record" else state for state, _ in last} or {UNKNOWN}))
    if values == (UNKNOWN,):
        return Finding()
    before = [event for event in moving.values() if event.lo is None or (day(event.lo) or on) <= on]
    return Finding(
        values,
        disputed=len({state for state, event_id in last if not event_id.endswith("?")}) > 1
        and any(moving[event_id].disputed for _, event_id in last if event_id in moving),
        doubted=doubted,
        statements=tuple(sorted({report.statement_id for event in before for report in (*event.reports, *event.vouchers)})),
    )


def _proceeding(events: Sequence[Event], event: Event) -> tuple[str, ...]:
    """Return the steps that may follow an event; a new arrest after an old step may begin a case of which nothing is known."""
    old = [other for other in events if _steps(other)]
    if event.step == "takes" and any(follows_surely(other, event) for other in old):
        return (UNKNOWN,)
    return _steps(event)


def _steps(event: Event) -> tuple[str, ...]:
    """Return the steps of the proceedings that may follow an event; an appeal says that a sentence is not final."""
    if event.kind == "sentence":
        return _SENTENCED
    if event.kind == "appeal":
        return ("convicted_not_final",)
    return tuple(step for step, row in vocabulary()["proceedings"].items() if event.kind in row["kinds"])


def _answers(name: str) -> Callable[[Event], tuple[str, ...]]:
    """Return what an event says to one question of the third axis; custody that begins again leaves it open, and its end settles it."""

    def answer(event: Event) -> tuple[str, ...]:
        if event.step in ("frees", "ends"):
            return ("not_held",)
        if event.step == "takes":
            return (UNKNOWN,)
        said = {_said(report, name) for report in event.reports if not report.denied} - {None}
        return tuple(sorted(one for one in said if one))

    return answer


def _said(report: Report, name: str) -> str | None:
    """Return what one report says to a question: yes, no, or nothing."""
    learned, denied = report.kind == "whereabouts_learned", report.kind == "whereabouts_denied"
    if name in CONTACTS:
        with_whom = report.details.get("with", CONTACTS if report.kind == "contact_refused" else ())
        with_whom = [with_whom] if isinstance(with_whom, str) else with_whom
        told = {"contact_allowed": "yes", "contact_refused": "no"}.get(report.kind)
        return told if name in with_whom else None
    if not (learned or denied):
        return None
    default = False if denied else True if name == "place_disclosed" else None
    value = report.details.get(name, default)
    return None if value is None else "yes" if value else "no"


def _contacts(people: People, person_id: str) -> Iterator[Report]:
    """Yield what ``contact`` statements say, as reports: ``{"with": "family"}``; refused where denied or ``"allowed": false``."""
    for saying in people.sayings.get(person_id, {}).get("contact", ()):
        value = saying.value if isinstance(saying.value, dict) else {"with": saying.value}
        allowed = bool(value.get("allowed", True)) != saying.negated
        lo, hi = days(saying.happened_on or saying.stated_on)
        yield Report(
            statement_id=saying.statement_id,
            person_id=person_id,
            kind="contact_allowed" if allowed else "contact_refused",
            lo=lo,
            hi=hi,
            edtf=saying.happened_on or saying.stated_on or "",
            source=saying.source,
            record=saying.statement_id,
            event=saying.statement_id,
            details=value,
        )


def _classifications(people: People, person_id: str, on: date) -> Iterator[Classification]:
    """Yield what assessors said by a day, the same word of one assessor once."""
    gathered: dict[Classification, list[str]] = {}
    for saying in people.sayings.get(person_id, {}).get("classification", ()):
        found = _classification(saying)
        first = days(found.on or saying.stated_on)[0] if found.on or saying.stated_on else None
        if first is None or (day(first) or on) <= on:
            gathered.setdefault(found, []).append(saying.statement_id)
    for found, statements in sorted(gathered.items(), key=_by_scheme):
        yield attrs.evolve(found, statements=tuple(statements))


def _by_scheme(found: tuple[Classification, list[str]]) -> tuple[str, str, str, str, bool]:
    said = found[0]
    return said.scheme, said.assessor, said.on or "", said.category, said.denied


def _classification(saying: Saying) -> Classification:
    value = saying.value if isinstance(saying.value, dict) else {"category": saying.value}
    return Classification(
        scheme=str(value.get("scheme", UNKNOWN)),
        category=str(value.get("category", UNKNOWN)),
        assessor=str(value.get("assessor", saying.source)),
        on=value.get("on"),
        reasons=value.get("reasons"),
        denied=saying.negated,
    )
