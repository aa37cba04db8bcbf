"""A release against its own data: whatever is altered in it is found."""

import csv
import hashlib
import io
import json
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from amparo.errors import BadInput
from amparo.publish import RELEASED_COLUMNS, site_files, statements_in, write_site
from amparo.workflows.publishing import release_of
from amparo.workflows.verifying import Verification, read_back, verify_release
from tests.cli.demonstration import Demo, demonstration, files
from tests.cli.running import amparo
from tests.workflows.sitting import Desk

type Files = dict[str, bytes]
TABLES = ("figures", "series", "verdicts", "spells", "events", "persons", "placements", "departures", "claims", "stages", "facilities")


@pytest.fixture(scope="module")
def demo() -> Demo:
    """Return the demonstration; no test writes to it."""
    return demonstration()


@pytest.fixture
def small(desk: Desk, tmp_path: Path) -> Path:
    """Return a small release: two persons, a claim and a facility."""
    said = [
        ("person", "pa", "name", "Ana Inventada", None),
        ("person", "pa", "event", {"kind": "arrest", "facility": "Cuartel"}, "2026-01-05"),
        ("person", "pa", "event", {"kind": "release_conditional"}, "2026-02-05"),
        ("person", "pb", "name", "Beto Inventado", None),
        ("person", "pb", "event", {"kind": "arrest", "facility": "Cuartel", "note": "=1+1 'citado', con comas"}, "2026-01"),
        ("facility", "F-1", "name", "Cuartel", None),
        ("instrument", "R-2026", "stage", {"stage": "in_force"}, "2026-02-20"),
    ]
    session = desk.session
    session.registry.append(
        [session.statement(subject_kind=kind, subject=subject, property=property, value=value, happened_on=day, exposure=5,
                           source="prensa.example", locator={"url": "https://example.org/a", "file": "ab", "secret": "no"})
         for kind, subject, property, value, day in said],
        at=session.now(),
    )  # fmt: skip
    write_site(site_files(release_of(session)), tmp_path / "site")
    return tmp_path / "site"


def signed_again(files: Files) -> Files:
    """Return files with a list of files that bears them out, as a forger would leave it."""
    lines = [f"{hashlib.sha256(content).hexdigest()}  {path}" for path, content in sorted(files.items()) if path != "MANIFEST.txt"]
    return {**files, "MANIFEST.txt": "\n".join(("amparo-site/1", *lines, "")).encode()}


def verified(folder: Path, change: Callable[[Files], None], out: Path) -> Verification:
    """Return what verifying a release finds after somebody changed its files and covered the tracks."""
    told = files(folder)
    change(told)
    shutil.rmtree(out, ignore_errors=True)
    write_site(signed_again(told), out)
    return verify_release(out)


def table(content: bytes) -> list[list[str]]:
    """Return the rows of a CSV."""
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def written(rows: list[list[str]]) -> bytes:
    """Return rows as a CSV."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue().encode()


def test_the_demonstration_verifies(demo: Demo) -> None:
    """Every figure, table and page of the demonstration's site follows from the statements that the site carries."""
    ran = amparo("verify", demo.folder / "site", "--json")
    assert ran.code == 0
    assert (ran.document["verified"], ran.document["differences"], ran.document["pages_compared"]) == (True, [], True)
    assert ran.document["figures"] >= 8


def test_the_cited_edition_is_asked_for(small: Path) -> None:
    """A release that is not the edition that somebody cited does not verify; one that is does."""
    edition = verify_release(small).edition
    assert amparo("verify", small, "--edition", edition).code == 0
    assert amparo("verify", small, "--edition", "2026-03-16-00000000").code == 1


def test_one_altered_figure_is_named(small: Path, tmp_path: Path) -> None:
    """A figure that was made larger is found, with its id, its column, what is said and what comes out; exit 1."""
    told = files(small)
    rows = table(told["data/figures.csv"])
    place = rows[0].index("at_least")
    was, rows[1][place] = rows[1][place], "12"
    write_site(signed_again({**told, "data/figures.csv": written(rows)}), tmp_path / "forged")
    ran = amparo("verify", tmp_path / "forged", "--json")
    assert ran.code == 1
    found = [one for one in json.loads(ran.out)["differences"] if one["code"] == "publish.cell_differs"]
    assert [(one["id"], one["column"], one["said"], one["again"]) for one in found] == [(rows[1][0], "at_least", "12", was)]
    assert rows[1][0] in amparo("verify", tmp_path / "forged").out


