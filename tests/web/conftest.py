import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.web.running import Served, begin, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


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
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield opened
        opened.close()
