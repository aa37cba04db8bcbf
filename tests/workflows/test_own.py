"""Our own counts under the rules of others, against every world."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.histories.people import People
from amparo.questions.claims import OwnQuestion
from amparo.questions.counts import count
from amparo.questions.own import Record, record_of
from amparo.questions.rule import Rule
from amparo.statements import Statement
from tests.histories.told import statement
from tests.histories.worlds import DAYS, day
from tests.questions.invented import registries, registry
from tests.questions.worlds import expected

PLACES = ("", "Zubia", "Norte", "Sur", "Este")  # none, the whole, two facilities, and one that nobody knows
STATES = (("deprived",), ("deprived", "house_arrest"), ("full_liberty", "released_under_measures"))
KINDS = (("release",), ("detention",), ("death_in_custody",))
TERRITORY = "Zubia"


def facilities() -> list[Statement]:
    """Two facilities with their names."""
    return [statement(name, "name", name, subject_kind="facility", source="registro") for name in ("Norte", "Sur")]


@st.composite
def some_days(draw: st.DrawFn) -> tuple[date, date]:
    """The first and last day that a printed date may mean."""
    first = draw(st.integers(0, DAYS - 1))
    return one_day(first)[0], one_day(min(DAYS - 1, first + draw(st.sampled_from([0, 0, 1, 3]))))[0]


def one_day(number: int) -> tuple[date, date]:
    """A day that is certain."""
    found = day(number)
    assert found is not None
    return found, found


def stock(states: tuple[str, ...], until: tuple[date, date], place: str = "") -> OwnQuestion:
    """The question of a claim on persons in some states."""
    return OwnQuestion("detained_stock", "stock", states, None, until, place, "political_prisoners")


def flow(kinds: tuple[str, ...], since: tuple[date, date], until: tuple[date, date], place: str = "") -> OwnQuestion:
    """The question of a claim on happenings in a window."""
    return OwnQuestion("released", "flow", kinds, since, until, place, "political_prisoners")


def where(place: str) -> tuple[tuple[str, str], ...]:
    """What a rule asks for a place that is a facility."""
    return () if place in ("", TERRITORY) else (("facility", place),)


def days_of(ends: tuple[date, date]) -> list[date]:
    """Every day between two, both included."""
    return [ends[0] + timedelta(number) for number in range((ends[1] - ends[0]).days + 1)]


def check_stock(people: People, question: OwnQuestion, fresh_within: int | None) -> None:
    """Hold one stock against every world of every day that the claim may mean."""
    found = record_of(people, fresh_within=fresh_within, territory=TERRITORY).own(question)
    if question.place == "Este":
        assert found is None
        return
    rules = [Rule(states=question.tokens, on=on, fresh_within=fresh_within, where=where(question.place)) for on in days_of(question.until)]
    worlds = [expected(people, rule).persons for rule in rules]
    assert found == (min(low for low, _ in worlds), max(high for _, high in worlds))


def check_flow(people: People, question: OwnQuestion) -> None:
    """Hold one flow against every world of the narrowest and of the widest window that the claim may mean."""
    found = record_of(people, fresh_within=None, territory=TERRITORY).own(question)
    if question.place == "Este":
        assert found is None
        return
    assert found is not None
    assert question.since is not None
    (earliest, begun), (over, latest) = question.since, question.until
    low, high = 0, 0
    if begun <= over:
        low = expected(people, Rule(kinds=question.tokens, since=begun, until=over, where=where(question.place))).persons[0]
    if earliest <= latest:
        high = expected(people, Rule(kinds=question.tokens, since=earliest, until=latest, where=where(question.place))).events[1]
    assert found == (low, high)


@settings(deadline=None, max_examples=150)
@given(
    told=registries(), until=some_days(), states=st.sampled_from(STATES), place=st.sampled_from(PLACES), fresh=st.sampled_from([None, 2])
)
def test_a_stock_is_that_of_every_world(
    told: list[Statement], until: tuple[date, date], states: tuple[str, ...], place: str, fresh: int | None
) -> None:
    """At least on the day with the least, at most on the day with the most; undecided identities, doubtful places and silence included."""
    check_stock(registry([*facilities(), *told]), stock(states, until, place), fresh)


@settings(deadline=None, max_examples=150)
@given(told=registries(), since=some_days(), until=some_days(), kinds=st.sampled_from(KINDS), place=st.sampled_from(PLACES))
def test_a_flow_is_that_of_every_world(
    told: list[Statement], since: tuple[date, date], until: tuple[date, date], kinds: tuple[str, ...], place: str
) -> None:
    """At least the persons of the narrowest window, at most the events of the widest."""
    check_flow(registry([*facilities(), *told]), flow(kinds, since, until, place))


@pytest.mark.nightly
@settings(deadline=None, max_examples=3000)
@given(told=registries(events=5), until=some_days(), states=st.sampled_from(STATES), place=st.sampled_from(PLACES))
def test_many_stocks_are_those_of_every_world(told: list[Statement], until: tuple[date, date], states: tuple[str, ...], place: str) -> None:
    """The same, over many more registries."""
    check_stock(registry([*facilities(), *told]), stock(states, until, place), 2)


@settings(deadline=None, max_examples=60)
@given(told=registries(), states=st.sampled_from(STATES), number=st.integers(-40, DAYS + 40), place=st.sampled_from(["", "Norte"]))
def test_a_claim_of_one_day_is_an_ordinary_count(told: list[Statement], states: tuple[str, ...], number: int, place: str) -> None:
    """Where the claim's day is certain, our own count is what ``count`` answers, on days before and after the record too."""
    people, on = registry([*facilities(), *told]), day(number)
    assert on is not None
    bounds = count(people, Rule(states=states, on=on, where=where(place))).persons
    found = record_of(people, fresh_within=180, territory=TERRITORY).own(stock(states, (on, on), place))
    assert found == (bounds.at_least, bounds.at_most)


