from pathlib import Path

import pytest

from tests.store.invented import filled


@pytest.fixture(scope="session")
def closed_registry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a registry of twenty statements that no test changes."""
    folder = tmp_path_factory.mktemp("closed") / "registry"
    filled(folder)
    return folder
