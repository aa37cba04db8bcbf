import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.web.running import Served, begin, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Give the app of the demonstration, made the way a newcomer makes it."""
    folder = tmp_path_factory.mktemp("app")
    with serving(folder / "registry", folder / "log.txt") as served:
        begin(served, "demo")
        yield served


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Give the app of a new registry."""
    folder = tmp_path_factory.mktemp("app")
    with serving(folder / "registry", folder / "log.txt") as served:
        begin(served, "new")
        yield served


@pytest.fixture(scope="module")
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
