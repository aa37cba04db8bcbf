"""Long work: it shows how far it is, survives a reload, is called off whole, and says so when the program was killed under it."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.web.running import PASSPHRASE, WHO, Answer, Served, Visitor, begin, serving
from tests.web.test_importing import ABOUT, brought, mapped

ROWS = 2_500
LONG = "n;nombre;fecha de detención\n" + "".join(f"{n};Persona Inventada {n};0{1 + n % 9}/01/2025\n" for n in range(ROWS))


def long_import(visitor: Visitor, title: str) -> Answer:
    """Start an import that takes seconds, and return the page of its job."""
    about = {**ABOUT, "title": title, "id": title.lower().replace(" ", "-")}
    check = mapped(visitor, brought(visitor, LONG.encode(), f"{title}.csv"), about)
    return visitor.post_to(check, check.path.replace("/check", "/start"))


def until_running(visitor: Visitor, page: Answer) -> Answer:
    """Wait until a job is at work."""
    for _ in range(600):
        page = visitor.get(page.path)
        if "<progress" in page.text or not page.path.startswith("/work/"):
            return page
        time.sleep(0.02)
    raise AssertionError(page.text)


def until_over(visitor: Visitor, page: Answer) -> Answer:
    """Wait until a job is over."""
    for _ in range(1200):
        page = visitor.get(page.path)
        if "job-over" in page.text or not page.path.startswith("/work/"):
            return page
        time.sleep(0.05)
    raise AssertionError(page.text)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new registry's folder."""
    return tmp_path_factory.mktemp("work") / "registry"


def test_a_job_is_called_off_and_leaves_nothing(folder: Path) -> None:
    """A running import shows its progress after a reload; called off, not one of its records is there, and its draft still is."""
    with serving(folder, folder.with_name("log.txt")) as served:
        begin(served, "new")
        visitor = Visitor(served).sign_in()
        running = until_running(visitor, long_import(visitor, "Lista larga"))
        assert running.path.startswith("/work/")
        assert "<progress" in Visitor(served).sign_in().get(running.path).text
        visitor.post_to(running, f"{running.path}/cancel")
        over = until_over(visitor, running)
        assert over.path == running.path
        assert "cancel" in over.text.casefold()
        assert "Persona Inventada" not in visitor.get("/people?q=inventada").text.split('id="found"')[1]
        assert re.search(r'href="/imports/drafts/\d+/check"', over.text)


def test_a_killed_program_says_that_its_work_was_cut_short(folder: Path) -> None:
    """After a kill in the middle of an import the job is shown as interrupted, nothing is half there, and the log verifies."""
    code = "from amparo.cli import main; main()"
    command = [sys.executable, "-c", code, "serve", "--registry", str(folder), "--no-browser", "--lang", "es"]
    surroundings = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=surroundings)
    assert process.stdout is not None
    found = re.search(r"http://\S+", process.stdout.readline())
    assert found
    visitor = Visitor(Served(found[0], folder)).sign_in()
    running = until_running(visitor, long_import(visitor, "Lista cortada"))
    process.kill()
    process.wait(timeout=20)
    process.stdout.close()
    assert running.path.startswith("/work/")
    with serving(folder, folder.with_name("log.txt")) as served:
        visitor = Visitor(served).sign_in(WHO, PASSPHRASE)
        over = until_over(visitor, running)
        assert "se interrumpió" in over.text
        assert "Persona Inventada" not in visitor.get("/people?q=inventada").text.split('id="found"')[1]
        assert "ninguno alterado" in visitor.post("/log/verify", {}).text