def test_nobody_is_held_before_the_first_arrest() -> None:
    """The days before the record begins are empty, and those after it ends as its last."""
    told = [statement("p", "name", "p"), statement("p", "event", {"kind": "arrest"}, happened_on="2026-01-05")]
    record = record_of(registry(told), fresh_within=None, territory=TERRITORY)
    bounds = [record.own(stock(("deprived",), (on, on))) for on in (date(2026, 1, 1), date(2026, 1, 4), date(2026, 1, 5), date(2030, 1, 1))]
    assert bounds == [(0, 0), (0, 0), (1, 1), (1, 1)]


def test_an_empty_record_counts_nobody() -> None:
    """Without events every own count is zero."""
    record: Record = record_of(registry([statement("p", "name", "p")]), fresh_within=180, territory=TERRITORY)
    assert record.own(stock(("deprived",), (date(2026, 1, 1), date(2026, 2, 1)))) == (0, 0)
    assert record.own(flow(("release",), one_day(0), one_day(3))) == (0, 0)


@pytest.mark.parametrize(("named", "place"), [("norte", "Norte"), ("  NORTE ", "Norte"), ("zubia", ""), ("ZUBIA", "")])
def test_places_are_known_by_their_names(named: str, place: str) -> None:
    """A place is found whatever its case and spaces; the territory is the whole record."""
    told = [statement("p", "name", "p"), statement("p", "event", {"kind": "arrest", "facility": "Sur"}, happened_on="2026-01-01")]
    record = record_of(registry([*facilities(), *told]), fresh_within=None, territory=TERRITORY)
    on = (date(2026, 1, 2), date(2026, 1, 2))
    assert record.own(stock(("deprived",), on, named)) == record.own(stock(("deprived",), on, place)) == ((0, 0) if place else (1, 1))


def test_doubtful_days_widen_and_never_move() -> None:
    """The more days a claim may mean, the wider the bounds: each lies within the next."""
    told = [statement("p", "name", "p"), *(
        statement("p", "event", {"kind": kind}, happened_on=when)
        for kind, when in (("arrest", "2026-01-02"), ("release_full", "2026-01-04/2026-01-05"))
    )]  # fmt: skip
    record = record_of(registry(told), fresh_within=None, territory=TERRITORY)
    bounds = [record.own(stock(("deprived",), (date(2026, 1, 3), date(2026, 1, 3) + timedelta(more)))) for more in range(4)]
    assert bounds == [(1, 1), (0, 1), (0, 1), (0, 1)]
    for narrow, wide in pairwise(bounds):
        assert narrow is not None
        assert wide is not None
        assert wide[0] <= narrow[0] <= narrow[1] <= wide[1]
