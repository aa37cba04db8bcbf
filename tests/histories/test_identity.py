"""Tests of `amparo.histories.identity` and of the safe rule for large webs."""

from datetime import timedelta

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amparo.errors import BadInput
from amparo.histories import daily_counts, identity, uses_safe_rule
from tests.histories.invented import registries
from tests.histories.worlds import BASE, DAYS, Event, Pair, Person, counts, frame, identities, pair_frame

type Registry = tuple[list[Person], set[Pair], set[Pair]]

LAST = BASE + timedelta(DAYS - 1)

_slow = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _pairs(*names: str) -> set[Pair]:
    return {frozenset(name.split("-")) for name in names}


def _chain(length: int) -> pl.DataFrame:
    return pl.DataFrame({"a": [f"p{number}" for number in range(length - 1)], "b": [f"p{number + 1}" for number in range(length - 1)]})


def _free(number: int, lo: int = 0) -> Person:
    return Person(f"p{number}", (Event(f"e{number}", ("free",), lo, lo),))


def _last_day(everyone: list[Person], undecided: pl.DataFrame, different: pl.DataFrame | None = None) -> tuple[int, int]:
    answer = daily_counts(frame(everyone), first=LAST, last=LAST, undecided=undecided, different=different)
    return answer.filter(pl.col("state") == "free").select("at_least", "at_most").row(0)


@settings(_slow, max_examples=150)
@given(registries(), st.sampled_from([(), ("sex",), ("place",)]))
def test_the_safe_rule_never_claims_more_than_all_worlds_allow(registry: Registry, by: tuple[str, ...]) -> None:
    """By the safe rule at least is never above, and at most never below, what going through all partitions gives."""
    everyone, undecided, different = registry
    expected = counts(everyone, by, undecided, different)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(identity, "MOST_PARTS", 1)
        answer = daily_counts(
            frame(everyone), first=BASE, last=LAST, by=by, undecided=pair_frame(undecided), different=pair_frame(different)
        )
    for row in answer.to_dicts():
        cell = (row["state"], *("null" if row[name] is None else row[name] for name in by))
        least, most = expected.get(((row["day"] - BASE).days, cell), (0, 0))
        assert row["at_least"] <= least
        assert row["at_most"] >= most


def test_eight_are_counted_exactly_and_nine_safely() -> None:
    """A chain of eight with a pair that differs counts at least two; of nine, at least one, and it can be known which rule applied."""
    apart = pair_frame(_pairs("p0-p1"))
    bridge = pl.DataFrame({"a": ["p0", "p1"], "b": ["p2", "p2"]})
    eight = pl.concat([bridge, _chain(8)[2:]])
    nine = pl.concat([bridge, _chain(9)[2:]])
    assert _last_day([_free(number) for number in range(8)], eight, apart) == (2, 8)
    assert _last_day([_free(number) for number in range(9)], nine, apart) == (1, 9)
    assert not uses_safe_rule(eight, apart)
    assert uses_safe_rule(nine, apart)


def test_a_pair_known_to_differ_connects_nothing() -> None:
    """An undecided pair that is also known to differ is no longer undecided."""
    both = pair_frame(_pairs("p0-p1"))
    assert _last_day([_free(0), _free(1)], both) == (1, 2)
    assert _last_day([_free(0), _free(1)], both, both) == (2, 2)
    assert not uses_safe_rule(_chain(9), _chain(9)[4:5])


def test_a_record_without_events_may_connect_two_others() -> None:
    """Two persons who may both be a third, of whom no event is told, may be one person; the third alone counts nowhere."""
    assert _last_day([_free(0), _free(2)], _chain(3)) == (1, 2)


def test_a_conflict_in_one_part_reaches_the_merged_person() -> None:
    """Joined to a history in conflict, a sure history is sure no more, and its dates hold as given."""
    doubtful = Person("p0", (Event("a", ("exiled",), 3, 3), Event("b", ("exiled",), 1, 1, frozenset({"a"}))))
    everyone = [doubtful, _free(1)]
    assert _last_day(everyone, pair_frame(set())) == (1, 1)
    assert _last_day(everyone, _chain(2)) == (0, 1)


