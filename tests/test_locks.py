"""The lock files hold what pyproject.toml asks for, and no address to fetch it from."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
BASE: list[str] = PROJECT["project"]["dependencies"]
DEVELOPMENT: list[str] = [*BASE, *PROJECT["dependency-groups"]["dev"]]


def _locked(name: str) -> dict[str, Version]:
    """Return the version of each package in a lock file."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return {found.group(1).lower(): Version(found.group(2)) for found in re.finditer(r"^([\w.-]+)==([\w.!+]+)", text, re.MULTILINE)}


@pytest.mark.parametrize(("lock", "wanted"), [("requirements.lock", BASE), ("requirements-dev.lock", DEVELOPMENT)])
def test_the_lock_satisfies_the_project(lock: str, wanted: list[str]) -> None:
    """Every dependency is locked, at a version that the project allows."""
    locked = _locked(lock)
    for one in map(Requirement, wanted):
        assert one.name.lower() in locked, one.name
        assert one.specifier.contains(locked[one.name.lower()]), one.name


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_package_is_held_to_its_hash(lock: str) -> None:
    """No package may be replaced on its way, and the file names no place to get it from."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "http" not in text
    assert "index-url" not in text


def test_development_runs_what_users_run() -> None:
    """Both locks hold the same versions of what both hold."""
    base, development = _locked("requirements.lock"), _locked("requirements-dev.lock")
    assert base.items() <= development.items()
