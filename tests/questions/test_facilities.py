"""Tests of `amparo.questions.facilities`: who was there, where each went, who is unaccounted for."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.errors import BadInput
from amparo.histories.events import histories
from amparo.histories.people import People
from amparo.histories.reports import Report
from amparo.publish.release import COLUMNS
from amparo.questions.facilities import FacilityHistory, facility_histories, facility_history
from amparo.words import LANGUAGES
from tests.histories.told import told

ON = date(2026, 3, 1)
type Stay = tuple[str, str | None, str | None, bool]


def _history(*reports: Report, on: date = ON, fresh_within: int | None = 180) -> FacilityHistory:
    return facility_histories(histories(reports, fresh_within=fresh_within), on=on, fresh_within=fresh_within)


def _at(kind: str, when: str, *places: str, **fields: Any) -> Report:
    return told(kind, when, facilities=places, **fields)


def _text(day: date | None) -> str | None:
    return None if day is None else str(day)


def _stays(history: FacilityHistory) -> list[Stay]:
    rows = history.placements.select("facility_id", "from", "until", "certain").iter_rows()
    return [(place, _text(begin), _text(until), certain) for place, begin, until, certain in rows]


def _left(history: FacilityHistory) -> list[tuple[str, str | None, str | None, str | None]]:
    rows = history.departures.select("facility_id", "date", "to_facility", "to_state").iter_rows()
    return [(place, when, to, state) for place, when, to, state in rows]


def test_an_arrest_places_and_a_release_ends() -> None:
    """Whoever is taken to a place is there until the release, and went where the release says."""
    found = _history(_at("arrest", "2026-01-10", "Norte"), told("release_full", "2026-02-01"))
    assert _stays(found) == [("Norte", "2026-01-10", "2026-02-01", True)]
    assert _left(found) == [("Norte", "2026-02-01", None, "full_liberty")]


def test_a_transfer_moves() -> None:
    """A transfer ends the stay in one place and begins that in another; which was it, in the month between, is open."""
    found = _history(_at("arrest", "2026-01-10", "Norte"), _at("transfer", "2026-02", "Sur"))
    assert _stays(found) == [
        ("Norte", "2026-01-10", "2026-02-01", True), ("Norte", "2026-02-01", "2026-02-28", False),
        ("Sur", "2026-02-01", "2026-02-28", False), ("Sur", "2026-02-28", "2026-07-31", True), ("Sur", "2026-07-31", None, False),
    ]  # fmt: skip
    assert _left(found) == [("Norte", "2026-02", "Sur", "deprived")]


def test_a_sentence_moves_nobody() -> None:
    """A sentence that names no place leaves a person where they are."""
    without = _history(_at("arrest", "2026-01-10", "Norte"))
    assert _stays(_history(_at("arrest", "2026-01-10", "Norte"), told("sentence", "2026-02-01"))) == _stays(without)


def test_a_transfer_that_names_no_place_leaves_somebody_unaccounted_for() -> None:
    """Whoever was moved nobody says where is unaccounted for at the last place that is known."""
    found = _history(_at("arrest", "2026-01-10", "Norte"), told("transfer", "2026-02-01"))
    assert _left(found) == [("Norte", "2026-02-01", None, "deprived")]
    assert found.unaccounted.rows() == [("Norte", "p", date(2026, 1, 10))]


def test_who_was_last_heard_of_long_ago_is_unaccounted_for() -> None:
    """From 180 days after a place was last cited the person is unaccounted for there, and was last cited on that day."""
    reports = [_at("arrest", "2025-01-10", "Norte"), told("whereabouts_learned", "2025-03-01", facilities=("Norte",))]
    assert _history(*reports, on=date(2025, 8, 27)).unaccounted.is_empty()
    assert _history(*reports, on=date(2025, 8, 28)).unaccounted.rows() == [("Norte", "p", date(2025, 3, 1))]
    assert _history(*reports, on=date(2025, 8, 28), fresh_within=None).unaccounted.is_empty()


@pytest.mark.parametrize("kind", ["release_full", "house_arrest", "exile", "death_in_custody"])
def test_whoever_went_somewhere_known_is_accounted_for(kind: str) -> None:
    """A release, house arrest, exile and death say where somebody went."""
    found = _history(_at("arrest", "2020-01-10", "Norte"), told(kind, "2020-02-01"))
    assert found.unaccounted.is_empty()


def test_a_release_says_where_from() -> None:
    """A release from a place shows that the person was there before it, since when nobody says."""
    found = _history(told("arrest", "2026-01-10"), _at("release_full", "2026-02-01", "Norte"))
    assert _stays(found) == [("Norte", "2026-01-10", "2026-02-01", False)]
    assert _left(found) == [("Norte", "2026-02-01", None, "full_liberty")]


def test_that_somebody_was_released_years_later_does_not_vouch_for_the_place() -> None:
    """A release years later cites the custody, not the place: between the two the person may have been elsewhere."""
    found = _history(_at("arrest", "2020-01-01", "Norte"), told("release_full", "2024-01-01"))
    assert _stays(found) == [("Norte", "2020-01-01", "2020-06-29", True), ("Norte", "2020-06-29", "2024-01-01", False)]
    vouched = _history(_at("arrest", "2020-01-01", "Norte"), _at("release_full", "2024-01-01", "Norte"))
    assert _stays(vouched) == [("Norte", "2020-01-01", "2024-01-01", True)]


def test_places_that_sources_dispute_are_both_possible() -> None:
    """Where sources name two places the person may have been in either, and is surely in neither."""
    found = _history(
        _at("arrest", "2026-01-10", "Norte"), _at("arrest", "2026-01-10", "Sur", source="b"), told("release_full", "2026-02-01")
    )
    assert _stays(found) == [("Norte", "2026-01-10", "2026-02-01", False), ("Sur", "2026-01-10", "2026-02-01", False)]


def test_a_denied_transfer_may_not_have_happened() -> None:
    """After a transfer that a source denies the person may be in either place."""
    moves = [_at("transfer", "2026-02-01", "Sur"), _at("transfer", "2026-02-01", "Sur", source="b", denied=True)]
    found = _history(_at("arrest", "2026-01-10", "Norte"), *moves)
    assert ("Norte", "2026-02-01", None, False) in _stays(found)
    assert ("Sur", "2026-02-01", None, False) in _stays(found)


def test_whoever_was_found_later_is_not_unaccounted_for() -> None:
    """On a day between two reports a person whom a later one places, or lets go, is accounted for."""
    reports = [_at("arrest", "2020-01-01", "Norte"), told("release_full", "2024-01-01")]
    assert _history(*reports, on=date(2022, 1, 1)).unaccounted.is_empty()


def test_a_release_on_unknown_terms_leads_to_one_of_two_states() -> None:
    """Where several states may follow, the departure names them all and chooses none."""
    (row,) = _history(_at("arrest", "2026-01-10", "Norte"), told("release_unspecified", "2026-02-01")).departures.to_dicts()
    assert (row["to_state"], row["possible_states"]) == (None, ["full_liberty", "released_under_measures"])
    assert len(row["statements"]) == 1


def test_nobody_passes_through_what_surely_lies_between() -> None:
    """From the first of three places nobody goes straight to the third."""
    found = _history(_at("arrest", "2026-01-10", "Norte"), _at("transfer", "2026-01-20", "Sur"), _at("transfer", "2026-02-26", "Este"))
    assert _left(found) == [("Norte", "2026-01-20", "Sur", "deprived"), ("Sur", "2026-02-26", "Este", "deprived")]


def test_a_facility_is_asked_for_by_id_or_name_and_a_slip_is_refused() -> None:
    """A facility answers to its id and its names; an unknown one is refused with the nearest, never answered by nobody."""
    reports = (_at("arrest", "2026-01-10", "F-1"), _at("arrest", "2026-01-10", "F-2", by="q"))
    people = People(reports, {"p": {}, "q": {}}, {}, places={"el faro": "F-1", "la torre": "F-2"})
    events = histories(reports, fresh_within=180)
    for name in ("F-1", "El  Faro"):
        assert facility_history(people, events, name, on=ON).placements["person_id"].unique().to_list() == ["p"]
    with pytest.raises(BadInput) as refusal:
        facility_history(people, events, "El Faroo", on=ON)
    assert refusal.value.code == "questions.facility_unknown"
    assert all("el faro" in refusal.value.message(language) for language in LANGUAGES)


def test_a_facility_on_record_that_held_nobody_answers_nobody() -> None:
    """A facility of which only the name is known has an empty history with all its columns."""
    found = facility_history(People((), {}, {}, places={"el faro": "F-1"}), {}, "F-1", on=ON)
    assert found.to_dict() == {"on": "2026-03-01", "fresh_within": 180, "placements": [], "departures": [], "unaccounted": []}


@pytest.mark.parametrize("table", ["placements", "departures", "unaccounted"])
def test_the_tables_have_the_columns_that_a_release_publishes(table: str) -> None:
    """Every column that a release of the site shows of a facility is there."""
    assert set(COLUMNS[table]) <= set(getattr(_history(), table).columns)


_KINDS = st.sampled_from(["arrest", "transfer", "release_full", "sentence"])
_MOVES = st.lists(st.tuples(_KINDS, st.integers(0, 9), st.integers(0, 3), st.sampled_from(["", "Norte", "Sur"])), min_size=1, max_size=5)


@settings(deadline=None, max_examples=100)
@given(_MOVES, st.integers(0, 400))
def test_nobody_is_surely_in_two_places(moves: list[tuple[str, int, int, str]], later: int) -> None:
    """On no day is a person surely in one facility and possibly in another; and whoever is unaccounted for was placed there by then."""
    first = date(2026, 1, 1)
    reports = [
        _at(kind, f"{first + timedelta(30 * lo)}/{first + timedelta(30 * (lo + wide))}", *([place] if place else []), event=str(number))
        for number, (kind, lo, wide, place) in enumerate(moves)
    ]
    on = first + timedelta(later)
    found = _history(*reports, on=on)
    here = found.placements.filter(
        (found.placements["from"].is_null() | (found.placements["from"] <= on))
        & (found.placements["until"].is_null() | (found.placements["until"] > on))
    )
    if here["certain"].any():
        assert len(here) == 1
        assert found.unaccounted.is_empty()
    for place, _, cited in found.unaccounted.iter_rows():
        assert place in {"Norte", "Sur"}
        assert cited is None or cited <= on
