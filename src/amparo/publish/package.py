"""
The same tables for other tools: Parquet with types, one SQLite file, and the Frictionless descriptor that names them all.

Texts stand here as they are: nothing of this is opened by a spreadsheet as formulas, so nothing needs to be made inert.
"""

import io
import json
import sqlite3
from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from amparo.publish import tables
from amparo.publish.release import Edition, Release

EDITION = "data/edition.json"
SQLITE = "data/amparo.sqlite"
DATAPACKAGE = "data/datapackage.json"
LAW = "data/law/"
FORMAT = "amparo-release/1"

_SQLITE = {"integer": "INTEGER", "boolean": "INTEGER", "date": "TEXT", "list": "TEXT", "number": "REAL", "string": "TEXT"}


def edition_file(release: Release) -> bytes:
    """Return what a reader must know to compute the release again: format, edition, day, highlights."""
    edition = release.edition
    return _json({
        "format": FORMAT,
        "edition": edition.id,
        "as_of": release.as_of,
        "known_at": edition.known_at,
        "statements": edition.statements,
        "root": edition.root,
        "software": edition.software,
        "persons": len(release.persons),
        "highlights": release.highlights,
        "address": release.address,
    })  # fmt: skip


def package_files(release: Release) -> Mapping[str, bytes]:
    """Return the tables as Parquet and SQLite, the texts of law, and the descriptor, by path."""
    files = {f"data/{table}.parquet": parquet(release, table) for table in tables.TABLES}
    files |= {f"{LAW}{name}": content for name, content in release.law_files.items()}
    files[SQLITE] = sqlite(release)
    files[DATAPACKAGE] = _json(descriptor(release))
    files[EDITION] = edition_file(release)
    return files


def parquet(release: Release, table: str) -> bytes:
    """Return a published table as Parquet."""
    buffer = io.BytesIO()
    tables.frame(release, table).write_parquet(buffer, compression="zstd", statistics=False)
    return buffer.getvalue()


def sqlite(release: Release) -> bytes:
    """Return all tables and the dictionary as one SQLite database; lists are JSON, days ISO 8601, true 1."""
    with sqlite3.connect(":memory:") as database:
        database.execute("PRAGMA page_size = 4096")
        for table in tables.TABLES:
            names = tables.columns(table)
            made = ", ".join(f'"{name}" {_SQLITE[tables.kind(table, name)]}' for name in names)
            database.execute(f'CREATE TABLE "{table}" ({made})')
            places = ", ".join("?" * len(names))
            rows = _stored(tables.frame(release, table)).iter_rows()
            database.executemany(f'INSERT INTO "{table}" VALUES ({places})', rows)  # noqa: S608 (our own names)
        database.execute("CREATE TABLE dictionary (" + ", ".join(f'"{name}" TEXT' for name in tables.DICTIONARY) + ")")
        database.executemany("INSERT INTO dictionary VALUES (?, ?, ?, ?, ?)", tables.dictionary())
        database.commit()
        return database.serialize()


def descriptor(release: Release) -> Mapping[str, Any]:  # Any: a JSON document
    """Return the description of the package (Frictionless Data, Data Package 1): each file, its columns, their types and meaning."""
    resources = [
        {
            "name": table.replace("_", "-"),
            "path": f"{table}.csv",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "profile": "tabular-data-resource",
            "description": tables.title(table, "es"),
            "schema": {
                "missingValues": [""],
                "fields": [
                    {
                        "name": column,
                        "type": "string" if tables.kind(table, column) == "list" else tables.kind(table, column),
                        "title": tables.meaning(column, "es", table),
                        "description": tables.meaning(column, "en", table),
                    }
                    for column in tables.columns(table)
                ],
            },
        }
        for table in tables.TABLES
    ]
    return {
        "profile": "tabular-data-package",
        "name": "amparo",
        "version": release.edition.id,
        "title": release.title["es"],
        "description": release.cite["es"],
        "languages": ["es", "en"],
        "licenses": [{"title": release.licence["es"]}],
        "resources": resources,
    }


def read_edition(content: bytes) -> tuple[Edition, Mapping[str, Any]]:  # Any: a JSON document
    """Return the edition that a release says it is, and the whole document; ValueError, KeyError or TypeError where it says none."""
    document = json.loads(content)
    if document["format"] != FORMAT:
        raise ValueError(document["format"])
    known = document["known_at"]
    edition = Edition(
        id=str(document["edition"]),
        known_at=date.fromisoformat(known) if known else None,
        statements=int(document["statements"]),
        root=str(document["root"]),
        software=str(document["software"]),
    )
    return edition, document


def _stored(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a table with types that SQLite has: lists as JSON, days as text, true as 1."""
    made: list[pl.Expr | pl.Series] = []
    for name, dtype in frame.schema.items():
        if dtype == pl.Boolean:
            made.append(pl.col(name).cast(pl.Int64))
        elif dtype == pl.Date:
            made.append(pl.col(name).dt.to_string("%Y-%m-%d"))
        elif isinstance(dtype, pl.List):
            lists = [None if cell is None else json.dumps(cell, ensure_ascii=False) for cell in frame[name].to_list()]
            made.append(pl.Series(name, lists, dtype=pl.String))
    return frame.with_columns(made)


def _json(document: Mapping[str, Any]) -> bytes:  # Any: a JSON document
    return (json.dumps(document, ensure_ascii=False, indent=2, default=str) + "\n").encode()