def test_blocks_are_connected_and_break_no_difference() -> None:
    """The sets of parts that may be one person are those that some partition holds."""
    names = ("p0", "p1", "p2", "p3")
    links, apart = _pairs("p0-p1", "p1-p2", "p2-p3"), _pairs("p0-p3")
    found = identity.read_parts(pl.Series(names), pair_frame(links), pair_frame(apart)).webs[0]
    expected = {
        sum(1 << int(person.person_id[1]) for person in block)
        for partition in identities([Person(name, ()) for name in names], links, apart)
        for block in partition
    }
    assert set(found.blocks) == expected


@pytest.mark.parametrize(
    "pairs",
    [
        pytest.param(pl.DataFrame({"a": ["p0"]}), id="one column"),
        pytest.param(pl.DataFrame({"a": ["p0"], "b": [None]}, schema={"a": pl.String, "b": pl.String}), id="an empty id"),
        pytest.param(pl.DataFrame({"a": [0], "b": [1]}), id="numbers for text"),
    ],
)
def test_pairs_that_cannot_be_read_are_refused(pairs: pl.DataFrame) -> None:
    """A table of pairs without a and b, with empty ids or ids of another type is refused, in both languages."""
    with pytest.raises(BadInput) as refusal:
        _last_day([_free(0)], pairs)
    assert refusal.value.code == "histories.pairs_columns"
    assert "undecided" in refusal.value.message("es")


def _safe_most(everyone: list[Person], state: str, sex: str) -> tuple[int, int]:
    """Return at most on the last day for two persons who may be one: through all partitions, and by the safe rule."""
    found = []
    for most_parts in (8, 1):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(identity, "MOST_PARTS", most_parts)
            answer = daily_counts(frame(everyone), first=LAST, last=LAST, by=["sex"], undecided=_chain(2))
        found.append(answer.filter(pl.col("state") == state, pl.col("sex") == sex)["at_most"].item())
    return found[0], found[1]


def test_the_safe_rule_takes_dates_as_given_beside_a_conflict() -> None:
    """Joined to a history in conflict an order is not believed, so that a state it had ruled out is possible again."""
    f = frozenset("f")
    doubtful = Person("p0", (Event("a", ("free",), 0, 0, frozenset({"b"})), Event("b", ("free",), 1, 1)), f)
    ordered = Person("p1", (Event("c", ("deprived",), 0, 5), Event("d", ("exiled",), 2, 2, frozenset({"c"}))), f)
    assert _safe_most([doubtful, ordered], "deprived", "f") == (1, 1)


def test_the_safe_rule_widens_values_on_which_the_parts_disagree() -> None:
    """Two records of different sex that may be one person may, joined, have either sex in either state: counted by both rules."""
    everyone = [
        Person("p0", (Event("a", ("exiled",), 0, 0),), frozenset("f")),
        Person("p1", (Event("b", ("free",), 0, 0),), frozenset("m")),
    ]
    assert _safe_most(everyone, "exiled", "m") == (1, 1)


@st.composite
def _dated(draw: st.DrawFn) -> list[Person]:
    """Five to seven persons with one event each, all of whose days are nearly known."""
    size = draw(st.integers(5, 7))
    los = draw(st.lists(st.integers(0, 4), min_size=size, max_size=size))
    states = draw(st.lists(st.sampled_from([("free",), ("exiled",), ("free", "exiled")]), min_size=size, max_size=size))
    return [Person(f"p{number}", (Event(f"e{number}", states[number], lo, lo + number % 2),)) for number, lo in enumerate(los)]


@settings(_slow, max_examples=25)
@given(_dated(), st.data())
def test_large_webs_are_counted_exactly(everyone: list[Person], data: st.DataObject) -> None:
    """Webs of up to seven records count the least and the most over all their hundreds of partitions."""
    ids = [person.person_id for person in everyone]
    pairs = [frozenset((a, b)) for a in ids for b in ids if a < b]
    undecided = data.draw(st.sets(st.sampled_from(pairs), min_size=4))
    different = data.draw(st.sets(st.sampled_from(pairs), max_size=3))
    expected = counts(everyone, (), undecided, different)
    answer = daily_counts(frame(everyone), first=BASE, last=LAST, undecided=pair_frame(undecided), different=pair_frame(different))
    found = {((row["day"] - BASE).days, (row["state"],)): (row["at_least"], row["at_most"]) for row in answer.to_dicts()}
    assert found == {key: expected.get(key, (0, 0)) for key in found}
