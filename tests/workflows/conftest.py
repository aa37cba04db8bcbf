from collections.abc import Iterator
from pathlib import Path

import pytest

from amparo.store import create_registry
from amparo.workflows.session import Session
from tests.workflows.sitting import Clock, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Give a session in a new registry, on 1 February 2026."""
    clock = Clock()
    with create_registry(tmp_path / "registry") as registry:
        yield Desk(Session(registry, "yo", clock), clock, tmp_path)
