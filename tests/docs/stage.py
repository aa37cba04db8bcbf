"""A stage for the commands of one page: a fresh folder with the example's files and, where the page uses it, the sample registry."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.docs.pages import EXAMPLE

DEMO = "demo/registry"
_OURS = ("AMPARO_REGISTRY", "AMPARO_WHO", "AMPARO_PASSPHRASE", "LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE")


@contextmanager
def staged(page: Path, folder: Path, demo: Path) -> Iterator[None]:
    """Stand in a folder that a reader of the page would have; leave it, and the environment, as they were."""
    shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
    text = page.read_text(encoding="utf-8")
    if DEMO in text and "$ scripts/demo" not in text:
        shutil.copytree(demo, folder / DEMO)
    here, before = Path.cwd(), {name: os.environ.get(name) for name in _OURS}
    os.environ.pop("AMPARO_REGISTRY", None)
    os.environ["AMPARO_WHO"] = "marta"
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(here)
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def make_demo(folder: Path) -> Path:
    """Make the sample registry and return its folder."""
    from amparo.workflows.demo import make_demo_registry

    make_demo_registry(folder / DEMO).registry.close()
    return folder / DEMO
