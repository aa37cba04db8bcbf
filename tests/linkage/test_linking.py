import random

import polars as pl
import pytest
from benchmarks.linkage.lists import CURATED, make_lists
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.errors import BadInput
from amparo.linkage import link_lists
from tests.linkage.invented import one_person, three_lists

LINKED = make_lists(400, 11)


def test_lists_in_the_formats_of_real_ones_are_linked_without_a_false_link() -> None:
    """Two surnames, capitals, married names, nicknames, initials and partial dates are joined; brothers and namesakes are not."""
    linkage = link_lists(three_lists(), curated=three_lists(), names_identify=three_lists())
    persons = one_person(linkage.persons)
    assert {frozenset(("m0", "o0")), frozenset(("m2", "o2"))} <= {frozenset(one & {"m0", "o0", "m2", "o2"}) for one in persons}
    assert frozenset(("m1", "n1", "o1")) in persons
    assert frozenset(("m3", "n3", "o3")) in persons
    assert frozenset(("m5", "o5")) in persons
    assert all(len({record[1:] for record in one}) == 1 for one in persons), persons


def test_a_name_alone_joins_nobody() -> None:
    """Without another fact that agrees a likeness of names stays a question, unless the list says that names identify."""
    lists = {name: three_lists()[name] for name in ("memorial", "names")}
    linkage = link_lists(lists, curated=lists)
    assert linkage.pairs.filter(pl.col("decision") == "same").is_empty()
    assert linkage.pairs.filter((pl.col("decision") == "undecided") & (pl.col("why") == "name_alone")).height >= 5
    named = link_lists(lists, curated=lists, names_identify=["names"])
    same = named.pairs.filter(pl.col("decision") == "same")
    assert same.height >= 4
    assert same["why"].unique().to_list() == ["name_only"]


def test_every_row_of_every_list_has_one_person() -> None:
    """No row is lost and none is added."""
    linkage = link_lists(LINKED.lists, curated=CURATED)
    rows = sorted((name, record) for name, frame in LINKED.lists.items() for record in frame["record_id"].to_list())
    assert sorted(linkage.persons.select("list", "record_id").rows()) == rows


@settings(max_examples=5)
@given(st.randoms(use_true_random=False))
def test_the_order_of_lists_and_rows_says_nothing(dice: random.Random) -> None:
    """Shuffled lists and rows give the same persons and pairs, and so does the same input again."""
    first = link_lists(LINKED.lists, curated=CURATED)
    names = list(LINKED.lists)
    dice.shuffle(names)
    shuffled = {name: LINKED.lists[name].sample(fraction=1, shuffle=True, seed=dice.randrange(1000)) for name in names}
    again = link_lists(shuffled, curated=CURATED)
    assert again.persons.equals(first.persons)
    assert again.pairs.equals(first.pairs)


@settings(max_examples=10)
@given(st.lists(st.tuples(st.integers(0, 399), st.integers(0, 399), st.sampled_from(["same", "different", "undecided"])), max_size=25))
def test_what_was_decided_holds(drawn: list[tuple[int, int, str]]) -> None:
    """Two records held apart are never one person; those joined are one, unless decisions contradict each other."""
    rows = [(name, record) for name, frame in LINKED.lists.items() for record in frame["record_id"].to_list()]
    last = {frozenset((a % len(rows), b % len(rows))): word for a, b, word in drawn if a % len(rows) != b % len(rows)}
    decisions = (
        pl.DataFrame(
            [(*rows[a], *rows[b], word) for (a, b), word in ((sorted(pair), word) for pair, word in last.items())],
            schema=["list_a", "record_a", "list_b", "record_b", "decision"],
            orient="row",
        )
        if last
        else None
    )
    linkage = link_lists(LINKED.lists, decisions=decisions)
    person = {(name, record): one for name, record, one in linkage.persons.iter_rows()}
    for pair, word in last.items():
        one, other = (person[rows[place]] for place in pair)
        assert word == "same" or one != other
    if all(word == "same" for word in last.values()):
        assert all(len({person[rows[place]] for place in pair}) == 1 for pair in last)


def test_nobody_stands_twice_in_a_curated_list() -> None:
    """No person has two rows of one curated list, unless somebody said so of these two rows."""
    linkage = link_lists(LINKED.lists, curated=LINKED.lists)
    assert linkage.persons.group_by("person_id", "list").len()["len"].max() == 1


def test_a_decision_changes_nobody_else() -> None:
    """Holding two records apart leaves every person without them as they were."""
    before = link_lists(LINKED.lists, curated=CURATED)
    pair = before.pairs.filter(pl.col("decision") == "same").select("list_a", "record_a", "list_b", "record_b").head(1)
    after = link_lists(LINKED.lists, curated=CURATED, decisions=pair.with_columns(decision=pl.lit("different")))
    touched = set(pair.row(0)[1::2])
    untouched = {one for one in one_person(before.persons) if not one & touched}
    assert untouched <= one_person(after.persons)


