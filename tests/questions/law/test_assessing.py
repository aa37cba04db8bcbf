from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from amparo.errors import BadInput
from amparo.questions.law import assess
from amparo.questions.law.loading import shipped_instrument
from tests.questions.law.written import cases, instrument, instruments

LAW = "ve/ley/2026/amnistia-convivencia-democratica@v3-gazette"
NONE = ["crime_against_humanity", "grave_hr_violation", "war_crime", "foreign_armed_action"]


def case(person_facts: dict[str, Any] | None = None, **charge: Any) -> dict[str, Any]:
    """Return a case under the 2026 law in which all but what is given speaks for the person."""
    whole = {
        "id": "c1", "status": ["charged"], "offences": [], "offences_complete": True, "events_complete": True,
        "known_false": NONE, "act": {"start": "2014-03-12", "end": "2014-03-12"}, "events": {"ve.2014.protests": True}, **charge,
    }  # fmt: skip
    return {
        "format": "amparo-case/1",
        "person": {"id": "p1", "facts": {"at_law": True} if person_facts is None else person_facts},
        "charges": [whole],
    }


@settings(max_examples=60)
@given(instruments(), cases(), st.data())
def test_a_further_fact_never_turns_an_answer(document: dict[str, Any], found: dict[str, Any], data: st.DataObject) -> None:
    """Learning one more fact resolves what was open, and never makes covered of excluded or the other way."""
    law = instrument(document)
    before = assess(law, found).charges["c1"]
    open_places = [
        place for place, one in enumerate(law.model.variables) if before.state.masks[place].bit_count() > 1 and not one.is_question
    ]
    assume(open_places)
    place = data.draw(st.sampled_from(open_places))
    classes = [1 << which for which in range(8) if before.state.masks[place] >> which & 1]
    from amparo.questions.law.assessing import answer

    after = answer(law, before.state.where(place, data.draw(st.sampled_from(classes))))
    assert before.answer in (after, "cannot_tell")


@settings(max_examples=60)
@given(instruments(), cases())
def test_every_answer_cites_an_article(document: dict[str, Any], found: dict[str, Any]) -> None:
    """Whatever the answer, a provision is named for it, and the explanation has its line."""
    charge = assess(instrument(document), found).charges["c1"]
    assert charge.articles
    assert charge.to_dict()["explanation"]["lines"]


def test_the_document_has_the_keys_of_the_contract() -> None:
    """What ``--json`` prints has exactly the keys that others read, in both layers."""
    document = assess(shipped_instrument(LAW), case()).to_dict()
    assert list(document) == ["format", "instrument", "version", "text_status", "charges", "person"]
    assert list(document["charges"]["c1"]) == [
        "answer", "basis", "articles", "missing", "missing_sets", "curable", "questions", "explanation",
    ]  # fmt: skip
    assert document["charges"]["c1"]["articles"] == ["6", "7", "8", "8.7"]
    assert document["text_status"] == "reconstructed"


def test_an_exclusion_is_cited_even_where_the_scope_fails() -> None:
    """A homicide outside of every episode is excluded for both reasons."""
    charge = assess(shipped_instrument(LAW), case(offences=["homicide_intentional"], events={})).charges["c1"]
    assert (charge.answer, charge.basis) == ("excluded", "express_exclusion")
    assert {"8", "8.7", "9", "9.2"} <= set(charge.articles)


def test_a_question_stays_open_until_a_reading_is_chosen() -> None:
    """An act across the limit is open; each reading gives its own answer, and an unknown reading is refused with those there are."""
    law, across = shipped_instrument(LAW), case(act={"start": "2014-05-30", "end": "2014-07-02"})
    assert assess(law, across).charges["c1"].basis == "open_question"
    assert assess(law, across, {"straddle": "inside"}).person == "covered"
    assert assess(law, across, {"straddle": False}).person == "excluded"
    with pytest.raises(BadInput, match="inside"):
        assess(law, across, {"straddle": "insid"})
    with pytest.raises(BadInput, match="Q1"):
        assess(law, across, {"Q11": True})


