import polars as pl
import pytest
from benchmarks.linkage.elsewhere import ALONE, SORTS, lists_elsewhere
from benchmarks.linkage.metrics import measures

from amparo.linkage import link_lists
from amparo.linkage.linking import link
from amparo.linkage.model import COMPARISONS

FLOOR = {"scans": (0.97, 0.88), "peoples": (0.90, 0.79), "patchwork": (0.93, 0.67)}
HERE = {"event_date": "2019-01-23", "municipality": "Sotomayor", "region": "Norte"}


def two_lists(one: dict[str, str], other: dict[str, str]) -> dict[str, pl.DataFrame]:
    """Return two lists of one row each, among strangers."""
    strangers = lists_elsewhere("patchwork", 300, 3).lists
    rows = {"a": one, "b": other}
    return strangers | {
        name: pl.DataFrame({"record_id": [name], **{key: [cell] for key, cell in row.items()}}) for name, row in rows.items()
    }


def one_person(lists: dict[str, pl.DataFrame]) -> bool:
    """Say whether the rows of the lists a and b are one person."""
    persons = link_lists(lists).persons.filter(pl.col("list").is_in(["a", "b"]))
    return persons["person_id"].n_unique() == 1


def test_father_and_son_of_one_name_taken_together_are_two() -> None:
    """Name, day and place are what a family shares: births a generation apart tell two persons, and births that fit make one of them."""
    father, son = ({"full_name": "Barcaipa, Tomás", "birth_date": day} | HERE for day in ("1961-04-02", "1988-09-15"))
    assert not one_person(two_lists(father, son))
    assert one_person(two_lists(father, {"full_name": "Barcaipa Uribal, Tomás", "birth_date": "1961-04-02"} | HERE))


def test_a_near_number_says_nothing_of_brothers() -> None:
    """Brothers registered one after the other have numbers that differ by one digit: these do not make them one."""
    one, other = (
        {"full_name": f"Barcaipa Uribal, {given}", "id_number": number} | HERE
        for given, number in (("Tomás", "14235671"), ("Rodrigo", "14235672"))
    )
    assert not one_person(two_lists(one, other))
    assert one_person(two_lists(one, {"full_name": "Barcaipa Uribal, Tomas", "id_number": "14235672"} | HERE))


def test_names_of_one_people_weigh_less_together() -> None:
    """Where names go together among strangers, their agreement together counts less than the sum of its parts; else it does not."""
    row = COMPARISONS.index("words")
    mixed, plain = (
        link(lists_elsewhere(sort, 2_500, 5).lists, curated=ALONE[sort]).model.weights[row, :4] for sort in ("peoples", "patchwork")
    )
    assert mixed[0] == plain[0] == 0
    assert mixed[1] < -1.5 < plain[1] <= 0
    assert list(mixed) == sorted(mixed, reverse=True)


@pytest.mark.nightly
@pytest.mark.parametrize("sort", SORTS)
def test_lists_made_to_be_hard_are_linked_with_few_errors(sort: str) -> None:
    """On lists that nothing was fitted to, what is joined is right as often as the floor says, and the interval holds the truth."""
    made = lists_elsewhere(sort, 5_000, 11)
    linkage = link_lists(made.lists, curated=ALONE[sort])
    found = measures(linkage.persons, made.truth)
    assert found["P"] >= FLOOR[sort][0]
    assert found["F1"] >= FLOOR[sort][1]
    low, high = linkage.persons_interval()
    assert low <= made.truth["person"].n_unique() <= high
