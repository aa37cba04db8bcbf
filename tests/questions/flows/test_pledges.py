from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import attrs
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.questions.flows.pledges import Pledge, Record, follow
from amparo.words import LANGUAGES, say

DUE = date(2026, 2, 10)
NAMES = ("claim_id", "claimant", "claimant_kind", "measure", "qualifier", "value", "from", "until")


def claims(*rows: tuple[str, str, str, str, str, int, str, str]) -> pl.DataFrame:
    """Claims of political prisoners in the whole of Zubia."""
    frame = pl.DataFrame(rows, schema=dict.fromkeys(NAMES, pl.String) | {"value": pl.Int64}, orient="row")
    return frame.with_columns(population=pl.lit("political_prisoners"), place=pl.lit("Zubia"), value_high=pl.lit(None, dtype=pl.Int64))


def record(
    told: pl.DataFrame | None = None,
    *,
    stages: Sequence[tuple[str, str, date, date, str]] = (),
    events: Sequence[tuple[str, str, date, date, str]] = (),
    held: tuple[int, int] = (0, 0),
    placed: tuple[int, int] = (0, 0),
    released: tuple[int, int] = (0, 0),
    on: date = date(2026, 4, 1),
) -> Record:
    """A record in which the counts are given."""
    return Record(
        claims=claims() if told is None else told,
        stages=stages,
        facility_events=events,
        held=lambda _: held,
        placed=lambda _, __: placed,
        released=lambda _, __: released,
        places=lambda name: name,
        territory="zubia",
        on=on,
    )


def pledge(act: str, **fields: Any) -> Pledge:
    """A promise for 10 February, made on the first."""
    given_ = {"pledge_id": "x", "statement_id": "s1", "pledger": "Gobierno", "stated_on": "2026-02-01", "due": (DUE, DUE), **fields}
    return Pledge(act=act, **given_)


def size(value: int = 100) -> Pledge:
    """A promise to let a number go, from the first of the month on."""
    return pledge("release", size=(value, value), begins=date(2026, 2, 1), population="political_prisoners")


def verdict(promise: Pledge, seen: Record) -> tuple[str, str]:
    """What became of it, and why."""
    found = follow(promise, seen)
    for language in LANGUAGES:
        assert say(f"flows.reason_{found.reason}", language)
        assert say(f"flows.verdict_{found.verdict}", language)
    return found.verdict, found.reason


def released(
    body: str, value: int, until: str, kind: str = "ngo", qualifier: str = "exact"
) -> tuple[str, str, str, str, str, int, str, str]:
    """A cumulative figure from the first of the month."""
    return (f"{body}-{until}", body, kind, "released", "exact", value, "2026-02-01", until)


def test_a_number_that_others_verified_in_time_is_kept() -> None:
    """A figure of an independent body that reaches the number by the day shows that it was kept; one of officials does not."""
    assert verdict(size(), record(claims(released("Faro", 100, "2026-02-09")))) == ("kept", "reached")
    assert verdict(size(), record(claims(released("Ministerio", 100, "2026-02-09", "government")))) == ("cannot_tell", "not_verified")
    assert verdict(size(), record(released=(100, 130))) == ("kept", "reached")


def test_a_number_reached_only_later_is_late() -> None:
    """The same body's figure fell short on the day, and reached the number after it."""
    told = claims(released("Faro", 60, "2026-02-11"), released("Faro", 110, "2026-02-20"))
    assert verdict(size(), record(told)) == ("late", "reached_later")
    assert verdict(size(), record(told[1:])) == ("cannot_tell", "reached_unknown_when")


def test_a_figure_of_another_wave_shows_nothing() -> None:
    """A window that begins after the day speaks of other releases."""
    later = ("z", "Faro", "ngo", "released", "exact", 500, "2026-02-12", "2026-03-01")
    assert verdict(size(), record(claims(later))) == ("cannot_tell", "not_verified")


