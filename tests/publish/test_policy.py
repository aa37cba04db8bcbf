"""What may leave, and that hidden facts never show."""

import json
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.publish import RELEASED_COLUMNS, effective_exposure, public_statements, released_statements
from amparo.publish.policy import LIMITING
from amparo.statements import COLUMNS

SCHEMA = {"position": pl.Int64, "statement_id": pl.String, **dict.fromkeys(COLUMNS, pl.String), "negated": pl.Boolean, "exposure": pl.Int8}
ON = date(2031, 3, 17)
NAMED = ("property", "value", "negated", "subject_kind", "subject")


def row(statement_id: str, **cells: Any) -> dict[str, Any]:
    """Return one public statement on an invented person, unless told otherwise."""
    plain = {
        "statement_id": statement_id,
        "subject_kind": "person",
        "subject": "p1",
        "property": "event",
        "value": {"kind": "arrest"},
        "negated": False,
        "source": "diario",
        "locator": "{}",
        "recorded_at": "2031-03-01T00:00:00.000000Z",
        "recorded_by": "d1",
        "reliability": "unknown",
        "exposure": 5,
        "action": "assert",
    }
    made = plain | cells
    return made | {"value": json.dumps(made["value"])}


def log(*rows: dict[str, Any]) -> pl.DataFrame:
    """Return a snapshot of the log with these rows, in order."""
    return pl.DataFrame([{"position": n} | one for n, one in enumerate(rows)], schema=SCHEMA)


def public(*rows: dict[str, Any], **how: Any) -> list[str]:
    """Return the ids that may be published."""
    return public_statements(log(*rows), **how)["statement_id"].to_list()


def limit(statement_id: str, name: str, value: Any, **cells: Any) -> dict[str, Any]:
    """Return a hidden statement that limits."""
    return row(statement_id, property=name, value=value, exposure=2, **cells)


@pytest.mark.parametrize("level", [0, 1, 2, 3, 4, 5])
def test_only_the_most_open_level_is_public(level: int) -> None:
    """A statement leaves at level 5 and at no other."""
    assert public(row("a", exposure=level)) == (["a"] if level == 5 else [])


@pytest.mark.parametrize(
    ("restriction", "left"),
    [
        (limit("x", "exposure", 3), []),
        (limit("x", "exposure", 5), ["a"]),
        (limit("x", "exposure", "nonsense"), []),
        (limit("x", "exposure", True), []),
        (limit("x", "exposure", 3, negated=True), ["a"]),
        (limit("x", "exposure", 3, subject="p2"), ["a"]),
        (limit("x", "exposure", 3, subject_kind="source", subject="diario"), []),
        (limit("x", "exposure", 3, subject_kind="source", subject="otro"), ["a"]),
        (limit("x", "exposure", 3, subject_kind="statement", subject="a"), []),
        (limit("x", "consent", False), []),
        (limit("x", "consent", True), ["a"]),
        (limit("x", "consent", True, negated=True), []),
        (limit("x", "consent", 4), []),
        (limit("x", "embargo", "2031-03-17"), ["a"]),
        (limit("x", "embargo", "2031-03-18"), []),
        (limit("x", "embargo", "2031-03"), []),
        (limit("x", "embargo", "2032-01-01", negated=True), ["a"]),
        (limit("x", "embargo", None), []),
        (limit("x", "embargo", "2031-03-18", subject_kind="source", subject="diario"), []),
        (limit("x", "age_group", "adolescent"), []),
        (limit("x", "age_group", "child"), []),
        (limit("x", "age_group", "adult"), ["a"]),
        (limit("x", "age_group", "adolescent", negated=True), ["a"]),
        (limit("x", "age_group", {"not": "a token"}), ["a"]),
    ],
    ids=lambda value: (
        None
        if isinstance(value, list)
        else f"{value['property']} {value['value']} {value['negated']} {value['subject_kind']} {value['subject']}"
    ),
)
def test_the_strictest_limit_counts(restriction: dict[str, Any], left: list[str]) -> None:
    """Each kind of limit, on the person, the source or the statement itself, takes the statement away or leaves it."""
    assert public(row("a"), restriction, on=ON) == left


