"""Tests of `amparo.histories.measures`: measures over time and the restriction they amount to."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.histories.events import history
from amparo.histories.measures import Measure, measures, measures_of, restriction_level
from amparo.histories.people import people
from amparo.histories.reports import Report
from amparo.statements import vocabulary
from tests.histories.told import number, snapshot, statement, told

ARREST = told("arrest", "2025-05-23")


def _of(*reports: Report) -> dict[str, Measure]:
    found = measures_of(history(reports, fresh_within=None))
    assert len({one.token for one in found}) == len(found), "one measure a token, or ask for the list"
    return {one.token: one for one in found}


def _release(when: str, *tokens: str, kind: str = "release_conditional", **details: object) -> Report:
    return told(kind, when, measures=tokens, details=details)


def _on(when: str) -> date:
    return date.fromisoformat(when)


def test_a_release_imposes_its_measures_on_its_terms() -> None:
    """Each measure of a release begins with it and keeps its terms, its text, its authority and the statement that names it."""
    release = _release(
        "2026-02-08", "periodic_reporting", "travel_ban", authority="Tribunal 3", written=False,
        measure_terms={"periodic_reporting": {"every_days": 30}}, measures_text="court reporting every 30 days; travel ban",
    )  # fmt: skip
    found = _of(ARREST, release)
    reporting = found["periodic_reporting"]
    assert (reporting.lo, reporting.hi) == (number("2026-02-08"), number("2026-02-08"))
    assert (reporting.terms, reporting.authority, reporting.written, reporting.document_seen) == (
        {"every_days": 30},
        "Tribunal 3",
        False,
        None,
    )
    assert reporting.texts == ("court reporting every 30 days; travel ban",)
    assert reporting.statements == (release.statement_id,)
    assert found["travel_ban"].terms == {}


def test_statements_bring_their_measures() -> None:
    """The measures of a person come from the statements of their events."""
    value = {"kind": "release_conditional", "measures": ["gag"], "measures_text": "no press"}
    found = measures(people(snapshot(statement("p", "event", value, happened_on="2026-02-08"))), "p")
    assert [(one.token, one.texts, one.statements) for one in found] == [("gag", ("no press",), ("s0000",))]
    assert found[0].to_dict()["starts"] == ["2026-02-08", "2026-02-08"]


@pytest.mark.parametrize(
    "kind", ["release_full", "amnesty_granted", "pardon", "dismissal", "acquittal", "rearrest", "measure_lifted", "death"]
)
def test_what_ends_a_measure(kind: str) -> None:
    """Full liberty, an amnesty, a lifting, a new arrest and death surely end a measure."""
    gag = _of(ARREST, _release("2026-02-08", "gag"), told(kind, "2026-04-01"))["gag"]
    assert [gag.in_force(_on(day)) for day in ("2026-02-07", "2026-02-08", "2026-03-31", "2026-04-01")] == ["no", "yes", "yes", "no"]


def test_an_end_on_an_unknown_day_of_a_month_leaves_the_month_open() -> None:
    """While a certain end may have come or not the measure may be in force; after its last day it is not."""
    gag = _of(ARREST, _release("2026-02-08", "gag"), told("release_full", "2026-04"))["gag"]
    assert [gag.in_force(_on(day)) for day in ("2026-03-31", "2026-04-15", "2026-04-30")] == ["yes", "maybe", "no"]


def test_a_denied_end_may_have_ended_it() -> None:
    """Where a source denies the full liberty that another reports, the measure may be in force."""
    reports = [_release("2026-02-08", "gag"), told("release_full", "2026-04-01"), told("release_full", "2026-04-01", denied=True)]
    assert _of(ARREST, *reports)["gag"].in_force(_on("2026-05-01")) == "maybe"


def test_a_denied_release_may_have_imposed_nothing() -> None:
    """A measure of a release that a source denies may never have been imposed."""
    gag = _of(ARREST, _release("2026-02-08", "gag"), told("release_conditional", "2026-02-08", denied=True))["gag"]
    assert gag.in_force(_on("2026-03-01")) == "maybe"


def test_a_new_order_may_replace_an_older_one() -> None:
    """After a new order that does not name a measure, the measure may stand beside it or have ended."""
    found = _of(ARREST, _release("2026-02-08", "travel_ban"), told("house_arrest", "2026-06-01"))
    assert found["travel_ban"].in_force(_on("2026-05-31")) == "yes"
    assert found["travel_ban"].in_force(_on("2026-06-01")) == "maybe"
    assert found["house_detention"].in_force(_on("2026-06-01")) == "yes"


def test_a_measure_named_again_is_the_same_measure() -> None:
    """A later order with the same measure cites it once more, and does not begin it anew."""
    gag = _of(ARREST, _release("2026-02-08", "gag"), told("measure_imposed", "2026-06-01", measures=("gag",)))["gag"]
    assert (gag.lo, gag.cited, len(gag.statements)) == (number("2026-02-08"), number("2026-06-01"), 2)


def test_a_measure_imposed_anew_after_its_end_is_another() -> None:
    """After full liberty and a new arrest a measure of the same sort begins anew."""
    reports = [
        ARREST,
        _release("2026-02-08", "gag"),
        told("release_full", "2026-04-01"),
        told("rearrest", "2026-06-01"),
        _release("2026-09-01", "gag"),
    ]
    found = measures_of(history(reports, fresh_within=None))
    assert [(one.lo, one.in_force(_on("2026-10-01"))) for one in found] == [(number("2026-02-08"), "no"), (number("2026-09-01"), "yes")]


def test_a_change_ends_the_old_terms_and_begins_the_new() -> None:
    """A measure changed stands on its new terms from that day on."""
    old = _release("2026-02-08", "periodic_reporting", measure_terms={"periodic_reporting": {"every_days": 8}})
    new = _release("2026-05-01", "periodic_reporting", kind="measure_changed", measure_terms={"periodic_reporting": {"every_days": 30}})
    found = measures_of(history([ARREST, old, new], fresh_within=None))
    assert [(one.terms["every_days"], one.in_force(_on("2026-05-02"))) for one in found] == [(8, "no"), (30, "yes")]


def test_a_breach_is_kept_with_its_measure_and_ends_nothing() -> None:
    """A breach that a source reports stands with the measure, which goes on."""
    gag = _of(ARREST, _release("2026-02-08", "gag"), told("measure_breached", "2026-03-01", measures=("gag",)))["gag"]
    assert gag.breaches == ((number("2026-03-01"), number("2026-03-01")),)
    assert gag.in_force(_on("2026-03-02")) == "yes"


def test_a_release_under_measures_that_nobody_names_is_under_some() -> None:
    """Measures that no source names are some measure of any level, never none."""
    found = measures_of(history([ARREST, _release("2026-02-08")], fresh_within=None))
    assert [one.token for one in found] == ["other"]
    assert restriction_level(found, _on("2026-03-01")) == set(vocabulary()["restriction_levels"]) - {"none"}


def test_the_level_is_the_heaviest_measure_in_force() -> None:
    """Of the measures surely in force the heaviest counts; what may be in force makes heavier levels possible."""
    found = measures_of(
        history([ARREST, _release("2026-02-08", "periodic_reporting", "gag"), told("house_arrest", "2026-06-01")], fresh_within=None)
    )
    assert restriction_level(found, _on("2026-02-07")) == {"none"}
    assert restriction_level(found, _on("2026-03-01")) == {"speech"}
    assert restriction_level(found, _on("2026-06-01")) == {"home"}


def test_what_nobody_spoke_of_for_long_may_be_lifted() -> None:
    """Past its freshness a measure may be in force or not, and the lighter levels are possible again."""
    found = measures_of(history([ARREST, _release("2026-02-08", "gag")], fresh_within=None))
    assert restriction_level(found, _on("2026-12-01")) == {"speech"}
    assert restriction_level(found, _on("2026-12-01"), fresh_within=180) == {"none", "speech"}


def test_no_measure_on_record_says_nothing_of_liberty() -> None:
    """Where no measure was ever recorded no level is known."""
    assert restriction_level(measures_of(history([ARREST], fresh_within=None)), _on("2026-03-01")) == frozenset()


@settings(deadline=None)
@given(st.integers(0, 40), st.integers(0, 20), st.integers(1, 40))
def test_the_next_report_is_due_within_what_all_possible_starts_give(after: int, width: int, every: int) -> None:
    """The next due day lies between the earliest and the latest over every possible start, both attained."""
    start = number("2026-02-08")
    measure = Measure(person_id="p", token="periodic_reporting", lo=start, hi=start + width, terms={"every_days": every})
    on = date.fromordinal(_on("2026-02-08").toordinal() + after)
    due = []
    for first in range(start, start + width + 1):
        step = first + every
        while step < start + after:
            step += every
        due.append(step - start)
    found = measure.next_due(on)
    assert found is not None
    assert [(one - _on("2026-02-08")).days for one in found] == [min(due), max(due)]


@pytest.mark.parametrize("measure", [
    pytest.param(Measure(person_id="p", token="gag", lo=0, hi=0), id="no interval"),
    pytest.param(Measure(person_id="p", token="periodic_reporting", lo=None, hi=0, terms={"every_days": 8}), id="no start"),
    pytest.param(Measure(person_id="p", token="periodic_reporting", lo=30_000, hi=30_000, terms={"every_days": 8}), id="not yet"),
])  # fmt: skip
def test_no_due_day_is_invented(measure: Measure) -> None:
    """Without an interval, without a start or before the start nothing is due."""
    assert measure.next_due(date(2026, 2, 8)) is None


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["gag", "travel_ban", "periodic_reporting", "ankle_monitor", "other"]), min_size=1, max_size=3, unique=True),
    st.booleans(),
)
def test_more_measures_never_make_a_restriction_lighter(tokens: list[str], doubtful: bool) -> None:
    """The lightest possible level never falls when a measure is added."""
    order = list(vocabulary()["restriction_levels"])
    some = [Measure(person_id="p", token=token, lo=0, hi=0, optional=doubtful) for token in tokens]
    lightest = [min(map(order.index, restriction_level(some[: n + 1], date(2026, 1, 1)))) for n in range(len(some))]
    assert all(one <= other for one, other in pairwise(lightest))
