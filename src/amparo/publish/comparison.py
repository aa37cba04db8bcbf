"""What a release says against what its own statements give: every table cell by cell, every other file whole."""

import csv
import hashlib
import io
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs
import polars as pl

from amparo.publish.package import EDITION, SQLITE
from amparo.publish.reading import STATEMENTS
from amparo.publish.writing import MANIFEST
from amparo.words import Language, say

# The columns by which a row is told from others; where they are not named, the whole row.
_IDS: Mapping[str, tuple[str, ...]] = {
    "claims": ("claim_id",), "figures": ("figure_id",), "persons": ("person_id",), "facilities": ("facility_id",),
    "verdicts": ("claim_id",), "series": ("day", "state"), "statements": ("number",), "dictionary": ("table", "column"),
}  # fmt: skip


@attrs.frozen
class Difference:
    """
    One place where a release is not what it should be.

    Attributes:
        code: the sentence that says so.
        path: the file.
        values: what the sentence prints: table, id, column, what is said, what comes out.
    """

    code: str
    path: str
    values: Mapping[str, Any] = attrs.field(factory=dict)  # Any: whatever the sentence prints

    def message(self, language: Language) -> str:
        """Return the difference in words."""
        return f"{say(self.code, language, path=self.path, **self.values)} [{self.code}]"

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return the difference as data."""
        return {"code": self.code, "path": self.path, **self.values}


def altered_files(told: Mapping[str, bytes]) -> Iterator[Difference]:
    """Yield what a release's own list of files does not bear out."""
    listed = {
        path: digest for digest, _, path in (line.partition("  ") for line in told[MANIFEST].decode(errors="replace").split("\n")[1:])
    }
    listed.pop("", None)
    for path in sorted({*told, *listed} - {MANIFEST}):
        if path not in told:
            yield Difference("publish.file_missing", path)
        elif path not in listed:
            yield Difference("publish.file_unlisted", path)
        elif hashlib.sha256(told[path]).hexdigest() != listed[path]:
            yield Difference("publish.file_altered", path)


def of_cited_edition(told: str, cited: str | None) -> Iterator[Difference]:
    """Yield a difference where somebody cited another edition than this."""
    if cited is not None and cited != told:
        yield Difference("publish.edition_differs", EDITION, {"cited": cited, "edition": told})


def of_statements(told: str, root: str) -> Iterator[Difference]:
    """Yield a difference where the statements are not those that the release commits to."""
    if told != root:
        yield Difference("publish.root_differs", STATEMENTS, {"said": told, "again": root})


def not_computable() -> Difference:
    """Return the difference of a release whose statements nothing can be computed from."""
    return Difference("publish.not_computable", STATEMENTS)


def differences(told: Mapping[str, bytes], again: Mapping[str, bytes], *, pages: bool = True) -> Iterator[Difference]:
    """
    Yield where a release differs from what is computed again; nothing where all is as it should be.

    ``pages`` False: of another version of the program, whose pages may be laid out otherwise; the tables are compared all the same.
    """
    for path in sorted({*told, *again} - {MANIFEST}):
        if path.startswith("data/") or pages:
            if path not in told:
                yield Difference("publish.file_missing", path)
            elif path not in again:
                yield Difference("publish.file_unlisted", path)
            elif told[path] != again[path]:
                yield from _within(path, told[path], again[path])


def _within(path: str, told: bytes, again: bytes) -> Iterator[Difference]:
    """Yield the differences within one file whose bytes differ; of another library's Parquet or SQLite only the content counts."""
    if path.endswith(".csv"):
        yield from _of_tables(path, _rows(told), _rows(again))
    elif path.endswith(".parquet") or path == SQLITE:
        try:
            same = _content(path, told) == _content(path, again)
        except (pl.exceptions.PolarsError, sqlite3.Error, OSError, ValueError):
            same = False
        if not same:
            yield Difference("publish.content_differs", path)
    else:
        first = next((n for n, (a, b) in enumerate(zip(told.split(b"\n"), again.split(b"\n"), strict=False), 1) if a != b), 1)
        yield Difference("publish.page_differs", path, {"line": first})


def _content(path: str, content: bytes) -> Any:  # Any: rows of every table
    if path.endswith(".parquet"):
        frame = pl.read_parquet(io.BytesIO(content))
        return dict(frame.schema), frame.rows()
    with sqlite3.connect(":memory:") as database:
        database.deserialize(content)
        return list(database.iterdump())


def _rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(errors="replace"), newline="")))


def _of_tables(path: str, told: Sequence[Sequence[str]], again: Sequence[Sequence[str]]) -> Iterator[Difference]:
    """Yield the rows and cells that differ between a table and the one computed again."""
    if not told or not again or told[0] != again[0] or any(len(row) != len(again[0]) for row in told):
        yield Difference("publish.columns_differ", path)
        return
    header = list(again[0])
    name = path.removeprefix("data/").removesuffix(".csv")
    ids = [header.index(column) for column in _IDS.get(name, header)]
    said, comes = ({tuple(row[place] for place in ids): row for row in rows[1:]} for rows in (told, again))
    found = False
    for key in sorted({*said, *comes}):
        label = {"table": name, "id": " · ".join(key) if name in _IDS else key[0]}
        if key not in comes or key not in said:
            found = True
            yield Difference("publish.row_extra" if key in said else "publish.row_missing", path, label)
        elif said[key] != comes[key]:
            found = True
            for column, one, other in zip(header, said[key], comes[key], strict=True):
                if one != other:
                    yield Difference("publish.cell_differs", path, {**label, "column": column, "said": one, "again": other})
    if not found:
        yield Difference("publish.order_differs", path, {"table": name})
