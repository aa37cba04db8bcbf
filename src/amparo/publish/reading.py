"""A release read back from its folder: its files, the statements that it carries, the edition that it says it is."""

import csv
import io
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from amparo.errors import BadInput
from amparo.publish import package
from amparo.publish.policy import RELEASED_COLUMNS
from amparo.publish.release import Edition, schema
from amparo.publish.tables import restored
from amparo.publish.writing import MANIFEST

STATEMENTS = "data/statements.csv"
_NEVER_NULL = ("locator", "source", "value")


def read_release(folder: Path) -> Mapping[str, bytes]:
    """Return the files of a release by their paths; a folder that holds none is refused."""
    files = {}
    for base, _, names in os.walk(folder):  # links are not followed: they lead out of the release
        for name in names:
            path = Path(base, name)
            if not path.is_symlink() and path.is_file():
                files[path.relative_to(folder).as_posix()] = path.read_bytes()
    for needed in (MANIFEST, package.EDITION, STATEMENTS):
        if needed not in files:
            raise BadInput("publish.not_a_release", path=folder, file=needed)
    return dict(sorted(files.items()))


def edition_in(files: Mapping[str, bytes]) -> tuple[Edition, Mapping[str, Any]]:  # Any: a JSON document
    """Return the edition that a release says it is, and what else it says of itself."""
    try:
        return package.read_edition(files[package.EDITION])
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput("publish.edition_unreadable", file=package.EDITION) from error


def law_files_in(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return the texts of law that a release carries, by file name."""
    return {path.removeprefix(package.LAW): content for path, content in files.items() if path.startswith(package.LAW)}


def statements_in(files: Mapping[str, bytes]) -> pl.DataFrame:
    """Return the statements that a release carries, as ``RELEASED_COLUMNS``."""
    try:
        header, *rows = csv.reader(io.StringIO(files[STATEMENTS].decode(), newline=""))
        cells = [[restored(cell) or None for cell in row] for row in rows]
        frame = pl.DataFrame(cells, schema=dict.fromkeys(header, pl.String), orient="row").select(RELEASED_COLUMNS)
        typed = frame.with_columns(negated=pl.col("negated") == "true", number=pl.col("number").str.to_integer())
        return typed.with_columns(pl.col(_NEVER_NULL).fill_null("")).cast(pl.Schema(schema("statements")))
    except (ValueError, csv.Error, pl.exceptions.PolarsError) as error:
        raise BadInput("publish.statements_unreadable", file=STATEMENTS) from error
