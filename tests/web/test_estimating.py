"""Estimates in the app: worked out in the background, shown beside each other, refused with what would allow one."""

import re
import time

import pytest

from tests.web.running import Answer, Served, Visitor

TABLE = "A,B,C,count\n1,0,0,120\n0,1,0,95\n0,0,1,80\n1,1,0,31\n1,0,1,28\n0,1,1,22\n1,1,1,9\n"


def after_work(visitor: Visitor, page: Answer) -> Answer:
    """Follow a job until it leads somewhere."""
    for _ in range(400):
        if not page.path.startswith("/work/") or "job-over" in page.text:
            return page
        time.sleep(0.1)
        page = visitor.get(page.path)
    raise AssertionError(page.text)


@pytest.fixture(scope="module")
def estimated(empty: Served) -> Answer:
    """Give the answer over a table that somebody pasted."""
    visitor = Visitor(empty).sign_in()
    page = visitor.post("/questions/estimates", {"over": "table", "pasted": TABLE, "title": "Tabla de prueba"})
    return after_work(visitor, page)


def test_a_pasted_table_is_estimated_by_all_methods_side_by_side(empty: Served, estimated: Answer) -> None:
    """All four methods stand in one table, with what must hold; the picture and the papers are there."""
    assert estimated.path.startswith("/questions/estimates/answer")
    for name in ("clases latentes", "log-lineal", "Chao"):
        assert name.casefold() in estimated.text.casefold()
    assert "385 personas documentadas en 3 listas" in estimated.text
    assert "Lo que tiene que cumplirse" in estimated.text
    visitor = Visitor(empty).sign_in()
    query = estimated.path.partition("?")[2]
    assert visitor.get(f"/questions/estimates/answer.svg?{query}").body.startswith(b"<svg")
    for form, head in (("pdf", b"%PDF"), ("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")):
        assert visitor.get(f"/answers/estimate.{form}?{query}").body.startswith(head)


def test_a_kept_estimate_comes_out_the_same(empty: Served, estimated: Answer) -> None:
    """An estimate that was kept is repeated from the table as it was received."""
    visitor = Visitor(empty).sign_in()
    kept = visitor.post_to(
        visitor.get(estimated.path), "/answers/keep/estimate", {"question": estimated.path.partition("?")[2], "title": "Guardada"}
    )
    assert "La respuesta es la misma" in after_work(visitor, kept).text


def test_what_cannot_be_estimated_says_what_would_allow_it(empty: Served) -> None:
    """Two lists that share nobody bear no figure, and the answer says why and what would."""
    visitor = Visitor(empty).sign_in()
    page = after_work(visitor, visitor.post("/questions/estimates", {"over": "table", "pasted": "A,B,count\n1,0,20\n0,1,30\n"}))
    assert "Lo que no se puede estimar, y qué lo permitiría" in page.text


@pytest.mark.parametrize("pasted", ["", "A,B,count\n1,0,doce\n", "A,B\n2,1\n", "A,B,count\n1,0,3\n1,0,4\n"])
def test_a_table_that_cannot_be_meant_is_refused_before_any_work(empty: Served, pasted: str) -> None:
    """A table with a wrong cell or a repeated row is refused on the form, in words, and what was pasted stays there."""
    answer = Visitor(empty).sign_in().post("/questions/estimates", {"over": "table", "pasted": pasted})
    assert answer.status == 422
    assert re.search(r'role="alert"', answer.text)
    assert not pasted or pasted.splitlines()[1] in answer.text
