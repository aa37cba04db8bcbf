"""Publishing in the app takes two: what leaves is seen before, approved by another, made whole, and taken along as one file."""

import io
import re
import zipfile

import pytest

from tests.web.running import Served, Visitor
from tests.web.test_estimating import after_work
from tests.web.test_working import until_over

SECOND = "una segunda frase larga"


@pytest.fixture(scope="module")
def two(demo: Served) -> tuple[Visitor, Visitor]:
    """Give whoever proposes, a reviewer, and whoever approves, an editor-in-chief."""
    keeper = Visitor(demo).sign_in()
    for name, role in (("Proponente", "reviewer"), ("Aprobadora", "editor")):
        assert keeper.post("/accounts", {"name": name, "passphrase": SECOND, "roles": [role]}).status == 200
    return Visitor(demo).sign_in("Proponente", SECOND), Visitor(demo).sign_in("Aprobadora", SECOND)


def test_what_leaves_is_counted_by_level_before(two: tuple[Visitor, Visitor]) -> None:
    """The page says for each level how much there is and how much leaves: of what is not public, nothing."""
    page = two[0].get("/publish").text
    rows = re.findall(r'<th scope="row">(\d) ·.*?<td class="n">([\d.]+)</td><td class="n">([\d.–]+)</td>', page)
    assert [level for level, _, _ in rows] == ["5", "4", "3", "2", "1", "0"]
    assert rows[0][2] != "–"
    assert {leave for level, _, leave in rows if level != "5"} == {"–"}


def test_nobody_publishes_alone(two: tuple[Visitor, Visitor]) -> None:
    """A reviewer proposes and cannot approve; who proposes cannot approve; another approves, and the site is made and taken along."""
    reviewer, editor = two
    proposal = reviewer.post("/publish", {"note": "Primera edición"})
    assert proposal.path.startswith("/publish/l")
    assert reviewer.post_to(proposal, f"{proposal.path}/approve").status == 404
    own = editor.post("/publish", {})
    refused = editor.post_to(editor.get("/publish"), f"{own.path}/approve")
    assert refused.status == 422
    assert "La propuso usted" in refused.text
    assert editor.get(f"{proposal.path}/zip").status == 404
    made = after_work(editor, editor.post_to(editor.get(proposal.path), f"{proposal.path}/approve"))
    assert "El sitio está hecho" in made.text
    archive = zipfile.ZipFile(io.BytesIO(reviewer.get(f"{proposal.path}/zip").body))
    assert {"index.html", "MANIFEST.txt", "data/edition.json"} <= set(archive.namelist())
    assert archive.testzip() is None


def test_what_was_called_off_is_made_later(two: tuple[Visitor, Visitor]) -> None:
    """Publishing is called off while it is made: there is no file, the page leads back to the edition, and it can be made again."""
    reviewer, editor = two
    proposal = reviewer.post("/publish", {"as_of": "2026-03-01"})
    job = editor.post_to(editor.get(proposal.path), f"{proposal.path}/approve")
    assert job.path.startswith("/work/")
    editor.post_to(job, f"{job.path}/cancel")
    over = until_over(editor, job)
    assert over.path == job.path
    assert f'href="{proposal.path}"' in over.text
    assert editor.get(f"{proposal.path}/zip").status == 404
    made = after_work(editor, editor.post_to(editor.get(proposal.path), f"{proposal.path}/make"))
    assert "El sitio está hecho" in made.text


def test_an_approval_holds_only_for_what_was_seen(two: tuple[Visitor, Visitor]) -> None:
    """If something that would leave changes after the proposal, it can no longer be approved."""
    reviewer, editor = two
    proposal = reviewer.post("/publish", {})
    editor.post("/people/p5kjc4a6tof6ovsco/say", {"what": "population", "value": "political_prisoner", "source": "prueba", "exposure": "5"})
    page = editor.get(proposal.path)
    assert "cambió algo de lo que saldría" in page.text
    assert editor.post_to(editor.get("/publish"), f"{proposal.path}/approve").status == 422
