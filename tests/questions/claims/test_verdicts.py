"""The laws of a printed figure set beside the record."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.questions.claims import Bounds, OwnQuestion, Verdict, check_claims, claim_bounds, compare, measures
from tests.questions.claims.printed import figure, frame, stock

counts = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(lambda pair: (min(pair), max(pair)))


def verdict(row: dict[str, Any], own: tuple[int, int] | None = (5, 9)) -> tuple[Verdict, list[OwnQuestion]]:  # Any: cells
    """Return the verdict on one row and the questions that the registry was asked."""
    asked: list[OwnQuestion] = []

    def answer(question: OwnQuestion) -> tuple[int, int] | None:
        asked.append(question)
        return own

    (found,) = check_claims(frame(row), answer, registry_population="political_prisoners").verdicts
    return found, asked


@given(qualifier=st.sampled_from(["exact", "at_least", "more_than", "at_most", "fewer_than"]), value=st.integers(1, 12), own=counts)
def test_a_verdict_says_what_holds_in_every_world(qualifier: str, value: int, own: tuple[int, int]) -> None:
    """Shown: true for each count the record allows; contradicted, not reached: for none, for it is too low or too high; else compatible."""
    claim = Bounds(*claim_bounds(qualifier, value))
    worlds = range(own[0], own[1] + 1)
    fits = [n in claim for n in worlds]
    if all(fits):
        expected = "shown"
    elif any(fits):
        expected = "compatible"
    else:
        expected = "contradicted" if all(n > claim.at_least for n in worlds) else "not_reached"
    assert compare(claim, own) == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (stock("c", 5, None), ("window",)),
        (figure("c", 5, None, "2026-02-01"), ("window",)),
        (figure("c", 5, "XXXX-03-08", "2026-02-01"), ("window",)),
        (figure("c", 5, "2026-02-08", "2026-02-01"), ("window",)),
        (figure("c", 5, "2026-01-01", "2026-02-01", population="all_benefited"), ("population",)),
        (figure("c", 5, "2026-01-01", "2026-02-01", measure="amnesty_requested", population="amnesty_applicants"), ("unit", "population")),
        (stock("c", 5, "2026-02-01") | {"measure": "missing"}, ("definition",)),
        (stock("c", 5, "2026-02-01") | {"measure": "under_measures"}, ("unit",)),
        (figure("c", 5, "2026-01-01", "2026-02-01", published_on="2025-12-01"), ("announced",)),
        (figure("c", 5, "2026-01-01", "2026-02-01", claimant=None), ("source",)),
        (figure("c", 5, None, None, claimant=" ", population=None), ("window", "population", "source")),
    ],
    ids=str,
)
def test_what_cannot_be_compared_says_why_and_asks_nothing(row: dict[str, Any], expected: tuple[str, ...]) -> None:
    """A claim under another rule than the record's gets reasons instead of a verdict, and no count is made for it."""
    found, asked = verdict(row)
    assert (found.verdict, found.own, found.reasons) == ("not_comparable", None, expected)
    assert asked == []


def test_a_planned_figure_is_no_fact() -> None:
    """A claim that its reader marked as planned is an announcement, whatever its dates."""
    row = figure("c", 5, "2026-01-01", "2026-02-01")
    (found,) = check_claims(
        frame(row).with_columns(modality=frame(row)["claim_id"].replace("c", "planned")),
        lambda _q: (5, 9),
        registry_population="political_prisoners",
    ).verdicts
    assert found.reasons == ("announced",)


def test_a_registry_without_such_a_count_is_no_verdict() -> None:
    """Where the registry keeps no count of the kind the claim stays open."""
    found, asked = verdict(stock("c", 5, "2026-02-01"), own=None)
    assert (found.verdict, found.reasons) == ("not_comparable", ("definition",))
    assert asked


def test_uncertain_dates_reach_the_registry_as_they_were_printed() -> None:
    """The question carries every day on which the window may begin and end."""
    _found, asked = verdict(figure("c", 5, "2026-01-05~", "2026-02"))
    for question in asked:
        assert question.since == (date(2026, 1, 4), date(2026, 1, 6))
        assert question.until == (date(2026, 2, 1), date(2026, 2, 28))
        assert question.narrowest == (date(2026, 1, 6), date(2026, 2, 1))
        assert question.widest == (date(2026, 1, 4), date(2026, 2, 28))


def test_a_window_that_may_be_empty_has_no_surely_inner_days() -> None:
    """Where the dates allow a window without any sure day the lower bound rests on nothing."""
    _found, asked = verdict(figure("c", 5, "2026-02", "2026-02"))
    assert asked[0].narrowest is None


def test_the_doubt_about_a_word_widens_the_count() -> None:
    """House arrest may or may not be custody: the lower bound leaves it out, the upper bound takes it in."""

    def own(question: OwnQuestion) -> tuple[int, int]:
        return (7, 8) if "house_arrest" in question.tokens else (5, 6)

    (found,) = check_claims(frame(stock("c", 6, "2026-02-01")), own, registry_population={"political_prisoners"}).verdicts
    assert found.own == (5, 8)
    assert found.verdict == "compatible"


def test_one_question_is_asked_once() -> None:
    """Copies of a claim share the counts made for it."""
    asked: list[OwnQuestion] = []

    def own(question: OwnQuestion) -> tuple[int, int]:
        asked.append(question)
        return (0, 1)

    check_claims(frame(*(stock(f"c{n}", n, "2026-02-01") for n in range(5))), own, registry_population="political_prisoners")
    assert len(asked) == len(set(asked)) == 2


def test_an_unknown_registry_population_is_compared_with_nothing() -> None:
    """Where it is not known whom the registry documents no claim is set beside it."""
    (found,) = check_claims(frame(stock("c", 5, "2026-02-01")), lambda _q: (5, 5), registry_population=None).verdicts
    assert found.reasons == ("population",)


def test_narrow_tokens_are_among_the_wide_ones() -> None:
    """What surely is meant by a word is among what at most is meant, so that lower bounds stay below upper ones."""
    assert all(set(measure.narrow) <= set(measure.wide) for measure in measures().values())
