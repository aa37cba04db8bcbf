import polars as pl
import pytest
from benchmarks.linkage.lists import CURATED, make_lists
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.linkage import Linkage, link_lists
from amparo.linkage.candidates import find_candidates
from amparo.linkage.columns import columns_of
from amparo.linkage.decided import nothing_decided
from amparo.linkage.fields import read_lists
from amparo.linkage.linking import Work, curated_lists, scored_pairs
from amparo.linkage.pairs import within
from amparo.linkage.scoring import scorer_for
from amparo.linkage.training import Fitted

MADE = make_lists(700, 14).lists
BEFORE = {name: frame for name, frame in MADE.items() if name != "news"}
LINKED = link_lists(BEFORE, curated=CURATED)


def named(linkage: Linkage) -> dict[tuple[str, str], str]:
    """Return the id of each row's person."""
    return {(source, record): person for source, record, person in linkage.persons.iter_rows()}


def of(linkage: Linkage) -> dict[str, frozenset[tuple[str, str]]]:
    """Return the rows of each person."""
    rows: dict[str, set[tuple[str, str]]] = {}
    for row, person in named(linkage).items():
        rows.setdefault(person, set()).add(row)
    return {person: frozenset(found) for person, found in rows.items()}


def test_linking_the_same_lists_again_changes_nothing() -> None:
    """Without anything new the outcome of linking again is the one before, pair for pair."""
    again = link_lists(BEFORE, curated=CURATED, previous=LINKED)
    assert again.persons.equals(LINKED.persons)
    assert again.pairs.equals(LINKED.pairs)


@settings(max_examples=12, deadline=None)
@given(st.sets(st.integers(0, MADE["news"].height - 1), min_size=1, max_size=6), st.sets(st.integers(0, 150), max_size=4))
def test_only_the_neighbourhood_of_what_changed_is_joined_anew(new: set[int], gone: set[int]) -> None:
    """Who has no row that is new or gone, and no pair of any likelihood with one, keeps rows and id."""
    courts = BEFORE["courts"].with_row_index("n").filter(~pl.col("n").is_in(list(gone))).drop("n")
    lists = BEFORE | {"news": MADE["news"][sorted(new)], "courts": courts}
    after = link_lists(lists, curated=CURATED, previous=LINKED)
    was, now = of(LINKED), of(after)
    changed = {row for rows in was.values() for row in rows} ^ {row for rows in now.values() for row in rows}
    near = set(changed)
    for linkage in (LINKED, after):
        for one, other in linkage.pairs.select(
            pl.concat_list("list_a", "record_a").alias("a"), pl.concat_list("list_b", "record_b").alias("b")
        ).iter_rows():
            if tuple(one) in changed or tuple(other) in changed:
                near |= {tuple(one), tuple(other)}
    for person, rows in was.items():
        if not rows & near:
            assert now[person] == rows


def by_one_model(taught: Fitted) -> Work:
    """Return the work of linking everything by a model that was fitted before."""
    records, scorer = read_lists(MADE), scorer_for("compiled")
    alone, curated = curated_lists(records, CURATED)
    candidates, columns, decided = find_candidates(records, alone.tolist()), columns_of(records), nothing_decided()
    scored = scored_pairs(records, columns, candidates.pairs, taught, scorer, decided, ())
    return Work(records, columns, curated, candidates, taught, scored, decided)


def test_a_new_list_joins_as_in_a_whole_run_by_the_same_model() -> None:
    """What a new list joins is what linking everything by the model of before joins, pair for pair."""
    after = link_lists(MADE, curated=CURATED, previous=LINKED).work
    whole = by_one_model(after.taught)
    assert within(after.person, after.records.height).tolist() == within(whole.person, whole.records.height).tolist()


def test_a_new_model_moves_few_pairs() -> None:
    """Linking everything with a model fitted anew differs from that only in pairs near even odds."""
    after, whole = link_lists(MADE, curated=CURATED, previous=LINKED).work, link_lists(MADE, curated=CURATED).work
    pairs = [set(within(one.person, one.records.height).tolist()) for one in (after, whole)]
    assert len(pairs[0] ^ pairs[1]) < 0.025 * len(pairs[1])


def test_a_person_keeps_the_id_when_an_earlier_list_comes_in() -> None:
    """A person's id stays though a list that sorts before all others brings a row of theirs."""
    first = MADE["ngo"].with_columns(record_id=pl.lit("z-") + pl.col("record_id"))
    after = link_lists({**BEFORE, "a first list": first}, curated=CURATED, previous=LINKED)
    was, now = named(LINKED), named(after)
    assert sum(now[row] != person for row, person in was.items()) < 0.02 * len(was)


@pytest.mark.parametrize("decision", ["different", "undecided"])
def test_a_new_decision_is_heeded(decision: str) -> None:
    """A pair that was joined and is now held apart is two persons, and the withdrawal of that decision makes it one again."""
    pair = LINKED.pairs.filter((pl.col("decision") == "same") & (pl.col("probability") > 0.99)).head(1)
    said = pair.select("list_a", "record_a", "list_b", "record_b").with_columns(decision=pl.lit(decision))
    apart = link_lists(BEFORE, curated=CURATED, previous=LINKED, decisions=said)
    one, other = (pair.row(0)[0], pair.row(0)[1]), (pair.row(0)[2], pair.row(0)[3])
    assert named(apart)[one] != named(apart)[other]
    back = link_lists(BEFORE, curated=CURATED, previous=apart)
    assert set(of(back).values()) == set(of(LINKED).values())
