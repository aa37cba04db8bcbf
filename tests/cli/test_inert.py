"""What strangers wrote into a list is shown on the terminal, and never obeyed by it."""

import re
from pathlib import Path

import pytest

from tests.cli.invented import HEADINGS, MAP
from tests.cli.running import Ran, amparo

RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
HOSTILE = "Ana\x1b[2J\x1b]0;x\x07 \x9b31mIrreal \u202eyeR"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a registry into which a hostile list was brought."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "mapa.yml").write_text(MAP, encoding="utf-8")
    amparo("init", "--registry", folder / "registry")
    return folder


def brought(folder: Path, name: str, day: str) -> Ran:
    """Bring a list with one row, in which the name and the day are given."""
    path = folder / "lista.csv"
    path.write_text(f'{",".join(HEADINGS)}\n1,"{name}",F,{day},,\n', encoding="utf-8", newline="")
    return amparo("import", "list", path, "--map", folder / "mapa.yml", "--registry", folder / "registry")


def test_no_answer_and_no_message_commands_the_terminal(folder: Path) -> None:
    """A control character of a cell is written out in every answer, table, JSON document and message."""
    refused = brought(folder, "Ana", HOSTILE)
    assert refused.code == 3
    assert brought(folder, HOSTILE, "12/01/2026").code == 0
    registry = ("--registry", folder / "registry")
    person = amparo("people", "--json", *registry).document[0]
    assert person["name"] == HOSTILE
    ran = [refused, amparo("people", *registry), amparo("people", "--json", *registry), amparo("person", person["person_id"], *registry)]
    assert [RAW.findall(one.out + one.err) for one in ran] == [[]] * len(ran)
    assert "\\u001b[2J" in ran[1].out
    assert "\\u001b[2J" in ran[3].out
