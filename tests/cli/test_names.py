"""Messages name rows, columns and ids: a name in a log or on a screenshot can cost somebody dearly."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.cli.invented import HEADINGS, MAP
from tests.cli.running import amparo

# Every part of a name begins as no word of ours does, so that it cannot be met by chance.
PART = st.text("abcdefghijñáéíóú'’- \"«{}%s\\,;\t", max_size=8).map(lambda text: f"Xw{text}")
NAMES = st.lists(PART, min_size=1, max_size=3).map(" ".join)
# What else stands in the row, and whether it can be taken.
CELLS = {
    "good": ("F", "12/01/2026", "", ""),
    "bad date": ("F", "31/02/2026", "", ""),
    "no date": ("F", "ayer", "", ""),
    "order": ("F", "12/01/2026", "", "11/01/2026"),
    "unknown word": ("?", "12/01/2026", "", ""),
    "too many cells": ("F", "12/01/2026", "", "", "", "resto"),
    "too few cells": ("F",),
}


def list_of(name: str, kind: str) -> str:
    """Return a list with two rows on one name, the second of a kind that may be refused."""
    out = io.StringIO()
    csv.writer(out).writerows([HEADINGS, ("1", name, *CELLS["good"]), ("2", name, *CELLS[kind])])
    return out.getvalue()


def is_silent(text: str, name: str) -> bool:
    """Say whether a text has no part of a name."""
    return not any(part in text for part in name.split() if part.startswith("Xw")) and "Xw" not in text


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an empty registry and a map."""
    made = tmp_path_factory.mktemp("names")
    (made / "mapa.yml").write_text(MAP, encoding="utf-8")
    assert amparo("init", "--registry", made / "registry").code == 0
    return made


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=NAMES, kind=st.sampled_from(sorted(CELLS)), strict=st.booleans(), language=st.sampled_from(["es", "en"]))
@example(name="Xw;; Xw;; Xw;;", kind="too few cells", strict=False, language="es")  # once taken for what delimits
def test_imports_say_rows_and_never_names(folder: Path, name: str, kind: str, strict: bool, language: str) -> None:
    """Whatever is wrong with a row, what is said of it names no person; nor does the report in JSON."""
    (folder / "lista.csv").write_text(list_of(name, kind), encoding="utf-8", newline="")
    words = ["--map", folder / "mapa.yml", "--dry-run", "--json", "--registry", folder / "registry", "--lang", language]
    ran = amparo("import", "list", folder / "lista.csv", *words, *(["--strict"] if strict else []))
    assert ran.code in (0, 3)
    assert is_silent(ran.err, name)
    assert is_silent(ran.out, name)
    assert "Traceback" not in ran.err


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=NAMES)
def test_recording_says_ids_and_never_names(folder: Path, name: str) -> None:
    """Recording a person answers with an id; refusals of what is said of them repeat no name of theirs."""
    registry = folder / "registry"
    made = amparo("record", "--new-person", name, "--json", "--registry", registry)
    person, statement = (made.document[key] for key in ("person_id", "statement_id"))
    assert is_silent(made.out + made.err, name)
    for words in (
        ["record", person, "--kind", "liberation"],
        ["record", person, "--kind", "arrest", "--date", "2026-02-30"],
        ["record", person, "name", "--value", name, "--exposure", "9"],
        ["record", person, "name", "--value", name, "--date", "ayer"],
        ["supersede", statement, "--value", name, "--reason="],
        ["supersede", "s0", "--value", name, "--reason", "errata"],
        ["retract", statement, "--reason="],
    ):
        ran = amparo(*words, "--registry", registry)
        assert ran.code == 3
        assert is_silent(ran.out + ran.err, name)
