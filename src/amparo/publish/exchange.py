"""The public cases in the forms that other tools exchange: FollowTheMoney entities and Popolo."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from amparo.publish.links import is_web_address
from amparo.publish.release import PersonEvent, PersonPage, Release
from amparo.publish.voice import Voice, capital

type Entity = Mapping[str, Any]  # a JSON document

_COUNTRIES = {"Venezuela": "ve"}


def followthemoney(release: Release) -> bytes:
    """
    Return persons, facilities and events as FollowTheMoney entities, one JSON a line.

    An event carries the days between which it happened as ``startDate`` and ``endDate``, and ``date`` only where the day is
    known: what sources leave open stays open.
    """
    return b"".join(
        json.dumps(entity, ensure_ascii=False, sort_keys=True).encode(errors="replace") + b"\n" for entity in _entities(release)
    )


def popolo(release: Release) -> bytes:
    """Return persons, facilities, stays and events as one Popolo document; a stay is a membership with the days that sources allow."""
    voice = Voice("es", release.notes_language)
    persons = sorted(release.persons, key=lambda person: person.person_id)
    document = {
        "persons": [
            {"id": p.person_id, "name": p.name, "summary": capital(voice.status(p.status)), "sources": _urls(p.sources)} for p in persons
        ],
        "organizations": [
            {"id": row["facility_id"], "name": row["name"], "other_names": [{"name": name} for name in row["aliases"] or ()],
             "classification": voice.word("facilitykind", row["kind"] or "other")}
            for row in release.rows("facilities")
        ],
        "memberships": [
            {"person_id": row["person_id"], "organization_id": row["facility_id"], "role": voice.state("deprived"),
             "label": voice.t("certain" if row["certain"] else "possible"), "start_date": _text(row["from"]),
             "end_date": _text(row["until"] and row["until"] - timedelta(days=1))}
            for row in release.rows("placements")
        ],
        "events": [_popolo_event(p, place, event, voice) for p in persons for place, event in enumerate(p.events) if not event.implicit],
    }  # fmt: skip
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode(errors="replace")


def _popolo_event(person: PersonPage, place: int, event: PersonEvent, voice: Voice) -> Entity:
    return {
        "id": f"{person.person_id}-{place + 1}",
        "name": capital(voice.kind(event.kind)),
        "start_date": _text(event.lo),
        "end_date": _text(event.hi),
        "location": event.facility,
        "attendees": [{"id": person.person_id}],
        "sources": _urls(event.sources),
    }


def _entities(release: Release) -> Iterator[Entity]:
    voice = Voice("es", release.notes_language)
    country = [_COUNTRIES[release.territory]] if release.territory in _COUNTRIES else []
    names = {}
    for row in release.rows("facilities"):
        names[row["facility_id"]] = row["name"]
        where = ", ".join(part for part in (row["municipality"], row["state"]) if part)
        yield _entity(row["facility_id"], "Organization", name=[row["name"]], alias=row["aliases"] or [], country=country, address=[where])
    for person in sorted(release.persons, key=lambda one: one.person_id):
        urls = [url["url"] for url in _urls(person.sources)]
        summary = [capital(voice.status(person.status))]
        yield _entity(person.person_id, "Person", name=[person.name], summary=summary, sourceUrl=urls)
        for place, event in enumerate(person.events):
            if event.implicit:
                continue
            known = event.lo is not None and event.lo == event.hi
            yield _entity(
                f"{person.person_id}-{place + 1}",
                "Event",
                name=[f"{capital(voice.kind(event.kind))}: {person.name}"],
                date=[_text(event.lo)] if known else [],
                startDate=[_text(event.lo)],
                endDate=[_text(event.hi)],
                involved=[person.person_id],
                location=[names.get(event.facility or "", event.facility)],
                country=country,
                sourceUrl=[url["url"] for url in _urls(event.sources)],
                recordId=sorted(event.statement_ids),
                summary=[event.note],
            )


def _entity(identifier: str, schema: str, **properties: Sequence[str | None]) -> Entity:
    kept = {name: [value for value in values if value] for name, values in properties.items()}
    return {"id": identifier, "schema": schema, "properties": {name: values for name, values in kept.items() if values}}


def _urls(sources: Sequence[str]) -> list[Mapping[str, str]]:
    return [{"url": source} for source in sorted(set(sources)) if is_web_address(source)]


def _text(day: Any) -> str | None:  # Any: a date or None
    return None if day is None else str(day)