@pytest.mark.parametrize(
    "lists",
    [
        {},
        {"a": pl.DataFrame()},
        {"a": pl.DataFrame({"record_id": []})},
        {"a": pl.DataFrame({"record_id": ["1"]}), "b": pl.DataFrame({"record_id": ["1"]})},
        {"a": pl.DataFrame({"full_name": ["Ana Ruiz", None, ""]})},
        {
            "a": pl.DataFrame(
                {"record_id": [1, 1, 2], "full_name": ["Ana Ruiz", "Ana Ruiz", None], "id_number": [12345679.0, None, float("nan")]}
            )
        },
        {"a": pl.DataFrame({"record_id": ["1"], "full_name": ["Ana Ruiz"], "birth_date": ["31/02/1990"], "age": ["mucha"], "sex": ["?"]})},
        {"a": pl.DataFrame({"record_id": [None, None], "full_name": ["X", "."], "event_date": [pl.Series([1]), None]}, strict=False)},
        {"a": pl.DataFrame({"record_id": ["1"], "full_name": ["李雷"]}), "b": pl.DataFrame({"record_id": ["1"], "full_name": ["李雷"]})},
        {"a": pl.DataFrame({"anything": [1, 2]})},
    ],
    ids=[
        "none",
        "empty",
        "no rows",
        "ids alone",
        "empty names",
        "floats and twice",
        "unreadable",
        "nulls",
        "other script",
        "no known column",
    ],
)
def test_bad_lists_get_a_working_default(lists: dict[str, pl.DataFrame]) -> None:
    """Empty lists, one column, duplicate ids, floats for numbers and unreadable cells are linked as far as they go; no row is lost."""
    linkage = link_lists(lists)
    assert linkage.persons.height == sum(frame.height for frame in lists.values())
    assert linkage.persons_interval()[0] <= max(linkage.persons["person_id"].n_unique(), 0) or linkage.persons.is_empty()
    assert len(linkage.draws(2)) == 2


def test_rows_that_share_an_id_are_not_one_person_for_it() -> None:
    """Two rows of one list under one id are two persons, unless more than the id speaks for one."""
    rows = {"record_id": ["1", "1"], "full_name": ["Uromar Tello, Benita", "Chirinos Ávila, Tomás"]}
    assert link_lists({"a": pl.DataFrame(rows)}).persons["person_id"].n_unique() == 2


def test_many_rows_of_one_name_and_serial_numbers_stay_apart_and_few() -> None:
    """A name that thousands bear joins nobody, and serial numbers bring no more pairs together than there are slips."""
    size = 6_000
    rows = {"record_id": list(range(size)), "full_name": ["José Pérez Gil"] * size, "id_number": [10_000_000 + n for n in range(size)]}
    linkage = link_lists({"a": pl.DataFrame(rows)})
    assert linkage.persons["person_id"].n_unique() == size
    assert linkage.work.candidates.pairs.size < 150 * size


def test_names_in_other_scripts_of_one_word_are_compared_where_a_day_agrees() -> None:
    """A name of one word, in whatever script, is joined by the day of the event as any other."""
    rows = {"record_id": ["1", "2"], "full_name": ["李雷", "ကျော်စွာ"], "event_date": ["2020-03-04", "2021-05-06"]}
    linkage = link_lists({"a": pl.DataFrame(rows), "b": pl.DataFrame(rows)})
    assert linkage.persons["person_id"].n_unique() == 2


def test_an_identity_number_that_a_spreadsheet_made_decimal_is_the_same() -> None:
    """12345679.0, 012345679 and V-12.345.679 are one number."""
    row = {"full_name": ["Uromar Tello, Benita"], "region": ["Norte"]}
    lists = {
        "a": pl.DataFrame({"record_id": ["1"], "id_number": [12345679.0], **row}),
        "b": pl.DataFrame({"record_id": ["1"], "id_number": ["012345679"], **row}),
        "c": pl.DataFrame({"record_id": ["1"], "id_number": ["V-12.345.679"], **row}),
    }
    assert link_lists(lists).persons["person_id"].n_unique() == 1


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"curated": "a"}, "linkage.names_not_listed"),
        ({"curated": ["z"]}, "linkage.unknown_list"),
        ({"decisions": pl.DataFrame({"list_a": ["a"]})}, "linkage.decision_columns"),
        (
            {"decisions": pl.DataFrame({"list_a": ["a"], "record_a": ["1"], "list_b": ["a"], "record_b": ["1"], "decision": ["yes"]})},
            "linkage.decision_word",
        ),
    ],
)
def test_wrong_options_are_explained(options: dict[str, object], code: str) -> None:
    """What cannot be meant is refused, and the message says what to write."""
    with pytest.raises(BadInput) as refusal:
        link_lists({"a": pl.DataFrame({"record_id": ["1"]})}, **options)  # type: ignore[arg-type]
    assert refusal.value.code == code
