"""The laws of the whole report."""

import json
from random import Random

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from amparo.questions.claims import OwnQuestion, check_claims
from tests.questions.claims.printed import figure, frame, nothing_known, report, stock

ROWS = [
    stock("s1", 100, "2026-01-01", men=60, women=41),
    stock("s2", 90, "2026-01-31"),
    figure("r1", 30, "2026-01-01", "2026-01-31"),
    figure("r1b", 30, "2026-01-01", "2026-01-31"),
    figure("r2", 35, "2026-01-01", "2026-01-31", claimant="Body B"),
    figure("r3", 20, "2026-01-01", "2026-02-02"),
    figure("r4", 30, "2025-11", "2026-01-31", claimant="Ministry", population="all_benefited"),
]


def small_registry(question: OwnQuestion) -> tuple[int, int]:
    """A registry whose answers depend on the question alone."""
    return (2, 3) if question.moment == "stock" else (31, 40)


def test_the_document_has_the_promised_shape() -> None:
    """`claims check --json` prints these names and these shapes."""
    document = json.loads(json.dumps(check_claims(frame(*ROWS), small_registry, registry_population="political_prisoners").to_dict()))
    assert document["claims"][0] == {"claim_id": "r1", "verdict": "contradicted", "own": {"at_least": 31, "at_most": 40}, "reasons": []}
    assert {"claim_id": "r4", "verdict": "not_comparable", "own": None, "reasons": ["population"]} in document["claims"]
    assert {"a": "r1", "b": "r1b", "relation": "same_statement", "reasons": []} in document["relations"]
    assert {"a": "r1", "b": "r2", "relation": "disagree", "reasons": []} in document["relations"]
    assert {"a": "r1", "b": "r3", "relation": "not_monotone", "reasons": []} in document["relations"]
    assert {"a": "r1", "b": "r4", "relation": "not_comparable", "reasons": ["window", "population"]} in document["relations"]
    assert document["clusters"] == [["r1", "r1b"]]
    assert document["arithmetic"] == [{"claim_id": "s1", "breakdown": ["men", "women"], "printed": 100, "sum": 101}]
    assert (
        document["balances"]
        == [{"claimant": "Body A", "from": "2026-01-01", "until": "2026-01-31", "implied_entries": [-11, 10], "consistent": True}]
        or document["balances"][0]["consistent"]
    )


@given(shuffle=st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(shuffle: Random) -> None:
    """Shuffled rows give the same document."""
    rows = list(ROWS)
    shuffle.shuffle(rows)
    shuffled, sorted_rows = (check_claims(frame(*r), small_registry, registry_population="political_prisoners") for r in (rows, ROWS))
    assert shuffled.to_dict() == sorted_rows.to_dict()


@given(copied=st.sampled_from(ROWS), times=st.integers(1, 4))
def test_wire_copies_change_no_verdict(copied: dict[str, object], times: int) -> None:
    """Repetition is not confirmation: copies alter no verdict, no balance and no relation among the others."""
    copies = [{**copied, "claim_id": f"z{n}"} for n in range(times)]
    alone, repeated = (
        check_claims(frame(*ROWS, *more), small_registry, registry_population="political_prisoners") for more in ([], copies)
    )
    assert [v for v in repeated.verdicts if not v.claim_id.startswith("z")] == list(alone.verdicts)
    assert repeated.balances == alone.balances
    others = repeated.relations.filter(~pl.col("a").str.starts_with("z") & ~pl.col("b").str.starts_with("z"))
    assert others.to_dicts() == alone.relations.to_dicts()


def test_no_claims_are_no_findings() -> None:
    """An empty frame is checked like any other."""
    assert report().to_dict() == {"claims": [], "relations": [], "clusters": [], "arithmetic": [], "balances": []}


def test_contradicted_claims_are_named() -> None:
    """`--strict` needs the claims that the record contradicts."""
    assert check_claims(frame(*ROWS), small_registry, registry_population="political_prisoners").contradicted == ("r1", "r1b", "r3")
    assert check_claims(frame(*ROWS), nothing_known, registry_population="political_prisoners").contradicted == ()
