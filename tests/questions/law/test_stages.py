import csv
from datetime import date
from importlib.resources import files

import pytest

from amparo.questions.law.stagenames import stage_names, stage_of, stages
from amparo.questions.law.stages import Told, path_of
from amparo.workflows.law_path import law_path, line_of_time

ON = date(2026, 3, 17)


def told(*pairs: tuple[str, str]) -> list[Told]:
    """Return stages as one source tells them."""
    return [Told(name=name, date=day, source="zz") for name, day in pairs]


def test_every_name_of_the_bundled_table_is_a_stage_or_an_alias() -> None:
    """No row of the table of stages has a word that the one table does not know."""
    text = (files("amparo.demo_data") / "venezuela" / "law_stages.csv").read_text(encoding="utf-8")
    assert {row["stage"] for row in csv.DictReader(text.splitlines())} <= set(stage_names())
    assert {stage_of(name) for name in stage_names()} == set(stages())


@pytest.mark.parametrize(
    ("done", "on", "met", "took"),
    [
        (("promulgated", "2031-01-11"), date(2031, 2, 1), "met", (10, 10)),
        (("promulgated", "2031-01-12"), date(2031, 2, 1), "missed", (11, 11)),
        (("promulgated", "2031-01"), date(2031, 2, 1), "unclear", (0, 30)),
        (("referred_to_court", "2031-01-10"), date(2031, 2, 1), "met", (9, 9)),
        (None, date(2031, 1, 11), "pending", None),
        (None, date(2031, 1, 12), "overdue", None),
    ],
    ids=["in time", "late", "a month only", "to the court", "running", "overdue"],
)
def test_a_deadline_is_met_only_where_every_date_says_so(
    done: tuple[str, str] | None, on: date, met: str, took: tuple[int, int] | None
) -> None:
    """The ten days of article 214 run from the vote; a date that is not exact leaves the answer open."""
    path = path_of("zz", told(("second_reading_approved", "2031-01-01"), *([done] if done else [])), jurisdiction="VE", on=on)
    [found] = [one for one in path.deadlines if one.id == "promulgation"]
    assert (found.met, found.took) == (met, took)


@pytest.mark.parametrize(
    ("asked", "answered", "deadline"),
    [("changes_asked", "sent_again", "promulgation_again"), ("referred_to_court", "upheld", "promulgation_upheld")],
)
def test_a_text_that_comes_back_is_promulgated_within_five_days(asked: str, answered: str, deadline: str) -> None:
    """After observations or a ruling that upholds it, article 214 gives five days; the ten days before were met by asking."""
    steps = (("second_reading_approved", "2031-01-01"), (asked, "2031-01-09"), (answered, "2031-01-20"))
    path = path_of("zz", told(*steps), jurisdiction="VE", on=date(2031, 1, 24))
    found = {one.id: one for one in path.deadlines}
    assert (found["promulgation"].met, found["promulgation"].took) == ("met", (8, 8))
    assert found[deadline].met == "pending"
    late = path_of("zz", told(*steps, ("promulgated", "2031-01-27")), jurisdiction="VE", on=date(2031, 2, 1))
    again = next(one for one in late.deadlines if one.id == deadline)
    assert (again.met, again.took) == ("missed", (7, 7))


def test_sources_that_disagree_keep_a_date_each() -> None:
    """The 2026 law is in force from the 19th or the 20th, and both stand."""
    path = law_path("VE-2026-LEY-AMNISTIA-CONVIVENCIA", on=ON)
    [step] = [one for one in path.steps if one.stage == "in_force"]
    assert step.disagree
    assert (step.lo, step.hi) == (date(2026, 2, 19), date(2026, 2, 20))


def test_a_path_tells_nothing_that_was_still_to_come() -> None:
    """Asked about a day between the discussions, the path stops there, counts what follows, and calls no deadline met by it."""
    found = law_path("ve/ley/2026/amnistia-convivencia-democratica", on=date(2026, 2, 8))
    whole = law_path("ve/ley/2026/amnistia-convivencia-democratica", on=ON)
    assert [one.stage for one in found.steps] == [one.stage for one in whole.steps][: len(found.steps)]
    assert (len(found.steps) + found.later, whole.later) == (len(whole.steps), 0)
    assert {one.id: one.met for one in found.deadlines} == {"committee_report": "pending"}
    day = date(2026, 2, 19)
    assert law_path(found.instrument, on=day).steps[-1].disagree, "one source has it in force that day, another the next"


def test_the_real_paths_are_as_the_constitution_counts_them() -> None:
    """2026: signed on day 0 of 10, the text released after the vote; 2016: referred on day 9, struck down 4 days later."""
    found = law_path("ve/ley/2026/amnistia-convivencia-democratica", on=ON)
    assert {one.id: one.took for one in found.deadlines}["promulgation"] == (0, 0)
    assert {one.id: one.met for one in found.checks} == {"two_discussions": True, "consultation": True, "text_first": False}
    assert {text for text, _, _ in found.texts} == {"v0-leaked", "v1-first-discussion", "v2-report-15-articles", "v3-gazette"}
    past = {one.id: (one.met, one.took) for one in law_path("ve/ley/2016/amnistia-reconciliacion-nacional", on=ON).deadlines}
    assert past["promulgation"] == ("met", (9, 9))
    assert past["ruling"] == ("met", (4, 4))


def test_instruments_of_a_state_stand_on_one_line_with_their_figures_apart() -> None:
    """Eight Venezuelan instruments in the order of their dates; what was expected, official and verified is never one number."""
    line = line_of_time("VE")
    assert [one.dated[:4] for one in line] == ["1994", "2000", "2007", "2007", "2016", "2019", "2020", "2026"]
    assert {figure.kind for one in line for figure in one.figures} == {"expected", "official", "verified", "unverified"}
    assert all(figure.claimant for one in line for figure in one.figures)
    hedged = {one.id: figure.qualifier for one in line for figure in one.figures if figure.qualifier}
    assert hedged == {
        "ve/sobreseimiento/1994/caldera": "at_least", "ve/decreto-ley/2007/5790": "about",
        "ve/ley/2016/amnistia-reconciliacion-nacional": "more_than",
    }  # fmt: skip
