import json
from pathlib import Path

import pytest

from amparo.store import open_registry, restore
from amparo.workflows.session import Session
from tests.store.answers import answers
from tests.store.invented import MOMENT, said

RELEASED = sorted((Path(__file__).parent / "released").glob("*.zip"))


def test_every_release_left_a_backup() -> None:
    """The first released version is among those that every later one must restore."""
    assert "0.1.0" in [path.stem for path in RELEASED]


@pytest.mark.parametrize("path", RELEASED, ids=lambda path: path.stem)
def test_a_released_version_is_restored(path: Path, tmp_path: Path) -> None:
    """The backup of a released version restores, is brought up to date, verifies, answers as it did then, and goes on."""
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    restore(path, tmp_path / "registry")
    with open_registry(tmp_path / "registry") as registry:
        assert registry.verify().root().hex() == expected["root"]
        assert answers(Session(registry, "yo")) == expected
        file = json.loads(registry.log().row(0, named=True)["value"])["file"]
        assert registry.original(file) is not None
        registry.append([said(1)], at=MOMENT)
        assert registry.verify().size == expected["size"] + 1
