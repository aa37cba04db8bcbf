"""Tests of `amparo.histories.reports`: which reports speak of one event."""

import pytest

from amparo.histories.reports import Report, is_one_kind, together
from amparo.statements import kinds
from tests.histories.told import told


def _clusters(*reports: Report) -> list[set[str]]:
    return [{report.statement_id for report in cluster} for cluster in together(reports)]


def _ids(*reports: Report) -> set[str]:
    return {report.statement_id for report in reports}


@pytest.mark.parametrize(("second", "one"), [("2026-02-01", True), ("2026-02-02", False)], ids=["31 days", "32 days"])
def test_one_event_within_the_margin(second: str, one: bool) -> None:
    """Two reports of an arrest are one event if their days lie at most 31 days apart."""
    first, other = told("arrest", "2026-01-01"), told("arrest", second)
    assert (len(together([first, other])) == 1) is one


def test_every_report_of_an_event_agrees_with_every_other() -> None:
    """A chain of reports, each near the next, is not one event where its ends lie too far apart."""
    days = [told("arrest", day) for day in ("2026-01-01", "2026-01-25", "2026-02-20")]
    assert _clusters(*days) == [_ids(days[0], days[1]), _ids(days[2])]


def test_two_arrests_years_apart_are_two() -> None:
    """An arrest of 2014 and an arrest of 2025 are never one event with a hull."""
    first, second = told("arrest", "2014-02-18"), told("arrest", "2025-05-23")
    assert _clusters(first, second) == [_ids(first), _ids(second)]


def test_a_vague_report_joins_one_event_and_never_bridges_two() -> None:
    """The year 2014 joins one arrest of that year; two precise arrests do not become one through it."""
    march, october, year = told("arrest", "2014-03-12"), told("arrest", "2014-10-02"), told("arrest", "2014")
    assert _clusters(year, october, march) == [_ids(march, year), _ids(october)]


def test_a_release_between_two_arrests_keeps_them_apart() -> None:
    """Two arrests within the margin are two where somebody was surely released between them."""
    first, second = told("arrest", "2026-02-01"), told("rearrest", "2026-02-09")
    assert len(together([first, second])) == 1
    assert len(together([first, second, told("release_full", "2026-02-05")])) == 3


@pytest.mark.parametrize("release", ["2026-02-01", "2026-02-09", "2026-02"], ids=["on the first day", "on the last day", "some day"])
def test_a_release_that_may_lie_elsewhere_keeps_nothing_apart(release: str) -> None:
    """Only a release surely between two arrests tells them apart."""
    arrests = [told("arrest", "2026-02-01"), told("arrest", "2026-02-09")]
    assert _ids(*arrests) in _clusters(*arrests, told("release_full", release))


def test_a_denied_release_keeps_nothing_apart() -> None:
    """What a source denies does not tell two arrests apart."""
    arrests = [told("arrest", "2026-02-01"), told("arrest", "2026-02-09")]
    assert _ids(*arrests) in _clusters(*arrests, told("release_full", "2026-02-05", denied=True))


@pytest.mark.parametrize("terms", ["release_conditional", "release_full"])
def test_a_release_on_unknown_terms_is_the_one_whose_terms_another_source_gives(terms: str) -> None:
    """A release on unknown terms joins a release under measures or a full one."""
    assert len(together([told("release_unspecified", "2026-02-08"), told(terms, "2026-02-09")])) == 1


def test_a_release_under_measures_and_a_full_one_are_two() -> None:
    """Releases on different terms are two events, also with one on unknown terms beside them."""
    reports = [told(kind, "2026-02-08") for kind in ("release_unspecified", "release_conditional", "release_full")]
    assert len(together(reports)) == 2


@pytest.mark.parametrize("kind", list(kinds()))
def test_being_of_one_kind_is_mutual(kind: str) -> None:
    """Two words name one kind of event in whichever order they are given, and each word names its own."""
    assert is_one_kind(kind, kind)
    assert [is_one_kind(kind, other) for other in kinds()] == [is_one_kind(other, kind) for other in kinds()]


def test_a_name_given_by_a_reviewer_decides() -> None:
    """Reports with one event's name are one event however far apart; with two names they are two however near."""
    far = [told("arrest", "2014-02-18", event="x"), told("arrest", "2025-05-23", event="x")]
    near = [told("arrest", "2014-02-18", event="x"), told("arrest", "2014-02-18", event="y")]
    assert len(together(far)) == 1
    assert len(together(near)) == 2


def test_one_row_with_two_keys_tells_of_two_events() -> None:
    """A row of a list that gives two arrests under keys of their own tells of two, whatever their days."""
    keyed = [told("arrest", "2014-02-18", record="r", key=key) for key in ("first", "second")]
    assert len(together(keyed)) == 2
