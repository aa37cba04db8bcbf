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
    on("2026-03-01")
    a_first_list_comes_in()
    known = {"2026-03-01": answers("2026-03-01")}
    on("2026-03-05")
    ana = more_comes_in()
    known["2026-03-05"] = answers("2026-03-05", ana)
    on("2026-03-10")
    a_release_is_recorded_and_withdrawn(ana)
    on("2026-03-12")
    a_list_is_taken_back()
    assert known == {"2026-03-01": answers("2026-03-01"), "2026-03-05": answers("2026-03-05", ana)}
    the_registry_is_restored_elsewhere(ana)
    the_site_shows_what_is_public()


def answers(day: str, *people: str) -> list[dict[str, Any]]:  # Any: JSON documents
    """Return all that is asked, as known at a day."""
    return [asked(*words, "--known-at", day) for words in (HELD, RELEASED, *(("person", one) for one in people))]


def a_first_list_comes_in() -> None:
    """A dry run shows how the list is read and records nothing; the import counts; the same file twice adds nothing."""
    Path("lista.csv").write_text(table(HEADINGS, ROWS), encoding="utf-8")
    Path("mapa.yml").write_text(MAP, encoding="utf-8")
    done("init")
    dry = done("import", "list", "lista.csv", "--map", "mapa.yml", "--dry-run")
    for seen in ("Ana Inventada Ríos", "2026-01-12", "2026-01-24/2026-01-26", "2025~"):
        assert seen in dry.out
    assert head(Path("registry"))[0] == 0
    done("import", "list", "lista.csv", "--map", "mapa.yml")
    before = head(Path("registry"))
    assert "ya estaba" in done("import", "list", "lista.csv", "--map", "mapa.yml").out
    assert head(Path("registry")) == before
    assert bounds(*HELD) == (1, 3)  # Ana, surely; Darío, arrested about 2025 or not yet; Carla, perhaps released by then
    assert bounds(*RELEASED) == (2, 2)


def more_comes_in() -> str:
    """A spreadsheet and a table of claims add to it; return the id of the person of the next step."""
    Path("otra.yml").write_text(MAP.replace("id: zz-lista", "id: zz-otra"), encoding="utf-8")
    Path("cifras.csv").write_text(claims_table(), encoding="utf-8")
    spreadsheet(Path("otra.xlsx"))
    done("import", "list", "otra.xlsx", "--map", "otra.yml")
    done("import", "claims", "cifras.csv")
    assert bounds(*HELD) == (2, 4)  # and Eva
    assert bounds(*RELEASED) == (3, 3)  # and Fabio
    assert {row["verdict"] for row in asked("claims", "check")["claims"]} == {"shown", "contradicted", "not_reached"}
    return str(done("people", "ana", "--json").document[0]["person_id"])


def a_release_is_recorded_and_withdrawn(ana: str) -> None:
    """A release changes the counts, so does its correction; a withdrawn correction lets what it corrected stand again."""
    release = done("record", ana, "--kind", "release_full", "--date", "2026-02-20", "--source", "familia", "--json").document[
        "statement_id"
    ]
    assert (bounds(*HELD), bounds(*RELEASED)) == ((1, 3), (4, 4))
    later = done("supersede", release, "--date", "2026-02-28", "--reason", "la familia corrigió el día", "--json").document["statement_id"]
    assert (bounds(*HELD), bounds(*RELEASED)) == ((2, 4), (4, 4))
    done("retract", later, "--reason", "era el día de otra persona")
    assert (bounds(*HELD), bounds(*RELEASED)) == ((1, 3), (4, 4))
    done("retract", release, "--reason", "era otra persona")
    assert (bounds(*HELD), bounds(*RELEASED)) == ((2, 4), (3, 3))


def a_list_is_taken_back() -> None:
    """Without the second list the counts are those of the first."""
    other = next(one for one in done("imports", "--json").document if one["source"] == "zz-otra")
    done("undo", other["import_id"], "--reason", "la lista era un borrador")
    assert (bounds(*HELD), bounds(*RELEASED)) == ((1, 3), (2, 2))


def the_registry_is_restored_elsewhere(ana: str) -> None:
    """A backup restored in another folder has the same head and gives the same answers."""
    done("backup", "amparo.backup")
    done("restore", "amparo.backup", "--registry", "otro/registro")
    assert head(Path("otro/registro")) == head(Path("registry"))
    for words in (HELD, ("claims", "check"), ("person", ana), ("imports",)):
        assert done(*words, "--json", "--registry", "otro/registro") == done(*words, "--json")


def the_site_shows_what_is_public() -> None:
    """Nothing was given exposure 5 but the claims: they are on the site, and no person is."""
    done("publish", "--out", "sitio")
    site = files(Path("sitio"))
    assert site["index.html"].startswith(b"<!DOCTYPE html>")
    told = b"".join(site.values())
    assert b"zz-3" in told
    for name in ("Inventada", "Ficticio", "Supuesta", "Irreal", "lista.csv"):
        assert name.encode() not in told
