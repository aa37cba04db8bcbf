"""Reading an ``amparo-map/1`` file: every mistake is named at once, with the nearest known key."""

from collections.abc import Sequence
from typing import Any, get_args

import attrs

from amparo.ingest.mapping import Cell, ChargeMap, EventMap, FieldMap, ListMap, Moment, When
from amparo.ingest.shapes import Check, Mistakes, edtf, fields, flag, integer, list_of, mapping_of, plain, text, word
from amparo.ingest.yamlfile import documents
from amparo.statements import kinds, vocabulary
from amparo.statements.date_atoms import Order
from amparo.statements.phrases import DateConvention

FORMAT = "amparo-map/1"


def _one_source(check: Check, *ways: frozenset[str]) -> Check:
    """Return the shape of a value that comes from exactly one of some sets of keys."""
    sources = frozenset().union(*ways)

    def checked(value: Any, path: str, mistakes: Mistakes) -> Any:  # Any: YAML in, checked values out
        before = len(mistakes.found)
        found = check(value, path, mistakes)
        if len(mistakes.found) == before and sources & set(found) not in ways:
            mistakes.add("map_cell_source", path)
        return found

    return checked


_CELL = _one_source(
    fields(
        {
            "column": text,
            "columns": list_of(text),
            "value": plain,
            "values": mapping_of(plain),
            "unmapped": word(lambda: ("refuse", "keep", "skip")),
            "separator": text,
        },
        short="column",
    ),
    frozenset({"column"}),
    frozenset({"columns"}),
    frozenset({"value"}),
)
_MOMENT = _one_source(
    fields({"column": text, "start": text, "end": text, "value": edtf}, short="column"),
    frozenset({"column"}),
    frozenset({"value"}),
    frozenset({"start", "end"}),
)
_WHEN = fields({"column": text, "filled": flag, "equals": list_of(text, or_one=True)}, ["column"], short="column")
_EXPOSURE = integer(0, 5)


def _with(check: Check, **more: Check) -> Check:
    """Return the shape of a cell with further keys of the place where it stands."""

    def checked(value: Any, path: str, mistakes: Mistakes) -> dict[str, Any]:  # Any: YAML in, checked values out
        whole = dict(value) if isinstance(value, dict) else {"column": value}
        outer = {key: whole.pop(key) for key in list(whole) if key in more}
        return {
            "cell": check(whole, path, mistakes),
            **{key: more[key](part, f"{path}.{key}", mistakes) for key, part in outer.items() if part is not None},
        }

    return checked


def person_properties() -> Sequence[str]:
    """Return what a column may say of a person: the vocabulary's person fields and dimensions."""
    words = vocabulary()
    return (*words["person_fields"], *(name for name in words["dimensions"] if name not in words["person_fields"]))


def _kind_cell(value: Any, path: str, mistakes: Mistakes) -> Any:  # Any: YAML in, checked values out
    """Check the kind of an event: one word of the vocabulary, or a column whose words are mapped to them."""
    if not isinstance(value, dict):
        return {"value": word(lambda: tuple(kinds()))(value, path, mistakes)}
    found = _CELL(value, path, mistakes)
    for printed, meant in ((found or {}).get("values") or {}).items():
        if meant is not None:
            word(lambda: tuple(kinds()))(meant, f"{path}.values.{printed}", mistakes)
    return found


_SHARED: dict[str, Check] = {"key": text, "when": _WHEN, "exposure": _EXPOSURE}
_EVENT = fields(
    {
        **_SHARED,
        "kind": _kind_cell,
        "date": _MOMENT,
        "facility": _CELL,
        "place": _CELL,
        "measures": _CELL,
        "conditions": _CELL,
        "note": _CELL,
        "after": list_of(text, or_one=True),
        "undated": word(lambda: ("skip", "keep")),
        "negated": flag,
    },
    ["kind"],
)
_CHARGE = fields(
    {**_SHARED, "offences": _CELL, "status": _CELL, "article": _CELL, "court": _CELL, "act": _MOMENT, "facts": mapping_of(_CELL)},
    ["key"],
)
_APPLICATION = fields(
    {**_SHARED, "instrument": text, "requested": _MOMENT, "granted": _MOMENT, "denied": _MOMENT, "appealed": _MOMENT, "note": _CELL},
    ["instrument"],
)
_DATES = fields(
    {
        "order": word(lambda: get_args(Order.__value__)),
        "pivot": integer(0, 100),
        "serials": word(lambda: ("1900", "1904")),
        "two_dates": word(lambda: ("refuse", "first", "last", "span")),
        "trailing_text": word(lambda: ("refuse", "note")),
    }
)
_MAP = fields(
    {
        "format": word(lambda: (FORMAT,)),
        "id": text,
        "title": text,
        "publisher": text,
        "url": text,
        "licence": text,
        "edition": edtf,
        "language": text,
        "reliability": word(lambda: tuple(vocabulary()["reliability"])),
        "exposure": _EXPOSURE,
        "curated": flag,
        "names_identify": flag,
        "population": text,
        "file": fields({"sheet": text, "header_row": integer(1, 1000), "delimiter": text, "encoding": text}),
        "dates": _DATES,
        "record_id": text,
        "person_key": text,
        "stated_on": text,
        "source_url": text,
        "columns": mapping_of(_with(_CELL, exposure=_EXPOSURE, on=_MOMENT, when=_WHEN), person_properties),
        "events": list_of(_EVENT),
        "presence": list_of(word(lambda: tuple(vocabulary()["states"])), or_one=True),
        "charges": list_of(_CHARGE),
        "facts": mapping_of(_CELL),
        "applications": list_of(_APPLICATION),
    },
    ["format", "id", "title", "publisher", "licence"],
)
_OUTCOMES = {"requested": "amnesty_requested", "granted": "amnesty_granted", "denied": "amnesty_denied", "appealed": "appeal"}