def _cell(name: str, seed: int) -> Callable[[Files], None]:
    def change(told: Files) -> None:
        rows = table(told[f"data/{name}.csv"])
        rng = random.Random(seed)
        row, column = rng.randrange(1, len(rows)), rng.randrange(len(rows[0]))
        rows[row][column] += "7"
        told[f"data/{name}.csv"] = written(rows)

    return change


def _row_gone(told: Files) -> None:
    rows = table(told["data/spells.csv"])
    told["data/spells.csv"] = written(rows[:2] + rows[3:])


def _row_twice(told: Files) -> None:
    rows = table(told["data/series.csv"])
    told["data/series.csv"] = written([*rows, rows[-1]])


def _columns_turned(told: Files) -> None:
    told["data/figures.csv"] = written([row[::-1] for row in table(told["data/figures.csv"])])


def _in_page(told: Files) -> None:
    told["index.html"] = told["index.html"].replace(b"exactamente 1", b"exactamente 9", 1)


def _in_english(told: Files) -> None:
    told["en/index.html"] = told["en/index.html"].replace(b"at least ", b"at least 1", 1)


def _in_parquet(told: Files) -> None:
    frame = pl.read_parquet(io.BytesIO(told["data/figures.parquet"]))
    buffer = io.BytesIO()
    frame.with_columns(pl.col("at_most") + 1).write_parquet(buffer)
    told["data/figures.parquet"] = buffer.getvalue()


def _in_sqlite(told: Files) -> None:
    with sqlite3.connect(":memory:") as database:
        database.deserialize(told["data/amparo.sqlite"])
        database.execute("UPDATE figures SET at_least = at_least + 1")
        database.commit()
        told["data/amparo.sqlite"] = database.serialize()


def _broken_sqlite(told: Files) -> None:
    told["data/amparo.sqlite"] = told["data/amparo.sqlite"][:4096]


def _page_gone(told: Files) -> None:
    del told["en/methods.html"]


def _page_more(told: Files) -> None:
    told["cases/p-invented.html"] = told["methods.html"]


def _other_day(told: Files) -> None:
    told["data/edition.json"] = told["data/edition.json"].replace(b'"as_of": "2026-02-20"', b'"as_of": "2026-02-19"')


def _other_root(told: Files) -> None:
    told["data/edition.json"] = told["data/edition.json"].replace(b'"root": "', b'"root": "0')


CHANGES = {f.__name__.strip("_"): f for f in (_row_gone, _row_twice, _columns_turned, _in_page, _in_english, _in_parquet, _in_sqlite,
                                              _broken_sqlite, _page_gone, _page_more, _other_day, _other_root)}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_is_altered_anywhere_is_found(change: Callable[[Files], None], small: Path, tmp_path: Path) -> None:
    """A change to a table, a page, a file of another format or the edition's own words is found, though the list of files bears it out."""
    assert verify_release(small).differences == ()
    assert verified(small, change, tmp_path / "forged").differences


@pytest.mark.parametrize("name", ["figures", "series", "spells", "events", "persons", "placements", "statements", "dictionary"])
def test_every_altered_cell_is_found(name: str, small: Path, tmp_path: Path) -> None:
    """Whichever cell of a table is changed, statements included, the change is found."""
    for seed in range(3):
        assert verified(small, _cell(name, seed), tmp_path / "forged").differences, seed


def test_statements_that_no_longer_read_are_told_apart_from_a_fault(small: Path, tmp_path: Path) -> None:
    """Where an altered statement makes everything incomputable, that is said, and no error escapes."""

    def broken(told: Files) -> None:
        told["data/statements.csv"] = told["data/statements.csv"].replace(b'"{""kind', b'"{kind')

    codes = {one.code for one in verified(small, broken, tmp_path / "forged").differences}
    assert codes == {"publish.root_differs", "publish.not_computable"}


def bounds_in(document: Any) -> Iterator[tuple[str, str]]:  # Any: a JSON document
    """Yield every pair of bounds that an answer holds, at whatever depth."""
    if isinstance(document, dict):
        if {"at_least", "at_most"} <= set(document):
            yield str(document["at_least"]), str(document["at_most"])
        for one in document.values():
            yield from bounds_in(one)
    elif isinstance(document, list):
        for one in document:
            yield from bounds_in(one)


