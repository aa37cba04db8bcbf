from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.questions.law import Instrument, assess, assess_frame, case_frame
from amparo.questions.law.loading import shipped, shipped_instrument
from amparo.questions.law.model import value
from amparo.questions.law.sql import answer_query, completed_query
from tests.questions.law.written import cases, cases_under, instrument, instruments

LAW = "ve/ley/2026/amnistia-convivencia-democratica"


def several(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return cases with ids of their own."""
    return [{**case, "person": {**case["person"], "id": f"p{place}"}} for place, case in enumerate(found)]


def asked(law: Instrument, many: list[dict[str, Any]], query: str) -> pl.DataFrame:
    """Return what the second engine answers, in the order of the cases."""
    with duckdb.connect(":memory:", config={"threads": "1"}) as engine:
        engine.register("charges", case_frame(law, many))
        found = engine.sql(query).pl()
    return pl.DataFrame({"person_id": [case["person"]["id"] for case in many]}).join(found, on="person_id", maintain_order="left")


def agree(law: Instrument, many: list[dict[str, Any]]) -> None:
    """Fail unless tree, columns and query say the same of every case: provisions, answers, and of the first two the basis."""
    frame = assess_frame(law, many)
    one_by_one = [assess(law, case).charges["c1"] for case in many]
    assert frame["answer"].to_list() == [one.answer for one in one_by_one]
    assert frame["basis"].to_list() == [one.basis for one in one_by_one]
    for name, tree in law.model.articles.items():
        assert frame[name].to_list() == [value(tree, law.model, one.state) for one in one_by_one]
    provisions = list(law.model.articles)
    queried = asked(law, many, answer_query(law, "charges"))
    assert queried.select(provisions).equals(frame.select(provisions))
    assert all(one in (None, other) for one, other in zip(queried["answer"], frame["answer"], strict=True))
    completed = asked(law, many, completed_query(law, "charges"))
    assert completed["answer"].to_list() == frame["answer"].to_list()


@settings(max_examples=25)
@given(instruments(), st.lists(cases(), min_size=1, max_size=6))
def test_three_engines_say_the_same(document: dict[str, Any], found: list[dict[str, Any]]) -> None:
    """The tree of each case, the columns of all, and a query of every world in another engine agree on every provision and answer."""
    agree(instrument(document), several(found))


@pytest.mark.parametrize("name", [LAW, "ve/decreto-ley/2007/5790", "es/lo/2024/1", "cl/dl/1978/2191"])
@settings(max_examples=4)
@given(data=st.data())
def test_three_engines_say_the_same_of_the_shipped_laws(name: str, data: st.DataObject) -> None:
    """On real texts, and acts near the borders of their windows, the three engines agree as well."""
    law = shipped_instrument(name)
    agree(law, several(data.draw(st.lists(cases_under(law), min_size=8, max_size=16))))


def two_stretches(*, asks: bool) -> Instrument:
    """Return a text that reaches two neighbouring half years, each with its episode; the second only under one reading where it asks."""
    first = [{"event": "zz.march"}, {"act": "within", "from": "2030-01-01", "to": "2030-06-30"}]
    second = [{"event": "zz.strike"}, {"act": "within", "from": "2030-07-01", "to": "2030-12-31"}]
    rules = {name: {"all": [*parts, *([{"question": "Q1"}] if asks else [])]} for name, parts in (("1", first), ("2", second))}
    return instrument({
        "format": "amparo-instrument/1", "id": "zz/ley/2031/ejemplo", "version": {"label": "v1", "date": "2031-01-01"}, "kind": "amnesty",
        "text_status": {"level": "official"}, "sources": {"S1": {"what": "an invented gazette"}},
        "provisions": [{"id": name, "role": "grant", "rule": rule, "source": ["S1"]} for name, rule in rules.items()],
        "decision": {"covered_if": {"any": [{"ref": "1"}, {"ref": "2"}]}},
        "open_questions": {"Q1": {"article": "1", "ask": {"es": "¿cuál?", "en": "which?"}}},
    })  # fmt: skip


@pytest.mark.parametrize(
    ("asks", "act", "readings", "answer", "basis"),
    [
        (False, ("2030", "2030"), {"straddle": "inside"}, "covered", "in_scope"),
        (False, ("2030", "2030"), {}, "cannot_tell", "missing_fact"),
        (False, ("2030-06-20", "2030-07-03"), {}, "cannot_tell", "open_question"),
        (False, ("2030-06/2031-06", None), {"straddle": "inside"}, "cannot_tell", "missing_fact"),
        (True, ("2030", "2030"), {"straddle": "inside"}, "cannot_tell", "open_question"),
        (True, ("2030/2031", "2030/2031"), {"straddle": "inside"}, "cannot_tell", "missing_fact"),
    ],
    ids=[
        "either half year",
        "straddling is open",
        "it straddles",
        "perhaps later",
        "the reading alone",
        "perhaps later, whatever the reading",
    ],
)
def test_an_act_between_two_stretches_is_settled_where_each_settles_it(
    asks: bool, act: tuple[str, str | None], readings: dict[str, object], answer: str, basis: str
) -> None:
    """Two tests of time may both be unknown, and the answer known: where some stretch covers and none excludes."""
    law = two_stretches(asks=asks)
    case = {
        "format": "amparo-case/1", "person": {"id": "p1", "facts": {}},
        "charges": [{"id": "c1", "act": {"start": act[0], "end": act[1]}, "events": {"zz.march": True, "zz.strike": True}}],
    }  # fmt: skip
    [found] = assess_frame(law, [case], readings).select("answer", "basis").iter_rows()
    charge = assess(law, case, readings).charges["c1"]
    assert found == (charge.answer, charge.basis) == (answer, basis)
    assert asked(law, [case], completed_query(law, "charges", readings))["answer"].to_list() == [answer]


@pytest.mark.nightly
@pytest.mark.parametrize("name", shipped())
@settings(max_examples=60)
@given(data=st.data())
def test_three_engines_say_the_same_of_every_law_of_the_package(name: str, data: st.DataObject) -> None:
    """What holds of four texts in a minute holds of all in a night."""
    law = shipped_instrument(name)
    agree(law, several(data.draw(st.lists(cases_under(law), min_size=8, max_size=40))))


def test_no_case_gives_an_empty_frame() -> None:
    """Of no cases there are no rows, and all the columns."""
    law = shipped_instrument("ve/ley/2000/amnistia-politica-general")
    assert assess_frame(law, []).columns == ["person_id", "charge_id", "answer", "basis", "1", "CRBV.29"]