def read_map(content: bytes, name: str) -> ListMap:
    """Return the map of a YAML file, or refuse it with every mistake and its path."""
    mistakes = Mistakes()
    found = documents(content, name)
    checked = _MAP(found[0] if found else None, "", mistakes)
    mistakes.refuse(name)
    exposure = checked.get("exposure", 2)
    events = [_event(part, exposure) for part in checked.get("events", [])]
    events += [event for part in checked.get("applications", []) for event in _application(part, exposure)]
    _check_references(events, mistakes)
    mistakes.refuse(name)
    return ListMap(
        fields=tuple(_field(name_, part, exposure) for name_, part in checked.get("columns", {}).items()),
        events=tuple(events),
        presence=tuple(checked.get("presence", [])),
        charges=tuple(_charge(part, exposure) for part in checked.get("charges", [])),
        facts={name_: _cell(part) for name_, part in checked.get("facts", {}).items()},
        dates=DateConvention(**checked.get("dates", {})),
        **checked.get("file", {}),
        **{key: checked[key] for key in _PLAIN if key in checked},
    )


_PLAIN = (
    *("id", "title", "publisher", "url", "licence", "edition", "language", "reliability", "exposure", "curated", "names_identify"),
    *("population", "record_id", "person_key", "stated_on", "source_url"),
)


def _check_references(events: Sequence[EventMap], mistakes: Mistakes) -> None:
    """Note an order that names no event, and a key that two events share."""
    keys = [event.key for event in events if event.key]
    for place, event in enumerate(events):
        for key in event.after:
            if key not in keys or key == event.key:
                mistakes.add("map_value_wrong", f"events[{place}].after", value=key, expected=", ".join(f'"{known}"' for known in keys))
        if event.key and keys.count(event.key) > 1:
            mistakes.add("map_key_twice", f"events[{place}].key", key=event.key)


def _cell(part: dict[str, Any] | None) -> Cell:
    """Return a checked cell."""
    found = part or {}
    columns = found.get("columns") or ([found["column"]] if "column" in found else [])
    values = found.get("values")
    return Cell(
        tuple(columns),
        found.get("value"),
        None if values is None else {printed.strip().casefold(): meant for printed, meant in values.items()},
        found.get("unmapped", "refuse"),
        found.get("separator"),
    )


def _optional_cell(part: dict[str, Any] | None) -> Cell | None:
    """Return a checked cell, None where none is named."""
    return None if part is None else _cell(part)


def _moment(part: dict[str, Any] | None) -> Moment | None:
    """Return a checked date, None where none is named."""
    return None if part is None else Moment(**part)


def _when(part: dict[str, Any] | None) -> When | None:
    """Return a checked condition, None where none is set."""
    if part is None:
        return None
    equals = part.get("equals")
    return When(part["column"], part.get("filled", True), None if equals is None else tuple(word.strip().casefold() for word in equals))


def _field(name: str, part: dict[str, Any], exposure: int) -> FieldMap:
    """Return what a column says of the person."""
    return FieldMap(name, _cell(part["cell"]), part.get("exposure", exposure), _moment(part.get("on")), _when(part.get("when")))


def _event(part: dict[str, Any], exposure: int) -> EventMap:
    """Return a checked event."""
    return EventMap(
        kind=_cell(part["kind"]),
        key=part.get("key"),
        date=_moment(part.get("date")),
        facility=_optional_cell(part.get("facility")),
        place=_optional_cell(part.get("place")),
        measures=_optional_cell(part.get("measures")),
        conditions=_optional_cell(part.get("conditions")),
        note=_optional_cell(part.get("note")),
        after=tuple(part.get("after", [])),
        when=_when(part.get("when")),
        undated=part.get("undated", "skip"),
        negated=part.get("negated", False),
        exposure=part.get("exposure", exposure),
    )


def _application(part: dict[str, Any], exposure: int) -> list[EventMap]:
    """Return the events of an application for an amnesty, each after the request."""
    key = part.get("key", part["instrument"])
    shared = EventMap(
        kind=Cell(),
        note=_optional_cell(part.get("note")),
        instrument=part["instrument"],
        when=_when(part.get("when")),
        exposure=part.get("exposure", exposure),
    )
    return [
        attrs.evolve(
            shared,
            kind=Cell(value=kind),
            key=f"{key}.{outcome}",
            date=_moment(part[outcome]),
            after=(f"{key}.requested",) if outcome != "requested" and "requested" in part else (),
        )
        for outcome, kind in _OUTCOMES.items()
        if outcome in part
    ]


def _charge(part: dict[str, Any], exposure: int) -> ChargeMap:
    """Return a checked charge."""
    return ChargeMap(
        key=part["key"],
        act=_moment(part.get("act")),
        facts={name: _cell(cell) for name, cell in part.get("facts", {}).items()},
        when=_when(part.get("when")),
        exposure=part.get("exposure", exposure),
        **{key: _cell(part[key]) for key in ("offences", "status", "article", "court") if key in part},
    )
