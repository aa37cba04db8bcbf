"""An invented observatory at work: its lists, its map, and a clock that stands still until it is told."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import attrs
import polars as pl

from amparo.questions.counts import Answer
from amparo.questions.rule import Rule
from amparo.statements import COLUMNS
from amparo.workflows.answers import answer_count
from amparo.workflows.imports import ImportReport, import_file
from amparo.workflows.session import Session

MAP = """format: amparo-map/1
id: {id}
title: Lista de personas detenidas
publisher: Observatorio de Zubia
url: https://example.org/lista
licence: CC-BY-4.0
edition: 2026-02-01
language: es
dates: {{order: dmy}}
record_id: n
reliability: likely
columns:
  name: nombre
  sex: {{column: sexo, values: {{F: f, M: m}}}}
  occupation: {{column: oficio, separator: "|"}}
events:
- {{key: arrest, kind: arrest, date: detenida, facility: centro}}
- {{key: release, kind: release_unspecified, date: liberada, after: arrest}}
"""
HEADER = "n,nombre,sexo,oficio,detenida,centro,liberada"
ANA = "1,Ana Ruiz Lagos,F,maestra,05.01.2025,El Faro,"
BERTA = "2,Berta Núñez Soto,F,,2025,La Torre,"
CIRO = "3,Ciro Paz Vera,M,poeta|albañil,enero de 2025,El Faro,14.01.2026"
NAMES = ("Ana", "Ruiz", "Berta", "Núñez", "Ciro", "Paz")


@attrs.define
class Clock:
    """A clock that somebody sets."""

    moment: datetime = datetime(2026, 2, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the moment that was set."""
        return self.moment

    def set(self, day: str) -> None:
        """Let it be noon of a day."""
        self.moment = datetime.fromisoformat(f"{day}T12:00:00+00:00")


@attrs.frozen
class Desk:
    """A session with its clock and a folder for its files."""

    session: Session
    clock: Clock
    folder: Path

    def map(self, id: str = "zz-lista", text: str = MAP) -> Path:  # noqa: A002 (the map's own word)
        """Write the map of a list and return its path."""
        path = self.folder / f"{id}.yml"
        path.write_text(text.format(id=id), encoding="utf-8")
        return path

    def file(self, rows: Sequence[str], name: str = "lista.csv") -> Path:
        """Write a list and return its path."""
        path = self.folder / name
        path.write_bytes("\n".join([HEADER, *rows, ""]).encode())
        return path

    def bring(self, *rows: str, id: str = "zz-lista", edition: str = "2026-02-01", **options: Any) -> ImportReport:  # noqa: A002
        """Import an edition of a list."""
        return import_file(self.session, "list", self.file(rows, f"{id}-{edition}.csv"), map_path=self.map(id), edition=edition, **options)

    def height(self) -> int:
        """Return how many statements the log has."""
        return self.session.registry.head().size

    def facts(self) -> list[tuple[Any, ...]]:
        """Return what stands of records, without the ids that salts make, sorted."""
        standing = self.session.standing().filter(pl.col("subject_kind") == "record")
        return sorted(standing.select("subject", "property", "value", "happened_on", "source").rows(), key=str)

    def held(self, on: str = "2026-02-01", known_at: str | None = None) -> tuple[int, int]:
        """Return at least and at most how many persons are in custody on a day."""
        known = None if known_at is None else date.fromisoformat(known_at)
        rule = Rule(states=("deprived",), on=date.fromisoformat(on), known_at=known, fresh_within=None)
        return bounds(answer_count(self.session, rule))


def bounds(answer: Answer) -> tuple[int, int]:
    """Return the two numbers of a count of persons."""
    found = answer.to_dict()["persons"]
    return found["at_least"], found["at_most"]


def last(session: Session) -> dict[str, Any]:  # Any: one cell each
    """Return the last statement of the log by column."""
    row = session.registry.log().row(-1, named=True)
    return {name: row[name] for name in ("statement_id", *COLUMNS)}