def test_without_a_day_no_embargo_has_passed() -> None:
    """An embargo holds where the day of the release is not given."""
    assert public(row("a"), limit("x", "embargo", "2001-01-01")) == []


def test_a_minor_needs_recorded_consent() -> None:
    """A minor's statements stay at level 2, however open they are, until consent is recorded; a disputed age protects."""
    minor, adult, consent = limit("x", "age_group", "adolescent"), limit("z", "age_group", "adult"), limit("y", "consent", True)
    assert public(row("a"), minor, adult) == []
    assert effective_exposure(log(row("a"), minor))[0] == 2
    assert public(row("a"), minor, consent) == ["a"]
    assert public(row("a"), minor, limit("y", "consent", 3)) == []


def test_a_limit_on_one_record_holds_for_the_whole_person() -> None:
    """Where records are one person, what limits one of them limits all."""
    same = pl.DataFrame({"subject_kind": ["record", "record"], "subject": ["l:1", "l:2"], "person_id": ["p1", "p1"]})
    rows = (
        row("a"),
        row("b", subject_kind="record", subject="l:1"),
        limit("x", "age_group", "child", subject_kind="record", subject="l:2"),
    )
    assert public(*rows, same=same) == []
    assert public(*rows) == ["a", "b"]


def test_what_is_withdrawn_is_not_public() -> None:
    """A public statement that was retracted or corrected, even by a hidden statement, no longer leaves."""
    assert public(row("a"), row("r", action="retract", target="a", exposure=2)) == []
    assert public(row("a"), row("b", action="supersede", target="a")) == ["b"]
    assert public(row("a"), row("b", action="supersede", target="a", exposure=2)) == []


def test_a_withdrawn_limit_no_longer_holds() -> None:
    """A restriction that was itself retracted gives way."""
    assert public(row("a"), limit("x", "exposure", 1), row("r", action="retract", target="x")) == ["a"]


subjects = st.sampled_from(["p1", "p2", "p3"])
facts = st.fixed_dictionaries(
    {
        "subject": subjects,
        "source": st.sampled_from(["diario", "radio"]),
        "value": st.sampled_from(["x", 1, None, "2040-01-01", {"kind": "arrest"}]),
        "negated": st.booleans(),
    }
)
hidden_facts = st.tuples(facts, st.sampled_from(["event", "name", "note", "charge"]), st.integers(0, 4))
open_facts = st.tuples(facts, st.sampled_from(["event", "name"]), st.just(5))
limits = st.tuples(facts, st.sampled_from([name for name in LIMITING if name != "consent"]), st.integers(0, 5))


def _rows(drawn: list[Any], prefix: str) -> list[dict[str, Any]]:
    return [
        row(f"{prefix}{i}", property=name, exposure=level, **{k: v for k, v in fact.items() if k != "n"})
        for i, (fact, name, level) in enumerate(drawn)
    ]


@given(
    st.lists(st.tuples(facts, st.sampled_from(["event", "name"]), st.just(5)), max_size=6),
    st.lists(limits, max_size=3),
    st.lists(hidden_facts, max_size=6),
    st.randoms(),
)
def test_hidden_facts_change_nothing(shown: list[Any], limiting: list[Any], hidden: list[Any], shuffle: Any) -> None:
    """Adding hidden statements of facts, anywhere in the log, leaves the output frame exactly as it was."""
    rows = _rows(shown, "a") + _rows(limiting, "l")
    both = [(one, 0) for one in rows]
    for one in _rows(hidden, "h"):
        both.insert(shuffle.randint(0, len(both)), (one, 1))
    before = public_statements(log(*rows), on=ON).drop("position")
    after = public_statements(log(*(one for one, _ in both)), on=ON).drop("position")
    assert after.equals(before)


