"""
What two printed figures say of each other, for all pairs that a reader would set side by side.

Which pairs: all of one family of measures whose windows end within ``side_by_side`` days of each other; all that print the
same number from 20 up, whatever they count and whenever (895 held, 895 released); in a cumulative series each figure with
the next and with the highest before it, at any distance; all copies of one statement. Pairs beyond that are left out: most
would only say that their windows differ. The number of pairs grows with the claims times the claims of one family in a
month, so a record over ten times as many years has ten times as many pairs, not a hundred times.
"""

from collections.abc import Sequence

import polars as pl

from amparo.questions.claims.readings import Reading
from amparo.questions.claims.verdicts import REASONS
from amparo.statements import margin

RELATIONS = ("same_statement", "agree", "disagree", "nested", "not_monotone", "not_comparable")
TELLING = 20  # from here on it is worth saying that two equal numbers count different things

_c = pl.col


def relate(readings: Sequence[Reading], clusters: Sequence[Sequence[Reading]]) -> pl.DataFrame:
    """
    Return one row a pair: a, b (claim ids, a before b), relation, reasons (codes).

    One day of grace for bodies that count while a day runs: two figures of one body for windows that end on one day never
    disagree unless both were published after it (6, 11, 14, 18 releases on one afternoon are one count growing).
    """
    frame = _frame(readings, clusters)
    pairs = _candidates(frame)
    left, right = frame.select(pl.all().name.prefix("a_")), frame.select(pl.all().name.prefix("b_"))
    return (
        pairs.join(left, left_on="a", right_on="a_row", maintain_order="left")
        .join(right, left_on="b", right_on="b_row", maintain_order="left")
        .with_columns(**_facts())
        .with_columns(**_obstacles())
        .with_columns(relation=_relation())
        .select(a="a_claim_id", b="b_claim_id", relation="relation", reasons=_reasons())
        .sort("a", "b")
    )