def test_a_figure_can_be_asked_of_the_release_alone(small: Path) -> None:
    """The query under a figure, typed with ``--release``, gives its bounds from the published statements, with their position."""
    rows = table(files(small)["data/figures.csv"])
    asked = set()
    for figure in (dict(zip(rows[0], row, strict=True)) for row in rows[1:]):
        words = figure["query"].split()[1:]
        answer, bounds = amparo(*words, "--release", small, "--json").document, (figure["at_least"], figure["at_most"])
        asked.add(words[0])
        if words[0] == "count":
            assert tuple(str(answer["persons"][bound]) for bound in ("at_least", "at_most")) == bounds
            assert answer["statements"] == [one for one in figure["statement_ids"].split("|") if one]
            assert answer["ledger"]["edition"] == verify_release(small).edition
        elif figure["unit"] != "per_hundred":  # movements hold the replacement as a ratio
            assert bounds in set(bounds_in(answer))
    assert {"count", "flows"} <= asked
    assert amparo("count", "--state", "deprived", "--on", "2026-01-10", "--known-at", "2026-01-10", "--release", small).code == 3


@pytest.mark.nightly
def test_a_thousand_altered_cells_are_found(demo: Demo, tmp_path: Path) -> None:
    """Of a hundred random changes to the demonstration's tables, a hundred are found."""
    for seed in range(100):
        name = TABLES[seed % len(TABLES)]
        assert verified(demo.folder / "site", _cell(name, seed), tmp_path / "forged").differences, (name, seed)


def test_a_careless_change_is_found_by_its_hash(small: Path) -> None:
    """A file changed without its entry in the list of files is named."""
    page = small / "methods.html"
    page.write_bytes(page.read_bytes() + b" ")
    assert {(one.code, one.path) for one in verify_release(small).differences} == {
        ("publish.file_altered", "methods.html"), ("publish.page_differs", "methods.html")
    }  # fmt: skip


def test_pages_of_another_version_are_not_judged(small: Path, tmp_path: Path) -> None:
    """A release of another version of the program is compared table by table, not by the layout of its pages."""

    def older(told: Files) -> None:
        told["data/edition.json"] = told["data/edition.json"].replace(b'"software": "', b'"software": "0.0.')
        told["index.html"] = b"<!DOCTYPE html>"

    found = verified(small, older, tmp_path / "older")
    assert not found.same_software
    assert {one.path for one in found.differences} == {"data/edition.json"}


def test_a_release_reads_back_as_it_was(small: Path) -> None:
    """The statements that a release carries give the release again, byte for byte; only the columns of the policy are there."""
    told = files(small)
    assert dict(site_files(read_back(small))) == told
    frame = statements_in(told)
    assert tuple(frame.columns) == RELEASED_COLUMNS
    assert frame["value"].to_list()[4].startswith('{"facility":"Cuartel"')
    assert b"secret" not in told["data/statements.csv"]
    assert b"recorded_by" not in told["data/statements.csv"]


def test_what_is_no_release_is_refused(tmp_path: Path, small: Path) -> None:
    """A folder without a release, or with one that cannot be read, is refused in both languages; exit 3."""
    assert amparo("verify", tmp_path / "nothing").code == 3
    broken: Mapping[str, bytes] = {"data/edition.json": b"{}", "data/statements.csv": b"a,b\n1,2,3\n"}
    for path, content in broken.items():
        kept = (small / path).read_bytes()
        (small / path).write_bytes(content)
        with pytest.raises(BadInput) as refused:
            verify_release(small)
        assert all(refused.value.message(language) for language in ("es", "en"))
        (small / path).write_bytes(kept)


def test_an_edition_is_known_by_its_content(desk: Desk, small: Path) -> None:
    """The same statements asked of the same day are the same edition, whoever publishes; one more public statement is another."""
    session = desk.session
    first = release_of(session).edition
    desk.clock.set("2031-01-01")
    assert release_of(session).edition == first
    session.registry.append(
        [session.statement(subject_kind="person", subject="pa", property="name", value="Otra", source="x", exposure=2)], at=session.now()
    )
    assert release_of(session).edition == first
    session.registry.append(
        [session.statement(subject_kind="person", subject="pa", property="event", value={"kind": "listed"}, source="x", exposure=5)],
        at=session.now(),
    )
    assert release_of(session).edition.root != first.root
    assert datetime(2031, 1, 1, tzinfo=UTC).date() == release_of(session).edition.known_at
