import polars as pl
import pytest
from benchmarks.linkage.lists import CURATED, make_lists
from benchmarks.linkage.strangers import ALONE, PROFILES, strange_lists

from amparo.linkage import link_lists
from amparo.linkage.doubts import doubts_of

MADE = make_lists(1_200, 13)
LINKED = link_lists(MADE.lists, curated=CURATED)


@pytest.mark.parametrize("seed", range(1, 4))
def test_the_interval_holds_the_number_of_persons(seed: int) -> None:
    """On invented lists of test seeds the true number of persons lies within the 90 % interval, and near what is expected."""
    made = make_lists(2_500, seed)
    linkage = link_lists(made.lists, curated=CURATED)
    low, high = linkage.persons_interval()
    persons = made.truth["person"].n_unique()
    assert low <= persons <= high
    assert abs(linkage.head_count.expected / persons - 1) < 0.025


@pytest.mark.nightly
@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_the_interval_holds_on_lists_of_another_make(profile: str) -> None:
    """On lists that nothing was trained on the 90 % interval holds the true number in at least four of five."""
    held = 0
    for seed in range(21, 26):
        made = strange_lists(4_000, seed, PROFILES[profile])
        low, high = link_lists(made.lists, curated=ALONE).persons_interval()
        held += low <= made.truth["person"].n_unique() <= high
    assert held >= 4


def test_a_wider_level_gives_a_wider_interval() -> None:
    """The interval at a higher level holds that of a lower one, and neither leaves the range from one person to all records."""
    narrow, wide = LINKED.persons_interval(0.5), LINKED.persons_interval(0.99)
    assert 1 <= wide[0] <= narrow[0] <= narrow[1] <= wide[1] <= LINKED.persons.height


def test_draws_keep_to_the_rules() -> None:
    """No drawn world puts two rows of a curated list in one person; each names every row; the same seed draws the same worlds."""
    worlds = LINKED.draws(3, seed=4)
    for world in worlds:
        assert world.height == LINKED.persons.height
        twice = world.filter(pl.col("list").is_in(CURATED)).group_by("person_id", "list").len()["len"].max()
        assert twice == 1
    assert [world.equals(again) for world, again in zip(worlds, LINKED.draws(3, seed=4), strict=True)] == [True] * 3
    assert not worlds[0].equals(worlds[1])


def test_what_a_reviewer_decided_is_in_no_doubt() -> None:
    """Two persons that a reviewer told apart are apart in every drawn world; two that one joined are together in all."""
    doubts, records = doubts_of(LINKED.work), LINKED.work.records.frame.select("list", "record_id")
    best = int(doubts.together.argmax())
    sides = [records.row(int(side[best])) for side in (doubts.one, doubts.other)]
    joined = LINKED.pairs.filter((pl.col("decision") == "same") & (pl.col("probability") < 0.9)).row(0)[:4]
    rows = [(*sides[0], *sides[1], "different"), (*joined, "same")]
    said = pl.DataFrame(rows, schema=["list_a", "record_a", "list_b", "record_b", "decision"], orient="row")
    for world in link_lists(MADE.lists, curated=CURATED, decisions=said).draws(8):
        person = {(row[0], row[1]): row[2] for row in world.iter_rows()}
        assert person[sides[0]] != person[sides[1]]
        assert person[joined[:2]] == person[joined[2:]]
