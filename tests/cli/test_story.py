"""A documenter's weeks with a registry, from the first list to the site."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from amparo.workflows.session import at_work
from tests.cli.demonstration import files
from tests.cli.invented import HEADINGS, MAP, ROWS, claims_table, table
from tests.cli.running import Ran, amparo, head

HELD = ("count", "--state", "deprived", "--on", "2026-02-27")
RELEASED = ("count", "--kind", "release", "--from", "2026-02-01", "--until", "2026-02-28")
OTHERS = (("1", "Eva Supuesta Mar", "F", "10/02/2026", "Centro Sur", ""), ("2", "Fabio Irreal Sol", "M", "11/02/2026", "", "26/02/2026"))


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return what sets the day of the clock that the commands look at."""

    def set_day(day: str) -> None:
        moment = datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=UTC)
        monkeypatch.setitem(at_work.__wrapped__.__kwdefaults__, "clock", lambda: moment)  # type: ignore[attr-defined]  # contextmanager's

    return set_day


def done(*words: object) -> Ran:
    """Run a command that must succeed."""
    ran = amparo(*words)
    assert ran.code == 0, ran.err
    return ran


def asked(*words: object) -> dict[str, Any]:  # Any: a JSON document
    """Return an answer without the position of the log, which every addition moves."""
    document: dict[str, Any] = done(*words, "--json").document
    document.pop("ledger", None)
    return document


def bounds(*words: object) -> tuple[int, int]:
    """Return at least and at most of a count."""
    persons = asked(*words)["persons"]
    return persons["at_least"], persons["at_most"]


def spreadsheet(path: Path) -> None:
    """Write the second list as a spreadsheet."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Lista")
        for number, row in enumerate((HEADINGS, *OTHERS)):
            sheet.write_row(number, 0, row)


def test_a_documenters_story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, on: Callable[[str], None]) -> None:
    """
    Each step does what it says, and no step changes what was known before it.

    Two lists and some claims come in, a release is recorded, corrected and withdrawn, a list is
    taken back; the registry is saved, restored elsewhere and published.
    """
    monkeypatch.chdir(tmp_path)
    Path("lista.csv").write_text(table(HEADINGS, ROWS), encoding="utf-8")
    Path("mapa.yml").write_text(MAP, encoding="utf-8")
    Path("otra.yml").write_text(MAP.replace("id: zz-lista", "id: zz-otra"), encoding="utf-8")
    Path("cifras.csv").write_text(claims_table(), encoding="utf-8")
    spreadsheet(Path("otra.xlsx"))

    on("2026-03-01")
    done("init")
    assert head(Path("registry"))[0] == 0
    dry = done("import", "list", "lista.csv", "--map", "mapa.yml", "--dry-run")
    for seen in ("Ana Inventada Ríos", "2026-01-12", "2026-01-24/2026-01-26", "2025~"):
        assert seen in dry.out
    assert head(Path("registry"))[0] == 0
    done("import", "list", "lista.csv", "--map", "mapa.yml")
    assert "ya estaba" in done("import", "list", "lista.csv", "--map", "mapa.yml").out
    assert bounds(*HELD) == (1, 3)  # Ana, surely; Darío, arrested about 2025 or not yet; Carla, perhaps released by then
    assert bounds(*RELEASED) == (2, 2)
    first = {words: asked(*words, "--known-at", "2026-03-01") for words in (HELD, RELEASED)}

    on("2026-03-05")
    done("import", "list", "otra.xlsx", "--map", "otra.yml")
    done("import", "claims", "cifras.csv")
    assert bounds(*HELD) == (2, 4)  # and Eva
    assert bounds(*RELEASED) == (3, 3)  # and Fabio
    ana = done("people", "ana", "--json").document[0]["person_id"]
    second = {words: asked(*words, "--known-at", "2026-03-05") for words in (HELD, RELEASED)}
    history = asked("person", ana, "--known-at", "2026-03-05")

    on("2026-03-10")
    release = done("record", ana, "--kind", "release_full", "--date", "2026-02-20", "--source", "familia", "--json").document[
        "statement_id"
    ]
    assert bounds(*HELD) == (1, 3)
    assert bounds(*RELEASED) == (4, 4)
    later = done("supersede", release, "--date", "2026-02-28", "--reason", "la familia corrigió el día", "--json").document["statement_id"]
    assert bounds(*HELD) == (2, 4)
    assert bounds(*RELEASED) == (4, 4)
    done("retract", later, "--reason", "era otra persona")
    assert bounds(*RELEASED) == (4, 4)  # what was corrected stands again
    done("retract", release, "--reason", "era otra persona")
    assert (bounds(*HELD), bounds(*RELEASED)) == ((2, 4), (3, 3))

    on("2026-03-12")
    other = next(one for one in done("imports", "--json").document if one["source"] == "zz-otra")
    done("undo", other["import_id"], "--reason", "la lista era un borrador")
    assert (bounds(*HELD), bounds(*RELEASED)) == ((1, 3), (2, 2))

    for words in (HELD, RELEASED):
        assert asked(*words, "--known-at", "2026-03-01") == first[words]
        assert asked(*words, "--known-at", "2026-03-05") == second[words]
    assert asked("person", ana, "--known-at", "2026-03-05") == history
    assert {row["verdict"] for row in asked("claims", "check")["claims"]} == {"shown", "contradicted", "not_reached"}

    done("backup", "amparo.backup")
    done("restore", "amparo.backup", "--registry", "otro/registro")
    assert head(Path("otro/registro")) == head(Path("registry"))
    for words in (HELD, ("claims", "check"), ("person", ana), ("imports",)):
        there = done(*words, "--json", "--registry", "otro/registro")
        assert there.out == done(*words, "--json").out

    done("publish", "--out", "sitio")
    site = files(Path("sitio"))
    assert site["index.html"].startswith(b"<!DOCTYPE html>")
    told = b"".join(site.values())
    for name in ("Inventada", "Ficticio", "Supuesta", "Irreal", "lista.csv"):  # nothing was given exposure 5 but the claims
        assert name.encode() not in told
    assert b"zz-3" in told
