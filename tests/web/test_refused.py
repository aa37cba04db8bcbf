"""A form that is refused says why and keeps what was typed; a file that is no table is refused before anything is kept."""

import re

import pytest

from tests.web.running import PASSPHRASE, WHO, Served, Visitor, begin, serving
from tests.web.test_importing import ABOUT, ROWS, brought, csv_of, mapped


def test_a_bad_edition_loses_no_column(empty: Served) -> None:
    """The date of an edition that is no day is refused on its own page, with the columns as they were chosen."""
    visitor = Visitor(empty).sign_in()
    about = {**ABOUT, "title": "Lista sin fecha", "id": "zz-sin-fecha", "edition": "31/02/2026"}
    page = mapped(visitor, brought(visitor, csv_of(ROWS[:3])), about, **{"role-2": ""})
    assert page.status == 422
    assert page.path.endswith("/columns")
    assert 'value="31/02/2026"' in page.text
    assert 'value="Lista sin fecha"' in page.text
    third = re.findall(r'<select id="r-2".*?</select>', page.text, re.DOTALL)[0]
    assert " selected" not in third
    check = visitor.get(page.path.replace("/columns", "/check"))
    assert check.status in (200, 422)


def test_an_edition_mended_at_the_trial_is_kept_as_typed(empty: Served) -> None:
    """At the trial too: what was typed stays in its field, and the import is still to be had."""
    visitor = Visitor(empty).sign_in()
    check = mapped(visitor, brought(visitor, csv_of(ROWS[:3])), {**ABOUT, "title": "Lista de prueba", "id": "zz-prueba-fecha"})
    again = visitor.post(check.path, {"edition": "treinta de nunca"})
    assert again.status == 422
    assert 'value="treinta de nunca"' in again.text
    assert visitor.post(check.path, {"edition": "2026-03-01"}).status == 200


@pytest.mark.parametrize("content", [b"\xff\xd8\xff\xe0" + bytes(range(256)), b"%PDF-1.7 x", b"PK\x03\x04" + b"x" * 300, b""],
                         ids=["picture", "document", "broken workbook", "empty"])  # fmt: skip
def test_what_is_no_table_leaves_nothing_behind(empty: Served, content: bytes) -> None:
    """A picture, a document, a broken workbook or an empty file is refused on the page where it was brought, and no draft waits."""
    visitor = Visitor(empty).sign_in()
    before = visitor.get("/imports").text.count("/imports/drafts/")
    page = brought(visitor, content, "lista.csv")
    assert page.status == 422
    assert page.path == "/imports/new"
    assert 'role="alert"' in page.text
    assert visitor.get("/imports").text.count("/imports/drafts/") == before


def test_other_forms_keep_what_was_typed(empty: Served) -> None:
    """A report that cannot be read, a proposal to publish nothing, and an account without a role come back as they were filled in."""
    visitor = Visitor(empty).sign_in()
    page = visitor.get("/review")
    fields = {"published": "2026-02-06", "publisher": "Diario Tecleado", "url": "https://example.org/nota"}
    refused = visitor.post_to(page, "/review/reports", fields, {"file": ("roto.pdf", b"%PDF-1.4 nada")})
    assert refused.status == 422
    assert all(f'value="{value}"' in refused.text for value in fields.values())
    account = visitor.post("/accounts", {"name": "Fugaz", "passphrase": PASSPHRASE, "roles": ["reader"]})
    refused = visitor.post(account.path, {"roles": ["auditor"], "in_use": "yes", "passphrase": "corta"})
    assert refused.status == 422
    assert 'value="auditor" checked' in refused.text
    assert 'value="reader" checked' not in refused.text


def test_a_long_registry_says_that_it_is_being_opened(tmp_path: object) -> None:
    """While a long log is read, pages of the record say so and ask again by themselves; what needs nothing of it opens."""
    before = """
import amparo.web.serving as serving
prepare = serving.prepare
def held(*given, **named):
    prepare(*given, **named)
    import amparo.web.desk as desk
    desk._LONG, desk.WarmUp.run = 0, lambda self: None  # any log is long, and the reading never ends
serving.prepare = held
"""
    from pathlib import Path

    folder = Path(str(tmp_path))
    with serving(folder / "registry", folder / "log.txt") as served:
        begin(served, "new")
    with serving(folder / "registry", folder / "log.txt", before) as served:
        visitor = Visitor(served).enter()
        page = visitor.post("/sign-in", {"name": WHO, "passphrase": PASSPHRASE})
        assert page.status == 503
        assert page.headers["refresh"] == "1"
        assert "Abriendo el registro" in page.text
        assert visitor.get("/roles").status == 200
