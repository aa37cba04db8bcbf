"""Tests of `amparo.histories.events`: from reports to a history, with what nobody recorded."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.histories import possible_states
from amparo.histories.event import Event
from amparo.histories.events import histories, history
from amparo.histories.frames import event_frame, states_on
from amparo.histories.reports import Report
from tests.histories.told import number, told


def _states(on: str, *reports: Report, fresh_within: int | None = None) -> set[str]:
    spans = possible_states(event_frame({"p": history(reports, fresh_within=fresh_within)}))
    return set(states_on(spans, date.fromisoformat(on)).get("p", ()))


def _only(kind: str, *reports: Report) -> Event:
    (event,) = (event for event in history(reports, fresh_within=None) if event.kind == kind)
    return event


def test_sources_that_agree_narrow_the_days() -> None:
    """The interval of an event is what all its sources allow, where they can all be right."""
    event = _only("arrest", told("arrest", "2026-01"), told("arrest", "2026-01-20/2026-02-10"))
    assert (event.lo, event.hi, event.disputed) == (number("2026-01-20"), number("2026-01-31"), False)


def test_sources_that_disagree_are_both_kept() -> None:
    """Where sources cannot all be right the interval spans what each says, and the event is disputed."""
    event = _only("release_full", told("release_full", "1994-03-26"), told("release_full", "1994-03-27"))
    assert (event.lo, event.hi, event.disputed) == (number("1994-03-26"), number("1994-03-27"), True)


def test_who_only_says_less_widens_no_dispute() -> None:
    """The year 1994 beside two days of March 1994 leaves the dispute between the two days."""
    reports = [told("release_full", when) for when in ("1994-03-26", "1994-03-27", "1994")]
    event = _only("release_full", *reports)
    assert (event.lo, event.hi, event.disputed) == (number("1994-03-26"), number("1994-03-27"), True)
    assert len(event.reports) == 3


def test_terms_that_one_source_knows_hold() -> None:
    """A release on unknown terms, whose terms another source gives, is a release on those terms."""
    reports = [told("release_unspecified", "2026-02-08"), told("release_conditional", "2026-02-08", source="b")]
    assert _states("2026-02-09", *reports) == {"released_under_measures"}


def test_between_two_arrests_there_was_a_release() -> None:
    """Between two arrests somebody was released, though nobody recorded it: nothing says on what terms or when."""
    reports = [told("arrest", "2014-02-18"), told("arrest", "2025-05-23")]
    missing = _only("release_unspecified", *reports)
    assert missing.implicit
    assert (missing.lo, missing.hi, missing.sources) == (number("2014-02-18"), number("2025-05-23"), frozenset())
    assert _states("2020-01-01", *reports) == {"deprived", "released_under_measures", "full_liberty"}
    assert _states("2025-05-23", *reports) == {"deprived"}


def test_a_sentence_between_two_arrests_hides_no_release() -> None:
    """A sentence finds a person where they are: between two arrests there was a release all the same."""
    reports = [told("arrest", "2014-02-18"), told("sentence", "2015-09-10"), told("arrest", "2025-05-23")]
    assert _states("2020-01-01", *reports) == {"deprived", "released_under_measures", "full_liberty"}


@pytest.mark.parametrize("second", ["release_full", "release_conditional", "transfer", "death_in_custody"])
def test_between_a_release_and_what_needs_custody_there_was_an_arrest(second: str) -> None:
    """Whoever is released, moved or dies in custody after a release was taken again in between."""
    reports = [told("release_full", "2020-01-01"), told(second, "2024-01-01")]
    missing = _only("arrest", *reports)
    assert missing.implicit
    assert _states("2022-01-01", *reports) == {"deprived", "full_liberty"}


@pytest.mark.parametrize("second", ["release_full", "amnesty_granted", "house_arrest", "exile", "death"])
def test_what_can_follow_a_release_needs_nothing_unrecorded(second: str) -> None:
    """A release under measures may be followed by full liberty, an amnesty, house arrest, exile or death with nothing in between."""
    events = history([told("release_conditional", "2020-01-01"), told(second, "2024-01-01")], fresh_within=None)
    assert not [event for event in events if event.implicit]


def test_a_recorded_release_that_may_lie_between_is_enough() -> None:
    """Where a release of doubtful day may lie between two arrests no other is made up."""
    reports = [told("arrest", "2014-02-18"), told("release_full", "2014/2026"), told("arrest", "2025-05-23")]
    assert not [event for event in history(reports, fresh_within=None) if event.implicit]


@pytest.mark.parametrize(
    ("day", "states"), [("2024-08-27", {"deprived"}), ("2024-08-28", {"deprived", "unknown"})], ids=["day 179", "day 180"]
)
def test_a_state_is_supported_until_nobody_cites_it_any_more(day: str, states: set[str]) -> None:
    """From 180 days after a state was last cited on, nobody knows; the state stays possible."""
    assert _states(day, told("arrest", "2024-03-01"), fresh_within=180) == states


def test_for_ever_turns_silence_off() -> None:
    """Without a limit a state lasts as long as nothing changes it."""
    assert _states("2099-01-01", told("arrest", "2024-03-01"), fresh_within=None) == {"deprived"}


def test_the_dead_need_no_news() -> None:
    """A final state is certain for ever."""
    reports = [told("arrest", "2024-03-01"), told("death_in_custody", "2024-04-01")]
    assert _states("2099-01-01", *reports, fresh_within=180) == {"deceased"}


def test_a_later_list_brings_certainty_back() -> None:
    """A list that names somebody as held supports the custody anew, through its own days and before."""
    arrest, listing = told("arrest", "2024-03-01"), told("listed", "2025-03-01", states=("deprived",))
    assert _states("2024-12-01", arrest, fresh_within=180) == {"deprived", "unknown"}
    assert _states("2024-12-01", arrest, listing, fresh_within=180) == {"deprived"}
    assert _states("2025-08-27", arrest, listing, fresh_within=180) == {"deprived"}
    assert _states("2025-08-28", arrest, listing, fresh_within=180) == {"deprived", "unknown"}


def test_who_is_known_from_a_list_alone_falls_silent_too() -> None:
    """A custody that only a list tells of is as old as the list."""
    listing = told("listed", "2025-03-01", states=("deprived",))
    assert _states("2025-03-01", listing, fresh_within=180) == {"deprived"}
    assert _states("2025-08-28", listing, fresh_within=180) == {"deprived", "unknown"}


def test_silence_ends_with_the_next_event() -> None:
    """What happened next ends both a state and the silence about it."""
    reports = [told("arrest", "2014-02-18"), told("release_full", "2026-02-27")]
    assert _states("2026-02-27", *reports, fresh_within=180) == {"full_liberty"}


@pytest.mark.parametrize("kind", ["release_unspecified", "release_conditional", "release_full"])
def test_a_denial_makes_an_event_doubtful(kind: str) -> None:
    """A release that one source reports and another denies may have happened or not; the denial stands beside it."""
    denial = told(kind, "2026-02-08", source="b", denied=True)
    reports = [told("arrest", "2024-03-01"), told(kind, "2026-02-08"), denial]
    event = _only(kind, *reports)
    assert event.optional
    assert event.disputed
    assert event.sources == {"a"}
    assert denial in event.reports
    assert "deprived" in _states("2026-02-09", *reports)


def test_a_denial_speaks_of_the_event_whatever_its_terms_are_called() -> None:
    """Whoever denies a release denies the one whose terms another source gives."""
    reports = [told("arrest", "2024-03-01"), told("release_full", "2026-02-08"), told("release_unspecified", "2026-02", denied=True)]
    assert _only("release_full", *reports).optional


def test_a_denial_of_another_time_denies_nothing() -> None:
    """A denial speaks of the days that it names only."""
    reports = [told("release_full", "2026-02-08"), told("release_full", "2025", denied=True)]
    assert not _only("release_full", *reports).optional


def test_denials_alone_make_no_event() -> None:
    """What nobody affirms did not happen for us."""
    assert history([told("release_full", "2026-02-08", denied=True)], fresh_within=180) == []


_KINDS = ("arrest", "rearrest", "release_full", "release_conditional", "release_unspecified", "house_arrest", "transfer", "sentence",
          "exile", "death_in_custody", "charge", "listed")  # fmt: skip
_DAYS = ("2026-01-01", "2026-01-20", "2026-02-15", "2026-01", "2026-02", "2025-11", "2025", "../2026-01-10", "2026-01-10/..", "")


@st.composite
def _reports(draw: st.DrawFn) -> list[Report]:
    """A few reports on one person, on days of which some meet and some do not."""
    return [
        told(
            kind := draw(st.sampled_from(_KINDS)),
            draw(st.sampled_from(_DAYS)),
            source=draw(st.sampled_from("abc")),
            denied=kind != "listed" and draw(st.integers(0, 6)) == 0,
            states=("deprived",) if kind == "listed" else (),
        )
        for _ in range(draw(st.integers(1, 6)))
    ]


def _spans(reports: list[Report], fresh_within: int | None = 30) -> pl.DataFrame:
    return possible_states(event_frame(histories(reports, fresh_within=fresh_within)))


@settings(deadline=None, max_examples=200)
@given(_reports(), st.randoms(use_true_random=False))
def test_the_order_of_the_reports_does_not_matter(reports: list[Report], random: object) -> None:
    """Shuffling the statements changes no event and no state."""
    shuffled = list(reports)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert history(shuffled, fresh_within=30) == history(reports, fresh_within=30)


@settings(deadline=None, max_examples=200)
@given(_reports(), st.data())
def test_saying_it_again_changes_nothing(reports: list[Report], data: st.DataObject) -> None:
    """A source that repeats what another said adds itself to the sources and changes no state on any day."""
    again = data.draw(st.sampled_from(reports))
    copy = told(again.kind, again.edtf, source="z", denied=again.denied, states=again.states)
    assert _spans([*reports, copy]).equals(_spans(reports))


@settings(deadline=None, max_examples=200)
@given(_reports())
def test_every_statement_stands_behind_an_event(reports: list[Report]) -> None:
    """No affirmed report is dropped: each stands behind an event, or vouches for one."""
    events = history(reports, fresh_within=None)
    kept = {report.statement_id for event in events for report in (*event.reports, *event.vouchers)}
    assert {report.statement_id for report in reports if not report.denied} <= kept


@settings(deadline=None, max_examples=200)
@given(_reports(), st.integers(1, 400), st.integers(0, 400))
def test_a_longer_trust_never_makes_more_possible(reports: list[Report], days: int, more: int) -> None:
    """The longer a state is taken to last, the fewer states are possible; those with a source are the same for ever."""
    short, long, forever = (
        states_on(_spans(reports, trust), date(2026, 4, 1)).get("p", frozenset()) for trust in (days, days + more, None)
    )
    assert forever <= long <= short
    assert short - {"unknown"} == forever


@settings(deadline=None, max_examples=200)
@given(_reports())
def test_events_never_lie_outside_what_some_source_says(reports: list[Report]) -> None:
    """The days of a recorded event lie within the hull of its reports' days."""
    for event in history(reports, fresh_within=None):
        own = [report for report in event.reports if not report.denied]
        if event.implicit or not own:
            continue
        lows, highs = [report.lo for report in own], [report.hi for report in own]
        assert None in lows or (event.lo is not None and event.lo >= min(low for low in lows if low is not None))
        assert None in highs or (event.hi is not None and event.hi <= max(high for high in highs if high is not None))


@pytest.mark.parametrize("kind", ["acquittal", "amnesty_granted", "pardon", "dismissal"])
@pytest.mark.parametrize("fresh_within", [None, 180])
def test_a_decision_frees_nobody_who_is_dead(kind: str, fresh_within: int | None) -> None:
    """After a death a court may acquit and a law may cover, and the person stays dead; where the order is unknown both may be."""
    death = told("death", "2020-05-01")
    assert _states("2026-01-01", death, told(kind, "2021-01-01"), fresh_within=fresh_within) == {"deceased"}
    assert _states("2020-04-20", death, told(kind, "2020-04-10"), fresh_within=fresh_within) == {"full_liberty"}
    assert _states("2020-06-01", death, told(kind, "2020-04/2020-05"), fresh_within=None) == {"deceased", "full_liberty"}