@given(st.lists(st.tuples(st.sampled_from(["Faro", "Sol"]), st.integers(0, 99), st.integers(1, 60)), max_size=6))
def test_falling_short_never_shows_a_broken_promise(told: list[tuple[str, int, int]]) -> None:
    """Whatever bodies verified below the number, nothing proves that it was not reached."""
    rows = {(body, ago): released(body, value, str(date(2026, 2, 1) + timedelta(ago))) for body, value, ago in told}
    found = follow(size(), record(claims(*rows.values())))
    assert found.verdict == "cannot_tell"
    if found.gap is not None:
        assert found.gap[1] is not None
        assert 0 <= found.gap[0] <= found.gap[1] <= 100


def test_the_gap_is_between_announced_and_verified() -> None:
    """Of 100 announced, bodies verified 60 to 70: 30 to 40 are missing."""
    told = claims(released("Faro", 60, "2026-02-09"), released("Faro", 20, "2026-02-05"), released("Sol", 70, "2026-02-12"))
    found = follow(size(), record(told))
    assert (found.figures["verified"], found.gap) == ((60, 70), (30, 40))


def test_one_person_held_after_it_breaks_a_promise_to_free_all() -> None:
    """Somebody surely held on the day after, in the record or by an independent count, shows it; an official count does not."""
    stock = ("f", "Faro", "ngo", "detained_stock", "at_least", 5, "", "2026-02-20")
    assert verdict(pledge("release_all", population="political_prisoners"), record(held=(1, 3))) == ("broken", "still_held")
    assert verdict(pledge("release_all", population="political_prisoners"), record(claims(stock))) == ("broken", "still_held")
    official = (*stock[:2], "government", *stock[3:])
    assert verdict(pledge("release_all", population="political_prisoners"), record(claims(official), held=(0, 3))) == (
        "cannot_tell",
        "nobody_counted",
    )


@pytest.mark.parametrize(
    ("events", "placed", "found"),
    [
        ([("closed", "2026-02-05")], (0, 0), ("kept", "closed")),
        ([("closed", "2026-02-15")], (0, 0), ("late", "closed_later")),
        ([("detainees_still_held", "2026-02-15")], (0, 0), ("broken", "still_used")),
        ([], (1, 2), ("broken", "still_used")),
        ([], (0, 2), ("cannot_tell", "not_verified")),
    ],
)
def test_a_facility_closes_when_its_closing_is_on_record(
    events: list[tuple[str, str]], placed: tuple[int, int], found: tuple[str, str]
) -> None:
    """Its closing shows when it closed; persons there after the day show that it had not."""
    told = [("Norte", kind, date.fromisoformat(day), date.fromisoformat(day), "s") for kind, day in events]
    assert verdict(pledge("close_facility", facility="Norte"), record(events=told, placed=placed)) == found


def test_without_a_day_nothing_can_be_measured() -> None:
    """A promise for no day is followed, with what bears on it, and not judged."""
    event = ("Norte", "detainees_still_held", date(2026, 2, 15), date(2026, 2, 15), "s9")
    found = follow(attrs.evolve(pledge("close_facility", facility="Norte"), due=None), record(events=[event]))
    assert (found.verdict, found.reason, [one.ref for one in found.evidence]) == ("cannot_tell", "no_day", ["s9"])


@pytest.mark.parametrize(
    ("days", "found"),
    [
        (["2026-02-10"], ("kept", "reached")),
        (["2026-02-12"], ("late", "reached_later")),
        (["2026-02-09", "2026-02-12"], ("cannot_tell", "days_disagree")),
        ([], ("cannot_tell", "not_recorded")),
    ],
)
def test_a_stage_of_a_law_is_in_time_or_late(days: list[str], found: tuple[str, str]) -> None:
    """The day on which sources have the stage decides; where they differ about it, nothing does."""
    told = [("LEY", "passed", date.fromisoformat(day), date.fromisoformat(day), "s") for day in days]
    assert verdict(pledge("law_stage", instrument="LEY", stage="passed"), record(stages=told)) == found


def test_a_day_that_has_not_come_decides_nothing() -> None:
    """Before its day a promise is neither kept nor broken."""
    assert verdict(pledge("release_all"), record(held=(9, 9), on=DUE)) == ("cannot_tell", "not_due")
