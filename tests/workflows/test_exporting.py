"""What is public, for other tools: by the same door as the site."""

from pathlib import Path

import pytest

from amparo.cli.export import FORMS
from amparo.errors import BadInput
from amparo.publish import export_forms
from amparo.workflows.exporting import export
from tests.cli.demonstration import files
from tests.workflows.sitting import Desk


def test_the_command_knows_every_form() -> None:
    """The forms that the command offers are those that can be made."""
    assert set(FORMS) == set(export_forms())


def test_a_folder_that_is_no_export_is_left_alone(desk: Desk, tmp_path: Path) -> None:
    """Files that we did not put there are never replaced."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("mine")
    with pytest.raises(BadInput):
        export(desk.session, "csv", tmp_path / "mine")
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "mine"


def test_an_export_holds_what_is_public_and_no_more(desk: Desk, tmp_path: Path) -> None:
    """Of a person with a hidden event, the event is in no form."""
    session = desk.session
    said = [
        ("name", "Ana Inventada", 5),
        ("event", {"kind": "arrest", "note": "pública"}, 5),
        ("event", {"kind": "listed", "note": "oculta"}, 2),
    ]
    session.registry.append(
        [session.statement(subject_kind="person", subject="pa", property=name, value=value, exposure=level, source="x")
         for name, value, level in said], at=session.now(),
    )  # fmt: skip
    for form in export_forms():
        assert export(session, form, tmp_path / form) == len(files(tmp_path / form)) - 1
        told = b"".join(files(tmp_path / form).values())
        assert b"oculta" not in told
    assert b"Ana Inventada" in files(tmp_path / "ftm")["entities.ftm.json"]
