"""
From what somebody chose for each column to an ``amparo-map/1`` file: the same map that others write by hand.

A role says what a column means: ``record_id``, ``person_key``, ``source_url``, ``stated_on``,
``field:name``, ``event:arrest:date``, ``event:arrest:facility``, or ``event:kind`` for a
column whose words are themselves kinds of events (with ``event:kind:date`` and so on beside it).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import attrs
import yaml

from amparo.errors import BadInput
from amparo.ingest.cells import tidy, usual_words
from amparo.ingest.tables import Table
from amparo.statements import kinds, vocabulary

PARTS = ("date", "facility", "measures", "conditions", "note")
KIND = "event:kind"
_ALONE = ("record_id", "person_key", "source_url", "stated_on")
_SEPARATOR = "|"
_SEVERAL = frozenset({"occupation", "nationality", "alias", "facility", "charge"})
_MOST_WORDS = 60


@attrs.frozen(kw_only=True)
class AboutList:
    """What a list is, as somebody says it once; the day of each edition comes with the edition."""

    id: str
    title: str
    publisher: str
    licence: str
    url: str = ""
    language: str = "es"
    reliability: str = "unknown"
    exposure: int = 2
    population: str = ""
    order: str = "dmy"
    presence: str = ""
    curated: bool = False
    names_identify: bool = False


type Words = Mapping[str, Mapping[str, str]]  # heading → printed word → token; an empty token passes the word over


def map_file(table: Table, about: AboutList, roles: Mapping[int, str], words: Words, *, header_row: int | None = None) -> bytes:
    """Return the map as the bytes of a YAML file; raises BadInput where the columns do not name anybody."""
    by_role = _by_role(table, roles)
    if not any(f"field:{name}" in by_role for name in ("name", "given_names", "surnames")):
        raise BadInput("ingest.map_needs_a_name")
    document: dict[str, Any] = {"format": "amparo-map/1"}  # Any: YAML
    about_it = {
        name: value for name, value in attrs.asdict(about).items() if name not in ("order", "presence") and value not in ("", False)
    }
    document |= {**about_it, "dates": {"order": about.order, "trailing_text": "note"}}
    layout = {"sheet": table.sheet, "header_row": header_row}
    if any(layout.values()):
        document["file"] = {name: value for name, value in layout.items() if value}
    document |= {role: by_role[role][0] for role in _ALONE if role in by_role}
    document["columns"] = {
        role.removeprefix("field:"): _cell(table, role.removeprefix("field:"), headings, words)
        for role, headings in by_role.items()
        if role.startswith("field:")
    }
    events = [*_events(table, by_role), *_events_of_words(table, by_role, words)]
    if events:
        document["events"] = events
    if about.presence:
        document["presence"] = about.presence
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False).encode()


def unknown_words(table: Table, roles: Mapping[int, str]) -> dict[str, list[str]]:
    """Return, for each column of closed words, the printed words that nobody has said the meaning of, most frequent first."""
    found = {}
    for place, role in sorted(roles.items()):
        name = role.removeprefix("field:")
        closed = vocabulary()["dimensions"].get(name, {}).get("values") if role.startswith("field:") else None
        if role == KIND or closed:
            counted: defaultdict[str, int] = defaultdict(int)
            for row in table.rows:
                word = tidy(row[place]) if place < len(row) else ""
                if word and word.casefold() not in (usual_words(name) if closed else {}):
                    counted[word.casefold()] += 1
            if counted:
                found[table.header[place]] = sorted(counted, key=lambda word: (-counted[word], word))[:_MOST_WORDS]
    return found


def _by_role(table: Table, roles: Mapping[int, str]) -> dict[str, list[str]]:
    by_role: defaultdict[str, list[str]] = defaultdict(list)
    for place, role in sorted(roles.items()):
        if role and place < len(table.header):
            by_role[role].append(table.header[place])
    return dict(by_role)


def _cell(table: Table, name: str, headings: Sequence[str], words: Words) -> Any:  # Any: YAML
    """Return where a property stands: a column, columns that are joined, words with their meanings, several values apart."""
    if len(headings) > 1:
        return {"columns": list(headings)}
    heading = headings[0]
    meant = words.get(heading)
    if meant:
        usual = {word: token for word, token in usual_words(name).items() if _occurs(table, heading, word)}
        return {"column": heading, "values": {**usual, **{word: token or None for word, token in meant.items()}}}
    if name in _SEVERAL and _has_several(table, heading):
        return {"column": heading, "separator": _SEPARATOR}
    return heading


def _events(table: Table, by_role: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:  # Any: YAML
    """Return the events whose kind the column itself means; what frees, moves or hides a person comes after the arrest of the row."""
    parts: dict[str, dict[str, Any]] = {}
    for role, headings in by_role.items():
        first, _, rest = role.partition(":")
        kind, _, part = rest.partition(":")
        if first == "event" and kind != "kind" and part in PARTS:
            parts.setdefault(kind, {"key": kind, "kind": kind})[part] = _cell(table, part, headings, {})
    taken = next((kind for kind in sorted(parts, key="arrest".__ne__) if kinds()[kind].step == "takes" and kind != "rearrest"), None)
    for kind, event in parts.items():
        if taken and kind != taken and (kinds()[kind].step in ("frees", "ends", "keeps") or kind == "disappearance"):
            event["after"] = taken
        if "date" not in event:
            event["undated"] = "keep"
            event["when"] = _first_column(event)
    return [
        {"key": event.pop("key"), "kind": event.pop("kind"), **event} for event in sorted(parts.values(), key=lambda one: "after" in one)
    ]


def _events_of_words(table: Table, by_role: Mapping[str, Sequence[str]], words: Words) -> list[dict[str, Any]]:  # Any: YAML
    """Return the event whose kind is a word of a column."""
    if KIND not in by_role:
        return []
    heading = by_role[KIND][0]
    own = {word: word for word in kinds() if _occurs(table, heading, word)}
    values = {**own, **{word: token or None for word, token in words.get(heading, {}).items()}}
    event: dict[str, Any] = {"kind": {"column": heading, "values": values, "unmapped": "refuse"}, "undated": "keep"}
    for part in PARTS:
        if f"{KIND}:{part}" in by_role:
            event[part] = _cell(table, part, by_role[f"{KIND}:{part}"], {})
    return [event]


def _first_column(event: Mapping[str, Any]) -> str:  # Any: YAML
    """Return the column whose filling says that the event is told of at all."""
    cell = next(event[part] for part in PARTS if part in event)
    if isinstance(cell, str):
        return cell
    return str(cell.get("column") or cell["columns"][0])


def _occurs(table: Table, heading: str, word: str) -> bool:
    place = table.place(heading)
    return any(place < len(row) and tidy(row[place]).casefold() == word for row in table.rows)


def _has_several(table: Table, heading: str) -> bool:
    place = table.place(heading)
    return any(place < len(row) and _SEPARATOR in row[place] for row in table.rows)
