from pathlib import Path

import pytest

from tests.cli.demonstration import Demo, demonstration
from tests.cli.invented import filled
from tests.cli.running import amparo


@pytest.fixture(scope="session")
def demo() -> Demo:
    """Return the demonstration; no test writes to it."""
    return demonstration()


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the backup of a small registry of invented persons."""
    folder = tmp_path_factory.mktemp("kept")
    filled(folder / "registry")
    assert amparo("backup", folder / "kept.backup", "--registry", folder / "registry").code == 0
    return folder / "kept.backup"


@pytest.fixture
def registry(kept: Path, tmp_path: Path) -> Path:
    """Return a small registry of invented persons that the test may change."""
    folder = tmp_path / "registry"
    assert amparo("restore", kept, "--registry", folder).code == 0
    return folder
