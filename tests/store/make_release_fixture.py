"""
Write the backup that this version of amparo makes of an invented registry, and what it answers, for every later version to restore.

    .venv/bin/python -m tests.store.make_release_fixture

Run once at a release; a file in ``released`` is never made again, for that would test the new version against itself.
"""

import json
import tempfile
from pathlib import Path

from amparo import __version__
from amparo.store import back_up, create_registry, open_registry
from amparo.workflows.recording import NewStatement, new_person, record, retract, supersede, undo
from amparo.workflows.session import Session
from tests.store.answers import answers
from tests.workflows.sitting import ANA, BERTA, CIRO, Clock, Desk

RELEASED = Path(__file__).parent / "released"


def work(desk: Desk) -> None:
    """Do a little of everything that a registry can hold."""
    session, clock = desk.session, desk.clock
    desk.bring(ANA, BERTA, CIRO)
    clock.set("2026-03-01")
    desk.bring(ANA.replace("maestra", "poeta"), CIRO, "4,Dora Gil Mora,F,,03.02.2026,La Torre,", edition="2026-03-01")
    undone = desk.bring("9,Eva Sanz Luna,F,,2024,El Faro,", id="zz-otra").import_id
    clock.set("2026-03-05")
    undo(session, undone, "The list was withdrawn by its publisher.")
    person, name = new_person(session, name="Fabio Leal Ríos", source="nota.txt")
    arrest = NewStatement(subject=person, property="event", value={"kind": "arrest"}, source="nota.txt", happened_on="2025-12~")
    first = record(session, arrest)
    clock.set("2026-03-09")
    supersede(session, first, {"happened_on": "2025-12-03"}, "The source printed a correction.")
    slip = supersede(session, name, {"value": "Fabio Leal Ruiz"}, "A slip of the pen.")
    retract(session, slip, "It was no slip.")


def main() -> None:
    """Write backup and answers of this version, unless they are there."""
    path = RELEASED / f"{__version__}.zip"
    with tempfile.TemporaryDirectory() as name, create_registry(Path(name) / "registry") as registry:
        clock = Clock()
        work(Desk(Session(registry, "yo", clock), clock, Path(name)))
        back_up(registry, path)
    with tempfile.TemporaryDirectory() as name:
        from amparo.store import restore

        restore(path, Path(name) / "registry")
        with open_registry(Path(name) / "registry") as registry:
            found = answers(Session(registry, "yo", Clock()))
    path.with_suffix(".json").write_text(json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
