"""Sentences as a spreadsheet, and back."""

import csv
import doctest
import shutil
from pathlib import Path

import pytest

from amparo.errors import BadInput
from amparo.workflows import translating
from amparo.workflows.translating import HEADER, apply_sentences, own_folder, tables, write_sentences


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the program's tables."""
    return Path(shutil.copytree(own_folder(), tmp_path / "locale"))


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a sheet."""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def saved(path: Path, changed: list[dict[str, str]]) -> Path:
    """Save rows as a translator's spreadsheet would."""
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.DictWriter(handle, HEADER)
        writer.writeheader()
        writer.writerows(changed)
    return path


@pytest.mark.parametrize("name", ["sentences.csv", "sentences.xlsx"])
def test_out_and_back_changes_nothing(folder: Path, tmp_path: Path, name: str) -> None:
    """Every sentence is in the sheet, and a sheet taken back unchanged leaves every table byte for byte as it was."""
    before = {path.name: path.read_bytes() for path in folder.glob("*.toml")}
    assert write_sentences(tmp_path / name, folder) == sum(map(len, tables(folder).values()))
    assert apply_sentences(tmp_path / name, folder).sentences == 0
    assert {path.name: path.read_bytes() for path in folder.glob("*.toml")} == before


def test_a_changed_sentence_is_the_only_change(folder: Path, tmp_path: Path) -> None:
    """A sentence bettered in the sheet is in its table, whatever signs it holds; comments, order and all others stay."""
    write_sentences(tmp_path / "s.csv", folder)
    found = rows(tmp_path / "s.csv")
    one = next(row for row in found if row["code"] == "publish.at_least")
    one["es"] = 'no menos de {number} ("mínimo" \\ ñ)'
    before = (folder / "publish.toml").read_text()
    applied = apply_sentences(saved(tmp_path / "t.csv", found), folder)
    assert (applied.sentences, applied.packages) == (1, ("publish",))
    assert tables(folder)["publish"]["at_least"]["es"] == one["es"]
    after = (folder / "publish.toml").read_text()
    assert sum(a != b for a, b in zip(before.splitlines(), after.splitlines(), strict=True)) == 1


@pytest.mark.parametrize(
    ("code", "told"),
    [("publish.at_least", "al menos"), ("publish.at_least", " "), ("publish.at_least", "{number} {"), ("publish.nothing_here", "x")],
    ids=["place lost", "empty", "broken", "unknown"],
)
def test_what_would_break_a_message_is_refused(folder: Path, tmp_path: Path, code: str, told: str) -> None:
    """A sentence that is empty, loses a place or has a code that nobody knows is named, and nothing of the sheet is taken."""
    write_sentences(tmp_path / "s.csv", folder)
    found = rows(tmp_path / "s.csv")
    found[0]["en"] += " better"
    found.append({**found[0], "code": code, "es": told, "en": "x"})
    before = {path.name: path.read_bytes() for path in folder.glob("*.toml")}
    with pytest.raises(BadInput) as refused:
        apply_sentences(saved(tmp_path / "t.csv", found), folder)
    assert refused.value.problems
    assert all(problem.message(language) for problem in refused.value.problems for language in ("es", "en"))
    assert {path.name: path.read_bytes() for path in folder.glob("*.toml")} == before


def test_the_program_has_no_sentence_left_to_translate() -> None:
    """Nothing is missing in either language, and the examples in the documentation say what comes out."""
    assert {row[-1] for row in translating.sentences(tables(own_folder()))} <= {"done", "same"}
    failed, tried = doctest.testmod(translating)
    assert tried
    assert not failed
