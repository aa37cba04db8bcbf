"""What keepers and auditors do, and what each role finds."""

import re
from pathlib import Path

import pytest

from amparo.web.access import MATRIX, ROLES, may
from tests.web.running import WHO, Served, Visitor, serving

SECRET = "otra frase bien larga"
PLAIN = {
    "home": "/", "guide": "/guide", "roles": "/roles", "glossary": "/glossary", "own_account": "/account", "people": "/people",
    "person": "/people/p5kjc4a6tof6ovsco", "person_new": "/people/new", "statement": "/statements/s4c2b4a1055c4e61ec16c",
    "statement_new": "/people/p5kjc4a6tof6ovsco/say", "questions": "/questions", "count": "/questions/count",
    "claims": "/questions/claims", "facilities": "/questions/facilities", "law": "/questions/law", "law_path": "/questions/law/path",
    "law_coverage": "/questions/law/coverage", "law_compare": "/questions/law/compare", "person_law": "/people/p5kjc4a6tof6ovsco/law",
    "pledges": "/questions/pledges", "watch": "/questions/watch", "flows": "/questions/flows",
    "flows_chart": "/questions/flows/released.svg",
    "person_sheet": "/people/p5kjc4a6tof6ovsco/law.pdf?instrument=ve/ley/2000/amnistia-politica-general", "saved": "/answers",
    "imports": "/imports", "import_new": "/imports/new", "accounts": "/accounts", "backup": "/backup", "log": "/log",
    "paper": "/answers/claims.csv",
    "estimates": "/questions/estimates", "estimate": "/questions/estimates/answer?table=none", "publish": "/publish",
    "review": "/review", "review_pair": "/review/pairs", "review_history": "/review/history",
}  # fmt: skip


@pytest.fixture(scope="module")
def staffed(demo: Served) -> Served:
    """Give the demonstration with one account for each role."""
    keeper = Visitor(demo).sign_in()
    for role in ROLES:
        answer = keeper.post("/accounts", {"name": f"una {role}", "passphrase": SECRET, "roles": [role]})
        assert answer.status == 200, answer.text
    return demo


@pytest.mark.parametrize("role", ROLES)
def test_each_role_finds_what_the_matrix_says_and_nothing_else(staffed: Served, role: str) -> None:
    """An address that a role may not use is answered like one that does not exist; the others open."""
    visitor = Visitor(staffed).sign_in(f"una {role}", SECRET)
    for page, path in PLAIN.items():
        answer = visitor.get(path)
        assert answer.status == (200 if may([role], page) else 404), (page, path)
    assert {name for name in MATRIX if name in PLAIN} == PLAIN.keys()


def test_what_is_sealed_is_not_there_for_a_reader(staffed: Served) -> None:
    """A person whom only sealed statements name does not exist for a reader: not in lists, counts, pages or sources."""
    editor, reader = Visitor(staffed).sign_in(), Visitor(staffed).sign_in("una reader", SECRET)
    person = editor.post("/people/new", {"name": "Sellada Oculta", "source": "prueba"})
    before = reader.get("/people?q=oculta")
    statement = re.findall(r'href="(/statements/[^"]+)"', person.text)[0]
    assert "Sellada Oculta" in before.text
    editor.post(
        f"{statement}/correct",
        {"value": "Sellada Oculta", "source": "prueba", "exposure": "0", "reliability": "unknown", "reason": "en riesgo"},
    )
    for path in ("/people?q=oculta", person.path, statement, f"{person.path}/say"):
        found = reader.get(path)
        assert "Sellada" not in found.text
        assert path.startswith("/people?") or found.status == 404
    assert "Sellada Oculta" in editor.get("/people?q=oculta").text
    assert "más quedan fuera" in reader.get("/").text


def test_accounts_are_opened_changed_and_closed(staffed: Served) -> None:
    """A keeper opens, changes and closes accounts; the last keeper cannot be closed; a closed account is out at once."""
    keeper = Visitor(staffed).sign_in()
    made = keeper.post("/accounts", {"name": "pasajera", "passphrase": SECRET, "roles": ["reader"]})
    visitor = Visitor(staffed).sign_in("pasajera", SECRET)
    assert visitor.get("/people").status == 200
    keeper.post(made.path, {"roles": ["reader"]})
    assert visitor.get("/people").path.startswith("/sign-in")
    assert keeper.post("/accounts", {"name": "pasajera", "passphrase": SECRET, "roles": ["reader"]}).status == 422
    assert keeper.post("/accounts", {"name": "sin nada", "passphrase": SECRET}).status == 422


def test_a_backup_is_made_checked_and_begins_a_registry(staffed: Served, tmp_path: Path) -> None:
    """The file that the app gives restores in a new folder, with every statement and no account; a damaged one is refused."""
    keeper = Visitor(staffed).sign_in()
    content = keeper.post("/backup", {}).body
    assert content.startswith(b"PK")
    checked = keeper.post("/backup/check", {}, {"backup": ("copia.zip", content)})
    assert "La copia está entera" in checked.text
    damaged = keeper.post("/backup/check", {}, {"backup": ("copia.zip", content[:-200])})
    assert damaged.status == 422
    assert [path.name for path in staffed.folder.parent.iterdir() if path.name.startswith(".amparo-")] == []
    with serving(tmp_path / "registry", tmp_path / "log.txt") as served:
        visitor = Visitor(served).enter()
        fields = {"way": "backup", "name": WHO, "passphrase": SECRET, "again": SECRET}
        assert visitor.post("/first", fields, {"backup": ("copia.zip", content)}).path == "/guide"
        assert "De Grazia" in visitor.get("/people?q=grazia").text


def test_the_log_shows_that_and_not_what(staffed: Served) -> None:
    """An auditor sees every entry with its moment and author, verifies the whole log, and reads no name of a person."""
    auditor = Visitor(staffed).sign_in("una auditor", SECRET)
    page = auditor.get("/log")
    assert "Rosa" in page.text
    assert "Grazia" not in page.text
    checkpoint = auditor.get("/log?as=checkpoint").body
    verified = auditor.post("/log/verify", {}, {"checkpoint": ("c.txt", checkpoint)})
    assert "ninguno alterado" in verified.text
    assert "del punto de control" in verified.text
    broken = auditor.post("/log/verify", {}, {"checkpoint": ("c.txt", checkpoint.replace(b"=", b"A"))})
    assert broken.status == 422
