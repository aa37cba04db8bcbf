"""The laws of what is said of figures."""

from datetime import date
from typing import get_args

import pytest

from amparo.questions.claims import (
    REASONS,
    BadSum,
    Balance,
    Verdict,
    explain_balance,
    explain_relation,
    explain_sum,
    explain_verdict,
)
from amparo.questions.claims.readings import PARTS
from amparo.questions.claims.relations import RELATIONS
from amparo.questions.claims.verdicts import VerdictWord
from amparo.words import LANGUAGES, Language


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_its_sentence(language: Language) -> None:
    """No verdict, relation, reason or part is without words in either language."""
    for relation in RELATIONS:
        assert "350" in explain_relation(350, 895, relation, REASONS, language)
    for word in get_args(VerdictWord.__value__):
        assert "340" in explain_verdict(Verdict("c", word, (1, 2), REASONS), 340, language)
    for part in PARTS:
        assert "12" in explain_sum(BadSum("c", (part,), 11, 12), language)


def test_why_two_figures_are_kept_apart() -> None:
    """The reasons follow the finding, a sentence each."""
    said = explain_relation(350, 895, "not_comparable", ["window", "population"], "es")
    assert said.startswith("350 y 895 no son comparables. ")
    assert said.count(".") == 3


def test_bounds_are_said_in_words() -> None:
    """An exact own count is said as such, an interval with both ends."""
    assert "exactly 3" in explain_verdict(Verdict("c", "shown", (3, 3)), 3, "en")
    assert "al menos 3, a lo sumo 5" in explain_verdict(Verdict("c", "compatible", (3, 5)), 4, "es")


def test_failing_parts_are_named() -> None:
    """A failing sum names its parts in the reader's language."""
    assert "hombres y mujeres suman 922" in explain_sum(BadSum("c", ("men", "women"), 992, 922), "es")


@pytest.mark.parametrize(
    ("entries", "consistent", "words"),
    [((168, None), True, "at least 168"), ((0, 26), True, "0 to 26"), ((-10, -6), False, "do not balance")],
)
def test_balances_are_said_with_their_doubt(entries: tuple[int, int | None], consistent: bool, words: str) -> None:
    """An open end is "at least", a negative upper end is said to be a contradiction."""
    balance = Balance("Body A", date(2025, 12, 29), date(2026, 2, 2), entries, consistent)
    assert words in explain_balance(balance, "en")
    assert "Body A" in explain_balance(balance, "es")
