"""Tests of `amparo.questions.law.patches`: an amendment goes on, says what it says, and comes off again."""

import copy
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.questions.law import assess
from amparo.questions.law.loading import instrument_of, read_document
from amparo.questions.law.patches import patched, unpatched
from tests.questions.law.written import RULES, cases, instrument, instruments


@settings(max_examples=40)
@given(instruments(), cases(), st.dictionaries(st.sampled_from(("1", "2.1", "2.2", "3.1")), RULES, min_size=1))
def test_a_patch_is_the_text_so_worded_and_without_it_the_base(
    document: dict[str, Any], case: dict[str, Any], rules: dict[str, Any]
) -> None:
    """Patched, a text answers as if it had been written so; unpatched it is the base again, which was never touched."""
    base = read_document(json.dumps(document).encode(), "base.yaml")
    before = copy.deepcopy(document)
    patch = {
        "format": "amparo-instrument/1", "id": document["id"], "version": {"label": "v2", "of": "v1", "date": "2031-03-01"},
        "kind": "amendment", "text_status": {"level": "official"}, "sources": {"S1": {"what": "an invented sitting"}},
        "options": {"A": {"set": rules, "source": ["S1"]}},
    }  # fmt: skip
    worded = {**document, "provisions": [{**one, "rule": rules.get(one["id"], one["rule"])} for one in document["provisions"]]}
    after = patched(base, read_document(json.dumps(patch).encode(), "patch.yaml"), "A")
    amended, written = assess(instrument_of(after), case).charges["c1"], assess(instrument(worded), case).charges["c1"]
    assert (amended.answer, amended.basis, amended.missing_sets) == (written.answer, written.basis, written.missing_sets)
    assert unpatched(after) is base
    assert base == read_document(json.dumps(before).encode(), "base.yaml")