def test_conduct_that_goes_on_crosses_every_later_limit() -> None:
    """An act that has not ended is not inside a window that has."""
    going_on = case(act={"start": "2014-03-12"}, continuing=True)
    assert "straddle" in assess(shipped_instrument(LAW), going_on).charges["c1"].questions


def test_what_the_doubt_rule_says_stands_beside_an_open_answer() -> None:
    """The article of the rule of doubt is cited, and turns nothing."""
    charge = assess(shipped_instrument(LAW), case({})).charges["c1"]
    assert charge.answer == "cannot_tell"
    assert charge.articles[0] == "5"
    assert charge.to_dict()["explanation"]["doubt"]["article"] == "5"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"facts": {"crime_agains_humanity": True}}, "crime_against_humanity"),
        ({"events": {"ve.2014.protest": True}}, "ve.2014.protests"),
        ({"offences": ["homicide_intencional"]}, "homicide_intentional"),
        ({"status": ["charge"]}, "charged"),
    ],
    ids=["fact", "event", "offence", "status"],
)
def test_a_name_that_the_instrument_does_not_know_is_answered_with_the_nearest(change: dict[str, Any], words: str) -> None:
    """A slip of the pen is a warning that names what was meant, in both languages."""
    [warning] = assess(shipped_instrument(LAW), case(**change)).warnings
    assert all(words in warning.message(language) for language in ("es", "en"))


@pytest.mark.parametrize("word", ["imputado", "condenada", "chargd"])
def test_a_status_that_nobody_knows_excludes_nobody(word: str) -> None:
    """A word in another language, or misspelt, is a warning and an unknown, never a condition that is not met."""
    found = assess(shipped_instrument(LAW), case(status=[word]))
    assert found.person == "cannot_tell"
    assert found.charges["c1"].missing == ["status"]
    assert [one.code for one in found.warnings] == ["law.status_unknown"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"act": {"start": "2014-02-30"}}, "ingest.file_refused"),
        ({"act": {"start": "2014-05", "end": "2014-03"}}, "law.act_reversed"),
        ({"offences": ["theft"], "offences_absent": ["theft"]}, "law.both"),
        ({"facts": {"war_crime": True}}, "law.both"),
        ({"facts": {"at_law": "sí"}}, "law.value_wrong"),
        ({"facts": {"drug_min_penalty_years": True}}, "law.value_wrong"),
    ],
    ids=["no such day", "ends before", "offence both", "fact both", "not yes or no", "not a number"],
)
def test_a_case_that_cannot_be_is_refused(change: dict[str, Any], code: str) -> None:
    """An impossible date, an act that ends before it starts, or a contradiction is refused with a message."""
    with pytest.raises(BadInput) as refusal:
        assess(shipped_instrument(LAW), case({}, **change))
    assert refusal.value.code == code
    assert refusal.value.message("es")


@pytest.mark.parametrize(
    ("answers", "whole"),
    [((), "cannot_tell"), (("2014",), "covered"), (("2011",), "excluded"), (("2014", "2011"), "partial"), (("2014", None), "cannot_tell")],
    ids=["no charge", "one", "out", "mixed", "open"],
)
def test_a_person_is_the_sum_of_the_charges(answers: tuple[str | None, ...], whole: str) -> None:
    """All covered, all excluded, all decided and mixed, or nobody can tell."""
    [charge] = case()["charges"]
    days = {"2014": "2014-03-12", "2011": "2011-03-12", None: "2014"}
    charges = [{**charge, "id": f"c{place}", "act": {"start": days[one], "end": days[one]}} for place, one in enumerate(answers)]
    found = assess(
        shipped_instrument(LAW), {"format": "amparo-case/1", "person": {"id": "p", "facts": {"at_law": True}}, "charges": charges}
    )
    assert found.person == whole
