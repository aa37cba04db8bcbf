"""The laws that the real claims about Venezuela must satisfy."""

import csv
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import polars as pl
import pytest

from amparo.questions.claims import ClaimsReport, check_claims
from tests.questions.claims.printed import NUMBERS, nothing_known
from tests.realdata import folder

type Rows = dict[str, dict[str, Any]]  # Any: cells, by claim id


@pytest.fixture(scope="module")
def rows() -> Rows:
    """The bundled claims, numbers read."""
    with (folder("venezuela") / "claims.csv").open(encoding="utf-8", newline="") as file:
        read = list(csv.DictReader(file))
    return {
        row["claim_id"]: {name: (int(cell) if name in NUMBERS else cell) if cell else None for name, cell in row.items()} for row in read
    }


@pytest.fixture(scope="module")
def checked(rows: Rows) -> ClaimsReport:
    """The report on the bundled claims over a registry that answers nothing."""
    return check_claims(
        pl.DataFrame(list(rows.values()), infer_schema_length=None), nothing_known, registry_population="political_prisoners"
    )


def between(checked: ClaimsReport, a: str, b: str) -> tuple[str, list[str]]:
    """Return what is said of two claims."""
    pair = checked.relations.filter((pl.col("a") == min(a, b)) & (pl.col("b") == max(a, b)))
    ((relation, reasons),) = pair.select("relation", "reasons").rows()
    return relation, reasons


def with_value(rows: Rows, value: int) -> list[str]:
    """Return the ids of the claims that print a number."""
    return [claim_id for claim_id, row in rows.items() if row["value"] == value]


def spoken(checked: ClaimsReport, rows: Rows, *words: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Give the pairs of which one of the words is said."""
    for pair in checked.relations.filter(pl.col("relation").is_in(list(words))).iter_rows(named=True):
        yield rows[pair["a"]], rows[pair["b"]]


@pytest.mark.parametrize("a", ["ve-dc87035d", "ve-ef9b81c0"])
@pytest.mark.parametrize("b", ["ve-36b215f5", "ve-ae777bea"])
def test_350_and_895_are_not_comparable(checked: ClaimsReport, a: str, b: str) -> None:
    """Releases since January and people benefited since November differ in window and population."""
    relation, reasons = between(checked, a, b)
    assert relation == "not_comparable"
    assert {"window", "population"} <= set(reasons)


def test_only_384_and_992_do_not_add_up(checked: ClaimsReport) -> None:
    """The two printed breakdowns that fail are flagged, 992 twice, and no other."""
    assert [(bad.printed, bad.sum) for bad in checked.arithmetic] == [(384, 383), (992, 922), (992, 922)]


@pytest.mark.parametrize(("value", "reason"), [(687, "window"), (895, "unit")])
def test_equal_numbers_of_different_things_are_kept_apart(checked: ClaimsReport, rows: Rows, value: int, reason: str) -> None:
    """687 held in 2019 and in 2026, 895 held and 895 released: never one statement, and the reason is said."""
    ids = with_value(rows, value)
    old, *new = sorted(ids, key=lambda claim_id: rows[claim_id]["until"])
    assert len(new) == 2
    assert tuple(sorted(new)) in checked.clusters
    for claim_id in new:
        relation, reasons = between(checked, old, claim_id)
        assert relation == "not_comparable"
        assert reason in reasons


@pytest.mark.parametrize("value", [56, 109, 154, 253, 266, 350, 444, 568, 687, 863, 895, 1557])
def test_copies_of_one_statement_are_merged(checked: ClaimsReport, rows: Rows, value: int) -> None:
    """Each of these numbers stands in several outlets as one statement."""
    merged = [cluster for cluster in checked.clusters if rows[cluster[0]]["value"] == value]
    assert len(merged) == 1
    for a, b in pairwise(merged[0]):
        assert between(checked, a, b) == ("same_statement", [])


def test_one_window_one_claimant_in_each_cluster(checked: ClaimsReport, rows: Rows) -> None:
    """A cluster has one body, one measure, one population and one place."""
    for cluster in checked.clusters:
        assert len({tuple(rows[i][name] for name in ("claimant", "population", "place", "value")) for i in cluster}) == 1


def test_stocks_and_releases_imply_entries(checked: ClaimsReport) -> None:
    """From 863 held on 29 December to 687 on 2 February, with 44 and 344 released between, at least 212 came in."""
    (balance,) = [b for b in checked.balances if (b.since.isoformat(), b.until.isoformat()) == ("2025-12-29", "2026-02-02")]
    assert balance.claimant == "Foro Penal"
    assert balance.implied_entries == (212, None)


def test_a_stock_before_the_releases_of_its_day_implies_no_phantoms(checked: ClaimsReport) -> None:
    """1,080 and then 1,085, counted before that day's 75 releases, imply 5 entries and not 80."""
    (balance,) = [b for b in checked.balances if b.claimant == "Justicia, Encuentro y Perdón"]
    assert balance.implied_entries == (5, None)


def test_every_bundled_series_is_possible(checked: ClaimsReport) -> None:
    """No body contradicts itself for certain: no figure surely falls, no balance is negative."""
    assert all(balance.consistent for balance in checked.balances)
    assert "not_monotone" not in checked.relations["relation"].to_list()


@pytest.mark.parametrize(("a", "b"), [("ve-7094cecc", "ve-e18faddc"), ("ve-2d051743", "ve-58ec2a17"), ("ve-c93995d3", "ve-4b77e923")])
def test_what_is_possible_is_not_called_a_contradiction(checked: ClaimsReport, a: str, b: str) -> None:
    """1,416 "in August" beside 1,305 on the 11th, "about 154" after 156, and 17 then 22 on one day are possible."""
    assert between(checked, a, b)[0] == "nested"


def test_no_body_disagrees_with_itself(checked: ClaimsReport, rows: Rows) -> None:
    """What one body prints for one window differs only as a count grows or defines itself."""
    assert all(a["claimant"] != b["claimant"] for a, b in spoken(checked, rows, "disagree"))


def test_people_whose_measures_ended_are_never_set_against_releases(checked: ClaimsReport, rows: Rows) -> None:
    """A figure of all who benefited meets only figures of all who benefited."""
    for a, b in spoken(checked, rows, "agree", "disagree", "nested", "not_monotone", "same_statement"):
        assert a["population"] == b["population"]


def test_a_start_without_a_year_bounds_nothing(checked: ClaimsReport) -> None:
    """Without a year "8 March" is an unknown start: the claim is not compared with the record."""
    (verdict,) = [each for each in checked.verdicts if each.claim_id == "ve-0c68cba3"]
    assert verdict.reasons == ("window",)
