"""Who gets in: the door, the host, the passphrase, the role."""

import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

from amparo.web.access import MATRIX, ROLES, clearance, may, unlisted
from tests.web.running import PASSPHRASE, WHO, Served, Visitor, begin, serving


def test_nobody_gets_in_without_the_door(demo: Served) -> None:
    """Whoever does not bring the word from the terminal finds nothing, whatever the address."""
    for path in ("/", "/sign-in", "/people", "/first", "/door/wrong"):
        answer = Visitor(demo).ask("GET", path)
        assert answer.status == 404
        assert "amparo_session" not in answer.text


def test_a_foreign_host_is_refused(demo: Served) -> None:
    """A page elsewhere that lets its name point at this machine is not answered."""
    visitor = Visitor(demo).sign_in()
    assert visitor.ask("GET", "/", headers={"Host": "evil.example"}).status == 400
    assert visitor.ask("GET", "/").status == 200


def test_pages_say_what_a_browser_may_do(demo: Served) -> None:
    """Every page forbids foreign content, frames and keeping; the address never leaves in a referrer."""
    answer = Visitor(demo).sign_in().get("/people")
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert not re.search(r"<style|<script(?![^>]+src=)| style=| on[a-z]+=", answer.text)


def test_a_form_without_its_token_changes_nothing(demo: Served) -> None:
    """A form that another site sends in a visitor's name is refused."""
    visitor = Visitor(demo).sign_in()
    answer = visitor.ask("POST", "/people/new", b"name=X&source=y", {"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.status == 403


def test_guessing_is_slowed_down(tmp_path: Path) -> None:
    """After five failures even the right passphrase must wait, and an unknown name is told nothing else."""
    with serving(tmp_path / "registry", tmp_path / "log.txt") as served:
        begin(served, "new")
        visitor = Visitor(served).enter()
        first = visitor.post("/sign-in", {"name": WHO, "passphrase": "not it at all"})
        unknown = visitor.post("/sign-in", {"name": "Nadie", "passphrase": "not it at all"})
        assert first.status == unknown.status == 422
        alert = r'<div class="alert".*?</div>'
        assert re.findall(alert, first.text, re.DOTALL) == re.findall(alert, unknown.text, re.DOTALL)
        for _ in range(4):
            last = visitor.post("/sign-in", {"name": WHO, "passphrase": "not it at all"})
        assert last.status == 429
        assert visitor.post("/sign-in", {"name": WHO, "passphrase": PASSPHRASE}).status == 429
        assert "Rosa" not in (tmp_path / "log.txt").read_text(encoding="utf-8")


def test_a_weak_beginning_makes_no_registry(tmp_path: Path) -> None:
    """A passphrase that is short, plain or mistyped is refused before anything is made."""
    weak = [("corta", "corta", "12"), ("a" * 20, "a" * 20, "palabras"), ("uno dos tres cuatro", "otra", "iguales")]
    with serving(tmp_path / "registry", tmp_path / "log.txt") as served:
        visitor = Visitor(served).enter()
        for passphrase, again, part in weak:
            fields = {"way": "new", "name": WHO, "passphrase": passphrase, "again": again}
            answer = visitor.post("/first", fields, {"backup": ("", b"")})
            assert answer.status == 422
            assert part in answer.text
        assert not (tmp_path / "registry").exists()


def test_every_address_has_its_row() -> None:
    """The app knows for every address who may use it, and for every row an address; else it does not start."""
    code = """
from pathlib import Path
from amparo.web.preparing import prepare
from amparo.web import access
if {spoil!r}: access.MATRIX.pop("people")
prepare(Path("/nowhere"), door="d")
"""
    for spoil, expected in ((False, 0), (True, 1)):
        done = subprocess.run([sys.executable, "-c", code.format(spoil=spoil)], capture_output=True, text=True, check=False)
        assert done.returncode == expected, done.stderr
    assert "people" in done.stderr


def test_the_matrix_separates_those_who_keep_from_those_who_read() -> None:
    """A keeper and an auditor reach no page of a case; readers reach no account; each working role can do what the one before can."""
    assert not may(["keeper"], "person")
    assert not may(["auditor"], "people")
    assert not may(["editor"], "sign_out") or may(["reader"], "sign_out")
    order = ("reader", "documenter", "reviewer", "editor")
    for weaker, stronger in pairwise(order):
        assert all(may([stronger], page) for page in MATRIX if may([weaker], page))
    assert [clearance([role]) for role in ROLES] == [2, 2, 1, 0, 6, 6]
    assert clearance(["reader", "editor"]) == 0
    assert unlisted(MATRIX) == []
    assert unlisted([*MATRIX, "smuggled"]) == ["smuggled"]
