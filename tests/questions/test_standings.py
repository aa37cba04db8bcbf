"""Tests of `amparo.questions.standings`: how each person stands towards a rule."""

from datetime import date

import pytest

from amparo.histories.events import histories
from amparo.histories.reports import Report
from amparo.questions.rule import Rule
from amparo.questions.standings import NOWHERE, Standing, cells, is_known, limited, standings
from tests.histories.told import told

ON = date(2026, 3, 1)
HELD = Rule(states=("deprived",), on=ON)
RELEASES = Rule(kinds=("release",), since=date(2026, 2, 1), until=date(2026, 2, 28))


def _standing(rule: Rule, *reports: Report) -> Standing:
    return standings(histories(reports, fresh_within=rule.fresh_within), rule).get("p", NOWHERE)


def _arrest(when: str = "2026-01-10", *places: str, **fields: str) -> Report:
    return told("arrest", when, facilities=places, **fields)


def test_a_person_held_for_certain_is_in_the_stock() -> None:
    """Whoever is in the state in every world is counted at least."""
    assert _standing(HELD, _arrest()) == Standing(certain=True, possible=True, anywhere=True)


def test_whose_dates_contradict_the_order_is_certain_of_nothing() -> None:
    """A person in conflict is counted at most, in stocks and in flows."""
    conflict = [_arrest("2026-02-10", record="r", key="a"), told("release_full", "2026-02-05", record="r", after=("a",))]
    stock = _standing(Rule(states=("deprived", "full_liberty"), on=ON), *conflict)
    flow = _standing(RELEASES, *conflict)
    assert (stock.possible, stock.certain) == (True, False)
    assert (flow.events_possible, flow.events_certain, flow.certain) == (1, 0, False)


def test_the_known_order_narrows_a_flow() -> None:
    """A release "in 2026" of somebody taken in February 2026 cannot lie in January, and surely lies between February and December."""
    reports = [_arrest("2026-02-10"), told("release_full", "2026")]
    january = Rule(kinds=("release",), since=date(2026, 1, 1), until=date(2026, 1, 31))
    rest = Rule(kinds=("release",), since=date(2026, 2, 1), until=date(2026, 12, 31))
    assert not _standing(january, *reports).possible
    assert _standing(rest, *reports).certain


def test_an_event_with_too_few_sources_still_ends_what_came_before() -> None:
    """A release by one source is not counted among releases by two, but nobody is held for certain after it."""
    arrests = [_arrest(source=source) for source in "ab"]
    release = told("release_full", "2026-02-10")
    two = Rule(states=("deprived",), on=ON, min_sources=2)
    assert _standing(two, *arrests).certain
    assert not _standing(two, *arrests, release).possible
    assert not _standing(Rule(kinds=("release",), since=date(2026, 2, 1), until=ON, min_sources=2), *arrests, release).possible


def test_what_follows_from_other_events_needs_no_source() -> None:
    """The release that must lie between two arrests counts, whatever the number of sources demanded."""
    arrests = [_arrest(when, source=source) for when in ("2020-01-10", "2026-01-10") for source in "ab"]
    rule = Rule(kinds=("release",), since=date(2020, 1, 1), until=ON, min_sources=2)
    assert _standing(rule, *arrests).events_certain == 1


def test_a_list_alone_is_one_source() -> None:
    """An arrest known from one list only is not supported by two sources."""
    listing = told("listed", "2026-02-10", states=("deprived",))
    assert _standing(HELD, listing).certain
    assert not _standing(Rule(states=("deprived",), on=ON, min_sources=2), listing).possible


@pytest.mark.parametrize(("places", "known"), [((), False), (("Norte",), True), (("Norte", "Sur"), False)], ids=["unnamed", "one", "two"])
def test_where_somebody_is_held(places: tuple[str, ...], known: bool) -> None:
    """One place named is known; none, or several, is not."""
    standing = _standing(HELD, _arrest("2026-01-10", *places))
    assert is_known(standing, {}, "facility") is known
    assert standing.places == frozenset(places)
    assert standing.anywhere is (not places)


def test_nobody_at_home_or_free_is_in_a_facility() -> None:
    """House arrest and liberty are in no facility, though the event names the one that the person left."""
    rule = Rule(states=("house_arrest", "full_liberty"), on=ON, by=("facility",))
    for kind in ("house_arrest", "release_full"):
        standing = _standing(rule, _arrest("2026-01-10", "Norte"), told(kind, "2026-02-10", facilities=("Norte",)))
        assert standing.certain
        assert cells(standing, {}, rule, {"facility": ["Norte", "Sur"]}) == ([], False)


def test_other_possible_states_lend_no_place() -> None:
    """Where somebody may be free or held in one place, that place is possible and not certain."""
    rule = Rule(states=("deprived",), on=date(2026, 2, 10), by=("facility",))
    standing = _standing(rule, _arrest("2026-01-10", "Norte"), told("release_full", "2026-02", facilities=("Sur",)))
    assert (standing.places, standing.certain) == (frozenset({"Norte"}), False)


def test_cells_of_an_unknown_value_are_all_known_values() -> None:
    """Whoever has no known value may stand in the cell of each, and surely in none."""
    rule = Rule(states=("deprived",), on=ON, by=("sex", "facility"))
    standing = _standing(rule, _arrest("2026-01-10", "Norte"))
    assert cells(standing, {"sex": frozenset()}, rule, {"sex": ["f", "m"], "facility": ["Norte"]}) == (
        [("f", "Norte"), ("m", "Norte")],
        False,
    )
    assert cells(standing, {"sex": frozenset({"f"})}, rule, {"sex": ["f", "m"], "facility": ["Norte"]}) == ([("f", "Norte")], True)


@pytest.mark.parametrize(
    ("values", "possible", "certain"), [({"f"}, True, True), ({"m"}, False, False), ({"f", "m"}, True, False), (set(), True, False)],
    ids=["known", "another", "disputed", "unknown"],
)  # fmt: skip
def test_a_condition_on_an_unknown_value_leaves_it_possible(values: set[str], possible: bool, certain: bool) -> None:
    """Only a known value makes somebody surely one of those asked for; only a known other value rules them out."""
    standing = limited(_standing(HELD, _arrest()), {"sex": frozenset(values)}, "sex", "f")
    assert (standing.possible, standing.certain) == (possible, certain)