def _frame(readings: Sequence[Reading], clusters: Sequence[Sequence[Reading]]) -> pl.DataFrame:
    """Return the readings as columns; dates as ordinals, an upper bound without end as null."""
    cluster_of = {reading.claim_id: number for number, cluster in enumerate(clusters) for reading in cluster}
    rows = [
        (
            row, r.claim_id, r.claimant, r.measure.token, r.measure.family, r.measure.unit, r.measure.moment == "stock", r.population,
            r.place, r.value, r.bounds.at_least, r.bounds.at_most, *r.start, *r.end, r.start_printed, r.start_is_known, r.end_is_known,
            r.published[0], r.source_url, r.announced, cluster_of.get(r.claim_id),
        )
        for row, r in enumerate(readings)
    ]  # fmt: skip
    numbers, texts, flags = pl.Int64(), pl.String(), pl.Boolean()
    schema = {
        "row": numbers, "claim_id": texts, "claimant": texts, "measure": texts, "family": texts, "unit": texts, "stock": flags,
        "population": texts, "place": texts, "value": numbers, "lower": numbers, "upper": numbers, "start_lo": numbers,
        "start_hi": numbers, "end_lo": numbers, "end_hi": numbers, "start_printed": texts, "start_known": flags, "end_known": flags,
        "published": numbers, "source_url": texts, "announced": flags, "cluster": numbers,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def _candidates(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs of rows to compare, a before b, each once."""
    found = pl.concat([_near(frame), _equal_numbers(frame), _series(frame), _copies(frame)])
    return found.select(a=pl.min_horizontal("a", "b"), b=pl.max_horizontal("a", "b")).filter(_c("a") != _c("b")).unique().sort("a", "b")


def _near(frame: pl.DataFrame) -> pl.DataFrame:
    """Pairs of one family whose windows may end within the margin of each other; an unknown end is read as its last known day."""
    reach = margin("side_by_side")
    ends = frame.select("row", "family", end=pl.when("end_known").then("end_hi").otherwise("published")).with_columns(
        month=_c("end") // (reach + 1)
    )
    within = (_c("end") - _c("end_b")).abs() <= reach
    same_month = ends.join(ends, on=["family", "month"], suffix="_b").filter(within & (_c("row") < _c("row_b")))
    next_month = ends.join(ends.with_columns(_c("month") - 1), on=["family", "month"], suffix="_b").filter(within)
    return pl.concat([same_month, next_month]).select(a="row", b="row_b")


def _equal_numbers(frame: pl.DataFrame) -> pl.DataFrame:
    telling = frame.filter(_c("value") >= TELLING).select("row", "value")
    return telling.join(telling, on="value", suffix="_b").filter(_c("row") < _c("row_b")).select(a="row", b="row_b")


def _series(frame: pl.DataFrame) -> pl.DataFrame:
    """Each figure of a cumulative series with the next, and with the earlier figure that it would most surely fall below."""
    series = ["claimant", "measure", "population", "place", "start_printed"]
    ordered = frame.filter(~_c("stock") & _c("start_known")).sort("end_lo", "end_hi", "row")
    ordered = ordered.with_columns(next=_c("row").shift(-1).over(series), highest=_c("lower").cum_max().over(series))
    peaks = ordered.group_by(*series, "highest", maintain_order=True).agg(peak=_c("row").first())
    ordered = ordered.join(peaks, on=[*series, "highest"])
    return pl.concat([ordered.filter(_c("next").is_not_null()).select(a="row", b="next"), ordered.select(a="row", b="peak")])


def _copies(frame: pl.DataFrame) -> pl.DataFrame:
    members = frame.filter(_c("cluster").is_not_null()).select("row", "cluster")
    return members.join(members, on="cluster", suffix="_b").filter(_c("row") < _c("row_b")).select(a="row", b="row_b")


def _same(column: str) -> pl.Expr:
    return _c(f"a_{column}") == _c(f"b_{column}")


def _one_day(edge: str) -> pl.Expr:
    """Both edges are the same one day for certain."""
    return _same(f"{edge}_lo") & _same(f"{edge}_hi") & (_c(f"a_{edge}_lo") == _c(f"a_{edge}_hi"))


def _facts() -> dict[str, pl.Expr]:
    """What is certain of the two windows and the two numbers of a pair."""
    one_series = _same("claimant") & _same("start_printed") & _c("a_start_known") & _c("b_start_known")
    same_start, same_end = _one_day("start") | one_series, _one_day("end")
    pairs = (("a", "b"), ("b", "a"))
    crosses = [~same_start & (_c(f"{x}_start_lo") < _c(f"{y}_start_hi")) & (_c(f"{x}_end_lo") < _c(f"{y}_end_hi")) for x, y in pairs]
    known = pl.all_horizontal("a_start_known", "b_start_known", "a_end_known", "b_end_known")
    forwards = (_c("a_start_lo") <= _c("a_end_hi")) & (_c("b_start_lo") <= _c("b_end_hi"))
    inside = [  # the longer window begins no later and ends on a later day, for certain
        (_c(f"{long}_start_hi") <= _c(f"{short}_start_lo")) & (_c(f"{short}_end_hi") < _c(f"{long}_end_lo")) for short, long in pairs
    ]
    falls = [(_c(f"{long}_upper") < _c(f"{short}_lower")) & at for at, (short, long) in zip(inside, pairs, strict=True)]
    return {
        "same_window": same_start & same_end & known & forwards,
        "one_in_other": ~crosses[0] & ~crosses[1] & known & forwards,
        "inside": inside[0] | inside[1],
        "falls": (falls[0] | falls[1]).fill_null(value=False) & known & forwards,
        "meet": ~((_c("a_upper") < _c("b_lower")) | (_c("b_upper") < _c("a_lower"))).fill_null(value=False),
        "same_body": _same("claimant"),
        "same_measure": _same("measure"),
        "one_page": _same("source_url") & (_c("a_source_url") != ""),
        "day_was_over": (_c("a_published") > _c("a_end_hi")) & (_c("b_published") > _c("b_end_hi")),
        "copies": (_c("a_cluster") == _c("b_cluster")).fill_null(value=False),
    }


def _obstacles() -> dict[str, pl.Expr]:
    """Why a pair cannot be compared, a column for each code."""
    stocks, flows = _c("a_stock") & _c("b_stock"), ~_c("a_stock") & ~_c("b_stock")
    one_thing = _c("same_body") & _same("family") & _same("population") & _same("place")
    both_at_once = one_thing & _c("same_window") & ~_c("meet")
    return {
        "not_window": ~(flows & _c("one_in_other")) & ~(stocks & _c("same_window")) | (stocks & both_at_once & ~_c("day_was_over")),
        "not_unit": ~_same("unit") | (_c("a_unit") == "other"),
        "not_population": ~_same("population") | ~_same("place"),
        "not_definition": (_same("unit") & ~_same("family")) | (both_at_once & (_c("one_page") | ~_c("same_measure"))),
        "not_verification": pl.lit(value=False),
        "not_announced": _c("a_announced") | _c("b_announced"),
        "not_source": (_c("a_claimant") == "") | (_c("b_claimant") == ""),
    }


def _relation() -> pl.Expr:
    growing = _c("same_body") & ~_c("day_was_over")
    return (
        pl.when("copies").then(pl.lit("same_statement"))
        .when(pl.any_horizontal(f"not_{code}" for code in REASONS)).then(pl.lit("not_comparable"))
        .when(_c("same_window") & _c("meet")).then(pl.lit("agree"))
        .when(_c("same_window") & growing).then(pl.lit("nested"))
        .when("same_window").then(pl.lit("disagree"))
        .when(_c("falls") & _c("same_body")).then(pl.lit("not_monotone"))
        .when("falls").then(pl.lit("disagree"))
        .otherwise(pl.lit("nested"))
    )  # fmt: skip


def _reasons() -> pl.Expr:
    """The codes of a pair that cannot be compared, every difference among them; for the others what to bear in mind."""
    is_not_comparable = _c("relation") == "not_comparable"
    against = {code: _c(f"not_{code}") for code in REASONS} | {"window": _c("not_window") | ~_c("same_window")}
    worth_saying = {
        "window": ((_c("relation") == "nested") & ~_c("inside") & ~_c("meet"))
        | ((_c("relation") == "disagree") & ~(_c("same_window") & _c("day_was_over"))),
        "definition": _c("relation").is_in(["agree", "disagree"]) & ~_c("same_measure"),
        "verification": (_c("relation") == "disagree") & _c("same_body"),
    }
    never = pl.lit(value=False)
    codes = [
        pl.when(pl.when(is_not_comparable).then(against[code]).otherwise(worth_saying.get(code, never))).then(pl.lit(code))
        for code in REASONS
    ]
    return pl.concat_list(codes).list.drop_nulls()
