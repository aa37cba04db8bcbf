import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.errors import BadInput
from amparo.questions.estimates.overlaps import read_overlaps
from tests.questions.estimates.tables import PLAIN, invented

_ABC = ("a", "b", "c")
_counts = st.dictionaries(st.sampled_from([f"{mask:03b}" for mask in range(1, 8)]), st.integers(1, 40), min_size=1)


@given(_counts)
def test_persons_and_combinations_say_the_same(counts: dict[str, int]) -> None:
    """A row for each person reads as a row for each combination with its count."""
    combined = read_overlaps(invented(_ABC, counts))
    persons = [tuple(map(int, pattern)) for pattern, count in counts.items() for _ in range(count)]
    one_each = read_overlaps(pl.DataFrame(persons, schema=list(_ABC), orient="row"))
    assert combined.cells().tolist() == one_each.cells().tolist()
    assert combined.documented == len(persons)


@given(_counts, st.integers(0, 2))
def test_without_a_list_its_own_persons_are_gone(counts: dict[str, int], place: int) -> None:
    """The table without a list holds exactly those who stand on another."""
    left = read_overlaps(invented(_ABC, counts)).without(place)
    assert left.documented == sum(count for pattern, count in counts.items() if "1" in pattern[:place] + pattern[place + 1 :])


@given(_counts)
def test_a_list_that_copies_another_becomes_one_with_it(counts: dict[str, int]) -> None:
    """A derived list and its origin are one list: on it is who is on either."""
    merged = read_overlaps(invented(_ABC, counts), {"b": "a"})
    assert merged.lists == ("a", "c")
    on_first = sum(count for pattern, count in counts.items() if "1" in pattern[:2])
    assert (merged.patterns.T @ merged.counts)[0] == on_first


def test_a_copy_of_a_copy_is_a_copy() -> None:
    """Lists are merged into where the copying begins, however long the chain."""
    assert read_overlaps(invented(_ABC, PLAIN), {"c": "b", "b": "a"}).lists == ("a",)


_BAD = {
    "negative_count": invented(_ABC, {"100": -1, "010": 3}),
    "repeated_pattern": pl.DataFrame({"a": [1, 1], "b": [0, 0], "c": [0, 0], "count": [3, 4]}),
    "on_no_list": invented(_ABC, {"000": 5, "010": 3}),
    "not_0_or_1": pl.DataFrame({"a": [1, 2], "b": [0, 1], "count": [3, 4]}),
    "not_whole": pl.DataFrame({"a": [1, 1], "b": [0, 1], "count": [3.5, 4]}),
    "nobody": invented(_ABC, {"100": 0}),
    "count_is_not_last": pl.DataFrame({"a": [1], "count": [3], "b": [1]}),
    "number_of_lists": pl.DataFrame({"count": [3]}),
}


@pytest.mark.parametrize("code", _BAD)
def test_a_bad_table_is_refused_with_its_place(code: str) -> None:
    """Whatever cannot be meant is refused, with the row and what to do; nothing is guessed."""
    with pytest.raises(BadInput) as refused:
        read_overlaps(_BAD[code])
    assert refused.value.code == f"estimates.{code}"
    for language in ("es", "en"):
        assert len(refused.value.message(language)) > 60


@pytest.mark.parametrize("derived", [{"a": "b", "b": "a"}, {"a": "z"}], ids=["circle", "unknown"])
def test_impossible_copies_are_refused(derived: dict[str, str]) -> None:
    """Lists that copy each other in a circle, or a list that is not there, are said so."""
    with pytest.raises(BadInput):
        read_overlaps(invented(_ABC, PLAIN), derived)


def test_missing_cells_and_text_are_read_as_they_stand() -> None:
    """Text of whole numbers is read, an empty cell is refused with its row and column."""
    assert read_overlaps(pl.DataFrame({"a": ["1", "0"], "b": ["1", "1"], "count": [" 3", "4"]})).documented == 7
    with pytest.raises(BadInput) as refused:
        read_overlaps(pl.DataFrame({"a": [1, None], "b": [1, 1], "count": [3, 4]}))
    assert (refused.value.values["row"], refused.value.values["column"]) == (2, "a")
