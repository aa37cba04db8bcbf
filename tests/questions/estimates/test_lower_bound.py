import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.questions.estimates import Estimate, Refused, chao, pairs
from amparo.questions.estimates.overlaps import read_overlaps
from amparo.questions.estimates.support import refusal, warnings
from tests.questions.estimates.tables import PLAIN, invented, published

# Table: Mt, lower bound of Mth and its standard error, Chao 1987, bias-corrected, as published or by the reference programs.
_REFERENCE = [
    ("kosovo_4lists", 7_395, 8_591, 214, 10_270, 8_797),
    ("uk_slavery_5lists", 13_444, 13_570, 821, 17_617, 14_582),
    ("netherlands_5lists", 52_924, 53_714, 2_490, 81_240, 66_491),
    ("new_orleans_5lists", 1_034, 1_294, 387, 1_681, 1_267),
    ("western_us_5lists", 2_007, 2_201, 456, 2_814, 2_224),
    ("australia_4lists", 827, 1_157, 138, 1_708, 1_361),
    ("hiv_rome_4lists", 11_125, 11_701, 1_031, 15_579, 12_064),
]


@pytest.mark.parametrize(("table", "mt", "bound", "error", "first", "corrected"), _REFERENCE, ids=str)
def test_simple_models_give_the_published_figures(table: str, mt: int, bound: int, error: int, first: int, corrected: int) -> None:
    """Mt, the lower bound of Mth and both forms of Chao's bound are those of the reference programs, to the last digit printed."""
    answer = chao(published(table))
    assert isinstance(answer, Estimate)
    about = answer.diagnostics
    assert [about["mt"]["total"], about["mth_lower_bound"]["total"], about["mth_lower_bound"]["standard_error"]] == pytest.approx(
        [mt, bound, error], abs=0.51
    )
    assert [about["chao_1987"], answer.total] == pytest.approx([first, corrected], abs=0.51)


def test_the_hares_are_counted() -> None:
    """The snowshoe hares of Cormack, caught on six occasions: Mt 75.07, and 79.57 with a standard error of 6.25 as a lower bound."""
    answer = chao(published("hare_6occasions"))
    assert isinstance(answer, Estimate)
    assert answer.diagnostics["mt"]["total"] == pytest.approx(75.07, abs=0.005)
    assert answer.diagnostics["mth_lower_bound"]["total"] == pytest.approx(79.57, abs=0.005)
    assert answer.diagnostics["mth_lower_bound"]["standard_error"] == pytest.approx(6.25, abs=0.005)


@given(st.lists(st.integers(0, 60), min_size=7, max_size=7).filter(lambda counts: sum(counts[3:]) > 0 and sum(counts) > 0))
def test_a_floor_is_no_less_than_what_is_documented(counts: list[int]) -> None:
    """The bound and its lower end are at least the persons documented, and in order."""
    patterns = ["100", "010", "001", "110", "101", "011", "111"]
    answer = chao(invented("abc", dict(zip(patterns, counts, strict=True))))
    assert isinstance(answer, Estimate)
    assert answer.documented == sum(counts)
    assert answer.documented <= answer.low <= answer.total <= answer.high or answer.total == answer.documented
    assert np.isfinite(answer.draws).all()


def test_two_lists_say_what_chapman_says() -> None:
    """Of 100 and 80 persons with 20 on both, Lincoln–Petersen makes 400 and Chapman 388."""
    found = pairs(invented("ab", {"10": 80, "01": 60, "11": 20}))[0]
    assert found.lincoln_petersen == 400
    assert found.chapman == pytest.approx(101 * 81 / 21 - 1)
    assert found.low < found.chapman < found.high


_REFUSED = {
    "too_few_lists": {"100": 40, "010": 30, "001": 20, "110": 6},
    "disconnected": {"1000": 40, "0100": 30, "0010": 20, "0001": 20, "1100": 12, "0011": 9},
    "too_few_persons": {"100": 4, "010": 3, "001": 2, "110": 6, "011": 5},
    "too_few_shared": {"100": 40, "010": 30, "001": 20, "110": 3, "011": 2},
    "copied": {"100": 40, "010": 30, "001": 200, "101": 60, "110": 0, "011": 12, "111": 0},
}


@pytest.mark.parametrize("code", [code for code in _REFUSED if code != "copied"])
def test_overlaps_that_bear_nothing_are_refused(code: str) -> None:
    """Too few linked lists, groups that share nobody, few persons or few overlaps: a refusal that says what would allow a figure."""
    counts = _REFUSED[code]
    found = refusal(read_overlaps(invented("abcd"[: len(next(iter(counts)))], counts)), "dga")
    assert found is not None
    assert found.code == code
    assert len(found.reason) > 40
    assert len(found.remedy) > 40
    assert found.why("es") != found.why("en")


def test_a_list_that_copies_another_is_refused_until_it_is_said() -> None:
    """A list all of whose persons stand on another is no witness of its own; declared as a copy it is merged and the rest bear a figure."""
    counts = {"1000": 50, "0100": 90, "0010": 70, "1001": 60, "1100": 25, "0110": 20, "1010": 30, "1101": 8, "1011": 9}
    table = invented("abcd", counts)
    found = refusal(read_overlaps(table), "dga")
    assert isinstance(found, Refused)
    assert found.code == "copied"
    assert refusal(read_overlaps(table, {"d": "a"}), "dga") is None


def test_persons_who_differ_give_a_warning() -> None:
    """Where some persons stand on all lists and most on one, the figure carries the warning of heterogeneity; a plain table does not."""
    differ = invented("abc", {"100": 300, "010": 300, "001": 300, "110": 20, "101": 20, "011": 20, "111": 90})
    assert "heterogeneity" in warnings(read_overlaps(differ))
    assert "heterogeneity" not in warnings(read_overlaps(invented("abc", PLAIN)))


def test_lists_that_avoid_each_other_give_a_warning() -> None:
    """Two lists that share far fewer persons than chance would have it are said so."""
    avoid = invented("abc", {"100": 200, "010": 200, "001": 100, "110": 1, "101": 80, "011": 80, "111": 1})
    assert "negative_dependence" in warnings(read_overlaps(avoid))


@pytest.mark.parametrize(("lists", "counts", "code"), [("a", {"1": 4}, "one_list"), ("ab", {"10": 4, "01": 5}, "no_overlap")])
def test_no_floor_without_overlap(lists: str, counts: dict[str, int], code: str) -> None:
    """One list, or lists that share nobody, give not even a floor."""
    answer = chao(invented(lists, counts))
    assert isinstance(answer, Refused)
    assert answer.code == code
