"""
An invented registry of many persons, fifty statements each, the same bytes on every machine.

Five lists name each person two to four times and agree on most things: days are partial or contradict each other, some names
have aliases, some charges and measures stand beside the events. Some statements are corrected or withdrawn, some persons are sealed, some
pairs of persons are undecided. Nobody in it exists.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import orjson

from amparo.statements import COLUMNS
from amparo.store import Registry, create_registry
from amparo.store.database import FILE_NAME

PERSONS, EACH = 20_000, 50
GIVEN = ("Ana", "José", "María", "Luis", "Carmen", "Juan", "Rosa", "Pedro", "Luz", "Carlos", "Elena", "Jesús", "Marta", "Rafael", "Inés",
         "Miguel", "Nélida", "Andrés", "Yolanda", "Ángel", "Gladys", "Ramón", "Belén", "Félix", "Iraida", "Óscar")  # fmt: skip
SURNAMES = ("Pérez", "González", "Rodríguez", "Hernández", "García", "Martínez", "López", "Sánchez", "Ramírez", "Díaz", "Torres", "Rivas",
            "Núñez", "Peña", "Ñáñez", "Colmenares", "Urdaneta", "Salazar", "Guerra", "Marcano", "Bastidas", "Contreras", "Zambrano",
            "Briceño", "Mendoza", "Rojas", "Figueroa", "Quintero", "Aponte", "Lugo", "Yánez", "Escalona", "Villalobos")  # fmt: skip
MOMENT = "2026-02-01T10:00:00.000000Z"
_LISTS = ("foro-inventado", "lista-del-faro", "comite-de-familias", "registro-norte", "prensa-inventada")
_EDITIONS = ("2025-06-30", "2025-10-31", "2026-01-31")
_PLACES, _CLAIMS = 60, 40
_REGIONS = ("Miranda", "Aragua", "Carabobo", "Zulia", "Lara", "Táchira", "Bolívar", "Mérida")
_TRADES = ("docente", "estudiante", "médica", "obrero", "abogada", "periodista", "agricultor", "sindicalista")
_FILE = "0" * 64
_AFTER_RELEASE = ("periodic_reporting", "travel_ban", "social_media_ban")

type Row = tuple[Any, ...]  # Any: a column of the log each


def row(kind: str, subject: str, name: str, value: Any, **more: Any) -> Row:  # Any: Json, and columns of the log
    """Return a statement as the log stores it."""
    cells = dict.fromkeys(COLUMNS) | {
        "action": "assert", "exposure": 2, "language": "es", "negated": False, "recorded_at": MOMENT, "recorded_by": "benchmark",
        "reliability": "unknown", "subject_kind": kind, "subject": subject, "property": name,
        "value": orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode(), "locator": "{}", **more,
    }  # fmt: skip
    return tuple(cells[column] for column in COLUMNS)


class Invented:
    """The statements of a registry, one person after another, from one seed."""

    def __init__(self, persons: int) -> None:
        self.persons = persons
        self._rng = Random(11)
        self._line = 1

    def rows(self) -> Iterator[Row]:
        """Yield every statement."""
        yield from self._facilities()
        yield from self._claims()
        for number in range(self.persons):
            yield from self._person(number)

    def _facilities(self) -> Iterator[Row]:
        for place in range(_PLACES):
            yield row("facility", f"F-{place:02}", "name", f"Centro {place}", source="centros", exposure=5)
            yield row("facility", f"F-{place:02}", "aliases", [f"C{place}", f"Penal {place}"], source="centros", exposure=5)
            yield row("facility", f"F-{place:02}", "state", self._rng.choice(_REGIONS), source="centros", exposure=5)

    def _claims(self) -> Iterator[Row]:
        for number in range(_CLAIMS):
            until = str(date(2025, 3, 1) + timedelta(9 * number))
            stock = number % 2 == 0
            value = {
                "claim_id": f"zz-{number}", "claimant": f"Organización {number % 4}", "claimant_kind": "ngo", "place": "Costa Inventada",
                "measure": "detained_stock" if stock else "released", "population": "political_prisoners", "qualifier": "exact",
                "value": self.persons // 3 + 7 * number if stock else self.persons // 20 + number, "until": until, "published_on": until,
                **({} if stock else {"from": str(date(2025, 1, 1))}), "source_url": f"https://example.org/{number}", "publisher": "Diario",
            }  # fmt: skip
            yield row("claim", f"zz-{number}", "claim", value, source="example.org", stated_on=until, exposure=5)

    def _person(self, number: int) -> Iterator[Row]:
        """Yield fifty statements on one person."""
        rng, person = self._rng, f"p{number:06}{self._rng.getrandbits(48):012x}"
        name = f"{rng.choice(GIVEN)} {rng.choice(GIVEN)} {rng.choice(SURNAMES)} {rng.choice(SURNAMES)}"
        lists = rng.sample(_LISTS, rng.choice((2, 3, 3, 4)))
        arrest = date(2024, 7, 1) + timedelta(rng.randrange(500))
        freed = arrest + timedelta(rng.randrange(20, 500)) if rng.random() < 0.6 else None
        made = [one for place, source in enumerate(lists) for one in self._record(number, place, source, person, name, arrest, freed)]
        made += self._of_person(person, number, arrest)
        for place in range(EACH - len(made)):
            source = lists[place % len(lists)]
            made.append(self._row("person", person, "note", f"Nota {place} de {source}", source))
        yield from made[:EACH]

    def _row(self, kind: str, subject: str, name: str, value: Any, source: str, **more: Any) -> Row:  # Any: Json, columns
        self._line += 1
        locator = f'{{"columns":["{name}"],"file":"{_FILE}","row":{self._line}}}'
        return row(kind, subject, name, value, source=source, locator=locator, import_id=f"i{source}", **more)

    def _record(
        self, number: int, place: int, source: str, person: str, name: str, arrest: date, freed: date | None
    ) -> Iterator[Row]:  # fmt: skip
        """Yield what one list says of the person."""
        rng, record = self._rng, f"r{place}{number:06}{self._rng.getrandbits(40):010x}"
        said = _EDITIONS[number % 3]
        sex = "f" if number % 5 == 0 else "m"

        def say(prop: str, value: Any, **more: Any) -> Row:  # Any: Json, columns
            return self._row("record", record, prop, value, source, stated_on=said, **more)

        yield say("person", person)
        yield say("name", name if place else name.upper())
        yield say("sex", sex if rng.random() < 0.99 else "x")
        yield say("region", rng.choice(_REGIONS) if rng.random() < 0.1 else _REGIONS[number % len(_REGIONS)])
        yield say("branch", "military" if number % 9 == 0 else "civilian")
        if place:
            yield say("occupation", _TRADES[number % len(_TRADES)])
            yield say("age", 18 + number % 50, happened_on=str(arrest.year))
        else:
            yield say("id_number", f"V-{10_000_000 + number}")
            yield say("alias", f"El {SURNAMES[number % len(SURNAMES)]}")
        taken = arrest if rng.random() < 0.8 else arrest + timedelta(rng.randrange(1, 25))
        day = str(taken) if rng.random() < 0.75 else str(taken)[:7] if rng.random() < 0.8 else f"{str(taken)[:7]}~"
        yield say(
            "event", {"kind": "arrest", "facility": f"Centro {(number + rng.randrange(2)) % _PLACES}", "key": "arrest"}, happened_on=day
        )
        if freed is not None and rng.random() < 0.8:
            kind = rng.choice(("release_conditional", "release_conditional", "release_unspecified", "release_full"))
            measures = list(rng.sample(_AFTER_RELEASE, 2)) if kind == "release_conditional" else []
            value = {"kind": kind, "key": "release", "after": ["arrest"], **({"measures": measures} if measures else {})}
            yield say("event", value, happened_on=str(freed) if rng.random() < 0.7 else str(freed)[:7])
        elif freed is None:
            yield say("event", {"kind": "listed", "states": ["deprived"]}, happened_on=said)

    def _of_person(self, person: str, number: int, arrest: date) -> Iterator[Row]:
        """Yield what was recorded of the person by hand."""
        rng, source = self._rng, "casa"

        def event(value: Any, after: int, **more: Any) -> Row:  # Any: Json, columns
            return self._row("person", person, "event", value, source, happened_on=str(arrest + timedelta(after)), **more)

        yield event({"kind": "charge", "note": "terrorismo"}, 3)
        yield event({"kind": "transfer", "facility": f"Centro {rng.randrange(_PLACES)}"}, 15)
        if number % 4 == 0:
            yield event({"kind": "sentence", "note": "30 años"}, 200)
        if number % 7 == 0:
            yield event({"kind": "contact_refused", "with": ["family"]}, 10)
            yield event({"kind": "contact_allowed", "with": ["family"]}, 40)
        if number % 50 == 0:
            yield event({"kind": "transfer", "facility": "Centro 1"}, 30, negated=True)
        if number % 60 == 0:
            yield event({"kind": "rearrest", "facility": "Centro 2"}, 520)
        for charge in range(2 + number % 2):
            value = {
                "id": f"c{charge}",
                "status": ["charged"],
                "offences": ["public_disorder"],
                "act": {"start": str(arrest)[:7], "end": None},
            }
            yield self._row("person", person, "charge", value, source)
        yield self._row("person", person, "case_fact", {"name": "at_law", "value": True}, source)
        yield self._row("person", person, "population", "political_prisoners", source)
        if number % 100 == 0:
            yield self._row("person", person, "exposure", 1, source)


def second_thoughts(registry: Registry) -> list[Row]:
    """Return corrections, withdrawals and decisions on pairs of persons, over what is recorded."""
    log = registry.log()
    rng = Random(12)
    events = log.filter((log["property"] == "event") & (log["subject_kind"] == "record")).select(
        "statement_id", "subject", "value", "source"
    )
    made = []
    for place in sorted(rng.sample(range(events.height), events.height // 100)):
        statement_id, subject, value, source = events.row(place)
        changed = orjson.loads(value)
        if place % 3:
            made.append(row("record", subject, "event", changed, source=source, happened_on="2025-12", action="supersede",
                            target=statement_id, reason="Corregido"))  # fmt: skip
        else:
            made.append(row("record", subject, "event", None, source="casa", action="retract", target=statement_id, reason="Error"))
    persons = log.filter(log["subject_kind"] == "person")["subject"].unique(maintain_order=True).to_list()
    for place in range(0, len(persons) - 1, 80):
        decision = ("undecided", "different", "same")[place // 80 % 3]
        made.append(row("person", persons[place], "same_person", {"other": persons[place + 1], "decision": decision}, source="casa"))
    return made


def registry_of(persons: int, cache: Path) -> Path:
    """Return the folder of the registry, made once and kept in a cache folder outside the repository."""
    folder = cache / f"app-{persons}"
    if not (folder / FILE_NAME).exists():
        cache.mkdir(parents=True, exist_ok=True)
        with create_registry(folder, entropy=Random(13).randbytes) as registry:
            registry.append_rows(Invented(persons).rows(), at=MOMENT)
            registry.append_rows(second_thoughts(registry), at=MOMENT)
    return folder
