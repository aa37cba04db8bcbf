"""A case as an instrument asks about it: what is known of the person and of each charge, and what of it the instrument has no use for."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import attrs

from amparo.errors import BadInput, Problem
from amparo.ingest import check_cases, file_content, read_cases
from amparo.questions.law.instrument import Conventions, Instrument
from amparo.questions.law.model import Model, State, Variable
from amparo.questions.law.moments import UNKNOWN_ACT, Act, act
from amparo.statements import nearest

# What a charge has a set of: its key → the keys that say what is absent and that nothing else is there.
_SETS = {"offences": ("offences_absent", "offences_complete"), "caused": ("caused_absent", "caused_complete")}
# How far proceedings against a person are. Any other word is a slip of the pen, and says nothing: never that a condition is not met.
STATUSES = ("exposed", "investigated", "charged", "convicted", "acquitted", "dismissed", "sentence_served", "none")


@attrs.frozen(kw_only=True)
class Charge:
    """
    One count against one person, as a case file words it.

    Attributes:
        document: the checked mapping.
        act: the days of the act.
        sources: fact → the statements that say so.
    """

    id: str
    document: Mapping[str, Any]  # Any: YAML
    act: Act = UNKNOWN_ACT
    sources: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Case:
    """A person and the charges against them."""

    person_id: str
    facts: Mapping[str, Any]  # Any: one value, or a list of possible ones
    charges: tuple[Charge, ...]
    sources: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)


type GivenCase = Case | Mapping[str, Any] | str | Path


def read_case(given: GivenCase) -> Case:
    """
    Return a case from a file of one case, from a mapping as YAML reads it, or as it is.

    Raises BadInput where a date is impossible, an act ends before it starts, or a thing is said both to be and not to be.
    """
    if isinstance(given, Case):
        return given
    if isinstance(given, Mapping):
        return _case(_checked(given, "case"), "case")
    cases = read_casefile(given)
    if len(cases) != 1:
        raise BadInput("law.one_case", file=Path(given).name, n=len(cases))
    return cases[0]


def read_casefile(path: str | Path) -> list[Case]:
    """Return every case of a file."""
    path = Path(path)
    return [_case(document, path.name) for document in read_cases(file_content(path), path.name)]


def _checked(given: Mapping[str, Any], name: str) -> dict[str, Any]:  # Any: YAML
    # YAML readers turn days into dates; as text they are what a file has.
    [document] = check_cases([_as_text(given)], name)
    return document


def _as_text(value: Any) -> Any:  # Any: YAML
    if isinstance(value, Mapping):
        return {str(key): _as_text(part) for key, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_as_text(part) for part in value]
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _case(document: Mapping[str, Any], name: str) -> Case:  # Any: a checked document
    charges = tuple(charge_of(one, name) for one in document.get("charges") or [])
    return Case(person_id=document["person"]["id"], facts=document["person"].get("facts") or {}, charges=charges)


def charge_of(document: Mapping[str, Any], name: str, sources: Mapping[str, tuple[str, ...]] | None = None) -> Charge:  # Any: YAML
    """Return a charge with the days of its act; what contradicts itself is refused."""
    when = document.get("act") or {}
    days = act(when.get("start"), when.get("end"), continuing=document.get("continuing"))
    if days is None:
        raise BadInput("law.act_reversed", file=name, charge=document["id"], start=when.get("start"), end=when.get("end"))
    for key, (absent, _) in _SETS.items():
        _refuse_both(document, set(document.get(key) or []) & set(document.get(absent) or []), name)
    facts = document.get("facts") or {}
    _refuse_both(document, {one for one in document.get("known_false") or [] if facts.get(one) not in (None, False)}, name)
    return Charge(id=document["id"], document=document, act=days, sources=sources or {})


def _refuse_both(document: Mapping[str, Any], both: set[str], name: str) -> None:  # Any: YAML
    if both:
        raise BadInput("law.both", file=name, charge=document["id"], name=min(both))


def state_of(instrument: Instrument, case: Case, charge: Charge | None) -> State:
    """Return what is possible of one charge; of the person alone where there is no charge."""
    return possible_state(instrument.model, instrument.conventions, case, charge)


def possible_state(model: Model, conventions: Conventions, case: Case, charge: Charge | None) -> State:
    """Return what is possible in a model of one charge."""
    known = _Known(conventions, case, charge)
    masks = tuple(variable.all if variable.is_question else known.mask(variable) for variable in model.variables)
    return State(masks, charge.act if charge is not None else UNKNOWN_ACT)


@attrs.frozen
class _Known:
    """What a case says of each variable."""

    conventions: Conventions
    case: Case
    charge: Charge | None

    @property
    def document(self) -> Mapping[str, Any]:  # Any: YAML
        return self.charge.document if self.charge is not None else {}

    def mask(self, variable: Variable) -> int:
        """Return the classes of a variable that are possible."""
        values = self.values(variable.name)
        if values is None:
            return variable.all
        for value in values:
            self._refuse_strange(variable, value)
        return variable.mask(values)

    def values(self, name: str) -> Sequence[object] | None:
        """Return the possible values of a fact, None where it may have any."""
        section, _, member = name.partition(".")
        if section == "events" and member:
            return self._event(member)
        if section in _SETS and member:
            return self._member(section, member)
        if name in self.document.get("known_false", ()):
            return [False]
        given = self.document.get("status") if name == "status" else (self.document.get("facts") or {}).get(name)
        given = self.case.facts.get(name) if given is None else given
        if given is None:
            return None
        values = given if isinstance(given, list) else [given]
        strange = name == "status" and any(value not in STATUSES for value in values)
        return None if not values or None in values or strange else values

    def _event(self, member: str) -> Sequence[object] | None:
        linked = (self.document.get("events") or {}).get(member, ...)
        if linked is ... and (self.document.get("events_complete") or not self.conventions.open_world):
            return [False]
        return None if linked in (..., None) else [linked]

    def _member(self, section: str, member: str) -> Sequence[object] | None:
        absent, complete = _SETS[section]
        if member in (self.document.get(section) or ()):
            return [True]
        if member in (self.document.get(absent) or ()) or self.document.get(complete) or not self.conventions.open_world:
            return [False]
        return None

    def _refuse_strange(self, variable: Variable, value: object) -> None:
        """Refuse a value that no test of the instrument could tell anything of: ``"yes"`` where true or false is asked."""
        strange = (variable.is_yes_or_no and not isinstance(value, bool)) or (
            variable.is_number and (isinstance(value, bool) or not isinstance(value, int | float))
        )
        if strange:
            expected = "8, 12.5" if variable.is_number else "true, false, null"
            raise BadInput("law.value_wrong", person=self.case.person_id, fact=variable.name, value=str(value)[:60], expected=expected)


def unknown_names(instrument: Instrument, case: Case) -> list[Problem]:
    """Return, as warnings, each fact, event or word of a case that the instrument does not know, with the nearest one that it does."""
    return [*_unknown(instrument.model, case)]


def _unknown(model: Model, case: Case) -> Iterator[Problem]:
    facts = [one.name for one in model.variables if not one.is_question and not one.name.startswith(("events.", "offences.", "caused."))]
    for place, known in (("person", case.facts), *((one.id, one.document.get("facts") or {}) for one in case.charges)):
        yield from (_problem("law.fact_unknown", place, name, facts) for name in known if name not in facts)
    for charge in case.charges:
        document = charge.document
        yield from (_problem("law.fact_unknown", charge.id, name, facts) for name in document.get("known_false") or [] if name not in facts)
        yield from (
            _problem("law.event_unknown", charge.id, name, sorted(model.events))
            for name in document.get("events") or {}
            if name not in model.events
        )
        for section in _SETS:
            members = [name.partition(".")[2] for name in model.place if name.startswith(f"{section}.")]
            for name in dict.fromkeys([*(document.get(section) or []), *(document.get(_SETS[section][0]) or [])]):
                # Any offence may be charged; one that is nearly a word of the instrument is a slip of the pen.
                if name not in members and nearest(name, members):
                    yield _problem("law.word_near", charge.id, name, members)
        yield from _unknown_values(model, charge)


def _unknown_values(model: Model, charge: Charge) -> Iterator[Problem]:
    """Yield the words of the status that nobody knows, and those of other facts that the instrument does not name."""
    for name in charge.document.get("status") or []:
        if name not in STATUSES:
            yield _problem("law.status_unknown", charge.id, name, STATUSES)
    for name, given in (charge.document.get("facts") or {}).items():
        variable = model.variables[model.place[name]] if name in model.place else None
        if variable is None or variable.is_yes_or_no or variable.is_number:
            continue
        words = [str(value) for value in variable.values(-1) if value != "other"]
        for value in given if isinstance(given, list) else [given]:
            if value is not None and str(value) not in words:
                yield _problem("law.word_unknown", charge.id, str(value), words)


def _problem(code: str, place: str, name: str, known: Sequence[str]) -> Problem:
    near = nearest(name, known)
    return Problem(
        code, values={"charge": place, "name": name, "known": f'"{near}"' if near else ", ".join(f'"{one}"' for one in known[:12]) or "–"}
    )
