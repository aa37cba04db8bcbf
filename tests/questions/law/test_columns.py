from typing import Any

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.questions.law import assess, assess_frame, case_frame
from amparo.questions.law.model import value
from amparo.questions.law.sql import answer_query
from tests.questions.law.written import cases, instrument, instruments


def several(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return cases with ids of their own."""
    return [{**case, "person": {**case["person"], "id": f"p{place}"}} for place, case in enumerate(found)]


@settings(max_examples=25)
@given(instruments(), st.lists(cases(), min_size=1, max_size=6))
def test_three_engines_say_the_same(document: dict[str, Any], found: list[dict[str, Any]]) -> None:
    """The tree of each case, the columns of all, and a query in another engine agree on every provision, answer and basis."""
    law, many = instrument(document), several(found)
    frame = assess_frame(law, many)
    one_by_one = [assess(law, case).charges["c1"] for case in many]
    assert frame["answer"].to_list() == [one.answer for one in one_by_one]
    assert frame["basis"].to_list() == [one.basis for one in one_by_one]
    for name, tree in law.model.articles.items():
        assert frame[name].to_list() == [value(tree, law.model, one.state) for one in one_by_one]
    with duckdb.connect(":memory:") as engine:
        engine.register("charges", case_frame(law, many))
        queried = engine.sql(answer_query(law, "charges")).pl()
    assert queried.select(list(law.model.articles)).equals(frame.select(list(law.model.articles)))
    assert all(one in (None, other) for one, other in zip(queried["answer"], frame["answer"], strict=True))


def test_no_case_gives_an_empty_frame() -> None:
    """Of no cases there are no rows, and all the columns."""
    from amparo.questions.law.loading import shipped_instrument

    law = shipped_instrument("ve/ley/2000/amnistia-politica-general")
    assert assess_frame(law, []).columns == ["person_id", "charge_id", "answer", "basis", "1", "CRBV.29"]
