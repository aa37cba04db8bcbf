from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.chromium import chromium
from tests.web.running import Served, begin, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser


# One app of each kind for all tests: starting one takes seconds. A test that needs its own figures makes its own records.
@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Give the app of the demonstration, made the way a newcomer makes it."""
    yield from _app(tmp_path_factory, "demo")


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Give the app of a new registry."""
    yield from _app(tmp_path_factory, "new")


def _app(tmp_path_factory: pytest.TempPathFactory, way: str) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("app")
    with serving(folder / "registry", folder / "log.txt") as served:
        begin(served, way)
        yield served


@pytest.fixture(scope="module")  # while it is open, nothing of the store may be asked in this process
def browser() -> "Iterator[Browser]":
    """Debian's Chromium, without anything that calls home."""
    with chromium() as opened:
        yield opened
