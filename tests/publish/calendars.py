"""A reader of iCalendar (RFC 5545) that refuses what the standard forbids: an oracle for what we write."""

import re
from collections.abc import Iterator

import attrs

_LINE = re.compile(r"([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:\"[^\"\x00-\x1f]*\"|[^\";:,\x00-\x1f]*))*):(.*)", re.DOTALL)
TEXTS = frozenset({"SUMMARY", "DESCRIPTION", "X-WR-CALNAME"})


@attrs.frozen
class Component:
    """One component with its properties: name → parameters and value, texts unescaped."""

    name: str
    properties: dict[str, tuple[str, str]]
    parts: list["Component"]


def read(content: bytes) -> Component:
    """Return the calendar in a file; ValueError where the file breaks a rule of the format."""
    open_: list[Component] = [Component("", {}, [])]
    for name, parameters, value in _properties(content):
        if name == "BEGIN":
            made = Component(value, {}, [])
            open_[-1].parts.append(made)
            open_.append(made)
        elif name == "END":
            if open_.pop().name != value:
                raise ValueError(value)
        elif name in open_[-1].properties:
            raise ValueError(name)
        else:
            open_[-1].properties[name] = (parameters, _unescaped(value) if name in TEXTS else value)
    if len(open_) != 1 or [part.name for part in open_[0].parts] != ["VCALENDAR"]:
        raise ValueError([one.name for one in open_])
    return _checked(open_[0].parts[0])


def _properties(content: bytes) -> Iterator[tuple[str, str, str]]:
    if not content.endswith(b"\r\n") or re.search(rb"(?<!\r)\n|\r(?!\n)", content):
        raise ValueError(content[-10:])
    lines = content.split(b"\r\n")[:-1]
    if any(len(line) > 75 for line in lines):
        raise ValueError(max(lines, key=len))
    for line in content.decode().replace("\r\n ", "").split("\r\n")[:-1]:
        found = _LINE.fullmatch(line)
        if found is None:
            raise ValueError(line)
        yield found[1].upper(), found[2], found[3]


def _unescaped(text: str) -> str:
    if re.search(r"(?<!\\)(?:\\\\)*[;,]|\\(?![\\;,nN])", text.replace("\\\\", "")):
        raise ValueError(text)
    return re.sub(r"\\([\\;,nN])", lambda found: "\n" if found[1] in "nN" else found[1], text)


def _checked(calendar: Component) -> Component:
    if not {"VERSION", "PRODID"} <= calendar.properties.keys() or calendar.properties["VERSION"][1] != "2.0":
        raise ValueError(calendar.properties)
    uids = []
    for event in calendar.parts:
        if event.name != "VEVENT" or not {"UID", "DTSTAMP", "DTSTART"} <= event.properties.keys():
            raise ValueError(event)
        if not re.fullmatch(r"\d{8}T\d{6}Z", event.properties["DTSTAMP"][1]):
            raise ValueError(event)
        for moment in ("DTSTART", "DTEND"):
            parameters, value = event.properties[moment]
            if parameters != ";VALUE=DATE" or not re.fullmatch(r"\d{8}", value):
                raise ValueError(event)
        if event.properties["DTEND"][1] <= event.properties["DTSTART"][1]:
            raise ValueError(event)
        uids.append(event.properties["UID"][1])
    if len(set(uids)) != len(uids):
        raise ValueError(uids)
    return calendar