@given(st.lists(st.tuples(facts, st.sampled_from(["event", "name"]), st.integers(0, 5)), max_size=6), st.lists(limits, max_size=4))
def test_limits_only_take_away(shown: list[Any], limiting: list[Any]) -> None:
    """Adding limits of any value never makes a statement of fact public that was not."""
    rows = _rows(shown, "a")
    before = set(public(*rows, on=ON))
    after = set(public(*rows, *_rows(limiting, "l"), on=ON))
    assert {one for one in after if one.startswith("a")} <= before


def released(*rows: dict[str, Any], same: tuple[tuple[str, str, str], ...] = ()) -> list[tuple[str, str]]:
    """Return which statements leave, with their property."""
    whose = pl.DataFrame(same, schema={"subject_kind": pl.String, "subject": pl.String, "person_id": pl.String}, orient="row")
    frame = released_statements(pl.DataFrame(list(rows), schema=SCHEMA), whose)
    assert tuple(frame.columns) == RELEASED_COLUMNS
    assert frame["number"].to_list() == list(range(1, frame.height + 1))
    return list(frame.select("statement_id", "property").iter_rows())


def test_who_is_not_named_is_not_released() -> None:
    """Nothing leaves on a person whose name does not leave; a comparison with such a person neither."""
    named = [row("s1", property="name", value="Ana"), row("s2"), row("s3", subject="p2")]
    compared = row("s4", property="same_person", value={"other": "p2", "decision": "undecided"})
    assert [one for one, _ in released(*named, compared)] == ["s1", "s2"]
    assert [one for one, _ in released(*named, compared, row("s5", subject="p2", property="name", value="Luz"))] == [
        "s1", "s2", "s3", "s4", "s5"
    ]  # fmt: skip


def test_the_name_of_one_record_is_that_of_its_person() -> None:
    """Records that are one person are released together where one of them has the name."""
    rows = [row("s1", subject_kind="record", subject="r1", property="name", value="Ana"), row("s2", subject_kind="record", subject="r2")]
    same = (("record", "r1", "p1"), ("record", "r2", "p1"))
    assert [one for one, _ in released(*rows, same=same)] == ["s1", "s2"]
    assert [one for one, _ in released(*rows)] == ["s1"]


@pytest.mark.parametrize("property", ["id_number", "birth_date", "sex", "occupation", "consent", "exposure", "phone"])
def test_attributes_stay_inside_at_every_level(property: str) -> None:
    """What no answer of a release reads does not leave, though it be public: numbers of papers, days of birth, limits."""
    assert [one for one, _ in released(row("s1", property="name", value="Ana"), row("s2", property=property, value="x"))] == ["s1"]


def test_a_place_in_a_source_leaves_without_what_the_house_added() -> None:
    """Of the locator only the parts that find the passage leave."""
    locator = json.dumps({"row": 3, "url": "https://example.org", "folder": "/home/somebody"})
    frame = released_statements(
        pl.DataFrame([row("s1", property="name", value="Ana", locator=locator)], schema=SCHEMA),
        pl.DataFrame(schema={"subject_kind": pl.String, "subject": pl.String, "person_id": pl.String}),
    )
    assert frame["locator"].to_list() == ['{"row":3,"url":"https://example.org"}']
    assert frame["source_url"].to_list() == ["https://example.org"]


def test_of_a_comparison_only_the_decision_leaves() -> None:
    """What made two records one person (days of birth, papers, scores, reasons) stays inside; what was decided of whom leaves."""
    compared = ["birth", "same_day", 1912, "1953-01-05"]
    evidence = {"decision": "same", "other": "p2", "per_mille": 999, "why": "score", "evidence": [compared]}
    rows = [row(f"s{n}", subject=f"p{n}", property="name", value="Ana") for n in (1, 2)]
    frame = released_statements(
        pl.DataFrame([*rows, row("s3", property="same_person", value=evidence)], schema=SCHEMA),
        pl.DataFrame(schema={"subject_kind": pl.String, "subject": pl.String, "person_id": pl.String}),
    )
    assert frame["value"].to_list()[2] == '{"decision":"same","other":"p2"}'
